/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <unistd.h>

#include <glib/gstdio.h>

#include "ppv-jit-dump.h"
#include "ppv-jit-maker.h"
#include "ppv-symbol-index.h"
#include "ppv-symbol-scene.h"

static const guint64 code_at = G_GUINT64_CONSTANT (0x7f0000001000);

static PpvJitDump *
open_dump (SymbolScene *scene, const void *bytes, gsize length)
{
  g_autofree char *path = NULL;
  PpvSymbolState state;

  scene->options.sysroot = scene->folder;
  path = symbol_scene_write (scene, "tmp/jit-77.dump", bytes, (gssize) length);
  return ppv_jit_dump_open (&scene->options, "/tmp/jit-77.dump", &state);
}

static const char *
name_at (PpvSymbolIndex *index, guint64 offset)
{
  guint32 row = ppv_symbol_index_find (index, offset);

  return row != PPV_NONE ? ppv_symbol_index_get (index, row)->name : NULL;
}

static void
assert_code (const PpvJitCode *code, guint64 time, guint64 start, guint64 size, guint64 offset)
{
  g_assert_cmpuint (code->time, ==, time);
  g_assert_cmpuint (code->start, ==, start);
  g_assert_cmpuint (code->size, ==, size);
  g_assert_cmpuint (code->offset, ==, offset);
}

static void
test_reads_what_was_loaded_and_moved (gconstpointer data)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvJitDump) dump = NULL;
  g_autoptr (PpvSymbolIndex) index = NULL;
  const PpvJitCode *codes;
  JitMaker maker;
  guint32 n_codes;
  guint64 first, second;

  symbol_scene_init (&scene);
  jit_maker_init (&maker, GPOINTER_TO_INT (data), 0);
  first = jit_maker_load (&maker, 10, code_at, 64, 5, "first");
  second = jit_maker_load (&maker, 20, code_at + 64, 32, 6, "second");
  jit_maker_move (&maker, 30, code_at + 4096, 64, 5);
  jit_maker_move (&maker, 40, code_at + 8192, 64, 99); /* nothing of that name */
  dump = open_dump (&scene, maker.bytes->data, maker.bytes->len);
  codes = ppv_jit_dump_list (dump, &n_codes);
  g_assert_cmpuint (n_codes, ==, 3);
  assert_code (&codes[0], 10, code_at, 64, first);
  assert_code (&codes[1], 20, code_at + 64, 32, second);
  assert_code (&codes[2], 30, code_at + 4096, 64, first);
  index = ppv_jit_dump_make_index (dump);
  g_assert_cmpstr (name_at (index, first + 63), ==, "first");
  g_assert_cmpstr (name_at (index, first + 64), ==, NULL);
  g_assert_cmpstr (name_at (index, second), ==, "second");
  g_assert_false (ppv_jit_dump_has_ticks (dump));
  jit_maker_clear (&maker);
}

static void
test_reads_lines (gconstpointer data)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvJitDump) dump = NULL;
  JitMaker maker;
  guint32 line = 0;
  guint64 first, second;

  symbol_scene_init (&scene);
  jit_maker_init (&maker, GPOINTER_TO_INT (data), 1);
  jit_maker_lines (&maker, code_at, "one.js", 100, 3);
  first = jit_maker_load (&maker, 10, code_at, 64, 1, "first");
  jit_maker_lines (&maker, code_at + 4, "elsewhere.js", 1, 3); /* of no code that follows */
  second = jit_maker_load (&maker, 20, code_at + 64, 64, 2, "second");
  dump = open_dump (&scene, maker.bytes->data, maker.bytes->len);
  g_assert_cmpstr (ppv_jit_dump_find_line (dump, first, &line), ==, "one.js");
  g_assert_cmpuint (line, ==, 100);
  g_assert_cmpstr (ppv_jit_dump_find_line (dump, first + 7, &line), ==, "one.js");
  g_assert_cmpuint (line, ==, 101);
  g_assert_cmpstr (ppv_jit_dump_find_line (dump, first + 63, &line), ==, "one.js");
  g_assert_cmpuint (line, ==, 102);
  g_assert_null (ppv_jit_dump_find_line (dump, first + 64, &line));
  g_assert_null (ppv_jit_dump_find_line (dump, second + 5, &line));
  g_assert_true (ppv_jit_dump_has_ticks (dump));
  jit_maker_clear (&maker);
}

static void
test_reads_nothing_that_others_can_write (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autofree char *path = NULL;
  JitMaker maker;
  PpvSymbolState state;

  symbol_scene_init (&scene);
  scene.options.sysroot = scene.folder;
  jit_maker_init (&maker, FALSE, 0);
  path =
      symbol_scene_write (&scene, "tmp/jit-77.dump", (char *) maker.bytes->data, maker.bytes->len);
  g_assert_cmpint (g_chmod (path, 0666), ==, 0);
  g_assert_null (ppv_jit_dump_open (&scene.options, "/tmp/jit-77.dump", &state));
  g_assert_cmpint (state, ==, PPV_SYMBOLS_NOT_ALLOWED);
  jit_maker_clear (&maker);
}

static void
test_knows_dumps_by_their_names (void)
{
  g_assert_true (ppv_jit_dump_is_path ("/a/jit-1.dump"));
  g_assert_true (ppv_jit_dump_is_path ("jit-123456.dump"));
  g_assert_false (ppv_jit_dump_is_path ("/a/jit-.dump"));
  g_assert_false (ppv_jit_dump_is_path ("/a/jit-1.dumps"));
  g_assert_false (ppv_jit_dump_is_path ("/jit-1.dump/a"));
  g_assert_false (ppv_jit_dump_is_path ("/a/xjit-1.dump"));
}

static void
fill (JitMaker *maker, gboolean big)
{
  jit_maker_init (maker, big, 0);
  jit_maker_lines (maker, code_at, "one.js", 100, 3);
  jit_maker_load (maker, 10, code_at, 16, 1, "first");
  jit_maker_move (maker, 30, code_at + 4096, 64, 1);
  jit_maker_lines (maker, code_at + 64, "two.js", 7, 2);
  jit_maker_load (maker, 20, code_at + 64, 16, 2, "second");
}

/* Asks all that can be asked of a dump, whatever it is made of. */
static guint32
look_at (const void *bytes, gsize length)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvJitDump) dump = NULL;
  g_autoptr (PpvSymbolIndex) index = NULL;
  guint32 n_codes = 0, line;

  symbol_scene_init (&scene);
  dump = open_dump (&scene, bytes, length);
  if (dump == NULL)
    return 0;
  index = ppv_jit_dump_make_index (dump);
  for (guint64 offset = 0; offset < length + 8; offset++)
    {
      (void) ppv_jit_dump_find_line (dump, offset, &line);
      (void) name_at (index, offset);
    }
  (void) ppv_jit_dump_list (dump, &n_codes);
  return n_codes;
}

static void
test_reads_a_dump_as_far_as_it_goes (void)
{
  JitMaker maker;
  guint32 n_before = 0;

  fill (&maker, FALSE);
  for (gsize length = 0; length <= maker.bytes->len; length++)
    {
      guint32 n_codes = look_at (maker.bytes->data, length);

      g_assert_cmpuint (n_codes, >=, n_before);
      n_before = n_codes;
    }
  g_assert_cmpuint (n_before, ==, 3);
  jit_maker_clear (&maker);
}

static void
test_survives_damage (void)
{
  for (guint i = 0; i < 600; i++)
    {
      JitMaker maker;

      fill (&maker, i % 2);
      for (guint n = 0; n < 3; n++)
        maker.bytes->data[g_test_rand_int_range (4, (gint32) maker.bytes->len)] =
            (guint8) g_test_rand_int_range (0, 256);
      (void) look_at (maker.bytes->data, maker.bytes->len);
      jit_maker_clear (&maker);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/jit-dump/reads-what-was-loaded-and-moved", GINT_TO_POINTER (FALSE),
                        test_reads_what_was_loaded_and_moved);
  g_test_add_data_func ("/jit-dump/reads-the-other-byte-order", GINT_TO_POINTER (TRUE),
                        test_reads_what_was_loaded_and_moved);
  g_test_add_data_func ("/jit-dump/reads-lines", GINT_TO_POINTER (FALSE), test_reads_lines);
  g_test_add_data_func ("/jit-dump/reads-lines-of-the-other-byte-order", GINT_TO_POINTER (TRUE),
                        test_reads_lines);
  g_test_add_func ("/jit-dump/reads-nothing-that-others-can-write",
                   test_reads_nothing_that_others_can_write);
  g_test_add_func ("/jit-dump/knows-dumps-by-their-names", test_knows_dumps_by_their_names);
  g_test_add_func ("/jit-dump/reads-a-dump-as-far-as-it-goes", test_reads_a_dump_as_far_as_it_goes);
  g_test_add_func ("/jit-dump/survives-damage", test_survives_damage);
  return g_test_run ();
}
