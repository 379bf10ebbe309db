/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What an address means, by process and time: mappings as no recording at hand has them. */

#include "config.h"

#include <string.h>

#include "container/perf-format.h"
#include "ppv-test-recording.h"
#include "ppv.h"

enum { SOFTWARE = 1, KERNEL = PERF_CPUMODE_KERNEL, USER = PERF_CPUMODE_USER };

/* Ids of one event, on the host and in a virtual machine. */
enum { HOST = 100, INSIDE = 201 };

static const guint64 kernel_text = G_GUINT64_CONSTANT (0xffffffff81000000);
static const guint64 kernel_code = G_GUINT64_CONSTANT (0xffffffffc0001000);

/* IP, TID, TIME, PERIOD; every record tells its time. */
static PpvTestRecording *
begin (void)
{
  PpvTestRecording *self = ppv_test_recording_new (FALSE);

  ppv_test_recording_event (
      self, &(PpvTestEvent){ .type = SOFTWARE,
                             .sample_type = PERF_SAMPLE_IP | PERF_SAMPLE_TID | PERF_SAMPLE_TIME |
                                            PERF_SAMPLE_PERIOD,
                             .flags = G_GUINT64_CONSTANT (1) << PERF_ATTR_SAMPLE_ID_ALL });
  return self;
}

static guint64
pair (gint32 first, gint32 second)
{
  return (guint32) first | (guint64) (guint32) second << 32;
}

static guint64
half (const char *text, gsize from)
{
  guint64 word = 0;

  if (from < strlen (text))
    memcpy (&word, text + from, MIN (strlen (text) - from, sizeof word));
  return word;
}

/* @path of up to 39 bytes. */
static void
add_map (PpvTestRecording *self,
         guint16 mode,
         gint32 pid,
         guint64 start,
         guint64 length,
         guint64 offset,
         const char *path,
         guint64 time)
{
  ADD (self, PERF_RECORD_MMAP, mode, pair (pid, pid), start, length, offset, half (path, 0),
       half (path, 8), half (path, 16), half (path, 24), half (path, 32), pair (pid, pid), time);
}

static void
add_sample (PpvTestRecording *self, guint16 mode, gint32 pid, guint64 address, guint64 time)
{
  ADD (self, PERF_RECORD_SAMPLE, mode, address, pair (pid, pid), time, 1);
}

static void
add_code (PpvTestRecording *self,
          guint64 address,
          guint32 size,
          guint16 flags,
          const char *name,
          guint64 time)
{
  ADD (self, PERF_RECORD_KSYMBOL, KERNEL, address, size | 1ull << 32 | (guint64) flags << 48,
       half (name, 0), half (name, 8), pair (-1, 0), time);
}

static void
assert_weight (const PpvProfile *profile, const char *stack, gint64 weight)
{
  gint64 have = ppv_test_stack_weight (profile, stack);

  if (have != weight)
    g_error ("“%s” weighs %" G_GINT64_FORMAT ", not %" G_GINT64_FORMAT "\n%s", stack, have, weight,
             ppv_profile_dump (profile));
}

/* The later mapping replaces what it covers, and what it leaves on both sides stays. */
static void
test_splits_what_is_mapped_over (void)
{
  g_autoptr (PpvTestRecording) recording = begin ();
  g_autoptr (PpvProfile) profile = NULL;

  add_map (recording, USER, 1, 0x10000, 0x3000, 0, "/lib/old", 10);
  add_sample (recording, USER, 1, 0x11100, 15);
  add_map (recording, USER, 1, 0x11000, 0x1000, 0x5000, "/lib/new", 20);
  add_sample (recording, USER, 1, 0x10100, 30);
  add_sample (recording, USER, 1, 0x11100, 30);
  add_sample (recording, USER, 1, 0x12100, 30);
  profile = ppv_test_recording_load (recording);
  assert_weight (profile, "old+0x1100", 1);
  assert_weight (profile, "old+0x100", 1);
  assert_weight (profile, "new+0x5100", 1);
  assert_weight (profile, "old+0x2100", 1);
}

/* Each processor's buffer is written out in its turn: a sample may stand before its mapping. */
static void
test_goes_by_time_and_not_by_place (void)
{
  g_autoptr (PpvTestRecording) recording = begin ();
  g_autoptr (PpvProfile) profile = NULL;

  add_sample (recording, USER, 1, 0x10100, 30);
  add_sample (recording, USER, 1, 0x10200, 50);
  add_map (recording, USER, 1, 0x10000, 0x1000, 0, "/lib/b", 40);
  add_map (recording, USER, 1, 0x10000, 0x1000, 0, "/lib/a", 20);
  profile = ppv_test_recording_load (recording);
  assert_weight (profile, "a+0x100", 1);
  assert_weight (profile, "b+0x200", 1);
}

/* Code that was generated has the map of its process, and keeps its addresses. */
static void
test_knows_generated_code_by_its_process (void)
{
  static const char *const names[] = { "//anon", "/dev/zero (deleted)", "[anon:v8]",
                                       "/anon_hugepage (deleted)" };
  g_autoptr (PpvTestRecording) recording = begin ();
  g_autoptr (PpvProfile) profile = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      add_map (recording, USER, 7, 0x10000 * (i + 1), 0x1000, 0, names[i], i);
      add_sample (recording, USER, 7, 0x10000 * (i + 1) + 0x10, 100);
    }
  profile = ppv_test_recording_load (recording);
  assert_weight (profile, "perf-7.map+0x10010", 1);
  assert_weight (profile, "perf-7.map+0x40010", 1);
  g_assert_cmpuint (ppv_profile_get_modules (profile)->kind[0], ==, PPV_MODULE_JIT);
}

static void
test_knows_the_vdso (void)
{
  g_autoptr (PpvTestRecording) recording = begin ();
  g_autoptr (PpvProfile) profile = NULL;

  add_map (recording, USER, 1, 0x7fff0000, 0x2000, 0, "[vdso]", 1);
  add_sample (recording, USER, 1, 0x7fff0a10, 2);
  profile = ppv_test_recording_load (recording);
  assert_weight (profile, "[vdso]+0xa10", 1);
}

/* The kernel stands elsewhere after each boot; its addresses are those of that boot. */
static void
test_keeps_addresses_of_the_kernel_and_its_modules (void)
{
  g_autoptr (PpvTestRecording) recording = begin ();
  g_autoptr (PpvProfile) profile = NULL;

  add_map (recording, KERNEL, -1, kernel_text, 0x1000000, kernel_text, "[kernel.kallsyms]_text", 0);
  add_map (recording, KERNEL, -1, G_GUINT64_CONSTANT (0xffffffffc0100000), 0x4000, 0,
           "/lib/modules/6/ext4.ko", 0);
  add_sample (recording, KERNEL, 1, kernel_text + 0x1234, 5);
  add_sample (recording, KERNEL, 2, G_GUINT64_CONSTANT (0xffffffffc0100042), 5);
  add_sample (recording, KERNEL, 2, G_GUINT64_CONSTANT (0xffffffffa0000000), 5);
  profile = ppv_test_recording_load (recording);
  assert_weight (profile, "[kernel.kallsyms]+0xffffffff81001234", 1);
  assert_weight (profile, "ext4.ko+0xffffffffc0100042", 1);
  assert_weight (profile, "[kernel.kallsyms]+0xffffffffa0000000", 1);
}

/* With names of the recording's own: what was loaded is called so where it was, while it was. */
static void
test_names_code_that_the_kernel_loads (void)
{
  g_autoptr (PpvTestRecording) recording = begin ();
  g_autoptr (PpvProfile) profile = NULL;

  add_code (recording, kernel_code, 0x100, 0, "bpf_prog_first", 10);
  add_sample (recording, KERNEL, 1, kernel_code + 0x10, 20);
  add_code (recording, kernel_code, 0x100, PERF_KSYMBOL_UNREGISTER, "bpf_prog_first", 30);
  add_code (recording, kernel_code, 0x80, 0, "bpf_prog_next", 40);
  add_sample (recording, KERNEL, 1, kernel_code + 0x10, 50);
  add_sample (recording, KERNEL, 1, kernel_code + 0x90, 50);
  profile = ppv_test_recording_load (recording);
  assert_weight (profile, "bpf_prog_first+0xffffffffc0001010", 1);
  assert_weight (profile, "bpf_prog_next+0xffffffffc0001010", 1);
  assert_weight (profile, "bpf_prog_first+0xffffffffc0001090", 1);
}

/* Two machines have their kernels at one address, and the host has its own there. */
static void
test_keeps_virtual_machines_apart (void)
{
  enum { GUEST = PERF_CPUMODE_GUEST_KERNEL, GUEST_USER = PERF_CPUMODE_GUEST_USER };
  g_autoptr (PpvTestRecording) recording = begin ();
  g_autoptr (PpvProfile) profile = NULL;

  add_map (recording, KERNEL, -1, kernel_text, 0x1000, kernel_text, "[kernel.kallsyms]_text", 0);
  add_map (recording, GUEST, 0, kernel_text, 0x1000, kernel_text, "[guest.kernel.kallsyms]", 0);
  add_map (recording, GUEST, 70, kernel_text, 0x1000, kernel_text, "[guest.kernel.kallsyms.70]", 0);
  add_map (recording, USER, 70, 0x400000, 0x1000, 0, "/bin/qemu", 0);
  add_sample (recording, KERNEL, 70, kernel_text + 1, 1);
  add_sample (recording, USER, 70, 0x400010, 1);
  add_sample (recording, GUEST, 70, kernel_text + 2, 1);
  add_sample (recording, GUEST, 71, kernel_text + 3, 1);
  add_sample (recording, GUEST_USER, 70, 0x400010, 1);
  profile = ppv_test_recording_load (recording);
  assert_weight (profile, "[kernel.kallsyms]+0xffffffff81000001", 1);
  assert_weight (profile, "qemu+0x10", 1);
  assert_weight (profile, "[guest.kernel.kallsyms.70]+0xffffffff81000002", 1);
  assert_weight (profile, "[guest.kernel.kallsyms]+0xffffffff81000003", 1);
  assert_weight (profile, "[guest]+0x400010", 1);
}

/* As perf inject --guest-data puts records of a machine, whose process is 70, into the host's. */
static PpvTestRecording *
begin_merged (void)
{
  PpvTestRecording *self = ppv_test_recording_new (FALSE);

  ppv_test_recording_event (
      self, &(PpvTestEvent){ .type = SOFTWARE,
                             .sample_type = PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_IP |
                                            PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_PERIOD,
                             .flags = G_GUINT64_CONSTANT (1) << PERF_ATTR_SAMPLE_ID_ALL,
                             .ids = { HOST, INSIDE } });
  /* id, event, cpu and thread of each, then machine and virtual processor */
  ADD (self, PERF_RECORD_ID_INDEX, 0, 2, HOST, 0, 0, 0, INSIDE, 0, 0, 0, 0, 0, 70, 1);
  return self;
}

static void
add_merged_map (PpvTestRecording *self,
                guint64 id,
                guint16 mode,
                gint32 pid,
                guint64 start,
                guint64 offset,
                const char *path)
{
  ADD (self, PERF_RECORD_MMAP, mode, pair (pid, pid), start, 0x1000, offset, half (path, 0),
       half (path, 8), half (path, 16), half (path, 24), pair (pid, pid), 0, id);
}

static void
add_merged_sample (PpvTestRecording *self, guint64 id, guint16 mode, gint32 pid, guint64 address)
{
  ADD (self, PERF_RECORD_SAMPLE, mode, id, address, pair (pid, pid), 1, 1);
}

/* The machine has a process 5 of its own, and its kernel is where the host's is. */
static void
test_takes_no_process_of_a_machine_for_one_of_the_host (void)
{
  enum { GUEST = PERF_CPUMODE_GUEST_KERNEL, GUEST_USER = PERF_CPUMODE_GUEST_USER };
  g_autoptr (PpvTestRecording) recording = begin_merged ();
  g_autoptr (PpvProfile) profile = NULL;
  const PpvProcessTable *processes;

  add_merged_map (recording, HOST, KERNEL, -1, kernel_text, kernel_text, "[kernel.kallsyms]_text");
  add_merged_map (recording, HOST, USER, 5, 0x400000, 0, "/bin/host");
  ADD (recording, PERF_RECORD_COMM, 0, pair (5, 5), half ("host", 0), pair (5, 5), 0, HOST);
  add_merged_map (recording, INSIDE, GUEST, -1, kernel_text, kernel_text, "[kernel.kallsyms]_text");
  add_merged_map (recording, INSIDE, GUEST_USER, 5, 0x400000, 0, "/bin/inside");
  ADD (recording, PERF_RECORD_COMM, GUEST_USER, pair (5, 5), half ("inside", 0), pair (5, 5), 0,
       INSIDE);
  add_merged_sample (recording, HOST, USER, 5, 0x400001);
  add_merged_sample (recording, HOST, KERNEL, 5, kernel_text + 1);
  add_merged_sample (recording, HOST, GUEST, 70, kernel_text + 2);
  add_merged_sample (recording, INSIDE, GUEST, 5, kernel_text + 3);
  add_merged_sample (recording, INSIDE, GUEST_USER, 5, 0x400004);
  add_merged_sample (recording, INSIDE, GUEST_USER, 5, 0x500005);
  profile = ppv_test_recording_load (recording);
  assert_weight (profile, "host+0x1", 1);
  assert_weight (profile, "[kernel.kallsyms]+0xffffffff81000001", 1);
  assert_weight (profile, "[guest.kernel.kallsyms.70]+0xffffffff81000002", 1);
  assert_weight (profile, "[guest.kernel.kallsyms.70]+0xffffffff81000003", 1);
  assert_weight (profile, "inside+0x400004", 1);
  assert_weight (profile, "[guest]+0x500005", 1);
  processes = ppv_profile_get_processes (profile);
  g_assert_cmpuint (processes->n_rows, ==, 3);
  g_assert_cmpstr (ppv_profile_get_string (profile, processes->name[0]), ==, "host");
  g_assert_cmpint (processes->pid[0], ==, 5);
  g_assert_cmpint (processes->pid[1], ==, 70);
  g_assert_cmpstr (ppv_profile_get_string (profile, processes->name[2]), ==, "[guest/70] inside");
  g_assert_cmpint (processes->pid[2], ==, 5);
  g_assert_cmpuint (ppv_test_warned (profile, "merged-guest"), ==, 1);
}

/* A pid that comes again is another process, and a fork has what its parent had. */
static void
test_begins_anew_with_each_life (void)
{
  g_autoptr (PpvTestRecording) recording = begin ();
  g_autoptr (PpvProfile) profile = NULL;

  add_map (recording, USER, 1, 0x10000, 0x1000, 0, "/bin/parent", 1);
  ADD (recording, PERF_RECORD_FORK, 0, pair (2, 1), pair (2, 1), 10, pair (1, 1), 10);
  add_map (recording, USER, 2, 0x10000, 0x1000, 0, "/bin/child", 20);
  add_sample (recording, USER, 2, 0x10001, 15);
  add_sample (recording, USER, 2, 0x10002, 25);
  ADD (recording, PERF_RECORD_FORK, 0, pair (2, 1), pair (2, 1), 30, pair (1, 1), 30);
  add_sample (recording, USER, 2, 0x10003, 35);
  profile = ppv_test_recording_load (recording);
  assert_weight (profile, "parent+0x1", 1);
  assert_weight (profile, "child+0x2", 1);
  assert_weight (profile, "parent+0x3", 1);
  g_assert_cmpuint (ppv_profile_get_processes (profile)->n_rows, ==, 2);
}

/* With a chain of calls, as a tracepoint has it. */
static void
add_chain (PpvTestRecording *self, gint32 pid, guint64 time)
{
  ADD (self, PERF_RECORD_SAMPLE, KERNEL, kernel_text, pair (pid, pid), time, 1, 4,
       PERF_CONTEXT_KERNEL, kernel_text, PERF_CONTEXT_USER, 0x10010, pair (4, 0));
}

/* Threads call alike, in turns, from other code: by process, and by time. */
static void
test_tells_equal_chains_apart (void)
{
  g_autoptr (PpvTestRecording) recording = ppv_test_recording_new (FALSE);
  g_autoptr (PpvProfile) profile = NULL;

  ppv_test_recording_event (
      recording,
      &(PpvTestEvent){ .type = SOFTWARE,
                       .sample_type = PERF_SAMPLE_IP | PERF_SAMPLE_TID | PERF_SAMPLE_TIME |
                                      PERF_SAMPLE_PERIOD | PERF_SAMPLE_CALLCHAIN | PERF_SAMPLE_RAW,
                       .flags = G_GUINT64_CONSTANT (1) << PERF_ATTR_SAMPLE_ID_ALL });
  add_map (recording, USER, 1, 0x10000, 0x1000, 0, "/bin/one", 1);
  add_map (recording, USER, 2, 0x10000, 0x1000, 0, "/bin/two", 1);
  add_map (recording, USER, 2, 0x10000, 0x1000, 0, "/bin/new", 50);
  for (guint i = 0; i < 3; i++)
    {
      add_chain (recording, 1, 60 - i);
      add_chain (recording, 2, 60 - i);
      add_chain (recording, 2, 40 + i);
    }
  profile = ppv_test_recording_load (recording);
  assert_weight (profile, "one+0x10;[kernel.kallsyms]+0xffffffff81000000", 3);
  assert_weight (profile, "two+0x10;[kernel.kallsyms]+0xffffffff81000000", 3);
  assert_weight (profile, "new+0x10;[kernel.kallsyms]+0xffffffff81000000", 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/perf-space/splits-what-is-mapped-over", test_splits_what_is_mapped_over);
  g_test_add_func ("/perf-space/goes-by-time-and-not-by-place", test_goes_by_time_and_not_by_place);
  g_test_add_func ("/perf-space/knows-generated-code-by-its-process",
                   test_knows_generated_code_by_its_process);
  g_test_add_func ("/perf-space/knows-the-vdso", test_knows_the_vdso);
  g_test_add_func ("/perf-space/keeps-addresses-of-the-kernel-and-its-modules",
                   test_keeps_addresses_of_the_kernel_and_its_modules);
  g_test_add_func ("/perf-space/names-code-that-the-kernel-loads",
                   test_names_code_that_the_kernel_loads);
  g_test_add_func ("/perf-space/keeps-virtual-machines-apart", test_keeps_virtual_machines_apart);
  g_test_add_func ("/perf-space/takes-no-process-of-a-machine-for-one-of-the-host",
                   test_takes_no_process_of_a_machine_for_one_of_the_host);
  g_test_add_func ("/perf-space/begins-anew-with-each-life", test_begins_anew_with_each_life);
  g_test_add_func ("/perf-space/tells-equal-chains-apart", test_tells_equal_chains_apart);
  return g_test_run ();
}
