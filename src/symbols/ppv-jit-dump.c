/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Documented in tools/perf/Documentation/jitdump-specification.txt of Linux: a header
 * and records, in the byte order of the machine that wrote them.  The code itself
 * is stepped over.
 */

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "ppv-jit-dump.h"
#include "ppv-reader.h"
#include "ppv-recorded-file.h"
#include "ppv-symbol-index.h"

#define MAX_DUMP_BYTES (G_GUINT64_CONSTANT (16) << 30)

enum {
  MAGIC = 0x4a695444,
  MAGIC_SWAPPED = 0x4454694a,
  HEADER_BYTES = 40,
  PREFIX_BYTES = 16,
  LOAD_BYTES = PREFIX_BYTES + 40,
  MAX_NAME_BYTES = 4096, /* longer ones are cut */
  MAX_LINES_BYTES = 64 * 1024 * 1024,
  MAX_ROWS = 1 << 24,
  HAS_TICKS = 1 << 0,
};

enum {
  CODE_LOAD,
  CODE_MOVE,
  CODE_DEBUG_INFO,
};

/* A place in the source from an offset in the dump on. */
typedef struct {
  guint64 offset;
  guint32 line;
  guint32 file; /* in @texts */
} Line;

/* The name of code at an offset. */
typedef struct {
  guint64 offset;
  guint64 size;
  guint32 name; /* in @texts */
} Name;

struct _PpvJitDump {
  gboolean has_ticks;
  GArray *codes;        /* PpvJitCode */
  GArray *names;        /* Name */
  GArray *lines;        /* Line, by offset when read */
  GString *texts;       /* each with its NUL */
  GHashTable *by_index; /* what the compiler calls a code -> its row in @names, +1 */
};

/* While it is read. */
typedef struct {
  PpvJitDump *dump;
  int fd;
  gboolean swap;
  guint64 at; /* of the record */
  guint64 size;
  GByteArray *bytes;     /* what was read of the record */
  guint64 lines_address; /* of the code that the lines from @first_line on are of */
  guint first_line;
} Parser;

/**
 * ppv_jit_dump_is_path: (skip)
 * @path: of a file, which need not be there
 *
 * Returns: whether its last part is jit-PID.dump
 */
gboolean
ppv_jit_dump_is_path (const char *path)
{
  const char *name;
  gsize digits;

  g_return_val_if_fail (path != NULL, FALSE);
  name = strrchr (path, '/');
  name = name != NULL ? name + 1 : path;
  if (!g_str_has_prefix (name, "jit-"))
    return FALSE;
  digits = strspn (name + 4, "0123456789");
  return digits > 0 && g_str_equal (name + 4 + digits, ".dump");
}

/* --- reading ------------------------------------------------------------------------ */

/* Up to @size bytes at @offset, fewer at the end. */
static PpvReader
read_at (Parser *parser, guint64 offset, gsize size)
{
  gsize n_read = 0;
  gssize got = 1;

  g_byte_array_set_size (parser->bytes, (guint) size);
  while (n_read < size && got != 0)
    {
      got = pread (parser->fd, parser->bytes->data + n_read, size - n_read,
                   (gint64) (offset + n_read));
      if (got < 0 && errno != EINTR)
        break;
      n_read += (gsize) MAX (got, 0);
    }
  return ppv_reader_over (parser->bytes->data, n_read, offset, parser->swap);
}

static guint32
add_text (PpvJitDump *self, const char *text, gsize length)
{
  guint32 at = (guint32) self->texts->len;

  g_string_append_len (self->texts, text, (gssize) length);
  g_string_append_c (self->texts, '\0');
  return at;
}

/* Whether there is room for another row and a name. */
static gboolean
has_room (const PpvJitDump *self)
{
  return self->codes->len < MAX_ROWS && self->lines->len < MAX_ROWS &&
         self->texts->len < G_MAXINT32 - MAX_LINES_BYTES;
}

/* Lines come before their code, by its address: from now on by its offset. */
static void
settle_lines (Parser *parser, const PpvJitCode *code)
{
  GArray *lines = parser->dump->lines;
  guint n_kept = parser->first_line;

  for (guint i = parser->first_line; i < lines->len; i++)
    {
      Line line = g_array_index (lines, Line, i);

      line.offset -= parser->lines_address;
      if (parser->lines_address != code->start || line.offset >= code->size)
        continue;
      line.offset += code->offset;
      g_array_index (lines, Line, n_kept++) = line;
    }
  g_array_set_size (lines, n_kept);
  parser->first_line = n_kept;
}

static void
read_load (Parser *parser, guint64 time, guint64 size)
{
  gsize n_wanted = (gsize) MIN (size, LOAD_BYTES + MAX_NAME_BYTES);
  PpvReader reader = read_at (parser, parser->at, n_wanted);
  PpvJitCode code = { .time = time };
  guint64 index;
  const char *name;
  gsize length;

  ppv_reader_skip (&reader, PREFIX_BYTES + 4 + 4 + 8); /* pid, tid, vma */
  code.start = ppv_reader_u64 (&reader);
  code.size = ppv_reader_u64 (&reader);
  index = ppv_reader_u64 (&reader);
  if (reader.failed || code.size == 0 || code.size > size - LOAD_BYTES ||
      code.start + code.size < code.start)
    return;
  code.offset = parser->at + size - code.size;
  name = ppv_reader_text (
      &reader,
      MIN (ppv_reader_left (&reader), (gsize) MIN (size - LOAD_BYTES - code.size, MAX_NAME_BYTES)),
      &length);
  settle_lines (parser, &code);
  g_array_append_val (parser->dump->codes, code);
  g_array_append_val (parser->dump->names,
                      ((Name){ code.offset, code.size, add_text (parser->dump, name, length) }));
  g_hash_table_replace (parser->dump->by_index, g_memdup2 (&index, sizeof index),
                        GUINT_TO_POINTER (parser->dump->names->len));
}

static void
read_move (Parser *parser, guint64 time)
{
  PpvReader reader = read_at (parser, parser->at, PREFIX_BYTES + 48);
  PpvJitCode code = { .time = time };
  guint64 index;
  guint row;

  ppv_reader_skip (&reader, PREFIX_BYTES + 4 + 4 + 8 + 8); /* pid, tid, vma, old address */
  code.start = ppv_reader_u64 (&reader);
  code.size = ppv_reader_u64 (&reader);
  index = ppv_reader_u64 (&reader);
  row = GPOINTER_TO_UINT (g_hash_table_lookup (parser->dump->by_index, &index));
  if (reader.failed || row == 0 || code.start + code.size < code.start)
    return;
  code.offset = g_array_index (parser->dump->names, Name, row - 1).offset;
  code.size = MIN (code.size, g_array_index (parser->dump->names, Name, row - 1).size);
  if (code.size > 0)
    g_array_append_val (parser->dump->codes, code);
}

/* A name of 0xff means the one before. */
static void
read_lines (Parser *parser, guint64 size)
{
  PpvReader reader;
  guint64 n_entries;
  guint32 file = 0;

  g_array_set_size (parser->dump->lines, parser->first_line);
  if (size > MAX_LINES_BYTES)
    return;
  reader = read_at (parser, parser->at, (gsize) size);
  ppv_reader_skip (&reader, PREFIX_BYTES);
  parser->lines_address = ppv_reader_u64 (&reader);
  n_entries = ppv_reader_u64 (&reader);
  for (guint64 i = 0; i < n_entries && parser->dump->lines->len < MAX_ROWS; i++)
    {
      Line line = { .offset = ppv_reader_u64 (&reader) };
      const char *name;
      gsize length;

      line.line = ppv_reader_u32 (&reader);
      ppv_reader_skip (&reader, 4); /* discriminator */
      name = (const char *) reader.at;
      length = strnlen (name, ppv_reader_left (&reader));
      ppv_reader_skip (&reader, length + 1);
      if (reader.failed)
        break;
      if (length != 1 || (guint8) name[0] != 0xff)
        file = add_text (parser->dump, name, length);
      line.file = file;
      g_array_append_val (parser->dump->lines, line);
    }
}

static gboolean
read_header (Parser *parser)
{
  PpvReader reader = read_at (parser, 0, HEADER_BYTES);
  guint32 magic = ppv_reader_u32 (&reader);

  if (magic != MAGIC && magic != MAGIC_SWAPPED)
    return FALSE;
  reader.swap = parser->swap = magic == MAGIC_SWAPPED;
  ppv_reader_skip (&reader, 4); /* version */
  parser->at = MAX (ppv_reader_u32 (&reader), HEADER_BYTES);
  ppv_reader_skip (&reader, 4 + 4 + 4 + 8); /* machine, nothing, pid, time */
  parser->dump->has_ticks = (ppv_reader_u64 (&reader) & HAS_TICKS) != 0;
  return !reader.failed;
}

/* Up to the first record that is not all there. */
static void
read_records (Parser *parser)
{
  while (parser->size - MIN (parser->at, parser->size) >= PREFIX_BYTES && has_room (parser->dump))
    {
      PpvReader reader = read_at (parser, parser->at, PREFIX_BYTES);
      guint32 id = ppv_reader_u32 (&reader);
      guint32 size = ppv_reader_u32 (&reader);
      guint64 time = ppv_reader_u64 (&reader);

      if (reader.failed || size < PREFIX_BYTES || size > parser->size - parser->at)
        return;
      if (id == CODE_LOAD && size > LOAD_BYTES)
        read_load (parser, time, size);
      else if (id == CODE_MOVE)
        read_move (parser, time);
      else if (id == CODE_DEBUG_INFO)
        read_lines (parser, size);
      parser->at += size;
    }
}

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
  const Line *one = a, *two = b;

  return one->offset < two->offset ? -1 : one->offset > two->offset;
}

static PpvJitDump *
dump_new (void)
{
  PpvJitDump *self = g_new0 (PpvJitDump, 1);

  self->codes = g_array_new (FALSE, FALSE, sizeof (PpvJitCode));
  self->names = g_array_new (FALSE, FALSE, sizeof (Name));
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  self->texts = g_string_new (NULL);
  self->by_index = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

/**
 * ppv_jit_dump_open: (skip)
 * @options: where to look
 * @path: as it was recorded
 * @state: (out): what became of it
 *
 * Reads a dump, if it is of this user and nobody else can write it.  One that is cut or
 * still being written is read as far as it goes.
 *
 * Returns: (transfer full) (nullable): the dump, or NULL with @state saying why
 */
PpvJitDump *
ppv_jit_dump_open (const PpvSymbolOptions *options, const char *path, PpvSymbolState *state)
{
  g_autoptr (PpvJitDump) dump = NULL;
  Parser parser = { 0 };
  gboolean known;

  g_return_val_if_fail (options != NULL && path != NULL && state != NULL, NULL);
  *state = PPV_SYMBOLS_NO_FILE;
  if (!ppv_jit_dump_is_path (path))
    return NULL;
  parser.fd = ppv_recorded_file_open (options->sysroot, path, PPV_FILE_OWN_ONLY, MAX_DUMP_BYTES,
                                      &parser.size, state);
  if (parser.fd < 0)
    return NULL;
  parser.dump = dump = dump_new ();
  parser.bytes = g_byte_array_new ();
  known = read_header (&parser);
  if (known)
    read_records (&parser);
  g_array_set_size (dump->lines, parser.first_line);
  g_array_sort (dump->lines, compare_lines);
  g_byte_array_unref (parser.bytes);
  close (parser.fd);
  *state = known ? PPV_SYMBOLS_FOUND : PPV_SYMBOLS_NO_FILE;
  return known ? g_steal_pointer (&dump) : NULL;
}

/**
 * ppv_jit_dump_free: (skip)
 * @self: (transfer full): a dump
 */
void
ppv_jit_dump_free (PpvJitDump *self)
{
  g_return_if_fail (self != NULL);
  g_array_unref (self->codes);
  g_array_unref (self->names);
  g_array_unref (self->lines);
  g_string_free (self->texts, TRUE);
  g_hash_table_unref (self->by_index);
  g_free (self);
}

/* --- asking ------------------------------------------------------------------------- */

/**
 * ppv_jit_dump_list: (skip)
 * @self: a dump
 * @n_codes: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_codes): what was generated or moved, in the
 *     order of the dump
 */
const PpvJitCode *
ppv_jit_dump_list (const PpvJitDump *self, guint32 *n_codes)
{
  g_return_val_if_fail (self != NULL && n_codes != NULL, NULL);
  *n_codes = self->codes->len;
  return (const PpvJitCode *) (gconstpointer) self->codes->data;
}

/**
 * ppv_jit_dump_has_ticks: (skip)
 * @self: a dump
 *
 * Returns: whether its times are of the processor's counter, which nothing else knows,
 *     and not nanoseconds
 */
gboolean
ppv_jit_dump_has_ticks (const PpvJitDump *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->has_ticks;
}

PpvSymbolIndex *
ppv_jit_dump_make_index (const PpvJitDump *self)
{
  PpvSymbolIndex *index = ppv_symbol_index_new (self->names->len);

  for (guint i = 0; i < self->names->len; i++)
    {
      const Name *name = &g_array_index (self->names, Name, i);

      if (self->texts->str[name->name] != '\0')
        ppv_symbol_index_add (index, name->offset, name->size, self->texts->str + name->name,
                              PPV_SYMBOL_GLOBAL, 0);
    }
  ppv_symbol_index_finish (index);
  return index;
}

/* The code that @offset is in. */
static const Name *
find_code (const PpvJitDump *self, guint64 offset)
{
  guint low = 0, high = self->names->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const Name *name = &g_array_index (self->names, Name, middle);

      if (offset < name->offset)
        high = middle;
      else if (offset - name->offset >= name->size)
        low = middle + 1;
      else
        return name;
    }
  return NULL;
}

const char *
ppv_jit_dump_find_line (const PpvJitDump *self, guint64 offset, guint32 *line)
{
  const Name *code = find_code (self, offset);
  guint low = 0, high = self->lines->len;
  const Line *found;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->lines, Line, middle).offset <= offset)
        low = middle + 1;
      else
        high = middle;
    }
  if (code == NULL || low == 0)
    return NULL;
  found = &g_array_index (self->lines, Line, low - 1);
  if (found->offset < code->offset)
    return NULL;
  *line = found->line;
  return self->texts->str + found->file;
}
