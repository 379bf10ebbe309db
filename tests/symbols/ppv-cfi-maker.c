/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-cfi-maker.h"

void
ppv_cfi_init (PpvCfi *self, PpvUnwindKind kind)
{
  *self = (PpvCfi){ .bytes = g_byte_array_new (), .kind = kind };
}

void
ppv_cfi_clear (PpvCfi *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
}

void
ppv_cfi_add_hex (GByteArray *bytes, const char *hex)
{
  char *end = NULL;

  for (const char *at = hex; *at != '\0'; at = end + (*end == ' '))
    {
      guint8 byte = (guint8) g_ascii_strtoull (at, &end, 16);

      g_assert_true (end > at);
      g_byte_array_append (bytes, &byte, 1);
    }
}

static void
add_number (GByteArray *bytes, guint64 value, guint size)
{
  guint64 little = GUINT64_TO_LE (value);

  g_byte_array_append (bytes, (const guint8 *) &little, size);
}

/* Puts the length before an entry, and nops behind it. */
static void
add_entry (PpvCfi *self, GByteArray *body)
{
  while (body->len % 8 != 4)
    add_number (body, 0, 1);
  if (self->wide)
    {
      add_number (self->bytes, G_MAXUINT32, 4);
      add_number (self->bytes, body->len, 8);
    }
  else
    add_number (self->bytes, body->len, 4);
  g_byte_array_append (self->bytes, body->data, body->len);
}

void
ppv_cfi_add_cie (PpvCfi *self,
                 guint8 version,
                 const char *augmentation,
                 const char *data,
                 const char *code_data_ra,
                 const char *instructions)
{
  gboolean is_debug = self->kind == PPV_UNWIND_DEBUG_FRAME;
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GByteArray) more = g_byte_array_new ();

  self->cie = self->bytes->len;
  add_number (body, is_debug ? G_MAXUINT64 : 0, is_debug && self->wide ? 8 : 4);
  add_number (body, version, 1);
  g_byte_array_append (body, (const guint8 *) augmentation, (guint) strlen (augmentation) + 1);
  if (version == 4)
    ppv_cfi_add_hex (body, "8 0");
  ppv_cfi_add_hex (body, code_data_ra);
  if (data != NULL)
    {
      ppv_cfi_add_hex (more, data);
      add_number (body, more->len, 1);
      g_byte_array_append (body, more->data, more->len);
    }
  ppv_cfi_add_hex (body, instructions);
  add_entry (self, body);
}

void
ppv_cfi_add_fde (
    PpvCfi *self, guint64 address, guint64 size, gboolean augmented, const char *instructions)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  guint64 here = self->bytes->len + (self->wide ? 12 : 4);

  if (self->kind == PPV_UNWIND_EH_FRAME)
    add_number (body, here - self->cie, 4);
  else
    add_number (body, self->cie, self->wide ? 8 : 4);
  add_number (body, address, 8);
  add_number (body, size, 8);
  if (augmented)
    add_number (body, 0, 1);
  ppv_cfi_add_hex (body, instructions);
  add_entry (self, body);
}

PpvUnwindTable *
ppv_cfi_table (const PpvCfi *self, guint64 address, PpvUnwindMachine machine)
{
  PpvReader reader =
      ppv_reader_over (self->bytes->data, self->bytes->len, address, G_BYTE_ORDER == G_BIG_ENDIAN);

  return ppv_unwind_table_over (reader, self->kind, machine);
}

PpvUnwindTable *
ppv_cfi_simple (PpvUnwindMachine machine, const char *augmentation, const char *instructions)
{
  PpvUnwindTable *table;
  PpvCfi cfi;

  ppv_cfi_init (&cfi, PPV_UNWIND_EH_FRAME);
  if (machine == PPV_UNWIND_X86_64)
    ppv_cfi_add_cie (&cfi, 1, augmentation, "0", "1 78 10", "c 7 8 90 1");
  else
    ppv_cfi_add_cie (&cfi, 1, augmentation, "0", "4 78 1e", "c 1f 0");
  ppv_cfi_add_fde (&cfi, 0x1000, 0x100, TRUE, instructions);
  table = ppv_cfi_table (&cfi, 0, machine);
  ppv_cfi_clear (&cfi);
  return table;
}

static void
describe_save (GString *text, const PpvUnwindSave *save)
{
  g_string_append_printf (text, " r%u=", save->reg);
  switch (save->how)
    {
    case PPV_UNWIND_SAVED:
      g_string_append_printf (text, "[%d]", save->value);
      break;
    case PPV_UNWIND_OFFSET:
      g_string_append_printf (text, "%d", save->value);
      break;
    case PPV_UNWIND_IN_REGISTER:
      g_string_append_printf (text, "r%d", save->value);
      break;
    case PPV_UNWIND_UNDEFINED:
      g_string_append (text, "undefined");
      break;
    case PPV_UNWIND_EXPRESSION:
      g_string_append (text, "[expression]");
      break;
    default:
      g_string_append (text, "expression");
      break;
    }
}

static gint
compare_saves (gconstpointer a, gconstpointer b)
{
  const PpvUnwindSave *one = a, *two = b;

  return (gint) one->reg - (gint) two->reg;
}

char *
ppv_cfi_describe (const PpvUnwindTable *table, guint64 offset)
{
  const PpvUnwindRule *rule = ppv_unwind_table_find (table, offset);
  PpvUnwindSave saves[PPV_UNWIND_N_REGISTERS];
  GString *text = g_string_new (NULL);

  if (rule == NULL)
    return g_string_free (g_string_append (text, "none"), FALSE);
  if (rule->cfa == PPV_UNWIND_CFA_EXPRESSION)
    g_string_append (text, "expression");
  else if (rule->cfa == PPV_UNWIND_CFA_PLT)
    g_string_append_printf (text, "plt %d", rule->cfa_value);
  else
    g_string_append_printf (text, "r%u%+d", rule->cfa, rule->cfa_value);
  memcpy (saves, rule->saves, rule->n_saves * sizeof *saves);
  qsort (saves, rule->n_saves, sizeof *saves, compare_saves);
  for (guint i = 0; i < rule->n_saves; i++)
    describe_save (text, &saves[i]);
  if (rule->flags & PPV_UNWIND_SIGNAL)
    g_string_append (text, " signal");
  if (rule->flags & PPV_UNWIND_SIGNED)
    g_string_append (text, " signed");
  if (rule->flags & PPV_UNWIND_BOTTOM)
    g_string_append (text, " bottom");
  return g_string_free (text, FALSE);
}
