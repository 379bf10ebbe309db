# SPDX-License-Identifier: LGPL-2.1-or-later
ppv_public_headers += \
	%D%/ppv-selection.h %D%/ppv-stack-costs.h %D%/ppv-call-tree.h %D%/ppv-inverted-tree.h \
	%D%/ppv-tree-rows.h %D%/ppv-events.h \
	%D%/ppv-hotspots.h %D%/ppv-timeline.h %D%/ppv-arcs.h %D%/ppv-flame-layout.h %D%/ppv-memory.h %D%/ppv-memory-bands.h \
	%D%/ppv-diff.h %D%/ppv-quality.h %D%/ppv-derived.h %D%/ppv-trend.h %D%/ppv-findings.h %D%/ppv-leaks.h
noinst_LTLIBRARIES += libppv-analysis.la
libppv_analysis_la_CPPFLAGS = $(analysis_cppflags)
libppv_analysis_la_SOURCES = \
	%D%/ppv-selection.c %D%/ppv-selection-read.c %D%/ppv-selection-write.c \
	%D%/ppv-selection-private.h %D%/ppv-selection-names-private.h \
	%D%/ppv-condition.c %D%/ppv-condition-private.h \
	%D%/ppv-stack-path.c %D%/ppv-stack-path-private.h \
	%D%/ppv-term-rows.c %D%/ppv-term-rows-private.h \
	%D%/ppv-stack-draft.c %D%/ppv-stack-draft-private.h \
	%D%/ppv-transform.c %D%/ppv-transform-recursion.c %D%/ppv-transform-invert.c \
	%D%/ppv-transform-private.h %D%/ppv-apply.c \
	%D%/ppv-matcher.c %D%/ppv-pattern.c %D%/ppv-sample-pass.c %D%/ppv-sample-pass-private.h \
	%D%/ppv-stack-costs.c %D%/ppv-stack-costs-private.h \
	%D%/ppv-stack-walk.c %D%/ppv-stack-walk-private.h \
	%D%/ppv-frame-keys.c %D%/ppv-frame-keys-private.h %D%/ppv-frames-private.h \
	%D%/ppv-call-tree.c %D%/ppv-call-draft.c %D%/ppv-call-draft-private.h \
	%D%/ppv-call-estimate.c %D%/ppv-calls.c %D%/ppv-calls-private.h \
	%D%/ppv-inverted-tree.c %D%/ppv-tree-rows.c \
	%D%/ppv-hotspots.c %D%/ppv-sample-hotspots.c %D%/ppv-hotspot-order.c \
	%D%/ppv-hotspots-private.h %D%/ppv-arcs.c \
	%D%/ppv-timeline.c %D%/ppv-events.c %D%/ppv-flame-layout.c %D%/ppv-memory.c %D%/ppv-memory-json.c \
	%D%/ppv-memory-bands.c %D%/ppv-heap-sites.c %D%/ppv-heap-sites-private.h \
	%D%/ppv-findings.c %D%/ppv-suppressions.c \
	%D%/ppv-derived.c %D%/ppv-event-name.c %D%/ppv-event-name-private.h \
	%D%/ppv-quality.c %D%/ppv-quality-private.h %D%/ppv-quality-recording.c \
	%D%/ppv-quality-events.c %D%/ppv-quality-stacks.c %D%/ppv-quality-names.c \
	%D%/ppv-quality-times.c %D%/ppv-trend.c %D%/ppv-trend-private.h %D%/ppv-shape.c \
	%D%/ppv-leaks.c %D%/ppv-leaks-graph.c %D%/ppv-leaks-levels.c %D%/ppv-leaks-text.c %D%/ppv-leaks-json.c \
	%D%/ppv-diff.c %D%/ppv-diff-cells.c %D%/ppv-diff-findings.c %D%/ppv-diff-gate.c \
	%D%/ppv-diff-judge.c %D%/ppv-diff-names.c %D%/ppv-diff-order.c %D%/ppv-diff-statistics.c %D%/ppv-diff-private.h \
	%D%/ppv-diff-rows-private.h %D%/ppv-diff-statistics-private.h \
	%D%/ppv-leaks-private.h %D%/ppv-sites.c %D%/ppv-site-kind.c %D%/ppv-sites-private.h
