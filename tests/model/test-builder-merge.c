/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Things are added to a builder, and the same things in parts to its forks.  Whatever
 * they are and wherever they are cut, the merged builder must seal to the same tables.
 */

#include "config.h"

#include "ppv-test-same.h"
#include "ppv.h"

enum { N_THINGS = 600, MOST_PARTS = 5 };

static PpvStringId
numbered_string (PpvProfileBuilder *builder, const char *word, guint number)
{
  g_autofree char *text = g_strdup_printf ("%s %u", word, number);

  return ppv_profile_builder_string (builder, text, -1);
}

static PpvFrameId
some_frame (PpvProfileBuilder *builder, GRand *random)
{
  guint number = (guint) g_rand_int_range (random, 0, 40);
  PpvModuleId module =
      ppv_profile_builder_module (builder, numbered_string (builder, "module", number % 5),
                                  numbered_string (builder, "id", number % 3), PPV_MODULE_USER);
  PpvStringId name = numbered_string (builder, "function", number);
  PpvFunctionId function = PPV_NONE;

  if (number == 0)
    return ppv_profile_builder_marker (builder, "[unknown]");
  if (number % 2 == 0)
    function = ppv_profile_builder_function (builder, name, name, module,
                                             numbered_string (builder, "file", number % 7), number);
  return ppv_profile_builder_frame (builder, function, module, number * 16, number % 4, FALSE);
}

static PpvStackId
some_stack (PpvProfileBuilder *builder, GRand *random)
{
  gint depth = g_rand_int_range (random, 0, 6);
  PpvStackId stack = PPV_NONE;

  for (gint i = 0; i < depth; i++)
    stack = ppv_profile_builder_stack (builder, stack, some_frame (builder, random));
  return stack;
}

static PpvThreadId
some_thread (PpvProfileBuilder *builder, GRand *random)
{
  gint32 pid = g_rand_int_range (random, 1, 5);
  guint32 life = (guint32) g_rand_int_range (random, 0, 3);
  PpvProcessId process = ppv_profile_builder_process_life (builder, pid, life);

  ppv_profile_builder_name_process (builder, process, numbered_string (builder, "process", life));
  return ppv_profile_builder_thread (builder, process, g_rand_int_range (random, 1, 9),
                                     numbered_string (builder, "thread", life));
}

static void
add_span (PpvProfileBuilder *builder, GRand *random)
{
  PpvSpan span = { .thread = some_thread (builder, random),
                   .start = g_rand_int_range (random, 0, 1000),
                   .duration = g_rand_int_range (random, 0, 1000),
                   .category = numbered_string (builder, "category", 1),
                   .name =
                       numbered_string (builder, "call", (guint) g_rand_int_range (random, 0, 9)),
                   .value = -1 };

  ppv_profile_builder_span (builder, &span);
}

static void
add_words (PpvProfileBuilder *builder, GRand *random)
{
  guint number = (guint) g_rand_int_range (random, 0, 4);
  g_autofree char *text = g_strdup_printf ("word-%u", number);

  ppv_profile_builder_warn (builder, number > 2 ? PPV_LOSS : PPV_NOTE, text, number, "it says %u%%",
                            number);
  ppv_profile_builder_record (builder, text, number);
  ppv_profile_builder_fact (builder, text, text, -1);
}

static void
add_sample (PpvProfileBuilder *builder, GRand *random, guint32 set)
{
  gint64 weights[] = { g_rand_int_range (random, 0, 100), g_rand_int_range (random, -9, 100) };
  PpvStackId stack = some_stack (builder, random);
  guint32 cpu = (guint32) g_rand_int_range (random, 0, 4);
  PpvThreadId thread = g_rand_boolean (random) ? some_thread (builder, random) : PPV_NONE;

  ppv_profile_builder_label (builder, numbered_string (builder, "label", (guint) weights[0] % 3));
  ppv_profile_builder_sample (builder, set, stack, g_rand_int_range (random, 0, 1000), thread, cpu,
                              weights);
}

/* A thing is what its seed says, to whichever builder it is added. */
static void
add_thing (PpvProfileBuilder *builder, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  gint kind = g_rand_int_range (random, 0, 20);

  if (kind == 0)
    add_span (builder, random);
  else if (kind == 1)
    add_words (builder, random);
  else if (kind == 2)
    ppv_profile_builder_count (builder, 0, g_rand_int_range (random, 0, 1000), 7);
  else if (kind == 3)
    ppv_profile_builder_group (builder, 1, g_rand_int_range (random, 0, 1000), PPV_GROUP_DETAILED);
  else
    add_sample (builder, random, kind % 2 == 0 ? 0 : 1);
}

static PpvProfileBuilder *
new_builder (const PpvLimits *limits)
{
  PpvProfileBuilder *builder = ppv_profile_builder_new (limits);
  guint32 one = ppv_profile_builder_set (builder, PPV_SET_TIME | PPV_SET_THREAD | PPV_SET_CPU);
  guint32 two = ppv_profile_builder_set (builder, PPV_SET_LABEL);

  ppv_profile_builder_metric (builder, one, "a", "count", PPV_METRIC_FLOW);
  ppv_profile_builder_metric (builder, two, "b", "bytes", PPV_METRIC_LEVEL);
  ppv_profile_builder_metric (builder, two, "c", "bytes", PPV_METRIC_LEVEL);
  ppv_profile_builder_counter (builder, "d", "bytes");
  numbered_string (builder, "before", 1);
  return builder;
}

static PpvProfile *
seal (PpvProfileBuilder *builder)
{
  g_autoptr (GError) error = NULL;
  PpvProfile *profile;

  ppv_profile_builder_group (builder, 1, 1000, 0);
  profile = ppv_profile_builder_seal (builder, "a.file", "test");
  ppv_profile_check (profile, &error);
  g_assert_no_error (error);
  return profile;
}

static PpvProfile *
make_whole (const PpvLimits *limits, guint32 seed)
{
  g_autoptr (PpvProfileBuilder) builder = new_builder (limits);

  for (guint32 i = 0; i < N_THINGS; i++)
    add_thing (builder, seed + i);
  return seal (builder);
}

/* What cannot be merged is added anew, as an importer would. */
static void
merge_part (PpvProfileBuilder *builder, const PpvProfileBuilder *fork, guint32 from, guint32 to)
{
  if (!ppv_profile_builder_merge (builder, fork, NULL))
    for (guint32 i = from; i < to; i++)
      add_thing (builder, i);
}

static PpvProfile *
make_of_parts (const PpvLimits *limits, guint32 seed, guint n_parts)
{
  g_autoptr (PpvProfileBuilder) builder = new_builder (limits);
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) forks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) ppv_profile_builder_free);
  guint32 cuts[MOST_PARTS + 1] = { 0 };

  for (guint i = 0; i < n_parts; i++)
    {
      cuts[i + 1] = i + 1 == n_parts
                        ? N_THINGS
                        : (guint32) g_rand_int_range (random, (gint) cuts[i], N_THINGS + 1);
      g_ptr_array_add (forks, ppv_profile_builder_fork (builder));
      for (guint32 j = cuts[i]; j < cuts[i + 1]; j++)
        add_thing (forks->pdata[i], seed + j);
    }
  for (guint i = 0; i < n_parts; i++)
    merge_part (builder, forks->pdata[i], seed + cuts[i], seed + cuts[i + 1]);
  return seal (builder);
}

static void
test_parts_make_what_the_whole_makes (void)
{
  for (guint32 seed = 0; seed < 20; seed++)
    {
      g_autoptr (PpvProfile) whole = make_whole (NULL, seed * 10000);

      g_assert_cmpuint (ppv_profile_get_stacks (whole)->n_rows, >, 100);
      for (guint n_parts = 1; n_parts <= MOST_PARTS; n_parts++)
        {
          g_autoptr (PpvProfile) merged = make_of_parts (NULL, seed * 10000, n_parts);

          ppv_test_assert_same (whole, merged);
        }
    }
}

static void
test_parts_run_out_of_room_where_the_whole_does (void)
{
  for (guint32 rows = 1; rows < 600; rows += 1 + rows / 10)
    {
      PpvLimits limits;
      g_autoptr (PpvProfile) whole = NULL;
      g_autoptr (PpvProfile) merged = NULL;

      ppv_limits_init (&limits);
      limits.rows = rows;
      whole = make_whole (&limits, rows * 10000);
      merged = make_of_parts (&limits, rows * 10000, 1 + rows % MOST_PARTS);
      ppv_test_assert_same (whole, merged);
    }
}

static void
test_a_fork_has_the_rows_of_its_builder (void)
{
  g_autoptr (PpvProfileBuilder) builder = new_builder (NULL);
  g_autoptr (PpvProfileBuilder) fork = NULL;
  g_autoptr (PpvProfile) profile = NULL;

  for (guint32 i = 0; i < N_THINGS; i++)
    add_thing (builder, i);
  fork = ppv_profile_builder_fork (builder);
  for (guint i = 0; i < 40; i++)
    g_assert_cmpuint (numbered_string (builder, "function", i), ==,
                      numbered_string (fork, "function", i));
  profile = seal (fork);
  g_assert_cmpuint (ppv_profile_get_set (profile, 0)->n_rows, ==, 0);
  g_assert_cmpuint (ppv_profile_get_n_metrics (profile), ==, 3);
  g_assert_true (ppv_profile_is_complete (profile));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/builder-merge/parts-make-what-the-whole-makes",
                   test_parts_make_what_the_whole_makes);
  g_test_add_func ("/builder-merge/parts-run-out-of-room-where-the-whole-does",
                   test_parts_run_out_of_room_where_the_whole_does);
  g_test_add_func ("/builder-merge/a-fork-has-the-rows-of-its-builder",
                   test_a_fork_has_the_rows_of_its_builder);
  return g_test_run ();
}
