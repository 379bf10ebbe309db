/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What counts as a function is what perf takes for one: functions by their type,
 * and labels of assembler code in sections with "text" in the name.
 */

#include "config.h"

#include <string.h>

#include "ppv-elf-symbols.h"

enum {
  SECTION_LOADED = 1 << 0,
  SECTION_TEXT = 1 << 1,
};

typedef struct {
  guint8 flags;
  guint64 base; /* to be added to values of symbols in it */
} Section;

typedef struct {
  guint16 machine;
  GArray *sections; /* Section, by number */
  Elf_Data *symbols;
  const char *names;
  gsize names_size; /* up to the last NUL, with it */
} Table;

/*
 * Symbols of a module of the kernel count from the beginning of their section.  The
 * kernel puts code sections one behind the other as they are in the file, but for
 * those of its start, which go elsewhere (layout_sections() in kernel/module/main.c).
 */
static void
place_section (const GElf_Shdr *header, const char *name, guint64 *at, Section *section)
{
  guint64 align = MAX (header->sh_addralign, 1);

  if (!(header->sh_flags & SHF_EXECINSTR) || g_str_has_prefix (name, ".init"))
    {
      section->flags = 0;
      return;
    }
  *at = (*at + align - 1) / align * align;
  section->base = *at;
  *at += header->sh_size;
}

static GArray *
read_sections (Elf *elf, gboolean relocatable)
{
  GArray *sections = g_array_new (FALSE, TRUE, sizeof (Section));
  guint64 end = 0;
  PpvElfSections at;

  g_array_set_size (sections, 1); /* section 0 is none */
  ppv_elf_sections_init (&at, elf);
  while (ppv_elf_sections_next (&at))
    {
      guint number = (guint) elf_ndxscn (at.section);
      Section *section;

      g_array_set_size (sections, number + 1);
      if (!(at.header.sh_flags & SHF_ALLOC))
        continue;
      section = &g_array_index (sections, Section, number);
      section->flags = SECTION_LOADED;
      if (strstr (at.name, "text") != NULL)
        section->flags |= SECTION_TEXT;
      if (relocatable)
        place_section (&at.header, at.name, &end, section);
    }
  return sections;
}

static const Section *
section_of (const Table *table, const GElf_Sym *symbol)
{
  guint at = symbol->st_shndx < table->sections->len ? symbol->st_shndx : 0;

  return &g_array_index (table->sections, Section, at);
}

/* The names up to the last NUL, so that each of them ends. */
static gboolean
read_names (Elf *elf, guint32 link, Table *table)
{
  Elf_Data *data = ppv_elf_section_data (elf_getscn (elf, link));
  const char *last;

  if (data == NULL)
    return FALSE;
  last = memrchr (data->d_buf, '\0', data->d_size);
  if (last == NULL)
    return FALSE;
  table->names = data->d_buf;
  table->names_size = (gsize) (last - table->names) + 1;
  return TRUE;
}

static const char *
name_of (const Table *table, const GElf_Sym *symbol)
{
  return symbol->st_name < table->names_size ? table->names + symbol->st_name : "";
}

/* $a, $d, $t and $x mark what ARM's bytes are and name nothing. */
static gboolean
is_mapping_mark (guint16 machine, const char *name)
{
  return (machine == EM_ARM || machine == EM_AARCH64 || machine == EM_RISCV) && name[0] == '$' &&
         name[1] != '\0' && strchr ("adtx", name[1]) != NULL && (name[2] == '\0' || name[2] == '.');
}

static gboolean
is_function (const Table *table, const GElf_Sym *symbol)
{
  guint8 section = section_of (table, symbol)->flags;

  if (!(section & SECTION_LOADED))
    return FALSE;
  switch (GELF_ST_TYPE (symbol->st_info))
    {
    case STT_FUNC:
    case STT_GNU_IFUNC:
      return TRUE;
    case STT_NOTYPE:
      return section & SECTION_TEXT && GELF_ST_VISIBILITY (symbol->st_other) != STV_HIDDEN &&
             GELF_ST_VISIBILITY (symbol->st_other) != STV_INTERNAL;
    default:
      return FALSE;
    }
}

static PpvSymbolRank
rank_of (const GElf_Sym *symbol)
{
  switch (GELF_ST_BIND (symbol->st_info))
    {
    case STB_WEAK:
      return PPV_SYMBOL_WEAK;
    case STB_GLOBAL:
      return PPV_SYMBOL_GLOBAL;
    default:
      return PPV_SYMBOL_LOCAL;
    }
}

static void
add_symbols (const Table *table, int n_symbols, PpvSymbolIndex *into)
{
  for (int i = 0; i < n_symbols; i++)
    {
      GElf_Sym symbol;
      const char *name;

      if (gelf_getsym (table->symbols, i, &symbol) == NULL || !is_function (table, &symbol))
        continue;
      name = name_of (table, &symbol);
      if (*name == '\0' || is_mapping_mark (table->machine, name))
        continue;
      if (table->machine == EM_ARM && GELF_ST_TYPE (symbol.st_info) == STT_FUNC)
        symbol.st_value &= ~(guint64) 1; /* says that the code is Thumb */
      symbol.st_value += section_of (table, &symbol)->base;
      ppv_symbol_index_add (into, symbol.st_value, symbol.st_size, name, rank_of (&symbol), 0);
    }
}

/* How many symbols @data has; libelf counts in int. */
static int
count_symbols (Elf *elf, const Elf_Data *data)
{
  size_t size = gelf_fsize (elf, ELF_T_SYM, 1, EV_CURRENT);

  return size > 0 ? (int) MIN (data->d_size / size, G_MAXINT) : 0;
}

gboolean
ppv_elf_symbols_add (const PpvElfFile *file, guint32 type, PpvSymbolIndex *into)
{
  Table table = { 0 };
  GElf_Shdr header;
  GElf_Ehdr ehdr;
  Elf_Scn *section = ppv_elf_file_find_section (file, type, NULL, &header);

  table.symbols = ppv_elf_section_data (section);
  if (table.symbols == NULL || gelf_getehdr (file->elf, &ehdr) == NULL ||
      !read_names (file->elf, header.sh_link, &table))
    return FALSE;
  table.machine = ehdr.e_machine;
  table.sections = read_sections (file->elf, ehdr.e_type == ET_REL);
  add_symbols (&table, count_symbols (file->elf, table.symbols), into);
  g_array_unref (table.sections);
  return TRUE;
}
