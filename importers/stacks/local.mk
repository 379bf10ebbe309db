# SPDX-License-Identifier: LGPL-2.1-or-later
importer_LTLIBRARIES += %D%/import-stacks.la
%C%_import_stacks_la_SOURCES = \
	%D%/import-collapsed.c \
	%D%/collapsed-line.c %D%/collapsed-line.h \
	%D%/collapsed-stacks.c %D%/collapsed-stacks.h \
	importers/common/text-map.c importers/common/text-map.h
%C%_import_stacks_la_CPPFLAGS = $(importer_cppflags) -I$(top_srcdir)/importers
%C%_import_stacks_la_LIBADD = libperprovis.la $(BASE_LIBS) -lm
%C%_import_stacks_la_LDFLAGS = $(plugin_ldflags)
