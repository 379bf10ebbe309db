/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The builder's life, and what it is told in words: facts, records, warnings. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-profile-builder-private.h"
#include "ppv-text.h"

/**
 * ppv_profile_builder_new: (skip)
 * @limits: (nullable): what may be spent; NULL for the defaults
 *
 * Returns: (transfer full): an empty builder
 */
PpvProfileBuilder *
ppv_profile_builder_new (const PpvLimits *limits)
{
  PpvProfileBuilder *self = g_new0 (PpvProfileBuilder, 1);

  ppv_limits_init (&self->limits);
  if (limits != NULL)
    self->limits = *limits;
  self->limits.rows = MAX (self->limits.rows, 1);
  self->scratch = g_string_new (NULL);
  ppv_interner_init (&self->strings.index, 0);
  ppv_interner_init (&self->modules.index, 0);
  ppv_interner_init (&self->functions.index, 0);
  ppv_interner_init (&self->frames.index, 0);
  ppv_interner_init (&self->stacks.index, 0);
  ppv_interner_init (&self->processes.index, 0);
  ppv_interner_init (&self->threads.index, 0);
  self->module_bases = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->inlines = g_array_new (FALSE, FALSE, sizeof (PpvInlineRow));
  self->metrics = g_array_new (FALSE, FALSE, sizeof (PpvMetric));
  self->metric_names = g_hash_table_new (NULL, NULL);
  self->sets = g_ptr_array_new_with_free_func ((GDestroyNotify) ppv_set_rows_free);
  ppv_call_rows_init (&self->calls);
  self->findings = g_array_new (FALSE, FALSE, sizeof (PpvFinding));
  self->parts = g_array_new (FALSE, FALSE, sizeof (PpvFindingPart));
  self->counters = g_ptr_array_new_with_free_func ((GDestroyNotify) ppv_counter_rows_free);
  self->symbols = g_array_new (FALSE, FALSE, sizeof (PpvGivenSymbol));
  self->facts = g_array_new (FALSE, TRUE, sizeof (PpvFact));
  self->records = g_array_new (FALSE, TRUE, sizeof (PpvRecordCount));
  self->warnings = g_array_new (FALSE, TRUE, sizeof (PpvWarning));
  self->full = g_ptr_array_new ();
  self->time_unit = g_strdup ("ns");
  self->first_time = G_MAXINT64;
  self->last_time = G_MININT64;
  self->unknown_stack = PPV_NONE;
  ppv_profile_builder_string (self, "", 0);
  return self;
}

static void
free_tables (PpvProfileBuilder *self)
{
  gpointer columns[] = {
    self->strings.offset,      self->strings.text,        self->modules.path,
    self->modules.build_id,    self->modules.kind,        self->modules.symbol_state,
    self->functions.name,      self->functions.raw_name,  self->functions.module,
    self->functions.file,      self->functions.line,      self->frames.function,
    self->frames.module,       self->frames.address,      self->frames.file,
    self->frames.line,         self->frames.inlined,      self->stacks.pair,
    self->processes.pid,       self->processes.life,      self->processes.name,
    self->threads.tid,         self->threads.process,     self->threads.name,
    self->strings.index.slots, self->modules.index.slots, self->functions.index.slots,
    self->frames.index.slots,  self->stacks.index.slots,  self->processes.index.slots,
    self->threads.index.slots,
  };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_free (columns[i]);
}

static void
free_words (PpvProfileBuilder *self)
{
  for (guint i = 0; i < self->facts->len; i++)
    {
      g_free ((gpointer) g_array_index (self->facts, PpvFact, i).key);
      g_free ((gpointer) g_array_index (self->facts, PpvFact, i).value);
    }
  for (guint i = 0; i < self->records->len; i++)
    g_free ((gpointer) g_array_index (self->records, PpvRecordCount, i).name);
  for (guint i = 0; i < self->warnings->len; i++)
    {
      g_free ((gpointer) g_array_index (self->warnings, PpvWarning, i).code);
      g_free ((gpointer) g_array_index (self->warnings, PpvWarning, i).message);
    }
  g_array_unref (self->facts);
  g_array_unref (self->records);
  g_array_unref (self->warnings);
}

/**
 * ppv_profile_builder_free: (skip)
 * @self: (transfer full) (nullable): a builder
 */
void
ppv_profile_builder_free (PpvProfileBuilder *self)
{
  if (self == NULL)
    return;
  free_tables (self);
  free_words (self);
  g_hash_table_unref (self->module_bases);
  g_array_unref (self->inlines);
  g_array_unref (self->metrics);
  g_array_unref (self->symbols);
  g_hash_table_unref (self->metric_names);
  g_ptr_array_unref (self->sets);
  ppv_span_rows_clear (&self->spans);
  ppv_call_rows_clear (&self->calls);
  g_array_unref (self->findings);
  g_array_unref (self->parts);
  g_ptr_array_unref (self->counters);
  g_ptr_array_unref (self->full);
  g_free (self->time_unit);
  g_string_free (self->scratch, TRUE);
  g_free (self);
}

/**
 * ppv_profile_builder_get_limits: (skip)
 * @self: a builder
 *
 * Returns: (transfer none): what may be spent
 */
const PpvLimits *
ppv_profile_builder_get_limits (PpvProfileBuilder *self)
{
  return &self->limits;
}

guint32
ppv_profile_builder_full (PpvProfileBuilder *self, const char *table)
{
  if (!g_ptr_array_find_with_equal_func (self->full, table, g_str_equal, NULL))
    g_ptr_array_add (self->full, (gpointer) table);
  return PPV_NONE;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* At last and by name, so that it does not matter which was full first, and where. */
void
ppv_profile_builder_tell_full (PpvProfileBuilder *self)
{
  g_ptr_array_sort (self->full, compare_names);
  for (guint i = 0; i < self->full->len; i++)
    {
      const char *table = g_ptr_array_index (self->full, i);
      g_autofree char *code = g_strconcat ("too-many-", table, NULL);

      ppv_profile_builder_warn (
          self, PPV_LOSS, code, PPV_NO_ADDRESS,
          _ ("There was no room for more %s (see --limit-rows, --limit-text-bytes "
             "and the memory of this machine)"),
          _ (table));
    }
  if (self->n_samples_lost > 0)
    ppv_profile_builder_warn_many (
        self, PPV_LOSS, "too-many-samples", PPV_NO_ADDRESS, self->n_samples_lost,
        _ ("There was no room for more samples (see --limit-rows and the "
           "memory of this machine)"));
}

/**
 * ppv_profile_builder_time_unit: (skip)
 * @self: a builder
 * @unit: "ns", "instructions", "ms" or "bytes"
 *
 * Times in nanoseconds are counted from the first one by the seal; others are
 * the program's own and stay.
 */
void
ppv_profile_builder_time_unit (PpvProfileBuilder *self, const char *unit)
{
  g_free (self->time_unit);
  self->time_unit = g_strdup (unit);
}

/**
 * ppv_profile_builder_fact: (skip)
 * @self: a builder
 * @key: stable snake_case
 * @value: any bytes; what is not UTF-8 is repaired
 * @length: their number, or -1 when NUL-terminated
 */
void
ppv_profile_builder_fact (PpvProfileBuilder *self,
                          const char *key,
                          const char *value,
                          gssize length)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PpvFact fact = { NULL, NULL };

  ppv_text_repair (text, value, length < 0 ? strlen (value) : (gsize) length);
  for (guint i = 0; i < self->facts->len; i++)
    {
      PpvFact *known = &g_array_index (self->facts, PpvFact, i);

      if (!g_str_equal (known->key, key))
        continue;
      g_free ((gpointer) known->value);
      known->value = g_strdup (text->str);
      return;
    }
  fact.key = g_strdup (key);
  fact.value = g_strdup (text->str);
  g_array_append_val (self->facts, fact);
}

/**
 * ppv_profile_builder_record: (skip)
 * @self: a builder
 * @name: a kind of record, as its format names it
 * @count: how many more there are
 */
void
ppv_profile_builder_record (PpvProfileBuilder *self, const char *name, guint64 count)
{
  PpvRecordCount record = { NULL, count };

  for (guint i = 0; i < self->records->len; i++)
    {
      PpvRecordCount *known = &g_array_index (self->records, PpvRecordCount, i);

      if (!g_str_equal (known->name, name))
        continue;
      known->count += count;
      return;
    }
  record.name = g_strdup (name);
  g_array_append_val (self->records, record);
}

static void G_GNUC_PRINTF (6, 0) warn (PpvProfileBuilder *self,
                                       PpvSeverity severity,
                                       const char *code,
                                       guint64 offset,
                                       guint64 count,
                                       const char *format,
                                       va_list args)
{
  PpvWarning warning = { severity, NULL, NULL, offset, count };
  g_autoptr (GString) text = NULL;
  g_autofree char *message = NULL;

  for (guint i = 0; i < self->warnings->len; i++)
    {
      PpvWarning *known = &g_array_index (self->warnings, PpvWarning, i);

      if (!g_str_equal (known->code, code))
        continue;
      known->count += count;
      known->severity = MAX (known->severity, severity);
      return;
    }
  message = g_strdup_vprintf (format, args);
  text = g_string_new (NULL);
  ppv_text_repair (text, message, strlen (message));
  warning.code = g_strdup (code);
  warning.message = g_strdup (text->str);
  g_array_append_val (self->warnings, warning);
}

/**
 * ppv_profile_builder_warn: (skip)
 * @self: a builder
 * @severity: PPV_LOSS when something of the file is missing
 * @code: stable; warnings of one code are counted together
 * @offset: byte in the unwrapped file, or PPV_NO_ADDRESS
 * @format: a sentence without a full stop at its end
 * @...: its values
 */
void
ppv_profile_builder_warn (PpvProfileBuilder *self,
                          PpvSeverity severity,
                          const char *code,
                          guint64 offset,
                          const char *format,
                          ...)
{
  va_list args;

  va_start (args, format);
  warn (self, severity, code, offset, 1, format, args);
  va_end (args);
}

/**
 * ppv_profile_builder_warn_many: (skip)
 * @self: a builder
 * @severity: PPV_LOSS when something of the file is missing
 * @code: stable; warnings of one code are counted together
 * @offset: byte in the unwrapped file where it first happened, or PPV_NO_ADDRESS
 * @count: how often it happened
 * @format: a sentence without a full stop at its end
 * @...: its values
 */
void
ppv_profile_builder_warn_many (PpvProfileBuilder *self,
                               PpvSeverity severity,
                               const char *code,
                               guint64 offset,
                               guint64 count,
                               const char *format,
                               ...)
{
  va_list args;

  va_start (args, format);
  warn (self, severity, code, offset, count, format, args);
  va_end (args);
}
