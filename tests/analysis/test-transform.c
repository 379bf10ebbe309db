/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a reader of a call tree sees after a transform. */

#include "config.h"

#include "ppv-test-profile.h"

static void
assert_tree (const char *drawing, const char *text, const char *expected)
{
  g_autoptr (PpvProfile) profile = ppv_test_profile (drawing, NULL);
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (PpvSelection) rest = NULL;
  g_autoptr (PpvProfile) view = NULL;
  g_autoptr (PpvStackCosts) costs = NULL;
  g_autoptr (PpvCallTree) tree = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *drawn = NULL;
  g_autofree char *said = NULL;

  ppv_selection_parse (selection, text, &error);
  g_assert_no_error (error);
  view = ppv_selection_apply (selection, profile, &rest, NULL, &error);
  g_assert_no_error (error);
  ppv_profile_check (view, &error);
  g_assert_no_error (error);
  said = ppv_selection_to_text (rest);
  g_assert_cmpstr (said, ==, text);
  g_assert_true (ppv_profile_get_base (view) == profile);
  costs = ppv_stack_costs_new (view, rest, NULL, &error);
  g_assert_no_error (error);
  tree = ppv_call_tree_new (view, costs);
  drawn = ppv_test_draw_tree (view, tree);
  g_assert_cmpstr (drawn, ==, expected);
}

static const char drawing[] = "main main main main\n"
                              "work work idle work\n"
                              "copy read . read\n"
                              ". copy . .";

static void
test_focuses (void)
{
  assert_tree (drawing, "| focus function=work",
               "work 3 0\n  read 2 1\n    copy 1 1\n  copy 1 1\n");
  assert_tree (drawing, "| focus self=copy", "copy 2 2\n");
  assert_tree (drawing, "| focus stack=^main;work;read", "read 2 1\n  copy 1 1\n");
}

static void
test_hides_everywhere_and_merges_at_one_place (void)
{
  assert_tree (drawing, "| hide function=copy", "main 4 0\n  work 3 1\n    read 2 2\n  idle 1 1\n");
  assert_tree (drawing, "| merge stack=^main;work;copy",
               "main 4 0\n  work 3 1\n    read 2 1\n      copy 1 1\n  idle 1 1\n");
}

static void
test_collapses (void)
{
  assert_tree (drawing, "| collapse function=work", "main 4 0\n  work 3 3\n  idle 1 1\n");
  assert_tree ("a a\na a\nb .\na .", "| collapse recursion", "a 2 1\n  b 1 0\n    a 1 1\n");
  assert_tree ("a a\na a\nb .\na .", "| collapse recursion function=a", "a 2 2\n");
  assert_tree ("x@m x@m\ny@l y@l\nz@l z@l\nx@m .\ny@l .", "| collapse module=l",
               "x 2 0\n  y 2 1\n    x 1 0\n      y 1 1\n");
}

static void
test_drops_and_inverts (void)
{
  assert_tree (drawing, "function!=idle | drop stack=work;read$ | invert",
               "copy 2 0\n  read 1 0\n    work 1 0\n      main 1 1\n"
               "  work 1 0\n    main 1 1\n");
}

static void
test_leaves_out_what_has_no_frame_left (void)
{
  assert_tree ("main idle\nwork .", "| hide function=idle", "main 1 0\n  work 1 1\n");
}

/* A deep stack takes no time that grows faster than it. */
static void
test_takes_deep_stacks (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (PpvSelection) rest = NULL;
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvProfile) view = NULL;
  g_autoptr (GError) error = NULL;
  PpvFrameId frames[] = { ppv_test_frame (builder, "a"), ppv_test_frame (builder, "b") };
  guint32 set = ppv_profile_builder_set (builder, 0);
  PpvStackId stack = PPV_NONE;
  gint64 one = 1;

  ppv_profile_builder_metric (builder, set, "cost", "count", PPV_METRIC_FLOW);
  for (guint i = 0; i < 200000; i++)
    stack = ppv_profile_builder_stack (builder, stack, frames[i % 2]);
  ppv_profile_builder_sample (builder, set, stack, 0, PPV_NONE, PPV_NONE, &one);
  profile = ppv_test_seal (builder);
  g_assert_true (ppv_selection_parse (selection, "| collapse recursion function=* | invert", NULL));
  view = ppv_selection_apply (selection, profile, &rest, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ppv_profile_get_stacks (view)->n_rows, ==, 2);
}

static void
test_refuses_what_it_cannot_do (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (PpvSelection) rest = NULL;
  g_autoptr (PpvProfile) calls = NULL;
  g_autoptr (PpvProfile) plain = ppv_test_profile ("a", NULL);
  g_autoptr (GError) error = NULL;
  PpvFrameId frame = ppv_test_frame (builder, "a");
  guint32 set = ppv_profile_builder_set (builder, 0);
  gint64 one = 1;

  ppv_profile_builder_metric (builder, set, "cost", "count", PPV_METRIC_FLOW);
  ppv_profile_builder_call (builder, set, frame, 0, 1, &one);
  calls = ppv_test_seal (builder);
  g_assert_true (ppv_selection_parse (selection, "| invert", NULL));
  g_assert_null (ppv_selection_apply (selection, calls, &rest, NULL, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_null (ppv_stack_costs_new (plain, selection, NULL, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_UNSUPPORTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transform/focuses", test_focuses);
  g_test_add_func ("/transform/hides-everywhere-and-merges-at-one-place",
                   test_hides_everywhere_and_merges_at_one_place);
  g_test_add_func ("/transform/collapses", test_collapses);
  g_test_add_func ("/transform/drops-and-inverts", test_drops_and_inverts);
  g_test_add_func ("/transform/leaves-out-what-has-no-frame-left",
                   test_leaves_out_what_has_no_frame_left);
  g_test_add_func ("/transform/takes-deep-stacks", test_takes_deep_stacks);
  g_test_add_func ("/transform/refuses-what-it-cannot-do", test_refuses_what_it_cannot_do);
  return g_test_run ();
}
