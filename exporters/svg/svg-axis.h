/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SvgAxis: (skip)
 * @first: value of the first tick
 * @step: from tick to tick
 * @n_ticks: how many there are
 * @unit: (nullable): what labels are in, as text for people; NULL when there is nothing to say
 * @scale: how many of the values one unit is
 *
 * Round values of an axis.
 */
typedef struct {
  double first;
  double step;
  guint  n_ticks;
  char  *unit;
  double scale;
} SvgAxis;

/* From @low to @high in @unit as ppv_profile_get_time_unit() has it, or "bytes"; about @n ticks. */
void   svg_axis_init      (SvgAxis       *self,
                           double         low,
                           double         high,
                           const char    *unit,
                           guint          n);
void   svg_axis_clear     (SvgAxis       *self);
double svg_axis_get       (const SvgAxis *self,
                           guint          tick);
/* The tick's value in the axis's unit: "2.5"; (transfer full). */
char  *svg_axis_dup_label (const SvgAxis *self,
                           guint          tick);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SvgAxis, svg_axis_clear)

G_END_DECLS
