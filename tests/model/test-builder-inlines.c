/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Inlined functions in stacks.  Frames are given as an importer gives them, by
 * address, and named and filled afterwards, as the symbolizer does.
 */

#include "config.h"

#include "ppv-test-profile.h"

typedef struct {
  PpvProfileBuilder *builder;
  PpvModuleId module;
  guint32 set;
} Scene;

static void
scene_init (Scene *self, const PpvLimits *limits)
{
  self->builder = ppv_profile_builder_new (limits);
  self->module = ppv_profile_builder_module (
      self->builder, ppv_profile_builder_string (self->builder, "/bin/app", -1), 0,
      PPV_MODULE_USER);
  self->set = ppv_profile_builder_set (self->builder, 0);
  ppv_profile_builder_metric (self->builder, self->set, "cost", "count", PPV_METRIC_FLOW);
}

static PpvFunctionId
function (Scene *self, const char *name)
{
  g_autofree char *path = g_strconcat (name, ".c", NULL);
  PpvStringId text = ppv_profile_builder_string (self->builder, name, -1);

  return ppv_profile_builder_function (self->builder, text, text, self->module,
                                       ppv_profile_builder_string (self->builder, path, -1), 10);
}

static PpvFrameId
frame (Scene *self, guint64 address)
{
  return ppv_profile_builder_frame (self->builder, PPV_NONE, self->module, address, 0, FALSE);
}

static void
sample (Scene *self, PpvStackId stack)
{
  ppv_profile_builder_sample (self->builder, self->set, stack, 0, PPV_NONE, PPV_NONE,
                              (gint64[]){ 1 });
}

static void
name (Scene *self, PpvFrameId frame, const char *name, guint32 line)
{
  ppv_profile_builder_resolve_frame (self->builder, frame, function (self, name), 0, line);
}

static void
inlined (Scene *self, PpvFrameId frame, const char *name, guint32 line)
{
  ppv_profile_builder_inline (self->builder, frame, function (self, name), 0, line);
}

static void
assert_stack_is (const PpvProfile *profile, PpvStackId stack, const char *expected)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  g_autoptr (GString) text = g_string_new (NULL);

  for (; stack != PPV_NONE; stack = stacks->parent[stack])
    {
      PpvFrameId f = stacks->frame[stack];

      g_string_append_printf (
          text, "%s%s%s:%u", text->len > 0 ? " < " : "",
          ppv_profile_get_string (profile, functions->name[frames->function[f]]),
          frames->inlined[f] ? "*" : "", frames->line[f]);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
assert_stack (const PpvProfile *profile, gsize sample, const char *expected)
{
  assert_stack_is (profile, ppv_profile_get_set (profile, 0)->stack[sample], expected);
}

/* Each (parent, frame) is there once, as the analyses want it. */
static void
assert_unique (const PpvProfile *profile)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (PpvStackId i = 0; i < stacks->n_rows; i++)
    {
      guint64 key = (guint64) stacks->parent[i] << 32 | stacks->frame[i];

      g_assert_true (g_hash_table_add (seen, g_memdup2 (&key, sizeof key)));
    }
}

static void
test_puts_what_is_inlined_into_all_stacks (void)
{
  Scene scene;
  g_autoptr (PpvProfile) profile = NULL;
  PpvFrameId main_frame, work, leaf;
  PpvStackId stack;

  scene_init (&scene, NULL);
  main_frame = frame (&scene, 0x10);
  work = frame (&scene, 0x20);
  leaf = frame (&scene, 0x30);
  stack = ppv_profile_builder_stack (scene.builder, PPV_NONE, main_frame);
  sample (&scene, stack);
  stack = ppv_profile_builder_stack (scene.builder, stack, work);
  sample (&scene, stack);
  sample (&scene, ppv_profile_builder_stack (scene.builder, stack, leaf));
  sample (&scene, ppv_profile_builder_stack (scene.builder, PPV_NONE, work));
  name (&scene, main_frame, "main", 1);
  name (&scene, work, "work", 2);
  name (&scene, leaf, "leaf", 5);
  inlined (&scene, work, "step", 3);
  inlined (&scene, work, "add", 4);
  profile = ppv_test_seal (scene.builder);
  ppv_profile_builder_free (scene.builder);
  assert_stack (profile, 0, "main:1");
  assert_stack (profile, 1, "add*:4 < step*:3 < work:2 < main:1");
  assert_stack (profile, 2, "leaf:5 < add*:4 < step*:3 < work:2 < main:1");
  assert_stack (profile, 3, "add*:4 < step*:3 < work:2");
  assert_unique (profile);
  g_assert_cmpuint (ppv_profile_get_stacks (profile)->n_rows, ==, 8);
}

/* A function inlined into itself has frames that are equal in every column. */
static void
test_keeps_recursion_that_is_inlined (void)
{
  Scene scene;
  g_autoptr (PpvProfile) profile = NULL;
  PpvFrameId work;

  scene_init (&scene, NULL);
  work = frame (&scene, 0x20);
  sample (&scene, ppv_profile_builder_stack (scene.builder, PPV_NONE, work));
  name (&scene, work, "walk", 7);
  for (guint i = 0; i < 3; i++)
    inlined (&scene, work, "walk", 7);
  profile = ppv_test_seal (scene.builder);
  ppv_profile_builder_free (scene.builder);
  assert_stack (profile, 0, "walk*:7 < walk*:7 < walk*:7 < walk:7");
  assert_unique (profile);
}

static void
test_keeps_the_file_of_a_line (void)
{
  Scene scene;
  g_autoptr (PpvProfile) profile = NULL;
  const PpvFrameTable *frames;
  PpvFrameId work, leaf;
  PpvStringId header;

  scene_init (&scene, NULL);
  work = frame (&scene, 0x20);
  leaf = frame (&scene, 0x30);
  header = ppv_profile_builder_string (scene.builder, "table.inc", -1);
  sample (&scene, ppv_profile_builder_stack (scene.builder, PPV_NONE, work));
  ppv_profile_builder_resolve_frame (scene.builder, work, function (&scene, "work"), header, 3);
  name (&scene, leaf, "leaf", 4);
  profile = ppv_test_seal (scene.builder);
  ppv_profile_builder_free (scene.builder);
  frames = ppv_profile_get_frames (profile);
  g_assert_cmpstr (ppv_profile_get_string (profile, frames->file[work]), ==, "table.inc");
  g_assert_cmpstr (ppv_profile_get_string (profile, frames->file[leaf]), ==, "leaf.c");
}

/* What there is no room for is left out of all stacks, and said. */
static void
test_leaves_out_what_there_is_no_room_for (void)
{
  Scene scene;
  PpvLimits limits;
  g_autoptr (PpvProfile) profile = NULL;
  PpvFrameId work;
  PpvStackId stack = PPV_NONE;

  ppv_limits_init (&limits);
  limits.rows = 40;
  scene_init (&scene, &limits);
  work = frame (&scene, 0x20);
  for (guint i = 0; i < 30; i++)
    stack = ppv_profile_builder_stack (scene.builder, stack, work);
  sample (&scene, stack);
  name (&scene, work, "work", 1);
  inlined (&scene, work, "step", 2);
  profile = ppv_test_seal (scene.builder);
  ppv_profile_builder_free (scene.builder);
  g_assert_cmpuint (ppv_profile_get_stacks (profile)->n_rows, ==, 30);
  g_assert_false (ppv_profile_is_complete (profile));
}

/* What tools found has stacks as samples have; calls are between frames, as they were given. */
static void
test_keeps_findings_and_calls (void)
{
  Scene scene;
  PpvFrameId work, parse;
  PpvStackId stack;
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  const PpvFinding *findings;
  const PpvFindingPart *parts;
  const PpvCallTable *calls;
  guint32 n_findings;

  scene_init (&scene, NULL);
  work = frame (&scene, 0x10);
  parse = frame (&scene, 0x20);
  name (&scene, work, "work", 3);
  name (&scene, parse, "parse", 4);
  inlined (&scene, work, "step", 7);
  stack = ppv_profile_builder_stack (scene.builder, PPV_NONE, work);
  stack = ppv_profile_builder_stack (scene.builder, stack, parse);
  for (guint i = 0; i < 2; i++)
    ppv_profile_builder_finding (
        scene.builder,
        &(PpvFinding){ .kind = ppv_profile_builder_string (scene.builder, "InvalidRead", -1),
                       .thread = PPV_NONE,
                       .bytes = i });
  ppv_profile_builder_finding_part (scene.builder, 0, stack);
  ppv_profile_builder_finding_part (
      scene.builder, ppv_profile_builder_string (scene.builder, "freed before", -1), PPV_NONE);
  ppv_profile_builder_finding_count (scene.builder, 1, 5);
  ppv_profile_builder_call (scene.builder, scene.set, work, function (&scene, "parse"), 9,
                            (gint64[]){ 70 });
  profile = ppv_profile_builder_seal (scene.builder, "file", "test");
  ppv_profile_builder_free (scene.builder);
  g_assert_true (ppv_profile_check (profile, &error));
  findings = ppv_profile_list_findings (profile, &n_findings);
  g_assert_cmpuint (n_findings, ==, 2);
  g_assert_cmpuint (findings[0].count, ==, 1);
  g_assert_cmpuint (findings[0].n_parts, ==, 0);
  g_assert_cmpuint (findings[1].count, ==, 5);
  g_assert_cmpuint (findings[1].n_parts, ==, 2);
  parts = ppv_profile_list_parts (profile, &findings[1]);
  assert_stack_is (profile, parts[0].stack, "parse:4 < step*:7 < work:3");
  g_assert_cmpuint (parts[1].stack, ==, PPV_NONE);
  calls = ppv_profile_get_calls (profile);
  g_assert_cmpuint (calls->n_rows, ==, 1);
  g_assert_cmpuint (calls->count[0], ==, 9);
  g_assert_cmpint (calls->cost[0][0], ==, 70);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inlines/puts-what-is-inlined-into-all-stacks",
                   test_puts_what_is_inlined_into_all_stacks);
  g_test_add_func ("/inlines/keeps-recursion-that-is-inlined",
                   test_keeps_recursion_that_is_inlined);
  g_test_add_func ("/inlines/keeps-the-file-of-a-line", test_keeps_the_file_of_a_line);
  g_test_add_func ("/inlines/keeps-findings-and-calls", test_keeps_findings_and_calls);
  g_test_add_func ("/inlines/leaves-out-what-there-is-no-room-for",
                   test_leaves_out_what_there_is_no_room_for);
  return g_test_run ();
}
