/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * libFuzzer target for what programs and their debug information say: the bytes of any
 * ELF file must give names and lines for some addresses, or none.
 */

#include "config.h"

#include "ppv-dwarf.h"
#include "ppv-elf-plt.h"
#include "ppv-elf-symbols.h"

enum { N_ADDRESSES = 256, N_FRAMES = 256 };

extern int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
ask (PpvElfFile *file, PpvSymbolIndex *symbols, PpvDwarf *dwarf, gsize size)
{
  PpvDwarfFrame frames[N_FRAMES];

  for (guint i = 0; i < N_ADDRESSES; i++)
    {
      guint64 address = size / N_ADDRESSES * i;

      if (ppv_elf_file_find_address (file, address, &address))
        ppv_symbol_index_find (symbols, address);
      if (dwarf == NULL)
        continue;
      g_assert (ppv_dwarf_find (dwarf, address, frames, N_FRAMES) <= N_FRAMES);
      ppv_dwarf_find_function (dwarf, address);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (PpvElfFile) file = NULL;
  g_autoptr (PpvSymbolIndex) symbols = NULL;
  g_autoptr (PpvDwarf) dwarf = NULL;

  if (size == 0)
    return 0;
  file = ppv_elf_file_new_from_memory (g_memdup2 (data, size), size);
  if (file == NULL)
    return 0;
  symbols = ppv_symbol_index_new (0);
  ppv_elf_symbols_add (file, SHT_SYMTAB, symbols);
  ppv_elf_symbols_add (file, SHT_DYNSYM, symbols);
  ppv_elf_plt_add (file, symbols);
  ppv_symbol_index_finish (symbols);
  dwarf = ppv_dwarf_new (file, NULL, NULL);
  ask (file, symbols, dwarf, size);
  return 0;
}
