/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "collapsed-stacks.h"

typedef struct {
  gsize end; /* of the frame's name in the text */
  PpvStackId stack;
} Level;

void
collapsed_stacks_init (CollapsedStacks *self, PpvProfileBuilder *builder, gboolean has_owners)
{
  *self = (CollapsedStacks){ .builder = builder, .has_owners = has_owners };
  text_map_init (&self->stacks);
  text_map_init (&self->frames);
  text_map_init (&self->roots);
  text_map_init (&self->threads);
  self->last = g_byte_array_new ();
  self->levels = g_array_new (FALSE, FALSE, sizeof (Level));
}

void
collapsed_stacks_clear (CollapsedStacks *self)
{
  text_map_clear (&self->stacks);
  text_map_clear (&self->frames);
  text_map_clear (&self->roots);
  text_map_clear (&self->threads);
  g_clear_pointer (&self->last, g_byte_array_unref);
  g_clear_pointer (&self->levels, g_array_unref);
}

static PpvFrameId
make_frame (CollapsedStacks *self, const char *name, gsize length, gboolean is_root)
{
  CollapsedFrame frame = { .name = name, .length = length };
  CollapsedOwner owner;

  if (!is_root || !self->has_owners || !collapsed_owner_parse (&owner, name, length))
    collapsed_frame_parse (&frame, name, length);
  self->n_kinds[frame.kind]++;
  self->n_places += frame.file != NULL;
  return collapsed_frame_make (&frame, self->builder, is_root);
}

static PpvFrameId
find_frame (CollapsedStacks *self, const char *name, gsize length, gboolean is_root)
{
  PpvFrameId *frame = text_map_at (is_root ? &self->roots : &self->frames, name, length);

  if (*frame == PPV_NONE)
    *frame = make_frame (self, name, length, is_root);
  return *frame;
}

static gsize
count_same_bytes (const char *a, const char *b, gsize length)
{
  gsize n = 0;

  while (n + sizeof (guint64) <= length && memcmp (a + n, b + n, sizeof (guint64)) == 0)
    n += sizeof (guint64);
  while (n < length && a[n] == b[n])
    n++;
  return n;
}

/* Leaves the levels of the last text that @text begins with. */
static void
keep_shared_levels (CollapsedStacks *self, const char *text, gsize length)
{
  gsize same =
      count_same_bytes ((const char *) self->last->data, text, MIN (self->last->len, length));
  guint n = 0;

  while (n < self->levels->len && g_array_index (self->levels, Level, n).end < same)
    n++;
  if (n < self->levels->len && g_array_index (self->levels, Level, n).end == same &&
      (same == length || text[same] == ';'))
    n++;
  g_array_set_size (self->levels, n);
}

static const char *
find_frame_end (const char *begin, const char *end)
{
  const char *stop = memchr (begin, ';', (gsize) (end - begin));

  return stop != NULL ? stop : end;
}

static PpvStackId
add_stack (CollapsedStacks *self, const char *text, gsize length, gboolean *cut)
{
  guint64 depth = ppv_profile_builder_get_limits (self->builder)->depth;
  Level level = { 0, PPV_NONE };
  gsize at = 0;

  keep_shared_levels (self, text, length);
  if (self->levels->len > 0)
    {
      level = g_array_index (self->levels, Level, self->levels->len - 1);
      at = level.end + 1;
    }
  while (at <= length && self->levels->len < depth)
    {
      const char *stop = find_frame_end (text + at, text + length);
      PpvFrameId frame =
          find_frame (self, text + at, (gsize) (stop - text) - at, level.stack == PPV_NONE);

      level.end = (gsize) (stop - text);
      level.stack = ppv_profile_builder_stack (self->builder, level.stack, frame);
      g_array_append_val (self->levels, level);
      at = level.end + 1;
    }
  *cut = at <= length;
  g_byte_array_set_size (self->last, 0);
  g_byte_array_append (self->last, (const guint8 *) text, (guint) length);
  return level.stack;
}

PpvStackId
collapsed_stacks_find (CollapsedStacks *self, const char *text, gsize length, gboolean *cut)
{
  PpvStackId *known = text_map_at (&self->stacks, text, length);
  PpvStackId stack = *known;

  *cut = FALSE;
  if (stack == PPV_NONE)
    {
      stack = add_stack (self, text, length, cut);
      /* a cut one is to be counted each time */
      *known = *cut ? PPV_NONE : stack;
    }
  return stack;
}

static PpvThreadId
make_thread (PpvProfileBuilder *builder, const char *text, gsize length)
{
  CollapsedOwner owner;
  PpvProcessId process;
  PpvStringId name;

  if (!collapsed_owner_parse (&owner, text, length))
    return PPV_NONE;
  process = ppv_profile_builder_process (builder, owner.pid);
  name = ppv_profile_builder_string (builder, text, (gssize) owner.length);
  if (owner.tid == -1 || owner.tid == owner.pid)
    ppv_profile_builder_name_process (builder, process, name);
  return ppv_profile_builder_thread (builder, process, owner.tid, name);
}

PpvThreadId
collapsed_stacks_thread (CollapsedStacks *self, const char *text, gsize length)
{
  const char *stop = find_frame_end (text, text + length);
  PpvThreadId *thread = text_map_at (&self->threads, text, (gsize) (stop - text));

  if (*thread == PPV_NONE)
    *thread = make_thread (self->builder, text, (gsize) (stop - text));
  return *thread;
}
