/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-limits.h"
#include "ppv-spool.h"
#include "ppv-stream-private.h"

G_BEGIN_DECLS

/**
 * PpvWrapping: (skip)
 * @name: for people and libarchive
 * @magic: how such a file begins
 * @n_magic: bytes of it
 * @filter: libarchive's number; ARCHIVE_FILTER_NONE for what is only written in other characters
 * @suffixes: of file names, NULL-terminated
 */
typedef struct {
  const char *name;
  const char *magic;
  gsize       n_magic;
  int         filter;
  const char *suffixes[3];
} PpvWrapping;

/* What a file that begins with @head is wrapped in, or NULL. */
const PpvWrapping *ppv_wrapping_find (const guint8       *head,
                                      gsize               length);
/*
 * Takes one layer off.  Where the archive is damaged or cut, @damage says so and
 * what came before is in @into.  FALSE when a limit is passed, the system fails
 * or it was cancelled.
 */
gboolean           ppv_unwrap        (const PpvWrapping  *wrapping,
                                      PpvStream          *stream,
                                      const PpvLimits    *limits,
                                      PpvSpool           *into,
                                      char              **damage,
                                      GError            **error);
/* The same for gzip. */
gboolean           ppv_gunzip        (PpvStream          *stream,
                                      const PpvLimits    *limits,
                                      PpvSpool           *into,
                                      char              **damage,
                                      GError            **error);
/* The same for UTF-16 that begins with its mark; halves of characters become U+FFFD. */
gboolean           ppv_utf16_unwrap  (PpvStream          *stream,
                                      const PpvLimits    *limits,
                                      PpvSpool           *into,
                                      char              **damage,
                                      GError            **error);
/* Adds @block to @into, up to the ceiling of @limits for all that @stream may become. */
gboolean           ppv_unwrap_append (PpvStream          *stream,
                                      const PpvLimits    *limits,
                                      PpvSpool           *into,
                                      const void         *block,
                                      gsize               length,
                                      GError            **error);

G_END_DECLS
