/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-test-profile.h"

enum { MILLISECOND = 1000000 };

/* Sample i has the weight 2^i, is at times[i] ms, and of thread 1 or 2 by turns. */
static PpvProfile *
profile_at (const gint64 *times, guint n_times)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  guint32 set = ppv_profile_builder_set (builder, PPV_SET_TIME | PPV_SET_THREAD);
  PpvProcessId process = ppv_profile_builder_process (builder, 1);

  ppv_profile_builder_metric (builder, set, "cost", "count", PPV_METRIC_FLOW);
  for (guint i = 0; i < n_times; i++)
    {
      gint64 weight = (gint64) 1 << i;
      const char *name = i % 2 == 0 ? "even" : "odd";
      PpvFrameId frames[] = { ppv_test_frame (builder, "main"), ppv_test_frame (builder, name) };
      PpvStackId root = ppv_profile_builder_stack (builder, PPV_NONE, frames[0]);
      PpvThreadId thread = ppv_profile_builder_thread (
          builder, process, (gint32) (i % 2) + 1, ppv_profile_builder_string (builder, name, -1));

      ppv_profile_builder_sample (builder, set,
                                  ppv_profile_builder_stack (builder, root, frames[1]),
                                  times[i] * MILLISECOND, thread, PPV_NONE, &weight);
    }
  return ppv_test_seal (builder);
}

static const gint64 usual[] = { 5, 7, 12, 25, 25 };

/* A line a series: label, then samples and value of each bucket. */
static char *
draw (PpvProfile *profile,
      const char *filter,
      PpvTimelineBy by,
      gint64 bucket,
      guint32 most_series,
      PpvTimeline **timeline)
{
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (GError) error = NULL;
  GString *drawn = g_string_new (NULL);

  g_assert_true (ppv_selection_parse (selection, filter, NULL));
  *timeline = ppv_timeline_new (profile, selection, by, bucket, 40, most_series, NULL, &error);
  g_assert_no_error (error);
  for (guint32 i = 0; i < (*timeline)->n_series; i++)
    {
      const PpvSeries *series = &(*timeline)->series[i];

      g_string_append (drawn, series->label);
      for (guint32 j = 0; j < (*timeline)->n_buckets; j++)
        g_string_append_printf (drawn, " %" G_GUINT64_FORMAT ":%" G_GINT64_FORMAT,
                                series->samples[j], series->value[j]);
      g_string_append_c (drawn, '\n');
    }
  return g_string_free (drawn, FALSE);
}

static void
assert_drawn (
    const char *filter, PpvTimelineBy by, guint32 most_series, const char *expected, gint64 sum)
{
  g_autoptr (PpvProfile) profile = profile_at (usual, G_N_ELEMENTS (usual));
  g_autoptr (PpvTimeline) timeline = NULL;
  g_autofree char *drawn = draw (profile, filter, by, 10 * MILLISECOND, most_series, &timeline);

  g_assert_cmpstr (drawn, ==, expected);
  g_assert_cmpint (timeline->sum, ==, sum);
}

/* Times count from the first sample, at 5 ms: 0, 2, 7, 20, 20. */
static void
test_adds_up_by_bucket (void)
{
  assert_drawn ("", PPV_TIMELINE_OF_ALL, 9, "all 3:7 0:0 2:24\n", 31);
  assert_drawn ("time=2ms..", PPV_TIMELINE_OF_ALL, 9, "all 2:6 0:0 2:24\n", 30);
  assert_drawn ("thread=odd", PPV_TIMELINE_OF_ALL, 9, "all 1:2 0:0 1:8\n", 10);
  assert_drawn ("time=20ms..", PPV_TIMELINE_OF_ALL, 9, "all 2:24\n", 24);
}

static void
test_parts_by_who_it_was (void)
{
  assert_drawn ("", PPV_TIMELINE_BY_FUNCTION, 9, "even 2:5 0:0 1:16\nodd 1:2 0:0 1:8\n", 31);
  assert_drawn ("", PPV_TIMELINE_BY_FUNCTION, 1, "even 2:5 0:0 1:16\nall others 1:2 0:0 1:8\n", 31);
  assert_drawn ("", PPV_TIMELINE_BY_THREAD, 0, "all others 3:7 0:0 2:24\n", 31);
  assert_drawn ("", PPV_TIMELINE_BY_CPU, 9, "[unknown] 3:7 0:0 2:24\n", 31);
}

static void
test_finds_round_buckets (void)
{
  const gint64 long_times[] = { 0, 3999 };
  const gint64 one_time[] = { 17 };
  g_autoptr (PpvProfile) profile = profile_at (long_times, G_N_ELEMENTS (long_times));
  g_autoptr (PpvProfile) single = profile_at (one_time, G_N_ELEMENTS (one_time));
  g_autoptr (PpvTimeline) timeline = NULL;
  g_autoptr (PpvTimeline) moment = NULL;
  g_autofree char *drawn = draw (profile, "", PPV_TIMELINE_OF_ALL, 0, 9, &timeline);
  g_autofree char *drawn_single = draw (single, "", PPV_TIMELINE_OF_ALL, 0, 9, &moment);

  g_assert_cmpint (timeline->bucket, ==, 100 * MILLISECOND);
  g_assert_cmpuint (timeline->n_buckets, ==, 40);
  g_assert_cmpstr (drawn_single, ==, "all 1:1\n");
}

static void
test_knows_what_it_does_not_know (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_profile ("A B", NULL);
  g_autoptr (PpvTimeline) timeline = NULL;
  g_autofree char *drawn = draw (profile, "", PPV_TIMELINE_OF_ALL, 0, 9, &timeline);

  g_assert_cmpstr (drawn, ==, "all 0:0\n");
  g_assert_cmpuint (timeline->n_timeless, ==, 2);
}

static void
test_refuses_endless_work (void)
{
  g_autoptr (PpvProfile) profile = profile_at (usual, G_N_ELEMENTS (usual));
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (
      ppv_timeline_new (profile, selection, PPV_TIMELINE_OF_ALL, 1, 40, 9, NULL, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_USAGE);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_null (
      ppv_timeline_new (profile, selection, PPV_TIMELINE_OF_ALL, 0, 40, 9, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/adds-up-by-bucket", test_adds_up_by_bucket);
  g_test_add_func ("/timeline/parts-by-who-it-was", test_parts_by_who_it_was);
  g_test_add_func ("/timeline/finds-round-buckets", test_finds_round_buckets);
  g_test_add_func ("/timeline/knows-what-it-does-not-know", test_knows_what_it_does_not_know);
  g_test_add_func ("/timeline/refuses-endless-work", test_refuses_endless_work);
  return g_test_run ();
}
