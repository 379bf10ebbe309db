/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A transform reads the table of stacks from the first row to the last, callers before
 * callees, and says for each row what it is in the new one: the row of its caller with its
 * own frame below, the row of its caller alone, or nothing.
 */

#include "config.h"

#include "ppv-error.h"
#include "ppv-frames-private.h"
#include "ppv-term-rows-private.h"
#include "ppv-transform-private.h"

typedef struct {
  const PpvProfile *profile;
  const PpvTransform *transform;
  PpvStackTable from;
  guint8 *hits;  /* for each row, whether the term holds there; or NULL */
  gboolean ends; /* whether it holds for samples of the row alone */
  PpvStackMaker to;
  PpvStackId *rows; /* for each row of @from what it becomes */
} Step;

static PpvStackId
caller_of (const Step *self, PpvStackId row)
{
  PpvStackId parent = self->from.parent[row];

  return parent == PPV_NONE ? PPV_STACK_EMPTY : self->rows[parent];
}

/* Stacks begin at the outermost match; of what is below a row that @ends nothing is left. */
static void
focus (Step *self, PpvStackId row)
{
  PpvStackId caller = caller_of (self, row);
  gboolean has_begun = caller != PPV_STACK_EMPTY && caller != PPV_STACK_LEFT_OUT;

  if (self->hits[row] && (self->ends || !has_begun))
    caller = PPV_STACK_EMPTY;
  else if (!has_begun || self->ends)
    {
      self->rows[row] = PPV_STACK_LEFT_OUT;
      return;
    }
  self->rows[row] = ppv_stack_maker_row (&self->to, caller, self->from.frame[row]);
}

/* Also for MERGE, whose matches are places. */
static void
hide (Step *self, PpvStackId row)
{
  PpvStackId caller = caller_of (self, row);

  self->rows[row] =
      self->hits[row] ? caller : ppv_stack_maker_row (&self->to, caller, self->from.frame[row]);
}

static PpvModuleId
module_of (const Step *self, PpvStackId row)
{
  return ppv_frame_module (ppv_profile_get_frames (self->profile),
                           ppv_profile_get_functions (self->profile), self->from.frame[row]);
}

static PpvFunctionId
function_of (const Step *self, PpvStackId row)
{
  return ppv_profile_get_frames (self->profile)->function[self->from.frame[row]];
}

/*
 * A function takes all that is below it; a module what it calls of itself without others
 * between; and what calls itself at once is one call.
 */
static gboolean
is_collapsed (const Step *self, PpvStackId row)
{
  PpvStackId parent = self->from.parent[row];

  if (parent == PPV_NONE)
    return FALSE;
  if (!self->transform->has_term)
    return function_of (self, row) == function_of (self, parent);
  if (self->transform->term.kind == PPV_TERM_MODULE)
    return self->hits[row] && self->hits[parent] &&
           module_of (self, row) == module_of (self, parent);
  return self->hits[parent];
}

static void
collapse (Step *self, PpvStackId row)
{
  PpvStackId caller = caller_of (self, row);

  if (!is_collapsed (self, row))
    {
      self->rows[row] = ppv_stack_maker_row (&self->to, caller, self->from.frame[row]);
      return;
    }
  self->rows[row] = caller;
  /* what a function has taken takes what is below it */
  if (self->hits != NULL && self->transform->term.kind == PPV_TERM_FUNCTION)
    self->hits[row] = TRUE;
}

/* The samples are left out; rows stay, as others may be below. */
static void
keep (Step *self, PpvStackId row)
{
  self->rows[row] = ppv_stack_maker_row (&self->to, caller_of (self, row), self->from.frame[row]);
}

static void (*const rules[]) (Step *self, PpvStackId row) = {
  [PPV_TRANSFORM_FOCUS] = focus,       [PPV_TRANSFORM_HIDE] = hide, [PPV_TRANSFORM_MERGE] = hide,
  [PPV_TRANSFORM_COLLAPSE] = collapse, [PPV_TRANSFORM_DROP] = keep,
};

/* --- one transform ---------------------------------------------------------------- */

static void
find_hits (Step *self)
{
  const PpvTransform *transform = self->transform;

  if (!transform->has_term)
    return;
  if (transform->kind == PPV_TRANSFORM_DROP)
    self->hits = ppv_term_holds_stacks (&transform->term, self->profile, &self->from);
  else
    self->hits = ppv_term_holds_rows (&transform->term, self->profile, &self->from, &self->ends);
}

static gboolean
follow_rule (Step *self, const PpvStackDraft *draft, GCancellable *cancellable, GError **error)
{
  if (self->transform->kind == PPV_TRANSFORM_INVERT)
    return ppv_transform_invert (self->profile, &self->from, draft->map, &self->to, self->rows,
                                 cancellable, error);
  if (self->transform->is_recursion && self->transform->has_term)
    ppv_transform_recursion (self->profile, &self->from, self->hits, &self->to, self->rows);
  else
    for (PpvStackId i = 0; i < self->from.n_rows; i++)
      rules[self->transform->kind](self, i);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* What became of the profile's own rows. */
static void
follow_rows (const Step *self, PpvStackId *map, guint32 n_rows)
{
  gboolean drops = self->transform->kind == PPV_TRANSFORM_DROP;

  for (guint32 i = 0; i < n_rows; i++)
    if (map[i] < PPV_STACK_EMPTY)
      map[i] = drops && self->hits[map[i]] ? PPV_STACK_LEFT_OUT : self->rows[map[i]];
}

gboolean
ppv_stack_draft_apply (PpvStackDraft *self,
                       const PpvProfile *profile,
                       const PpvTransform *transform,
                       GCancellable *cancellable,
                       GError **error)
{
  Step step = { profile, transform, { self->n_rows, self->parent, self->frame } };
  gboolean good;

  step.rows = g_new (PpvStackId, (gsize) self->n_rows + 1);
  ppv_stack_maker_init (&step.to);
  find_hits (&step);
  good = follow_rule (&step, self, cancellable, error);
  follow_rows (&step, self->map, good ? ppv_profile_get_stacks (profile)->n_rows : 0);
  ppv_stack_maker_finish (&step.to, self);
  g_free (step.hits);
  g_free (step.rows);
  return good;
}
