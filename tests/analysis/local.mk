# SPDX-License-Identifier: LGPL-2.1-or-later
analysis_test_helper = tests/ppv-test-profile.c tests/ppv-test-profile.h

test_programs += %D%/test-selection
%C%_test_selection_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_selection_LDADD = $(test_black)

test_programs += %D%/test-selection-reference
%C%_test_selection_reference_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_selection_reference_SOURCES = %D%/test-selection-reference.c $(analysis_test_helper)
%C%_test_selection_reference_LDADD = $(test_black)

test_programs += %D%/test-transform
%C%_test_transform_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_transform_SOURCES = %D%/test-transform.c $(analysis_test_helper)
%C%_test_transform_LDADD = $(test_black)

test_programs += %D%/test-stack-costs
%C%_test_stack_costs_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_stack_costs_SOURCES = %D%/test-stack-costs.c $(analysis_test_helper)
%C%_test_stack_costs_LDADD = $(test_black)

test_programs += %D%/test-call-tree
%C%_test_call_tree_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_call_tree_SOURCES = %D%/test-call-tree.c $(analysis_test_helper)
%C%_test_call_tree_LDADD = $(test_black)

test_programs += %D%/test-calls
%C%_test_calls_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_calls_SOURCES = %D%/test-calls.c $(analysis_test_helper)
%C%_test_calls_LDADD = $(test_black)

test_programs += %D%/test-inverted-tree
%C%_test_inverted_tree_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_inverted_tree_SOURCES = %D%/test-inverted-tree.c $(analysis_test_helper)
%C%_test_inverted_tree_LDADD = $(test_black)

test_programs += %D%/test-hotspots
%C%_test_hotspots_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_hotspots_SOURCES = %D%/test-hotspots.c $(analysis_test_helper)
%C%_test_hotspots_LDADD = $(test_black)

test_programs += %D%/test-flame-layout
%C%_test_flame_layout_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_flame_layout_SOURCES = %D%/test-flame-layout.c $(analysis_test_helper)
%C%_test_flame_layout_LDADD = $(test_black)

test_programs += %D%/test-memory
%C%_test_memory_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_memory_SOURCES = %D%/test-memory.c $(analysis_test_helper)
%C%_test_memory_LDADD = $(test_black)

test_programs += %D%/test-memory-bands
%C%_test_memory_bands_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_memory_bands_SOURCES = %D%/test-memory-bands.c $(analysis_test_helper)
%C%_test_memory_bands_LDADD = $(test_black)

test_programs += %D%/test-views
%C%_test_views_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_views_SOURCES = %D%/test-views.c $(analysis_test_helper)
%C%_test_views_LDADD = $(test_black) -lm

quality_test_helper = $(analysis_test_helper) tests/ppv-test-recording.c tests/ppv-test-recording.h

test_programs += %D%/test-quality
%C%_test_quality_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_quality_SOURCES = %D%/test-quality.c $(quality_test_helper)
%C%_test_quality_LDADD = $(test_black)

test_programs += %D%/test-quality-code
%C%_test_quality_code_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_quality_code_SOURCES = %D%/test-quality-code.c $(quality_test_helper)
%C%_test_quality_code_LDADD = $(test_black)

test_programs += %D%/test-derived
%C%_test_derived_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_derived_SOURCES = %D%/test-derived.c $(analysis_test_helper)
%C%_test_derived_LDADD = $(test_black) -lm

test_programs += %D%/test-events
%C%_test_events_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_events_SOURCES = %D%/test-events.c $(analysis_test_helper)
%C%_test_events_LDADD = $(test_black)

test_programs += %D%/test-timeline
%C%_test_timeline_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_timeline_SOURCES = %D%/test-timeline.c $(analysis_test_helper)
%C%_test_timeline_LDADD = $(test_black)

test_programs += %D%/test-trend
%C%_test_trend_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_trend_LDADD = $(test_black) -lm

test_programs += %D%/test-leaks
%C%_test_leaks_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_leaks_SOURCES = %D%/test-leaks.c $(analysis_test_helper)
%C%_test_leaks_LDADD = $(test_black)

test_programs += %D%/test-sites
%C%_test_sites_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_sites_SOURCES = %D%/test-sites.c $(analysis_test_helper)
%C%_test_sites_LDADD = $(test_white)

test_programs += %D%/test-diff
%C%_test_diff_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_diff_SOURCES = %D%/test-diff.c $(analysis_test_helper)
%C%_test_diff_LDADD = $(test_black)

test_programs += %D%/test-diff-experiment
%C%_test_diff_experiment_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_diff_experiment_SOURCES = %D%/test-diff-experiment.c $(analysis_test_helper)
%C%_test_diff_experiment_LDADD = $(test_black) -lm
