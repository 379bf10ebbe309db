/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "ppv.h"

static PpvHost *host;
static char *folder; /* with a file that is not ELF */

static PpvHost *
make_host (void)
{
  g_autofree char *built = g_test_build_filename (G_TEST_BUILT, "plugin", ".libs", NULL);
  g_autofree char *not_elf = NULL;
  const char *folders[] = { built, NULL, "/nonexistent", NULL };
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("perprovis-host-XXXXXX", &error);
  g_assert_no_error (error);
  not_elf = g_build_filename (folder, "not-elf.so", NULL);
  g_file_set_contents (not_elf, "this is text\n", -1, &error);
  g_assert_no_error (error);
  folders[1] = folder;
  return ppv_host_new (folders);
}

static void
remove_folder (void)
{
  g_autofree char *not_elf = g_build_filename (folder, "not-elf.so", NULL);

  g_unlink (not_elf);
  g_rmdir (folder);
  g_free (folder);
}

static const PpvPluginInfo *
find (const char *name)
{
  guint n_plugins;
  const PpvPluginInfo *plugins = ppv_host_list (host, &n_plugins);

  for (guint i = 0; i < n_plugins; i++)
    {
      g_autofree char *base = g_path_get_basename (plugins[i].path);

      if (g_str_equal (base, name))
        return &plugins[i];
    }
  g_error ("no plugin file %s was looked at", name);
}

static void
assert_refused (const char *name, const char *reason)
{
  const PpvPluginInfo *info = find (name);

  g_assert_null (info->plugin);
  g_assert_nonnull (strstr (info->problem, reason));
}

static void
test_refuses_a_file_that_is_not_elf (void)
{
  assert_refused ("not-elf.so", "not-elf.so");
}

static void
test_refuses_a_plugin_without_the_symbol (void)
{
  assert_refused ("no-symbol.so", "no symbol ppv_plugin");
}

static void
test_refuses_another_version (void)
{
  assert_refused ("other-version.so", "interface 42");
}

static void
test_refuses_an_unresolved_symbol (void)
{
  assert_refused ("unresolved.so", "ppv_nobody_defines_this");
}

static void
test_refuses_a_plugin_that_cannot_start (void)
{
  assert_refused ("init-fails.so", "the moon is not full");
}

static void
test_takes_the_good_one_all_the_same (void)
{
  g_assert_null (find ("good.so")->problem);
  g_assert_nonnull (ppv_host_get_importer (host, "b-seven"));
  g_assert_null (ppv_host_get_importer (host, "nobody"));
  g_assert_null (ppv_host_get_exporter (host, "nobody"));
}

static void
assert_chosen (const char *head, const char *id)
{
  PpvSniff sniff = { (const guint8 *) head, strlen (head), strlen (head), "file" };
  g_autoptr (GError) error = NULL;
  const PpvImporter *importer = ppv_host_sniff (host, &sniff, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (importer->id, ==, id);
}

static void
test_gives_a_file_to_the_highest_bid (void)
{
  assert_chosen ("\x08", "a-first-byte");
  assert_chosen ("\x06", "b-seven");
  assert_chosen ("\x07", "a-first-byte"); /* a tie */
}

static void
test_knows_no_format_without_a_bid (void)
{
  PpvHost *empty = ppv_host_new ((const char *const[]){ NULL });
  PpvSniff sniff = { (const guint8 *) "x", 1, 1, "file" };
  g_autoptr (GError) error = NULL;

  g_assert_null (ppv_host_sniff (empty, &sniff, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_UNKNOWN_FORMAT);
  ppv_host_free (empty);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  host = make_host ();
  g_test_add_func ("/host/refuses-a-file-that-is-not-elf", test_refuses_a_file_that_is_not_elf);
  g_test_add_func ("/host/refuses-a-plugin-without-the-symbol",
                   test_refuses_a_plugin_without_the_symbol);
  g_test_add_func ("/host/refuses-another-version", test_refuses_another_version);
  g_test_add_func ("/host/refuses-an-unresolved-symbol", test_refuses_an_unresolved_symbol);
  g_test_add_func ("/host/refuses-a-plugin-that-cannot-start",
                   test_refuses_a_plugin_that_cannot_start);
  g_test_add_func ("/host/takes-the-good-one-all-the-same", test_takes_the_good_one_all_the_same);
  g_test_add_func ("/host/gives-a-file-to-the-highest-bid", test_gives_a_file_to_the_highest_bid);
  g_test_add_func ("/host/knows-no-format-without-a-bid", test_knows_no_format_without_a_bid);
  status = g_test_run ();
  ppv_host_free (host);
  remove_folder ();
  return status;
}
