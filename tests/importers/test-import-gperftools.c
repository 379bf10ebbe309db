/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ppv-test-import.h"

#define MAPS                                                                                       \
  "00400000-00500000 r-xp 00010000 00:00 12    /usr/bin/my spin (deleted)\n"                       \
  "00600000-00700000 rw-p 00000000 00:00 0           [heap]\n"

static const guint64 words[] = {
  0, 3, 0,        10000,    0,         /* header: 10 ms */
  2, 3, 0x400123, 0x400457, 0x9000010, /* a stack of three, seen twice */
  5, 1, 0x400123,                      /* one of one */
  0, 1, 0,                             /* the end */
};

/* The words as a machine with addresses of @size bytes writes them. */
static GBytes *
make_cpu (gsize size, gboolean is_big, gsize n_words, const char *maps)
{
  GByteArray *bytes = g_byte_array_new ();

  for (gsize i = 0; i < n_words; i++)
    for (gsize j = 0; j < size; j++)
      {
        gsize place = is_big ? size - 1 - j : j;
        guint8 byte = (guint8) (words[i] >> (8 * place));

        g_byte_array_append (bytes, &byte, 1);
      }
  g_byte_array_append (bytes, (const guint8 *) maps, (guint) strlen (maps));
  return g_byte_array_free_to_bytes (bytes);
}

static PpvProfile *
import_cpu (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  PpvProfile *profile = ppv_test_import ("gperftools-cpu", g_bytes_get_data (bytes, NULL),
                                         g_bytes_get_size (bytes), NULL, &error);

  g_assert_no_error (error);
  return profile;
}

static void
test_reads_all_sizes_and_orders (void)
{
  for (guint form = 0; form < 4; form++)
    {
      g_autoptr (GBytes) bytes = make_cpu (form & 1 ? 4 : 8, form & 2, G_N_ELEMENTS (words), MAPS);
      g_autoptr (PpvProfile) profile = import_cpu (bytes);
      const PpvModuleTable *modules = ppv_profile_get_modules (profile);

      g_assert_cmpint (ppv_profile_get_metric (profile, 0)->total, ==, 7);
      g_assert_cmpint (ppv_profile_get_metric (profile, 1)->total, ==, 70000000);
      /* callers are where the call is */
      g_assert_cmpint (ppv_test_stack_weight (profile, "0x900000f;my spin+0x10456;my spin+0x10123"),
                       ==, 2);
      g_assert_cmpint (ppv_test_stack_weight (profile, "my spin+0x10123"), ==, 5);
      g_assert_cmpuint (modules->n_rows, ==, 1);
      g_assert_cmpstr (ppv_profile_get_string (profile, modules->path[0]), ==, "/usr/bin/my spin");
      g_assert_cmpuint (ppv_test_warned (profile, "unmapped-addresses"), ==, 1);
      g_assert_true (ppv_profile_is_complete (profile));
    }
}

static void
test_keeps_stacks_of_a_cut_profile (void)
{
  g_autoptr (GBytes) bytes = make_cpu (8, FALSE, 12, "");
  g_autoptr (PpvProfile) profile = import_cpu (bytes);

  g_assert_cmpint (ppv_profile_get_metric (profile, 0)->total, ==, 2);
  g_assert_cmpuint (ppv_test_warned (profile, "truncated"), ==, 1);
  g_assert_cmpuint (ppv_test_warned (profile, "no-mappings"), ==, 1);
  g_assert_false (ppv_profile_is_complete (profile));
}

/* Lengths that files make up cost nothing. */
static void
test_refuses_stacks_that_are_not_there (void)
{
  guint64 lie[] = { 0, 3, 0, 10000, 0, 1, G_MAXUINT64, 1, 0, 1, 0 };
  g_autoptr (GError) error = NULL;

  g_assert_null (ppv_test_import ("gperftools-cpu", (const char *) lie, sizeof lie, NULL, &error));
  g_assert_nonnull (error);
}

static void
test_agrees_with_pprof (void)
{
  g_autoptr (PpvProfile) cpu = ppv_test_import_data ("gperftools-cpu", "grab.prof");
  g_autoptr (PpvProfile) heap = ppv_test_import_data ("gperftools-heap", "grab.heap");

  g_assert_cmpint (ppv_profile_get_metric (cpu, 0)->total, ==, 58);
  g_assert_true (ppv_profile_is_complete (cpu));
  g_assert_cmpint (ppv_profile_get_metric (heap, 0)->total, ==, 200072);
  g_assert_cmpint (ppv_profile_get_metric (heap, 1)->total, ==, 201);
  g_assert_cmpint (ppv_profile_get_metric (heap, 2)->total, ==, 300072);
  g_assert_cmpint (ppv_profile_get_metric (heap, 3)->total, ==, 301);
  g_assert_true (ppv_profile_is_complete (heap));
}

static PpvProfile *
import_heap (const char *kind, const char *stacks)
{
  g_autofree char *text = g_strdup_printf ("heap profile:     3:   600 [   5:  1000] @ %s\n%s\n"
                                           "MAPPED_LIBRARIES:\n" MAPS,
                                           kind, stacks);

  return ppv_test_import_text ("gperftools-heap", text);
}

#define STACKS                                                                                     \
  "     2:   400 [     4:   800] @ 0x00400124 0x0000000000400458\n"                                \
  "     1:   200 [     1:   200] @ 0x00400124\n"

static void
test_reads_heaps (void)
{
  g_autoptr (PpvProfile) profile = import_heap ("heapprofile", STACKS);

  g_assert_cmpint (ppv_test_stack_weight (profile, "my spin+0x10457;my spin+0x10123"), ==, 400);
  g_assert_cmpint (ppv_profile_get_metric (profile, 2)->total, ==, 1000);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "profile_kind"), ==, "heapprofile");
  g_assert_true (ppv_profile_is_complete (profile));
}

/* 200 bytes a block: the factors of pprof for both ways to sample. */
static void
test_scales_samples_as_pprof_does (void)
{
  g_autoptr (PpvProfile) first = import_heap ("heap/1000", STACKS);
  g_autoptr (PpvProfile) second = import_heap ("heap_v2/1000", STACKS);

  g_assert_cmpint (ppv_test_stack_weight (first, "my spin+0x10123"), ==, 500);
  g_assert_cmpint (ppv_test_stack_weight (second, "my spin+0x10123"), ==,
                   (gint64) round (200 / (1 - exp (-0.2))));
  g_assert_cmpuint (ppv_test_warned (second, "sampled"), ==, 1);
  g_assert_true (ppv_profile_is_complete (second));
}

static void
test_names_growth_and_fragmentation (void)
{
  g_autoptr (PpvProfile) growth = import_heap ("growthz", STACKS);
  g_autoptr (PpvProfile) fragmentation = import_heap ("fragmentationz", STACKS);

  g_assert_cmpuint (ppv_profile_get_n_metrics (growth), ==, 2);
  g_assert_cmpuint (ppv_profile_find_metric (growth, "growth"), ==, 0);
  g_assert_cmpuint (ppv_profile_find_metric (fragmentation, "fragmentation"), ==, 0);
}

static void
test_tells_of_stacks_that_are_missing (void)
{
  g_autoptr (PpvProfile) profile =
      import_heap ("heapprofile", "     2:   400 [     4:   800] @ 0x00400124\n 1: x [ 1: 2] @\n");

  g_assert_cmpuint (ppv_test_warned (profile, "summary-differs"), ==, 1);
  g_assert_cmpuint (ppv_test_warned (profile, "malformed-line"), ==, 1);
  g_assert_false (ppv_profile_is_complete (profile));
}

static void
test_knows_its_own (void)
{
  g_assert_cmpuint (ppv_test_sniff ("gperftools-heap", "heap profile:  1: 2 [ 1: 2] @\n"), >, 0);
  g_assert_cmpuint (ppv_test_sniff ("gperftools-heap", "a heap profile: 1\n"), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("gperftools-cpu", "heap profile:  1: 2 [ 1: 2] @\n"), ==, 0);
}

/* After the list of what was mapped began, lines of it may be missing. */
static gboolean
may_end (const char *bytes, gsize length)
{
  return g_strstr_len (bytes, (gssize) length, "MAPPED_LIBRARIES:") != NULL;
}

static gboolean
may_not_end (const char *bytes, gsize length)
{
  return FALSE;
}

static void
test_survives_damage (void)
{
  g_autoptr (GBytes) cpu = make_cpu (8, FALSE, G_N_ELEMENTS (words), "");

  ppv_test_abuse ("gperftools-heap", "grab.heap", may_end, PPV_LOSS);
  ppv_test_abuse_bytes ("gperftools-cpu", cpu, may_not_end, PPV_LOSS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gperftools/reads-all-sizes-and-orders", test_reads_all_sizes_and_orders);
  g_test_add_func ("/gperftools/keeps-stacks-of-a-cut-profile", test_keeps_stacks_of_a_cut_profile);
  g_test_add_func ("/gperftools/refuses-stacks-that-are-not-there",
                   test_refuses_stacks_that_are_not_there);
  g_test_add_func ("/gperftools/agrees-with-pprof", test_agrees_with_pprof);
  g_test_add_func ("/gperftools/reads-heaps", test_reads_heaps);
  g_test_add_func ("/gperftools/scales-samples-as-pprof-does", test_scales_samples_as_pprof_does);
  g_test_add_func ("/gperftools/names-growth-and-fragmentation",
                   test_names_growth_and_fragmentation);
  g_test_add_func ("/gperftools/tells-of-stacks-that-are-missing",
                   test_tells_of_stacks_that_are_missing);
  g_test_add_func ("/gperftools/knows-its-own", test_knows_its_own);
  g_test_add_func ("/gperftools/survives-damage", test_survives_damage);
  return g_test_run ();
}
