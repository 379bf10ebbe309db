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

  self->nodes = g_array_new (FALSE, FALSE, sizeof (guint32));
  ppv_flame_history_clear (self);
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
 * ppv_flame_history_clear: (skip)
 * @self: a history
 */
void
ppv_flame_history_clear (PpvFlameHistory *self)
{
  guint32 everything = PPV_NONE;

  g_array_set_size (self->nodes, 0);
  g_array_append_val (self->nodes, everything);
  self->at = 0;
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
