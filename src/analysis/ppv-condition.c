/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Conditions as values: parts of the same kind are never nested, and nothing is negated twice. */

#include "config.h"

#include "ppv-condition-private.h"

static PpvCondition *
new_group (PpvConditionKind kind)
{
  PpvCondition *self = g_new0 (PpvCondition, 1);

  self->kind = kind;
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) ppv_condition_free);
  return self;
}

PpvCondition *
ppv_condition_new_term (PpvTerm term)
{
  PpvCondition *self = g_new0 (PpvCondition, 1);

  self->kind = PPV_CONDITION_TERM;
  self->term = term;
  return self;
}

PpvCondition *
ppv_condition_negate (PpvCondition *part)
{
  PpvCondition *self;

  if (part->kind == PPV_CONDITION_TERM)
    {
      part->term.negated = !part->term.negated;
      return part;
    }
  if (part->kind == PPV_CONDITION_NOT)
    {
      self = g_ptr_array_steal_index (part->parts, 0);
      ppv_condition_free (part);
      return self;
    }
  self = new_group (PPV_CONDITION_NOT);
  g_ptr_array_add (self->parts, part);
  return self;
}

static void
take_part (PpvCondition *self, PpvCondition *part)
{
  if (part->kind != self->kind)
    {
      g_ptr_array_add (self->parts, part);
      return;
    }
  g_ptr_array_extend_and_steal (self->parts, g_steal_pointer (&part->parts));
  g_free (part);
}

PpvCondition *
ppv_condition_join (PpvConditionKind kind, PpvCondition *left, PpvCondition *right)
{
  PpvCondition *self;

  if (left == NULL || right == NULL)
    return left != NULL ? left : right;
  self = new_group (kind);
  take_part (self, left);
  take_part (self, right);
  return self;
}

PpvCondition *
ppv_condition_copy (const PpvCondition *self)
{
  PpvCondition *copy;

  if (self->kind == PPV_CONDITION_TERM)
    {
      copy = ppv_condition_new_term (self->term);
      copy->term.pattern = g_strdup (self->term.pattern);
      return copy;
    }
  copy = new_group (self->kind);
  for (guint i = 0; i < self->parts->len; i++)
    g_ptr_array_add (copy->parts, ppv_condition_copy (self->parts->pdata[i]));
  return copy;
}

void
ppv_condition_free (PpvCondition *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_free (self->term.pattern);
  g_free (self);
}

guint
ppv_condition_kinds (const PpvCondition *self)
{
  guint kinds = 0;

  if (self->kind == PPV_CONDITION_TERM)
    return 1u << self->term.kind;
  for (guint i = 0; i < self->parts->len; i++)
    kinds |= ppv_condition_kinds (self->parts->pdata[i]);
  return kinds;
}

static PpvHolds
opposite (PpvHolds holds)
{
  return holds == PPV_MAY_HOLD ? holds : holds == PPV_HOLDS ? PPV_DOES_NOT_HOLD : PPV_HOLDS;
}

/* Of a group: one part decides it, or all together do, or it stays open. */
static PpvHolds
group_at_time (const PpvCondition *self, gint64 time)
{
  PpvHolds decides = self->kind == PPV_CONDITION_AND ? PPV_DOES_NOT_HOLD : PPV_HOLDS;
  PpvHolds result = opposite (decides);

  for (guint i = 0; i < self->parts->len; i++)
    {
      PpvHolds part = ppv_condition_at_time (self->parts->pdata[i], time);

      if (part == decides)
        return decides;
      if (part == PPV_MAY_HOLD)
        result = PPV_MAY_HOLD;
    }
  return result;
}

PpvHolds
ppv_condition_at_time (const PpvCondition *self, gint64 time)
{
  switch (self->kind)
    {
    case PPV_CONDITION_TERM:
      if (self->term.kind != PPV_TERM_TIME)
        return PPV_MAY_HOLD;
      return ppv_time_in_range (time, &self->term.range) != self->term.negated ? PPV_HOLDS
                                                                               : PPV_DOES_NOT_HOLD;
    case PPV_CONDITION_NOT:
      return opposite (ppv_condition_at_time (self->parts->pdata[0], time));
    case PPV_CONDITION_AND:
    case PPV_CONDITION_OR:
    default:
      return group_at_time (self, time);
    }
}

gboolean
ppv_condition_has_unit (const PpvCondition *self)
{
  if (self->kind == PPV_CONDITION_TERM)
    return self->term.kind == PPV_TERM_TIME && self->term.range.has_unit;
  for (guint i = 0; i < self->parts->len; i++)
    if (ppv_condition_has_unit (self->parts->pdata[i]))
      return TRUE;
  return FALSE;
}
