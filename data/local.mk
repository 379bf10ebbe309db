# SPDX-License-Identifier: LGPL-2.1-or-later
# data/: what a desktop, a shell and a compiler want to know about PerProVis.
pkgconfigdir = $(libdir)/pkgconfig
pkgconfig_DATA = %D%/perprovis-0.pc

bashcompletion_DATA = %D%/completions/perprovis

desktop_in = %D%/org.perprovis.PerProVis.desktop.in
metainfo_in = %D%/org.perprovis.PerProVis.metainfo.xml.in
mime_in = %D%/org.perprovis.PerProVis.mime.xml.in
icons = %D%/org.perprovis.PerProVis.svg %D%/org.perprovis.PerProVis-symbolic.svg
EXTRA_DIST += $(desktop_in) $(metainfo_in) $(mime_in) $(icons) %D%/completions/perprovis

if ENABLE_GUI
applicationsdir = $(datadir)/applications
applications_DATA = $(desktop_in:.in=)
metainfodir = $(datadir)/metainfo
metainfo_DATA = $(metainfo_in:.in=)
mimepackagesdir = $(datadir)/mime/packages
mimepackages_DATA = $(mime_in:.in=)
scalableiconsdir = $(datadir)/icons/hicolor/scalable/apps
scalableicons_DATA = %D%/org.perprovis.PerProVis.svg
symboliciconsdir = $(datadir)/icons/hicolor/symbolic/apps
symbolicicons_DATA = %D%/org.perprovis.PerProVis-symbolic.svg
CLEANFILES += $(applications_DATA) $(metainfo_DATA) $(mimepackages_DATA)

# msgfmt puts the translations of po/ into the files that carry them themselves
%.desktop: %.desktop.in
	$(AM_V_GEN) $(MKDIR_P) $(@D) && $(MSGFMT_BIN) --desktop --template $< -d $(top_srcdir)/po -o $@
%.xml: %.xml.in
	$(AM_V_GEN) $(MKDIR_P) $(@D) && $(MSGFMT_BIN) --xml --template $< -d $(top_srcdir)/po -o $@
$(applications_DATA) $(metainfo_DATA) $(mimepackages_DATA): \
	$(wildcard $(top_srcdir)/po/*.po) $(top_srcdir)/po/LINGUAS
endif
