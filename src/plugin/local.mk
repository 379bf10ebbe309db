# SPDX-License-Identifier: LGPL-2.1-or-later
ppv_public_headers += %D%/ppv-plugin.h %D%/ppv-host.h %D%/ppv-load.h
noinst_LTLIBRARIES += libppv-plugin.la
libppv_plugin_la_CPPFLAGS = $(plugin_cppflags)
libppv_plugin_la_SOURCES = \
	%D%/ppv-host.c %D%/ppv-load.c %D%/ppv-load-context.c %D%/ppv-load-context-private.h
