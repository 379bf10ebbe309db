/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* White box: breaks one column at a time and wants to be told which. */

#include "config.h"

#include "ppv-profile-builder.h"
#include "ppv-profile-private.h"

static PpvProfile *
small_profile (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  guint32 set = ppv_profile_builder_set (builder, PPV_SET_TIME | PPV_SET_THREAD);
  PpvStringId name = ppv_profile_builder_string (builder, "module", -1);
  PpvModuleId module = ppv_profile_builder_module (builder, name, 0, PPV_MODULE_USER);
  PpvFrameId frame = ppv_profile_builder_frame (builder, PPV_NONE, module, 1, 0, FALSE);
  PpvStackId stack = ppv_profile_builder_stack (builder, PPV_NONE, frame);
  PpvThreadId thread =
      ppv_profile_builder_thread (builder, ppv_profile_builder_process (builder, 1), 1, name);

  stack = ppv_profile_builder_stack (builder, stack, frame);
  ppv_profile_builder_metric (builder, set, "n", "count", PPV_METRIC_FLOW);
  ppv_profile_builder_sample (builder, set, stack, 10, thread, PPV_NONE, (gint64[]){ 1 });
  return ppv_profile_builder_seal (builder, "file", "test");
}

static void
assert_broken (const PpvProfile *profile, const char *where)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ppv_profile_check (profile, &error));
  g_assert_true (g_str_has_prefix (error->message, where));
}

static void
test_accepts_what_the_builder_makes (void)
{
  g_autoptr (PpvProfile) profile = small_profile ();
  g_autoptr (GError) error = NULL;

  g_assert_true (ppv_profile_check (profile, &error));
  g_assert_no_error (error);
}

static void
test_finds_a_stack_before_its_parent (void)
{
  g_autoptr (PpvProfile) profile = small_profile ();

  ((PpvStackId *) profile->stacks.parent)[0] = 1;
  assert_broken (profile, "stacks row 0");
}

static void
test_finds_rows_that_are_not_there (void)
{
  g_autoptr (PpvProfile) profile = small_profile ();
  const PpvSampleSet *set = ppv_profile_get_set (profile, 0);

  ((PpvThreadId *) set->thread)[0] = 5;
  assert_broken (profile, "samples row 0");
  ((PpvStackId *) set->stack)[0] = 99;
  assert_broken (profile, "samples row 0");
  ((PpvFrameId *) profile->stacks.frame)[1] = 9;
  assert_broken (profile, "stacks row 1");
  ((PpvFunctionId *) profile->frames.function)[0] = PPV_NONE;
  assert_broken (profile, "frames row 0");
  ((PpvStringId *) profile->functions.name)[0] = 1000;
  assert_broken (profile, "functions row 0");
  ((PpvStringId *) profile->modules.path)[0] = 1000;
  assert_broken (profile, "modules row 0");
}

static void
test_finds_times_outside_the_profile (void)
{
  g_autoptr (PpvProfile) profile = small_profile ();

  ((gint64 *) ppv_profile_get_set (profile, 0)->time)[0] = -1;
  assert_broken (profile, "samples row 0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check/accepts-what-the-builder-makes", test_accepts_what_the_builder_makes);
  g_test_add_func ("/check/finds-a-stack-before-its-parent", test_finds_a_stack_before_its_parent);
  g_test_add_func ("/check/finds-rows-that-are-not-there", test_finds_rows_that_are_not_there);
  g_test_add_func ("/check/finds-times-outside-the-profile", test_finds_times_outside_the_profile);
  return g_test_run ();
}
