/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <locale.h>

#include <glib/gi18n.h>

#include "ppv-application.h"

static gboolean show_version;

static const GOptionEntry options[] = {
  { "version", 'V', 0, G_OPTION_ARG_NONE, &show_version, N_ ("Show the version and exit"), NULL },
  { NULL },
};

static int
on_options (GApplication *application, GVariantDict *values, gpointer user_data)
{
  if (!show_version)
    return -1; /* go on */
  g_print ("perprovis-gtk %s\n", PACKAGE_VERSION);
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (PpvApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PPV_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = ppv_application_new ();
  g_application_add_main_option_entries (G_APPLICATION (application), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (application), _ ("[FILE…]"));
  g_application_set_option_context_summary (G_APPLICATION (application),
                                            _ ("Looks at profiles: a window for each FILE."));
  g_signal_connect (application, "handle-local-options", G_CALLBACK (on_options), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
