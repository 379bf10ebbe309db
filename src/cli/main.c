/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "ppv-cli-text.h"
#include "ppv-cli-watch.h"
#include "ppv-cli.h"

enum { USAGE_WIDTH = 18 };

static const PpvVerb *const verbs[] = {
  &ppv_verb_open,       &ppv_verb_info,    &ppv_verb_hotspots, &ppv_verb_tree,
  &ppv_verb_flamegraph, &ppv_verb_callers, &ppv_verb_timeline, &ppv_verb_memory,
  &ppv_verb_leaks,      &ppv_verb_errors,  &ppv_verb_events,   &ppv_verb_diff,
  &ppv_verb_export,     &ppv_verb_formats,
};

/* Words of the command line contract that a later version brings. */
static const char *const later_verbs[] = { "callgraph", "annotate", "record", NULL };

void
ppv_say (const char *format, ...)
{
  g_autofree char *message = NULL;
  g_autofree char *safe = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  safe = ppv_text_safe (message);
  g_printerr ("perprovis: %s\n", safe);
}

static const PpvVerb *
find_verb (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (verbs[i]->name, name))
      return verbs[i];
  return NULL;
}

static void
print_help (void)
{
  g_print (_ ("Usage: perprovis VERB [OPTION]... [FILE]...\n"
              "Show where programs spend time and memory, from the files profilers write.\n\n"));
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      const char *arguments = verbs[i]->arguments[0] != '\0' ? _ (verbs[i]->arguments) : "";
      g_autofree char *usage = g_strconcat (verbs[i]->name, " ", arguments, NULL);
      g_autoptr (GString) line = g_string_new ("  ");

      ppv_text_pad (line, usage, USAGE_WIDTH, FALSE);
      g_print ("%s%s\n", line->str, _ (verbs[i]->summary));
    }
  g_print (
      _ ("\n\"perprovis VERB --help\" lists the options of a verb.  FILE can be - for standard\n"
         "input, and may be compressed.  Three first things to try on a recording:\n\n"
         "  perprovis info perf.data\n"
         "  perprovis hotspots perf.data\n"
         "  perprovis flamegraph perf.data -o flames.svg\n"));
}

static int
unknown_verb (const char *name)
{
  if (g_strv_contains (later_verbs, name))
    ppv_say (_ ("this version does not have the verb %s"), name);
  else if (name[0] == '-')
    ppv_say (_ ("unknown option %s (see perprovis --help)"), name);
  else if (g_file_test (name, G_FILE_TEST_EXISTS))
    ppv_say (_ ("a verb is missing before the file: try perprovis hotspots %s"), name);
  else
    ppv_say (_ ("%s is neither a verb nor a file (see perprovis --help)"), name);
  return PPV_EXIT_USAGE;
}

/* What the error means for whoever called. */
static int
exit_code_of (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && ppv_watch_get_signal () != 0)
    return 128 + ppv_watch_get_signal ();
  if (error->domain == G_OPTION_ERROR || g_error_matches (error, PPV_ERROR, PPV_ERROR_USAGE))
    return PPV_EXIT_USAGE;
  return PPV_EXIT_REFUSED;
}

static int
tell_error (const char *verb, const GError *error)
{
  int code = exit_code_of (error);

  if (code == PPV_EXIT_USAGE)
    ppv_say (_ ("%s (see perprovis %s --help)"), error->message, verb);
  else if (code < 128 && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_PIPE))
    ppv_say ("%s", error->message);
  return code;
}

static int
run_verb (const PpvVerb *verb, int argc, char **argv)
{
  PpvCommand command = { .verb = verb, .cancellable = g_cancellable_new () };
  g_autofree char *name = g_strconcat ("perprovis ", verb->name, NULL);
  g_autoptr (GError) error = NULL;
  int code;

  g_set_prgname (name); /* for the usage line of --help */
  ppv_watch_signals (command.cancellable);
  if (!ppv_command_parse (&command, argc, argv, &error) ||
      (!command.options.help && !verb->run (&command, &error)))
    code = tell_error (verb->name, error);
  else
    code = command.failed       ? PPV_EXIT_FAILED
           : command.incomplete ? PPV_EXIT_INCOMPLETE
                                : PPV_EXIT_COMPLETE;
  ppv_command_clear (&command);
  return code;
}

/* "help VERB" is "VERB --help". */
static int
run_help (int argc, char **argv)
{
  const PpvVerb *verb = argc > 2 ? find_verb (argv[2]) : NULL;
  char *arguments[] = { argv[0], (char *) "--help", NULL };

  if (verb != NULL)
    return run_verb (verb, 2, arguments);
  if (argc > 2)
    return unknown_verb (argv[2]);
  print_help ();
  return PPV_EXIT_COMPLETE;
}

static gboolean
is_one_of (const char *word, const char *a, const char *b, const char *c)
{
  return g_str_equal (word, a) || g_str_equal (word, b) || g_str_equal (word, c);
}

static int
dispatch (int argc, char **argv)
{
  const PpvVerb *verb;

  if (argc < 2)
    {
      ppv_say (_ ("a verb is missing (see perprovis --help)"));
      return PPV_EXIT_USAGE;
    }
  if (is_one_of (argv[1], "help", "--help", "-h"))
    return run_help (argc, argv);
  if (is_one_of (argv[1], "version", "--version", "-V"))
    {
      g_print ("perprovis %s\n", PACKAGE_VERSION);
      return PPV_EXIT_COMPLETE;
    }
  verb = find_verb (argv[1]);
  return verb != NULL ? run_verb (verb, argc - 1, argv + 1) : unknown_verb (argv[1]);
}

/*
 * A file opened while one of the three is closed would take its number and be
 * written over.  Each is taken in the direction in which its use still fails.
 */
static void
keep_standard_files_apart (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0)
      (void) open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int
main (int argc, char **argv)
{
  keep_standard_files_apart ();
  signal (SIGPIPE, SIG_IGN);
  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C"); /* numbers read the same everywhere, for scripts */
  bindtextdomain (GETTEXT_PACKAGE, PPV_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  return dispatch (argc, argv);
}
