/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-test-profile.h"

/* A perf.data recording in the making, with one event. */
typedef struct {
  PpvProfileBuilder *builder;
  guint32            set;
  PpvThreadId        thread;
  PpvThreadId        idle;
  gint64             now;   /* time of the last sample that was added */
} PpvTestRecording;

PpvTestRecording  ppv_test_recording        (const char             *event,
                                             const char             *unit);
PpvProfile       *ppv_test_recording_end    (PpvTestRecording       *self);
/*
 * Frames from the outermost one on, between blanks, as cells of ppv_test_profile ();
 * "?" is [unknown], "!" [broken stack], "-" [no unwind table].
 */
PpvStackId        ppv_test_recording_stack  (PpvTestRecording       *self,
                                             const char             *frames);
/* Each sample has a weight of a million, which is a millisecond in nanoseconds. */
void              ppv_test_recording_at     (PpvTestRecording       *self,
                                             gint64                  time,
                                             PpvThreadId             thread,
                                             guint32                 cpu,
                                             const char             *frames);
/* @n_samples of the thread, a millisecond apart. */
void              ppv_test_recording_add    (PpvTestRecording       *self,
                                             guint                   n_samples,
                                             const char             *frames);
void              ppv_test_recording_fact   (PpvTestRecording       *self,
                                             const char             *key,
                                             const char             *value);
/* Ends @self; what is wrong with it. */
PpvQualityReport *ppv_test_recording_report (PpvTestRecording       *self);
/* Ends @self; the codes of what is wrong with it have to be @expected, the worst first. */
void              ppv_test_recording_codes  (PpvTestRecording       *self,
                                             const char             *expected);
/* The first item of a report whose codes have to be @codes. */
PpvQuality       *ppv_test_report_item      (const PpvQualityReport *report,
                                             const char             *codes);

#define ppv_assert_share(item, of, expected)                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_assert_cmpint ((item)->share_of, ==, (of));                                                  \
    g_assert_cmpfloat_with_epsilon ((item)->share, (expected), 1e-6);                              \
  }                                                                                                \
  G_STMT_END

#define ppv_assert_has(text, part) g_assert_nonnull (strstr ((text), (part)))
