# SPDX-License-Identifier: LGPL-2.1-or-later
importer_LTLIBRARIES += %D%/import-stacks.la
%C%_import_stacks_la_SOURCES = \
	%D%/plugin.c %D%/stacks.h \
	%D%/import-collapsed.c \
	%D%/collapsed-frame.c %D%/collapsed-frame.h \
	%D%/collapsed-head.c %D%/collapsed-head.h \
	%D%/collapsed-line.c %D%/collapsed-line.h \
	%D%/collapsed-stacks.c %D%/collapsed-stacks.h \
	%D%/import-perf-script.c \
	%D%/script-comments.c %D%/script-comments.h \
	%D%/script-events.c %D%/script-events.h \
	%D%/script-frame.c %D%/script-frame.h \
	%D%/script-header.c %D%/script-header.h \
	%D%/script-stacks.c %D%/script-stacks.h \
	importers/common/text-lines.c importers/common/text-lines.h \
	importers/common/text-map.c importers/common/text-map.h
%C%_import_stacks_la_CPPFLAGS = $(importer_cppflags) -I$(top_srcdir)/importers
%C%_import_stacks_la_LIBADD = libperprovis.la $(BASE_LIBS) -lm
%C%_import_stacks_la_LDFLAGS = $(plugin_ldflags)
