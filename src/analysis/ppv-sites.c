/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-interner.h"
#include "ppv-sites-private.h"

gboolean
ppv_site_is_marker (const PpvFrameTable *frames, PpvFrameId frame)
{
  return frames->module[frame] == PPV_NONE && frames->address[frame] == PPV_NO_ADDRESS &&
         frames->file[frame] == 0;
}

static const char *
name_of (const PpvProfile *profile, PpvFrameId frame)
{
  PpvFunctionId function = ppv_profile_get_frames (profile)->function[frame];

  return ppv_profile_get_string (profile, ppv_profile_get_functions (profile)->name[function]);
}

gboolean
ppv_site_is_rest (const PpvProfile *profile, PpvFrameId frame)
{
  return ppv_site_is_marker (ppv_profile_get_frames (profile), frame) &&
         g_str_has_prefix (name_of (profile, frame), "[below ");
}

static PpvSiteKind
kind_of_frame (const PpvProfile *profile, PpvFrameId frame)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  PpvModuleId module = frames->module[frame];
  const char *name = name_of (profile, frame);

  /* "(heap allocation functions) malloc/new/new[]", but "[unknown]" is all there is to say */
  if (ppv_site_is_marker (frames, frame) && *name == '(')
    return PPV_SITE_ALLOCATOR;
  if (ppv_site_is_marker (frames, frame) && *name == '[')
    return PPV_SITE_BEGINNING;
  return ppv_site_kind (
      name, ppv_profile_get_string (profile, frames->file[frame]),
      module != PPV_NONE
          ? ppv_profile_get_string (profile, ppv_profile_get_modules (profile)->path[module])
          : "");
}

/* The first frame of the same function, file and line, for each. */
static PpvFrameId *
find_places (const PpvFrameTable *frames)
{
  PpvFrameId *places = g_new (PpvFrameId, frames->n_rows + 1);
  PpvInterner known;

  ppv_interner_init (&known, frames->n_rows);
  for (PpvFrameId i = 0; i < frames->n_rows; i++)
    {
      guint32 hash = ppv_hash_u64 ((guint64) frames->function[i] << 32 | frames->line[i]);
      PpvInternerSlot *slot;

      hash = ppv_hash_u64 ((guint64) hash << 32 | frames->file[i]);
      PPV_INTERNER_FIND (slot, &known, hash,
                         frames->function[slot->row] == frames->function[i] &&
                             frames->file[slot->row] == frames->file[i] &&
                             frames->line[slot->row] == frames->line[i]);
      places[i] = slot->row != PPV_NONE ? slot->row : i;
      if (slot->row == PPV_NONE)
        (void) ppv_interner_insert (&known, slot, hash, i);
    }
  ppv_interner_clear (&known);
  return places;
}

/*
 * A parent's row is smaller, so the place of all callers is known.  Where all of them are
 * of a library the innermost has to do: what it is says more than where the thread began.
 */
PpvFrameId *
ppv_sites_find (const PpvProfile *profile)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  g_autofree PpvFrameId *places = find_places (frames);
  g_autofree guint8 *kinds = g_new (guint8, frames->n_rows + 1);
  PpvFrameId *sites = g_new (PpvFrameId, stacks->n_rows + 1);

  for (PpvFrameId i = 0; i < frames->n_rows; i++)
    kinds[i] = places[i] == i ? (guint8) kind_of_frame (profile, i) : kinds[places[i]];
  for (PpvStackId i = 0; i < stacks->n_rows; i++)
    {
      PpvFrameId frame = places[stacks->frame[i]];
      PpvStackId parent = stacks->parent[i];
      PpvFrameId outer = parent != PPV_NONE ? sites[parent] : PPV_NONE;
      gboolean passes =
          kinds[frame] == PPV_SITE_ALLOCATOR ||
          (kinds[frame] == PPV_SITE_LIBRARY && outer != PPV_NONE && kinds[outer] == PPV_SITE_CODE);

      sites[i] = passes && outer != PPV_NONE ? outer : frame;
    }
  return sites;
}
