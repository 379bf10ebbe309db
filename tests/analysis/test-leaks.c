/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-profile.h"

static PpvStackId
stack_of (PpvProfileBuilder *builder, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ";", -1);
  PpvStackId stack = PPV_NONE;

  for (guint i = 0; names[i] != NULL; i++)
    stack = ppv_profile_builder_stack (builder, stack, ppv_test_frame (builder, names[i]));
  return stack;
}

static PpvLeaks *
find_leaks (const PpvProfile *profile)
{
  g_autoptr (GError) error = NULL;
  PpvLeaks *leaks = ppv_leaks_new (profile, &error);

  g_assert_no_error (error);
  return leaks;
}

static const PpvLeak *
find_site (const PpvLeaks *leaks, const char *site)
{
  for (guint32 i = 0; i < leaks->n_rows; i++)
    if (g_str_equal (leaks->rows[i].site, site))
      return &leaks->rows[i];
  g_error ("there is no row of %s", site);
}

/* --- found at the end --------------------------------------------------------------- */

static void
add_finding (PpvProfileBuilder *builder,
             const char *kind,
             guint64 bytes,
             guint64 indirect_bytes,
             const char *path)
{
  PpvFinding finding = {
    .thread = PPV_NONE, .count = 1, .bytes = bytes, .indirect_bytes = indirect_bytes, .blocks = 2
  };

  finding.kind = ppv_profile_builder_string (builder, kind, -1);
  finding.text = ppv_profile_builder_string (builder, "bytes are lost", -1);
  ppv_profile_builder_finding (builder, &finding);
  ppv_profile_builder_finding_part (builder, 0, stack_of (builder, path));
}

static PpvProfile *
profile_of_checker (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);

  add_finding (builder, "Leak_StillReachable", 9000, 0, "main@prog:3;table@prog:9;malloc@vg");
  add_finding (builder, "InvalidRead", 0, 0, "main@prog:4");
  add_finding (builder, "Leak_DefinitelyLost", 440, 400,
               "main@prog:5;make@prog:12;operator new(long)@vg");
  add_finding (builder, "Leak_IndirectlyLost", 400, 0, "main@prog:5;node@prog:20;calloc@vg");
  add_finding (builder, "Leak_PossiblyLost", 7, 0, "malloc@vg");
  return ppv_test_seal (builder);
}

static void
test_lists_what_checkers_found (void)
{
  g_autoptr (PpvProfile) profile = profile_of_checker ();
  g_autoptr (PpvLeaks) leaks = find_leaks (profile);
  const char *const sites[] = { "make (make.c:12)", "malloc (in vg)", "node (node.c:20)",
                                "table (table.c:9)" };
  const char *const kinds[] = { "definite", "possible", "indirect", "reachable" };
  const char *const verdicts[] = { "lost", "possibly-lost", "lost", "reachable" };
  const gint64 bytes[] = { 40, 7, 400, 9000 };

  g_assert_cmpuint (leaks->n_rows, ==, 4);
  g_assert_cmpuint (leaks->n_leaky, ==, 3);
  for (guint i = 0; i < leaks->n_rows; i++)
    {
      g_assert_cmpstr (leaks->rows[i].site, ==, sites[i]);
      g_assert_cmpstr (leaks->rows[i].kind, ==, kinds[i]);
      g_assert_cmpstr (leaks->rows[i].verdict, ==, verdicts[i]);
      g_assert_cmpint (leaks->rows[i].bytes, ==, bytes[i]);
      g_assert_cmpint (leaks->rows[i].blocks, ==, 2);
      g_assert_false (leaks->rows[i].has_trend);
      g_assert_cmpstr (leaks->rows[i].evidence, ==, "bytes are lost");
    }
}

static void
test_answers_for_checkers (void)
{
  g_autoptr (PpvProfile) profile = profile_of_checker ();
  g_autoptr (PpvLeaks) leaks = find_leaks (profile);
  g_autofree char *answer = ppv_leaks_dup_answer (leaks, profile);

  g_assert_true (g_str_has_prefix (answer, "It leaks: 440 B are lost and 7 B possibly, "));
  g_assert_nonnull (strstr (answer, "the largest part, 40 B and 400 B that hang on it, allocated "
                                    "by make (make.c:12)"));
}

/* --- never freed ---------------------------------------------------------------------- */

static void
test_lists_what_was_never_freed (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvLeaks) leaks = NULL;
  guint32 set = ppv_profile_builder_set (builder, 0);
  PpvStackId small = stack_of (builder, "main@prog:1;a@prog:2");
  PpvStackId large = stack_of (builder, "main@prog:1;b@prog:3;malloc@libc");
  PpvStackId freed = stack_of (builder, "main@prog:1;c@prog:4");
  const struct {
    PpvStackId stack;
    gint64 weights[2];
  } rows[] = { { small, { 10, 1 } }, { large, { 60, 3 } }, { small, { 5, 2 } }, { freed, { 0 } } };

  ppv_profile_builder_metric (builder, set, "leaked", "bytes", PPV_METRIC_FLOW);
  ppv_profile_builder_metric (builder, set, "leaked blocks", "count", PPV_METRIC_FLOW);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    ppv_profile_builder_sample (builder, set, rows[i].stack, 0, PPV_NONE, PPV_NONE,
                                rows[i].weights);
  profile = ppv_test_seal (builder);
  leaks = find_leaks (profile);
  g_assert_cmpuint (leaks->n_rows, ==, 2);
  g_assert_cmpuint (leaks->n_leaky, ==, 2);
  g_assert_cmpstr (leaks->rows[0].site, ==, "b (b.c:3)");
  g_assert_cmpstr (leaks->rows[0].kind, ==, "never-freed");
  g_assert_cmpint (leaks->rows[0].bytes, ==, 60);
  g_assert_cmpint (leaks->rows[0].blocks, ==, 3);
  g_assert_cmpint (leaks->rows[1].bytes, ==, 15);
  g_assert_cmpint (leaks->rows[1].blocks, ==, 3);
}

/* --- watched over time ---------------------------------------------------------------- */

enum { N_MOMENTS = 60, STEP = 100 };

/* One of four at each moment: leaks by two paths, a pool, a queue, and a leak by jumps. */
static gint64
bytes_at (guint site, gint64 moment)
{
  switch (site)
    {
    case 0:
      return 500 * moment;
    case 1:
      return 300 * moment;
    case 2:
      return moment < 20 ? 2000 * moment : 40000;
    case 3:
      return 1000 * (moment % 15);
    default:
      return 5000 * (moment / 10);
    }
}

static const char *const paths[] = { "main@prog:1;read@prog:2;leak@prog:7;malloc@libc",
                                     "main@prog:1;write@prog:3;leak@prog:7;malloc@libc",
                                     "main@prog:1;pool@prog:4", "main@prog:1;queue@prog:5",
                                     "main@prog:1;jumps@prog:6" };

/* A heap counter, and trees of the first @n_paths in each @every of the moments. */
static PpvProfile *
profile_of_heap (const char *unit, guint n_paths, gint64 every)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  guint32 set = ppv_profile_builder_set (builder, 0);
  guint32 heap = ppv_profile_builder_counter (builder, "heap", "bytes");

  ppv_profile_builder_time_unit (builder, unit);
  ppv_profile_builder_metric (builder, set, "heap", "bytes", PPV_METRIC_LEVEL);
  for (gint64 i = 0; i < N_MOMENTS; i++)
    {
      gboolean detailed = i % every == 0;
      gint64 sum = 0;

      for (guint j = 0; j < n_paths; j++)
        {
          gint64 bytes = bytes_at (j, i);

          sum += bytes;
          if (detailed)
            ppv_profile_builder_sample (builder, set, stack_of (builder, paths[j]), 0, PPV_NONE,
                                        PPV_NONE, &bytes);
        }
      ppv_profile_builder_group (builder, set, i * STEP, detailed ? PPV_GROUP_DETAILED : 0);
      ppv_profile_builder_count (builder, heap, i * STEP, sum);
    }
  return ppv_test_seal (builder);
}

static void
test_tells_leaks_from_pools (void)
{
  g_autoptr (PpvProfile) profile = profile_of_heap ("ms", G_N_ELEMENTS (paths), 1);
  g_autoptr (PpvLeaks) leaks = find_leaks (profile);

  g_assert_true (leaks->per_second);
  g_assert_cmpuint (leaks->n_rows, ==, 4);
  g_assert_cmpstr (leaks->rows[0].site, ==, "leak (leak.c:7)");
  g_assert_cmpstr (leaks->rows[0].verdict, ==, "grows");
  g_assert_cmpstr (find_site (leaks, "pool (pool.c:4)")->verdict, ==, "plateaus");
  g_assert_cmpstr (find_site (leaks, "queue (queue.c:5)")->verdict, ==, "saw-tooth");
  g_assert_cmpstr (find_site (leaks, "jumps (jumps.c:6)")->verdict, ==, "steps");
  g_assert_true (find_site (leaks, "jumps (jumps.c:6)")->leaky);
  g_assert_false (find_site (leaks, "pool (pool.c:4)")->leaky);
  g_assert_false (find_site (leaks, "queue (queue.c:5)")->leaky);
  g_assert_cmpuint (leaks->n_leaky, ==, 2);
}

static void
test_measures_growth (void)
{
  g_autoptr (PpvProfile) profile = profile_of_heap ("ms", G_N_ELEMENTS (paths), 1);
  g_autoptr (PpvLeaks) leaks = find_leaks (profile);
  const PpvLeak *leak = &leaks->rows[0];

  g_assert_true (leak->has_trend);
  g_assert_cmpint (leak->initial_bytes, ==, 0);
  g_assert_cmpint (leak->bytes, ==, 800 * (N_MOMENTS - 1));
  g_assert_cmpint (leak->growth_bytes, ==, leak->bytes);
  g_assert_cmpfloat_with_epsilon (leak->trend.slope, 8000, 1e-6);
  g_assert_cmpfloat (leak->trend.low, >, 7999);
  g_assert_cmpfloat (leak->trend.high, <, 8001);
  g_assert_cmpint (leak->projected_bytes, ==, 8000 * 3600);
  g_assert_nonnull (strstr (leak->evidence, "60 detailed snapshots"));
  g_assert_nonnull (strstr (leak->evidence, "more in an hour"));
}

/* Two paths lead to the place: the one with more is evidence. */
static void
test_shows_the_path_with_most (void)
{
  g_autoptr (PpvProfile) profile = profile_of_heap ("ms", G_N_ELEMENTS (paths), 1);
  g_autoptr (PpvLeaks) leaks = find_leaks (profile);
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  PpvStackId caller = stacks->parent[stacks->parent[leaks->rows[0].stack]];
  g_autofree char *place = ppv_leaks_dup_place (profile, stacks->frame[caller]);

  g_assert_cmpstr (place, ==, "read (read.c:2)");
}

static void
test_answers_where_and_how_fast (void)
{
  g_autoptr (PpvProfile) profile = profile_of_heap ("ms", G_N_ELEMENTS (paths), 1);
  g_autoptr (PpvLeaks) leaks = find_leaks (profile);
  g_autofree char *answer = ppv_leaks_dup_answer (leaks, profile);

  g_assert_true (g_str_has_prefix (answer, "It leaks: the memory of leak (leak.c:7) grows by "
                                           "7.8 KiB/s (95 % confidence: "));
  g_assert_true (g_str_has_suffix (answer, "One more place leaks."));
}

static void
test_counts_by_units_that_are_no_time (void)
{
  g_autoptr (PpvProfile) profile = profile_of_heap ("instructions", G_N_ELEMENTS (paths), 1);
  g_autoptr (PpvLeaks) leaks = find_leaks (profile);
  g_autofree char *rate = ppv_leaks_dup_rate (leaks, profile, leaks->rows[0].trend.slope);

  g_assert_false (leaks->per_second);
  g_assert_cmpfloat_with_epsilon (leaks->rows[0].trend.slope, 8, 1e-9);
  g_assert_cmpstr (rate, ==, "7.6 MiB per million instructions");
  g_assert_cmpint (leaks->rows[0].projected_bytes, ==, leaks->rows[0].growth_bytes);
}

/* With five trees the places have no verdict, but the heap as a whole has. */
static void
test_judges_the_whole_heap_when_trees_are_few (void)
{
  g_autoptr (PpvProfile) profile = profile_of_heap ("ms", 2, 12);
  g_autoptr (PpvLeaks) leaks = find_leaks (profile);
  const PpvLeak *whole = &leaks->rows[0];
  g_autofree char *answer = ppv_leaks_dup_answer (leaks, profile);

  g_assert_cmpuint (leaks->n_rows, ==, 2);
  g_assert_cmpuint (leaks->n_known, ==, 1);
  g_assert_true (whole->whole);
  g_assert_cmpint (whole->initial_bytes, ==, 0);
  g_assert_cmpstr (find_site (leaks, "leak (leak.c:7)")->verdict, ==, "unknown");
  g_assert_cmpint (find_site (leaks, "leak (leak.c:7)")->bytes, ==, 800 * 48);
  g_assert_nonnull (strstr (whole->evidence, "60 snapshots, of which only 5 tell"));
  g_assert_nonnull (strstr (answer, "the heap as a whole"));
}

/* Samples of a LEVEL set: one place, with more bytes at each moment. */
static void
add_growing (PpvProfileBuilder *builder, const char *path)
{
  guint32 set = ppv_profile_builder_set (builder, 0);

  ppv_profile_builder_metric (builder, set, "heap", "bytes", PPV_METRIC_LEVEL);
  for (gint64 i = 0; i < N_MOMENTS; i++)
    {
      gint64 bytes = 10 * i;

      ppv_profile_builder_sample (builder, set, stack_of (builder, path), 0, PPV_NONE, PPV_NONE,
                                  &bytes);
      ppv_profile_builder_group (builder, set, i * STEP, PPV_GROUP_DETAILED);
    }
}

/* It grows because the heap does, of which it is what is below one percent. */
static void
test_does_not_judge_what_is_too_small (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvLeaks) leaks = NULL;

  add_growing (builder, "[below massif's threshold];(heap allocation functions) malloc");
  profile = ppv_test_seal (builder);
  leaks = find_leaks (profile);
  g_assert_cmpuint (leaks->n_rows, ==, 1);
  g_assert_cmpstr (leaks->rows[0].site, ==, "[below massif's threshold]");
  g_assert_cmpstr (leaks->rows[0].verdict, ==, "unknown");
  g_assert_cmpuint (leaks->n_leaky, ==, 0);
}

static void
test_counts_places_once (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvLeaks) leaks = NULL;
  g_autofree char *answer = NULL;
  guint32 set = ppv_profile_builder_set (builder, 0);
  const gint64 bytes = 10 * (N_MOMENTS - 1);

  ppv_profile_builder_metric (builder, set, "leaked", "bytes", PPV_METRIC_FLOW);
  ppv_profile_builder_sample (builder, set, stack_of (builder, "main@prog:1;f@prog:2"), 0, PPV_NONE,
                              PPV_NONE, &bytes);
  add_growing (builder, "main@prog:1;f@prog:2");
  profile = ppv_test_seal (builder);
  leaks = find_leaks (profile);
  answer = ppv_leaks_dup_answer (leaks, profile);
  g_assert_cmpuint (leaks->n_rows, ==, 1);
  g_assert_cmpuint (leaks->n_leaky, ==, 1);
  g_assert_cmpint (leaks->rows[0].bytes, ==, bytes);
  g_assert_cmpstr (leaks->rows[0].kind, ==, "never-freed");
  g_assert_cmpstr (leaks->rows[0].verdict, ==, "grows");
  g_assert_true (g_str_has_prefix (answer, "It leaks: the memory of f (f.c:2) grows by"));
  g_assert_nonnull (strstr (answer, "In all, 590 B were never freed."));
  g_assert_null (strstr (answer, "more place"));
}

/* In which of the moments a place is not listed, since it has less than the rest together. */
static void
test_does_not_take_what_is_unlisted_for_freed (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvLeaks) leaks = NULL;
  guint32 set = ppv_profile_builder_set (builder, 0);
  const PpvLeak *kept, *freed;

  ppv_profile_builder_metric (builder, set, "heap", "bytes", PPV_METRIC_LEVEL);
  for (gint64 i = 0; i < N_MOMENTS; i++)
    {
      const gint64 rest = 5000, kept_bytes = 900 + i, freed_bytes = 90000;

      ppv_profile_builder_sample (builder, set, stack_of (builder, "[below massif's threshold]"), 0,
                                  PPV_NONE, PPV_NONE, &rest);
      if (i % 3 != 0)
        ppv_profile_builder_sample (builder, set, stack_of (builder, "keep@prog:1"), 0, PPV_NONE,
                                    PPV_NONE, &kept_bytes);
      if (i < N_MOMENTS / 2)
        ppv_profile_builder_sample (builder, set, stack_of (builder, "free@prog:2"), 0, PPV_NONE,
                                    PPV_NONE, &freed_bytes);
      ppv_profile_builder_group (builder, set, i * STEP, PPV_GROUP_DETAILED);
    }
  profile = ppv_test_seal (builder);
  leaks = find_leaks (profile);
  kept = find_site (leaks, "keep (keep.c:1)");
  freed = find_site (leaks, "free (free.c:2)");
  g_assert_cmpstr (kept->verdict, ==, "grows");
  g_assert_cmpint (kept->final_bytes, ==, 900 + N_MOMENTS - 1);
  g_assert_nonnull (strstr (kept->evidence, "40 of 60 detailed snapshots"));
  g_assert_cmpint (freed->final_bytes, ==, 0);
  g_assert_false (freed->leaky);
}

/* What is left at the end and no leak is suppressed; what is freed there grew all the same. */
static void
test_knows_suppressed_and_freed_places (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvLeaks) leaks = NULL;
  guint32 totals = ppv_profile_builder_set (builder, 0);
  guint32 set = ppv_profile_builder_set (builder, 0);
  const gint64 nothing = 0;

  ppv_profile_builder_metric (builder, totals, "leaked", "bytes", PPV_METRIC_FLOW);
  ppv_profile_builder_sample (builder, totals, stack_of (builder, "a@prog:1"), 0, PPV_NONE,
                              PPV_NONE, &nothing);
  ppv_profile_builder_metric (builder, set, "heap", "bytes", PPV_METRIC_LEVEL);
  for (gint64 i = 0; i < N_MOMENTS; i++)
    {
      const gint64 bytes = 10 * i;

      ppv_profile_builder_sample (builder, set, stack_of (builder, "a@prog:1"), 0, PPV_NONE,
                                  PPV_NONE, &bytes);
      if (i + 1 < N_MOMENTS)
        ppv_profile_builder_sample (builder, set, stack_of (builder, "b@prog:2"), 0, PPV_NONE,
                                    PPV_NONE, &bytes);
      ppv_profile_builder_group (builder, set, i * STEP, PPV_GROUP_DETAILED);
    }
  profile = ppv_test_seal (builder);
  leaks = find_leaks (profile);
  g_assert_cmpstr (find_site (leaks, "a (a.c:1)")->verdict, ==, "suppressed");
  g_assert_false (find_site (leaks, "a (a.c:1)")->leaky);
  g_assert_cmpstr (find_site (leaks, "b (b.c:2)")->verdict, ==, "grows");
  g_assert_true (find_site (leaks, "b (b.c:2)")->leaky);
  g_assert_nonnull (strstr (find_site (leaks, "b (b.c:2)")->evidence, "freed before the end"));
}

/* --- what is no answer ------------------------------------------------------------------ */

static void
test_refuses_profiles_of_other_tools (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_profile ("A B", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (ppv_leaks_new (profile, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_USAGE);
}

static void
test_says_that_nothing_leaks (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvLeaks) leaks = NULL;
  g_autofree char *answer = NULL;

  ppv_profile_builder_fact (builder, "tool", "memcheck", -1);
  profile = ppv_test_seal (builder);
  leaks = find_leaks (profile);
  answer = ppv_leaks_dup_answer (leaks, profile);
  g_assert_cmpuint (leaks->n_rows, ==, 0);
  g_assert_cmpstr (answer, ==, "No leak was found.");
}

static void
test_writes_json (void)
{
  g_autoptr (PpvProfile) profile = profile_of_checker ();
  g_autoptr (PpvLeaks) leaks = find_leaks (profile);
  g_autoptr (PpvSink) sink = ppv_sink_new_memory ();
  PpvJsonWriter *json = ppv_json_writer_new (sink, FALSE);
  const char *text;

  ppv_json_begin_object (json, NULL);
  ppv_leaks_write (leaks, profile, 1, json);
  ppv_json_end (json);
  ppv_json_writer_free (json);
  text = ppv_sink_get_text (sink);
  g_assert_nonnull (strstr (text, "\"site\":\"make (make.c:12)\""));
  g_assert_nonnull (strstr (text, "\"growth_bytes\":null"));
  g_assert_nonnull (strstr (text, "\"function\":\"operator new(long)\""));
  g_assert_null (strstr (text, "node"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/leaks/lists-what-checkers-found", test_lists_what_checkers_found);
  g_test_add_func ("/leaks/answers-for-checkers", test_answers_for_checkers);
  g_test_add_func ("/leaks/lists-what-was-never-freed", test_lists_what_was_never_freed);
  g_test_add_func ("/leaks/tells-leaks-from-pools", test_tells_leaks_from_pools);
  g_test_add_func ("/leaks/measures-growth", test_measures_growth);
  g_test_add_func ("/leaks/shows-the-path-with-most", test_shows_the_path_with_most);
  g_test_add_func ("/leaks/answers-where-and-how-fast", test_answers_where_and_how_fast);
  g_test_add_func ("/leaks/counts-by-units-that-are-no-time",
                   test_counts_by_units_that_are_no_time);
  g_test_add_func ("/leaks/judges-the-whole-heap-when-trees-are-few",
                   test_judges_the_whole_heap_when_trees_are_few);
  g_test_add_func ("/leaks/does-not-judge-what-is-too-small",
                   test_does_not_judge_what_is_too_small);
  g_test_add_func ("/leaks/counts-places-once", test_counts_places_once);
  g_test_add_func ("/leaks/does-not-take-what-is-unlisted-for-freed",
                   test_does_not_take_what_is_unlisted_for_freed);
  g_test_add_func ("/leaks/knows-suppressed-and-freed-places",
                   test_knows_suppressed_and_freed_places);
  g_test_add_func ("/leaks/refuses-profiles-of-other-tools", test_refuses_profiles_of_other_tools);
  g_test_add_func ("/leaks/says-that-nothing-leaks", test_says_that_nothing_leaks);
  g_test_add_func ("/leaks/writes-json", test_writes_json);
  return g_test_run ();
}
