/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-elf-plt.h"
#include "ppv-elf-symbols.h"
#include "ppv-module-symbols.h"
#include "ppv-perf-map.h"

/* The first full table there is, else the one of what the module exports. */
static void
add_symbols (PpvModuleSymbols *self)
{
  static const PpvModuleFile preferred[] = { PPV_MODULE_FILE_MAIN, PPV_MODULE_FILE_DEBUG,
                                             PPV_MODULE_FILE_MINI };

  for (guint i = 0; i < G_N_ELEMENTS (preferred); i++)
    {
      const PpvElfFile *file = ppv_module_files_get (self->files, preferred[i]);

      if (file != NULL && ppv_elf_symbols_add (file, SHT_SYMTAB, self->index))
        {
          /* MiniDebugInfo leaves out what is exported */
          if (preferred[i] == PPV_MODULE_FILE_MINI)
            ppv_elf_symbols_add (self->file, SHT_DYNSYM, self->index);
          return;
        }
    }
  ppv_elf_symbols_add (self->file, SHT_DYNSYM, self->index);
}

/* Of the first file that has some; what dwz shared is asked for only where it is needed. */
static void
open_dwarf (PpvModuleSymbols *self, const PpvSymbolOptions *options)
{
  static const PpvModuleFile preferred[] = { PPV_MODULE_FILE_MAIN, PPV_MODULE_FILE_DEBUG };

  for (guint i = 0; i < G_N_ELEMENTS (preferred) && self->dwarf == NULL; i++)
    {
      const PpvElfFile *file = ppv_module_files_get (self->files, preferred[i]);
      const PpvElfFile *shared = NULL;

      if (file != NULL && ppv_dwarf_needs_shared (file))
        shared = ppv_module_files_get (self->files, PPV_MODULE_FILE_ALT);
      if (file != NULL)
        self->dwarf = ppv_dwarf_new (file, shared, options);
    }
}

void
ppv_module_symbols_open_file (PpvModuleSymbols *self,
                              const PpvSymbolOptions *options,
                              const char *path,
                              const char *build_id)
{
  self->files = ppv_module_files_new (options, path, build_id);
  self->file = ppv_module_files_get (self->files, PPV_MODULE_FILE_MAIN);
  self->state = ppv_module_files_get_state (self->files);
  if (self->file == NULL)
    return;
  self->mangled = TRUE;
  self->index = ppv_symbol_index_new (0);
  add_symbols (self);
  if (ppv_symbol_index_get_n (self->index) == 0)
    self->state = PPV_SYMBOLS_STRIPPED;
  ppv_elf_plt_add (self->file, self->index);
  ppv_symbol_index_finish (self->index);
  if (options->inlines)
    open_dwarf (self, options);
}

void
ppv_module_symbols_open_map (PpvModuleSymbols *self,
                             const PpvSymbolOptions *options,
                             const char *path)
{
  if (!ppv_jit_dump_is_path (path))
    {
      self->index = ppv_perf_map_open (options->sysroot, path, &self->state);
      return;
    }
  self->dump = ppv_jit_dump_open (options, path, &self->state);
  if (self->dump != NULL)
    self->index = ppv_jit_dump_make_index (self->dump);
  self->mangled = TRUE; /* by compilers that use those of LLVM */
}

void
ppv_module_symbols_clear (PpvModuleSymbols *self)
{
  g_clear_pointer (&self->dwarf, ppv_dwarf_free);
  g_clear_pointer (&self->index, ppv_symbol_index_free);
  g_clear_pointer (&self->files, ppv_module_files_free);
  g_clear_pointer (&self->dump, ppv_jit_dump_free);
}

gboolean
ppv_module_symbols_locate (const PpvModuleSymbols *self, guint64 *address)
{
  *address -= self->shift;
  return self->file == NULL || self->is_image ||
         ppv_elf_file_find_address (self->file, *address, address);
}

guint32
ppv_module_symbols_find (const PpvModuleSymbols *self, guint64 address)
{
  return self->index != NULL ? ppv_symbol_index_find (self->index, address) : PPV_NONE;
}
