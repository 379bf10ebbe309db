/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-selection-history.h"

static gpointer
copy_selection (gconstpointer selection, gpointer user_data)
{
  return ppv_selection_copy (selection);
}

static GPtrArray *
new_selections (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ppv_selection_free);
}

/**
 * ppv_selection_history_new: (skip)
 *
 * Returns: (transfer full): a history of a selection of everything
 */
PpvSelectionHistory *
ppv_selection_history_new (void)
{
  PpvSelectionHistory *self = g_new0 (PpvSelectionHistory, 1);

  self->selection = ppv_selection_new ();
  self->undo = new_selections ();
  self->redo = new_selections ();
  return self;
}

/**
 * ppv_selection_history_copy: (skip)
 * @self: a history
 *
 * Returns: (transfer full): the same again
 */
PpvSelectionHistory *
ppv_selection_history_copy (const PpvSelectionHistory *self)
{
  PpvSelectionHistory *copy = g_new0 (PpvSelectionHistory, 1);

  copy->selection = ppv_selection_copy (self->selection);
  copy->undo = g_ptr_array_copy (self->undo, copy_selection, NULL);
  copy->redo = g_ptr_array_copy (self->redo, copy_selection, NULL);
  return copy;
}

/**
 * ppv_selection_history_free: (skip)
 * @self: (transfer full): a history
 */
void
ppv_selection_history_free (PpvSelectionHistory *self)
{
  ppv_selection_free (self->selection);
  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);
  g_free (self);
}

/**
 * ppv_selection_history_push: (skip)
 * @self: a history
 * @selection: (transfer full): the one that counts from now on
 */
void
ppv_selection_history_push (PpvSelectionHistory *self, PpvSelection *selection)
{
  g_ptr_array_add (self->undo, self->selection);
  g_ptr_array_set_size (self->redo, 0);
  self->selection = selection;
}

/**
 * ppv_selection_history_go: (skip)
 * @self: a history
 * @step: -1 for the selection before, 1 for the one that was undone last
 *
 * Returns: whether there was one
 */
gboolean
ppv_selection_history_go (PpvSelectionHistory *self, int step)
{
  GPtrArray *from = step < 0 ? self->undo : self->redo;
  GPtrArray *to = step < 0 ? self->redo : self->undo;

  if (from->len == 0)
    return FALSE;
  g_ptr_array_add (to, self->selection);
  self->selection = g_ptr_array_steal_index (from, from->len - 1);
  return TRUE;
}
