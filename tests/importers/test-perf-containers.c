/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One recording in every form that perf has for it gives one answer. */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "ppv-test-import.h"
#include "ppv.h"

enum { N_PARTS = 3 };

/* Words of the header. */
enum { DATA_OFFSET = 40, DATA_SIZE = 48, FEATURES = 72 };

static const guint64 mem_topology = G_GUINT64_CONSTANT (1) << 22;
static const guint64 dir_format = G_GUINT64_CONSTANT (1) << 24;

/* A folder like those of perf record --threads. */
typedef struct {
  char *path;
} Folder;

static Folder
new_folder (void)
{
  g_autoptr (GError) error = NULL;
  Folder folder = { g_dir_make_tmp ("perprovis-XXXXXX", &error) };

  g_assert_no_error (error);
  return folder;
}

static void
remove_file (const Folder *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);

  g_unlink (path);
}

static void
clear_folder (Folder *folder)
{
  for (guint i = 0; i < N_PARTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("data.%u", i);

      remove_file (folder, name);
    }
  remove_file (folder, "data");
  g_rmdir (folder->path);
  g_free (folder->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Folder, clear_folder)

static void
put_file (const Folder *folder, const char *name, const char *bytes, gsize length)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, (gssize) length, &error);
  g_assert_no_error (error);
}

static guint64
get_word (const char *bytes, gsize offset)
{
  guint64 word;

  memcpy (&word, bytes + offset, sizeof word);
  return word;
}

static void
set_word (char *bytes, gsize offset, guint64 word)
{
  memcpy (bytes + offset, &word, sizeof word);
}

static gsize
size_of_record (const char *record)
{
  guint16 size;

  memcpy (&size, record + 6, sizeof size);
  return size;
}

/*
 * @name with its records dealt out to data, data.0 …; those that data has no more are
 * records without a meaning there, so that nothing else moves.  A folder is marked by
 * feature 24; it takes the place of feature 22, whose section begins with the same
 * number of a version.
 */
static Folder
split (const char *name)
{
  g_autoptr (GBytes) bytes = ppv_test_read_data (name);
  gsize length = g_bytes_get_size (bytes);
  g_autofree char *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), length);
  GString *parts[N_PARTS];
  Folder folder = new_folder ();
  gsize at = (gsize) get_word (copy, DATA_OFFSET);
  gsize end = at + (gsize) get_word (copy, DATA_SIZE);

  for (guint i = 0; i < N_PARTS; i++)
    parts[i] = g_string_new (NULL);
  for (guint i = 0; at < end; i = (i + 1) % N_PARTS)
    {
      gsize size = size_of_record (copy + at);
      guint32 round = 68;

      g_string_append_len (parts[i], copy + at, (gssize) size);
      memcpy (copy + at, &round, sizeof round);
      at += size;
    }
  g_assert_true ((get_word (copy, FEATURES) & (mem_topology | dir_format)) == mem_topology);
  set_word (copy, FEATURES, get_word (copy, FEATURES) ^ (mem_topology | dir_format));
  put_file (&folder, "data", copy, length);
  for (guint i = 0; i < N_PARTS; i++)
    {
      g_autofree char *part = g_strdup_printf ("data.%u", i);

      put_file (&folder, part, parts[i]->str, parts[i]->len);
      g_string_free (parts[i], TRUE);
    }
  return folder;
}

static PpvProfile *
load_path (const char *path)
{
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

static PpvProfile *
load_data (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);

  return load_path (path);
}

/* What a user sees: figures of the metrics, and of each function. */
static char *
dup_answer (const PpvProfile *profile)
{
  GString *text = g_string_new (NULL);
  g_autoptr (PpvSelection) everything = ppv_selection_new ();
  g_autoptr (PpvHotspots) hotspots =
      ppv_hotspots_new (profile, everything, PPV_BY_FUNCTION, NULL, NULL);

  for (guint i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    {
      const PpvMetric *metric = ppv_profile_get_metric (profile, i);

      g_string_append_printf (text, "%s %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT "\n",
                              ppv_profile_get_string (profile, metric->name), metric->n_samples,
                              metric->total);
    }
  for (guint32 i = 0; i < hotspots->n_rows; i++)
    {
      g_autofree char *label = ppv_hotspots_dup_label (hotspots, profile, i);

      g_string_append_printf (text, "%s %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT "\n", label,
                              hotspots->self[i], hotspots->samples[i]);
    }
  g_string_append_printf (text, "%" G_GINT64_FORMAT "\n", ppv_profile_get_duration (profile));
  return g_string_free (text, FALSE);
}

static void
test_reads_all_files_of_a_folder (void)
{
  static const char *const names[] = { "sample.perf.data", "several.perf.data" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto (Folder) folder = split (names[i]);
      g_autofree char *data = g_build_filename (folder.path, "data", NULL);
      g_autoptr (PpvProfile) whole = load_data (names[i]);
      g_autoptr (PpvProfile) profile = load_path (folder.path);
      g_autoptr (PpvProfile) by_file = load_path (data);
      g_autofree char *wanted = dup_answer (whole);
      g_autofree char *answer = dup_answer (profile);
      g_autofree char *answer_by_file = dup_answer (by_file);

      g_assert_cmpstr (answer, ==, wanted);
      g_assert_cmpstr (answer_by_file, ==, wanted);
      g_assert_true (ppv_profile_is_complete (profile));
    }
}

static void
assert_loss (const Folder *folder, const char *code, guint64 count)
{
  g_autoptr (PpvProfile) profile = load_path (folder->path);

  g_assert_cmpuint (ppv_test_warned (profile, code), ==, count);
  g_assert_false (ppv_profile_is_complete (profile));
  g_assert_cmpuint (ppv_profile_get_metric (profile, 0)->n_samples, >, 100);
  g_assert_cmpuint (ppv_profile_get_metric (profile, 0)->n_samples, <, 213);
}

/* Which parts there were is known by the numbers between, and by those of the processors. */
static void
test_says_which_part_of_a_folder_is_missing (void)
{
  for (guint i = 0; i < N_PARTS - 1; i++)
    {
      g_auto (Folder) folder = split ("sample.perf.data");
      g_autofree char *name = g_strdup_printf ("data.%u", i);

      remove_file (&folder, name);
      assert_loss (&folder, "missing-part", 1);
    }
}

static void
test_says_which_part_of_a_folder_is_damaged (void)
{
  g_auto (Folder) folder = split ("sample.perf.data");
  g_autofree char *path = g_build_filename (folder.path, "data.1", NULL);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (truncate (path, status.st_size / 2 + 1), ==, 0);
  assert_loss (&folder, "damaged-part", 1);
}

/* A link could lead anywhere, and a pipe would wait forever. */
static void
test_takes_plain_files_of_a_folder_only (void)
{
  g_auto (Folder) folder = split ("sample.perf.data");
  g_autofree char *elsewhere = g_build_filename (folder.path, "data.2", NULL);
  g_autofree char *path = g_build_filename (folder.path, "data.1", NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (symlink (elsewhere, path), ==, 0);
  assert_loss (&folder, "missing-part", 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/perf-containers/reads-all-files-of-a-folder",
                   test_reads_all_files_of_a_folder);
  g_test_add_func ("/perf-containers/says-which-part-of-a-folder-is-missing",
                   test_says_which_part_of_a_folder_is_missing);
  g_test_add_func ("/perf-containers/says-which-part-of-a-folder-is-damaged",
                   test_says_which_part_of_a_folder_is_damaged);
  g_test_add_func ("/perf-containers/takes-plain-files-of-a-folder-only",
                   test_takes_plain_files_of_a_folder_only);
  return g_test_run ();
}
