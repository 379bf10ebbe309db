# SPDX-License-Identifier: LGPL-2.1-or-later
importer_test_cppflags = $(front_cppflags) -I$(top_srcdir)/tests/importers
importer_test_helpers = %D%/ppv-test-import.c %D%/ppv-test-import.h

test_programs += %D%/test-import-collapsed
%C%_test_import_collapsed_SOURCES = %D%/test-import-collapsed.c $(importer_test_helpers)
%C%_test_import_collapsed_CPPFLAGS = $(importer_test_cppflags)
%C%_test_import_collapsed_LDADD = $(test_black)

test_programs += %D%/test-import-callgrind
%C%_test_import_callgrind_SOURCES = %D%/test-import-callgrind.c $(importer_test_helpers)
%C%_test_import_callgrind_CPPFLAGS = $(importer_test_cppflags)
%C%_test_import_callgrind_LDADD = $(test_black)

test_programs += %D%/test-import-gperftools
%C%_test_import_gperftools_SOURCES = %D%/test-import-gperftools.c $(importer_test_helpers)
%C%_test_import_gperftools_CPPFLAGS = $(importer_test_cppflags)
%C%_test_import_gperftools_LDADD = $(test_black) -lm

test_programs += %D%/test-import-sanitizer
%C%_test_import_sanitizer_SOURCES = %D%/test-import-sanitizer.c $(importer_test_helpers)
%C%_test_import_sanitizer_CPPFLAGS = $(importer_test_cppflags)
%C%_test_import_sanitizer_LDADD = $(test_black)

test_programs += %D%/test-import-perf-script
%C%_test_import_perf_script_SOURCES = %D%/test-import-perf-script.c $(importer_test_helpers)
%C%_test_import_perf_script_CPPFLAGS = $(importer_test_cppflags)
%C%_test_import_perf_script_LDADD = $(test_black)
EXTRA_DIST += tests/data/waits.perf-script tests/data/group.perf-script

test_programs += %D%/test-import-massif
%C%_test_import_massif_SOURCES = %D%/test-import-massif.c $(importer_test_helpers)
%C%_test_import_massif_CPPFLAGS = $(importer_test_cppflags)
%C%_test_import_massif_LDADD = $(test_black)

test_programs += %D%/test-import-heaptrack
%C%_test_import_heaptrack_SOURCES = %D%/test-import-heaptrack.c $(importer_test_helpers)
%C%_test_import_heaptrack_CPPFLAGS = $(importer_test_cppflags)
%C%_test_import_heaptrack_LDADD = $(test_black)
test_programs += %D%/test-import-dhat
%C%_test_import_dhat_SOURCES = %D%/test-import-dhat.c $(importer_test_helpers)
%C%_test_import_dhat_CPPFLAGS = $(importer_test_cppflags)
%C%_test_import_dhat_LDADD = $(test_black)
EXTRA_DIST += tests/data/forget.dhat tests/data/forget-copy.dhat
EXTRA_DIST += tests/data/src/forget.c tests/data/forget.heaptrack tests/data/forget.heaptrack.gz \
	tests/data/forget-raw.heaptrack

# What prints figures, and what compares them, have in common.
figures_helpers = %D%/ppv-test-figures.c %D%/ppv-test-figures.h
EXTRA_DIST += %D%/figures.py

# Compares figures of heaps with those that are known: of the shared corpus, and of viewers.
check_PROGRAMS += %D%/heap-figures
%C%_heap_figures_SOURCES = %D%/heap-figures.c $(figures_helpers)
%C%_heap_figures_CPPFLAGS = $(importer_test_cppflags)
%C%_heap_figures_LDADD = $(test_black)
test_scripts += %D%/test-heap-figures.py
test_programs += %D%/test-import-memcheck
%C%_test_import_memcheck_SOURCES = %D%/test-import-memcheck.c $(importer_test_helpers)
%C%_test_import_memcheck_CPPFLAGS = $(importer_test_cppflags)
%C%_test_import_memcheck_LDADD = $(test_black)
test_programs += %D%/test-import-memcheck-log
%C%_test_import_memcheck_log_SOURCES = %D%/test-import-memcheck-log.c $(importer_test_helpers)
%C%_test_import_memcheck_log_CPPFLAGS = $(importer_test_cppflags)
%C%_test_import_memcheck_log_LDADD = $(test_black)
test_scripts += %D%/test-errors-figures.py
EXTRA_DIST += \
	tests/data/src/mistakes.c \
	tests/data/memcheck.xml tests/data/memcheck.txt \
	tests/data/suppressed.xml tests/data/suppressed.txt \
	tests/data/helgrind.xml tests/data/helgrind.txt \
	tests/data/drd.xml tests/data/drd.txt

# Compares figures with those that are known: of the shared corpus, and of ms_print.
check_PROGRAMS += %D%/text-figures
%C%_text_figures_SOURCES = %D%/text-figures.c $(figures_helpers)
%C%_text_figures_CPPFLAGS = $(importer_test_cppflags)
%C%_text_figures_LDADD = $(test_black)
test_scripts += %D%/test-text-figures.py %D%/test-call-figures.py

EXTRA_DIST += \
	tests/record-fixtures.sh tests/data/README.md \
	tests/data/src/allocate.c tests/data/src/places.c tests/data/src/scopes.cpp tests/data/src/spin.c \
	tests/data/allocate.massif tests/data/allocate-pages.massif tests/data/allocate-stacks.massif \
	tests/data/forget.ms tests/data/forget.kcg tests/data/forget-leak.kcg \
	tests/data/sample.callgrind tests/data/sample.cachegrind \
	tests/data/spin-merged.folded tests/data/spin-samples.folded


test_programs += %D%/test-import-perf-data %D%/test-perf-sample %D%/test-perf-maps %D%/test-perf-walk \
	%D%/test-hostile-perf-data
%C%_test_hostile_perf_data_SOURCES = %D%/test-hostile-perf-data.c $(importer_test_helpers)
%C%_test_hostile_perf_data_CPPFLAGS = \
	$(importer_test_cppflags) -I$(top_srcdir)/importers/perf-data
%C%_test_hostile_perf_data_LDADD = $(test_black)
%C%_test_import_perf_data_SOURCES = %D%/test-import-perf-data.c $(importer_test_helpers)
%C%_test_import_perf_data_CPPFLAGS = $(importer_test_cppflags)
%C%_test_import_perf_data_LDADD = $(test_black)
%C%_test_perf_sample_SOURCES = %D%/test-perf-sample.c \
	importers/perf-data/records/perf-sample.c importers/perf-data/container/perf-attr.c
%C%_test_perf_sample_CPPFLAGS = $(importer_cppflags) -I$(top_srcdir)/importers/perf-data
%C%_test_perf_sample_LDADD = $(test_black)
%C%_test_perf_maps_SOURCES = %D%/test-perf-maps.c importers/perf-data/world/perf-maps.c
%C%_test_perf_maps_CPPFLAGS = $(importer_cppflags) -I$(top_srcdir)/importers/perf-data
%C%_test_perf_maps_LDADD = $(test_black)
test_programs += %D%/test-perf-threads
%C%_test_perf_threads_SOURCES = %D%/test-perf-threads.c $(importer_test_helpers) \
	tests/ppv-test-same.c tests/ppv-test-same.h
%C%_test_perf_threads_CPPFLAGS = $(importer_test_cppflags) -I$(top_srcdir)/tests
%C%_test_perf_threads_LDADD = $(test_black)
%C%_test_perf_walk_SOURCES = %D%/test-perf-walk.c importers/perf-data/container/perf-walk.c
%C%_test_perf_walk_CPPFLAGS = $(importer_cppflags) -I$(top_srcdir)/importers/perf-data
%C%_test_perf_walk_LDADD = $(test_black)

test_programs += %D%/test-perf-quality
%C%_test_perf_quality_SOURCES = %D%/test-perf-quality.c importers/perf-data/records/perf-quality.c \
	importers/perf-data/records/perf-sample.c importers/perf-data/container/perf-attr.c
%C%_test_perf_quality_CPPFLAGS = $(importer_cppflags) -I$(top_srcdir)/importers/perf-data
%C%_test_perf_quality_LDADD = $(test_black)

EXTRA_DIST += \
	tests/data/src/sample.c tests/data/programs/sample tests/data/programs/parent tests/data/programs/tables \
	tests/data/sample.perf.data tests/data/several.perf.data tests/data/fields.perf.data \
	tests/data/group.perf.data tests/data/stacks.perf.data tests/data/unwound.perf.data tests/data/compressed.perf.data \
	tests/data/pipe.perf.data tests/data/packed-pipe.perf.data tests/data/switches.perf.data \
	tests/data/folder.perf.data/data tests/data/folder.perf.data/data.0 \
	tests/data/folder.perf.data/data.1

# Recordings made in the test, record by record.
recording_helpers = %D%/ppv-test-recording.c %D%/ppv-test-recording.h
recording_cppflags = $(importer_test_cppflags) -I$(top_srcdir)/importers/perf-data
test_programs += %D%/test-perf-containers %D%/test-perf-space
%C%_test_perf_space_SOURCES = %D%/test-perf-space.c $(importer_test_helpers) $(recording_helpers)
%C%_test_perf_space_CPPFLAGS = $(recording_cppflags)
%C%_test_perf_space_LDADD = $(test_black)
%C%_test_perf_containers_SOURCES = %D%/test-perf-containers.c $(importer_test_helpers)
%C%_test_perf_containers_CPPFLAGS = $(importer_test_cppflags)
%C%_test_perf_containers_LDADD = $(test_black)
test_programs += %D%/test-perf-records
%C%_test_perf_records_SOURCES = %D%/test-perf-records.c $(importer_test_helpers) $(recording_helpers)
%C%_test_perf_records_CPPFLAGS = $(recording_cppflags)
%C%_test_perf_records_LDADD = $(test_black)
test_programs += %D%/test-perf-jit
%C%_test_perf_jit_SOURCES = %D%/test-perf-jit.c $(importer_test_helpers) $(recording_helpers) \
	tests/symbols/ppv-jit-maker.c tests/symbols/ppv-jit-maker.h
%C%_test_perf_jit_CPPFLAGS = $(recording_cppflags) -I$(top_srcdir)/tests
%C%_test_perf_jit_LDADD = $(test_black)
test_programs += %D%/test-perf-text
%C%_test_perf_text_SOURCES = %D%/test-perf-text.c importers/perf-data/samples/perf-text.c
%C%_test_perf_text_CPPFLAGS = $(importer_cppflags) -I$(top_srcdir)/importers/perf-data
%C%_test_perf_text_LDADD = $(test_black)
test_programs += %D%/test-perf-features
%C%_test_perf_features_SOURCES = %D%/test-perf-features.c $(importer_test_helpers) $(recording_helpers)
%C%_test_perf_features_CPPFLAGS = $(recording_cppflags)
%C%_test_perf_features_LDADD = $(test_black)
EXTRA_DIST += %D%/compare-timehist.py \
	tests/data/waits.perf.data tests/data/syscalls.perf.data
# Compares recordings with figures that are known: of the shared corpus.
check_PROGRAMS += %D%/perf-figures
%C%_perf_figures_SOURCES = %D%/perf-figures.c $(figures_helpers)
%C%_perf_figures_CPPFLAGS = $(importer_test_cppflags)
%C%_perf_figures_LDADD = $(test_black)
test_scripts += %D%/test-corpus.py

tracing_helpers = $(importer_test_helpers) $(recording_helpers) \
	%D%/ppv-test-tracing.c %D%/ppv-test-tracing.h
test_programs += %D%/test-perf-tracepoints %D%/test-perf-offcpu
%C%_test_perf_tracepoints_SOURCES = %D%/test-perf-tracepoints.c $(tracing_helpers)
%C%_test_perf_tracepoints_CPPFLAGS = $(recording_cppflags)
%C%_test_perf_tracepoints_LDADD = $(test_black)
%C%_test_perf_offcpu_SOURCES = %D%/test-perf-offcpu.c $(tracing_helpers)
%C%_test_perf_offcpu_CPPFLAGS = $(recording_cppflags)
%C%_test_perf_offcpu_LDADD = $(test_black)
test_programs += %D%/test-perf-forms
%C%_test_perf_forms_SOURCES = %D%/test-perf-forms.c $(importer_test_helpers) $(recording_helpers)
%C%_test_perf_forms_CPPFLAGS = $(recording_cppflags)
%C%_test_perf_forms_CFLAGS = $(AM_CFLAGS) $(ZSTD_CFLAGS)
%C%_test_perf_forms_LDADD = $(test_black) $(ZSTD_LIBS)
