/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A part of a line; not terminated. */
typedef struct {
  const char *text;
  gsize       length;
} ScriptText;

/*
 * ScriptHeader: the first line of a sample
 * @comm: name of the thread, maybe with blanks; empty when not told
 * @pid: process, -1 when not told
 * @tid: thread, -1 when not told
 * @cpu: PPV_NONE when not told
 * @has_time: whether it tells when
 * @time: in nanoseconds
 * @has_period: whether it tells how much of the event the sample stands for
 * @period: that, else 1
 * @event: its name with modifiers, e.g. "cycles:u"; empty when not told
 * @rest: what follows the event's name: fields of a tracepoint, or a place in the code
 *
 * The fields are those of perf script --fields, always in this order, each may be missing.
 */
typedef struct {
  ScriptText comm;
  gint32     pid;
  gint32     tid;
  guint32    cpu;
  gboolean   has_time;
  gint64     time;
  gboolean   has_period;
  gint64     period;
  ScriptText event;
  ScriptText rest;
} ScriptHeader;

/* FALSE unless it has a thread or a time, and nothing that cannot be in its place. */
gboolean script_header_parse        (ScriptHeader *self,
                                     const char   *line,
                                     gsize         length);
/* The same for lines that have no more than a name of a thread, an event, or both. */
gboolean script_header_parse_names  (ScriptHeader *self,
                                     const char   *line,
                                     gsize         length);
/* Whether the rest begins with an address, as in samples without callers. */
gboolean script_header_has_place    (const ScriptHeader *self);
/* "COMM" for a line that tells of such a record and is no sample; else FALSE. */
gboolean script_header_get_record   (const ScriptHeader *self,
                                     ScriptText         *name);

G_END_DECLS
