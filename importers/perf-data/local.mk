# SPDX-License-Identifier: LGPL-2.1-or-later
# perf.data, in rooms of which each may use those before it; see docs/architecture.md.
importer_LTLIBRARIES += %D%/import-perf-data.la
%C%_import_perf_data_la_SOURCES = \
	%D%/import-perf-data.c \
	%D%/container/perf-format.h \
	%D%/container/perf-attr.c %D%/container/perf-attr.h \
	%D%/container/perf-file.c %D%/container/perf-file.h \
	%D%/container/perf-walk.c %D%/container/perf-walk.h \
	%D%/container/perf-inflate.c %D%/container/perf-inflate.h \
	%D%/tracing/perf-trace.c %D%/tracing/perf-trace.h \
	%D%/tracing/perf-trace-eval.c %D%/tracing/perf-trace-eval.h \
	%D%/tracing/perf-trace-guard.c %D%/tracing/perf-trace-guard.h \
	%D%/tracing/perf-trace-number.c %D%/tracing/perf-trace-number.h \
	%D%/tracing/perf-trace-text.c %D%/tracing/perf-trace-text.h \
	%D%/world/perf-maps.c %D%/world/perf-maps.h \
	%D%/world/perf-modules.c %D%/world/perf-modules.h \
	%D%/world/perf-world.c %D%/world/perf-world.h \
	%D%/world/perf-world-private.h \
	%D%/world/perf-changes.c \
	%D%/world/perf-view.c %D%/world/perf-view.h \
	%D%/world/perf-jit.c %D%/world/perf-jit.h \
	%D%/features/perf-features.c %D%/features/perf-features.h \
	%D%/features/perf-topology.c %D%/features/perf-topology.h \
	%D%/features/perf-bpf.c %D%/features/perf-bpf.h \
	%D%/features/perf-pipe.c %D%/features/perf-pipe.h \
	%D%/records/perf-records.c %D%/records/perf-records.h \
	%D%/records/perf-sample.c %D%/records/perf-sample.h \
	%D%/records/perf-notes.c %D%/records/perf-notes.h \
	%D%/records/perf-aux.c %D%/records/perf-aux.h \
	%D%/records/perf-cgroups.c %D%/records/perf-cgroups.h \
	%D%/records/perf-stat.c %D%/records/perf-stat.h \
	%D%/records/perf-quality.c %D%/records/perf-quality.h \
	%D%/stacks/perf-chains.c %D%/stacks/perf-chains.h \
	%D%/stacks/perf-stacks.c %D%/stacks/perf-stacks.h \
	%D%/stacks/perf-unwind.c %D%/stacks/perf-unwind.h \
	%D%/sched/perf-sched.c %D%/sched/perf-sched.h \
	%D%/sched/perf-task-states.c %D%/sched/perf-task-states.h \
	%D%/sched/perf-order.c %D%/sched/perf-order.h \
	%D%/sched/perf-offcpu.c %D%/sched/perf-offcpu.h \
	%D%/sched/perf-syscalls.c %D%/sched/perf-syscalls.h \
	%D%/sched/perf-syscall-names.c %D%/sched/perf-syscall-names.h \
	%D%/samples/perf-samples.c %D%/samples/perf-samples.h \
	%D%/samples/perf-details.c %D%/samples/perf-details.h \
	%D%/samples/perf-text.c %D%/samples/perf-text.h \
	%D%/samples/perf-parts.c %D%/samples/perf-parts.h \
	%D%/samples/perf-progress.h \
	%D%/samples/perf-scout.c %D%/samples/perf-scout.h
%C%_import_perf_data_la_CPPFLAGS = $(importer_cppflags) -I$(top_srcdir)/%D%
%C%_import_perf_data_la_CFLAGS = $(AM_CFLAGS) $(ZSTD_CFLAGS) $(TRACEEVENT_CFLAGS)
%C%_import_perf_data_la_LIBADD = libperprovis.la $(ZSTD_LIBS) $(TRACEEVENT_LIBS) $(BASE_LIBS)
%C%_import_perf_data_la_LDFLAGS = $(plugin_ldflags)
EXTRA_DIST += %D%/sched/make-syscall-names.py
