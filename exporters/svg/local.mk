# SPDX-License-Identifier: LGPL-2.1-or-later
exporter_LTLIBRARIES += %D%/export-svg.la
%C%_export_svg_la_SOURCES = %D%/export-svg.c
%C%_export_svg_la_CPPFLAGS = $(exporter_cppflags)
%C%_export_svg_la_LIBADD = libperprovis.la $(BASE_LIBS)
%C%_export_svg_la_LDFLAGS = $(plugin_ldflags)
