# SPDX-License-Identifier: LGPL-2.1-or-later
bin_PROGRAMS += perprovis
perprovis_CPPFLAGS = $(front_cppflags)
perprovis_SOURCES = %D%/main.c
perprovis_LDADD = libperprovis.la $(BASE_LIBS)
