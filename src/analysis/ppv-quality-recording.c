/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What was lost on the way from the kernel into the file, and what was left out. */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-number.h"
#include "ppv-quality-private.h"

static guint64
count_warned (const PpvProfile *profile, const char *code)
{
  const PpvWarning *warning = ppv_quality_find_warning (profile, code);

  return warning != NULL ? warning->count : 0;
}

static void
scan_damage (PpvQualityScan *scan)
{
  guint32 n_warnings;
  const PpvWarning *warnings = ppv_profile_list_warnings (scan->profile, &n_warnings);
  guint64 n_losses = 0;

  ppv_quality_checked (scan, _ ("the file itself"));
  for (guint32 i = 0; i < n_warnings; i++)
    if (warnings[i].severity == PPV_LOSS)
      n_losses += MAX (warnings[i].count, 1);
  if (n_losses > 0)
    ppv_quality_add (
        scan, "incomplete", PPV_QUALITY_MISLEADING, n_losses, PPV_SHARE_NONE, -1,
        g_strdup (_ ("Part of the file could not be read")),
        g_strdup (_ ("See the warnings; end a recording with Ctrl+C and copy the file whole")));
}

/*
 * The importer's warning counts what was lost, and not the records that say so.
 * Lost samples are counted by events, lost records by the buffer: where a kernel
 * tells both it means the same loss twice.
 */
static void
scan_lost (PpvQualityScan *scan)
{
  const PpvProfile *profile = scan->profile;
  guint64 n_samples = ppv_quality_samples (profile);
  guint64 n_lost = MAX (count_warned (profile, "lost"), count_warned (profile, "lost-samples"));
  g_autofree char *count = NULL;
  g_autofree char *percent = NULL;
  double share;

  if (n_lost == 0)
    n_lost = ppv_quality_records (profile, "LOST") + ppv_quality_records (profile, "LOST_SAMPLES");
  ppv_quality_checked (scan, _ ("lost samples"));
  if (n_lost == 0)
    return;
  share = (double) n_lost / ((double) n_lost + (double) n_samples);
  count = ppv_quality_count (n_lost);
  percent = ppv_quality_percent (share);
  ppv_quality_add (
      scan, "lost-samples", PPV_QUALITY_MISLEADING, n_lost, PPV_SHARE_OF_RECORDS, share,
      g_strdup_printf (_ ("The kernel lost %s records while it recorded, %s of all"), count,
                       percent),
      g_strdup (_ ("Record with a larger buffer, perf record -m 16M, or less often, -F 499")));
}

/* The time is that of the counters which were stopped, one a CPU or thread. */
static void
scan_throttled (PpvQualityScan *scan)
{
  guint64 n_throttled = ppv_quality_records (scan->profile, "THROTTLE");
  gint64 duration = ppv_profile_get_duration (scan->profile);
  gint64 throttled = 0, n_counters = 0;
  double share = -1;
  g_autofree char *count = ppv_quality_count (n_throttled);
  g_autofree char *percent = NULL;
  g_autofree char *time = NULL;
  char *message;

  ppv_quality_checked (scan, _ ("throttling"));
  if (n_throttled == 0)
    return;
  if (ppv_quality_fact (scan->profile, PPV_FACT_THROTTLED_NS, &throttled) &&
      ppv_quality_fact (scan->profile, PPV_FACT_THROTTLED, &n_counters) && throttled > 0 &&
      n_counters > 0 && duration > 0)
    share = MIN ((double) throttled / ((double) duration * (double) n_counters), 1);
  time = ppv_format_duration (throttled);
  percent = ppv_quality_percent (share);
  if (share >= 0)
    message = g_strdup_printf (_ ("The kernel stopped sampling %s times because it took too long: "
                                  "for %s in all, %s of the time on the CPUs concerned"),
                               count, time, percent);
  else
    message = g_strdup_printf (_ ("The kernel stopped sampling %s times because it took too long"),
                               count);
  ppv_quality_add (scan, "throttled", PPV_QUALITY_MISLEADING, n_throttled, PPV_SHARE_OF_TIME, share,
                   message,
                   g_strdup (_ ("Record less often, perf record -F 999, or raise sysctl "
                                "kernel.perf_cpu_time_max_percent")));
}

/* Things the importer has counted and put into words. */
static void
scan_warnings (PpvQualityScan *scan)
{
  static const struct {
    const char *code;
    PpvQualitySeverity severity;
    const char *advice;
  } told[] = {
    { "aux-skipped", PPV_QUALITY_INCOMPLETE,
      N_ ("Decode it first: perf inject --itrace=i100us -i FILE -o DECODED") },
    { "aux-truncated", PPV_QUALITY_INCOMPLETE,
      N_ ("Record with a larger buffer for traces, perf record -m ,64M") },
    { "aux-errors", PPV_QUALITY_INCOMPLETE,
      N_ ("Look at them with perf script --itrace=e; record less, or into a larger buffer, "
          "perf record -m ,64M") },
    { "deferred-missing", PPV_QUALITY_INCOMPLETE,
      N_ ("Record with a larger buffer, perf record -m 16M, until the program ends") },
    { "not-counted", PPV_QUALITY_MISLEADING,
      N_ ("Count fewer events at once, perf stat -e EVENT,EVENT") },
    { "unmatched-switch", PPV_QUALITY_MISLEADING,
      N_ ("Record with a larger buffer, perf record -m 16M, and from before the program starts") },
    { "frame-pointer-guessed", PPV_QUALITY_HINT,
      N_ ("Build this code with -fasynchronous-unwind-tables, or take its callers with care") },
    { "no-record-times", PPV_QUALITY_HINT, N_ ("Record with times, perf record -T") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    {
      const PpvWarning *warning = ppv_quality_find_warning (scan->profile, told[i].code);

      if (warning != NULL)
        ppv_quality_add (scan, told[i].code, told[i].severity, warning->count, PPV_SHARE_NONE, -1,
                         g_strdup (warning->message), g_strdup (_ (told[i].advice)));
    }
}

static void
scan_cpus (PpvQualityScan *scan)
{
  gint64 n_available, n_online;

  if (!ppv_quality_fact (scan->profile, "cpus_available", &n_available) ||
      !ppv_quality_fact (scan->profile, "cpus_online", &n_online))
    return;
  ppv_quality_checked (scan, _ ("CPUs"));
  if (n_online > 0 && n_online < n_available)
    ppv_quality_add (scan, "cpus-offline", PPV_QUALITY_HINT, (guint64) (n_available - n_online),
                     PPV_SHARE_NONE, -1,
                     g_strdup_printf (_ ("%" PRId64 " of %" PRId64 " CPUs were offline"),
                                      n_available - n_online, n_available),
                     g_strdup (_ ("Where they should be on: lscpu --extended, chcpu --enable")));
}

/* Whether a word asks for events of user space: "cycles:u", "cpu/cycles/u". */
static gboolean
asks_for_user (const char *word)
{
  const char *modifiers = strrchr (word, ':');

  if (modifiers == NULL)
    modifiers = strrchr (word, '/');
  return g_str_has_prefix (word, "--all-user") ||
         (modifiers != NULL && strchr (modifiers, 'u') != NULL &&
          modifiers[strspn (modifiers, ":/ukhGHpPSDIWeb")] == '\0');
}

/*
 * perf falls back to user space without a word in the file when it may not look
 * at the kernel: nobody asked for it, and yet the kernel is left out.
 */
static void
scan_kernel (PpvQualityScan *scan)
{
  const char *events = ppv_profile_get_fact (scan->profile, PPV_FACT_USER_ONLY);
  const char *command = ppv_profile_get_fact (scan->profile, "command");
  g_auto (GStrv) words = NULL;

  if (command == NULL || !g_shell_parse_argv (command, NULL, &words, NULL))
    return;
  ppv_quality_checked (scan, _ ("the kernel's part"));
  for (guint i = 0; events != NULL && words[i] != NULL; i++)
    if (asks_for_user (words[i]))
      return;
  if (events == NULL)
    return;
  ppv_quality_add (
      scan, "kernel-excluded", PPV_QUALITY_INCOMPLETE, 1, PPV_SHARE_NONE, -1,
      g_strdup (
          _ ("The kernel was not recorded because the user was not allowed to: time in system "
             "calls and page faults is missing")),
      g_strdup (_ ("Record as root, or after sysctl kernel.perf_event_paranoid=1")));
}

void
ppv_quality_scan_recording (PpvQualityScan *scan)
{
  scan_damage (scan);
  scan_warnings (scan);
  if (!g_str_equal (ppv_profile_get_format (scan->profile), "perf-data"))
    return;
  scan_lost (scan);
  scan_throttled (scan);
  scan_cpus (scan);
  scan_kernel (scan);
}
