/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reference counting and access; nothing here computes. */

#include "config.h"

#include <string.h>

#include "ppv-profile-private.h"

/**
 * ppv_profile_get_type: (skip)
 *
 * Returns: the boxed type of #PpvProfile, whose copies are references
 */
G_DEFINE_BOXED_TYPE (PpvProfile, ppv_profile, ppv_profile_ref, ppv_profile_unref)

static void
clear_set (PpvSealedSet *sealed)
{
  PpvSampleSet *set = &sealed->set;

  g_free ((gpointer) set->stack);
  if (sealed->shares)
    return;
  g_free ((gpointer) set->time);
  g_free ((gpointer) set->thread);
  g_free ((gpointer) set->cpu);
  g_free ((gpointer) set->label);
  g_free ((gpointer) set->metric);
  for (guint32 i = 0; i < set->n_metrics; i++)
    g_free ((gpointer) set->weight[i]);
  g_free (set->weight);
  g_free ((gpointer) set->group_begin);
  g_free ((gpointer) set->group_time);
  g_free ((gpointer) set->group_flags);
}

static void
clear_counter (PpvCounter *counter)
{
  g_free ((gpointer) counter->time);
  g_free ((gpointer) counter->value);
}

static void
clear_fact (PpvFact *fact)
{
  g_free ((gpointer) fact->key);
  g_free ((gpointer) fact->value);
}

static void
clear_record (PpvRecordCount *record)
{
  g_free ((gpointer) record->name);
}

static void
clear_warning (PpvWarning *warning)
{
  g_free ((gpointer) warning->code);
  g_free ((gpointer) warning->message);
}

static GArray *
array_of (gsize size, gpointer clear)
{
  GArray *array = g_array_new (FALSE, TRUE, (guint) size);

  if (clear != NULL)
    g_array_set_clear_func (array, (GDestroyNotify) clear);
  return array;
}

PpvProfile *
ppv_profile_alloc (void)
{
  PpvProfile *self = g_atomic_rc_box_new0 (PpvProfile);

  self->metrics = array_of (sizeof (PpvMetric), NULL);
  self->sets = array_of (sizeof (PpvSealedSet), clear_set);
  self->findings = array_of (sizeof (PpvFinding), NULL);
  self->parts = array_of (sizeof (PpvFindingPart), NULL);
  self->counters = array_of (sizeof (PpvCounter), clear_counter);
  self->facts = array_of (sizeof (PpvFact), clear_fact);
  self->records = array_of (sizeof (PpvRecordCount), clear_record);
  self->warnings = array_of (sizeof (PpvWarning), clear_warning);
  return self;
}

static void
free_tables (PpvProfile *self)
{
  const void *columns[] = {
    self->modules.path,         self->modules.build_id, self->modules.kind,
    self->modules.symbol_state, self->functions.name,   self->functions.raw_name,
    self->functions.module,     self->functions.file,   self->functions.line,
    self->frames.function,      self->frames.module,    self->frames.address,
    self->frames.file,          self->frames.line,      self->frames.inlined,
    self->stacks.parent,        self->stacks.frame,     self->processes.pid,
    self->processes.name,       self->threads.tid,      self->threads.process,
    self->threads.name,         self->spans.thread,     self->spans.start,
    self->spans.duration,       self->spans.category,   self->spans.name,
    self->spans.fields,         self->spans.value,      self->calls.caller,
    self->calls.callee,         self->calls.count,      self->calls.cost,
  };

  for (guint32 i = 0; i < self->calls.n_metrics; i++)
    g_free ((gpointer) self->calls.cost[i]);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_free ((gpointer) columns[i]);
}

/* Strings and tables, which a view has of its base. */
static void
free_own (PpvProfile *self)
{
  if (self->base != NULL)
    {
      g_free ((gpointer) self->stacks.parent);
      g_free ((gpointer) self->stacks.frame);
      ppv_profile_unref (self->base);
      return;
    }
  free_tables (self);
  g_free (self->text);
  g_free (self->text_offset);
}

static void
clear_profile (PpvProfile *self)
{
  free_own (self);
  g_array_unref (self->metrics);
  g_array_unref (self->sets);
  g_array_unref (self->findings);
  g_array_unref (self->parts);
  g_array_unref (self->counters);
  g_array_unref (self->facts);
  g_array_unref (self->records);
  g_array_unref (self->warnings);
  g_free (self->time_unit);
  g_free (self->file);
  g_free (self->format);
}

/**
 * ppv_profile_ref:
 * @self: a profile
 *
 * Returns: (transfer full): @self
 */
PpvProfile *
ppv_profile_ref (PpvProfile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * ppv_profile_unref:
 * @self: (transfer full): a profile
 */
void
ppv_profile_unref (PpvProfile *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear_profile);
}

/**
 * ppv_profile_get_string: (skip)
 * @self: a profile
 * @id: a row of the string table
 *
 * Returns: (transfer none): the text, valid UTF-8
 */
const char *
ppv_profile_get_string (const PpvProfile *self, PpvStringId id)
{
  g_return_val_if_fail (id < self->n_strings, "");

  return self->text + self->text_offset[id];
}

/**
 * ppv_profile_get_n_strings: (skip)
 * @self: a profile
 *
 * Returns: number of rows of the string table
 */
guint32
ppv_profile_get_n_strings (const PpvProfile *self)
{
  return self->n_strings;
}

/**
 * ppv_profile_get_modules: (skip)
 * @self: a profile
 *
 * Returns: (transfer none): the module table
 */
const PpvModuleTable *
ppv_profile_get_modules (const PpvProfile *self)
{
  return &self->modules;
}

/**
 * ppv_profile_get_functions: (skip)
 * @self: a profile
 *
 * Returns: (transfer none): the function table
 */
const PpvFunctionTable *
ppv_profile_get_functions (const PpvProfile *self)
{
  return &self->functions;
}

/**
 * ppv_profile_get_frames: (skip)
 * @self: a profile
 *
 * Returns: (transfer none): the frame table
 */
const PpvFrameTable *
ppv_profile_get_frames (const PpvProfile *self)
{
  return &self->frames;
}

/**
 * ppv_profile_get_stacks: (skip)
 * @self: a profile
 *
 * Returns: (transfer none): the stack table
 */
const PpvStackTable *
ppv_profile_get_stacks (const PpvProfile *self)
{
  return &self->stacks;
}

/**
 * ppv_profile_get_processes: (skip)
 * @self: a profile
 *
 * Returns: (transfer none): the process table
 */
const PpvProcessTable *
ppv_profile_get_processes (const PpvProfile *self)
{
  return &self->processes;
}

/**
 * ppv_profile_get_threads: (skip)
 * @self: a profile
 *
 * Returns: (transfer none): the thread table
 */
const PpvThreadTable *
ppv_profile_get_threads (const PpvProfile *self)
{
  return &self->threads;
}

/**
 * ppv_profile_dup_threads: (skip)
 * @self: a profile
 * @n_threads: (out): how many threads there are
 *
 * Returns: (array length=n_threads): the last row of each thread; free it with g_free()
 */
PpvThreadId *
ppv_profile_dup_threads (const PpvProfile *self, guint32 *n_threads)
{
  const PpvThreadTable *threads = &self->threads;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  PpvThreadId *rows = g_new (PpvThreadId, threads->n_rows + 1);
  guint32 first = threads->n_rows;

  for (guint32 i = threads->n_rows; i-- > 0;)
    {
      guint64 key = ((guint64) threads->process[i] << 32) | (guint32) threads->tid[i];

      if (g_hash_table_add (seen, g_memdup2 (&key, sizeof key)))
        rows[--first] = i;
    }
  *n_threads = threads->n_rows - first;
  memmove (rows, rows + first, *n_threads * sizeof *rows);
  return rows;
}

/**
 * ppv_profile_get_n_metrics: (skip)
 * @self: a profile
 *
 * Returns: number of metrics
 */
guint32
ppv_profile_get_n_metrics (const PpvProfile *self)
{
  return self->metrics->len;
}

/**
 * ppv_profile_get_metric: (skip)
 * @self: a profile
 * @id: a metric, less than ppv_profile_get_n_metrics()
 *
 * Returns: (transfer none): the metric
 */
const PpvMetric *
ppv_profile_get_metric (const PpvProfile *self, PpvMetricId id)
{
  g_return_val_if_fail (id < self->metrics->len, NULL);

  return &g_array_index (self->metrics, PpvMetric, id);
}

/**
 * ppv_profile_find_metric: (skip)
 * @self: a profile
 * @name: a metric's name
 *
 * Returns: its row, or PPV_NONE
 */
PpvMetricId
ppv_profile_find_metric (const PpvProfile *self, const char *name)
{
  g_return_val_if_fail (name != NULL, PPV_NONE);

  for (guint32 i = 0; i < self->metrics->len; i++)
    if (g_str_equal (ppv_profile_get_string (self, ppv_profile_get_metric (self, i)->name), name))
      return i;
  return PPV_NONE;
}

/**
 * ppv_profile_default_metric: (skip)
 * @self: a profile
 *
 * Returns: the first metric with samples, else the first; PPV_NONE without any
 */
PpvMetricId
ppv_profile_default_metric (const PpvProfile *self)
{
  for (guint32 i = 0; i < self->metrics->len; i++)
    if (ppv_profile_get_metric (self, i)->n_samples > 0)
      return i;
  return self->metrics->len > 0 ? 0 : PPV_NONE;
}

/**
 * ppv_profile_get_n_sets: (skip)
 * @self: a profile
 *
 * Returns: number of sample sets
 */
guint32
ppv_profile_get_n_sets (const PpvProfile *self)
{
  return self->sets->len;
}

/**
 * ppv_profile_get_set: (skip)
 * @self: a profile
 * @set: a sample set, less than ppv_profile_get_n_sets()
 *
 * Returns: (transfer none): the samples
 */
const PpvSampleSet *
ppv_profile_get_set (const PpvProfile *self, guint32 set)
{
  g_return_val_if_fail (set < self->sets->len, NULL);

  return &g_array_index (self->sets, PpvSealedSet, set).set;
}

/**
 * ppv_profile_default_group: (skip)
 * @self: a profile
 * @set: a sample set, less than ppv_profile_get_n_sets()
 *
 * Returns: the group of a LEVEL set shown unless asked otherwise, or PPV_NONE
 */
guint32
ppv_profile_default_group (const PpvProfile *self, guint32 set)
{
  g_return_val_if_fail (set < self->sets->len, PPV_NONE);

  return g_array_index (self->sets, PpvSealedSet, set).default_group;
}

/**
 * ppv_profile_get_spans: (skip)
 * @self: a profile
 *
 * Returns: (transfer none): the table of spans, in no order of time
 */
const PpvSpanTable *
ppv_profile_get_spans (const PpvProfile *self)
{
  return &self->spans;
}

/**
 * ppv_profile_get_n_counters: (skip)
 * @self: a profile
 *
 * Returns: number of counters
 */
guint32
ppv_profile_get_n_counters (const PpvProfile *self)
{
  return self->counters->len;
}

/**
 * ppv_profile_get_counter: (skip)
 * @self: a profile
 * @counter: a counter, less than ppv_profile_get_n_counters()
 *
 * Returns: (transfer none): the counter
 */
const PpvCounter *
ppv_profile_get_counter (const PpvProfile *self, guint32 counter)
{
  g_return_val_if_fail (counter < self->counters->len, NULL);

  return &g_array_index (self->counters, PpvCounter, counter);
}

/**
 * ppv_profile_find_counter: (skip)
 * @self: a profile
 * @name: a counter's name
 *
 * Returns: (transfer none) (nullable): the counter
 */
const PpvCounter *
ppv_profile_find_counter (const PpvProfile *self, const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint32 i = 0; i < self->counters->len; i++)
    {
      const PpvCounter *counter = ppv_profile_get_counter (self, i);

      if (g_str_equal (ppv_profile_get_string (self, counter->name), name))
        return counter;
    }
  return NULL;
}
