/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <dwarf.h>
#include <string.h>

#include "ppv-dwarf-context.h"
#include "ppv-dwarf-scopes.h"

/* Sections beyond belong to no program that could be linked. */
enum { MAX_ATTRIBUTES = 256 }; /* of one DIE */

/* A function, and where it says what it is. */
typedef struct {
  PpvDwarfFunction function;
  Dwarf_Die die;
  gboolean qualified;
} Known;

#define MAX_SECTION_BYTES (G_GUINT64_CONSTANT (4) << 30)

/* Whether @section is called .debug_@name, .zdebug_@name or .debug_@name.dwo. */
static gboolean
is_called (const char *section, const char *name)
{
  gsize length = strlen (name);

  if (section[0] != '.')
    return FALSE;
  section += section[1] == 'z' ? 2 : 1;
  if (!g_str_has_prefix (section, "debug_") || strncmp (section + 6, name, length) != 0)
    return FALSE;
  return section[6 + length] == '\0' || strcmp (section + 6 + length, ".dwo") == 0;
}

/* libdw has uncompressed it by now. */
static PpvReader
find_section (Elf *elf, const char *name)
{
  gboolean swap = ppv_elf_is_swapped (elf);
  PpvElfSections at;

  ppv_elf_sections_init (&at, elf);
  while (ppv_elf_sections_next (&at))
    {
      Elf_Data *data;

      if (at.header.sh_type == SHT_NOBITS || at.header.sh_size > MAX_SECTION_BYTES ||
          !is_called (at.name, name))
        continue;
      data = elf_rawdata (at.section, NULL);
      if (data != NULL && data->d_buf != NULL)
        return ppv_reader_over (data->d_buf, data->d_size, 0, swap);
    }
  return ppv_reader_over (NULL, 0, 0, swap);
}

PpvDwarfContext *
ppv_dwarf_context_new (Dwarf *dwarf)
{
  PpvDwarfContext *self = g_new0 (PpvDwarfContext, 1);
  Elf *elf = dwarf_getelf (dwarf);
  PpvReader info = find_section (elf, "info");

  self->dwarf = dwarf;
  self->text.line = find_section (elf, "line");
  self->text.line_str = find_section (elf, "line_str");
  self->text.str = find_section (elf, "str");
  self->abbrev = find_section (elf, "abbrev");
  self->addr = find_section (elf, "addr");
  self->ranges = find_section (elf, "ranges");
  self->rnglists = find_section (elf, "rnglists");
  self->aranges = find_section (elf, "aranges");
  self->n_abbrev_bytes = ppv_reader_left (&self->abbrev);
  self->allowed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->info_size = ppv_reader_left (&info);
  self->n_line_bytes = ppv_reader_left (&self->text.line);
  /* functions are walked over when their unit is, when they are asked for, and for names */
  self->n_die_bytes = 8 * self->info_size;
  self->n_name_bytes = 16 * self->info_size;
  self->n_rows = self->info_size + ppv_reader_left (&self->ranges) +
                 ppv_reader_left (&self->rnglists) + ppv_reader_left (&self->aranges);
  self->tables = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                        (GDestroyNotify) ppv_dwarf_lines_free);
  self->functions = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->scopes = ppv_dwarf_scopes_new ();
  return self;
}

void
ppv_dwarf_context_free (PpvDwarfContext *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->allowed);
  g_hash_table_unref (self->tables);
  g_hash_table_unref (self->functions);
  ppv_dwarf_scopes_free (self->scopes);
  g_free (self);
}

/* --- abbreviations ----------------------------------------------------------- */

/* Passes over one; FALSE when it is too long to be one, or damaged. */
static gboolean
skip_abbreviation (PpvReader *at)
{
  ppv_reader_uleb (at); /* tag */
  ppv_reader_u8 (at);   /* whether DIEs have children */
  for (guint n = 0; n <= MAX_ATTRIBUTES && !at->failed; n++)
    {
      guint64 name = ppv_reader_uleb (at);
      guint64 form = ppv_reader_uleb (at);

      if (name == 0 && form == 0)
        return !at->failed;
      if (form == DW_FORM_implicit_const)
        ppv_reader_sleb (at);
    }
  return FALSE;
}

static gboolean
read_abbreviations (PpvDwarfContext *self, guint64 offset)
{
  PpvReader at = self->abbrev;
  gboolean allowed = TRUE;

  ppv_reader_skip (&at, offset);
  while (allowed && ppv_reader_left (&at) > 0 && ppv_reader_uleb (&at) != 0)
    allowed = skip_abbreviation (&at);
  self->n_abbrev_bytes -=
      MIN (self->n_abbrev_bytes, ppv_reader_offset (&at) - MIN (ppv_reader_offset (&at), offset));
  return allowed && !at.failed;
}

gboolean
ppv_dwarf_context_allows (PpvDwarfContext *self, guint64 offset)
{
  gint64 key = (gint64) offset;
  gpointer known;
  gboolean allowed;

  if (g_hash_table_lookup_extended (self->allowed, &key, NULL, &known))
    return GPOINTER_TO_INT (known);
  allowed = self->n_abbrev_bytes > 0 && read_abbreviations (self, offset);
  g_hash_table_insert (self->allowed, g_memdup2 (&key, sizeof key), GINT_TO_POINTER (allowed));
  return allowed;
}

/* --- line tables ------------------------------------------------------------- */

static gboolean
find_table_offset (const PpvDwarfContext *self, Dwarf_Die *unit, guint64 *offset)
{
  Dwarf_Attribute attribute;
  Dwarf_Word value = 0;

  /* that of split units has file names only, and is the only one of its section */
  if (!self->split && (dwarf_attr (unit, DW_AT_stmt_list, &attribute) == NULL ||
                       dwarf_formudata (&attribute, &value) != 0))
    return FALSE;
  *offset = value;
  return value < ppv_reader_left (&self->text.line);
}

static const char *
find_folder (const PpvDwarfContext *self, Dwarf_Die *unit)
{
  Dwarf_Attribute attribute;
  const char *folder = dwarf_formstring (dwarf_attr (unit, DW_AT_comp_dir, &attribute));

  return folder != NULL ? folder : self->folder;
}

PpvDwarfLines *
ppv_dwarf_context_lines (PpvDwarfContext *self, Dwarf_Die *unit)
{
  PpvDwarfLines *lines;
  guint64 offset;
  gint64 key;

  if (!find_table_offset (self, unit, &offset))
    return self->skeleton;
  key = (gint64) offset;
  lines = g_hash_table_lookup (self->tables, &key);
  if (lines != NULL || self->n_line_bytes == 0)
    return lines;
  lines = ppv_dwarf_lines_new (&self->text, offset, find_folder (self, unit));
  self->n_line_bytes -= MIN (self->n_line_bytes, ppv_dwarf_lines_get_size (lines) + 1);
  g_hash_table_insert (self->tables, g_memdup2 (&key, sizeof key), lines);
  return lines;
}

/* --- functions --------------------------------------------------------------- */

/* The file table that the numbers of @attribute are of: that of the unit it stands in. */
static PpvDwarfLines *
find_files (PpvDwarfContext *self, const Dwarf_Attribute *attribute)
{
  Dwarf *dwarf = dwarf_cu_getdwarf (attribute->cu);
  Dwarf_Die unit;

  if (self->shared != NULL && dwarf == self->shared->dwarf)
    self = self->shared;
  if (dwarf != self->dwarf ||
      dwarf_cu_info (attribute->cu, NULL, NULL, &unit, NULL, NULL, NULL, NULL) != 0)
    return NULL;
  return ppv_dwarf_context_lines (self, &unit);
}

/* What counts of a function is said by itself, what it is an instance of, or its declaration. */
static const char *
find_text (Dwarf_Die *die, guint name)
{
  Dwarf_Attribute attribute;

  return dwarf_formstring (dwarf_attr_integrate (die, name, &attribute));
}

static void
read_function (PpvDwarfContext *self, Dwarf_Die *die, PpvDwarfFunction *function)
{
  Dwarf_Attribute attribute;
  Dwarf_Word value;

  function->name = find_text (die, DW_AT_linkage_name);
  if (function->name == NULL)
    function->name = find_text (die, DW_AT_MIPS_linkage_name);
  function->mangled = function->name != NULL;
  if (function->name == NULL)
    function->name = find_text (die, DW_AT_name);
  if (dwarf_attr_integrate (die, DW_AT_decl_file, &attribute) != NULL &&
      dwarf_formudata (&attribute, &value) == 0)
    {
      PpvDwarfLines *files = find_files (self, &attribute);

      function->file = files != NULL ? ppv_dwarf_lines_get_file (files, value) : NULL;
    }
  if (dwarf_attr_integrate (die, DW_AT_decl_line, &attribute) != NULL &&
      dwarf_formudata (&attribute, &value) == 0 && value <= G_MAXINT32)
    function->line = (guint32) value;
}

PpvDwarfFunction *
ppv_dwarf_context_function (PpvDwarfContext *self, Dwarf_Die *die)
{
  Known *known;
  Dwarf_Attribute attribute;
  Dwarf_Die origin;

  if (dwarf_attr (die, DW_AT_abstract_origin, &attribute) == NULL ||
      dwarf_formref_die (&attribute, &origin) == NULL)
    origin = *die;
  known = g_hash_table_lookup (self->functions, origin.addr);
  if (known == NULL)
    {
      known = g_new0 (Known, 1);
      known->die = origin;
      known->function.tag = PPV_NONE;
      read_function (self, &origin, &known->function);
      g_hash_table_insert (self->functions, origin.addr, known);
    }
  return &known->function;
}

void
ppv_dwarf_context_qualify (PpvDwarfContext *self, PpvDwarfFunction *function)
{
  Known *known = (Known *) function;
  const char *name = NULL;

  if (!known->qualified && !function->mangled && function->name != NULL)
    name = ppv_dwarf_scopes_qualify (self->scopes, self, &known->die);
  if (name != NULL)
    function->name = name;
  known->qualified = TRUE;
}
