# SPDX-License-Identifier: LGPL-2.1-or-later
# Tests: GLib test programs that speak TAP, and scripts that do the same.  The
# folders mirror the rooms; each adds its programs in its own local.mk.
AM_TESTS_ENVIRONMENT = \
	export G_TEST_SRCDIR='$(abs_top_srcdir)/tests' G_TEST_BUILDDIR='$(abs_top_builddir)/tests' \
	  PPV_PLUGIN_PATH='$(test_plugin_path)' HOME='$(abs_top_builddir)/tests/home' \
	  LC_ALL=C.UTF-8 TZ=UTC GSETTINGS_BACKEND=memory GIO_USE_VFS=local GIO_MODULE_DIR=/nonexistent \
	  G_DEBUG=gc-friendly,fatal-warnings UBSAN_OPTIONS=print_stacktrace=1 \
	  LSAN_OPTIONS='suppressions=$(abs_top_srcdir)/tests/leaks.txt:print_suppressions=0' \
	  DESKTOP_FILE_VALIDATE='$(DESKTOP_FILE_VALIDATE)' APPSTREAMCLI='$(APPSTREAMCLI)' \
	  XMLLINT='$(XMLLINT)' XVFB='$(XVFB)' CHROMIUM='$(CHROMIUM)' \
	  top_builddir='$(abs_top_builddir)' top_srcdir='$(abs_top_srcdir)' \
	  CC='$(CC)' BASE_CFLAGS='$(BASE_CFLAGS)' headers='$(ppv_public_headers)';
TEST_EXTENSIONS = .sh .py
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
PY_LOG_DRIVER = $(LOG_DRIVER)
PY_LOG_COMPILER = python3

build_plugin_path = $(abs_top_builddir)/importers/gperftools/.libs:$(abs_top_builddir)/importers/heaptrack/.libs:$(abs_top_builddir)/importers/perf-data/.libs:$(abs_top_builddir)/importers/sanitizers/.libs:$(abs_top_builddir)/importers/stacks/.libs:$(abs_top_builddir)/importers/valgrind/.libs:$(abs_top_builddir)/exporters/collapsed/.libs:$(abs_top_builddir)/exporters/json/.libs:$(abs_top_builddir)/exporters/svg/.libs
test_plugin_path = $(build_plugin_path)

test_programs =
test_scripts =

# White-box tests link libppv-internal.la and reach hidden functions, black-box
# tests libperprovis.la; never both, or there would be two hosts.
test_white = libppv-internal.la $(BASE_LIBS)
test_black = libperprovis.la $(BASE_LIBS)

include tests/base/local.mk
include tests/model/local.mk
include tests/symbols/local.mk
include tests/analysis/local.mk
include tests/plugin/local.mk
include tests/importers/local.mk
include tests/exporters/local.mk
include tests/cli/local.mk
include tests/gui/local.mk
include tests/tree/local.mk

check_PROGRAMS += $(test_programs)
TESTS += $(test_programs) $(test_scripts)
EXTRA_DIST += $(test_scripts) %D%/leaks.txt %D%/comparing.py %D%/compare-with-perf.py \
	%D%/compare-with-heap-tools.py %D%/compare-script-with-perf-data.py
