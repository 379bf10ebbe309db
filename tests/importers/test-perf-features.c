/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Header sections, as tools/perf/util/header.c writes them, in both byte orders and in a pipe. */

#include "config.h"

#include <string.h>

#include "container/perf-format.h"
#include "ppv-test-recording.h"
#include "ppv.h"

/* Which of the containers a test is run for. */
enum { BIG = 1, PIPE = 2 };

static const guint64 usual =
    PERF_SAMPLE_IP | PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_PERIOD;

static PpvTestRecording *
begin (gconstpointer container)
{
  guint kind = GPOINTER_TO_UINT (container);
  PpvTestRecording *self = ppv_test_recording_new ((kind & BIG) != 0);

  self->is_pipe = (kind & PIPE) != 0;
  for (guint i = 0; i < 2; i++)
    ppv_test_recording_event (
        self, &(PpvTestEvent){ .type = i == 0 ? 1 : 20,
                               .config = i * 0x42,
                               .sample_type = usual | PERF_SAMPLE_IDENTIFIER,
                               .flags = G_GUINT64_CONSTANT (1) << PERF_ATTR_SAMPLE_ID_ALL,
                               .ids = { 100 + i } });
  /* a file without records was not finished, and has no sections */
  ppv_test_recording_record (self, PERF_RECORD_ROUND, 0, NULL, 0);
  return self;
}

/* A section to be written, number by number and text by text. */
typedef struct {
  PpvTestRecording *recording;
  GByteArray *bytes;
} Section;

static Section
section (PpvTestRecording *recording, guint feature)
{
  return (Section){ recording, ppv_test_recording_section (recording, feature) };
}

static void
u32 (Section self, guint32 value)
{
  ppv_test_recording_put (self.recording, self.bytes, value, 4);
}

static void
u64 (Section self, guint64 value)
{
  ppv_test_recording_put (self.recording, self.bytes, value, 8);
}

static void
text (Section self, const char *value)
{
  ppv_test_recording_text (self.recording, self.bytes, value);
}

static void
assert_fact (const PpvProfile *profile, const char *key, const char *value)
{
  g_assert_cmpstr (ppv_profile_get_fact (profile, key), ==, value);
}

static void
put_processors (PpvTestRecording *recording)
{
  Section count = section (recording, PERF_FEATURE_NRCPUS);
  Section cpus = section (recording, PERF_FEATURE_CPU_TOPOLOGY);
  Section nodes = section (recording, PERF_FEATURE_NUMA_TOPOLOGY);

  u32 (count, 2);
  u32 (count, 2);
  u32 (cpus, 1);
  text (cpus, "0-1");
  u32 (cpus, 2);
  text (cpus, "0");
  text (cpus, "1");
  for (guint cpu = 0; cpu < 2; cpu++)
    {
      u32 (cpus, cpu); /* core */
      u32 (cpus, cpu); /* socket */
    }
  u32 (cpus, 1);
  text (cpus, "0-1");
  u32 (nodes, 1);
  u32 (nodes, 0);
  u64 (nodes, 1000);
  u64 (nodes, 500);
  text (nodes, "0-1");
}

static void
put_memory (PpvTestRecording *recording)
{
  Section caches = section (recording, PERF_FEATURE_CACHE);
  Section memory = section (recording, PERF_FEATURE_MEM_TOPOLOGY);
  static const guint32 cache[] = { 1, 1, 1, 64, 128, 8 };

  for (guint i = 0; i < G_N_ELEMENTS (cache); i++)
    u32 (caches, cache[i]);
  text (caches, "Data");
  text (caches, "32K");
  text (caches, "0");
  u64 (memory, 1);
  u64 (memory, 4096);
  u64 (memory, 1);
  u64 (memory, 0);
  u64 (memory, 70);
  u64 (memory, 70);
  u64 (memory, G_MAXUINT64);
  u64 (memory, 3);
  u32 (section (recording, PERF_FEATURE_CACHE_LINE_SIZE), 64);
}

static void
test_describes_the_machine (gconstpointer container)
{
  g_autoptr (PpvTestRecording) recording = begin (container);
  g_autoptr (PpvProfile) profile = NULL;
  Section machine = section (recording, PERF_FEATURE_E_MACHINE);

  put_processors (recording);
  put_memory (recording);
  u32 (machine, 62);
  u32 (machine, 0);
  profile = ppv_test_recording_load (recording);
  assert_fact (profile, "cpus_online", "2");
  assert_fact (profile, "sibling_cores", "0-1");
  assert_fact (profile, "sibling_threads", "0; 1");
  assert_fact (profile, "sibling_dies", "0-1");
  assert_fact (profile, "sockets", "2");
  assert_fact (profile, "numa_nodes", "node 0: 1000 kB, 500 kB free, cpus 0-1");
  assert_fact (profile, "caches", "L1 Data 32K (8 ways, 128 sets, lines of 64) cpus 0");
  assert_fact (profile, "memory_topology", "node 0: 66 blocks of 4096 bytes");
  assert_fact (profile, "cache_line_bytes", "64");
  assert_fact (profile, "elf_machine", "62, flags 0x0");
  g_assert_true (ppv_profile_is_complete (profile));
}

/* Two processors, each in a domain of its own and both in one, as /proc/schedstat has it. */
static void
put_domains (PpvTestRecording *recording, guint version)
{
  Section domains = section (recording, PERF_FEATURE_CPU_DOMAIN_INFO);

  u32 (domains, version);
  u32 (domains, 2);
  for (guint cpu = 0; cpu < 2; cpu++)
    {
      u32 (domains, cpu);
      u32 (domains, 2);
      u32 (domains, 0);
      if (version >= 17)
        text (domains, "SMT");
      text (domains, cpu == 0 ? "1" : "2");
      text (domains, cpu == 0 ? "0" : "1");
      u32 (domains, 1);
      if (version >= 17)
        text (domains, "MC");
      text (domains, "3");
      text (domains, "0-1");
    }
}

static void
test_tells_each_scheduling_domain_once (gconstpointer container)
{
  g_autoptr (PpvTestRecording) named = begin (container);
  g_autoptr (PpvTestRecording) unnamed = begin (container);
  g_autoptr (PpvProfile) new_profile = NULL;
  g_autoptr (PpvProfile) old_profile = NULL;

  put_domains (named, 17);
  new_profile = ppv_test_recording_load (named);
  assert_fact (new_profile, "sched_domains",
               "domain 0 (SMT): cpus 0; domain 1 (MC): cpus 0-1; domain 0 (SMT): cpus 1");
  g_assert_true (ppv_profile_is_complete (new_profile));
  put_domains (unnamed, 15);
  old_profile = ppv_test_recording_load (unnamed);
  assert_fact (old_profile, "sched_domains",
               "domain 0: cpus 0; domain 1: cpus 0-1; domain 0: cpus 1");
}

static void
put_pmus (PpvTestRecording *recording)
{
  Section pmus = section (recording, PERF_FEATURE_PMU_MAPPINGS);
  Section groups = section (recording, PERF_FEATURE_GROUP_DESC);
  Section own = section (recording, PERF_FEATURE_CPU_PMU_CAPS);
  Section others = section (recording, PERF_FEATURE_PMU_CAPS);
  Section hybrid = section (recording, PERF_FEATURE_HYBRID_TOPOLOGY);

  u32 (pmus, 2);
  u32 (pmus, 1);
  text (pmus, "software");
  u32 (pmus, 20);
  text (pmus, "uncore");
  u32 (groups, 1);
  text (groups, "{anon_group}");
  u32 (groups, 0);
  u32 (groups, 2);
  u32 (own, 1);
  text (own, "branches");
  text (own, "32");
  u32 (others, 1);
  u32 (others, 2);
  text (others, "a");
  text (others, "1");
  text (others, "b");
  text (others, "2");
  text (others, "uncore");
  u32 (hybrid, 2);
  text (hybrid, "cpu_core");
  text (hybrid, "0-3");
  text (hybrid, "cpu_atom");
  text (hybrid, "4-7");
}

static void
test_describes_the_events (gconstpointer container)
{
  g_autoptr (PpvTestRecording) recording = begin (container);
  g_autoptr (PpvProfile) profile = NULL;

  put_pmus (recording);
  (void) section (recording, PERF_FEATURE_BRANCH_STACK);
  profile = ppv_test_recording_load (recording);
  assert_fact (profile, "pmu_mappings", "software = 1, uncore = 20");
  assert_fact (profile, "event_groups", "{cpu-clock,uncore/config=0x42/}");
  assert_fact (profile, "cpu_pmu_caps", "branches=32");
  assert_fact (profile, "pmu_caps", "uncore: a=1, b=2");
  assert_fact (profile, "hybrid_topology", "cpu_core: cpus 0-3; cpu_atom: cpus 4-7");
  assert_fact (profile, "branch_stacks", "yes");
  g_assert_cmpuint (ppv_profile_find_metric (profile, "uncore/config=0x42/"), ==, 1);
}

/* 2020-09-13 12:26:40 UTC is 1 600 000 000 s; the clock showed 500 s then. */
static void
test_tells_the_time_of_the_wall_clock (gconstpointer container)
{
  g_autoptr (PpvTestRecording) recording = begin (container);
  g_autoptr (PpvProfile) profile = NULL;
  Section times = section (recording, PERF_FEATURE_SAMPLE_TIME);
  Section clock = section (recording, PERF_FEATURE_CLOCK_DATA);
  Section packed = section (recording, PERF_FEATURE_COMPRESSED);
  static const guint32 compression[] = { 1, 1, 3, 7, 4096 };

  u64 (times, G_GUINT64_CONSTANT (501250000000));
  u64 (times, G_GUINT64_CONSTANT (502000000000));
  u64 (section (recording, PERF_FEATURE_CLOCKID), 1);
  u32 (clock, 1);
  u32 (clock, 4);
  u64 (clock, G_GUINT64_CONSTANT (1600000000000000000));
  u64 (clock, G_GUINT64_CONSTANT (500000000000));
  for (guint i = 0; i < G_N_ELEMENTS (compression); i++)
    u32 (packed, compression[i]);
  profile = ppv_test_recording_load (recording);
  assert_fact (profile, "clock", "CLOCK_MONOTONIC_RAW");
  assert_fact (profile, "clock_resolution_ns", "1");
  assert_fact (profile, "wall_clock_offset_ns", "1599999500000000000");
  assert_fact (profile, "start_time", "2020-09-13T12:26:41.250000000Z");
  assert_fact (profile, "first_sample_ns", "501250000000");
  assert_fact (profile, "compression", "zstd, level 3, ratio 7");
}

/* --- BPF --------------------------------------------------------------------------- */

static const guint64 first_code = G_GUINT64_CONSTANT (0xffffffffc0000100);
static const guint64 second_code = G_GUINT64_CONSTANT (0xffffffffc0000900);

/* Two functions, the second of which has no type. */
static void
put_program (PpvTestRecording *recording)
{
  Section programs = section (recording, PERF_FEATURE_BPF_PROG_INFO);
  static const guint8 tag[] = { 0xde, 0xad, 0xbe, 0xef, 0, 1, 2, 3 };
  static const char name[16] = "filter";

  u32 (programs, 1);
  u32 (programs, 152); /* bpf_prog_info, up to nr_line_info */
  u32 (programs, 40);
  u64 (programs, 1 << 3 | 1 << 4 | 1 << 5);
  u32 (programs, 1);
  u32 (programs, 77);
  g_byte_array_append (programs.bytes, tag, sizeof tag);
  for (guint i = 0; i < 6; i++)
    u64 (programs, 0);
  g_byte_array_append (programs.bytes, (const guint8 *) name, sizeof name);
  for (guint i = 0; i < 3; i++)
    u64 (programs, 0);
  u32 (programs, 2);
  u32 (programs, 2);
  u64 (programs, 0);  /* addresses */
  u64 (programs, 16); /* lengths */
  u32 (programs, 5);  /* types */
  u32 (programs, 8);
  u64 (programs, 24);
  u32 (programs, 2);
  u32 (programs, 0);
  u64 (programs, first_code);
  u64 (programs, second_code);
  u32 (programs, 0x100);
  u32 (programs, 0x80);
  u32 (programs, 0);
  u32 (programs, 3);
  u32 (programs, 10);
  u32 (programs, 0);
}

/* A struct with a member, an int, a function. */
static void
put_types (PpvTestRecording *recording)
{
  Section types = section (recording, PERF_FEATURE_BPF_BTF);
  static const char strings[] = "\0drop_packet\0x";
  static const guint32 words[] = {
    1, 1 << 24, 4, 32, 13, 4 << 24 | 1, 4, 13, 1, 0, 1, 12 << 24, 0
  };

  u32 (types, 1);
  u32 (types, 5);
  u32 (types, 24 + sizeof words + sizeof strings);
  ppv_test_recording_put (recording, types.bytes, 0xeb9f, 2);
  ppv_test_recording_put (recording, types.bytes, 1, 2);
  u32 (types, 24);
  u32 (types, 0);
  u32 (types, sizeof words);
  u32 (types, sizeof words);
  u32 (types, sizeof strings);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    u32 (types, words[i]);
  g_byte_array_append (types.bytes, (const guint8 *) strings, sizeof strings);
}

static void
test_names_bpf_programs (gconstpointer container)
{
  g_autoptr (PpvTestRecording) recording = begin (container);
  g_autoptr (PpvProfile) profile = NULL;
  const guint64 process = ppv_test_recording_pair (recording, 1, 1);

  put_program (recording);
  put_types (recording);
  ADD (recording, PERF_RECORD_SAMPLE, PERF_CPUMODE_KERNEL, 100, first_code + 4, process, 5, 1);
  ADD (recording, PERF_RECORD_SAMPLE, PERF_CPUMODE_KERNEL, 100, second_code + 4, process, 6, 2);
  profile = ppv_test_recording_load (recording);
  assert_fact (profile, "bpf_programs", "77 filter");
  g_assert_cmpint (
      ppv_test_stack_weight (profile, "bpf_prog_deadbeef00010203_drop_packet+0xffffffffc0000104"),
      ==, 1);
  g_assert_cmpint (
      ppv_test_stack_weight (profile, "bpf_prog_deadbeef00010203_F+0xffffffffc0000904"), ==, 2);
}

/* Perf writes the first number it does not know, without contents, behind the last section. */
static void
test_knows_the_end_of_sections (gconstpointer container)
{
  for (guint last = PERF_FEATURE_GROUP_DESC; last <= PERF_FEATURE_LAST_KNOWN + 1; last++)
    {
      g_autoptr (PpvTestRecording) recording = begin (container);
      g_autoptr (PpvProfile) profile = NULL;

      (void) section (recording, PERF_FEATURE_BRANCH_STACK);
      (void) section (recording, last);
      profile = ppv_test_recording_load (recording);
      assert_fact (profile, "branch_stacks", "yes");
      g_assert_true (ppv_profile_is_complete (profile));
    }
}

static void
add (const char *path, void (*test) (gconstpointer))
{
  static const char *const containers[] = { "", "big-endian/", "pipe/", "big-endian-pipe/" };

  for (guint i = 0; i < G_N_ELEMENTS (containers); i++)
    {
      g_autofree char *name = g_strdup_printf ("/perf-features/%s%s", containers[i], path);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("describes-the-machine", test_describes_the_machine);
  add ("tells-each-scheduling-domain-once", test_tells_each_scheduling_domain_once);
  add ("describes-the-events", test_describes_the_events);
  add ("tells-the-time-of-the-wall-clock", test_tells_the_time_of_the_wall_clock);
  add ("names-bpf-programs", test_names_bpf_programs);
  g_test_add_data_func ("/perf-features/pipe/knows-the-end-of-sections", GUINT_TO_POINTER (PIPE),
                        test_knows_the_end_of_sections);
  return g_test_run ();
}
