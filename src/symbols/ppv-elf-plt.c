/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The procedure linkage table has no symbols: its entries are in the order of
 * the relocations in .rela.plt, each of which names the target.  Those that choose
 * among variants of a function of the same file have no name: "@plt" it is, as in perf.
 */

#include "config.h"

#include <string.h>

#include "ppv-elf-plt.h"

/* All names together; each relocation of a hostile file may ask for the same long one. */
enum { MAX_NAMES_BYTES = 16 * 1024 * 1024 };

typedef struct {
  guint64 start; /* of the first jump */
  guint64 end;
  guint64 step; /* bytes of a jump */
} Entries;

static guint64
entry_bytes (guint16 machine, guint64 recorded)
{
  switch (machine)
    {
    case EM_ARM:
      return 12;
    case EM_X86_64:
    case EM_386:
    case EM_AARCH64:
    case EM_RISCV:
      return 16;
    default:
      return recorded;
    }
}

/* What stands before the first entry: the call of the dynamic linker. */
static guint64
header_bytes (guint16 machine, guint64 step)
{
  switch (machine)
    {
    case EM_ARM:
      return 20;
    case EM_AARCH64:
    case EM_RISCV:
      return 32;
    default:
      return step;
    }
}

static gboolean
find_entries (const PpvElfFile *file, Entries *entries)
{
  GElf_Ehdr ehdr;
  GElf_Shdr header;
  guint64 skip = 0;

  if (gelf_getehdr (file->elf, &ehdr) == NULL)
    return FALSE;
  /* with branch tracking the jumps have a section of their own, and .plt none to see */
  if (ppv_elf_file_find_section (file, SHT_PROGBITS, ".plt.sec", &header) == NULL)
    {
      if (ppv_elf_file_find_section (file, SHT_PROGBITS, ".plt", &header) == NULL)
        return FALSE;
      skip = header_bytes (ehdr.e_machine, entry_bytes (ehdr.e_machine, header.sh_entsize));
    }
  entries->step = entry_bytes (ehdr.e_machine, header.sh_entsize);
  if (entries->step == 0 || header.sh_size < skip || header.sh_addr > G_MAXUINT64 - header.sh_size)
    return FALSE;
  entries->start = header.sh_addr + skip;
  entries->end = header.sh_addr + header.sh_size;
  return TRUE;
}

/* The number of the symbol that relocation @i is for, or -1. */
static int
target_of (Elf_Data *relocations, gboolean with_addend, int i)
{
  GElf_Rela rela;
  GElf_Rel rel;
  guint64 number;

  if (with_addend)
    {
      if (gelf_getrela (relocations, i, &rela) == NULL)
        return -1;
      number = GELF_R_SYM (rela.r_info);
    }
  else
    {
      if (gelf_getrel (relocations, i, &rel) == NULL)
        return -1;
      number = GELF_R_SYM (rel.r_info);
    }
  return number <= G_MAXINT ? (int) number : -1;
}

static void
add_entries (const PpvElfFile *file,
             const Entries *entries,
             Elf_Data *relocations,
             gboolean with_addend,
             PpvSymbolIndex *into)
{
  GElf_Shdr header;
  Elf_Scn *section = ppv_elf_file_find_section (file, SHT_DYNSYM, NULL, &header);
  Elf_Data *symbols = ppv_elf_section_data (section);
  GStringChunk *names = g_string_chunk_new (4096);
  guint64 at = entries->start;
  gsize n_bytes = 0;

  ppv_symbol_index_keep (into, names, (GDestroyNotify) g_string_chunk_free);
  if (symbols == NULL)
    return;
  for (int i = 0; entries->end - at >= entries->step; i++, at += entries->step)
    {
      int target = target_of (relocations, with_addend, i);
      GElf_Sym symbol;
      const char *name;
      g_autofree char *with_suffix = NULL;

      if (target < 0 || n_bytes > MAX_NAMES_BYTES)
        return;
      if (gelf_getsym (symbols, target, &symbol) == NULL)
        continue;
      name = elf_strptr (file->elf, header.sh_link, symbol.st_name);
      if (name == NULL)
        continue;
      with_suffix = g_strconcat (name, "@plt", NULL);
      n_bytes += strlen (with_suffix);
      ppv_symbol_index_add (into, at, entries->step, g_string_chunk_insert (names, with_suffix),
                            PPV_SYMBOL_GLOBAL, 0);
    }
}

void
ppv_elf_plt_add (const PpvElfFile *file, PpvSymbolIndex *into)
{
  Entries entries;
  GElf_Shdr header;
  Elf_Scn *section = ppv_elf_file_find_section (file, SHT_RELA, ".rela.plt", &header);
  gboolean with_addend = section != NULL;
  Elf_Data *relocations;

  if (section == NULL)
    section = ppv_elf_file_find_section (file, SHT_REL, ".rel.plt", &header);
  relocations = ppv_elf_section_data (section);
  if (relocations != NULL && find_entries (file, &entries))
    add_entries (file, &entries, relocations, with_addend, into);
}
