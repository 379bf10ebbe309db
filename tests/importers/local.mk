# SPDX-License-Identifier: LGPL-2.1-or-later
importer_test_cppflags = $(front_cppflags) -I$(top_srcdir)/tests/importers
importer_test_helpers = %D%/ppv-test-import.c %D%/ppv-test-import.h

test_programs += %D%/test-import-collapsed
%C%_test_import_collapsed_SOURCES = %D%/test-import-collapsed.c $(importer_test_helpers)
%C%_test_import_collapsed_CPPFLAGS = $(importer_test_cppflags)
%C%_test_import_collapsed_LDADD = $(test_black)

test_programs += %D%/test-import-massif
%C%_test_import_massif_SOURCES = %D%/test-import-massif.c $(importer_test_helpers)
%C%_test_import_massif_CPPFLAGS = $(importer_test_cppflags)
%C%_test_import_massif_LDADD = $(test_black)

# Compares figures with those that are known: of the shared corpus, and of ms_print.
check_PROGRAMS += %D%/text-figures
%C%_text_figures_SOURCES = %D%/text-figures.c
%C%_text_figures_CPPFLAGS = $(front_cppflags)
%C%_text_figures_LDADD = $(test_black)
test_scripts += %D%/test-text-figures.py

EXTRA_DIST += \
	tests/record-fixtures.sh tests/data/README.md \
	tests/data/src/allocate.c tests/data/src/spin.c \
	tests/data/allocate.massif tests/data/allocate-pages.massif tests/data/allocate-stacks.massif \
	tests/data/spin-merged.folded tests/data/spin-samples.folded
