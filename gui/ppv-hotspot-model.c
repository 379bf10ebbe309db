/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <gtk/gtk.h>

#include "ppv-hotspot-model.h"

struct _PpvHotspotRow {
  GObject parent_instance;

  PpvHotspotTable *table;
  guint32 row;
};

struct _PpvHotspotModel {
  GObject parent_instance;

  PpvHotspotOrder *order; /* NULL when empty */
};

G_DEFINE_FINAL_TYPE (PpvHotspotRow, ppv_hotspot_row, G_TYPE_OBJECT)

static void
ppv_hotspot_row_finalize (GObject *object)
{
  ppv_hotspot_table_unref (PPV_HOTSPOT_ROW (object)->table);

  G_OBJECT_CLASS (ppv_hotspot_row_parent_class)->finalize (object);
}

static void
ppv_hotspot_row_class_init (PpvHotspotRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ppv_hotspot_row_finalize;
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
 * Returns: which row of the table it is
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
 * Returns: the function it is about
 */
PpvFunctionId
ppv_hotspot_row_get_function (PpvHotspotRow *self)
{
  g_return_val_if_fail (PPV_IS_HOTSPOT_ROW (self), PPV_NONE);

  return self->table->hotspots->key[self->row];
}

static GType
get_item_type (GListModel *list)
{
  return PPV_TYPE_HOTSPOT_ROW;
}

static guint
get_n_items (GListModel *list)
{
  PpvHotspotModel *self = PPV_HOTSPOT_MODEL (list);

  return self->order != NULL ? self->order->n_rows : 0;
}

static gpointer
get_item (GListModel *list, guint position)
{
  PpvHotspotModel *self = PPV_HOTSPOT_MODEL (list);
  PpvHotspotRow *row;

  if (position >= get_n_items (list))
    return NULL;
  row = g_object_new (PPV_TYPE_HOTSPOT_ROW, NULL);
  row->table = ppv_hotspot_table_ref (self->order->table);
  row->row = self->order->rows[position];
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
  g_clear_pointer (&PPV_HOTSPOT_MODEL (object)->order, ppv_hotspot_order_free);

  G_OBJECT_CLASS (ppv_hotspot_model_parent_class)->finalize (object);
}

static void
ppv_hotspot_model_class_init (PpvHotspotModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ppv_hotspot_model_finalize;
}

static void
ppv_hotspot_model_init (PpvHotspotModel *self)
{
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
  guint n_before;

  g_return_if_fail (PPV_IS_HOTSPOT_MODEL (self));

  n_before = get_n_items (G_LIST_MODEL (self));
  g_clear_pointer (&self->order, ppv_hotspot_order_free);
  self->order = order;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, get_n_items (G_LIST_MODEL (self)));
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

  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    if (self->order->table->hotspots->key[self->order->rows[i]] == function)
      return i;
  return GTK_INVALID_LIST_POSITION;
}
