/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the script works with.  Lists of numbers instead of objects keep a box
 * at some 30 bytes; flamegraph.js reads them in the same order.
 */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-json-writer.h"
#include "ppv-text.h"
#include "svg-page.h"

static void
write_words (PpvJsonWriter *json)
{
  ppv_json_begin_object (json, "words");
  ppv_json_string (json, "back", _ ("Back"));
  ppv_json_string (json, "backHint", _ ("To the box shown before (Alt+Left)"));
  ppv_json_string (json, "reset", _ ("Reset"));
  ppv_json_string (json, "resetHint", _ ("Show everything (Esc)"));
  ppv_json_string (json, "search", _ ("Search: regular expression (Ctrl+F)"));
  /* Translators: %s are shares like “12.3 %” */
  ppv_json_string (json, "matched", _ ("Matched: %s of total"));
  ppv_json_string (json, "matchedMore", _ ("Matched: %s of total (at most %s more is not drawn)"));
  ppv_json_string (json, "invalid", _ ("Not a regular expression"));
  /* Translators: value, share and share of the box zoomed into */
  ppv_json_string (json, "total", _ ("total %s, %s of total"));
  ppv_json_string (json, "zoomed", _ ("%s of %s"));
  ppv_json_string (json, "self", _ ("self %s, %s"));
  ppv_json_string (json, "graph", _ ("Flame graph: arrows move, Enter zooms, Esc resets"));
  ppv_json_string (json, "help",
                   _ ("Click or Enter zooms · arrows move · Esc resets · / searches"));
  ppv_json_end (json);
}

static void
write_page (PpvJsonWriter *json, const SvgPage *page)
{
  const PpvMetric *metric = ppv_profile_get_metric (page->profile, page->graph->costs->metric);

  ppv_json_string (json, "unit", ppv_profile_get_string (page->profile, metric->unit));
  ppv_json_int (json, "margin", SVG_MARGIN);
  ppv_json_int (json, "padding", SVG_PADDING);
  ppv_json_int (json, "top", svg_page_get_top (page));
  ppv_json_int (json, "height", svg_page_get_height (page));
  ppv_json_int (json, "rowHeight", page->row_height);
  ppv_json_int (json, "rows", page->graph->n_rows);
  ppv_json_bool (json, "icicle", page->icicle);
  ppv_json_begin_array (json, "lines");
  for (guint i = 0; i < page->lines->len; i++)
    ppv_json_string (json, NULL, page->lines->pdata[i]);
  ppv_json_end (json);
  ppv_json_begin_array (json, "categories");
  for (SvgCategory i = 0; i < SVG_N_CATEGORIES; i++)
    ppv_json_string (json, NULL, svg_category_name (i));
  ppv_json_end (json);
}

/* Name, module, category, source file, line; the first is everything. */
static void
write_names (PpvJsonWriter *json, const SvgPage *page)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (page->profile);

  ppv_json_begin_array (json, "names");
  ppv_json_begin_array (json, NULL);
  ppv_json_string (json, NULL, _ ("all"));
  ppv_json_string (json, NULL, "");
  ppv_json_int (json, NULL, -1);
  ppv_json_end (json);
  for (guint32 i = 0; i < page->graph->n_names; i++)
    {
      const SvgName *name = &page->graph->names[i];
      const char *file = ppv_profile_get_string (page->profile, functions->file[name->function]);

      ppv_json_begin_array (json, NULL);
      ppv_json_string (json, NULL, name->name);
      ppv_json_string (json, NULL, name->module);
      ppv_json_int (json, NULL, name->category);
      if (*file != '\0')
        {
          g_autofree char *shown = ppv_escape_dup (ppv_escape_terminal, file);

          ppv_json_string (json, NULL, shown);
          ppv_json_int (json, NULL, functions->line[name->function]);
        }
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

static void
write_box (PpvJsonWriter *json, gint64 name, gint64 parent, const SvgBox *box)
{
  ppv_json_int (json, NULL, name);
  ppv_json_int (json, NULL, parent);
  ppv_json_int (json, NULL, box->left);
  ppv_json_int (json, NULL, box->total);
  ppv_json_int (json, NULL, box->self);
}

/* Name, parent, left, total and self of each, one after the other; the first is everything. */
static void
write_boxes (PpvJsonWriter *json, const SvgGraph *graph)
{
  SvgBox whole = { .total = graph->costs->sum };

  ppv_json_begin_array (json, "boxes");
  write_box (json, 0, -1, &whole);
  for (gsize i = 0; i < graph->n_boxes; i++)
    {
      const SvgBox *box = &graph->boxes[i];

      write_box (json, (gint64) box->name + 1,
                 box->parent == PPV_NONE ? 0 : (gint64) box->parent + 1, box);
    }
  ppv_json_end (json);
}

void
svg_data_write (const SvgPage *page, PpvSink *sink)
{
  g_autoptr (PpvSink) text = ppv_sink_new_memory ();
  g_autoptr (PpvJsonWriter) json = ppv_json_writer_new (text, FALSE);

  ppv_json_begin_object (json, NULL);
  write_page (json, page);
  write_words (json);
  write_names (json, page);
  write_boxes (json, page->graph);
  ppv_json_end (json);
  ppv_sink_escaped (sink, ppv_escape_xml, ppv_sink_get_text (text));
}
