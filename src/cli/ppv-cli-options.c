/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ppv-cli.h"
#include "ppv-number.h"

static gboolean G_GNUC_PRINTF (2, 3) usage_error (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (PPV_ERROR, PPV_ERROR_USAGE, format, arguments));
  va_end (arguments);
  return FALSE;
}

static gboolean
set_limit (const char *option, const char *value, gpointer data, GError **error)
{
  PpvLimits *limits = &((PpvOptions *) data)->limits;

  for (const PpvLimit *limit = ppv_limits_list (); limit->name != NULL; limit++)
    if (g_str_has_prefix (option, "--limit-") && g_str_equal (option + 8, limit->name))
      {
        guint64 *member = &G_STRUCT_MEMBER (guint64, limits, limit->offset);

        if (ppv_parse_u64 (value, strlen (value), member))
          return TRUE;
        return usage_error (error, _ ("%s=%s is not a number"), option, value);
      }
  return usage_error (error, _ ("%s is not a limit"), option);
}

/* What cannot be honoured is refused, rather than taken and forgotten. */
static gboolean
refuse (const char *option, const char *value, gpointer data, GError **error)
{
  return usage_error (error, _ ("this version does not have %s"), option);
}

static void
add_entries (GOptionGroup *group, const GOptionEntry *entries, guint n_entries)
{
  g_autofree GOptionEntry *ended = g_new0 (GOptionEntry, n_entries + 1);

  memcpy (ended, entries, n_entries * sizeof *entries);
  g_option_group_add_entries (group, ended);
}

static GOptionGroup *
new_group (PpvOptions *options, const char *name, const char *title)
{
  return g_option_group_new (name, title, title, options, NULL);
}

static GOptionGroup *
reading_group (PpvOptions *options)
{
  const GOptionEntry entries[] = {
    { "input-format", 0, 0, G_OPTION_ARG_STRING, &options->input_format,
      N_ ("Format of the file, instead of recognising it"), N_ ("ID") },
    { "symbol-path", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->symbol_path,
      N_ ("Look for files with symbols here first (repeatable)"), N_ ("DIR") },
    { "sysroot", 0, 0, G_OPTION_ARG_FILENAME, &options->sysroot,
      N_ ("Folder that stands for / of the recorded machine"), N_ ("DIR") },
    { "no-symbols", 0, 0, G_OPTION_ARG_NONE, &options->no_symbols,
      N_ ("Leave addresses as they are"), NULL },
    { "no-inline", 0, 0, G_OPTION_ARG_NONE, &options->no_inline,
      N_ ("Do not resolve inlined functions"), NULL },
    { "short-names", 0, 0, G_OPTION_ARG_NONE, &options->short_names,
      N_ ("Show functions without template arguments and parameters"), NULL },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options->n_threads, N_ ("Use at most N threads"),
      N_ ("N") },
    { "strict", 0, 0, G_OPTION_ARG_NONE, &options->strict, N_ ("Refuse incomplete files"), NULL },
    { "progress", 0, 0, G_OPTION_ARG_STRING, &options->progress,
      N_ ("Show progress: auto, always or never"), N_ ("WHEN") },
    { "debuginfod", 0, 0, G_OPTION_ARG_NONE, &options->debuginfod,
      N_ ("Fetch missing files with symbols from the servers of DEBUGINFOD_URLS"), NULL },
    { "anonymise", 0, G_OPTION_FLAG_HIDDEN | G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK,
      refuse, NULL, NULL },
  };
  GOptionGroup *group = new_group (options, "reading", _ ("Reading:"));

  add_entries (group, entries, G_N_ELEMENTS (entries));
  return group;
}

static GOptionGroup *
selection_group (PpvOptions *options)
{
  const GOptionEntry entries[] = {
    { "metric", 0, 0, G_OPTION_ARG_STRING, &options->metric, N_ ("What to measure by"),
      N_ ("NAME") },
    { "filter", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->filters,
      N_ ("Only samples that match, e.g. \"process=sh and function!=main\""), N_ ("EXPR") },
    { "from", 0, 0, G_OPTION_ARG_STRING, &options->from,
      N_ ("Only from this time on, e.g. 1.5s, from the start"), N_ ("T") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &options->to, N_ ("Only before this time"), N_ ("T") },
    { "process", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->terms[PPV_TERM_PROCESS],
      N_ ("Only this process"), N_ ("NAME|PID") },
    { "thread", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->terms[PPV_TERM_THREAD],
      N_ ("Only this thread"), N_ ("NAME|TID") },
    { "cpu", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->terms[PPV_TERM_CPU], N_ ("Only this CPU"),
      N_ ("N") },
    { "module", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->terms[PPV_TERM_MODULE],
      N_ ("Only stacks with code of this module; * and ? are wildcards"), N_ ("NAME") },
    { "function", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->terms[PPV_TERM_FUNCTION],
      N_ ("Only stacks with this function; * and ? are wildcards"), N_ ("NAME") },
  };
  GOptionGroup *group = new_group (options, "selection", _ ("Selecting samples:"));

  add_entries (group, entries, G_N_ELEMENTS (entries));
  return group;
}

static GOptionGroup *
limits_group (PpvOptions *options)
{
  GOptionGroup *group = new_group (options, "limits", _ ("Limits for untrusted files:"));

  for (const PpvLimit *limit = ppv_limits_list (); limit->name != NULL; limit++)
    {
      g_autofree char *name = g_strconcat ("limit-", limit->name, NULL);
      g_autofree char *fallback = ppv_format_count ((gint64) limit->fallback);
      g_autofree char *help = g_strdup_printf (_ ("Default %s"), fallback);
      const GOptionEntry entry = {
        g_intern_string (name), 0,       0, G_OPTION_ARG_CALLBACK, set_limit,
        g_intern_string (help), N_ ("N")
      };

      add_entries (group, &entry, 1);
    }
  return group;
}

static void
add_answer_entries (GOptionContext *context, const PpvVerb *verb, PpvOptions *options)
{
  const struct {
    gboolean taken;
    GOptionEntry entry;
  } entries[] = {
    { verb->formats != NULL,
      { "format", 0, 0, G_OPTION_ARG_STRING, &options->format, N_ ("Format of the answer"),
        N_ ("FORMAT") } },
    { (verb->takes & PPV_TAKES_OUTPUT) != 0,
      { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
        N_ ("Write to this file, - for standard output"), N_ ("FILE") } },
    { (verb->takes & PPV_TAKES_ROWS) != 0,
      { "rows", 'n', 0, G_OPTION_ARG_INT, &options->n_rows, N_ ("Show N rows, 0 for all"),
        N_ ("N") } },
    { (verb->takes & PPV_TAKES_PERCENT) != 0,
      { "percent-limit", 0, 0, G_OPTION_ARG_DOUBLE, &options->percent_limit,
        N_ ("Leave out what is below P percent"), N_ ("P") } },
    { TRUE,
      { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options->quiet, N_ ("No warnings, no progress"),
        NULL } },
    { TRUE,
      { "verbose", 'v', 0, G_OPTION_ARG_NONE, &options->verbose, N_ ("Every warning and note"),
        NULL } },
    { TRUE, { "help", 'h', 0, G_OPTION_ARG_NONE, &options->help, N_ ("Show this help"), NULL } },
    { TRUE,
      { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->files, NULL, NULL } },
  };
  GOptionGroup *group = g_option_group_new ("main", "", "", options, NULL);

  if (verb->entries != NULL)
    g_option_group_add_entries (group, verb->entries);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    if (entries[i].taken)
      add_entries (group, &entries[i].entry, 1);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_context_set_main_group (context, group);
}

static void
add_group (GOptionContext *context, GOptionGroup *group)
{
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_context_add_group (context, group);
}

static GOptionContext *
new_context (const PpvVerb *verb, PpvOptions *options)
{
  GOptionContext *context =
      g_option_context_new (verb->arguments[0] != '\0' ? _ (verb->arguments) : NULL);

  g_option_context_set_summary (context, _ (verb->summary));
  g_option_context_set_help_enabled (context, FALSE);
  add_answer_entries (context, verb, options);
  if (verb->takes & PPV_TAKES_PROFILE)
    {
      add_group (context, selection_group (options));
      add_group (context, reading_group (options));
      add_group (context, limits_group (options));
    }
  return context;
}

/* "-o F.svg" asks for a picture: the format that the suffix names, else the verb's first. */
static const char *
choose_format (const PpvVerb *verb, const char *output)
{
  const char *dot = output != NULL ? strrchr (output, '.') : NULL;

  if (dot != NULL && g_strv_contains (verb->formats, dot + 1))
    return dot + 1;
  if (dot != NULL && g_str_equal (dot, ".md") && g_strv_contains (verb->formats, "markdown"))
    return "markdown";
  return verb->formats[0];
}

static gboolean
check_format (const PpvVerb *verb, PpvOptions *options, GError **error)
{
  g_autofree char *all = NULL;

  if (verb->formats == NULL)
    return TRUE;
  if (options->format == NULL)
    options->format = g_strdup (choose_format (verb, options->output));
  if (g_strv_contains (verb->formats, options->format))
    return TRUE;
  all = g_strjoinv (", ", (char **) verb->formats);
  return usage_error (error, _ ("--format=%s: it can be one of %s"), options->format, all);
}

static gboolean
check_values (const PpvOptions *options, GError **error)
{
  const char *const when[] = { "auto", "always", "never", NULL };

  if (options->progress != NULL && !g_strv_contains (when, options->progress))
    return usage_error (error, _ ("--progress=%s: it can be one of auto, always, never"),
                        options->progress);
  if (options->n_threads < 1)
    return usage_error (error, _ ("--threads=%d: at least one is needed"), options->n_threads);
  if (options->n_rows < 0 && options->n_rows != PPV_NOT_GIVEN)
    return usage_error (error, _ ("-n %d is less than 0, which is all rows"), options->n_rows);
  if (options->percent_limit != PPV_NOT_GIVEN &&
      !(options->percent_limit >= 0 && options->percent_limit <= 100))
    return usage_error (error, _ ("--percent-limit=%g is not 0 to 100"), options->percent_limit);
  return TRUE;
}

static gboolean
check_files (const PpvVerb *verb, const PpvOptions *options, GError **error)
{
  guint n_files = g_strv_length (options->files);

  if (n_files < verb->least_files)
    return usage_error (error, _ ("a file is missing"));
  if (n_files > verb->most_files)
    return usage_error (error, _ ("'%s' is one argument too many"),
                        options->files[verb->most_files]);
  return TRUE;
}

static gboolean
parse_moment (const char *option, const char *text, gint64 *moment, GError **error)
{
  if (text == NULL || ppv_parse_time (text, strlen (text), moment))
    return TRUE;
  return usage_error (error, _ ("%s=%s is not a time, such as 1.5s or 20ms"), option, text);
}

static gboolean
add_times (PpvCommand *self, GError **error)
{
  gint64 from = 0;
  gint64 to = G_MAXINT64;
  const char *from_text = self->options.from != NULL ? self->options.from : "";
  const char *to_text = self->options.to != NULL ? self->options.to : "";
  g_autofree char *range = NULL;

  if (!parse_moment ("--from", self->options.from, &from, error) ||
      !parse_moment ("--to", self->options.to, &to, error))
    return FALSE;
  if (from >= to)
    return usage_error (error, _ ("--from=%s is not before --to=%s"), from_text, to_text);
  range = g_strdup_printf ("time=%s..%s", from_text, to_text);
  return (self->options.from == NULL && self->options.to == NULL) ||
         ppv_selection_parse (self->selection, range, error);
}

static gboolean
make_selection (PpvCommand *self, GError **error)
{
  self->selection = ppv_selection_new ();
  for (guint i = 0; self->options.filters != NULL && self->options.filters[i] != NULL; i++)
    if (!ppv_selection_parse (self->selection, self->options.filters[i], error))
      {
        g_prefix_error (error, "--filter: ");
        return FALSE;
      }
  if (self->options.metric != NULL)
    ppv_selection_set_metric (self->selection, self->options.metric);
  for (guint kind = 0; kind < G_N_ELEMENTS (self->options.terms); kind++)
    if (self->options.terms[kind] != NULL)
      ppv_selection_add_any (self->selection, (PpvTermKind) kind,
                             (const char *const *) self->options.terms[kind]);
  return add_times (self, error);
}

static void
print_help (const PpvVerb *verb, GOptionContext *context)
{
  g_autofree char *help = g_option_context_get_help (context, FALSE, NULL);

  g_print ("%s", help);
  if (verb->formats != NULL)
    {
      g_autofree char *all = g_strjoinv (", ", (char **) verb->formats);

      g_print (_ ("Formats of the answer: %s\n"), all);
    }
}

/* What "--" between two sides becomes: no name of a file. */
#define BETWEEN "//--//"

/* GOption does not know "-n20" and "-oFILE": the same as "--rows=20" and "--output=FILE". */
static char **
spell_out (const PpvVerb *verb, int argc, char **argv)
{
  char **spelt = g_new0 (char *, (gsize) argc + 1);
  gboolean options = TRUE;
  gboolean between = verb->two_sides;

  for (int i = 0; i < argc; i++)
    {
      const char *word = argv[i];

      if (between && g_str_equal (word, "--"))
        {
          spelt[i] = g_strdup (BETWEEN);
          between = FALSE;
          continue;
        }
      options = options && !g_str_equal (word, "--");
      if (options && g_str_has_prefix (word, "-n") && g_ascii_isdigit (word[2]))
        spelt[i] = g_strconcat ("--rows=", word + 2, NULL);
      else if (options && g_str_has_prefix (word, "-o") && word[2] != '\0')
        spelt[i] = g_strconcat ("--output=", word + 2, NULL);
      else
        spelt[i] = g_strdup (word);
    }
  return spelt;
}

/* Options may stand on either side of it. */
static void
find_between (PpvOptions *options)
{
  guint n_files = g_strv_length (options->files);

  for (guint i = 0; i < n_files; i++)
    if (g_str_equal (options->files[i], BETWEEN))
      {
        options->n_first = i;
        g_free (options->files[i]);
        memmove (options->files + i, options->files + i + 1,
                 (n_files - i) * sizeof *options->files);
        return;
      }
}

gboolean
ppv_command_parse (PpvCommand *self, int argc, char **argv, GError **error)
{
  PpvOptions *options = &self->options;
  g_autoptr (GOptionContext) context = new_context (self->verb, options);
  g_auto (GStrv) arguments = spell_out (self->verb, argc, argv);

  ppv_limits_init (&options->limits);
  options->n_threads = (int) g_get_num_processors ();
  options->n_rows = PPV_NOT_GIVEN;
  options->percent_limit = PPV_NOT_GIVEN;
  if (!g_option_context_parse_strv (context, &arguments, error))
    return FALSE;
  if (options->files == NULL)
    options->files = g_new0 (char *, 1);
  find_between (options);
  if (options->help)
    {
      print_help (self->verb, context);
      return TRUE;
    }
  return check_format (self->verb, options, error) && check_values (options, error) &&
         check_files (self->verb, options, error) && make_selection (self, error);
}

void
ppv_command_clear (PpvCommand *self)
{
  PpvOptions *options = &self->options;

  g_clear_pointer (&self->selection, ppv_selection_free);
  g_clear_pointer (&self->rest, ppv_selection_free);
  g_clear_object (&self->cancellable);
  g_free (options->input_format);
  g_free (options->metric);
  g_strfreev (options->filters);
  g_free (options->from);
  g_free (options->to);
  for (guint kind = 0; kind < G_N_ELEMENTS (options->terms); kind++)
    g_strfreev (options->terms[kind]);
  g_strfreev (options->symbol_path);
  g_free (options->sysroot);
  g_free (options->progress);
  g_free (options->output);
  g_free (options->format);
  g_strfreev (options->files);
}

gboolean
ppv_command_is_format (const PpvCommand *self, const char *format)
{
  return g_str_equal (self->options.format, format);
}

const char *
ppv_command_file (const PpvCommand *self)
{
  return self->options.files[0];
}

gboolean
ppv_command_parse_word (
    const char *option, const char *text, const char *const *words, guint *place, GError **error)
{
  g_autofree char *all = NULL;

  *place = 0;
  if (text == NULL)
    return TRUE;
  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_equal (words[i], text))
      {
        *place = i;
        return TRUE;
      }
  all = g_strjoinv (", ", (char **) words);
  return usage_error (error, _ ("%s=%s: it can be one of %s"), option, text, all);
}
