/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-cli-table.h"
#include "ppv-text.h"

enum { GAP = 2, LEAST_WIDTH = 6 };

struct _PpvTable {
  const PpvColumn *columns;
  guint n_columns;
  GPtrArray *cells;
};

PpvTable *
ppv_table_new (const PpvColumn *columns, guint n_columns)
{
  PpvTable *self = g_new0 (PpvTable, 1);

  self->columns = columns;
  self->n_columns = n_columns;
  self->cells = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
ppv_table_free (PpvTable *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self);
}

void
ppv_table_add (PpvTable *self, const char *cell)
{
  g_ptr_array_add (self->cells, ppv_text_safe (cell));
}

void
ppv_table_take (PpvTable *self, char *cell)
{
  ppv_table_add (self, cell);
  g_free (cell);
}

static guint *
natural_widths (const PpvTable *self)
{
  guint *widths = g_new (guint, self->n_columns);

  for (guint i = 0; i < self->n_columns; i++)
    widths[i] = ppv_text_width (self->columns[i].title);
  for (guint i = 0; i < self->cells->len; i++)
    {
      guint width = ppv_text_width (g_ptr_array_index (self->cells, i));

      widths[i % self->n_columns] = MAX (widths[i % self->n_columns], width);
    }
  return widths;
}

/* Columns that need less than their share leave the rest to the others. */
static void
share_room (const PpvTable *self, guint *widths, guint room)
{
  g_autofree gboolean *settled = g_new0 (gboolean, self->n_columns);
  gboolean changed = TRUE;

  while (changed)
    {
      guint left = room;
      guint shares = 0;

      changed = FALSE;
      for (guint i = 0; i < self->n_columns; i++)
        if (settled[i])
          left -= MIN (left, widths[i]);
        else
          shares += self->columns[i].share;
      for (guint i = 0; i < self->n_columns && shares > 0; i++)
        if (!settled[i] && self->columns[i].share > 0 &&
            widths[i] <= left * self->columns[i].share / shares)
          settled[i] = changed = TRUE;
      for (guint i = 0; i < self->n_columns && shares > 0 && !changed; i++)
        if (!settled[i] && self->columns[i].share > 0)
          widths[i] = MAX (LEAST_WIDTH, left * self->columns[i].share / shares);
    }
}

static guint *
fitted_widths (const PpvTable *self, guint room)
{
  guint *widths = natural_widths (self);
  guint fixed = GAP * (self->n_columns - 1);

  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i].share == 0)
      fixed += widths[i];
  share_room (self, widths, room > fixed ? room - fixed : 0);
  return widths;
}

static void
append_cell (const PpvTable *self, GString *line, guint column, const char *text, guint width)
{
  const PpvColumn *spec = &self->columns[column];
  g_autofree char *cut = spec->share > 0 ? ppv_text_cut (text, width, spec->cut) : g_strdup (text);

  if (column > 0)
    g_string_append (line, "  ");
  ppv_text_pad (line, cut, width, spec->right);
}

/* One row, without blanks at its end. */
static void
set_line (const PpvTable *self, GString *line, guint first, const guint *widths)
{
  g_string_truncate (line, 0);
  for (guint i = 0; i < self->n_columns; i++)
    append_cell (self, line, i,
                 first == G_MAXUINT ? self->columns[i].title
                                    : g_ptr_array_index (self->cells, first + i),
                 widths[i]);
  while (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);
}

void
ppv_table_print (const PpvTable *self, PpvOutput *output)
{
  g_autofree guint *widths = fitted_widths (self, output->width);
  g_autoptr (GString) line = g_string_new (NULL);

  set_line (self, line, G_MAXUINT, widths);
  ppv_sink_printf (output->sink, "%s%s%s\n", ppv_output_bold (output), line->str,
                   ppv_output_plain (output));
  for (guint first = 0; first < self->cells->len && !ppv_sink_is_failed (output->sink);
       first += self->n_columns)
    {
      set_line (self, line, first, widths);
      ppv_sink_printf (output->sink, "%s\n", line->str);
    }
}
