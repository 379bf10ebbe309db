/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

enum { RECORDED_N_REGISTERS = 24 };

/* Code mapped into a process. */
typedef struct {
  guint64      start;
  guint64      end;
  guint64      offset;
  const char  *path;
} RecordedMap;

/* A sample's copy of the user's registers and stack. */
typedef struct {
  guint32        pid;
  guint64        registers[RECORDED_N_REGISTERS];  /* by perf's numbers for x86-64 */
  const guint8  *bytes;
  gsize          size;
} RecordedStack;

/* Called for each sample that has a stack. */
typedef void (*RecordedStackFunc) (const RecordedStack *stack, gpointer user_data);

/*
 * The stacks in a perf.data file, mapped.  Only for files as bench/run records
 * them: little endian, not compressed, x86-64.
 */
typedef struct {
  GMappedFile    *file;
  const guint8   *begin;
  const guint8   *end;
  GHashTable     *processes;    /* pid to an array of RecordedMap */
  guint64         sample_type;
  guint64         mask;         /* of the registers that were copied */
  guint64         n_samples;
  guint64         n_addresses;  /* of call chains that stand in the file */
  guint64         period;
  guint64         hash;
} RecordedStacks;

enum { RECORDED_BP = 6, RECORDED_SP = 7, RECORDED_IP = 8 };

RecordedStacks     *recorded_stacks_new       (const char         *path,
                                               GError            **error);
void                recorded_stacks_free      (RecordedStacks     *self);
/* The latest mapping that has @address, or NULL. */
const RecordedMap  *recorded_stacks_find_map  (RecordedStacks     *self,
                                               guint32             pid,
                                               guint64             address);
void                recorded_stacks_walk      (RecordedStacks     *self,
                                               RecordedStackFunc   found,
                                               gpointer            user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecordedStacks, recorded_stacks_free)

G_END_DECLS
