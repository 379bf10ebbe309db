# SPDX-License-Identifier: LGPL-2.1-or-later
exporter_LTLIBRARIES += %D%/export-json.la
%C%_export_json_la_SOURCES = \
	%D%/export-json.c \
	%D%/json-flame-graph.c %D%/json-flame-graph.h \
	%D%/json-call-graph.c \
	%D%/json-tables.h %D%/json-hotspots.c %D%/json-time.c %D%/json-memory.c
%C%_export_json_la_CPPFLAGS = $(exporter_cppflags)
%C%_export_json_la_LIBADD = libperprovis.la $(BASE_LIBS)
%C%_export_json_la_LDFLAGS = $(plugin_ldflags)
