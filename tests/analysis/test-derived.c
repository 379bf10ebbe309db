/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include "ppv-test-profile.h"

static guint32
add_event (PpvProfileBuilder *builder, const char *name)
{
  guint32 set = ppv_profile_builder_set (builder, PPV_SET_CPU);

  ppv_profile_builder_metric (builder, set, name, "count", PPV_METRIC_FLOW);
  return set;
}

static void
add (PpvProfileBuilder *builder, guint32 set, guint n_samples, gint64 period, const char *cell)
{
  PpvStackId stack = ppv_profile_builder_stack (builder, PPV_NONE, ppv_test_frame (builder, cell));

  for (guint i = 0; i < n_samples; i++)
    ppv_profile_builder_sample (builder, set, stack, 0, PPV_NONE, i % 2, &period);
}

/* The names of all that can be derived of @events, joined by blanks. */
static char *
derive (const char *const *events)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvDerivedList) list = NULL;
  GString *names = g_string_new (NULL);

  for (guint i = 0; events[i] != NULL; i++)
    add (builder, add_event (builder, events[i]), 20, 1000, "work");
  profile = ppv_test_seal (builder);
  list = ppv_derived_list_new (profile);
  for (guint i = 0; i < list->n_rows; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "", list->rows[i].name);
  return g_string_free (names, FALSE);
}

#define assert_derived(expected, ...)                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *derived = derive ((const char *const[]){ __VA_ARGS__, NULL });                \
                                                                                                   \
    g_assert_cmpstr (derived, ==, (expected));                                                     \
  }                                                                                                \
  G_STMT_END

static void
test_knows_events_by_their_names (void)
{
  assert_derived ("ipc cpi", "cycles", "instructions");
  assert_derived ("ipc cpi", "cpu-cycles", "instructions");
  assert_derived ("ipc cpi", "cpu/cycles/", "instructions");
  assert_derived ("ipc cpi", "armv8_pmuv3/cpu_cycles/", "armv8_pmuv3/inst_retired/");
  assert_derived ("branch-miss-rate", "branches", "branch-misses");
  assert_derived ("branch-miss-rate", "branch-instructions", "branch-misses");
  assert_derived ("cache-miss-rate", "cache-misses", "cache-references");
  assert_derived ("l1d-miss-rate llc-miss-rate", "L1-dcache-loads", "L1-dcache-load-misses",
                  "LLC-loads", "LLC-load-misses");
  assert_derived ("dtlb-miss-rate itlb-miss-rate", "dTLB-loads", "dTLB-load-misses", "iTLB-loads",
                  "iTLB-load-misses");
  assert_derived ("page-faults-pki context-switches-pki", "instructions", "page-faults",
                  "context-switches");
  assert_derived ("", "cycles", "cpu-clock", "sched:sched_switch", "r1a8", "cpu/event=0xc0/");
  assert_derived ("", "cycles", "instructions (2)", "instructions:x");
}

static void
test_compares_only_what_was_counted_at_the_same_places (void)
{
  assert_derived ("ipc cpi", "cycles:u", "instructions:u");
  assert_derived ("ipc cpi", "cycles:upp", "instructions:u"); /* how precisely is no place */
  assert_derived ("ipc cpi", "cycles:pp", "instructions");
  assert_derived ("ipc cpi", "cycles:ku", "instructions:uk");
  assert_derived ("", "cycles:u", "instructions");
  assert_derived ("", "cycles:u", "instructions:k");
  assert_derived ("", "cpu_core/cycles/", "cpu_atom/instructions/");
  assert_derived ("", "cpu_core/cycles/u", "cpu_core/instructions/");
}

static void
test_tells_apart_what_there_is_several_times (void)
{
  assert_derived ("ipc ipc@cpu_atom cpi cpi@cpu_atom", "cpu_core/cycles/", "cpu_atom/cycles/",
                  "cpu_core/instructions/", "cpu_atom/instructions/");
  assert_derived ("ipc ipc:k cpi cpi:k", "cycles:u", "cycles:k", "instructions:u",
                  "instructions:k");
  assert_derived ("ipc cpi", "cycles", "cpu-cycles", "instructions");
}

/* hot: 200 instructions a sample of 100 cycles; cold: few samples; lost: no instructions. */
static PpvProfile *
make_profile (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  guint32 cycles = add_event (builder, "cycles");
  guint32 instructions = add_event (builder, "instructions");

  add (builder, cycles, 100, 100, "hot@prog");
  add (builder, instructions, 100, 200, "hot@prog");
  add (builder, cycles, 9, 100, "cold@prog");
  add (builder, instructions, 50, 200, "cold@prog");
  add (builder, cycles, 50, 100, "lost@prog");
  return ppv_test_seal (builder);
}

static void
test_divides_totals (void)
{
  g_autoptr (PpvProfile) profile = make_profile ();
  g_autoptr (PpvDerivedList) list = ppv_derived_list_new (profile);
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (GError) error = NULL;
  const PpvDerived *ipc = ppv_derived_list_find (list, "ipc");
  PpvDerivedValue value;

  g_assert_null (ppv_derived_list_find (list, "cache-mpki"));
  g_assert_true (ppv_derived_total (ipc, profile, selection, &value, NULL, &error));
  g_assert_true (value.known);
  g_assert_cmpfloat_with_epsilon (value.value, 30000.0 / 15900.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (value.error, 1.96 * value.value * sqrt (1.0 / 150 + 1.0 / 159),
                                  1e-9);
  ppv_selection_add_term (selection, PPV_TERM_FUNCTION, FALSE, "hot");
  g_assert_true (ppv_derived_total (ipc, profile, selection, &value, NULL, &error));
  g_assert_cmpfloat_with_epsilon (value.value, 2, 1e-9);
}

static void
test_says_nothing_of_few_samples (void)
{
  g_autoptr (PpvProfile) profile = make_profile ();
  g_autoptr (PpvDerivedList) list = ppv_derived_list_new (profile);
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PpvHotspots) hotspots =
      ppv_hotspots_new (profile, selection, PPV_BY_FUNCTION, NULL, &error);
  g_autofree PpvDerivedValue *values = ppv_derived_rows (
      ppv_derived_list_find (list, "cpi"), profile, selection, hotspots, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (hotspots->n_rows, ==, 3); /* hot, lost, cold */
  g_assert_true (values[0].known);
  g_assert_cmpfloat_with_epsilon (values[0].value, 0.5, 1e-9);
  g_assert_false (values[1].known);
  g_assert_false (values[2].known);
}

static void
test_divides_by_any_dimension_but_stacks (void)
{
  g_autoptr (PpvProfile) profile = make_profile ();
  g_autoptr (PpvDerivedList) list = ppv_derived_list_new (profile);
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  const PpvDerived *ipc = ppv_derived_list_find (list, "ipc");

  for (PpvHotspotsBy by = PPV_BY_FUNCTION; by <= PPV_BY_STACK; by++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PpvHotspots) hotspots = ppv_hotspots_new (profile, selection, by, NULL, &error);
      g_autofree PpvDerivedValue *values =
          ppv_derived_rows (ipc, profile, selection, hotspots, NULL, &error);

      if (by == PPV_BY_STACK)
        g_assert_error (error, PPV_ERROR, PPV_ERROR_USAGE);
      else
        g_assert_true (values[0].known);
    }
}

static void
test_leaves_out_events_without_samples (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvDerivedList) list = NULL;

  add (builder, add_event (builder, "cycles"), 20, 1000, "work");
  add_event (builder, "instructions");
  profile = ppv_test_seal (builder);
  list = ppv_derived_list_new (profile);
  g_assert_cmpuint (list->n_rows, ==, 0);
}

/* A file may have made them up: the work must not grow with the square of them. */
static void
test_bears_thousands_of_events (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvDerivedList) list = NULL;

  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *cycles = g_strdup_printf ("pmu%u/cycles/", i);
      g_autofree char *instructions = g_strdup_printf ("pmu%u/instructions/", i);

      add (builder, add_event (builder, cycles), 1, 1, "work");
      add (builder, add_event (builder, instructions), 1, 1, "work");
    }
  profile = ppv_test_seal (builder);
  list = ppv_derived_list_new (profile);
  g_assert_cmpuint (list->n_rows, ==, 256);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/derived/knows-events-by-their-names", test_knows_events_by_their_names);
  g_test_add_func ("/derived/compares-only-what-was-counted-at-the-same-places",
                   test_compares_only_what_was_counted_at_the_same_places);
  g_test_add_func ("/derived/tells-apart-what-there-is-several-times",
                   test_tells_apart_what_there_is_several_times);
  g_test_add_func ("/derived/divides-totals", test_divides_totals);
  g_test_add_func ("/derived/says-nothing-of-few-samples", test_says_nothing_of_few_samples);
  g_test_add_func ("/derived/divides-by-any-dimension-but-stacks",
                   test_divides_by_any_dimension_but_stacks);
  g_test_add_func ("/derived/leaves-out-events-without-samples",
                   test_leaves_out_events_without_samples);
  g_test_add_func ("/derived/bears-thousands-of-events", test_bears_thousands_of_events);
  return g_test_run ();
}
