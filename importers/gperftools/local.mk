# SPDX-License-Identifier: LGPL-2.1-or-later
importer_LTLIBRARIES += %D%/import-gperftools.la
%C%_import_gperftools_la_SOURCES = \
	%D%/plugin.c %D%/gperftools.h \
	%D%/gperf-maps.c %D%/gperf-maps.h \
	%D%/gperf-stacks.c %D%/gperf-stacks.h \
	%D%/gperf-words.c %D%/gperf-words.h \
	%D%/import-cpu.c %D%/import-heap.c \
	importers/common/text-lines.c importers/common/text-lines.h
%C%_import_gperftools_la_CPPFLAGS = $(importer_cppflags) -I$(top_srcdir)/importers
%C%_import_gperftools_la_LIBADD = libperprovis.la $(BASE_LIBS) -lm
%C%_import_gperftools_la_LDFLAGS = $(plugin_ldflags)
