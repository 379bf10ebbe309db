/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The experiment behind ppv-diff.c: pairs of recordings are made up, of which the true
 * difference is known, and it is counted how often the answer is wrong.  Seeds are fixed.
 * PPV_EXPERIMENT_PAIRS=1000 runs it at full size; docs/diff.md has what came out.
 */

#include "config.h"

#include <math.h>

#include "ppv-test-profile.h"

enum { FUNCTIONS = 16, THREADS = 12, SAMPLES = 4000, BURST = 12, PLANTED = 2 };

typedef enum { EVEN, BURSTY, THREADED, BURSTY_AND_THREADED } Kind;

/* Two large functions, and ever smaller ones. */
static double
share_of (guint function)
{
  return pow (0.75, function);
}

static double
normal (GRand *random)
{
  double u = g_rand_double (random);

  return sqrt (-2 * log (1 - u)) * cos (2 * G_PI * g_rand_double (random));
}

/* What a thread does: as the others, or lastingly more of one thing than they do. */
static void
make_mix (GRand *random, gboolean own, double planted, double *sums)
{
  double sum = 0;

  for (guint i = 0; i < FUNCTIONS; i++)
    {
      double share = share_of (i) * (i == PLANTED ? planted : 1);

      sum += share * (own ? exp (0.4 * normal (random)) : 1);
      sums[i] = sum;
    }
  for (guint i = 0; i < FUNCTIONS; i++)
    sums[i] /= sum;
}

static guint
pick (GRand *random, const double *sums)
{
  double at = g_rand_double (random);
  guint function = 0;

  while (function < FUNCTIONS - 1 && at >= sums[function])
    function++;
  return function;
}

typedef struct {
  PpvProfileBuilder *builder;
  guint32 set;
  PpvStackId stacks[FUNCTIONS];
  PpvThreadId threads[THREADS];
} Recording;

static void
recording_init (Recording *self)
{
  PpvProcessId process;

  self->builder = ppv_profile_builder_new (NULL);
  self->set = ppv_profile_builder_set (self->builder, PPV_SET_TIME | PPV_SET_THREAD);
  ppv_profile_builder_metric (self->builder, self->set, "cycles", "count", PPV_METRIC_FLOW);
  process = ppv_profile_builder_process (self->builder, 1);
  for (guint i = 0; i < FUNCTIONS; i++)
    {
      g_autofree char *name = g_strdup_printf ("f%u@program", i);

      self->stacks[i] =
          ppv_profile_builder_stack (self->builder, PPV_NONE, ppv_test_frame (self->builder, name));
    }
  for (guint i = 0; i < THREADS; i++)
    self->threads[i] =
        ppv_profile_builder_thread (self->builder, process, (gint32) i + 1,
                                    ppv_profile_builder_string (self->builder, "worker", -1));
}

static PpvProfile *
record (GRand *random, Kind kind, double planted, guint n_samples)
{
  gboolean bursty = kind == BURSTY || kind == BURSTY_AND_THREADED;
  gboolean threaded = kind == THREADED || kind == BURSTY_AND_THREADED;
  guint n_threads = threaded ? THREADS : 1;
  double mixes[THREADS][FUNCTIONS];
  guint doing[THREADS];
  const gint64 weight = 1000;
  Recording recording;

  recording_init (&recording);
  for (guint i = 0; i < n_threads; i++)
    {
      make_mix (random, threaded, planted, mixes[i]);
      doing[i] = pick (random, mixes[i]);
    }
  for (guint i = 0; i < n_samples; i++)
    {
      guint thread = threaded ? g_rand_int (random) % THREADS : 0;

      if (!bursty || g_rand_double (random) < 1.0 / BURST)
        doing[thread] = pick (random, mixes[thread]);
      ppv_profile_builder_sample (recording.builder, recording.set, recording.stacks[doing[thread]],
                                  (gint64) i * 1000000, recording.threads[thread], 0, &weight);
    }
  {
    PpvProfile *profile = ppv_profile_builder_seal (recording.builder, "made-up", "test");

    ppv_profile_builder_free (recording.builder);
    return profile;
  }
}

static PpvDiff *
compare (GRand *random, Kind kind, double planted, guint n_runs, guint n_samples)
{
  const guint runs[] = { n_runs, n_runs };
  g_autoptr (PpvSelection) all = ppv_selection_new ();
  g_autofree PpvDiffInput *inputs = g_new (PpvDiffInput, 2 * n_runs);
  g_autoptr (GError) error = NULL;
  PpvDiff *diff;

  for (guint i = 0; i < 2 * n_runs; i++)
    {
      inputs[i].profile = record (random, kind, i < n_runs ? 1 : planted, n_samples);
      inputs[i].selection = all;
    }
  diff = ppv_diff_new (inputs, runs, PPV_DIFF_BY_FUNCTION, PPV_NORMALISE_TOTAL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2 * n_runs; i++)
    ppv_profile_unref ((PpvProfile *) inputs[i].profile);
  return diff;
}

static guint
n_pairs (void)
{
  const char *text = g_getenv ("PPV_EXPERIMENT_PAIRS");

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 60;
}

/* Pairs of the same: alarms, and intervals with 0 in them, of functions of some size. */
static void
try_same (Kind kind, guint n_runs)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1000 + (guint32) kind * 10 + n_runs);
  guint n_alarms = 0, n_intervals = 0, n_covered = 0;
  double alarms, covered, n = n_pairs ();

  for (guint i = 0; i < n_pairs (); i++)
    {
      g_autoptr (PpvDiff) diff = compare (random, kind, 1, n_runs, SAMPLES / n_runs);
      gboolean alarm = FALSE;

      for (guint32 j = 0; j < diff->n_rows; j++)
        {
          const PpvDifference *difference = &diff->rows[j].self;

          alarm = alarm || difference->q_value < PPV_DIFF_LEVEL;
          if (difference->value[0] + difference->value[1] < 4)
            continue;
          n_intervals++;
          n_covered += difference->low < 0 && difference->high > 0;
        }
      n_alarms += alarm ? 1 : 0;
    }
  alarms = n_alarms / n;
  covered = n_covered / (double) n_intervals;
  g_test_message ("%g pairs: %.1f %% alarms, %.1f %% covered", n, 100 * alarms, 100 * covered);
  /* what the number of pairs leaves to chance, three standard errors */
  g_assert_cmpfloat (alarms, <=, 0.05 + 3 * sqrt (0.05 * 0.95 / n));
  g_assert_cmpfloat (covered, >=, 0.93 - 3 * sqrt (0.05 * 0.95 / n));
}

static void
test_even (void)
{
  try_same (EVEN, 1);
}

static void
test_bursty (void)
{
  try_same (BURSTY, 1);
}

static void
test_threaded (void)
{
  try_same (THREADED, 1);
}

static void
test_both (void)
{
  try_same (BURSTY_AND_THREADED, 1);
}

static void
test_runs (void)
{
  try_same (THREADED, 5);
}

/* Of 14 % of the cost, 5 % more: how often that is found. */
static void
test_power (void)
{
  const guint sizes[] = { 50000, 100000, 200000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (77);
      guint n = MAX (n_pairs () / 10, 5);
      guint n_found = 0;

      for (guint j = 0; j < n; j++)
        {
          g_autoptr (PpvDiff) diff = compare (random, EVEN, 1.05, 1, sizes[i]);

          for (guint32 k = 0; k < diff->n_rows; k++)
            n_found += g_str_equal (diff->rows[k].function, "f2") &&
                       diff->rows[k].self.status == PPV_DIFF_CHANGED &&
                       diff->rows[k].self.difference > 0;
        }
      g_test_message ("%u samples a side: found in %u of %u", sizes[i], n_found, n);
      if (sizes[i] == 200000)
        g_assert_cmpuint (5 * n_found, >=, 4 * n);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diff-experiment/even-samples-raise-no-alarm", test_even);
  g_test_add_func ("/diff-experiment/bursts-raise-no-alarm", test_bursty);
  g_test_add_func ("/diff-experiment/threads-that-differ-raise-no-alarm", test_threaded);
  g_test_add_func ("/diff-experiment/bursts-in-threads-raise-no-alarm", test_both);
  g_test_add_func ("/diff-experiment/runs-raise-no-alarm", test_runs);
  g_test_add_func ("/diff-experiment/a-function-that-got-slower-is-found", test_power);
  return g_test_run ();
}
