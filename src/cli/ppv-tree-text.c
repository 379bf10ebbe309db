/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A tree drawn for a terminal.  Stacks are deep and terminals narrow, so only a
 * branching moves to the right; a lone callee stands below its caller:
 *
 *     main
 *     run
 *     ├─ parse
 *     │  read_line
 *     └─ compute
 */

#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cli-text.h"
#include "ppv-cli-tree.h"

enum { VALUE_WIDTH = 10, PERCENT_WIDTH = 7, MARK_WIDTH = 3, LEAST_LABEL = 24 };

/**
 * Drawing:
 * @last_child: of each row; the roots' at the end
 * @n_children: of each row; the number of roots at the end
 * @level: how many branchings are above each row's children
 * @is_last: of the path to the current row, whether a branching has no more below
 *
 * What stands before the names.
 */
typedef struct {
  guint32 *last_child;
  guint32 *n_children;
  guint32 *level;
  GArray *is_last;
} Drawing;

static void
drawing_init (Drawing *self, const PpvTreeRows *tree)
{
  guint32 n_rows = tree->rows->len;

  self->last_child = g_new0 (guint32, n_rows + 1);
  self->n_children = g_new0 (guint32, n_rows + 1);
  self->level = g_new0 (guint32, n_rows + 1);
  self->is_last = g_array_new (FALSE, TRUE, sizeof (gboolean));
  for (guint32 i = 0; i < n_rows; i++)
    {
      guint32 parent = g_array_index (tree->rows, PpvTreeRow, i).parent;
      guint32 at = parent == PPV_NONE ? n_rows : parent;

      self->last_child[at] = i;
      self->n_children[at]++;
    }
}

static void
drawing_clear (Drawing *self)
{
  g_free (self->last_child);
  g_free (self->n_children);
  g_free (self->level);
  g_array_unref (self->is_last);
}

/* Moves to @row, which is the next one; whether it has siblings. */
static gboolean
enter_row (Drawing *self, const PpvTreeRows *tree, guint32 row)
{
  guint32 parent = g_array_index (tree->rows, PpvTreeRow, row).parent;
  guint32 at = parent == PPV_NONE ? tree->rows->len : parent;
  gboolean branches = self->n_children[at] > 1;
  gboolean is_last = self->last_child[at] == row;

  self->level[row] = self->level[at] + (branches ? 1 : 0);
  g_array_set_size (self->is_last, self->level[at]);
  if (branches)
    g_array_append_val (self->is_last, is_last);
  return branches;
}

/* The marks of the innermost branchings, as far as half of @width goes. */
static void
append_marks (const Drawing *self, GString *line, gboolean branches, guint width)
{
  guint most = MAX (1, width / 2 / MARK_WIDTH);
  guint n_levels = self->is_last->len;
  guint first = n_levels > most ? n_levels - most : 0;

  if (first > 0)
    g_string_append (line, "…");
  for (guint i = first; i < n_levels; i++)
    {
      gboolean is_last = g_array_index (self->is_last, gboolean, i);

      if (branches && i == n_levels - 1)
        g_string_append (line, is_last ? "└─ " : "├─ ");
      else
        g_string_append (line, is_last ? "   " : "│  ");
    }
}

static void
append_number (GString *line, char *text, guint width)
{
  ppv_text_pad (line, text, width, TRUE);
  g_string_append (line, "  ");
  g_free (text);
}

static void
append_heading (GString *line, const char *title, guint width)
{
  ppv_text_pad (line, title, width, TRUE);
  g_string_append (line, "  ");
}

static void
print_heading (gboolean with_self, PpvOutput *output)
{
  g_autoptr (GString) line = g_string_new (NULL);

  append_heading (line, _ ("total %"), PERCENT_WIDTH);
  append_heading (line, _ ("total"), VALUE_WIDTH);
  if (with_self)
    append_heading (line, _ ("self %"), PERCENT_WIDTH);
  ppv_sink_printf (output->sink, "%s%s%s%s\n", ppv_output_bold (output), line->str, _ ("function"),
                   ppv_output_plain (output));
}

static void
append_label (GString *line, char *label, guint width)
{
  g_autofree char *safe = ppv_text_safe (label);
  guint used = ppv_text_width (line->str);
  g_autofree char *cut =
      ppv_text_cut (safe, MAX (LEAST_LABEL, width - MIN (width, used)), PPV_CUT_NAME);

  g_string_append (line, cut);
  g_string_append_c (line, '\n');
  g_free (label);
}

void
ppv_tree_rows_print (const PpvTreeRows *self,
                     const PpvProfile *profile,
                     const char *unit,
                     gboolean with_self,
                     PpvTreeLabel label,
                     PpvOutput *output)
{
  g_autoptr (GString) line = g_string_new (NULL);
  Drawing drawing;

  drawing_init (&drawing, self);
  print_heading (with_self, output);
  for (guint32 i = 0; i < self->rows->len && !ppv_sink_is_failed (output->sink); i++)
    {
      const PpvTreeRow *row = &g_array_index (self->rows, PpvTreeRow, i);
      gboolean branches = enter_row (&drawing, self, i);

      g_string_truncate (line, 0);
      append_number (line, ppv_text_percent (row->total, self->sum), PERCENT_WIDTH);
      append_number (line, ppv_text_value (row->total, unit), VALUE_WIDTH);
      if (with_self)
        append_number (line, ppv_text_percent (row->self, self->sum), PERCENT_WIDTH);
      append_marks (&drawing, line, branches,
                    output->width - MIN (output->width, (guint) line->len));
      append_label (line, label (profile, row), output->width);
      ppv_sink_puts (output->sink, line->str);
    }
  drawing_clear (&drawing);
}
