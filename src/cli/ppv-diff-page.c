/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A comparison as a page that needs nothing else: no script, no font, no network. */

#include "config.h"

#include <math.h>

#include <glib/gi18n.h>

#include "ppv-cli-diff.h"
#include "ppv-cli-text.h"
#include "ppv-text.h"

/* More is orange and to the right, less is blue and to the left: no colour stands alone. */
static const char style[] =
    ":root { color-scheme: light dark; --back: #fff; --text: #1a1a1a; --dim: #5c5c5c;"
    " --line: #d8d8d8; --soft: #f4f4f5; --more: #f5b87a; --less: #93bdea; --bad: #b3261e; }\n"
    "@media (prefers-color-scheme: dark) { :root { --back: #1c1c1e; --text: #f2f2f2;"
    " --dim: #b4b4b8; --line: #3c3c40; --soft: #28282b; --more: #8a4f12; --less: #1f4f86;"
    " --bad: #ff8a80; } }\n"
    "* { box-sizing: border-box; }\n"
    "body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 75rem; background: var(--back);"
    " color: var(--text); font: 16px/1.5 system-ui, \"DejaVu Sans\", \"Liberation Sans\","
    " Arial, sans-serif; }\n"
    "h1 { margin: 0 0 .75rem; font-size: 1.6rem; }\n"
    ".answer { margin: 0 0 1rem; padding: .8rem 1rem; border-left: .3rem solid var(--line);"
    " background: var(--soft); font-size: 1.1rem; overflow-wrap: anywhere; }\n"
    ".failed { border-color: var(--bad); color: var(--bad); }\n"
    ".about { color: var(--dim); margin: .3rem 0; overflow-wrap: anywhere; }\n"
    ".scroll { overflow-x: auto; margin: 1.25rem 0; }\n"
    "table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }\n"
    "th, td { padding: .35rem .7rem; text-align: left; border-bottom: 1px solid var(--line);"
    " vertical-align: top; }\n"
    "th { color: var(--dim); font-weight: 600; font-size: .9rem; white-space: nowrap; }\n"
    ".number { text-align: right; white-space: nowrap; }\n"
    ".bar { min-width: 9rem; }\n"
    ".more { background: linear-gradient(90deg, transparent 50%,"
    " var(--more) 50% calc(50% + var(--share)), transparent calc(50% + var(--share))); }\n"
    ".less { background: linear-gradient(90deg, transparent calc(50% - var(--share)),"
    " var(--less) calc(50% - var(--share)) 50%, transparent 50%); }\n"
    ".unclear, .same { color: var(--dim); }\n"
    "code { font-family: ui-monospace, \"DejaVu Sans Mono\", \"Liberation Mono\", Menlo,"
    " Consolas, monospace; font-size: .9rem; overflow-wrap: anywhere; }\n";

static void
put_element (PpvSink *sink, const char *begin, const char *text, const char *end)
{
  g_autofree char *safe = ppv_text_safe (text);

  ppv_sink_puts (sink, begin);
  ppv_sink_escaped (sink, ppv_escape_xml, safe);
  ppv_sink_puts (sink, end);
}

static void
put_taken (PpvSink *sink, const char *begin, char *text, const char *end)
{
  put_element (sink, begin, text, end);
  g_free (text);
}

static void
write_head (const PpvDiffReport *self, PpvSink *sink)
{
  ppv_sink_puts (sink,
                 "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta http-equiv=\"Content-Security-Policy\" "
                 "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  put_element (sink, "<title>", _ ("What changed"), "</title>\n");
  ppv_sink_printf (sink, "<style>\n%s</style>\n</head>\n<body>\n", style);
  put_element (sink, "<h1>", _ ("What changed"), "</h1>\n");
  put_taken (sink, "<p class=\"answer\">", ppv_diff_report_answer (self), "</p>\n");
  if (self->failed != NULL)
    put_taken (
        sink, "<p class=\"answer failed\">",
        g_strdup_printf (_ ("Refused: %s holds for %s."), self->failed, self->failing->function),
        "</p>\n");
  for (PpvDiffSide side = 0; side < PPV_DIFF_N_SIDES; side++)
    put_taken (sink, "<p class=\"about\">", ppv_diff_report_side (self, side), "</p>\n");
}

/* The style draws a bar behind the change: half of the cell is the largest one. */
static void
write_row (const PpvDiffReport *self, const PpvDiffRow *row, double most, PpvSink *sink)
{
  double share = most > 0 ? 50 * fabs (row->self.difference) / most : 0;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, "%.1f", share);
  ppv_sink_printf (sink, "<tr class=\"%s\" style=\"--share: %s%%\">",
                   ppv_diff_status_to_text (row->self.status), number);
  for (guint i = 0; i < PPV_DIFF_N_COLUMNS; i++)
    {
      const char *begin = "<td class=\"number\">";

      if (i == PPV_DIFF_COLUMN_DIFFERENCE)
        begin = row->self.difference > 0 ? "<td class=\"number bar more\">"
                                         : "<td class=\"number bar less\">";
      else if (i == PPV_DIFF_COLUMN_STATUS || i == PPV_DIFF_COLUMN_MODULE)
        begin = "<td>";
      else if (i == PPV_DIFF_COLUMN_FUNCTION)
        begin = "<td><code>";
      put_taken (sink, begin, ppv_diff_report_cell (self, row, i),
                 i == PPV_DIFF_COLUMN_FUNCTION ? "</code></td>" : "</td>");
    }
  ppv_sink_puts (sink, "</tr>\n");
}

void
ppv_diff_report_write_html (const PpvDiffReport *self, PpvSink *sink)
{
  g_autofree char *rest = ppv_diff_report_rest (self);
  g_auto (GStrv) notes = ppv_diff_report_notes (self);
  double most = 0;

  write_head (self, sink);
  ppv_sink_puts (sink, "<div class=\"scroll\"><table>\n<thead><tr>");
  for (guint i = 0; i < PPV_DIFF_N_COLUMNS; i++)
    put_taken (sink,
               i > PPV_DIFF_COLUMN_STATUS && i < PPV_DIFF_COLUMN_FUNCTION
                   ? "<th scope=\"col\" class=\"number\">"
                   : "<th scope=\"col\">",
               ppv_diff_report_title (self, i), "</th>");
  ppv_sink_puts (sink, "</tr></thead>\n<tbody>\n");
  for (guint32 i = 0; i < self->n_shown; i++)
    most = fmax (most, fabs (self->diff->rows[i].self.difference));
  for (guint32 i = 0; i < self->n_shown; i++)
    write_row (self, &self->diff->rows[i], most, sink);
  ppv_sink_puts (sink, "</tbody>\n</table></div>\n");
  if (rest != NULL)
    put_element (sink, "<p class=\"about\">", rest, "</p>\n");
  for (guint i = 0; notes[i] != NULL; i++)
    put_element (sink, "<p class=\"about\">", notes[i], "</p>\n");
  ppv_sink_puts (sink, "</body>\n</html>\n");
}
