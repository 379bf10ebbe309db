/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ppv-cli-memory.h"
#include "ppv-cli-table.h"
#include "ppv-cli-tree.h"
#include "ppv-number.h"

enum { GRAPH_WIDTH = 72, USUAL_ROWS = 20 };

static char *
format_time (const PpvMemoryReport *self, guint32 snapshot)
{
  return ppv_format_value (self->memory->snapshots[snapshot].time,
                           ppv_profile_get_time_unit (self->profile));
}

/* "Peak: 1.2 MiB in snapshot 45, at 12.3 ms", and below it "heap 1.1 MiB, extra 30.0 KiB" */
static void
print_moment (const PpvMemoryReport *self, const char *what, guint32 snapshot, PpvOutput *output)
{
  const PpvSnapshot *row = &self->memory->snapshots[snapshot];
  g_autofree char *total = ppv_format_bytes (ppv_snapshot_sum (row));
  g_autofree char *heap = ppv_format_bytes (row->heap);
  g_autofree char *extra = ppv_format_bytes (row->extra);
  g_autofree char *stacks = ppv_format_bytes (row->stacks);
  g_autofree char *time = format_time (self, snapshot);

  ppv_sink_printf (output->sink, _ ("%s: %s in snapshot %u, at %s\n  heap %s, extra %s%s%s\n"),
                   what, total, snapshot, time, heap, extra, row->stacks > 0 ? _ (", stacks ") : "",
                   row->stacks > 0 ? stacks : "");
}

static void
print_head (const PpvMemoryReport *self, PpvOutput *output)
{
  const char *command = ppv_profile_get_fact (self->profile, "command");
  g_autofree char *file = ppv_text_safe (ppv_profile_get_file (self->profile));
  g_autofree char *safe = command != NULL ? ppv_text_safe (command) : NULL;

  ppv_sink_printf (output->sink, _ ("File: %s\n"), file);
  if (safe != NULL)
    ppv_sink_printf (output->sink, _ ("Command: %s\n"), safe);
  if (self->memory->peak != PPV_NONE)
    print_moment (self, _ ("Peak"), self->memory->peak, output);
  if (self->memory->highest != PPV_NONE && self->memory->highest != self->memory->peak)
    print_moment (self, _ ("Highest snapshot"), self->memory->highest, output);
  ppv_sink_puts (output->sink, "\n");
}

static char *
tree_label (const PpvProfile *profile, const PpvTreeRow *row)
{
  g_autofree char *label = ppv_memory_dup_site (profile, row->frame);
  const char *blank = g_str_has_prefix (label, "0x") ? strstr (label, ": ") : NULL;

  /* addresses only help programs */
  return g_strdup (blank != NULL ? blank + 2 : label);
}

static void
print_tree (const PpvMemoryReport *self, PpvOutput *output)
{
  g_autofree char *time = NULL;

  if (self->tree == NULL || self->tree->rows->len == 0)
    {
      ppv_sink_puts (output->sink, _ ("\nNo snapshot has call stacks.\n"));
      return;
    }
  time = format_time (self, self->moment);
  ppv_sink_printf (output->sink, _ ("\nWho holds the heap in snapshot %u, at %s:\n"), self->moment,
                   time);
  ppv_tree_rows_print (self->tree, self->profile, "bytes", FALSE, tree_label, output);
  ppv_cli_tree_print_rest (self->tree, output);
}

/* Some of many: the peak, the first and the last, and others in even steps. */
static gboolean
is_shown (const PpvMemory *memory, guint32 snapshot, guint n_rows)
{
  guint32 n_steps = MAX (n_rows, 2) - 1;
  guint32 last = memory->n_snapshots - 1;
  guint64 step = (guint64) snapshot * n_steps / MAX (last, 1);

  if (n_rows == 0 || memory->n_snapshots <= n_rows || snapshot == memory->peak ||
      snapshot == memory->highest || snapshot == 0)
    return TRUE;
  return step != (guint64) (snapshot - 1) * n_steps / MAX (last, 1);
}

static void
add_snapshot (PpvTable *table, const PpvMemoryReport *self, guint32 snapshot)
{
  const PpvSnapshot *row = &self->memory->snapshots[snapshot];

  ppv_table_take (table, g_strdup_printf ("%u", snapshot));
  ppv_table_take (table, ppv_format_count (row->time));
  ppv_table_take (table, ppv_format_count (ppv_snapshot_sum (row)));
  ppv_table_take (table, ppv_format_count (row->heap));
  ppv_table_take (table, ppv_format_count (row->extra));
  ppv_table_take (table, ppv_format_count (row->stacks));
  ppv_table_add (table, snapshot == self->memory->peak ? _ ("peak")
                        : row->detailed                ? _ ("tree")
                                                       : "");
}

static void
print_snapshots (const PpvMemoryReport *self, PpvOutput *output)
{
  int n_rows = self->command->options.n_rows < 0 ? USUAL_ROWS : self->command->options.n_rows;
  g_autofree char *time =
      g_strdup_printf (_ ("time (%s)"), ppv_profile_get_time_unit (self->profile));
  const PpvColumn columns[] = { { "n", TRUE },        { time, TRUE },        { _ ("bytes"), TRUE },
                                { _ ("heap"), TRUE }, { _ ("extra"), TRUE }, { _ ("stacks"), TRUE },
                                { "", FALSE } };
  g_autoptr (PpvTable) table = ppv_table_new (columns, G_N_ELEMENTS (columns));
  guint32 n_shown = 0;

  for (guint32 i = 0; i < self->memory->n_snapshots; i++)
    if (is_shown (self->memory, i, (guint) n_rows))
      {
        add_snapshot (table, self, i);
        n_shown++;
      }
  ppv_sink_puts (output->sink, "\n");
  ppv_table_print (table, output);
  if (n_shown < self->memory->n_snapshots)
    ppv_sink_printf (output->sink, _ ("\n%u of %u snapshots (-n 0 shows all)\n"), n_shown,
                     self->memory->n_snapshots);
}

void
ppv_memory_report_print (const PpvMemoryReport *self, PpvOutput *output)
{
  print_head (self, output);
  if (self->memory->n_snapshots == 0)
    {
      ppv_sink_puts (output->sink, _ ("There is no snapshot in it.\n"));
      return;
    }
  if (self->memory->sparse)
    ppv_sink_puts (output->sink,
                   _ ("Nothing is known of the time between the moments listed below, "
                      "so there is no\ngraph of it.\n"));
  else
    ppv_memory_graph_print (self, MIN (GRAPH_WIDTH, output->width), output);
  print_tree (self, output);
  print_snapshots (self, output);
}

void
ppv_memory_report_write_csv (const PpvMemoryReport *self, PpvSink *sink)
{
  const PpvMemory *memory = self->memory;

  ppv_sink_puts (sink, "index,time,total_bytes,heap_bytes,extra_bytes,stacks_bytes,detailed\r\n");
  for (guint32 i = 0; i < memory->n_snapshots; i++)
    {
      const PpvSnapshot *row = &memory->snapshots[i];

      ppv_sink_printf (sink,
                       "%u,%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT
                       ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%d\r\n",
                       i, row->time, ppv_snapshot_sum (row), row->heap, row->extra, row->stacks,
                       row->detailed ? 1 : 0);
    }
}
