/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Shapes a series may have are fitted by least squares and compared by how much they
 * leave over and how much they assume: G. Schwarz, "Estimating the dimension of a
 * model", Annals of Statistics 6 (1978).
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "ppv-trend-private.h"

/* Fewer moments in a row are no state. */
enum { LEAST_PART = 4, MOST_JUMPS = 8, LEAST_DROPS = 2 };

/* What a jump or a bend assumes: its place, which is chosen among many, and a value. */
static const double COST_OF_PLACE = 3;
/* A fall is one of a saw from so many deviations of the noise, and this part of all on. */
static const double LEAST_FALL = 6;
static const double PART_OF_ALL = 0.25;
/* Values that are exact have no noise, whose logarithm would be endless. */
static const double LEAST_REST = 1e-9;

typedef struct {
  guint32 n;
  double *t;            /* from 0 to 1 */
  double *y;            /* likewise */
  double *sum, *square; /* of y before each row */
} Series;

static void
scale (double *to, const double *from, guint32 n)
{
  double least = from[0], most = from[0];

  for (guint32 i = 1; i < n; i++)
    {
      least = MIN (least, from[i]);
      most = MAX (most, from[i]);
    }
  for (guint32 i = 0; i < n; i++)
    to[i] = most > least ? (from[i] - least) / (most - least) : 0;
}

static void
series_init (Series *self, const double *times, const double *values, guint32 n)
{
  *self = (Series){ n, g_new (double, n), g_new (double, n), g_new0 (double, n + 1),
                    g_new0 (double, n + 1) };
  scale (self->t, times, n);
  scale (self->y, values, n);
  for (guint32 i = 0; i < n; i++)
    {
      self->sum[i + 1] = self->sum[i] + self->y[i];
      self->square[i + 1] = self->square[i] + self->y[i] * self->y[i];
    }
}

static void
series_clear (Series *self)
{
  g_free (self->t);
  g_free (self->y);
  g_free (self->sum);
  g_free (self->square);
}

/* What a constant leaves over of the rows from @begin to before @end. */
static double
rest_of_flat (const Series *self, guint32 begin, guint32 end)
{
  double sum = self->sum[end] - self->sum[begin];
  double square = self->square[end] - self->square[begin];

  return end > begin ? MAX (square - sum * sum / (end - begin), 0) : 0;
}

/* What @a + @b x leaves over of all rows; @slope becomes b. */
static double
rest_of_line (const Series *self, const double *x, double *slope)
{
  double mean_x = 0, mean_y = self->sum[self->n] / self->n;
  double xx = 0, xy = 0;

  for (guint32 i = 0; i < self->n; i++)
    mean_x += x[i] / self->n;
  for (guint32 i = 0; i < self->n; i++)
    {
      xx += (x[i] - mean_x) * (x[i] - mean_x);
      xy += (x[i] - mean_x) * (self->y[i] - mean_y);
    }
  *slope = xx > 0 ? xy / xx : 0;
  return MAX (rest_of_flat (self, 0, self->n) - *slope * xy, 0);
}

static double
score (const Series *self, double rest, double n_assumed)
{
  return self->n * log (rest / self->n + LEAST_REST) + n_assumed * log (self->n);
}

/* --- shapes ----------------------------------------------------------------------- */

typedef struct {
  PpvShape shape;
  double score;
  guint32 onset;
} Fit;

static void
offer (Fit *best, PpvShape shape, double score, guint32 onset)
{
  if (score < best->score)
    *best = (Fit){ shape, score, onset };
}

/* The place between @begin and @end where two constants leave least, or 0. */
static guint32
find_jump (const Series *self, guint32 begin, guint32 end, double *gain)
{
  double all = rest_of_flat (self, begin, end);
  guint32 place = 0;

  *gain = 0;
  for (guint32 i = begin + LEAST_PART; i + LEAST_PART <= end; i++)
    {
      double saved = all - rest_of_flat (self, begin, i) - rest_of_flat (self, i, end);

      if (saved > *gain)
        {
          *gain = saved;
          place = i;
        }
    }
  return place;
}

static double
mean (const Series *self, guint32 begin, guint32 end)
{
  return (self->sum[end] - self->sum[begin]) / (end - begin);
}

static gboolean
only_rises (const Series *self, const guint32 *cuts, guint32 n_cuts)
{
  for (guint32 i = 2; i < n_cuts; i++)
    if (mean (self, cuts[i - 1], cuts[i]) <= mean (self, cuts[i - 2], cuts[i - 1]))
      return FALSE;
  return TRUE;
}

/* Splits where that saves most, again and again.  Only jumps upwards make steps. */
static void
fit_steps (const Series *self, Fit *best)
{
  guint32 cuts[MOST_JUMPS + 2] = { 0, self->n };
  guint32 n_cuts = 2;
  double rest = rest_of_flat (self, 0, self->n);

  while (n_cuts < G_N_ELEMENTS (cuts))
    {
      double most = 0;
      guint32 place = 0, part = 0;

      for (guint32 i = 1; i < n_cuts; i++)
        {
          double gain;
          guint32 at = find_jump (self, cuts[i - 1], cuts[i], &gain);

          if (gain > most)
            {
              most = gain;
              place = at;
              part = i;
            }
        }
      if (place == 0)
        return;
      memmove (&cuts[part + 1], &cuts[part], (n_cuts - part) * sizeof *cuts);
      cuts[part] = place;
      n_cuts++;
      rest -= most;
      if (only_rises (self, cuts, n_cuts))
        offer (best, PPV_SHAPE_STEPS, score (self, rest, 1 + COST_OF_PLACE * (n_cuts - 2)),
               cuts[1]);
    }
}

static void
fit_hinge (const Series *self, Fit *best)
{
  g_autofree double *x = g_new (double, self->n);

  for (guint32 knot = LEAST_PART; knot + MAX (LEAST_PART, self->n / 8) <= self->n; knot++)
    {
      double slope, rest;

      for (guint32 i = 0; i < self->n; i++)
        x[i] = MIN (self->t[i], self->t[knot]);
      rest = rest_of_line (self, x, &slope);
      if (slope > 0)
        offer (best, PPV_SHAPE_HINGE, score (self, rest, 2 + COST_OF_PLACE - 1), knot);
    }
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

/* The deviation of the noise: second differences know nothing of lines, their median of jumps. */
static double
noise_of (const Series *self)
{
  g_autofree double *bends = g_new (double, self->n);

  for (guint32 i = 2; i < self->n; i++)
    bends[i - 2] = fabs (self->y[i] - 2 * self->y[i - 1] + self->y[i - 2]);
  qsort (bends, self->n - 2, sizeof *bends, compare_doubles);
  return bends[(self->n - 2) / 2] / 0.6745 / sqrt (6);
}

/* Lines of one slope between the falls. */
static void
fit_saw (const Series *self, Fit *best)
{
  double fall = MAX (LEAST_FALL * noise_of (self), PART_OF_ALL);
  double xx = 0, xy = 0, rest = 0;
  guint32 n_falls = 0;
  guint32 begin = 0;

  for (guint32 i = 1; i <= self->n; i++)
    {
      double mean_t = 0;

      if (i < self->n && self->y[i - 1] - self->y[i] < fall)
        continue;
      for (guint32 row = begin; row < i; row++)
        mean_t += self->t[row] / (i - begin);
      for (guint32 row = begin; row < i; row++)
        {
          xx += (self->t[row] - mean_t) * (self->t[row] - mean_t);
          xy += (self->t[row] - mean_t) * (self->y[row] - mean (self, begin, i));
        }
      rest += rest_of_flat (self, begin, i);
      n_falls += i < self->n;
      begin = i;
    }
  if (n_falls >= LEAST_DROPS && xy > 0)
    offer (best, PPV_SHAPE_SAW,
           score (self, MAX (rest - xy * xy / xx, 0), 2 + COST_OF_PLACE * n_falls), 0);
}

PpvShape
ppv_shape_find (const double *times, const double *values, guint32 n, guint32 *onset)
{
  Series series;
  Fit best = { PPV_SHAPE_FLAT, 0, 0 };
  double slope, rest;

  series_init (&series, times, values, n);
  best.score = score (&series, rest_of_flat (&series, 0, n), 1);
  rest = rest_of_line (&series, series.t, &slope);
  offer (&best, PPV_SHAPE_LINE, score (&series, rest, 2), 0);
  fit_steps (&series, &best);
  fit_hinge (&series, &best);
  fit_saw (&series, &best);
  series_clear (&series);
  *onset = best.onset;
  return best.shape;
}
