/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Prints the figures of a recording as JSON, for test-corpus.py: without symbols, so
 * that nothing of the machine it runs on is in them, and without what was worked out
 * from its records, as the time off the CPU.  Usage: perf-figures FILE
 */

#include "config.h"

#include "ppv-test-figures.h"

/* The set if it holds events of the recording, else NULL. */
static const PpvSampleSet *
get_recorded (const PpvProfile *profile, guint32 index)
{
  const PpvSampleSet *set = ppv_profile_get_set (profile, index);

  return set->derived ? NULL : set;
}

static gboolean
is_derived (const PpvProfile *profile, PpvMetricId metric)
{
  for (guint32 i = 0; i < ppv_profile_get_n_sets (profile); i++)
    {
      const PpvSampleSet *set = ppv_profile_get_set (profile, i);

      for (guint32 column = 0; set->derived && column < set->n_metrics; column++)
        if (set->metric[column] == metric)
          return TRUE;
    }
  return FALSE;
}

static void
write_metrics (const PpvProfile *profile, PpvJsonWriter *json)
{
  ppv_json_begin_array (json, "events");
  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    {
      const PpvMetric *metric = ppv_profile_get_metric (profile, i);

      if (is_derived (profile, i))
        continue;
      ppv_json_begin_object (json, NULL);
      ppv_json_string (json, "name", ppv_profile_get_string (profile, metric->name));
      ppv_json_int (json, "samples", (gint64) metric->n_samples);
      ppv_json_int (json, "period", metric->total);
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

static void
write_words (const PpvProfile *profile, PpvJsonWriter *json)
{
  guint32 n_records, n_facts;
  const PpvRecordCount *records = ppv_profile_list_records (profile, &n_records);
  const PpvFact *facts = ppv_profile_list_facts (profile, &n_facts);

  ppv_json_begin_object (json, "records");
  for (guint32 i = 0; i < n_records; i++)
    ppv_json_int (json, records[i].name, (gint64) records[i].count);
  ppv_json_end (json);
  ppv_json_begin_object (json, "facts");
  for (guint32 i = 0; i < n_facts; i++)
    ppv_json_string (json, facts[i].key, facts[i].value);
  ppv_json_end (json);
}

static gint64
count_frames (const PpvProfile *profile, PpvStackId stack)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  gint64 n_frames = 0;

  for (; stack != PPV_NONE; stack = stacks->parent[stack])
    n_frames++;
  return n_frames;
}

/* All frames of all samples, and the most that one has. */
static void
write_chains (const PpvProfile *profile, PpvJsonWriter *json)
{
  gint64 sum = 0, most = 0;

  for (guint32 i = 0; i < ppv_profile_get_n_sets (profile); i++)
    {
      const PpvSampleSet *set = get_recorded (profile, i);

      for (gsize row = 0; set != NULL && row < set->n_rows; row++)
        {
          gint64 n_frames = count_frames (profile, set->stack[row]);

          sum += n_frames;
          most = MAX (most, n_frames);
        }
    }
  ppv_json_int (json, "frames", sum);
  ppv_json_int (json, "most_frames", most);
}

/* The cost of each sample by the name of its thread; several of one name have several pairs. */
static void
write_threads (const PpvProfile *profile, PpvJsonWriter *json)
{
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);
  g_autofree gint64 *costs = g_new0 (gint64, threads->n_rows + 1);
  guint32 n_threads;
  G_GNUC_UNUSED g_autofree PpvThreadId *known = ppv_profile_dup_threads (profile, &n_threads);

  for (guint32 i = 0; i < ppv_profile_get_n_sets (profile); i++)
    {
      const PpvSampleSet *set = get_recorded (profile, i);

      for (gsize row = 0; set != NULL && set->thread != NULL && row < set->n_rows; row++)
        costs[MIN (set->thread[row], threads->n_rows)] += set->weight[0][row];
    }
  ppv_json_begin_array (json, "names");
  for (guint32 i = 0; i < threads->n_rows; i++)
    {
      ppv_json_begin_array (json, NULL);
      ppv_json_string (json, NULL, ppv_profile_get_string (profile, threads->name[i]));
      ppv_json_int (json, NULL, costs[i]);
      ppv_json_end (json);
    }
  ppv_json_end (json);
  ppv_json_int (json, "pids", ppv_profile_get_processes (profile)->n_rows);
  ppv_json_int (json, "tids", n_threads);
}

/* From the first sample to the last. */
static gint64
measure_duration (const PpvProfile *profile)
{
  gint64 first = G_MAXINT64, last = G_MININT64;

  for (guint32 i = 0; i < ppv_profile_get_n_sets (profile); i++)
    {
      const PpvSampleSet *set = get_recorded (profile, i);

      for (gsize row = 0; set != NULL && set->time != NULL && row < set->n_rows; row++)
        {
          first = MIN (first, set->time[row]);
          last = MAX (last, set->time[row]);
        }
    }
  return last > first ? last - first : 0;
}

static gboolean
write_profile (const PpvProfile *profile, PpvJsonWriter *json, G_GNUC_UNUSED GError **error)
{
  ppv_json_bool (json, "complete", ppv_profile_is_complete (profile));
  ppv_json_int (json, "time_first_ns", ppv_profile_get_time_origin (profile));
  ppv_json_int (json, "duration_ns", measure_duration (profile));
  write_metrics (profile, json);
  write_words (profile, json);
  write_chains (profile, json);
  write_threads (profile, json);
  return TRUE;
}

int
main (int argc, char **argv)
{
  const PpvSymbolOptions none = { .enabled = FALSE };

  return ppv_test_figures (argc, argv, &none, write_profile);
}
