/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/*
 * PpvChance: how sure a difference is
 * @half: half of the width of its interval of 95 %
 * @p_value: how likely a difference as large is by chance
 */
typedef struct {
  double half;
  double p_value;
} PpvChance;

/* Draws of clusters, for any number of differences.  Threads may share it. */
typedef struct _PpvResampler PpvResampler;

PpvResampler *ppv_resampler_new   (const guint        *sizes,
                                   guint               n_strata);
void          ppv_resampler_free  (PpvResampler       *self);
void          ppv_resampler_judge (const PpvResampler *self,
                                   double             *parts,
                                   double              difference,
                                   double              least,
                                   PpvChance          *error);
double        ppv_student_tails   (double              t,
                                   double              freedom);
double        ppv_student_bound   (double              tails,
                                   double              freedom);
void          ppv_false_discovery (double             *p_values,
                                   guint32             n_values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvResampler, ppv_resampler_free)
