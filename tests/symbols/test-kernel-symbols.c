/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The kernel of another boot or machine: lists of symbols, vmlinux and module files. */

#include "config.h"

#include <archive.h>
#include <sys/utsname.h>

#include "base/ppv-test-input.h"
#include "ppv-elf-maker.h"
#include "ppv-symbol-scene.h"

#define KERNEL_ID "00112233445566778899aabbccddeeff00112233"
#define OTHER_ID "ff112233445566778899aabbccddeeff00112233"
#define MODULE_PATH "/lib/modules/6.1.0-9/kernel/net/nft.ko"
#define BOOT G_GUINT64_CONSTANT (0xffffffff99000000)
#define LOADED G_GUINT64_CONSTANT (0xffffffffc0100000)
#define LIST                                                                                       \
  "ffffffff81000000 T _stext\nffffffff81000000 T _text\n"                                          \
  "ffffffff81000100 T start_kernel\nffffffffc0000000 t nft_do\t[nft]\n"

typedef struct {
  SymbolScene scene;
  PpvFrameId kernel;
  PpvFrameId module;
} Boot;

static void
put (SymbolScene *scene, const char *path, GBytes *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  g_free (symbol_scene_write (scene, path, text, (gssize) length));
}

/* A recording whose kernel has "_text" at @text, 0 when that is not known. */
static void
boot_init (Boot *self, guint64 text)
{
  PpvProfileBuilder *builder;
  const PpvFrameTable *frames;

  symbol_scene_init (&self->scene);
  builder = self->scene.builder;
  ppv_profile_builder_fact (builder, "os_release", "6.1.0-9", -1);
  self->scene.options.sysroot = self->scene.folder;
  self->kernel = symbol_scene_record (&self->scene, PPV_MODULE_KERNEL, "[kernel.kallsyms]",
                                      KERNEL_ID, BOOT + 0x104);
  self->module =
      symbol_scene_record (&self->scene, PPV_MODULE_KERNEL, MODULE_PATH, KERNEL_ID, LOADED + 0x44);
  frames = ppv_profile_builder_peek_frames (builder);
  if (text != 0)
    ppv_profile_builder_module_base (builder, frames->module[self->kernel],
                                     ppv_profile_builder_string (builder, "_text", -1), text);
  ppv_profile_builder_module_base (builder, frames->module[self->module], 0, LOADED);
}

static void
assert_names (Boot *self, const char *kernel, const char *module)
{
  symbol_scene_run (&self->scene);
  g_assert_cmpstr (symbol_scene_name (&self->scene, self->kernel), ==, kernel);
  g_assert_cmpstr (symbol_scene_name (&self->scene, self->module), ==, module);
  symbol_scene_clear (&self->scene);
}

static GBytes *
make_vmlinux (const char *build_id)
{
  ElfMaker maker;

  elf_maker_init (&maker, build_id);
  elf_maker_symbol (&maker, "_text", ELF_MAKER_ADDRESS, 0, 1);
  elf_maker_symbol (&maker, "start_kernel", ELF_MAKER_ADDRESS + 0x100, 0x40, 1);
  return elf_maker_finish (&maker, SHT_SYMTAB);
}

/* Code in .text, .init.text, which goes elsewhere, and .text.late, which follows the first. */
static GBytes *
make_module (const char *build_id)
{
  g_autofree guint8 *note = g_malloc0 (36);
  static const guint8 code[0x40] = { 0 };
  ElfMaker maker;
  guint16 first, begin, late;

  *(Elf64_Nhdr *) (gpointer) note = (Elf64_Nhdr){ 4, 20, NT_GNU_BUILD_ID };
  memcpy (note + 12, "GNU", 4);
  for (guint i = 0; i < 20; i++)
    note[16 + i] = (guint8) (g_ascii_xdigit_value (build_id[2 * i]) << 4 |
                             g_ascii_xdigit_value (build_id[2 * i + 1]));
  elf_maker_init_object (&maker);
  elf_maker_section (&maker, ".note.gnu.build-id", SHT_NOTE, SHF_ALLOC, note, 36);
  begin = elf_maker_section (&maker, ".init.text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, code,
                             sizeof code);
  first = elf_maker_section (&maker, ".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, code,
                             sizeof code);
  late = elf_maker_section (&maker, ".text.late", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, code,
                            sizeof code);
  elf_maker_symbol (&maker, "init_module", 0, 0x40, begin);
  elf_maker_symbol (&maker, "nft_do", 0, 0x40, first);
  elf_maker_symbol (&maker, "nft_late", 0, 0x40, late);
  return elf_maker_finish (&maker, SHT_SYMTAB);
}

/* --- lists ------------------------------------------------------------------------- */

static void
test_takes_a_list_of_another_boot (void)
{
  Boot boot;

  boot_init (&boot, BOOT);
  g_free (symbol_scene_write (&boot.scene, ".debug/[kernel.kallsyms]/" KERNEL_ID "/kallsyms", LIST,
                              -1));
  /* modules are elsewhere in each boot */
  assert_names (&boot, "start_kernel", "nft.ko+0xffffffffc0100044");
}

static void
test_finds_lists_in_folders (void)
{
  static const char *const places[] = {
    "files/[kernel.kallsyms]/" KERNEL_ID "/kallsyms",
    "files/.build-id/00/112233445566778899aabbccddeeff00112233/kallsyms",
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      Boot boot;
      g_autofree char *folder = NULL;

      boot_init (&boot, BOOT);
      folder = g_build_filename (boot.scene.folder, "files", NULL);
      boot.scene.options.symbol_path = (const char *const[]){ folder, NULL };
      g_free (symbol_scene_write (&boot.scene, places[i], LIST, -1));
      assert_names (&boot, "start_kernel", "nft.ko+0xffffffffc0100044");
    }
}

static void
test_takes_a_list_by_name_only_of_the_same_boot (void)
{
  const char *same = "ffffffff99000000 T _text\nffffffff99000100 T start_kernel\n"
                     "ffffffffc0100000 t nft_do\t[nft]\n";

  for (guint i = 0; i < 2; i++)
    {
      Boot boot;
      g_autofree char *folder = NULL;

      boot_init (&boot, BOOT);
      folder = g_build_filename (boot.scene.folder, "files", NULL);
      boot.scene.options.symbol_path = (const char *const[]){ folder, NULL };
      g_free (symbol_scene_write (&boot.scene, "files/kallsyms", i == 0 ? same : LIST, -1));
      if (i == 0)
        assert_names (&boot, "start_kernel", "nft_do");
      else
        assert_names (&boot, "[kernel.kallsyms]+0xffffffff99000104", "nft.ko+0xffffffffc0100044");
    }
}

/* --- files -------------------------------------------------------------------------- */

static void
test_finds_vmlinux_by_build_id (void)
{
  static const char *const places[] = {
    "boot/vmlinux-6.1.0-9",
    "usr/lib/debug/boot/vmlinux-6.1.0-9",
    "usr/lib/debug/lib/modules/6.1.0-9/vmlinux",
    "lib/modules/6.1.0-9/build/vmlinux",
    "usr/lib/debug/.build-id/00/112233445566778899aabbccddeeff00112233.debug",
    ".debug/.build-id/00/112233445566778899aabbccddeeff00112233/elf",
    "files/vmlinux",
    "files/vmlinux-6.1.0-9",
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GBytes) vmlinux = make_vmlinux (KERNEL_ID);
      g_autofree char *folder = NULL;
      Boot boot;

      boot_init (&boot, BOOT);
      folder = g_build_filename (boot.scene.folder, "files", NULL);
      boot.scene.options.symbol_path = (const char *const[]){ folder, NULL };
      put (&boot.scene, places[i], vmlinux);
      assert_names (&boot, "start_kernel", "nft.ko+0xffffffffc0100044");
    }
}

static void
test_takes_no_vmlinux_of_another_build (void)
{
  g_autoptr (GBytes) vmlinux = make_vmlinux (OTHER_ID);
  Boot boot;

  boot_init (&boot, BOOT);
  put (&boot.scene, "boot/vmlinux-6.1.0-9", vmlinux);
  assert_names (&boot, "[kernel.kallsyms]+0xffffffff99000104", "nft.ko+0xffffffffc0100044");
}

static void
test_takes_no_vmlinux_without_knowing_where_it_was (void)
{
  g_autoptr (GBytes) vmlinux = make_vmlinux (KERNEL_ID);
  Boot boot;

  boot_init (&boot, 0);
  put (&boot.scene, "boot/vmlinux-6.1.0-9", vmlinux);
  assert_names (&boot, "[kernel.kallsyms]+0xffffffff99000104", "nft.ko+0xffffffffc0100044");
}

static void
assert_module_found (const char *place, int filter)
{
  g_autoptr (GBytes) plain = make_module (KERNEL_ID);
  g_autoptr (GBytes) bytes = filter != 0 ? ppv_test_wrap (plain, filter) : g_bytes_ref (plain);
  Boot boot;

  boot_init (&boot, BOOT);
  put (&boot.scene, place, bytes);
  assert_names (&boot, "[kernel.kallsyms]+0xffffffff99000104", "nft_late");
}

static void
test_finds_files_of_modules (void)
{
  assert_module_found (MODULE_PATH, 0);
  assert_module_found (MODULE_PATH ".xz", ARCHIVE_FILTER_XZ);
  assert_module_found (MODULE_PATH ".zst", ARCHIVE_FILTER_ZSTD);
  assert_module_found (MODULE_PATH ".gz", ARCHIVE_FILTER_GZIP);
  assert_module_found ("usr/lib/debug" MODULE_PATH, 0);
  assert_module_found ("usr/lib/debug" MODULE_PATH ".debug", 0);
  assert_module_found (".debug/.build-id/00/112233445566778899aabbccddeeff00112233/elf", 0);
}

static void
test_takes_no_module_of_another_build (void)
{
  g_autoptr (GBytes) module = make_module (OTHER_ID);
  Boot boot;

  boot_init (&boot, BOOT);
  put (&boot.scene, MODULE_PATH, module);
  symbol_scene_run (&boot.scene);
  g_assert_cmpint (symbol_scene_state (&boot.scene, boot.module), ==, PPV_SYMBOLS_OTHER_BUILD);
  symbol_scene_clear (&boot.scene);
}

static void
test_survives_damaged_modules (void)
{
  g_autoptr (GBytes) module = make_module (KERNEL_ID);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (module, &length);

  for (guint i = 0; i < 200; i++)
    {
      g_autofree guint8 *damaged = g_memdup2 (bytes, length);
      Boot boot;

      boot_init (&boot, BOOT);
      for (guint n = 0; n < 4; n++)
        damaged[g_test_rand_int_range (0, (gint32) length)] ^=
            (guint8) g_test_rand_int_range (1, 256);
      g_free (symbol_scene_write (&boot.scene, MODULE_PATH, (char *) damaged, (gssize) length));
      symbol_scene_run (&boot.scene);
      symbol_scene_clear (&boot.scene);
    }
}

/* Where the running kernel has _text; 0 when it does not tell. */
static guint64
find_running_text (void)
{
  g_autofree char *list = NULL;
  const char *found;

  if (!g_file_get_contents ("/proc/kallsyms", &list, NULL, NULL))
    return 0;
  found = strstr (list, " T _text\n");
  return found != NULL && found - list >= 16 ? g_ascii_strtoull (found - 16, NULL, 16) : 0;
}

/* perf record -z leaves it out. */
static void
test_knows_this_boot_without_a_build_id (void)
{
  guint64 running = find_running_text ();
  struct utsname name;

  if (running == 0)
    {
      g_test_skip ("this kernel does not tell its addresses");
      return;
    }
  g_assert_cmpint (uname (&name), ==, 0);
  for (guint off = 0; off < 2; off++)
    {
      g_auto (SymbolScene) scene = { 0 };
      guint64 text = running + off * 0x1000;
      PpvFrameId frame;

      symbol_scene_init (&scene);
      scene.options.kernel = TRUE;
      ppv_profile_builder_fact (scene.builder, "os_release", name.release, -1);
      frame = symbol_scene_record (&scene, PPV_MODULE_KERNEL, "[kernel.kallsyms]", "", text);
      ppv_profile_builder_module_base (
          scene.builder, ppv_profile_builder_peek_frames (scene.builder)->module[frame],
          ppv_profile_builder_string (scene.builder, "_text", -1), text);
      symbol_scene_run (&scene);
      g_assert_cmpint (symbol_scene_state (&scene, frame), ==,
                       off == 0 ? PPV_SYMBOLS_FOUND : PPV_SYMBOLS_NO_FILE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernel-symbols/takes-a-list-of-another-boot",
                   test_takes_a_list_of_another_boot);
  g_test_add_func ("/kernel-symbols/finds-lists-in-folders", test_finds_lists_in_folders);
  g_test_add_func ("/kernel-symbols/takes-a-list-by-name-only-of-the-same-boot",
                   test_takes_a_list_by_name_only_of_the_same_boot);
  g_test_add_func ("/kernel-symbols/finds-vmlinux-by-build-id", test_finds_vmlinux_by_build_id);
  g_test_add_func ("/kernel-symbols/takes-no-vmlinux-of-another-build",
                   test_takes_no_vmlinux_of_another_build);
  g_test_add_func ("/kernel-symbols/takes-no-vmlinux-without-knowing-where-it-was",
                   test_takes_no_vmlinux_without_knowing_where_it_was);
  g_test_add_func ("/kernel-symbols/finds-files-of-modules", test_finds_files_of_modules);
  g_test_add_func ("/kernel-symbols/takes-no-module-of-another-build",
                   test_takes_no_module_of_another_build);
  g_test_add_func ("/kernel-symbols/knows-this-boot-without-a-build-id",
                   test_knows_this_boot_without_a_build_id);
  g_test_add_func ("/kernel-symbols/survives-damaged-modules", test_survives_damaged_modules);
  return g_test_run ();
}
