/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-arcs.h"
#include "ppv-cli-head.h"
#include "ppv-cli-table.h"
#include "ppv-hotspot-rows.h"
#include "ppv-json-writer.h"
#include "ppv-number.h"
#include "ppv-profile-json.h"
#include "ppv-text.h"

/* How many callers and callees JSON names, those with the most cost. */
enum { MOST_NEIGHBOURS = 20 };

/* Columns of a terminal from which on there is room for one more number. */
enum { WIDE = 100 };

const char *const ppv_hotspot_dimensions[] = { "function", "module", "file",  "line", "thread",
                                               "process",  "cpu",    "stack", NULL };

void
ppv_hotspot_rows_choose (PpvHotspotRows *self, guint32 n_rows, double percent)
{
  const PpvHotspots *hotspots = self->hotspots;

  self->shown = g_new (guint32, MAX (hotspots->n_rows, 1));
  for (guint32 i = 0; i < hotspots->n_rows && (n_rows == 0 || self->n_shown < n_rows); i++)
    if (ppv_percent (hotspots->total[i], hotspots->sum) >= percent)
      self->shown[self->n_shown++] = i;
}

static const char *
module_of (const PpvProfile *profile, PpvFunctionId function)
{
  PpvModuleId module = ppv_profile_get_functions (profile)->module[function];

  return module == PPV_NONE
             ? NULL
             : ppv_profile_get_string (profile, ppv_profile_get_modules (profile)->path[module]);
}

/* Where times and callers are the same thing, one column says it. */
static gboolean
has_self (const PpvHotspotRows *self)
{
  return self->by <= PPV_BY_LINE;
}

/* Whether any row to show has one. */
static gboolean
has_module (const PpvHotspotRows *self)
{
  for (guint32 i = 0; i < self->n_shown && self->by == PPV_BY_FUNCTION; i++)
    {
      PpvFunctionId function = self->hotspots->key[self->shown[i]];

      if (function != PPV_NONE && module_of (self->profile, function) != NULL)
        return TRUE;
    }
  return FALSE;
}

static guint
n_derived (const PpvHotspotRows *self)
{
  return self->derived != NULL ? self->derived->n_columns : 0;
}

static void
add_row (const PpvHotspotRows *self,
         PpvTable *table,
         guint32 row,
         gboolean with_samples,
         gboolean with_module)
{
  const PpvHotspots *hotspots = self->hotspots;
  const PpvMetric *metric = ppv_profile_get_metric (self->profile, self->costs->metric);
  const char *unit = ppv_profile_get_string (self->profile, metric->unit);

  ppv_table_take (table, ppv_text_percent (hotspots->self[row], hotspots->sum));
  ppv_table_take (table, ppv_text_value (hotspots->self[row], unit));
  if (has_self (self))
    {
      ppv_table_take (table, ppv_text_percent (hotspots->total[row], hotspots->sum));
      ppv_table_take (table, ppv_text_value (hotspots->total[row], unit));
    }
  if (with_samples)
    ppv_table_take (table, ppv_format_count ((gint64) MIN (hotspots->samples[row], G_MAXINT64)));
  for (guint i = 0; i < n_derived (self); i++)
    ppv_table_take (table, ppv_derived_text (self->derived->rows[i][row]));
  ppv_table_take (table, ppv_hotspots_dup_label (hotspots, self->profile, row));
  if (with_module)
    {
      const char *module =
          hotspots->key[row] == PPV_NONE ? NULL : module_of (self->profile, hotspots->key[row]);

      ppv_table_add (table, module != NULL ? ppv_text_base_name (module) : "");
    }
}

/* Names come first: only wide terminals have room for a count that the metric may be, too. */
static gboolean
has_samples (const PpvHotspotRows *self, const PpvOutput *output)
{
  const PpvMetric *metric = ppv_profile_get_metric (self->profile, self->costs->metric);
  const char *unit;

  ppv_unit_decimals (ppv_profile_get_string (self->profile, metric->unit), &unit);
  return output->width >= WIDE && !g_str_equal (unit, "samples");
}

static const char *
title_of_samples (const PpvHotspotRows *self)
{
  const PpvMetric *metric = ppv_profile_get_metric (self->profile, self->costs->metric);

  return ppv_sample_set_get_title (ppv_profile_get_set (self->profile, metric->set));
}

void
ppv_hotspot_rows_print (const PpvHotspotRows *self, PpvOutput *output)
{
  PpvCut cut = self->by == PPV_BY_FUNCTION ? PPV_CUT_NAME : PPV_CUT_MIDDLE;
  const PpvColumn self_share = { has_self (self) ? _ ("self %") : "%", TRUE };
  const PpvColumn self_cost = { has_self (self) ? _ ("self") : _ ("cost"), TRUE };
  const PpvColumn dimension = { _ (ppv_hotspot_dimensions[self->by]), FALSE, 3, cut };
  gboolean with_samples = has_samples (self, output);
  gboolean with_module = has_module (self);
  g_autofree PpvColumn *columns = g_new0 (PpvColumn, 7 + n_derived (self));
  guint n_columns = 0;
  g_autoptr (PpvTable) table = NULL;

  columns[n_columns++] = self_share;
  columns[n_columns++] = self_cost;

  if (has_self (self))
    {
      columns[n_columns++] = (PpvColumn){ _ ("total %"), TRUE };
      columns[n_columns++] = (PpvColumn){ _ ("total"), TRUE };
    }
  if (with_samples)
    columns[n_columns++] = (PpvColumn){ title_of_samples (self), TRUE };
  for (guint i = 0; i < n_derived (self); i++)
    columns[n_columns++] = (PpvColumn){ self->derived->derived[i]->name, TRUE };
  columns[n_columns++] = dimension;
  if (with_module)
    columns[n_columns++] = (PpvColumn){ _ ("module"), FALSE, 1, PPV_CUT_MIDDLE };
  table = ppv_table_new (columns, n_columns);
  for (guint i = 0; i < self->n_shown; i++)
    add_row (self, table, self->shown[i], with_samples, with_module);
  ppv_table_print (table, output);
}

static void
write_neighbours (const PpvHotspotRows *self,
                  const PpvArcs *arcs,
                  PpvFunctionId function,
                  gboolean callers,
                  PpvJsonWriter *json)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (self->profile);
  g_autofree PpvFunctionId *found = ppv_arcs_neighbours (arcs, function, callers, MOST_NEIGHBOURS);

  ppv_json_begin_array (json, callers ? "callers" : "callees");
  for (guint i = 0; found[i] != PPV_NONE; i++)
    ppv_json_string (json, NULL, ppv_profile_get_string (self->profile, functions->name[found[i]]));
  ppv_json_end (json);
}

static void
write_row (const PpvHotspotRows *self, const PpvArcs *arcs, guint32 row, PpvJsonWriter *json)
{
  const PpvHotspots *hotspots = self->hotspots;
  g_autofree char *label = ppv_hotspots_dup_label (hotspots, self->profile, row);
  gboolean function = self->by == PPV_BY_FUNCTION && hotspots->key[row] != PPV_NONE;

  ppv_json_begin_object (json, NULL);
  ppv_json_string (json, ppv_hotspot_dimensions[self->by], label);
  if (function)
    ppv_profile_write_function (json, self->profile, hotspots->key[row]);
  ppv_json_cost (json, "self", hotspots->self[row]);
  ppv_json_cost (json, "total", hotspots->total[row]);
  ppv_json_double (json, "self_percent", ppv_percent (hotspots->self[row], hotspots->sum));
  ppv_json_double (json, "total_percent", ppv_percent (hotspots->total[row], hotspots->sum));
  ppv_json_int (json, "samples", (gint64) MIN (hotspots->samples[row], G_MAXINT64));
  if (n_derived (self) > 0)
    ppv_derived_columns_write_row (self->derived, row, json);
  if (function)
    {
      write_neighbours (self, arcs, hotspots->key[row], TRUE, json);
      write_neighbours (self, arcs, hotspots->key[row], FALSE, json);
    }
  ppv_json_end (json);
}

static void
write_rows (const PpvHotspotRows *self, PpvJsonWriter *json)
{
  g_autoptr (PpvArcs) arcs = NULL;

  if (self->by == PPV_BY_FUNCTION && self->costs != NULL)
    arcs = ppv_arcs_new (self->profile, self->costs);
  ppv_json_begin_array (json, "hotspots");
  for (guint32 i = 0; i < self->n_shown; i++)
    write_row (self, arcs, self->shown[i], json);
  ppv_json_end (json);
}

void
ppv_hotspot_rows_write_json (const PpvHotspotRows *self, PpvSink *sink)
{
  g_autoptr (PpvJsonWriter) json = ppv_json_writer_new (sink, TRUE);
  const PpvStackCosts *costs = self->costs;

  ppv_json_begin_object (json, NULL);
  ppv_profile_write_envelope (json, self->profile, "perprovis/hotspots/1");
  ppv_profile_write_metric (json, self->profile, costs != NULL ? costs->metric : PPV_NONE);
  ppv_json_string (json, "by", ppv_hotspot_dimensions[self->by]);
  ppv_json_int (json, "samples", costs != NULL ? (gint64) MIN (costs->n_samples, G_MAXINT64) : 0);
  ppv_json_cost (json, "total", costs != NULL ? costs->sum : 0);
  ppv_json_int (json, "rows", self->hotspots != NULL ? self->hotspots->n_rows : 0);
  if (n_derived (self) > 0)
    ppv_derived_columns_write (self->derived, self->profile, json);
  write_rows (self, json);
  ppv_json_end (json);
}

static void
write_csv_row (const PpvHotspotRows *self, guint32 row, PpvSink *sink)
{
  const PpvHotspots *hotspots = self->hotspots;
  const PpvFunctionTable *functions = ppv_profile_get_functions (self->profile);
  g_autofree char *label = ppv_hotspots_dup_label (hotspots, self->profile, row);
  const char *unit = ppv_head_unit (self->profile, self->costs);
  g_autofree char *self_cost = ppv_text_exact (hotspots->self[row], unit);
  g_autofree char *total = ppv_text_exact (hotspots->total[row], unit);
  PpvFunctionId function = self->by == PPV_BY_FUNCTION ? hotspots->key[row] : PPV_NONE;

  if (function != PPV_NONE)
    {
      const char *module = module_of (self->profile, function);

      ppv_sink_escaped (sink, ppv_escape_csv,
                        ppv_profile_get_string (self->profile, functions->name[function]));
      ppv_sink_puts (sink, ",");
      ppv_sink_escaped (sink, ppv_escape_csv, module != NULL ? module : "");
      ppv_sink_puts (sink, ",");
      ppv_sink_escaped (sink, ppv_escape_csv,
                        ppv_profile_get_string (self->profile, functions->file[function]));
      ppv_sink_puts (sink, ",");
      if (functions->line[function] > 0)
        ppv_sink_printf (sink, "%u", functions->line[function]);
    }
  else
    ppv_sink_escaped (sink, ppv_escape_csv, label);
  ppv_sink_printf (sink, ",%s,%s,%.4f,%.4f,%" G_GUINT64_FORMAT, self_cost, total,
                   ppv_percent (hotspots->self[row], hotspots->sum),
                   ppv_percent (hotspots->total[row], hotspots->sum), hotspots->samples[row]);
  for (guint i = 0; i < n_derived (self); i++)
    {
      PpvDerivedValue value = self->derived->rows[i][row];

      if (value.known)
        ppv_sink_printf (sink, ",%.6g,%.6g", value.value, value.error);
      else
        ppv_sink_puts (sink, ",,");
    }
  ppv_sink_puts (sink, "\r\n");
}

void
ppv_hotspot_rows_write_csv (const PpvHotspotRows *self, PpvSink *sink)
{
  ppv_sink_printf (sink, "%s%s,self,total,self_percent,total_percent,samples",
                   ppv_hotspot_dimensions[self->by],
                   self->by == PPV_BY_FUNCTION ? ",module,file,line" : "");
  for (guint i = 0; i < n_derived (self); i++)
    ppv_sink_printf (sink, ",%s,%s_error", self->derived->derived[i]->name,
                     self->derived->derived[i]->name);
  ppv_sink_puts (sink, "\r\n");
  for (guint32 i = 0; i < self->n_shown; i++)
    write_csv_row (self, self->shown[i], sink);
}
