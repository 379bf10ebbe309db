# SPDX-License-Identifier: LGPL-2.1-or-later
exporter_LTLIBRARIES += %D%/export-svg.la
%C%_export_svg_la_SOURCES = \
	%D%/export-svg.c \
	%D%/svg-graph.c %D%/svg-graph.h \
	%D%/svg-palette.c %D%/svg-palette.h \
	%D%/svg-color.c %D%/svg-color.h %D%/svg-lines.c %D%/svg-lines.h %D%/svg-style.c %D%/svg-style.h %D%/svg-text.c \
	%D%/svg-page.c %D%/svg-page.h %D%/svg-boxes.c %D%/svg-data.c \
	%D%/svg-axis.c %D%/svg-axis.h %D%/svg-memory.c %D%/svg-memory.h \
	%D%/svg-memory-plot.c %D%/svg-memory-page.c
nodist_%C%_export_svg_la_SOURCES = %D%/svg-assets.h
%C%_export_svg_la_CPPFLAGS = $(exporter_cppflags) -I$(top_builddir)/%D%
%C%_export_svg_la_LIBADD = libperprovis.la $(BASE_LIBS) -lm
%C%_export_svg_la_LDFLAGS = $(plugin_ldflags)

# Style and script are files of their own and travel inside the module.
svg_assets = %D%/page.css %D%/memory.css %D%/flamegraph.css %D%/flamegraph.js
%D%/svg-assets.h: %D%/embed.awk $(svg_assets)
	$(AM_V_GEN)$(MKDIR_P) %D% && cd $(srcdir) && \
	  $(AWK) -f %D%/embed.awk $(svg_assets) > $(abs_builddir)/$@.tmp && \
	  mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@
BUILT_SOURCES += %D%/svg-assets.h
# also when the module is made by itself
$(%C%_export_svg_la_OBJECTS): %D%/svg-assets.h
CLEANFILES += %D%/svg-assets.h %D%/svg-assets.h.tmp
EXTRA_DIST += %D%/embed.awk $(svg_assets)
