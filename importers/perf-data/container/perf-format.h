/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The numbers of perf.data: include/uapi/linux/perf_event.h for what the kernel
 * writes (Linux 6.18), tools/lib/perf/include/perf/event.h and
 * tools/perf/util/header.h for what perf adds.
 */

#pragma once

#include "ppv-reader.h"

enum {
  PERF_FILE_HEADER_SIZE = 104,
  PERF_PIPE_HEADER_SIZE = 16,
  PERF_ATTR_SIZE_VER0   = 64,
  PERF_RECORD_HEADER    = 8,
};

typedef enum {
  PERF_RECORD_MMAP             = 1,
  PERF_RECORD_LOST             = 2,
  PERF_RECORD_COMM             = 3,
  PERF_RECORD_EXIT             = 4,
  PERF_RECORD_THROTTLE         = 5,
  PERF_RECORD_UNTHROTTLE       = 6,
  PERF_RECORD_FORK             = 7,
  PERF_RECORD_READ             = 8,
  PERF_RECORD_SAMPLE           = 9,
  PERF_RECORD_MMAP2            = 10,
  PERF_RECORD_AUX              = 11,
  PERF_RECORD_LOST_SAMPLES     = 13,
  PERF_RECORD_SWITCH           = 14,
  PERF_RECORD_SWITCH_CPU_WIDE  = 15,
  PERF_RECORD_NAMESPACES       = 16,
  PERF_RECORD_KSYMBOL          = 17,
  PERF_RECORD_CGROUP           = 19,
  PERF_RECORD_TEXT_POKE        = 20,
  PERF_RECORD_DEFERRED         = 22, /* CALLCHAIN_DEFERRED */
  PERF_RECORD_USER_FIRST       = 64, /* from here on written by perf itself, without a trailer */
  PERF_RECORD_HEADER_ATTR      = 64,
  PERF_RECORD_TRACING_DATA     = 66,
  PERF_RECORD_BUILD_ID         = 67,
  PERF_RECORD_ROUND            = 68,
  PERF_RECORD_ID_INDEX         = 69,
  PERF_RECORD_AUXTRACE_INFO    = 70,
  PERF_RECORD_AUXTRACE         = 71,
  PERF_RECORD_AUXTRACE_ERROR   = 72,
  PERF_RECORD_THREAD_MAP       = 73,
  PERF_RECORD_CPU_MAP          = 74,
  PERF_RECORD_STAT_CONFIG      = 75,
  PERF_RECORD_STAT             = 76,
  PERF_RECORD_STAT_ROUND       = 77,
  PERF_RECORD_EVENT_UPDATE     = 78,
  PERF_RECORD_TIME_CONV        = 79,
  PERF_RECORD_FEATURE          = 80,
  PERF_RECORD_COMPRESSED       = 81,
  PERF_RECORD_COMPRESSED2      = 83,
  PERF_RECORD_SIMPLEPERF_FIRST = 32769,
  PERF_RECORD_SIMPLEPERF_LAST  = 32777,
} PerfRecordType;

enum {
  PERF_MISC_CPUMODE          = 7,
  PERF_MISC_COMM_EXEC        = 1 << 13,
  PERF_MISC_FORK_EXEC        = 1 << 13, /* made up by perf, which gives the maps itself */
  PERF_MISC_SWITCH_OUT       = 1 << 13,
  PERF_MISC_SWITCH_PREEMPT   = 1 << 14, /* that it did not want to leave */
  PERF_MISC_MMAP_BUILD_ID    = 1 << 14,
  PERF_MISC_BUILD_ID_SIZE    = 1 << 15,
  PERF_MISC_LOST_SAMPLES_BPF = 1 << 15,
};

typedef enum {
  PERF_CPUMODE_UNKNOWN      = 0,
  PERF_CPUMODE_KERNEL       = 1,
  PERF_CPUMODE_USER         = 2,
  PERF_CPUMODE_HYPERVISOR   = 3,
  PERF_CPUMODE_GUEST_KERNEL = 4,
  PERF_CPUMODE_GUEST_USER   = 5,
} PerfCpumode;

/* perf_record_ksymbol.flags */
enum { PERF_KSYMBOL_UNREGISTER = 1 << 0 };

/* perf_event_attr.type */
enum {
  PERF_TYPE_HARDWARE,
  PERF_TYPE_SOFTWARE,
  PERF_TYPE_TRACEPOINT,
  PERF_TYPE_HW_CACHE,
  PERF_TYPE_RAW,
  PERF_TYPE_BREAKPOINT,
};

/* perf_event_attr.sample_type */
#define PERF_SAMPLE_IP             (G_GUINT64_CONSTANT (1) << 0)
#define PERF_SAMPLE_TID            (G_GUINT64_CONSTANT (1) << 1)
#define PERF_SAMPLE_TIME           (G_GUINT64_CONSTANT (1) << 2)
#define PERF_SAMPLE_ADDR           (G_GUINT64_CONSTANT (1) << 3)
#define PERF_SAMPLE_READ           (G_GUINT64_CONSTANT (1) << 4)
#define PERF_SAMPLE_CALLCHAIN      (G_GUINT64_CONSTANT (1) << 5)
#define PERF_SAMPLE_ID             (G_GUINT64_CONSTANT (1) << 6)
#define PERF_SAMPLE_CPU            (G_GUINT64_CONSTANT (1) << 7)
#define PERF_SAMPLE_PERIOD         (G_GUINT64_CONSTANT (1) << 8)
#define PERF_SAMPLE_STREAM_ID      (G_GUINT64_CONSTANT (1) << 9)
#define PERF_SAMPLE_RAW            (G_GUINT64_CONSTANT (1) << 10)
#define PERF_SAMPLE_BRANCH_STACK   (G_GUINT64_CONSTANT (1) << 11)
#define PERF_SAMPLE_REGS_USER      (G_GUINT64_CONSTANT (1) << 12)
#define PERF_SAMPLE_STACK_USER     (G_GUINT64_CONSTANT (1) << 13)
#define PERF_SAMPLE_WEIGHT         (G_GUINT64_CONSTANT (1) << 14)
#define PERF_SAMPLE_DATA_SRC       (G_GUINT64_CONSTANT (1) << 15)
#define PERF_SAMPLE_IDENTIFIER     (G_GUINT64_CONSTANT (1) << 16)
#define PERF_SAMPLE_TRANSACTION    (G_GUINT64_CONSTANT (1) << 17)
#define PERF_SAMPLE_REGS_INTR      (G_GUINT64_CONSTANT (1) << 18)
#define PERF_SAMPLE_PHYS_ADDR      (G_GUINT64_CONSTANT (1) << 19)
#define PERF_SAMPLE_AUX            (G_GUINT64_CONSTANT (1) << 20)
#define PERF_SAMPLE_CGROUP         (G_GUINT64_CONSTANT (1) << 21)
#define PERF_SAMPLE_DATA_PAGE_SIZE (G_GUINT64_CONSTANT (1) << 22)
#define PERF_SAMPLE_CODE_PAGE_SIZE (G_GUINT64_CONSTANT (1) << 23)
#define PERF_SAMPLE_WEIGHT_STRUCT  (G_GUINT64_CONSTANT (1) << 24)
#define PERF_SAMPLE_KNOWN          ((G_GUINT64_CONSTANT (1) << 25) - 1)

/* Where the id of a sample is, and whether. */
#define PERF_SAMPLE_BEFORE_ID                                                      \
  (PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_IP | PERF_SAMPLE_TID | PERF_SAMPLE_TIME |  \
   PERF_SAMPLE_ADDR | PERF_SAMPLE_ID)

/* perf_event_attr.read_format */
enum {
  PERF_READ_ENABLED = 1 << 0,
  PERF_READ_RUNNING = 1 << 1,
  PERF_READ_ID      = 1 << 2,
  PERF_READ_GROUP   = 1 << 3,
  PERF_READ_LOST    = 1 << 4,
};

/* perf_record_aux.flags */
enum { PERF_AUX_TRUNCATED = 1 << 0 };

/* perf_record_event_update.type */
enum { PERF_UPDATE_UNIT, PERF_UPDATE_SCALE, PERF_UPDATE_NAME, PERF_UPDATE_CPUS };

/* bits of perf_event_attr's flag word */
enum {
  PERF_ATTR_EXCLUDE_USER    = 4,
  PERF_ATTR_EXCLUDE_KERNEL  = 5,
  PERF_ATTR_FREQ            = 10,
  PERF_ATTR_PRECISE         = 15, /* two bits */
  PERF_ATTR_SAMPLE_ID_ALL   = 18,
  PERF_ATTR_USE_CLOCKID     = 25,
  PERF_ATTR_DEFER_CALLCHAIN = 38,
};

/* branch_sample_type */
#define PERF_BRANCH_CALL_STACK (G_GUINT64_CONSTANT (1) << 11)
#define PERF_BRANCH_HW_INDEX   (G_GUINT64_CONSTANT (1) << 17)
#define PERF_BRANCH_COUNTERS   (G_GUINT64_CONSTANT (1) << 19)

/* Entries of a call chain from here on are no addresses. */
#define PERF_CONTEXT_MAX           ((guint64) -4095)
#define PERF_CONTEXT_HV            ((guint64) -32)
#define PERF_CONTEXT_KERNEL        ((guint64) -128)
#define PERF_CONTEXT_USER          ((guint64) -512)
#define PERF_CONTEXT_USER_DEFERRED ((guint64) -640)
#define PERF_CONTEXT_GUEST         ((guint64) -2048)
#define PERF_CONTEXT_GUEST_KERNEL  ((guint64) -2176)
#define PERF_CONTEXT_GUEST_USER    ((guint64) -2560)

typedef enum {
  PERF_FEATURE_TRACING_DATA     = 1,
  PERF_FEATURE_BUILD_ID         = 2,
  PERF_FEATURE_HOSTNAME         = 3,
  PERF_FEATURE_OSRELEASE        = 4,
  PERF_FEATURE_VERSION          = 5,
  PERF_FEATURE_ARCH             = 6,
  PERF_FEATURE_NRCPUS           = 7,
  PERF_FEATURE_CPUDESC          = 8,
  PERF_FEATURE_CPUID            = 9,
  PERF_FEATURE_TOTAL_MEM        = 10,
  PERF_FEATURE_CMDLINE          = 11,
  PERF_FEATURE_EVENT_DESC       = 12,
  PERF_FEATURE_CPU_TOPOLOGY     = 13,
  PERF_FEATURE_NUMA_TOPOLOGY    = 14,
  PERF_FEATURE_BRANCH_STACK     = 15,
  PERF_FEATURE_PMU_MAPPINGS     = 16,
  PERF_FEATURE_GROUP_DESC       = 17,
  PERF_FEATURE_AUXTRACE         = 18,
  PERF_FEATURE_STAT             = 19,
  PERF_FEATURE_CACHE            = 20,
  PERF_FEATURE_SAMPLE_TIME      = 21,
  PERF_FEATURE_MEM_TOPOLOGY     = 22,
  PERF_FEATURE_CLOCKID          = 23,
  PERF_FEATURE_DIR_FORMAT       = 24,
  PERF_FEATURE_BPF_PROG_INFO    = 25,
  PERF_FEATURE_BPF_BTF          = 26,
  PERF_FEATURE_COMPRESSED       = 27,
  PERF_FEATURE_CPU_PMU_CAPS     = 28,
  PERF_FEATURE_CLOCK_DATA       = 29,
  PERF_FEATURE_HYBRID_TOPOLOGY  = 30,
  PERF_FEATURE_PMU_CAPS         = 31,
  PERF_FEATURE_CPU_DOMAIN_INFO  = 32,
  PERF_FEATURE_E_MACHINE        = 33,
  PERF_FEATURE_CACHE_LINE_SIZE  = 34, /* CLN_SIZE */
  PERF_FEATURE_LAST_KNOWN       = 34,
  PERF_FEATURE_SIMPLEPERF_FIRST = 128,
  PERF_FEATURE_SIMPLEPERF_LAST  = 132,
  PERF_FEATURE_LIMIT            = 256,
} PerfFeature;

/* Whether the highest byte of a number, and the highest bit of a field of bits, came first. */
static inline gboolean
perf_is_big_endian (const PpvReader *reader)
{
  return (G_BYTE_ORDER == G_BIG_ENDIAN) != (reader->swap != FALSE);
}

/* The sum, or the end of 64 bits. */
static inline guint64
perf_sum (guint64 one,
          guint64 other)
{
  guint64 sum;

  return __builtin_add_overflow (one, other, &sum) ? G_MAXUINT64 : sum;
}
