/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The figures are those perf report 6.1 gave for the same files when they were recorded. */

#include "config.h"

#include <string.h>

#include "ppv.h"
#include "ppv-test-import.h"

/* With names, from the programs that are kept beside the recordings. */
static PpvProfile *
load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autofree char *programs = g_test_build_filename (G_TEST_DIST, "data", "programs", NULL);
  const char *symbol_path[] = { programs, NULL };
  g_autoptr (PpvLoad) loading = ppv_load_new (path);
  g_autoptr (GError) error = NULL;
  PpvProfile *profile;

  ppv_load_set_symbols (loading,
                        &(PpvSymbolOptions){ .enabled = TRUE, .symbol_path = symbol_path });
  profile = ppv_load_run (loading, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ppv_profile_check (profile, &error));
  return profile;
}

static PpvHotspots *
hotspots_of (const PpvProfile *profile, const char *selection, PpvHotspotsBy by)
{
  g_autoptr (PpvSelection) parsed = ppv_selection_new ();
  g_autoptr (GError) error = NULL;
  PpvHotspots *hotspots;

  ppv_selection_parse (parsed, selection, &error);
  g_assert_no_error (error);
  hotspots = ppv_hotspots_new (profile, parsed, by, NULL, &error);
  g_assert_no_error (error);
  return hotspots;
}

/* Samples with the row on top; for functions of one name all together. */
static guint64
self_samples (const PpvProfile *profile, const PpvHotspots *hotspots, const char *name)
{
  guint64 sum = 0;

  for (guint32 i = 0; i < hotspots->n_rows; i++)
    {
      g_autofree char *label = ppv_hotspots_dup_label (hotspots, profile, i);

      if (g_str_equal (label, name))
        sum += hotspots->self_samples[i];
    }
  return sum;
}

/* Samples with the function anywhere in their stack. */
static guint64
total_samples (const PpvProfile *profile, const PpvHotspots *hotspots, const char *name)
{
  for (guint32 i = 0; i < hotspots->n_rows; i++)
    {
      g_autofree char *label = ppv_hotspots_dup_label (hotspots, profile, i);

      if (g_str_equal (label, name))
        return hotspots->samples[i];
    }
  return 0;
}

static void
assert_metric (
    const PpvProfile *profile, guint metric, const char *name, guint64 samples, gint64 total)
{
  const PpvMetric *have = ppv_profile_get_metric (profile, metric);

  g_assert_cmpstr (ppv_profile_get_string (profile, have->name), ==, name);
  g_assert_cmpuint (have->n_samples, ==, samples);
  g_assert_cmpint (have->total, ==, total);
}

static void
test_agrees_with_perf_report (void)
{
  g_autoptr (PpvProfile) profile = load ("sample.perf.data");
  g_autoptr (PpvHotspots) hotspots = hotspots_of (profile, "", PPV_BY_FUNCTION);

  assert_metric (profile, 0, "cpu-clock:u", 213, 106553250);
  g_assert_true (ppv_profile_is_complete (profile));
  g_assert_cmpuint (self_samples (profile, hotspots, "compare_words"), ==, 93);
  g_assert_cmpuint (self_samples (profile, hotspots, "sort_words"), ==, 51);
  g_assert_cmpuint (self_samples (profile, hotspots, "write_text"), ==, 31);
  g_assert_cmpuint (self_samples (profile, hotspots, "count_word"), ==, 13);
  g_assert_cmpuint (self_samples (profile, hotspots, "read_words"), ==, 13);
  g_assert_cmpuint (self_samples (profile, hotspots, "hash_word"), ==, 10);
  g_assert_cmpuint (self_samples (profile, hotspots, "report"), ==, 2);
}

/* perf report --children: 100 %, 84.51 % and 65.26 % of 213 samples, recursion counted once. */
static void
test_counts_callers_once (void)
{
  g_autoptr (PpvProfile) profile = load ("sample.perf.data");
  g_autoptr (PpvHotspots) hotspots = hotspots_of (profile, "", PPV_BY_FUNCTION);

  g_assert_cmpuint (total_samples (profile, hotspots, "_start"), ==, 213);
  g_assert_cmpuint (total_samples (profile, hotspots, "main"), ==, 213);
  g_assert_cmpuint (total_samples (profile, hotspots, "run"), ==, 180);
  g_assert_cmpuint (total_samples (profile, hotspots, "sort_words"), ==, 139);
  g_assert_cmpuint (self_samples (profile, hotspots, "main"), ==, 0);
}

static void
test_tells_what_the_file_says_of_itself (void)
{
  g_autoptr (PpvProfile) profile = load ("sample.perf.data");
  const char *command = ppv_profile_get_fact (profile, "command");

  g_assert_true (g_str_has_prefix (ppv_profile_get_fact (profile, "tool"), "perf 6."));
  g_assert_cmpstr (ppv_profile_get_fact (profile, "architecture"), ==, "x86_64");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "cpus_online"), ==, "2");
  g_assert_nonnull (strstr (command, "perf record"));
  g_assert_true (g_str_has_suffix (command, "./sample"));
}

static void
test_keeps_several_events_apart (void)
{
  g_autoptr (PpvProfile) profile = load ("several.perf.data");
  g_autoptr (PpvHotspots) faults = hotspots_of (profile, "metric=page-faults:u", PPV_BY_FUNCTION);

  assert_metric (profile, 0, "cpu-clock:u", 115, 230460920);
  assert_metric (profile, 1, "page-faults:u", 10, 362);
  g_assert_cmpint (faults->sum, ==, 362);
}

/* Parent and child run different programs at the same addresses, the child after a fork and an
 * exec. */
static void
test_follows_a_fork_and_an_exec (void)
{
  g_autoptr (PpvProfile) profile = load ("several.perf.data");
  g_autoptr (PpvHotspots) child = hotspots_of (profile, "module=sample", PPV_BY_FUNCTION);
  g_autoptr (PpvHotspots) parent = hotspots_of (profile, "module=parent", PPV_BY_FUNCTION);
  g_autoptr (PpvHotspots) threads = hotspots_of (profile, "", PPV_BY_THREAD);

  g_assert_cmpuint (self_samples (profile, parent, "compare_words"), ==, 34);
  g_assert_cmpuint (self_samples (profile, child, "compare_words"), ==, 23);
  g_assert_cmpuint (child->n_samples + parent->n_samples, ==, 115);
  /* the parent, the child before its exec, the child after it */
  g_assert_cmpuint (threads->n_rows, ==, 3);
}

static void
test_reads_samples_with_many_fields (void)
{
  g_autoptr (PpvProfile) profile = load ("fields.perf.data");
  g_autoptr (PpvHotspots) hotspots = hotspots_of (profile, "", PPV_BY_FUNCTION);
  g_autoptr (PpvHotspots) cpus = hotspots_of (profile, "", PPV_BY_CPU);

  assert_metric (profile, 0, "cpu-clock:u", 52, 104208416);
  g_assert_cmpuint (self_samples (profile, hotspots, "compare_words"), ==, 27);
  g_assert_cmpint (cpus->sum, ==, 104208416);
  g_assert_cmpuint (cpus->key[0], <, 2);
}

static void
test_counts_each_member_of_a_group (void)
{
  g_autoptr (PpvProfile) profile = load ("group.perf.data");
  gint64 sum = 0;

  for (guint i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    sum += ppv_profile_get_metric (profile, i)->total;
  g_assert_cmpuint (ppv_profile_get_n_metrics (profile), ==, 2);
  g_assert_cmpint (sum, ==, 212667591);
}

static void
test_marks_stacks_that_it_cannot_unwind (void)
{
  g_autoptr (PpvProfile) profile = load ("stacks.perf.data");
  g_autoptr (PpvHotspots) hotspots = hotspots_of (profile, "", PPV_BY_FUNCTION);

  assert_metric (profile, 0, "cpu-clock:u", 29, 96989949);
  g_assert_cmpuint (self_samples (profile, hotspots, "compare_words"), ==, 17);
  g_assert_cmpuint (ppv_test_warned (profile, "stacks-not-unwound"), ==, 0);
  g_assert_cmpuint (ppv_test_warned (profile, "no-unwind-table"), ==, 17);
  g_assert_cmpuint (ppv_test_warned (profile, "frame-pointer-guessed"), ==, 29);
  g_assert_cmpuint (ppv_test_warned (profile, "short-sample"), ==, 0);
}

/* As in perf script --max-stack 1000, where [stack truncated] is a root [unknown]. */
static void
test_unwinds_stacks_by_tables (void)
{
  static const struct {
    const char *stack;
    gint64 n_samples;
  } stacks[] = {
    { "_start;main;run;sort_words;sort_words;sort_words;compare_words", 1 },
    { "_start;main;run;read_words;count_word", 2 },
    { "_start;main;run;write_text", 1 },
    { "[stack truncated];sort_words;sort_words;sort_words;sort_words;sort_words;sort_words;"
      "sort_words;sort_words;compare_words",
      6 },
  };
  g_autoptr (PpvProfile) profile = load ("unwound.perf.data");
  const gint64 period = 1000000000 / 199;

  for (gsize i = 0; i < G_N_ELEMENTS (stacks); i++)
    g_assert_cmpint (ppv_test_stack_weight (profile, stacks[i].stack) / period, ==,
                     stacks[i].n_samples);
  g_assert_cmpuint (ppv_test_warned (profile, "stack-truncated"), ==, 7);
  g_assert_cmpuint (ppv_test_warned (profile, "no-unwind-table"), ==, 0);
  g_assert_cmpuint (ppv_test_warned (profile, "stack-broken"), ==, 0);
  g_assert_true (ppv_profile_is_complete (profile));
}

/* perf record -z: the samples are in pieces of one zstd stream. */
static void
test_unpacks_a_compressed_recording (void)
{
  g_autoptr (PpvProfile) profile = load ("compressed.perf.data");
  g_autoptr (PpvHotspots) hotspots = hotspots_of (profile, "", PPV_BY_FUNCTION);

  assert_metric (profile, 0, "cpu-clock:u", 58, 116232464);
  g_assert_cmpuint (self_samples (profile, hotspots, "compare_words"), ==, 34);
  g_assert_true (ppv_profile_is_complete (profile));
}

/* perf record -o -: what is else in the header comes in records. */
static void
test_reads_a_recording_from_a_pipe (void)
{
  g_autoptr (PpvProfile) profile = load ("pipe.perf.data");
  g_autoptr (PpvHotspots) hotspots = hotspots_of (profile, "", PPV_BY_FUNCTION);

  assert_metric (profile, 0, "cpu-clock:u", 47, 94188376);
  g_assert_cmpuint (self_samples (profile, hotspots, "compare_words"), ==, 28);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "architecture"), ==, "x86_64");
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_keeps_what_was_compressed_before_damage (void)
{
  g_autoptr (GBytes) bytes = ppv_test_read_data ("compressed.perf.data");
  gsize length = g_bytes_get_size (bytes);
  g_autofree char *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), length);
  g_autoptr (GError) error = NULL;
  g_autoptr (PpvProfile) profile = NULL;
  guint64 features;
  const guint8 magic[] = { 0x28, 0xb5, 0x2f, 0xfd };

  memcpy (&features, copy + 72, sizeof features);
  g_assert_true (features >> 27 & 1);
  for (gsize i = 0; i + 4 < length; i++)
    if (memcmp (copy + i, magic, sizeof magic) == 0)
      {
        memset (copy + i + 100, 0xff, 16);
        break;
      }
  profile = ppv_test_import ("perf-data", copy, length, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ppv_test_warned (profile, "bad-compression"), ==, 1);
  g_assert_false (ppv_profile_is_complete (profile));
}

static void
test_bounds_what_it_unpacks (void)
{
  g_autoptr (GBytes) bytes = ppv_test_read_data ("compressed.perf.data");
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (GError) error = NULL;
  g_autoptr (PpvProfile) profile = NULL;
  PpvLimits limits;

  ppv_limits_init (&limits);
  limits.inflate_bytes = 64;
  limits.inflate_ratio = 0;
  profile = ppv_test_import ("perf-data", data, length, &limits, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ppv_test_warned (profile, "bad-compression"), ==, 1);
}

static PpvProfile *
import_changed (gsize at, gconstpointer bytes, gsize length)
{
  g_autoptr (GBytes) original = ppv_test_read_data ("sample.perf.data");
  gsize size;
  gconstpointer data = g_bytes_get_data (original, &size);
  g_autofree char *copy = g_memdup2 (data, size);
  g_autoptr (GError) error = NULL;
  PpvProfile *profile;

  memcpy (copy + at, bytes, length);
  profile = ppv_test_import ("perf-data", copy, size, NULL, &error);
  g_assert_no_error (error);
  return profile;
}

static guint64
word_at (gsize at)
{
  g_autoptr (GBytes) bytes = ppv_test_read_data ("sample.perf.data");
  guint64 word;

  memcpy (&word, (const char *) g_bytes_get_data (bytes, NULL) + at, sizeof word);
  return word;
}

static void
test_skips_and_counts_unknown_records (void)
{
  gsize data = (gsize) word_at (40);
  guint32 type = 1000;
  g_autoptr (PpvProfile) profile = import_changed (data, &type, sizeof type);

  g_assert_cmpuint (ppv_test_warned (profile, "unknown-record"), ==, 1);
  g_assert_true (ppv_profile_is_complete (profile));
  assert_metric (profile, 0, "cpu-clock:u", 213, 106553250);
}

static void
test_skips_unknown_features (void)
{
  guint64 features[2] = { word_at (72), word_at (80) | 1 };
  g_autoptr (PpvProfile) profile = import_changed (72, features, sizeof features);

  g_assert_cmpuint (ppv_test_warned (profile, "unknown-feature"), ==, 1);
  assert_metric (profile, 0, "cpu-clock:u", 213, 106553250);
}

/* A record of impossible size ends the reading, and what came before stays. */
static void
test_keeps_what_comes_before_damage (void)
{
  gsize data = (gsize) word_at (40);
  guint64 half = word_at (48) / 2;
  g_autoptr (GBytes) bytes = ppv_test_read_data ("sample.perf.data");
  const char *begin = g_bytes_get_data (bytes, NULL);
  gsize at = data;
  guint16 zero = 0;
  g_autoptr (PpvProfile) profile = NULL;

  while (at < data + half)
    {
      guint16 size;

      memcpy (&size, begin + at + 6, sizeof size);
      at += size;
    }
  profile = import_changed (at + 6, &zero, sizeof zero);
  g_assert_cmpuint (ppv_test_warned (profile, "bad-record"), ==, 1);
  g_assert_false (ppv_profile_is_complete (profile));
  g_assert_cmpuint (ppv_profile_get_metric (profile, 0)->n_samples, >, 50);
  g_assert_cmpuint (ppv_profile_get_metric (profile, 0)->n_samples, <, 213);
}

static void
test_reads_a_recording_that_was_not_finished (void)
{
  guint64 nothing = 0;
  g_autoptr (PpvProfile) profile = import_changed (48, &nothing, sizeof nothing);

  g_assert_cmpuint (ppv_test_warned (profile, "unfinished"), ==, 1);
  g_assert_cmpuint (ppv_profile_get_metric (profile, 0)->n_samples, ==, 213);
}

/* --- a recording of a machine that counts bytes from the other end --------------- */

/* The highest byte first; zeros may be more than eight. */
static void
put (GByteArray *file, guint64 value, guint n_bytes)
{
  for (guint i = n_bytes; i-- > 0;)
    g_byte_array_append (file, &(guint8){ (guint8) (i < 8 ? value >> (8 * i) : 0) }, 1);
}

static void
put_record (GByteArray *file, guint32 type, guint16 misc, const GByteArray *body)
{
  put (file, type, 4);
  put (file, misc, 2);
  put (file, body->len + 8, 2);
  g_byte_array_append (file, body->data, body->len);
}

static void
put_name (GByteArray *body, const char *name)
{
  g_byte_array_append (body, (const guint8 *) name, (guint) strlen (name));
  do
    put (body, 0, 1);
  while (body->len % 8 != 0);
}

/* What sample_id_all puts behind records other than samples. */
static void
put_trailer (GByteArray *body, guint64 time)
{
  put (body, 9, 4);
  put (body, 9, 4);
  put (body, time, 8);
}

static void
put_sample (GByteArray *file, guint64 time, guint64 ip, guint64 caller)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  guint64 words[] = { 1000, 3, (guint64) -512, ip, caller };

  put (body, ip, 8);
  put (body, 9, 4);
  put (body, 9, 4);
  put (body, time, 8);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    put (body, words[i], 8);
  put_record (file, 9, 2, body);
}

static void
put_world (GByteArray *file)
{
  g_autoptr (GByteArray) comm = g_byte_array_new ();
  g_autoptr (GByteArray) mmap = g_byte_array_new ();

  put (comm, 9, 4);
  put (comm, 9, 4);
  put_name (comm, "other");
  put_trailer (comm, 1);
  put_record (file, 3, 0, comm);
  put (mmap, 9, 4);
  put (mmap, 9, 4);
  put (mmap, 0x400000, 8);
  put (mmap, 0x1000, 8);
  put (mmap, 0x200, 8);
  put_name (mmap, "/bin/other");
  put_trailer (mmap, 2);
  put_record (file, 1, 2, mmap);
}

/* Software clock, IP|TID|TIME|CALLCHAIN|PERIOD; sample_id_all is bit 18 from the left. */
static void
put_attr (GByteArray *file)
{
  guint64 words[] = { 0, 4000, 1 | 2 | 4 | 32 | 256, 0, G_GUINT64_CONSTANT (1) << (63 - 18), 0, 0,
                      0, 0 };

  put (file, 1, 4);
  put (file, 80, 4);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    put (file, words[i], 8);
  put (file, 0, 16);
}

static void
test_reads_the_other_byte_order (void)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GByteArray) records = g_byte_array_new ();
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvHotspots) hotspots = NULL;
  g_autoptr (GError) error = NULL;

  put_world (records);
  put_sample (records, 3, 0x400010, 0x400020);
  put_sample (records, 5, 0x400010, 0x400030);
  g_byte_array_append (file, (const guint8 *) "2ELIFREP", 8);
  put (file, 104, 8);
  put (file, 96, 8);
  put (file, 104, 8);
  put (file, 96, 8);
  put (file, 200, 8);
  put (file, records->len, 8);
  put (file, 0, 48);
  put_attr (file);
  g_byte_array_append (file, records->data, records->len);
  profile = ppv_test_import ("perf-data", (const char *) file->data, file->len, NULL, &error);
  g_assert_no_error (error);
  assert_metric (profile, 0, "cpu-clock", 2, 2000);
  g_assert_true (ppv_profile_is_complete (profile));
  g_assert_cmpint (ppv_profile_get_duration (profile), ==, 2);
  hotspots = hotspots_of (profile, "thread=other", PPV_BY_FUNCTION);
  g_assert_cmpuint (self_samples (profile, hotspots, "other+0x210"), ==, 2);
  /* the byte before the address that the call returns to */
  g_assert_cmpuint (total_samples (profile, hotspots, "other+0x22f"), ==, 1);
}

static gboolean
may_never_end (const char *bytes, gsize length)
{
  return FALSE;
}

/* A pipe has no end mark, but perf record marks the end of each round through its buffers. */
static gboolean
may_end_after_a_round (const char *bytes, gsize length)
{
  enum { EVENT = 64, ROUND = 68 };
  guint32 type = 0;
  guint16 size;
  gsize at;

  for (at = 16; at + 8 <= length; at += size)
    {
      memcpy (&type, bytes + at, sizeof type);
      memcpy (&size, bytes + at + 6, sizeof size);
      if (size < 8)
        return FALSE;
    }
  /* an event alone is all that some programs wrote before the samples */
  return at == length && (type == ROUND || type == EVENT);
}

static void
test_survives_every_cut_and_flip (void)
{
  ppv_test_abuse ("perf-data", "several.perf.data", may_never_end, PPV_LOSS);
  ppv_test_abuse ("perf-data", "fields.perf.data", may_never_end, PPV_LOSS);
  ppv_test_abuse ("perf-data", "compressed.perf.data", may_never_end, PPV_LOSS);
  ppv_test_abuse ("perf-data", "pipe.perf.data", may_end_after_a_round, PPV_LOSS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/perf-data/agrees-with-perf-report", test_agrees_with_perf_report);
  g_test_add_func ("/perf-data/counts-callers-once", test_counts_callers_once);
  g_test_add_func ("/perf-data/tells-what-the-file-says-of-itself",
                   test_tells_what_the_file_says_of_itself);
  g_test_add_func ("/perf-data/keeps-several-events-apart", test_keeps_several_events_apart);
  g_test_add_func ("/perf-data/follows-a-fork-and-an-exec", test_follows_a_fork_and_an_exec);
  g_test_add_func ("/perf-data/reads-samples-with-many-fields",
                   test_reads_samples_with_many_fields);
  g_test_add_func ("/perf-data/counts-each-member-of-a-group", test_counts_each_member_of_a_group);
  g_test_add_func ("/perf-data/unwinds-stacks-by-tables", test_unwinds_stacks_by_tables);
  g_test_add_func ("/perf-data/marks-stacks-that-it-cannot-unwind",
                   test_marks_stacks_that_it_cannot_unwind);
  g_test_add_func ("/perf-data/unpacks-a-compressed-recording",
                   test_unpacks_a_compressed_recording);
  g_test_add_func ("/perf-data/reads-a-recording-from-a-pipe", test_reads_a_recording_from_a_pipe);
  g_test_add_func ("/perf-data/keeps-what-was-compressed-before-damage",
                   test_keeps_what_was_compressed_before_damage);
  g_test_add_func ("/perf-data/bounds-what-it-unpacks", test_bounds_what_it_unpacks);
  g_test_add_func ("/perf-data/skips-and-counts-unknown-records",
                   test_skips_and_counts_unknown_records);
  g_test_add_func ("/perf-data/skips-unknown-features", test_skips_unknown_features);
  g_test_add_func ("/perf-data/keeps-what-comes-before-damage",
                   test_keeps_what_comes_before_damage);
  g_test_add_func ("/perf-data/reads-a-recording-that-was-not-finished",
                   test_reads_a_recording_that_was_not_finished);
  g_test_add_func ("/perf-data/reads-the-other-byte-order", test_reads_the_other_byte_order);
  g_test_add_func ("/perf-data/survives-every-cut-and-flip", test_survives_every_cut_and_flip);
  return g_test_run ();
}
