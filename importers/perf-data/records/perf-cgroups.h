/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "container/perf-walk.h"

/* PerfCgroups: names of control groups, which come in the first pass. */
typedef struct _PerfCgroups PerfCgroups;

PerfCgroups *perf_cgroups_new   (void);
void         perf_cgroups_free  (PerfCgroups       *self);
void         perf_cgroups_take  (PerfCgroups       *self,
                                 const PerfRecord  *record);

/* PerfCgroupCounts: how many samples each of them has, in one thread's part of the file. */
typedef struct _PerfCgroupCounts PerfCgroupCounts;

/* @groups is borrowed, and has all names. */
PerfCgroupCounts *perf_cgroup_counts_new   (const PerfCgroups      *groups);
void              perf_cgroup_counts_free  (PerfCgroupCounts       *self);
void              perf_cgroup_counts_add   (PerfCgroupCounts       *self,
                                            guint64                 id);
void              perf_cgroup_counts_merge (PerfCgroupCounts       *self,
                                            const PerfCgroupCounts *later);
void              perf_cgroup_counts_tell  (const PerfCgroupCounts *self,
                                            PpvProfileBuilder      *builder);

/* PerfNamespaces: which namespaces the processes were in. */
typedef struct _PerfNamespaces PerfNamespaces;

PerfNamespaces *perf_namespaces_new  (void);
void            perf_namespaces_free (PerfNamespaces       *self);
void            perf_namespaces_take (PerfNamespaces       *self,
                                      const PerfRecord     *record);
void            perf_namespaces_tell (const PerfNamespaces *self,
                                      PpvProfileBuilder    *builder);
