/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The tables of .eh_frame, interpreted once into sorted rows: DWARF 5, 6.4, and
 * the System V ABI for x86-64.  Only what compilers write for nearly all code is
 * kept: caller's stack pointer by stack or frame pointer, and the frame pointer.
 * Files are trusted to be well formed, as a floor has no time to ask.
 */

#include "config.h"

#include "floor-rows.h"

#include <elf.h>
#include <string.h>

enum {
  DWARF_BP = 6,
  DWARF_SP = 7,
  DWARF_RETURN_ADDRESS = 16,
  POINTER_FORM = 0x0f,
  POINTER_RELATIVE = 0x70,
  BREG_SP = 0x77,
  MAX_REMEMBERED = 16,
};

/* Call frame instructions by their number; the first three carry an operand in their low bits. */
enum {
  CFA_ADVANCE = 0x40,
  CFA_OFFSET = 0x80,
  CFA_RESTORE = 0xc0,
  CFA_NOTHING = 0x00,
  CFA_SET_LOC = 0x01,
  CFA_ADVANCE_1 = 0x02,
  CFA_ADVANCE_2 = 0x03,
  CFA_ADVANCE_4 = 0x04,
  CFA_OFFSET_EXTENDED = 0x05,
  CFA_RESTORE_EXTENDED = 0x06,
  CFA_UNDEFINED = 0x07,
  CFA_SAME_VALUE = 0x08,
  CFA_REGISTER = 0x09,
  CFA_REMEMBER = 0x0a,
  CFA_RECALL = 0x0b,
  CFA_DEFINE = 0x0c,
  CFA_DEFINE_REGISTER = 0x0d,
  CFA_DEFINE_OFFSET = 0x0e,
  CFA_DEFINE_EXPRESSION = 0x0f,
  CFA_EXPRESSION = 0x10,
  CFA_VALUE_EXPRESSION = 0x16,
  CFA_ARGUMENTS_SIZE = 0x2e,
};

typedef struct {
  Row first;
  Row now;
  Row remembered[MAX_REMEMBERED];
  guint n_remembered;
  gboolean is_outermost;
  guint64 code_factor;
  gint64 data_factor;
  guint64 address;
  GArray *rows; /* NULL while the instructions of a CIE are followed */
} Machine;

typedef struct {
  guint64 code_factor;
  gint64 data_factor;
  const guint8 *code;
  const guint8 *end;
  guint8 pointer;
  gboolean has_augmentation;
} Common;

static guint64
read_fixed (const guint8 **at, gsize n_bytes)
{
  guint64 value = 0;

  memcpy (&value, *at, n_bytes);
  *at += n_bytes;
  return value;
}

static guint64
read_unsigned (const guint8 **at)
{
  guint64 value = 0;
  guint shift = 0;
  guint8 byte;

  do
    {
      byte = *(*at)++;
      value |= (guint64) (byte & 0x7f) << shift;
      shift += 7;
    }
  while ((byte & 0x80) != 0 && shift < 64);
  return value;
}

static gint64
read_signed (const guint8 **at)
{
  const guint8 *begin = *at;
  guint64 value = read_unsigned (at);
  guint n_bits = 7 * (guint) (*at - begin);

  if (n_bits < 64 && ((*at)[-1] & 0x40) != 0)
    value |= ~(guint64) 0 << n_bits;
  return (gint64) value;
}

/* @here: the address of **at when linked */
static guint64
read_pointer (const guint8 **at, guint8 encoding, guint64 here)
{
  guint64 value;

  switch (encoding & POINTER_FORM)
    {
    case 0x03:
      value = read_fixed (at, 4);
      break;
    case 0x0b:
      value = (guint64) (gint64) (gint32) read_fixed (at, 4);
      break;
    default:
      value = read_fixed (at, 8);
      break;
    }
  return (encoding & POINTER_RELATIVE) == 0x10 ? value + here : value;
}

static void
save_register (Machine *machine, guint64 number, gint64 offset)
{
  if (number != DWARF_BP)
    return;
  machine->now.bp_is_saved = TRUE;
  machine->now.bp_offset = (gint16) offset;
}

static void
forget_register (Machine *machine, guint64 number)
{
  if (number == DWARF_BP)
    machine->now.bp_is_saved = FALSE;
}

/* A function without a return address is where threads begin. */
static void
undefine_register (Machine *machine, guint64 number)
{
  forget_register (machine, number);
  machine->is_outermost |= number == DWARF_RETURN_ADDRESS;
}

static void
restore_register (Machine *machine, guint64 number)
{
  if (number != DWARF_BP)
    return;
  machine->now.bp_is_saved = machine->first.bp_is_saved;
  machine->now.bp_offset = machine->first.bp_offset;
}

static void
define_register (Machine *machine, guint64 number)
{
  machine->now.rule = number == DWARF_SP ? ROW_SP : number == DWARF_BP ? ROW_BP : ROW_NONE;
}

static void
define_offset (Machine *machine, guint64 offset)
{
  machine->now.caller_offset = (gint16) offset;
}

static void
add_row (Machine *machine)
{
  Row row = machine->now;

  row.address = (guint32) machine->address;
  if (machine->is_outermost)
    row.rule = ROW_NONE;
  if (machine->rows != NULL)
    g_array_append_val (machine->rows, row);
}

static void
advance (Machine *machine, guint64 by)
{
  add_row (machine);
  machine->address += by * machine->code_factor;
}

static void
skip_block (const guint8 **at)
{
  guint64 length = read_unsigned (at);

  *at += length;
}

static void
remember (Machine *machine)
{
  if (machine->n_remembered < MAX_REMEMBERED)
    machine->remembered[machine->n_remembered++] = machine->now;
}

/* What the linker writes for a procedure linkage table begins with the stack pointer. */
static void
define_expression (Machine *machine, const guint8 **at)
{
  guint64 length = read_unsigned (at);

  machine->now.rule = length > 8 && **at == BREG_SP ? ROW_PLT : ROW_NONE;
  machine->now.caller_offset = 8;
  *at += length;
}

/* Instructions that say where the caller's stack pointer is; FALSE: it is another one. */
static gboolean
follow_definition (Machine *machine, guint8 code, const guint8 **at)
{
  switch (code)
    {
    case CFA_DEFINE:
      define_register (machine, read_unsigned (at));
      define_offset (machine, read_unsigned (at));
      return TRUE;
    case CFA_DEFINE_REGISTER:
      define_register (machine, read_unsigned (at));
      return TRUE;
    case CFA_DEFINE_OFFSET:
      define_offset (machine, read_unsigned (at));
      return TRUE;
    case CFA_DEFINE_EXPRESSION:
      define_expression (machine, at);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Instructions that say where a register of the caller is. */
static gboolean
follow_register (Machine *machine, guint8 code, const guint8 **at)
{
  guint64 number;

  if (code < CFA_OFFSET_EXTENDED ||
      (code > CFA_REGISTER && code != CFA_EXPRESSION && code != CFA_VALUE_EXPRESSION))
    return FALSE;
  number = read_unsigned (at);
  if (code == CFA_OFFSET_EXTENDED)
    save_register (machine, number, (gint64) read_unsigned (at) * machine->data_factor);
  else if (code == CFA_RESTORE_EXTENDED)
    restore_register (machine, number);
  else if (code == CFA_UNDEFINED)
    undefine_register (machine, number);
  else
    forget_register (machine, number);
  if (code == CFA_REGISTER)
    read_unsigned (at);
  else if (code == CFA_EXPRESSION || code == CFA_VALUE_EXPRESSION)
    skip_block (at);
  return TRUE;
}

/* The rest; FALSE for what this floor does not know, and then the table ends. */
static gboolean
follow_other (Machine *machine, guint8 code, const guint8 **at)
{
  switch (code)
    {
    case CFA_NOTHING:
      return TRUE;
    case CFA_SET_LOC:
      *at += 8;
      return TRUE;
    case CFA_ADVANCE_1:
      advance (machine, read_fixed (at, 1));
      return TRUE;
    case CFA_ADVANCE_2:
      advance (machine, read_fixed (at, 2));
      return TRUE;
    case CFA_ADVANCE_4:
      advance (machine, read_fixed (at, 4));
      return TRUE;
    case CFA_REMEMBER:
      remember (machine);
      return TRUE;
    case CFA_RECALL:
      if (machine->n_remembered > 0)
        machine->now = machine->remembered[--machine->n_remembered];
      return TRUE;
    case CFA_ARGUMENTS_SIZE:
      read_unsigned (at);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
follow (Machine *machine, const guint8 *at, const guint8 *end)
{
  while (at < end)
    {
      guint8 code = *at++;

      if ((code & 0xc0) == CFA_ADVANCE)
        advance (machine, code & 0x3f);
      else if ((code & 0xc0) == CFA_OFFSET)
        save_register (machine, code & 0x3f, (gint64) read_unsigned (&at) * machine->data_factor);
      else if ((code & 0xc0) == CFA_RESTORE)
        restore_register (machine, code & 0x3f);
      else if (!follow_definition (machine, code, &at) && !follow_register (machine, code, &at) &&
               !follow_other (machine, code, &at))
        return;
    }
}

static void
read_augmentation (Common *common, const char *letters, const guint8 **at)
{
  const guint8 *inside;
  guint64 length;

  if (*letters != 'z')
    return;
  common->has_augmentation = TRUE;
  length = read_unsigned (at);
  inside = *at;
  *at += length;
  for (letters++; *letters != '\0'; letters++)
    if (*letters == 'R')
      common->pointer = *inside++;
    else if (*letters == 'P')
      {
        guint8 encoding = *inside++;

        read_pointer (&inside, encoding, 0);
      }
    else if (*letters == 'L')
      inside++;
}

/* @entry: a CIE, from its length on */
static Common
read_common (const guint8 *entry)
{
  Common common = { 0 };
  const guint8 *at = entry;
  guint64 length = read_fixed (&at, 4);
  const char *letters;

  common.end = at + length;
  at += 5;
  letters = (const char *) at;
  at += strlen (letters) + 1;
  common.code_factor = read_unsigned (&at);
  common.data_factor = read_signed (&at);
  read_unsigned (&at);
  read_augmentation (&common, letters, &at);
  common.code = at;
  return common;
}

/* @at, @end: an FDE, after the word that names its CIE; @here: the address of @at when linked */
static void
add_function (GArray *rows, const Common *common, const guint8 *at, const guint8 *end, guint64 here)
{
  Machine machine = { .code_factor = common->code_factor, .data_factor = common->data_factor };
  guint64 begin = read_pointer (&at, common->pointer, here);
  guint64 size = read_pointer (&at, common->pointer & POINTER_FORM, 0);
  Row gap = { .address = (guint32) (begin + size) };

  if (common->has_augmentation)
    skip_block (&at);
  follow (&machine, common->code, common->end);
  machine.first = machine.now;
  machine.address = begin;
  machine.rows = rows;
  follow (&machine, at, end);
  add_row (&machine);
  g_array_append_val (rows, gap);
}

static void
read_entries (GArray *rows, const guint8 *section, gsize size, guint64 address)
{
  const guint8 *at = section;

  while (at + 8 <= section + size)
    {
      guint64 length = read_fixed (&at, 4);
      const guint8 *entry = at;
      guint64 id;

      if (length == 0xffffffff)
        return;
      if (length == 0)
        continue;
      id = read_fixed (&at, 4);
      if (id != 0)
        {
          Common common = read_common (entry - id);

          add_function (rows, &common, at, entry + length, address + (guint64) (at - section));
        }
      at = entry + length;
    }
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *first = a;
  const Row *second = b;

  if (first->address != second->address)
    return first->address < second->address ? -1 : 1;
  /* where a function begins at the end of another one, the function comes last and counts */
  return (first->rule != ROW_NONE) - (second->rule != ROW_NONE);
}

/* Leaves the last of the rows of an address. */
static void
sort_rows (GArray *rows)
{
  Row *row = (Row *) (gpointer) rows->data;
  guint n_kept = 0;

  g_array_sort (rows, compare_rows);
  for (guint i = 0; i < rows->len; i++)
    if (i + 1 == rows->len || row[i].address != row[i + 1].address)
      row[n_kept++] = row[i];
  g_array_set_size (rows, n_kept);
}

static const Elf64_Ehdr *
get_header (const Rows *self)
{
  return (const Elf64_Ehdr *) (gconstpointer) g_mapped_file_get_contents (self->file);
}

static void
read_sections (Rows *self)
{
  const guint8 *bytes = (const guint8 *) g_mapped_file_get_contents (self->file);
  const Elf64_Ehdr *header = get_header (self);
  const Elf64_Shdr *section = (const Elf64_Shdr *) (gconstpointer) (bytes + header->e_shoff);
  const char *names = (const char *) bytes + section[header->e_shstrndx].sh_offset;

  for (guint i = 0; i < header->e_shnum; i++)
    if (strcmp (names + section[i].sh_name, ".eh_frame") == 0 && section[i].sh_type != SHT_NOBITS)
      read_entries (self->rows, bytes + section[i].sh_offset, section[i].sh_size,
                    section[i].sh_addr);
}

Rows *
rows_new (const char *path)
{
  GMappedFile *file = g_mapped_file_new (path, FALSE, NULL);
  Rows *self;

  if (file == NULL)
    return NULL;
  if (g_mapped_file_get_length (file) < sizeof (Elf64_Ehdr) ||
      memcmp (g_mapped_file_get_contents (file), ELFMAG "\2", SELFMAG + 1) != 0)
    {
      g_mapped_file_unref (file);
      return NULL;
    }
  self = g_new0 (Rows, 1);
  self->file = file;
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  read_sections (self);
  sort_rows (self->rows);
  return self;
}

void
rows_free (Rows *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->rows);
  g_mapped_file_unref (self->file);
  g_free (self);
}

guint64
rows_get_bias (const Rows *self, guint64 start, guint64 offset)
{
  const Elf64_Ehdr *header = get_header (self);
  const Elf64_Phdr *segment =
      (const Elf64_Phdr *) (gconstpointer) ((const guint8 *) header + header->e_phoff);

  for (guint i = 0; i < header->e_phnum; i++)
    if (segment[i].p_type == PT_LOAD && (segment[i].p_flags & PF_X) != 0 &&
        offset >= (segment[i].p_offset & ~(guint64) 0xfff) &&
        offset < segment[i].p_offset + segment[i].p_filesz)
      return start - offset + segment[i].p_offset - segment[i].p_vaddr;
  return start - offset;
}

const Row *
rows_find (const Rows *self, guint64 address)
{
  const Row *row = (const Row *) (gconstpointer) self->rows->data;
  guint n_left = self->rows->len;

  if (n_left == 0 || address < row->address)
    return NULL;
  while (n_left > 1)
    {
      guint half = n_left / 2;

      if (row[half].address <= address)
        row += half;
      n_left -= half;
    }
  return row;
}
