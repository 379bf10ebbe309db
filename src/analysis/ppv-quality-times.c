/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Clocks that went back, and time without samples.  Only what is certain is said:
 * a program that sleeps has no samples either.
 */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-number.h"
#include "ppv-quality-private.h"

/*
 * A sample may stand a little before one that interrupted its writing, so that it
 * takes more than this to be sure that a clock went back.
 */
#define LEAST_JUMP G_GINT64_CONSTANT (1000000)

/* A gap is longer than so many periods, and than so many nanoseconds. */
enum { GAP_PERIODS = 10 };
#define LEAST_GAP G_GINT64_CONSTANT (50000000)

/* Sampled less often than asked for by this factor is worth saying. */
#define SLOW 1.5

/* As many samples as a clock's mean interval is to be trusted for. */
enum { LEAST_SAMPLES = 100 };

/* Whoever has more CPUs than this is told about the first of them. */
enum { MAX_CPUS = 8192 };

typedef struct {
  gsize last; /* row of its last sample + 1; 0 before the first */
  gint64 first_time;
  gint64 last_time;
  guint64 n_samples;
  gint64 gap_time;
  guint64 n_gaps;
  gboolean idle; /* whether its idle task was sampled, and so all of its time */
} Cpu;

/* What was found in all sets. */
typedef struct {
  guint64 n_jumps;
  gint64 worst_jump;
  guint64 n_gaps;
  gint64 gap_time;
  gint64 longest_gap;
  gint64 longest_at;
  guint32 longest_cpu;
  gint64 all_time;     /* of all CPUs that have all of their time sampled */
  gint64 steady_time;  /* of that, without gaps */
  guint64 n_intervals; /* in it */
  gint64 period;       /* of the clock that was sampled by */
  guint32 n_steady;    /* such CPUs */
} Findings;

static gboolean
is_idle_task (const PpvProfile *profile, PpvThreadId thread)
{
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);

  return thread != PPV_NONE && threads->tid[thread] == 0;
}

/*
 * Rows of a set are as in the file, where those of one CPU and those of one thread
 * are in order: two of both are in order whichever of them had a buffer.
 */
static void
note_jump (Findings *self, const PpvSampleSet *set, gsize before, gsize row)
{
  gint64 back = set->time[before] - set->time[row];

  if (set->thread[before] != set->thread[row] || back < LEAST_JUMP)
    return;
  self->n_jumps++;
  self->worst_jump = MAX (self->worst_jump, back);
}

static void
note_gap (Findings *self, Cpu *cpu, const PpvSampleSet *set, gsize row)
{
  gint64 from = cpu->last_time;
  gint64 gap = set->time[row] - from;
  gint64 period = set->weight[0][row];

  if (gap < LEAST_GAP || period <= 0 || gap / GAP_PERIODS < period)
    return;
  cpu->n_gaps++;
  cpu->gap_time += gap;
  if (gap <= self->longest_gap)
    return;
  self->longest_gap = gap;
  self->longest_at = from;
  self->longest_cpu = set->cpu[row];
}

static void
scan_rows (Findings *self, const PpvProfile *profile, const PpvSampleSet *set, Cpu *cpus)
{
  for (gsize row = 0; row < set->n_rows; row++)
    {
      Cpu *cpu = set->cpu[row] < MAX_CPUS ? &cpus[set->cpu[row]] : NULL;

      if (cpu == NULL)
        continue;
      if (cpu->last > 0)
        {
          note_jump (self, set, cpu->last - 1, row);
          note_gap (self, cpu, set, row);
        }
      else
        cpu->first_time = cpu->last_time = set->time[row];
      cpu->idle |= is_idle_task (profile, set->thread[row]);
      cpu->last = row + 1;
      cpu->last_time = MAX (cpu->last_time, set->time[row]);
      cpu->n_samples++;
    }
}

/*
 * Only a CPU whose idle task is sampled by the clock has samples all the time: a
 * cycle counter stands still while it idles, and threads have samples where they run.
 */
static void
add_cpus (Findings *self, const Cpu *cpus)
{
  for (guint32 i = 0; i < MAX_CPUS; i++)
    {
      const Cpu *cpu = &cpus[i];
      gint64 time = cpu->last_time - cpu->first_time;

      if (!cpu->idle)
        continue;
      self->n_steady++;
      self->n_gaps += cpu->n_gaps;
      self->gap_time += cpu->gap_time;
      self->all_time += time;
      self->steady_time += time - cpu->gap_time;
      self->n_intervals += cpu->n_samples - 1 - cpu->n_gaps;
    }
}

static void
scan_set (Findings *self, const PpvProfile *profile, const PpvSampleSet *set)
{
  g_autofree Cpu *cpus = g_new0 (Cpu, MAX_CPUS);
  const PpvMetric *metric = ppv_profile_get_metric (profile, set->metric[0]);
  const char *name = ppv_profile_get_string (profile, metric->name);
  gint64 longest = self->longest_gap;

  scan_rows (self, profile, set, cpus);
  if (g_str_equal (name, "cpu-clock"))
    {
      self->period = set->weight[0][0];
      add_cpus (self, cpus);
    }
  else
    self->longest_gap = longest;
}

static void
say_jumps (PpvQualityScan *scan, const Findings *found)
{
  const PpvWarning *warning = ppv_quality_find_warning (scan->profile, "clock-jump");
  guint64 n_jumps = found->n_jumps + (warning != NULL ? warning->count : 0);
  g_autofree char *count = ppv_quality_count (n_jumps);
  g_autofree char *worst = ppv_format_duration (found->worst_jump);

  if (n_jumps == 0)
    return;
  ppv_quality_add (
      scan, "clock-jump", PPV_QUALITY_MISLEADING, n_jumps, PPV_SHARE_NONE, -1,
      found->n_jumps > 0
          ? g_strdup_printf (
                _ ("The clock went back %s times on a CPU, by up to %s: times are wrong there"),
                count, worst)
          : g_strdup (warning->message),
      g_strdup (_ ("Record with another clock, perf record -k CLOCK_MONOTONIC, and look for "
                   "\"tsc\" in the kernel's log")));
}

/* Whether they are what the kernel itself says of throttling, to which another item is given. */
static gboolean
is_throttling (const PpvProfile *profile, const Findings *found)
{
  gint64 throttled = 0;

  ppv_quality_fact (profile, PPV_FACT_THROTTLED_NS, &throttled);
  return throttled / 2 > found->gap_time - throttled;
}

static void
say_gaps (PpvQualityScan *scan, const Findings *found)
{
  const PpvWarning *warning = ppv_quality_find_warning (scan->profile, "sampling-gap");
  g_autofree char *count = ppv_quality_count (found->n_gaps);
  g_autofree char *all = ppv_format_duration (found->gap_time);
  g_autofree char *longest = ppv_format_duration (found->longest_gap);
  g_autofree char *at = ppv_format_duration (found->longest_at);
  g_autofree char *percent = NULL;
  double share = -1;
  char *message;

  if ((found->n_gaps == 0 && warning == NULL) || is_throttling (scan->profile, found))
    return;
  if (found->n_gaps > 0)
    {
      share = (double) found->gap_time / (double) MAX (found->all_time, 1);
      percent = ppv_quality_percent (share);
      message = g_strdup_printf (
          _ ("CPUs had no samples %s times for %s in all (%s of their time), the longest for %s on "
             "CPU %u at %s"),
          count, all, percent, longest, found->longest_cpu, at);
    }
  else
    message = g_strdup (warning->message);
  ppv_quality_add (scan, "sampling-gap", PPV_QUALITY_MISLEADING,
                   found->n_gaps > 0 ? found->n_gaps : warning->count, PPV_SHARE_OF_TIME, share,
                   message,
                   g_strdup (_ ("Interrupts were off or the hypervisor gave no time: look at steal "
                                "time (vmstat), and give perf priority, perf record -r 1")));
}

static void
say_slow (PpvQualityScan *scan, const Findings *found)
{
  double interval, share;
  g_autofree char *percent = NULL;

  if (found->n_intervals < LEAST_SAMPLES || found->period <= 0)
    return;
  interval = (double) found->steady_time / (double) found->n_intervals;
  if (interval < SLOW * (double) found->period)
    return;
  share = 1 - (double) found->period / interval;
  percent = ppv_quality_percent (share);
  ppv_quality_add (
      scan, "frequency-not-reached", PPV_QUALITY_MISLEADING, found->n_intervals, PPV_SHARE_OF_TIME,
      share,
      g_strdup_printf (_ ("%.0f samples a second were asked for, but CPUs took %.0f: costs in time "
                          "are %s too low"),
                       1e9 / (double) found->period, 1e9 / interval, percent),
      g_strdup (_ ("Record less often, perf record -F 999, and look at sysctl "
                   "kernel.perf_event_max_sample_rate")));
}

static guint32
count_cpus (const PpvProfile *profile)
{
  g_autofree guint8 *seen = g_new0 (guint8, MAX_CPUS);
  guint32 n_cpus = 0;

  for (guint32 i = 0; i < ppv_profile_get_n_sets (profile); i++)
    {
      const PpvSampleSet *set = ppv_profile_get_set (profile, i);

      for (gsize row = 0; set->cpu != NULL && row < set->n_rows; row++)
        if (set->cpu[row] < MAX_CPUS && !seen[set->cpu[row]])
          {
            seen[set->cpu[row]] = TRUE;
            n_cpus++;
          }
    }
  return n_cpus;
}

/* Where the idle tasks are sampled by the clock, CPUs without a sample were not recorded. */
static void
say_absent (PpvQualityScan *scan, const Findings *found)
{
  const char *command = ppv_profile_get_fact (scan->profile, "command");
  guint32 n_seen;
  gint64 n_online;

  if (found->n_steady == 0 || !ppv_quality_fact (scan->profile, "cpus_online", &n_online) ||
      (command != NULL && (strstr (command, " -C") != NULL || strstr (command, " --cpu") != NULL)))
    return;
  n_seen = count_cpus (scan->profile);
  if (n_seen < n_online)
    ppv_quality_add (
        scan, "cpus-absent", PPV_QUALITY_INCOMPLETE, (guint64) (n_online - n_seen), PPV_SHARE_NONE,
        -1,
        g_strdup_printf (_ ("%" PRId64 " of %" PRId64 " CPUs that were online have no samples"),
                         n_online - n_seen, n_online),
        g_strdup (_ ("Record all of them, perf record -a, and see whether they stayed online")));
}

void
ppv_quality_scan_times (PpvQualityScan *scan)
{
  Findings found = { 0 };
  guint n_scanned = 0;

  if (!g_str_equal (ppv_profile_get_format (scan->profile), "perf-data"))
    return;
  for (guint32 i = 0; i < ppv_profile_get_n_sets (scan->profile); i++)
    {
      const PpvSampleSet *set = ppv_profile_get_set (scan->profile, i);

      if (set->derived || set->time == NULL || set->cpu == NULL || set->thread == NULL ||
          set->n_metrics == 0 || set->n_rows == 0)
        continue;
      scan_set (&found, scan->profile, set);
      n_scanned++;
    }
  if (n_scanned == 0)
    return;
  ppv_quality_checked (scan, _ ("clocks and gaps"));
  say_jumps (scan, &found);
  say_gaps (scan, &found);
  say_slow (scan, &found);
  say_absent (scan, &found);
}
