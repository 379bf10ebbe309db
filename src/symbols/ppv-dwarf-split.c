/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * libdw would open .dwo files by itself, whatever has their name, and knows no packages.
 * So it gets a file in memory that has the sections of one unit, and with them what the
 * unit needs of the program: its addresses and, before DWARF 5, its ranges.  That both are
 * cut off where the skeleton says they begin makes good that libdw, which does not know
 * of the skeleton, takes that for 0.
 */

#include "config.h"

#include <dwarf.h>
#include <string.h>

#include "ppv-dwarf-package.h"
#include "ppv-dwarf-split.h"
#include "ppv-elf-image.h"
#include "ppv-elf-unpack.h"
#include "ppv-recorded-file.h"

#define MAX_FILE_BYTES (G_GUINT64_CONSTANT (4) << 30)

/* dwarf_ranges() takes the offset 0 for none. */
enum { RANGES_PADDING = 8 };

struct _PpvDwarfSplits {
  char *folder; /* where the file is, or NULL */
  char *name;   /* what it is called */
  const PpvSymbolOptions *options;
  gboolean looked;     /* for a package */
  PpvElfFile *package; /* or NULL */
  guint64 n_left;      /* bytes that files of units may have */
  GPtrArray *dwarfs;
  GPtrArray *files;
};

static void
end_dwarf (gpointer dwarf)
{
  dwarf_end (dwarf);
}

PpvDwarfSplits *
ppv_dwarf_splits_new (const PpvElfFile *file, const PpvSymbolOptions *options)
{
  PpvDwarfSplits *self = g_new0 (PpvDwarfSplits, 1);
  g_autofree char *path = ppv_elf_file_dup_path (file, NULL);

  if (path != NULL)
    {
      self->folder = g_path_get_dirname (path);
      self->name = g_path_get_basename (path);
    }
  self->options = options;
  self->n_left = ppv_elf_most_unpacked (file);
  self->dwarfs = g_ptr_array_new_with_free_func (end_dwarf);
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) ppv_elf_file_free);
  return self;
}

void
ppv_dwarf_splits_free (PpvDwarfSplits *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->dwarfs);
  g_ptr_array_unref (self->files);
  g_free (self->folder);
  g_free (self->name);
  g_free (self);
}

/* --- files ------------------------------------------------------------------------ */

static gboolean
is_of_split (const char *name)
{
  return g_str_has_suffix (name, ".dwo") || strcmp (name, ".debug_cu_index") == 0;
}

/* NULL when there is none, or it is no regular file. */
static PpvElfFile *
try_file (PpvDwarfSplits *self, const char *folder, const char *name)
{
  const char *root =
      self->options != NULL && folder != self->folder ? self->options->sysroot : NULL;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  PpvSymbolState state;
  guint64 size;
  int fd = ppv_recorded_file_open (root, path, PPV_FILE_DEFAULT, MAX_FILE_BYTES, &size, &state);
  PpvElfFile *file = fd >= 0 ? ppv_elf_file_new (fd) : NULL;
  PpvElfFile *unpacked = file != NULL ? ppv_elf_unpack (file, is_of_split) : NULL;

  if (file != NULL)
    g_ptr_array_add (self->files, file);
  if (unpacked != NULL)
    g_ptr_array_add (self->files, unpacked);
  return unpacked != NULL ? unpacked : file;
}

/* A file called @name, relative to where things were compiled, in the folders of the options. */
static PpvElfFile *
try_folders (PpvDwarfSplits *self, const char *name)
{
  const char *const *folders = self->options != NULL ? self->options->symbol_path : NULL;
  g_autofree char *base = g_path_get_basename (name);
  PpvElfFile *file = NULL;

  for (guint i = 0; folders != NULL && folders[i] != NULL && file == NULL; i++)
    {
      file = try_file (self, folders[i], name);
      if (file == NULL && strcmp (base, name) != 0)
        file = try_file (self, folders[i], base);
    }
  return file;
}

/* That of program.debug may be called program.dwp as well. */
static PpvElfFile *
find_package (PpvDwarfSplits *self)
{
  g_autofree char *own = NULL;

  if (self->looked || self->name == NULL)
    return self->package;
  self->looked = TRUE;
  own = g_strconcat (self->name, ".dwp", NULL);
  self->package = try_folders (self, own);
  if (self->package == NULL)
    self->package = try_file (self, self->folder, own);
  if (self->package == NULL && g_str_has_suffix (self->name, ".debug"))
    {
      g_autofree char *stem = g_strndup (self->name, strlen (self->name) - strlen (".debug"));
      g_autofree char *name = g_strconcat (stem, ".dwp", NULL);

      self->package = try_file (self, self->folder, name);
    }
  return self->package;
}

static const char *
find_text (Dwarf_Die *die, guint name)
{
  Dwarf_Attribute attribute;

  return dwarf_formstring (dwarf_attr (die, name, &attribute));
}

static PpvElfFile *
find_file (PpvDwarfSplits *self, Dwarf_Die *skeleton)
{
  const char *folder = find_text (skeleton, DW_AT_comp_dir);
  const char *name = find_text (skeleton, DW_AT_dwo_name);
  PpvElfFile *file;

  if (name == NULL)
    name = find_text (skeleton, DW_AT_GNU_dwo_name);
  if (name == NULL)
    return NULL;
  file = try_folders (self, name);
  if (file == NULL && self->folder != NULL && name[0] != '/')
    file = try_file (self, self->folder, name);
  if (file == NULL && (folder != NULL || name[0] == '/'))
    file = try_file (self, name[0] == '/' ? "/" : folder, name);
  return file;
}

/* --- units ------------------------------------------------------------------------ */

static gboolean
find_id (Dwarf_Die *unit, guint64 *id)
{
  guint8 type;

  return dwarf_cu_info (unit->cu, NULL, &type, NULL, NULL, id, NULL, NULL) == 0 &&
         (type == DW_UT_skeleton || type == DW_UT_split_compile);
}

/* From where the attribute says on: of DWARF 5, else of the GNU form. */
static PpvReader
cut_off (PpvReader section, Dwarf_Die *skeleton, guint name, guint gnu_name)
{
  Dwarf_Attribute attribute;
  Dwarf_Word base = 0;

  if (dwarf_attr (skeleton, name, &attribute) != NULL ||
      dwarf_attr (skeleton, gnu_name, &attribute) != NULL)
    dwarf_formudata (&attribute, &base);
  ppv_reader_skip (&section, base);
  return section;
}

/* Those of the unit alone: in DWARF 5 their length and four bytes of header stand before them. */
static PpvReader
cut_out_addresses (PpvReader section, Dwarf_Die *skeleton)
{
  PpvReader own = cut_off (section, skeleton, DW_AT_addr_base, DW_AT_GNU_addr_base);
  Dwarf_Attribute attribute;
  guint32 length;

  if (dwarf_attr (skeleton, DW_AT_addr_base, &attribute) == NULL || own.at - section.at < 8)
    return own;
  ppv_reader_skip (&section, (guint64) (own.at - section.at) - 8);
  length = ppv_reader_u32 (&section);
  if (length < 4 || length - 4 > ppv_reader_left (&own))
    return own;
  return ppv_reader_sub (&own, length - 4);
}

static GArray *
find_parts (PpvDwarfSplits *self, PpvDwarfContext *main, Dwarf_Die *skeleton, guint64 id)
{
  PpvElfFile *package = find_package (self);
  GArray *parts = package != NULL ? ppv_dwarf_parts_of_unit (package, id) : NULL;
  PpvElfFile *file = parts == NULL ? find_file (self, skeleton) : NULL;

  if (file != NULL)
    parts = ppv_dwarf_parts_of_file (file);
  if (parts == NULL)
    return NULL;
  ppv_dwarf_parts_append (parts, ".debug_addr.dwo", cut_out_addresses (main->addr, skeleton));
  ppv_dwarf_parts_append (
      parts, ".debug_ranges.dwo",
      cut_off (main->ranges, skeleton, DW_AT_GNU_ranges_base, DW_AT_GNU_ranges_base));
  return parts;
}

static gsize
padding_of (const PpvDwarfPart *part)
{
  return strcmp (part->name, ".debug_ranges.dwo") == 0 ? RANGES_PADDING : 0;
}

/* Parts may overlap, and be those of every unit: NULL when that comes to too much. */
static PpvElfFile *
make_file (PpvDwarfSplits *self, Elf *like, const GArray *parts)
{
  g_autofree PpvElfPart *sections = g_new0 (PpvElfPart, parts->len);
  guint64 n_bytes = 0;
  guint8 *image;
  gsize size;

  for (guint i = 0; i < parts->len; i++)
    {
      const PpvDwarfPart *part = &g_array_index (parts, PpvDwarfPart, i);

      g_strlcpy (sections[i].name, part->name, sizeof sections[i].name);
      sections[i].size = ppv_reader_left (&part->bytes) + padding_of (part);
      n_bytes += sections[i].size;
    }
  if (n_bytes > self->n_left)
    return NULL;
  self->n_left -= n_bytes;
  image = ppv_elf_image_new (like, sections, parts->len, &size);
  for (guint i = 0; image != NULL && i < parts->len; i++)
    {
      const PpvDwarfPart *part = &g_array_index (parts, PpvDwarfPart, i);

      memset (sections[i].bytes, 0, padding_of (part));
      memcpy (sections[i].bytes + padding_of (part), part->bytes.at,
              ppv_reader_left (&part->bytes));
    }
  return image != NULL ? ppv_elf_file_new_from_memory (image, size) : NULL;
}

/* A file may have several units: of types, or of a link that took them together. */
static gboolean
find_unit (PpvDwarfContext *context, guint64 wanted, Dwarf_Die *unit)
{
  Dwarf_Off at = 0;
  Dwarf_Off next, abbreviations;
  size_t header_size;
  guint64 id;

  while (dwarf_next_unit (context->dwarf, at, &next, &header_size, NULL, &abbreviations, NULL, NULL,
                          NULL, NULL) == 0 &&
         next > at && ppv_dwarf_context_allows (context, abbreviations))
    {
      if (dwarf_offdie (context->dwarf, at + header_size, unit) != NULL && find_id (unit, &id) &&
          id == wanted)
        return TRUE;
      at = next;
    }
  return FALSE;
}

PpvDwarfContext *
ppv_dwarf_splits_open (PpvDwarfSplits *self,
                       PpvDwarfContext *main,
                       Dwarf_Die *skeleton,
                       PpvDwarfLines *lines,
                       Dwarf_Die *unit)
{
  g_autoptr (GArray) parts = NULL;
  PpvDwarfContext *context;
  PpvElfFile *file;
  Dwarf *dwarf;
  guint64 id;

  if (find_id (skeleton, &id))
    parts = find_parts (self, main, skeleton, id);
  file = parts != NULL ? make_file (self, dwarf_getelf (main->dwarf), parts) : NULL;
  if (file == NULL)
    return NULL;
  g_ptr_array_add (self->files, file);
  dwarf = dwarf_begin_elf (file->elf, DWARF_C_READ, NULL);
  if (dwarf == NULL)
    return NULL;
  g_ptr_array_add (self->dwarfs, dwarf);
  context = ppv_dwarf_context_new (dwarf);
  context->split = TRUE;
  context->skeleton = lines;
  context->folder = find_text (skeleton, DW_AT_comp_dir);
  if (dwarf_lowpc (skeleton, &context->base) != 0)
    context->base = 0;
  if (find_unit (context, id, unit))
    return context;
  ppv_dwarf_context_free (context);
  return NULL;
}

/* --- ranges ----------------------------------------------------------------------- */

/* Behind the header of the first list of DWARF 5 stand the offsets of lists, by their index. */
static ptrdiff_t
find_list (const PpvDwarfContext *context, guint64 index)
{
  PpvReader at = context->rnglists;
  guint32 length = ppv_reader_u32 (&at);
  gboolean is_64 = length == G_MAXUINT32;
  gsize header = is_64 ? 20 : 12;
  guint64 offset;

  at = context->rnglists;
  ppv_reader_skip (&at, header);
  ppv_reader_skip (&at, index * (is_64 ? 8 : 4));
  offset = is_64 ? ppv_reader_u64 (&at) : ppv_reader_u32 (&at);
  return at.failed || offset > ppv_reader_left (&context->rnglists) ? 0
                                                                    : (ptrdiff_t) (header + offset);
}

ptrdiff_t
ppv_dwarf_split_ranges (const PpvDwarfContext *context, Dwarf_Die *die)
{
  Dwarf_Attribute attribute;
  Dwarf_Half version;
  PpvReader at;
  guint64 value;

  if (dwarf_attr (die, DW_AT_ranges, &attribute) == NULL ||
      dwarf_cu_info (die->cu, &version, NULL, NULL, NULL, NULL, NULL, NULL) != 0)
    return 0;
  at = ppv_reader_over (attribute.valp, 10, 0, context->rnglists.swap);
  if (attribute.form == DW_FORM_rnglistx)
    return find_list (context, ppv_reader_uleb (&at));
  value = attribute.form == DW_FORM_data8 ? ppv_reader_u64 (&at) : ppv_reader_u32 (&at);
  return version >= 5 ? (ptrdiff_t) value : (ptrdiff_t) value + RANGES_PADDING;
}
