/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * libdw reads and uncompresses all sections it knows.  Half of that are places of
 * variables, macros and tables of names, which nobody asks for.
 */

#include "config.h"

#include <string.h>

#include "ppv-dwarf-sections.h"
#include "ppv-elf-unpack.h"

static gboolean
is_debug_section (const char *name)
{
  return g_str_has_prefix (name, ".debug_") || g_str_has_prefix (name, ".zdebug_");
}

/* Whether there are units, and not more than may be read. */
static gboolean
is_worth_reading (const PpvElfFile *file)
{
  guint64 n_left = ppv_elf_most_unpacked (file);
  gboolean found = FALSE;
  PpvElfSections at;

  ppv_elf_sections_init (&at, file->elf);
  while (ppv_elf_sections_next (&at))
    {
      guint64 size;

      if (at.header.sh_type == SHT_NOBITS || !is_debug_section (at.name))
        continue;
      size = ppv_elf_unpacked_size (at.section, &at.header, at.name);
      if (size > n_left)
        return FALSE;
      n_left -= size;
      found |= g_str_has_suffix (at.name, "debug_info");
    }
  return found;
}

static gboolean
is_used (const char *name)
{
  static const char *const unused[] = { "loc",     "loclists",     "macro",
                                        "macinfo", "pubnames",     "pubtypes",
                                        "names",   "gnu_pubnames", "gnu_pubtypes" };

  if (!is_debug_section (name))
    return FALSE;
  name = strchr (name, '_') + 1;
  for (guint i = 0; i < G_N_ELEMENTS (unused); i++)
    if (strcmp (name, unused[i]) == 0)
      return FALSE;
  return TRUE;
}

/* libdw does not look at sections that are said to have no data. */
static void
hide_unused (Elf *elf)
{
  PpvElfSections at;

  ppv_elf_sections_init (&at, elf);
  while (ppv_elf_sections_next (&at))
    {
      if (!is_debug_section (at.name) || is_used (at.name))
        continue;
      at.header.sh_type = SHT_NOBITS;
      at.header.sh_flags &= ~(GElf_Xword) SHF_COMPRESSED;
      gelf_update_shdr (at.section, &at.header);
    }
}

Dwarf *
ppv_dwarf_sections_open (const PpvElfFile *file, PpvElfFile **unpacked)
{
  Dwarf *dwarf = NULL;

  *unpacked = NULL;
  if (!is_worth_reading (file))
    return NULL;
  hide_unused (file->elf);
  *unpacked = ppv_elf_unpack (file, is_used);
  if (*unpacked != NULL)
    dwarf = dwarf_begin_elf ((*unpacked)->elf, DWARF_C_READ, NULL);
  return dwarf != NULL ? dwarf : dwarf_begin_elf (file->elf, DWARF_C_READ, NULL);
}
