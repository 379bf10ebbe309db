/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The layouts are those of tools/perf/util/header.c. */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "container/perf-format.h"
#include "perf-topology.h"

/* A fact is read by people: longer lists are damage, or of no use. */
enum { MAX_FACT_BYTES = 1 << 14 };

/* clockid_t of Linux, by number. */
static const char *const clocks[] = {
  "CLOCK_REALTIME",          "CLOCK_MONOTONIC",     "CLOCK_PROCESS_CPUTIME_ID",
  "CLOCK_THREAD_CPUTIME_ID", "CLOCK_MONOTONIC_RAW", "CLOCK_REALTIME_COARSE",
  "CLOCK_MONOTONIC_COARSE",  "CLOCK_BOOTTIME",
};

const char *
perf_header_text (PpvReader *reader, gsize *length)
{
  guint32 size = ppv_reader_u32 (reader);

  return ppv_reader_text (reader, size, length);
}

static void
add_fact (PerfFile *file, const char *key, const GString *text)
{
  if (text->len > 0)
    ppv_profile_builder_fact (file->builder, key, text->str,
                              (gssize) MIN (text->len, MAX_FACT_BYTES));
}

static void G_GNUC_PRINTF (3, 4) add_line (PerfFile *file, const char *key, const char *format, ...)
{
  g_autoptr (GString) text = g_string_new (NULL);
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (text, format, args);
  va_end (args);
  add_fact (file, key, text);
}

/* FALSE when there is nothing more worth reading. */
static gboolean
goes_on (const PpvReader *reader, const GString *text)
{
  return !reader->failed && text->len < MAX_FACT_BYTES;
}

static void
separate (GString *text)
{
  if (text->len > 0)
    g_string_append (text, "; ");
}

/* A string of the section to the end of @text. */
static void
append_text (GString *text, PpvReader *reader)
{
  gsize length;
  const char *bytes = perf_header_text (reader, &length);

  g_string_append_len (text, bytes, (gssize) length);
}

/* --- processors and memory ---------------------------------------------------------- */

static void
read_siblings (PerfFile *file, PpvReader *reader, const char *key)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint32 n_lists = ppv_reader_u32 (reader);

  for (guint32 i = 0; i < n_lists && !reader->failed; i++)
    {
      separate (text);
      append_text (text, reader);
    }
  add_fact (file, key, text);
}

/* Core and socket of each processor; the number of sockets is what people ask for. */
static void
read_cores (PerfFile *file, PpvReader *reader)
{
  guint64 sockets[1024 / 64] = { 0 };
  guint n_sockets = 0;

  for (guint32 i = 0; i < file->n_cpus_available && ppv_reader_left (reader) >= 8; i++)
    {
      guint32 socket;

      ppv_reader_skip (reader, 4); /* its core */
      socket = ppv_reader_u32 (reader) % 1024;
      n_sockets += !(sockets[socket / 64] >> (socket % 64) & 1);
      sockets[socket / 64] |= G_GUINT64_CONSTANT (1) << (socket % 64);
    }
  if (n_sockets > 0)
    add_line (file, "sockets", "%u", n_sockets);
}

/* Older ones end behind the threads, or behind the cores. */
static void
read_cpu_topology (PerfFile *file, PpvReader *reader)
{
  read_siblings (file, reader, "sibling_cores");
  read_siblings (file, reader, "sibling_threads");
  if (ppv_reader_left (reader) == 0)
    return;
  read_cores (file, reader);
  if (ppv_reader_left (reader) > 0)
    read_siblings (file, reader, "sibling_dies");
}

static void
read_numa_topology (PerfFile *file, PpvReader *reader)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint32 n_nodes = ppv_reader_u32 (reader);

  for (guint32 i = 0; i < n_nodes && goes_on (reader, text); i++)
    {
      guint32 node = ppv_reader_u32 (reader);
      guint64 total = ppv_reader_u64 (reader);
      guint64 unused = ppv_reader_u64 (reader);

      separate (text);
      g_string_append_printf (text, "node %u: %" PRIu64 " kB, %" PRIu64 " kB free, cpus ", node,
                              total, unused);
      append_text (text, reader);
    }
  add_fact (file, "numa_nodes", text);
}

static void
read_caches (PerfFile *file, PpvReader *reader)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint32 version = ppv_reader_u32 (reader);
  guint32 n_caches = ppv_reader_u32 (reader);

  for (guint32 i = 0; version == 1 && i < n_caches && goes_on (reader, text); i++)
    {
      guint32 level = ppv_reader_u32 (reader);
      guint32 line = ppv_reader_u32 (reader);
      guint32 sets = ppv_reader_u32 (reader);
      guint32 ways = ppv_reader_u32 (reader);

      separate (text);
      g_string_append_printf (text, "L%u ", level);
      append_text (text, reader);
      g_string_append_c (text, ' ');
      append_text (text, reader);
      g_string_append_printf (text, " (%u ways, %u sets, lines of %u) cpus ", ways, sets, line);
      append_text (text, reader);
    }
  add_fact (file, "caches", text);
}

/* Blocks of memory that are there, node by node. */
static void
read_memory_topology (PerfFile *file, PpvReader *reader)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 version = ppv_reader_u64 (reader);
  guint64 block = ppv_reader_u64 (reader);
  guint64 n_nodes = ppv_reader_u64 (reader);

  for (guint64 i = 0; version == 1 && i < n_nodes && goes_on (reader, text); i++)
    {
      guint64 node = ppv_reader_u64 (reader);
      guint64 n_blocks = 0, n_bits;

      ppv_reader_skip (reader, 8); /* the same number of bits as follows */
      n_bits = ppv_reader_u64 (reader);
      for (guint64 at = 0; at < n_bits && !reader->failed; at += 64)
        n_blocks += (guint64) __builtin_popcountll (ppv_reader_u64 (reader));
      separate (text);
      g_string_append_printf (text, "node %" PRIu64 ": %" PRIu64 " blocks of %" PRIu64 " bytes",
                              node, n_blocks, block);
    }
  add_fact (file, "memory_topology", text);
}

static void
read_hybrid_topology (PerfFile *file, PpvReader *reader)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint32 n_pmus = ppv_reader_u32 (reader);

  for (guint32 i = 0; i < n_pmus && goes_on (reader, text); i++)
    {
      separate (text);
      append_text (text, reader);
      g_string_append (text, ": cpus ");
      append_text (text, reader);
    }
  add_fact (file, "hybrid_topology", text);
}

/* Version 17 of /proc/schedstat has names of domains, and the section too. */
static void
read_domain (PpvReader *reader, gboolean has_names, GString *text)
{
  g_string_append_printf (text, "domain %u", ppv_reader_u32 (reader));
  if (has_names)
    {
      g_string_append (text, " (");
      append_text (text, reader);
      g_string_append_c (text, ')');
    }
  ppv_reader_skip (reader, ppv_reader_u32 (reader)); /* the processors as a mask */
  g_string_append (text, ": cpus ");
  append_text (text, reader);
}

/*
 * What each processor is balanced with, to the end of the section: their number is not
 * told.  Those of a domain tell the same of it, which is shown once.
 */
static void
read_domains (PerfFile *file, PpvReader *reader)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint32 version = ppv_reader_u32 (reader);

  ppv_reader_skip (reader, 4); /* the most domains of a processor */
  while (ppv_reader_left (reader) >= 8 && goes_on (reader, text))
    {
      guint32 n_domains;

      ppv_reader_skip (reader, 4); /* the processor */
      n_domains = ppv_reader_u32 (reader);
      for (guint32 i = 0; i < n_domains && goes_on (reader, text); i++)
        {
          g_autoptr (GString) domain = g_string_new (NULL);

          read_domain (reader, version >= 17, domain);
          if (reader->failed || !g_hash_table_add (known, g_strdup (domain->str)))
            continue;
          separate (text);
          g_string_append_len (text, domain->str, (gssize) domain->len);
        }
    }
  add_fact (file, "sched_domains", text);
}

/* --- events -------------------------------------------------------------------------- */

/* Events of types beyond the fixed ones are of these. */
static void
read_pmu_mappings (PerfFile *file, PpvReader *reader)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint32 n_pmus = ppv_reader_u32 (reader);

  for (guint32 i = 0; i < n_pmus && goes_on (reader, text); i++)
    {
      guint32 type = ppv_reader_u32 (reader);
      gsize length;
      const char *name = perf_header_text (reader, &length);

      if (reader->failed)
        break;
      perf_events_name_pmu (&file->events, type, name, length);
      g_string_append_printf (text, "%s%.*s = %u", text->len > 0 ? ", " : "", (int) length, name,
                              type);
    }
  add_fact (file, "pmu_mappings", text);
}

static void
append_members (const PerfFile *file, GString *text, guint32 leader, guint32 n_members)
{
  const PerfEvents *events = &file->events;

  g_string_append_c (text, '{');
  for (guint32 i = 0; i < n_members && leader + i < perf_events_count (events); i++)
    {
      g_autofree char *made = NULL;
      const char *name = perf_events_get (events, leader + i)->name;

      if (name == NULL)
        name = made = perf_event_dup_name (perf_events_get (events, leader + i));
      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", name);
    }
  g_string_append_c (text, '}');
}

static void
read_groups (PerfFile *file, PpvReader *reader)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint32 n_groups = ppv_reader_u32 (reader);

  for (guint32 i = 0; i < n_groups && goes_on (reader, text); i++)
    {
      gsize length;
      const char *name = perf_header_text (reader, &length);
      guint32 leader = ppv_reader_u32 (reader);
      guint32 n_members = ppv_reader_u32 (reader);

      if (reader->failed || leader >= perf_events_count (&file->events))
        break;
      separate (text);
      if (length > 0 && !g_str_has_prefix (name, "{anon_group}"))
        g_string_append_len (text, name, (gssize) length);
      append_members (file, text, leader, n_members);
    }
  add_fact (file, "event_groups", text);
}

static void
append_capabilities (GString *text, PpvReader *reader)
{
  guint32 n_capabilities = ppv_reader_u32 (reader);

  for (guint32 i = 0; i < n_capabilities && goes_on (reader, text); i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      append_text (text, reader);
      g_string_append_c (text, '=');
      append_text (text, reader);
    }
}

static void
read_cpu_capabilities (PerfFile *file, PpvReader *reader)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_capabilities (text, reader);
  add_fact (file, "cpu_pmu_caps", text);
}

/* The name of each stands behind what it can do. */
static void
read_capabilities (PerfFile *file, PpvReader *reader)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint32 n_pmus = ppv_reader_u32 (reader);

  for (guint32 i = 0; i < n_pmus && goes_on (reader, text); i++)
    {
      g_autoptr (GString) capabilities = g_string_new (NULL);

      append_capabilities (capabilities, reader);
      separate (text);
      append_text (text, reader);
      g_string_append_printf (text, ": %s", capabilities->str);
    }
  add_fact (file, "pmu_caps", text);
}

/* --- times --------------------------------------------------------------------------- */

/* A moment of the recording's clock as the wall clock showed it. */
static void
add_start (PerfFile *file, guint64 moment)
{
  gint64 wall = (gint64) (moment + file->wall_offset);
  g_autoptr (GDateTime) seconds = NULL;
  g_autofree char *text = NULL;

  if (!file->has_wall_clock || wall <= 0)
    return;
  seconds = g_date_time_new_from_unix_utc (wall / G_GINT64_CONSTANT (1000000000));
  text = seconds != NULL ? g_date_time_format (seconds, "%Y-%m-%dT%H:%M:%S") : NULL;
  if (text != NULL)
    add_line (file, "start_time", "%s.%09" PRId64 "Z", text, wall % G_GINT64_CONSTANT (1000000000));
}

static void
read_sample_time (PerfFile *file, PpvReader *reader)
{
  guint64 last;

  file->first_sample = ppv_reader_u64 (reader);
  last = ppv_reader_u64 (reader);
  if (last == 0)
    return; /* without samples */
  add_line (file, "first_sample_ns", "%" PRIu64, file->first_sample);
  add_line (file, "last_sample_ns", "%" PRIu64, last);
}

static void
read_clock (PerfFile *file, PpvReader *reader)
{
  guint32 version = ppv_reader_u32 (reader);
  guint32 clock = ppv_reader_u32 (reader);
  guint64 wall = ppv_reader_u64 (reader);
  guint64 moment = ppv_reader_u64 (reader);

  if (version != 1 || reader->failed || moment == 0)
    return; /* perf stat writes sections without anything in them */
  if (clock < G_N_ELEMENTS (clocks))
    add_line (file, "clock", "%s", clocks[clock]);
  else
    add_line (file, "clock", "%u", clock);
  file->has_wall_clock = TRUE;
  file->wall_offset = wall - moment;
  add_line (file, "wall_clock_offset_ns", "%" PRId64, (gint64) file->wall_offset);
  add_start (file, file->first_sample != 0 ? file->first_sample : moment);
}

static void
read_resolution (PerfFile *file, PpvReader *reader)
{
  guint64 resolution = ppv_reader_u64 (reader);

  if (resolution != 0)
    add_line (file, "clock_resolution_ns", "%" PRIu64, resolution);
}

/* --- the file itself ----------------------------------------------------------------- */

static void
read_compression (PerfFile *file, PpvReader *reader)
{
  guint32 kind, level, ratio;

  ppv_reader_skip (reader, 4); /* the version */
  kind = ppv_reader_u32 (reader);
  level = ppv_reader_u32 (reader);
  ratio = ppv_reader_u32 (reader);
  if (!reader->failed && kind != 0)
    add_line (file, "compression", "%s, level %u, ratio %u", kind == 1 ? "zstd" : "unknown", level,
              ratio);
}

/* The numbers of ELF, as in elf.h. */
static void
read_machine (PerfFile *file, PpvReader *reader)
{
  guint32 machine = ppv_reader_u32 (reader);
  guint32 flags = ppv_reader_u32 (reader);

  if (!reader->failed)
    add_line (file, "elf_machine", "%u, flags 0x%x", machine, flags);
}

void
perf_topology_read (PerfFile *file, guint feature, PpvReader *reader)
{
  switch (feature)
    {
    case PERF_FEATURE_CPU_TOPOLOGY:
      return read_cpu_topology (file, reader);
    case PERF_FEATURE_NUMA_TOPOLOGY:
      return read_numa_topology (file, reader);
    case PERF_FEATURE_BRANCH_STACK:
      return add_line (file, "branch_stacks", "yes");
    case PERF_FEATURE_PMU_MAPPINGS:
      return read_pmu_mappings (file, reader);
    case PERF_FEATURE_GROUP_DESC:
      return read_groups (file, reader);
    case PERF_FEATURE_STAT:
      return add_line (file, "perf_stat", "yes");
    case PERF_FEATURE_CACHE:
      return read_caches (file, reader);
    case PERF_FEATURE_SAMPLE_TIME:
      return read_sample_time (file, reader);
    case PERF_FEATURE_MEM_TOPOLOGY:
      return read_memory_topology (file, reader);
    case PERF_FEATURE_CLOCKID:
      return read_resolution (file, reader);
    case PERF_FEATURE_COMPRESSED:
      return read_compression (file, reader);
    case PERF_FEATURE_CPU_PMU_CAPS:
      return read_cpu_capabilities (file, reader);
    case PERF_FEATURE_CLOCK_DATA:
      return read_clock (file, reader);
    case PERF_FEATURE_HYBRID_TOPOLOGY:
      return read_hybrid_topology (file, reader);
    case PERF_FEATURE_PMU_CAPS:
      return read_capabilities (file, reader);
    case PERF_FEATURE_CPU_DOMAIN_INFO:
      return read_domains (file, reader);
    case PERF_FEATURE_E_MACHINE:
      return read_machine (file, reader);
    case PERF_FEATURE_CACHE_LINE_SIZE:
      return add_line (file, "cache_line_bytes", "%" PRIu32, ppv_reader_u32 (reader));
    default:
      return;
    }
}
