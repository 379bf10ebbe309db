/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whether the events counted what they were asked to. */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-number.h"
#include "ppv-quality-private.h"

/* How many events a message names. */
enum { NAMES_SHOWN = 4 };

static const char *
metric_name (const PpvProfile *profile, PpvMetricId metric)
{
  return ppv_profile_get_string (profile, ppv_profile_get_metric (profile, metric)->name);
}

static void
add_name (GString *names, guint n_names, const char *name)
{
  if (n_names < NAMES_SHOWN)
    g_string_append_printf (names, "%s%s", n_names > 0 ? ", " : "", name);
  else if (n_names == NAMES_SHOWN)
    g_string_append (names, ", …");
}

/* Events that never have samples of their own: they carry other records. */
static gboolean
is_carrier (const char *name)
{
  static const char *const carriers[] = { "dummy",     "bpf-output", "__augmented", "intel_pt/",
                                          "intel_bts", "cs_etm/",    "arm_spe",     NULL };

  for (guint i = 0; carriers[i] != NULL; i++)
    if (g_str_has_prefix (name, carriers[i]))
      return TRUE;
  return FALSE;
}

/* "sched:sched_switch": those that do not occur are nothing to worry about. */
static gboolean
is_tracepoint (const char *name)
{
  const char *colon = strchr (name, ':');

  return colon != NULL && colon[1 + strspn (colon + 1, "ukhGHpPSDIWeb")] != '\0';
}

/* An event of the recording that is expected to have samples. */
static gboolean
is_counted (const PpvProfile *profile, PpvMetricId metric)
{
  const char *name = metric_name (profile, metric);

  return !ppv_profile_get_set (profile, ppv_profile_get_metric (profile, metric)->set)->derived &&
         !is_carrier (name) && !is_tracepoint (name);
}

static void
scan_empty (PpvQualityScan *scan)
{
  const PpvProfile *profile = scan->profile;
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_empty = 0;

  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    if (ppv_profile_get_metric (profile, i)->n_samples == 0 && is_counted (profile, i))
      add_name (names, n_empty++, metric_name (profile, i));
  ppv_quality_checked (scan, _ ("events"));
  if (n_empty > 0)
    ppv_quality_add (
        scan, "empty-events", PPV_QUALITY_HINT, n_empty, PPV_SHARE_NONE, -1,
        g_strdup_printf (_ ("No sample was taken of %s: it did not occur, or this machine does not "
                            "count it, as virtual machines often do not"),
                         names->str),
        g_strdup (_ ("Compare with what is counted: perf stat -e EVENT COMMAND")));
}

/*
 * Without precise_ip the processor tells where it was when the interrupt came, an
 * instruction or more after the one that caused it.
 */
static void
scan_skid (PpvQualityScan *scan)
{
  const PpvProfile *profile = scan->profile;
  const char *fact = ppv_profile_get_fact (profile, PPV_FACT_IMPRECISE);
  g_auto (GStrv) events = g_strsplit (fact != NULL ? fact : "", " ", -1);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *count = NULL;
  guint64 n_all = ppv_quality_samples (profile), n_samples = 0;
  guint n_names = 0;

  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    if (g_strv_contains ((const char *const *) events, metric_name (profile, i)) &&
        ppv_profile_get_metric (profile, i)->n_samples > 0)
      {
        n_samples += ppv_profile_get_metric (profile, i)->n_samples;
        add_name (names, n_names++, metric_name (profile, i));
      }
  if (n_samples == 0)
    return;
  count = ppv_quality_count (n_samples);
  ppv_quality_add (
      scan, "skid", PPV_QUALITY_HINT, n_samples, PPV_SHARE_OF_SAMPLES,
      (double) n_samples / (double) n_all,
      g_strdup_printf (
          _ ("%s samples of %s may be an instruction or more late: functions are right, "
             "single lines and instructions need not be"),
          count, names->str),
      g_strdup_printf (_ ("Where the processor can, record %s:pp"), "-e cycles"));
}

/* Short options of perf record that take the next word. */
static const char with_value[] = "ecFCDGmopPrtuIkWj";

static const char *const long_with_value[] = {
  "--event",
  "--filter",
  "--pid",
  "--tid",
  "--realtime",
  "--cpu",
  "--count",
  "--output",
  "--freq",
  "--mmap-pages",
  "--call-graph",
  "--cgroup",
  "--delay",
  "--uid",
  "--clockid",
  "--user-regs",
  "--intr-regs",
  "--branch-filter",
  "--proc-map-timeout",
  NULL,
};

/* The frequency in the words of a command, up to the program that was recorded. */
static gint64
asked_frequency (const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *word = words[i], *value = NULL;
      gboolean is_frequency = g_str_has_prefix (word, "-F") || g_str_has_prefix (word, "--freq");
      gboolean takes_next = (word[0] == '-' && word[1] != '\0' && word[2] == '\0' &&
                             strchr (with_value, word[1]) != NULL) ||
                            g_strv_contains (long_with_value, word);
      gint64 frequency;

      if (word[0] != '-' || g_str_equal (word, "--"))
        return 0;
      if (takes_next)
        value = words[++i];
      else
        value = g_str_has_prefix (word, "--freq=") ? word + 7 : word + 2;
      if (value == NULL)
        return 0;
      if (is_frequency)
        return ppv_parse_i64 (value, strlen (value), &frequency) ? frequency : 0;
    }
  return 0;
}

/* perf lowers what it asks of the kernel to what the kernel allows. */
static void
scan_frequency (PpvQualityScan *scan)
{
  const char *command = ppv_profile_get_fact (scan->profile, "command");
  g_auto (GStrv) words = NULL;
  gint64 asked, used;

  if (command == NULL || !ppv_quality_fact (scan->profile, PPV_FACT_FREQUENCY, &used) ||
      !g_shell_parse_argv (command, NULL, &words, NULL) || g_strv_length (words) < 2 ||
      !g_str_equal (words[1], "record"))
    return;
  ppv_quality_checked (scan, _ ("the sampling frequency"));
  asked = asked_frequency ((const char *const *) words + 2);
  if (asked > used)
    ppv_quality_add (
        scan, "frequency-lowered", PPV_QUALITY_HINT, 1, PPV_SHARE_NONE, -1,
        g_strdup_printf (_ ("%" PRId64 " samples a second were asked for, but the kernel "
                            "allowed %" PRId64),
                         asked, used),
        g_strdup_printf (_ ("Before recording: sysctl kernel.perf_event_max_sample_rate=%" PRId64),
                         asked));
}

static void
scan_multiplexed (PpvQualityScan *scan)
{
  const char *fact = ppv_profile_get_fact (scan->profile, PPV_FACT_COUNTED);
  const PpvWarning *warning = ppv_quality_find_warning (scan->profile, "multiplexed");
  g_autofree char *percent = NULL;
  double counted = -1;
  gboolean known =
      fact != NULL && ppv_parse_f64 (fact, strlen (fact), &counted) && counted >= 0 && counted < 1;

  if (!known && warning == NULL)
    return;
  percent = ppv_quality_percent (counted);
  ppv_quality_add (
      scan, "multiplexed", PPV_QUALITY_MISLEADING, warning != NULL ? warning->count : 1,
      PPV_SHARE_OF_TIME, known ? 1 - counted : -1,
      known
          ? g_strdup_printf (_ ("Events took turns on the processor's counters: the least counted "
                                "one was counted %s of the time"),
                             percent)
          : g_strdup (warning->message),
      g_strdup (_ ("Record fewer events at once, or those that belong together as a group: "
                   "-e '{cycles,instructions}'")));
}

static void
scan_nothing (PpvQualityScan *scan)
{
  if (ppv_quality_samples (scan->profile) == 0)
    ppv_quality_add (scan, "no-samples", PPV_QUALITY_MISLEADING, 0, PPV_SHARE_NONE, -1,
                     g_strdup (_ ("There is no sample in the file")),
                     g_strdup (_ ("Record for longer, more often, or another event: perf record -F "
                                  "999 -e cpu-clock")));
}

void
ppv_quality_scan_events (PpvQualityScan *scan)
{
  if (!g_str_equal (ppv_profile_get_format (scan->profile), "perf-data"))
    return;
  if (ppv_quality_samples (scan->profile) > 0)
    scan_empty (scan);
  else
    scan_nothing (scan);
  scan_skid (scan);
  scan_frequency (scan);
  scan_multiplexed (scan);
}
