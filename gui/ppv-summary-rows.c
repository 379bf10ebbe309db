/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cost-cell.h"
#include "ppv-figures.h"
#include "ppv-format-names.h"
#include "ppv-summary-list.h"
#include "ppv-summary-rows.h"

enum { TOP = 5 };

/* Facts that have a place of their own, so that they are not told twice. */
static const char *const known_facts[] = { "command", "host", "tool", NULL };

static void
add_fact (GtkWidget *list, const PpvProfile *profile, const char *key, const char *label)
{
  const char *value = ppv_profile_get_fact (profile, key);

  if (value != NULL && *value != '\0')
    ppv_summary_list_value (list, label, value);
}

/* "1 (firefox)" or the number alone when there are several. */
static char *
describe_processes (const PpvProfile *profile)
{
  const PpvProcessTable *processes = ppv_profile_get_processes (profile);
  const char *name;

  if (processes->n_rows != 1)
    return ppv_format_count (processes->n_rows);
  name = ppv_profile_get_string (profile, processes->name[0]);
  if (*name == '\0')
    return g_strdup_printf (_ ("1 (pid %d)"), processes->pid[0]);
  return g_strdup_printf (_ ("1 (%s, pid %d)"), name, processes->pid[0]);
}

/**
 * ppv_summary_rows_recording: (skip)
 * @profile: a profile
 *
 * Returns: what was recorded, where and when
 */
GtkWidget *
ppv_summary_rows_recording (const PpvProfile *profile)
{
  GtkWidget *list = ppv_summary_list_new ();
  guint32 n_threads;
  G_GNUC_UNUSED g_autofree PpvThreadId *threads = ppv_profile_dup_threads (profile, &n_threads);

  ppv_summary_list_value (list, _ ("File"), ppv_profile_get_file (profile));
  ppv_summary_list_value (list, _ ("Format"), ppv_format_name (ppv_profile_get_format (profile)));
  add_fact (list, profile, "tool", _ ("Tool"));
  add_fact (list, profile, "command", _ ("Command"));
  add_fact (list, profile, "host", _ ("Host"));
  if (ppv_profile_get_duration (profile) > 0)
    ppv_summary_list_take (
        list, _ ("Time Span"),
        ppv_format_value (ppv_profile_get_duration (profile), ppv_profile_get_time_unit (profile)));
  if (ppv_profile_get_processes (profile)->n_rows > 0)
    ppv_summary_list_take (list, _ ("Processes"), describe_processes (profile));
  if (n_threads > 0)
    ppv_summary_list_take (list, _ ("Threads"), ppv_format_count (n_threads));
  return ppv_summary_list_group (_ ("Recording"), list);
}

/**
 * ppv_summary_rows_metrics: (skip)
 * @profile: a profile
 *
 * Returns: (nullable): samples and total of each metric
 */
GtkWidget *
ppv_summary_rows_metrics (const PpvProfile *profile)
{
  GtkWidget *list;

  if (ppv_profile_get_n_metrics (profile) == 0)
    return NULL;
  list = ppv_summary_list_new ();
  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    {
      const PpvMetric *metric = ppv_profile_get_metric (profile, i);
      const char *unit = ppv_profile_get_string (profile, metric->unit);
      g_autofree char *samples =
          ppv_sample_set_dup_count (ppv_profile_get_set (profile, metric->set), metric->n_samples);
      g_autofree char *total = ppv_format_value (metric->total, unit);

      if (!ppv_figure_is_worth_showing (profile, i))
        continue;
      ppv_summary_list_take (list, ppv_profile_get_string (profile, metric->name),
                             g_strdup_printf (_ ("%s in %s"), total, samples));
    }
  return ppv_summary_list_group (_ ("Metrics"), list);
}

static void
on_hotspot_activated (GtkListBox *list, GtkListBoxRow *row, PpvSession *session)
{
  gpointer function = g_object_get_data (G_OBJECT (row), "ppv-function");

  ppv_session_show (session, PPV_VIEW_FLAME_GRAPH, GPOINTER_TO_UINT (function));
}

static void
add_hotspot (GtkWidget *list, PpvHotspotTable *table, guint32 row)
{
  const PpvHotspots *hotspots = table->hotspots;
  GtkWidget *cell = ppv_cost_cell_new ();
  GtkWidget *label = gtk_label_new (ppv_hotspot_table_get_name (table, row));
  g_autofree char *percent = ppv_figure_percent (hotspots->self[row], hotspots->sum);
  GtkWidget *item;

  ppv_cost_cell_set (PPV_COST_CELL (cell), percent,
                     (double) hotspots->self[row] / (double) hotspots->sum);
  gtk_widget_set_size_request (cell, 96, -1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_tooltip_text (label, ppv_hotspot_table_get_name (table, row));
  item = ppv_summary_list_add (list, cell, label, TRUE);
  g_object_set_data (G_OBJECT (item), "ppv-function", GUINT_TO_POINTER (hotspots->key[row]));
}

/**
 * ppv_summary_rows_hotspots: (skip)
 * @session: what to tell when a row is activated
 * @summary: a summary
 *
 * Returns: (nullable): the functions with the most self cost
 */
GtkWidget *
ppv_summary_rows_hotspots (PpvSession *session, const PpvSummary *summary)
{
  const PpvHotspots *hotspots = summary->hotspots->hotspots;
  GtkWidget *list;

  if (hotspots->n_rows == 0 || hotspots->sum == 0)
    return NULL;
  list = ppv_summary_list_new ();
  for (guint32 row = 0; row < MIN (hotspots->n_rows, TOP); row++)
    if (hotspots->self[row] != 0)
      add_hotspot (list, summary->hotspots, row);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (on_hotspot_activated), session, 0);
  return ppv_summary_list_group (_ ("Top Hotspots (Self)"), list);
}

static void
add_snapshot (GtkWidget *list, const PpvProfile *profile, const PpvSnapshot *snapshot)
{
  const char *unit = ppv_profile_get_time_unit (profile);

  ppv_summary_list_take (list, _ ("Heap"), ppv_format_bytes (snapshot->heap));
  ppv_summary_list_take (list, _ ("Extra"), ppv_format_bytes (snapshot->extra));
  if (snapshot->stacks != 0)
    ppv_summary_list_take (list, _ ("Stacks"), ppv_format_bytes (snapshot->stacks));
  ppv_summary_list_take (list, _ ("At"), ppv_format_value (snapshot->time, unit));
}

/**
 * ppv_summary_rows_memory: (skip)
 * @profile: a profile
 * @summary: its summary
 *
 * Returns: (nullable): the peak
 */
GtkWidget *
ppv_summary_rows_memory (const PpvProfile *profile, const PpvSummary *summary)
{
  const PpvMemory *memory = summary->memory;
  guint32 peak;
  GtkWidget *list;

  if (memory == NULL || memory->n_snapshots == 0)
    return NULL;
  peak = memory->peak != PPV_NONE ? memory->peak : memory->highest;
  list = ppv_summary_list_new ();
  add_snapshot (list, profile, &memory->snapshots[peak]);
  ppv_summary_list_take (list, _ ("Snapshots"), ppv_format_count (memory->n_snapshots));
  return ppv_summary_list_group (_ ("Memory at the Peak"), list);
}

/**
 * ppv_summary_rows_facts: (skip)
 * @profile: a profile
 *
 * Returns: (nullable): what else the file says of itself
 */
GtkWidget *
ppv_summary_rows_facts (const PpvProfile *profile)
{
  guint32 n_facts;
  const PpvFact *facts = ppv_profile_list_facts (profile, &n_facts);
  GtkWidget *list = NULL;

  for (guint32 i = 0; i < n_facts; i++)
    {
      g_autofree char *label = ppv_fact_dup_label (&facts[i]);
      g_autofree char *value = ppv_fact_dup_value (&facts[i]);

      if (g_strv_contains (known_facts, facts[i].key) || *facts[i].value == '\0' ||
          ppv_fact_is_evidence (&facts[i]) || ppv_fact_is_detail (&facts[i]))
        continue;
      if (list == NULL)
        list = ppv_summary_list_new ();
      ppv_summary_list_value (list, label, value);
    }
  return list != NULL ? ppv_summary_list_group (_ ("System"), list) : NULL;
}
