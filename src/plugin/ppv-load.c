/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One load from the path to the sealed profile: what each room adds, in order. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-download.h"
#include "ppv-load-context-private.h"
#include "ppv-load.h"

struct _PpvLoad {
  char *path;
  char *format;
  PpvLimits limits;
  PpvSymbolOptions symbols;
  char **symbol_path;
  char *sysroot;
  PpvDownload *download; /* NULL when nothing may be fetched */
  guint n_threads;
  gboolean details;
  gint stage;    /* atomic, a PpvLoadStage */
  gint permille; /* atomic, of the stage */
};

/**
 * ppv_load_new: (skip)
 * @path: a file, or "-" for standard input
 *
 * Returns: (transfer full): a load that was not run
 */
PpvLoad *
ppv_load_new (const char *path)
{
  PpvLoad *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_atomic_rc_box_new0 (PpvLoad);
  self->path = g_strdup (path);
  ppv_limits_init (&self->limits);
  self->n_threads = g_get_num_processors ();
  self->symbols.enabled = TRUE;
  self->symbols.kernel = TRUE;
  self->symbols.inlines = TRUE;
  return self;
}

/**
 * ppv_load_ref: (skip)
 * @self: a load
 *
 * Returns: (transfer full): @self
 */
PpvLoad *
ppv_load_ref (PpvLoad *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_load (PpvLoad *self)
{
  g_free (self->path);
  g_free (self->format);
  g_strfreev (self->symbol_path);
  g_free (self->sysroot);
  g_clear_pointer (&self->download, ppv_download_free);
}

/**
 * ppv_load_unref: (skip)
 * @self: (transfer full): a load
 */
void
ppv_load_unref (PpvLoad *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear_load);
}

/**
 * ppv_load_set_format: (skip)
 * @self: a load that was not run
 * @importer_id: (nullable): the importer to use, or NULL to sniff
 */
void
ppv_load_set_format (PpvLoad *self, const char *importer_id)
{
  g_free (self->format);
  self->format = g_strdup (importer_id);
}

/**
 * ppv_load_get_limits: (skip)
 * @self: a load that was not run
 *
 * Returns: (transfer none): its limits, to be changed in place
 */
PpvLimits *
ppv_load_get_limits (PpvLoad *self)
{
  return &self->limits;
}

/**
 * ppv_load_set_symbols: (skip)
 * @self: a load that was not run
 * @options: where functions may be looked up; copied
 */
void
ppv_load_set_symbols (PpvLoad *self, const PpvSymbolOptions *options)
{
  g_strfreev (self->symbol_path);
  g_free (self->sysroot);
  self->symbols = *options;
  self->symbol_path = g_strdupv ((char **) options->symbol_path);
  self->sysroot = g_strdup (options->sysroot);
  self->symbols.symbol_path = (const char *const *) self->symbol_path;
  self->symbols.sysroot = self->sysroot;
  g_clear_pointer (&self->download, ppv_download_free);
  if (options->debuginfod && options->enabled)
    self->download = ppv_download_new ();
  self->symbols.download = self->download;
}

/**
 * ppv_load_set_threads: (skip)
 * @self: a load that was not run
 * @n_threads: how many threads it may keep busy; 0 for one a processor
 */
void
ppv_load_set_threads (PpvLoad *self, guint n_threads)
{
  self->n_threads = n_threads > 0 ? n_threads : g_get_num_processors ();
}

/**
 * ppv_load_set_details: (skip)
 * @self: a load that was not run
 * @details: whether samples bring a text of what they say of themselves
 */
void
ppv_load_set_details (PpvLoad *self, gboolean details)
{
  self->details = details;
}

static void
enter (PpvLoad *self, PpvLoadStage stage)
{
  g_atomic_int_set (&self->permille, 0);
  g_atomic_int_set (&self->stage, (gint) stage);
}

static const PpvImporter *
choose_importer (PpvLoad *self, PpvInput *input, GError **error)
{
  PpvSniff sniff = { .file_size = ppv_input_get_size (input), .name = ppv_input_get_name (input) };
  const PpvImporter *importer;

  if (self->format != NULL)
    {
      importer = ppv_host_get_importer (ppv_host_get (), self->format);
      if (importer == NULL)
        g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE,
                     _ ("there is no input format “%s” (see perprovis formats)"), self->format);
      return importer;
    }
  sniff.head = ppv_input_window (input, 0, PPV_SNIFF_BYTES, &sniff.head_length, error);
  if (sniff.head == NULL)
    return NULL;
  sniff.head_length = MIN (sniff.head_length, PPV_SNIFF_BYTES);
  importer = ppv_host_sniff (ppv_host_get (), &sniff, sniff.head_length > 0 ? error : NULL);
  if (importer == NULL && sniff.head_length == 0)
    g_set_error (error, PPV_ERROR, PPV_ERROR_TRUNCATED, _ ("the file is empty"));
  return importer;
}

/* What must be said whatever the importer found. */
static void
warn_of_input (PpvProfileBuilder *builder, PpvInput *input)
{
  const char *damage = ppv_input_get_damage (input);

  if (damage != NULL)
    ppv_profile_builder_warn (builder, PPV_LOSS, "damaged-archive", ppv_input_get_size (input),
                              _ ("The file could not be unpacked to its end: %s"), damage);
}

static void
note_symbol_progress (double fraction, gpointer user_data)
{
  PpvLoad *self = user_data;

  g_atomic_int_set (&self->permille, (gint) (fraction * 1000));
}

static PpvProfileBuilder *
import (PpvLoad *self,
        PpvInput *input,
        const PpvImporter *importer,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (&self->limits);
  PpvLoadContext context = { input,           &self->limits,  cancellable,  &self->permille,
                             self->n_threads, &self->symbols, self->details };

  enter (self, PPV_LOAD_READING);
  if (!importer->load (&context, builder, error))
    return NULL;
  warn_of_input (builder, input);
  enter (self, PPV_LOAD_SYMBOLS);
  self->symbols.n_threads = self->n_threads;
  if (self->symbols.enabled &&
      !ppv_symbolize (builder, &self->symbols, note_symbol_progress, self, cancellable, error))
    return NULL;
  if (self->symbols.short_names)
    ppv_profile_builder_rename_functions (builder, ppv_shorten_name);
  return g_steal_pointer (&builder);
}

/**
 * ppv_load_run: (skip)
 * @self: a load that was not run
 * @cancellable: (nullable): a way to stop
 * @error: of PPV_ERROR, G_IO_ERROR or G_FILE_ERROR; names the file
 *
 * Returns: (transfer full) (nullable): the profile
 */
PpvProfile *
ppv_load_run (PpvLoad *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (PpvInput) input = NULL;
  g_autoptr (PpvProfileBuilder) builder = NULL;
  const PpvImporter *importer;
  PpvProfile *profile;

  enter (self, PPV_LOAD_OPENING);
  if (self->download != NULL &&
      !ppv_download_open (self->download, self->limits.download_bytes, cancellable, error))
    return NULL;
  input = ppv_input_open (self->path, &self->limits, cancellable, error);
  importer = input != NULL ? choose_importer (self, input, error) : NULL;
  if (importer != NULL)
    builder = import (self, input, importer, cancellable, error);
  if (builder == NULL)
    {
      if (error == NULL || !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_prefix_error (error, "%s: ", self->path);
      return NULL;
    }
  profile = ppv_profile_builder_seal (builder, self->path, importer->id);
  enter (self, PPV_LOAD_DONE);
  return profile;
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  PpvProfile *profile = ppv_load_run (data, cancellable, &error);

  if (profile != NULL)
    g_task_return_pointer (task, profile, (GDestroyNotify) ppv_profile_unref);
  else
    g_task_return_error (task, error);
}

/**
 * ppv_load_run_async: (skip)
 * @self: a load that was not run
 * @cancellable: (nullable): a way to stop
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
ppv_load_run_async (PpvLoad *self,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, ppv_load_run_async);
  g_task_set_task_data (task, ppv_load_ref (self), (GDestroyNotify) ppv_load_unref);
  g_task_run_in_thread (task, run_in_thread);
}

/**
 * ppv_load_run_finish: (skip)
 * @self: the load
 * @result: what the callback got
 * @error: as of ppv_load_run()
 *
 * Returns: (transfer full) (nullable): the profile
 */
PpvProfile *
ppv_load_run_finish (PpvLoad *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ppv_load_get_fraction: (skip)
 * @self: a load
 *
 * Returns: how far its stage is, from 0 to 1
 */
double
ppv_load_get_fraction (PpvLoad *self)
{
  return g_atomic_int_get (&self->permille) / 1000.0;
}

/**
 * ppv_load_dup_download: (skip)
 * @self: a load
 * @n_bytes: (out): how much of it has come
 *
 * Returns: (transfer full) (nullable): the file that is fetched at present
 */
char *
ppv_load_dup_download (PpvLoad *self, guint64 *n_bytes)
{
  return self->download != NULL ? ppv_download_dup_state (self->download, n_bytes) : NULL;
}

/**
 * ppv_load_get_stage: (skip)
 * @self: a load
 *
 * Returns: what it is doing
 */
PpvLoadStage
ppv_load_get_stage (PpvLoad *self)
{
  return (PpvLoadStage) g_atomic_int_get (&self->stage);
}

/**
 * ppv_load_input: (skip)
 * @input: the bytes
 * @importer: the importer to use
 * @limits: (nullable): what may be spent
 * @cancellable: (nullable): a way to stop
 * @error: as of ppv_load_run(), without the file
 *
 * Returns: (transfer full) (nullable): the profile, without symbols
 */
PpvProfile *
ppv_load_input (PpvInput *input,
                const PpvImporter *importer,
                const PpvLimits *limits,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (limits);
  PpvLoadContext context = {
    .input = input,
    .limits = ppv_profile_builder_get_limits (builder),
    .cancellable = cancellable,
  };

  if (!importer->load (&context, builder, error))
    return NULL;
  warn_of_input (builder, input);
  return ppv_profile_builder_seal (builder, ppv_input_get_name (input), importer->id);
}
