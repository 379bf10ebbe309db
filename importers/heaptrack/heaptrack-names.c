/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "heaptrack-names.h"

typedef struct {
  PpvStringId id;
  gboolean is_new; /* whether it is the name of an operator new */
} String;

/* An address of the program: a function and those that are inlined there. */
typedef struct {
  guint32 first_frame;
  guint32 n_frames;
  guint32 first_string;
  guint32 n_strings;
  gboolean is_new;
} Place;

typedef struct {
  PpvStackId stack;
  guint32 place;
  guint32 parent;
  guint32 depth;
  guint32 row; /* its own, or that of the trace it stands for */
} Trace;

/* One of the functions at a place. */
typedef struct {
  guint32 function;
  guint32 file;
  guint32 line;
} Part;

void
heaptrack_names_init (HeaptrackNames *self, PpvProfileBuilder *builder)
{
  const String none = { 0 };
  Trace unknown = { .stack = PPV_NONE };
  Place nowhere = { .n_frames = 1 };
  PpvFrameId marker = ppv_profile_builder_marker (builder, "[unknown]");

  self->builder = builder;
  self->strings = g_array_new (FALSE, FALSE, sizeof (String));
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  self->frames = g_array_new (FALSE, FALSE, sizeof (PpvFrameId));
  self->place_strings = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->traces = g_array_new (FALSE, FALSE, sizeof (Trace));
  g_array_append_val (self->strings, none);
  g_array_append_val (self->frames, marker);
  g_array_append_val (self->places, nowhere);
  g_array_append_val (self->traces, unknown);
}

void
heaptrack_names_clear (HeaptrackNames *self)
{
  g_clear_pointer (&self->strings, g_array_unref);
  g_clear_pointer (&self->places, g_array_unref);
  g_clear_pointer (&self->frames, g_array_unref);
  g_clear_pointer (&self->place_strings, g_array_unref);
  g_clear_pointer (&self->traces, g_array_unref);
}

static gboolean
is_operator_new (const char *text, gsize length)
{
  static const char *const names[] = { "operator new(unsigned long)", "operator new(unsigned int)",
                                       "operator new[](unsigned long)",
                                       "operator new[](unsigned int)" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == length && memcmp (names[i], text, length) == 0)
      return TRUE;
  return FALSE;
}

guint32
heaptrack_names_add_string (HeaptrackNames *self, const char *text, gsize length)
{
  String string = {
    .id = ppv_profile_builder_string (self->builder, text, (gssize) length),
    .is_new = is_operator_new (text, length),
  };

  g_array_append_val (self->strings, string);
  return self->strings->len - 1;
}

PpvStringId
heaptrack_names_get_string (const HeaptrackNames *self, guint32 string)
{
  return g_array_index (self->strings, String, string).id;
}

/* Where only the module is known, its file's name in brackets: its addresses are not offsets. */
static PpvStringId
name_rest (HeaptrackNames *self, PpvStringId path)
{
  const char *text = ppv_profile_builder_peek_string (self->builder, path);
  g_autofree char *base = text[0] != '\0' ? g_path_get_basename (text) : g_strdup ("unknown");
  g_autofree char *name = g_strdup_printf ("[%s]", base);

  return ppv_profile_builder_string (self->builder, name, -1);
}

static void
add_part (HeaptrackNames *self, guint32 module, const Part *part, gboolean inlined)
{
  PpvStringId path = heaptrack_names_get_string (self, module);
  PpvStringId name = heaptrack_names_get_string (self, part->function);
  PpvStringId file = heaptrack_names_get_string (self, part->file);
  PpvModuleId from = PPV_NONE;
  PpvFunctionId function;
  PpvFrameId frame;

  if (path != 0)
    from = ppv_profile_builder_module (self->builder, path, 0, PPV_MODULE_USER);
  if (name == 0)
    name = name_rest (self, path);
  function = ppv_profile_builder_function (self->builder, name, name, from, file, 0);
  frame = ppv_profile_builder_frame (self->builder, function, from, PPV_NO_ADDRESS, part->line,
                                     inlined);
  g_array_append_val (self->frames, frame);
  g_array_append_val (self->place_strings, part->function);
  g_array_append_val (self->place_strings, part->file);
}

/* FALSE at the end of the line; @good becomes FALSE when there is no such string. */
static gboolean
read_part (HeaptrackNames *self, HeaptrackText *line, Part *part, gboolean *good)
{
  *part = (Part){ 0 };
  if (!heaptrack_text_index (line, &part->function))
    return FALSE;
  if (heaptrack_text_index (line, &part->file))
    (void) heaptrack_text_index (line, &part->line);
  *good &= part->function < self->strings->len && part->file < self->strings->len;
  return *good;
}

/* Only the last function is not inlined, so each is added when the next one is there. */
static gboolean
add_parts (HeaptrackNames *self, guint32 module, HeaptrackText *line)
{
  gboolean good = TRUE;
  Part part = { 0 };
  Part next;

  (void) read_part (self, line, &part, &good);
  while (good && read_part (self, line, &next, &good))
    {
      add_part (self, module, &part, TRUE);
      part = next;
    }
  if (good)
    add_part (self, module, &part, FALSE);
  return good && line->at == line->end;
}

/* What is damaged still has its number. */
gboolean
heaptrack_names_add_place (HeaptrackNames *self, HeaptrackText line)
{
  Place place = { .first_frame = self->frames->len, .first_string = self->place_strings->len };
  guint64 address;
  guint32 module = 0;
  gboolean good = heaptrack_text_hex (&line, &address) && heaptrack_text_index (&line, &module) &&
                  module < self->strings->len;

  if (good)
    {
      g_array_append_val (self->place_strings, module);
      good = add_parts (self, module, &line);
    }
  place.n_frames = self->frames->len - place.first_frame;
  place.n_strings = self->place_strings->len - place.first_string;
  if (place.n_frames == 0)
    place = g_array_index (self->places, Place, 0);
  else
    {
      guint32 innermost = g_array_index (self->place_strings, guint32, place.first_string + 1);

      place.is_new = g_array_index (self->strings, String, innermost).is_new;
    }
  g_array_append_val (self->places, place);
  return good;
}

guint32
heaptrack_names_add_frame (HeaptrackNames *self, PpvFrameId frame, guint32 module)
{
  Place place = {
    .first_frame = self->frames->len,
    .n_frames = 1,
    .first_string = self->place_strings->len,
    .n_strings = 1,
  };

  g_array_append_val (self->frames, frame);
  g_array_append_val (self->place_strings, module);
  g_array_append_val (self->places, place);
  return self->places->len - 1;
}

/* What is too deep stays with its callers. */
static void
push_place (HeaptrackNames *self, Trace *trace, const Place *place, guint64 offset)
{
  if (trace->depth + place->n_frames > ppv_profile_builder_get_limits (self->builder)->depth)
    {
      ppv_profile_builder_warn (self->builder, PPV_LOSS, "deep-stack", offset,
                                _ ("Stacks lost their inner frames because they are too deep "
                                   "(--limit-depth)"));
      return;
    }
  trace->depth += place->n_frames;
  for (guint32 i = place->n_frames; i-- > 0;)
    trace->stack = ppv_profile_builder_stack (
        self->builder, trace->stack,
        g_array_index (self->frames, PpvFrameId, place->first_frame + i));
}

/* heaptrack leaves out operator new, which is where nearly all of C++ allocates. */
gboolean
heaptrack_names_add_trace (HeaptrackNames *self, guint32 place, guint32 parent, guint64 offset)
{
  gboolean good = place < self->places->len && parent < self->traces->len;
  const Place *at = &g_array_index (self->places, Place, good ? place : 0);
  Trace trace = g_array_index (self->traces, Trace, good ? parent : 0);

  if (!at->is_new)
    {
      trace.parent = trace.row;
      trace.row = self->traces->len;
      trace.place = good ? place : 0;
      push_place (self, &trace, at, offset);
    }
  g_array_append_val (self->traces, trace);
  return good;
}

gboolean
heaptrack_names_find_trace (const HeaptrackNames *self, guint32 trace, guint32 *row)
{
  if (trace >= self->traces->len)
    return FALSE;
  *row = g_array_index (self->traces, Trace, trace).row;
  return TRUE;
}

PpvStackId
heaptrack_names_get_stack (const HeaptrackNames *self, guint32 row)
{
  return g_array_index (self->traces, Trace, row).stack;
}

static guint8 *
match_strings (const HeaptrackNames *self, const HeaptrackSuppressions *suppressions)
{
  guint8 *matched = g_new0 (guint8, self->strings->len);

  for (guint i = 1; i < self->strings->len; i++)
    {
      PpvStringId id = heaptrack_names_get_string (self, i);

      if (heaptrack_suppressions_match (suppressions,
                                        ppv_profile_builder_peek_string (self->builder, id)))
        matched[i] = 1;
    }
  return matched;
}

static gboolean
match_place (const HeaptrackNames *self, const Place *place, const guint8 *strings)
{
  for (guint32 i = 0; i < place->n_strings; i++)
    if (strings[g_array_index (self->place_strings, guint32, place->first_string + i)])
      return TRUE;
  return FALSE;
}

guint8 *
heaptrack_names_match (const HeaptrackNames *self, const HeaptrackSuppressions *suppressions)
{
  g_autofree guint8 *strings = match_strings (self, suppressions);
  g_autofree guint8 *places = g_new0 (guint8, self->places->len);
  guint8 *traces = g_new0 (guint8, self->traces->len);

  for (guint i = 1; i < self->places->len; i++)
    places[i] = match_place (self, &g_array_index (self->places, Place, i), strings) ? 1 : 0;
  for (guint i = 1; i < self->traces->len; i++)
    {
      const Trace *trace = &g_array_index (self->traces, Trace, i);

      traces[i] = trace->row == i ? traces[trace->parent] | places[trace->place] : 0;
    }
  return traces;
}
