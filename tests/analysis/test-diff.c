/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include "ppv-test-profile.h"

static PpvDiff *
compare (PpvProfile *base, PpvProfile *current, PpvDiffBy by)
{
  const guint n_runs[] = { 1, 1 };
  g_autoptr (PpvSelection) all = ppv_selection_new ();
  const PpvDiffInput inputs[] = { { base, all }, { current, all } };
  g_autoptr (GError) error = NULL;
  PpvDiff *diff = ppv_diff_new (inputs, n_runs, by, PPV_NORMALISE_USUAL, NULL, &error);

  g_assert_no_error (error);
  return diff;
}

static const PpvDiffRow *
find (const PpvDiff *diff, const char *function)
{
  for (guint32 i = 0; i < diff->n_rows; i++)
    if (g_str_equal (diff->rows[i].function, function))
      return &diff->rows[i];
  g_error ("no row %s", function);
}

/* Of one shape, in two threads, with times. */
static PpvProfile *
make_timed (guint32 seed, guint n_samples)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  guint32 set = ppv_profile_builder_set (builder, PPV_SET_TIME | PPV_SET_THREAD);
  PpvProcessId process = ppv_profile_builder_process (builder, 1);
  const char *const names[] = { "a@m", "b@m", "c@m", "d@m" };
  PpvStackId main_stack =
      ppv_profile_builder_stack (builder, PPV_NONE, ppv_test_frame (builder, "main@m"));

  ppv_profile_builder_metric (builder, set, "cycles", "count", PPV_METRIC_FLOW);
  for (guint i = 0; i < n_samples; i++)
    {
      gint64 weight = g_rand_int_range (random, 900, 1100);
      gint32 which = g_rand_int_range (random, 0, 4);
      PpvThreadId thread = ppv_profile_builder_thread (
          builder, process, (gint32) (i % 4) + 1, ppv_profile_builder_string (builder, "pool", -1));

      ppv_profile_builder_sample (
          builder, set,
          ppv_profile_builder_stack (builder, main_stack, ppv_test_frame (builder, names[which])),
          (gint64) i * 1000, thread, 0, &weight);
    }
  return ppv_test_seal (builder);
}

static void
test_sums (void)
{
  g_autoptr (PpvProfile) base = make_timed (1, 2000);
  g_autoptr (PpvProfile) current = make_timed (2, 3000);
  const PpvDiffBy bys[] = { PPV_DIFF_BY_FUNCTION, PPV_DIFF_BY_STACK };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (PpvDiff) diff = compare (base, current, bys[i]);
      gint64 sum = 0;

      for (guint32 j = 0; j < diff->n_rows; j++)
        sum += diff->rows[j].self.cost[1] - diff->rows[j].self.cost[0];
      g_assert_cmpint (sum, ==, diff->sum[1] - diff->sum[0]);
    }
}

static void
assert_negated (const PpvDifference *a, const PpvDifference *b)
{
  g_assert_true (a->difference + b->difference == 0);
  g_assert_true (a->low + b->high == 0 && a->high + b->low == 0);
  g_assert_true (a->p_value == b->p_value && a->q_value == b->q_value);
}

static void
test_swap (void)
{
  g_autoptr (PpvProfile) base = make_timed (3, 4000);
  g_autoptr (PpvProfile) current = make_timed (4, 4000);
  g_autoptr (PpvDiff) there = compare (base, current, PPV_DIFF_BY_FUNCTION);
  g_autoptr (PpvDiff) back = compare (current, base, PPV_DIFF_BY_FUNCTION);

  g_assert_cmpuint (there->n_rows, ==, 5);
  for (guint32 i = 0; i < there->n_rows; i++)
    {
      const PpvDiffRow *row = find (back, there->rows[i].function);

      if (isfinite (there->rows[i].self.low))
        assert_negated (&there->rows[i].self, &row->self);
      assert_negated (&there->rows[i].total, &row->total);
    }
}

static void
test_vanished (void)
{
  const gint64 one[] = { 10, 20, 30 };
  const gint64 two[] = { 10, 20, 40 };
  g_autoptr (PpvProfile) base = ppv_test_profile ("a a a\nb c .\n", one);
  g_autoptr (PpvProfile) current = ppv_test_profile ("a a a\nb d .\n", two);
  g_autoptr (PpvDiff) diff = compare (base, current, PPV_DIFF_BY_FUNCTION);

  g_assert_cmpint (diff->evidence, ==, PPV_EVIDENCE_COUNTED);
  g_assert_cmpint (find (diff, "b")->self.status, ==, PPV_DIFF_SAME);
  g_assert_cmpint (find (diff, "c")->self.status, ==, PPV_DIFF_GONE);
  g_assert_cmpint (find (diff, "d")->self.status, ==, PPV_DIFF_NEW);
  g_assert_cmpint (find (diff, "a")->self.status, ==, PPV_DIFF_CHANGED);
  g_assert_cmpfloat (find (diff, "a")->self.difference, ==, 10);
}

static void
test_names (void)
{
  g_autoptr (PpvProfile) base =
      ppv_test_profile ("f.constprop.0@libx.so.1 g.part.2.cold@m only@old v1.2@m\n", NULL);
  g_autoptr (PpvProfile) current =
      ppv_test_profile ("f@libx.so.2 g.isra.0@m only@new v1.2@m\n", NULL);
  g_autoptr (PpvDiff) diff = compare (base, current, PPV_DIFF_BY_FUNCTION);

  g_assert_cmpuint (diff->n_rows, ==, 4);
  g_assert_cmpint (find (diff, "f")->self.status, ==, PPV_DIFF_SAME);
  g_assert_cmpint (find (diff, "g")->self.status, ==, PPV_DIFF_SAME);
  g_assert_cmpint (find (diff, "only")->self.status, ==, PPV_DIFF_SAME);
  g_assert_cmpstr (find (diff, "only")->module, ==, "new");
  g_assert_cmpint (find (diff, "v1.2")->self.status, ==, PPV_DIFF_SAME);
}

static PpvProfile *
make_named (const char *name)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  PpvStringId text = ppv_profile_builder_string (builder, name, -1);
  PpvFunctionId function = ppv_profile_builder_function (builder, text, text, PPV_NONE, 0, 0);
  PpvFrameId frame =
      ppv_profile_builder_frame (builder, function, PPV_NONE, PPV_NO_ADDRESS, 0, FALSE);
  guint32 set = ppv_profile_builder_set (builder, 0);
  const gint64 weight = 1;

  ppv_profile_builder_metric (builder, set, "cost", "count", PPV_METRIC_FLOW);
  ppv_profile_builder_sample (builder, set, ppv_profile_builder_stack (builder, PPV_NONE, frame), 0,
                              PPV_NONE, PPV_NONE, &weight);
  return ppv_test_seal (builder);
}

static void
test_hashes (void)
{
  g_autoptr (PpvProfile) base = make_named ("core::fmt::h0123456789abcdef");
  g_autoptr (PpvProfile) current = make_named ("core::fmt::hfedcba9876543210");
  g_autoptr (PpvDiff) diff = compare (base, current, PPV_DIFF_BY_FUNCTION);

  g_assert_cmpuint (diff->n_rows, ==, 1);
  g_assert_cmpint (find (diff, "core::fmt")->self.status, ==, PPV_DIFF_SAME);
}

static gboolean
fires (const PpvDiff *diff, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PpvDiffGate) gate = ppv_diff_gate_new (text, &error);

  g_assert_no_error (error);
  for (guint32 i = 0; i < diff->n_rows; i++)
    if (ppv_diff_gate_test (gate, diff, &diff->rows[i]))
      return TRUE;
  return FALSE;
}

static void
test_gate (void)
{
  const gint64 one[] = { 100, 200 };
  const gint64 two[] = { 104, 200 };
  g_autoptr (PpvProfile) base = ppv_test_profile ("f(int) g\n", one);
  g_autoptr (PpvProfile) current = ppv_test_profile ("f(int) g\n", two);
  g_autoptr (PpvDiff) diff = compare (base, current, PPV_DIFF_BY_FUNCTION);

  g_assert_true (fires (diff, "self(f(int)) > +3% and q < 0.05"));
  g_assert_false (fires (diff, "self(f*) > +5% and q < 0.05"));
  g_assert_false (fires (diff, "self(g) > 0"));
  g_assert_true (fires (diff, "total(g) > 1 or (self(*) >= 4 and not q > 0.05)"));
}

static void
assert_refused (const char *text, const char *column)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ppv_diff_gate_new (text, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_USAGE);
  g_assert_true (g_str_has_prefix (error->message, column));
}

static void
test_gate_errors (void)
{
  assert_refused ("", "column 1:");
  assert_refused ("self(f) > ", "column 11:");
  assert_refused ("self(f > 3", "column ");
  assert_refused ("self(f) 3", "column 9:");
  assert_refused ("q < 0.05", "column 1:");
  assert_refused ("self(f) > 3 % x", "column 15:");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diff/differences-add-up-to-that-of-the-whole", test_sums);
  g_test_add_func ("/diff/exchanged-sides-negate", test_swap);
  g_test_add_func ("/diff/what-is-gone-stays-visible", test_vanished);
  g_test_add_func ("/diff/clones-and-renamed-modules-match", test_names);
  g_test_add_func ("/diff/hashes-of-rust-do-not-count", test_hashes);
  g_test_add_func ("/diff/conditions-hold-for-rows", test_gate);
  g_test_add_func ("/diff/conditions-that-make-no-sense-name-the-column", test_gate_errors);
  return g_test_run ();
}
