/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-frame-keys-private.h"
#include "ppv-frames-private.h"

typedef struct {
  const PpvFrameTable *frames;
  const PpvFunctionTable *functions;
  PpvHotspotsBy by;
} Tables;

/* What a frame counts for: a row, a string, or for lines the file's string. */
static guint32
frame_meaning (const Tables *tables, PpvFrameId frame)
{
  PpvStringId file = tables->frames->file[frame];

  switch (tables->by)
    {
    case PPV_BY_FUNCTION:
      return tables->frames->function[frame];
    case PPV_BY_MODULE:
      return ppv_frame_module (tables->frames, tables->functions, frame);
    default:
      return file != 0 ? file : PPV_NONE;
    }
}

/* Tells the lines of one file apart; 0 where that is not asked for. */
static guint32
frame_line (const Tables *tables, PpvFrameId frame, guint32 meaning)
{
  return tables->by == PPV_BY_LINE && meaning != PPV_NONE ? tables->frames->line[frame] : 0;
}

static guint32
intern_key (PpvFrameKeys *self, PpvInterner *index, const Tables *tables, PpvFrameId frame)
{
  guint32 meaning = frame_meaning (tables, frame);
  guint32 line = frame_line (tables, frame, meaning);
  guint32 hash = ppv_hash_pair (meaning, line);
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, index, hash,
                     frame_meaning (tables, slot->row) == meaning &&
                         frame_line (tables, slot->row, meaning) == line);
  if (slot->row != PPV_NONE)
    return self->of_frame[slot->row];
  self->meaning[self->n_keys] = tables->by == PPV_BY_LINE && meaning != PPV_NONE ? frame : meaning;
  ppv_interner_insert (index, slot, hash, frame);
  return self->n_keys++;
}

void
ppv_frame_keys_init (PpvFrameKeys *self, const PpvProfile *profile, PpvHotspotsBy by)
{
  const Tables tables = { ppv_profile_get_frames (profile), ppv_profile_get_functions (profile),
                          by };
  PpvInterner index;

  ppv_interner_init (&index, 0);
  self->n_keys = 0;
  self->of_frame = g_new (guint32, tables.frames->n_rows);
  self->meaning = g_new (guint32, tables.frames->n_rows);
  for (PpvFrameId i = 0; i < tables.frames->n_rows; i++)
    self->of_frame[i] = intern_key (self, &index, &tables, i);
  ppv_interner_clear (&index);
}

void
ppv_frame_keys_clear (PpvFrameKeys *self)
{
  g_free (self->of_frame);
  g_free (self->meaning);
}
