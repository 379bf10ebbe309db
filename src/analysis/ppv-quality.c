/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-number.h"
#include "ppv-quality-private.h"

/* What concerns less than this share is one step less severe. */
#define SMALL_SHARE 0.01

/* Codes of warnings that are looked at here. */
static const char *const explained[] = {
  "aux-errors",
  "aux-skipped",
  "aux-truncated",
  "clock-jump",
  "deferred-missing",
  "frame-pointer-guessed",
  "lost",
  "lost-samples",
  "multiplexed",
  "no-debug-info",
  "no-record-times",
  "no-unwind-table",
  "not-counted",
  "sampling-gap",
  "stack-broken",
  "stack-truncated",
  "stacks-not-unwound",
  "throttled",
  "unmatched-switch",
  NULL,
};

static const char *const severity_words[] = { "hint", "incomplete", "misleading" };
static const char *const share_words[] = { NULL, "cost", "samples", "records", "time" };

static void
clear_quality (gpointer data)
{
  PpvQuality *self = data;

  g_free (self->message);
  g_free (self->advice);
}

void
ppv_quality_add (PpvQualityScan *scan,
                 const char *code,
                 PpvQualitySeverity severity,
                 guint64 count,
                 PpvShareOf share_of,
                 double share,
                 char *message,
                 char *advice)
{
  gboolean told = share >= 0 && share_of != PPV_SHARE_NONE;
  PpvQuality quality = { .code = code,
                         .severity = severity,
                         .message = message,
                         .count = count,
                         .share = told ? MIN (share, 1) : -1,
                         .share_of = told ? share_of : PPV_SHARE_NONE,
                         .advice = advice };

  g_array_append_val (scan->items, quality);
}

void
ppv_quality_checked (PpvQualityScan *scan, const char *what)
{
  g_string_append_printf (scan->checked, "%s%s", scan->checked->len > 0 ? ", " : "", what);
}

const PpvWarning *
ppv_quality_find_warning (const PpvProfile *profile, const char *code)
{
  guint32 n_warnings;
  const PpvWarning *warnings = ppv_profile_list_warnings (profile, &n_warnings);

  for (guint32 i = 0; i < n_warnings; i++)
    if (g_str_equal (warnings[i].code, code))
      return &warnings[i];
  return NULL;
}

gboolean
ppv_quality_fact (const PpvProfile *profile, const char *key, gint64 *value)
{
  const char *text = ppv_profile_get_fact (profile, key);

  return text != NULL && ppv_parse_i64 (text, strlen (text), value);
}

guint64
ppv_quality_records (const PpvProfile *profile, const char *name)
{
  guint32 n_records;
  const PpvRecordCount *records = ppv_profile_list_records (profile, &n_records);

  for (guint32 i = 0; i < n_records; i++)
    if (g_str_equal (records[i].name, name))
      return records[i].count;
  return 0;
}

guint64
ppv_quality_samples (const PpvProfile *profile)
{
  guint64 n_samples = 0;

  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    {
      const PpvMetric *metric = ppv_profile_get_metric (profile, i);

      if (!ppv_profile_get_set (profile, metric->set)->derived)
        n_samples += metric->n_samples;
    }
  return n_samples;
}

char *
ppv_quality_count (guint64 count)
{
  return ppv_format_count ((gint64) MIN (count, G_MAXINT64));
}

char *
ppv_quality_percent (double share)
{
  if (share < 0.001)
    return g_strdup (_ ("less than 0.1 %"));
  return g_strdup_printf (share < 0.0995 ? "%.1f %%" : "%.0f %%", share * 100);
}

gboolean
ppv_quality_is_marker (const PpvProfile *profile, PpvFrameId frame, const char *name)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);

  return frames->module[frame] == PPV_NONE &&
         g_str_equal (ppv_profile_get_string (profile, functions->name[frames->function[frame]]),
                      name);
}

/* Sealing a profile names such frames "0x1234" or "libc.so.6+0x1234". */
gboolean
ppv_quality_is_unresolved (const PpvProfile *profile, PpvFrameId frame)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  const char *name = ppv_profile_get_string (profile, functions->name[frames->function[frame]]);
  const char *number = strrchr (name, '+');
  guint64 address;

  if (ppv_quality_is_marker (profile, frame, PPV_MARKER_UNKNOWN))
    return TRUE;
  if (frames->address[frame] == PPV_NO_ADDRESS)
    return FALSE;
  if (g_str_equal (name, "???")) /* what Valgrind writes */
    return TRUE;
  number = number != NULL ? number + 1 : name;
  return g_str_has_prefix (number, "0x") && ppv_parse_hex (number, strlen (number), &address) &&
         address == frames->address[frame];
}

static int
rank (const PpvQuality *quality)
{
  gboolean small = quality->share >= 0 && quality->share < SMALL_SHARE;

  return small ? (int) quality->severity - 1 : (int) quality->severity;
}

/* Who knows how much it concerns when there is no share of it. */
static double
weight (const PpvQuality *quality)
{
  return quality->share >= 0 ? quality->share : 1;
}

static int
compare_items (gconstpointer a, gconstpointer b, gpointer user_data G_GNUC_UNUSED)
{
  const PpvQuality *one = a, *two = b;

  if (rank (one) != rank (two))
    return rank (two) - rank (one);
  if (weight (one) > weight (two) || weight (one) < weight (two))
    return weight (one) > weight (two) ? -1 : 1;
  return strcmp (one->code, two->code) != 0 ? strcmp (one->code, two->code)
                                            : strcmp (one->message, two->message);
}

/**
 * ppv_quality_report_new: (skip)
 * @profile: a profile
 * @costs: (nullable): of the samples to look at; NULL when there is no metric
 *
 * Returns: (transfer full): what is wrong with them
 */
PpvQualityReport *
ppv_quality_report_new (const PpvProfile *profile, const PpvStackCosts *costs)
{
  PpvQualityReport *self;
  PpvQualityScan scan = { .profile = profile, .costs = costs };
  gsize n_items;

  g_return_val_if_fail (profile != NULL, NULL);

  scan.items = g_array_new (FALSE, FALSE, sizeof (PpvQuality));
  scan.checked = g_string_new (NULL);
  ppv_quality_scan_recording (&scan);
  ppv_quality_scan_events (&scan);
  ppv_quality_scan_times (&scan);
  if (costs != NULL && costs->n_samples > 0)
    {
      ppv_quality_scan_stacks (&scan);
      ppv_quality_scan_names (&scan);
    }
  g_array_sort_with_data (scan.items, compare_items, NULL);
  self = g_new0 (PpvQualityReport, 1);
  self->items = g_array_steal (scan.items, &n_items);
  self->n_items = (guint) n_items;
  self->checked = g_string_free (scan.checked, FALSE);
  g_array_unref (scan.items);
  return self;
}

/**
 * ppv_quality_report_free: (skip)
 * @self: (nullable): a report
 */
void
ppv_quality_report_free (PpvQualityReport *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_items; i++)
    clear_quality (&self->items[i]);
  g_free (self->items);
  g_free (self->checked);
  g_free (self);
}

static void
write_item (const PpvQuality *item, PpvJsonWriter *json)
{
  ppv_json_begin_object (json, NULL);
  ppv_json_string (json, "code", item->code);
  ppv_json_string (json, "severity", severity_words[item->severity]);
  ppv_json_string (json, "message", item->message);
  ppv_json_int (json, "count", (gint64) MIN (item->count, G_MAXINT64));
  if (item->share_of == PPV_SHARE_NONE)
    ppv_json_null (json, "share");
  else
    ppv_json_double (json, "share", item->share);
  ppv_json_string (json, "share_of", share_words[item->share_of]);
  ppv_json_string (json, "advice", item->advice);
  ppv_json_end (json);
}

/**
 * ppv_quality_report_write: (skip)
 * @self: a report
 * @json: a writer with an object open
 */
void
ppv_quality_report_write (const PpvQualityReport *self, PpvJsonWriter *json)
{
  g_return_if_fail (self != NULL && json != NULL);

  ppv_json_begin_array (json, "quality");
  for (guint i = 0; i < self->n_items; i++)
    write_item (&self->items[i], json);
  ppv_json_end (json);
}

/**
 * ppv_quality_explains: (skip)
 * @code: code of a warning
 *
 * Returns: whether reports tell the same and what to do about it
 */
gboolean
ppv_quality_explains (const char *code)
{
  g_return_val_if_fail (code != NULL, FALSE);

  return g_strv_contains (explained, code);
}
