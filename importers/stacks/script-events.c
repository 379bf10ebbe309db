/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "script-events.h"

/* More than any recording has: each has a sample set of its own. */
enum { MOST_EVENTS = 4096 };

void
script_events_init (ScriptEvents *self, PpvProfileBuilder *builder, gboolean details)
{
  *self = (ScriptEvents){ .builder = builder, .details = details, .last_set = PPV_NONE };
  self->sets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->last = g_string_new (NULL);
}

void
script_events_clear (ScriptEvents *self)
{
  g_clear_pointer (&self->sets, g_hash_table_unref);
  if (self->last != NULL)
    g_string_free (g_steal_pointer (&self->last), TRUE);
}

/* As for recordings; without periods samples are counted. */
static const char *
unit_of (const char *event, gboolean has_period)
{
  gsize length = strcspn (event, ":");

  if (!has_period)
    return "samples";
  if ((length == 9 && strncmp (event, "cpu-clock", 9) == 0) ||
      (length == 10 && strncmp (event, "task-clock", 10) == 0))
    return "ns";
  return (length == 6 && strncmp (event, "cycles", 6) == 0) ||
                 (length == 10 && strncmp (event, "cpu-cycles", 10) == 0)
             ? "cycles"
             : "count";
}

static guint32
add_set (ScriptEvents *self, const ScriptHeader *header)
{
  const char *name = self->last->len > 0 ? self->last->str : "samples";
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  PpvSetColumns columns = PPV_SET_THREAD;
  guint32 set;

  if (header->has_time)
    columns |= PPV_SET_TIME;
  if (header->cpu != PPV_NONE)
    columns |= PPV_SET_CPU;
  if (self->details)
    columns |= PPV_SET_LABEL;
  set = ppv_profile_builder_set (self->builder, columns);
  ppv_profile_builder_metric (self->builder, set, valid, unit_of (name, header->has_period),
                              PPV_METRIC_FLOW);
  g_hash_table_insert (self->sets, g_strdup (self->last->str), GUINT_TO_POINTER (set));
  return set;
}

guint32
script_events_find (ScriptEvents *self, const ScriptHeader *header)
{
  gpointer known;

  if (self->last_set != PPV_NONE && self->last->len == header->event.length &&
      (header->event.length == 0 ||
       memcmp (self->last->str, header->event.text, header->event.length) == 0))
    return self->last_set;
  g_string_truncate (self->last, 0);
  g_string_append_len (self->last, header->event.text, (gssize) header->event.length);
  if (g_hash_table_lookup_extended (self->sets, self->last->str, NULL, &known))
    self->last_set = GPOINTER_TO_UINT (known);
  else if (g_hash_table_size (self->sets) < MOST_EVENTS)
    self->last_set = add_set (self, header);
  else
    self->last_set = PPV_NONE;
  return self->last_set;
}
