/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * JitMaker: (skip)
 *
 * Makes jitdumps of either byte order.
 */
typedef struct {
  gboolean    big;
  GByteArray *bytes;
} JitMaker;

void jit_maker_init  (JitMaker   *self,
                      gboolean    big,
                      guint64     flags);
/* Returns: where the code is in the dump */
guint64 jit_maker_load (JitMaker *self,
                      guint64     time,
                      guint64     start,
                      guint64     size,
                      guint64     index,
                      const char *name);
void jit_maker_move  (JitMaker   *self,
                      guint64     time,
                      guint64     start,
                      guint64     size,
                      guint64     index);
/* Of the code at @start that is loaded next: @n_lines of @file, one every 4 bytes, from @line. */
void jit_maker_lines (JitMaker   *self,
                      guint64     start,
                      const char *file,
                      guint32     line,
                      guint       n_lines);
void jit_maker_clear (JitMaker   *self);

G_END_DECLS
