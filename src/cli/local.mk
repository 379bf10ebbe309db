# SPDX-License-Identifier: LGPL-2.1-or-later
bin_PROGRAMS += perprovis
perprovis_CPPFLAGS = $(front_cppflags)
perprovis_SOURCES = \
	%D%/main.c %D%/ppv-cli.h \
	%D%/ppv-cli-options.c \
	%D%/ppv-cli-load.c %D%/ppv-cli-watch.c %D%/ppv-cli-watch.h \
	%D%/ppv-cli-output.c %D%/ppv-cli-output.h \
	%D%/ppv-cli-text.c %D%/ppv-cli-text.h \
	%D%/ppv-cli-table.c %D%/ppv-cli-table.h \
	%D%/ppv-cli-head.c %D%/ppv-cli-head.h \
	%D%/ppv-cli-tree.c %D%/ppv-cli-tree.h \
	%D%/ppv-cli-export.c %D%/ppv-cli-export.h \
	%D%/ppv-derived-columns.c %D%/ppv-derived-columns.h \
	%D%/ppv-tree-text.c \
	%D%/ppv-hotspot-rows.c %D%/ppv-hotspot-rows.h \
	%D%/ppv-memory-text.c %D%/ppv-memory-graph.c %D%/ppv-cli-memory.h \
	%D%/ppv-event-rows.c %D%/ppv-event-rows.h \
	%D%/ppv-error-data.c %D%/ppv-error-text.c %D%/ppv-cli-errors.h \
	%D%/ppv-verb-errors.c \
	%D%/ppv-leaks-report.c %D%/ppv-leaks-page.c %D%/ppv-cli-leaks.h \
	%D%/ppv-diff-report.c %D%/ppv-diff-text.c %D%/ppv-diff-page.c %D%/ppv-diff-data.c \
	%D%/ppv-cli-diff.h %D%/ppv-verb-diff.c \
	%D%/ppv-verb-events.c \
	%D%/ppv-verb-export.c \
	%D%/ppv-verb-flamegraph.c \
	%D%/ppv-verb-formats.c \
	%D%/ppv-verb-hotspots.c \
	%D%/ppv-verb-info.c \
	%D%/ppv-verb-leaks.c \
	%D%/ppv-verb-memory.c \
	%D%/ppv-verb-open.c \
	%D%/ppv-callers-report.c %D%/ppv-cli-callers.h %D%/ppv-verb-callers.c \
	%D%/ppv-timeline-report.c %D%/ppv-cli-timeline.h %D%/ppv-verb-timeline.c \
	%D%/ppv-verb-tree.c
perprovis_LDADD = libperprovis.la $(BASE_LIBS)
