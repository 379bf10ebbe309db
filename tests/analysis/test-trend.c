/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Heaps that were made up, 200 of each kind, with noise: the verdict is right in 95 of 100,
 * and the slope's interval holds the true one in 93 to 97 of 100 leaks.  So it is at moments
 * that are nearly even, that are very uneven, of which some were taken away as massif does
 * it, and where nothing happens at first.
 */

#include "config.h"

#include <math.h>

#include "ppv-trend.h"

enum { N_SEEDS = 200, N_LEAKS = 1000, MOST_VALUES = 240, MOST_JUMPS = 3 };

/* The moments at which a heap is looked at. */
typedef enum { EVEN, UNEVEN, THINNED, QUIET, N_MOMENTS } Moments;

static const char *const moments_names[N_MOMENTS] = { "even", "uneven", "thinned", "quiet-start" };

typedef struct {
  guint32 n;
  double quiet; /* the part of the time before anything happens */
  double times[MOST_VALUES];
  double values[MOST_VALUES];
  double slope; /* of leaks: the true one */
} Heap;

static double
draw_normal (GRand *random)
{
  return sqrt (-2 * log (1 - g_rand_double (random))) * cos (2 * G_PI * g_rand_double (random));
}

static double
draw_gap (GRand *random, Moments moments)
{
  if (moments == EVEN || moments == QUIET)
    return g_rand_double_range (random, 0.5, 1.5);
  return exp (g_rand_double_range (random, log (0.05), log (5)));
}

/* Massif takes away the one that is nearest to its neighbours, until half of them are left. */
static void
thin_out (Heap *self)
{
  for (guint32 n_left = self->n / 2; self->n > n_left; self->n--)
    {
      guint32 nearest = 1;

      for (guint32 i = 2; i + 1 < self->n; i++)
        if (self->times[i + 1] - self->times[i - 1] <
            self->times[nearest + 1] - self->times[nearest - 1])
          nearest = i;
      for (guint32 i = nearest; i + 1 < self->n; i++)
        self->times[i] = self->times[i + 1];
    }
}

/* Moments, and noise of 1 to 8 % of what the shapes come to. */
static void
heap_init (Heap *self, GRand *random, Moments moments)
{
  double deviation = g_rand_double_range (random, 0.01, 0.08);
  double time = 0;

  self->n = (guint32) g_rand_int_range (random, 50, MOST_VALUES / 2);
  self->n *= moments == THINNED ? 2 : 1;
  for (guint32 i = 0; i < self->n; i++)
    {
      time += draw_gap (random, moments);
      self->times[i] = time;
    }
  if (moments == THINNED)
    thin_out (self);
  for (guint32 i = 0; i < self->n; i++)
    self->values[i] = 10 + deviation * draw_normal (random);
  self->quiet = moments == QUIET ? g_rand_double_range (random, 0.2, 0.5) : 0;
}

/* The part that is over of the time in which something happens. */
static double
part_of (const Heap *self, guint32 row)
{
  double all = self->times[self->n - 1];

  return MAX (self->times[row] / all - self->quiet, 0) / (1 - self->quiet);
}

static void
add_leak (Heap *self, GRand *random)
{
  double rise = g_rand_double_range (random, 0.5, 2);

  self->slope = rise / (1 - self->quiet) / self->times[self->n - 1];
  for (guint32 i = 0; i < self->n; i++)
    self->values[i] += rise * part_of (self, i);
}

static void
add_plateau (Heap *self, GRand *random)
{
  double rise = g_rand_double_range (random, 0.5, 2);
  double knot = g_rand_double_range (random, 0.2, 0.6);

  /* in less time it has to be steeper not to be lost in the noise */
  for (guint32 i = 0; i < self->n; i++)
    self->values[i] += rise * MIN (part_of (self, i), knot) / (1 - self->quiet);
}

static void
add_steps (Heap *self, GRand *random)
{
  gint n_jumps = g_rand_int_range (random, 1, MOST_JUMPS + 1);

  for (gint jump = 0; jump < n_jumps; jump++)
    {
      double where = (jump + g_rand_double_range (random, 0.3, 0.7)) / n_jumps;
      double size = g_rand_double_range (random, 0.3, 1);

      for (guint32 i = 0; i < self->n; i++)
        self->values[i] += part_of (self, i) > where ? size : 0;
    }
}

static void
add_saw (Heap *self, GRand *random)
{
  double period = g_rand_double_range (random, 0.12, 0.35);

  for (guint32 i = 0; i < self->n; i++)
    self->values[i] += fmod (part_of (self, i), period) / period;
}

static void
add_nothing (Heap *self, GRand *random)
{
}

typedef struct {
  const char *name;
  void (*add) (Heap *self, GRand *random);
  PpvTrendVerdict verdict;
} Kind;

static const Kind kinds[] = {
  { "leak", add_leak, PPV_TREND_GROWS },     { "plateau", add_plateau, PPV_TREND_PLATEAUS },
  { "steps", add_steps, PPV_TREND_STEPS },   { "saw-tooth", add_saw, PPV_TREND_SAW },
  { "noise", add_nothing, PPV_TREND_NOISE },
};

static PpvTrend
find_trend (const Kind *kind, Moments moments, guint32 seed, double *slope)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  Heap heap = { 0 };

  heap_init (&heap, random, moments);
  kind->add (&heap, random);
  *slope = heap.slope;
  return ppv_trend_find (heap.times, heap.values, heap.n);
}

static void
test_tells_what_it_is (gconstpointer data)
{
  const Kind *kind = data;
  double slope;

  for (Moments moments = EVEN; moments < N_MOMENTS; moments++)
    {
      guint n_right = 0;

      for (guint32 seed = 0; seed < N_SEEDS; seed++)
        n_right += find_trend (kind, moments, seed, &slope).verdict == kind->verdict;
      g_test_message ("%s, %s: %u of %d", kind->name, moments_names[moments], n_right, N_SEEDS);
      g_assert_cmpuint (n_right * 100, >=, 95 * N_SEEDS);
    }
}

static void
test_intervals_hold_the_slope (void)
{
  for (Moments moments = EVEN; moments < N_MOMENTS; moments++)
    {
      guint n_held = 0;

      for (guint32 seed = 0; seed < N_LEAKS; seed++)
        {
          double slope;
          PpvTrend trend = find_trend (&kinds[0], moments, seed, &slope);

          g_assert_cmpfloat (trend.low, <=, trend.slope);
          g_assert_cmpfloat (trend.slope, <=, trend.high);
          n_held += trend.low <= slope && slope <= trend.high;
        }
      g_test_message ("%s: %u of %d", moments_names[moments], n_held, N_LEAKS);
      g_assert_cmpuint (n_held * 100, >=, 93 * N_LEAKS);
      g_assert_cmpuint (n_held * 100, <=, 97 * N_LEAKS);
    }
}

/* Massif counts bytes: values without noise, all equal, or too few. */
static void
test_knows_exact_values (void)
{
  double times[2000], line[2000], flat[2000], jump[2000];
  PpvTrend trend;

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      times[i] = 1000 + i;
      line[i] = 64.0 * i;
      flat[i] = 4096;
      jump[i] = i < 500 ? 100 : 300;
    }
  trend = ppv_trend_find (times, line, G_N_ELEMENTS (times));
  g_assert_cmpint (trend.verdict, ==, PPV_TREND_GROWS);
  g_assert_cmpfloat_with_epsilon (trend.slope, 64, 1e-6);
  g_assert_cmpfloat_with_epsilon (trend.high - trend.low, 0, 1e-6);
  trend = ppv_trend_find (times, flat, G_N_ELEMENTS (times));
  g_assert_cmpint (trend.verdict, ==, PPV_TREND_NOISE);
  g_assert_cmpfloat (trend.slope, ==, 0);
  trend = ppv_trend_find (times, jump, G_N_ELEMENTS (times));
  g_assert_cmpint (trend.verdict, ==, PPV_TREND_STEPS);
  g_assert_cmpuint (trend.onset, >=, 490);
  g_assert_cmpuint (trend.onset, <=, 510);
  g_assert_cmpint (ppv_trend_find (times, line, 5).verdict, ==, PPV_TREND_UNKNOWN);
  g_assert_cmpint (ppv_trend_find (flat, line, 50).verdict, !=, PPV_TREND_UNKNOWN);
}

/* Nothing is in use until a program has begun its work. */
static void
test_knows_when_growth_begins (void)
{
  double times[100], late[100], pool[100];
  PpvTrend trend;

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      times[i] = i;
      late[i] = i < 60 ? 5 : 5 + 2.0 * (i - 60);
      pool[i] = CLAMP (i, 30, 60);
    }
  trend = ppv_trend_find (times, late, G_N_ELEMENTS (times));
  g_assert_cmpint (trend.verdict, ==, PPV_TREND_GROWS);
  g_assert_cmpuint (trend.onset, ==, 60);
  g_assert_cmpfloat_with_epsilon (trend.slope, 2, 1e-6);
  g_assert_cmpfloat_with_epsilon (trend.low, 2, 1e-6);
  trend = ppv_trend_find (times, pool, G_N_ELEMENTS (times));
  g_assert_cmpint (trend.verdict, ==, PPV_TREND_PLATEAUS);
  g_assert_cmpuint (trend.onset, ==, 60);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/trend/tells-what-it-is/", kinds[i].name, NULL);

      g_test_add_data_func (path, &kinds[i], test_tells_what_it_is);
    }
  g_test_add_func ("/trend/intervals-hold-the-slope", test_intervals_hold_the_slope);
  g_test_add_func ("/trend/knows-exact-values", test_knows_exact_values);
  g_test_add_func ("/trend/knows-when-growth-begins", test_knows_when_growth_begins);
  return g_test_run ();
}
