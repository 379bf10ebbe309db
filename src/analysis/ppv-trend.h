/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-macros.h"

G_BEGIN_DECLS

/* How a value behaves over time. */
typedef enum {
  PPV_TREND_UNKNOWN,  /* too few moments to say */
  PPV_TREND_NOISE,    /* goes up and down around the same value */
  PPV_TREND_GROWS,    /* all the time */
  PPV_TREND_STEPS,    /* jumps, and stays between */
  PPV_TREND_PLATEAUS, /* grows, and stays from some moment on */
  PPV_TREND_SAW,      /* grows and falls back, again and again */
  PPV_TREND_SHRINKS,  /* all the time */
} PpvTrendVerdict;

/**
 * PpvTrend: (skip)
 * @verdict: what it looks like
 * @slope: the median of the slopes between all pairs of moments (Theil and Sen), of what
 *     only grows later on between those from the onset on
 * @low: lower end of its interval of 95 % confidence
 * @high: upper end
 * @p_value: how often values without a trend look like more of one (Mann and Kendall)
 * @onset: the row from which on it behaves so: for steps the first jump, for plateaus
 *     where it stays, for what grows later on where that begins, else 0
 *
 * What can be said of values over time, without a model of their noise.
 */
typedef struct {
  PpvTrendVerdict verdict;
  double          slope;
  double          low;
  double          high;
  double          p_value;
  guint32         onset;
} PpvTrend;

/* @times must not fall.  Slopes are in units of @values by unit of @times. */
PPV_PUBLIC PpvTrend    ppv_trend_find    (const double    *times,
                                          const double    *values,
                                          guint32          n_values);
/* "grows" and so on, for JSON and for people. */
PPV_PUBLIC const char *ppv_trend_to_text (PpvTrendVerdict  verdict);

G_END_DECLS
