/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A profile as text that two people can compare: for golden tests. */

#include "config.h"

#include "ppv-profile-private.h"

static void
dump_words (const PpvProfile *self, GString *text)
{
  for (guint i = 0; i < self->facts->len; i++)
    {
      const PpvFact *fact = &g_array_index (self->facts, PpvFact, i);

      g_string_append_printf (text, "fact %s: %s\n", fact->key, fact->value);
    }
  for (guint i = 0; i < self->records->len; i++)
    {
      const PpvRecordCount *record = &g_array_index (self->records, PpvRecordCount, i);

      g_string_append_printf (text, "records %s: %" G_GUINT64_FORMAT "\n", record->name,
                              record->count);
    }
  for (guint i = 0; i < self->warnings->len; i++)
    {
      const PpvWarning *warning = &g_array_index (self->warnings, PpvWarning, i);

      g_string_append_printf (text, "%s %s x %" G_GUINT64_FORMAT ": %s\n",
                              warning->severity == PPV_LOSS ? "loss" : "note", warning->code,
                              warning->count, warning->message);
    }
}

static void
dump_frame (const PpvProfile *self, PpvFrameId frame, GString *text)
{
  const PpvFunctionTable *functions = &self->functions;
  PpvFunctionId function = self->frames.function[frame];
  PpvModuleId module = self->frames.module[frame];

  g_string_append (text, ppv_profile_get_string (self, functions->name[function]));
  if (module != PPV_NONE)
    g_string_append_printf (text, " in %s",
                            ppv_profile_get_string (self, self->modules.path[module]));
  if (self->frames.file[frame] != 0)
    g_string_append_printf (text, " at %s:%u",
                            ppv_profile_get_string (self, self->frames.file[frame]),
                            self->frames.line[frame]);
  if (self->frames.inlined[frame])
    g_string_append (text, " (inlined)");
}

static void
dump_stack (const PpvProfile *self, PpvStackId stack, GString *text)
{
  for (; stack != PPV_NONE; stack = self->stacks.parent[stack])
    {
      g_string_append (text, "    ");
      dump_frame (self, self->stacks.frame[stack], text);
      g_string_append_c (text, '\n');
    }
}

static void
dump_thread (const PpvProfile *self, PpvThreadId thread, GString *text)
{
  PpvProcessId process;

  if (thread == PPV_NONE)
    return;
  process = self->threads.process[thread];
  g_string_append_printf (text, " %s %d/%d",
                          ppv_profile_get_string (self, self->threads.name[thread]),
                          self->processes.pid[process], self->threads.tid[thread]);
}

static void
dump_sample (const PpvProfile *self, const PpvSampleSet *set, gsize row, GString *text)
{
  g_string_append (text, "  sample");
  if (set->time != NULL)
    g_string_append_printf (text, " @%" G_GINT64_FORMAT, set->time[row]);
  if (set->thread != NULL)
    dump_thread (self, set->thread[row], text);
  if (set->cpu != NULL && set->cpu[row] != PPV_NONE)
    g_string_append_printf (text, " cpu %u", set->cpu[row]);
  for (guint32 i = 0; i < set->n_metrics; i++)
    g_string_append_printf (text, " %" G_GINT64_FORMAT, set->weight[i][row]);
  if (set->label != NULL && set->label[row] != 0)
    g_string_append_printf (text, " (%s)", ppv_profile_get_string (self, set->label[row]));
  g_string_append_c (text, '\n');
  dump_stack (self, set->stack[row], text);
}

static void
dump_set (const PpvProfile *self, const PpvSampleSet *set, GString *text)
{
  guint32 group = 0;

  for (gsize row = 0; row <= set->n_rows; row++)
    {
      for (; group < set->n_groups && set->group_begin[group] == row; group++)
        g_string_append_printf (text, " group %u @%" G_GINT64_FORMAT "%s%s\n", group,
                                set->group_time[group],
                                set->group_flags[group] & PPV_GROUP_DETAILED ? " detailed" : "",
                                set->group_flags[group] & PPV_GROUP_PEAK ? " peak" : "");
      if (row < set->n_rows)
        dump_sample (self, set, row, text);
    }
}

static void
dump_spans (const PpvProfile *self, GString *text)
{
  const PpvSpanTable *spans = &self->spans;

  for (gsize i = 0; i < spans->n_rows; i++)
    {
      g_string_append_printf (text, "span @%" G_GINT64_FORMAT " +%" G_GINT64_FORMAT,
                              spans->start[i], spans->duration[i]);
      dump_thread (self, spans->thread[i], text);
      g_string_append_printf (text, " %s %s (%s) = %" G_GINT64_FORMAT "\n",
                              ppv_profile_get_string (self, spans->category[i]),
                              ppv_profile_get_string (self, spans->name[i]),
                              ppv_profile_get_string (self, spans->fields[i]), spans->value[i]);
    }
}

static void
dump_calls (const PpvProfile *self, GString *text)
{
  const PpvCallTable *calls = &self->calls;

  for (gsize i = 0; i < calls->n_rows; i++)
    {
      PpvFrameId caller = calls->caller[i];
      PpvFunctionId from = self->frames.function[caller];

      g_string_append_printf (
          text, "call %s:%u -> %s * %" G_GUINT64_FORMAT ":",
          ppv_profile_get_string (self, self->functions.name[from]), self->frames.line[caller],
          ppv_profile_get_string (self, self->functions.name[calls->callee[i]]), calls->count[i]);
      for (guint32 metric = 0; metric < calls->n_metrics; metric++)
        g_string_append_printf (text, " %" G_GINT64_FORMAT, calls->cost[metric][i]);
      g_string_append_c (text, '\n');
    }
}

static void
dump_finding (const PpvProfile *self, const PpvFinding *finding, GString *text)
{
  const PpvFindingPart *parts = ppv_profile_list_parts (self, finding);

  g_string_append_printf (text, "finding %s * %" G_GUINT64_FORMAT ": %s",
                          ppv_profile_get_string (self, finding->kind), finding->count,
                          ppv_profile_get_string (self, finding->text));
  if (finding->blocks > 0)
    g_string_append_printf (text, " (%" G_GUINT64_FORMAT " bytes in %" G_GUINT64_FORMAT " blocks)",
                            finding->bytes, finding->blocks);
  dump_thread (self, finding->thread, text);
  g_string_append_c (text, '\n');
  for (guint32 i = 0; i < finding->n_parts; i++)
    {
      g_string_append_printf (text, "  %s\n", ppv_profile_get_string (self, parts[i].text));
      if (parts[i].stack != PPV_NONE)
        dump_stack (self, parts[i].stack, text);
    }
}

static void
dump_counter (const PpvProfile *self, const PpvCounter *counter, GString *text)
{
  g_string_append_printf (text, "counter %s [%s]:", ppv_profile_get_string (self, counter->name),
                          ppv_profile_get_string (self, counter->unit));
  for (guint32 i = 0; i < counter->n_rows; i++)
    g_string_append_printf (text, " %" G_GINT64_FORMAT "@%" G_GINT64_FORMAT, counter->value[i],
                            counter->time[i]);
  g_string_append_c (text, '\n');
}

/**
 * ppv_profile_dump: (skip)
 * @self: a profile
 *
 * Returns: (transfer full): everything in it, as text
 */
char *
ppv_profile_dump (const PpvProfile *self)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "format %s, duration %" G_GINT64_FORMAT " %s, %s\n", self->format,
                          self->duration, self->time_unit,
                          self->complete ? "complete" : "incomplete");
  dump_words (self, text);
  for (guint32 i = 0; i < self->metrics->len; i++)
    {
      const PpvMetric *metric = ppv_profile_get_metric (self, i);

      g_string_append_printf (
          text, "metric %s [%s] %s: %" G_GUINT64_FORMAT " samples, total %" G_GINT64_FORMAT "\n",
          ppv_profile_get_string (self, metric->name), ppv_profile_get_string (self, metric->unit),
          metric->kind == PPV_METRIC_FLOW ? "flow" : "level", metric->n_samples, metric->total);
    }
  for (guint32 i = 0; i < self->counters->len; i++)
    dump_counter (self, ppv_profile_get_counter (self, i), text);
  dump_spans (self, text);
  dump_calls (self, text);
  for (guint32 i = 0; i < self->findings->len; i++)
    dump_finding (self, &g_array_index (self->findings, PpvFinding, i), text);
  for (guint32 i = 0; i < self->sets->len; i++)
    {
      const PpvSampleSet *set = ppv_profile_get_set (self, i);

      g_string_append_printf (text, "set %u%s\n", i, set->derived ? " derived" : "");
      dump_set (self, set, text);
    }
  return g_string_free (text, FALSE);
}
