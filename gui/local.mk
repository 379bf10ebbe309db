# SPDX-License-Identifier: LGPL-2.1-or-later
# gui/: the viewer.  All but main.c is a convenience library, so that the tests
# drive the same windows.
#
# EXTRA_DIST stays outside the conditional: a tarball made without the viewer
# must still contain it.
gui_resource_files = \
	%D%/style.css \
	%D%/ui/help-overlay.ui %D%/ui/ppv-errors-view.ui %D%/ui/ppv-flame-view.ui \
	%D%/ui/ppv-hotspots-view.ui %D%/ui/ppv-leaks-view.ui %D%/ui/ppv-memory-view.ui \
	%D%/ui/ppv-warning-bar.ui %D%/ui/ppv-window.ui \
	%D%/icons/ppv-errors-symbolic.svg %D%/icons/ppv-filter-symbolic.svg \
	%D%/icons/ppv-flame-graph-symbolic.svg %D%/icons/ppv-hotspots-symbolic.svg \
	%D%/icons/ppv-leaks-symbolic.svg %D%/icons/ppv-memory-symbolic.svg \
	%D%/icons/ppv-summary-symbolic.svg
EXTRA_DIST += %D%/perprovis.gresource.xml $(gui_resource_files)

if ENABLE_GUI
gui_cppflags = $(front_cppflags) -I$(top_srcdir)/gui -I$(top_builddir)/gui

noinst_LTLIBRARIES += libppv-gui.la
libppv_gui_la_CPPFLAGS = $(gui_cppflags)
libppv_gui_la_CFLAGS = $(AM_CFLAGS) $(GUI_CFLAGS)
libppv_gui_la_LIBADD = libperprovis.la $(GUI_LIBS) $(BASE_LIBS) -lm
libppv_gui_la_SOURCES = \
	%D%/ppv-application.c %D%/ppv-application.h \
	%D%/ppv-chips.c %D%/ppv-chips.h \
	%D%/ppv-cost-cell.c %D%/ppv-cost-cell.h \
	%D%/ppv-error-list.c %D%/ppv-error-list.h \
	%D%/ppv-errors-view.c %D%/ppv-errors-view.h \
	%D%/ppv-figures.c %D%/ppv-figures.h \
	%D%/ppv-file-name.c %D%/ppv-file-name.h \
	%D%/ppv-filter-bar.c %D%/ppv-filter-bar.h \
	%D%/ppv-flame-canvas.c %D%/ppv-flame-canvas.h \
	%D%/ppv-flame-graph.c %D%/ppv-flame-graph.h \
	%D%/ppv-flame-history.c %D%/ppv-flame-history.h \
	%D%/ppv-flame-input.c %D%/ppv-flame-input.h \
	%D%/ppv-flame-jobs.c %D%/ppv-flame-jobs.h \
	%D%/ppv-flame-legend.c %D%/ppv-flame-legend.h \
	%D%/ppv-flame-painter.c %D%/ppv-flame-painter.h \
	%D%/ppv-flame-rows.c %D%/ppv-flame-rows.h \
	%D%/ppv-flame-scroll.c %D%/ppv-flame-scroll.h \
	%D%/ppv-flame-view.c %D%/ppv-flame-view.h \
	%D%/ppv-flame-walk.c %D%/ppv-flame-walk.h \
	%D%/ppv-format-names.c %D%/ppv-format-names.h \
	%D%/ppv-function-change.c %D%/ppv-function-change.h \
	%D%/ppv-function-menu.c %D%/ppv-function-menu.h \
	%D%/ppv-hotspot-columns.c %D%/ppv-hotspot-columns.h \
	%D%/ppv-hotspot-model.c %D%/ppv-hotspot-model.h \
	%D%/ppv-hotspot-table.c %D%/ppv-hotspot-table.h \
	%D%/ppv-hotspots-view.c %D%/ppv-hotspots-view.h \
	%D%/ppv-job.c %D%/ppv-job.h \
	%D%/ppv-leak-list.c %D%/ppv-leak-list.h \
	%D%/ppv-leaks-view.c %D%/ppv-leaks-view.h \
	%D%/ppv-loader.c %D%/ppv-loader.h \
	%D%/ppv-memory-callers.c %D%/ppv-memory-callers.h \
	%D%/ppv-memory-chart.c %D%/ppv-memory-chart.h \
	%D%/ppv-memory-history.c %D%/ppv-memory-history.h \
	%D%/ppv-memory-legend.c %D%/ppv-memory-legend.h \
	%D%/ppv-memory-painter.c %D%/ppv-memory-painter.h \
	%D%/ppv-memory-view.c %D%/ppv-memory-view.h \
	%D%/ppv-metric-chooser.c %D%/ppv-metric-chooser.h \
	%D%/ppv-open-dialog.c %D%/ppv-open-dialog.h \
	%D%/ppv-row-model.c %D%/ppv-row-model.h \
	%D%/ppv-search.c %D%/ppv-search.h \
	%D%/ppv-selection-history.c %D%/ppv-selection-history.h \
	%D%/ppv-session.c %D%/ppv-session.h \
	%D%/ppv-sort-probe.c %D%/ppv-sort-probe.h \
	%D%/ppv-stack-list.c %D%/ppv-stack-list.h \
	%D%/ppv-stack-search.c %D%/ppv-stack-search.h \
	%D%/ppv-summary.c %D%/ppv-summary.h \
	%D%/ppv-summary-list.c %D%/ppv-summary-list.h \
	%D%/ppv-summary-quality.c \
	%D%/ppv-summary-rows.c %D%/ppv-summary-rows.h \
	%D%/ppv-summary-view.c %D%/ppv-summary-view.h \
	%D%/ppv-text-columns.c %D%/ppv-text-columns.h \
	%D%/ppv-text-sort.c %D%/ppv-text-sort.h \
	%D%/ppv-warning-bar.c %D%/ppv-warning-bar.h \
	%D%/ppv-whole-note.c %D%/ppv-whole-note.h \
	%D%/ppv-window.c %D%/ppv-window.h \
	%D%/ppv-window-choice.c %D%/ppv-window-choice.h
nodist_libppv_gui_la_SOURCES = %D%/ppv-resources.c %D%/ppv-resources.h

bin_PROGRAMS += perprovis-gtk
perprovis_gtk_SOURCES = %D%/main.c
perprovis_gtk_CPPFLAGS = $(gui_cppflags)
perprovis_gtk_CFLAGS = $(AM_CFLAGS) $(GUI_CFLAGS)
perprovis_gtk_LDADD = libppv-gui.la libperprovis.la $(GUI_LIBS) $(BASE_LIBS)

gui_compile_resources = $(AM_V_GEN) $(MKDIR_P) $(@D) && $(GLIB_COMPILE_RESOURCES) --target=$@ \
	--sourcedir=$(top_srcdir)/gui --internal --manual-register --c-name ppv

%D%/ppv-resources.c: $(top_srcdir)/%D%/perprovis.gresource.xml $(gui_resource_files)
	$(gui_compile_resources) --generate-source $<
%D%/ppv-resources.h: $(top_srcdir)/%D%/perprovis.gresource.xml
	$(gui_compile_resources) --generate-header $<
$(libppv_gui_la_OBJECTS): %D%/ppv-resources.h
BUILT_SOURCES += %D%/ppv-resources.h
CLEANFILES += %D%/ppv-resources.c %D%/ppv-resources.h
endif
