# SPDX-License-Identifier: LGPL-2.1-or-later
ppv_public_headers += %D%/ppv-profile.h %D%/ppv-profile-builder.h %D%/ppv-profile-json.h \
	%D%/ppv-profile-view.h
noinst_LTLIBRARIES += libppv-model.la
libppv_model_la_CPPFLAGS = $(model_cppflags)
libppv_model_la_SOURCES = \
	%D%/ppv-columns.c %D%/ppv-columns-private.h \
	%D%/ppv-builder-strings.c %D%/ppv-builder-tables.c %D%/ppv-builder-samples.c \
	%D%/ppv-builder-spans.c %D%/ppv-builder-calls.c %D%/ppv-builder-findings.c %D%/ppv-builder-inlines.c %D%/ppv-builder-merge.c %D%/ppv-builder-bases.c %D%/ppv-builder-rename.c \
	%D%/ppv-fact.c %D%/ppv-profile.c %D%/ppv-profile-about.c %D%/ppv-profile-findings.c %D%/ppv-profile-private.h \
	%D%/ppv-profile-builder.c %D%/ppv-profile-builder-private.h \
	%D%/ppv-profile-json.c %D%/ppv-profile-seal.c %D%/ppv-profile-sums.c \
	%D%/ppv-profile-view.c \
	%D%/ppv-profile-check.c %D%/ppv-profile-dump.c
