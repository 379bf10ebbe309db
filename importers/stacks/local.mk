# SPDX-License-Identifier: LGPL-2.1-or-later
importer_LTLIBRARIES += %D%/import-stacks.la
%C%_import_stacks_la_SOURCES = %D%/import-collapsed.c
%C%_import_stacks_la_CPPFLAGS = $(importer_cppflags)
%C%_import_stacks_la_LIBADD = libperprovis.la $(BASE_LIBS)
%C%_import_stacks_la_LDFLAGS = $(plugin_ldflags)
