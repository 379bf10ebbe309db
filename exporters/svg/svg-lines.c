/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-number.h"
#include "ppv-text.h"
#include "svg-lines.h"
#include "svg-page.h"

/* Pixels. */
enum { TITLE_BASE = 26, LINE_BASE = 46, LINE_HEIGHT = 17 };

void
svg_lines_add (GPtrArray *lines, char *text)
{
  g_ptr_array_add (lines, ppv_escape_dup (ppv_escape_terminal, text));
  g_free (text);
}

static char *
make_title (const PpvExportContext *context, const PpvProfile *profile)
{
  g_autofree char *name = NULL;
  g_autofree char *shown = NULL;

  if (context->title != NULL)
    return g_strdup (context->title);
  name = g_path_get_basename (ppv_profile_get_file (profile));
  shown = g_filename_display_name (name);
  return g_strdup_printf (_ ("Flame graph of %s"), shown);
}

static char *
describe_moment (const PpvProfile *profile, const PpvMetric *metric, guint32 group)
{
  const PpvSampleSet *set = ppv_profile_get_set (profile, metric->set);

  if (group == PPV_NONE || group >= set->n_groups)
    return g_strdup ("");
  if (set->group_flags[group] & PPV_GROUP_PEAK)
    return g_strdup (_ (" at the peak"));
  return g_strdup_printf (_ (" at snapshot %u"), group);
}

static char *
describe_cost (const PpvProfile *profile, const PpvStackCosts *costs)
{
  const PpvMetric *metric = ppv_profile_get_metric (profile, costs->metric);
  const char *name = ppv_profile_get_string (profile, metric->name);
  const char *unit = ppv_profile_get_string (profile, metric->unit);
  g_autofree char *total = ppv_format_value (costs->sum, unit);
  g_autofree char *count = NULL;
  g_autofree char *moment = NULL;

  if (metric->kind == PPV_METRIC_LEVEL)
    {
      moment = describe_moment (profile, metric, costs->group);
      return g_strdup_printf (_ ("%s: %s in total%s"), name, total, moment);
    }
  ppv_unit_decimals (unit, &unit);
  if (g_str_equal (unit, "samples"))
    return g_strdup_printf (_ ("%s: %s in total"), name, total);
  count = ppv_format_count ((gint64) MIN (costs->n_samples, (guint64) G_MAXINT64));
  return g_strdup_printf (_ ("%s: %s in total, %s samples"), name, total, count);
}

char *
svg_lines_describe_origin (const PpvProfile *profile, const PpvSelection *selection)
{
  const char *command = ppv_profile_get_fact (profile, "command");
  const char *host = ppv_profile_get_fact (profile, "host");
  g_autofree char *selected = ppv_selection_to_text (selection);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (command != NULL)
    g_ptr_array_add (parts, g_strdup (command));
  if (host != NULL)
    g_ptr_array_add (parts, g_strdup_printf (_ ("on %s"), host));
  if (*selected != '\0')
    g_ptr_array_add (parts, g_strdup_printf (_ ("only %s"), selected));
  if (parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

/* Nothing is left out in silence. */
static char *
describe_hidden (const SvgGraph *graph)
{
  g_autofree char *count = ppv_format_count (graph->n_hidden);
  g_autofree char *share = svg_format_percent (graph->hidden, graph->costs->sum);

  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s box under 0.1 px is not drawn, %s of total",
                   "%s boxes under 0.1 px are not drawn, %s of total", graph->n_hidden),
      count, share);
}

char *
svg_lines_describe_loss (const PpvProfile *profile)
{
  guint32 n_warnings;
  const PpvWarning *warnings = ppv_profile_list_warnings (profile, &n_warnings);

  for (guint32 i = 0; i < n_warnings; i++)
    if (warnings[i].severity == PPV_LOSS)
      return g_strdup_printf (_ ("Part of the file is missing: %s"), warnings[i].message);
  return NULL;
}

GPtrArray *
svg_lines_new (const PpvExportContext *context,
               const PpvProfile *profile,
               const PpvSelection *selection,
               const SvgGraph *graph)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  char *origin = svg_lines_describe_origin (profile, selection);
  char *loss = svg_lines_describe_loss (profile);

  svg_lines_add (lines, make_title (context, profile));
  svg_lines_add (lines, describe_cost (profile, graph->costs));
  if (origin != NULL)
    svg_lines_add (lines, origin);
  if (graph->n_hidden > 0)
    svg_lines_add (lines, describe_hidden (graph));
  if (graph->n_boxes == 0)
    svg_lines_add (lines, g_strdup (_ ("Nothing to draw: no cost was selected")));
  if (loss != NULL)
    svg_lines_add (lines, loss);
  return lines;
}

guint
svg_lines_get_bottom (const GPtrArray *lines)
{
  return LINE_BASE + (lines->len - 1) * LINE_HEIGHT;
}

void
svg_lines_write_root (const GPtrArray *lines, guint width, guint height, PpvSink *sink)
{
  ppv_sink_printf (sink,
                   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\""
                   " viewBox=\"0 0 %u %u\">\n<title>",
                   width, height, width, height);
  ppv_sink_escaped (sink, ppv_escape_xml, lines->pdata[0]);
  ppv_sink_puts (sink, "</title>\n");
}

static void
write_line (const GPtrArray *lines, guint i, guint width, PpvSink *sink)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint letter = i == 0 ? 11 : 8; /* pixels, of the widest usual font */

  svg_append_cut (text, lines->pdata[i], (width - 2 * SVG_MARGIN) / letter);
  ppv_sink_printf (sink, "<text class=\"%s\" x=\"%d\" y=\"%u\">%s</text>\n",
                   i == 0 ? "heading" : "line", SVG_MARGIN,
                   i == 0 ? TITLE_BASE : LINE_BASE + (i - 1) * LINE_HEIGHT, text->str);
}

void
svg_lines_write (const GPtrArray *lines, guint width, PpvSink *sink)
{
  ppv_sink_printf (sink,
                   "<g id=\"head\">\n"
                   "<rect class=\"back\" width=\"100%%\" height=\"%u\"/>\n",
                   svg_lines_get_bottom (lines) - 6);
  for (guint i = 0; i < lines->len; i++)
    write_line (lines, i, width, sink);
  ppv_sink_puts (sink, "</g>\n");
}
