/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-test-profile.h"

/* Two events, one of them out of order, and a set that was derived from them. */
static PpvProfile *
make_profile (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  static const gint64 times[2][3] = { { 30, 10, 20 }, { 15, 20, 40 } };
  guint32 derived = ppv_profile_builder_set (builder, PPV_SET_TIME | PPV_SET_DERIVED);
  PpvStackId stack =
      ppv_profile_builder_stack (builder, PPV_NONE, ppv_test_frame (builder, "main"));
  const gint64 one = 1;

  ppv_profile_builder_metric (builder, derived, "off-cpu", "ns", PPV_METRIC_FLOW);
  ppv_profile_builder_sample (builder, derived, stack, 10, PPV_NONE, PPV_NONE, &one);
  for (guint i = 0; i < 2; i++)
    {
      guint32 set = ppv_profile_builder_set (builder, PPV_SET_TIME);

      ppv_profile_builder_metric (builder, set, i == 0 ? "one" : "two", "count", PPV_METRIC_FLOW);
      for (guint row = 0; row < 3; row++)
        ppv_profile_builder_sample (builder, set, stack, times[i][row], PPV_NONE, PPV_NONE, &one);
    }
  return ppv_test_seal (builder);
}

static char *
list (const char *filter)
{
  g_autoptr (PpvProfile) profile = make_profile ();
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (PpvEvents) events = NULL;
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);

  ppv_selection_parse (selection, filter, &error);
  g_assert_no_error (error);
  events = ppv_events_new (profile, selection, NULL, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < events->n_rows; i++)
    g_string_append_printf (
        text, "%s%u@%d", i > 0 ? " " : "", events->row[i].set,
        (int) ppv_profile_get_set (profile, events->row[i].set)->time[events->row[i].row]);
  return g_string_free (text, FALSE);
}

static void
test_puts_samples_of_all_events_in_order (void)
{
  g_autofree char *all = list ("");

  g_assert_cmpstr (all, ==, "1@0 2@5 1@10 2@10 1@20 2@30");
}

static void
test_takes_what_is_selected (void)
{
  g_autofree char *two = list ("metric=two");
  g_autofree char *late = list ("time=10..");
  g_autofree char *derived = list ("metric=off-cpu");

  g_assert_cmpstr (two, ==, "2@5 2@10 2@30");
  g_assert_cmpstr (late, ==, "1@10 2@10 1@20 2@30");
  g_assert_cmpstr (derived, ==, "0@0");
}

static void
test_refuses_a_metric_that_is_not_there (void)
{
  g_autoptr (PpvProfile) profile = make_profile ();
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (GError) error = NULL;

  ppv_selection_set_metric (selection, "three");
  g_assert_null (ppv_events_new (profile, selection, NULL, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_USAGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/events/puts-samples-of-all-events-in-order",
                   test_puts_samples_of_all_events_in_order);
  g_test_add_func ("/events/takes-what-is-selected", test_takes_what_is_selected);
  g_test_add_func ("/events/refuses-a-metric-that-is-not-there",
                   test_refuses_a_metric_that_is_not_there);
  return g_test_run ();
}
