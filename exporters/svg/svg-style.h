/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-sink.h"

G_BEGIN_DECLS

typedef enum {
  SVG_STYLE_FLAME_GRAPH,
  SVG_STYLE_MEMORY,
} SvgStyle;

/* The style element: rules of colours, of all pictures and of this kind. */
void svg_style_write        (SvgStyle    style,
                             const char *colors,
                             PpvSink    *sink);
/* The script of flame graphs. */
void svg_style_write_script (PpvSink    *sink);

G_END_DECLS
