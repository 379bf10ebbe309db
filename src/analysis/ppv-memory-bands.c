/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-heap-sites-private.h"
#include "ppv-leaks.h"
#include "ppv-memory-bands.h"
#include "ppv-number.h"
#include "ppv-sites-private.h"

typedef struct {
  const PpvMemory *memory;
  const PpvProfile *profile;
  PpvHeapSites heap;
  gboolean is_whole;        /* whether no snapshot tells who allocated */
  guint32 *moment_of_group; /* of the detailed ones */
  PpvMemoryBands *into;
  GArray *bands;
} Work;

/* Whether it is known of all memory then who allocated it: also when there is none. */
static gboolean
is_known (const Work *self, guint32 snapshot)
{
  const PpvSnapshot *row = &self->memory->snapshots[snapshot];

  return self->is_whole || row->detailed ||
         (row->heap == 0 && ppv_profile_find_counter (self->profile, "heap") != NULL);
}

static void
find_moments (Work *self)
{
  PpvMemoryBands *into = self->into;
  guint32 n_groups = self->heap.set != NULL ? self->heap.set->n_groups : 0;

  self->is_whole = TRUE;
  for (guint32 i = 0; i < self->memory->n_snapshots; i++)
    self->is_whole = self->is_whole && !self->memory->snapshots[i].detailed;
  into->snapshot = g_new (guint32, self->memory->n_snapshots + 1);
  self->moment_of_group = g_new (guint32, MAX (n_groups, self->memory->n_snapshots) + 1);
  for (guint32 i = 0; i < self->memory->n_snapshots; i++)
    {
      self->moment_of_group[i] = into->n_moments;
      if (is_known (self, i))
        into->snapshot[into->n_moments++] = i;
    }
  /* groups without a snapshot have no moment */
  for (guint32 i = self->memory->n_snapshots; i < n_groups; i++)
    self->moment_of_group[i] = PPV_NONE;
}

static void
find_peak (Work *self)
{
  PpvMemoryBands *into = self->into;
  guint32 shown = ppv_memory_get_shown (self->memory);
  gint64 most = -1;

  into->peak = PPV_NONE;
  for (guint32 i = 0; i < into->n_moments; i++)
    {
      gint64 sum = ppv_snapshot_sum (&self->memory->snapshots[into->snapshot[i]]);

      if (shown != PPV_NONE ? into->snapshot[i] == shown : sum > most)
        {
          into->peak = i;
          most = sum;
        }
    }
}

/* A band without a value; its name is the band's. */
static PpvMemoryBand *
add_band (Work *self, PpvBandKind kind, char *name)
{
  PpvMemoryBand band = {
    .kind = kind,
    .name = name,
    .frame = PPV_NONE,
    .stack = PPV_NONE,
    .bytes = g_new0 (gint64, self->into->n_moments + 1),
  };

  g_array_append_val (self->bands, band);
  return &g_array_index (self->bands, PpvMemoryBand, self->bands->len - 1);
}

static void
add_site (Work *self, const PpvHeapSite *site)
{
  PpvMemoryBand *band =
      add_band (self, PPV_BAND_SITE, ppv_leaks_dup_place (self->profile, site->frame));
  gboolean saturated = FALSE;
  gint64 most = 0;

  band->frame = site->frame;
  band->stack = ppv_heap_sites_find_path (&self->heap, site)->stack;
  for (gsize i = site->begin; i < site->end; i++)
    {
      const PpvHeld *held = ppv_heap_sites_get (&self->heap, i);
      guint32 moment = self->moment_of_group[self->heap.groups[held->moment]];

      if (moment == PPV_NONE || held->bytes < 0)
        continue;
      band->bytes[moment] = ppv_add_saturating (band->bytes[moment], held->bytes, &saturated);
      if (moment == self->into->peak && held->bytes > most)
        {
          band->stack = held->stack;
          most = held->bytes;
        }
    }
}

/* What was too small to be recorded is no place. */
static gboolean
is_rest (const PpvProfile *profile, PpvFrameId frame)
{
  PpvFunctionId function = ppv_profile_get_frames (profile)->function[frame];
  const char *name =
      ppv_profile_get_string (profile, ppv_profile_get_functions (profile)->name[function]);

  return ppv_site_is_marker (ppv_profile_get_frames (profile), frame) &&
         (*name == '(' || *name == '[');
}

/* Those that ever had most. */
static void
add_sites (Work *self, guint32 most_sites)
{
  for (guint i = 0; i < self->heap.sites->len && !self->is_whole; i++)
    {
      const PpvHeapSite *site = &g_array_index (self->heap.sites, PpvHeapSite, i);

      if (is_rest (self->profile, site->frame))
        continue;
      if (self->into->n_sites++ < most_sites)
        add_site (self, site);
    }
}

/* What the bands of sites leave of the heap. */
static void
add_rest (Work *self)
{
  guint n_bands = self->bands->len;
  guint32 n_others = self->into->n_sites - n_bands;
  gboolean any = self->is_whole && self->into->n_moments > 0;
  PpvMemoryBand *rest = add_band (self, self->is_whole ? PPV_BAND_HEAP : PPV_BAND_OTHERS, NULL);

  for (guint32 i = 0; i < self->into->n_moments; i++)
    {
      gint64 left = self->memory->snapshots[self->into->snapshot[i]].heap;

      for (guint j = 0; j < n_bands && left > 0; j++)
        left -= g_array_index (self->bands, PpvMemoryBand, j).bytes[i];
      rest->bytes[i] = MAX (left, 0);
      any = any || left > 0;
    }
  if (!any)
    {
      g_free (rest->bytes);
      g_array_set_size (self->bands, n_bands);
    }
  else if (rest->kind == PPV_BAND_HEAP)
    rest->name = g_strdup (_ ("heap"));
  else if (n_others > 0)
    rest->name =
        g_strdup_printf (ngettext ("%u other place", "%u other places", n_others), n_others);
  else
    rest->name = g_strdup (_ ("places too small to be recorded"));
}

/* A counter beside the heap, if it ever has a value. */
static void
add_beside (Work *self, PpvBandKind kind)
{
  const PpvMemoryBands *into = self->into;
  PpvMemoryBand *band = NULL;

  for (guint32 i = 0; i < into->n_moments; i++)
    {
      const PpvSnapshot *row = &self->memory->snapshots[into->snapshot[i]];
      gint64 bytes = kind == PPV_BAND_EXTRA ? row->extra : row->stacks;

      if (bytes == 0)
        continue;
      if (band == NULL)
        band = add_band (self, kind,
                         g_strdup (kind == PPV_BAND_EXTRA ? _ ("administration and alignment")
                                                          : _ ("stacks of threads")));
      band->bytes[i] = bytes;
    }
}

static int
compare_bands (gconstpointer a, gconstpointer b)
{
  const PpvMemoryBand *left = a;
  const PpvMemoryBand *right = b;

  if (left->kind != right->kind)
    return left->kind < right->kind ? -1 : 1;
  if (left->peak_bytes != right->peak_bytes)
    return left->peak_bytes > right->peak_bytes ? -1 : 1;
  return (left->most_bytes < right->most_bytes) - (left->most_bytes > right->most_bytes);
}

static void
take_bands (Work *self)
{
  PpvMemoryBands *into = self->into;

  for (guint i = 0; i < self->bands->len; i++)
    {
      PpvMemoryBand *band = &g_array_index (self->bands, PpvMemoryBand, i);

      band->peak_bytes = into->peak != PPV_NONE ? band->bytes[into->peak] : 0;
      for (guint32 j = 0; j < into->n_moments; j++)
        band->most_bytes = MAX (band->most_bytes, band->bytes[j]);
    }
  g_array_sort (self->bands, compare_bands);
  into->n_bands = self->bands->len;
  into->bands = (PpvMemoryBand *) (gpointer) g_array_free (self->bands, FALSE);
}

/**
 * ppv_memory_bands_new: (skip)
 * @memory: memory over time
 * @profile: its profile
 * @most_sites: how many places have a band of their own, at most
 *
 * A place is the innermost function that does not allocate for others, as in #PpvLeaks.
 * Those have a band that have the most bytes at the moment of their own maximum, so that
 * none is overlooked that is large only before the peak or after it.
 *
 * Returns: (transfer full): the memory by who allocated it
 */
PpvMemoryBands *
ppv_memory_bands_new (const PpvMemory *memory, const PpvProfile *profile, guint32 most_sites)
{
  g_autofree PpvFrameId *places = NULL;
  Work self = { .memory = memory, .profile = profile };

  g_return_val_if_fail (memory != NULL && profile != NULL, NULL);

  places = ppv_sites_find (profile);
  ppv_heap_sites_init (&self.heap, profile, places, G_MAXUINT32);
  self.into = g_new0 (PpvMemoryBands, 1);
  self.bands = g_array_new (FALSE, FALSE, sizeof (PpvMemoryBand));
  find_moments (&self);
  find_peak (&self);
  add_sites (&self, most_sites);
  add_rest (&self);
  add_beside (&self, PPV_BAND_EXTRA);
  add_beside (&self, PPV_BAND_STACKS);
  take_bands (&self);
  ppv_heap_sites_clear (&self.heap);
  g_free (self.moment_of_group);
  return self.into;
}

/**
 * ppv_memory_bands_free: (skip)
 * @self: (nullable): bands
 */
void
ppv_memory_bands_free (PpvMemoryBands *self)
{
  if (self == NULL)
    return;
  for (guint32 i = 0; i < self->n_bands; i++)
    {
      g_free (self->bands[i].name);
      g_free (self->bands[i].bytes);
    }
  g_free (self->bands);
  g_free (self->snapshot);
  g_free (self);
}
