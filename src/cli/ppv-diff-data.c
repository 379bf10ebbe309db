/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A comparison for programs. */

#include "config.h"

#include <math.h>

#include "ppv-cli-diff.h"
#include "ppv-cli-text.h"
#include "ppv-number.h"
#include "ppv-text.h"

/* --- json ------------------------------------------------------------------------------- */

static void
write_side (const PpvDiffReport *self, PpvDiffSide side, PpvJsonWriter *json)
{
  const PpvDiff *diff = self->diff;
  guint first = side == PPV_DIFF_BASE ? 0 : diff->n_runs[PPV_DIFF_BASE];

  ppv_json_begin_object (json, side == PPV_DIFF_BASE ? "base" : "current");
  ppv_json_begin_array (json, "files");
  for (guint i = 0; i < diff->n_runs[side]; i++)
    ppv_json_string (json, NULL, ppv_profile_get_file (self->profiles[first + i]));
  ppv_json_end (json);
  ppv_json_int (json, "samples", (gint64) MIN (diff->n_samples[side], G_MAXINT64));
  ppv_json_cost (json, "total", diff->sum[side]);
  ppv_json_double (json, "value", diff->whole[side]);
  ppv_json_end (json);
}

static void
write_difference (const PpvDiff *diff, const PpvDifference *difference, PpvJsonWriter *json)
{
  ppv_json_cost (json, "base", difference->cost[PPV_DIFF_BASE]);
  ppv_json_cost (json, "current", difference->cost[PPV_DIFF_CURRENT]);
  ppv_json_double (json, "base_percent",
                   ppv_percent (difference->cost[PPV_DIFF_BASE], diff->sum[PPV_DIFF_BASE]));
  ppv_json_double (json, "current_percent",
                   ppv_percent (difference->cost[PPV_DIFF_CURRENT], diff->sum[PPV_DIFF_CURRENT]));
  ppv_json_double (json, "difference", difference->difference);
  if (isnan (difference->low))
    ppv_json_null (json, "interval");
  else
    {
      ppv_json_begin_array (json, "interval");
      ppv_json_double (json, NULL, difference->low);
      ppv_json_double (json, NULL, difference->high);
      ppv_json_end (json);
    }
  ppv_json_double (json, "q_value", difference->q_value);
  ppv_json_string (json, "status", ppv_diff_status_to_text (difference->status));
}

static void
write_stack (const PpvDiff *diff, const PpvDiffRow *row, PpvJsonWriter *json)
{
  ppv_json_begin_array (json, "stack");
  for (guint32 at = (guint32) (row - diff->rows); at != PPV_NONE; at = diff->rows[at].caller)
    ppv_json_string (json, NULL, diff->rows[at].function);
  ppv_json_end (json);
}

static void
write_row (const PpvDiff *diff, const PpvDiffRow *row, PpvJsonWriter *json)
{
  ppv_json_begin_object (json, NULL);
  ppv_json_string (json, "function", row->function);
  ppv_json_string (json, "module", row->module[0] != '\0' ? row->module : NULL);
  if (diff->by == PPV_DIFF_BY_STACK)
    write_stack (diff, row, json);
  write_difference (diff, &row->self, json);
  ppv_json_begin_object (json, "with_callees");
  write_difference (diff, &row->total, json);
  ppv_json_end (json);
  ppv_json_end (json);
}

static void
write_warnings (const PpvDiffReport *self, PpvJsonWriter *json)
{
  gboolean complete = TRUE;

  for (guint i = 0; self->files[i] != NULL; i++)
    complete = complete && ppv_profile_is_complete (self->profiles[i]);
  ppv_json_bool (json, "complete", complete);
  ppv_json_begin_array (json, "warnings");
  for (guint i = 0; self->files[i] != NULL; i++)
    {
      guint32 n_warnings;
      const PpvWarning *warnings = ppv_profile_list_warnings (self->profiles[i], &n_warnings);

      for (guint32 j = 0; j < n_warnings; j++)
        {
          ppv_json_begin_object (json, NULL);
          ppv_json_string (json, "file", ppv_profile_get_file (self->profiles[i]));
          ppv_json_string (json, "code", warnings[j].code);
          ppv_json_string (json, "message", warnings[j].message);
          if (warnings[j].offset == PPV_NO_ADDRESS)
            ppv_json_null (json, "offset");
          else
            ppv_json_int (json, "offset", (gint64) MIN (warnings[j].offset, G_MAXINT64));
          ppv_json_int (json, "count", (gint64) MIN (warnings[j].count, G_MAXINT64));
          ppv_json_end (json);
        }
    }
  ppv_json_end (json);
}

void
ppv_diff_report_write_json (const PpvDiffReport *self, PpvSink *sink)
{
  g_autoptr (PpvJsonWriter) json = ppv_json_writer_new (sink, TRUE);
  const PpvDiff *diff = self->diff;
  const char *unit;

  ppv_json_set_decimals (json, ppv_unit_decimals (diff->unit, &unit));
  ppv_json_begin_object (json, NULL);
  ppv_json_string (json, "schema", "perprovis/diff/1");
  ppv_json_string (json, "file", ppv_profile_get_file (self->profiles[0]));
  ppv_json_string (json, "format", ppv_profile_get_format (self->profiles[0]));
  write_warnings (self, json);
  ppv_json_begin_object (json, "metric");
  ppv_json_string (json, "name", diff->metric);
  ppv_json_string (json, "unit", unit);
  ppv_json_end (json);
  for (PpvDiffSide side = 0; side < PPV_DIFF_N_SIDES; side++)
    write_side (self, side, json);
  ppv_json_string (json, "normalised_by", ppv_normalise_to_text (diff->normalise));
  ppv_json_string (json, "evidence", ppv_evidence_to_text (diff->evidence));
  ppv_json_string (json, "failed", self->failed);
  ppv_json_int (json, "rows", diff->n_rows);
  ppv_json_begin_array (json, diff->by == PPV_DIFF_BY_STACK ? "stacks" : "differences");
  for (guint32 i = 0; i < self->n_shown; i++)
    write_row (diff, &diff->rows[i], json);
  ppv_json_end (json);
  ppv_json_end (json);
}

/* --- csv -------------------------------------------------------------------------------- */

static void
put_double (PpvSink *sink, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  ppv_sink_puts (sink, ",");
  if (!isnan (value))
    ppv_sink_puts (sink, g_ascii_dtostr (number, sizeof number, value));
}

static void
put_cost (PpvSink *sink, gint64 cost, const char *unit)
{
  g_autofree char *text = ppv_text_exact (cost, unit);

  ppv_sink_printf (sink, ",%s", text);
}

static void
put_difference (PpvSink *sink, const PpvDifference *difference, const char *unit)
{
  put_cost (sink, difference->cost[PPV_DIFF_BASE], unit);
  put_cost (sink, difference->cost[PPV_DIFF_CURRENT], unit);
  put_double (sink, difference->value[PPV_DIFF_BASE]);
  put_double (sink, difference->value[PPV_DIFF_CURRENT]);
  put_double (sink, difference->difference);
  put_double (sink, difference->low);
  put_double (sink, difference->high);
  put_double (sink, difference->q_value);
}

void
ppv_diff_report_write_csv (const PpvDiffReport *self, PpvSink *sink)
{
  gboolean paths = self->diff->by == PPV_DIFF_BY_STACK;

  ppv_sink_printf (sink,
                   "%s,module,status,base,current,base_value,current_value,difference,"
                   "interval_low,interval_high,q_value,total_base,total_current,"
                   "total_base_value,total_current_value,total_difference,total_interval_low,"
                   "total_interval_high,total_q_value\r\n",
                   paths ? "stack" : "function");
  for (guint32 i = 0; i < self->n_shown; i++)
    {
      const PpvDiffRow *row = &self->diff->rows[i];
      g_autofree char *path = paths ? ppv_diff_report_path (self, row) : g_strdup (row->function);

      ppv_sink_escaped (sink, ppv_escape_csv, path);
      ppv_sink_puts (sink, ",");
      ppv_sink_escaped (sink, ppv_escape_csv, row->module);
      ppv_sink_printf (sink, ",%s", ppv_diff_status_to_text (row->self.status));
      put_difference (sink, &row->self, self->diff->unit);
      put_difference (sink, &row->total, self->diff->unit);
      ppv_sink_puts (sink, "\r\n");
    }
}
