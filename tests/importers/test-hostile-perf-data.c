/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Recordings that no perf writes: lengths and counts that lie, floods, worlds that cannot be. */

#include "config.h"

#include <string.h>

#include "container/perf-format.h"
#include "ppv-error.h"
#include "ppv-test-import.h"

enum { HEADER_BYTES = 104, SOFTWARE = 1, USER = PERF_CPUMODE_USER };

/* Offsets in the header. */
enum { ATTR_SIZE = 16, DATA_OFFSET = 40, DATA_SIZE = 48 };

static const guint64 usual_fields = PERF_SAMPLE_IP | PERF_SAMPLE_TID | PERF_SAMPLE_TIME |
                                    PERF_SAMPLE_PERIOD | PERF_SAMPLE_CALLCHAIN;

/* A file with events and their ids, to which records are added. */
typedef struct {
  GByteArray *bytes;
  gsize data; /* where the records begin */
} Recording;

static void
add_word (Recording *self, guint64 word)
{
  g_byte_array_append (self->bytes, (const guint8 *) &word, sizeof word);
}

static void
set_word (Recording *self, gsize offset, guint64 word)
{
  memcpy (self->bytes->data + offset, &word, sizeof word);
}

static void
clear_recording (Recording *self)
{
  g_byte_array_unref (self->bytes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Recording, clear_recording)

/* Events of @fields with attrs of @attr_size bytes; event i has the ids from i * @n_ids on. */
static Recording
begin (guint n_events, guint64 fields, guint64 read_format, guint attr_size, guint n_ids)
{
  Recording self = { g_byte_array_new (), 0 };
  gsize ids = HEADER_BYTES + n_events * (attr_size + 16);

  g_byte_array_set_size (self.bytes, HEADER_BYTES);
  memset (self.bytes->data, 0, HEADER_BYTES);
  memcpy (self.bytes->data, "PERFILE2", 8);
  set_word (&self, 8, HEADER_BYTES);
  set_word (&self, ATTR_SIZE, attr_size + 16);
  set_word (&self, 24, HEADER_BYTES);
  set_word (&self, 32, n_events * (attr_size + 16));
  for (guint i = 0; i < n_events; i++)
    {
      gsize attr = self.bytes->len;

      g_byte_array_set_size (self.bytes, (guint) attr + attr_size);
      memset (self.bytes->data + attr, 0, attr_size);
      self.bytes->data[attr] = SOFTWARE;
      set_word (&self, attr + 24, fields);
      set_word (&self, attr + 32, read_format);
      set_word (&self, attr + 40, G_GUINT64_CONSTANT (1) << PERF_ATTR_SAMPLE_ID_ALL);
      add_word (&self, ids + i * n_ids * 8);
      add_word (&self, n_ids * 8);
    }
  for (guint64 id = 0; id < n_events * n_ids; id++)
    add_word (&self, id + 100);
  self.data = self.bytes->len;
  return self;
}

static Recording
begin_usual (void)
{
  return begin (1, usual_fields, 0, 112, 0);
}

static guint64
pair (gint32 first, gint32 second)
{
  return (guint32) first | (guint64) (guint32) second << 32;
}

static void
add_record (Recording *self, guint32 type, guint16 misc, const guint64 *words, gsize n_words)
{
  add_word (self, type | (guint64) misc << 32 | (guint64) (8 + n_words * 8) << 48);
  g_byte_array_append (self->bytes, (const guint8 *) words, (guint) (n_words * 8));
}

#define ADD(self, type, misc, ...)                                                                 \
  add_record (self, type, misc, (guint64[]){ __VA_ARGS__ },                                        \
              G_N_ELEMENTS (((guint64[]){ __VA_ARGS__ })))

static guint64
text_word (const char *text)
{
  guint64 word = 0;

  memcpy (&word, text, MIN (strlen (text), sizeof word));
  return word;
}

static void
add_map (Recording *self, gint32 pid, guint64 start, guint64 length, const char *path, guint64 time)
{
  ADD (self, PERF_RECORD_MMAP, USER, pair (pid, pid), start, length, 0, text_word (path),
       pair (pid, pid), time);
}

static void
add_comm (Recording *self, gint32 pid, const char *name, guint64 time)
{
  ADD (self, PERF_RECORD_COMM, 0, pair (pid, pid), text_word (name), pair (pid, pid), time);
}

static void
add_fork (Recording *self, gint32 pid, gint32 parent, guint64 time)
{
  ADD (self, PERF_RECORD_FORK, 0, pair (pid, parent), pair (pid, parent), time,
       pair (parent, parent), time);
}

static void
add_sample (Recording *self, gint32 pid, guint64 address, guint64 time)
{
  ADD (self, PERF_RECORD_SAMPLE, USER, address, pair (pid, pid), time, 1, 1, address);
}

static PpvProfile *
load (Recording *self, GError **error)
{
  guint64 offset, size;

  memcpy (&offset, self->bytes->data + DATA_OFFSET, sizeof offset);
  memcpy (&size, self->bytes->data + DATA_SIZE, sizeof size);
  if (offset == 0)
    set_word (self, DATA_OFFSET, self->data);
  if (size == 0)
    set_word (self, DATA_SIZE, self->bytes->len - self->data);
  return ppv_test_import ("perf-data", (const char *) self->bytes->data, self->bytes->len, NULL,
                          error);
}

static PpvProfile *
load_well (Recording *self)
{
  g_autoptr (GError) error = NULL;
  PpvProfile *profile = load (self, &error);

  g_assert_no_error (error);
  return profile;
}

static guint64
n_samples (const PpvProfile *profile, guint metric)
{
  return ppv_profile_get_metric (profile, metric)->n_samples;
}

/* Each value in each of the header's words that say where something is and how long. */
static void
test_takes_no_word_of_the_header_for_granted (void)
{
  static const guint64 values[] = { 0,
                                    1,
                                    7,
                                    G_MAXUINT32,
                                    G_MAXINT64,
                                    G_GUINT64_CONSTANT (0x2000000000000001),
                                    G_MAXUINT64 - 7,
                                    G_MAXUINT64 };

  for (gsize word = 8; word < HEADER_BYTES; word += 8)
    for (guint i = 0; i < G_N_ELEMENTS (values); i++)
      {
        g_auto (Recording) recording = begin_usual ();
        g_autoptr (PpvProfile) profile = NULL;
        g_autoptr (GError) error = NULL;

        add_sample (&recording, 1, 0x1000, 5);
        set_word (&recording, word, values[i]);
        profile = load (&recording, &error);
        g_assert_true (profile != NULL || error->domain == PPV_ERROR);
      }
}

static void
test_says_where_records_should_end (void)
{
  g_auto (Recording) recording = begin_usual ();
  g_autoptr (PpvProfile) profile = NULL;

  add_sample (&recording, 1, 0x1000, 5);
  set_word (&recording, DATA_SIZE, G_MAXUINT64 - 8);
  profile = load_well (&recording);
  g_assert_cmpuint (n_samples (profile, 0), ==, 1);
  g_assert_cmpuint (ppv_test_warned (profile, "truncated"), ==, 1);
}

static void
test_reads_attrs_of_a_newer_kernel (void)
{
  static const guint sizes[] = { 64, 136, 144, 4080 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_auto (Recording) recording = begin (1, usual_fields, 0, sizes[i], 0);
      g_autoptr (PpvProfile) profile = NULL;

      add_sample (&recording, 1, 0x1000, 5);
      profile = load_well (&recording);
      g_assert_cmpuint (n_samples (profile, 0), ==, 1);
    }
}

static void
test_stops_at_a_record_without_a_size (void)
{
  for (guint64 size = 0; size < 8; size++)
    {
      g_auto (Recording) recording = begin_usual ();
      g_autoptr (PpvProfile) profile = NULL;

      add_sample (&recording, 1, 0x1000, 5);
      add_word (&recording, PERF_RECORD_SAMPLE | size << 48);
      add_sample (&recording, 1, 0x1000, 6);
      profile = load_well (&recording);
      g_assert_cmpuint (n_samples (profile, 0), ==, 1);
      g_assert_cmpuint (ppv_test_warned (profile, "bad-record"), ==, 1);
    }
}

static void
test_keeps_a_sample_whose_chain_cannot_be (void)
{
  static const guint64 counts[] = { 2, G_GUINT64_CONSTANT (0x2000000000000001), G_MAXUINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_auto (Recording) recording = begin_usual ();
      g_autoptr (PpvProfile) profile = NULL;

      ADD (&recording, PERF_RECORD_SAMPLE, USER, 0x1000, pair (1, 1), 5, 7, counts[i], 0x1000);
      profile = load_well (&recording);
      g_assert_cmpint (ppv_profile_get_metric (profile, 0)->total, ==, 7);
      g_assert_cmpuint (ppv_test_warned (profile, "short-sample"), ==, 1);
    }
}

/* A thousand events that name one list of ids: reading it for each of them would take minutes. */
static void
test_reads_shared_ids_once (void)
{
  enum { N_EVENTS = 1024, N_IDS = 1000000 };
  g_auto (Recording) recording = begin (N_EVENTS, usual_fields, 0, 112, 0);
  g_autoptr (PpvProfile) profile = NULL;

  for (gsize i = 0; i < N_EVENTS; i++)
    {
      set_word (&recording, HEADER_BYTES + i * 128 + 112, recording.bytes->len);
      set_word (&recording, HEADER_BYTES + i * 128 + 120, N_IDS * 8);
    }
  for (guint64 id = 0; id < N_IDS; id++)
    add_word (&recording, id);
  recording.data = recording.bytes->len;
  add_sample (&recording, 1, 0x1000, 5);
  profile = load_well (&recording);
  g_assert_cmpuint (n_samples (profile, 0), ==, 1);
  g_assert_cmpuint (ppv_test_warned (profile, "bad-event-ids"), >, 1000);
}

static void
test_lives_through_a_flood_of_mappings (void)
{
  enum { N_MAPS = 100000 };
  g_auto (Recording) recording = begin_usual ();
  g_autoptr (PpvProfile) profile = NULL;

  for (guint64 i = 0; i < N_MAPS; i++)
    {
      add_map (&recording, 1, 0x1000 + i % 5000 * 0x800, 0x1000, i % 2 ? "/a" : "/b", i);
      add_sample (&recording, 1, 0x1000 + i % 5000 * 0x800, i);
    }
  profile = load_well (&recording);
  g_assert_cmpuint (n_samples (profile, 0), ==, N_MAPS);
  g_assert_cmpuint (ppv_profile_get_modules (profile)->n_rows, ==, 2);
}

static void
test_lives_through_a_flood_of_forks (void)
{
  enum { N_FORKS = 100000 };
  g_auto (Recording) recording = begin_usual ();
  g_autoptr (PpvProfile) profile = NULL;

  add_map (&recording, 1, 0x1000, 0x1000, "/a", 0);
  for (gint32 i = 1; i < N_FORKS; i++)
    add_fork (&recording, i + 1, i, (guint64) i);
  add_sample (&recording, N_FORKS, 0x1800, N_FORKS);
  profile = load_well (&recording);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a+0x800"), ==, 1);
}

/*
 * Addresses of one hash, by ppv_hash_u64() turned back: whoever looks them up by a
 * hash that the file can know goes through all of them for each.
 */
static void
test_lives_through_addresses_of_one_hash (void)
{
  enum { N_SAMPLES = 100000 };
  /* the inverse of its factor modulo 2^64 */
  const guint64 inverse = G_GUINT64_CONSTANT (0xf1de83e19937733d);
  g_auto (Recording) recording = begin_usual ();
  g_autoptr (PpvProfile) profile = NULL;

  g_assert_cmpuint (inverse * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15), ==, 1);
  add_map (&recording, 1, 0, G_MAXUINT64, "/a", 0);
  for (guint64 i = 0; i < N_SAMPLES; i++)
    {
      guint64 mixed = inverse * (i + 1);
      guint64 address = mixed ^ (mixed ^ mixed >> 29) >> 29 ^ G_GUINT64_CONSTANT (3) << 44;

      add_sample (&recording, 1, MIN (address, PERF_CONTEXT_MAX - 1), i + 1);
    }
  profile = load_well (&recording);
  g_assert_cmpuint (n_samples (profile, 0), ==, N_SAMPLES);
}

/* Each is the other's child, again and again, and one is its own. */
static void
test_lives_through_forks_in_a_circle (void)
{
  enum { N_FORKS = 10000 };
  g_auto (Recording) recording = begin_usual ();
  g_autoptr (PpvProfile) profile = NULL;

  add_map (&recording, 1, 0x1000, 0x1000, "/a", 0);
  for (guint64 i = 0; i < N_FORKS; i++)
    add_fork (&recording, i % 2 ? 1 : 2, i % 2 ? 2 : 1, i + 1);
  add_fork (&recording, 2, 2, N_FORKS + 1);
  add_sample (&recording, 2, 0x1800, N_FORKS + 2);
  profile = load_well (&recording);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a+0x800"), ==, 1);
}

static void
test_takes_names_as_they_are (void)
{
  static const char *const names[] = { "xxxxxxxx", "<script>", "\x1b]52;c;A", "\xff\xfe\x80",
                                       "$(id)",    "a;b\nc",   "../../..",    "" };
  g_auto (Recording) recording = begin_usual ();
  g_autoptr (PpvProfile) profile = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      add_comm (&recording, (gint32) i + 1, names[i], i);
      add_map (&recording, (gint32) i + 1, 0x1000, 0x1000, names[i], i);
      add_sample (&recording, (gint32) i + 1, 0x1800, i);
    }
  profile = load_well (&recording);
  g_assert_cmpuint (n_samples (profile, 0), ==, G_N_ELEMENTS (names));
  g_assert_cmpint (ppv_test_stack_weight (profile, "$(id)+0x800"), ==, 1);
}

/* The records stand in the file from the last to the first. */
static void
test_lets_time_go_backwards (void)
{
  g_auto (Recording) recording = begin_usual ();
  g_autoptr (PpvProfile) profile = NULL;

  add_sample (&recording, 1, 0x1800, 40);
  add_map (&recording, 1, 0x1000, 0x1000, "/late", 30);
  add_sample (&recording, 1, 0x1800, 20);
  add_map (&recording, 1, 0x1000, 0x1000, "/early", 10);
  profile = load_well (&recording);
  g_assert_cmpint (ppv_test_stack_weight (profile, "late+0x800"), ==, 1);
  g_assert_cmpint (ppv_test_stack_weight (profile, "early+0x800"), ==, 1);
}

static void
test_takes_mappings_that_cannot_be (void)
{
  g_auto (Recording) recording = begin_usual ();
  g_autoptr (PpvProfile) profile = NULL;

  add_map (&recording, 1, 0x1000, 0, "/none", 1);
  add_map (&recording, 1, G_MAXUINT64 - 0xfff, 0x1000, "/last", 1);
  add_map (&recording, 1, G_MAXUINT64 - 0x1fff, G_MAXUINT64, "/wraps", 1);
  add_map (&recording, 1, 0, G_MAXUINT64, "/all", 2);
  add_sample (&recording, 1, 0x1800, 3);
  profile = load_well (&recording);
  g_assert_cmpint (ppv_test_stack_weight (profile, "all+0x1800"), ==, 1);
}

/* Who it was is not known, so nobody is named: not the idle task, whose number is 0 too. */
static void
test_names_no_thread_for_samples_without_one (void)
{
  g_auto (Recording) recording = begin (1, PERF_SAMPLE_PERIOD, 0, 112, 0);
  g_autoptr (PpvProfile) profile = NULL;

  ADD (&recording, PERF_RECORD_SAMPLE, USER, 3);
  profile = load_well (&recording);
  g_assert_cmpint (ppv_test_stack_weight (profile, "[unknown]"), ==, 3);
  g_assert_cmpuint (ppv_profile_get_processes (profile)->n_rows, ==, 0);
  g_assert_cmpuint (ppv_profile_get_threads (profile)->n_rows, ==, 0);
}

/* A counter that goes back has not counted up to the end of 64 bits. */
static void
test_counts_nothing_for_a_counter_that_went_back (void)
{
  g_auto (Recording) recording =
      begin (1, PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_READ, PERF_READ_ID, 112, 1);
  g_autoptr (PpvProfile) profile = NULL;

  ADD (&recording, PERF_RECORD_SAMPLE, USER, 100, 50, 100);
  ADD (&recording, PERF_RECORD_SAMPLE, USER, 100, 20, 100);
  ADD (&recording, PERF_RECORD_SAMPLE, USER, 100, 25, 100);
  profile = load_well (&recording);
  g_assert_cmpint (ppv_profile_get_metric (profile, 0)->total, ==, 55);
  g_assert_cmpuint (ppv_test_warned (profile, "counter-back"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hostile-perf-data/takes-no-word-of-the-header-for-granted",
                   test_takes_no_word_of_the_header_for_granted);
  g_test_add_func ("/hostile-perf-data/says-where-records-should-end",
                   test_says_where_records_should_end);
  g_test_add_func ("/hostile-perf-data/reads-attrs-of-a-newer-kernel",
                   test_reads_attrs_of_a_newer_kernel);
  g_test_add_func ("/hostile-perf-data/stops-at-a-record-without-a-size",
                   test_stops_at_a_record_without_a_size);
  g_test_add_func ("/hostile-perf-data/keeps-a-sample-whose-chain-cannot-be",
                   test_keeps_a_sample_whose_chain_cannot_be);
  g_test_add_func ("/hostile-perf-data/reads-shared-ids-once", test_reads_shared_ids_once);
  g_test_add_func ("/hostile-perf-data/lives-through-a-flood-of-mappings",
                   test_lives_through_a_flood_of_mappings);
  g_test_add_func ("/hostile-perf-data/lives-through-a-flood-of-forks",
                   test_lives_through_a_flood_of_forks);
  g_test_add_func ("/hostile-perf-data/lives-through-addresses-of-one-hash",
                   test_lives_through_addresses_of_one_hash);
  g_test_add_func ("/hostile-perf-data/lives-through-forks-in-a-circle",
                   test_lives_through_forks_in_a_circle);
  g_test_add_func ("/hostile-perf-data/takes-names-as-they-are", test_takes_names_as_they_are);
  g_test_add_func ("/hostile-perf-data/lets-time-go-backwards", test_lets_time_go_backwards);
  g_test_add_func ("/hostile-perf-data/takes-mappings-that-cannot-be",
                   test_takes_mappings_that_cannot_be);
  g_test_add_func ("/hostile-perf-data/names-no-thread-for-samples-without-one",
                   test_names_no_thread_for_samples_without_one);
  g_test_add_func ("/hostile-perf-data/counts-nothing-for-a-counter-that-went-back",
                   test_counts_nothing_for_a_counter_that_went_back);
  return g_test_run ();
}
