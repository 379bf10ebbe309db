/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-function-menu.h"

/* What the actions act on; belongs to their group. */
typedef struct {
  PpvSession *session;
  PpvProfile *profile; /* of the function; the session may have got another since */
  PpvFunctionId function;
  const char *other; /* static */
  GtkWidget *view;   /* outlives the group, which is inserted into it */
} Target;

static void
free_target (gpointer data, GClosure *closure)
{
  Target *target = data;

  g_object_unref (target->session);
  ppv_profile_unref (target->profile);
  g_free (target);
}

static const char *
get_name (const Target *target)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (target->profile);

  return ppv_profile_get_string (target->profile, functions->name[target->function]);
}

/* The path of the function's module, or NULL. */
static const char *
get_module (const Target *target)
{
  PpvModuleId module = ppv_profile_get_functions (target->profile)->module[target->function];

  if (module == PPV_NONE)
    return NULL;
  return ppv_profile_get_string (target->profile,
                                 ppv_profile_get_modules (target->profile)->path[module]);
}

static void
on_filter_function (GSimpleAction *action, GVariant *negated, gpointer user_data)
{
  Target *target = user_data;
  g_autofree char *pattern = ppv_pattern_quote (get_name (target));

  ppv_session_add_term (target->session, PPV_TERM_FUNCTION, g_variant_get_boolean (negated),
                        pattern);
}

static void
on_filter_module (GSimpleAction *action, GVariant *negated, gpointer user_data)
{
  Target *target = user_data;
  g_autofree char *pattern = ppv_pattern_quote (get_module (target));

  ppv_session_add_term (target->session, PPV_TERM_MODULE, g_variant_get_boolean (negated), pattern);
}

/* The text is the program's own: what is in it is in quotes. */
static void
on_change (GSimpleAction *action, GVariant *clause, gpointer user_data)
{
  Target *target = user_data;

  ppv_session_add_text (target->session, g_variant_get_string (clause, NULL), NULL);
}

static void
on_copy (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Target *target = user_data;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (target->view), get_name (target));
}

static void
on_show (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Target *target = user_data;

  if (ppv_session_get_profile (target->session) == target->profile)
    ppv_session_show (target->session, target->other, target->function);
}

static void
add_action (GSimpleActionGroup *group,
            const char *name,
            const GVariantType *type,
            GCallback activate,
            const Target *target)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, type);
  Target *own = g_memdup2 (target, sizeof *target);

  g_object_ref (own->session);
  ppv_profile_ref (own->profile);
  g_signal_connect_data (action, "activate", activate, own, free_target, 0);
  if (activate == G_CALLBACK (on_filter_module))
    g_simple_action_set_enabled (action, get_module (target) != NULL);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
}

static GMenuModel *
make_menu (GMenuModel *changes, const char *other)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) filter = g_menu_new ();
  g_autoptr (GMenu) rest = g_menu_new ();

  g_menu_append (filter, _ ("Filter _In by Function"), "function.filter-function(false)");
  g_menu_append (filter, _ ("Filter _Out by Function"), "function.filter-function(true)");
  g_menu_append (filter, _ ("Filter In by _Module"), "function.filter-module(false)");
  g_menu_append (filter, _ ("Filter Out by Mo_dule"), "function.filter-module(true)");
  g_menu_append (rest,
                 g_str_equal (other, PPV_VIEW_HOTSPOTS) ? _ ("Show in _Hotspots")
                                                        : _ ("Show in _Flame Graph"),
                 "function.show");
  g_menu_append (rest, _ ("_Copy Name"), "function.copy");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (filter));
  g_menu_append_section (menu, NULL, changes);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (rest));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static gboolean
unparent (gpointer popover)
{
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* An item's action runs after the popover has closed. */
static void
on_closed (GtkPopover *popover, gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_LOW, unparent, g_object_ref (popover), g_object_unref);
}

/* A view that goes takes an open menu with it. */
static void
on_view_destroyed (GtkWidget *popover, GtkWidget *view)
{
  unparent (popover);
}

/**
 * ppv_function_menu_install: (skip)
 * @view: where the actions are to be found
 * @session: what they change
 * @function: what they are about
 * @other: name of the view that "function.show" shows; static
 */
void
ppv_function_menu_install (GtkWidget *view,
                           PpvSession *session,
                           PpvFunctionId function,
                           const char *other)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  Target target = { session, ppv_session_get_profile (session), function, other, view };

  g_return_if_fail (GTK_IS_WIDGET (view));
  g_return_if_fail (function != PPV_NONE);

  add_action (group, "filter-function", G_VARIANT_TYPE_BOOLEAN, G_CALLBACK (on_filter_function),
              &target);
  add_action (group, "filter-module", G_VARIANT_TYPE_BOOLEAN, G_CALLBACK (on_filter_module),
              &target);
  add_action (group, "change", G_VARIANT_TYPE_STRING, G_CALLBACK (on_change), &target);
  add_action (group, "copy", NULL, G_CALLBACK (on_copy), &target);
  add_action (group, "show", NULL, G_CALLBACK (on_show), &target);
  gtk_widget_insert_action_group (view, "function", G_ACTION_GROUP (group));
}

/**
 * ppv_function_menu_popup: (skip)
 * @view: a widget with a layout manager
 * @session: its session
 * @function: a function
 * @path: (nullable): what leads to it in a tree
 * @keys: letters that do in @view what items do
 * @other: name of the view to offer; static
 * @x: where, in @view
 * @y: where, in @view
 */
void
ppv_function_menu_popup (GtkWidget *view,
                         PpvSession *session,
                         PpvFunctionId function,
                         const char *path,
                         const char *keys,
                         const char *other,
                         double x,
                         double y)
{
  g_autoptr (GMenuModel) changes =
      ppv_function_change_menu (ppv_session_get_profile (session), function, path, keys);
  g_autoptr (GMenuModel) menu = make_menu (changes, other);
  GtkWidget *popover = gtk_popover_menu_new_from_model (menu);
  GdkRectangle at = { (int) x, (int) y, 1, 1 };

  ppv_function_menu_install (view, session, function, other);
  gtk_widget_set_parent (popover, view);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &at);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  g_signal_connect (popover, "closed", G_CALLBACK (on_closed), NULL);
  g_signal_connect_object (view, "destroy", G_CALLBACK (on_view_destroyed), popover,
                           G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (popover));
}
