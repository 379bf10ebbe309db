/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-figures.h"
#include "ppv-function-menu.h"
#include "ppv-row-model.h"
#include "ppv-stack-list.h"

/* Width of places and modules, in characters, so that they stand below each other. */
enum { PLACE_CHARS = 24, MODULE_CHARS = 18 };

/* A line: what a stack is of, or a frame of it. */
typedef struct {
  PpvStringId text; /* when there is no frame */
  PpvFrameId frame; /* or PPV_NONE */
} Line;

struct _PpvStackList {
  GtkBox parent_instance;

  GtkListView *list;
  PpvRowModel *model;
  GtkSingleSelection *selection;
  GArray *lines;
  PpvProfile *profile; /* of the lines, or NULL */
  PpvSession *session;
};

G_DEFINE_FINAL_TYPE (PpvStackList, ppv_stack_list, GTK_TYPE_BOX)

/* The widgets of a row; they belong to it. */
typedef struct {
  GtkLabel *text;
  GtkWidget *inlined;
  GtkLabel *place;
  GtkLabel *module;
} Cell;

static const char cell_key[] = "ppv-cell";

static const Line *
get_line (PpvStackList *self, GtkListItem *item)
{
  return &g_array_index (self->lines, Line, ppv_row_get_number (gtk_list_item_get_item (item)));
}

/* The function of a line, or PPV_NONE; also when the session has another profile by now. */
static PpvFunctionId
get_function (PpvStackList *self, guint32 line)
{
  PpvFrameId frame = g_array_index (self->lines, Line, line).frame;

  if (self->session == NULL || ppv_session_get_profile (self->session) != self->profile)
    return PPV_NONE;
  return frame != PPV_NONE ? ppv_profile_get_frames (self->profile)->function[frame] : PPV_NONE;
}

/* --- rows ---- */

static void
bind_heading (PpvStackList *self, GtkListItem *item, const Cell *cell, PpvStringId text)
{
  gtk_label_set_text (cell->text, ppv_profile_get_string (self->profile, text));
  gtk_label_set_ellipsize (cell->text, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (cell->text, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (cell->text), "heading");
  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_frame (PpvStackList *self, GtkListItem *item, const Cell *cell, PpvFrameId frame)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (self->profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (self->profile);
  g_autofree char *place = ppv_figure_frame_place (self->profile, frame);
  g_autofree char *module = g_path_get_basename (ppv_figure_frame_module (self->profile, frame));

  gtk_label_set_text (
      cell->text, ppv_profile_get_string (self->profile, functions->name[frames->function[frame]]));
  gtk_label_set_wrap (cell->text, FALSE);
  gtk_label_set_ellipsize (cell->text, PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_remove_css_class (GTK_WIDGET (cell->text), "heading");
  gtk_label_set_text (cell->place, place);
  gtk_label_set_text (cell->module,
                      *ppv_figure_frame_module (self->profile, frame) != '\0' ? module : "");
  gtk_list_item_set_selectable (item, TRUE);
  gtk_list_item_set_activatable (item, TRUE);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, PpvStackList *self)
{
  const Line *line = get_line (self, item);
  const Cell *cell = g_object_get_data (G_OBJECT (item), cell_key);
  gboolean is_frame = line->frame != PPV_NONE;

  gtk_widget_set_visible (GTK_WIDGET (cell->place), is_frame);
  gtk_widget_set_visible (GTK_WIDGET (cell->module), is_frame);
  gtk_widget_set_visible (cell->inlined,
                          is_frame && ppv_profile_get_frames (self->profile)->inlined[line->frame]);
  if (is_frame)
    bind_frame (self, item, cell, line->frame);
  else
    bind_heading (self, item, cell, line->text);
}

/* The whole of what may be cut: the function, the source file and the module. */
static gboolean
on_query_tooltip (
    GtkWidget *box, int x, int y, gboolean keyboard, GtkTooltip *tooltip, GtkListItem *item)
{
  PpvStackList *self = PPV_STACK_LIST (gtk_widget_get_ancestor (box, PPV_TYPE_STACK_LIST));
  const Cell *cell = g_object_get_data (G_OBJECT (item), cell_key);
  const Line *line;
  const char *file;
  const char *module;
  g_autoptr (GString) text = NULL;

  if (self == NULL || gtk_list_item_get_item (item) == NULL)
    return FALSE;
  line = get_line (self, item);
  if (line->frame == PPV_NONE)
    return FALSE;
  file = ppv_profile_get_string (self->profile,
                                 ppv_profile_get_frames (self->profile)->file[line->frame]);
  module = ppv_figure_frame_module (self->profile, line->frame);
  text = g_string_new (gtk_label_get_text (cell->text));
  if (*file != '\0')
    g_string_append_printf (text, "\n%s:%u", file,
                            ppv_profile_get_frames (self->profile)->line[line->frame]);
  if (*module != '\0')
    g_string_append_printf (text, "\n%s", module);
  gtk_tooltip_set_text (tooltip, text->str);
  return TRUE;
}

static void
popup_menu (PpvStackList *self, guint32 line, double x, double y)
{
  PpvFunctionId function = get_function (self, line);

  if (function != PPV_NONE)
    ppv_function_menu_popup (GTK_WIDGET (self), self->session, function, NULL, "",
                             PPV_VIEW_FLAME_GRAPH, x, y);
}

static void
on_menu_pressed (GtkGestureClick *gesture, int n_press, double x, double y, GtkListItem *item)
{
  GtkWidget *box = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget *self = gtk_widget_get_ancestor (box, PPV_TYPE_STACK_LIST);
  guint position = gtk_list_item_get_position (item);

  if (self == NULL || position == GTK_INVALID_LIST_POSITION || !gtk_list_item_get_selectable (item))
    return;
  gtk_single_selection_set_selected (PPV_STACK_LIST (self)->selection, position);
  gtk_widget_translate_coordinates (box, self, x, y, &x, &y);
  popup_menu (PPV_STACK_LIST (self), position, x, y);
}

static GtkLabel *
add_label (GtkWidget *box, int n_chars)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_width_chars (GTK_LABEL (label), n_chars);
  gtk_label_set_max_width_chars (GTK_LABEL (label), n_chars);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, PpvStackList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkGesture *click = gtk_gesture_click_new ();
  Cell *cell = g_new0 (Cell, 1);

  cell->text = add_label (box, 0);
  gtk_label_set_max_width_chars (cell->text, -1);
  gtk_label_set_width_chars (cell->text, -1);
  gtk_widget_remove_css_class (GTK_WIDGET (cell->text), "dim-label");
  gtk_widget_set_hexpand (GTK_WIDGET (cell->text), TRUE);
  cell->inlined = gtk_label_new (_ ("inlined"));
  gtk_widget_add_css_class (cell->inlined, "badge");
  gtk_widget_set_valign (cell->inlined, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), cell->inlined);
  cell->place = add_label (box, PLACE_CHARS);
  cell->module = add_label (box, MODULE_CHARS);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_menu_pressed), item, 0);
  gtk_widget_add_controller (box, GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_has_tooltip (box, TRUE);
  g_signal_connect_object (box, "query-tooltip", G_CALLBACK (on_query_tooltip), item, 0);
  g_object_set_data_full (G_OBJECT (item), cell_key, cell, g_free);
  gtk_list_item_set_child (item, box);
}

/* --- what the rows are for ---- */

static void
on_selected (PpvStackList *self)
{
  PpvRow *row = gtk_single_selection_get_selected_item (self->selection);
  PpvFunctionId function = row != NULL ? get_function (self, ppv_row_get_number (row)) : PPV_NONE;

  if (function != PPV_NONE)
    ppv_session_set_highlight (self->session, function);
}

static void
on_activate (PpvStackList *self, guint position)
{
  PpvFunctionId function = get_function (self, ppv_row_model_get (self->model, position));

  if (function != PPV_NONE)
    ppv_session_show (self->session, PPV_VIEW_FLAME_GRAPH, function);
}

static void
on_menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PpvStackList *self = PPV_STACK_LIST (widget);
  guint position = gtk_single_selection_get_selected (self->selection);

  if (position != GTK_INVALID_LIST_POSITION)
    popup_menu (self, position, gtk_widget_get_width (widget) / 3.0,
                gtk_widget_get_height (widget) / 3.0);
}

/* --- the class ---- */

static gboolean
ppv_stack_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PPV_STACK_LIST (widget)->list));
}

static void
ppv_stack_list_dispose (GObject *object)
{
  PpvStackList *self = PPV_STACK_LIST (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  self->list = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (ppv_stack_list_parent_class)->dispose (object);
}

static void
ppv_stack_list_finalize (GObject *object)
{
  PpvStackList *self = PPV_STACK_LIST (object);

  g_clear_pointer (&self->profile, ppv_profile_unref);
  g_array_unref (self->lines);

  G_OBJECT_CLASS (ppv_stack_list_parent_class)->finalize (object);
}

static void
ppv_stack_list_class_init (PpvStackListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ppv_stack_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = ppv_stack_list_finalize;
  widget_class->grab_focus = ppv_stack_list_grab_focus;
  gtk_widget_class_install_action (widget_class, "stack.menu", NULL, on_menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "stack.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "stack.menu",
                                       NULL);
}

static void
ppv_stack_list_init (PpvStackList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  self->model = ppv_row_model_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (on_selected),
                            self);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  self->list = GTK_LIST_VIEW (
      gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory));
  g_signal_connect_swapped (self->list, "activate", G_CALLBACK (on_activate), self);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "stack");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Call Stacks"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self), scrolled);
}

/**
 * ppv_stack_list_set_session:
 * @self: a list, for the first time
 * @session: whose profile the stacks are of
 */
void
ppv_stack_list_set_session (PpvStackList *self, PpvSession *session)
{
  g_return_if_fail (PPV_IS_STACK_LIST (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
}

static void
add_lines (PpvStackList *self, const PpvFindingPart *part)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (self->profile);
  Line line = { part->text, PPV_NONE };

  if (part->text != 0)
    g_array_append_val (self->lines, line);
  for (PpvStackId at = part->stack; at != PPV_NONE; at = stacks->parent[at])
    {
      line.frame = stacks->frame[at];
      g_array_append_val (self->lines, line);
    }
}

/**
 * ppv_stack_list_set_parts:
 * @self: a list
 * @profile: (nullable): the profile they are of; NULL without any
 * @parts: (array length=n_parts) (nullable): stacks
 * @n_parts: how many there are
 */
void
ppv_stack_list_set_parts (PpvStackList *self,
                          PpvProfile *profile,
                          const PpvFindingPart *parts,
                          guint32 n_parts)
{
  g_return_if_fail (PPV_IS_STACK_LIST (self));
  g_return_if_fail (profile != NULL || n_parts == 0);

  ppv_row_model_set (self->model, NULL, 0);
  g_array_set_size (self->lines, 0);
  g_clear_pointer (&self->profile, ppv_profile_unref);
  if (n_parts == 0)
    return;
  self->profile = ppv_profile_ref (profile);
  for (guint32 i = 0; i < n_parts; i++)
    add_lines (self, &parts[i]);
  ppv_row_model_set_range (self->model, self->lines->len);
}

static void
append_frame (GString *text, const PpvProfile *profile, PpvFrameId frame)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  g_autofree char *place = ppv_leaks_dup_place (profile, frame);

  g_string_append_printf (text, "    %s", place);
  if (frames->inlined[frame])
    g_string_append_printf (text, ", %s", _ ("inlined"));
  g_string_append_c (text, '\n');
}

/**
 * ppv_stack_list_dup_text:
 * @profile: a profile
 * @parts: (array length=n_parts) (nullable): stacks of it
 * @n_parts: how many there are
 *
 * Returns: (transfer full): the stacks as lines, for the clipboard
 */
char *
ppv_stack_list_dup_text (const PpvProfile *profile, const PpvFindingPart *parts, guint32 n_parts)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  GString *text = g_string_new (NULL);

  for (guint32 i = 0; i < n_parts; i++)
    {
      if (parts[i].text != 0)
        g_string_append_printf (text, "  %s\n", ppv_profile_get_string (profile, parts[i].text));
      for (PpvStackId at = parts[i].stack; at != PPV_NONE; at = stacks->parent[at])
        append_frame (text, profile, stacks->frame[at]);
    }
  return g_string_free (text, FALSE);
}
