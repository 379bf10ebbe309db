/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-import.h"

#define HEADER "spin  1234 [003]   506.063765:      50000 cycles:u: \n"
#define FRAMES                                                                                     \
  "\t             55d leaf+0x1d (/usr/bin/spin)\n\t             5a2 main+0x2 (/usr/bin/spin)\n"

static PpvProfile *
import (const char *text)
{
  return ppv_test_import_text ("perf-script", text);
}

static const char *
get_text (const PpvProfile *profile, PpvStringId id)
{
  return ppv_profile_get_string (profile, id);
}

static const PpvMetric *
find_metric (const PpvProfile *profile, const char *name)
{
  PpvMetricId id = ppv_profile_find_metric (profile, name);

  g_assert_cmpuint (id, !=, PPV_NONE);
  return ppv_profile_get_metric (profile, id);
}

/* "pid/tid name" of the first sample, -1 for what is not told. */
static char *
dup_first_thread (const PpvProfile *profile)
{
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);
  PpvThreadId thread = ppv_profile_get_set (profile, 0)->thread[0];
  gint32 pid = ppv_profile_get_processes (profile)->pid[threads->process[thread]];

  return g_strdup_printf ("%d/%d %s", pid, threads->tid[thread],
                          get_text (profile, threads->name[thread]));
}

static void
assert_header (
    const char *header, const char *thread, guint32 cpu, const char *event, gint64 period)
{
  g_autofree char *text = g_strdup_printf ("%s\n" FRAMES "\n", header);
  g_autoptr (PpvProfile) profile = import (text);
  g_autofree char *found = dup_first_thread (profile);
  const PpvMetric *metric = find_metric (profile, event);
  const guint32 *cpus = ppv_profile_get_set (profile, 0)->cpu;

  g_assert_cmpstr (found, ==, thread);
  g_assert_cmpint (metric->total, ==, period);
  g_assert_cmpuint (metric->n_samples, ==, 1);
  g_assert_cmpuint (cpus != NULL ? cpus[0] : PPV_NONE, ==, cpu);
  g_assert_cmpint (ppv_test_stack_weight (profile, "main;leaf"), ==, period);
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_reads_every_form_of_header (void)
{
  assert_header ("spin  1234   506.063765:      50000 cpu-clock: ", "-1/1234 spin", PPV_NONE,
                 "cpu-clock", 50000);
  assert_header ("spin 1230/1234  [003] 506.063765123:  7 cycles:ppp: ", "1230/1234 spin", 3,
                 "cycles:ppp", 7);
  assert_header ("spin 1234 cycles: ", "-1/1234 spin", PPV_NONE, "cycles", 1);
  assert_header ("spin 1234 [000] 1.000001: sched:sched_wakeup: comm=a pid=1", "-1/1234 spin", 0,
                 "sched:sched_wakeup", 1);
  assert_header ("spin 1230/1234 [002] U       5.000001:  9 cpu/event=0x3c/u: ", "1230/1234 spin",
                 2, "cpu/event=0x3c/u", 9);
  assert_header ("  506.063765: 12 cycles:", "-1/-1 ", PPV_NONE, "cycles", 12);
  assert_header ("1234 506.063765: 12 cycles:", "-1/1234 ", PPV_NONE, "cycles", 12);
  assert_header ("qemu 5/6 VM: 1234 VCPU:001 [001] 1.5: 3 cycles:", "5/6 qemu", 1, "cycles", 3);
}

static void
test_reads_names_with_blanks_and_digits (void)
{
  assert_header ("V8 WorkerThread 1234/1240 [001] 1.000001:  9 cycles: ",
                 "1234/1240 V8 WorkerThread", 1, "cycles", 9);
  assert_header ("Socket 5 1234 [001] 1.000001:  9 cycles: ", "-1/1234 Socket 5", 1, "cycles", 9);
  assert_header ("12 1234 1.000001:  9 cycles: ", "-1/1234 12", PPV_NONE, "cycles", 9);
  assert_header ("a: b 1234 [001] 1.000001: 9 cycles:", "-1/1234 a: b", 1, "cycles", 9);
  assert_header ("kworker/0:1-events   77 [000] 1.000001: 9 cycles:", "-1/77 kworker/0:1-events", 0,
                 "cycles", 9);
}

static void
test_reads_headers_with_names_only (void)
{
  assert_header ("spin ", "-1/-1 spin", PPV_NONE, "samples", 1);
  assert_header ("cpu-clock: ", "-1/-1 ", PPV_NONE, "cpu-clock", 1);
  assert_header ("spin cpu-clock: ", "-1/-1 spin", PPV_NONE, "cpu-clock", 1);
}

static void
test_reads_stacks_without_headers (void)
{
  g_autoptr (PpvProfile) profile = import ("\n" FRAMES "\n\n" FRAMES "\n");

  g_assert_cmpint (ppv_test_stack_weight (profile, "main;leaf"), ==, 2);
}

static void
test_keeps_all_events_with_their_periods (void)
{
  g_autoptr (PpvProfile) profile =
      import ("a 1 [000] 1.5: 10 cycles: \n" FRAMES "\na 1 [000] 1.6: 3 instructions: \n" FRAMES
              "\na 1 [000] 1.7: 20 cycles: \n" FRAMES "\n");
  const PpvMetric *cycles = find_metric (profile, "cycles");
  const PpvMetric *instructions = find_metric (profile, "instructions");

  g_assert_cmpint (cycles->total, ==, 30);
  g_assert_cmpuint (cycles->n_samples, ==, 2);
  g_assert_cmpstr (get_text (profile, cycles->unit), ==, "cycles");
  g_assert_cmpint (instructions->total, ==, 3);
  g_assert_cmpint (ppv_profile_get_duration (profile), ==, 200000000);
  g_assert_cmpint (ppv_profile_get_time_origin (profile), ==, 1500000000);
}

static void
test_keeps_the_last_sample (void)
{
  g_autoptr (PpvProfile) without_blank = import (HEADER FRAMES "\n" HEADER FRAMES);
  g_autoptr (PpvProfile) without_end =
      import (HEADER FRAMES "\n" HEADER "\t 55d leaf+0x1d (/usr/bin/spin)");
  g_autoptr (PpvProfile) cut = import (HEADER FRAMES "\n" HEADER "\t 55d leaf+0x1d (/usr/bi");
  g_autoptr (PpvProfile) header = import (HEADER FRAMES "\n" HEADER);

  g_assert_cmpint (find_metric (without_blank, "cycles:u")->total, ==, 100000);
  g_assert_cmpuint (ppv_test_warned (without_blank, "no-final-blank-line"), ==, 1);
  g_assert_cmpint (find_metric (without_end, "cycles:u")->total, ==, 100000);
  g_assert_cmpuint (ppv_test_warned (without_end, "no-final-newline"), ==, 1);
  g_assert_true (ppv_profile_is_complete (without_end));
  g_assert_cmpint (find_metric (cut, "cycles:u")->total, ==, 100000);
  g_assert_cmpuint (ppv_test_warned (cut, "truncated"), ==, 1);
  g_assert_false (ppv_profile_is_complete (cut));
  g_assert_cmpuint (find_metric (header, "cycles:u")->n_samples, ==, 2);
}

/* Each line is a sample, and names of threads are moved to the right. */
static void
test_reads_samples_without_callers (void)
{
  g_autoptr (PpvProfile) profile = import (
      "     bad  6293   513.231022:     200040 cpu-clock:      7fdf3467a3e0 f+0x2 (/l/a)\n"
      "     bad  6293   513.231222:     200040 cpu-clock:  ffffffff816d0623 g+0x18 "
      "([kernel.kallsyms])\n"
      "     bad  6293   513.231422:     200040 cpu-clock:      7fdf3467a3e0 f+0x2 (/l/a)\n");

  g_assert_cmpuint (find_metric (profile, "cpu-clock")->n_samples, ==, 3);
  g_assert_cmpstr (get_text (profile, find_metric (profile, "cpu-clock")->unit), ==, "ns");
  g_assert_cmpint (ppv_test_stack_weight (profile, "f"), ==, 400080);
  g_assert_cmpint (ppv_test_stack_weight (profile, "g"), ==, 200040);
  /* these are addresses of the process */
  g_assert_cmpuint (ppv_profile_get_frames (profile)->address[0], ==, PPV_NO_ADDRESS);
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
assert_frame (const char *line, const char *stack, const char *module, PpvModuleKind kind)
{
  g_autofree char *text = g_strdup_printf (HEADER "%s\n\n", line);
  g_autoptr (PpvProfile) profile = import (text);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  PpvModuleId id = frames->module[0];

  g_assert_cmpint (ppv_test_stack_weight (profile, stack), ==, 50000);
  g_assert_cmpstr (id != PPV_NONE ? get_text (profile, modules->path[id]) : "", ==, module);
  g_assert_true (id == PPV_NONE || modules->kind[id] == kind);
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_reads_every_form_of_frame (void)
{
  assert_frame ("\t  55d leaf+0x1d (/usr/bin/spin)", "leaf", "/usr/bin/spin", PPV_MODULE_USER);
  assert_frame ("        55d leaf (/usr/bin/spin)", "leaf", "/usr/bin/spin", PPV_MODULE_USER);
  assert_frame ("\t  55d leaf", "leaf", "", PPV_MODULE_USER);
  assert_frame ("\t  55d operator()+0x2", "operator()", "", PPV_MODULE_USER);
  assert_frame ("\t  55d f(int, g(*)(char)) const+0x2 (/tmp/a b (deleted))",
                "f(int, g(*)(char)) const", "/tmp/a b (deleted)", PPV_MODULE_USER);
  assert_frame ("\t  55d [unknown] ([unknown])", "[unknown]", "", PPV_MODULE_USER);
  assert_frame ("\t  55d [unknown] (/usr/lib/libc.so.6)", "libc.so.6+0x55d", "/usr/lib/libc.so.6",
                PPV_MODULE_USER);
  assert_frame ("\tffffffff8175540f elf_load+0x1af ([kernel.kallsyms])", "elf_load",
                "[kernel.kallsyms]", PPV_MODULE_KERNEL);
  assert_frame ("\tffffffffc075540f read+0x1 ([ext4])", "read", "[ext4]", PPV_MODULE_KERNEL);
  assert_frame ("\t13a80b608e0a RegExp:[&<> (x] y (/tmp/perf-7539.map)", "RegExp:[&<> (x] y",
                "/tmp/perf-7539.map", PPV_MODULE_JIT);
  assert_frame ("\t  55d leaf+0x1d (/usr/bin/spin+0x155d)", "leaf", "/usr/bin/spin",
                PPV_MODULE_USER);
}

static void
test_reads_inlined_calls (void)
{
  g_autoptr (PpvProfile) profile =
      import (HEADER "\t 55d inner (inlined)\n\t 55d middle (inlined)\n"
                     "\t 55d outer+0x1d (/usr/bin/spin)\n\t 5a2 main+0x2 (/usr/bin/spin)\n\n");
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  guint n_inlined = 0;

  g_assert_cmpint (ppv_test_stack_weight (profile, "main;outer;middle;inner"), ==, 50000);
  for (guint32 i = 0; i < frames->n_rows; i++)
    if (frames->inlined[i])
      {
        n_inlined++;
        g_assert_cmpuint (frames->address[i], ==, 0x55d);
        g_assert_cmpuint (frames->module[i], ==, 0);
      }
  g_assert_cmpuint (n_inlined, ==, 2);
}

static void
test_reads_lines_of_the_source (void)
{
  g_autoptr (PpvProfile) profile = import (HEADER "\t 55d inner+0x1d\n  spin.h:12 (inlined)\n"
                                                  "\t 55d outer+0x1d (/usr/bin/spin)\n  spin.c:40\n"
                                                  "\t 5a2 main+0x2 (/usr/bin/spin)\n  ??:0\n"
                                                  "\t 7a2 start+0x2 (/usr/bin/spin)\n  :0\n\n");
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);

  g_assert_cmpint (ppv_test_stack_weight (profile, "start;main;outer;inner"), ==, 50000);
  for (guint32 i = 0; i < frames->n_rows; i++)
    {
      const char *file = get_text (profile, frames->file[i]);

      g_assert_cmpstr (file, ==,
                       frames->address[i] != 0x55d ? ""
                       : frames->inlined[i]        ? "spin.h"
                                                   : "spin.c");
      g_assert_cmpuint (frames->line[i], ==,
                        frames->address[i] != 0x55d ? 0
                        : frames->inlined[i]        ? 12
                                                    : 40);
    }
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_skips_what_is_no_frame (void)
{
  g_autoptr (PpvProfile) profile =
      import ("# comment\n" HEADER FRAMES " 0x4004/0x4005/P/-/-/0  0x4006/0x4007/M/-/-/0 \n"
              "   ABI:2    AX:0x0    BX:0x1\n\n"
              "spin  1234   506.063766: PERF_RECORD_COMM exec: spin:1234/1234\n"
              "spin  1234   506.063767: PERF_RECORD_LOST lost 12\n" HEADER FRAMES "\n");

  g_assert_cmpuint (find_metric (profile, "cycles:u")->n_samples, ==, 2);
  g_assert_cmpint (ppv_test_stack_weight (profile, "main;leaf"), ==, 100000);
  g_assert_cmpuint (ppv_test_warned (profile, "skipped-line"), ==, 2);
  g_assert_cmpuint (ppv_test_warned (profile, "lost"), ==, 12);
}

static void
test_tells_of_lines_it_cannot_read (void)
{
  g_autoptr (PpvProfile) profile =
      import (HEADER "\t zzz\n" FRAMES "\nnonsense between\n" HEADER FRAMES "\n");

  g_assert_cmpint (ppv_test_stack_weight (profile, "main;leaf"), ==, 100000);
  g_assert_cmpuint (ppv_test_warned (profile, "malformed-line"), ==, 2);
  g_assert_false (ppv_profile_is_complete (profile));
}

static void
test_takes_what_the_comments_tell (void)
{
  g_autoptr (PpvProfile) profile =
      import ("# ========\n# captured on    : Sun Nov 22 12:07:30 2026\n# hostname : vm\n"
              "# total memory : 24684084 kB\n# cmdline : perf record -- a : b\n#\n" HEADER FRAMES);

  g_assert_cmpstr (ppv_profile_get_fact (profile, "host"), ==, "vm");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "total_memory_kb"), ==, "24684084");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "command"), ==, "perf record -- a : b");
}

static void
test_bounds_deep_stacks (void)
{
  g_autoptr (GString) text = g_string_new (HEADER);
  g_autoptr (PpvProfile) profile = NULL;
  PpvLimits limits;

  ppv_limits_init (&limits);
  limits.depth = 3;
  for (guint i = 0; i < 10; i++)
    g_string_append_printf (text, "\t %x f%u (/a)\n", i + 1, i);
  profile = ppv_test_import ("perf-script", text->str, text->len, &limits, NULL);
  g_assert_cmpint (ppv_test_stack_weight (profile, "f2;f1;f0"), ==, 50000);
  g_assert_cmpuint (ppv_test_warned (profile, "deep-stack"), ==, 1);
}

static void
test_recognises_the_format (void)
{
  g_assert_cmpuint (ppv_test_sniff ("perf-script", HEADER FRAMES "\n"), >=, 4);
  g_assert_cmpuint (ppv_test_sniff ("perf-script", "spin \n" FRAMES "\nspin \n" FRAMES "\n"), >, 0);
  g_assert_cmpuint (ppv_test_sniff ("perf-script", "# ========\n# captured on    : Sun\n"), >, 30);
  g_assert_cmpuint (ppv_test_sniff ("perf-script", "a;b;c 1\na;b 2\n"), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("perf-script", "int main (void);\nint x = 1;\n"), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("perf-script", "desc: x\ncmd: ls\ntime_unit: i\n"), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("perf-script", "{\n  \"a\": 1\n}\n"), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("perf-script", ""), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("collapsed", HEADER FRAMES "\n"), ==, 0);
}

static void
assert_same_metrics (const char *text_name, const char *recording_name)
{
  g_autoptr (PpvProfile) text = ppv_test_import_data ("perf-script", text_name);
  g_autoptr (PpvProfile) recording = ppv_test_import_data ("perf-data", recording_name);
  guint32 n_compared = 0;

  for (guint32 i = 0; i < ppv_profile_get_n_metrics (recording); i++)
    {
      const PpvMetric *metric = ppv_profile_get_metric (recording, i);
      const PpvMetric *other;

      /* what is worked out from switches has no samples in the text */
      if (ppv_profile_get_set (recording, metric->set)->derived || metric->n_samples == 0)
        continue;
      other = find_metric (text, get_text (recording, metric->name));
      g_assert_cmpuint (other->n_samples, ==, metric->n_samples);
      g_assert_cmpint (other->total, ==, metric->total);
      g_assert_cmpstr (get_text (text, other->unit), ==, get_text (recording, metric->unit));
      n_compared++;
    }
  g_assert_cmpuint (n_compared, ==, ppv_profile_get_n_metrics (text));
}

static void
test_tells_the_same_as_the_recording (void)
{
  assert_same_metrics ("waits.perf-script", "waits.perf.data");
  assert_same_metrics ("group.perf-script", "group.perf.data");
}

/* Nothing shows a cut after a line; one within a line is told. */
static gboolean
may_end (const char *bytes, gsize length)
{
  return length > 0 && bytes[length - 1] == '\n';
}

static void
test_survives_cuts_and_damage (void)
{
  ppv_test_abuse ("perf-script", "waits.perf-script", may_end, PPV_NOTE);
  ppv_test_abuse ("perf-script", "group.perf-script", may_end, PPV_NOTE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/perf-script/reads-every-form-of-header", test_reads_every_form_of_header);
  g_test_add_func ("/perf-script/reads-names-with-blanks-and-digits",
                   test_reads_names_with_blanks_and_digits);
  g_test_add_func ("/perf-script/reads-headers-with-names-only",
                   test_reads_headers_with_names_only);
  g_test_add_func ("/perf-script/reads-stacks-without-headers", test_reads_stacks_without_headers);
  g_test_add_func ("/perf-script/keeps-all-events-with-their-periods",
                   test_keeps_all_events_with_their_periods);
  g_test_add_func ("/perf-script/keeps-the-last-sample", test_keeps_the_last_sample);
  g_test_add_func ("/perf-script/reads-samples-without-callers",
                   test_reads_samples_without_callers);
  g_test_add_func ("/perf-script/reads-every-form-of-frame", test_reads_every_form_of_frame);
  g_test_add_func ("/perf-script/reads-inlined-calls", test_reads_inlined_calls);
  g_test_add_func ("/perf-script/reads-lines-of-the-source", test_reads_lines_of_the_source);
  g_test_add_func ("/perf-script/skips-what-is-no-frame", test_skips_what_is_no_frame);
  g_test_add_func ("/perf-script/tells-of-lines-it-cannot-read",
                   test_tells_of_lines_it_cannot_read);
  g_test_add_func ("/perf-script/takes-what-the-comments-tell", test_takes_what_the_comments_tell);
  g_test_add_func ("/perf-script/bounds-deep-stacks", test_bounds_deep_stacks);
  g_test_add_func ("/perf-script/recognises-the-format", test_recognises_the_format);
  g_test_add_func ("/perf-script/tells-the-same-as-the-recording",
                   test_tells_the_same_as_the_recording);
  g_test_add_func ("/perf-script/survives-cuts-and-damage", test_survives_cuts_and_damage);
  return g_test_run ();
}
