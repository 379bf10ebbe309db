/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The floor under reading collapsed stacks: every line of a file into a prefix
 * tree of its frames, names kept once, nothing written.  Prints one
 * line of JSON, with the CPU time so far.
 */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <glib.h>

/* Open addressing with one probe step; room for twice what it holds. */
typedef struct {
  guint64 *key;
  guint32 *value;
  guint32 mask;
  guint32 n_used;
} Table;

typedef struct {
  const char *text;
  gsize length;
} Name;

typedef struct {
  Table names;
  Table nodes;
  GArray *name;
  gint64 total;
  guint64 n_lines;
} Tree;

static void
table_init (Table *self, guint32 size)
{
  self->key = g_new0 (guint64, size);
  self->value = g_new (guint32, size);
  self->mask = size - 1;
  self->n_used = 0;
}

static void
table_clear (Table *self)
{
  g_free (self->key);
  g_free (self->value);
}

static guint32
table_slot (const Table *self, guint64 key)
{
  guint32 slot = (guint32) (key * 0x9e3779b97f4a7c15u >> 32) & self->mask;

  while (self->key[slot] != 0 && self->key[slot] != key)
    slot = (slot + 1) & self->mask;
  return slot;
}

static void
table_grow (Table *self)
{
  Table larger;

  table_init (&larger, (self->mask + 1) * 2);
  for (guint32 i = 0; i <= self->mask; i++)
    if (self->key[i] != 0)
      {
        guint32 slot = table_slot (&larger, self->key[i]);

        larger.key[slot] = self->key[i];
        larger.value[slot] = self->value[i];
      }
  larger.n_used = self->n_used;
  table_clear (self);
  *self = larger;
}

/* The number of @key, the next free one when it is new. */
static guint32
table_number (Table *self, guint64 key, gboolean *is_new)
{
  guint32 slot = table_slot (self, key);

  *is_new = self->key[slot] == 0;
  if (!*is_new)
    return self->value[slot];
  if (self->n_used >= self->mask / 2)
    {
      table_grow (self);
      slot = table_slot (self, key);
    }
  self->key[slot] = key;
  self->value[slot] = self->n_used++;
  return self->value[slot];
}

static guint64
hash_name (const char *text, gsize length)
{
  guint64 hash = length;
  guint64 word;

  for (; length >= sizeof word; text += sizeof word, length -= sizeof word)
    {
      memcpy (&word, text, sizeof word);
      hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
      hash ^= hash >> 29;
    }
  for (word = 0; length > 0; length--)
    word = word << 8 | (guint8) text[length - 1];
  hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
  return (hash ^ hash >> 32) | 1;
}

static guint32
number_of_name (Tree *tree, const char *text, gsize length)
{
  guint64 hash = hash_name (text, length);
  Name added = { text, length };

  for (;; hash += 2)
    {
      gboolean is_new;
      guint32 number = table_number (&tree->names, hash, &is_new);
      const Name *name;

      if (is_new)
        g_array_append_val (tree->name, added);
      name = &g_array_index (tree->name, Name, number);
      if (name->length == length && memcmp (name->text, text, length) == 0)
        return number;
    }
}

static void
add_line (Tree *tree, const char *line, const char *end)
{
  const char *digits = end;
  guint64 node = 0;
  gint64 cost = 0;
  gboolean is_new;

  while (digits > line && g_ascii_isdigit (digits[-1]))
    digits--;
  for (const char *at = digits; at < end; at++)
    cost = cost * 10 + (*at - '0');
  if (digits == end || digits - line < 2)
    return;
  for (const char *stop; line < digits - 1; line = stop + 1)
    {
      stop = memchr (line, ';', (gsize) (digits - 1 - line));
      stop = stop != NULL ? stop : digits - 1;
      node =
          1 + table_number (&tree->nodes,
                            node << 32 | (1 + number_of_name (tree, line, (gsize) (stop - line))),
                            &is_new);
    }
  tree->total += cost;
  tree->n_lines++;
}

static void
read_lines (Tree *tree, const char *at, const char *end)
{
  while (at < end)
    {
      const char *newline = memchr (at, '\n', (gsize) (end - at));

      if (newline == NULL)
        newline = end;
      add_line (tree, at, newline);
      at = newline + 1;
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GArray) name = g_array_new (FALSE, FALSE, sizeof (Name));
  Tree tree = { .name = name };
  const char *bytes;

  if (argc != 2 || (file = g_mapped_file_new (argv[1], FALSE, &error)) == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "usage: floor-stacks FILE");
      return 2;
    }
  table_init (&tree.names, 1024);
  table_init (&tree.nodes, 65536);
  bytes = g_mapped_file_get_contents (file);
  read_lines (&tree, bytes, bytes + g_mapped_file_get_length (file));
  printf ("{\"lines\": %" G_GUINT64_FORMAT
          ", \"names\": %u, \"nodes\": %u, \"total\": %" G_GINT64_FORMAT ", \"seconds\": %.4f}\n",
          tree.n_lines, tree.names.n_used, tree.nodes.n_used, tree.total,
          (double) clock () / CLOCKS_PER_SEC);
  table_clear (&tree.names);
  table_clear (&tree.nodes);
  return 0;
}
