/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-macros.h"

G_BEGIN_DECLS

/**
 * PpvSink: (skip)
 *
 * Where an export goes.  A file sink is atomic: it writes a temporary file in
 * the same folder, and ppv_sink_commit() syncs and renames it, so the old file
 * is untouched or the new one is whole.  The first failure sticks: writing goes
 * on without effect and commit reports it.
 */
typedef struct _PpvSink PpvSink;

/*
 * @path "-" is standard output.  An existing file keeps its mode; a path that is
 * there but not a regular file (a device, a pipe) is written directly.
 */
PPV_PUBLIC PpvSink    *ppv_sink_new_file   (const char  *path,
                                            GError     **error);
PPV_PUBLIC PpvSink    *ppv_sink_new_memory (void);
PPV_PUBLIC void        ppv_sink_write      (PpvSink     *self,
                                            const char  *bytes,
                                            gsize        length);
PPV_PUBLIC void        ppv_sink_puts       (PpvSink     *self,
                                            const char  *text);
PPV_PUBLIC void        ppv_sink_printf     (PpvSink     *self,
                                            const char  *format,
                                            ...) G_GNUC_PRINTF (2, 3);
/* @text through @escape. */
PPV_PUBLIC void        ppv_sink_escaped    (PpvSink     *self,
                                            void       (*escape) (GString    *into,
                                                                  const char *text,
                                                                  gssize      length),
                                            const char  *text);
/* What a memory sink holds, NUL-terminated. */
PPV_PUBLIC const char *ppv_sink_get_text   (PpvSink     *self);
/* Whether a write failed already, e.g. into a closed pipe: long work may stop. */
PPV_PUBLIC gboolean    ppv_sink_is_failed  (PpvSink     *self);
PPV_PUBLIC gboolean    ppv_sink_commit     (PpvSink     *self,
                                            GError     **error);
/* Without a commit before it, removes the temporary file. */
PPV_PUBLIC void        ppv_sink_free       (PpvSink     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvSink, ppv_sink_free)

G_END_DECLS
