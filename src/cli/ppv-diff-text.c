/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A comparison for terminals and for merge requests. */

#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cli-diff.h"
#include "ppv-cli-table.h"
#include "ppv-text.h"

/* --- terminal --------------------------------------------------------------------------- */

static gboolean
has_column (const PpvDiffReport *self, guint column)
{
  if (column == PPV_DIFF_COLUMN_MODULE)
    {
      for (guint32 i = 0; i < self->n_shown; i++)
        if (self->diff->rows[i].module[0] != '\0')
          return self->diff->by == PPV_DIFF_BY_FUNCTION;
      return FALSE;
    }
  if (column == PPV_DIFF_COLUMN_INTERVAL || column == PPV_DIFF_COLUMN_Q)
    return self->diff->evidence >= PPV_EVIDENCE_BLOCKS;
  return TRUE;
}

static void
print_wrapped (const char *text, PpvOutput *output)
{
  g_autofree char *safe = ppv_text_safe (text);
  g_autofree char *wrapped = ppv_text_wrap (safe, output->width, 0);

  ppv_sink_puts (output->sink, wrapped);
}

static PpvColumn
column_of (const PpvDiffReport *self, guint column, const char *title)
{
  PpvColumn result = { .title = title };

  result.right = column > PPV_DIFF_COLUMN_STATUS && column < PPV_DIFF_COLUMN_FUNCTION;
  if (column == PPV_DIFF_COLUMN_FUNCTION)
    result.share = 3;
  else if (column == PPV_DIFF_COLUMN_MODULE)
    result.share = 1;
  result.cut = column == PPV_DIFF_COLUMN_FUNCTION && self->diff->by == PPV_DIFF_BY_FUNCTION
                   ? PPV_CUT_NAME
                   : PPV_CUT_MIDDLE;
  return result;
}

static void
print_table (const PpvDiffReport *self, PpvOutput *output)
{
  g_auto (GStrv) titles = g_new0 (char *, PPV_DIFF_N_COLUMNS + 1);
  PpvColumn columns[PPV_DIFF_N_COLUMNS] = { { NULL } };
  g_autoptr (PpvTable) table = NULL;
  guint n_columns = 0;

  for (guint i = 0; i < PPV_DIFF_N_COLUMNS; i++)
    if (has_column (self, i))
      {
        titles[n_columns] = ppv_diff_report_title (self, i);
        columns[n_columns] = column_of (self, i, titles[n_columns]);
        n_columns++;
      }
  table = ppv_table_new (columns, n_columns);
  for (guint32 i = 0; i < self->n_shown; i++)
    for (guint j = 0; j < PPV_DIFF_N_COLUMNS; j++)
      if (has_column (self, j))
        ppv_table_take (table, ppv_diff_report_cell (self, &self->diff->rows[i], j));
  ppv_sink_puts (output->sink, "\n");
  ppv_table_print (table, output);
}

void
ppv_diff_report_print (const PpvDiffReport *self, PpvOutput *output)
{
  g_autofree char *answer = ppv_diff_report_answer (self);
  g_autofree char *rest = ppv_diff_report_rest (self);
  g_auto (GStrv) notes = ppv_diff_report_notes (self);

  ppv_sink_puts (output->sink, ppv_output_bold (output));
  print_wrapped (answer, output);
  ppv_sink_puts (output->sink, ppv_output_plain (output));
  ppv_sink_puts (output->sink, "\n");
  for (PpvDiffSide side = 0; side < PPV_DIFF_N_SIDES; side++)
    {
      g_autofree char *text = ppv_diff_report_side (self, side);

      print_wrapped (text, output);
    }
  print_table (self, output);
  if (rest != NULL)
    ppv_sink_printf (output->sink, "\n%s\n", rest);
  ppv_sink_puts (output->sink, "\n");
  for (guint i = 0; notes[i] != NULL; i++)
    print_wrapped (notes[i], output);
}

/* --- markdown --------------------------------------------------------------------------- */

static void
write_line (const PpvDiffReport *self, const PpvDiffRow *row, PpvSink *sink)
{
  ppv_sink_puts (sink, "|");
  for (guint i = 0; i < PPV_DIFF_N_COLUMNS; i++)
    if (has_column (self, i))
      {
        g_autofree char *cell =
            row != NULL ? ppv_diff_report_cell (self, row, i) : ppv_diff_report_title (self, i);
        g_autofree char *safe = ppv_text_safe (cell);

        ppv_sink_puts (sink, " ");
        ppv_sink_escaped (sink, ppv_escape_markdown, safe);
        ppv_sink_puts (sink, " |");
      }
  ppv_sink_puts (sink, "\n");
}

static void
write_paragraph (const char *begin, const char *text, const char *end, PpvSink *sink)
{
  g_autofree char *safe = ppv_text_safe (text);

  ppv_sink_puts (sink, begin);
  ppv_sink_escaped (sink, ppv_escape_markdown, safe);
  ppv_sink_puts (sink, end);
}

static void
write_head (const PpvDiffReport *self, PpvSink *sink)
{
  g_autofree char *answer = ppv_diff_report_answer (self);

  write_paragraph ("# ", _ ("What changed"), "\n\n", sink);
  write_paragraph ("**", answer, "**\n\n", sink);
  if (self->failed != NULL)
    {
      g_autofree char *text =
          g_strdup_printf (_ ("Refused: %s holds for %s."), self->failed, self->failing->function);

      write_paragraph ("**", text, "**\n\n", sink);
    }
  for (PpvDiffSide side = 0; side < PPV_DIFF_N_SIDES; side++)
    {
      g_autofree char *text = ppv_diff_report_side (self, side);

      write_paragraph ("- ", text, "\n", sink);
    }
}

void
ppv_diff_report_write_markdown (const PpvDiffReport *self, PpvSink *sink)
{
  g_autofree char *rest = ppv_diff_report_rest (self);
  g_auto (GStrv) notes = ppv_diff_report_notes (self);

  write_head (self, sink);
  ppv_sink_puts (sink, "\n");
  write_line (self, NULL, sink);
  for (guint i = 0; i < PPV_DIFF_N_COLUMNS; i++)
    if (has_column (self, i))
      ppv_sink_puts (sink,
                     i > PPV_DIFF_COLUMN_STATUS && i < PPV_DIFF_COLUMN_FUNCTION ? "|--:" : "|---");
  ppv_sink_puts (sink, "|\n");
  for (guint32 i = 0; i < self->n_shown; i++)
    write_line (self, &self->diff->rows[i], sink);
  if (rest != NULL)
    write_paragraph ("\n", rest, "\n", sink);
  for (guint i = 0; notes[i] != NULL; i++)
    write_paragraph ("\n", notes[i], "\n", sink);
}
