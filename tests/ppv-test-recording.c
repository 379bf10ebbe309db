/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-test-recording.h"

PpvTestRecording
ppv_test_recording (const char *event, const char *unit)
{
  PpvTestRecording self = { .builder = ppv_profile_builder_new (NULL) };
  PpvProcessId process = ppv_profile_builder_process (self.builder, 7);

  self.thread = ppv_profile_builder_thread (self.builder, process, 7, 0);
  self.idle = ppv_profile_builder_thread (self.builder,
                                          ppv_profile_builder_process (self.builder, 0), 0, 0);
  self.set = ppv_profile_builder_set (self.builder, PPV_SET_TIME | PPV_SET_THREAD | PPV_SET_CPU);
  ppv_profile_builder_metric (self.builder, self.set, event, unit, PPV_METRIC_FLOW);
  return self;
}

PpvProfile *
ppv_test_recording_end (PpvTestRecording *self)
{
  g_autoptr (GError) error = NULL;
  PpvProfile *profile = ppv_profile_builder_seal (self->builder, "drawn", "perf-data");

  ppv_profile_check (profile, &error);
  g_assert_no_error (error);
  ppv_profile_builder_free (self->builder);
  return profile;
}

static const char *
marker_of (const char *cell)
{
  if (g_str_equal (cell, "?"))
    return "[unknown]";
  if (g_str_equal (cell, "!"))
    return "[broken stack]";
  return g_str_equal (cell, "-") ? "[no unwind table]" : NULL;
}

PpvStackId
ppv_test_recording_stack (PpvTestRecording *self, const char *frames)
{
  g_auto (GStrv) cells = g_strsplit (frames, " ", -1);
  PpvStackId stack = PPV_NONE;

  for (guint i = 0; cells[i] != NULL; i++)
    stack = ppv_profile_builder_stack (
        self->builder, stack,
        marker_of (cells[i]) != NULL
            ? ppv_profile_builder_marker (self->builder, marker_of (cells[i]))
            : ppv_test_frame (self->builder, cells[i]));
  return stack;
}

void
ppv_test_recording_at (
    PpvTestRecording *self, gint64 time, PpvThreadId thread, guint32 cpu, const char *frames)
{
  gint64 weight = 1000000;

  ppv_profile_builder_sample (self->builder, self->set, ppv_test_recording_stack (self, frames),
                              time, thread, cpu, &weight);
}

void
ppv_test_recording_add (PpvTestRecording *self, guint n_samples, const char *frames)
{
  for (guint i = 0; i < n_samples; i++)
    ppv_test_recording_at (self, self->now += 1000000, self->thread, 0, frames);
}

void
ppv_test_recording_fact (PpvTestRecording *self, const char *key, const char *value)
{
  ppv_profile_builder_fact (self->builder, key, value, -1);
}

PpvQualityReport *
ppv_test_recording_report (PpvTestRecording *self)
{
  g_autoptr (PpvProfile) profile = ppv_test_recording_end (self);
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "");

  return ppv_quality_report_new (profile, costs);
}

/* The codes, the worst first. */
static char *
codes_of (const PpvQualityReport *report)
{
  GString *codes = g_string_new (NULL);

  for (guint i = 0; i < report->n_items; i++)
    g_string_append_printf (codes, "%s%s", i > 0 ? " " : "", report->items[i].code);
  return g_string_free (codes, FALSE);
}

void
ppv_test_recording_codes (PpvTestRecording *self, const char *expected)
{
  g_autoptr (PpvQualityReport) report = ppv_test_recording_report (self);
  g_autofree char *codes = codes_of (report);

  g_assert_cmpstr (codes, ==, expected);
  for (guint i = 0; i < report->n_items; i++)
    {
      g_assert_cmpstr (report->items[i].message, !=, "");
      g_assert_cmpstr (report->items[i].advice, !=, "");
    }
}

PpvQuality *
ppv_test_report_item (const PpvQualityReport *report, const char *codes)
{
  g_autofree char *found = codes_of (report);

  g_assert_cmpstr (found, ==, codes);
  return &report->items[0];
}
