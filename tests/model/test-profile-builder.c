/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv.h"

static PpvFrameId
named_frame (PpvProfileBuilder *builder, const char *name)
{
  return ppv_profile_builder_marker (builder, name);
}

static PpvStackId
stack_of (PpvProfileBuilder *builder, const char *names)
{
  g_auto (GStrv) parts = g_strsplit (names, ";", -1);
  PpvStackId stack = PPV_NONE;

  for (guint i = 0; parts[i] != NULL; i++)
    stack = ppv_profile_builder_stack (builder, stack, named_frame (builder, parts[i]));
  return stack;
}

static PpvProfile *
seal (PpvProfileBuilder *builder)
{
  g_autoptr (GError) error = NULL;
  PpvProfile *profile = ppv_profile_builder_seal (builder, "a.file", "test");

  ppv_profile_check (profile, &error);
  g_assert_no_error (error);
  return profile;
}

static const PpvWarning *
find_warning (const PpvProfile *profile, const char *code)
{
  guint32 n_warnings;
  const PpvWarning *warnings = ppv_profile_list_warnings (profile, &n_warnings);

  for (guint32 i = 0; i < n_warnings; i++)
    if (g_str_equal (warnings[i].code, code))
      return &warnings[i];
  return NULL;
}

static void
test_gives_equal_rows_to_equal_things (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  PpvStackId one = stack_of (builder, "main;parse;read");
  PpvStackId two = stack_of (builder, "main;parse;write");

  g_assert_cmpuint (one, !=, two);
  g_assert_cmpuint (stack_of (builder, "main;parse;read"), ==, one);
  g_assert_cmpuint (ppv_profile_builder_string (builder, "parse!", 5), ==,
                    ppv_profile_builder_string (builder, "parse", -1));
  g_assert_cmpuint (ppv_profile_builder_string (builder, "", -1), ==, 0);
  g_assert_cmpuint (ppv_profile_builder_module (builder, 1, 0, PPV_MODULE_USER), !=,
                    ppv_profile_builder_module (builder, 1, 2, PPV_MODULE_USER));
}

static void
test_keeps_a_million_strings_and_stacks_apart (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  const PpvStackTable *stacks;
  PpvFrameId frame = named_frame (builder, "f");
  PpvStackId stack = PPV_NONE;

  for (guint i = 0; i < 1000000; i++)
    {
      char name[16];

      g_snprintf (name, sizeof name, "%u", i);
      g_assert_cmpuint (ppv_profile_builder_string (builder, name, -1), ==, i + 2);
      stack = ppv_profile_builder_stack (builder, i % 1000 == 0 ? PPV_NONE : stack, frame);
    }
  profile = seal (builder);
  stacks = ppv_profile_get_stacks (profile);
  g_assert_cmpuint (ppv_profile_get_n_strings (profile), ==, 1000002);
  g_assert_cmpstr (ppv_profile_get_string (profile, 1000001), ==, "999999");
  g_assert_cmpuint (stacks->n_rows, ==, 1000);
}

/* Each is looked for among all that were there, which takes minutes if many hash alike. */
static void
test_keeps_places_of_one_function_apart (void)
{
  enum { N_PLACES = 200000 };
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  PpvStringId name = ppv_profile_builder_string (builder, "f", -1);
  PpvFunctionId f = ppv_profile_builder_function (builder, name, name, PPV_NONE, 0, 0);

  for (guint i = 0; i < N_PLACES; i++)
    g_assert_cmpuint (
        ppv_profile_builder_place (builder, f, PPV_NONE, PPV_NO_ADDRESS, 1 + i, 1, FALSE), ==, i);
  for (guint i = 0; i < N_PLACES; i++)
    g_assert_cmpuint (
        ppv_profile_builder_place (builder, f, PPV_NONE, PPV_NO_ADDRESS, 1, i << 14, FALSE), ==,
        N_PLACES + i);
}

static void
test_repairs_what_is_not_utf8 (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  PpvStringId id = ppv_profile_builder_string (builder, "a\xff\0b\xc3\xa4", 6);

  g_assert_cmpstr (ppv_profile_builder_peek_string (builder, id), ==, "a%FF%00bä");
}

static void
test_sums_the_weights_of_each_metric (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  guint32 set = ppv_profile_builder_set (builder, PPV_SET_TIME);
  PpvMetricId cycles =
      ppv_profile_builder_metric (builder, set, "cycles", "cycles", PPV_METRIC_FLOW);
  PpvMetricId again =
      ppv_profile_builder_metric (builder, set, "cycles", "cycles", PPV_METRIC_FLOW);
  PpvStackId stack = stack_of (builder, "main");

  for (gint64 i = 1; i <= 100; i++)
    ppv_profile_builder_sample (builder, set, stack, 5000 + i, PPV_NONE, PPV_NONE,
                                (gint64[]){ i, -i });
  profile = seal (builder);
  g_assert_cmpint (ppv_profile_get_metric (profile, cycles)->total, ==, 5050);
  g_assert_cmpint (ppv_profile_get_metric (profile, again)->total, ==, -5050);
  g_assert_cmpstr (ppv_profile_get_string (profile, ppv_profile_get_metric (profile, again)->name),
                   ==, "cycles (2)");
  g_assert_cmpint (ppv_profile_get_time_origin (profile), ==, 5001);
  g_assert_cmpint (ppv_profile_get_duration (profile), ==, 99);
  g_assert_cmpint (ppv_profile_get_set (profile, set)->time[0], ==, 0);
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_stops_sums_at_the_end_of_64_bits (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  guint32 set = ppv_profile_builder_set (builder, 0);
  gint64 most = G_MAXINT64;

  ppv_profile_builder_metric (builder, set, "n", "count", PPV_METRIC_FLOW);
  for (guint i = 0; i < 2; i++)
    ppv_profile_builder_sample (builder, set, PPV_NONE, 0, PPV_NONE, PPV_NONE, &most);
  profile = seal (builder);
  g_assert_cmpint (ppv_profile_get_metric (profile, 0)->total, ==, G_MAXINT64);
  g_assert_true (ppv_profile_is_saturated (profile));
}

static void
test_calls_addresses_by_module_and_offset (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  PpvStringId path = ppv_profile_builder_string (builder, "/usr/lib/libz.so.1", -1);
  PpvModuleId module = ppv_profile_builder_module (builder, path, 0, PPV_MODULE_USER);
  PpvFrameId in_module = ppv_profile_builder_frame (builder, PPV_NONE, module, 0x1234, 0, FALSE);
  PpvFrameId nowhere = ppv_profile_builder_frame (builder, PPV_NONE, PPV_NONE, 0xbeef, 0, FALSE);
  const PpvFrameTable *frames;
  const PpvFunctionTable *functions;

  profile = seal (builder);
  frames = ppv_profile_get_frames (profile);
  functions = ppv_profile_get_functions (profile);
  g_assert_cmpstr (ppv_profile_get_string (profile, functions->name[frames->function[in_module]]),
                   ==, "libz.so.1+0x1234");
  g_assert_cmpstr (ppv_profile_get_string (profile, functions->name[frames->function[nowhere]]), ==,
                   "[unknown]");
}

static void
test_shows_the_marked_peak_first (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  guint32 set = ppv_profile_builder_set (builder, 0);
  PpvStackId stack = stack_of (builder, "main;malloc");

  ppv_profile_builder_time_unit (builder, "bytes");
  ppv_profile_builder_metric (builder, set, "heap", "bytes", PPV_METRIC_LEVEL);
  ppv_profile_builder_sample (builder, set, stack, 0, PPV_NONE, PPV_NONE, (gint64[]){ 70 });
  ppv_profile_builder_group (builder, set, 10, PPV_GROUP_DETAILED);
  ppv_profile_builder_group (builder, set, 20, 0);
  ppv_profile_builder_sample (builder, set, stack, 0, PPV_NONE, PPV_NONE, (gint64[]){ 50 });
  ppv_profile_builder_group (builder, set, 30, PPV_GROUP_DETAILED | PPV_GROUP_PEAK);
  profile = seal (builder);
  g_assert_cmpuint (ppv_profile_default_group (profile, set), ==, 2);
  g_assert_cmpint (ppv_profile_get_metric (profile, 0)->total, ==, 50);
  g_assert_cmpint (ppv_profile_get_set (profile, set)->group_time[0], ==, 10);
  g_assert_cmpuint (ppv_profile_get_set (profile, set)->group_begin[2], ==, 1);
}

static void
test_gives_a_used_pid_a_second_row (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  PpvProcessId first = ppv_profile_builder_process (builder, 7);
  PpvProcessId second = ppv_profile_builder_process_life (builder, 7, 1);

  g_assert_cmpuint (first, !=, second);
  g_assert_cmpuint (ppv_profile_builder_process_life (builder, 7, 1), ==, second);
}

static void
test_lists_a_renamed_thread_once (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  g_autofree PpvThreadId *threads = NULL;
  PpvProcessId process = ppv_profile_builder_process (builder, 7);
  guint32 n_threads;

  for (guint i = 0; i < 3; i++)
    {
      PpvStringId name = ppv_profile_builder_string (builder, i < 2 ? "sh" : "ls", -1);

      ppv_profile_builder_thread (builder, process, i < 1 ? 8 : 7, name);
    }
  profile = seal (builder);
  threads = ppv_profile_dup_threads (profile, &n_threads);
  g_assert_cmpuint (n_threads, ==, 2);
  g_assert_cmpuint (threads[0], ==, 0);
  g_assert_cmpuint (threads[1], ==, 2);
}

static void
test_counts_warnings_of_one_code_together (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  const PpvWarning *warning;

  for (guint i = 0; i < 10; i++)
    ppv_profile_builder_warn (builder, i == 5 ? PPV_LOSS : PPV_NOTE, "odd", 100 + i,
                              "odd number %u", i);
  profile = seal (builder);
  warning = find_warning (profile, "odd");
  g_assert_cmpuint (warning->count, ==, 10);
  g_assert_cmpuint (warning->offset, ==, 100);
  g_assert_cmpstr (warning->message, ==, "odd number 0");
  g_assert_false (ppv_profile_is_complete (profile));
}

static void
test_says_what_the_limits_cut_off (void)
{
  PpvLimits limits;
  g_autoptr (PpvProfileBuilder) builder = NULL;
  g_autoptr (PpvProfile) profile = NULL;
  guint32 set;

  ppv_limits_init (&limits);
  limits.rows = 100;
  builder = ppv_profile_builder_new (&limits);
  set = ppv_profile_builder_set (builder, 0);
  ppv_profile_builder_metric (builder, set, "n", "count", PPV_METRIC_FLOW);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("function %u", i);

      ppv_profile_builder_sample (builder, set, stack_of (builder, name), 0, PPV_NONE, PPV_NONE,
                                  (gint64[]){ 1 });
    }
  profile = seal (builder);
  g_assert_false (ppv_profile_is_complete (profile));
  g_assert_nonnull (find_warning (profile, "too-many-text"));
  g_assert_cmpuint (find_warning (profile, "too-many-samples")->count, ==, 100);
  g_assert_cmpint (ppv_profile_get_metric (profile, 0)->total, ==, 100);
}

static void
test_replaces_a_fact_and_adds_up_records (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  const PpvRecordCount *records;
  guint32 n_records;

  ppv_profile_builder_fact (builder, "host", "old", -1);
  ppv_profile_builder_fact (builder, "host", "new and longer", 3);
  ppv_profile_builder_record (builder, "SAMPLE", 2);
  ppv_profile_builder_record (builder, "SAMPLE", 3);
  profile = seal (builder);
  records = ppv_profile_list_records (profile, &n_records);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "host"), ==, "new");
  g_assert_null (ppv_profile_get_fact (profile, "command"));
  g_assert_cmpuint (n_records, ==, 1);
  g_assert_cmpuint (records[0].count, ==, 5);
}

static void
test_dumps_what_it_holds (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  g_autofree char *dump = NULL;
  PpvProcessId process = ppv_profile_builder_process (builder, 3);
  PpvThreadId thread = ppv_profile_builder_thread (builder, process, 4,
                                                   ppv_profile_builder_string (builder, "t", -1));
  guint32 set = ppv_profile_builder_set (builder, PPV_SET_TIME | PPV_SET_THREAD);

  ppv_profile_builder_metric (builder, set, "clock", "ns", PPV_METRIC_FLOW);
  ppv_profile_builder_sample (builder, set, stack_of (builder, "main;work"), 50, thread, PPV_NONE,
                              (gint64[]){ 9 });
  profile = seal (builder);
  dump = ppv_profile_dump (profile);
  g_assert_cmpstr (dump, ==,
                   "format test, duration 0 ns, complete\n"
                   "metric clock [ns] flow: 1 samples, total 9\n"
                   "set 0\n"
                   "  sample @0 t 3/4 9\n"
                   "    work\n"
                   "    main\n");
}

/* As in a file that lists one event thousands of times, and where there is no room for names. */
static void
test_numbers_metrics_of_one_name (void)
{
  enum { N_METRICS = 4096 };
  PpvLimits limits;
  guint32 set;

  ppv_limits_init (&limits);
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (&limits);
      g_autoptr (PpvProfile) profile = NULL;

      for (guint i = 0; i < N_METRICS; i++)
        {
          set = ppv_profile_builder_set (builder, 0);
          ppv_profile_builder_metric (builder, set, "cycles", "count", PPV_METRIC_FLOW);
        }
      profile = ppv_profile_builder_seal (builder, "test", "test");
      g_assert_cmpstr (
          ppv_profile_get_string (profile, ppv_profile_get_metric (profile, N_METRICS - 1)->name),
          ==, round == 0 ? "cycles (4096)" : "");
      limits.text_bytes = 1;
    }
}

static void
test_keeps_labels_spans_and_what_is_derived (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  g_autofree char *dump = NULL;
  guint32 events = ppv_profile_builder_set (builder, PPV_SET_TIME | PPV_SET_LABEL);
  guint32 made = ppv_profile_builder_set (builder, PPV_SET_DERIVED);
  const gint64 one = 1;
  PpvSpan span = { .thread = PPV_NONE, .start = 1500, .duration = 40, .value = -2 };

  ppv_profile_builder_metric (builder, events, "open", "count", PPV_METRIC_FLOW);
  ppv_profile_builder_metric (builder, made, "time", "ns", PPV_METRIC_FLOW);
  ppv_profile_builder_label (builder, ppv_profile_builder_string (builder, "path=/", -1));
  ppv_profile_builder_sample (builder, events, PPV_NONE, 1000, PPV_NONE, PPV_NONE, &one);
  ppv_profile_builder_sample (builder, events, PPV_NONE, 1001, PPV_NONE, PPV_NONE, &one);
  span.category = ppv_profile_builder_string (builder, "syscall", -1);
  span.name = ppv_profile_builder_string (builder, "open", -1);
  ppv_profile_builder_span (builder, &span);
  profile = seal (builder);
  g_assert_cmpstr (ppv_profile_get_string (profile, ppv_profile_get_set (profile, 0)->label[0]), ==,
                   "path=/");
  g_assert_cmpuint (ppv_profile_get_set (profile, 0)->label[1], ==, 0);
  g_assert_false (ppv_profile_get_set (profile, 0)->derived);
  g_assert_true (ppv_profile_get_set (profile, 1)->derived);
  g_assert_null (ppv_profile_get_set (profile, 1)->label);
  g_assert_cmpuint (ppv_profile_get_spans (profile)->n_rows, ==, 1);
  g_assert_cmpint (ppv_profile_get_spans (profile)->start[0], ==, 500);
  g_assert_cmpint (ppv_profile_get_duration (profile), ==, 540);
  dump = ppv_profile_dump (profile);
  g_assert_nonnull (strstr (dump, "span @500 +40 syscall open () = -2"));
  g_assert_nonnull (strstr (dump, "(path=/)"));
}

static void
test_says_when_there_is_no_room_for_spans (void)
{
  PpvLimits limits;
  g_autoptr (PpvProfileBuilder) builder = NULL;
  g_autoptr (PpvProfile) profile = NULL;
  PpvSpan span = { .thread = PPV_NONE, .start = G_MAXINT64, .duration = G_MAXINT64 };

  ppv_limits_init (&limits);
  limits.rows = 3;
  builder = ppv_profile_builder_new (&limits);
  for (guint i = 0; i < 5; i++)
    ppv_profile_builder_span (builder, &span);
  profile = seal (builder);
  g_assert_cmpuint (ppv_profile_get_spans (profile)->n_rows, ==, 3);
  g_assert_nonnull (find_warning (profile, "too-many-spans"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/builder/gives-equal-rows-to-equal-things",
                   test_gives_equal_rows_to_equal_things);
  g_test_add_func ("/builder/keeps-a-million-strings-and-stacks-apart",
                   test_keeps_a_million_strings_and_stacks_apart);
  g_test_add_func ("/builder/keeps-places-of-one-function-apart",
                   test_keeps_places_of_one_function_apart);
  g_test_add_func ("/builder/repairs-what-is-not-utf8", test_repairs_what_is_not_utf8);
  g_test_add_func ("/builder/sums-the-weights-of-each-metric",
                   test_sums_the_weights_of_each_metric);
  g_test_add_func ("/builder/numbers-metrics-of-one-name", test_numbers_metrics_of_one_name);
  g_test_add_func ("/builder/stops-sums-at-the-end-of-64-bits",
                   test_stops_sums_at_the_end_of_64_bits);
  g_test_add_func ("/builder/calls-addresses-by-module-and-offset",
                   test_calls_addresses_by_module_and_offset);
  g_test_add_func ("/builder/shows-the-marked-peak-first", test_shows_the_marked_peak_first);
  g_test_add_func ("/builder/gives-a-used-pid-a-second-row", test_gives_a_used_pid_a_second_row);
  g_test_add_func ("/builder/lists-a-renamed-thread-once", test_lists_a_renamed_thread_once);
  g_test_add_func ("/builder/counts-warnings-of-one-code-together",
                   test_counts_warnings_of_one_code_together);
  g_test_add_func ("/builder/says-what-the-limits-cut-off", test_says_what_the_limits_cut_off);
  g_test_add_func ("/builder/replaces-a-fact-and-adds-up-records",
                   test_replaces_a_fact_and_adds_up_records);
  g_test_add_func ("/builder/dumps-what-it-holds", test_dumps_what_it_holds);
  g_test_add_func ("/builder/keeps-labels-spans-and-what-is-derived",
                   test_keeps_labels_spans_and_what_is_derived);
  g_test_add_func ("/builder/says-when-there-is-no-room-for-spans",
                   test_says_when_there_is_no_room_for_spans);
  return g_test_run ();
}
