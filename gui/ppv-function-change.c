/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ppv-function-change.h"

typedef enum {
  OF_FUNCTION, /* its name */
  OF_MODULE,
  OF_PATH, /* the calls that lead to it */
  OF_ALL,
} Object;

static const struct {
  char key;
  Object object;
  const char *clause; /* "=" and a value follow, except for OF_ALL */
  const char *label;
} changes[] = {
  { 'f', OF_FUNCTION, "| focus function", N_ ("Foc_us on Function") },
  { 'F', OF_PATH, "| focus stack", N_ ("Focus on Sub_tree") },
  { 'S', OF_FUNCTION, "| focus self", N_ ("Focus on _Self Only") },
  { 'm', OF_FUNCTION, "| hide function", N_ ("Mer_ge Function into Callers") },
  { 'M', OF_PATH, "| merge stack", N_ ("Merge This _Node into Its Caller") },
  { 'c', OF_FUNCTION, "| collapse function", N_ ("Co_llapse Function") },
  { 'C', OF_MODULE, "| collapse module", N_ ("Collaps_e Module") },
  { 'r', OF_FUNCTION, "| collapse recursion function", N_ ("Collapse _Recursion") },
  { 'R', OF_ALL, "| collapse recursion", N_ ("Collapse _All Direct Recursion") },
  { 'd', OF_FUNCTION, "| drop function", N_ ("Dro_p Samples with Function") },
};

/* A value in quotes, which any text can stand in. */
static char *
join (const char *clause, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);
  GString *text = g_string_new (clause);

  g_string_append (text, "=\"");
  for (const char *at = valid; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *at);
    }
  g_string_append_c (text, '"');
  return g_string_free (text, FALSE);
}

static char *
join_name (const char *clause, const char *name)
{
  g_autofree char *pattern = ppv_pattern_quote (name);

  return join (clause, pattern);
}

/* The clause of a change, or NULL when there is nothing it could be about. */
static char *
dup_clause (PpvProfile *profile, PpvFunctionId function, const char *path, guint change)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  PpvModuleId module = functions->module[function];
  const char *clause = changes[change].clause;

  switch (changes[change].object)
    {
    case OF_FUNCTION:
      return join_name (clause, ppv_profile_get_string (profile, functions->name[function]));
    case OF_MODULE:
      if (module == PPV_NONE)
        return NULL;
      return join_name (clause, ppv_profile_get_string (
                                    profile, ppv_profile_get_modules (profile)->path[module]));
    case OF_PATH:
      return path != NULL ? join (clause, path) : NULL;
    case OF_ALL:
    default:
      return g_strdup (clause);
    }
}

/**
 * ppv_function_change_menu: (skip)
 * @profile: a profile
 * @function: one of its functions
 * @path: (nullable): what leads to it
 * @keys: letters that work where the menu is
 *
 * Returns: (transfer full): the items
 */
GMenuModel *
ppv_function_change_menu (PpvProfile *profile,
                          PpvFunctionId function,
                          const char *path,
                          const char *keys)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *clause = dup_clause (profile, function, path, i);
      g_autoptr (GMenuItem) item = NULL;
      g_autofree char *key = NULL;

      if (clause == NULL)
        continue;
      item = g_menu_item_new (_ (changes[i].label), NULL);
      g_menu_item_set_action_and_target (item, "function.change", "s", clause);
      key = g_strdup_printf ("%s%c", g_ascii_isupper (changes[i].key) ? "<Shift>" : "",
                             g_ascii_tolower (changes[i].key));
      if (strchr (keys, changes[i].key) != NULL)
        g_menu_item_set_attribute (item, "accel", "s", key);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

/**
 * ppv_function_change_add_keys: (skip)
 * @widget_class: a class of views
 * @keys: some of PPV_FUNCTION_KEYS
 * @pressed: gets one of them as text
 */
void
ppv_function_change_add_keys (GtkWidgetClass *widget_class,
                              const char *keys,
                              GtkShortcutFunc pressed)
{
  for (; *keys != '\0'; keys++)
    {
      char key[] = { *keys, '\0' };

      gtk_widget_class_add_binding (widget_class, (guint) g_ascii_tolower (*keys),
                                    g_ascii_isupper (*keys) ? GDK_SHIFT_MASK : 0, pressed, "s",
                                    key);
    }
}

/**
 * ppv_function_change_press: (skip)
 * @session: a session with a profile
 * @function: a function, or PPV_NONE
 * @path: (nullable): what leads to it
 * @key: a letter
 *
 * Returns: whether something is done about it
 */
gboolean
ppv_function_change_press (PpvSession *session,
                           PpvFunctionId function,
                           const char *path,
                           const char *key)
{
  g_autofree char *clause = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (changes) && function != PPV_NONE; i++)
    if (changes[i].key == *key)
      clause = dup_clause (ppv_session_get_profile (session), function, path, i);
  return clause != NULL && ppv_session_add_text (session, clause, NULL);
}
