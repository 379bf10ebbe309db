/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-leak-list.h"
#include "ppv-stack-list.h"
#include "ppv-stack-search.h"

static void
clear_list (gpointer data)
{
  PpvLeakList *self = data;

  ppv_leaks_free (self->leaks);
  g_free (self->answer);
  ppv_profile_unref (self->profile);
}

/**
 * ppv_leak_list_new: (skip)
 * @profile: a profile
 * @error: PPV_ERROR_USAGE when it does not tell of leaks
 *
 * Returns: (transfer full) (nullable): its leaks
 */
PpvLeakList *
ppv_leak_list_new (PpvProfile *profile, GError **error)
{
  PpvLeaks *leaks;
  PpvLeakList *self;

  g_return_val_if_fail (profile != NULL, NULL);

  leaks = ppv_leaks_new (profile, error);
  if (leaks == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (PpvLeakList);
  self->profile = ppv_profile_ref (profile);
  self->leaks = leaks;
  self->answer = ppv_leaks_dup_answer (leaks, profile);
  return self;
}

/**
 * ppv_leak_list_ref: (skip)
 * @self: a list
 *
 * Returns: (transfer full): @self
 */
PpvLeakList *
ppv_leak_list_ref (PpvLeakList *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * ppv_leak_list_unref: (skip)
 * @self: (transfer full): a list
 */
void
ppv_leak_list_unref (PpvLeakList *self)
{
  g_atomic_rc_box_release_full (self, clear_list);
}

/**
 * ppv_leak_list_get: (skip)
 * @self: a list
 * @row: a row of its leaks
 *
 * Returns: the leak
 */
const PpvLeak *
ppv_leak_list_get (const PpvLeakList *self, guint32 row)
{
  return &self->leaks->rows[row];
}

/* The words of analyses, and what people are told. */
static const struct {
  const char *verdict;
  const char *text;
} verdicts[] = {
  { "lost", N_ ("Lost") },
  { "possibly-lost", N_ ("Possibly lost") },
  { "reachable", N_ ("Still reachable") },
  { "never-freed", N_ ("Never freed") },
  { "suppressed", N_ ("Suppressed") },
  { "unknown", N_ ("Cannot be told") },
  { "noise", N_ ("Noise") },
  { "grows", N_ ("Grows") },
  { "steps", N_ ("Steps") },
  { "plateaus", N_ ("Plateaus") },
  { "saw-tooth", N_ ("Saw-tooth") },
  { "shrinks", N_ ("Shrinks") },
};

/**
 * ppv_leak_verdict: (skip)
 * @leak: a leak
 *
 * Returns: its verdict in words
 */
const char *
ppv_leak_verdict (const PpvLeak *leak)
{
  if (g_str_equal (leak->kind, "indirect"))
    return _ ("Lost indirectly");
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    if (g_str_equal (verdicts[i].verdict, leak->verdict))
      return _ (verdicts[i].text);
  return leak->verdict;
}

/**
 * ppv_leak_icon: (skip)
 * @leak: a leak
 *
 * Returns: name of an icon: a warning, a question or a check mark
 */
const char *
ppv_leak_icon (const PpvLeak *leak)
{
  if (g_str_equal (leak->verdict, "unknown") || g_str_equal (leak->verdict, "possibly-lost"))
    return "dialog-question-symbolic";
  return leak->leaky ? "dialog-warning-symbolic" : "emblem-ok-symbolic";
}

/* Of what stays, or comes and goes, no rate tells anything. */
static gboolean
has_rate (const PpvLeak *leak)
{
  return leak->has_trend &&
         (leak->trend.verdict == PPV_TREND_GROWS || leak->trend.verdict == PPV_TREND_STEPS ||
          leak->trend.verdict == PPV_TREND_SHRINKS);
}

/**
 * ppv_leak_list_dup_rate: (skip)
 * @self: a list
 * @row: a row of its leaks
 *
 * Returns: (transfer full): how fast it grows, and the interval of 95 % confidence
 */
char *
ppv_leak_list_dup_rate (const PpvLeakList *self, guint32 row)
{
  const PpvLeak *leak = ppv_leak_list_get (self, row);
  g_autofree char *slope = ppv_leaks_dup_slope (self->leaks, leak->trend.slope);
  g_autofree char *low = ppv_leaks_dup_slope (self->leaks, leak->trend.low);
  g_autofree char *high = ppv_leaks_dup_slope (self->leaks, leak->trend.high);

  if (!has_rate (leak))
    return g_strdup ("");
  /* Translators: a rate, and the lower and upper end of its interval of confidence */
  return g_strdup_printf (_ ("%s (%s to %s)"), slope, low, high);
}

/**
 * ppv_leak_list_dup_text: (skip)
 * @self: a list
 * @row: a row of its leaks
 *
 * Returns: (transfer full): place, verdict, evidence and stack
 */
char *
ppv_leak_list_dup_text (const PpvLeakList *self, guint32 row)
{
  const PpvLeak *leak = ppv_leak_list_get (self, row);
  PpvFindingPart part = { 0, leak->stack };
  g_autofree char *stack = ppv_stack_list_dup_text (self->profile, &part, 1);
  g_autofree char *bytes = ppv_format_bytes (leak->bytes);

  return g_strdup_printf ("%s: %s, %s\n  %s\n%s", leak->site, ppv_leak_verdict (leak), bytes,
                          leak->evidence, stack);
}

/* --- search ---- */

static gboolean
leak_matches (const PpvLeak *leak, const PpvSearch *search, const gboolean *stacks)
{
  return ppv_search_matches (search, leak->site) ||
         ppv_search_matches (search, ppv_leak_verdict (leak)) ||
         (leak->stack != PPV_NONE && stacks[leak->stack]);
}

/**
 * ppv_leak_order_new: (skip)
 * @list: a list
 * @search: what to look for, or ""
 *
 * Returns: (transfer full): the rows to show
 */
PpvLeakOrder *
ppv_leak_order_new (PpvLeakList *list, const char *search)
{
  g_autoptr (PpvSearch) wanted = ppv_search_new (search);
  g_autofree gboolean *stacks = wanted != NULL ? ppv_stack_search (list->profile, wanted) : NULL;
  PpvLeakOrder *self = g_new0 (PpvLeakOrder, 1);

  self->list = ppv_leak_list_ref (list);
  self->rows = g_new (guint32, list->leaks->n_rows + 1);
  for (guint32 row = 0; row < list->leaks->n_rows; row++)
    {
      const PpvLeak *leak = ppv_leak_list_get (list, row);

      if (wanted != NULL && !leak_matches (leak, wanted, stacks))
        continue;
      self->has_blocks |= leak->blocks >= 0;
      self->has_rate |= has_rate (leak);
      self->rows[self->n_rows++] = row;
    }
  return self;
}

/**
 * ppv_leak_order_free: (skip)
 * @self: an order
 */
void
ppv_leak_order_free (PpvLeakOrder *self)
{
  ppv_leak_list_unref (self->list);
  g_free (self->rows);
  g_free (self);
}
