# SPDX-License-Identifier: LGPL-2.1-or-later
# One libFuzzer target for each importer, after
#
#     ./configure CC=clang --enable-fuzzing --enable-sanitizers=address,undefined --disable-gui
#
# "make fuzz" runs each of them for FUZZ_RUNS executions from the fixtures.
EXTRA_DIST += %D%/perf-data.dict %D%/massif.dict %D%/collapsed.dict

if ENABLE_FUZZING
noinst_PROGRAMS += %D%/fuzz-perf-data %D%/fuzz-massif %D%/fuzz-collapsed
%C%_fuzz_perf_data_SOURCES = %D%/fuzz-import.c
%C%_fuzz_perf_data_CPPFLAGS = $(front_cppflags) -DFUZZ_IMPORTER='"perf-data"'
%C%_fuzz_perf_data_LDADD = libperprovis.la $(BASE_LIBS)
%C%_fuzz_perf_data_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_massif_SOURCES = %D%/fuzz-import.c
%C%_fuzz_massif_CPPFLAGS = $(front_cppflags) -DFUZZ_IMPORTER='"massif"'
%C%_fuzz_massif_LDADD = libperprovis.la $(BASE_LIBS)
%C%_fuzz_massif_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_collapsed_SOURCES = %D%/fuzz-import.c
%C%_fuzz_collapsed_CPPFLAGS = $(front_cppflags) -DFUZZ_IMPORTER='"collapsed"'
%C%_fuzz_collapsed_LDADD = libperprovis.la $(BASE_LIBS)
%C%_fuzz_collapsed_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer

FUZZ_RUNS = 20000
FUZZ_SEEDS_perf_data = $(wildcard $(top_srcdir)/tests/data/*.perf.data)
FUZZ_SEEDS_massif = $(wildcard $(top_srcdir)/tests/data/*.massif)
FUZZ_SEEDS_collapsed = $(wildcard $(top_srcdir)/tests/data/*.folded)

fuzz: fuzz-perf_data fuzz-massif fuzz-collapsed
fuzz-perf_data fuzz-massif fuzz-collapsed: fuzz-%: all
	$(MKDIR_P) fuzz/corpus-$* && cp $(FUZZ_SEEDS_$*) fuzz/corpus-$*
	PPV_PLUGIN_PATH='$(build_plugin_path)' fuzz/fuzz-$(subst _,-,$*) -runs=$(FUZZ_RUNS) \
	  -rss_limit_mb=2048 -timeout=10 -max_len=65536 -print_final_stats=1 \
	  -dict=$(top_srcdir)/fuzz/$(subst _,-,$*).dict fuzz/corpus-$*

else
EXTRA_DIST += %D%/fuzz-import.c
fuzz:
	@echo 'The fuzz targets are built after ./configure CC=clang --enable-fuzzing' >&2; exit 1
endif

.PHONY: fuzz fuzz-perf_data fuzz-massif fuzz-collapsed
clean_folders += fuzz/corpus-perf_data fuzz/corpus-massif fuzz/corpus-collapsed
