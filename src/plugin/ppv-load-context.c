/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-load-context-private.h"
#include "ppv-symbolize.h"

/**
 * ppv_load_context_get_input: (skip)
 * @self: a load in progress
 *
 * Returns: (transfer none): the bytes of the file, unwrapped
 */
PpvInput *
ppv_load_context_get_input (PpvLoadContext *self)
{
  return self->input;
}

/**
 * ppv_load_context_get_limits: (skip)
 * @self: a load in progress
 *
 * Returns: (transfer none): what may be spent
 */
const PpvLimits *
ppv_load_context_get_limits (PpvLoadContext *self)
{
  return self->limits;
}

/**
 * ppv_load_context_get_n_threads: (skip)
 * @self: a load in progress
 *
 * Returns: how many threads may be busy, the caller's own among them; at least 1
 */
guint
ppv_load_context_get_n_threads (PpvLoadContext *self)
{
  return MAX (self->n_threads, 1);
}

/**
 * ppv_load_context_get_details: (skip)
 * @self: a load in progress
 *
 * Returns: whether samples shall have labels with what their events say
 */
gboolean
ppv_load_context_get_details (PpvLoadContext *self)
{
  return self->details;
}

/**
 * ppv_load_context_get_symbol_options: (skip)
 * @self: a load in progress
 *
 * Returns: (transfer none): where files of modules may be looked for; disabled when
 *     the load must not touch any
 */
const PpvSymbolOptions *
ppv_load_context_get_symbol_options (PpvLoadContext *self)
{
  static const PpvSymbolOptions nowhere = { .enabled = FALSE };

  return self->symbols != NULL ? self->symbols : &nowhere;
}

/**
 * ppv_load_context_open_sibling: (skip)
 * @self: a load in progress
 * @name: of a file in the folder of the input
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the file; NULL without @error when the input is
 *     not in such a folder or the folder has no file of that name
 */
PpvInput *
ppv_load_context_open_sibling (PpvLoadContext *self, const char *name, GError **error)
{
  return ppv_input_open_sibling (self->input, name, self->limits, self->cancellable, error);
}

/**
 * ppv_load_context_advance: (skip)
 * @self: a load in progress
 * @bytes_done: how far the importer is, over all its passes
 * @bytes_total: what that will be at the end
 * @error: set to G_IO_ERROR_CANCELLED when the user gave up
 *
 * Returns: whether to go on
 */
gboolean
ppv_load_context_advance (PpvLoadContext *self,
                          guint64 bytes_done,
                          guint64 bytes_total,
                          GError **error)
{
  double fraction = bytes_total > 0 ? (double) bytes_done / (double) bytes_total : 1;

  if (self->permille != NULL)
    g_atomic_int_set (self->permille, (gint) (CLAMP (fraction, 0, 1) * 1000));
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}
