/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "script-frame.h"
#include "script-stacks.h"

/* A frame, or of one that is inlined what there is before it is known into which. */
typedef struct {
  PpvFrameId frame;
  PpvStringId name;
  PpvStringId file;
  guint32 line;
} Place;

static const char inlined_end[] = "(inlined)";

void
script_stacks_init (ScriptStacks *self, PpvProfileBuilder *builder)
{
  *self = (ScriptStacks){ .builder = builder };
  text_map_init (&self->frames);
  self->held = g_byte_array_new ();
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
}

void
script_stacks_clear (ScriptStacks *self)
{
  text_map_clear (&self->frames);
  g_clear_pointer (&self->held, g_byte_array_unref);
  g_clear_pointer (&self->places, g_array_unref);
}

void
script_stacks_begin (ScriptStacks *self, gboolean is_flat)
{
  g_byte_array_set_size (self->held, 0);
  g_array_set_size (self->places, 0);
  self->is_flat = is_flat;
  self->is_cut = FALSE;
}

static PpvStringId
add_text (ScriptStacks *self, ScriptText text)
{
  return text.length > 0
             ? ppv_profile_builder_string (self->builder, text.text, (gssize) text.length)
             : 0;
}

/* As it is called when there is no symbol: "libc.so.6+0x29d90". */
static PpvStringId
name_place (ScriptStacks *self, const ScriptFrame *frame, guint64 address)
{
  const char *base = memrchr (frame->module.text, '/', frame->module.length);
  gsize length = frame->module.length;
  g_autoptr (GString) name = NULL;

  base = base != NULL ? base + 1 : frame->module.text;
  length -= (gsize) (base - frame->module.text);
  name = g_string_new_len (base, (gssize) length);
  if (address != PPV_NO_ADDRESS)
    g_string_append_printf (name, "+0x%" G_GINT64_MODIFIER "x", address);
  return ppv_profile_builder_string (self->builder, name->str, (gssize) name->len);
}

/* Samples without callers have addresses of the process, which are none in the module. */
static guint64
address_of (const ScriptStacks *self, const ScriptFrame *frame)
{
  return self->is_flat && frame->kind == PPV_MODULE_USER ? PPV_NO_ADDRESS : frame->address;
}

static PpvFrameId
make_frame (ScriptStacks *self, const ScriptFrame *frame)
{
  PpvModuleId module = PPV_NONE;
  PpvFunctionId function;
  guint64 address = PPV_NO_ADDRESS;
  PpvStringId name = add_text (self, frame->name);

  if (frame->name.length == 0 && frame->module.length == 0)
    return ppv_profile_builder_marker (self->builder, "[unknown]");
  if (frame->module.length > 0)
    {
      address = address_of (self, frame);
      module = ppv_profile_builder_module (self->builder, add_text (self, frame->module), 0,
                                           frame->kind);
    }
  if (frame->name.length == 0)
    name = name_place (self, frame, address);
  function = ppv_profile_builder_function (self->builder, name, name, module, 0, 0);
  return ppv_profile_builder_place (self->builder, function, module, address,
                                    add_text (self, frame->file), frame->line, FALSE);
}

static Place
parse_place (ScriptStacks *self)
{
  ScriptFrame frame;
  Place place = { PPV_NONE, 0, 0, 0 };

  if (!script_frame_parse (&frame, (const char *) self->held->data, self->held->len))
    place.frame = ppv_profile_builder_marker (self->builder, "[unknown]");
  else if (frame.inlined)
    {
      place.name = frame.name.length > 0
                       ? add_text (self, frame.name)
                       : ppv_profile_builder_string (self->builder, "[unknown]", -1);
      place.file = add_text (self, frame.file);
      place.line = frame.line;
    }
  else
    place.frame = make_frame (self, &frame);
  return place;
}

static gboolean
is_inlined (const GByteArray *text)
{
  gsize length = strlen (inlined_end);

  return text->len > length && memcmp (text->data + text->len - length, inlined_end, length) == 0;
}

/* Frames of samples with and without callers have other addresses though their text is the same. */
static void
take_held (ScriptStacks *self)
{
  Place place = { PPV_NONE, 0, 0, 0 };

  if (self->held->len == 0)
    return;
  if (is_inlined (self->held) || self->is_flat)
    place = parse_place (self);
  else
    {
      guint32 *frame =
          text_map_at (&self->frames, (const char *) self->held->data, self->held->len);

      if (*frame == PPV_NONE)
        *frame = parse_place (self).frame;
      place.frame = *frame;
    }
  g_array_append_val (self->places, place);
  g_byte_array_set_size (self->held, 0);
}

void
script_stacks_add_line (ScriptStacks *self, const char *line, gsize length)
{
  take_held (self);
  if (self->places->len >= ppv_profile_builder_get_limits (self->builder)->depth)
    {
      self->is_cut = TRUE;
      return;
    }
  for (; length > 0 && (*line == ' ' || *line == '\t'); length--)
    line++;
  g_byte_array_append (self->held, (const guint8 *) line, (guint) length);
}

gboolean
script_stacks_add_source (ScriptStacks *self, const char *line, gsize length)
{
  if (self->is_cut)
    return TRUE;
  if (self->held->len == 0 || memchr (self->held->data, '\n', self->held->len) != NULL)
    return FALSE;
  g_byte_array_append (self->held, (const guint8 *) "\n", 1);
  g_byte_array_append (self->held, (const guint8 *) line, (guint) length);
  return TRUE;
}

/* Inlined into the frame of @stack, which has its module and its address. */
static PpvFrameId
make_inlined (ScriptStacks *self, const Place *place, PpvFrameId into)
{
  const PpvFrameTable *frames = ppv_profile_builder_peek_frames (self->builder);
  PpvModuleId module = into != PPV_NONE ? frames->module[into] : PPV_NONE;
  guint64 address = into != PPV_NONE ? frames->address[into] : PPV_NO_ADDRESS;
  PpvFunctionId function =
      ppv_profile_builder_function (self->builder, place->name, place->name, module, 0, 0);

  return ppv_profile_builder_place (self->builder, function, module, address, place->file,
                                    place->line, into != PPV_NONE);
}

PpvStackId
script_stacks_end (ScriptStacks *self, gboolean *cut)
{
  PpvStackId stack = PPV_NONE;
  PpvFrameId into = PPV_NONE;

  take_held (self);
  for (guint i = self->places->len; i-- > 0;)
    {
      const Place *place = &g_array_index (self->places, Place, i);
      PpvFrameId frame = place->frame;

      if (G_UNLIKELY (frame == PPV_NONE && place->name != 0))
        frame = make_inlined (self, place, into);
      into = frame;
      if (frame != PPV_NONE)
        stack = ppv_profile_builder_stack (self->builder, stack, frame);
    }
  *cut = self->is_cut;
  return stack;
}
