/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Samples, groups and counters: what is appended and never looked up. */

#include "config.h"

#include "ppv-columns-private.h"
#include "ppv-profile-builder-private.h"

void
ppv_set_rows_free (PpvSetRows *self)
{
  g_free (self->stack);
  g_free (self->time);
  g_free (self->thread);
  g_free (self->cpu);
  g_free (self->label);
  g_array_unref (self->metric);
  g_ptr_array_unref (self->weight);
  g_array_unref (self->group_begin);
  g_array_unref (self->group_time);
  g_array_unref (self->group_flags);
  g_free (self);
}

void
ppv_counter_rows_free (PpvCounterRows *self)
{
  g_array_unref (self->time);
  g_array_unref (self->value);
  g_free (self);
}

/**
 * ppv_profile_builder_set: (skip)
 * @self: a builder
 * @columns: which columns it has beside stack and weights
 *
 * Returns: the row of a new sample set
 */
guint32
ppv_profile_builder_set (PpvProfileBuilder *self, PpvSetColumns columns)
{
  PpvSetRows *set = g_new0 (PpvSetRows, 1);

  set->columns = columns;
  set->metric = g_array_new (FALSE, FALSE, sizeof (PpvMetricId));
  set->weight = g_ptr_array_new_with_free_func (g_free);
  set->group_begin = g_array_new (FALSE, FALSE, sizeof (guint64));
  set->group_time = g_array_new (FALSE, FALSE, sizeof (gint64));
  set->group_flags = g_array_new (FALSE, FALSE, sizeof (guint8));
  g_ptr_array_add (self->sets, set);
  return self->sets->len - 1;
}

/*
 * Each name is kept with the number it was tried with last, so that the metrics of a
 * file that gives all of them one name are not counted through for each of them.
 */
static PpvStringId
unused_metric_name (PpvProfileBuilder *self, const char *name)
{
  PpvStringId first = ppv_profile_builder_string (self, name, -1);
  PpvStringId text = first;
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->metric_names, GUINT_TO_POINTER (first)));

  /* row 0 is what a full table gives for any name */
  while (text != 0 && g_hash_table_contains (self->metric_names, GUINT_TO_POINTER (text)))
    {
      g_autofree char *numbered = g_strdup_printf ("%s (%u)", name, ++n);

      text = ppv_profile_builder_string (self, numbered, -1);
    }
  g_hash_table_insert (self->metric_names, GUINT_TO_POINTER (text), GUINT_TO_POINTER (1));
  g_hash_table_insert (self->metric_names, GUINT_TO_POINTER (first), GUINT_TO_POINTER (MAX (n, 1)));
  return text;
}

/**
 * ppv_profile_builder_metric: (skip)
 * @self: a builder
 * @set: a sample set without samples
 * @name: the metric's name; a number is added when it is taken
 * @unit: its unit
 * @kind: whether weights of different moments may be added
 *
 * Returns: the metric, carried by the set's next weight column
 */
PpvMetricId
ppv_profile_builder_metric (
    PpvProfileBuilder *self, guint32 set, const char *name, const char *unit, PpvMetricKind kind)
{
  PpvSetRows *rows;
  PpvMetric metric = { .kind = kind, .set = set };
  PpvMetricId id = self->metrics->len;

  g_return_val_if_fail (set < self->sets->len, PPV_NONE);

  rows = g_ptr_array_index (self->sets, set);
  g_return_val_if_fail (rows->n_rows == 0, PPV_NONE);
  metric.name = unused_metric_name (self, name);
  metric.unit = ppv_profile_builder_string (self, unit, -1);
  metric.column = rows->weight->len;
  g_array_append_val (self->metrics, metric);
  g_array_append_val (rows->metric, id);
  g_ptr_array_add (rows->weight, g_new (gint64, MAX (rows->n_room, 1)));
  return id;
}

/* "samples" as "0.01 samples" */
static PpvStringId
scaled_unit (PpvProfileBuilder *self, PpvStringId unit, guint decimals)
{
  g_autofree char *text = g_strdup_printf ("0.%0*d %s", (int) decimals, 1,
                                           ppv_profile_builder_peek_string (self, unit));

  return ppv_profile_builder_string (self, text, -1);
}

static PpvMetric *
metric_of (PpvProfileBuilder *self, const PpvSetRows *rows, guint column)
{
  return &g_array_index (self->metrics, PpvMetric,
                         g_array_index (rows->metric, PpvMetricId, column));
}

static void
multiply (gint64 *weights, gsize n_weights, gint64 factor)
{
  for (gsize i = 0; i < n_weights; i++)
    if (__builtin_mul_overflow (weights[i], factor, &weights[i]))
      weights[i] = weights[i] < 0 ? G_MININT64 : G_MAXINT64;
}

/**
 * ppv_profile_builder_set_decimals: (skip)
 * @self: a builder
 * @set: a sample set of FLOW metrics
 * @decimals: how many digits of its weights stand behind the point, from 1 to 18
 *
 * For files whose weights have fractions, which may show late.  Products stop at the
 * ends of 64 bits.
 *
 * Returns: FALSE when there is no room to say so, and nothing was changed
 */
gboolean
ppv_profile_builder_set_decimals (PpvProfileBuilder *self, guint32 set, guint decimals)
{
  PpvSetRows *rows;
  gint64 scale = 1;

  g_return_val_if_fail (set < self->sets->len && decimals > 0 && decimals <= 18, FALSE);

  rows = g_ptr_array_index (self->sets, set);
  for (guint i = 0; i < rows->metric->len; i++)
    if (scaled_unit (self, metric_of (self, rows, i)->unit, decimals) == 0)
      return FALSE;
  for (guint i = 0; i < decimals; i++)
    scale *= 10;
  for (guint i = 0; i < rows->metric->len; i++)
    {
      PpvMetric *metric = metric_of (self, rows, i);

      metric->unit = scaled_unit (self, metric->unit, decimals);
      multiply (rows->weight->pdata[i], rows->n_rows, scale);
    }
  return TRUE;
}

static gboolean
grow_set (PpvProfileBuilder *self, PpvSetRows *set)
{
  PpvColumn columns[5] = { PPV_COLUMN (set->stack) };
  guint n_columns = 1;
  gsize n_room = set->n_room;

  if (set->n_rows >= self->limits.rows)
    return FALSE;
  if (set->columns & PPV_SET_TIME)
    columns[n_columns++] = (PpvColumn) PPV_COLUMN (set->time);
  if (set->columns & PPV_SET_THREAD)
    columns[n_columns++] = (PpvColumn) PPV_COLUMN (set->thread);
  if (set->columns & PPV_SET_CPU)
    columns[n_columns++] = (PpvColumn) PPV_COLUMN (set->cpu);
  if (set->columns & PPV_SET_LABEL)
    columns[n_columns++] = (PpvColumn) PPV_COLUMN (set->label);
  if (!ppv_columns_grow (&n_room, columns, n_columns))
    return FALSE;
  for (guint i = 0; i < set->weight->len; i++)
    {
      PpvColumn weight = { &set->weight->pdata[i], sizeof (gint64) };
      gsize weight_room = set->n_room;

      if (!ppv_columns_grow (&weight_room, &weight, 1))
        return FALSE;
    }
  set->n_room = MIN (n_room, self->limits.rows);
  return TRUE;
}

gsize
ppv_profile_builder_reserve (PpvProfileBuilder *self, guint32 set, gsize n_rows)
{
  PpvSetRows *rows = g_ptr_array_index (self->sets, set);

  while (rows->n_room - rows->n_rows < n_rows && grow_set (self, rows))
    continue;
  return MIN (n_rows, rows->n_room - rows->n_rows);
}

static PpvStackId
unknown_stack (PpvProfileBuilder *self)
{
  if (self->unknown_stack == PPV_NONE)
    self->unknown_stack =
        ppv_profile_builder_stack (self, PPV_NONE, ppv_profile_builder_marker (self, "[unknown]"));
  return self->unknown_stack;
}

void
ppv_profile_builder_note_time (PpvProfileBuilder *self, gint64 time)
{
  self->first_time = MIN (self->first_time, time);
  self->last_time = MAX (self->last_time, time);
}

/**
 * ppv_profile_builder_label: (skip)
 * @self: a builder
 * @label: what the next sample says of itself
 */
void
ppv_profile_builder_label (PpvProfileBuilder *self, PpvStringId label)
{
  self->label = label;
}

/**
 * ppv_profile_builder_sample: (skip)
 * @self: a builder
 * @set: a sample set
 * @stack: a stack, or PPV_NONE
 * @time: in the recording's clock, from 0; ignored by a set without times
 * @thread: a thread or PPV_NONE; ignored by a set without threads
 * @cpu: a cpu number or PPV_NONE; ignored by a set without cpus
 * @weights: one for each metric of the set
 */
void
ppv_profile_builder_sample (PpvProfileBuilder *self,
                            guint32 set,
                            PpvStackId stack,
                            gint64 time,
                            PpvThreadId thread,
                            guint32 cpu,
                            const gint64 *weights)
{
  PpvSetRows *rows = g_ptr_array_index (self->sets, set);
  gsize row = rows->n_rows;
  PpvStringId label = self->label;

  self->label = 0;
  if (G_UNLIKELY (stack == PPV_NONE))
    stack = unknown_stack (self);
  if (G_UNLIKELY (stack == PPV_NONE || (row == rows->n_room && !grow_set (self, rows))))
    {
      self->n_samples_lost++;
      return;
    }
  rows->stack[row] = stack;
  if (rows->columns & PPV_SET_TIME)
    {
      rows->time[row] = MAX (time, 0);
      ppv_profile_builder_note_time (self, MAX (time, 0));
    }
  if (rows->columns & PPV_SET_THREAD)
    rows->thread[row] = thread;
  if (rows->columns & PPV_SET_CPU)
    rows->cpu[row] = cpu;
  if (rows->columns & PPV_SET_LABEL)
    rows->label[row] = label;
  for (guint i = 0; i < rows->weight->len; i++)
    ((gint64 *) rows->weight->pdata[i])[row] = weights[i];
  rows->n_rows++;
}

/**
 * ppv_profile_builder_group: (skip)
 * @self: a builder
 * @set: a sample set of LEVEL metrics
 * @time: the group's moment
 * @flags: PPV_GROUP_DETAILED, PPV_GROUP_PEAK
 */
void
ppv_profile_builder_group (PpvProfileBuilder *self, guint32 set, gint64 time, guint8 flags)
{
  PpvSetRows *rows = g_ptr_array_index (self->sets, set);
  guint64 end = rows->n_rows;

  if (rows->group_begin->len == 0)
    {
      guint64 begin = 0;

      g_array_append_val (rows->group_begin, begin);
    }
  g_array_append_val (rows->group_begin, end);
  g_array_append_val (rows->group_time, time);
  g_array_append_val (rows->group_flags, flags);
  ppv_profile_builder_note_time (self, time);
}

/**
 * ppv_profile_builder_counter: (skip)
 * @self: a builder
 * @name: the counter's name
 * @unit: its unit
 *
 * Returns: the row of a new counter
 */
guint32
ppv_profile_builder_counter (PpvProfileBuilder *self, const char *name, const char *unit)
{
  PpvCounterRows *counter = g_new0 (PpvCounterRows, 1);

  counter->name = ppv_profile_builder_string (self, name, -1);
  counter->unit = ppv_profile_builder_string (self, unit, -1);
  counter->time = g_array_new (FALSE, FALSE, sizeof (gint64));
  counter->value = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_ptr_array_add (self->counters, counter);
  return self->counters->len - 1;
}

/**
 * ppv_profile_builder_count: (skip)
 * @self: a builder
 * @counter: a counter
 * @time: in the recording's clock
 * @value: in the counter's unit
 */
void
ppv_profile_builder_count (PpvProfileBuilder *self, guint32 counter, gint64 time, gint64 value)
{
  PpvCounterRows *rows = g_ptr_array_index (self->counters, counter);

  g_array_append_val (rows->time, time);
  g_array_append_val (rows->value, value);
  ppv_profile_builder_note_time (self, time);
}
