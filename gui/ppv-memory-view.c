/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-job.h"
#include "ppv-memory-legend.h"
#include "ppv-memory-view.h"
#include "ppv-row-model.h"
#include "ppv-text-sort.h"

struct _PpvMemoryView {
  GtkBox parent_instance;

  GtkStack *stack;
  AdwStatusPage *empty;
  PpvMemoryChart *chart;
  PpvMemoryLegend *legend;
  GtkLabel *detail;
  GtkSpinner *spinner;
  GtkPaned *lists;
  GtkColumnView *table;
  GtkStack *trees;
  PpvMemoryCallers *callers;
  AdwStatusPage *none;
  GtkButton *nearest;

  PpvSession *session;
  PpvJob *job;
  PpvJob *tree_job;
  PpvRowModel *model; /* snapshots */
  GtkSingleSelection *selection;
  PpvMemoryHistory *history; /* what is shown, or NULL */
  PpvProfile *profile;       /* what was asked for, or NULL */
};

G_DEFINE_FINAL_TYPE (PpvMemoryView, ppv_memory_view, GTK_TYPE_BOX)

/* --- jobs ---- */

static gpointer
run_history (gpointer profile, GCancellable *cancellable, GError **error)
{
  return ppv_memory_history_new (profile, error);
}

typedef struct {
  PpvMemoryHistory *history;
  guint32 snapshot;
} TreeRequest;

static void
free_tree_request (gpointer data)
{
  TreeRequest *request = data;

  ppv_memory_history_unref (request->history);
  g_free (request);
}

static gpointer
run_tree (gpointer data, GCancellable *cancellable, GError **error)
{
  TreeRequest *request = data;
  PpvMemoryTree *tree = ppv_memory_tree_new (request->history, request->snapshot);

  if (tree == NULL)
    g_set_error_literal (error, PPV_ERROR, PPV_ERROR_USAGE, "no call stacks");
  return tree;
}

/* --- columns ---- */

static const PpvSnapshot *
get_snapshot (gpointer owner, guint32 row)
{
  return &PPV_MEMORY_VIEW (owner)->history->memory->snapshots[row];
}

static char *
dup_number (gpointer owner, guint32 row)
{
  return ppv_format_count (row);
}

static char *
dup_time (gpointer owner, guint32 row)
{
  return ppv_memory_history_dup_time (PPV_MEMORY_VIEW (owner)->history,
                                      get_snapshot (owner, row)->time);
}

static char *
dup_heap (gpointer owner, guint32 row)
{
  return ppv_format_bytes (get_snapshot (owner, row)->heap);
}

static char *
dup_extra (gpointer owner, guint32 row)
{
  return ppv_format_bytes (get_snapshot (owner, row)->extra);
}

static char *
dup_stacks (gpointer owner, guint32 row)
{
  return ppv_format_bytes (get_snapshot (owner, row)->stacks);
}

static char *
dup_kind (gpointer owner, guint32 row)
{
  if (row == PPV_MEMORY_VIEW (owner)->history->memory->peak)
    return g_strdup (_ ("Peak"));
  return g_strdup (get_snapshot (owner, row)->detailed ? _ ("Detailed") : "");
}

static double
get_number (gpointer owner, guint32 row)
{
  return row;
}

static double
get_time (gpointer owner, guint32 row)
{
  return (double) get_snapshot (owner, row)->time;
}

static double
get_heap (gpointer owner, guint32 row)
{
  return (double) get_snapshot (owner, row)->heap;
}

static double
get_extra (gpointer owner, guint32 row)
{
  return (double) get_snapshot (owner, row)->extra;
}

static double
get_stacks (gpointer owner, guint32 row)
{
  return (double) get_snapshot (owner, row)->stacks;
}

/* Of the list of snapshots with all columns, in pixels. */
enum { LIST_WIDTH = 466 };

enum { COLUMN_NUMBER, COLUMN_TIME, COLUMN_HEAP, COLUMN_EXTRA, COLUMN_STACKS, COLUMN_KIND };

static const PpvTextColumn columns[] = {
  [COLUMN_NUMBER] = { N_ ("No."), 44, TRUE, dup_number, NULL, PANGO_ELLIPSIZE_NONE, get_number },
  [COLUMN_TIME] = { N_ ("Time"), 96, TRUE, dup_time, NULL, PANGO_ELLIPSIZE_NONE, get_time },
  [COLUMN_HEAP] = { N_ ("Heap"), 76, TRUE, dup_heap, NULL, PANGO_ELLIPSIZE_NONE, get_heap },
  [COLUMN_EXTRA] = { N_ ("Extra"), 76, TRUE, dup_extra, NULL, PANGO_ELLIPSIZE_NONE, get_extra },
  [COLUMN_STACKS] = { N_ ("Stacks"), 76, TRUE, dup_stacks, NULL, PANGO_ELLIPSIZE_NONE, get_stacks },
  [COLUMN_KIND] = { N_ ("Kind"), -1, FALSE, dup_kind, NULL, PANGO_ELLIPSIZE_MIDDLE },
};

/* What no snapshot has needs no column; the tree gets its room. */
static void
show_columns (PpvMemoryView *self)
{
  int width = LIST_WIDTH;
  gboolean has_extra = FALSE;
  gboolean has_stacks = FALSE;

  for (guint32 i = 0; i < self->history->memory->n_snapshots; i++)
    {
      has_extra |= get_snapshot (self, i)->extra != 0;
      has_stacks |= get_snapshot (self, i)->stacks != 0;
    }
  ppv_text_columns_show (self->table, COLUMN_EXTRA, columns[COLUMN_EXTRA].width, has_extra);
  ppv_text_columns_show (self->table, COLUMN_STACKS, columns[COLUMN_STACKS].width, has_stacks);
  width -= has_extra ? 0 : columns[COLUMN_EXTRA].width;
  width -= has_stacks ? 0 : columns[COLUMN_STACKS].width;
  gtk_paned_set_position (self->lists, width);
}

/* --- the chosen snapshot ---- */

static guint32
get_chosen (PpvMemoryView *self)
{
  PpvRow *row = gtk_single_selection_get_selected_item (self->selection);

  return row != NULL && self->history != NULL ? ppv_row_get_number (row) : PPV_NONE;
}

static void
show_detail (PpvMemoryView *self, guint32 snapshot)
{
  g_autofree char *text = NULL;

  if (snapshot != PPV_NONE)
    text = ppv_memory_history_describe (self->history, snapshot);
  gtk_label_set_text (self->detail, text != NULL ? text : "");
}

static void
show_no_tree (PpvMemoryView *self)
{
  guint32 n_detailed = self->history->n_detailed;
  guint32 n_snapshots = self->history->memory->n_snapshots;
  g_autofree char *text = NULL;

  if (n_detailed > 0)
    text = g_strdup_printf (ngettext ("It is not recorded who allocated what this snapshot has. "
                                      "Of %u snapshot %u has call stacks.",
                                      "It is not recorded who allocated what this snapshot has. "
                                      "Of %u snapshots %u have call stacks.",
                                      n_snapshots),
                            n_snapshots, n_detailed);
  adw_status_page_set_description (
      self->none, text != NULL ? text : _ ("The file does not tell who allocated the memory."));
  gtk_widget_set_visible (GTK_WIDGET (self->nearest), n_detailed > 0);
  ppv_memory_callers_set_tree (self->callers, NULL);
  gtk_stack_set_visible_child_name (self->trees, "none");
}

static void
show_tree (PpvMemoryView *self, guint32 snapshot)
{
  TreeRequest *request;

  ppv_job_cancel (self->tree_job);
  if (!get_snapshot (self, snapshot)->detailed)
    {
      show_no_tree (self);
      return;
    }
  request = g_new0 (TreeRequest, 1);
  request->history = ppv_memory_history_ref (self->history);
  request->snapshot = snapshot;
  ppv_job_start (self->tree_job, request);
}

static void
on_tree_done (gpointer owner, gpointer result, const GError *error)
{
  PpvMemoryView *self = PPV_MEMORY_VIEW (owner);

  if (result == NULL)
    {
      show_no_tree (self);
      return;
    }
  ppv_memory_callers_set_tree (self->callers, result);
  gtk_stack_set_visible_child_name (self->trees, "tree");
}

static void
on_selected (PpvMemoryView *self)
{
  guint32 snapshot = get_chosen (self);

  if (self->history == NULL)
    return;
  ppv_memory_chart_set_chosen (self->chart, snapshot);
  ppv_memory_legend_set_chosen (self->legend, snapshot);
  show_detail (self, snapshot);
  if (snapshot != PPV_NONE)
    show_tree (self, snapshot);
}

static void
choose (PpvMemoryView *self, guint32 snapshot)
{
  guint at = ppv_row_model_find (self->model, snapshot);

  if (at == GTK_INVALID_LIST_POSITION)
    return;
  ppv_row_model_reach (self->model, at);
  gtk_single_selection_set_selected (self->selection, at);
  ppv_text_columns_scroll (self->table, at);
}

static void
on_chart_chosen (PpvMemoryView *self, guint32 snapshot)
{
  choose (self, snapshot);
}

static void
on_pointed (PpvMemoryView *self, guint32 snapshot)
{
  show_detail (self, snapshot != PPV_NONE ? snapshot : get_chosen (self));
}

static void
on_activate (PpvMemoryView *self, guint position)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->callers));
}

static void
on_nearest (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PpvMemoryView *self = PPV_MEMORY_VIEW (widget);
  guint32 chosen = get_chosen (self);

  if (chosen != PPV_NONE)
    choose (self, ppv_memory_history_nearest_detailed (self->history, chosen));
}

/* --- the history ---- */

/* The snapshots as the heads of the list have them. */
static void
show_rows (PpvMemoryView *self)
{
  guint32 n_rows = self->history->memory->n_snapshots;
  guint32 *rows = g_new (guint32, n_rows + 1);

  for (guint32 i = 0; i < n_rows; i++)
    rows[i] = i;
  ppv_text_sort_rows (self->table, rows, n_rows);
  ppv_row_model_set (self->model, rows, n_rows);
}

static void
on_sorted (gpointer owner)
{
  PpvMemoryView *self = PPV_MEMORY_VIEW (owner);
  guint32 chosen = get_chosen (self);

  if (self->history == NULL)
    return;
  show_rows (self);
  choose (self, chosen);
}

static void
drop_history (PpvMemoryView *self)
{
  ppv_job_cancel (self->tree_job);
  ppv_row_model_set (self->model, NULL, 0);
  ppv_memory_callers_set_tree (self->callers, NULL);
  ppv_memory_chart_set_history (self->chart, NULL);
  ppv_memory_legend_set_history (self->legend, NULL);
  g_clear_pointer (&self->history, ppv_memory_history_unref);
  gtk_label_set_text (self->detail, "");
}

/* Times that are counted in something, as instructions, are called that. */
static void
show_title (PpvMemoryView *self)
{
  const char *unit = ppv_memory_history_get_unit (self->history);
  g_autofree char *title = g_strdup (*unit != '\0' ? unit : _ (columns[COLUMN_TIME].title));

  title[0] = g_ascii_toupper (title[0]);
  ppv_text_columns_set_title (self->table, COLUMN_TIME, title);
}

static void
on_done (gpointer owner, gpointer result, const GError *error)
{
  PpvMemoryView *self = PPV_MEMORY_VIEW (owner);

  if (result == NULL || ((PpvMemoryHistory *) result)->memory->n_snapshots == 0)
    {
      g_clear_pointer (&result, ppv_memory_history_unref);
      adw_status_page_set_description (
          self->empty, error != NULL ? error->message : _ ("The file has no snapshots."));
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }
  self->history = result;
  ppv_memory_chart_set_history (self->chart, self->history);
  ppv_memory_legend_set_history (self->legend, self->history);
  show_title (self);
  show_columns (self);
  show_rows (self);
  gtk_stack_set_visible_child_name (self->stack, "chart");
  choose (self, ppv_memory_history_begin (self->history));
}

/* Snapshots are of the whole program: filters do not change them. */
static void
refresh_when_seen (PpvMemoryView *self)
{
  PpvProfile *profile = ppv_session_get_profile (self->session);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || profile == NULL || profile == self->profile)
    return;
  drop_history (self);
  g_clear_pointer (&self->profile, ppv_profile_unref);
  self->profile = ppv_profile_ref (profile);
  ppv_job_start (self->job, ppv_profile_ref (profile));
}

/* --- the class ---- */

static void
ppv_memory_view_map (GtkWidget *widget)
{
  PpvMemoryView *self = PPV_MEMORY_VIEW (widget);

  GTK_WIDGET_CLASS (ppv_memory_view_parent_class)->map (widget);
  if (self->session != NULL)
    refresh_when_seen (self);
}

static gboolean
ppv_memory_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PPV_MEMORY_VIEW (widget)->chart));
}

static void
ppv_memory_view_dispose (GObject *object)
{
  PpvMemoryView *self = PPV_MEMORY_VIEW (object);

  if (self->job != NULL)
    ppv_job_leave (self->job);
  if (self->tree_job != NULL)
    ppv_job_leave (self->tree_job);
  g_clear_object (&self->job);
  g_clear_object (&self->tree_job);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), PPV_TYPE_MEMORY_VIEW);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (ppv_memory_view_parent_class)->dispose (object);
}

static void
ppv_memory_view_finalize (GObject *object)
{
  PpvMemoryView *self = PPV_MEMORY_VIEW (object);

  g_clear_pointer (&self->history, ppv_memory_history_unref);
  g_clear_pointer (&self->profile, ppv_profile_unref);

  G_OBJECT_CLASS (ppv_memory_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/perprovis/PerProVis/ppv-memory-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PpvMemoryView, stack);
  gtk_widget_class_bind_template_child (widget_class, PpvMemoryView, empty);
  gtk_widget_class_bind_template_child (widget_class, PpvMemoryView, chart);
  gtk_widget_class_bind_template_child (widget_class, PpvMemoryView, legend);
  gtk_widget_class_bind_template_child (widget_class, PpvMemoryView, detail);
  gtk_widget_class_bind_template_child (widget_class, PpvMemoryView, spinner);
  gtk_widget_class_bind_template_child (widget_class, PpvMemoryView, lists);
  gtk_widget_class_bind_template_child (widget_class, PpvMemoryView, table);
  gtk_widget_class_bind_template_child (widget_class, PpvMemoryView, trees);
  gtk_widget_class_bind_template_child (widget_class, PpvMemoryView, callers);
  gtk_widget_class_bind_template_child (widget_class, PpvMemoryView, none);
  gtk_widget_class_bind_template_child (widget_class, PpvMemoryView, nearest);
  gtk_widget_class_bind_template_callback (widget_class, on_chart_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_pointed);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
ppv_memory_view_class_init (PpvMemoryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ppv_memory_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = ppv_memory_view_finalize;
  widget_class->grab_focus = ppv_memory_view_grab_focus;
  widget_class->map = ppv_memory_view_map;
  gtk_widget_class_install_action (widget_class, "memory.nearest", NULL, on_nearest);
  g_type_ensure (PPV_TYPE_MEMORY_CALLERS);
  g_type_ensure (PPV_TYPE_MEMORY_CHART);
  g_type_ensure (PPV_TYPE_MEMORY_LEGEND);
  bind_template (widget_class);
}

static void
ppv_memory_view_init (PpvMemoryView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->model = ppv_row_model_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (self->selection));
  ppv_text_columns_add (self->table, columns, G_N_ELEMENTS (columns), self);
  ppv_text_sort_add (self->table, columns, G_N_ELEMENTS (columns), self, on_sorted);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (on_selected),
                            self);
  self->job = ppv_job_new (run_history, (GDestroyNotify) ppv_profile_unref,
                           (GDestroyNotify) ppv_memory_history_unref, on_done, self);
  self->tree_job = ppv_job_new (run_tree, free_tree_request, (GDestroyNotify) ppv_memory_tree_free,
                                on_tree_done, self);
  g_object_bind_property (self->tree_job, "busy", self->spinner, "spinning", G_BINDING_SYNC_CREATE);
}

/**
 * ppv_memory_view_is_for: (skip)
 * @profile: a profile
 *
 * Returns: whether it tells how much memory was in use
 */
gboolean
ppv_memory_view_is_for (const PpvProfile *profile)
{
  if (ppv_profile_find_counter (profile, "heap") != NULL)
    return TRUE;
  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    if (ppv_profile_get_metric (profile, i)->kind == PPV_METRIC_LEVEL)
      return TRUE;
  return FALSE;
}

/**
 * ppv_memory_view_set_session:
 * @self: a view, for the first time
 * @session: what it shows
 */
void
ppv_memory_view_set_session (PpvMemoryView *self, PpvSession *session)
{
  g_return_if_fail (PPV_IS_MEMORY_VIEW (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  ppv_memory_callers_set_session (self->callers, session);
  g_signal_connect_swapped (session, "changed", G_CALLBACK (refresh_when_seen), self);
}

/**
 * ppv_memory_view_is_settled:
 * @self: a view
 *
 * Returns: whether it shows what was asked for
 */
gboolean
ppv_memory_view_is_settled (PpvMemoryView *self)
{
  g_return_val_if_fail (PPV_IS_MEMORY_VIEW (self), FALSE);

  return ppv_job_is_idle (self->job) && ppv_job_is_idle (self->tree_job) &&
         ppv_row_model_is_complete (self->model) &&
         self->profile == ppv_session_get_profile (self->session);
}

/**
 * ppv_memory_view_get_model:
 * @self: a view
 *
 * Returns: the list the user chooses from
 */
GtkSelectionModel *
ppv_memory_view_get_model (PpvMemoryView *self)
{
  g_return_val_if_fail (PPV_IS_MEMORY_VIEW (self), NULL);

  return GTK_SELECTION_MODEL (self->selection);
}

/**
 * ppv_memory_view_get_chart:
 * @self: a view
 *
 * Returns: its chart
 */
PpvMemoryChart *
ppv_memory_view_get_chart (PpvMemoryView *self)
{
  g_return_val_if_fail (PPV_IS_MEMORY_VIEW (self), NULL);

  return self->chart;
}

/**
 * ppv_memory_view_get_callers:
 * @self: a view
 *
 * Returns: its tree
 */
PpvMemoryCallers *
ppv_memory_view_get_callers (PpvMemoryView *self)
{
  g_return_val_if_fail (PPV_IS_MEMORY_VIEW (self), NULL);

  return self->callers;
}
