/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * One sweep over the starts, with a heap of the symbols that are open: each step
 * passes a start or an end, so the work is n log n whatever overlaps.
 */

#include "config.h"

#include "ppv-symbol-layers.h"

typedef struct {
  const PpvSymbolIndex *layers;
  GArray *rows; /* a heap of rows of @layers; the greatest area is on top */
} Open;

static guint32
area_of (const Open *open, guint i)
{
  return ppv_symbol_index_get (open->layers, g_array_index (open->rows, guint32, i))->area;
}

static void
push (Open *open, guint32 row)
{
  guint32 area = ppv_symbol_index_get (open->layers, row)->area;
  guint32 *rows;
  guint i = open->rows->len;

  g_array_append_val (open->rows, row);
  rows = (guint32 *) (gpointer) open->rows->data;
  while (i > 0 && area_of (open, (i - 1) / 2) < area)
    {
      rows[i] = rows[(i - 1) / 2];
      i = (i - 1) / 2;
    }
  rows[i] = row;
}

static void
pop (Open *open)
{
  guint32 *rows = (guint32 *) (gpointer) open->rows->data;
  guint n = open->rows->len - 1;
  guint32 row = rows[n];
  guint32 area = area_of (open, n);
  guint i = 0;

  g_array_set_size (open->rows, n);
  while (2 * i + 1 < n)
    {
      guint child = 2 * i + 1;

      if (child + 1 < n && area_of (open, child + 1) > area_of (open, child))
        child++;
      if (area_of (open, child) <= area)
        break;
      rows[i] = rows[child];
      i = child;
    }
  if (n > 0)
    rows[i] = row;
}

/* The symbol on top that reaches beyond @address, or NULL. */
static const PpvSymbol *
top_beyond (Open *open, guint64 address)
{
  while (open->rows->len > 0)
    {
      const PpvSymbol *top =
          ppv_symbol_index_get (open->layers, g_array_index (open->rows, guint32, 0));

      if (top->end > address)
        return top;
      pop (open);
    }
  return NULL;
}

void
ppv_symbol_layers_flatten (const PpvSymbolIndex *layers, PpvSymbolIndex *into)
{
  Open open = { layers, g_array_new (FALSE, FALSE, sizeof (guint32)) };
  guint32 n = ppv_symbol_index_get_n (layers);
  guint64 at = 0;

  for (guint32 next = 0;;)
    {
      const PpvSymbol *top = top_beyond (&open, at);
      guint64 until;

      if (top == NULL && next == n)
        break;
      if (top == NULL)
        at = MAX (at, ppv_symbol_index_get (layers, next)->start);
      for (; next < n && ppv_symbol_index_get (layers, next)->start <= at; next++)
        push (&open, next);
      top = top_beyond (&open, at);
      if (top == NULL)
        continue;
      until = top->end;
      if (next < n)
        until = MIN (until, ppv_symbol_index_get (layers, next)->start);
      ppv_symbol_index_add (into, at, until - at, top->name, PPV_SYMBOL_GLOBAL, 0);
      at = until;
    }
  g_array_unref (open.rows);
}
