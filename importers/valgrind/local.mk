# SPDX-License-Identifier: LGPL-2.1-or-later
importer_LTLIBRARIES += %D%/import-valgrind.la
%C%_import_valgrind_la_SOURCES = %D%/import-massif.c
%C%_import_valgrind_la_CPPFLAGS = $(importer_cppflags)
%C%_import_valgrind_la_LIBADD = libperprovis.la $(BASE_LIBS)
%C%_import_valgrind_la_LDFLAGS = $(plugin_ldflags)
