/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Generated code that a jitdump tells of, by address and time. */

#include "config.h"

#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include <glib/gstdio.h>

#include "container/perf-format.h"
#include "ppv-test-recording.h"
#include "ppv.h"
#include "symbols/ppv-jit-maker.h"

enum { PID = 77, USER = PERF_CPUMODE_USER };

typedef struct {
  char *folder;
  char *dump_path;
  char *data_path;
  JitMaker maker;
  PpvTestRecording *recording;
} Jit;

static guint64
pair (gint32 first, gint32 second)
{
  return (guint32) first | (guint64) (guint32) second << 32;
}

/* PERF_RECORD_MMAP2, executable, from offset 0 of @path. */
static void
add_map (Jit *self, guint64 start, guint64 length, const char *path, guint64 time)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  const guint64 words[] = {
    pair (PID, PID), start, length, 0, 0, 0, 0, pair (PROT_READ | PROT_EXEC, MAP_PRIVATE)
  };
  const guint64 id[] = { pair (PID, PID), time };

  g_byte_array_append (body, (const guint8 *) words, sizeof words);
  g_byte_array_append (body, (const guint8 *) path, (guint) strlen (path) + 1);
  while (body->len % 8 != 0)
    g_byte_array_append (body, (const guint8 *) "", 1);
  g_byte_array_append (body, (const guint8 *) id, sizeof id);
  ppv_test_recording_bytes (self->recording, PERF_RECORD_MMAP2, USER, body);
}

static void
jit_init (Jit *self, gint clockid, guint64 dump_flags)
{
  guint64 flags = G_GUINT64_CONSTANT (1) << PERF_ATTR_SAMPLE_ID_ALL;

  if (clockid >= 0)
    flags |= G_GUINT64_CONSTANT (1) << PERF_ATTR_USE_CLOCKID;
  self->folder = g_dir_make_tmp ("ppv-jit-XXXXXX", NULL);
  self->dump_path = g_build_filename (self->folder, "jit-77.dump", NULL);
  self->data_path = g_build_filename (self->folder, "perf.data", NULL);
  jit_maker_init (&self->maker, FALSE, dump_flags);
  self->recording = ppv_test_recording_new (FALSE);
  ppv_test_recording_event (self->recording,
                            &(PpvTestEvent){ .type = 1,
                                             .sample_type = PERF_SAMPLE_IP | PERF_SAMPLE_TID |
                                                            PERF_SAMPLE_TIME | PERF_SAMPLE_PERIOD,
                                             .flags = flags,
                                             .clockid = (guint32) MAX (clockid, 0) });
  add_map (self, 0x10000, 0x10000, "//anon", 1);
  add_map (self, 0x7000, 0x1000, self->dump_path, 2);
}

static void
add_sample (Jit *self, guint64 address, guint64 time)
{
  ADD (self->recording, PERF_RECORD_SAMPLE, USER, address, pair (PID, PID), time, 1);
}

static PpvProfile *
jit_load (Jit *self, gboolean symbols)
{
  g_autoptr (GBytes) bytes = ppv_test_recording_finish (self->recording);
  g_autoptr (GError) error = NULL;
  g_autoptr (PpvLoad) load = ppv_load_new (self->data_path);
  const PpvSymbolOptions options = { .enabled = symbols };
  PpvProfile *profile;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  g_file_set_contents (self->dump_path, (char *) self->maker.bytes->data,
                       (gssize) self->maker.bytes->len, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (self->dump_path, 0600), ==, 0);
  g_file_set_contents (self->data_path, text, (gssize) length, &error);
  g_assert_no_error (error);
  ppv_load_set_symbols (load, &options);
  profile = ppv_load_run (load, NULL, &error);
  g_assert_no_error (error);
  ppv_profile_check (profile, &error);
  g_assert_no_error (error);
  return profile;
}

static void
jit_clear (Jit *self)
{
  g_remove (self->dump_path);
  g_remove (self->data_path);
  g_rmdir (self->folder);
  g_free (self->dump_path);
  g_free (self->data_path);
  g_free (self->folder);
  jit_maker_clear (&self->maker);
  ppv_test_recording_free (self->recording);
}

/* Two codes in one place, and the first one moved away before. */
static void
fill (Jit *self)
{
  jit_maker_load (&self->maker, 10, 0x10100, 64, 1, "first");
  jit_maker_move (&self->maker, 30, 0x10800, 64, 1);
  jit_maker_load (&self->maker, 40, 0x10100, 64, 2, "second");
  add_sample (self, 0x10110, 20);
  add_sample (self, 0x10810, 35);
  add_sample (self, 0x10110, 50);
  add_sample (self, 0x10200, 60);
}

static void
test_names_generated_code_by_time (void)
{
  g_autoptr (PpvProfile) profile = NULL;
  Jit jit;

  jit_init (&jit, CLOCK_MONOTONIC, 0);
  fill (&jit);
  profile = jit_load (&jit, TRUE);
  g_assert_cmpint (ppv_test_stack_weight (profile, "first"), ==, 2);
  g_assert_cmpint (ppv_test_stack_weight (profile, "second"), ==, 1);
  g_assert_cmpint (ppv_test_stack_weight (profile, "perf-77.map+0x10200"), ==, 1);
  g_assert_cmpuint (ppv_test_warned (profile, "jit-clock"), ==, 0);
  jit_clear (&jit);
}

/* A compiler that makes its memory writable for a moment maps it again. */
static void
test_keeps_names_of_memory_that_is_mapped_again (void)
{
  g_autoptr (PpvProfile) profile = NULL;
  Jit jit;

  jit_init (&jit, CLOCK_MONOTONIC, 0);
  fill (&jit);
  add_map (&jit, 0x10000, 0x10000, "//anon", 45);
  profile = jit_load (&jit, TRUE);
  g_assert_cmpint (ppv_test_stack_weight (profile, "first"), ==, 2);
  g_assert_cmpint (ppv_test_stack_weight (profile, "second"), ==, 1);
  jit_clear (&jit);
}

/* Code is told of a moment after it began to run. */
static void
test_names_code_that_ran_before_it_was_told_of (void)
{
  g_autoptr (PpvProfile) profile = NULL;
  Jit jit;

  jit_init (&jit, CLOCK_MONOTONIC, 0);
  jit_maker_load (&jit.maker, 10, 0x10100, 64, 1, "first");
  add_sample (&jit, 0x10110, 9);
  profile = jit_load (&jit, TRUE);
  g_assert_cmpint (ppv_test_stack_weight (profile, "first"), ==, 1);
  jit_clear (&jit);
}

static void
test_says_when_times_do_not_fit (void)
{
  static const struct {
    gint clockid;
    guint64 dump_flags;
  } cases[] = { { -1, 0 }, { CLOCK_MONOTONIC_RAW, 0 }, { CLOCK_MONOTONIC, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PpvProfile) profile = NULL;
      Jit jit;

      jit_init (&jit, cases[i].clockid, cases[i].dump_flags);
      fill (&jit);
      profile = jit_load (&jit, TRUE);
      g_assert_cmpint (ppv_test_stack_weight (profile, "first"), ==, 1);
      g_assert_cmpint (ppv_test_stack_weight (profile, "second"), ==, 2);
      g_assert_cmpuint (ppv_test_warned (profile, "jit-clock"), ==, 1);
      jit_clear (&jit);
    }
}

static void
test_tells_lines_of_generated_code (void)
{
  g_autoptr (PpvProfile) profile = NULL;
  const PpvFrameTable *frames;
  const PpvFunctionTable *functions;
  Jit jit;

  jit_init (&jit, CLOCK_MONOTONIC, 0);
  jit_maker_lines (&jit.maker, 0x10100, "one.js", 100, 8);
  jit_maker_load (&jit.maker, 10, 0x10100, 64, 1, "first");
  add_sample (&jit, 0x10109, 20);
  profile = jit_load (&jit, TRUE);
  frames = ppv_profile_get_frames (profile);
  functions = ppv_profile_get_functions (profile);
  g_assert_cmpuint (frames->n_rows, ==, 1);
  g_assert_cmpuint (frames->line[0], ==, 102);
  g_assert_cmpuint (functions->line[frames->function[0]], ==, 100);
  g_assert_cmpstr (ppv_profile_get_string (profile, functions->file[frames->function[0]]), ==,
                   "one.js");
  jit_clear (&jit);
}

static void
test_reads_no_dump_when_symbols_are_not_wanted (void)
{
  g_autoptr (PpvProfile) profile = NULL;
  Jit jit;

  jit_init (&jit, CLOCK_MONOTONIC, 0);
  fill (&jit);
  profile = jit_load (&jit, FALSE);
  g_assert_cmpint (ppv_test_stack_weight (profile, "perf-77.map+0x10110"), ==, 2);
  jit_clear (&jit);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/perf-jit/names-generated-code-by-time", test_names_generated_code_by_time);
  g_test_add_func ("/perf-jit/keeps-names-of-memory-that-is-mapped-again",
                   test_keeps_names_of_memory_that_is_mapped_again);
  g_test_add_func ("/perf-jit/names-code-that-ran-before-it-was-told-of",
                   test_names_code_that_ran_before_it_was_told_of);
  g_test_add_func ("/perf-jit/says-when-times-do-not-fit", test_says_when_times_do_not_fit);
  g_test_add_func ("/perf-jit/tells-lines-of-generated-code", test_tells_lines_of_generated_code);
  g_test_add_func ("/perf-jit/reads-no-dump-when-symbols-are-not-wanted",
                   test_reads_no_dump_when_symbols_are_not_wanted);
  return g_test_run ();
}
