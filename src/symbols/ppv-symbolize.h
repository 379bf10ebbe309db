/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/* Of ppv-download.h. */
typedef struct _PpvDownload PpvDownload;

/**
 * PpvSymbolOptions: (skip)
 * @enabled: FALSE leaves every address as it is (--no-symbols)
 * @symbol_path: (nullable): folders to look for files in before the recorded path
 * @sysroot: (nullable): folder that stands for "/" of the recorded machine
 * @kernel: whether kernel addresses may be looked up in the running kernel, if it is
 *     the recorded one
 * @short_names: whether functions are called without their template arguments and
 *     parameters, whoever named them
 * @inlines: whether debug information is read, for lines and inlined functions
 * @debuginfod: whether files that are not on this machine may be fetched from the
 *     servers of DEBUGINFOD_URLS (--debuginfod)
 * @n_threads: how many threads may be busy with it; 0 for one
 * @download: (nullable): by what, which ppv_load_set_symbols() makes
 *
 * Where functions may be looked up.  Without @debuginfod nothing touches the network.
 */
typedef struct _PpvSymbolOptions {
  gboolean           enabled;
  const char *const *symbol_path;
  const char        *sysroot;
  gboolean           kernel;
  gboolean           short_names;
  gboolean           inlines;
  gboolean           debuginfod;
  guint              n_threads;
  PpvDownload       *download;
} PpvSymbolOptions;

/* Progress from 0 to 1 through @progress (any thread), see ppv-load.h. */
typedef void (*PpvSymbolProgress) (double fraction, gpointer user_data);

/*
 * Finds the function of every frame of @builder that has only an address, each
 * unique (module, address) once.  A module that has no symbols is no error: its
 * state says why, and its frames stay as they are.
 * Returns: FALSE only when cancelled
 */
PPV_PUBLIC gboolean ppv_symbolize (PpvProfileBuilder       *builder,
                                   const PpvSymbolOptions  *options,
                                   PpvSymbolProgress        progress,
                                   gpointer                 user_data,
                                   GCancellable            *cancellable,
                                   GError                 **error);

/*
 * @raw as people write it: C++, Rust (legacy and v0) and D names demangled, others unchanged.
 * Returns: (transfer full)
 */
PPV_PUBLIC char    *ppv_demangle  (const char              *raw);
/*
 * @name without template arguments and parameters: "std::vector<…>::push_back(…)".
 * Returns: (transfer full)
 */
PPV_PUBLIC char    *ppv_shorten_name (const char           *name);

G_END_DECLS
