/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-symbolize.h"

G_BEGIN_DECLS

/**
 * PpvJitCode: (skip)
 * @time: from when on, in nanoseconds of CLOCK_MONOTONIC
 * @start: its first address
 * @size: bytes of it
 * @offset: of its bytes in the dump, which is the address of the module
 *
 * Code that was generated, or moved.
 */
typedef struct {
  guint64 time;
  guint64 start;
  guint64 size;
  guint64 offset;
} PpvJitCode;

/**
 * PpvJitDump: (skip)
 *
 * What a just-in-time compiler wrote of its code, with the code, into jit-PID.dump.
 */
typedef struct _PpvJitDump PpvJitDump;

/* Of ppv-symbol-index.h. */
typedef struct _PpvSymbolIndex PpvSymbolIndex;

PPV_PUBLIC gboolean          ppv_jit_dump_is_path    (const char             *path);
PPV_PUBLIC PpvJitDump       *ppv_jit_dump_open       (const PpvSymbolOptions *options,
                                                      const char             *path,
                                                      PpvSymbolState         *state);
PPV_PUBLIC void              ppv_jit_dump_free       (PpvJitDump             *self);
PPV_PUBLIC const PpvJitCode *ppv_jit_dump_list       (const PpvJitDump       *self,
                                                      guint32                *n_codes);
PPV_PUBLIC gboolean          ppv_jit_dump_has_ticks  (const PpvJitDump       *self);
/* Names by offset in the dump; they point into @self.  Returns: (transfer full) */
PpvSymbolIndex              *ppv_jit_dump_make_index (const PpvJitDump       *self);
/* The source file and line at @offset, or NULL. */
const char                  *ppv_jit_dump_find_line  (const PpvJitDump       *self,
                                                      guint64                 offset,
                                                      guint32                *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvJitDump, ppv_jit_dump_free)

G_END_DECLS
