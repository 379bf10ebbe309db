/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Inlined functions.  An importer's stacks have a frame for each address; which
 * functions are inlined there is found later, once for each frame, and put into
 * the stacks by one pass over their table:
 *
 *     main              main
 *     work   becomes    work
 *     parse             step (inlined)
 *                       parse
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-profile-builder-private.h"

/**
 * Chains:
 * @begin: of each frame's chain in @frames, and at last the end
 * @frames: what is inlined, the outermost first
 *
 * What is inlined at each frame.
 */
typedef struct {
  guint32 *begin;
  PpvFrameId *frames;
} Chains;

static void
chains_clear (Chains *self)
{
  g_free (self->begin);
  g_free (self->frames);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chains, chains_clear)

/**
 * ppv_profile_builder_inline: (skip)
 * @self: a builder
 * @frame: a frame
 * @function: what is inlined at its address, into what was inlined there before
 * @file: the source file of @line, or row 0 for that of @function
 * @line: the line in @function, or 0
 */
void
ppv_profile_builder_inline (PpvProfileBuilder *self,
                            PpvFrameId frame,
                            PpvFunctionId function,
                            PpvStringId file,
                            guint32 line)
{
  PpvInlineRow row = { frame, PPV_NONE };

  g_return_if_fail (frame < self->frames.n_rows);

  if (function == PPV_NONE || self->inlines->len >= G_MAXINT32)
    return;
  row.inlined =
      ppv_profile_builder_place (self, function, self->frames.module[frame],
                                 self->frames.address[frame], file, line, /* inlined */ TRUE);
  if (row.inlined != PPV_NONE)
    g_array_append_val (self->inlines, row);
}

/* Sorts what is inlined by frame, counting; the order within a frame stays. */
static void
sort_chains (const PpvProfileBuilder *self, Chains *chains)
{
  const PpvInlineRow *rows = (const PpvInlineRow *) (gconstpointer) self->inlines->data;
  guint32 n_frames = self->frames.n_rows;
  guint32 end = 0;

  chains->begin = g_new0 (guint32, (gsize) n_frames + 2);
  chains->frames = g_new (PpvFrameId, self->inlines->len);
  for (guint i = 0; i < self->inlines->len; i++)
    chains->begin[rows[i].frame + 2]++;
  for (guint32 i = 0; i < n_frames; i++)
    {
      end += chains->begin[i + 2];
      chains->begin[i + 2] = end;
    }
  for (guint i = 0; i < self->inlines->len; i++)
    chains->frames[chains->begin[rows[i].frame + 1]++] = rows[i].inlined;
}

static guint64
count_rows (const PpvStackRows *stacks, const Chains *chains)
{
  guint64 n_rows = stacks->n_rows;

  for (guint32 i = 0; i < stacks->n_rows; i++)
    {
      PpvFrameId frame = stacks->pair[i].frame;

      n_rows += chains->begin[frame + 1] - chains->begin[frame];
    }
  return n_rows;
}

/* Writes the new table to @to, and to @moved where the top of each old row is now. */
static void
copy_rows (const PpvStackRows *stacks, const Chains *chains, PpvStackPair *to, PpvStackId *moved)
{
  guint32 n_rows = 0;

  for (guint32 i = 0; i < stacks->n_rows; i++)
    {
      PpvStackPair pair = stacks->pair[i];

      to[n_rows] =
          (PpvStackPair){ pair.parent != PPV_NONE ? moved[pair.parent] : PPV_NONE, pair.frame };
      for (guint32 j = chains->begin[pair.frame]; j < chains->begin[pair.frame + 1]; j++, n_rows++)
        to[n_rows + 1] = (PpvStackPair){ n_rows, chains->frames[j] };
      moved[i] = n_rows++;
    }
}

static void
move_samples (PpvProfileBuilder *self, const PpvStackId *moved)
{
  for (guint i = 0; i < self->sets->len; i++)
    {
      PpvSetRows *set = g_ptr_array_index (self->sets, i);

      for (gsize row = 0; row < set->n_rows; row++)
        set->stack[row] = moved[set->stack[row]];
    }
}

static void
move_parts (PpvProfileBuilder *self, const PpvStackId *moved)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      PpvFindingPart *part = &g_array_index (self->parts, PpvFindingPart, i);

      if (part->stack != PPV_NONE)
        part->stack = moved[part->stack];
    }
}

/* The order of the new rows is that of the old ones, so parents stay before children. */
void
ppv_profile_builder_expand_inlines (PpvProfileBuilder *self)
{
  PpvStackRows *stacks = &self->stacks;
  g_auto (Chains) chains = { 0 };
  g_autofree PpvStackId *moved = NULL;
  PpvStackPair *expanded = NULL;
  guint64 n_rows;

  if (self->inlines->len == 0 || stacks->n_rows == 0)
    return;
  sort_chains (self, &chains);
  n_rows = count_rows (stacks, &chains);
  if (n_rows <= MIN (self->limits.rows, PPV_NONE - 1))
    {
      moved = g_try_new (PpvStackId, stacks->n_rows);
      expanded = g_try_new (PpvStackPair, n_rows);
    }
  if (moved == NULL || expanded == NULL)
    {
      g_free (expanded);
      ppv_profile_builder_full (self, N_ ("stacks"));
      return;
    }
  copy_rows (stacks, &chains, expanded, moved);
  move_samples (self, moved);
  move_parts (self, moved);
  g_free (stacks->pair);
  stacks->pair = expanded;
  stacks->n_rows = (guint32) n_rows;
  stacks->n_room = n_rows;
}
