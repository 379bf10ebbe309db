/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Heaps that were made up, 200 of each kind, with noise and at moments that are not even:
 * the verdict is right in 95 of 100, and the slope's interval holds the true one in 93 to
 * 97 of 100 leaks.
 */

#include "config.h"

#include <math.h>

#include "ppv-trend.h"

enum { N_SEEDS = 200, N_LEAKS = 1000, MOST_VALUES = 120, MOST_JUMPS = 3 };

typedef struct {
  guint32 n;
  double times[MOST_VALUES];
  double values[MOST_VALUES];
  double slope; /* of leaks: the true one */
} Heap;

static double
draw_normal (GRand *random)
{
  return sqrt (-2 * log (1 - g_rand_double (random))) * cos (2 * G_PI * g_rand_double (random));
}

/* Moments, and noise of 1 to 8 % of what the shapes come to. */
static void
heap_init (Heap *self, GRand *random)
{
  double deviation = g_rand_double_range (random, 0.01, 0.08);
  double time = 0;

  self->n = (guint32) g_rand_int_range (random, 50, MOST_VALUES);
  for (guint32 i = 0; i < self->n; i++)
    {
      time += g_rand_double_range (random, 0.5, 1.5);
      self->times[i] = time;
      self->values[i] = 10 + deviation * draw_normal (random);
    }
}

static double
part_of (const Heap *self, guint32 row)
{
  return self->times[row] / self->times[self->n - 1];
}

static void
add_leak (Heap *self, GRand *random)
{
  double rise = g_rand_double_range (random, 0.5, 2);

  self->slope = rise / self->times[self->n - 1];
  for (guint32 i = 0; i < self->n; i++)
    self->values[i] += self->slope * self->times[i];
}

static void
add_plateau (Heap *self, GRand *random)
{
  double rise = g_rand_double_range (random, 0.5, 2);
  double knot = g_rand_double_range (random, 0.2, 0.6);

  for (guint32 i = 0; i < self->n; i++)
    self->values[i] += rise * MIN (part_of (self, i), knot);
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
find_trend (const Kind *kind, guint32 seed, double *slope)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  Heap heap = { 0 };

  heap_init (&heap, random);
  kind->add (&heap, random);
  *slope = heap.slope;
  return ppv_trend_find (heap.times, heap.values, heap.n);
}

static void
test_tells_what_it_is (gconstpointer data)
{
  const Kind *kind = data;
  guint n_right = 0;
  double slope;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    n_right += find_trend (kind, seed, &slope).verdict == kind->verdict;
  g_test_message ("%s: %u of %d", kind->name, n_right, N_SEEDS);
  g_assert_cmpuint (n_right * 100, >=, 95 * N_SEEDS);
}

static void
test_intervals_hold_the_slope (void)
{
  guint n_held = 0;

  for (guint32 seed = 0; seed < N_LEAKS; seed++)
    {
      double slope;
      PpvTrend trend = find_trend (&kinds[0], seed, &slope);

      g_assert_cmpfloat (trend.low, <=, trend.slope);
      g_assert_cmpfloat (trend.slope, <=, trend.high);
      n_held += trend.low <= slope && slope <= trend.high;
    }
  g_test_message ("%u of %d", n_held, N_LEAKS);
  g_assert_cmpuint (n_held * 100, >=, 93 * N_LEAKS);
  g_assert_cmpuint (n_held * 100, <=, 97 * N_LEAKS);
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
  return g_test_run ();
}
