/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-session.h"

struct _PpvSession {
  GObject parent_instance;

  PpvProfile *profile;
  PpvSelection *selection;
  GPtrArray *undo; /* older selections, the latest last */
  GPtrArray *redo;
  PpvFunctionId highlight;
  guint serial;
};

G_DEFINE_FINAL_TYPE (PpvSession, ppv_session, G_TYPE_OBJECT)

enum { CHANGED, HIGHLIGHTED, SHOW, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
emit_changed (PpvSession *self)
{
  self->serial++;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Makes @selection (taken) the one that counts; the old one can be had back. */
static void
replace_selection (PpvSession *self, PpvSelection *selection)
{
  if (ppv_selection_equal (self->selection, selection))
    {
      ppv_selection_free (selection);
      return;
    }
  g_ptr_array_add (self->undo, self->selection);
  g_ptr_array_set_size (self->redo, 0);
  self->selection = selection;
  emit_changed (self);
}

static gboolean
step (PpvSession *self, GPtrArray *from, GPtrArray *to)
{
  if (from->len == 0)
    return FALSE;
  g_ptr_array_add (to, self->selection);
  self->selection = g_ptr_array_steal_index (from, from->len - 1);
  emit_changed (self);
  return TRUE;
}

static void
ppv_session_finalize (GObject *object)
{
  PpvSession *self = PPV_SESSION (object);

  g_clear_pointer (&self->profile, ppv_profile_unref);
  g_clear_pointer (&self->selection, ppv_selection_free);
  g_clear_pointer (&self->undo, g_ptr_array_unref);
  g_clear_pointer (&self->redo, g_ptr_array_unref);

  G_OBJECT_CLASS (ppv_session_parent_class)->finalize (object);
}

static void
ppv_session_class_init (PpvSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ppv_session_finalize;

  signals[CHANGED] = g_signal_new ("changed", PPV_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[HIGHLIGHTED] = g_signal_new ("highlighted", PPV_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[SHOW] = g_signal_new ("show", PPV_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);
}

static void
ppv_session_init (PpvSession *self)
{
  self->selection = ppv_selection_new ();
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) ppv_selection_free);
  self->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) ppv_selection_free);
  self->highlight = PPV_NONE;
}

/**
 * ppv_session_new:
 *
 * Returns: (transfer full): a session without a profile
 */
PpvSession *
ppv_session_new (void)
{
  return g_object_new (PPV_TYPE_SESSION, NULL);
}

/**
 * ppv_session_set_profile:
 * @self: a session
 * @profile: what the views show from now on
 */
void
ppv_session_set_profile (PpvSession *self, PpvProfile *profile)
{
  g_return_if_fail (PPV_IS_SESSION (self));
  g_return_if_fail (profile != NULL);

  ppv_profile_ref (profile);
  g_clear_pointer (&self->profile, ppv_profile_unref);
  self->profile = profile;
  ppv_selection_free (self->selection);
  self->selection = ppv_selection_new ();
  g_ptr_array_set_size (self->undo, 0);
  g_ptr_array_set_size (self->redo, 0);
  self->highlight = PPV_NONE;
  emit_changed (self);
}

/**
 * ppv_session_get_profile:
 * @self: a session
 *
 * Returns: (nullable): the profile
 */
PpvProfile *
ppv_session_get_profile (PpvSession *self)
{
  g_return_val_if_fail (PPV_IS_SESSION (self), NULL);

  return self->profile;
}

/**
 * ppv_session_get_selection:
 * @self: a session
 *
 * Returns: the selection; valid until the next "changed"
 */
const PpvSelection *
ppv_session_get_selection (PpvSession *self)
{
  g_return_val_if_fail (PPV_IS_SESSION (self), NULL);

  return self->selection;
}

/**
 * ppv_session_get_serial:
 * @self: a session
 *
 * Returns: the number of changes so far
 */
guint
ppv_session_get_serial (PpvSession *self)
{
  g_return_val_if_fail (PPV_IS_SESSION (self), 0);

  return self->serial;
}

/**
 * ppv_session_get_metric:
 * @self: a session
 *
 * Returns: the metric that is shown, or PPV_NONE when the profile has none
 */
PpvMetricId
ppv_session_get_metric (PpvSession *self)
{
  const char *name;

  g_return_val_if_fail (PPV_IS_SESSION (self), PPV_NONE);

  if (self->profile == NULL)
    return PPV_NONE;
  name = ppv_selection_get_metric (self->selection);
  return name != NULL ? ppv_profile_find_metric (self->profile, name)
                      : ppv_profile_default_metric (self->profile);
}

/**
 * ppv_session_set_metric:
 * @self: a session with a profile
 * @metric: one of its metrics
 */
void
ppv_session_set_metric (PpvSession *self, PpvMetricId metric)
{
  PpvSelection *selection;

  g_return_if_fail (PPV_IS_SESSION (self));
  g_return_if_fail (self->profile != NULL);

  if (metric == ppv_session_get_metric (self))
    return;
  selection = ppv_selection_copy (self->selection);
  ppv_selection_set_metric (
      selection,
      ppv_profile_get_string (self->profile, ppv_profile_get_metric (self->profile, metric)->name));
  replace_selection (self, selection);
}

/**
 * ppv_session_add_term:
 * @self: a session
 * @kind: what is compared
 * @negated: whether to leave out what matches
 * @pattern: with what
 */
void
ppv_session_add_term (PpvSession *self, PpvTermKind kind, gboolean negated, const char *pattern)
{
  PpvSelection *selection;

  g_return_if_fail (PPV_IS_SESSION (self));
  g_return_if_fail (pattern != NULL);

  selection = ppv_selection_copy (self->selection);
  ppv_selection_add_term (selection, kind, negated, pattern);
  replace_selection (self, selection);
}

/**
 * ppv_session_remove_clause:
 * @self: a session
 * @index: which clause of the selection
 */
void
ppv_session_remove_clause (PpvSession *self, guint index)
{
  PpvSelection *selection;

  g_return_if_fail (PPV_IS_SESSION (self));

  selection = ppv_selection_copy (self->selection);
  ppv_selection_remove_clause (selection, index);
  replace_selection (self, selection);
}

/**
 * ppv_session_undo:
 * @self: a session
 *
 * Returns: whether there was an older selection to go back to
 */
gboolean
ppv_session_undo (PpvSession *self)
{
  g_return_val_if_fail (PPV_IS_SESSION (self), FALSE);

  return step (self, self->undo, self->redo);
}

/**
 * ppv_session_redo:
 * @self: a session
 *
 * Returns: whether there was something undone to do again
 */
gboolean
ppv_session_redo (PpvSession *self)
{
  g_return_val_if_fail (PPV_IS_SESSION (self), FALSE);

  return step (self, self->redo, self->undo);
}

/**
 * ppv_session_get_highlight:
 * @self: a session
 *
 * Returns: the function the user is interested in, or PPV_NONE
 */
PpvFunctionId
ppv_session_get_highlight (PpvSession *self)
{
  g_return_val_if_fail (PPV_IS_SESSION (self), PPV_NONE);

  return self->highlight;
}

/**
 * ppv_session_set_highlight:
 * @self: a session
 * @function: a function, or PPV_NONE
 */
void
ppv_session_set_highlight (PpvSession *self, PpvFunctionId function)
{
  g_return_if_fail (PPV_IS_SESSION (self));

  if (self->highlight == function)
    return;
  self->highlight = function;
  g_signal_emit (self, signals[HIGHLIGHTED], 0);
}

/**
 * ppv_session_show:
 * @self: a session
 * @view: one of PPV_VIEW_…
 * @function: what to look for there
 *
 * Asks for a view to come to the front with @function in sight.
 */
void
ppv_session_show (PpvSession *self, const char *view, PpvFunctionId function)
{
  g_return_if_fail (PPV_IS_SESSION (self));
  g_return_if_fail (view != NULL);

  ppv_session_set_highlight (self, function);
  g_signal_emit (self, signals[SHOW], 0, view, function);
}
