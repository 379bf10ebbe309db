/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * How much of a difference can be chance.
 *
 * A difference is a sum of what each cluster (a part of the run, a thread, a run) adds to
 * it beyond its expected share.  Clusters are drawn again and again, within their strata,
 * and the difference is divided by its standard error each time: the bootstrap-t, whose
 * intervals keep their word with few and skewed clusters where those of percentiles do
 * not.  It is symmetric, so that exchanging the sides negates the interval.
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "ppv-diff-statistics-private.h"

enum {
  N_RESAMPLES = 1024,
  LEAST_DRAWN = 8, /* of fewer clusters too few different draws exist */
};

#define LEVEL 0.05

struct _PpvResampler {
  guint n_clusters;
  guint n_strata;
  guint *begin;     /* of each stratum, and one more */
  gboolean drawn;   /* whether all strata have enough clusters */
  float *multiples; /* how often each draw (column) has each cluster (row) */
};

/* splitmix64 (Steele, Lea, Flood 2014): the same everywhere, unlike those of libraries. */
static guint64
next_random (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static void
draw (PpvResampler *self, guint stratum, guint64 *state)
{
  guint begin = self->begin[stratum];
  guint n_clusters = self->begin[stratum + 1] - begin;

  for (guint i = 0; i < N_RESAMPLES; i++)
    for (guint j = 0; j < n_clusters; j++)
      {
        guint cluster = (guint) (((next_random (state) >> 32) * n_clusters) >> 32);

        self->multiples[(begin + cluster) * N_RESAMPLES + i]++;
      }
}

/*
 * ppv_resampler_new:
 * @sizes: number of clusters of each stratum
 * @n_strata: how many there are
 *
 * Returns: (transfer full): draws for them, always the same
 */
PpvResampler *
ppv_resampler_new (const guint *sizes, guint n_strata)
{
  PpvResampler *self = g_new0 (PpvResampler, 1);
  guint64 state = 20; /* any number does */

  self->n_strata = n_strata;
  self->begin = g_new0 (guint, n_strata + 1);
  self->drawn = TRUE;
  for (guint i = 0; i < n_strata; i++)
    {
      self->begin[i + 1] = self->begin[i] + sizes[i];
      self->drawn &= sizes[i] >= LEAST_DRAWN;
    }
  self->n_clusters = self->begin[n_strata];
  if (!self->drawn)
    return self;
  self->multiples = g_new0 (float, self->n_clusters *N_RESAMPLES);
  for (guint i = 0; i < n_strata; i++)
    draw (self, i, &state);
  return self;
}

void
ppv_resampler_free (PpvResampler *self)
{
  if (self == NULL)
    return;
  g_free (self->begin);
  g_free (self->multiples);
  g_free (self);
}

/* --- Student's t ---------------------------------------------------------------------- */

static double
log_gamma (double x)
{
  int sign;

  return lgamma_r (x, &sign);
}

/* Lentz's evaluation of the continued fraction of the incomplete beta function. */
static double
beta_fraction (double a, double b, double x)
{
  double c = 1;
  double d = 1 / fmax (1 - (a + b) * x / (a + 1), 1e-300);
  double result = d;

  for (int i = 1; i <= 300; i++)
    {
      double even = i * (b - i) * x / ((a + 2 * i - 1) * (a + 2 * i));
      double odd = -(a + i) * (a + b + i) * x / ((a + 2 * i) * (a + 2 * i + 1));
      double step;

      d = 1 / (1 + even * d);
      c = 1 + even / c;
      result *= c * d;
      d = 1 / (1 + odd * d);
      c = 1 + odd / c;
      step = c * d;
      result *= step;
      if (fabs (step - 1) < 1e-12)
        break;
    }
  return result;
}

static double
incomplete_beta (double a, double b, double x)
{
  double front;

  if (x <= 0 || x >= 1)
    return x <= 0 ? 0 : 1;
  front = exp (log_gamma (a + b) - log_gamma (a) - log_gamma (b) + a * log (x) + b * log1p (-x));
  if (x < (a + 1) / (a + b + 2))
    return front * beta_fraction (a, b, x) / a;
  return 1 - front * beta_fraction (b, a, 1 - x) / b;
}

/*
 * ppv_student_tails:
 * @t: a value
 * @freedom: degrees of freedom, more than 0
 *
 * Returns: the probability of a value further from 0
 */
double
ppv_student_tails (double t, double freedom)
{
  return incomplete_beta (freedom / 2, 0.5, freedom / (freedom + t * t));
}

/*
 * ppv_student_bound:
 * @tails: a probability, more than 0
 * @freedom: degrees of freedom, at least 1
 *
 * Returns: the value for which ppv_student_tails() is @tails
 */
double
ppv_student_bound (double tails, double freedom)
{
  double low = 0;
  double high = 2;

  while (ppv_student_tails (high, freedom) > tails && high < 1e6)
    high *= 2;
  for (int i = 0; i < 50; i++)
    {
      double middle = (low + high) / 2;

      if (ppv_student_tails (middle, freedom) > tails)
        low = middle;
      else
        high = middle;
    }
  return high;
}

/* --- error of a difference -------------------------------------------------------------- */

/* Variance of the sum, and by Satterthwaite's rule how well that is known. */
static double
variance_of (const PpvResampler *self, double *parts, double *freedom)
{
  double variance = 0;
  double spread = 0;

  for (guint i = 0; i < self->n_strata; i++)
    {
      guint n = self->begin[i + 1] - self->begin[i];
      double *part = parts + self->begin[i];
      double mean = 0;
      double squares = 0;

      for (guint j = 0; j < n; j++)
        mean += part[j] / n;
      for (guint j = 0; j < n; j++)
        {
          part[j] -= mean;
          squares += part[j] * part[j];
        }
      squares *= n / (n - 1.0);
      variance += squares;
      spread += squares * squares / (n - 1.0);
    }
  *freedom = spread > 0 ? variance * variance / spread : self->n_clusters - self->n_strata;
  return variance;
}

/* Adds one stratum to the numerators and the variances of all draws. */
static void
add_stratum (
    const PpvResampler *self, guint stratum, const double *parts, float *sums, float *variances)
{
  float own[N_RESAMPLES] = { 0 };
  float squares[N_RESAMPLES] = { 0 };
  guint n = self->begin[stratum + 1] - self->begin[stratum];
  float each = 1.f / (float) n;
  float unbiased = (float) n / ((float) n - 1);

  for (guint j = self->begin[stratum]; j < self->begin[stratum + 1]; j++)
    {
      const float *multiples = self->multiples + j * N_RESAMPLES;
      float part = (float) parts[j];
      float square = part * part;

      for (guint i = 0; i < N_RESAMPLES; i++)
        {
          own[i] += part * multiples[i];
          squares[i] += square * multiples[i];
        }
    }
  for (guint i = 0; i < N_RESAMPLES; i++)
    {
      sums[i] += own[i];
      variances[i] += unbiased * (squares[i] - own[i] * own[i] * each);
    }
}

static int
compare_floats (const void *a, const void *b)
{
  const float *left = a;
  const float *right = b;

  return (*left > *right) - (*left < *right);
}

/*
 * How many standard errors the true difference is away at most, in 95 of 100 cases.
 * Where a draw has only one cluster its error is nothing; it is then as far away as the
 * farthest of the others.
 */
static double
bound_of (const PpvResampler *self, const double *parts, double deviation)
{
  float sums[N_RESAMPLES] = { 0 };
  float variances[N_RESAMPLES] = { 0 };
  g_autofree double *scaled = g_new (double, self->n_clusters);
  guint place = (guint) ceil ((1 - LEVEL) * (N_RESAMPLES + 1)) - 1;

  for (guint j = 0; j < self->n_clusters; j++)
    scaled[j] = parts[j] / deviation;
  for (guint i = 0; i < self->n_strata; i++)
    add_stratum (self, i, scaled, sums, variances);
  for (guint i = 0; i < N_RESAMPLES; i++)
    sums[i] = fabsf (sums[i]) / sqrtf (fmaxf (variances[i], 1e-4f));
  qsort (sums, N_RESAMPLES, sizeof *sums, compare_floats);
  return (double) sums[place];
}

/*
 * ppv_resampler_judge:
 * @self: draws
 * @parts: what each cluster adds to the difference beyond its share; overwritten
 * @difference: what was found
 * @least: a variance that the difference has at least, as samples are not more even
 *     than chance
 * @error: (out): how sure that is
 */
void
ppv_resampler_judge (
    const PpvResampler *self, double *parts, double difference, double least, PpvChance *error)
{
  double freedom;
  double variance = variance_of (self, parts, &freedom);
  double bound = ppv_student_bound (LEVEL, freedom);
  double stretch = 1;
  double deviation = sqrt (fmax (variance, least));

  if (self->drawn && variance > 0)
    stretch = fmax (bound_of (self, parts, sqrt (variance)) / bound, 1);
  error->half = bound * stretch * deviation;
  if (deviation > 0)
    error->p_value = ppv_student_tails (difference / deviation / stretch, freedom);
  else
    error->p_value = difference != 0 ? 0 : 1;
}

/* --- many differences ------------------------------------------------------------------- */

static int
compare_values (gconstpointer a, gconstpointer b, gpointer data)
{
  const double *values = data;
  double left = values[*(const guint32 *) a];
  double right = values[*(const guint32 *) b];

  return (left > right) - (left < right);
}

/*
 * ppv_false_discovery:
 * @p_values: (inout): what each would be alone; becomes the least rate of false discoveries
 *     at which it counts (Benjamini and Hochberg 1995); NaN stays
 * @n_values: how many
 */
void
ppv_false_discovery (double *p_values, guint32 n_values)
{
  g_autofree guint32 *order = g_new (guint32, n_values + 1);
  guint32 n_known = 0;
  double least = 1;

  for (guint32 i = 0; i < n_values; i++)
    if (!isnan (p_values[i]))
      order[n_known++] = i;
  g_qsort_with_data (order, (gint) n_known, sizeof *order, compare_values, p_values);
  for (guint32 i = n_known; i-- > 0;)
    {
      least = fmin (least, p_values[order[i]] * n_known / (i + 1));
      p_values[order[i]] = least;
    }
}
