/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "common/checker-findings.h"

G_BEGIN_DECLS

/* The number of the frame in "    #3 0x5581…", which counts from 0; FALSE for other lines. */
gboolean sanitizer_frame_number (const char      *line,
                                 guint64         *number);
/* @line is such a line; @frame has the pieces it is cut into, and @name. */
void     sanitizer_frame_parse  (CheckerFrame    *frame,
                                 char            *line,
                                 GString         *name);

G_END_DECLS
