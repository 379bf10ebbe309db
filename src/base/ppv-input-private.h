/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-spool.h"

G_BEGIN_DECLS

/**
 * PpvInputStore: (skip)
 * @n_users: inputs on it
 * @fd: a file to pread(2), or -1
 * @folder: where the file's siblings are, or -1 when it has none
 * @bytes: all of it in memory, when @fd is -1
 * @size: in bytes, when it was opened
 * @name: valid UTF-8
 * @damage: (nullable): why unwrapping ended early
 *
 * What the duplicates of an input have in common; does not change once the
 * first input is there, so that threads may share it.
 */
typedef struct {
  gatomicrefcount n_users;
  int             fd;
  int             folder;
  GBytes         *bytes;
  guint64         size;
  char           *name;
  char           *damage;
} PpvInputStore;

PpvInputStore *ppv_input_store_new   (const char    *name);
void           ppv_input_store_unref (PpvInputStore *self);
PpvInputStore *ppv_input_get_store   (const PpvInput *self);
/* Takes @store over. */
PpvInput      *ppv_input_new_store   (PpvInputStore *store);

/* What was spooled takes the place of the file it came from. */
gboolean       ppv_spool_move        (PpvSpool      *self,
                                      PpvInputStore *store,
                                      GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvInputStore, ppv_input_store_unref)

G_END_DECLS
