/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/*
 * MassifHeader: what stands before the snapshots of a recording
 * @offset: where it begins
 * @options: of Valgrind; what wrote the file, when that was not massif itself
 * @command: with line feeds when its arguments have them
 * @time_unit: as the profile calls it; NULL when unknown
 *
 *     desc: --time-unit=B
 *     cmd: ./prog
 *     time_unit: B
 */
typedef struct {
  guint64     offset;
  gboolean    has_options;
  gboolean    has_command;
  GString    *options;
  GString    *command;
  const char *time_unit;
} MassifHeader;

void     massif_header_init      (MassifHeader       *self,
                                  guint64             offset);
void     massif_header_clear     (MassifHeader       *self);
/* Whether a line is the first one of its kind in a header. */
gboolean massif_header_is_line   (const char         *line,
                                  gsize               length);
/* FALSE when the line is not understood. */
gboolean massif_header_add_line  (MassifHeader       *self,
                                  const char         *line,
                                  gsize               length);
/* Whether Valgrind wrote the file at the end of any tool, as a report on an execution tree. */
gboolean massif_header_is_report (const MassifHeader *self);
gboolean massif_header_equal     (const MassifHeader *a,
                                  const MassifHeader *b);

G_END_DECLS
