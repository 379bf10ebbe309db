/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "heaptrack-modules.h"

/* A piece of a module that was in memory. */
typedef struct {
  guint64 begin;
  guint64 end;
  guint64 base;   /* what the module's own addresses count from */
  guint32 string; /* its path, in the names */
} Segment;

typedef struct {
  guint64 address;
  guint32 place;
} KnownPlace;

void
heaptrack_modules_init (HeaptrackModules *self)
{
  *self = (HeaptrackModules){ 0 };
  self->segments = g_sequence_new (g_free);
  self->places = g_array_new (FALSE, FALSE, sizeof (KnownPlace));
  ppv_interner_init (&self->index, 0);
}

void
heaptrack_modules_clear (HeaptrackModules *self)
{
  g_clear_pointer (&self->program, g_free);
  g_clear_pointer (&self->segments, g_sequence_free);
  g_clear_pointer (&self->places, g_array_unref);
  ppv_interner_clear (&self->index);
}

static gboolean
read_path (HeaptrackText *line, guint32 version, HeaptrackText *path)
{
  return version >= 3 ? heaptrack_text_sized (line, path) : heaptrack_text_word (line, path);
}

gboolean
heaptrack_modules_set_program (HeaptrackModules *self, HeaptrackText line, guint32 version)
{
  HeaptrackText path;

  if (self->program != NULL || !read_path (&line, version, &path))
    return FALSE;
  self->program = g_strndup (path.at, (gsize) (path.end - path.at));
  return TRUE;
}

/* Addresses that were looked up may mean something else from now on. */
static void
forget_places (HeaptrackModules *self)
{
  if (self->places->len == 0)
    return;
  g_array_set_size (self->places, 0);
  ppv_interner_clear (&self->index);
  ppv_interner_init (&self->index, 0);
}

static gboolean
is_text (HeaptrackText text, const char *word)
{
  return (gsize) (text.end - text.at) == strlen (word) &&
         memcmp (text.at, word, strlen (word)) == 0;
}

static int
compare_segments (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Segment *left = a;
  const Segment *right = b;

  (void) user_data;
  return left->begin < right->begin ? -1 : left->begin > right->begin;
}

/* Behind those that begin at the same address. */
static gboolean
add_segments (HeaptrackModules *self, HeaptrackText line, guint32 string, guint64 base)
{
  guint64 offset, size;

  while (line.at < line.end)
    {
      Segment segment = { .base = base, .string = string };

      if (!heaptrack_text_hex (&line, &offset) || !heaptrack_text_hex (&line, &size) ||
          __builtin_add_overflow (base, offset, &segment.begin) ||
          __builtin_add_overflow (segment.begin, size, &segment.end))
        return FALSE;
      g_sequence_insert_sorted (self->segments, g_memdup2 (&segment, sizeof segment),
                                compare_segments, NULL);
    }
  return TRUE;
}

static void
forget_segments (HeaptrackModules *self)
{
  g_sequence_remove_range (g_sequence_get_begin_iter (self->segments),
                           g_sequence_get_end_iter (self->segments));
}

gboolean
heaptrack_modules_add (HeaptrackModules *self,
                       HeaptrackNames *names,
                       HeaptrackText line,
                       guint32 version)
{
  HeaptrackText path;
  guint64 base;

  if (!read_path (&line, version, &path))
    return FALSE;
  forget_places (self);
  if (is_text (path, "-"))
    {
      forget_segments (self);
      return TRUE;
    }
  if (is_text (path, "x") && self->program != NULL)
    path = (HeaptrackText){ self->program, self->program + strlen (self->program) };
  if (!heaptrack_text_hex (&line, &base))
    return FALSE;
  return add_segments (
      self, line, heaptrack_names_add_string (names, path.at, (gsize) (path.end - path.at)), base);
}

/* The segment that begins last at or before @address, if it reaches so far; or NULL. */
static const Segment *
find_segment (const HeaptrackModules *self, guint64 address)
{
  Segment wanted = { .begin = address };
  GSequenceIter *after = g_sequence_search (self->segments, &wanted, compare_segments, NULL);
  const Segment *segment;

  if (g_sequence_iter_is_begin (after))
    return NULL;
  segment = g_sequence_get (g_sequence_iter_prev (after));
  return address < segment->end ? segment : NULL;
}

static guint32
make_place (HeaptrackModules *self, HeaptrackNames *names, guint64 address)
{
  const Segment *segment = find_segment (self, address);
  PpvModuleId module;

  if (segment == NULL)
    return 0;
  module = ppv_profile_builder_module (
      names->builder, heaptrack_names_get_string (names, segment->string), 0, PPV_MODULE_IMAGE);
  return heaptrack_names_add_frame (names,
                                    ppv_profile_builder_frame (names->builder, PPV_NONE, module,
                                                               address - segment->base, 0, FALSE),
                                    segment->string);
}

guint32
heaptrack_modules_find_place (HeaptrackModules *self, HeaptrackNames *names, guint64 address)
{
  guint32 hash = ppv_hash_u64 (address);
  const KnownPlace *places = (const KnownPlace *) (gpointer) self->places->data;
  PpvInternerSlot *slot;
  KnownPlace known;

  PPV_INTERNER_FIND (slot, &self->index, hash, places[slot->row].address == address);
  if (slot->row != PPV_NONE)
    return places[slot->row].place;
  known = (KnownPlace){ address, make_place (self, names, address) };
  g_array_append_val (self->places, known);
  (void) ppv_interner_insert (&self->index, slot, hash, self->places->len - 1);
  return known.place;
}
