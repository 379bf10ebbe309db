/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "massif-header.h"

static const char options_prefix[] = "desc: ";
static const char command_prefix[] = "cmd: ";
static const char unit_prefix[] = "time_unit: ";

void
massif_header_init (MassifHeader *self, guint64 offset)
{
  *self = (MassifHeader){ .offset = offset };
  self->options = g_string_new (NULL);
  self->command = g_string_new (NULL);
}

void
massif_header_clear (MassifHeader *self)
{
  g_string_free (self->options, TRUE);
  g_string_free (self->command, TRUE);
}

/* What follows @prefix in the line, or NULL. */
static const char *
value_after (const char *prefix, const char *line, gsize length)
{
  gsize n = strlen (prefix);

  return length >= n && memcmp (line, prefix, n) == 0 ? line + n : NULL;
}

gboolean
massif_header_is_line (const char *line, gsize length)
{
  return value_after (options_prefix, line, length) != NULL ||
         value_after (command_prefix, line, length) != NULL ||
         value_after (unit_prefix, line, length) != NULL;
}

static gboolean
take_unit (MassifHeader *self, const char *text, gsize length)
{
  static const char *const units[][2] = { { "i", "instructions" },
                                          { "ms", "ms" },
                                          { "B", "bytes" } };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (strlen (units[i][0]) == length && memcmp (units[i][0], text, length) == 0)
      self->time_unit = units[i][1];
  return self->time_unit != NULL;
}

gboolean
massif_header_add_line (MassifHeader *self, const char *line, gsize length)
{
  const char *end = line + length;
  const char *options = value_after (options_prefix, line, length);
  const char *command = value_after (command_prefix, line, length);
  const char *unit = value_after (unit_prefix, line, length);

  if (options != NULL && !self->has_options && !self->has_command)
    {
      self->has_options = TRUE;
      g_string_append_len (self->options, options, end - options);
    }
  else if (unit != NULL && self->time_unit == NULL)
    return take_unit (self, unit, (gsize) (end - unit));
  else if (command != NULL && !self->has_command)
    {
      self->has_command = TRUE;
      g_string_append_len (self->command, command, end - command);
    }
  else if (self->has_command && self->time_unit == NULL)
    {
      g_string_append_c (self->command, '\n');
      g_string_append_len (self->command, line, (gssize) length);
    }
  else
    return FALSE;
  return TRUE;
}

gboolean
massif_header_is_report (const MassifHeader *self)
{
  return g_str_has_prefix (self->options->str, "xtree");
}

gboolean
massif_header_equal (const MassifHeader *a, const MassifHeader *b)
{
  return g_string_equal (a->options, b->options) && g_string_equal (a->command, b->command) &&
         a->time_unit == b->time_unit;
}
