/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "ppv-cli-text.h"
#include "ppv-cli-watch.h"
#include "ppv-cli.h"
#include "ppv-number.h"
#include "ppv-quality.h"

/* How many kinds of warning are told without -v. */
enum { WARNINGS_SHOWN = 8 };

static void
tell_warning (const PpvWarning *warning, const char *file)
{
  const char *word = warning->severity == PPV_LOSS ? _ ("warning") : _ ("note");
  g_autofree char *offset = ppv_format_count ((gint64) MIN (warning->offset, G_MAXINT64));
  g_autofree char *count = ppv_format_count ((gint64) MIN (warning->count, G_MAXINT64));
  gboolean placed = warning->offset != PPV_NO_ADDRESS;
  g_autofree char *where = NULL;

  if (placed && warning->count > 1)
    where = g_strdup_printf (_ (" (%s times, first at byte %s)"), count, offset);
  else if (placed)
    where = g_strdup_printf (_ (" (at byte %s)"), offset);
  else if (warning->count > 1)
    where = g_strdup_printf (_ (" (%s times)"), count);
  ppv_say ("%s: %s: %s%s", word, file, warning->message, where != NULL ? where : "");
}

/*
 * info has a report that says the same and what to do about it; that call paths are estimated
 * concerns what draws them.
 */
static gboolean
is_told (const PpvCommand *command, const PpvWarning *warning)
{
  if (g_str_equal (warning->code, "estimated-stacks"))
    return !command->verb->draws_paths;
  return command->verb == &ppv_verb_info && warning->severity == PPV_NOTE &&
         ppv_quality_explains (warning->code);
}

static guint
tell_warnings_of (const PpvCommand *command,
                  const PpvProfile *profile,
                  PpvSeverity severity,
                  guint n_most)
{
  guint32 n_warnings;
  const PpvWarning *warnings = ppv_profile_list_warnings (profile, &n_warnings);
  guint n_told = 0;

  for (guint32 i = 0; i < n_warnings; i++)
    if (warnings[i].severity == severity && !is_told (command, &warnings[i]) && n_told++ < n_most)
      tell_warning (&warnings[i], ppv_profile_get_file (profile));
  return n_told;
}

static void
tell_warnings (const PpvCommand *command, const PpvProfile *profile)
{
  guint n_most = command->options.verbose ? G_MAXUINT : WARNINGS_SHOWN;
  guint n_losses = tell_warnings_of (command, profile, PPV_LOSS, n_most);
  guint n_notes = tell_warnings_of (command, profile, PPV_NOTE, n_most - MIN (n_most, n_losses));

  if (n_losses + n_notes > n_most)
    ppv_say (_ ("%u more warnings (-v shows all)"), n_losses + n_notes - n_most);
}

static gboolean
wants_progress (const PpvOptions *options)
{
  if (options->progress != NULL && g_str_equal (options->progress, "always"))
    return TRUE;
  return !options->quiet && isatty (STDERR_FILENO) &&
         (options->progress == NULL || g_str_equal (options->progress, "auto"));
}

static gboolean
check_importer (const char *id, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  if (id == NULL || ppv_host_get_importer (ppv_host_get (), id) != NULL)
    return TRUE;
  for (const PpvImporter *const *at = ppv_host_list_importers (ppv_host_get ()); *at != NULL; at++)
    g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", (*at)->id);
  g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE, _ ("--input-format=%s: it can be one of %s"), id,
               known->str);
  return FALSE;
}

static PpvLoad *
prepare_load (const PpvVerb *verb, const PpvOptions *options, const char *path)
{
  PpvLoad *load = ppv_load_new (path);
  PpvSymbolOptions symbols = { .enabled = !options->no_symbols,
                               .symbol_path = (const char *const *) options->symbol_path,
                               .sysroot = options->sysroot,
                               .kernel = TRUE,
                               .short_names = options->short_names,
                               .inlines = !options->no_inline,
                               .debuginfod = options->debuginfod };

  ppv_load_set_format (load, options->input_format);
  *ppv_load_get_limits (load) = options->limits;
  ppv_load_set_symbols (load, &symbols);
  ppv_load_set_details (load, verb->details);
  ppv_load_set_threads (load, (guint) options->n_threads);
  return load;
}

PpvProfile *
ppv_command_load (PpvCommand *self, const char *path, GError **error)
{
  g_autoptr (PpvLoad) load = NULL;
  g_autoptr (PpvProfile) profile = NULL;

  if (!check_importer (self->options.input_format, error))
    return NULL;
  load = prepare_load (self->verb, &self->options, path);
  if (wants_progress (&self->options))
    ppv_watch_begin_load (load, path);
  profile = ppv_load_run (load, self->cancellable, error);
  ppv_watch_end_load ();
  if (profile == NULL)
    return NULL;
  if (!self->options.quiet)
    tell_warnings (self, profile);
  if (!ppv_profile_is_complete (profile) && self->options.strict)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_CORRUPT,
                   _ ("%s: the file is damaged or incomplete, which --strict refuses"), path);
      return NULL;
    }
  self->incomplete |= !ppv_profile_is_complete (profile);
  g_clear_pointer (&self->rest, ppv_selection_free);
  return ppv_selection_apply (self->selection, profile, &self->rest, self->cancellable, error);
}

gboolean
ppv_command_check_whole (const PpvCommand *self, GError **error)
{
  g_autofree char *selection = ppv_selection_to_text (self->selection);

  if (selection[0] == '\0')
    return TRUE;
  g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE,
               _ ("%s looks at the whole recording and takes no selection such as %s"),
               self->verb->name, selection);
  return FALSE;
}

void
ppv_propagate_absence (GError **error, const PpvProfile *profile, GError *reason)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s: %s", ppv_profile_get_file (profile),
               reason->message);
  g_error_free (reason);
}

gboolean
ppv_profile_has_samples (const PpvProfile *profile)
{
  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    if (ppv_profile_get_metric (profile, i)->n_samples > 0)
      return TRUE;
  return FALSE;
}

PpvStackCosts *
ppv_command_costs (const PpvCommand *self, const PpvProfile *profile, GError **error)
{
  g_autoptr (PpvStackCosts) costs = NULL;
  g_autofree char *selection = NULL;
  const PpvMetric *metric;

  costs = ppv_stack_costs_new (profile, self->rest, self->cancellable, error);
  if (costs == NULL || costs->n_samples > 0 || !ppv_profile_has_samples (profile))
    return g_steal_pointer (&costs);
  metric = ppv_profile_get_metric (profile, costs->metric);
  selection = ppv_selection_to_text (self->selection);
  if (metric->n_samples == 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("%s: the metric %s has no samples, others have (see perprovis info)"),
                 ppv_profile_get_file (profile), ppv_profile_get_string (profile, metric->name));
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("%s: no sample matches %s"),
                 ppv_profile_get_file (profile), selection);
  return NULL;
}
