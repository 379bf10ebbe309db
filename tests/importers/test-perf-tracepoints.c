/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What tracepoints say: their fields as text, and system calls. */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "container/perf-format.h"
#include "ppv-test-tracing.h"
#include "ppv.h"

#define COMMON                                                                                     \
  "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"                           \
  "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"

static const char *
label_of (const PpvProfile *profile, guint32 set, gsize row)
{
  const PpvSampleSet *samples = ppv_profile_get_set (profile, set);

  g_assert_cmpuint (row, <, samples->n_rows);
  return ppv_profile_get_string (profile, samples->label[row]);
}

static void
assert_spans (const PpvProfile *profile, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const PpvSpanTable *spans = ppv_profile_get_spans (profile);

  for (gsize i = 0; i < spans->n_rows; i++)
    g_string_append_printf (text, "%s%s +%d = %d", i > 0 ? ", " : "",
                            ppv_profile_get_string (profile, spans->name[i]),
                            (int) spans->duration[i], (int) spans->value[i]);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
check_texts (gboolean big, gboolean is_pipe)
{
  g_autoptr (PpvTestRecording) recording = ppv_test_recording_new (big);
  g_auto (PpvTestTracing) tracing;
  g_autoptr (PpvProfile) profile = NULL;
  const PpvMetric *metric;

  recording->is_pipe = is_pipe;
  ppv_test_tracing_init (&tracing, recording);
  ppv_test_tracing_event (&tracing, "sched", ppv_test_formats[PPV_TEST_SWITCH]);
  ppv_test_tracing_event (&tracing, "sched", ppv_test_formats[PPV_TEST_WAKEUP]);
  ppv_test_tracing_event (&tracing, "sched", ppv_test_formats[PPV_TEST_RUNTIME]);
  ppv_test_tracing_event (&tracing, "raw_syscalls", ppv_test_formats[PPV_TEST_ENTER]);
  ppv_test_tracing_finish (&tracing);
  ppv_test_tracing_sample (&tracing, 0, 7, 1, 1000, 4, 7ull, 4, 9ull, 8, 2ull, 0);
  ppv_test_tracing_sample (&tracing, 0, 9, 1, 1100, 4, 9ull, 4, 0ull, 8, 0x101ull, 0);
  ppv_test_tracing_sample (&tracing, 0, 9, 1, 1150, 4, 9ull, 4, 0ull, 8, 0x100ull, 0);
  ppv_test_tracing_sample (&tracing, 1, 9, 0, 1200, 4, 7ull, 4, 12ull, 0);
  ppv_test_tracing_sample (&tracing, 2, 9, 0, 1300, 8, 5000000000ull, 4, 9ull, 0);
  ppv_test_tracing_sample (&tracing, 3, 9, 0, 1400, 8, 16ull, 8, 0xabcull, 8, ~0ull, 8, 0ull, 8,
                           0ull, 8, 0ull, 8, 0ull, 0);
  profile = ppv_test_tracing_load (&tracing);
  metric = ppv_profile_get_metric (profile, 1);
  g_assert_cmpstr (ppv_profile_get_string (profile, metric->name), ==, "sched:sched_wakeup");
  g_assert_cmpstr (label_of (profile, 0, 0), ==, "prev_pid=7 prev_state=D ==> next_pid=9");
  g_assert_cmpstr (label_of (profile, 0, 1), ==, "prev_pid=9 prev_state=S+ ==> next_pid=0");
  g_assert_cmpstr (label_of (profile, 0, 2), ==, "prev_pid=9 prev_state=R+ ==> next_pid=0");
  g_assert_cmpstr (label_of (profile, 1, 0), ==, "pid=7 target_cpu=012");
  g_assert_cmpstr (label_of (profile, 2, 0), ==, "pid=9 runtime=5000000000 [ns]");
  g_assert_cmpstr (label_of (profile, 3, 0), ==, "NR 16 (abc, ffffffffffffffff)");
}

static void
test_prints_what_the_kernel_would (void)
{
  check_texts (FALSE, FALSE);
}

static void
test_prints_those_of_the_other_byte_order (void)
{
  check_texts (TRUE, FALSE);
}

static void
test_finds_formats_in_a_pipe (void)
{
  check_texts (FALSE, TRUE);
  check_texts (TRUE, TRUE);
}

/* Each kind of argument once; @label as the only sample of a recording says it. */
static void
check_format (const char *fields, const char *print, const char *label)
{
  g_autoptr (PpvTestRecording) recording = ppv_test_recording_new (FALSE);
  g_auto (PpvTestTracing) tracing;
  g_autoptr (PpvProfile) profile = NULL;
  g_autofree char *format = NULL;
  guint64 name, kernel = 0xffffffff81000010;

  format =
      g_strdup_printf ("name: odd\nID: 77\nformat:\n" COMMON "%s\nprint fmt: %s\n", fields, print);
  ppv_test_tracing_init (&tracing, recording);
  ppv_test_tracing_event (&tracing, "test", format);
  ppv_test_tracing_finish (&tracing);
  name = ppv_test_recording_name (recording, "abcdefg");
  ppv_test_tracing_sample (&tracing, 0, 1, 0, 1, 8, name, 4, 8ull | 8ull << 16, 4, 0xfffffffdull, 8,
                           kernel, 0);
  profile = ppv_test_tracing_load (&tracing);
  g_assert_cmpstr (label_of (profile, 0, 0), ==, label);
}

#define NAME "\tfield:char name[8];\toffset:8;\tsize:8;\tsigned:0;\n"
#define BYTES "\tfield:u8 bytes[8];\toffset:8;\tsize:8;\tsigned:0;\n"
#define PLACE "\tfield:__data_loc char[] text;\toffset:16;\tsize:4;\tsigned:0;\n"
#define DYNAMIC "\tfield:__data_loc u16[] many;\toffset:16;\tsize:4;\tsigned:0;\n"
#define SIGNED "\tfield:int number;\toffset:20;\tsize:4;\tsigned:1;\n"
#define POINTER "\tfield:const char * where;\toffset:24;\tsize:8;\tsigned:0;\n"
#define ALL NAME PLACE SIGNED POINTER

static void
test_knows_all_kinds_of_arguments (void)
{
  check_format (ALL, "\"%s|%-9s|%9.3s|\", REC->name, REC->name, REC->name",
                "abcdefg|abcdefg  |      abc|");
  check_format (ALL,
                "\"%s %d %5d %-5d| %u\", __get_str(text), REC->number, REC->number, "
                "REC->number, REC->number",
                "abcdefg -3    -3 -3   | 4294967293");
  check_format (ALL, "\"%#x %08x %lld %llx %%\", REC->number, 255, REC->number, (u64)REC->number",
                "0xfffffffd 000000ff -3 fffffffffffffffd %");
  check_format (ALL, "\"%s\", REC->where", "a string of the kernel");
  check_format (ALL, "\"%p\", REC->where", "0xffffffff81000010");
  check_format (ALL, "\"%s\", __print_symbolic(REC->number, { 1, \"one\" }, { -3, \"less\" })",
                "less");
  check_format (ALL,
                "\"%s %s\", __print_symbolic(8, { NONE, \"none\" }, { 8, \"one\" }), "
                "__print_symbolic(0, { NONE, \"none\" })",
                "one 0x0");
  check_format (ALL,
                "\"%s\", __print_flags(10, \"|\", {( unsigned long)(( gfp_t)((((1UL))) << (3))), "
                "\"A\"}, { B, \"B\" }, {2, \"C\"}, { 0, ((void *)0) } )",
                "A|C");
  check_format (ALL, "\"%s\", REC->number > 0 ? \"more\" : REC->number < -2 ? \"less\" : \"same\"",
                "less");
  check_format (ALL, "\"%d %d %d\", REC->number * 2 - 1, (REC->number << 1) / 2, -(7 % 4)",
                "-7 -3 -3");
  check_format (BYTES, "\"%s %s\", __print_hex(REC->bytes, 3), __print_array(REC->bytes, 4, 2)",
                "61 62 63 {0x6261,0x6463,0x6665,0x67}");
  check_format (BYTES, "\"%d\", REC->bytes[1]", "98");
  check_format (DYNAMIC,
                "\"%d %d\", ((u16 *)__get_dynamic_array(many))[1], "
                "__get_dynamic_array_len(many)",
                "25699 8");
}

/* --- functions of the kernel ------------------------------------------------------------- */

#define KERNEL_TEXT 0xffffffff81000000ull

/* Its mapping, and its build id, as PERF_RECORD_MMAP and header section 2 have them. */
static void
add_kernel (PpvTestRecording *recording)
{
  enum { RECORD_SIZE = 56 };
  static const char name[24] = "[kernel.kallsyms]_text";
  static const char path[20] = "[kernel.kallsyms]";
  const guint64 words[] = { G_MAXUINT32, KERNEL_TEXT, 0x1000000, KERNEL_TEXT };
  GByteArray *section = ppv_test_recording_section (recording, PERF_FEATURE_BUILD_ID);
  g_autoptr (GByteArray) map = g_byte_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    ppv_test_recording_put (recording, map, words[i], 8);
  g_byte_array_append (map, (const guint8 *) name, sizeof name);
  ppv_test_recording_bytes (recording, PERF_RECORD_MMAP, PERF_CPUMODE_KERNEL, map);
  ppv_test_recording_put (recording, section, 0, 4);
  ppv_test_recording_put (recording, section, PERF_CPUMODE_KERNEL, 2);
  ppv_test_recording_put (recording, section, RECORD_SIZE, 2);
  ppv_test_recording_put (recording, section, G_MAXUINT32, 4);
  for (guint i = 0; i < 24; i++)
    ppv_test_recording_put (recording, section, i < 20 ? 0xab : 0, 1);
  g_byte_array_append (section, (const guint8 *) path, sizeof path);
}

/* What a tracepoint says whose print format is @print, of a kernel with the symbols @list. */
static void
check_functions (const char *print, const char *list, const char *label)
{
  g_autoptr (PpvTestRecording) recording = ppv_test_recording_new (FALSE);
  g_auto (PpvTestTracing) tracing;
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("kernel-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "kallsyms", NULL);
  g_autofree char *format = g_strdup_printf (
      "name: call\nID: 77\nformat:\n" COMMON
      "\tfield:unsigned long ip;\toffset:8;\tsize:8;\tsigned:0;\n\nprint fmt: %s\n",
      print);
  const char *const folders[] = { folder, NULL };

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, list, -1, NULL));
  ppv_test_tracing_init (&tracing, recording);
  ppv_test_tracing_event (&tracing, "test", format);
  ppv_test_tracing_finish (&tracing);
  add_kernel (recording);
  ppv_test_tracing_sample (&tracing, 0, 1, 0, 1, 8, KERNEL_TEXT + 0x110, 0);
  profile = ppv_test_tracing_load_with (
      &tracing, &(PpvSymbolOptions){ .enabled = TRUE, .symbol_path = folders });
  g_assert_cmpstr (label_of (profile, 0, 0), ==, label);
  (void) g_unlink (path);
  (void) g_rmdir (folder);
}

static void
test_names_functions_of_the_kernel (void)
{
  static const char list[] = "ffffffff81000000 T _text\n"
                             "ffffffff81000100 t process_timeout\n"
                             "ffffffff81000200 T schedule\n";
  static const char other_boot[] = "ffffffff92000000 T _text\n"
                                   "ffffffff92000100 t process_timeout\n";

  check_functions ("\"function=%ps\", (void *)REC->ip", list, "function=process_timeout");
  check_functions ("\"%pf|%18ps|\", REC->ip, REC->ip", list, "process_timeout|   process_timeout|");
  check_functions ("\"%pS %pF %pB\", REC->ip, REC->ip, REC->ip", list,
                   "process_timeout+0x10 process_timeout+0x10 process_timeout+0x10");
  check_functions ("\"%p %ps %ps\", REC->ip, REC->ip, REC->ip + 0x100000000", list,
                   "0xffffffff81000110 process_timeout 0x81000110");
  check_functions ("\"function=%ps\", (void *)REC->ip", other_boot, "function=0xffffffff81000110");
}

/* Addresses of the network want more than a number. */
static void
test_shows_fields_where_a_format_wants_more (void)
{
  check_format (ALL, "\"%pI4\", REC->where",
                "name=abcdefg text=abcdefg number=-3 where=0xffffffff81000010");
  check_format (ALL, "\"%d\", no_such_function(REC->number)",
                "name=abcdefg text=abcdefg number=-3 where=0xffffffff81000010");
  check_format (BYTES DYNAMIC, "\"%d %d\", REC->number",
                "bytes=[97, 98, 99, 100, 101, 102, 103, 0] many=[25185, 25699, 26213, 103]");
  check_format (ALL, "\"%d\", REC->number / 0",
                "name=abcdefg text=abcdefg number=-3 where=0xffffffff81000010");
}

/* Fields that would lie outside the data of the sample are not made up from what lies there. */
static void
test_reads_nothing_beyond_the_data (void)
{
  check_format ("\tfield:int far;\toffset:4000;\tsize:4;\tsigned:1;\n", "\"%d\", REC->far",
                "far=?");
  check_format ("\tfield:__data_loc char[] text;\toffset:20;\tsize:4;\tsigned:0;\n",
                "\"%s\", __get_str(text)", "text=");
  check_format (BYTES, "\"%d\", REC->bytes[9]", "bytes=[97, 98, 99, 100, 101, 102, 103, 0]");
}

/* The library would parse brackets a call deeper for each, and follow what is not there. */
static void
test_hands_on_no_format_the_kernel_has_not_written (void)
{
  static const char fields[] = "name=abcdefg text=abcdefg number=-3 where=0xffffffff81000010";
  g_autoptr (GString) deep = g_string_new ("\"%d\", ");

  for (guint i = 0; i < 20000; i++)
    g_string_append (deep, i % 2 == 0 ? "(" : "!");
  check_format (ALL, deep->str, fields);
  g_string_assign (deep, "\"%d\", 1");
  for (guint i = 0; i < 10000; i++)
    g_string_append (deep, " + 1");
  check_format (ALL, deep->str, fields);
  check_format (ALL, "\"%d\", REC->num\xbd & 1", fields);
  check_format (ALL, "\"%d\", REC->number ? 1", fields);
  check_format (ALL, "\"%d\", 1 / (2 - 2)", fields);
  check_format (ALL, "\"%d\", 0x / 1", fields);
  check_format (ALL, "\"%d\", REC->number ? 1 : REC->number[1]", fields);
  check_format (ALL, "\"%s\", __print_flags(REC->number, \"|\", { 1 })", fields);
  check_format ("\tfield:int number;\toffset:20;\tsize:;\tsigned:1;\n", "\"\"", "");
}

static void
enter (const PpvTestTracing *tracing, gint32 tid, guint64 time, guint64 number)
{
  ppv_test_tracing_sample (tracing, 0, tid, 0, time, 8, number, 8, 1ull, 8, 2ull, 8, 0ull, 8, 0ull,
                           8, 0ull, 8, 0ull, 0);
}

static void
leave (const PpvTestTracing *tracing, gint32 tid, guint64 time, guint64 number, gint64 value)
{
  ppv_test_tracing_sample (tracing, 1, tid, 0, time, 8, number, 8, (guint64) value, 0);
}

static void
begin_calls (PpvTestTracing *tracing, PpvTestRecording *recording, const char *machine)
{
  enum { ARCHITECTURE = 6 };

  ppv_test_recording_text (recording, ppv_test_recording_section (recording, ARCHITECTURE),
                           machine);
  ppv_test_tracing_init (tracing, recording);
  ppv_test_tracing_event (tracing, "raw_syscalls", ppv_test_formats[PPV_TEST_ENTER]);
  ppv_test_tracing_event (tracing, "raw_syscalls", ppv_test_formats[PPV_TEST_EXIT]);
  ppv_test_tracing_finish (tracing);
}

static void
test_joins_the_ends_of_system_calls (void)
{
  g_autoptr (PpvTestRecording) recording = ppv_test_recording_new (FALSE);
  g_auto (PpvTestTracing) tracing;
  g_autoptr (PpvProfile) profile = NULL;
  PpvMetricId metric;

  begin_calls (&tracing, recording, "x86_64");
  leave (&tracing, 8, 900, 59, 0); /* was entered before the recording began */
  enter (&tracing, 7, 1000, 0);
  enter (&tracing, 8, 1010, 202);
  leave (&tracing, 7, 1100, 0, 512);
  leave (&tracing, 8, 1500, 202, -11);
  enter (&tracing, 7, 1600, 231); /* which does not return */
  profile = ppv_test_tracing_load (&tracing);
  assert_spans (profile, "read +100 = 512, futex +490 = -11");
  metric = ppv_profile_find_metric (profile, "syscall-time");
  g_assert_cmpint (ppv_profile_get_metric (profile, metric)->total, ==, 590);
  g_assert_cmpuint (ppv_test_warned (profile, "unentered-syscall"), ==, 1);
  g_assert_cmpuint (ppv_test_warned (profile, "unfinished-syscall"), ==, 1);
  g_assert_cmpstr (ppv_profile_get_string (profile, ppv_profile_get_spans (profile)->fields[0]), ==,
                   "NR 0 (1, 2)");
}

static void
check_name (const char *machine, guint64 number, const char *name)
{
  g_autoptr (PpvTestRecording) recording = ppv_test_recording_new (FALSE);
  g_auto (PpvTestTracing) tracing;
  g_autoptr (PpvProfile) profile = NULL;

  begin_calls (&tracing, recording, machine);
  enter (&tracing, 7, 1000, number);
  leave (&tracing, 7, 1001, number, 0);
  profile = ppv_test_tracing_load (&tracing);
  g_assert_cmpstr (ppv_profile_get_string (profile, ppv_profile_get_spans (profile)->name[0]), ==,
                   name);
}

static void
test_names_calls_of_each_machine (void)
{
  check_name ("x86_64", 262, "newfstatat");
  check_name ("x86_64", 0x40000000 + 1, "write");
  check_name ("x86_64", 462, "mseal");
  check_name ("i686", 192, "mmap2");
  check_name ("aarch64", 222, "mmap");
  check_name ("aarch64", 84, "sync_file_range");
  check_name ("x86_64", 9999, "syscall 9999");
  check_name ("sparc64", 4, "syscall 4");
}

static void
test_joins_events_of_single_calls (void)
{
  g_autoptr (PpvTestRecording) recording = ppv_test_recording_new (FALSE);
  g_auto (PpvTestTracing) tracing;
  g_autoptr (PpvProfile) profile = NULL;

  ppv_test_tracing_init (&tracing, recording);
  ppv_test_tracing_event (&tracing, "syscalls",
                          "name: sys_enter_close\nID: 11\nformat:\n" COMMON
                          "\tfield:int __syscall_nr;\toffset:8;\tsize:4;\tsigned:1;\n\n"
                          "print fmt: \"\"\n");
  ppv_test_tracing_event (&tracing, "syscalls",
                          "name: sys_exit_close\nID: 10\nformat:\n" COMMON
                          "\tfield:int __syscall_nr;\toffset:8;\tsize:4;\tsigned:1;\n"
                          "\tfield:long ret;\toffset:16;\tsize:8;\tsigned:1;\n\n"
                          "print fmt: \"0x%lx\", REC->ret\n");
  ppv_test_tracing_finish (&tracing);
  ppv_test_tracing_sample (&tracing, 0, 5, 0, 100, 8, 3ull, 0);
  ppv_test_tracing_sample (&tracing, 1, 5, 0, 130, 8, 3ull, 8, (guint64) -9, 0);
  profile = ppv_test_tracing_load (&tracing);
  assert_spans (profile, "close +30 = -9");
}

/* perf trace -s says the same of it: one fork, one execve, one wait4 of 122.225 ms that fails. */
static void
test_reads_a_recording_of_system_calls (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_import_data ("perf-data", "syscalls.perf.data");

  assert_spans (profile, "fork +152246 = 6888, execve +227938 = 0, wait4 +122225360 = -14");
  g_assert_cmpuint (ppv_test_warned (profile, "unentered-syscall"), ==, 2);
  g_assert_cmpuint (ppv_test_warned (profile, "unfinished-syscall"), ==, 2);
}

/* The tracing data cut at every byte, and each byte of it changed: the samples stay. */
static void
test_survives_damaged_formats (void)
{
  g_autoptr (PpvTestRecording) recording = ppv_test_recording_new (FALSE);
  g_auto (PpvTestTracing) tracing;
  GByteArray *section;
  g_autoptr (GByteArray) whole = NULL;

  begin_calls (&tracing, recording, "x86_64");
  enter (&tracing, 7, 1000, 0);
  leave (&tracing, 7, 1100, 0, 512);
  section = ppv_test_recording_section (recording, 1);
  whole = g_byte_array_new ();
  g_byte_array_append (whole, section->data, section->len);
  for (guint i = 0; i < whole->len; i++)
    {
      g_autoptr (PpvProfile) damaged = NULL;
      g_autoptr (PpvProfile) cut = NULL;

      section->data[i] ^= (guint8) (1u << (i % 8));
      damaged = ppv_test_recording_load (recording);
      g_assert_cmpuint (ppv_profile_get_metric (damaged, 0)->n_samples, ==, 1);
      g_byte_array_set_size (section, i);
      cut = ppv_test_recording_load (recording);
      g_assert_cmpuint (ppv_profile_get_metric (cut, 0)->n_samples, ==, 1);
      g_assert_cmpuint (ppv_test_warned (cut, "bad-tracing-data"), ==, 1);
      g_byte_array_set_size (section, 0);
      g_byte_array_append (section, whole->data, whole->len);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tracepoints/prints-what-the-kernel-would", test_prints_what_the_kernel_would);
  g_test_add_func ("/tracepoints/prints-those-of-the-other-byte-order",
                   test_prints_those_of_the_other_byte_order);
  g_test_add_func ("/tracepoints/finds-formats-in-a-pipe", test_finds_formats_in_a_pipe);
  g_test_add_func ("/tracepoints/knows-all-kinds-of-arguments", test_knows_all_kinds_of_arguments);
  g_test_add_func ("/tracepoints/names-functions-of-the-kernel",
                   test_names_functions_of_the_kernel);
  g_test_add_func ("/tracepoints/shows-fields-where-a-format-wants-more",
                   test_shows_fields_where_a_format_wants_more);
  g_test_add_func ("/tracepoints/reads-nothing-beyond-the-data",
                   test_reads_nothing_beyond_the_data);
  g_test_add_func ("/tracepoints/hands-on-no-format-the-kernel-has-not-written",
                   test_hands_on_no_format_the_kernel_has_not_written);
  g_test_add_func ("/tracepoints/joins-the-ends-of-system-calls",
                   test_joins_the_ends_of_system_calls);
  g_test_add_func ("/tracepoints/names-calls-of-each-machine", test_names_calls_of_each_machine);
  g_test_add_func ("/tracepoints/joins-events-of-single-calls", test_joins_events_of_single_calls);
  g_test_add_func ("/tracepoints/reads-a-recording-of-system-calls",
                   test_reads_a_recording_of_system_calls);
  g_test_add_func ("/tracepoints/survives-damaged-formats", test_survives_damaged_formats);
  return g_test_run ();
}
