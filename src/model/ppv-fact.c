/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Facts for people: their keys are stable words, and their values as files have them. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-number.h"
#include "ppv-profile.h"

/* What describes the machine to the last cache is a detail. */
static const struct {
  const char *key;
  const char *label;
  gboolean detail;
} labels[] = {
  { "host", N_ ("Host") },
  { "protocol_version", N_ ("Protocol version"), TRUE },
  { "version", N_ ("Version") },
  { "error_summary", N_ ("Sum of errors") },
  { "heap_usage", N_ ("Heap in all") },
  { "in_use_at_exit", N_ ("Heap at the end") },
  { "definitely_lost", N_ ("Definitely lost") },
  { "indirectly_lost", N_ ("Indirectly lost") },
  { "possibly_lost", N_ ("Possibly lost") },
  { "still_reachable", N_ ("Still reachable") },
  { "reachable_by_heuristic", N_ ("Reachable by heuristic"), TRUE },
  { "suppressed_leaks", N_ ("Suppressed leaks") },
  { "fatal_signal", N_ ("Ended by signal") },
  { "finished_after", N_ ("Finished after") },
  { "suppressions_used", N_ ("Suppressions used"), TRUE },
  { "client_messages", N_ ("Messages"), TRUE },
  { "command", N_ ("Command") },
  { "tool", N_ ("Tool") },
  { "options", N_ ("Options") },
  { "os_release", N_ ("OS release") },
  { "architecture", N_ ("Architecture") },
  { "cpus_online", N_ ("CPUs online") },
  { "cpus_available", N_ ("CPUs available") },
  { "cpu", N_ ("CPU") },
  { "cpu_id", N_ ("CPU identifier") },
  { "total_memory_kb", N_ ("Memory") },
  { "attached", N_ ("Attached while running") },
  { "peak_rss_bytes", N_ ("Peak of resident memory") },
  { "suppressed_leak_bytes", N_ ("Suppressed leaks") },
  { "start_time", N_ ("Started") },
  { "clock", N_ ("Clock") },
  { "sample_frequency", N_ ("Samples per second"), TRUE },
  { "sample_period", N_ ("Events per sample") },
  { "event_groups", N_ ("Event groups") },
  { "branch_stacks", N_ ("Branch stacks") },
  { "counts", N_ ("Counts") },
  { "threads_recorded", N_ ("Threads recorded"), TRUE },
  { "cpus_recorded", N_ ("CPUs recorded"), TRUE },
  { "cgroup_samples", N_ ("Samples by cgroup") },
  { "namespaces", N_ ("Namespaces") },
  { "bpf_programs", N_ ("BPF programs") },
  { "hybrid_topology", N_ ("Kinds of CPUs") },
  { "sockets", N_ ("Sockets"), TRUE },
  { "sibling_cores", N_ ("CPUs by socket"), TRUE },
  { "sibling_dies", N_ ("CPUs by die"), TRUE },
  { "sibling_threads", N_ ("CPUs by core"), TRUE },
  { "numa_nodes", N_ ("NUMA nodes"), TRUE },
  { "caches", N_ ("Caches"), TRUE },
  { "memory_topology", N_ ("Memory blocks"), TRUE },
  { "sched_domains", N_ ("Scheduling domains"), TRUE },
  { "pmu_mappings", N_ ("PMUs"), TRUE },
  { "pmu_caps", N_ ("PMU capabilities"), TRUE },
  { "cpu_pmu_caps", N_ ("CPU capabilities"), TRUE },
  { "first_sample_ns", N_ ("First sample"), TRUE },
  { "last_sample_ns", N_ ("Last sample"), TRUE },
  { "wall_clock_offset_ns", N_ ("Wall clock offset"), TRUE },
  { "clock_resolution_ns", N_ ("Clock resolution"), TRUE },
  { "time_conversion", N_ ("Time conversion"), TRUE },
  { "compression", N_ ("Compression"), TRUE },
  { "elf_machine", N_ ("ELF machine"), TRUE },
  { "cache_line_bytes", N_ ("Cache line"), TRUE },
  { "perf_stat", N_ ("Of perf stat"), TRUE },
  { "stat_summed_over", N_ ("Counts summed over"), TRUE },
  { "stat_interval_ms", N_ ("Interval of counts"), TRUE },
};

/**
 * ppv_fact_dup_label: (skip)
 * @self: a fact
 *
 * Returns: (transfer full): its key in words; "cpu_model" as "Cpu model" where the
 *     key is none that our importers write
 */
char *
ppv_fact_dup_label (const PpvFact *self)
{
  char *label;

  g_return_val_if_fail (self != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (labels[i].key, self->key))
      return g_strdup (_ (labels[i].label));
  label = g_strdelimit (g_strdup (self->key), "_", ' ');
  label[0] = g_ascii_toupper (label[0]);
  return label;
}

/**
 * ppv_fact_dup_value: (skip)
 * @self: a fact
 *
 * Returns: (transfer full): its value, numbers of a unit with it
 */
char *
ppv_fact_dup_value (const PpvFact *self)
{
  gint64 amount;

  g_return_val_if_fail (self != NULL, NULL);

  if (g_str_equal (self->key, "total_memory_kb") &&
      ppv_parse_i64 (self->value, strlen (self->value), &amount) &&
      !__builtin_mul_overflow (amount, 1024, &amount))
    return ppv_format_bytes (amount);
  if (g_str_has_suffix (self->key, "_bytes") &&
      ppv_parse_i64 (self->value, strlen (self->value), &amount))
    return ppv_format_bytes (amount);
  return g_strdup (self->value);
}

/**
 * ppv_fact_is_evidence: (skip)
 * @self: a fact
 *
 * Returns: whether its key begins with "quality_", as of those that the quality
 *     report puts into words
 */
gboolean
ppv_fact_is_evidence (const PpvFact *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_str_has_prefix (self->key, "quality_");
}

/**
 * ppv_fact_is_detail: (skip)
 * @self: a fact
 *
 * Returns: whether it is of interest to few, such as the sizes of caches
 */
gboolean
ppv_fact_is_detail (const PpvFact *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (labels[i].key, self->key))
      return labels[i].detail;
  return FALSE;
}
