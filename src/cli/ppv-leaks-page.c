/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Leaks as a page that needs nothing else: no script, no font, no network. */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ppv-cli-leaks.h"
#include "ppv-cli-text.h"
#include "ppv-number.h"
#include "ppv-text.h"

static const char style[] =
    ":root { color-scheme: light dark; --back: #fff; --text: #1a1a1a; --dim: #5c5c5c;"
    " --line: #d8d8d8; --soft: #f4f4f5; --leak: #b3261e; --good: #1b6e3c; --bar: #f3c9c5; }\n"
    "@media (prefers-color-scheme: dark) { :root { --back: #1c1c1e; --text: #f2f2f2;"
    " --dim: #b4b4b8; --line: #3c3c40; --soft: #28282b; --leak: #ff8a80; --good: #7fd6a0;"
    " --bar: #5e2a26; } }\n"
    "* { box-sizing: border-box; }\n"
    "body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 70rem; background: var(--back);"
    " color: var(--text); font: 16px/1.5 system-ui, \"DejaVu Sans\", \"Liberation Sans\","
    " Arial, sans-serif; }\n"
    "h1 { margin: 0 0 .75rem; font-size: 1.6rem; }\n"
    "h2 { margin: 2rem 0 .25rem; font-size: 1.05rem; overflow-wrap: anywhere; }\n"
    ".answer { margin: 0 0 1rem; padding: .8rem 1rem; border-left: .3rem solid var(--good);"
    " background: var(--soft); font-size: 1.1rem; overflow-wrap: anywhere; }\n"
    ".answer.leaky { border-color: var(--leak); }\n"
    ".about { color: var(--dim); margin: .1rem 0; overflow-wrap: anywhere; }\n"
    ".scroll { overflow-x: auto; margin-top: 1.25rem; }\n"
    "table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }\n"
    "th, td { padding: .35rem .7rem; text-align: left; border-bottom: 1px solid var(--line);"
    " vertical-align: top; }\n"
    "th { color: var(--dim); font-weight: 600; font-size: .9rem; white-space: nowrap; }\n"
    ".number { text-align: right; white-space: nowrap; }\n"
    ".small { display: block; color: var(--dim); font-size: .8rem; }\n"
    "td.bytes { background: linear-gradient(var(--own), var(--own)) left / var(--share) 100%"
    " no-repeat; }\n"
    "tr { --own: var(--line); }\n"
    "tr.leaky { --own: var(--bar); }\n"
    "code, ol { font-family: ui-monospace, \"DejaVu Sans Mono\", \"Liberation Mono\", Menlo,"
    " Consolas, monospace; font-size: .9rem; }\n"
    "code { overflow-wrap: anywhere; }\n"
    "ol { margin: .4rem 0 0; padding: .6rem 1rem .6rem 2.6rem; background: var(--soft);"
    " overflow-wrap: anywhere; }\n"
    "li::marker { color: var(--dim); }\n"
    ".verdict { white-space: nowrap; }\n"
    ".leaky .verdict, h2 .verdict { color: var(--leak); font-weight: 600; }\n"
    "p { margin: .2rem 0; }\n"
    "@media print { :root { color-scheme: light; --back: #fff; --text: #000; --dim: #444;"
    " --line: #bbb; --soft: #f4f4f5; --leak: #8c1d18; --good: #1b6e3c; --bar: #f3c9c5; }"
    " body { padding: 0; max-width: none; font-size: 10pt; }"
    " .scroll { overflow: visible; } tr, h2, li { break-inside: avoid; }"
    " h2, h2 + p { break-after: avoid; }"
    " td.bytes, .answer, ol { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }\n";

static void
put (PpvSink *sink, const char *text)
{
  ppv_sink_escaped (sink, ppv_escape_xml, text);
}

static void
put_element (PpvSink *sink, const char *begin, const char *text, const char *end)
{
  ppv_sink_puts (sink, begin);
  put (sink, text);
  ppv_sink_puts (sink, end);
}

static void
put_taken (PpvSink *sink, const char *begin, char *text, const char *end)
{
  put_element (sink, begin, text, end);
  g_free (text);
}

/* Names may turn the direction of the text around them. */
static void
put_site (PpvSink *sink, const char *site)
{
  g_autofree char *safe = ppv_text_safe (site);

  put_element (sink, "<code>", safe, "</code>");
}

static void
write_about (const char *what, const char *value, PpvSink *sink)
{
  g_autofree char *safe = value != NULL ? ppv_text_safe (value) : NULL;

  if (safe == NULL)
    return;
  put_element (sink, "<p class=\"about\">", what, ": ");
  put_site (sink, safe);
  ppv_sink_puts (sink, "</p>\n");
}

static void
write_head (const PpvLeaksReport *self, PpvSink *sink)
{
  g_autofree char *answer = ppv_leaks_dup_answer (self->leaks, self->profile);
  g_autofree char *safe = ppv_text_safe (answer);

  ppv_sink_puts (sink,
                 "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta http-equiv=\"Content-Security-Policy\" "
                 "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  put_element (sink, "<title>", _ ("Leaks"), "</title>\n");
  ppv_sink_printf (sink, "<style>\n%s</style>\n</head>\n<body>\n", style);
  put_element (sink, "<h1>", _ ("Leaks"), "</h1>\n");
  put_element (sink,
               self->leaks->n_leaky > 0 ? "<p class=\"answer leaky\">" : "<p class=\"answer\">",
               safe, "</p>\n");
  write_about (_ ("File"), ppv_profile_get_file (self->profile), sink);
  write_about (_ ("Tool"), ppv_profile_get_fact (self->profile, "tool"), sink);
  write_about (_ ("Command"), ppv_profile_get_fact (self->profile, "command"), sink);
}

/* What the true rate is between. */
static void
write_interval (const PpvLeaksReport *self, const PpvLeak *leak, PpvSink *sink)
{
  g_autofree char *rate = ppv_leaks_report_cell (self, leak, PPV_LEAKS_RATE);

  if (*rate == '\0')
    return;
  put_taken (sink, "<span class=\"small\">", ppv_leaks_dup_slope (self->leaks, leak->trend.low),
             " … ");
  put_taken (sink, "", ppv_leaks_dup_slope (self->leaks, leak->trend.high), "</span>");
}

static void
write_cell (const PpvLeaksReport *self, const PpvLeak *leak, PpvLeaksColumn column, PpvSink *sink)
{
  static const char *const begins[PPV_LEAKS_N_COLUMNS] = {
    [PPV_LEAKS_BYTES] = "<td class=\"number bytes\">", [PPV_LEAKS_BLOCKS] = "<td class=\"number\">",
    [PPV_LEAKS_GROWTH] = "<td class=\"number\">",      [PPV_LEAKS_RATE] = "<td class=\"number\">",
    [PPV_LEAKS_VERDICT] = "<td class=\"verdict\">",    [PPV_LEAKS_SITE] = "<td><code>",
  };

  put_taken (sink, begins[column], ppv_leaks_report_cell (self, leak, column), "");
  if (column == PPV_LEAKS_RATE)
    write_interval (self, leak, sink);
  ppv_sink_puts (sink, column == PPV_LEAKS_SITE ? "</code></td>" : "</td>");
}

/* The style draws a bar behind the bytes: their share of the largest row. */
static void
write_row (const PpvLeaksReport *self, const PpvLeak *leak, gint64 most, PpvSink *sink)
{
  char share[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (share, sizeof share, "%.1f", CLAMP (ppv_percent (leak->bytes, most), 0, 100));
  ppv_sink_printf (sink, "<tr%s style=\"--share: %s%%\">", leak->leaky ? " class=\"leaky\"" : "",
                   share);
  for (PpvLeaksColumn i = 0; i < PPV_LEAKS_N_COLUMNS; i++)
    if (ppv_leaks_report_has (self, i))
      write_cell (self, leak, i, sink);
  ppv_sink_puts (sink, "</tr>\n");
}

static void
write_table (const PpvLeaksReport *self, PpvSink *sink)
{
  g_autofree char *rest = ppv_leaks_report_rest (self);
  gint64 most = 0;

  ppv_sink_puts (sink, "<div class=\"scroll\"><table>\n<thead><tr>");
  for (PpvLeaksColumn i = 0; i < PPV_LEAKS_N_COLUMNS; i++)
    if (ppv_leaks_report_has (self, i))
      put_taken (sink,
                 i < PPV_LEAKS_VERDICT ? "<th scope=\"col\" class=\"number\">"
                                       : "<th scope=\"col\">",
                 ppv_leaks_report_title (self, i), "</th>");
  ppv_sink_puts (sink, "</tr></thead>\n<tbody>\n");
  for (guint32 i = 0; i < self->n_shown; i++)
    most = MAX (most, self->leaks->rows[i].bytes);
  for (guint32 i = 0; i < self->n_shown; i++)
    write_row (self, &self->leaks->rows[i], most, sink);
  ppv_sink_puts (sink, "</tbody>\n</table></div>\n");
  if (rest != NULL)
    put_element (sink, "<p class=\"about\">", rest, "</p>\n");
}

static void
write_leak (const PpvLeaksReport *self, const PpvLeak *leak, PpvSink *sink)
{
  g_auto (GStrv) path = ppv_leaks_report_path (self, leak, FALSE);
  g_autofree char *evidence = ppv_text_safe (leak->evidence);
  g_autofree char *verdict = ppv_leaks_report_cell (self, leak, PPV_LEAKS_VERDICT);

  ppv_sink_puts (sink, "<section>\n<h2>");
  put_site (sink, leak->site);
  put_element (sink, leak->leaky ? " <span class=\"verdict\">" : " <span>", verdict,
               "</span></h2>\n");
  put_element (sink, "<p>", evidence, "</p>\n");
  if (path[0] != NULL)
    {
      ppv_sink_puts (sink, "<ol>\n");
      for (guint i = 0; path[i] != NULL; i++)
        put_taken (sink, "<li>", ppv_text_safe (path[i]), "</li>\n");
      ppv_sink_puts (sink, "</ol>\n");
    }
  ppv_sink_puts (sink, "</section>\n");
}

void
ppv_leaks_report_write_html (const PpvLeaksReport *self, PpvSink *sink)
{
  write_head (self, sink);
  if (self->leaks->n_rows > 0)
    write_table (self, sink);
  for (guint32 i = 0; i < self->n_shown; i++)
    if (ppv_leaks_report_has_details (self, i))
      write_leak (self, &self->leaks->rows[i], sink);
  ppv_sink_puts (sink, "</body>\n</html>\n");
}
