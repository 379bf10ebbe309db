# SPDX-License-Identifier: LGPL-2.1-or-later
# src/: the library, one convenience library a room, and the command.
#
# What a room may include is what its include path holds: that is the whole
# dependency rule, and the compiler enforces it.
base_cppflags     = $(AM_CPPFLAGS) -I$(top_srcdir)/src -I$(top_srcdir)/src/base
model_cppflags    = $(base_cppflags) -I$(top_srcdir)/src/model
symbols_cppflags  = $(model_cppflags) -I$(top_srcdir)/src/symbols
analysis_cppflags = $(model_cppflags) -I$(top_srcdir)/src/analysis
plugin_cppflags   = $(symbols_cppflags) -I$(top_srcdir)/src/plugin
importer_cppflags = $(plugin_cppflags)
exporter_cppflags = $(analysis_cppflags) -I$(top_srcdir)/src/plugin
front_cppflags    = $(plugin_cppflags) -I$(top_srcdir)/src/analysis

ppv_public_headers = %D%/ppv.h %D%/ppv-macros.h

include src/base/local.mk
include src/model/local.mk
include src/symbols/local.mk
include src/analysis/local.mk
include src/plugin/local.mk
include src/cli/local.mk

ppvincludedir = $(includedir)/perprovis-$(PPV_API)
ppvinclude_HEADERS = $(ppv_public_headers)

# White-box tests link this to reach what the shared library hides.
noinst_LTLIBRARIES += libppv-internal.la
libppv_internal_la_SOURCES =
libppv_internal_la_LIBADD = \
	libppv-plugin.la libppv-analysis.la libppv-symbols.la libppv-model.la libppv-base.la \
	$(UNWRAP_LIBS) $(ELF_LIBS) $(DEMANGLE_LIBS) $(BASE_LIBS) -lm

lib_LTLIBRARIES += libperprovis.la
libperprovis_la_SOURCES =
libperprovis_la_LIBADD = libppv-internal.la
# libiberty is static and exports what it has: keep that inside
libperprovis_la_LDFLAGS = $(AM_LDFLAGS) -version-info $(PPV_LT_VERSION) -no-undefined \
	-Wl,--exclude-libs,libiberty.a

if HAVE_INTROSPECTION
-include $(INTROSPECTION_MAKEFILE)
INTROSPECTION_GIRS = Ppv-0.gir
INTROSPECTION_SCANNER_ARGS = --warn-all
Ppv-0.gir: libperprovis.la
Ppv_0_gir_INCLUDES = GLib-2.0 GObject-2.0 Gio-2.0
Ppv_0_gir_CFLAGS = $(front_cppflags) $(BASE_CFLAGS)
Ppv_0_gir_LIBS = libperprovis.la
Ppv_0_gir_FILES = $(ppv_public_headers) $(filter %.c,$(libppv_base_la_SOURCES) \
	$(libppv_model_la_SOURCES) $(libppv_symbols_la_SOURCES) \
	$(libppv_analysis_la_SOURCES) $(libppv_plugin_la_SOURCES))
Ppv_0_gir_NAMESPACE = Ppv
Ppv_0_gir_SCANNERFLAGS = --c-include=ppv.h --identifier-prefix=Ppv --symbol-prefix=ppv
Ppv_0_gir_EXPORT_PACKAGES = perprovis-0
girdir = $(INTROSPECTION_GIRDIR)
gir_DATA = $(INTROSPECTION_GIRS)
typelibdir = $(INTROSPECTION_TYPELIBDIR)
typelib_DATA = $(INTROSPECTION_GIRS:.gir=.typelib)
CLEANFILES += $(gir_DATA) $(typelib_DATA)
endif
