# SPDX-License-Identifier: LGPL-2.1-or-later
# "make bench": see bench/README.md.  Nothing here is built by "make".
bench_programs = %D%/floor-records %D%/floor-stacks %D%/floor-unwind \
	%D%/unwind %D%/views %D%/workload
EXTRA_PROGRAMS = $(bench_programs)
CLEANFILES += $(bench_programs) %D%/results.json
%C%_floor_records_LDADD = $(BASE_LIBS)
%C%_floor_stacks_LDADD = $(BASE_LIBS)
%C%_floor_unwind_SOURCES = \
	%D%/floor-unwind.c %D%/floor-rows.c %D%/floor-rows.h %D%/recorded-stacks.c \
	%D%/recorded-stacks.h
%C%_floor_unwind_LDADD = $(BASE_LIBS)
%C%_unwind_SOURCES = %D%/unwind.c %D%/recorded-stacks.c %D%/recorded-stacks.h
%C%_unwind_CPPFLAGS = $(front_cppflags)
%C%_unwind_LDADD = libperprovis.la $(BASE_LIBS)
%C%_views_CPPFLAGS = $(front_cppflags)
%C%_views_LDADD = libperprovis.la $(BASE_LIBS)
%C%_workload_LDADD = $(BASE_LIBS)
# a call at the end of a function shall leave its frame on the stack
%C%_workload_CFLAGS = $(AM_CFLAGS) -fno-optimize-sibling-calls
EXTRA_DIST += %D%/run %D%/callgrind.py %D%/containers.py %D%/heap.py %D%/heaptrack.py %D%/inputs.py \
	%D%/measure.py %D%/perfparser.py \
	%D%/same.py %D%/scaling.py %D%/texts.py %D%/unwinding.py %D%/unit.cpp %D%/README.md

.PHONY: bench
bench: all $(bench_programs)
	PYTHONDONTWRITEBYTECODE=1 python3 $(top_srcdir)/%D%/run --build=. $(BENCH_OPTIONS)

clean_folders += %D%/data
