# SPDX-License-Identifier: LGPL-2.1-or-later
# The viewer's objects in real windows, on a display of their own.
EXTRA_DIST += %D%/run-with-xvfb %D%/test-findings.sh %D%/test-memory.sh \
	%D%/test-selection.sh %D%/test-summary.sh %D%/test-window.sh

if ENABLE_GUI
gui_test_cppflags = $(gui_cppflags) -I$(top_srcdir)/tests
gui_test_libs = libppv-gui.la libperprovis.la $(GUI_LIBS) $(BASE_LIBS)

check_PROGRAMS += %D%/test-window
%C%_test_window_SOURCES = \
	%D%/test-window.c \
	%D%/ppv-test-window.c %D%/ppv-test-window.h
%C%_test_window_CPPFLAGS = $(gui_test_cppflags)
%C%_test_window_CFLAGS = $(AM_CFLAGS) $(GUI_CFLAGS)
%C%_test_window_LDADD = $(gui_test_libs)
TESTS += %D%/test-window.sh

check_PROGRAMS += %D%/test-selection
%C%_test_selection_SOURCES = \
	%D%/test-selection.c \
	%D%/ppv-test-window.c %D%/ppv-test-window.h
%C%_test_selection_CPPFLAGS = $(gui_test_cppflags)
%C%_test_selection_CFLAGS = $(AM_CFLAGS) $(GUI_CFLAGS)
%C%_test_selection_LDADD = $(gui_test_libs)
TESTS += %D%/test-selection.sh

check_PROGRAMS += %D%/test-summary
%C%_test_summary_SOURCES = \
	%D%/test-summary.c \
	%D%/ppv-test-window.c %D%/ppv-test-window.h
%C%_test_summary_CPPFLAGS = $(gui_test_cppflags)
%C%_test_summary_CFLAGS = $(AM_CFLAGS) $(GUI_CFLAGS)
%C%_test_summary_LDADD = $(gui_test_libs)
TESTS += %D%/test-summary.sh

check_PROGRAMS += %D%/test-memory
%C%_test_memory_SOURCES = \
	%D%/test-memory.c \
	%D%/ppv-test-window.c %D%/ppv-test-window.h
%C%_test_memory_CPPFLAGS = $(gui_test_cppflags)
%C%_test_memory_CFLAGS = $(AM_CFLAGS) $(GUI_CFLAGS)
%C%_test_memory_LDADD = $(gui_test_libs)
TESTS += %D%/test-memory.sh

check_PROGRAMS += %D%/test-findings
%C%_test_findings_SOURCES = \
	%D%/test-findings.c \
	%D%/ppv-test-window.c %D%/ppv-test-window.h
%C%_test_findings_CPPFLAGS = $(gui_test_cppflags)
%C%_test_findings_CFLAGS = $(AM_CFLAGS) $(GUI_CFLAGS)
%C%_test_findings_LDADD = $(gui_test_libs)
TESTS += %D%/test-findings.sh

test_programs += %D%/test-search
%C%_test_search_CPPFLAGS = $(gui_test_cppflags)
%C%_test_search_CFLAGS = $(AM_CFLAGS) $(GUI_CFLAGS)
%C%_test_search_LDADD = $(gui_test_libs)

test_programs += %D%/test-job
%C%_test_job_CPPFLAGS = $(gui_test_cppflags)
%C%_test_job_CFLAGS = $(AM_CFLAGS) $(GUI_CFLAGS)
%C%_test_job_LDADD = $(gui_test_libs)
endif
