/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-plugin.h"
#include "ppv-selection.h"

G_BEGIN_DECLS

/*
 * What is said above a picture: an array of texts, the first its title.
 *
 * Adds a line as it may be shown: without controls.  Takes @text.
 */
void  svg_lines_add             (GPtrArray          *lines,
                                 char               *text);
/* Command, host and what was selected, as far as they are known; NULL when nothing is. */
char *svg_lines_describe_origin (const PpvProfile   *profile,
                                 const PpvSelection *selection);
/* What is missing of the file, or NULL. */
char *svg_lines_describe_loss   (const PpvProfile   *profile);
/* Where the picture may begin below them, in pixels. */
guint svg_lines_get_bottom      (const GPtrArray    *lines);
/* The beginning of the file: the picture's size, and its title. */
void  svg_lines_write_root      (const GPtrArray    *lines,
                                 guint               width,
                                 guint               height,
                                 PpvSink            *sink);
void  svg_lines_write           (const GPtrArray    *lines,
                                 guint               width,
                                 PpvSink            *sink);

G_END_DECLS
