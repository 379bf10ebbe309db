/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "svg-assets.h"
#include "svg-style.h"

void
svg_style_write (SvgStyle style, const char *colors, PpvSink *sink)
{
  ppv_sink_puts (sink, "<style><![CDATA[\n");
  ppv_sink_puts (sink, colors);
  ppv_sink_puts (sink, page_css);
  ppv_sink_puts (sink, style == SVG_STYLE_FLAME_GRAPH ? flamegraph_css : memory_css);
  ppv_sink_puts (sink, "]]></style>\n");
}

void
svg_style_write_script (PpvSink *sink)
{
  ppv_sink_puts (sink, "<script><![CDATA[\n");
  ppv_sink_puts (sink, flamegraph_js);
  ppv_sink_puts (sink, "]]></script>\n");
}
