/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/* Objects, files and functions are numbered apart from each other. */
typedef enum {
  CALLGRIND_OBJECT,
  CALLGRIND_FILE,
  CALLGRIND_FUNCTION,
  CALLGRIND_N_SPACES,
} CallgrindSpace;

typedef struct {
  PpvInterner index;
  GArray     *entries;
} CallgrindIds;

/*
 * CallgrindNames: what the numbers of a file stand for.
 *
 * A name is written out the first time, "(7) main", and is its number after that,
 * "(7)"; a number may get another name later.  Names of functions may be made of
 * numbers: "(9) (7)'2'(5)" is the second recursion of 7, called from 5.  Such names can
 * double with each line, so all of them together have so much room.
 */
typedef struct {
  PpvProfileBuilder *builder;
  CallgrindIds       ids[CALLGRIND_N_SPACES];
  gsize              room;     /* bytes that names made of numbers may still have */
  gboolean           unknown;  /* whether the last name had a number nobody explained */
  gboolean           too_long; /* whether it was left as it is written, for there was no room */
} CallgrindNames;

void        callgrind_names_init  (CallgrindNames    *self,
                                   PpvProfileBuilder *builder,
                                   guint64            file_size);
void        callgrind_names_clear (CallgrindNames    *self);
/* The string of a name as it is written; row 0 for an object or a file that is not known. */
PpvStringId callgrind_names_take  (CallgrindNames    *self,
                                   CallgrindSpace     space,
                                   const char        *text,
                                   gsize              length);

G_END_DECLS
