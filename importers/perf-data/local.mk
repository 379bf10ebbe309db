# SPDX-License-Identifier: LGPL-2.1-or-later
importer_LTLIBRARIES += %D%/import-perf-data.la
%C%_import_perf_data_la_SOURCES = \
	%D%/import-perf-data.c %D%/perf-format.h \
	%D%/perf-file.c %D%/perf-file.h \
	%D%/perf-attr.c %D%/perf-attr.h \
	%D%/perf-features.c %D%/perf-features.h \
	%D%/perf-text.c %D%/perf-text.h \
	%D%/perf-notes.c %D%/perf-notes.h \
	%D%/perf-aux.c %D%/perf-aux.h \
	%D%/perf-cgroups.c %D%/perf-cgroups.h \
	%D%/perf-stat.c %D%/perf-stat.h \
	%D%/perf-topology.c %D%/perf-topology.h \
	%D%/perf-bpf.c %D%/perf-bpf.h \
	%D%/perf-chains.c %D%/perf-chains.h \
	%D%/perf-modules.c %D%/perf-modules.h \
	%D%/perf-records.c %D%/perf-records.h \
	%D%/perf-sample.c %D%/perf-sample.h \
	%D%/perf-samples.c %D%/perf-samples.h \
	%D%/perf-inflate.c %D%/perf-inflate.h \
	%D%/perf-jit.c %D%/perf-jit.h \
	%D%/perf-maps.c %D%/perf-maps.h \
	%D%/perf-parts.c %D%/perf-parts.h %D%/perf-progress.h \
	%D%/perf-pipe.c %D%/perf-pipe.h \
	%D%/perf-quality.c %D%/perf-quality.h \
	%D%/perf-details.c %D%/perf-details.h \
	%D%/perf-offcpu.c %D%/perf-offcpu.h \
	%D%/perf-order.c %D%/perf-order.h \
	%D%/perf-sched.c %D%/perf-sched.h \
	%D%/perf-syscall-names.c %D%/perf-syscall-names.h \
	%D%/perf-syscalls.c %D%/perf-syscalls.h \
	%D%/perf-task-states.c %D%/perf-task-states.h \
	%D%/perf-trace.c %D%/perf-trace.h \
	%D%/perf-trace-eval.c %D%/perf-trace-eval.h \
	%D%/perf-trace-guard.c %D%/perf-trace-guard.h \
	%D%/perf-trace-number.c %D%/perf-trace-number.h \
	%D%/perf-trace-text.c %D%/perf-trace-text.h \
	%D%/perf-scout.c %D%/perf-scout.h \
	%D%/perf-view.c %D%/perf-view.h \
	%D%/perf-walk.c %D%/perf-walk.h \
	%D%/perf-changes.c %D%/perf-world.c %D%/perf-world.h %D%/perf-world-private.h \
	%D%/perf-unwind.c %D%/perf-unwind.h \
	%D%/perf-stacks.c %D%/perf-stacks.h
%C%_import_perf_data_la_CPPFLAGS = $(importer_cppflags)
%C%_import_perf_data_la_CFLAGS = $(AM_CFLAGS) $(ZSTD_CFLAGS) $(TRACEEVENT_CFLAGS)
%C%_import_perf_data_la_LIBADD = libperprovis.la $(ZSTD_LIBS) $(TRACEEVENT_LIBS) $(BASE_LIBS)
%C%_import_perf_data_la_LDFLAGS = $(plugin_ldflags)
EXTRA_DIST += %D%/make-syscall-names.py
