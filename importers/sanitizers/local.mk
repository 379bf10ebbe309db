# SPDX-License-Identifier: LGPL-2.1-or-later
importer_LTLIBRARIES += %D%/import-sanitizers.la
%C%_import_sanitizers_la_SOURCES = \
	%D%/import-sanitizers.c \
	%D%/sanitizer-frame.c %D%/sanitizer-frame.h \
	%D%/sanitizer-leaks.c %D%/sanitizer-leaks.h \
	importers/common/checker-findings.c importers/common/checker-findings.h \
	importers/common/text-lines.c importers/common/text-lines.h
%C%_import_sanitizers_la_CPPFLAGS = $(importer_cppflags) -I$(top_srcdir)/importers
%C%_import_sanitizers_la_LIBADD = libperprovis.la $(BASE_LIBS)
%C%_import_sanitizers_la_LDFLAGS = $(plugin_ldflags)
