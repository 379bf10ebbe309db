/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "heaptrack-blocks.h"
#include "heaptrack-costs.h"
#include "heaptrack-history.h"
#include "heaptrack-modules.h"
#include "heaptrack-names.h"
#include "heaptrack-suppressions.h"

G_BEGIN_DECLS

/*
 * HeaptrackEvents: what the lines of a file tell
 * @raw: whether it is as the recorder writes it, with addresses and no names
 * @by_address: whether allocations are called by their addresses, and not by numbers of
 *     their kinds: raw files and those of version 0
 * @ended: whether the closing lines of heaptrack_interpret were there
 * @stopped: whether the rest of the file is not to be read
 * @has_version: whether the line that every file begins with was there
 */
typedef struct {
  PpvProfileBuilder     *builder;
  HeaptrackNames         names;
  HeaptrackModules       modules;
  HeaptrackCosts         costs;
  HeaptrackBlocks        blocks;
  HeaptrackHistory       history;
  HeaptrackSuppressions  suppressions;
  guint32                version;
  gboolean               raw;
  gboolean               by_address;
  gboolean               ended;
  gboolean               stopped;
  gboolean               has_version;

  /*< private >*/
  guint64                release;    /* of heaptrack: 0x010400 for 1.4.0 */
  gboolean               has_command;
  gboolean               attached;
  gint64                 time;       /* in ns */
  guint64                page_bytes;
  gint64                 most_rss;
  guint64                n_unknown;  /* frees of what nobody saw being allocated */
} HeaptrackEvents;

void     heaptrack_events_init   (HeaptrackEvents   *self,
                                  PpvProfileBuilder *builder);
void     heaptrack_events_clear  (HeaptrackEvents   *self);
/* The line @begin … @end at @offset.  FALSE with @error when the file cannot be read. */
gboolean heaptrack_events_line   (HeaptrackEvents   *self,
                                  const char        *begin,
                                  const char        *end,
                                  guint64            offset,
                                  GError           **error);
/* Puts everything into the builder. */
void     heaptrack_events_finish (HeaptrackEvents   *self,
                                  guint64            file_size);

G_END_DECLS
