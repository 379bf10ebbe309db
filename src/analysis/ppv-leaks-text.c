/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Leaks in words. */

#include "config.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-leaks-private.h"
#include "ppv-number.h"
#include "ppv-text.h"

/* Slopes per instruction are tiny. */
static const double MANY_UNITS = 1e6;

/**
 * ppv_leaks_dup_slope: (skip)
 * @self: leaks
 * @slope: one of theirs, in bytes
 *
 * Returns: (transfer full): the slope for people, without what it is by
 */
char *
ppv_leaks_dup_slope (const PpvLeaks *self, double slope)
{
  double shown;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_val_if_fail (self != NULL, NULL);

  shown = self->per_second ? slope : slope * MANY_UNITS;
  if (fabs (shown) >= 100)
    return ppv_format_bytes ((gint64) CLAMP (shown, -9e18, 9e18));
  g_ascii_formatd (number, sizeof number, "%.3g", shown);
  return g_strdup_printf ("%s B", number);
}

/**
 * ppv_leaks_dup_scale: (skip)
 * @self: leaks
 * @profile: their profile
 *
 * Returns: (transfer full): what ppv_leaks_dup_slope() is by
 */
char *
ppv_leaks_dup_scale (const PpvLeaks *self, const PpvProfile *profile)
{
  g_return_val_if_fail (self != NULL && profile != NULL, NULL);

  if (self->per_second)
    return g_strdup (_ ("per second"));
  return g_strdup_printf (_ ("per million %s"), ppv_profile_get_time_unit (profile));
}

/**
 * ppv_leaks_dup_rate: (skip)
 * @self: leaks
 * @profile: their profile
 * @slope: one of theirs, in bytes
 *
 * Returns: (transfer full): the slope for people
 */
char *
ppv_leaks_dup_rate (const PpvLeaks *self, const PpvProfile *profile, double slope)
{
  g_autofree char *bytes = NULL;

  g_return_val_if_fail (self != NULL && profile != NULL, NULL);

  bytes = ppv_leaks_dup_slope (self, slope);
  if (self->per_second)
    return g_strdup_printf (_ ("%s/s"), bytes);
  return g_strdup_printf (_ ("%s per million %s"), bytes, ppv_profile_get_time_unit (profile));
}

static const char *
chance_text (double p_value)
{
  return p_value < 0.001 ? "p < 0.001" : p_value < 0.01 ? "p < 0.01" : "p < 0.05";
}

static char *
dup_time (const PpvProfile *profile, double time)
{
  const char *unit = ppv_profile_get_time_unit (profile);
  gint64 whole = (gint64) CLAMP (time, -9e18, 9e18);

  if (!g_str_equal (unit, "ms"))
    return ppv_format_value (whole, unit);
  return ppv_format_duration ((gint64) CLAMP (time * 1e6, -9e18, 9e18));
}

/* --- evidence ----------------------------------------------------------------------- */

static void
append_moments (GString *into,
                const PpvProfile *profile,
                const PpvLeak *leak,
                const PpvWatched *watched)
{
  gboolean is_massif = g_str_equal (ppv_profile_get_format (profile), "massif");

  if (!leak->whole && watched->n_moments < watched->n_detailed)
    {
      g_string_append_printf (into, _ ("%u of %u detailed snapshots, the others do not list it"),
                              watched->n_moments, watched->n_detailed);
      return;
    }
  if (!leak->whole)
    {
      g_string_append_printf (
          into, ngettext ("%u detailed snapshot", "%u detailed snapshots", watched->n_moments),
          watched->n_moments);
      return;
    }
  g_string_append_printf (
      into, _ ("the sum of the heap in %u snapshots, of which only %u tell who allocated"),
      watched->n_moments, watched->n_detailed);
  if (is_massif)
    g_string_append (into, _ (" (record with --detailed-freq=1 to have all of them do)"));
}

static void
append_trend (GString *into,
              const PpvLeaks *self,
              const PpvProfile *profile,
              const PpvLeak *leak,
              const PpvWatched *watched)
{
  g_autofree char *slope = ppv_leaks_dup_rate (self, profile, leak->trend.slope);
  g_autofree char *low = ppv_leaks_dup_slope (self, leak->trend.low);
  g_autofree char *high = ppv_leaks_dup_slope (self, leak->trend.high);
  g_autofree char *onset = dup_time (profile, (double) watched->onset);

  if (!g_str_equal (leak->verdict, ppv_trend_to_text (leak->trend.verdict)))
    g_string_append_printf (into, ", %s", ppv_trend_to_text (leak->trend.verdict));
  g_string_append_printf (into, _ ("; slope %s (95 %% confidence: %s to %s)"), slope, low, high);
  if (leak->trend.p_value < 0.05 && leak->trend.verdict != PPV_TREND_NOISE)
    g_string_append_printf (into, ", %s", chance_text (leak->trend.p_value));
  if (leak->trend.onset > 0)
    g_string_append_printf (into, _ ("; since %s"), onset);
}

static void
append_projection (GString *into, const PpvLeaks *self, const PpvLeak *leak)
{
  g_autofree char *more = ppv_format_bytes (leak->projected_bytes);

  if (!ppv_leak_is_growing (leak))
    return;
  if (self->per_second)
    g_string_append_printf (into, _ ("; %s more in an hour"), more);
  else
    g_string_append_printf (into, _ ("; %s more if it runs as long again"), more);
}

static void
append_path (GString *into, const PpvLeak *leak, const PpvWatched *watched)
{
  g_autofree char *bytes = ppv_format_bytes (watched->path_bytes);

  if (leak->stack != PPV_NONE && watched->path_bytes < leak->final_bytes)
    g_string_append_printf (into, _ ("; the call path with most of it has %s"), bytes);
}

/* What the profile tells of the end. */
static void
append_end (GString *into, const PpvLeak *leak, const PpvWatched *watched)
{
  g_autofree char *bytes = ppv_format_bytes (leak->bytes);

  if (!watched->is_told)
    return;
  if (g_str_equal (leak->kind, "never-freed"))
    g_string_append_printf (into, _ ("; %s not freed when the recording ended"), bytes);
  else if (leak->bytes > 0)
    g_string_append_printf (into, _ ("; %s not freed, which the recorder was told is no leak"),
                            bytes);
  else if (leak->leaky)
    g_string_append (into, _ ("; all of it was freed before the end"));
}

char *
ppv_leaks_dup_evidence (const PpvLeaks *self,
                        const PpvProfile *profile,
                        const PpvLeak *leak,
                        const PpvWatched *watched)
{
  g_autofree char *first = ppv_format_bytes (leak->initial_bytes);
  g_autofree char *last = ppv_format_bytes (leak->final_bytes);
  GString *text = g_string_new (NULL);

  append_moments (text, profile, leak, watched);
  g_string_append_printf (text, _ (": %s to %s"), first, last);
  if (leak->trend.verdict != PPV_TREND_UNKNOWN)
    append_trend (text, self, profile, leak, watched);
  else if (watched->is_rest)
    g_string_append (text, _ ("; what is too small to be listed depends on the whole heap"));
  else if (!leak->whole)
    g_string_append (text, _ ("; too little to tell a trend"));
  append_projection (text, self, leak);
  append_end (text, leak, watched);
  append_path (text, leak, watched);
  return g_string_free (text, FALSE);
}

/* --- the answer --------------------------------------------------------------------- */

static gboolean
is_possible (const PpvLeak *leak)
{
  return g_str_equal (leak->verdict, "possibly-lost");
}

/* What grows is told first, since it says how fast; then what is certain. */
static const PpvLeak *
find_worst (const PpvLeaks *self)
{
  for (guint32 i = 0; i < self->n_leaky; i++)
    if (ppv_leak_is_growing (&self->rows[i]))
      return &self->rows[i];
  for (guint32 i = 0; i < self->n_leaky; i++)
    if (!is_possible (&self->rows[i]))
      return &self->rows[i];
  return self->n_leaky > 0 ? &self->rows[0] : NULL;
}

/* Who held most when that was last told. */
static const PpvLeak *
find_largest_site (const PpvLeaks *self)
{
  for (guint32 i = 0; i < self->n_rows; i++)
    if (self->rows[i].has_trend && !self->rows[i].whole)
      return &self->rows[i];
  return NULL;
}

static void
append_holder (GString *into, const PpvLeaks *self)
{
  const PpvLeak *site = find_largest_site (self);
  g_autofree char *bytes = site != NULL ? ppv_format_bytes (site->bytes) : NULL;

  if (site != NULL)
    g_string_append_printf (into, _ (" The largest part, %s, was allocated by %s."), bytes,
                            site->site);
  else
    g_string_append (into, _ (" The file does not tell who allocated it."));
}

static void
append_growth (GString *into, const PpvLeaks *self, const PpvProfile *profile, const PpvLeak *leak)
{
  g_autofree char *rate = ppv_leaks_dup_rate (self, profile, leak->trend.slope);
  g_autofree char *low = ppv_leaks_dup_slope (self, leak->trend.low);
  g_autofree char *high = ppv_leaks_dup_slope (self, leak->trend.high);

  if (leak->whole)
    g_string_append (into, _ ("It leaks: the heap as a whole"));
  else
    g_string_append_printf (into, _ ("It leaks: the memory of %s"), leak->site);
  g_string_append_printf (into, _ (" grows by %s (95 %% confidence: %s to %s)."), rate, low, high);
  if (leak->whole)
    append_holder (into, self);
}

/* Of those that are possible leaks, or of all others. */
static gint64
sum_bytes (const PpvLeaks *self, guint32 n_rows, gboolean possible)
{
  gboolean saturated = FALSE;
  gint64 sum = 0;

  for (guint32 i = 0; i < n_rows; i++)
    if (is_possible (&self->rows[i]) == possible)
      sum = ppv_add_saturating (sum, self->rows[i].bytes, &saturated);
  return sum;
}

static gboolean
has_trends (const PpvLeaks *self)
{
  for (guint32 i = 0; i < self->n_rows; i++)
    if (self->rows[i].has_trend && self->rows[i].trend.verdict != PPV_TREND_UNKNOWN)
      return TRUE;
  return FALSE;
}

/* Of what does not grow; the tool counted it, so there is no doubt to tell of but its own. */
static void
append_loss (GString *into, const PpvLeaks *self, const PpvLeak *worst)
{
  gint64 doubtful = sum_bytes (self, self->n_leaky, TRUE);
  g_autofree char *possible = ppv_format_bytes (doubtful);
  g_autofree char *certain = ppv_format_bytes (sum_bytes (self, self->n_leaky, FALSE));
  g_autofree char *most = ppv_format_bytes (worst->bytes);
  g_autofree char *hanging = ppv_format_bytes (worst->indirect_bytes);

  if (g_str_equal (worst->verdict, "never-freed"))
    g_string_append_printf (into, _ ("It leaks: %s were never freed"), certain);
  else if (is_possible (worst))
    g_string_append_printf (into, _ ("It may leak: %s are possibly lost"), possible);
  else
    g_string_append_printf (into, _ ("It leaks: %s are lost"), certain);
  if (doubtful > 0 && !is_possible (worst))
    g_string_append_printf (into, _ (" and %s possibly"), possible);
  if (worst->indirect_bytes > 0)
    g_string_append_printf (into,
                            _ (", the largest part, %s and %s that hang on it, allocated by "
                               "%s."),
                            most, hanging, worst->site);
  else if (self->n_leaky == 1)
    g_string_append_printf (into, _ (", allocated by %s."), worst->site);
  else
    g_string_append_printf (into, _ (", the largest part, %s, allocated by %s."), most,
                            worst->site);
  if (has_trends (self))
    g_string_append (into, _ (" None of it keeps growing."));
  else
    g_string_append (into, _ (" The file does not tell how fast."));
}

static void
append_no_leak (GString *into, const PpvLeaks *self)
{
  g_autofree char *left = ppv_format_bytes (sum_bytes (self, self->n_rows, FALSE));

  if (self->n_rows == 0)
    g_string_append (into, _ ("No leak was found."));
  else if (self->n_known == 0)
    g_string_append (into, _ ("It cannot be told whether it leaks: there are too few moments "
                              "to look at."));
  else if (!self->rows[0].has_trend)
    g_string_append_printf (into, _ ("No leak was found; %s can still be reached."), left);
  else
    g_string_append_printf (into,
                            ngettext ("No leak was found: the one place that allocates does not "
                                      "keep growing.",
                                      "No leak was found: none of %u places that allocate keeps "
                                      "growing.",
                                      self->n_rows),
                            self->n_rows);
}

static void
append_others (GString *into, const PpvLeaks *self)
{
  guint32 n_growing = 0;
  gint64 never_freed = 0;
  gboolean saturated = FALSE;
  g_autofree char *bytes = NULL;

  for (guint32 i = 0; i < self->n_leaky; i++)
    {
      n_growing += ppv_leak_is_growing (&self->rows[i]) ? 1 : 0;
      if (g_str_equal (self->rows[i].kind, "never-freed"))
        never_freed = ppv_add_saturating (never_freed, self->rows[i].bytes, &saturated);
    }
  bytes = ppv_format_bytes (never_freed);
  if (n_growing > 1)
    g_string_append_printf (
        into, ngettext (" One more place leaks.", " %u more places leak.", n_growing - 1),
        n_growing - 1);
  if (never_freed > 0)
    g_string_append_printf (into, _ (" In all, %s were never freed."), bytes);
}

/**
 * ppv_leaks_dup_answer: (skip)
 * @self: leaks
 * @profile: their profile
 *
 * Returns: (transfer full): does it leak, where, how fast and how sure
 */
char *
ppv_leaks_dup_answer (const PpvLeaks *self, const PpvProfile *profile)
{
  const PpvLeak *worst;
  GString *text;

  g_return_val_if_fail (self != NULL && profile != NULL, NULL);

  worst = find_worst (self);
  text = g_string_new (NULL);
  if (worst == NULL)
    append_no_leak (text, self);
  else if (ppv_leak_is_growing (worst))
    {
      append_growth (text, self, profile, worst);
      append_others (text, self);
    }
  else
    append_loss (text, self, worst);
  return g_string_free (text, FALSE);
}
