/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From the builder's growing tables to the profile's frozen ones. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-columns-private.h"
#include "ppv-number.h"
#include "ppv-profile-builder-private.h"
#include "ppv-profile-private.h"

/* "libc.so.6+0x1234", "[unknown]": what an address is called without a symbol. */
static PpvStringId
name_of_address (PpvProfileBuilder *self, PpvModuleId module, guint64 address)
{
  const char *path, *slash;
  char offset[24];

  if (module == PPV_NONE)
    return ppv_profile_builder_string (self, "[unknown]", -1);
  path = ppv_profile_builder_peek_string (self, self->modules.path[module]);
  slash = strrchr (path, '/');
  g_string_assign (self->scratch, slash != NULL ? slash + 1 : path);
  g_snprintf (offset, sizeof offset, "+0x%" G_GINT64_MODIFIER "x", address);
  if (address != PPV_NO_ADDRESS)
    g_string_append (self->scratch, offset);
  return ppv_profile_builder_string (self, self->scratch->str, (gssize) self->scratch->len);
}

static void
name_frames (PpvProfileBuilder *self)
{
  PpvFrameRows *frames = &self->frames;

  for (guint32 i = 0; i < frames->n_rows; i++)
    {
      PpvStringId name;
      PpvFunctionId function;

      if (frames->function[i] != PPV_NONE)
        continue;
      name = name_of_address (self, frames->module[i], frames->address[i]);
      function = ppv_profile_builder_function (self, name, name, frames->module[i], 0, 0);
      /* a full table has a first row */
      frames->function[i] = function != PPV_NONE ? function : 0;
    }
}

static void
rebase (gint64 *times, gsize n_rows, gint64 origin)
{
  gboolean saturated = FALSE;

  for (gsize i = 0; i < n_rows; i++)
    times[i] = ppv_add_saturating (times[i], -origin, &saturated);
}

static void
seal_times (PpvProfileBuilder *self, PpvProfile *profile)
{
  gboolean saturated = FALSE;

  if (self->first_time > self->last_time)
    return;
  /* a negative first time cannot be taken away from the others without overflow */
  self->first_time = MAX (self->first_time, 0);
  self->last_time = MAX (self->last_time, self->first_time);
  /* only clocks begin anywhere: other units count from the start of the program */
  if (!g_str_equal (self->time_unit, "ns"))
    self->first_time = 0;
  profile->duration = ppv_add_saturating (self->last_time, -self->first_time, &saturated);
  profile->time_origin = self->first_time;
  if (self->first_time == 0)
    return;
  for (guint i = 0; i < self->sets->len; i++)
    {
      PpvSetRows *set = g_ptr_array_index (self->sets, i);

      if (set->time != NULL)
        rebase (set->time, set->n_rows, self->first_time);
      rebase ((gint64 *) (void *) set->group_time->data, set->group_time->len, self->first_time);
    }
  for (guint i = 0; i < self->counters->len; i++)
    {
      PpvCounterRows *counter = g_ptr_array_index (self->counters, i);

      rebase ((gint64 *) (void *) counter->time->data, counter->time->len, self->first_time);
    }
  rebase (self->spans.start, self->spans.n_rows, self->first_time);
}

static void
trim_set (PpvSetRows *set)
{
  PpvColumn stack[] = { PPV_COLUMN (set->stack) };

  ppv_columns_trim (set->n_rows, stack, 1);
  if (set->columns & PPV_SET_TIME)
    ppv_columns_trim (set->n_rows, (PpvColumn[]){ PPV_COLUMN (set->time) }, 1);
  if (set->columns & PPV_SET_THREAD)
    ppv_columns_trim (set->n_rows, (PpvColumn[]){ PPV_COLUMN (set->thread) }, 1);
  if (set->columns & PPV_SET_CPU)
    ppv_columns_trim (set->n_rows, (PpvColumn[]){ PPV_COLUMN (set->cpu) }, 1);
  if (set->columns & PPV_SET_LABEL)
    ppv_columns_trim (set->n_rows, (PpvColumn[]){ PPV_COLUMN (set->label) }, 1);
  for (guint i = 0; i < set->weight->len; i++)
    ppv_columns_trim (set->n_rows, (PpvColumn[]){ { &set->weight->pdata[i], sizeof (gint64) } }, 1);
}

static gconstpointer
steal_data (GArray *array, gsize *length)
{
  return g_array_steal (array, length);
}

static PpvSealedSet
seal_set (PpvSetRows *rows)
{
  PpvSealedSet sealed = { .default_group = PPV_NONE };
  PpvSampleSet *set = &sealed.set;
  gsize n_weights, n_metrics;

  trim_set (rows);
  set->n_rows = rows->n_rows;
  set->stack = g_steal_pointer (&rows->stack);
  set->time = g_steal_pointer (&rows->time);
  set->thread = g_steal_pointer (&rows->thread);
  set->cpu = g_steal_pointer (&rows->cpu);
  set->label = g_steal_pointer (&rows->label);
  set->derived = (rows->columns & PPV_SET_DERIVED) != 0;
  set->row_kind = rows->columns & PPV_SET_PLACES  ? PPV_ROW_PLACE
                  : rows->columns & PPV_SET_PATHS ? PPV_ROW_PATH
                                                  : PPV_ROW_SAMPLE;
  set->metric = steal_data (rows->metric, &n_metrics);
  set->weight = (const gint64 **) g_ptr_array_steal (rows->weight, &n_weights);
  set->n_metrics = (guint32) n_metrics;
  set->n_groups = rows->group_time->len;
  set->group_begin = steal_data (rows->group_begin, NULL);
  set->group_time = steal_data (rows->group_time, NULL);
  set->group_flags = steal_data (rows->group_flags, NULL);
  return sealed;
}

static void
seal_samples (PpvProfileBuilder *self, PpvProfile *profile)
{
  for (guint i = 0; i < self->sets->len; i++)
    {
      PpvSealedSet sealed = seal_set (g_ptr_array_index (self->sets, i));

      g_array_append_val (profile->sets, sealed);
    }
  g_array_append_vals (profile->metrics, self->metrics->data, self->metrics->len);
  ppv_profile_sum (profile);
  for (guint i = 0; i < self->counters->len; i++)
    {
      PpvCounterRows *rows = g_ptr_array_index (self->counters, i);
      PpvCounter counter = { rows->name, rows->unit, rows->time->len, NULL, NULL };

      counter.time = steal_data (rows->time, NULL);
      counter.value = steal_data (rows->value, NULL);
      g_array_append_val (profile->counters, counter);
    }
}

static PpvStackTable
seal_stacks (PpvStackRows *rows)
{
  PpvStackId *parent = g_new (PpvStackId, MAX (rows->n_rows, 1));
  PpvFrameId *frame = g_new (PpvFrameId, MAX (rows->n_rows, 1));

  for (guint32 i = 0; i < rows->n_rows; i++)
    {
      parent[i] = rows->pair[i].parent;
      frame[i] = rows->pair[i].frame;
    }
  g_clear_pointer (&rows->pair, g_free);
  return (PpvStackTable){ rows->n_rows, parent, frame };
}

/* The indexes are of no more use and give their memory back first. */
static void
clear_indexes (PpvProfileBuilder *self)
{
  ppv_interner_clear (&self->strings.index);
  ppv_interner_clear (&self->modules.index);
  ppv_interner_clear (&self->functions.index);
  ppv_interner_clear (&self->frames.index);
  ppv_interner_clear (&self->stacks.index);
  ppv_interner_clear (&self->processes.index);
  ppv_interner_clear (&self->threads.index);
}

static void
seal_code (PpvProfileBuilder *self, PpvProfile *profile)
{
  PpvFunctionRows *functions = &self->functions;
  PpvFrameRows *frames = &self->frames;
  PpvColumn frame_columns[] = { PPV_COLUMN (frames->function), PPV_COLUMN (frames->module),
                                PPV_COLUMN (frames->address),  PPV_COLUMN (frames->file),
                                PPV_COLUMN (frames->line),     PPV_COLUMN (frames->inlined) };

  ppv_columns_trim (frames->n_rows, frame_columns, G_N_ELEMENTS (frame_columns));
  profile->functions = (PpvFunctionTable){ functions->n_rows,
                                           g_steal_pointer (&functions->name),
                                           g_steal_pointer (&functions->raw_name),
                                           g_steal_pointer (&functions->module),
                                           g_steal_pointer (&functions->file),
                                           g_steal_pointer (&functions->line) };
  profile->frames = (PpvFrameTable){ frames->n_rows,
                                     g_steal_pointer (&frames->function),
                                     g_steal_pointer (&frames->module),
                                     g_steal_pointer (&frames->address),
                                     g_steal_pointer (&frames->file),
                                     g_steal_pointer (&frames->line),
                                     g_steal_pointer (&frames->inlined) };
  profile->stacks = seal_stacks (&self->stacks);
}

static void
seal_world (PpvProfileBuilder *self, PpvProfile *profile)
{
  PpvModuleRows *modules = &self->modules;
  PpvProcessRows *processes = &self->processes;
  PpvThreadRows *threads = &self->threads;

  profile->modules =
      (PpvModuleTable){ modules->n_rows, g_steal_pointer (&modules->path),
                        g_steal_pointer (&modules->build_id), g_steal_pointer (&modules->kind),
                        g_steal_pointer (&modules->symbol_state) };
  profile->processes = (PpvProcessTable){ processes->n_rows, g_steal_pointer (&processes->pid),
                                          g_steal_pointer (&processes->name) };
  profile->threads =
      (PpvThreadTable){ threads->n_rows, g_steal_pointer (&threads->tid),
                        g_steal_pointer (&threads->process), g_steal_pointer (&threads->name) };
  profile->n_strings = self->strings.n_rows;
  profile->text = g_steal_pointer (&self->strings.text);
  profile->text_offset = g_steal_pointer (&self->strings.offset);
}

static void
seal_words (PpvProfileBuilder *self, PpvProfile *profile)
{
  g_array_append_vals (profile->facts, self->facts->data, self->facts->len);
  g_array_append_vals (profile->records, self->records->data, self->records->len);
  g_array_append_vals (profile->warnings, self->warnings->data, self->warnings->len);
  g_array_set_size (self->facts, 0);
  g_array_set_size (self->records, 0);
  g_array_set_size (self->warnings, 0);
  profile->time_unit = g_strdup (self->time_unit);
  profile->complete = TRUE;
  for (guint i = 0; i < profile->warnings->len; i++)
    if (g_array_index (profile->warnings, PpvWarning, i).severity == PPV_LOSS)
      profile->complete = FALSE;
}

/* Costs of functions are as the file has them; how they hang together is not in it. */
static void
tell_estimate (PpvProfileBuilder *self)
{
  if (self->calls.n_rows > 0)
    ppv_profile_builder_warn (self, PPV_NOTE, "estimated-stacks", PPV_NO_ADDRESS,
                              _ ("The file tells who called whom and no stacks: call trees and "
                                 "flame graphs are estimates, costs of functions are not"));
}

/**
 * ppv_profile_builder_seal: (skip)
 * @self: a builder; nothing but ppv_profile_builder_free() may be called on it afterwards
 * @file: the path as it was given
 * @format: the importer's id
 *
 * Returns: (transfer full): the profile
 */
PpvProfile *
ppv_profile_builder_seal (PpvProfileBuilder *self, const char *file, const char *format)
{
  PpvProfile *profile = ppv_profile_alloc ();

  name_frames (self);
  ppv_profile_builder_expand_inlines (self);
  ppv_profile_builder_tell_full (self);
  tell_estimate (self);
  clear_indexes (self);
  seal_times (self, profile);
  seal_samples (self, profile);
  profile->spans = ppv_span_rows_seal (&self->spans);
  profile->calls = ppv_call_rows_seal (&self->calls);
  g_array_append_vals (profile->findings, self->findings->data, self->findings->len);
  g_array_append_vals (profile->parts, self->parts->data, self->parts->len);
  seal_code (self, profile);
  seal_world (self, profile);
  seal_words (self, profile);
  profile->file = g_strdup (file);
  profile->format = g_strdup (format);
  return profile;
}
