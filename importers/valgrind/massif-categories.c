/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "massif-categories.h"
#include "ppv-number.h"

typedef struct {
  PpvStackId stack;
  guint32 category;
  gint64 value;
} Value;

/*
 * Metrics are called as those of other tools that measure the same; what was allocated comes
 * before what is left of it, which may be nothing.
 */
static const struct {
  const char *category;
  const char *metric;
  const char *unit;
} known[] = {
  { "totB", "allocated", "bytes" }, { "totBk", "allocations", "count" },
  { "curB", "leaked", "bytes" },    { "curBk", "leaked blocks", "count" },
  { "totFdB", "freed", "bytes" },   { "totFdBk", "frees", "count" },
};

void
massif_categories_init (MassifCategories *self, PpvProfileBuilder *builder)
{
  *self = (MassifCategories){ .builder = builder };
  self->values = g_array_new (FALSE, FALSE, sizeof (Value));
}

static void
forget (MassifCategories *self)
{
  for (guint i = 0; i < self->n_categories; i++)
    g_clear_pointer (&self->label[i], g_free);
  self->n_categories = 0;
  g_array_set_size (self->values, 0);
}

void
massif_categories_clear (MassifCategories *self)
{
  forget (self);
  g_clear_pointer (&self->values, g_array_unref);
}

gboolean
massif_categories_begin (MassifCategories *self, const char *label, gsize length, guint64 offset)
{
  if (self->n_categories == MASSIF_MOST_CATEGORIES)
    {
      ppv_profile_builder_warn (self->builder, PPV_LOSS, "too-many-categories", offset,
                                _ ("The report has more than %d categories; the others were left "
                                   "out"),
                                MASSIF_MOST_CATEGORIES);
      return FALSE;
    }
  self->label[self->n_categories++] = g_strndup (label, length);
  return TRUE;
}

/* A stack that has nothing of a category has no value in it. */
void
massif_categories_add (MassifCategories *self, PpvStackId stack, gint64 value)
{
  Value row = { stack, self->n_categories - 1, value };

  if (value > 0)
    g_array_append_val (self->values, row);
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const Value *left = a;
  const Value *right = b;

  if (left->stack != right->stack)
    return left->stack < right->stack ? -1 : 1;
  return (left->category > right->category) - (left->category < right->category);
}

/* "curB : currently allocated Bytes"; the row of curB, or of none. */
static guint
find_known (const char *label)
{
  gsize length = strcspn (label, " ");
  guint i = 0;

  while (i < G_N_ELEMENTS (known) &&
         (strlen (known[i].category) != length || strncmp (known[i].category, label, length) != 0))
    i++;
  return i;
}

/* The metrics of the categories that are at row @row of the known ones; others are after them. */
static void
write_metrics (
    const MassifCategories *self, guint32 set, guint row, guint *n_columns, guint *column)
{
  for (guint i = 0; i < self->n_categories; i++)
    {
      const char *label = self->label[i];
      g_autofree char *name = g_strndup (label, strcspn (label, " "));

      if (find_known (label) != row)
        continue;
      column[i] = (*n_columns)++;
      if (row < G_N_ELEMENTS (known))
        ppv_profile_builder_metric (self->builder, set, known[row].metric, known[row].unit,
                                    PPV_METRIC_FLOW);
      else
        ppv_profile_builder_metric (self->builder, set, name,
                                    strstr (label, "Bytes") != NULL ? "bytes" : "count",
                                    PPV_METRIC_FLOW);
    }
}

/* The values of one stack from @row on; the row of the next one. */
static guint
write_stack (const MassifCategories *self, guint32 set, const guint *column, guint row)
{
  gint64 weights[MASSIF_MOST_CATEGORIES] = { 0 };
  const Value *values = (const Value *) (gpointer) self->values->data;
  PpvStackId stack = values[row].stack;
  gboolean saturated = FALSE;

  for (; row < self->values->len && values[row].stack == stack; row++)
    {
      gint64 *weight = &weights[column[values[row].category]];

      *weight = ppv_add_saturating (*weight, values[row].value, &saturated);
    }
  ppv_profile_builder_sample (self->builder, set, stack, 0, PPV_NONE, PPV_NONE, weights);
  return row;
}

void
massif_categories_write (MassifCategories *self)
{
  guint column[MASSIF_MOST_CATEGORIES] = { 0 };
  guint n_columns = 0;
  guint32 set;

  if (self->n_categories == 0)
    return;
  set = ppv_profile_builder_set (self->builder, PPV_SET_PATHS);
  for (guint row = 0; row <= G_N_ELEMENTS (known); row++)
    write_metrics (self, set, row, &n_columns, column);
  g_array_sort (self->values, compare_values);
  for (guint row = 0; row < self->values->len;)
    row = write_stack (self, set, column, row);
  forget (self);
}
