/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ppv-cli-table.h"
#include "ppv-derived-columns.h"
#include "ppv-number.h"
#include "ppv-profile-json.h"
#include "ppv-quality.h"

enum { KEY_WIDTH = 18, NAMES_SHOWN = 8, QUALITY_SHOWN = 6 };

/* What info --format=json always has, null where the file does not say it. */
static const char *const known_facts[] = { "host", "command", "tool", NULL };

/* @text in lines of @width, broken at blanks where there are any, else behind commas. */
static void
print_wrapped (PpvOutput *output, guint indent, const char *text)
{
  guint width = MAX (output->width - indent, 20);

  while (ppv_text_width (text) > width)
    {
      const char *end = text;
      const char *blank = NULL;
      const char *comma = NULL;

      for (guint used = 0; used < width; end = g_utf8_next_char (end))
        {
          used += g_unichar_iswide (g_utf8_get_char (end)) ? 2 : 1;
          if (*end == ' ' && used > width / 3)
            blank = end;
          if (*end == ',' && used > width / 3 && used < width)
            comma = end + 1;
        }
      if (blank != NULL || comma != NULL)
        end = blank != NULL ? blank : comma;
      ppv_sink_printf (output->sink, "%.*s\n%*s", (int) (end - text), text, (int) indent, "");
      text = *end == ' ' ? end + 1 : end;
    }
  ppv_sink_printf (output->sink, "%s\n", text);
}

static void
print_pair (PpvOutput *output, const char *key, const char *value)
{
  g_autoptr (GString) padded = g_string_new (NULL);
  g_autofree char *safe_key = ppv_text_safe (key);
  g_autofree char *safe = ppv_text_safe (value);

  ppv_text_pad (padded, safe_key, KEY_WIDTH, FALSE);
  ppv_sink_printf (output->sink, "%s%s%s ", ppv_output_bold (output), padded->str,
                   ppv_output_plain (output));
  print_wrapped (output, (guint) MAX (KEY_WIDTH, ppv_text_width (safe_key)) + 1, safe);
}

static void
print_facts (const PpvCommand *command, const PpvProfile *profile, PpvOutput *output)
{
  guint32 n_facts;
  const PpvFact *facts = ppv_profile_list_facts (profile, &n_facts);

  for (guint32 i = 0; i < n_facts; i++)
    {
      g_autofree char *label = ppv_fact_dup_label (&facts[i]);
      g_autofree char *value = ppv_fact_dup_value (&facts[i]);

      if (!ppv_fact_is_evidence (&facts[i]) &&
          (command->options.verbose || !ppv_fact_is_detail (&facts[i])))
        print_pair (output, label, value);
    }
}

static void
print_duration (const PpvProfile *profile, PpvOutput *output)
{
  g_autofree char *duration =
      ppv_format_value (ppv_profile_get_duration (profile), ppv_profile_get_time_unit (profile));

  if (ppv_profile_get_duration (profile) > 0)
    print_pair (output, _ ("Duration"), duration);
}

static void
print_processes (const PpvProfile *profile, PpvOutput *output)
{
  const PpvProcessTable *processes = ppv_profile_get_processes (profile);
  guint32 n_threads;
  G_GNUC_UNUSED g_autofree PpvThreadId *threads = ppv_profile_dup_threads (profile, &n_threads);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;

  if (processes->n_rows == 0)
    return;
  for (guint32 i = 0; i < MIN (processes->n_rows, NAMES_SHOWN); i++)
    g_string_append_printf (names, "%s%s %d", i > 0 ? ", " : "",
                            ppv_profile_get_string (profile, processes->name[i]),
                            processes->pid[i]);
  if (processes->n_rows > NAMES_SHOWN)
    g_string_append (names, ", …");
  text = g_strdup_printf (_ ("%u (%s)"), processes->n_rows, names->str);
  print_pair (output, _ ("Processes"), text);
  g_string_printf (names, "%u", n_threads);
  print_pair (output, _ ("Threads"), names->str);
}

static void
print_records (const PpvProfile *profile, PpvOutput *output)
{
  guint32 n_records;
  const PpvRecordCount *records = ppv_profile_list_records (profile, &n_records);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint32 i = 0; i < n_records; i++)
    {
      g_autofree char *count = ppv_format_count ((gint64) MIN (records[i].count, G_MAXINT64));

      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", records[i].name, count);
    }
  if (n_records > 0)
    print_pair (output, _ ("Records"), text->str);
}

static void
print_spans (const PpvProfile *profile, PpvOutput *output)
{
  const PpvSpanTable *spans = ppv_profile_get_spans (profile);
  g_autofree gint64 *counts = g_new0 (gint64, ppv_profile_get_n_strings (profile));
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < spans->n_rows; i++)
    counts[spans->category[i]]++;
  for (PpvStringId i = 0; i < ppv_profile_get_n_strings (profile); i++)
    if (counts[i] > 0)
      {
        g_autofree char *count = ppv_format_count (counts[i]);

        g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "",
                                ppv_profile_get_string (profile, i), count);
      }
  if (text->len > 0)
    print_pair (output, _ ("Spans"), text->str);
}

/* What the rows of all metrics are, if they are the same. */
static const char *
title_of_rows (const PpvProfile *profile)
{
  const char *title = NULL;

  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    {
      guint32 set = ppv_profile_get_metric (profile, i)->set;
      const char *own = ppv_sample_set_get_title (ppv_profile_get_set (profile, set));

      if (title != NULL && !g_str_equal (title, own))
        return _ ("rows");
      title = own;
    }
  return title != NULL ? title : _ ("samples");
}

static void
print_metrics (const PpvProfile *profile, PpvOutput *output)
{
  const PpvColumn columns[] = { { _ ("metric"), FALSE, 1, PPV_CUT_MIDDLE },
                                { title_of_rows (profile), TRUE },
                                { _ ("total"), TRUE },
                                { _ ("unit") } };
  g_autoptr (PpvTable) table = ppv_table_new (columns, G_N_ELEMENTS (columns));

  if (ppv_profile_get_n_metrics (profile) == 0)
    return;
  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    {
      const PpvMetric *metric = ppv_profile_get_metric (profile, i);
      const char *unit;
      guint decimals = ppv_unit_decimals (ppv_profile_get_string (profile, metric->unit), &unit);

      ppv_table_add (table, ppv_profile_get_string (profile, metric->name));
      ppv_table_take (table, ppv_format_count ((gint64) MIN (metric->n_samples, G_MAXINT64)));
      ppv_table_take (table, decimals > 0 ? ppv_format_decimal (metric->total, decimals)
                                          : ppv_format_count (metric->total));
      ppv_table_add (table, unit);
    }
  ppv_sink_puts (output->sink, "\n");
  ppv_table_print (table, output);
}

static void
print_item (const PpvQuality *item, PpvOutput *output)
{
  g_autofree char *message = ppv_text_safe (item->message);
  g_autofree char *advice = ppv_text_safe (item->advice);

  ppv_sink_puts (output->sink, item->severity == PPV_QUALITY_HINT ? "  · " : "  ! ");
  print_wrapped (output, 4, message);
  ppv_sink_puts (output->sink, "    → ");
  print_wrapped (output, 6, advice);
}

static void
print_quality (const PpvCommand *command, const PpvQualityReport *report, PpvOutput *output)
{
  guint n_most = command->options.verbose ? G_MAXUINT : QUALITY_SHOWN;
  g_autofree char *nothing = g_strdup_printf (_ ("No problems found in: %s"), report->checked);

  ppv_sink_printf (output->sink, "\n%s%s%s\n", ppv_output_bold (output), _ ("Quality"),
                   ppv_output_plain (output));
  if (report->n_items == 0)
    {
      ppv_sink_puts (output->sink, "    ");
      print_wrapped (output, 4, nothing);
    }
  for (guint i = 0; i < MIN (report->n_items, n_most); i++)
    print_item (&report->items[i], output);
  if (report->n_items > n_most)
    ppv_sink_printf (output->sink, _ ("    and %u more (-v shows all)\n"),
                     report->n_items - n_most);
}

static void
print_text (const PpvCommand *command,
            const PpvProfile *profile,
            const PpvQualityReport *quality,
            const PpvDerivedColumns *derived,
            PpvOutput *output)
{
  const PpvImporter *importer =
      ppv_host_get_importer (ppv_host_get (), ppv_profile_get_format (profile));
  g_autofree char *format = NULL;

  format = g_strdup_printf ("%s (%s)", importer != NULL ? _ (importer->name) : "?",
                            ppv_profile_get_format (profile));
  print_pair (output, _ ("File"), ppv_profile_get_file (profile));
  print_pair (output, _ ("Format"), format);
  print_pair (output, _ ("Complete"), ppv_profile_is_complete (profile) ? _ ("yes") : _ ("no"));
  print_facts (command, profile, output);
  print_duration (profile, output);
  print_processes (profile, output);
  print_records (profile, output);
  print_spans (profile, output);
  print_metrics (profile, output);
  ppv_derived_columns_print (derived, output);
  if (!ppv_profile_has_samples (profile))
    ppv_sink_puts (output->sink, _ ("\nThere is no sample in it.\n"));
  print_quality (command, quality, output);
}

static void
write_facts (const PpvProfile *profile, PpvJsonWriter *json)
{
  guint32 n_facts;
  const PpvFact *facts = ppv_profile_list_facts (profile, &n_facts);

  for (guint i = 0; known_facts[i] != NULL; i++)
    ppv_json_string (json, known_facts[i], ppv_profile_get_fact (profile, known_facts[i]));
  ppv_json_begin_object (json, "facts");
  for (guint32 i = 0; i < n_facts; i++)
    if (!g_strv_contains (known_facts, facts[i].key))
      ppv_json_string (json, facts[i].key, facts[i].value);
  ppv_json_end (json);
}

static void
write_json (const PpvProfile *profile,
            const PpvQualityReport *quality,
            const PpvDerivedColumns *derived,
            PpvSink *sink)
{
  g_autoptr (PpvJsonWriter) json = ppv_json_writer_new (sink, TRUE);

  ppv_json_begin_object (json, NULL);
  ppv_profile_write_envelope (json, profile, "perprovis/info/1");
  write_facts (profile, json);
  ppv_json_string (json, "time_unit", ppv_profile_get_time_unit (profile));
  ppv_profile_write_contents (json, profile);
  ppv_derived_columns_write (derived, profile, json);
  ppv_quality_report_write (quality, json);
  ppv_json_end (json);
}

/* A metric that was asked for and is not there is an error; having none at all is not. */
static gboolean
run_info (PpvCommand *command, GError **error)
{
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvStackCosts) costs = NULL;
  g_autoptr (PpvQualityReport) quality = NULL;
  g_autoptr (PpvDerivedColumns) derived = NULL;
  g_autoptr (PpvOutput) output = NULL;

  profile = ppv_command_load (command, ppv_command_file (command), error);
  if (profile == NULL)
    return FALSE;
  if (ppv_profile_get_n_metrics (profile) > 0)
    {
      costs = ppv_command_costs (command, profile, error);
      if (costs == NULL)
        return FALSE;
    }
  quality = ppv_quality_report_new (profile, costs);
  derived = ppv_derived_columns_new_all (command, profile, error);
  if (derived == NULL)
    return FALSE;
  output = ppv_output_new (command, error);
  if (output == NULL)
    return FALSE;
  if (ppv_command_is_format (command, "json"))
    write_json (profile, quality, derived, output->sink);
  else
    print_text (command, profile, quality, derived, output);
  return ppv_output_commit (output, error);
}

const PpvVerb ppv_verb_info = {
  .name = "info",
  .arguments = N_ ("FILE"),
  .summary = N_ ("what is in the file, and how good its data is"),
  .takes = PPV_TAKES_PROFILE | PPV_TAKES_OUTPUT,
  .least_files = 1,
  .most_files = 1,
  .formats = (const char *const[]){ "text", "json", NULL },
  .run = run_info,
};
