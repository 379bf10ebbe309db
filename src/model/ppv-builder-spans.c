/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Spans: what is appended and never looked up, like samples. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-columns-private.h"
#include "ppv-profile-builder-private.h"

enum { N_COLUMNS = 7 };

static void
list_columns (PpvSpanRows *self, PpvColumn columns[N_COLUMNS])
{
  columns[0] = (PpvColumn) PPV_COLUMN (self->thread);
  columns[1] = (PpvColumn) PPV_COLUMN (self->start);
  columns[2] = (PpvColumn) PPV_COLUMN (self->duration);
  columns[3] = (PpvColumn) PPV_COLUMN (self->category);
  columns[4] = (PpvColumn) PPV_COLUMN (self->name);
  columns[5] = (PpvColumn) PPV_COLUMN (self->fields);
  columns[6] = (PpvColumn) PPV_COLUMN (self->value);
}

void
ppv_span_rows_clear (PpvSpanRows *self)
{
  g_clear_pointer (&self->thread, g_free);
  g_clear_pointer (&self->start, g_free);
  g_clear_pointer (&self->duration, g_free);
  g_clear_pointer (&self->category, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->fields, g_free);
  g_clear_pointer (&self->value, g_free);
}

static gboolean
grow (PpvProfileBuilder *self)
{
  PpvColumn columns[N_COLUMNS];

  list_columns (&self->spans, columns);
  if (self->spans.n_rows >= self->limits.rows ||
      !ppv_columns_grow (&self->spans.n_room, columns, N_COLUMNS))
    return FALSE;
  self->spans.n_room = MIN (self->spans.n_room, self->limits.rows);
  return TRUE;
}

/**
 * ppv_profile_builder_span: (skip)
 * @self: a builder
 * @span: the span; a duration below 0 is taken for 0
 */
void
ppv_profile_builder_span (PpvProfileBuilder *self, const PpvSpan *span)
{
  PpvSpanRows *rows = &self->spans;
  gsize row = rows->n_rows;
  gint64 start = MAX (span->start, 0);
  gint64 duration = MAX (span->duration, 0);
  gint64 end;

  if (row == rows->n_room && !grow (self))
    {
      (void) ppv_profile_builder_full (self, N_ ("spans"));
      return;
    }
  if (__builtin_add_overflow (start, duration, &end))
    {
      end = G_MAXINT64;
      duration = end - start;
    }
  ppv_profile_builder_note_time (self, start);
  ppv_profile_builder_note_time (self, end);
  rows->thread[row] = span->thread;
  rows->start[row] = start;
  rows->duration[row] = duration;
  rows->category[row] = span->category;
  rows->name[row] = span->name;
  rows->fields[row] = span->fields;
  rows->value[row] = span->value;
  rows->n_rows++;
}

PpvSpanTable
ppv_span_rows_seal (PpvSpanRows *self)
{
  PpvColumn columns[N_COLUMNS];

  list_columns (self, columns);
  if (self->n_rows > 0)
    ppv_columns_trim (self->n_rows, columns, N_COLUMNS);
  return (PpvSpanTable){ self->n_rows,
                         g_steal_pointer (&self->thread),
                         g_steal_pointer (&self->start),
                         g_steal_pointer (&self->duration),
                         g_steal_pointer (&self->category),
                         g_steal_pointer (&self->name),
                         g_steal_pointer (&self->fields),
                         g_steal_pointer (&self->value) };
}
