/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Slope: H. Theil 1950 and P. K. Sen, "Estimates of the regression coefficient based on
 * Kendall's tau", JASA 63 (1968): the median of all slopes, and an interval from the
 * variance of Kendall's statistic, which also tests for a trend (H. B. Mann 1945).
 */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ppv-trend-private.h"

/* More moments say no more of a shape, and all pairs of them are compared. */
enum { MOST_VALUES = 512, LEAST_VALUES = 6 };

/* A heap has hundreds of places, and each that only looks like a leak is a false alarm. */
static const double SIGNIFICANT = 0.01;
static const double QUANTILE = 1.959963984540054; /* of the normal distribution, for 95 % */

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

void
ppv_trend_sort (double *values, gsize n)
{
  qsort (values, n, sizeof *values, compare_doubles);
}

/* Of n (n - 1) (2 n + 5) / 18, less the same for each group of equal values. */
static double
variance_of_kendall (const double *values, guint32 n)
{
  g_autofree double *sorted = g_memdup2 (values, n * sizeof *values);
  double variance = (double) n * (n - 1) * (2.0 * n + 5);
  guint32 begin = 0;

  ppv_trend_sort (sorted, n);
  for (guint32 i = 1; i <= n; i++)
    {
      double n_equal = i - begin;

      if (i < n && sorted[i] == sorted[begin])
        continue;
      variance -= n_equal * (n_equal - 1) * (2 * n_equal + 5);
      begin = i;
    }
  return variance / 18;
}

typedef struct {
  double *slopes; /* sorted */
  guint32 n_slopes;
  double kendall; /* rising pairs less falling ones */
} Pairs;

static void
pairs_init (Pairs *self, const double *times, const double *values, guint32 n)
{
  *self = (Pairs){ g_new (double, (gsize) n *(n - 1) / 2), 0, 0 };
  for (guint32 i = 0; i < n; i++)
    for (guint32 j = i + 1; j < n; j++)
      {
        double rise = values[j] - values[i];

        self->kendall += (rise > 0) - (rise < 0);
        if (times[j] > times[i])
          self->slopes[self->n_slopes++] = rise / (times[j] - times[i]);
      }
  ppv_trend_sort (self->slopes, self->n_slopes);
}

static double
slope_at (const Pairs *self, double rank)
{
  double last = self->n_slopes - 1.0;
  double at = CLAMP (rank, 0, last);
  guint32 below = (guint32) at;
  guint32 above = MIN (below + 1, self->n_slopes - 1);

  return self->slopes[below] + (at - below) * (self->slopes[above] - self->slopes[below]);
}

static void
find_slope (PpvTrend *self, const double *times, const double *values, guint32 n)
{
  double deviation = sqrt (variance_of_kendall (values, n));
  double half = QUANTILE * deviation;
  Pairs pairs;

  pairs_init (&pairs, times, values, n);
  if (pairs.n_slopes > 0)
    {
      double middle = (pairs.n_slopes - 1) / 2.0;

      self->slope = slope_at (&pairs, middle);
      self->low = slope_at (&pairs, middle - half / 2);
      self->high = slope_at (&pairs, middle + half / 2);
    }
  if (deviation > 0 && pairs.kendall != 0)
    self->p_value = erfc ((fabs (pairs.kendall) - 1) / deviation / M_SQRT2);
  g_free (pairs.slopes);
}

/* --- verdict ---------------------------------------------------------------------- */

static PpvTrendVerdict
judge (const PpvTrend *self, PpvShape shape)
{
  switch (shape)
    {
    case PPV_SHAPE_STEPS:
      return PPV_TREND_STEPS;
    case PPV_SHAPE_HINGE:
      return PPV_TREND_PLATEAUS;
    case PPV_SHAPE_SAW:
      return PPV_TREND_SAW;
    case PPV_SHAPE_LATE:
    case PPV_SHAPE_LINE:
      if (self->p_value < SIGNIFICANT)
        return self->slope > 0   ? PPV_TREND_GROWS
               : self->slope < 0 ? PPV_TREND_SHRINKS
                                 : PPV_TREND_NOISE;
      return PPV_TREND_NOISE;
    case PPV_SHAPE_FLAT:
    default:
      return PPV_TREND_NOISE;
    }
}

/**
 * ppv_trend_find: (skip)
 * @times: (array length=n_values): moments that do not fall, in any unit
 * @values: (array length=n_values): the value at each
 * @n_values: how many; of more than 512, as many spread evenly are looked at
 *
 * Returns: what can be said of them; PPV_TREND_UNKNOWN below six
 */
PpvTrend
ppv_trend_find (const double *times, const double *values, guint32 n_values)
{
  PpvTrend self = { .verdict = PPV_TREND_UNKNOWN, .p_value = 1 };
  guint32 n = MIN (n_values, MOST_VALUES);
  g_autofree double *some_times = g_new (double, n + 1);
  g_autofree double *some_values = g_new (double, n + 1);
  guint32 onset = 0, begin = 0;
  PpvShape shape;

  g_return_val_if_fail (n_values == 0 || (times != NULL && values != NULL), self);

  if (n < LEAST_VALUES)
    return self;
  for (guint32 i = 0; i < n; i++)
    {
      guint32 row = (guint32) ((guint64) i * (n_values - 1) / (n - 1));

      some_times[i] = times[row];
      some_values[i] = values[row];
    }
  shape = ppv_shape_find (some_times, some_values, n, &onset, &begin);
  find_slope (&self, some_times + begin, some_values + begin, n - begin);
  self.verdict = judge (&self, shape);
  self.onset = (guint32) ((guint64) onset * (n_values - 1) / (n - 1));
  return self;
}

/**
 * ppv_trend_to_text: (skip)
 * @verdict: a verdict
 *
 * Returns: (transfer none): a stable word for it, also in JSON
 */
const char *
ppv_trend_to_text (PpvTrendVerdict verdict)
{
  static const char *const words[] = { "unknown",  "noise",     "grows",  "steps",
                                       "plateaus", "saw-tooth", "shrinks" };

  g_return_val_if_fail (verdict < G_N_ELEMENTS (words), words[0]);

  return words[verdict];
}
