/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* White box: a walk that skims long samples must come to the same records as one that does not. */

#include "config.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "container/perf-format.h"
#include "container/perf-walk.h"

enum { N_RECORDS = 400, LONGEST = 65528 };

/* All is read, and a jump wherever one may be. */
static const PerfSkim none = { 0 };
static const PerfSkim jumpy = { .longer_than = 2048, .n_first = 16, .n_last = 512 };

static void
put_record (GByteArray *file, guint32 type, guint16 size, GRand *random)
{
  guint32 head[2] = { type, (guint32) size << 16 };
  guint at = file->len;

  g_byte_array_set_size (file, at + size);
  memcpy (file->data + at, head, sizeof head);
  for (guint i = 8; i < size; i++)
    file->data[at + i] = (guint8) g_rand_int (random);
}

/* Long samples, with runs of short records and long records of another kind between them. */
static GByteArray *
make_records (guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  GByteArray *file = g_byte_array_new ();

  for (guint i = 0; i < N_RECORDS; i++)
    {
      gboolean is_long = g_rand_int_range (random, 0, 3) > 0;
      guint32 type = g_rand_int_range (random, 0, 8) == 0 ? PERF_RECORD_MMAP : PERF_RECORD_SAMPLE;
      gint most = is_long ? LONGEST : 300;

      put_record (file, type, (guint16) g_rand_int_range (random, 8, most), random);
    }
  return file;
}

typedef struct {
  PpvInput *input;
  PpvProfileBuilder *builder;
  PerfFile file;
  char *path;
} Fixture;

static void
set_up (Fixture *self, const guint8 *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("ppv-walk-XXXXXX", &self->path, &error);

  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (self->path, (const char *) bytes, (gssize) length, &error);
  g_assert_no_error (error);
  self->input = ppv_input_open (self->path, NULL, NULL, &error);
  g_assert_no_error (error);
  self->builder = ppv_profile_builder_new (NULL);
  self->file = (PerfFile){ .input = self->input, .builder = self->builder, .data = { 0, length } };
}

static void
tear_down (Fixture *self)
{
  ppv_input_free (self->input);
  ppv_profile_builder_free (self->builder);
  g_unlink (self->path);
  g_free (self->path);
}

/* The bytes at hand of a sample that is only skimmed must be those of the file. */
static void
check_record (const GByteArray *all, PerfRecord *record, PerfSkim skim)
{
  const guint8 *whole = all->data + record->offset;
  gsize n_body = ppv_reader_left (&record->body);

  if (record->tail == NULL)
    g_assert_cmpuint (n_body, ==, record->size - 8);
  else
    {
      g_assert_cmpint (record->type, ==, PERF_RECORD_SAMPLE);
      g_assert_cmpuint (record->size, >, skim.longer_than);
      g_assert_cmpuint (n_body, >=, skim.n_first - 8);
      g_assert_true (memcmp (record->tail, whole + record->size - skim.n_last, skim.n_last) == 0);
    }
  g_assert_true (memcmp (record->body.at, whole + 8, n_body) == 0);
}

/* Walks to the end; where, and how many records there were. */
static guint64
walk (Fixture *self, const GByteArray *all, PerfSkim skim, guint *n_records)
{
  PerfRecords records;
  PerfRecord record;
  g_autoptr (GError) error = NULL;
  guint64 next = 0;

  perf_records_init (&records, &self->file);
  records.skim = skim;
  for (*n_records = 0; perf_records_next (&records, &record, &error); ++*n_records)
    {
      g_assert_cmpuint (record.offset, ==, next);
      next += record.size;
      check_record (all, &record, skim);
      if (*n_records % 5 != 0)
        continue;
      g_assert_true (perf_records_complete (&records, &record, &error));
      check_record (all, &record, none);
      g_assert_null (record.tail);
    }
  g_assert_no_error (error);
  return next;
}

static const PerfSkim *const skims[] = { &none, &jumpy, &perf_skim_others, &perf_skim_stacks };

static void
test_skimming_comes_to_the_same_records (void)
{
  for (guint32 seed = 0; seed < 5; seed++)
    {
      g_autoptr (GByteArray) all = make_records (seed);
      Fixture fixture;
      guint n_records;

      set_up (&fixture, all->data, all->len);
      for (guint i = 0; i < G_N_ELEMENTS (skims); i++)
        {
          g_assert_cmpuint (walk (&fixture, all, *skims[i], &n_records), ==, all->len);
          g_assert_cmpuint (n_records, ==, N_RECORDS);
        }
      tear_down (&fixture);
    }
}

static void
test_skimming_ends_where_a_cut_file_does (void)
{
  g_autoptr (GByteArray) all = make_records (7);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < 60; i++)
    {
      gsize length = (gsize) g_rand_int_range (random, 0, (gint) all->len);
      Fixture fixture;
      guint n_whole, n_skimmed;

      set_up (&fixture, all->data, length);
      g_assert_cmpuint (walk (&fixture, all, none, &n_whole), ==,
                        walk (&fixture, all, jumpy, &n_skimmed));
      g_assert_cmpuint (n_whole, ==, n_skimmed);
      tear_down (&fixture);
    }
}

static void
test_a_file_that_shrinks_ends_early (void)
{
  g_autoptr (GByteArray) all = make_records (9);
  Fixture fixture;
  guint n_records;

  set_up (&fixture, all->data, all->len);
  g_assert_cmpint (truncate (fixture.path, all->len / 2), ==, 0);
  g_assert_cmpuint (walk (&fixture, all, jumpy, &n_records), <=, all->len / 2);
  g_assert_cmpuint (n_records, >, 0);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/perf-walk/skimming-comes-to-the-same-records",
                   test_skimming_comes_to_the_same_records);
  g_test_add_func ("/perf-walk/skimming-ends-where-a-cut-file-does",
                   test_skimming_ends_where_a_cut_file_does);
  g_test_add_func ("/perf-walk/a-file-that-shrinks-ends-early",
                   test_a_file_that_shrinks_ends_early);
  return g_test_run ();
}
