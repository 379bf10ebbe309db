/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-given-symbols.h"
#include "ppv-kallsyms.h"
#include "ppv-module-symbols.h"
#include "ppv-symbolize.h"

enum {
  FRAMES_BETWEEN_CHECKS = 4096,
  MAX_NAME_BYTES = 16 * 1024, /* longer ones are damage, or worse */
};

/* A frame to be named. */
typedef struct {
  PpvFrameId frame;
  guint64 address;
} Question;

typedef struct {
  PpvProfileBuilder *builder;
  const PpvSymbolOptions *options;
  PpvSymbolProgress progress;
  gpointer user_data;
  GCancellable *cancellable;

  guint32 n_modules;
  guint32 *begin;      /* of each module's questions, and at last the end */
  Question *questions; /* by module */

  gboolean kernel_tried;
  PpvSymbolIndex *kernel; /* one table for the kernel and its modules */
} Symbolizer;

/* --- what to ask ------------------------------------------------------------ */

static gboolean
is_asked (const PpvFrameTable *frames, guint32 n_modules, guint32 i)
{
  return frames->function[i] == PPV_NONE && frames->module[i] < n_modules &&
         frames->address[i] != PPV_NO_ADDRESS;
}

/* Sorts the frames without a function by module, counting. */
static void
collect_questions (Symbolizer *self)
{
  const PpvFrameTable *frames = ppv_profile_builder_peek_frames (self->builder);
  g_autofree guint32 *next = NULL;

  self->n_modules = ppv_profile_builder_peek_modules (self->builder)->n_rows;
  self->begin = g_new0 (guint32, (gsize) self->n_modules + 1);
  for (guint32 i = 0; i < frames->n_rows; i++)
    if (is_asked (frames, self->n_modules, i))
      self->begin[frames->module[i] + 1]++;
  for (guint32 i = 0; i < self->n_modules; i++)
    self->begin[i + 1] += self->begin[i];
  next = g_memdup2 (self->begin, ((gsize) self->n_modules + 1) * sizeof *next);
  self->questions = g_new (Question, self->begin[self->n_modules]);
  for (guint32 i = 0; i < frames->n_rows; i++)
    if (is_asked (frames, self->n_modules, i))
      self->questions[next[frames->module[i]]++] = (Question){ i, frames->address[i] };
}

/* --- where to ask ------------------------------------------------------------ */

/* The build id of the recorded kernel: its modules have their own. */
static const char *
find_kernel_build_id (const Symbolizer *self)
{
  const PpvModuleTable *modules = ppv_profile_builder_peek_modules (self->builder);

  for (guint32 i = 0; i < modules->n_rows; i++)
    {
      const char *path = ppv_profile_builder_peek_string (self->builder, modules->path[i]);

      if (modules->kind[i] == PPV_MODULE_KERNEL && g_str_has_prefix (path, "[kernel."))
        return ppv_profile_builder_peek_string (self->builder, modules->build_id[i]);
    }
  return "";
}

static void
open_kernel (Symbolizer *self, PpvModuleSymbols *symbols)
{
  if (!self->kernel_tried)
    self->kernel = ppv_kallsyms_find (find_kernel_build_id (self), self->options->kernel);
  self->kernel_tried = TRUE;
  symbols->index = self->kernel;
  symbols->state = self->kernel != NULL ? PPV_SYMBOLS_FOUND : PPV_SYMBOLS_NO_FILE;
}

static void
open_module (Symbolizer *self, PpvModuleId module, PpvModuleSymbols *symbols)
{
  const PpvModuleTable *modules = ppv_profile_builder_peek_modules (self->builder);
  const char *path = ppv_profile_builder_peek_string (self->builder, modules->path[module]);
  const char *build_id = ppv_profile_builder_peek_string (self->builder, modules->build_id[module]);

  switch (modules->kind[module])
    {
    case PPV_MODULE_USER:
      ppv_module_symbols_open_file (symbols, self->options, path, build_id);
      break;
    case PPV_MODULE_KERNEL:
      open_kernel (self, symbols);
      break;
    case PPV_MODULE_JIT:
      ppv_module_symbols_open_map (symbols, self->options, path);
      break;
    default:
      break;
    }
}

/* --- the answers ------------------------------------------------------------ */

static PpvFunctionId
add_function (Symbolizer *self, PpvModuleId module, const char *raw, gboolean mangled)
{
  g_autofree char *demangled = mangled ? ppv_demangle (raw) : NULL;
  PpvStringId raw_name = ppv_profile_builder_string (self->builder, raw, -1);
  PpvStringId name = raw_name;
  PpvStringId no_file = ppv_profile_builder_string (self->builder, "", 0);

  if (demangled != NULL)
    name = ppv_profile_builder_string (self->builder, demangled, -1);
  return ppv_profile_builder_function (self->builder, name, raw_name, module, no_file, 0);
}

/* Names the function at one address; @functions has those of the symbols met before, or 0. */
static void
answer (Symbolizer *self,
        PpvModuleId module,
        const PpvModuleSymbols *symbols,
        guint32 *functions,
        const Question *question)
{
  guint32 row = ppv_module_symbols_find (symbols, question->address);
  const char *name;

  if (row == PPV_NONE)
    return;
  if (functions[row] == 0)
    {
      name = ppv_symbol_index_get (symbols->index, row)->name;
      if (strnlen (name, MAX_NAME_BYTES) == MAX_NAME_BYTES)
        return;
      functions[row] = add_function (self, module, name, symbols->mangled) + 1;
    }
  /* PPV_NONE, when the builder is full, has become 0 */
  if (functions[row] != 0)
    ppv_profile_builder_resolve_frame (self->builder, question->frame, functions[row] - 1, 0, 0);
}

static gboolean
symbolize_module (Symbolizer *self,
                  PpvModuleId module,
                  const PpvModuleSymbols *symbols,
                  GError **error)
{
  g_autofree guint32 *functions = NULL;

  if (symbols->index == NULL)
    return TRUE;
  functions = g_new0 (guint32, ppv_symbol_index_get_n (symbols->index));
  for (guint32 i = self->begin[module]; i < self->begin[module + 1]; i++)
    {
      if (i % FRAMES_BETWEEN_CHECKS == 0 &&
          g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      answer (self, module, symbols, functions, &self->questions[i]);
    }
  return TRUE;
}

static gboolean
visit_module (Symbolizer *self, PpvModuleId module, GError **error)
{
  PpvModuleSymbols symbols = { .state = PPV_SYMBOLS_NOT_TRIED };
  gboolean done;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  open_module (self, module, &symbols);
  if (symbols.state != PPV_SYMBOLS_NOT_TRIED)
    ppv_profile_builder_symbol_state (self->builder, module, symbols.state);
  done = symbolize_module (self, module, &symbols, error);
  if (symbols.index == self->kernel)
    symbols.index = NULL; /* for the next of its modules */
  ppv_module_symbols_clear (&symbols);
  return done;
}

static gboolean
visit_modules (Symbolizer *self, GError **error)
{
  guint32 n_questions = self->begin[self->n_modules];

  for (PpvModuleId module = 0; module < self->n_modules; module++)
    {
      if (self->begin[module] == self->begin[module + 1])
        continue;
      if (!visit_module (self, module, error))
        return FALSE;
      if (self->progress != NULL)
        self->progress ((double) self->begin[module + 1] / n_questions, self->user_data);
    }
  return TRUE;
}

/**
 * ppv_symbolize: (skip)
 * @builder: what an importer has filled
 * @options: where to look
 * @progress: (nullable): told the part that is done, from 0 to 1
 * @user_data: for @progress
 * @cancellable: (nullable): stops the work
 * @error: G_IO_ERROR_CANCELLED
 *
 * Finds the functions of frames that have only an address.  Modules without such
 * frames are not opened, and their state stays as it is.
 *
 * Returns: FALSE only when cancelled
 */
gboolean
ppv_symbolize (PpvProfileBuilder *builder,
               const PpvSymbolOptions *options,
               PpvSymbolProgress progress,
               gpointer user_data,
               GCancellable *cancellable,
               GError **error)
{
  Symbolizer self = { builder, options, progress, user_data, cancellable };
  gboolean done;

  g_return_val_if_fail (builder != NULL && options != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!options->enabled)
    return TRUE;
  ppv_given_symbols_resolve (builder);
  collect_questions (&self);
  done = visit_modules (&self, error);
  g_clear_pointer (&self.kernel, ppv_symbol_index_free);
  g_free (self.begin);
  g_free (self.questions);
  return done;
}
