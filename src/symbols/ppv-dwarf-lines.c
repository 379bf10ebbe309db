/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Line tables as section 6.2.4 of the DWARF 5 standard lays them out, and 6.2.4 of
 * DWARF 2 to 4.  They are read here and not by libdw because those of hostile files
 * would take it seventy bytes of memory a byte, and because it mixes the rows of
 * functions the linker threw away with those of others.
 */

#include "config.h"

#include <dwarf.h>

#include "ppv-dwarf-line-program.h"
#include "ppv-dwarf-lines.h"

enum {
  MAX_FORMATS = 16, /* kinds of data of a file name */
  MAX_NAME_BYTES = 4096,
};

typedef struct {
  const char *name; /* NULL where it cannot be read */
  guint64 folder;   /* number of its folder */
  char *path;       /* when it was asked for */
} File;

struct _PpvDwarfLines {
  const PpvDwarfText *text;
  const char *folder; /* where it was compiled */
  guint64 size;
  guint16 version;
  guint8 offset_size;
  GArray *folders;   /* of const char * */
  GArray *files;     /* of File; before version 5 they count from 1 */
  GArray *rows;      /* of PpvDwarfLineRow */
  GArray *sequences; /* of PpvDwarfSequence */
  PpvDwarfRanges ranges;
};

/* A text that ends before @reader does, or NULL. */
static const char *
read_text (PpvReader *reader)
{
  const char *text = (const char *) reader->at;
  gsize length = strnlen (text, ppv_reader_left (reader));

  return ppv_reader_take (reader, length + 1) != NULL && length < MAX_NAME_BYTES ? text : NULL;
}

static const char *
text_at (PpvReader section, guint64 offset)
{
  ppv_reader_skip (&section, offset);
  return ppv_reader_left (&section) > 0 ? read_text (&section) : NULL;
}

static guint64
read_offset (PpvReader *reader, guint8 size)
{
  return size == 8 ? ppv_reader_u64 (reader) : ppv_reader_u32 (reader);
}

static const char *
read_name (const PpvDwarfLines *self, PpvReader *header, guint64 form)
{
  switch (form)
    {
    case DW_FORM_string:
      return read_text (header);
    case DW_FORM_line_strp:
      return text_at (self->text->line_str, read_offset (header, self->offset_size));
    case DW_FORM_strp:
      return text_at (self->text->str, read_offset (header, self->offset_size));
    default:
      header->failed = TRUE;
      return NULL;
    }
}

/* A number, or 0 for data that is none but can be skipped. */
static guint64
read_number (PpvReader *header, guint64 form)
{
  switch (form)
    {
    case DW_FORM_udata:
      return ppv_reader_uleb (header);
    case DW_FORM_data1:
      return ppv_reader_u8 (header);
    case DW_FORM_data2:
      return ppv_reader_u16 (header);
    case DW_FORM_data4:
      return ppv_reader_u32 (header);
    case DW_FORM_data8:
      return ppv_reader_u64 (header);
    case DW_FORM_data16:
      ppv_reader_skip (header, 16);
      return 0;
    case DW_FORM_block:
      ppv_reader_skip (header, ppv_reader_uleb (header));
      return 0;
    default:
      header->failed = TRUE;
      return 0;
    }
}

/* What one list of version 5 says of each entry: pairs of content and form. */
typedef struct {
  guint n;
  guint64 content[MAX_FORMATS];
  guint64 form[MAX_FORMATS];
} Formats;

static void
read_formats (PpvReader *header, Formats *formats)
{
  formats->n = ppv_reader_u8 (header);
  if (formats->n > MAX_FORMATS)
    header->failed = TRUE;
  for (guint i = 0; i < formats->n && !header->failed; i++)
    {
      formats->content[i] = ppv_reader_uleb (header);
      formats->form[i] = ppv_reader_uleb (header);
    }
}

static File
read_entry (const PpvDwarfLines *self, PpvReader *header, const Formats *formats)
{
  File file = { NULL, 0, NULL };

  for (guint i = 0; i < formats->n; i++)
    if (formats->content[i] == DW_LNCT_path)
      file.name = read_name (self, header, formats->form[i]);
    else if (formats->content[i] == DW_LNCT_directory_index)
      file.folder = read_number (header, formats->form[i]);
    else
      read_number (header, formats->form[i]);
  return file;
}

/* Each entry takes a byte at least, so the loops end with the header. */
static void
read_lists (PpvDwarfLines *self, PpvReader *header)
{
  Formats formats = { 0 };
  guint64 n;

  read_formats (header, &formats);
  n = formats.n > 0 && !header->failed ? ppv_reader_uleb (header) : 0;
  for (; n > 0 && !header->failed; n--)
    {
      File folder = read_entry (self, header, &formats);

      g_array_append_val (self->folders, folder.name);
    }
  read_formats (header, &formats);
  n = formats.n > 0 && !header->failed ? ppv_reader_uleb (header) : 0;
  for (; n > 0 && !header->failed; n--)
    {
      File file = read_entry (self, header, &formats);

      g_array_append_val (self->files, file);
    }
}

/* Both lists of the versions before end with an empty name. */
static void
read_old_lists (PpvDwarfLines *self, PpvReader *header)
{
  const char *name = self->folder;

  g_array_append_val (self->folders, name);
  while (ppv_reader_left (header) > 0 && *header->at != 0)
    {
      name = read_text (header);
      g_array_append_val (self->folders, name);
    }
  ppv_reader_skip (header, 1);
  while (ppv_reader_left (header) > 0 && *header->at != 0)
    {
      File file = { .name = read_text (header) };

      file.folder = ppv_reader_uleb (header);
      ppv_reader_uleb (header); /* time of its last change */
      ppv_reader_uleb (header); /* size */
      g_array_append_val (self->files, file);
    }
}

static void
read_program (PpvDwarfLines *self, PpvReader *header, PpvReader code)
{
  PpvDwarfLineProgram program = { .version = self->version };

  program.step = ppv_reader_u8 (header);
  if (self->version >= 4)
    ppv_reader_skip (header, 1); /* operations of an instruction: 1 on every machine perf knows */
  ppv_reader_skip (header, 1);   /* whether rows begin statements */
  program.line_base = (gint8) ppv_reader_u8 (header);
  program.line_range = ppv_reader_u8 (header);
  program.opcode_base = ppv_reader_u8 (header);
  program.lengths = ppv_reader_take (header, MAX (program.opcode_base, 1) - 1);
  if (self->version >= 5)
    read_lists (self, header);
  else
    read_old_lists (self, header);
  if (program.lengths != NULL)
    ppv_dwarf_line_program_run (&program, code, self->rows, self->sequences, &self->ranges);
}

static void
read_table (PpvDwarfLines *self, guint64 offset)
{
  PpvReader section = self->text->line;
  PpvReader table, header;
  guint64 length;

  ppv_reader_skip (&section, offset);
  length = ppv_reader_u32 (&section);
  self->offset_size = length == G_MAXUINT32 ? 8 : 4;
  if (self->offset_size == 8)
    length = ppv_reader_u64 (&section);
  /* what is cut is read as far as it goes */
  table = ppv_reader_sub (&section, MIN (length, ppv_reader_left (&section)));
  self->size = ppv_reader_left (&table);
  self->version = ppv_reader_u16 (&table);
  if (self->version < 2 || self->version > 5)
    return;
  if (self->version >= 5)
    ppv_reader_skip (&table, 2); /* sizes of addresses and of segments */
  header = ppv_reader_sub (&table, read_offset (&table, self->offset_size));
  if (!header.failed)
    read_program (self, &header, table);
}

PpvDwarfLines *
ppv_dwarf_lines_new (const PpvDwarfText *text, guint64 offset, const char *folder)
{
  PpvDwarfLines *self = g_new0 (PpvDwarfLines, 1);

  self->text = text;
  self->folder = folder;
  self->folders = g_array_new (FALSE, FALSE, sizeof (const char *));
  self->files = g_array_new (FALSE, FALSE, sizeof (File));
  self->rows = g_array_new (FALSE, FALSE, sizeof (PpvDwarfLineRow));
  self->sequences = g_array_new (FALSE, FALSE, sizeof (PpvDwarfSequence));
  ppv_dwarf_ranges_init (&self->ranges);
  read_table (self, offset);
  ppv_dwarf_ranges_finish (&self->ranges);
  return self;
}

void
ppv_dwarf_lines_free (PpvDwarfLines *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->files->len; i++)
    g_free (g_array_index (self->files, File, i).path);
  g_array_unref (self->folders);
  g_array_unref (self->files);
  g_array_unref (self->rows);
  g_array_unref (self->sequences);
  ppv_dwarf_ranges_clear (&self->ranges);
  g_free (self);
}

guint64
ppv_dwarf_lines_get_size (const PpvDwarfLines *self)
{
  return self->size;
}

/* A folder's name is relative to where it was compiled, which may be unknown, too. */
static char *
make_path (const PpvDwarfLines *self, const File *file)
{
  const char *folder = NULL;

  if (file->name[0] == '/')
    return g_strdup (file->name);
  if (file->folder < self->folders->len)
    folder = g_array_index (self->folders, const char *, file->folder);
  if (folder == NULL || folder == self->folder || folder[0] == '/' || self->folder == NULL)
    return folder != NULL ? g_strconcat (folder, "/", file->name, NULL) : g_strdup (file->name);
  return g_strconcat (self->folder, "/", folder, "/", file->name, NULL);
}

const char *
ppv_dwarf_lines_get_file (PpvDwarfLines *self, guint64 number)
{
  File *file;

  if (self->version < 5)
    number--;
  if (number >= self->files->len)
    return NULL;
  file = &g_array_index (self->files, File, number);
  if (file->path == NULL && file->name != NULL)
    file->path = make_path (self, file);
  return file->path;
}

/* The last row of @sequence that begins at @address or before. */
static const PpvDwarfLineRow *
find_row (const PpvDwarfLines *self, const PpvDwarfSequence *sequence, guint64 address)
{
  const PpvDwarfLineRow *rows = (const PpvDwarfLineRow *) (gconstpointer) self->rows->data;
  guint32 low = sequence->begin;
  guint32 high = sequence->end;

  while (high - low > 1)
    {
      guint32 middle = low + (high - low) / 2;

      if (rows[middle].address <= address)
        low = middle;
      else
        high = middle;
    }
  return &rows[low];
}

gboolean
ppv_dwarf_lines_find (PpvDwarfLines *self, guint64 address, const char **file, guint32 *line)
{
  guint32 sequence = ppv_dwarf_ranges_find (&self->ranges, address);
  const PpvDwarfLineRow *row;

  if (sequence == PPV_NONE)
    return FALSE;
  row = find_row (self, &g_array_index (self->sequences, PpvDwarfSequence, sequence), address);
  *file = ppv_dwarf_lines_get_file (self, row->file);
  *line = row->line;
  return TRUE;
}
