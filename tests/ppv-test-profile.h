/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv.h"

/*
 * A profile drawn as text.  Each column is a sample, each line a call deeper;
 * "." leaves a sample as shallow as it is:
 *
 *     A A A
 *     B B C
 *     D . .
 *
 * A cell is "function", "function@module" or "function@module:line"; the
 * function of a line is in the file "function.c".  The metric is "cost", in
 * "count".  @weights has one for each column; NULL gives each sample 1.
 */
PpvProfile    *ppv_test_profile       (const char          *drawing,
                                       const gint64        *weights);
/* The frame of one cell. */
PpvFrameId     ppv_test_frame         (PpvProfileBuilder   *builder,
                                       const char          *cell);
/* Seals @builder and checks every invariant of the profile. */
PpvProfile    *ppv_test_seal          (PpvProfileBuilder   *builder);
/* The costs of what @filter selects. */
PpvStackCosts *ppv_test_costs         (const PpvProfile    *profile,
                                       const char          *filter);
/* A line for each node: its name behind two blanks a level, total, self. */
char          *ppv_test_draw_tree     (const PpvProfile    *profile,
                                       const PpvCallTree   *tree);
/* The whole inverted tree, as above but with the total only. */
char          *ppv_test_draw_inverted (const PpvProfile    *profile,
                                       PpvInvertedTree     *tree);
