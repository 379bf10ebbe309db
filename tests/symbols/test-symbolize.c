/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The ELF file these tests look into is their own program: it has symbols, and
 * knows where they are.
 */

#include "config.h"

#include <link.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "ppv-symbol-scene.h"

#define KERNEL_ID "0123456789abcdef0123456789abcdef01234567"
#define KALLSYMS "ffffffff81000000 T start_kernel\nffffffffc0000000 t nft_do\t[nf_tables]\n"

/* To be found; not static, and used by nothing that could absorb it. */
int ppv_symbolize_test_target (int value);

__attribute__ ((noinline)) int
ppv_symbolize_test_target (int value)
{
  return value * 3;
}

typedef struct {
  guint64 address;
  guint64 offset; /* of it in the file */
  char build_id[64];
} Own;

static void
read_build_id (const struct dl_phdr_info *info, const ElfW (Phdr) * segment, Own *own)
{
  const ElfW (Nhdr) *note = (const void *) (info->dlpi_addr + segment->p_vaddr);
  const guint8 *bytes = (const guint8 *) note + sizeof *note + 4;

  if (note->n_type != NT_GNU_BUILD_ID || note->n_namesz != 4 || note->n_descsz > 20)
    return;
  for (guint i = 0; i < note->n_descsz; i++)
    g_snprintf (own->build_id + 2 * i, 3, "%02x", bytes[i]);
}

/* The first object is the program. */
static int
look_at_program (struct dl_phdr_info *info, size_t size, void *data)
{
  Own *own = data;

  for (guint i = 0; i < info->dlpi_phnum; i++)
    {
      const ElfW (Phdr) *segment = &info->dlpi_phdr[i];
      guint64 begin = info->dlpi_addr + segment->p_vaddr;

      if (segment->p_type == PT_LOAD && own->address - begin < segment->p_filesz)
        own->offset = own->address - begin + segment->p_offset;
      if (segment->p_type == PT_NOTE)
        read_build_id (info, segment, own);
    }
  return 1;
}

static Own
find_own (void)
{
  Own own = { .address = (guintptr) ppv_symbolize_test_target };

  dl_iterate_phdr (look_at_program, &own);
  g_assert_cmpuint (own.offset, !=, 0);
  return own;
}

/* Copies the program to @path below the folder.  Returns: its whole path */
static char *
copy_program (SymbolScene *scene, const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents ("/proc/self/exe", &bytes, &length, NULL));
  return symbol_scene_write (scene, path, bytes, (gssize) length);
}

/* --- user code --------------------------------------------------------------- */

static void
test_finds_functions_of_programs (void)
{
  g_auto (SymbolScene) scene = { 0 };
  Own own = find_own ();
  g_autofree char *path = NULL;
  PpvFrameId frame, outside;

  symbol_scene_init (&scene);
  path = copy_program (&scene, "program");
  frame = symbol_scene_record (&scene, PPV_MODULE_USER, path, own.build_id, own.offset + 1);
  outside = symbol_scene_record (&scene, PPV_MODULE_USER, path, own.build_id, 1 << 30);
  symbol_scene_run (&scene);
  g_assert_cmpstr (symbol_scene_name (&scene, frame), ==, "ppv_symbolize_test_target");
  g_assert_cmpstr (symbol_scene_name (&scene, outside), ==, "program+0x40000000");
  g_assert_cmpint (symbol_scene_state (&scene, frame), ==, PPV_SYMBOLS_FOUND);
}

static void
test_leaves_addresses_alone_when_told_to (void)
{
  g_auto (SymbolScene) scene = { 0 };
  Own own = find_own ();
  g_autofree char *path = NULL;
  PpvFrameId frame;

  symbol_scene_init (&scene);
  path = copy_program (&scene, "program");
  scene.options.enabled = FALSE;
  frame = symbol_scene_record (&scene, PPV_MODULE_USER, path, own.build_id, own.offset);
  symbol_scene_run (&scene);
  g_assert_true (g_str_has_prefix (symbol_scene_name (&scene, frame), "program+0x"));
  g_assert_cmpint (symbol_scene_state (&scene, frame), ==, PPV_SYMBOLS_NOT_TRIED);
}

static void
test_takes_no_names_of_another_build (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autofree char *path = NULL;
  PpvFrameId frame;

  symbol_scene_init (&scene);
  path = copy_program (&scene, "program");
  frame = symbol_scene_record (&scene, PPV_MODULE_USER, path, KERNEL_ID, find_own ().offset);
  symbol_scene_run (&scene);
  g_assert_true (g_str_has_prefix (symbol_scene_name (&scene, frame), "program+0x"));
  g_assert_cmpint (symbol_scene_state (&scene, frame), ==, PPV_SYMBOLS_OTHER_BUILD);
}

static void
test_finds_moved_programs_in_the_cache_of_perf (void)
{
  g_auto (SymbolScene) scene = { 0 };
  Own own = find_own ();
  g_autofree char *cached = NULL;
  g_autofree char *path = NULL;
  PpvFrameId frame;

  if (own.build_id[0] == '\0')
    {
      g_test_skip ("this linker writes no build ids");
      return;
    }
  symbol_scene_init (&scene);
  cached = g_strdup_printf (".debug/.build-id/%.2s/%s/elf", own.build_id, own.build_id + 2);
  path = copy_program (&scene, cached);
  frame = symbol_scene_record (&scene, PPV_MODULE_USER, "/gone", own.build_id, own.offset);
  symbol_scene_run (&scene);
  g_assert_cmpstr (symbol_scene_name (&scene, frame), ==, "ppv_symbolize_test_target");
}

static void
test_looks_below_the_folders_it_is_given (void)
{
  g_auto (SymbolScene) scene = { 0 };
  Own own = find_own ();
  g_autofree char *in_root = NULL;
  g_autofree char *flat = NULL;
  g_autofree char *folder = NULL;
  PpvFrameId below, by_name;

  symbol_scene_init (&scene);
  in_root = copy_program (&scene, "root/opt/tool");
  flat = copy_program (&scene, "files/other");
  folder = g_build_filename (scene.folder, "files", NULL);
  scene.options.symbol_path = (const char *const[]){ folder, NULL };
  scene.options.sysroot = g_build_filename (scene.folder, "root", NULL);
  below = symbol_scene_record (&scene, PPV_MODULE_USER, "/opt/tool", own.build_id, own.offset);
  by_name = symbol_scene_record (&scene, PPV_MODULE_USER, "/a/other", own.build_id, own.offset);
  symbol_scene_run (&scene);
  g_assert_cmpstr (symbol_scene_name (&scene, below), ==, "ppv_symbolize_test_target");
  g_assert_cmpstr (symbol_scene_name (&scene, by_name), ==, "ppv_symbolize_test_target");
  g_free ((char *) scene.options.sysroot);
}

/* --- what must not be opened --------------------------------------------------- */

static void
assert_not_allowed (const char *path)
{
  g_auto (SymbolScene) scene = { 0 };
  PpvFrameId frame;

  symbol_scene_init (&scene);
  frame = symbol_scene_record (&scene, PPV_MODULE_USER, path, "", 0x1000);
  symbol_scene_run (&scene);
  g_assert_cmpint (symbol_scene_state (&scene, frame), ==, PPV_SYMBOLS_NOT_ALLOWED);
}

static void
test_opens_no_devices_and_kernel_files (void)
{
  assert_not_allowed ("/dev/zero");
  assert_not_allowed ("/proc/self/mem");
  assert_not_allowed ("/proc/self/exe");
  assert_not_allowed ("/tmp");
  assert_not_allowed ("/tmp/../etc/passwd");
}

static void
test_opens_no_notes_of_the_kernel (void)
{
  if (access ("/sys/kernel/notes", R_OK) != 0)
    {
      g_test_skip ("/sys/kernel/notes is not readable here");
      return;
    }
  assert_not_allowed ("/sys/kernel/notes");
}

static void
test_opens_no_fifo (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autofree char *path = NULL;
  PpvFrameId frame;

  symbol_scene_init (&scene);
  path = g_build_filename (scene.folder, "fifo", NULL);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  frame = symbol_scene_record (&scene, PPV_MODULE_USER, path, "", 0x1000);
  symbol_scene_run (&scene);
  g_assert_cmpint (symbol_scene_state (&scene, frame), ==, PPV_SYMBOLS_NOT_ALLOWED);
}

static void
test_opens_no_huge_file (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autofree char *path = NULL;
  PpvFrameId frame;

  symbol_scene_init (&scene);
  path = symbol_scene_write (&scene, "huge", "\177ELF", 4);
  if (truncate (path, G_GINT64_CONSTANT (10) << 30) != 0)
    {
      g_test_skip ("no room for a sparse file of 10 GiB");
      return;
    }
  frame = symbol_scene_record (&scene, PPV_MODULE_USER, path, "", 0x1000);
  symbol_scene_run (&scene);
  g_assert_cmpint (symbol_scene_state (&scene, frame), ==, PPV_SYMBOLS_NOT_ALLOWED);
}

static void
test_stays_below_the_sysroot (void)
{
  g_auto (SymbolScene) scene = { 0 };
  Own own = find_own ();
  g_autofree char *outside = NULL;
  g_autofree char *root = NULL;
  g_autofree char *link = NULL;
  PpvFrameId frame;

  symbol_scene_init (&scene);
  outside = copy_program (&scene, "outside");
  root = g_build_filename (scene.folder, "root", NULL);
  link = g_build_filename (root, "link", NULL);
  g_assert_cmpint (g_mkdir (root, 0700), ==, 0);
  g_assert_cmpint (symlink (outside, link), ==, 0);
  scene.options.sysroot = root;
  frame = symbol_scene_record (&scene, PPV_MODULE_USER, "/link", own.build_id, own.offset);
  symbol_scene_run (&scene);
  g_assert_cmpint (symbol_scene_state (&scene, frame), ==, PPV_SYMBOLS_NO_FILE);
}

static void
test_knows_memory_from_files (void)
{
  static const char *const paths[] = { "[heap]", "[stack]", "//anon", "", "/", "relative" };
  g_auto (SymbolScene) scene = { 0 };
  PpvFrameId frames[G_N_ELEMENTS (paths)];

  symbol_scene_init (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    frames[i] = symbol_scene_record (&scene, PPV_MODULE_USER, paths[i], "", 0x1000);
  symbol_scene_run (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    g_assert_cmpint (symbol_scene_state (&scene, frames[i]), !=, PPV_SYMBOLS_FOUND);
  g_assert_cmpint (symbol_scene_state (&scene, frames[0]), ==, PPV_SYMBOLS_NO_FILE);
}

/* --- code without a file -------------------------------------------------------- */

static PpvSymbolState
map_state (SymbolScene *scene, const char *path, const char **name)
{
  PpvFrameId frame;

  scene->options.sysroot = scene->folder;
  frame = symbol_scene_record (scene, PPV_MODULE_JIT, path, "", 0x7f0000001008);
  symbol_scene_run (scene);
  *name = symbol_scene_name (scene, frame);
  return symbol_scene_state (scene, frame);
}

static void
test_reads_the_map_of_a_compiler (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autofree char *path = NULL;
  const char *name;

  symbol_scene_init (&scene);
  path = symbol_scene_write (&scene, "tmp/perf-42.map", "7f0000001000 10 _Zjit\n", -1);
  g_assert_cmpint (map_state (&scene, "/tmp/perf-42.map", &name), ==, PPV_SYMBOLS_FOUND);
  g_assert_cmpstr (name, ==, "_Zjit");
}

static void
test_reads_no_map_that_others_can_write (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autofree char *path = NULL;
  const char *name;

  symbol_scene_init (&scene);
  path = symbol_scene_write (&scene, "tmp/perf-42.map", "7f0000001000 10 planted\n", -1);
  g_assert_cmpint (g_chmod (path, 0666), ==, 0);
  g_assert_cmpint (map_state (&scene, "/tmp/perf-42.map", &name), ==, PPV_SYMBOLS_NOT_ALLOWED);
}

static void
test_follows_no_link_to_a_map (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autofree char *target = NULL;
  g_autofree char *link = NULL;
  const char *name;

  symbol_scene_init (&scene);
  target = symbol_scene_write (&scene, "tmp/perf-1.map", "7f0000001000 10 planted\n", -1);
  link = g_build_filename (scene.folder, "tmp/perf-42.map", NULL);
  g_assert_cmpint (symlink ("perf-1.map", link), ==, 0);
  g_assert_cmpint (map_state (&scene, "/tmp/perf-42.map", &name), ==, PPV_SYMBOLS_NOT_ALLOWED);
}

static void
test_reads_no_map_of_another_user (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autofree char *path = NULL;
  const char *name;

  symbol_scene_init (&scene);
  path = symbol_scene_write (&scene, "tmp/perf-42.map", "7f0000001000 10 planted\n", -1);
  if (geteuid () != 0 || chown (path, 12345, 12345) != 0)
    {
      g_test_skip ("only root can give a file away");
      return;
    }
  g_assert_cmpint (map_state (&scene, "/tmp/perf-42.map", &name), ==, PPV_SYMBOLS_NOT_ALLOWED);
}

static void
test_reads_nothing_else_as_a_map (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autofree char *path = NULL;
  const char *name;

  symbol_scene_init (&scene);
  path = symbol_scene_write (&scene, "tmp/perf-42.map.txt", "7f0000001000 10 planted\n", -1);
  g_assert_cmpint (map_state (&scene, "/tmp/perf-42.map.txt", &name), ==, PPV_SYMBOLS_NO_FILE);
}

/* --- the kernel ------------------------------------------------------------------ */

static void
test_names_the_kernel_from_the_cache_of_perf (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autofree char *path = NULL;
  PpvFrameId kernel, module;

  symbol_scene_init (&scene);
  path =
      symbol_scene_write (&scene, ".debug/[kernel.kallsyms]/" KERNEL_ID "/kallsyms", KALLSYMS, -1);
  module = symbol_scene_record (&scene, PPV_MODULE_KERNEL, "[nf_tables]", "", 0xffffffffc0000004);
  kernel = symbol_scene_record (&scene, PPV_MODULE_KERNEL, "[kernel.kallsyms]", KERNEL_ID,
                                0xffffffff81000010);
  symbol_scene_run (&scene);
  g_assert_cmpstr (symbol_scene_name (&scene, kernel), ==, "start_kernel");
  g_assert_cmpstr (symbol_scene_name (&scene, module), ==, "nft_do");
  g_assert_cmpint (symbol_scene_state (&scene, module), ==, PPV_SYMBOLS_FOUND);
}

static void
test_asks_the_running_kernel_only_when_allowed (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autofree char *notes = NULL;
  GString *build_id;
  PpvFrameId frame;
  gsize length;

  if (!g_file_get_contents ("/sys/kernel/notes", &notes, &length, NULL) || length < 36 ||
      memcmp (notes + 12, "GNU", 4) != 0 || notes[8] != NT_GNU_BUILD_ID || notes[4] != 20)
    {
      g_test_skip ("this kernel does not tell its build id first");
      return;
    }
  build_id = g_string_new (NULL);
  for (guint i = 16; i < 36; i++)
    g_string_append_printf (build_id, "%02x", (guint8) notes[i]);
  symbol_scene_init (&scene);
  scene.options.kernel = FALSE;
  frame = symbol_scene_record (&scene, PPV_MODULE_KERNEL, "[kernel.kallsyms]", build_id->str,
                               0xffffffff81000010);
  symbol_scene_run (&scene);
  g_assert_cmpint (symbol_scene_state (&scene, frame), ==, PPV_SYMBOLS_NO_FILE);
  g_string_free (build_id, TRUE);
}

static void
test_names_no_kernel_that_is_not_this_one (void)
{
  g_auto (SymbolScene) scene = { 0 };
  PpvFrameId other, unknown;

  symbol_scene_init (&scene);
  other = symbol_scene_record (&scene, PPV_MODULE_KERNEL, "[kernel.kallsyms]", KERNEL_ID,
                               0xffffffff81000010);
  unknown = symbol_scene_record (&scene, PPV_MODULE_KERNEL, "[kernel.kallsyms]_other", "",
                                 0xffffffff81000010);
  symbol_scene_run (&scene);
  g_assert_cmpint (symbol_scene_state (&scene, other), ==, PPV_SYMBOLS_NO_FILE);
  g_assert_cmpint (symbol_scene_state (&scene, unknown), ==, PPV_SYMBOLS_NO_FILE);
}

/* --- how it goes -------------------------------------------------------------------- */

static void
note_progress (double fraction, gpointer user_data)
{
  double *last = user_data;

  g_assert_cmpfloat (fraction, >=, *last);
  *last = fraction;
}

static void
test_reports_progress_to_the_end (void)
{
  g_auto (SymbolScene) scene = { 0 };
  double last = 0;

  symbol_scene_init (&scene);
  for (guint i = 0; i < 10; i++)
    symbol_scene_record (&scene, PPV_MODULE_USER, i % 2 ? "/gone" : "/gone-too", "", i);
  g_assert_true (ppv_symbolize (scene.builder, &scene.options, note_progress, &last, NULL, NULL));
  g_assert_cmpfloat (last, ==, 1);
}

static void
test_stops_when_cancelled (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  symbol_scene_init (&scene);
  symbol_scene_record (&scene, PPV_MODULE_USER, "/gone", "", 1);
  g_cancellable_cancel (cancellable);
  g_assert_false (ppv_symbolize (scene.builder, &scene.options, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
add_tests_of_files (void)
{
  g_test_add_func ("/symbolize/finds-functions-of-programs", test_finds_functions_of_programs);
  g_test_add_func ("/symbolize/leaves-addresses-alone-when-told-to",
                   test_leaves_addresses_alone_when_told_to);
  g_test_add_func ("/symbolize/takes-no-names-of-another-build",
                   test_takes_no_names_of_another_build);
  g_test_add_func ("/symbolize/finds-moved-programs-in-the-cache-of-perf",
                   test_finds_moved_programs_in_the_cache_of_perf);
  g_test_add_func ("/symbolize/looks-below-the-folders-it-is-given",
                   test_looks_below_the_folders_it_is_given);
  g_test_add_func ("/symbolize/opens-no-devices-and-kernel-files",
                   test_opens_no_devices_and_kernel_files);
  g_test_add_func ("/symbolize/opens-no-notes-of-the-kernel", test_opens_no_notes_of_the_kernel);
  g_test_add_func ("/symbolize/opens-no-fifo", test_opens_no_fifo);
  g_test_add_func ("/symbolize/opens-no-huge-file", test_opens_no_huge_file);
  g_test_add_func ("/symbolize/stays-below-the-sysroot", test_stays_below_the_sysroot);
  g_test_add_func ("/symbolize/knows-memory-from-files", test_knows_memory_from_files);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_tests_of_files ();
  g_test_add_func ("/symbolize/reads-the-map-of-a-compiler", test_reads_the_map_of_a_compiler);
  g_test_add_func ("/symbolize/reads-no-map-that-others-can-write",
                   test_reads_no_map_that_others_can_write);
  g_test_add_func ("/symbolize/follows-no-link-to-a-map", test_follows_no_link_to_a_map);
  g_test_add_func ("/symbolize/reads-no-map-of-another-user", test_reads_no_map_of_another_user);
  g_test_add_func ("/symbolize/reads-nothing-else-as-a-map", test_reads_nothing_else_as_a_map);
  g_test_add_func ("/symbolize/names-the-kernel-from-the-cache-of-perf",
                   test_names_the_kernel_from_the_cache_of_perf);
  g_test_add_func ("/symbolize/asks-the-running-kernel-only-when-allowed",
                   test_asks_the_running_kernel_only_when_allowed);
  g_test_add_func ("/symbolize/names-no-kernel-that-is-not-this-one",
                   test_names_no_kernel_that_is_not_this_one);
  g_test_add_func ("/symbolize/reports-progress-to-the-end", test_reports_progress_to_the_end);
  g_test_add_func ("/symbolize/stops-when-cancelled", test_stops_when_cancelled);
  return g_test_run ();
}
