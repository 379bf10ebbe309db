/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "massif-label.h"
#include "ppv-number.h"

typedef struct {
  const char *text;
  gsize length;
} Slice;

/*
 * MassifLabel: a frame's label taken apart
 * @address: of the instruction in the process
 * @name: of the function; "???" when unknown
 * @file: source file; empty when unknown
 * @line: in @file, from 1; 0 when unknown
 * @object: path of the object file; empty when @file is known
 */
typedef struct {
  guint64 address;
  Slice name;
  Slice file;
  guint64 line;
  Slice object;
} MassifLabel;

static const Slice in = { "in ", 3 };

static gboolean
starts_with (Slice text, Slice prefix)
{
  return text.length >= prefix.length && memcmp (text.text, prefix.text, prefix.length) == 0;
}

static Slice
slice_after (Slice text, gsize n_bytes)
{
  return (Slice){ text.text + n_bytes, text.length - n_bytes };
}

static gboolean
take_address (Slice *text, guint64 *address)
{
  const char *colon = memchr (text->text, ':', text->length);
  gsize length = colon != NULL ? (gsize) (colon - text->text) : 0;

  if (length < 3 || memcmp (text->text, "0x", 2) != 0 || text->length < length + 2 ||
      colon[1] != ' ' || !ppv_parse_hex (text->text + 2, length - 2, address))
    return FALSE;
  *text = slice_after (*text, length + 2);
  return TRUE;
}

/* Where the parenthesis that is closed at the very end opens; names and paths hold others. */
static const char *
find_last_parenthesis (Slice text)
{
  gsize depth = 0;

  if (text.length == 0 || text.text[text.length - 1] != ')')
    return NULL;
  for (const char *at = text.text + text.length; at-- > text.text;)
    {
      depth += *at == ')';
      if (*at == '(' && --depth == 0)
        return at;
    }
  return NULL;
}

/* "t.c:11" */
static gboolean
take_source (MassifLabel *self, Slice place)
{
  const char *colon = memrchr (place.text, ':', place.length);
  gsize length = colon != NULL ? (gsize) (colon - place.text) : 0;

  if (length == 0 || !ppv_parse_u64 (colon + 1, place.length - length - 1, &self->line) ||
      self->line > G_MAXUINT32)
    return FALSE;
  self->file = (Slice){ place.text, length };
  return TRUE;
}

static void
take_place (MassifLabel *self, Slice text)
{
  const char *open = find_last_parenthesis (text);
  Slice place;

  self->name = text;
  self->line = 0;
  if (open == NULL || open < text.text + 2 || open[-1] != ' ')
    return;
  place.text = open + 1;
  place.length = (gsize) (text.text + text.length - 1 - place.text);
  if (starts_with (place, in))
    self->object = slice_after (place, in.length);
  else if (!take_source (self, place))
    return;
  self->name.length = (gsize) (open - 1 - text.text);
}

static PpvFrameId
make_frame (PpvProfileBuilder *builder, const MassifLabel *label)
{
  PpvStringId name =
      ppv_profile_builder_string (builder, label->name.text, (gssize) label->name.length);
  PpvModuleId module = PPV_NONE;
  PpvStringId file = 0;
  PpvFunctionId function;

  if (label->object.length > 0)
    module = ppv_profile_builder_module (
        builder,
        ppv_profile_builder_string (builder, label->object.text, (gssize) label->object.length), 0,
        PPV_MODULE_USER);
  if (label->file.length > 0)
    file = ppv_profile_builder_string (builder, label->file.text, (gssize) label->file.length);
  function = ppv_profile_builder_function (builder, name, name, module, file, 0);
  return ppv_profile_builder_frame (builder, function, module, label->address,
                                    (guint32) label->line, FALSE);
}

/* "in 3 places, all below massif's threshold (1.00%)", "in 1 place, below …" */
static gboolean
is_rest (Slice label)
{
  static const char below[] = "below massif's threshold";

  return starts_with (label, in) &&
         memmem (label.text, label.length, below, strlen (below)) != NULL;
}

PpvFrameId
massif_label_frame (PpvProfileBuilder *builder, const char *label, gsize length)
{
  Slice text = { label, length };
  MassifLabel parts = { 0 };
  g_autofree char *name = NULL;

  if (is_rest (text))
    return ppv_profile_builder_marker (builder, "[below massif's threshold]");
  if (take_address (&text, &parts.address) && text.length > 0)
    {
      take_place (&parts, text);
      return make_frame (builder, &parts);
    }
  name = g_strndup (label, length);
  return ppv_profile_builder_marker (builder, name);
}
