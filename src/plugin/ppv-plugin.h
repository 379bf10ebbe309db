/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-error.h"
#include "ppv-input.h"
#include "ppv-profile-builder.h"
#include "ppv-sink.h"

G_BEGIN_DECLS

/* Raised whenever a struct below changes other than by growing at its end. */
#define PPV_PLUGIN_ABI 1u

/* How much of a file an importer sees to recognise it. */
#define PPV_SNIFF_BYTES 4096

/**
 * PpvSniff: (skip)
 * @head: the first bytes of the file, unwrapped
 * @head_length: how many there are, at most PPV_SNIFF_BYTES
 * @file_size: size of the file, unwrapped
 * @name: the file's base name without the suffix of a wrapping
 */
typedef struct {
  const guint8 *head;
  gsize         head_length;
  guint64       file_size;
  const char   *name;
} PpvSniff;

/**
 * PpvLoadContext: (skip)
 *
 * What an importer may use: the bytes, the limits, progress and cancellation.
 * An importer opens nothing by itself.
 */
typedef struct _PpvLoadContext PpvLoadContext;

/* Of ppv-symbolize.h, which exporters do not see. */
typedef struct _PpvSymbolOptions PpvSymbolOptions;

PPV_PUBLIC PpvInput        *ppv_load_context_get_input  (PpvLoadContext  *self);
PPV_PUBLIC const PpvLimits *ppv_load_context_get_limits (PpvLoadContext  *self);
/* How many threads the importer may keep busy, its own among them: at least 1. */
PPV_PUBLIC guint            ppv_load_context_get_n_threads (PpvLoadContext *self);
/* Whether samples shall have labels that say what their events say. */
PPV_PUBLIC gboolean         ppv_load_context_get_details (PpvLoadContext *self);
/* Where files of modules may be looked for, by an importer that unwinds; never NULL. */
PPV_PUBLIC const PpvSymbolOptions *ppv_load_context_get_symbol_options (PpvLoadContext *self);
/*
 * The plain file @name in the folder of the input: a name the importer makes up of that of
 * the input, never one that a file tells.  NULL without an error when it is not
 * there; (transfer full).
 */
PPV_PUBLIC PpvInput        *ppv_load_context_open_sibling (PpvLoadContext *self,
                                                         const char      *name,
                                                         GError         **error);
/*
 * To be called every few thousand records with the bytes done so far, of
 * @bytes_total in all passes together: progress and cancellation in one, an
 * atomic store and a load.  FALSE with G_IO_ERROR_CANCELLED: return at once.
 */
PPV_PUBLIC gboolean         ppv_load_context_advance    (PpvLoadContext  *self,
                                                         guint64          bytes_done,
                                                         guint64          bytes_total,
                                                         GError         **error);

/**
 * PpvImporter: (skip)
 * @size: sizeof (PpvImporter) in the plugin, so that the struct can grow
 * @id: stable name for the command line and JSON, [a-z0-9-]+
 * @name: name for people, marked with N_()
 * @mime_types: NULL-terminated
 * @suffixes: NULL-terminated file name endings, for open dialogs: "*.data"
 * @sniff: how many bits of evidence say that the file is of this format; 0 when
 *     it is not.  The highest bid wins, a tie goes to the smaller id.
 * @load: reads the file into the builder; runs in any thread.  What can be read
 *     of a damaged file is kept and the rest is a warning: FALSE with an error
 *     only when nothing usable is there, the system failed or it was cancelled.
 */
typedef struct {
  gsize              size;
  const char        *id;
  const char        *name;
  const char *const *mime_types;
  const char *const *suffixes;
  guint    (*sniff) (const PpvSniff     *sniff);
  gboolean (*load)  (PpvLoadContext     *context,
                     PpvProfileBuilder  *builder,
                     GError            **error);
} PpvImporter;

/* Which results an exporter can write; a profile must have what it asks for. */
typedef enum {
  PPV_RESULT_ALL         = 0,
  PPV_RESULT_FLAME_GRAPH = 1 << 0,
  PPV_RESULT_MEMORY      = 1 << 1,
} PpvResults;

typedef struct _PpvSelection PpvSelection;

/**
 * PpvExportContext: (skip)
 * @title: (nullable): heading, where the format has one
 * @width: of pictures, in pixels; 0 for the exporter's own
 * @icicle: flame graphs: roots at the top
 * @colors: (nullable): name of a palette; NULL for the exporter's own
 * @pretty: text formats: for people, with line breaks
 * @cancellable: (nullable): a way to stop
 */
typedef struct {
  const char   *title;
  guint32       width;
  gboolean      icicle;
  const char   *colors;
  gboolean      pretty;
  GCancellable *cancellable;
} PpvExportContext;

/**
 * PpvExporter: (skip)
 * @size: sizeof (PpvExporter) in the plugin
 * @id: stable name for --to=, [a-z0-9-]+
 * @name: name for people, marked with N_()
 * @mime_type: what it writes
 * @suffix: file name suffix, without the dot
 * @results: which results it writes
 * @write: writes the profile; runs in any thread; the caller commits the sink
 */
typedef struct {
  gsize       size;
  const char *id;
  const char *name;
  const char *mime_type;
  const char *suffix;
  PpvResults  results;
  gboolean  (*write) (const PpvExportContext  *context,
                      const PpvProfile        *profile,
                      const PpvSelection      *selection,
                      PpvSink                 *sink,
                      GError                 **error);
} PpvExporter;

/**
 * PpvPlugin: (skip)
 * @abi: PPV_PLUGIN_ABI; read before anything else
 * @version: the plugin's own version
 * @license: SPDX licence expression
 * @domain: gettext domain of the N_() strings
 * @init: (nullable): called once before use; FALSE with an error refuses the plugin
 * @importers: (nullable): NULL-terminated
 * @exporters: (nullable): NULL-terminated
 *
 * The one symbol of a plugin, a constant called `ppv_plugin`.
 */
typedef struct {
  guint32                   abi;
  const char               *version;
  const char               *license;
  const char               *domain;
  gboolean                (*init) (GError **error);
  const PpvImporter *const *importers;
  const PpvExporter *const *exporters;
} PpvPlugin;

#define PPV_PLUGIN_SYMBOL "ppv_plugin"

G_END_DECLS
