/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-figures.h"
#include "ppv-format-names.h"
#include "ppv-cost-cell.h"
#include "ppv-summary-rows.h"

enum { KEY_CHARS = 18, TOP = 5 };

/* Facts that have a place of their own, so that they are not told twice. */
static const char *const known_facts[] = { "command", "host", "tool", NULL };

static GtkWidget *
make_list (void)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  return list;
}

static GtkWidget *
make_group (const char *title, GtkWidget *list)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (group), label);
  gtk_box_append (GTK_BOX (group), list);
  return group;
}

static GtkWidget *
add_row (GtkWidget *list, GtkWidget *first, GtkWidget *second, gboolean activatable)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_box_append (GTK_BOX (box), first);
  gtk_box_append (GTK_BOX (box), second);
  gtk_widget_add_css_class (box, "summary-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), activatable);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return row;
}

static GtkWidget *
make_key (const char *key)
{
  GtkWidget *label = gtk_label_new (key);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), KEY_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), KEY_CHARS);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

/* The value may be text of a file, so it is never markup. */
static void
add_value (GtkWidget *list, const char *key, const char *value)
{
  GtkWidget *label = gtk_label_new (value);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_focusable (label, FALSE);
  gtk_widget_add_css_class (label, "numeric");
  add_row (list, make_key (key), label, FALSE);
}

static void
take_value (GtkWidget *list, const char *key, char *value)
{
  add_value (list, key, value);
  g_free (value);
}

static void
add_fact (GtkWidget *list, const PpvProfile *profile, const char *key, const char *label)
{
  const char *value = ppv_profile_get_fact (profile, key);

  if (value != NULL && *value != '\0')
    add_value (list, label, value);
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
  GtkWidget *list = make_list ();
  guint32 n_threads;
  G_GNUC_UNUSED g_autofree PpvThreadId *threads = ppv_profile_dup_threads (profile, &n_threads);

  add_value (list, _ ("File"), ppv_profile_get_file (profile));
  add_value (list, _ ("Format"), ppv_format_name (ppv_profile_get_format (profile)));
  add_fact (list, profile, "tool", _ ("Tool"));
  add_fact (list, profile, "command", _ ("Command"));
  add_fact (list, profile, "host", _ ("Host"));
  if (ppv_profile_get_duration (profile) > 0)
    take_value (
        list, _ ("Time Span"),
        ppv_format_value (ppv_profile_get_duration (profile), ppv_profile_get_time_unit (profile)));
  if (ppv_profile_get_processes (profile)->n_rows > 0)
    take_value (list, _ ("Processes"), describe_processes (profile));
  if (n_threads > 0)
    take_value (list, _ ("Threads"), ppv_format_count (n_threads));
  return make_group (_ ("Recording"), list);
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
  list = make_list ();
  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    {
      const PpvMetric *metric = ppv_profile_get_metric (profile, i);
      const char *unit = ppv_profile_get_string (profile, metric->unit);
      g_autofree char *samples = ppv_format_count ((gint64) metric->n_samples);
      g_autofree char *total = ppv_format_value (metric->total, unit);

      take_value (list, ppv_profile_get_string (profile, metric->name),
                  g_strdup_printf (
                      ngettext ("%s in %s sample", "%s in %s samples", (gulong) metric->n_samples),
                      total, samples));
    }
  return make_group (_ ("Metrics"), list);
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
  item = add_row (list, cell, label, TRUE);
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
  list = make_list ();
  for (guint32 row = 0; row < MIN (hotspots->n_rows, TOP); row++)
    if (hotspots->self[row] != 0)
      add_hotspot (list, summary->hotspots, row);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (on_hotspot_activated), session, 0);
  return make_group (_ ("Top Hotspots (Self)"), list);
}

static void
add_snapshot (GtkWidget *list, const PpvProfile *profile, const PpvSnapshot *snapshot)
{
  const char *unit = ppv_profile_get_time_unit (profile);

  take_value (list, _ ("Heap"), ppv_format_bytes (snapshot->heap));
  take_value (list, _ ("Extra"), ppv_format_bytes (snapshot->extra));
  if (snapshot->stacks != 0)
    take_value (list, _ ("Stacks"), ppv_format_bytes (snapshot->stacks));
  take_value (list, _ ("At"), ppv_format_value (snapshot->time, unit));
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
  list = make_list ();
  add_snapshot (list, profile, &memory->snapshots[peak]);
  take_value (list, _ ("Snapshots"), ppv_format_count (memory->n_snapshots));
  return make_group (_ ("Memory at the Peak"), list);
}

static const char *
describe_symbols (PpvSymbolState state)
{
  switch (state)
    {
    case PPV_SYMBOLS_STRIPPED:
      return _ ("the file is stripped: install its debug symbols");
    case PPV_SYMBOLS_NO_FILE:
      return _ ("the file is not on this machine");
    case PPV_SYMBOLS_OTHER_BUILD:
      return _ ("the file has changed since the recording");
    case PPV_SYMBOLS_NOT_ALLOWED:
      return _ ("the file may not be read");
    case PPV_SYMBOLS_FOUND:
      return _ ("the file names only other functions");
    case PPV_SYMBOLS_NOT_TRIED:
    default:
      return _ ("no names were looked for");
    }
}

static void
add_nameless (GtkWidget *list, const PpvProfile *profile, const PpvSummary *summary)
{
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  gint64 sum = summary->hotspots->hotspots->sum;
  g_autofree char *all = ppv_figure_percent (summary->nameless_cost, sum);

  take_value (list, _ ("Without a Name"),
              g_strdup_printf (_ ("%s of the self cost is in code nobody knows the name of"), all));
  for (guint32 i = 0; i < MIN (summary->n_nameless, TOP); i++)
    {
      PpvModuleId module = summary->nameless[i].module;
      g_autofree char *share = ppv_figure_percent (summary->nameless[i].cost, sum);
      PpvSymbolState state = (PpvSymbolState) modules->symbol_state[module];

      take_value (list, "",
                  /* Translators: share of the cost, path of a library, reason */
                  g_strdup_printf (_ ("%s in %s: %s"), share,
                                   ppv_profile_get_string (profile, modules->path[module]),
                                   describe_symbols (state)));
    }
}

/**
 * ppv_summary_rows_quality: (skip)
 * @profile: a profile
 * @summary: (nullable): its summary
 *
 * Returns: how much of the file was read and could be named
 */
GtkWidget *
ppv_summary_rows_quality (const PpvProfile *profile, const PpvSummary *summary)
{
  GtkWidget *list = make_list ();
  guint32 n_warnings;
  const PpvWarning *warnings = ppv_profile_list_warnings (profile, &n_warnings);

  add_value (list, _ ("Completeness"),
             ppv_profile_is_complete (profile) ? _ ("The whole file was read.")
                                               : _ ("Part of the file could not be read."));
  if (ppv_profile_is_saturated (profile))
    add_value (list, _ ("Sums"), _ ("Too large for 64 bits: they are lower bounds."));
  for (guint32 i = 0; i < n_warnings; i++)
    take_value (list, warnings[i].severity == PPV_LOSS ? _ ("Missing") : _ ("Note"),
                ppv_format_warning (&warnings[i]));
  if (summary != NULL)
    add_nameless (list, profile, summary);
  return make_group (_ ("Data Quality"), list);
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

      if (g_strv_contains (known_facts, facts[i].key) || *facts[i].value == '\0')
        continue;
      if (list == NULL)
        list = make_list ();
      add_value (list, label, value);
    }
  return list != NULL ? make_group (_ ("System"), list) : NULL;
}
