/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "gperf-maps.h"
#include "ppv-number.h"

typedef struct {
  guint64 start;
  guint64 end;
  guint64 offset; /* of its start in the file */
  PpvModuleId module;
} Map;

void
gperf_maps_init (GperfMaps *self, PpvProfileBuilder *builder)
{
  self->builder = builder;
  self->maps = g_array_new (FALSE, FALSE, sizeof (Map));
}

void
gperf_maps_clear (GperfMaps *self)
{
  g_clear_pointer (&self->maps, g_array_unref);
}

typedef struct {
  const char *at;
  const char *end;
} Words;

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static const char *
next_word (Words *words, gsize *length)
{
  const char *word;

  while (words->at < words->end && is_blank (*words->at))
    words->at++;
  word = words->at;
  while (words->at < words->end && !is_blank (*words->at))
    words->at++;
  *length = (gsize) (words->at - word);
  return word;
}

/* "7f00-7f80" */
static gboolean
parse_range (Map *map, const char *text, gsize length)
{
  const char *dash = memchr (text, '-', length);

  return dash != NULL && ppv_parse_hex (text, (gsize) (dash - text), &map->start) &&
         ppv_parse_hex (dash + 1, length - (gsize) (dash - text) - 1, &map->end) &&
         map->start < map->end;
}

/* Only files have code that can be looked up; "[vdso]" is a name, too. */
static PpvModuleId
make_module (GperfMaps *self, const char *path, gsize length)
{
  static const char deleted[] = " (deleted)";
  gsize n = strlen (deleted);

  if (length > n && memcmp (path + length - n, deleted, n) == 0)
    length -= n;
  if (length == 0 || (path[0] != '/' && (length != 6 || memcmp (path, "[vdso]", 6) != 0)) ||
      (length > 1 && path[1] == '/'))
    return PPV_NONE;
  return ppv_profile_builder_module (
      self->builder, ppv_profile_builder_string (self->builder, path, (gssize) length), 0,
      PPV_MODULE_USER);
}

/* "5630b2c24000-5630b2c25000 r-xp 00001000 00:00 12230989    /usr/bin/spin" */
gboolean
gperf_maps_add_line (GperfMaps *self, const char *line, gsize length)
{
  Words words = { line, line + length };
  Map map;
  gsize n_word;
  const char *word = next_word (&words, &n_word);

  if (!parse_range (&map, word, n_word))
    return FALSE;
  word = next_word (&words, &n_word);
  if (n_word != 4 || strchr ("r-", word[0]) == NULL)
    return FALSE;
  word = next_word (&words, &n_word);
  if (!ppv_parse_hex (word, n_word, &map.offset))
    return FALSE;
  next_word (&words, &n_word);
  next_word (&words, &n_word);
  while (words.at < words.end && is_blank (*words.at))
    words.at++;
  map.module = make_module (self, words.at, (gsize) (words.end - words.at));
  if (map.module != PPV_NONE)
    g_array_append_val (self->maps, map);
  return TRUE;
}

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  const Map *one = a;
  const Map *other = b;

  return (one->start > other->start) - (one->start < other->start);
}

void
gperf_maps_sort (GperfMaps *self)
{
  g_array_sort (self->maps, compare_starts);
}

PpvModuleId
gperf_maps_find (const GperfMaps *self, guint64 *address)
{
  guint low = 0;
  guint high = self->maps->len;
  const Map *map;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->maps, Map, middle).start <= *address)
        low = middle + 1;
      else
        high = middle;
    }
  map = low > 0 ? &g_array_index (self->maps, Map, low - 1) : NULL;
  if (map == NULL || *address >= map->end)
    return PPV_NONE;
  *address = *address - map->start + map->offset;
  return map->module;
}
