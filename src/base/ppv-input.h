/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ppv-limits.h"

G_BEGIN_DECLS

/**
 * PpvInput: (skip)
 *
 * The bytes of a file, read through a window: random access to files of any
 * size without memory in proportion.  Files are read with pread(2) and never
 * mapped, because a mapped file that is shortened by its writer kills the
 * reader with SIGBUS; a window that comes out short is seen as the end of the
 * file instead.  Not thread-safe; ppv_input_dup() gives each thread its own.
 */
typedef struct _PpvInput PpvInput;

/*
 * Opens @path, "-" for standard input.  Only regular files, pipes and standard
 * input are read.  gzip, bzip2, xz, zstd and lz4 are unwrapped, one layer, and UTF-16
 * with a mark at its begin becomes UTF-8.  What
 * has no size of its own (wrapped files, pipes) is read up to the ceiling of
 * @limits, and kept in memory while it is small, in an unlinked temporary file
 * beyond.  A folder with a plain file called "data" in it (perf record --threads)
 * is read as that file.
 */
PPV_PUBLIC PpvInput     *ppv_input_open         (const char       *path,
                                                 const PpvLimits  *limits,
                                                 GCancellable     *cancellable,
                                                 GError          **error);
/*
 * The plain file @name in the folder of an input that was opened from a path; never
 * through a link.  NULL without an error when there is none.
 */
PPV_PUBLIC PpvInput     *ppv_input_open_sibling (const PpvInput   *self,
                                                 const char       *name,
                                                 const PpvLimits  *limits,
                                                 GCancellable     *cancellable,
                                                 GError          **error);
PPV_PUBLIC PpvInput     *ppv_input_new_bytes    (GBytes           *bytes,
                                                 const char       *name);
PPV_PUBLIC PpvInput     *ppv_input_dup          (const PpvInput   *self);
PPV_PUBLIC void          ppv_input_free         (PpvInput         *self);
/* In bytes, unwrapped. */
PPV_PUBLIC guint64       ppv_input_get_size     (const PpvInput   *self);
/* The base name without the suffix of a wrapping that was taken off. */
PPV_PUBLIC const char   *ppv_input_get_name     (const PpvInput   *self);
/* Why unwrapping ended early (damaged or cut archive), or NULL; what came before is there. */
PPV_PUBLIC const char   *ppv_input_get_damage   (const PpvInput   *self);
/*
 * Bytes from @offset on: at least @want of them unless the file ends before,
 * and as many as are at hand.  Sets @got; the bytes stay valid until the next
 * call.  NULL only for an error of the system; at the end of the file @got is 0.
 */
PPV_PUBLIC const guint8 *ppv_input_window       (PpvInput         *self,
                                                 guint64           offset,
                                                 gsize             want,
                                                 gsize            *got,
                                                 GError          **error);
/*
 * The same into @buffer, at most @size bytes and without reading more than those;
 * leaves the window alone.  For those who want little from many places.
 */
PPV_PUBLIC gboolean      ppv_input_read         (const PpvInput   *self,
                                                 guint64           offset,
                                                 gpointer          buffer,
                                                 gsize             size,
                                                 gsize            *got,
                                                 GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvInput, ppv_input_free)

G_END_DECLS
