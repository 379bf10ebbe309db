/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Terms are compared with names once, here, not once a sample. */

#include "config.h"

#include <string.h>

#include "ppv-frames-private.h"
#include "ppv-selection-private.h"
#include "ppv-stack-path-private.h"
#include "ppv-term-rows-private.h"

/* --- names ------------------------------------------------------------------ */

void
ppv_term_names_init (PpvTermNames *self, const PpvTerm *term)
{
  *self = (PpvTermNames){ term, NULL };
  if (term->is_regex)
    self->regex = g_regex_new (term->pattern, G_REGEX_OPTIMIZE, G_REGEX_MATCH_DEFAULT, NULL);
}

void
ppv_term_names_clear (PpvTermNames *self)
{
  g_clear_pointer (&self->regex, g_regex_unref);
}

gboolean
ppv_term_names_match (const PpvTermNames *self, const char *name)
{
  if (self->term->is_regex)
    return self->regex != NULL && g_regex_match (self->regex, name, G_REGEX_MATCH_DEFAULT, NULL);
  return ppv_pattern_match (self->term->pattern, name);
}

gboolean
ppv_term_names_number (const PpvTermNames *self, gint64 number)
{
  char text[32];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
  return ppv_term_names_match (self, text);
}

/* --- threads and processes -------------------------------------------------- */

static gboolean
matches_thread (const PpvTermNames *names, const PpvProfile *profile, PpvThreadId thread)
{
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);
  const PpvProcessTable *processes = ppv_profile_get_processes (profile);
  PpvProcessId process = threads->process[thread];

  if (names->term->kind == PPV_TERM_THREAD)
    return ppv_term_names_match (names, ppv_profile_get_string (profile, threads->name[thread])) ||
           ppv_term_names_number (names, threads->tid[thread]);
  return process < processes->n_rows &&
         (ppv_term_names_match (names,
                                ppv_profile_get_string (profile, processes->name[process])) ||
          ppv_term_names_number (names, processes->pid[process]));
}

guint8 *
ppv_term_holds_threads (const PpvTerm *term, const PpvProfile *profile)
{
  guint32 n_threads = ppv_profile_get_threads (profile)->n_rows;
  guint8 *holds = g_malloc ((gsize) n_threads + 1);
  g_auto (PpvTermNames) names;

  ppv_term_names_init (&names, term);
  for (PpvThreadId i = 0; i < n_threads; i++)
    holds[i] = matches_thread (&names, profile, i) != term->negated;
  holds[n_threads] = (guint8) term->negated;
  return holds;
}

/* --- frames ----------------------------------------------------------------- */

static gboolean
matches_path (const PpvTermNames *names, const char *path)
{
  const char *slash = strrchr (path, '/');

  return ppv_term_names_match (names, path) ||
         (slash != NULL && ppv_term_names_match (names, slash + 1));
}

static guint8 *
match_functions (const PpvTermNames *names, const PpvProfile *profile)
{
  guint32 n_functions = ppv_profile_get_functions (profile)->n_rows;
  guint8 *hits = g_malloc ((gsize) n_functions + 1);

  for (PpvFunctionId i = 0; i < n_functions; i++)
    hits[i] = (guint8) ppv_term_names_match (names, ppv_function_name (profile, i));
  return hits;
}

static guint8 *
match_modules (const PpvTermNames *names, const PpvProfile *profile)
{
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  guint8 *hits = g_malloc ((gsize) modules->n_rows + 1);

  for (PpvModuleId i = 0; i < modules->n_rows; i++)
    hits[i] = (guint8) matches_path (names, ppv_profile_get_string (profile, modules->path[i]));
  return hits;
}

static guint8 *
match_frames (const PpvTerm *term, const PpvProfile *profile)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  gboolean by_module = term->kind == PPV_TERM_MODULE;
  guint8 *frame_hits = g_malloc ((gsize) frames->n_rows + 1);
  g_autofree guint8 *hits = NULL;
  g_auto (PpvTermNames) names;

  ppv_term_names_init (&names, term);
  hits = by_module ? match_modules (&names, profile) : match_functions (&names, profile);
  for (PpvFrameId i = 0; i < frames->n_rows; i++)
    {
      guint32 key = by_module ? ppv_frame_module (frames, functions, i) : frames->function[i];

      frame_hits[i] = key != PPV_NONE && hits[key];
    }
  return frame_hits;
}

/* --- stacks ----------------------------------------------------------------- */

guint8 *
ppv_term_holds_rows (const PpvTerm *term,
                     const PpvProfile *profile,
                     const PpvStackTable *stacks,
                     gboolean *at_end)
{
  g_autofree guint8 *frame_hits = NULL;
  guint8 *holds;

  if (term->kind == PPV_TERM_STACK)
    holds = ppv_stack_path_find (profile, stacks, term->pattern, at_end);
  else
    {
      frame_hits = match_frames (term, profile);
      holds = g_malloc ((gsize) stacks->n_rows + 1);
      *at_end = term->kind == PPV_TERM_SELF;
    }
  for (PpvStackId i = 0; i < stacks->n_rows; i++)
    holds[i] =
        (frame_hits != NULL ? frame_hits[stacks->frame[i]] : holds[i]) ^ (guint8) term->negated;
  return holds;
}

/*
 * A parent has the smaller row: one forward loop hands a match down to all callees.  It is
 * negated only then, as a stack without a function is one none of whose rows has it.
 */
guint8 *
ppv_term_holds_stacks (const PpvTerm *term, const PpvProfile *profile, const PpvStackTable *stacks)
{
  PpvTerm plain = *term;
  gboolean at_end;
  guint8 *hits;

  plain.negated = FALSE;
  hits = ppv_term_holds_rows (&plain, profile, stacks, &at_end);
  for (PpvStackId i = 0; !at_end && i < stacks->n_rows; i++)
    if (stacks->parent[i] != PPV_NONE)
      hits[i] |= hits[stacks->parent[i]];
  for (PpvStackId i = 0; i < stacks->n_rows; i++)
    hits[i] ^= (guint8) term->negated;
  return hits;
}
