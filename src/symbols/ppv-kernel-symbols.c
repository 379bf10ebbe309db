/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The kernel is loaded somewhere else with each boot (KASLR), and a list of its
 * symbols may be of another boot than the recording.  The recording has the address
 * of one symbol, and all are as far off as that one.
 */

#include "config.h"

#include <string.h>
#include <sys/utsname.h>

#include "ppv-build-id.h"
#include "ppv-elf-symbols.h"
#include "ppv-file-search.h"
#include "ppv-kallsyms.h"
#include "ppv-kernel-symbols.h"
#include "ppv-recorded-file.h"

#define KERNEL_NAME "/[kernel.kallsyms]"
#define MAX_KALLSYMS_BYTES (G_GUINT64_CONSTANT (256) << 20)

/* --- which kernel ------------------------------------------------------------------ */

/* The recorded kernel: its modules have build ids of their own. */
static PpvModuleId
find_kernel (PpvProfileBuilder *builder)
{
  const PpvModuleTable *modules = ppv_profile_builder_peek_modules (builder);

  for (guint32 i = 0; i < modules->n_rows; i++)
    {
      const char *path = ppv_profile_builder_peek_string (builder, modules->path[i]);

      if (modules->kind[i] == PPV_MODULE_KERNEL && g_str_has_prefix (path, "[kernel."))
        return i;
    }
  return PPV_NONE;
}

PpvKernel
ppv_kernel_of_builder (PpvProfileBuilder *builder)
{
  const PpvModuleTable *modules = ppv_profile_builder_peek_modules (builder);
  PpvModuleId row = find_kernel (builder);
  PpvKernel kernel = { "", ppv_profile_builder_peek_fact (builder, "os_release"), NULL, 0 };
  PpvStringId symbol;

  if (row != PPV_NONE)
    kernel.build_id = ppv_profile_builder_peek_string (builder, modules->build_id[row]);
  if (row != PPV_NONE &&
      ppv_profile_builder_peek_module_base (builder, row, &symbol, &kernel.address))
    kernel.symbol = ppv_profile_builder_peek_string (builder, symbol);
  return kernel;
}

/* --- lists of symbols ------------------------------------------------------------ */

static gboolean
find_in_index (const PpvSymbolIndex *index, const char *name, guint64 *address)
{
  for (guint32 i = 0; i < ppv_symbol_index_get_n (index); i++)
    if (g_str_equal (ppv_symbol_index_get (index, i)->name, name))
      {
        *address = ppv_symbol_index_get (index, i)->start;
        return TRUE;
      }
  return FALSE;
}

/*
 * By the text: of symbols at one address, which _text and _stext are, an index
 * keeps one.  Lines of the kernel's own symbols end with their name.
 */
static gboolean
find_in_list (const char *text, gsize length, const char *name, guint64 *address)
{
  g_autofree char *ending = g_strconcat (" ", name, "\n", NULL);
  const char *found = g_strstr_len (text, (gssize) length, ending);
  char *end;

  if (found == NULL)
    return FALSE;
  while (found > text && found[-1] != '\n')
    found--;
  *address = g_ascii_strtoull (found, &end, 16);
  return end > found && *end == ' ';
}

/* @proven: the list is known to be of this build, else of this boot when the symbol fits. */
static gboolean
take_list (
    PpvModuleSymbols *self, const PpvKernel *kernel, char *text, gsize length, gboolean proven)
{
  g_autoptr (PpvSymbolIndex) index = NULL;
  gboolean known = FALSE;
  guint64 address = 0;

  if (text != NULL && kernel->symbol != NULL)
    known = find_in_list (text, length, kernel->symbol, &address);
  if (text == NULL || (!proven && (!known || address != kernel->address)))
    {
      g_free (text);
      return FALSE;
    }
  index = ppv_kallsyms_parse (text, length);
  if (index == NULL)
    return FALSE;
  self->index = g_steal_pointer (&index);
  self->shift = known ? kernel->address - address : 0;
  self->has_modules = self->shift == 0; /* each of them moves in its own way */
  self->state = PPV_SYMBOLS_FOUND;
  return TRUE;
}

static gboolean
try_list (PpvModuleSymbols *self,
          const PpvKernel *kernel,
          const char *root,
          const char *path,
          gboolean proven)
{
  PpvSymbolState state;
  guint64 size = 0;
  gsize length = 0;
  char *text;
  int fd;

  fd = ppv_recorded_file_open (root, path, PPV_FILE_DEFAULT, MAX_KALLSYMS_BYTES, &size, &state);
  if (fd < 0)
    return FALSE;
  text = ppv_recorded_file_read (fd, size, MAX_KALLSYMS_BYTES, &length);
  return take_list (self, kernel, text, length, proven);
}

/* In a folder that is perf's cache, or one like it, or has the file by its name. */
static gboolean
try_folder (PpvModuleSymbols *self, const PpvKernel *kernel, const char *folder)
{
  g_autofree char *id_path = ppv_build_id_path (kernel->build_id);
  g_autofree char *by_id = g_strconcat ("/.build-id/", id_path, "/kallsyms", NULL);
  g_autofree char *by_name = g_strconcat (KERNEL_NAME "/", kernel->build_id, "/kallsyms", NULL);

  return try_list (self, kernel, folder, by_name, TRUE) ||
         try_list (self, kernel, folder, by_id, TRUE) ||
         try_list (self, kernel, folder, "/kallsyms", FALSE);
}

static gboolean
try_cache (PpvModuleSymbols *self, const PpvKernel *kernel)
{
  const char *home = g_getenv ("HOME");
  g_autofree char *path = NULL;

  if (home == NULL)
    return FALSE;
  path = g_strconcat (home, "/.debug" KERNEL_NAME "/", kernel->build_id, "/kallsyms", NULL);
  return try_list (self, kernel, NULL, path, TRUE);
}

/*
 * perf record -z forgets the build id of the kernel.  Then a recording of this
 * release, whose symbol is at its address in this boot, was made by this kernel.
 */
static gboolean
may_be_running (const PpvKernel *kernel)
{
  struct utsname name;

  return kernel->build_id[0] == '\0' && kernel->release != NULL && uname (&name) == 0 &&
         g_str_equal (kernel->release, name.release);
}

static gboolean
try_running (PpvModuleSymbols *self, const PpvKernel *kernel)
{
  g_autofree char *running = ppv_build_id_of_kernel ();
  gboolean proven = running != NULL && ppv_build_id_equal (running, kernel->build_id);
  gsize length = 0;
  char *text;

  if (!proven && !may_be_running (kernel))
    return FALSE;
  text = ppv_read_kernel_file ("/proc/kallsyms", MAX_KALLSYMS_BYTES, &length);
  return take_list (self, kernel, text, length, proven);
}

static gboolean
try_lists (PpvModuleSymbols *self, const PpvSymbolOptions *options, const PpvKernel *kernel)
{
  const char *const *folders = options->symbol_path;

  for (guint i = 0; folders != NULL && folders[i] != NULL; i++)
    if (try_folder (self, kernel, folders[i]))
      return TRUE;
  return try_cache (self, kernel) || (options->kernel && try_running (self, kernel));
}

/* --- files ------------------------------------------------------------------------ */

static gboolean
has_symbols (const PpvElfFile *file)
{
  GElf_Shdr header;

  return ppv_elf_file_find_section (file, SHT_SYMTAB, NULL, &header) != NULL;
}

static PpvSymbolIndex *
read_symbols (PpvElfFile *file)
{
  PpvSymbolIndex *index = ppv_symbol_index_new (0);

  ppv_symbol_index_keep (index, file, (GDestroyNotify) ppv_elf_file_free);
  ppv_elf_symbols_add (file, SHT_SYMTAB, index);
  ppv_symbol_index_finish (index);
  return index;
}

static void
try_place (PpvFileSearch *search, const char *path)
{
  ppv_file_search_in_folders (search, path, PPV_FILE_CODE);
  ppv_file_search_try (search, search->options->sysroot, path);
}

/* Where distributions and builders of kernels leave vmlinux. */
static void
try_places (PpvFileSearch *search, const char *release)
{
  static const char *const places[][2] = {
    { "/boot/vmlinux-", "" },
    { PPV_DEBUG_FOLDER "/boot/vmlinux-", "" },
    { PPV_DEBUG_FOLDER "/lib/modules/", "/vmlinux" },
    { PPV_DEBUG_FOLDER "/usr/lib/modules/", "/vmlinux" },
    { "/lib/modules/", "/build/vmlinux" },
    { "/lib/modules/", "/vmlinux" },
  };

  if (release == NULL || release[0] == '\0' || strchr (release, '/') != NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_strconcat (places[i][0], release, places[i][1], NULL);

      try_place (search, path);
    }
}

static void
open_vmlinux (PpvModuleSymbols *self, const PpvSymbolOptions *options, const PpvKernel *kernel)
{
  PpvFileSearch search = { .options = options,
                           .build_id = kernel->build_id,
                           .accepts = has_symbols,
                           .state = PPV_SYMBOLS_NO_FILE };
  guint64 address;

  /* without the one symbol there is no telling where the others were */
  if (kernel->symbol == NULL)
    return;
  ppv_file_search_in_folders (&search, "/vmlinux", PPV_FILE_DEBUG);
  ppv_file_search_by_build_id (&search, options->sysroot, PPV_DEBUG_FOLDER, PPV_FILE_DEBUG);
  try_places (&search, kernel->release);
  ppv_file_search_in_cache (&search, KERNEL_NAME, PPV_FILE_CODE);
  ppv_file_search_download (&search, "vmlinux", PPV_FILE_DEBUG);
  self->state = search.file != NULL ? PPV_SYMBOLS_STRIPPED : search.state;
  if (search.file == NULL)
    return;
  self->index = read_symbols (search.file);
  if (find_in_index (self->index, kernel->symbol, &address))
    {
      self->shift = kernel->address - address;
      self->state = PPV_SYMBOLS_FOUND;
    }
  else
    g_clear_pointer (&self->index, ppv_symbol_index_free);
}

void
ppv_kernel_symbols_open (PpvModuleSymbols *self,
                         const PpvSymbolOptions *options,
                         const PpvKernel *kernel)
{
  self->state = PPV_SYMBOLS_NO_FILE;
  if (ppv_build_id_is_valid (kernel->build_id))
    {
      if (!try_lists (self, options, kernel))
        open_vmlinux (self, options, kernel);
    }
  else if (options->kernel)
    try_running (self, kernel);
}

void
ppv_kernel_symbols_open_module (PpvModuleSymbols *self,
                                const PpvSymbolOptions *options,
                                const char *path,
                                const char *build_id,
                                guint64 address)
{
  static const char *const endings[] = { "", ".xz", ".zst", ".gz", ".debug" };
  PpvFileSearch search = { .options = options,
                           .build_id = build_id,
                           .packed = TRUE,
                           .accepts = has_symbols,
                           .state = PPV_SYMBOLS_NO_FILE };

  self->state = PPV_SYMBOLS_NO_FILE;
  if (!ppv_build_id_is_valid (build_id))
    return;
  ppv_file_search_in_folders (&search, path, PPV_FILE_DEBUG);
  ppv_file_search_by_build_id (&search, options->sysroot, PPV_DEBUG_FOLDER, PPV_FILE_DEBUG);
  for (guint i = 0; i < G_N_ELEMENTS (endings) && path[0] == '/'; i++)
    {
      g_autofree char *whole = g_strconcat (path, endings[i], NULL);
      g_autofree char *mirrored = g_strconcat (PPV_DEBUG_FOLDER, whole, NULL);

      try_place (&search, whole);
      ppv_file_search_try (&search, options->sysroot, mirrored);
    }
  ppv_file_search_in_cache (&search, path, PPV_FILE_CODE);
  ppv_file_search_download (&search, path, PPV_FILE_DEBUG);
  self->state = search.file != NULL ? PPV_SYMBOLS_FOUND : search.state;
  if (search.file == NULL)
    return;
  self->index = read_symbols (search.file);
  self->shift = address;
}
