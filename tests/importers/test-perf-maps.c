/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* White box: address spaces against a slow and obvious one, an array of 256 bytes. */

#include "config.h"

#include "world/perf-maps.h"

enum { SIZE = 256, N_SPACES = 8, N_STEPS = 20000 };

typedef struct {
  guint64 delta[SIZE];
  PpvModuleId module[SIZE]; /* PPV_NONE where nothing is mapped */
} Reference;

typedef struct {
  PerfSpace space;
  guint32 owner;
  Reference reference;
} Space;

static void
clear_space (Space *self, guint32 owner)
{
  self->space = PERF_NO_SPACE;
  self->owner = owner;
  memset (self->reference.module, 0xff, sizeof self->reference.module);
}

static PerfMap
random_map (void)
{
  guint64 start = (guint64) g_test_rand_int_range (0, SIZE - 1);
  guint64 end = (guint64) g_test_rand_int_range ((gint) start + 1, SIZE + 1);

  return (PerfMap){ start, end, (guint64) g_test_rand_int_range (0, 3),
                    (PpvModuleId) g_test_rand_int_range (0, 4) };
}

static gboolean
would_change (const Space *self, const PerfMap *map)
{
  for (guint64 i = map->start; i < map->end; i++)
    if (self->reference.module[i] != PPV_NONE &&
        (self->reference.module[i] != map->module || self->reference.delta[i] != map->delta))
      return TRUE;
  return FALSE;
}

static void
insert (PerfMaps *maps, Space *self, const PerfMap *map)
{
  if (would_change (self, map))
    g_assert_true (perf_maps_conflicts (maps, self->space, map));
  self->space = perf_maps_insert (maps, self->space, map, self->owner);
  for (guint64 i = map->start; i < map->end; i++)
    {
      self->reference.delta[i] = map->delta;
      self->reference.module[i] = map->module;
    }
}

static void
assert_same (const PerfMaps *maps, const Space *self)
{
  for (guint64 i = 0; i < SIZE; i++)
    {
      const PerfMap *map = perf_maps_find (maps, self->space, i);

      g_assert_cmpuint (map != NULL ? map->module : PPV_NONE, ==, self->reference.module[i]);
      if (map != NULL)
        g_assert_cmpuint (map->delta, ==, self->reference.delta[i]);
    }
}

/* Spaces that fork from each other go on alone: what one maps the others never see. */
static void
test_agrees_with_an_array (void)
{
  static Space spaces[N_SPACES];
  PerfMaps maps;
  guint32 n_owners = 0;

  perf_maps_init (&maps);
  for (guint i = 0; i < N_SPACES; i++)
    clear_space (&spaces[i], n_owners++);
  for (guint step = 0; step < N_STEPS; step++)
    {
      Space *space = &spaces[g_test_rand_int_range (0, N_SPACES)];
      Space *other = &spaces[g_test_rand_int_range (0, N_SPACES)];
      PerfMap map = random_map ();

      insert (&maps, space, &map);
      if (step % 50 == 0)
        {
          *other = *space;
          space->owner = n_owners++;
          other->owner = n_owners++;
        }
      if (step % 333 == 0)
        clear_space (other, n_owners++);
      if (step % 100 == 0)
        for (guint i = 0; i < N_SPACES; i++)
          assert_same (&maps, &spaces[i]);
    }
  perf_maps_clear (&maps);
}

static void
test_maps_up_to_the_end_of_the_address_space (void)
{
  PerfMaps maps;
  PerfMap kernel = { G_GUINT64_CONSTANT (0xffffffff81000000), 0, 0, 1 };
  PerfMap module = { G_GUINT64_CONSTANT (0xffffffffc0000000),
                     G_GUINT64_CONSTANT (0xffffffffc0001000), 0, 2 };
  PerfSpace space;

  perf_maps_init (&maps);
  space = perf_maps_insert (&maps, PERF_NO_SPACE, &kernel, 0);
  space = perf_maps_insert (&maps, space, &module, 0);
  g_assert_cmpuint (perf_maps_find (&maps, space, G_MAXUINT64)->module, ==, 1);
  g_assert_cmpuint (perf_maps_find (&maps, space, module.start)->module, ==, 2);
  g_assert_cmpuint (perf_maps_find (&maps, space, module.end)->module, ==, 1);
  g_assert_null (perf_maps_find (&maps, space, kernel.start - 1));
  perf_maps_clear (&maps);
}

static void
test_takes_a_flood_of_mappings (void)
{
  PerfMaps maps;
  PerfSpace space = PERF_NO_SPACE;

  perf_maps_init (&maps);
  for (guint64 i = 0; i < 300000; i++)
    {
      PerfMap map = { i * 8, i * 8 + 16, 0, (PpvModuleId) i };

      space = perf_maps_insert (&maps, space, &map, (guint32) (i / 2));
    }
  for (guint64 i = 0; i < 300000; i++)
    g_assert_cmpuint (perf_maps_find (&maps, space, i * 8 + 3)->module, ==, i);
  perf_maps_clear (&maps);
}

typedef struct {
  guint32 priority;
  guint32 i;
} Ranked;

static gint
compare_priorities (gconstpointer a, gconstpointer b)
{
  const Ranked *one = a, *two = b;

  return one->priority < two->priority ? -1 : one->priority > two->priority;
}

/*
 * Mappings placed in the order of the hashes of their numbers: where these hashes are
 * the priorities the tree is a list, and each insertion goes down all of it.
 */
static void
test_stays_flat_for_a_file_that_knows_the_hash (void)
{
  enum { N_MAPS = 100000 };
  g_autofree Ranked *ranked = g_new (Ranked, N_MAPS);
  g_autofree guint64 *place = g_new (guint64, N_MAPS);
  PerfMaps maps;
  PerfSpace space = PERF_NO_SPACE;

  for (guint32 i = 0; i < N_MAPS; i++)
    ranked[i] = (Ranked){ ppv_hash_u64 (i + 1), i };
  qsort (ranked, N_MAPS, sizeof *ranked, compare_priorities);
  for (guint32 i = 0; i < N_MAPS; i++)
    place[ranked[i].i] = i + 1;
  perf_maps_init (&maps);
  for (guint32 i = 0; i < N_MAPS; i++)
    {
      PerfMap map = { place[i] * 16, place[i] * 16 + 16, 0, i };

      space = perf_maps_insert (&maps, space, &map, 0);
    }
  for (guint32 i = 0; i < N_MAPS; i++)
    g_assert_cmpuint (perf_maps_find (&maps, space, place[i] * 16 + 3)->module, ==, i);
  perf_maps_clear (&maps);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/perf-maps/agrees-with-an-array", test_agrees_with_an_array);
  g_test_add_func ("/perf-maps/maps-up-to-the-end-of-the-address-space",
                   test_maps_up_to_the_end_of_the_address_space);
  g_test_add_func ("/perf-maps/takes-a-flood-of-mappings", test_takes_a_flood_of_mappings);
  g_test_add_func ("/perf-maps/stays-flat-for-a-file-that-knows-the-hash",
                   test_stays_flat_for_a_file_that_knows_the_hash);
  return g_test_run ();
}
