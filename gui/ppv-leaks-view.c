/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-job.h"
#include "ppv-leak-list.h"
#include "ppv-leaks-view.h"
#include "ppv-row-model.h"
#include "ppv-stack-list.h"
#include "ppv-text-sort.h"

struct _PpvLeaksView {
  GtkBox parent_instance;

  GtkLabel *answer;
  GtkSearchEntry *search;
  GtkSpinner *spinner;
  GtkLabel *matched;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkColumnView *table;
  GtkLabel *what;
  GtkLabel *evidence;
  PpvStackList *stacks;

  PpvSession *session;
  PpvJob *job;
  PpvRowModel *model; /* rows of the list's leaks */
  GtkSingleSelection *selection;
  PpvLeakOrder *order; /* what is shown, or NULL */
  PpvProfile *profile; /* what was asked for, or NULL */
  guint32 kept;        /* row to be chosen again, or PPV_NONE */
};

G_DEFINE_FINAL_TYPE (PpvLeaksView, ppv_leaks_view, GTK_TYPE_BOX)

/* --- the job ---- */

typedef struct {
  PpvProfile *profile;
  PpvLeakList *list; /* NULL when it is to be made */
  char *search;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  ppv_profile_unref (request->profile);
  g_clear_pointer (&request->list, ppv_leak_list_unref);
  g_free (request->search);
  g_free (request);
}

static gpointer
run_request (gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;

  if (request->list == NULL)
    request->list = ppv_leak_list_new (request->profile, error);
  if (request->list == NULL)
    return NULL;
  return ppv_leak_order_new (request->list, request->search);
}

/* --- columns ---- */

static const PpvLeak *
get_leak (gpointer owner, guint32 row)
{
  return ppv_leak_list_get (PPV_LEAKS_VIEW (owner)->order->list, row);
}

static char *
dup_verdict (gpointer owner, guint32 row)
{
  return g_strdup (ppv_leak_verdict (get_leak (owner, row)));
}

static const char *
get_icon (gpointer owner, guint32 row)
{
  return ppv_leak_icon (get_leak (owner, row));
}

static char *
dup_site (gpointer owner, guint32 row)
{
  return g_strdup (get_leak (owner, row)->site);
}

static char *
dup_bytes (gpointer owner, guint32 row)
{
  return ppv_format_bytes (get_leak (owner, row)->bytes);
}

static char *
dup_blocks (gpointer owner, guint32 row)
{
  const PpvLeak *leak = get_leak (owner, row);

  return leak->blocks >= 0 ? ppv_format_count (leak->blocks) : g_strdup ("");
}

static char *
dup_rate (gpointer owner, guint32 row)
{
  return ppv_leak_list_dup_rate (PPV_LEAKS_VIEW (owner)->order->list, row);
}

static double
get_bytes (gpointer owner, guint32 row)
{
  return (double) get_leak (owner, row)->bytes;
}

static double
get_blocks (gpointer owner, guint32 row)
{
  return (double) get_leak (owner, row)->blocks;
}

/* Of what has none shown, less than nothing or more tells nothing. */
static double
get_rate (gpointer owner, guint32 row)
{
  g_autofree char *shown = dup_rate (owner, row);

  return *shown != '\0' ? get_leak (owner, row)->trend.slope : 0;
}

enum { COLUMN_VERDICT, COLUMN_SITE, COLUMN_BYTES, COLUMN_BLOCKS, COLUMN_RATE };

static const PpvTextColumn columns[] = {
  [COLUMN_VERDICT] = { N_ ("Verdict"), 150, FALSE, dup_verdict, get_icon, PANGO_ELLIPSIZE_MIDDLE },
  [COLUMN_SITE] = { N_ ("Allocated By"), -1, FALSE, dup_site, NULL, PANGO_ELLIPSIZE_MIDDLE },
  [COLUMN_BYTES] = { N_ ("Bytes"), 90, TRUE, dup_bytes, NULL, PANGO_ELLIPSIZE_NONE, get_bytes },
  [COLUMN_BLOCKS] = { N_ ("Blocks"), 90, TRUE, dup_blocks, NULL, PANGO_ELLIPSIZE_NONE, get_blocks },
  [COLUMN_RATE] = { N_ ("Growth"), 280, TRUE, dup_rate, NULL, PANGO_ELLIPSIZE_NONE, get_rate },
};

static void
show_columns (PpvLeaksView *self)
{
  PpvLeakList *list = self->order->list;
  g_autofree char *scale = ppv_leaks_dup_scale (list->leaks, list->profile);
  /* Translators: "per second" or the like */
  g_autofree char *title = g_strdup_printf (_ ("Growth %s"), scale);

  ppv_text_columns_show (self->table, COLUMN_BLOCKS, columns[COLUMN_BLOCKS].width,
                         self->order->has_blocks);
  ppv_text_columns_show (self->table, COLUMN_RATE, columns[COLUMN_RATE].width,
                         self->order->has_rate);
  ppv_text_columns_set_title (self->table, COLUMN_RATE, title);
}

/* --- the chosen one ---- */

static guint32
get_chosen (PpvLeaksView *self)
{
  PpvRow *row = gtk_single_selection_get_selected_item (self->selection);

  return row != NULL && self->order != NULL ? ppv_row_get_number (row) : PPV_NONE;
}

static void
on_selected (PpvLeaksView *self)
{
  guint32 row = get_chosen (self);
  const PpvLeak *leak = row != PPV_NONE ? get_leak (self, row) : NULL;
  PpvFindingPart part = { 0, leak != NULL ? leak->stack : PPV_NONE };
  g_autofree char *what = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "leaks.copy", leak != NULL);
  if (leak != NULL)
    what = g_strdup_printf ("%s: %s", ppv_leak_verdict (leak), leak->site);
  gtk_label_set_text (self->what, what != NULL ? what : "");
  gtk_label_set_text (self->evidence, leak != NULL ? leak->evidence : "");
  ppv_stack_list_set_parts (self->stacks, leak != NULL ? self->profile : NULL, &part,
                            leak != NULL ? 1 : 0);
}

static void
on_copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PpvLeaksView *self = PPV_LEAKS_VIEW (widget);
  g_autofree char *text = NULL;

  if (get_chosen (self) == PPV_NONE)
    return;
  text = ppv_leak_list_dup_text (self->order->list, get_chosen (self));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
on_activate (PpvLeaksView *self, guint position)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->stacks));
}

/* --- the list ---- */

static void
show_matched (PpvLeaksView *self)
{
  g_autofree char *shown = ppv_format_count (self->order->n_rows);
  g_autofree char *all = ppv_format_count (self->order->list->leaks->n_rows);
  g_autofree char *text = NULL;

  if (self->order->n_rows == self->order->list->leaks->n_rows)
    text = g_strdup_printf (ngettext ("%s place", "%s places", self->order->n_rows), shown);
  else
    text = g_strdup_printf (_ ("%s of %s places"), shown, all);
  gtk_label_set_text (self->matched, text);
}

static void
show_empty (PpvLeaksView *self, const char *icon, const char *title, const char *reason)
{
  g_autofree char *markup = ppv_escape_dup (ppv_escape_pango, reason);

  adw_status_page_set_icon_name (self->empty, icon);
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, markup);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
drop_order (PpvLeaksView *self)
{
  ppv_row_model_set (self->model, NULL, 0);
  g_clear_pointer (&self->order, ppv_leak_order_free);
}

/* The rows as the heads of the list have them, with that of before chosen again. */
static void
show_rows (PpvLeaksView *self)
{
  guint32 n_rows = self->order->n_rows;
  guint32 *rows = g_memdup2 (self->order->rows, n_rows * sizeof (guint32));
  guint at;

  ppv_text_sort_rows (self->table, rows, n_rows);
  ppv_row_model_set (self->model, rows, n_rows);
  at = ppv_row_model_find (self->model, self->kept);
  at = at != GTK_INVALID_LIST_POSITION ? at : 0;
  ppv_row_model_reach (self->model, at);
  gtk_single_selection_set_selected (self->selection, at);
  ppv_text_columns_scroll (self->table, at);
}

static void
on_sorted (gpointer owner)
{
  PpvLeaksView *self = PPV_LEAKS_VIEW (owner);

  if (self->order == NULL)
    return;
  self->kept = get_chosen (self);
  show_rows (self);
}

static void
show_order (PpvLeaksView *self)
{
  show_matched (self);
  show_columns (self);
  show_rows (self);
  if (self->order->list->leaks->n_rows == 0)
    show_empty (self, "emblem-ok-symbolic", _ ("No Leaks"),
                _ ("The tool found no memory that is lost."));
  else if (self->order->n_rows == 0)
    show_empty (self, "edit-find-symbolic", _ ("No Place Found"),
                _ ("None has what you search for."));
  else
    gtk_stack_set_visible_child_name (self->stack, "list");
}

static void
on_done (gpointer owner, gpointer result, const GError *error)
{
  PpvLeaksView *self = PPV_LEAKS_VIEW (owner);

  if (get_chosen (self) != PPV_NONE)
    self->kept = get_chosen (self);
  drop_order (self);
  self->order = result;
  gtk_label_set_text (self->answer, self->order != NULL ? self->order->list->answer : "");
  gtk_widget_set_visible (GTK_WIDGET (self->answer), self->order != NULL);
  if (self->order != NULL)
    {
      show_order (self);
      return;
    }
  gtk_label_set_text (self->matched, "");
  show_empty (self, "dialog-information-symbolic", _ ("No Leaks"), error->message);
}

static void
refresh (PpvLeaksView *self)
{
  Request *request = g_new0 (Request, 1);

  request->profile = ppv_profile_ref (self->profile);
  if (self->order != NULL)
    request->list = ppv_leak_list_ref (self->order->list);
  request->search = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  ppv_job_start (self->job, request);
}

/* Leaks are of the whole program: filters do not change them. */
static void
refresh_when_seen (PpvLeaksView *self)
{
  PpvProfile *profile = ppv_session_get_profile (self->session);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || profile == NULL || profile == self->profile)
    return;
  self->kept = PPV_NONE;
  drop_order (self);
  g_clear_pointer (&self->profile, ppv_profile_unref);
  self->profile = ppv_profile_ref (profile);
  refresh (self);
}

static void
on_search_changed (PpvLeaksView *self)
{
  if (self->profile != NULL)
    refresh (self);
}

static void
on_stop_search (PpvLeaksView *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

/* --- the class ---- */

static void
ppv_leaks_view_map (GtkWidget *widget)
{
  PpvLeaksView *self = PPV_LEAKS_VIEW (widget);

  GTK_WIDGET_CLASS (ppv_leaks_view_parent_class)->map (widget);
  if (self->session != NULL)
    refresh_when_seen (self);
}

static gboolean
ppv_leaks_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PPV_LEAKS_VIEW (widget)->table));
}

static void
ppv_leaks_view_dispose (GObject *object)
{
  PpvLeaksView *self = PPV_LEAKS_VIEW (object);

  if (self->job != NULL)
    ppv_job_leave (self->job);
  g_clear_object (&self->job);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), PPV_TYPE_LEAKS_VIEW);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (ppv_leaks_view_parent_class)->dispose (object);
}

static void
ppv_leaks_view_finalize (GObject *object)
{
  PpvLeaksView *self = PPV_LEAKS_VIEW (object);

  g_clear_pointer (&self->order, ppv_leak_order_free);
  g_clear_pointer (&self->profile, ppv_profile_unref);

  G_OBJECT_CLASS (ppv_leaks_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/perprovis/PerProVis/ppv-leaks-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PpvLeaksView, answer);
  gtk_widget_class_bind_template_child (widget_class, PpvLeaksView, search);
  gtk_widget_class_bind_template_child (widget_class, PpvLeaksView, spinner);
  gtk_widget_class_bind_template_child (widget_class, PpvLeaksView, matched);
  gtk_widget_class_bind_template_child (widget_class, PpvLeaksView, stack);
  gtk_widget_class_bind_template_child (widget_class, PpvLeaksView, empty);
  gtk_widget_class_bind_template_child (widget_class, PpvLeaksView, table);
  gtk_widget_class_bind_template_child (widget_class, PpvLeaksView, what);
  gtk_widget_class_bind_template_child (widget_class, PpvLeaksView, evidence);
  gtk_widget_class_bind_template_child (widget_class, PpvLeaksView, stacks);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
ppv_leaks_view_class_init (PpvLeaksViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ppv_leaks_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = ppv_leaks_view_finalize;
  widget_class->grab_focus = ppv_leaks_view_grab_focus;
  widget_class->map = ppv_leaks_view_map;
  gtk_widget_class_install_action (widget_class, "leaks.copy", NULL, on_copy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "leaks.copy",
                                       NULL);
  g_type_ensure (PPV_TYPE_STACK_LIST);
  bind_template (widget_class);
}

static void
ppv_leaks_view_init (PpvLeaksView *self)
{
  self->kept = PPV_NONE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->model = ppv_row_model_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (self->selection));
  ppv_text_columns_add (self->table, columns, G_N_ELEMENTS (columns), self);
  ppv_text_sort_add (self->table, columns, G_N_ELEMENTS (columns), self, on_sorted);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (on_selected),
                            self);
  self->job =
      ppv_job_new (run_request, free_request, (GDestroyNotify) ppv_leak_order_free, on_done, self);
  g_object_bind_property (self->job, "busy", self->spinner, "spinning", G_BINDING_SYNC_CREATE);
}

static gboolean
has_leak_findings (const PpvProfile *profile)
{
  guint32 n_findings;
  const PpvFinding *findings = ppv_profile_list_findings (profile, &n_findings);

  for (guint32 i = 0; i < n_findings; i++)
    if (ppv_finding_is_leak (&findings[i]))
      return TRUE;
  return FALSE;
}

static gboolean
has_levels (const PpvProfile *profile)
{
  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    if (ppv_profile_get_metric (profile, i)->kind == PPV_METRIC_LEVEL)
      return TRUE;
  return FALSE;
}

/**
 * ppv_leaks_view_is_for: (skip)
 * @profile: a profile
 *
 * Told without the analysis, which may take a while.
 *
 * Returns: whether it is of a tool that tells what was not freed
 */
gboolean
ppv_leaks_view_is_for (const PpvProfile *profile)
{
  return has_leak_findings (profile) || has_levels (profile) ||
         ppv_profile_find_metric (profile, "leaked") != PPV_NONE ||
         g_strcmp0 (ppv_profile_get_fact (profile, "tool"), "memcheck") == 0;
}

/**
 * ppv_leaks_view_set_session:
 * @self: a view, for the first time
 * @session: what it shows
 */
void
ppv_leaks_view_set_session (PpvLeaksView *self, PpvSession *session)
{
  g_return_if_fail (PPV_IS_LEAKS_VIEW (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  ppv_stack_list_set_session (self->stacks, session);
  g_signal_connect_swapped (session, "changed", G_CALLBACK (refresh_when_seen), self);
}

/**
 * ppv_leaks_view_search:
 * @self: a view
 */
void
ppv_leaks_view_search (PpvLeaksView *self)
{
  g_return_if_fail (PPV_IS_LEAKS_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * ppv_leaks_view_is_settled:
 * @self: a view
 *
 * Returns: whether it shows what was asked for
 */
gboolean
ppv_leaks_view_is_settled (PpvLeaksView *self)
{
  g_return_val_if_fail (PPV_IS_LEAKS_VIEW (self), FALSE);

  return ppv_job_is_idle (self->job) && ppv_row_model_is_complete (self->model) &&
         self->profile == ppv_session_get_profile (self->session);
}

/**
 * ppv_leaks_view_get_model:
 * @self: a view
 *
 * Returns: the list the user chooses from
 */
GtkSelectionModel *
ppv_leaks_view_get_model (PpvLeaksView *self)
{
  g_return_val_if_fail (PPV_IS_LEAKS_VIEW (self), NULL);

  return GTK_SELECTION_MODEL (self->selection);
}
