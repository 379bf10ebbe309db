/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Several threads fill a builder each, with consecutive parts of a file; put
 * together in the order of the parts they are what one builder would have become.
 * For that a row that is new comes behind those there are: the rows of a table are
 * in the order in which they were asked for first.
 */

#include "config.h"

#include <string.h>

#include "ppv-columns-private.h"
#include "ppv-profile-builder-private.h"

static void
places_init (PpvMergedRows *self, const PpvProfileBuilder *other)
{
  self->strings = g_new (PpvStringId, other->strings.n_rows);
  self->modules = g_new (PpvModuleId, other->modules.n_rows);
  self->functions = g_new (PpvFunctionId, other->functions.n_rows);
  self->frames = g_new (PpvFrameId, other->frames.n_rows);
  self->stacks = g_new (PpvStackId, other->stacks.n_rows);
  self->processes = g_new (PpvProcessId, other->processes.n_rows);
  self->threads = g_new (PpvThreadId, other->threads.n_rows);
}

/**
 * ppv_merged_rows_clear: (skip)
 * @self: what ppv_profile_builder_merge() has set, or zeros
 */
void
ppv_merged_rows_clear (PpvMergedRows *self)
{
  g_clear_pointer (&self->strings, g_free);
  g_clear_pointer (&self->modules, g_free);
  g_clear_pointer (&self->functions, g_free);
  g_clear_pointer (&self->frames, g_free);
  g_clear_pointer (&self->stacks, g_free);
  g_clear_pointer (&self->processes, g_free);
  g_clear_pointer (&self->threads, g_free);
}

/* PPV_NONE is nowhere. */
static guint32
place (const guint32 *places, guint32 row)
{
  return row != PPV_NONE ? places[row] : PPV_NONE;
}

/* --- tables ------------------------------------------------------------------- */

static void
merge_strings (PpvProfileBuilder *self, const PpvStringRows *rows, PpvMergedRows *places)
{
  for (guint32 i = 0; i < rows->n_rows; i++)
    {
      guint32 begin = rows->offset[i];

      places->strings[i] = ppv_profile_builder_string (self, rows->text + begin,
                                                       (gssize) (rows->offset[i + 1] - begin - 1));
    }
}

static void
merge_modules (PpvProfileBuilder *self, const PpvModuleRows *rows, PpvMergedRows *places)
{
  for (guint32 i = 0; i < rows->n_rows; i++)
    places->modules[i] = ppv_profile_builder_module (self, places->strings[rows->path[i]],
                                                     places->strings[rows->build_id[i]],
                                                     (PpvModuleKind) rows->kind[i]);
}

static void
merge_functions (PpvProfileBuilder *self, const PpvFunctionRows *rows, PpvMergedRows *places)
{
  for (guint32 i = 0; i < rows->n_rows; i++)
    places->functions[i] = ppv_profile_builder_function (
        self, places->strings[rows->name[i]], places->strings[rows->raw_name[i]],
        place (places->modules, rows->module[i]), places->strings[rows->file[i]], rows->line[i]);
}

static void
merge_frames (PpvProfileBuilder *self, const PpvFrameRows *rows, PpvMergedRows *places)
{
  for (guint32 i = 0; i < rows->n_rows; i++)
    places->frames[i] =
        ppv_profile_builder_place (self, place (places->functions, rows->function[i]),
                                   place (places->modules, rows->module[i]), rows->address[i],
                                   places->strings[rows->file[i]], rows->line[i], rows->inlined[i]);
}

/* A parent comes before its children, so that its place is known. */
static void
merge_stacks (PpvProfileBuilder *self, const PpvStackRows *rows, PpvMergedRows *places)
{
  for (guint32 i = 0; i < rows->n_rows; i++)
    places->stacks[i] =
        ppv_profile_builder_stack (self, place (places->stacks, rows->pair[i].parent),
                                   place (places->frames, rows->pair[i].frame));
}

static void
merge_threads (PpvProfileBuilder *self, const PpvProfileBuilder *other, PpvMergedRows *places)
{
  const PpvProcessRows *processes = &other->processes;
  const PpvThreadRows *threads = &other->threads;

  for (guint32 i = 0; i < processes->n_rows; i++)
    {
      places->processes[i] =
          ppv_profile_builder_process_life (self, processes->pid[i], processes->life[i]);
      ppv_profile_builder_name_process (self, places->processes[i],
                                        places->strings[processes->name[i]]);
    }
  for (guint32 i = 0; i < threads->n_rows; i++)
    places->threads[i] =
        ppv_profile_builder_thread (self, place (places->processes, threads->process[i]),
                                    threads->tid[i], places->strings[threads->name[i]]);
}

static void
merge_tables (PpvProfileBuilder *self, const PpvProfileBuilder *other, PpvMergedRows *places)
{
  merge_strings (self, &other->strings, places);
  merge_modules (self, &other->modules, places);
  merge_functions (self, &other->functions, places);
  merge_frames (self, &other->frames, places);
  merge_stacks (self, &other->stacks, places);
  merge_threads (self, other, places);
}

/* --- what is appended ------------------------------------------------------------ */

static void
append_places (guint32 *to, const guint32 *rows, gsize n_rows, const guint32 *places)
{
  for (gsize i = 0; i < n_rows; i++)
    to[i] = place (places, rows[i]);
}

static void
append_rows (PpvSetRows *to, const PpvSetRows *from, gsize n_rows, const PpvMergedRows *places)
{
  gsize at = to->n_rows;

  append_places (to->stack + at, from->stack, n_rows, places->stacks);
  if (to->columns & PPV_SET_TIME)
    memcpy (to->time + at, from->time, n_rows * sizeof *to->time);
  if (to->columns & PPV_SET_THREAD)
    append_places (to->thread + at, from->thread, n_rows, places->threads);
  if (to->columns & PPV_SET_CPU)
    memcpy (to->cpu + at, from->cpu, n_rows * sizeof *to->cpu);
  if (to->columns & PPV_SET_LABEL)
    append_places (to->label + at, from->label, n_rows, places->strings);
  for (guint i = 0; i < to->weight->len; i++)
    memcpy ((gint64 *) to->weight->pdata[i] + at, from->weight->pdata[i], n_rows * sizeof (gint64));
  to->n_rows += n_rows;
}

/* The groups of @from, whose rows are now from row @at on. */
static void
append_groups (PpvProfileBuilder *self, guint32 set, const PpvSetRows *from, gsize at)
{
  PpvSetRows *to = g_ptr_array_index (self->sets, set);

  for (guint i = 0; i < from->group_time->len; i++)
    {
      guint64 end = at + g_array_index (from->group_begin, guint64, i + 1);

      ppv_profile_builder_group (self, set, g_array_index (from->group_time, gint64, i),
                                 g_array_index (from->group_flags, guint8, i));
      g_array_index (to->group_begin, guint64, to->group_begin->len - 1) = MIN (end, to->n_rows);
    }
}

static void
merge_set (PpvProfileBuilder *self,
           guint32 set,
           const PpvSetRows *from,
           const PpvMergedRows *places)
{
  PpvSetRows *to = g_ptr_array_index (self->sets, set);
  gsize at = to->n_rows;
  gsize n_rows = ppv_profile_builder_reserve (self, set, from->n_rows);

  self->n_samples_lost += from->n_rows - n_rows;
  if (n_rows > 0)
    append_rows (to, from, n_rows, places);
  append_groups (self, set, from, at);
}

static void
merge_spans (PpvProfileBuilder *self, const PpvSpanRows *rows, const PpvMergedRows *places)
{
  for (gsize i = 0; i < rows->n_rows; i++)
    {
      PpvSpan span = {
        .thread = place (places->threads, rows->thread[i]),
        .start = rows->start[i],
        .duration = rows->duration[i],
        .category = places->strings[rows->category[i]],
        .name = places->strings[rows->name[i]],
        .fields = places->strings[rows->fields[i]],
        .value = rows->value[i],
      };

      ppv_profile_builder_span (self, &span);
    }
}

static void
merge_counter (PpvCounterRows *to, const PpvCounterRows *from)
{
  g_array_append_vals (to->time, from->time->data, from->time->len);
  g_array_append_vals (to->value, from->value->data, from->value->len);
}

static void
merge_words (PpvProfileBuilder *self, const PpvProfileBuilder *other)
{
  for (guint i = 0; i < other->facts->len; i++)
    {
      const PpvFact *fact = &g_array_index (other->facts, PpvFact, i);

      ppv_profile_builder_fact (self, fact->key, fact->value, -1);
    }
  for (guint i = 0; i < other->records->len; i++)
    {
      const PpvRecordCount *record = &g_array_index (other->records, PpvRecordCount, i);

      ppv_profile_builder_record (self, record->name, record->count);
    }
  for (guint i = 0; i < other->warnings->len; i++)
    {
      const PpvWarning *warning = &g_array_index (other->warnings, PpvWarning, i);

      ppv_profile_builder_warn_many (self, warning->severity, warning->code, warning->offset,
                                     warning->count, "%s", warning->message);
    }
}

/*
 * Whether there is room for all rows even if each were new.  Where there is not, what
 * is refused would depend on the order in which things are asked for.
 */
static gboolean
has_room (const PpvProfileBuilder *self, const PpvProfileBuilder *other)
{
  guint64 n_rows = 0;

  n_rows = MAX (n_rows, (guint64) self->strings.n_rows + other->strings.n_rows);
  n_rows = MAX (n_rows, (guint64) self->modules.n_rows + other->modules.n_rows);
  n_rows = MAX (n_rows, (guint64) self->functions.n_rows + other->functions.n_rows);
  n_rows = MAX (n_rows, (guint64) self->frames.n_rows + other->frames.n_rows);
  n_rows = MAX (n_rows, (guint64) self->stacks.n_rows + other->stacks.n_rows);
  n_rows = MAX (n_rows, (guint64) self->processes.n_rows + other->processes.n_rows);
  n_rows = MAX (n_rows, (guint64) self->threads.n_rows + other->threads.n_rows);
  n_rows = MAX (n_rows, self->spans.n_rows + other->spans.n_rows);
  for (guint i = 0; i < self->sets->len; i++)
    n_rows = MAX (n_rows, ((const PpvSetRows *) g_ptr_array_index (self->sets, i))->n_rows +
                              ((const PpvSetRows *) g_ptr_array_index (other->sets, i))->n_rows);
  return n_rows < MIN (self->limits.rows, PPV_NONE - 1) &&
         (guint64) self->strings.offset[self->strings.n_rows] +
                 other->strings.offset[other->strings.n_rows] <
             MIN (self->limits.text_bytes, G_MAXUINT32 - 1);
}

/**
 * ppv_profile_builder_merge: (skip)
 * @self: a builder
 * @other: a builder made by ppv_profile_builder_fork() of @self
 * @rows: (out) (nullable): where the rows of @other are in @self, for
 *     ppv_merged_rows_clear(); all NULL when nothing was merged
 *
 * Appends what @other has got since: samples behind those of @self, and rows that
 * @self does not have in their order.
 *
 * Returns: FALSE when that might not be what one builder would have become, because
 *     something was or would be refused for want of room; then @self is as it was
 */
gboolean
ppv_profile_builder_merge (PpvProfileBuilder *self,
                           const PpvProfileBuilder *other,
                           PpvMergedRows *rows)
{
  g_auto (PpvMergedRows) own = { 0 };
  PpvMergedRows *places = rows != NULL ? rows : &own;

  memset (places, 0, sizeof *places);
  g_return_val_if_fail (self->sets->len == other->sets->len, FALSE);
  g_return_val_if_fail (self->counters->len == other->counters->len, FALSE);
  g_return_val_if_fail (other->inlines->len == 0, FALSE);

  if (self->full->len > 0 || other->full->len > 0 || other->n_samples_lost > 0 ||
      !has_room (self, other))
    return FALSE;
  places_init (places, other);
  merge_tables (self, other, places);
  for (guint i = 0; i < self->sets->len; i++)
    merge_set (self, i, g_ptr_array_index (other->sets, i), places);
  merge_spans (self, &other->spans, places);
  for (guint i = 0; i < self->counters->len; i++)
    merge_counter (g_ptr_array_index (self->counters, i), g_ptr_array_index (other->counters, i));
  merge_words (self, other);
  self->first_time = MIN (self->first_time, other->first_time);
  self->last_time = MAX (self->last_time, other->last_time);
  return TRUE;
}

/* --- the other way -------------------------------------------------------------------- */

/* A set with the metrics of @from and none of its samples. */
static void
copy_set (PpvProfileBuilder *self, const PpvSetRows *from)
{
  guint32 set = ppv_profile_builder_set (self, from->columns);
  PpvSetRows *to = g_ptr_array_index (self->sets, set);

  g_array_append_vals (to->metric, from->metric->data, from->metric->len);
  for (guint i = 0; i < from->weight->len; i++)
    g_ptr_array_add (to->weight, g_new (gint64, 1));
}

/**
 * ppv_profile_builder_fork: (skip)
 * @self: a builder
 *
 * For another thread that is to add samples: rows and sets of @self have the same
 * numbers there.
 *
 * Returns: (transfer full): a builder with the tables of @self, its sets and its
 *     counters, but without samples, values, groups, facts, records and warnings
 */
PpvProfileBuilder *
ppv_profile_builder_fork (const PpvProfileBuilder *self)
{
  PpvProfileBuilder *fork = ppv_profile_builder_new (&self->limits);
  g_auto (PpvMergedRows) places = { 0 };

  places_init (&places, self);
  merge_tables (fork, self, &places);
  for (guint i = 0; i < self->sets->len; i++)
    copy_set (fork, g_ptr_array_index (self->sets, i));
  g_array_append_vals (fork->metrics, self->metrics->data, self->metrics->len);
  for (guint i = 0; i < self->counters->len; i++)
    {
      const PpvCounterRows *counter = g_ptr_array_index (self->counters, i);

      ppv_profile_builder_counter (fork, ppv_profile_builder_peek_string (fork, counter->name),
                                   ppv_profile_builder_peek_string (fork, counter->unit));
    }
  return fork;
}
