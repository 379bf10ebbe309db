/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cli-callers.h"
#include "ppv-cli-head.h"
#include "ppv-cli-table.h"
#include "ppv-json-writer.h"
#include "ppv-number.h"
#include "ppv-profile-json.h"
#include "ppv-text.h"

static const char *
function_name (const PpvProfile *profile, PpvFunctionId function)
{
  return ppv_profile_get_string (profile, ppv_profile_get_functions (profile)->name[function]);
}

static const char *
module_name (const PpvProfile *profile, PpvFunctionId function)
{
  PpvModuleId module = ppv_profile_get_functions (profile)->module[function];

  if (module == PPV_NONE)
    return "";
  return ppv_text_base_name (
      ppv_profile_get_string (profile, ppv_profile_get_modules (profile)->path[module]));
}

/* The arcs of a function that are not too small to show; (transfer full). */
static PpvArc *
dup_arcs (const PpvCallersReport *self, PpvFunctionId function, gboolean callers, guint32 *n_arcs)
{
  PpvArc *arcs = ppv_arcs_dup_of (self->arcs, function, callers, n_arcs);

  while (*n_arcs > 0 && ppv_percent (arcs[*n_arcs - 1].total, self->costs->sum) <
                            self->command->options.percent_limit)
    --*n_arcs;
  return arcs;
}

/* --- text ---------------------------------------------------------------------------- */

static void
print_arcs (const PpvCallersReport *self, guint32 row, gboolean callers, PpvOutput *output)
{
  PpvFunctionId function = self->hotspots->key[row];
  const char *unit = ppv_head_unit (self->profile, self->costs);
  const PpvColumn columns[] = { { "%", TRUE },
                                { _ ("cost"), TRUE },
                                { callers ? _ ("called by") : _ ("calls"), FALSE, 3, PPV_CUT_NAME },
                                { _ ("module"), FALSE, 1, PPV_CUT_MIDDLE } };
  g_autoptr (PpvTable) table = ppv_table_new (columns, G_N_ELEMENTS (columns));
  guint32 n_arcs;
  g_autofree PpvArc *arcs = dup_arcs (self, function, callers, &n_arcs);

  ppv_sink_puts (output->sink, "\n");
  if (n_arcs == 0)
    {
      ppv_sink_puts (output->sink, callers ? _ ("Nobody calls it.\n") : _ ("It calls nobody.\n"));
      return;
    }
  for (guint32 i = 0; i < n_arcs; i++)
    {
      PpvFunctionId other = callers ? arcs[i].caller : arcs[i].callee;

      ppv_table_take (table, ppv_text_percent (arcs[i].total, self->hotspots->total[row]));
      ppv_table_take (table, ppv_text_value (arcs[i].total, unit));
      ppv_table_add (table, function_name (self->profile, other));
      ppv_table_add (table, module_name (self->profile, other));
    }
  ppv_table_print (table, output);
}

static void
print_function (const PpvCallersReport *self, guint32 row, PpvOutput *output)
{
  const PpvHotspots *hotspots = self->hotspots;
  const char *unit = ppv_head_unit (self->profile, self->costs);
  g_autofree char *name = ppv_text_safe (function_name (self->profile, hotspots->key[row]));
  g_autofree char *self_cost = ppv_format_value (hotspots->self[row], unit);
  g_autofree char *total = ppv_format_value (hotspots->total[row], unit);

  ppv_sink_printf (output->sink, "%s%s%s\n", ppv_output_bold (output), name,
                   ppv_output_plain (output));
  ppv_sink_printf (output->sink, _ ("  total %s (%.2f %%), self %s (%.2f %%)\n"), total,
                   ppv_percent (hotspots->total[row], hotspots->sum), self_cost,
                   ppv_percent (hotspots->self[row], hotspots->sum));
  print_arcs (self, row, TRUE, output);
  print_arcs (self, row, FALSE, output);
}

void
ppv_callers_report_print (const PpvCallersReport *self, PpvOutput *output)
{
  g_autofree char *shown = ppv_format_count (self->n_rows);
  g_autofree char *matches = ppv_format_count (self->n_matches);

  ppv_head_print (self->command, self->profile, self->costs, output);
  for (guint32 i = 0; i < self->n_rows; i++)
    {
      ppv_sink_puts (output->sink, i > 0 ? "\n" : "");
      print_function (self, self->rows[i], output);
    }
  ppv_sink_puts (output->sink, _ ("\nShares of calls are of the total of the function.\n"));
  if (self->n_rows < self->n_matches)
    ppv_sink_printf (output->sink, _ ("%s of %s functions that match (-n 0 shows all)\n"), shown,
                     matches);
}

/* --- JSON and CSV -------------------------------------------------------------------- */

static void
write_arcs (const PpvCallersReport *self, guint32 row, gboolean callers, PpvJsonWriter *json)
{
  guint32 n_arcs;
  g_autofree PpvArc *arcs = dup_arcs (self, self->hotspots->key[row], callers, &n_arcs);

  ppv_json_begin_array (json, callers ? "callers" : "callees");
  for (guint32 i = 0; i < n_arcs; i++)
    {
      PpvFunctionId other = callers ? arcs[i].caller : arcs[i].callee;

      ppv_json_begin_object (json, NULL);
      ppv_json_string (json, "function", function_name (self->profile, other));
      ppv_profile_write_function (json, self->profile, other);
      ppv_json_cost (json, "total", arcs[i].total);
      ppv_json_double (json, "percent", ppv_percent (arcs[i].total, self->hotspots->total[row]));
      ppv_json_int (json, "count", (gint64) MIN (arcs[i].samples, G_MAXINT64));
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

static void
write_function (const PpvCallersReport *self, guint32 row, PpvJsonWriter *json)
{
  const PpvHotspots *hotspots = self->hotspots;

  ppv_json_begin_object (json, NULL);
  ppv_json_string (json, "function", function_name (self->profile, hotspots->key[row]));
  ppv_profile_write_function (json, self->profile, hotspots->key[row]);
  ppv_json_cost (json, "self", hotspots->self[row]);
  ppv_json_cost (json, "total", hotspots->total[row]);
  ppv_json_double (json, "self_percent", ppv_percent (hotspots->self[row], hotspots->sum));
  ppv_json_double (json, "total_percent", ppv_percent (hotspots->total[row], hotspots->sum));
  write_arcs (self, row, TRUE, json);
  write_arcs (self, row, FALSE, json);
  ppv_json_end (json);
}

void
ppv_callers_report_write_json (const PpvCallersReport *self, PpvSink *sink)
{
  g_autoptr (PpvJsonWriter) json = ppv_json_writer_new (sink, TRUE);

  ppv_json_begin_object (json, NULL);
  ppv_profile_write_envelope (json, self->profile, "perprovis/callers/1");
  ppv_profile_write_metric (json, self->profile, self->costs->metric);
  ppv_json_int (json, "samples", (gint64) MIN (self->costs->n_samples, G_MAXINT64));
  ppv_json_cost (json, "total", self->costs->sum);
  ppv_json_int (json, "matches", self->n_matches);
  ppv_json_begin_array (json, "functions");
  for (guint32 i = 0; i < self->n_rows; i++)
    write_function (self, self->rows[i], json);
  ppv_json_end (json);
  ppv_json_end (json);
}

static void
write_csv_arcs (const PpvCallersReport *self,
                PpvFunctionId function,
                gboolean callers,
                PpvSink *sink)
{
  const char *unit = ppv_head_unit (self->profile, self->costs);
  guint32 n_arcs;
  g_autofree PpvArc *arcs = dup_arcs (self, function, callers, &n_arcs);

  for (guint32 i = 0; i < n_arcs; i++)
    {
      g_autofree char *total = ppv_text_exact (arcs[i].total, unit);

      ppv_sink_escaped (sink, ppv_escape_csv, function_name (self->profile, arcs[i].caller));
      ppv_sink_puts (sink, ",");
      ppv_sink_escaped (sink, ppv_escape_csv, function_name (self->profile, arcs[i].callee));
      ppv_sink_printf (sink, ",%s,%" G_GUINT64_FORMAT "\r\n", total, arcs[i].samples);
    }
}

void
ppv_callers_report_write_csv (const PpvCallersReport *self, PpvSink *sink)
{
  ppv_sink_puts (sink, "caller,callee,total,count\r\n");
  for (guint32 i = 0; i < self->n_rows; i++)
    {
      write_csv_arcs (self, self->hotspots->key[self->rows[i]], TRUE, sink);
      write_csv_arcs (self, self->hotspots->key[self->rows[i]], FALSE, sink);
    }
}
