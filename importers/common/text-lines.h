/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-lines.h"
#include "ppv-plugin.h"

G_BEGIN_DECLS

/*
 * TextLines: how the lines of a load are read
 * @context: is told the progress, and asked whether to go on
 * @lines: over a file of the load
 * @bytes_before: of the files before this one
 * @bytes_total: of all files
 */
typedef struct {
  PpvLoadContext *context;
  PpvLines       *lines;
  guint64         bytes_before;
  guint64         bytes_total;
} TextLines;

/* Takes the line that @lines is at; FALSE with @error when it cannot go on. */
typedef gboolean (*TextLineFunc) (gpointer   user_data,
                                  GError   **error);

/* Line after line to the end; FALSE when one could not be taken, read, or it was cancelled. */
gboolean text_lines_read (const TextLines *self,
                          TextLineFunc     take,
                          gpointer         user_data,
                          GError         **error);
/* Warns of a line that is not whole and was left out; FALSE when nothing is missing of it. */
gboolean text_lines_warn_cut (const PpvLines    *lines,
                              PpvProfileBuilder *builder);

G_END_DECLS
