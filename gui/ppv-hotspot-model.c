/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <gtk/gtk.h>

#include "ppv-hotspot-model.h"

/*
 * A column view makes widgets for 200 rows, which takes longer than a frame.  So
 * what is in sight at the top of the list is told at once, then a few rows a
 * frame until there are that many.  Rows keep their places and only say something
 * else there: no widget is made anew.  Those that are too many are blank until
 * they are taken away, a few a frame too.
 */
enum { IN_SIGHT = 40, STEP = 16, WITH_WIDGETS = 240, FRAME_MS = 16 };

struct _PpvHotspotRow {
  GObject parent_instance;

  GHashTable *made; /* of its model: where it can be found */
  guint position;
  PpvHotspotTable *table;
  guint32 row;
};

struct _PpvHotspotModel {
  GObject parent_instance;

  PpvHotspotOrder *order; /* NULL when empty */
  guint n_items;          /* as told; less than the order has while the list grows */
  guint n_filled;         /* rows that say what the order has */
  guint step_id;
  GHashTable *made; /* position to the row that somebody holds; not owned */
};

G_DEFINE_FINAL_TYPE (PpvHotspotRow, ppv_hotspot_row, G_TYPE_OBJECT)

enum { CHANGED, COMPLETE, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
ppv_hotspot_row_finalize (GObject *object)
{
  PpvHotspotRow *self = PPV_HOTSPOT_ROW (object);

  g_hash_table_remove (self->made, GUINT_TO_POINTER (self->position));
  g_hash_table_unref (self->made);
  ppv_hotspot_table_unref (self->table);

  G_OBJECT_CLASS (ppv_hotspot_row_parent_class)->finalize (object);
}

static void
ppv_hotspot_row_class_init (PpvHotspotRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ppv_hotspot_row_finalize;
  signals[CHANGED] = g_signal_new ("changed", PPV_TYPE_HOTSPOT_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
ppv_hotspot_row_init (PpvHotspotRow *self)
{
}

/**
 * ppv_hotspot_row_get_table:
 * @self: a row
 *
 * Returns: the table it is of
 */
PpvHotspotTable *
ppv_hotspot_row_get_table (PpvHotspotRow *self)
{
  g_return_val_if_fail (PPV_IS_HOTSPOT_ROW (self), NULL);

  return self->table;
}

/**
 * ppv_hotspot_row_get_row:
 * @self: a row
 *
 * Returns: which row of the table it is, or PPV_NONE for a blank one that is
 *     about to go
 */
guint32
ppv_hotspot_row_get_row (PpvHotspotRow *self)
{
  g_return_val_if_fail (PPV_IS_HOTSPOT_ROW (self), 0);

  return self->row;
}

/**
 * ppv_hotspot_row_get_function:
 * @self: a row
 *
 * Returns: the function it is about, or PPV_NONE
 */
PpvFunctionId
ppv_hotspot_row_get_function (PpvHotspotRow *self)
{
  g_return_val_if_fail (PPV_IS_HOTSPOT_ROW (self), PPV_NONE);

  return self->row != PPV_NONE ? self->table->hotspots->key[self->row] : PPV_NONE;
}

/* Makes a row say what the list has at its position; past the end it is blank. */
static void
point_row (PpvHotspotModel *self, PpvHotspotRow *row)
{
  PpvHotspotTable *table = ppv_hotspot_table_ref (self->order->table);

  g_clear_pointer (&row->table, ppv_hotspot_table_unref);
  row->table = table;
  row->row = row->position < self->order->n_rows ? self->order->rows[row->position] : PPV_NONE;
}

static GType
get_item_type (GListModel *list)
{
  return PPV_TYPE_HOTSPOT_ROW;
}

static guint
get_n_items (GListModel *list)
{
  return PPV_HOTSPOT_MODEL (list)->n_items;
}

static gpointer
get_item (GListModel *list, guint position)
{
  PpvHotspotModel *self = PPV_HOTSPOT_MODEL (list);
  PpvHotspotRow *row;

  if (position >= get_n_items (list))
    return NULL;
  row = g_hash_table_lookup (self->made, GUINT_TO_POINTER (position));
  if (row != NULL) /* perhaps kept from when the list was longer */
    {
      point_row (self, row);
      return g_object_ref (row);
    }
  row = g_object_new (PPV_TYPE_HOTSPOT_ROW, NULL);
  row->made = g_hash_table_ref (self->made);
  row->position = position;
  g_hash_table_insert (self->made, GUINT_TO_POINTER (position), row);
  point_row (self, row);
  return row;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PpvHotspotModel,
                               ppv_hotspot_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
ppv_hotspot_model_finalize (GObject *object)
{
  PpvHotspotModel *self = PPV_HOTSPOT_MODEL (object);

  g_clear_handle_id (&self->step_id, g_source_remove);
  g_clear_pointer (&self->order, ppv_hotspot_order_free);
  g_hash_table_unref (self->made);

  G_OBJECT_CLASS (ppv_hotspot_model_parent_class)->finalize (object);
}

static void
ppv_hotspot_model_class_init (PpvHotspotModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ppv_hotspot_model_finalize;
  signals[COMPLETE] = g_signal_new ("complete", PPV_TYPE_HOTSPOT_MODEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
ppv_hotspot_model_init (PpvHotspotModel *self)
{
  self->made = g_hash_table_new (NULL, NULL);
}

static guint
get_n_rows (PpvHotspotModel *self)
{
  return self->order != NULL ? self->order->n_rows : 0;
}

static void
set_n_items (PpvHotspotModel *self, guint n)
{
  guint before = self->n_items;

  self->n_items = n;
  g_list_model_items_changed (G_LIST_MODEL (self), MIN (before, n), before - MIN (before, n),
                              n - MIN (before, n));
}

/* Makes the rows that somebody holds in @begin … @end - 1 say what the order has there. */
static void
refill (PpvHotspotModel *self, guint begin, guint end)
{
  for (guint i = begin; i < end; i++)
    {
      PpvHotspotRow *row = g_hash_table_lookup (self->made, GUINT_TO_POINTER (i));

      if (row == NULL)
        continue;
      point_row (self, row);
      g_signal_emit (row, signals[CHANGED], 0);
    }
}

/* Tells some of the rows that are there, and takes or adds some at the end. */
static void
advance (PpvHotspotModel *self, guint n)
{
  guint filled = self->n_filled;
  guint n_items = self->n_items;
  guint n_rows = get_n_rows (self);

  self->n_filled += MIN (n_items - filled, filled < WITH_WIDGETS ? n : G_MAXUINT);
  refill (self, filled, self->n_filled);
  if (n_items > n_rows)
    n_items -= MIN (n_items - n_rows, n);
  else if (self->n_filled == n_items)
    n_items = n_items < WITH_WIDGETS ? MIN (n_rows, n_items + n) : n_rows;
  self->n_filled = n_items > self->n_items ? n_items : MIN (self->n_filled, n_items);
  if (n_items != self->n_items)
    set_n_items (self, n_items);
}

static gboolean
on_next_frame (gpointer user_data)
{
  PpvHotspotModel *self = PPV_HOTSPOT_MODEL (user_data);
  gboolean last;

  advance (self, STEP);
  last = ppv_hotspot_model_is_complete (self);
  if (last)
    {
      self->step_id = 0;
      g_signal_emit (self, signals[COMPLETE], 0);
    }
  return !last;
}

/**
 * ppv_hotspot_model_new:
 *
 * Returns: (transfer full): an empty list
 */
PpvHotspotModel *
ppv_hotspot_model_new (void)
{
  return g_object_new (PPV_TYPE_HOTSPOT_MODEL, NULL);
}

/**
 * ppv_hotspot_model_set_order:
 * @self: a model
 * @order: (transfer full) (nullable): what to list
 */
void
ppv_hotspot_model_set_order (PpvHotspotModel *self, PpvHotspotOrder *order)
{
  g_return_if_fail (PPV_IS_HOTSPOT_MODEL (self));

  g_clear_handle_id (&self->step_id, g_source_remove);
  g_clear_pointer (&self->order, ppv_hotspot_order_free);
  self->order = order;
  self->n_filled = 0;
  if (order == NULL)
    set_n_items (self, 0);
  else if (self->n_items > MAX (order->n_rows, WITH_WIDGETS)) /* the rest has no widgets */
    set_n_items (self, MAX (order->n_rows, WITH_WIDGETS));
  advance (self, IN_SIGHT);
  if (ppv_hotspot_model_is_complete (self))
    g_signal_emit (self, signals[COMPLETE], 0);
  else
    self->step_id = g_timeout_add (FRAME_MS, on_next_frame, self);
}

/**
 * ppv_hotspot_model_is_complete:
 * @self: a model
 *
 * Returns: whether it lists all rows of its order
 */
gboolean
ppv_hotspot_model_is_complete (PpvHotspotModel *self)
{
  g_return_val_if_fail (PPV_IS_HOTSPOT_MODEL (self), FALSE);

  return get_n_rows (self) == self->n_items && self->n_filled == self->n_items;
}

/**
 * ppv_hotspot_model_get_order:
 * @self: a model
 *
 * Returns: (nullable): what is listed
 */
PpvHotspotOrder *
ppv_hotspot_model_get_order (PpvHotspotModel *self)
{
  g_return_val_if_fail (PPV_IS_HOTSPOT_MODEL (self), NULL);

  return self->order;
}

/**
 * ppv_hotspot_model_find:
 * @self: a model
 * @function: a function
 *
 * Returns: its position, or GTK_INVALID_LIST_POSITION
 */
guint
ppv_hotspot_model_find (PpvHotspotModel *self, PpvFunctionId function)
{
  g_return_val_if_fail (PPV_IS_HOTSPOT_MODEL (self), GTK_INVALID_LIST_POSITION);

  for (guint i = 0; i < MIN (self->n_items, get_n_rows (self)); i++)
    if (self->order->table->hotspots->key[self->order->rows[i]] == function)
      return i;
  return GTK_INVALID_LIST_POSITION;
}
