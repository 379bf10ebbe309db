/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv.h"
#include "ppv-flame-history.h"

struct _PpvFlameHistory {
  GArray *nodes; /* of guint32 */
  guint at;
};

/**
 * ppv_flame_history_new: (skip)
 *
 * Returns: (transfer full): a history that begins with everything
 */
PpvFlameHistory *
ppv_flame_history_new (void)
{
  PpvFlameHistory *self = g_new0 (PpvFlameHistory, 1);
  guint32 everything = PPV_NONE;

  self->nodes = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_val (self->nodes, everything);
  return self;
}

/**
 * ppv_flame_history_free: (skip)
 * @self: (transfer full): a history
 */
void
ppv_flame_history_free (PpvFlameHistory *self)
{
  g_array_unref (self->nodes);
  g_free (self);
}

/**
 * ppv_flame_history_copy: (skip)
 * @self: a history
 *
 * Returns: (transfer full): a copy
 */
PpvFlameHistory *
ppv_flame_history_copy (const PpvFlameHistory *self)
{
  PpvFlameHistory *copy = g_new0 (PpvFlameHistory, 1);

  copy->nodes = g_array_copy (self->nodes);
  copy->at = self->at;
  return copy;
}

/**
 * ppv_flame_history_map: (skip)
 * @self: a history
 * @find: called for each node but PPV_NONE
 * @user_data: for @find
 */
void
ppv_flame_history_map (PpvFlameHistory *self,
                       guint32 (*find) (guint32 node, gpointer user_data),
                       gpointer user_data)
{
  g_autoptr (GArray) before = g_steal_pointer (&self->nodes);
  guint at = self->at;
  guint32 last = PPV_NONE;

  self->nodes = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < before->len; i++)
    {
      guint32 node = g_array_index (before, guint32, i);
      guint32 found = node != PPV_NONE ? find (node, user_data) : PPV_NONE;

      if ((node == PPV_NONE || found != PPV_NONE) && (i == 0 || found != last))
        {
          g_array_append_val (self->nodes, found);
          last = found;
        }
      if (i == at)
        self->at = self->nodes->len - 1;
    }
}

/**
 * ppv_flame_history_get: (skip)
 * @self: a history
 *
 * Returns: the present node
 */
guint32
ppv_flame_history_get (const PpvFlameHistory *self)
{
  return g_array_index (self->nodes, guint32, self->at);
}

/**
 * ppv_flame_history_push: (skip)
 * @self: a history
 * @node: the next node
 */
void
ppv_flame_history_push (PpvFlameHistory *self, guint32 node)
{
  if (node == ppv_flame_history_get (self))
    return;
  g_array_set_size (self->nodes, self->at + 1);
  g_array_append_val (self->nodes, node);
  self->at++;
}

/**
 * ppv_flame_history_can_go: (skip)
 * @self: a history
 * @steps: -1 or 1
 *
 * Returns: whether there is anything there
 */
gboolean
ppv_flame_history_can_go (const PpvFlameHistory *self, int steps)
{
  return steps < 0 ? self->at > 0 : self->at + 1 < self->nodes->len;
}

/**
 * ppv_flame_history_go: (skip)
 * @self: a history
 * @steps: -1 or 1
 *
 * Returns: whether the present node is another one
 */
gboolean
ppv_flame_history_go (PpvFlameHistory *self, int steps)
{
  if (!ppv_flame_history_can_go (self, steps))
    return FALSE;
  self->at = steps < 0 ? self->at - 1 : self->at + 1;
  return TRUE;
}
