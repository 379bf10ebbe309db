# SPDX-License-Identifier: LGPL-2.1-or-later
ppv_public_headers += \
	%D%/ppv-error.h %D%/ppv-limits.h %D%/ppv-reader.h %D%/ppv-number.h %D%/ppv-text.h \
	%D%/ppv-input.h %D%/ppv-lines.h %D%/ppv-sink.h %D%/ppv-json-writer.h %D%/ppv-json-reader.h %D%/ppv-interner.h \
	%D%/ppv-spool.h
noinst_LTLIBRARIES += libppv-base.la
libppv_base_la_CPPFLAGS = $(base_cppflags)
libppv_base_la_CFLAGS = $(AM_CFLAGS) $(UNWRAP_CFLAGS)
libppv_base_la_SOURCES = \
	%D%/ppv-error.c %D%/ppv-limits.c %D%/ppv-number.c %D%/ppv-text.c %D%/ppv-escape.c \
	%D%/ppv-input.c %D%/ppv-open.c %D%/ppv-input-private.h \
	%D%/ppv-stream.c %D%/ppv-stream-private.h %D%/ppv-spool.c \
	%D%/ppv-unpack.c %D%/ppv-unpack.h %D%/ppv-unwrap.c %D%/ppv-gunzip.c %D%/ppv-utf16.c %D%/ppv-unwrap-private.h %D%/ppv-lines.c %D%/ppv-sink.c \
	%D%/ppv-json-writer.c %D%/ppv-json-reader.c %D%/ppv-interner.c
