# SPDX-License-Identifier: LGPL-2.1-or-later
ppv_public_headers += %D%/ppv-symbolize.h
noinst_LTLIBRARIES += libppv-symbols.la
libppv_symbols_la_CPPFLAGS = $(symbols_cppflags)
libppv_symbols_la_CFLAGS = $(AM_CFLAGS) $(ELF_CFLAGS)
libppv_symbols_la_SOURCES = %D%/ppv-symbolize.c %D%/ppv-demangle.c
