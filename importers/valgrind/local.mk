# SPDX-License-Identifier: LGPL-2.1-or-later
importer_LTLIBRARIES += %D%/import-valgrind.la
%C%_import_valgrind_la_SOURCES = \
	%D%/import-massif.c \
	%D%/massif-label.c %D%/massif-label.h \
	%D%/massif-snapshot.c %D%/massif-snapshot.h \
	%D%/massif-tree.c %D%/massif-tree.h \
	importers/common/text-map.c importers/common/text-map.h
%C%_import_valgrind_la_CPPFLAGS = $(importer_cppflags) -I$(top_srcdir)/importers
%C%_import_valgrind_la_LIBADD = libperprovis.la $(BASE_LIBS)
%C%_import_valgrind_la_LDFLAGS = $(plugin_ldflags)
