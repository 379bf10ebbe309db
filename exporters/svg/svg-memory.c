/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the picture of memory over time shows, and where. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-error.h"
#include "ppv-number.h"
#include "ppv-text.h"
#include "svg-lines.h"
#include "svg-memory.h"
#include "svg-page.h"

/* Pixels; how many places have a band. */
enum {
  DEFAULT_WIDTH = 1200,
  LEAST_WIDTH = 700,
  MOST_WIDTH = 20000,
  LEFT = 84,
  RIGHT = 24,
  ABOVE = 30,
  HEIGHT = 420,
  MOST_SITES = 10,
};

/* More points a pixel are too many. */
#define PER_PIXEL 4
/* How far sums may be from a line to be on it, as a part of them. */
#define TOLERANCE 0.05

double
svg_memory_get_y (const SvgMemory *self, gint64 bytes)
{
  double part = self->high > 0 ? (double) bytes / (double) self->high : 0;

  return self->bottom - CLAMP (part, 0, 1) * (self->bottom - self->top);
}

gint64
svg_memory_get_base (const SvgMemory *self, guint32 band, guint32 point)
{
  return self->base[(gsize) point * (self->bands->n_bands + 1) + band];
}

char *
svg_memory_dup_time (const SvgMemory *self, guint32 snapshot)
{
  return ppv_format_value (self->memory->snapshots[snapshot].time,
                           ppv_profile_get_time_unit (self->profile));
}

/* --- places ------------------------------------------------------------------------- */

/*
 * Bars stand side by side: the peak and the end are often nearly the same moment.  Times of
 * damaged files may go back, which no line should.
 */
static void
place_snapshots (SvgMemory *self)
{
  guint32 n = self->memory->n_snapshots;
  gint64 first = n > 0 ? self->memory->snapshots[0].time : 0;
  gint64 last = first;

  self->x = g_new (double, n + 1);
  for (guint32 i = 0; i < n; i++)
    last = MAX (last, self->memory->snapshots[i].time);
  for (guint32 i = 0; i < n; i++)
    {
      double span = (double) last - (double) first;
      double part = self->is_bars || span <= 0
                        ? (i + 0.5) / n
                        : ((double) self->memory->snapshots[i].time - (double) first) / span;

      self->x[i] = self->left + CLAMP (part, 0, 1) * (self->right - self->left);
      if (i > 0)
        self->x[i] = MAX (self->x[i], self->x[i - 1]);
    }
}

/*
 * Of @n points, of which @snapshot tells which snapshot each is: all, or of too many the
 * highest in each place.
 */
static guint32 *
choose_points (const SvgMemory *self, const guint32 *snapshot, guint32 n, guint32 *n_chosen)
{
  guint32 *chosen = g_new (guint32, n + 1);
  double least = n > PER_PIXEL * (self->right - self->left) ? 1.0 / PER_PIXEL : 0;
  double place = -1;

  *n_chosen = 0;
  for (guint32 i = 0; i < n; i++)
    {
      guint32 at = snapshot != NULL ? snapshot[i] : i;
      const PpvSnapshot *row = &self->memory->snapshots[at];
      guint32 *last = &chosen[*n_chosen - (*n_chosen > 0)];

      if (*n_chosen == 0 || self->x[at] - place >= least)
        {
          chosen[(*n_chosen)++] = i;
          place = self->x[at];
        }
      else if (ppv_snapshot_sum (row) >
               ppv_snapshot_sum (
                   &self->memory->snapshots[snapshot != NULL ? snapshot[*last] : *last]))
        *last = i;
    }
  return chosen;
}

/* Whether the sums between two snapshots are about what lies on the line from one to the other. */
static gboolean
is_line (const SvgMemory *self, guint32 begin, guint32 end)
{
  const PpvSnapshot *snapshots = self->memory->snapshots;
  double low = (double) ppv_snapshot_sum (&snapshots[begin]);
  double high = (double) ppv_snapshot_sum (&snapshots[end]);
  double width = self->x[end] - self->x[begin];

  for (guint32 i = begin + 1; i < end; i++)
    {
      double part = width > 0 ? (self->x[i] - self->x[begin]) / width : 0.5;
      double sum = (double) ppv_snapshot_sum (&snapshots[i]);
      double expected = low + (high - low) * part;

      if (ABS (sum - expected) > TOLERANCE * MAX (sum, expected))
        return FALSE;
    }
  return TRUE;
}

/* A corner at @x with what each band has at both moments. */
static void
add_point (SvgMemory *self, double x, guint32 moment, guint32 other)
{
  const PpvMemoryBands *bands = self->bands;
  guint32 point = self->n_points++;
  gboolean saturated = FALSE;
  gint64 sum = 0;

  self->points[point] = x;
  for (guint32 i = 0; i <= bands->n_bands; i++)
    {
      const gint64 *bytes = i < bands->n_bands ? bands->bands[i].bytes : NULL;

      self->base[(gsize) point * (bands->n_bands + 1) + i] = sum;
      if (bytes != NULL)
        sum = ppv_add_saturating (sum, MIN (bytes[moment], bytes[other]), &saturated);
    }
}

/*
 * From moment to moment a band goes straight on where the sum of all does so, too.  Elsewhere
 * nobody knows, and what was there before and after is all that is drawn.
 */
static void
stack_bands (SvgMemory *self)
{
  const PpvMemoryBands *bands = self->bands;
  guint32 n;
  g_autofree guint32 *moments = choose_points (self, bands->snapshot, bands->n_moments, &n);

  self->points = g_new (double, 3 * (gsize) n + 1);
  self->base = g_new (gint64, 3 * (gsize) n * (bands->n_bands + 1) + 1);
  for (guint32 i = 0; i < n; i++)
    {
      guint32 next = moments[MIN (i + 1, n - 1)];
      double x = self->x[bands->snapshot[moments[i]]];

      add_point (self, x, moments[i], moments[i]);
      if (self->is_bars || is_line (self, bands->snapshot[moments[i]], bands->snapshot[next]))
        continue;
      add_point (self, x, moments[i], next);
      add_point (self, self->x[bands->snapshot[next]], moments[i], next);
    }
}

static void
find_peak (SvgMemory *self)
{
  const PpvMemory *memory = self->memory;

  self->peak = memory->peak != PPV_NONE ? memory->peak : memory->highest;
  self->high = memory->highest != PPV_NONE
                   ? MAX (ppv_snapshot_sum (&memory->snapshots[memory->highest]), 1)
                   : 1;
}

/* --- words -------------------------------------------------------------------------- */

static char *
make_title (const PpvExportContext *context, const PpvProfile *profile)
{
  g_autofree char *name = NULL;
  g_autofree char *shown = NULL;

  if (context->title != NULL)
    return g_strdup (context->title);
  name = g_path_get_basename (ppv_profile_get_file (profile));
  shown = g_filename_display_name (name);
  return g_strdup_printf (_ ("Memory over time of %s"), shown);
}

/* "Peak: 1.2 MiB (heap 1.1 MiB, extra 30.0 KiB), snapshot 45, at 12.3 ms" */
static char *
describe_moment (const SvgMemory *self, const char *what, guint32 snapshot)
{
  const PpvSnapshot *row = &self->memory->snapshots[snapshot];
  g_autofree char *total = ppv_format_bytes (ppv_snapshot_sum (row));
  g_autofree char *heap = ppv_format_bytes (row->heap);
  g_autofree char *extra = ppv_format_bytes (row->extra);
  g_autofree char *stacks = ppv_format_bytes (row->stacks);
  g_autofree char *time = svg_memory_dup_time (self, snapshot);

  return g_strdup_printf (_ ("%s: %s (heap %s, extra %s%s%s), snapshot %u, at %s"), what, total,
                          heap, extra, row->stacks > 0 ? _ (", stacks ") : "",
                          row->stacks > 0 ? stacks : "", snapshot, time);
}

static char *
describe_snapshots (const SvgMemory *self)
{
  guint32 n = self->memory->n_snapshots;
  guint32 n_detailed = 0;

  for (guint32 i = 0; i < n; i++)
    n_detailed += self->memory->snapshots[i].detailed ? 1 : 0;
  if (n_detailed == 0)
    return g_strdup (_ ("No snapshot tells who allocated"));
  if (n_detailed == n)
    return g_strdup_printf (_ ("%u snapshots, which all tell who allocated"), n);
  return g_strdup_printf (_ ("%u snapshots, %u of which tell who allocated"), n, n_detailed);
}

static void
add_lines (SvgMemory *self, const PpvExportContext *context, const PpvSelection *selection)
{
  const PpvMemory *memory = self->memory;
  char *origin = svg_lines_describe_origin (self->profile, selection);
  char *loss = svg_lines_describe_loss (self->profile);

  self->lines = g_ptr_array_new_with_free_func (g_free);
  svg_lines_add (self->lines, make_title (context, self->profile));
  if (memory->n_snapshots == 0)
    svg_lines_add (self->lines, g_strdup (_ ("There is no snapshot in it")));
  else
    svg_lines_add (self->lines, describe_moment (self, _ ("Peak"), self->peak));
  if (memory->highest != self->peak)
    svg_lines_add (self->lines, describe_moment (self, _ ("Highest snapshot"), memory->highest));
  if (origin != NULL)
    svg_lines_add (self->lines, origin);
  if (self->is_bars && memory->n_snapshots > 1)
    svg_lines_add (self->lines, g_strdup (_ ("Nothing is known of the time between the moments "
                                             "that are drawn")));
  else if (memory->n_snapshots > 0)
    svg_lines_add (self->lines, describe_snapshots (self));
  if (loss != NULL)
    svg_lines_add (self->lines, loss);
}

/* Function and place, without folders. */
static char *
dup_function (const SvgMemory *self, PpvFrameId frame, char **place)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (self->profile);
  PpvFunctionId function = frames->function[frame];
  const char *file = ppv_profile_get_string (self->profile, frames->file[frame]);
  PpvModuleId module = frames->module[frame];
  g_autofree char *base = NULL;

  *place = NULL;
  if (*file != '\0')
    base = g_path_get_basename (file);
  else if (module != PPV_NONE)
    base = g_path_get_basename (ppv_profile_get_string (
        self->profile, ppv_profile_get_modules (self->profile)->path[module]));
  if (*file != '\0' && frames->line[frame] > 0)
    *place = g_strdup_printf (" (%s:%u)", base, frames->line[frame]);
  else if (base != NULL)
    *place = g_strdup_printf (" (%s)", base);
  return g_strdup (ppv_profile_get_string (
      self->profile, ppv_profile_get_functions (self->profile)->name[function]));
}

char *
svg_memory_dup_label (const SvgMemory *self, guint32 band, guint n_cells)
{
  const PpvMemoryBand *row = &self->bands->bands[band];
  GString *text = g_string_new (NULL);
  g_autofree char *place = NULL;
  g_autofree char *name = NULL;
  g_autofree char *safe_name = NULL;
  g_autofree char *safe_place = NULL;
  glong length;

  name = row->frame != PPV_NONE ? dup_function (self, row->frame, &place) : g_strdup (row->name);
  safe_name = ppv_escape_dup (ppv_escape_terminal, name);
  safe_place = ppv_escape_dup (ppv_escape_terminal, place != NULL ? place : "");
  length = g_utf8_strlen (safe_place, -1);
  if (length * 2 < (glong) n_cells)
    {
      svg_append_cut (text, safe_name, n_cells - (guint) length);
      ppv_escape_xml (text, safe_place, -1);
    }
  else
    {
      g_autofree char *whole = g_strconcat (safe_name, safe_place, NULL);

      svg_append_cut (text, whole, n_cells);
    }
  return g_string_free (text, FALSE);
}

/* --- all of it ---------------------------------------------------------------------- */

static gboolean
check_selection (const PpvSelection *selection, GError **error)
{
  g_autofree char *text = ppv_selection_to_text (selection);

  if (*text == '\0')
    return TRUE;
  g_set_error_literal (error, PPV_ERROR, PPV_ERROR_USAGE,
                       _ ("memory over time is drawn of all that was recorded, without a filter"));
  return FALSE;
}

SvgMemory *
svg_memory_new (const PpvExportContext *context,
                const PpvProfile *profile,
                const PpvSelection *selection,
                GError **error)
{
  g_autoptr (PpvMemory) memory = NULL;
  SvgMemory *self;

  if (!check_selection (selection, error))
    return NULL;
  memory = ppv_memory_new (profile, error);
  if (memory == NULL)
    return NULL;
  self = g_new0 (SvgMemory, 1);
  self->profile = profile;
  self->memory = g_steal_pointer (&memory);
  self->bands = ppv_memory_bands_new (self->memory, profile, MOST_SITES);
  self->is_bars = self->memory->sparse;
  find_peak (self);
  add_lines (self, context, selection);
  self->width =
      context->width == 0 ? DEFAULT_WIDTH : CLAMP (context->width, LEAST_WIDTH, MOST_WIDTH);
  self->left = LEFT;
  self->right = self->width - RIGHT;
  self->top = svg_lines_get_bottom (self->lines) + ABOVE;
  self->bottom = self->top + HEIGHT;
  place_snapshots (self);
  self->snapshots = choose_points (self, NULL, self->memory->n_snapshots, &self->n_snapshots);
  stack_bands (self);
  return self;
}

void
svg_memory_free (SvgMemory *self)
{
  g_clear_pointer (&self->memory, ppv_memory_free);
  g_clear_pointer (&self->bands, ppv_memory_bands_free);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_free (self->x);
  g_free (self->snapshots);
  g_free (self->points);
  g_free (self->base);
  g_free (self);
}
