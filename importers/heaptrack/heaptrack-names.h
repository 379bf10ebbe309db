/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "heaptrack-suppressions.h"
#include "heaptrack-text.h"
#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/*
 * HeaptrackNames: the texts, places in the code and call stacks of a file
 *
 * Files count each of the three from 1, and 0 is "unknown".
 */
typedef struct {
  PpvProfileBuilder *builder;

  /*< private >*/
  GArray            *strings;
  GArray            *places;
  GArray            *frames;       /* of the places, innermost first */
  GArray            *place_strings;
  GArray            *traces;
} HeaptrackNames;

void       heaptrack_names_init       (HeaptrackNames          *self,
                                       PpvProfileBuilder       *builder);
void       heaptrack_names_clear      (HeaptrackNames          *self);
/* Its number. */
guint32    heaptrack_names_add_string (HeaptrackNames          *self,
                                       const char              *text,
                                       gsize                    length);
PpvStringId heaptrack_names_get_string (const HeaptrackNames   *self,
                                       guint32                  string);
/* "ADDRESS MODULE [FUNCTION [FILE LINE [FUNCTION FILE LINE] …]]", inlined functions first. */
gboolean   heaptrack_names_add_place  (HeaptrackNames          *self,
                                       HeaptrackText            line);
/* A place that has no names yet; its number. */
guint32    heaptrack_names_add_frame  (HeaptrackNames          *self,
                                       PpvFrameId               frame,
                                       guint32                  module);
/* @place called from @parent.  FALSE when there is no such place or parent. */
gboolean   heaptrack_names_add_trace  (HeaptrackNames          *self,
                                       guint32                  place,
                                       guint32                  parent,
                                       guint64                  offset);
/* Finds the row of the stack that heaptrack counts for @trace; FALSE when there is none. */
gboolean   heaptrack_names_find_trace (const HeaptrackNames    *self,
                                       guint32                  trace,
                                       guint32                 *row);
PpvStackId heaptrack_names_get_stack  (const HeaptrackNames    *self,
                                       guint32                  row);
/* For each row whether a name in its stack is matched; (transfer full). */
guint8    *heaptrack_names_match      (const HeaptrackNames    *self,
                                       const HeaptrackSuppressions *suppressions);

G_END_DECLS
