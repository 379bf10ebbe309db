/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-call-tree.h"
#include "ppv-diff.h"

/*
 * PpvDiffNames: what functions are called in all profiles of a comparison
 * @row_of_function: for each input the row of each of its functions
 * @name: of each row, without what compilers add
 * @module: of each row, as it is now
 */
typedef struct {
  guint      n_inputs;
  guint32  **row_of_function;
  GPtrArray *name;
  GPtrArray *module;
} PpvDiffNames;

void  ppv_diff_names_init      (PpvDiffNames        *self,
                                const PpvDiffInput  *inputs,
                                guint                n_base,
                                guint                n_inputs);
void  ppv_diff_names_clear     (PpvDiffNames        *self);
/* Without clones, parts and hashes; (transfer full). */
char *ppv_diff_plain_name      (const char          *name);

/*
 * PpvDiffPaths: paths of calls in all profiles; a row's caller is a smaller row
 * @function: row of #PpvDiffNames
 * @caller: row of the path without its end, or PPV_NONE
 */
typedef struct {
  PpvInterner index;
  GArray     *function;
  GArray     *caller;
} PpvDiffPaths;

void    ppv_diff_paths_init  (PpvDiffPaths *self);
void    ppv_diff_paths_clear (PpvDiffPaths *self);
guint32 ppv_diff_paths_add   (PpvDiffPaths *self,
                              guint32       caller,
                              guint32       function);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PpvDiffNames, ppv_diff_names_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PpvDiffPaths, ppv_diff_paths_clear)
