/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-selection-history.h"
#include "ppv-session.h"

struct _PpvSession {
  GObject parent_instance;

  PpvProfile *profile; /* of the file */
  PpvProfile *shown;   /* with the transforms of the selection carried out */
  PpvSelection *rest;  /* what is still to be selected of it */
  PpvSelectionHistory *history;
  PpvSelectionHistory *wanted; /* while its transforms are carried out, else NULL */
  PpvJob *job;
  PpvFunctionId highlight;
  guint serial;
};

G_DEFINE_FINAL_TYPE (PpvSession, ppv_session, G_TYPE_OBJECT)

enum { CHANGED, FAILED, HIGHLIGHTED, SHOW, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- transforms, in a thread ---- */

typedef struct {
  PpvProfile *profile;
  PpvSelection *selection;
} Picture;

static Picture *
picture_new (PpvProfile *profile, PpvSelection *selection)
{
  Picture *picture = g_new0 (Picture, 1);

  *picture = (Picture){ profile, selection };
  return picture;
}

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  ppv_profile_unref (picture->profile);
  ppv_selection_free (picture->selection);
  g_free (picture);
}

/* What is asked for is of the whole file, the answer what analyses are to look at. */
static gpointer
run_transforms (gpointer data, GCancellable *cancellable, GError **error)
{
  const Picture *asked = data;
  PpvSelection *rest;
  PpvProfile *shown =
      ppv_selection_apply (asked->selection, asked->profile, &rest, cancellable, error);

  return shown != NULL ? picture_new (shown, rest) : NULL;
}

/* They are the last clauses, and alone begin with a bar. */
static gboolean
has_transforms (const PpvSelection *selection)
{
  guint n = ppv_selection_get_n_clauses (selection);
  g_autofree char *last = n > 0 ? ppv_selection_clause_to_text (selection, n - 1) : NULL;

  return last != NULL && *last == '|';
}

/* --- the selection ---- */

static void
take_picture (PpvSession *self, PpvProfile *shown, PpvSelection *rest)
{
  g_clear_pointer (&self->shown, ppv_profile_unref);
  g_clear_pointer (&self->rest, ppv_selection_free);
  self->shown = shown;
  self->rest = rest;
  self->serial++;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
take_history (PpvSession *self, PpvSelectionHistory *history)
{
  ppv_selection_history_free (self->history);
  self->history = history;
}

static void
on_transformed (gpointer owner, gpointer result, const GError *error)
{
  PpvSession *self = PPV_SESSION (owner);
  g_autoptr (PpvSelectionHistory) wanted = g_steal_pointer (&self->wanted);
  g_autofree Picture *picture = result;
  g_autofree char *text = NULL;

  if (picture != NULL)
    {
      take_history (self, g_steal_pointer (&wanted));
      take_picture (self, picture->profile, picture->selection);
      return;
    }
  text = ppv_selection_to_text (wanted->selection);
  g_signal_emit (self, signals[FAILED], 0, text, error->message);
}

/*
 * What is wanted of the selection counts once it can be shown; until then all is as before.
 * Conditions are for the analyses to look at, and need no thread of their own.
 */
static void
want (PpvSession *self, PpvSelectionHistory *history)
{
  g_clear_pointer (&self->wanted, ppv_selection_history_free);
  if (self->profile != NULL && has_transforms (history->selection))
    {
      self->wanted = history;
      ppv_job_start (self->job, picture_new (ppv_profile_ref (self->profile),
                                             ppv_selection_copy (history->selection)));
      return;
    }
  ppv_job_cancel (self->job);
  take_history (self, history);
  take_picture (self, self->profile != NULL ? ppv_profile_ref (self->profile) : NULL,
                ppv_selection_copy (history->selection));
}

/* What the next change begins with. */
static PpvSelectionHistory *
get_latest (PpvSession *self)
{
  return self->wanted != NULL ? self->wanted : self->history;
}

/* Makes @selection (taken) the one that counts; the old one can be had back. */
static void
replace_selection (PpvSession *self, PpvSelection *selection)
{
  PpvSelectionHistory *history;

  if (ppv_selection_equal (get_latest (self)->selection, selection))
    {
      ppv_selection_free (selection);
      return;
    }
  history = ppv_selection_history_copy (get_latest (self));
  ppv_selection_history_push (history, selection);
  want (self, history);
}

static gboolean
step (PpvSession *self, int direction)
{
  g_autoptr (PpvSelectionHistory) history = ppv_selection_history_copy (get_latest (self));

  if (!ppv_selection_history_go (history, direction))
    return FALSE;
  want (self, g_steal_pointer (&history));
  return TRUE;
}

/* --- the class ---- */

static void
ppv_session_dispose (GObject *object)
{
  PpvSession *self = PPV_SESSION (object);

  ppv_job_leave (self->job);

  G_OBJECT_CLASS (ppv_session_parent_class)->dispose (object);
}

static void
ppv_session_finalize (GObject *object)
{
  PpvSession *self = PPV_SESSION (object);

  g_object_unref (self->job);
  g_clear_pointer (&self->profile, ppv_profile_unref);
  g_clear_pointer (&self->shown, ppv_profile_unref);
  g_clear_pointer (&self->rest, ppv_selection_free);
  g_clear_pointer (&self->history, ppv_selection_history_free);
  g_clear_pointer (&self->wanted, ppv_selection_history_free);

  G_OBJECT_CLASS (ppv_session_parent_class)->finalize (object);
}

static void
ppv_session_class_init (PpvSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ppv_session_dispose;
  G_OBJECT_CLASS (klass)->finalize = ppv_session_finalize;

  signals[CHANGED] = g_signal_new ("changed", PPV_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", PPV_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[HIGHLIGHTED] = g_signal_new ("highlighted", PPV_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[SHOW] = g_signal_new ("show", PPV_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);
}

static void
ppv_session_init (PpvSession *self)
{
  self->history = ppv_selection_history_new ();
  self->rest = ppv_selection_new ();
  self->job = ppv_job_new (run_transforms, picture_free, picture_free, on_transformed, self);
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
  self->highlight = PPV_NONE;
  want (self, ppv_selection_history_new ());
}

/**
 * ppv_session_get_profile:
 * @self: a session
 *
 * Returns: (nullable): the profile of the file
 */
PpvProfile *
ppv_session_get_profile (PpvSession *self)
{
  g_return_val_if_fail (PPV_IS_SESSION (self), NULL);

  return self->profile;
}

/**
 * ppv_session_get_shown:
 * @self: a session
 *
 * Returns: (nullable): what analyses look at: the profile of the file, with the
 *     transforms of the selection carried out
 */
PpvProfile *
ppv_session_get_shown (PpvSession *self)
{
  g_return_val_if_fail (PPV_IS_SESSION (self), NULL);

  return self->shown;
}

/**
 * ppv_session_get_rest:
 * @self: a session
 *
 * Returns: what analyses select of ppv_session_get_shown(); valid until the next "changed"
 */
const PpvSelection *
ppv_session_get_rest (PpvSession *self)
{
  g_return_val_if_fail (PPV_IS_SESSION (self), NULL);

  return self->rest;
}

/**
 * ppv_session_get_job:
 * @self: a session
 *
 * Returns: what carries out transforms, to ask whether it is busy
 */
PpvJob *
ppv_session_get_job (PpvSession *self)
{
  g_return_val_if_fail (PPV_IS_SESSION (self), NULL);

  return self->job;
}

/**
 * ppv_session_get_selection:
 * @self: a session
 *
 * Returns: the selection, of which the transforms are carried out; valid until the
 *     next "changed"
 */
const PpvSelection *
ppv_session_get_selection (PpvSession *self)
{
  g_return_val_if_fail (PPV_IS_SESSION (self), NULL);

  return self->history->selection;
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
  name = ppv_selection_get_metric (self->history->selection);
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
  selection = ppv_selection_copy (get_latest (self)->selection);
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

  selection = ppv_selection_copy (get_latest (self)->selection);
  ppv_selection_add_term (selection, kind, negated, pattern);
  replace_selection (self, selection);
}

/**
 * ppv_session_add_text:
 * @self: a session
 * @text: clauses, as docs/selection.md has them
 * @error: PPV_ERROR_USAGE with the column
 *
 * Returns: whether @text was understood
 */
gboolean
ppv_session_add_text (PpvSession *self, const char *text, GError **error)
{
  g_autoptr (PpvSelection) selection = NULL;

  g_return_val_if_fail (PPV_IS_SESSION (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  selection = ppv_selection_copy (get_latest (self)->selection);
  if (!ppv_selection_parse (selection, text, error))
    return FALSE;
  replace_selection (self, g_steal_pointer (&selection));
  return TRUE;
}

/**
 * ppv_session_set_text:
 * @self: a session
 * @text: the whole selection
 * @error: PPV_ERROR_USAGE with the column
 *
 * Returns: whether @text was understood
 */
gboolean
ppv_session_set_text (PpvSession *self, const char *text, GError **error)
{
  g_autoptr (PpvSelection) selection = NULL;

  g_return_val_if_fail (PPV_IS_SESSION (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  selection = ppv_selection_new ();
  if (!ppv_selection_parse (selection, text, error))
    return FALSE;
  replace_selection (self, g_steal_pointer (&selection));
  return TRUE;
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

  selection = ppv_selection_copy (get_latest (self)->selection);
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

  return step (self, -1);
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

  return step (self, 1);
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
