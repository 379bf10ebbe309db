/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "svg-graph.h"

G_BEGIN_DECLS

/* Pixels around the boxes; between text and its box's edge; of one letter of a box. */
#define SVG_MARGIN     10
#define SVG_PADDING    3
#define SVG_CELL_WIDTH 7.25

/**
 * SvgPage: (skip)
 * @width: of the picture, in pixels
 * @row_height: of a box with the gap below it, in pixels
 * @icicle: whether roots are at the top
 * @lines: title and what is said below it
 *
 * A graph and what the picture of it needs beside.
 */
typedef struct {
  const PpvProfile *profile;
  const SvgPalette *palette;
  const SvgGraph   *graph;
  guint             width;
  guint             row_height;
  gboolean          icicle;
  GPtrArray        *lines;
} SvgPage;

/* Pixels above the boxes, and the picture's height. */
guint      svg_page_get_top      (const SvgPage           *self);
guint      svg_page_get_height   (const SvgPage           *self);
void       svg_page_write        (const SvgPage           *self,
                                  PpvSink                 *sink);

/* svg-lines.c: title and what is said below it; (element-type utf8) */
GPtrArray *svg_lines_new         (const PpvExportContext  *context,
                                  const PpvProfile        *profile,
                                  const PpvSelection      *selection,
                                  const SvgGraph          *graph);

/* svg-boxes.c: one element a box, the first for everything. */
void       svg_boxes_write       (const SvgPage           *page,
                                  PpvSink                 *sink);
/* svg-data.c: what the script knows of the boxes, as a JSON object. */
void       svg_data_write        (const SvgPage           *page,
                                  PpvSink                 *sink);

/* svg-text.c: @value with at most two decimals, in the C locale. */
void       svg_append_number     (GString                 *into,
                                  double                   value);
/* @part of @whole as "12.34 %". */
char      *svg_format_percent    (gint64                   part,
                                  gint64                   whole);
/* @text, or its beginning and an ellipsis, as XML, in at most @n_cells letters. */
void       svg_append_cut        (GString                 *into,
                                  const char              *text,
                                  guint                    n_cells);

G_END_DECLS
