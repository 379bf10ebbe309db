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
enum { LEAST_PART = 4, LEAST_RISE = 6, MOST_JUMPS = 8, LEAST_DROPS = 2 };

/* What a jump or a bend assumes: its place, which is chosen among many, and a value. */
static const double COST_OF_PLACE = 3;
/* A fall is one of a saw from so many deviations of the noise, and this part of all on. */
static const double LEAST_FALL = 6;
static const double PART_OF_ALL = 0.25;
/* What stays for less of the time only ends. */
static const double LEAST_STAY = 0.1;
/* Values that are exact have no noise, whose logarithm would be endless. */
static const double LEAST_REST = 1e-9;

typedef struct {
  guint32 n;
  double *t;                          /* from 0 to 1 */
  double *y;                          /* likewise */
  double *sum, *square;               /* of y before each row */
  double *sum_t, *square_t, *product; /* of t, its square, and t y, likewise */
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
  *self = (Series){ n,
                    g_new (double, n),
                    g_new (double, n),
                    g_new0 (double, n + 1),
                    g_new0 (double, n + 1),
                    g_new0 (double, n + 1),
                    g_new0 (double, n + 1),
                    g_new0 (double, n + 1) };
  scale (self->t, times, n);
  scale (self->y, values, n);
  for (guint32 i = 0; i < n; i++)
    {
      self->sum[i + 1] = self->sum[i] + self->y[i];
      self->square[i + 1] = self->square[i] + self->y[i] * self->y[i];
      self->sum_t[i + 1] = self->sum_t[i] + self->t[i];
      self->square_t[i + 1] = self->square_t[i] + self->t[i] * self->t[i];
      self->product[i + 1] = self->product[i] + self->t[i] * self->y[i];
    }
}

static void
series_clear (Series *self)
{
  g_free (self->t);
  g_free (self->y);
  g_free (self->sum);
  g_free (self->square);
  g_free (self->sum_t);
  g_free (self->square_t);
  g_free (self->product);
}

/* What a constant leaves over of the rows from @begin to before @end. */
static double
rest_of_flat (const Series *self, guint32 begin, guint32 end)
{
  double sum = self->sum[end] - self->sum[begin];
  double square = self->square[end] - self->square[begin];

  return end > begin ? MAX (square - sum * sum / (end - begin), 0) : 0;
}

/* Of a line in the rows from @begin to before @end that is flat up to @from and from @to on. */
typedef struct {
  double xx, xy; /* about their means */
} Ramp;

static Ramp
ramp_of (const Series *self, guint32 begin, guint32 end, guint32 from, guint32 to)
{
  double n = end - begin, n_before = from - begin, n_after = end - to;
  double first = self->t[from], last = self->t[to];
  double x = n_before * first + self->sum_t[to] - self->sum_t[from] + n_after * last;
  double xx =
      n_before * first * first + self->square_t[to] - self->square_t[from] + n_after * last * last;
  double xy = first * (self->sum[from] - self->sum[begin]) + self->product[to] -
              self->product[from] + last * (self->sum[end] - self->sum[to]);

  return (Ramp){ xx - x * x / n, xy - x * (self->sum[end] - self->sum[begin]) / n };
}

/* What such a line leaves over of all rows; @slope becomes what it rises between. */
static double
rest_of_ramp (const Series *self, guint32 from, guint32 to, double *slope)
{
  Ramp ramp = ramp_of (self, 0, self->n, from, to);

  *slope = ramp.xx > 0 ? ramp.xy / ramp.xx : 0;
  return MAX (rest_of_flat (self, 0, self->n) - *slope * ramp.xy, 0);
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

/* Lines that rise, from the beginning or later, to the end or until they stay. */
static void
fit_ramps (const Series *self, Fit *best)
{
  guint32 last = self->n - 1;
  guint32 least_tail = MAX (LEAST_PART, self->n / 8);

  for (guint32 from = 0; from + LEAST_RISE < self->n; from += from == 0 ? LEAST_PART : 1)
    for (guint32 to = from + LEAST_PART; to <= last; to++)
      {
        gboolean is_late = from > 0, is_flat;
        double n_assumed, slope, rest;

        if (to + least_tail > self->n || 1 - self->t[to] < LEAST_STAY)
          to = last;
        is_flat = to < last;
        n_assumed = 2 + (COST_OF_PLACE - 1) * (is_late + is_flat);
        rest = rest_of_ramp (self, from, to, &slope);
        if (slope > 0 && (is_late || to < last))
          offer (best, to < last ? PPV_SHAPE_HINGE : PPV_SHAPE_LATE, score (self, rest, n_assumed),
                 to < last ? to : from);
      }
}

/*
 * The deviation of the noise: how far values are from the line between their neighbours knows
 * nothing of slopes, and the median of that nothing of jumps.
 */
static double
noise_of (const Series *self)
{
  g_autofree double *bends = g_new (double, self->n);

  for (guint32 i = 2; i < self->n; i++)
    {
      double all = self->t[i] - self->t[i - 2];
      double after = all > 0 ? (self->t[i - 1] - self->t[i - 2]) / all : 0.5;
      double before = 1 - after;
      double bend = self->y[i - 1] - before * self->y[i - 2] - after * self->y[i];

      bends[i - 2] = fabs (bend) / sqrt (1 + before * before + after * after);
    }
  ppv_trend_sort (bends, self->n - 2);
  return bends[(self->n - 2) / 2] / 0.6745;
}

/* The rows at which values fall, and behind the last one all of them; (transfer full). */
static GArray *
find_falls (const Series *self)
{
  double fall = MAX (LEAST_FALL * noise_of (self), PART_OF_ALL);
  GArray *falls = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 1; i <= self->n; i++)
    if (i == self->n || self->y[i - 1] - self->y[i] >= fall)
      g_array_append_val (falls, i);
  return falls;
}

/* Lines of one slope between the falls; the first may begin later. */
static void
fit_saw (const Series *self, Fit *best)
{
  g_autoptr (GArray) falls = find_falls (self);
  guint32 n_falls = falls->len - 1;
  guint32 first = g_array_index (falls, guint32, 0);
  double xx = 0, xy = 0, rest = rest_of_flat (self, 0, first);

  for (guint32 i = 1; i <= n_falls; i++)
    {
      guint32 begin = g_array_index (falls, guint32, i - 1);
      guint32 end = g_array_index (falls, guint32, i);
      Ramp ramp = ramp_of (self, begin, end, begin, end - 1);

      xx += ramp.xx;
      xy += ramp.xy;
      rest += rest_of_flat (self, begin, end);
    }
  for (guint32 from = 0; from < first && n_falls >= LEAST_DROPS; from++)
    {
      Ramp ramp = ramp_of (self, 0, first, from, first - 1);
      double all_xx = xx + ramp.xx, all_xy = xy + ramp.xy;
      double n_assumed = 2 + COST_OF_PLACE * n_falls + (from > 0 ? COST_OF_PLACE - 1 : 0);

      if (all_xx > 0 && all_xy > 0)
        offer (best, PPV_SHAPE_SAW,
               score (self, MAX (rest - all_xy * all_xy / all_xx, 0), n_assumed), 0);
    }
}

/*
 * The latest row from which on it may be a line, for what was flat would make the line less
 * steep: as long as the likelihood is in the interval of 99 % around the best one.
 */
static guint32
find_latest (const Series *self, guint32 from)
{
  static const double QUANTILE = 6.634896601021213; /* of chi-squared with one degree */
  double slope, least = score (self, rest_of_ramp (self, from, self->n - 1, &slope), 0);

  while (from + LEAST_RISE < self->n &&
         score (self, rest_of_ramp (self, from + 1, self->n - 1, &slope), 0) < least + QUANTILE)
    from++;
  return from;
}

PpvShape
ppv_shape_find (
    const double *times, const double *values, guint32 n, guint32 *onset, guint32 *begin)
{
  Series series;
  Fit best = { PPV_SHAPE_FLAT, 0, 0 };
  double slope, rest;

  series_init (&series, times, values, n);
  best.score = score (&series, rest_of_flat (&series, 0, n), 1);
  rest = rest_of_ramp (&series, 0, n - 1, &slope);
  offer (&best, PPV_SHAPE_LINE, score (&series, rest, 2), 0);
  fit_steps (&series, &best);
  fit_ramps (&series, &best);
  fit_saw (&series, &best);
  *onset = best.onset;
  *begin = best.shape == PPV_SHAPE_LATE ? find_latest (&series, best.onset) : 0;
  series_clear (&series);
  return best.shape;
}
