# SPDX-License-Identifier: LGPL-2.1-or-later
# One libFuzzer target for each importer, for symbols, for unwinding, for jitdumps, and for stages of
# perf.data, after
#
#     ./configure CC=clang --enable-fuzzing --enable-sanitizers=address,undefined --disable-gui
#
# "make fuzz" runs each of them for FUZZ_RUNS executions from the fixtures.
EXTRA_DIST += %D%/memcheck.dict %D%/memcheck-log.dict \
	%D%/perf-data.dict %D%/massif.dict %D%/collapsed.dict %D%/perf-script.dict %D%/heaptrack.dict \
	%D%/callgrind.dict %D%/dhat.dict %D%/sanitizer.dict %D%/gperftools-heap.dict %D%/gperftools-cpu.dict \
	%D%/tracing.dict %D%/tracing/arguments %D%/tracing/enter %D%/tracing/switch \
	%D%/jit-dump.dict %D%/jit-dump/little %D%/jit-dump/big

if ENABLE_FUZZING
noinst_PROGRAMS += %D%/fuzz-perf-data %D%/fuzz-massif %D%/fuzz-collapsed %D%/fuzz-symbols
%C%_fuzz_perf_data_SOURCES = %D%/fuzz-import.c
%C%_fuzz_perf_data_CPPFLAGS = $(front_cppflags) -DFUZZ_IMPORTER='"perf-data"'
%C%_fuzz_perf_data_LDADD = libperprovis.la $(BASE_LIBS)
%C%_fuzz_perf_data_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_massif_SOURCES = %D%/fuzz-import.c
%C%_fuzz_massif_CPPFLAGS = $(front_cppflags) -DFUZZ_IMPORTER='"massif"'
%C%_fuzz_massif_LDADD = libperprovis.la $(BASE_LIBS)
%C%_fuzz_massif_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
noinst_PROGRAMS += %D%/fuzz-heaptrack %D%/fuzz-dhat
%C%_fuzz_dhat_SOURCES = %D%/fuzz-import.c
%C%_fuzz_dhat_CPPFLAGS = $(front_cppflags) -DFUZZ_IMPORTER='"dhat"'
%C%_fuzz_dhat_LDADD = libperprovis.la $(BASE_LIBS)
%C%_fuzz_dhat_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_heaptrack_SOURCES = %D%/fuzz-import.c
%C%_fuzz_heaptrack_CPPFLAGS = $(front_cppflags) -DFUZZ_IMPORTER='"heaptrack"'
%C%_fuzz_heaptrack_LDADD = libperprovis.la $(BASE_LIBS)
%C%_fuzz_heaptrack_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
noinst_PROGRAMS += %D%/fuzz-callgrind %D%/fuzz-cachegrind
%C%_fuzz_callgrind_SOURCES = %D%/fuzz-import.c
%C%_fuzz_callgrind_CPPFLAGS = $(front_cppflags) -DFUZZ_IMPORTER='"callgrind"'
%C%_fuzz_callgrind_LDADD = libperprovis.la $(BASE_LIBS)
%C%_fuzz_callgrind_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_cachegrind_SOURCES = %D%/fuzz-import.c
%C%_fuzz_cachegrind_CPPFLAGS = $(front_cppflags) -DFUZZ_IMPORTER='"cachegrind"'
%C%_fuzz_cachegrind_LDADD = libperprovis.la $(BASE_LIBS)
%C%_fuzz_cachegrind_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_collapsed_SOURCES = %D%/fuzz-import.c
%C%_fuzz_collapsed_CPPFLAGS = $(front_cppflags) -DFUZZ_IMPORTER='"collapsed"'
%C%_fuzz_collapsed_LDADD = libperprovis.la $(BASE_LIBS)
%C%_fuzz_collapsed_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer

noinst_PROGRAMS += %D%/fuzz-perf-script
%C%_fuzz_perf_script_SOURCES = %D%/fuzz-import.c
%C%_fuzz_perf_script_CPPFLAGS = $(front_cppflags) -DFUZZ_IMPORTER='"perf-script"'
%C%_fuzz_perf_script_LDADD = libperprovis.la $(BASE_LIBS)
%C%_fuzz_perf_script_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
noinst_PROGRAMS += %D%/fuzz-memcheck %D%/fuzz-memcheck-log
%C%_fuzz_memcheck_SOURCES = %D%/fuzz-import.c
%C%_fuzz_memcheck_CPPFLAGS = $(front_cppflags) -DFUZZ_IMPORTER='"memcheck"'
%C%_fuzz_memcheck_LDADD = libperprovis.la $(BASE_LIBS)
%C%_fuzz_memcheck_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_memcheck_log_SOURCES = %D%/fuzz-import.c
%C%_fuzz_memcheck_log_CPPFLAGS = $(front_cppflags) -DFUZZ_IMPORTER='"memcheck-log"'
%C%_fuzz_memcheck_log_LDADD = libperprovis.la $(BASE_LIBS)
%C%_fuzz_memcheck_log_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer

noinst_PROGRAMS += %D%/fuzz-gperftools-cpu %D%/fuzz-gperftools-heap
%C%_fuzz_gperftools_cpu_SOURCES = %D%/fuzz-import.c
%C%_fuzz_gperftools_cpu_CPPFLAGS = $(front_cppflags) -DFUZZ_IMPORTER='"gperftools-cpu"'
%C%_fuzz_gperftools_cpu_LDADD = libperprovis.la $(BASE_LIBS)
%C%_fuzz_gperftools_cpu_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_gperftools_heap_SOURCES = %D%/fuzz-import.c
%C%_fuzz_gperftools_heap_CPPFLAGS = $(front_cppflags) -DFUZZ_IMPORTER='"gperftools-heap"'
%C%_fuzz_gperftools_heap_LDADD = libperprovis.la $(BASE_LIBS)
%C%_fuzz_gperftools_heap_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
noinst_PROGRAMS += %D%/fuzz-sanitizer
%C%_fuzz_sanitizer_SOURCES = %D%/fuzz-import.c
%C%_fuzz_sanitizer_CPPFLAGS = $(front_cppflags) -DFUZZ_IMPORTER='"sanitizer"'
%C%_fuzz_sanitizer_LDADD = libperprovis.la $(BASE_LIBS)
%C%_fuzz_sanitizer_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer

%C%_fuzz_symbols_SOURCES = %D%/fuzz-symbols.c
%C%_fuzz_symbols_CPPFLAGS = $(symbols_cppflags) $(ELF_CFLAGS)
%C%_fuzz_symbols_LDADD = libppv-internal.la $(BASE_LIBS)
%C%_fuzz_symbols_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
noinst_PROGRAMS += %D%/fuzz-split
%C%_fuzz_split_SOURCES = %D%/fuzz-split.c
%C%_fuzz_split_CPPFLAGS = $(symbols_cppflags) $(ELF_CFLAGS)
%C%_fuzz_split_LDADD = libppv-internal.la $(BASE_LIBS)
%C%_fuzz_split_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
noinst_PROGRAMS += %D%/fuzz-unwind
%C%_fuzz_unwind_SOURCES = %D%/fuzz-unwind.c
%C%_fuzz_unwind_CPPFLAGS = $(symbols_cppflags)
%C%_fuzz_unwind_CFLAGS = $(AM_CFLAGS) $(ELF_CFLAGS)
%C%_fuzz_unwind_LDADD = libppv-internal.la $(BASE_LIBS)
%C%_fuzz_unwind_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
# stages of perf.data, which get at the inside of the importer
noinst_PROGRAMS += %D%/fuzz-container %D%/fuzz-records
fuzz_perf_cppflags = $(importer_cppflags) -I$(top_srcdir)/importers/perf-data
fuzz_perf_sources = $(importers_perf_data_import_perf_data_la_SOURCES)
%C%_fuzz_container_SOURCES = %D%/fuzz-container.c $(fuzz_perf_sources)
%C%_fuzz_container_CPPFLAGS = $(fuzz_perf_cppflags)
%C%_fuzz_container_CFLAGS = $(importers_perf_data_import_perf_data_la_CFLAGS)
%C%_fuzz_container_LDADD = $(importers_perf_data_import_perf_data_la_LIBADD)
%C%_fuzz_container_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_records_SOURCES = %D%/fuzz-records.c $(fuzz_perf_sources)
%C%_fuzz_records_CPPFLAGS = $(fuzz_perf_cppflags)
%C%_fuzz_records_CFLAGS = $(importers_perf_data_import_perf_data_la_CFLAGS)
%C%_fuzz_records_LDADD = $(importers_perf_data_import_perf_data_la_LIBADD)
%C%_fuzz_records_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer

noinst_PROGRAMS += %D%/fuzz-tracing
%C%_fuzz_tracing_SOURCES = %D%/fuzz-tracing.c $(fuzz_perf_sources)
%C%_fuzz_tracing_CPPFLAGS = $(fuzz_perf_cppflags)
%C%_fuzz_tracing_CFLAGS = $(importers_perf_data_import_perf_data_la_CFLAGS)
%C%_fuzz_tracing_LDADD = $(importers_perf_data_import_perf_data_la_LIBADD)
%C%_fuzz_tracing_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer

# both what the importer makes of them and what symbols are found in them
noinst_PROGRAMS += %D%/fuzz-jit-dump
%C%_fuzz_jit_dump_SOURCES = %D%/fuzz-jit-dump.c $(fuzz_perf_sources)
%C%_fuzz_jit_dump_CPPFLAGS = $(fuzz_perf_cppflags) $(symbols_cppflags)
%C%_fuzz_jit_dump_CFLAGS = $(importers_perf_data_import_perf_data_la_CFLAGS)
%C%_fuzz_jit_dump_LDADD = libppv-internal.la $(ZSTD_LIBS) $(TRACEEVENT_LIBS) $(BASE_LIBS)
%C%_fuzz_jit_dump_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer

FUZZ_RUNS = 20000
FUZZ_SEEDS_container = $(wildcard $(top_srcdir)/tests/data/*.perf.data)
FUZZ_SEEDS_records = $(top_srcdir)/tests/data/fields.perf.data
FUZZ_SEEDS_perf_data = $(wildcard $(top_srcdir)/tests/data/*.perf.data)
FUZZ_SEEDS_massif = $(wildcard $(top_srcdir)/tests/data/*.massif $(top_srcdir)/tests/data/*.ms)
FUZZ_SEEDS_dhat = $(wildcard $(top_srcdir)/tests/data/*.dhat)
FUZZ_SEEDS_heaptrack = $(wildcard $(top_srcdir)/tests/data/*.heaptrack)
FUZZ_SEEDS_callgrind = $(wildcard $(top_srcdir)/tests/data/*.callgrind $(top_srcdir)/tests/data/*.kcg)
FUZZ_SEEDS_cachegrind = $(wildcard $(top_srcdir)/tests/data/*.cachegrind)
FUZZ_SEEDS_collapsed = $(wildcard $(top_srcdir)/tests/data/*.folded)
FUZZ_SEEDS_gperftools_cpu = $(wildcard $(top_srcdir)/tests/data/*.prof)
FUZZ_SEEDS_gperftools_heap = $(wildcard $(top_srcdir)/tests/data/*.heap)
FUZZ_SEEDS_sanitizer = $(wildcard $(top_srcdir)/tests/data/*.asan.txt)
FUZZ_SEEDS_perf_script = $(wildcard $(top_srcdir)/tests/data/*.perf-script)

FUZZ_DICT_cachegrind = callgrind
FUZZ_SEEDS_memcheck = $(wildcard $(top_srcdir)/tests/data/*.xml)
FUZZ_SEEDS_memcheck_log = $(addprefix $(top_srcdir)/tests/data/,\
	memcheck.txt suppressed.txt helgrind.txt drd.txt)

FUZZ_DICT_container = perf-data
FUZZ_DICT_records = perf-data
FUZZ_SEEDS_tracing = $(wildcard $(top_srcdir)/fuzz/tracing/*)
FUZZ_SEEDS_jit_dump = $(wildcard $(top_srcdir)/fuzz/jit-dump/*)
FUZZ_TARGETS = fuzz-memcheck fuzz-memcheck_log \
	fuzz-perf_data fuzz-massif fuzz-dhat fuzz-heaptrack fuzz-callgrind fuzz-cachegrind \
	fuzz-collapsed fuzz-sanitizer \
	fuzz-gperftools_cpu fuzz-gperftools_heap fuzz-perf_script fuzz-container fuzz-records fuzz-tracing fuzz-jit_dump

fuzz: $(FUZZ_TARGETS) fuzz-symbols fuzz-split fuzz-unwind
$(FUZZ_TARGETS): fuzz-%: all
	$(MKDIR_P) fuzz/corpus-$* && cp $(filter-out %/folder.perf.data,$(FUZZ_SEEDS_$*)) fuzz/corpus-$*
	PPV_PLUGIN_PATH='$(build_plugin_path)' fuzz/fuzz-$(subst _,-,$*) -runs=$(FUZZ_RUNS) \
	  -rss_limit_mb=2048 -timeout=10 -max_len=65536 -print_final_stats=1 \
	  -dict=$(top_srcdir)/fuzz/$(or $(FUZZ_DICT_$*),$(subst _,-,$*)).dict fuzz/corpus-$*

# seeds are programs with each kind of debug information, and little else
FUZZ_PACKED = -Wl,-z,noseparate-code,-z,max-page-size=64,--build-id=none
fuzz-symbols: all
	$(MKDIR_P) fuzz/corpus-symbols
	for flags in '-g0' '-gdwarf-3' '-gdwarf-4' '-gdwarf-5' '-gdwarf-5 -gdwarf64' '-gdwarf-5 -gz' \
	  '-gdwarf-4 -Wl,--compress-debug-sections=zlib-gnu' \
	  '-gdwarf-5 -Wl,--compress-debug-sections=zstd'; do \
	  $(CC) -O2 $$flags -shared -nostdlib -fPIC $(FUZZ_PACKED) \
	    -o "fuzz/corpus-symbols/seed$${flags##*,}" \
	    $(top_srcdir)/tests/data/src/places.c || exit 1; \
	done
	fuzz/fuzz-symbols -runs=$(FUZZ_RUNS) -rss_limit_mb=2048 -timeout=10 -max_len=65536 \
	  -print_final_stats=1 fuzz/corpus-symbols

# seeds are what programs of either form split off, loose and in a package
fuzz-split: all
	$(MKDIR_P) fuzz/corpus-split fuzz/programs
	for form in dwarf-4 dwarf-5; do \
	  $(CC) -O2 -g$$form -gsplit-dwarf -fPIC -c -o fuzz/programs/$$form.o \
	    $(top_srcdir)/tests/data/src/places.c && \
	  $(CC) -shared -nostdlib $(FUZZ_PACKED) -o fuzz/programs/$$form fuzz/programs/$$form.o && \
	  cp fuzz/programs/$$form.dwo fuzz/corpus-split/loose-$$form && \
	  llvm-dwp -o fuzz/corpus-split/packed-$$form fuzz/programs/$$form.dwo || exit 1; \
	done
	FUZZ_PROGRAMS=fuzz/programs fuzz/fuzz-split -runs=$(FUZZ_RUNS) -rss_limit_mb=2048 \
	  -timeout=10 -max_len=65536 -print_final_stats=1 fuzz/corpus-split

# seeds are a switch, the section of a program, and zeros for a stack
fuzz-unwind: all
	$(MKDIR_P) fuzz/corpus-unwind
	objcopy -O binary --only-section=.eh_frame $(top_srcdir)/tests/data/programs/tables \
	  fuzz/corpus-unwind/section
	for kind in 000 001 002 004 010; do \
	  { printf "\\$$kind"; cat fuzz/corpus-unwind/section; head -c 256 /dev/zero; } \
	    >"fuzz/corpus-unwind/seed$$kind" || exit 1; \
	done
	fuzz/fuzz-unwind -runs=$(FUZZ_RUNS) -rss_limit_mb=2048 -timeout=10 -max_len=16384 \
	  -print_final_stats=1 fuzz/corpus-unwind

else
EXTRA_DIST += %D%/fuzz-import.c %D%/fuzz-symbols.c %D%/fuzz-container.c %D%/fuzz-records.c
EXTRA_DIST += %D%/fuzz-unwind.c %D%/fuzz-tracing.c %D%/fuzz-jit-dump.c %D%/fuzz-split.c
fuzz:
	@echo 'The fuzz targets are built after ./configure CC=clang --enable-fuzzing' >&2; exit 1
endif

.PHONY: fuzz fuzz-symbols fuzz-split fuzz-unwind $(FUZZ_TARGETS)
clean_folders += fuzz/corpus-gperftools_cpu fuzz/corpus-gperftools_heap fuzz/corpus-sanitizer fuzz/corpus-memcheck fuzz/corpus-memcheck_log \
	fuzz/corpus-perf_script fuzz/corpus-perf_data fuzz/corpus-massif fuzz/corpus-collapsed \
	fuzz/corpus-heaptrack fuzz/corpus-dhat \
	fuzz/corpus-callgrind fuzz/corpus-cachegrind \
	fuzz/corpus-symbols fuzz/corpus-container fuzz/corpus-records fuzz/corpus-unwind \
	fuzz/corpus-tracing fuzz/corpus-jit_dump fuzz/corpus-split fuzz/programs
