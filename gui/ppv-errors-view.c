/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-error-list.h"
#include "ppv-errors-view.h"
#include "ppv-figures.h"
#include "ppv-job.h"
#include "ppv-row-model.h"
#include "ppv-stack-list.h"
#include "ppv-text-sort.h"

struct _PpvErrorsView {
  GtkBox parent_instance;

  GtkDropDown *kinds;
  GtkSearchEntry *search;
  GtkSpinner *spinner;
  GtkLabel *matched;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkColumnView *table;
  GtkLabel *what;
  GtkLabel *remark;
  GtkButton *suppress;
  PpvStackList *stacks;

  PpvSession *session;
  PpvJob *job;
  PpvRowModel *model; /* rows of the list's findings */
  GtkSingleSelection *selection;
  PpvErrorOrder *order; /* what is shown, or NULL */
  PpvProfile *profile;  /* what was asked for, or NULL */
  guint32 kept;         /* finding to be chosen again, or PPV_NONE */
  gboolean filling;     /* the list of kinds is being made */
  char *suppression;    /* of the chosen one, or NULL */
};

G_DEFINE_FINAL_TYPE (PpvErrorsView, ppv_errors_view, GTK_TYPE_BOX)

/* --- the job ---- */

typedef struct {
  PpvProfile *profile;
  PpvErrorList *list; /* NULL when it is to be made */
  PpvStringId kind;
  char *search;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  ppv_profile_unref (request->profile);
  g_clear_pointer (&request->list, ppv_error_list_unref);
  g_free (request->search);
  g_free (request);
}

static gpointer
run_request (gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;

  if (request->list == NULL)
    request->list = ppv_error_list_new (request->profile, error);
  if (request->list == NULL)
    return NULL;
  return ppv_error_order_new (request->list, request->kind, request->search);
}

/* --- columns ---- */

static const PpvFinding *
get_finding (gpointer owner, guint32 row)
{
  return ppv_error_list_get (PPV_ERRORS_VIEW (owner)->order->list, row);
}

static char *
dup_kind (gpointer owner, guint32 row)
{
  return g_strdup (
      ppv_profile_get_string (PPV_ERRORS_VIEW (owner)->profile, get_finding (owner, row)->kind));
}

static char *
dup_what (gpointer owner, guint32 row)
{
  return g_strdup (
      ppv_profile_get_string (PPV_ERRORS_VIEW (owner)->profile, get_finding (owner, row)->text));
}

static char *
dup_function (gpointer owner, guint32 row)
{
  PpvErrorsView *self = PPV_ERRORS_VIEW (owner);
  PpvFrameId frame = self->order->list->frame[row];

  if (frame == PPV_NONE)
    return g_strdup ("");
  return g_strdup (ppv_profile_get_string (
      self->profile, ppv_profile_get_functions (self->profile)
                         ->name[ppv_profile_get_frames (self->profile)->function[frame]]));
}

static char *
dup_number (guint64 number)
{
  return ppv_format_count ((gint64) MIN (number, G_MAXINT64));
}

static char *
dup_times (gpointer owner, guint32 row)
{
  return dup_number (get_finding (owner, row)->count);
}

static char *
dup_bytes (gpointer owner, guint32 row)
{
  const PpvFinding *finding = get_finding (owner, row);

  if (!ppv_finding_is_leak (finding))
    return g_strdup ("");
  return ppv_format_bytes ((gint64) MIN (finding->bytes, G_MAXINT64));
}

static char *
dup_blocks (gpointer owner, guint32 row)
{
  const PpvFinding *finding = get_finding (owner, row);

  return ppv_finding_is_leak (finding) ? dup_number (finding->blocks) : g_strdup ("");
}

static double
get_times (gpointer owner, guint32 row)
{
  return (double) get_finding (owner, row)->count;
}

static double
get_bytes (gpointer owner, guint32 row)
{
  const PpvFinding *finding = get_finding (owner, row);

  return ppv_finding_is_leak (finding) ? (double) finding->bytes : -1;
}

static double
get_blocks (gpointer owner, guint32 row)
{
  const PpvFinding *finding = get_finding (owner, row);

  return ppv_finding_is_leak (finding) ? (double) finding->blocks : -1;
}

enum { COLUMN_KIND, COLUMN_WHAT, COLUMN_FUNCTION, COLUMN_TIMES, COLUMN_BYTES, COLUMN_BLOCKS };

static const PpvTextColumn columns[] = {
  [COLUMN_KIND] = { N_ ("Kind"), 150, FALSE, dup_kind, NULL, PANGO_ELLIPSIZE_MIDDLE },
  [COLUMN_WHAT] = { N_ ("What"), -1, FALSE, dup_what, NULL, PANGO_ELLIPSIZE_END },
  [COLUMN_FUNCTION] = { N_ ("Function"), 170, FALSE, dup_function, NULL, PANGO_ELLIPSIZE_MIDDLE },
  [COLUMN_TIMES] = { N_ ("Times"), 70, TRUE, dup_times, NULL, PANGO_ELLIPSIZE_NONE, get_times },
  [COLUMN_BYTES] = { N_ ("Bytes"), 84, TRUE, dup_bytes, NULL, PANGO_ELLIPSIZE_NONE, get_bytes },
  [COLUMN_BLOCKS] = { N_ ("Blocks"), 84, TRUE, dup_blocks, NULL, PANGO_ELLIPSIZE_NONE, get_blocks },
};

/* --- the chosen one ---- */

static guint32
get_chosen (PpvErrorsView *self)
{
  PpvRow *row = gtk_single_selection_get_selected_item (self->selection);

  return row != NULL && self->order != NULL ? ppv_row_get_number (row) : PPV_NONE;
}

static void
show_suppression (PpvErrorsView *self, guint32 row)
{
  g_free (self->suppression);
  self->suppression =
      row != PPV_NONE ? ppv_error_list_dup_suppression (self->order->list, row) : NULL;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "errors.copy", row != PPV_NONE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "errors.copy-suppression",
                                 self->suppression != NULL);
  gtk_widget_set_tooltip_text (
      GTK_WIDGET (self->suppress),
      self->suppression != NULL
          ? _ ("Copy What Hides It, for Valgrind’s --suppressions (Ctrl+Shift+C)")
          : _ ("It cannot be suppressed: it has no stack, or Valgrind has no suppressions for "
               "its kind"));
}

static void
on_selected (PpvErrorsView *self)
{
  guint32 row = get_chosen (self);
  g_autofree char *remark = NULL;

  show_suppression (self, row);
  if (row == PPV_NONE)
    {
      gtk_label_set_text (self->what, "");
      gtk_label_set_text (self->remark, "");
      ppv_stack_list_set_parts (self->stacks, NULL, NULL, 0);
      return;
    }
  remark = ppv_error_list_dup_remark (self->order->list, row);
  gtk_label_set_text (self->what,
                      ppv_profile_get_string (self->profile, get_finding (self, row)->text));
  gtk_label_set_text (self->remark, remark);
  gtk_widget_set_visible (GTK_WIDGET (self->remark), *remark != '\0');
  ppv_stack_list_set_parts (self->stacks, self->profile,
                            ppv_profile_list_parts (self->profile, get_finding (self, row)),
                            get_finding (self, row)->n_parts);
}

static void
on_copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PpvErrorsView *self = PPV_ERRORS_VIEW (widget);
  g_autofree char *text = NULL;

  if (g_str_equal (name, "errors.copy-suppression"))
    text = g_strdup (self->suppression);
  else if (get_chosen (self) != PPV_NONE)
    text = ppv_error_list_dup_text (self->order->list, get_chosen (self));
  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
on_activate (PpvErrorsView *self, guint position)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->stacks));
}

/* --- the list ---- */

static void
show_matched (PpvErrorsView *self)
{
  g_autofree char *shown = ppv_format_count (self->order->n_rows);
  g_autofree char *all = ppv_format_count (self->order->list->findings->n_findings);
  g_autofree char *text = NULL;

  if (self->order->n_rows == self->order->list->findings->n_findings)
    text = g_strdup_printf (ngettext ("%s finding", "%s findings", self->order->n_rows), shown);
  else
    text = g_strdup_printf (_ ("%s of %s findings"), shown, all);
  gtk_label_set_text (self->matched, text);
}

static void
show_empty (PpvErrorsView *self, const char *icon, const char *title, const char *reason)
{
  g_autofree char *markup = ppv_escape_dup (ppv_escape_pango, reason);

  adw_status_page_set_icon_name (self->empty, icon);
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, markup);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
drop_order (PpvErrorsView *self)
{
  ppv_row_model_set (self->model, NULL, 0);
  g_clear_pointer (&self->order, ppv_error_order_free);
}

/* The rows as the heads of the list have them, with that of before chosen again. */
static void
show_rows (PpvErrorsView *self)
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
  PpvErrorsView *self = PPV_ERRORS_VIEW (owner);

  if (self->order == NULL)
    return;
  self->kept = get_chosen (self);
  show_rows (self);
}

/* All kinds first, then one by one with the number of their findings. */
static void
fill_kinds (PpvErrorsView *self)
{
  const PpvFindings *findings = self->order->list->findings;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *all = ppv_format_count (findings->n_findings);

  gtk_string_list_take (names, g_strdup_printf (_ ("All Kinds (%s)"), all));
  for (guint32 i = 0; i < findings->n_groups; i++)
    {
      const PpvFindingGroup *group = &findings->groups[i];
      g_autofree char *count = ppv_format_count (group->n_findings);

      gtk_string_list_take (
          names,
          g_strdup_printf ("%s (%s)", ppv_profile_get_string (self->profile, group->kind), count));
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (self->kinds, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->kinds, 0);
  self->filling = FALSE;
}

static void
on_done (gpointer owner, gpointer result, const GError *error)
{
  PpvErrorsView *self = PPV_ERRORS_VIEW (owner);
  gboolean fresh = self->order == NULL;

  if (get_chosen (self) != PPV_NONE)
    self->kept = get_chosen (self);
  drop_order (self);
  self->order = result;
  if (self->order == NULL)
    {
      gtk_label_set_text (self->matched, "");
      show_empty (self, "dialog-information-symbolic", _ ("No Errors"), error->message);
      return;
    }
  if (fresh)
    fill_kinds (self);
  show_matched (self);
  ppv_text_columns_show (self->table, COLUMN_BYTES, columns[COLUMN_BYTES].width,
                         self->order->has_leaks);
  ppv_text_columns_show (self->table, COLUMN_BLOCKS, columns[COLUMN_BLOCKS].width,
                         self->order->has_leaks);
  show_rows (self);
  if (self->order->list->findings->n_findings == 0)
    show_empty (self, "emblem-ok-symbolic", _ ("No Errors"), _ ("The tool found nothing wrong."));
  else if (self->order->n_rows == 0)
    show_empty (self, "edit-find-symbolic", _ ("No Error Found"),
                _ ("None of this kind has what you search for."));
  else
    gtk_stack_set_visible_child_name (self->stack, "list");
}

/* The kind of findings that is chosen, or PPV_NONE for all. */
static PpvStringId
get_kind (PpvErrorsView *self)
{
  guint chosen = gtk_drop_down_get_selected (self->kinds);

  if (self->order == NULL || chosen == 0 || chosen == GTK_INVALID_LIST_POSITION)
    return PPV_NONE;
  return self->order->list->findings->groups[chosen - 1].kind;
}

static void
refresh (PpvErrorsView *self)
{
  Request *request = g_new0 (Request, 1);

  request->profile = ppv_profile_ref (self->profile);
  if (self->order != NULL)
    request->list = ppv_error_list_ref (self->order->list);
  request->kind = get_kind (self);
  request->search = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  ppv_job_start (self->job, request);
}

/* Findings are of the whole program: filters do not change them. */
static void
refresh_when_seen (PpvErrorsView *self)
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
on_kind_changed (PpvErrorsView *self)
{
  if (!self->filling && self->order != NULL)
    refresh (self);
}

static void
on_search_changed (PpvErrorsView *self)
{
  if (self->profile != NULL)
    refresh (self);
}

static void
on_stop_search (PpvErrorsView *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

/* --- the class ---- */

static void
ppv_errors_view_map (GtkWidget *widget)
{
  PpvErrorsView *self = PPV_ERRORS_VIEW (widget);

  GTK_WIDGET_CLASS (ppv_errors_view_parent_class)->map (widget);
  if (self->session != NULL)
    refresh_when_seen (self);
}

static gboolean
ppv_errors_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PPV_ERRORS_VIEW (widget)->table));
}

static void
ppv_errors_view_dispose (GObject *object)
{
  PpvErrorsView *self = PPV_ERRORS_VIEW (object);

  if (self->job != NULL)
    ppv_job_leave (self->job);
  g_clear_object (&self->job);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), PPV_TYPE_ERRORS_VIEW);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (ppv_errors_view_parent_class)->dispose (object);
}

static void
ppv_errors_view_finalize (GObject *object)
{
  PpvErrorsView *self = PPV_ERRORS_VIEW (object);

  g_clear_pointer (&self->order, ppv_error_order_free);
  g_clear_pointer (&self->profile, ppv_profile_unref);
  g_free (self->suppression);

  G_OBJECT_CLASS (ppv_errors_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/perprovis/PerProVis/ppv-errors-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PpvErrorsView, kinds);
  gtk_widget_class_bind_template_child (widget_class, PpvErrorsView, search);
  gtk_widget_class_bind_template_child (widget_class, PpvErrorsView, spinner);
  gtk_widget_class_bind_template_child (widget_class, PpvErrorsView, matched);
  gtk_widget_class_bind_template_child (widget_class, PpvErrorsView, stack);
  gtk_widget_class_bind_template_child (widget_class, PpvErrorsView, empty);
  gtk_widget_class_bind_template_child (widget_class, PpvErrorsView, table);
  gtk_widget_class_bind_template_child (widget_class, PpvErrorsView, what);
  gtk_widget_class_bind_template_child (widget_class, PpvErrorsView, remark);
  gtk_widget_class_bind_template_child (widget_class, PpvErrorsView, suppress);
  gtk_widget_class_bind_template_child (widget_class, PpvErrorsView, stacks);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
ppv_errors_view_class_init (PpvErrorsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ppv_errors_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = ppv_errors_view_finalize;
  widget_class->grab_focus = ppv_errors_view_grab_focus;
  widget_class->map = ppv_errors_view_map;
  gtk_widget_class_install_action (widget_class, "errors.copy", NULL, on_copy);
  gtk_widget_class_install_action (widget_class, "errors.copy-suppression", NULL, on_copy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "errors.copy",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "errors.copy-suppression", NULL);
  g_type_ensure (PPV_TYPE_STACK_LIST);
  bind_template (widget_class);
}

static void
ppv_errors_view_init (PpvErrorsView *self)
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
      ppv_job_new (run_request, free_request, (GDestroyNotify) ppv_error_order_free, on_done, self);
  g_object_bind_property (self->job, "busy", self->spinner, "spinning", G_BINDING_SYNC_CREATE);
}

/**
 * ppv_errors_view_is_for: (skip)
 * @profile: a profile
 *
 * Returns: whether it is of a tool that looks for errors
 */
gboolean
ppv_errors_view_is_for (const PpvProfile *profile)
{
  guint32 n_findings;

  ppv_profile_list_findings (profile, &n_findings);
  return n_findings > 0 || ppv_profile_find_metric (profile, "errors") != PPV_NONE;
}

/**
 * ppv_errors_view_set_session:
 * @self: a view, for the first time
 * @session: what it shows
 */
void
ppv_errors_view_set_session (PpvErrorsView *self, PpvSession *session)
{
  g_return_if_fail (PPV_IS_ERRORS_VIEW (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  ppv_stack_list_set_session (self->stacks, session);
  g_signal_connect_swapped (session, "changed", G_CALLBACK (refresh_when_seen), self);
}

/**
 * ppv_errors_view_search:
 * @self: a view
 */
void
ppv_errors_view_search (PpvErrorsView *self)
{
  g_return_if_fail (PPV_IS_ERRORS_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * ppv_errors_view_is_settled:
 * @self: a view
 *
 * Returns: whether it shows what was asked for
 */
gboolean
ppv_errors_view_is_settled (PpvErrorsView *self)
{
  g_return_val_if_fail (PPV_IS_ERRORS_VIEW (self), FALSE);

  return ppv_job_is_idle (self->job) && ppv_row_model_is_complete (self->model) &&
         self->profile == ppv_session_get_profile (self->session);
}

/**
 * ppv_errors_view_get_model:
 * @self: a view
 *
 * Returns: the list the user chooses from
 */
GtkSelectionModel *
ppv_errors_view_get_model (PpvErrorsView *self)
{
  g_return_val_if_fail (PPV_IS_ERRORS_VIEW (self), NULL);

  return GTK_SELECTION_MODEL (self->selection);
}
