# SPDX-License-Identifier: LGPL-2.1-or-later
importer_LTLIBRARIES += %D%/import-valgrind.la
%C%_import_valgrind_la_SOURCES = \
	%D%/plugin.c %D%/valgrind.h \
	%D%/callgrind-body.c \
	%D%/callgrind-costs.c %D%/callgrind-costs.h \
	%D%/callgrind-events.c %D%/callgrind-events.h \
	%D%/callgrind-header.c \
	%D%/callgrind-names.c %D%/callgrind-names.h \
	%D%/callgrind-plain.c \
	%D%/callgrind-parts.c %D%/callgrind-parts.h \
	%D%/callgrind-reader.c %D%/callgrind-reader.h \
	%D%/callgrind-scan.h \
	%D%/dhat-points.c %D%/dhat-points.h \
	%D%/dhat-results.c %D%/dhat-results.h \
	%D%/import-callgrind.c \
	%D%/import-dhat.c \
	%D%/import-massif.c \
	%D%/checker-elements.c %D%/checker-elements.h \
	importers/common/checker-findings.c importers/common/checker-findings.h \
	%D%/checker-log.c \
	%D%/checker-log-text.c %D%/checker-log-text.h \
	%D%/checker-rules.c %D%/checker-rules.h \
	%D%/checker-summary.c %D%/checker-summary.h \
	%D%/checker-xml.c \
	%D%/massif-categories.c %D%/massif-categories.h \
	%D%/massif-header.c %D%/massif-header.h \
	%D%/massif-label.c %D%/massif-label.h \
	%D%/massif-snapshot.c %D%/massif-snapshot.h \
	%D%/massif-tree.c %D%/massif-tree.h \
	importers/common/text-lines.c importers/common/text-lines.h \
	importers/common/text-map.c importers/common/text-map.h
%C%_import_valgrind_la_CPPFLAGS = $(importer_cppflags) -I$(top_srcdir)/importers
%C%_import_valgrind_la_CFLAGS = $(AM_CFLAGS) $(EXPAT_CFLAGS)
%C%_import_valgrind_la_LIBADD = libperprovis.la $(EXPAT_LIBS) $(BASE_LIBS)
%C%_import_valgrind_la_LDFLAGS = $(plugin_ldflags)
