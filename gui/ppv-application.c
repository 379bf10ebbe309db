/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-application.h"
#include "ppv-resources.h"
#include "ppv-window.h"

struct _PpvApplication {
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (PpvApplication, ppv_application, ADW_TYPE_APPLICATION)

static const struct {
  const char *action;
  const char *keys[3];
} shortcuts[] = {
  { "win.open", { "<Control>o" } },
  { "win.open-in-new-window", { "<Control><Shift>o" } },
  { "win.reload", { "F5" } },
  { "win.cancel", { "Escape" } }, /* enabled while a file is read only */
  { "win.back", { "<Alt>Left" } },
  { "win.forward", { "<Alt>Right" } },
  { "win.find", { "<Control>f" } },
  { "win.filter", { "<Control><Shift>f" } },
  { "win.view::summary", { "<Control>y" } },
  { "win.view::hotspots", { "<Control>u" } },
  { "win.view::flame-graph", { "<Control>g" } },
  { "win.view::memory", { "<Control>m" } },
  { "win.view::leaks", { "<Control>k" } },
  { "win.view::errors", { "<Control>e" } },
  { "win.show-help-overlay", { "<Control>question", "F1" } },
  { "window.close", { "<Control>w" } },
  { "app.quit", { "<Control>q" } },
};

static const char *const authors[] = { "The PerProVis authors", NULL };

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkApplication *application = GTK_APPLICATION (user_data);

  adw_show_about_window (gtk_application_get_active_window (application), "application-name",
                         _ ("PerProVis"), "application-icon", "org.perprovis.PerProVis", "version",
                         PACKAGE_VERSION, "website", PACKAGE_URL, "issue-url", PACKAGE_BUGREPORT,
                         "license-type", GTK_LICENSE_LGPL_2_1, "developers", authors, NULL);
}

/* Windows are closed one by one: each cancels what it is doing. */
static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkApplication *application = GTK_APPLICATION (user_data);
  GtkWindow *window;

  while ((window = gtk_application_get_active_window (application)) != NULL)
    gtk_window_destroy (window);
}

static void
on_style (GSimpleAction *action, GVariant *style, gpointer user_data)
{
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (g_variant_get_string (style, NULL), "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (g_variant_get_string (style, NULL), "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
  g_simple_action_set_state (action, style);
}

static void
ppv_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (ppv_window_new (ADW_APPLICATION (application))));
}

static void
ppv_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      PpvWindow *window = ppv_window_new (ADW_APPLICATION (application));

      ppv_window_open (window, files[i]);
      gtk_window_present (GTK_WINDOW (window));
    }
}

static void
ppv_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "about", .activate = on_about },
    { .name = "quit", .activate = on_quit },
    { .name = "style", .parameter_type = "s", .state = "'system'", .change_state = on_style },
  };

  ppv_register_resource (); /* before libadwaita looks for the style in it */
  G_APPLICATION_CLASS (ppv_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), shortcuts[i].action,
                                           shortcuts[i].keys);
  gtk_window_set_default_icon_name ("org.perprovis.PerProVis");
}

static void
ppv_application_class_init (PpvApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = ppv_application_startup;
  application_class->activate = ppv_application_activate;
  application_class->open = ppv_application_open;
}

static void
ppv_application_init (PpvApplication *self)
{
}

/**
 * ppv_application_new:
 *
 * Returns: (transfer full): the application
 */
PpvApplication *
ppv_application_new (void)
{
  return g_object_new (PPV_TYPE_APPLICATION, "application-id", "org.perprovis.PerProVis",
                       "resource-base-path", "/org/perprovis/PerProVis", "flags",
                       G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE, NULL);
}
