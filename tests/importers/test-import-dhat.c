/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-import.h"

#define HEAD "{\"dhatFileVersion\":2\n,\"mode\":\"heap\",\"verb\":\"Allocated\"\n"
#define HEAP                                                                                       \
  HEAD ",\"bklt\":true,\"bkacc\":true\n,\"tu\":\"instrs\",\"Mtu\":\"Minstr\",\"tuth\":500\n"       \
       ",\"cmd\":\"./prog \\\"a\\\"\",\"pid\":7,\"te\":900,\"tg\":600\n"
#define POINTS                                                                                     \
  ",\"pps\":[{\"tb\":300,\"tbk\":3,\"tl\":2100,\"mb\":200,\"mbk\":2,\"gb\":200,\"gbk\":2,"         \
  "\"eb\":100,\"ebk\":1,\"rb\":0,\"wb\":50,\"acc\":[-8,5,7,-3,0],\"fs\":[1,2]},\n"                 \
  "{\"tb\":40,\"tbk\":10,\"tl\":1000,\"mb\":4,\"mbk\":1,\"gb\":0,\"gbk\":0,\"eb\":0,\"ebk\":0,"    \
  "\"rb\":80,\"wb\":40,\"fs\":[1,3,2]}]\n"
#define NAMES                                                                                      \
  ",\"ftbl\":[\"[root]\",\"0x10: malloc (in /lib/a.so)\",\"0x20: main (t.c:9)\","                  \
  "\"0x30: work (t.c:5)\"]}\n"

static const char whole[] = HEAP POINTS NAMES;

static PpvProfile *
import (const char *text)
{
  return ppv_test_import_text ("dhat", text);
}

static void
assert_total (const PpvProfile *profile, const char *name, const char *unit, gint64 total)
{
  PpvMetricId id = ppv_profile_find_metric (profile, name);
  const PpvMetric *metric;

  g_assert_cmpuint (id, !=, PPV_NONE);
  metric = ppv_profile_get_metric (profile, id);
  g_assert_cmpint (metric->total, ==, total);
  g_assert_cmpstr (ppv_profile_get_string (profile, metric->unit), ==, unit);
}

static void
test_adds_up_points (void)
{
  g_autoptr (PpvProfile) profile = import (whole);

  g_assert_true (ppv_profile_is_complete (profile));
  assert_total (profile, "allocated", "bytes", 340);
  assert_total (profile, "allocations", "count", 13);
  assert_total (profile, "peak", "bytes", 200);
  assert_total (profile, "peak blocks", "count", 2);
  assert_total (profile, "leaked", "bytes", 100);
  assert_total (profile, "leaked blocks", "count", 1);
  assert_total (profile, "lifetime", "instructions", 3100);
  assert_total (profile, "reads", "bytes", 80);
  assert_total (profile, "writes", "bytes", 90);
  g_assert_cmpint (ppv_test_stack_weight (profile, "main;malloc"), ==, 300);
  g_assert_cmpint (ppv_test_stack_weight (profile, "main;work;malloc"), ==, 40);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "command"), ==, "./prog \"a\"");
}

static void
test_has_the_heap_at_its_peak_and_at_the_end (void)
{
  g_autoptr (PpvProfile) profile = import (whole);
  const PpvSampleSet *set = ppv_profile_get_set (profile, 1);
  const PpvCounter *heap = ppv_profile_find_counter (profile, "heap");

  g_assert_cmpuint (set->n_groups, ==, 3);
  g_assert_cmpuint (set->group_flags[1], ==, PPV_GROUP_DETAILED | PPV_GROUP_PEAK);
  g_assert_cmpint (set->group_time[1], ==, 600);
  g_assert_cmpint (set->group_time[2], ==, 900);
  g_assert_cmpint (heap->value[1], ==, 200);
  g_assert_cmpint (heap->value[2], ==, 100);
  g_assert_cmpstr (ppv_profile_get_time_unit (profile), ==, "instructions");
}

static void
test_finds_what_is_never_read_and_what_lives_shortly (void)
{
  g_autoptr (PpvProfile) profile = import (whole);
  guint32 n_findings;
  const PpvFinding *findings = ppv_profile_list_findings (profile, &n_findings);

  g_assert_cmpuint (n_findings, ==, 2);
  g_assert_cmpstr (ppv_profile_get_string (profile, findings[0].kind), ==, "NeverRead");
  g_assert_cmpuint (findings[0].bytes, ==, 300);
  g_assert_cmpuint (findings[0].blocks, ==, 3);
  g_assert_cmpstr (ppv_profile_get_string (profile, findings[0].text), ==,
                   "300 bytes in 3 blocks were never read; 50 bytes were written to them");
  g_assert_cmpstr (ppv_profile_get_string (profile, findings[1].kind), ==, "ShortLived");
  g_assert_cmpstr (ppv_profile_get_string (profile, findings[1].text), ==,
                   "10 blocks of 40 bytes together were freed after 100 instructions on average");
  g_assert_cmpuint (ppv_profile_list_parts (profile, &findings[1])[0].stack, !=, PPV_NONE);
}

static void
test_reads_events_of_the_program (void)
{
  g_autoptr (PpvProfile) profile =
      import ("{\"dhatFileVersion\":2,\"mode\":\"ad-hoc\",\"verb\":\"Occurred\",\"bklt\":false,"
              "\"bkacc\":false,\"bu\":\"unit\",\"bsu\":\"units\",\"bksu\":\"events\","
              "\"tu\":\"instrs\",\"te\":9,\"pps\":[{\"tb\":495,\"tbk\":10,\"fs\":[1]}],"
              "\"ftbl\":[\"[root]\",\"0x10: work (t.c:5)\"]}");

  g_assert_true (ppv_profile_is_complete (profile));
  g_assert_cmpuint (ppv_profile_get_n_metrics (profile), ==, 2);
  assert_total (profile, "units", "units", 495);
  assert_total (profile, "events", "count", 10);
}

static void
test_reads_what_rust_programs_write (void)
{
  g_autoptr (PpvProfile) profile =
      import ("{\"dhatFileVersion\":2,\"mode\":\"rust-heap\",\"verb\":\"Allocated\",\"bklt\":true,"
              "\"bkacc\":false,\"tu\":\"µs\",\"Mtu\":\"s\",\"tuth\":10,\"te\":50,\"tg\":20,"
              "\"pps\":[{\"tb\":8,\"tbk\":1,\"tl\":40,\"mb\":8,\"mbk\":1,\"gb\":8,\"gbk\":1,"
              "\"eb\":8,\"ebk\":1,\"fs\":[1]}],"
              "\"ftbl\":[\"[root]\",\"0x10: app::main (src/main.rs:5:9)\"]}");
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);

  assert_total (profile, "lifetime", "ns", 40000);
  g_assert_cmpstr (ppv_profile_get_time_unit (profile), ==, "ns");
  g_assert_cmpint (ppv_profile_find_counter (profile, "heap")->time[2], ==, 50000);
  g_assert_cmpuint (frames->line[frames->n_rows - 1], ==, 5);
  g_assert_cmpstr (
      ppv_profile_get_string (profile, functions->file[frames->function[frames->n_rows - 1]]), ==,
      "src/main.rs");
}

/* The labels of a set that was loaded with details, all together. */
static void
test_keeps_accesses_when_asked (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "forget.dhat", NULL);
  g_autoptr (PpvLoad) load = ppv_load_new (path);
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  const PpvSampleSet *set;
  gboolean found = FALSE;

  ppv_load_set_details (load, TRUE);
  profile = ppv_load_run (load, NULL, &error);
  g_assert_no_error (error);
  set = ppv_profile_get_set (profile, 0);
  g_assert_nonnull (set->label);
  for (gsize i = 0; i < set->n_rows; i++)
    found |= g_str_equal (ppv_profile_get_string (profile, set->label[i]), "0-399: 6");
  g_assert_true (found);
}

static void
test_reads_recordings (void)
{
  g_autoptr (PpvProfile) heap = ppv_test_import_data ("dhat", "forget.dhat");
  g_autoptr (PpvProfile) copy = ppv_test_import_data ("dhat", "forget-copy.dhat");

  g_assert_true (ppv_profile_is_complete (heap));
  assert_total (heap, "allocated", "bytes", 6 * (1000 + 100 + 400));
  assert_total (heap, "leaked", "bytes", 600);
  assert_total (heap, "peak", "bytes", 6 * 1100 + 400);
  g_assert_true (ppv_profile_is_complete (copy));
  g_assert_cmpuint (ppv_profile_find_metric (copy, "copied"), ==, 0);
  g_assert_cmpuint (ppv_profile_find_metric (copy, "copies"), ==, 1);
}

static void
test_keeps_what_is_there_of_a_damaged_file (void)
{
  g_autoptr (PpvProfile) cut = import (HEAP POINTS);
  g_autoptr (PpvProfile) wrong = import (HEAP POINTS ",\"ftbl\":[}");
  g_autoptr (PpvProfile) values =
      import (HEAP ",\"pps\":[{\"tb\":\"many\",\"tbk\":-1,\"fs\":[9,\"x\"]}]" NAMES);

  g_assert_cmpuint (ppv_test_warned (cut, "truncated"), ==, 1);
  g_assert_cmpuint (ppv_test_warned (cut, "no-names"), ==, 1);
  assert_total (cut, "allocated", "bytes", 340);
  g_assert_cmpuint (ppv_test_warned (wrong, "malformed-json"), ==, 1);
  g_assert_cmpuint (ppv_test_warned (values, "malformed-value"), ==, 3);
  g_assert_cmpint (ppv_test_stack_weight (values, "[unknown];[unknown]"), ==, 0);
}

static void
test_refuses_other_versions (void)
{
  static const char old[] = "{\"dhatFileVersion\":1,\"pps\":[]}";
  static const char other[] = "{\"version\":1}";
  g_autoptr (GError) error = NULL;

  g_assert_null (ppv_test_import ("dhat", old, strlen (old), NULL, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_null (ppv_test_import ("dhat", other, strlen (other), NULL, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_CORRUPT);
}

static void
test_knows_its_files (void)
{
  g_assert_cmpuint (ppv_test_sniff ("dhat", whole), >=, 64);
  g_assert_cmpuint (ppv_test_sniff ("dhat", "{\"a\": 1}"), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("dhat", "[\"dhatFileVersion\"]"), ==, 0);
}

/* Only a line feed is behind the last brace. */
static gboolean
may_end (const char *bytes, gsize length)
{
  return memmem (bytes, length, "\"ftbl\"", 6) != NULL &&
         memchr (bytes + length - 2, '}', 2) != NULL;
}

static void
test_survives_damage (void)
{
  ppv_test_abuse ("dhat", "forget-copy.dhat", may_end, PPV_LOSS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dhat/adds-up-points", test_adds_up_points);
  g_test_add_func ("/dhat/has-the-heap-at-its-peak-and-at-the-end",
                   test_has_the_heap_at_its_peak_and_at_the_end);
  g_test_add_func ("/dhat/finds-what-is-never-read-and-what-lives-shortly",
                   test_finds_what_is_never_read_and_what_lives_shortly);
  g_test_add_func ("/dhat/reads-events-of-the-program", test_reads_events_of_the_program);
  g_test_add_func ("/dhat/reads-what-rust-programs-write", test_reads_what_rust_programs_write);
  g_test_add_func ("/dhat/keeps-accesses-when-asked", test_keeps_accesses_when_asked);
  g_test_add_func ("/dhat/reads-recordings", test_reads_recordings);
  g_test_add_func ("/dhat/keeps-what-is-there-of-a-damaged-file",
                   test_keeps_what_is_there_of_a_damaged_file);
  g_test_add_func ("/dhat/refuses-other-versions", test_refuses_other_versions);
  g_test_add_func ("/dhat/knows-its-files", test_knows_its_files);
  g_test_add_func ("/dhat/survives-damage", test_survives_damage);
  return g_test_run ();
}
