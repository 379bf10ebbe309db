/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ppv-host.h"
#include "ppv-symbolize.h"

G_BEGIN_DECLS

/**
 * PpvLoad: (skip)
 *
 * One load: open, unwrap, recognise, import, symbolize, seal.  Made and run by
 * one thread; ppv_load_get_fraction() and ppv_load_get_stage() may be called
 * from any.
 */
typedef struct _PpvLoad PpvLoad;

typedef enum {
  PPV_LOAD_OPENING,
  PPV_LOAD_READING,
  PPV_LOAD_SYMBOLS,
  PPV_LOAD_DONE,
} PpvLoadStage;

PPV_PUBLIC PpvLoad      *ppv_load_new           (const char              *path);
PPV_PUBLIC PpvLoad      *ppv_load_ref           (PpvLoad                 *self);
PPV_PUBLIC void          ppv_load_unref         (PpvLoad                 *self);
/* An importer's id instead of sniffing; NULL to sniff. */
PPV_PUBLIC void          ppv_load_set_format    (PpvLoad                 *self,
                                                 const char              *importer_id);
/* May be changed until the load is run; starts with the defaults. */
PPV_PUBLIC PpvLimits    *ppv_load_get_limits    (PpvLoad                 *self);
/* Copied; the default looks everywhere that is local. */
PPV_PUBLIC void          ppv_load_set_symbols   (PpvLoad                 *self,
                                                 const PpvSymbolOptions  *options);
/*
 * Whether samples bring a text of what they say of themselves, where the format has
 * such: see #PpvSampleSet.  It costs memory, so it is off by default.
 */
PPV_PUBLIC void          ppv_load_set_details   (PpvLoad                 *self,
                                                 gboolean                 details);
/* How many threads may be busy; 0, the default, for one a processor. */
PPV_PUBLIC void          ppv_load_set_threads   (PpvLoad                 *self,
                                                 guint                    n_threads);
/*
 * Blocks.  Errors name the file.  A profile with warnings is no error.
 * Returns: (transfer full) (nullable)
 */
PPV_PUBLIC PpvProfile   *ppv_load_run           (PpvLoad                 *self,
                                                 GCancellable            *cancellable,
                                                 GError                 **error);
PPV_PUBLIC void          ppv_load_run_async     (PpvLoad                 *self,
                                                 GCancellable            *cancellable,
                                                 GAsyncReadyCallback      callback,
                                                 gpointer                 user_data);
PPV_PUBLIC PpvProfile   *ppv_load_run_finish    (PpvLoad                 *self,
                                                 GAsyncResult            *result,
                                                 GError                 **error);
/* 0 to 1 within the stage. */
PPV_PUBLIC double        ppv_load_get_fraction  (PpvLoad                 *self);
PPV_PUBLIC PpvLoadStage  ppv_load_get_stage     (PpvLoad                 *self);
/* The file that is fetched from a server at present, or NULL; of PpvSymbolOptions.debuginfod. */
PPV_PUBLIC char         *ppv_load_dup_download  (PpvLoad                 *self,
                                                 guint64                 *n_bytes);
/* Imports @input with @importer and seals, without symbols: for tests and fuzzers. */
PPV_PUBLIC PpvProfile   *ppv_load_input         (PpvInput                *input,
                                                 const PpvImporter       *importer,
                                                 const PpvLimits         *limits,
                                                 GCancellable            *cancellable,
                                                 GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvLoad, ppv_load_unref)

G_END_DECLS
