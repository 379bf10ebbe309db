/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-elf-plt.h"
#include "ppv-elf-symbols.h"
#include "ppv-module-symbols.h"
#include "ppv-perf-map.h"

/* The symbols of a separate file, which lives as long as the index that names point into. */
static gboolean
add_debug_symbols (PpvModuleSymbols *self, const PpvSymbolOptions *options, const char *path)
{
  PpvElfFile *debug = ppv_module_files_open_debug (options, path, self->file);

  if (debug == NULL)
    return FALSE;
  ppv_symbol_index_keep (self->index, debug, (GDestroyNotify) ppv_elf_file_free);
  return ppv_elf_symbols_add (debug, SHT_SYMTAB, self->index);
}

void
ppv_module_symbols_open_file (PpvModuleSymbols *self,
                              const PpvSymbolOptions *options,
                              const char *path,
                              const char *build_id)
{
  self->file = ppv_module_files_open (options, path, build_id, &self->state);
  if (self->file == NULL)
    return;
  self->mangled = TRUE;
  self->index = ppv_symbol_index_new (0);
  if (!ppv_elf_symbols_add (self->file, SHT_SYMTAB, self->index) &&
      !add_debug_symbols (self, options, path))
    ppv_elf_symbols_add (self->file, SHT_DYNSYM, self->index);
  if (ppv_symbol_index_get_n (self->index) == 0)
    self->state = PPV_SYMBOLS_STRIPPED;
  ppv_elf_plt_add (self->file, self->index);
  ppv_symbol_index_finish (self->index);
}

void
ppv_module_symbols_open_map (PpvModuleSymbols *self,
                             const PpvSymbolOptions *options,
                             const char *path)
{
  self->index = ppv_perf_map_open (options->sysroot, path, &self->state);
}

void
ppv_module_symbols_clear (PpvModuleSymbols *self)
{
  g_clear_pointer (&self->index, ppv_symbol_index_free);
  g_clear_pointer (&self->file, ppv_elf_file_free);
}

guint32
ppv_module_symbols_find (const PpvModuleSymbols *self, guint64 address)
{
  if (self->index == NULL ||
      (self->file != NULL && !ppv_elf_file_find_address (self->file, address, &address)))
    return PPV_NONE;
  return ppv_symbol_index_find (self->index, address);
}
