# SPDX-License-Identifier: LGPL-2.1-or-later
importer_LTLIBRARIES += %D%/import-heaptrack.la
%C%_import_heaptrack_la_SOURCES = \
	%D%/import-heaptrack.c \
	%D%/heaptrack-blocks.c %D%/heaptrack-blocks.h \
	%D%/heaptrack-costs.c %D%/heaptrack-costs.h \
	%D%/heaptrack-events.c %D%/heaptrack-events.h \
	%D%/heaptrack-history.c %D%/heaptrack-history.h \
	%D%/heaptrack-modules.c %D%/heaptrack-modules.h \
	%D%/heaptrack-names.c %D%/heaptrack-names.h \
	%D%/heaptrack-results.c %D%/heaptrack-results.h \
	%D%/heaptrack-suppressions.c %D%/heaptrack-suppressions.h \
	%D%/heaptrack-text.h
%C%_import_heaptrack_la_CPPFLAGS = $(importer_cppflags)
%C%_import_heaptrack_la_LIBADD = libperprovis.la $(BASE_LIBS)
%C%_import_heaptrack_la_LDFLAGS = $(plugin_ldflags)
