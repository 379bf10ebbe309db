/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "svg-memory.h"
#include "svg-page.h"

/* Pixels.  Viewers and browsers give up on pictures higher than some 32,000. */
enum {
  DEFAULT_WIDTH = 1200,
  LEAST_WIDTH = 300,
  MOST_WIDTH = 20000,
  ROW_HEIGHT = 18,
  LEAST_ROW_HEIGHT = 3,
  MOST_HEIGHT = 32000,
};

#define LEAST_BOX 0.1

static guint
choose_row_height (guint32 n_rows)
{
  return CLAMP (MOST_HEIGHT / (n_rows + 1), LEAST_ROW_HEIGHT, ROW_HEIGHT);
}

static gboolean
write_svg (const PpvExportContext *context,
           const PpvProfile *profile,
           const PpvSelection *selection,
           PpvSink *sink,
           GError **error)
{
  guint width =
      context->width == 0 ? DEFAULT_WIDTH : CLAMP (context->width, LEAST_WIDTH, MOST_WIDTH);
  const SvgPalette *palette = svg_palette_get (context->colors, error);
  g_autoptr (SvgGraph) graph = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  SvgPage page;

  if (palette == NULL)
    return FALSE;
  graph = svg_graph_new (profile, selection, palette, LEAST_BOX / (width - 2 * SVG_MARGIN),
                         context->cancellable, error);
  if (graph == NULL)
    return FALSE;
  lines = svg_lines_new (context, profile, selection, graph);
  page = (SvgPage){
    .profile = profile,
    .palette = palette,
    .graph = graph,
    .width = width,
    .row_height = choose_row_height (graph->n_rows),
    .icicle = context->icicle,
    .lines = lines,
  };
  svg_page_write (&page, sink);
  return TRUE;
}

static gboolean
write_memory (const PpvExportContext *context,
              const PpvProfile *profile,
              const PpvSelection *selection,
              PpvSink *sink,
              GError **error)
{
  g_autoptr (SvgMemory) picture = svg_memory_new (context, profile, selection, error);

  if (picture == NULL)
    return FALSE;
  svg_memory_write (picture, sink);
  return TRUE;
}

static const PpvExporter svg = {
  .size = sizeof (PpvExporter),
  .id = "svg",
  .name = N_ ("Flame graph (SVG)"),
  .mime_type = "image/svg+xml",
  .suffix = "svg",
  .results = PPV_RESULT_FLAME_GRAPH,
  .write = write_svg,
};

static const PpvExporter memory_svg = {
  .size = sizeof (PpvExporter),
  .id = "memory-svg",
  .name = N_ ("Memory over time (SVG)"),
  .mime_type = "image/svg+xml",
  .suffix = "svg",
  .results = PPV_RESULT_MEMORY,
  .write = write_memory,
};

G_MODULE_EXPORT const PpvPlugin ppv_plugin = {
  .abi = PPV_PLUGIN_ABI,
  .version = PACKAGE_VERSION,
  .license = "LGPL-2.1-or-later",
  .domain = GETTEXT_PACKAGE,
  .exporters = (const PpvExporter *const[]){ &svg, &memory_svg, NULL },
};
