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
    {
      self->line = 0;
      return FALSE;
    }
  self->file = (Slice){ place.text, length };
  return TRUE;
}

/* Objects have paths from the root on; "in x.c" is the name of a file. */
static gboolean
take_object (MassifLabel *self, Slice place)
{
  /* the second is how Valgrind before 3.4 says it */
  static const Slice words[] = { { "in ", 3 }, { "within ", 7 } };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (starts_with (place, words[i]))
      {
        Slice path = slice_after (place, words[i].length);

        if (path.length == 0 || (*path.text != '/' && memrchr (path.text, ':', path.length)))
          return FALSE;
        self->object = path;
        return TRUE;
      }
  return FALSE;
}

/* The place that begins at a parenthesis, and the name before. */
static gboolean
take_place_at (MassifLabel *self, Slice text, const char *open)
{
  Slice place = { open + 1, (gsize) (text.text + text.length - 1 - (open + 1)) };

  if (open < text.text + 2 || open[-1] != ' ' ||
      (!take_object (self, place) && !take_source (self, place)))
    return FALSE;
  self->name = (Slice){ text.text, (gsize) (open - 1 - text.text) };
  return TRUE;
}

/* FALSE when there is no place: the text is the name then. */
static gboolean
take_place (MassifLabel *self, Slice text)
{
  enum { MOST_GUESSES = 16 };
  guint n_guesses = 0;
  const char *open;

  self->name = text;
  self->line = 0;
  if (text.length == 0 || text.text[text.length - 1] != ')')
    return FALSE;
  open = find_last_parenthesis (text);
  if (open != NULL && take_place_at (self, text, open))
    return TRUE;
  /* the place has parentheses without partners */
  for (open = text.text + text.length; open-- > text.text && n_guesses < MOST_GUESSES;)
    if (*open == '(' && ++n_guesses > 0 && take_place_at (self, text, open))
      return TRUE;
  return FALSE;
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
      (void) take_place (&parts, text);
      return make_frame (builder, &parts);
    }
  name = g_strndup (label, length);
  return ppv_profile_builder_marker (builder, name);
}

gboolean
massif_label_is_whole (const char *label, gsize length)
{
  Slice text = { label, length };
  MassifLabel parts = { 0 };

  if (is_rest (text))
    return label[length - 1] == ')';
  return take_address (&text, &parts.address) && take_place (&parts, text);
}
