/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What all forms of a comparison have in common: words and cells. */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "ppv-cli-diff.h"
#include "ppv-cli-text.h"
#include "ppv-number.h"

static gboolean
is_percent (const PpvDiff *diff)
{
  return diff->normalise == PPV_NORMALISE_TOTAL ||
         (diff->normalise != PPV_NORMALISE_NONE && g_str_equal (diff->unit, "ns"));
}

static gint64
whole_of (double value)
{
  return (gint64) CLAMP (round (value), -9e18, 9e18);
}

/* "12.34", "1.5 M", "640 B"; with @sign also "+". */
static char *
value_text (const PpvDiff *diff, double value, gboolean sign)
{
  const char *plus = sign && value > 0 ? "+" : "";
  g_autofree char *text = NULL;

  if (is_percent (diff))
    return g_strdup_printf (sign ? "%+.2f" : "%.2f", value);
  text = ppv_text_value (whole_of (value), diff->unit);
  return g_strconcat (plus, text, NULL);
}

static const char *
status_text (PpvDiffStatus status)
{
  const char *const words[] = { _ ("new"), _ ("gone"), _ ("changed"), _ ("unclear"), _ ("same") };

  return words[status];
}

static const char *
scale_text (const PpvDiff *diff)
{
  if (diff->normalise == PPV_NORMALISE_TOTAL)
    return " %";
  if (is_percent (diff))
    return _ (" % CPU");
  return diff->normalise == PPV_NORMALISE_NONE ? "" : _ (" /s");
}

char *
ppv_diff_report_title (const PpvDiffReport *self, guint column)
{
  const char *const titles[] = { "",
                                 _ ("base"),
                                 _ ("now"),
                                 _ ("change"),
                                 _ ("±"),
                                 _ ("q"),
                                 self->diff->by == PPV_DIFF_BY_STACK ? _ ("stack") : _ ("function"),
                                 _ ("module") };

  if (column == PPV_DIFF_COLUMN_BASE || column == PPV_DIFF_COLUMN_CURRENT)
    return g_strconcat (titles[column], scale_text (self->diff), NULL);
  return g_strdup (titles[column]);
}

static char *
q_text (double q)
{
  if (isnan (q))
    return g_strdup ("–");
  if (q < 0.001)
    return g_strdup ("<.001");
  return g_strdup_printf ("%.3f", q);
}

char *
ppv_diff_report_path (const PpvDiffReport *self, const PpvDiffRow *row)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (const PpvDiffRow *at = row;; at = &self->diff->rows[at->caller])
    {
      g_ptr_array_add (path, at->function);
      if (at->caller == PPV_NONE)
        break;
    }
  for (guint i = path->len; i-- > 0;)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ";" : "", (char *) path->pdata[i]);
  return g_string_free (text, FALSE);
}

char *
ppv_diff_report_cell (const PpvDiffReport *self, const PpvDiffRow *row, guint column)
{
  const PpvDifference *difference = &row->self;

  switch (column)
    {
    case PPV_DIFF_COLUMN_STATUS:
      return g_strdup (status_text (difference->status));
    case PPV_DIFF_COLUMN_BASE:
      return value_text (self->diff, difference->value[PPV_DIFF_BASE], FALSE);
    case PPV_DIFF_COLUMN_CURRENT:
      return value_text (self->diff, difference->value[PPV_DIFF_CURRENT], FALSE);
    case PPV_DIFF_COLUMN_DIFFERENCE:
      return value_text (self->diff, difference->difference, TRUE);
    case PPV_DIFF_COLUMN_INTERVAL:
      return isnan (difference->low)
                 ? g_strdup ("–")
                 : value_text (self->diff, difference->high - difference->difference, FALSE);
    case PPV_DIFF_COLUMN_Q:
      return q_text (difference->q_value);
    case PPV_DIFF_COLUMN_FUNCTION:
      return self->diff->by == PPV_DIFF_BY_STACK ? ppv_diff_report_path (self, row)
                                                 : g_strdup (row->function);
    default:
      return g_strdup (row->module);
    }
}

/* --- sentences -------------------------------------------------------------------------- */

static guint
count_sure (const PpvDiff *diff)
{
  guint n = 0;

  for (guint32 i = 0; i < diff->n_rows; i++)
    n += diff->rows[i].self.status < PPV_DIFF_UNCLEAR;
  return n;
}

/* "parse is 3.10 points more than in the base (10.00 % to 13.10 %)" */
static char *
describe (const PpvDiff *diff, const PpvDiffRow *row)
{
  const PpvDifference *difference = &row->self;
  g_autofree char *base = value_text (diff, difference->value[PPV_DIFF_BASE], FALSE);
  g_autofree char *now = value_text (diff, difference->value[PPV_DIFF_CURRENT], FALSE);
  const char *scale = scale_text (diff);

  if (difference->status == PPV_DIFF_NEW)
    return g_strdup_printf (_ ("%s is new, with %s%s"), row->function, now, scale);
  if (difference->status == PPV_DIFF_GONE)
    return g_strdup_printf (_ ("%s is gone, which had %s%s"), row->function, base, scale);
  if (difference->difference > 0)
    return g_strdup_printf (_ ("%s rose from %s%s to %s%s"), row->function, base, scale, now,
                            scale);
  return g_strdup_printf (_ ("%s fell from %s%s to %s%s"), row->function, base, scale, now, scale);
}

static const char *
nothing_text (const PpvDiff *diff)
{
  if (diff->evidence == PPV_EVIDENCE_NONE)
    return _ ("Nothing can be said: these files tell no times, so one run a side does not show "
              "what is chance.  Give several files a side.");
  if (diff->evidence == PPV_EVIDENCE_COUNTED)
    return _ ("Nothing changed.");
  return _ ("No change is beyond chance.");
}

char *
ppv_diff_report_answer (const PpvDiffReport *self)
{
  const PpvDiff *diff = self->diff;
  guint n_sure = count_sure (diff);
  g_autofree char *most = NULL;
  g_autofree char *all = ppv_format_count (diff->n_rows);

  if (n_sure == 0)
    return g_strdup (nothing_text (diff));
  most = describe (diff, &diff->rows[0]);
  if (diff->by == PPV_DIFF_BY_STACK)
    return g_strdup_printf (ngettext ("%u of %s call paths changed: %s.",
                                      "%u of %s call paths changed; most: %s.", n_sure),
                            n_sure, all, most);
  return g_strdup_printf (
      ngettext ("%u of %s functions changed: %s.", "%u of %s functions changed; most: %s.", n_sure),
      n_sure, all, most);
}

static char *
scale_note (const PpvDiff *diff)
{
  if (diff->normalise == PPV_NORMALISE_TOTAL)
    return g_strdup_printf (_ ("Figures are percent of all %s of their side, so that what grows "
                               "makes all else shrink (--normalise=time does not)."),
                            diff->metric);
  if (diff->normalise == PPV_NORMALISE_TIME)
    return g_strdup_printf (_ ("Figures are %s per second of the run."), diff->metric);
  if (diff->normalise == PPV_NORMALISE_ONCPU)
    return g_strdup_printf (_ ("Figures are %s per second on a CPU."), diff->metric);
  if (diff->n_runs[0] > 1 || diff->n_runs[1] > 1)
    return g_strdup_printf (_ ("Figures are %s, of the mean run of their side."), diff->metric);
  return g_strdup_printf (_ ("Figures are %s, as they were measured."), diff->metric);
}

static char *
evidence_note (const PpvDiff *diff)
{
  switch (diff->evidence)
    {
    case PPV_EVIDENCE_BLOCKS:
      return g_strdup_printf (
          _ ("± is half of the 95 %% confidence interval of a change, from %u parts of each run; "
             "q the share of false alarms among changes as sure.  One run a side does not show "
             "what differs from run to run: several files a side do."),
          diff->n_clusters[0]);
    case PPV_EVIDENCE_THREADS:
      return g_strdup_printf (
          _ ("± is half of the 95 %% confidence interval of a change, from parts of each run and "
             "from its threads (%u and %u groups), which do not do the same; q the share of false "
             "alarms among changes as sure."),
          diff->n_clusters[0], diff->n_clusters[1]);
    case PPV_EVIDENCE_RUNS:
      return g_strdup_printf (
          _ ("± is half of the 95 %% confidence interval of a change, from %u and %u runs; q the "
             "share of false alarms among changes as sure."),
          diff->n_clusters[0], diff->n_clusters[1]);
    case PPV_EVIDENCE_COUNTED:
      return g_strdup (_ ("These costs are counted, not sampled: any difference is one between "
                          "these runs.  What other runs would have, several files a side show."));
    case PPV_EVIDENCE_NONE:
    default:
      return NULL;
    }
}

char **
ppv_diff_report_notes (const PpvDiffReport *self)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  char *evidence = evidence_note (self->diff);

  g_ptr_array_add (notes, scale_note (self->diff));
  if (evidence != NULL)
    g_ptr_array_add (notes, evidence);
  if (self->diff->evidence >= PPV_EVIDENCE_BLOCKS)
    g_ptr_array_add (
        notes,
        g_strdup_printf (_ ("“same” surely changed by less than %g %% of all cost; “unclear” may "
                            "be chance or a change that matters."),
                         100 * PPV_DIFF_MARGIN));
  g_ptr_array_add (notes, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&notes), FALSE);
}

char *
ppv_diff_report_side (const PpvDiffReport *self, PpvDiffSide side)
{
  const PpvDiff *diff = self->diff;
  const char *word = side == PPV_DIFF_BASE ? _ ("Base") : _ ("Now");
  guint first = side == PPV_DIFF_BASE ? 0 : diff->n_runs[PPV_DIFF_BASE];
  g_autofree char *total = ppv_format_value (diff->sum[side], diff->unit);
  g_autofree char *samples = ppv_format_count ((gint64) MIN (diff->n_samples[side], G_MAXINT64));
  g_autofree char *names = NULL;
  g_autofree char *amount = NULL;

  if (diff->n_runs[side] == 1)
    names = g_strdup (self->files[first]);
  else
    names = g_strdup_printf (_ ("%u files, %s to %s"), diff->n_runs[side], self->files[first],
                             self->files[first + diff->n_runs[side] - 1]);
  if (diff->evidence == PPV_EVIDENCE_COUNTED || g_str_equal (diff->unit, "samples"))
    amount = g_strdup_printf ("%s %s", diff->metric, total);
  else
    amount = g_strdup_printf (_ ("%s %s in %s samples"), diff->metric, total, samples);
  return g_strdup_printf ("%s: %s, %s", word, names, amount);
}

char *
ppv_diff_report_rest (const PpvDiffReport *self)
{
  g_autofree char *shown = ppv_format_count (self->n_shown);
  g_autofree char *all = ppv_format_count (self->diff->n_rows);

  if (self->n_shown == self->diff->n_rows)
    return NULL;
  return g_strdup_printf (_ ("%s of %s rows (-n 0 shows all)"), shown, all);
}
