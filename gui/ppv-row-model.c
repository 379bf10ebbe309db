/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <gtk/gtk.h>

#include "ppv-row-model.h"

/*
 * As in PpvHotspotModel: a view makes widgets for 200 rows, which takes longer than a
 * frame.  What needs no widgets is told at once.
 */
enum { IN_SIGHT = 40, STEP = 20, WITH_WIDGETS = 240, FRAME_MS = 16 };

struct _PpvRow {
  GObject parent_instance;

  guint32 number;
};

struct _PpvRowModel {
  GObject parent_instance;

  guint32 *numbers;
  guint32 n_rows;
  guint32 n_told;
  guint step_id;
};

G_DEFINE_FINAL_TYPE (PpvRow, ppv_row, G_TYPE_OBJECT)

static void
ppv_row_class_init (PpvRowClass *klass)
{
}

static void
ppv_row_init (PpvRow *self)
{
}

/**
 * ppv_row_get_number:
 * @self: a row
 *
 * Returns: which of the owner's it is
 */
guint32
ppv_row_get_number (PpvRow *self)
{
  g_return_val_if_fail (PPV_IS_ROW (self), 0);

  return self->number;
}

static GType
get_item_type (GListModel *list)
{
  return PPV_TYPE_ROW;
}

static guint
get_n_items (GListModel *list)
{
  return PPV_ROW_MODEL (list)->n_told;
}

static gpointer
get_item (GListModel *list, guint position)
{
  PpvRowModel *self = PPV_ROW_MODEL (list);
  PpvRow *row;

  if (position >= self->n_told)
    return NULL;
  row = g_object_new (PPV_TYPE_ROW, NULL);
  row->number = self->numbers[position];
  return row;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PpvRowModel,
                               ppv_row_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
ppv_row_model_finalize (GObject *object)
{
  PpvRowModel *self = PPV_ROW_MODEL (object);

  g_clear_handle_id (&self->step_id, g_source_remove);
  g_free (self->numbers);

  G_OBJECT_CLASS (ppv_row_model_parent_class)->finalize (object);
}

static void
ppv_row_model_class_init (PpvRowModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ppv_row_model_finalize;
}

static void
ppv_row_model_init (PpvRowModel *self)
{
}

static void
tell (PpvRowModel *self, guint32 n_rows)
{
  guint32 before = self->n_told;

  self->n_told = n_rows;
  g_list_model_items_changed (G_LIST_MODEL (self), before, 0, n_rows - before);
}

static gboolean
on_next_frame (gpointer user_data)
{
  PpvRowModel *self = PPV_ROW_MODEL (user_data);

  tell (self, self->n_told < WITH_WIDGETS ? MIN (self->n_rows, self->n_told + STEP) : self->n_rows);
  if (self->n_told < self->n_rows)
    return G_SOURCE_CONTINUE;
  self->step_id = 0;
  return G_SOURCE_REMOVE;
}

/**
 * ppv_row_model_new:
 *
 * Returns: (transfer full): an empty list
 */
PpvRowModel *
ppv_row_model_new (void)
{
  return g_object_new (PPV_TYPE_ROW_MODEL, NULL);
}

/**
 * ppv_row_model_set:
 * @self: a model
 * @numbers: (transfer full) (nullable): of its rows
 * @n_rows: how many
 */
void
ppv_row_model_set (PpvRowModel *self, guint32 *numbers, guint32 n_rows)
{
  guint32 before;

  g_return_if_fail (PPV_IS_ROW_MODEL (self));
  g_return_if_fail (numbers != NULL || n_rows == 0);

  g_clear_handle_id (&self->step_id, g_source_remove);
  before = self->n_told;
  g_free (self->numbers);
  self->numbers = numbers;
  self->n_rows = n_rows;
  self->n_told = MIN (n_rows, IN_SIGHT);
  if (before > 0 || n_rows > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->n_told);
  if (self->n_told < n_rows)
    self->step_id = g_timeout_add (FRAME_MS, on_next_frame, self);
}

/**
 * ppv_row_model_set_range:
 * @self: a model
 * @n_rows: how many rows it has from now on, each with its position for a number
 */
void
ppv_row_model_set_range (PpvRowModel *self, guint32 n_rows)
{
  guint32 *numbers = g_new (guint32, n_rows + 1);

  for (guint32 i = 0; i < n_rows; i++)
    numbers[i] = i;
  ppv_row_model_set (self, numbers, n_rows);
}

/**
 * ppv_row_model_get:
 * @self: a model
 * @position: less than the number of its rows
 *
 * Returns: the number of the row there
 */
guint32
ppv_row_model_get (PpvRowModel *self, guint position)
{
  g_return_val_if_fail (PPV_IS_ROW_MODEL (self), 0);
  g_return_val_if_fail (position < self->n_rows, 0);

  return self->numbers[position];
}

/**
 * ppv_row_model_find:
 * @self: a model
 * @number: of a row
 *
 * Returns: where it is, or GTK_INVALID_LIST_POSITION
 */
guint
ppv_row_model_find (PpvRowModel *self, guint32 number)
{
  g_return_val_if_fail (PPV_IS_ROW_MODEL (self), GTK_INVALID_LIST_POSITION);

  for (guint32 i = 0; i < self->n_rows; i++)
    if (self->numbers[i] == number)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

/**
 * ppv_row_model_reach:
 * @self: a model
 * @position: of a row that is wanted now
 */
void
ppv_row_model_reach (PpvRowModel *self, guint position)
{
  g_return_if_fail (PPV_IS_ROW_MODEL (self));

  if (position >= self->n_told && position < self->n_rows)
    tell (self, position + 1);
}

/**
 * ppv_row_model_is_complete:
 * @self: a model
 *
 * Returns: whether all rows are told
 */
gboolean
ppv_row_model_is_complete (PpvRowModel *self)
{
  g_return_val_if_fail (PPV_IS_ROW_MODEL (self), FALSE);

  return self->n_told == self->n_rows;
}
