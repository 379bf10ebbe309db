/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-lines.h"
#include "ppv-plugin.h"

G_BEGIN_DECLS

/*
 * CollapsedHead: what the first lines have in common
 * @is_differential: each has a number for two recordings
 * @has_owners: the first frame of each is a process, with or without a thread
 * @has_threads: they have the thread
 */
typedef struct {
  gboolean is_differential;
  gboolean has_owners;
  gboolean has_threads;
} CollapsedHead;

/* Leaves @lines somewhere; FALSE with @error when the file cannot be read. */
gboolean collapsed_head_read     (CollapsedHead  *self,
                                  PpvLines       *lines,
                                  GError        **error);
/*
 * How many decimals all weights of the file need, or as many as leave room for their sum.
 * @at is where the load is meanwhile.  FALSE with @error when it cannot be read or was
 * cancelled.
 */
gboolean collapsed_find_decimals (PpvLoadContext *context,
                                  gsize           longest_line,
                                  guint64         at,
                                  guint          *decimals,
                                  GError        **error);
/* What editors of Windows put before UTF-8. */
void     collapsed_skip_mark     (const char    **line,
                                  gsize          *length);
guint    collapsed_sniff         (const PpvSniff *sniff);

G_END_DECLS
