/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-macros.h"

G_BEGIN_DECLS

/**
 * PpvLimits: (skip)
 * @inflate_bytes: the most a wrapped file may unpack to, in bytes, whatever its
 *     size; the ceiling is the larger of this and @inflate_ratio times the file.
 *     Also the most that is read of what has no size: a pipe, standard input
 * @inflate_ratio: see @inflate_bytes
 * @line_bytes: the longest line of a text format, in bytes
 * @depth: the most frames of one stack; deeper ones are cut and counted
 * @rows: the most rows of any table of the model
 * @text_bytes: the most bytes of all different strings together
 * @download_bytes: the most that is fetched for one file, when fetching is allowed
 *
 * What an importer may spend on an untrusted file.  Errors and warnings about a
 * limit name its option, `--limit-` and the name with dashes.
 */
typedef struct {
  guint64 inflate_bytes;
  guint64 inflate_ratio;
  guint64 line_bytes;
  guint64 depth;
  guint64 rows;
  guint64 text_bytes;
  guint64 download_bytes;
} PpvLimits;

/**
 * PpvLimit: (skip)
 * @name: as in the option after `--limit-`, e.g. "inflate-bytes"
 * @offset: of the member in #PpvLimits
 * @fallback: its default
 */
typedef struct {
  const char *name;
  gsize       offset;
  guint64     fallback;
} PpvLimit;

PPV_PUBLIC void            ppv_limits_init (PpvLimits   *self);
/* All limits, ended by a NULL name: what --help lists and --limit-NAME sets. */
PPV_PUBLIC const PpvLimit *ppv_limits_list (void);

G_END_DECLS
