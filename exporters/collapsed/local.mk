# SPDX-License-Identifier: LGPL-2.1-or-later
exporter_LTLIBRARIES += %D%/export-collapsed.la
%C%_export_collapsed_la_SOURCES = %D%/export-collapsed.c
%C%_export_collapsed_la_CPPFLAGS = $(exporter_cppflags)
%C%_export_collapsed_la_LIBADD = libperprovis.la $(BASE_LIBS)
%C%_export_collapsed_la_LDFLAGS = $(plugin_ldflags)
