/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Terms are compared with names once, here, not once a sample: what is left for
 * a sample is to look its thread, cpu and stack up in arrays of bytes.
 */

#include "config.h"

#include <string.h>

#include "ppv-frames-private.h"
#include "ppv-selection-private.h"
#include "ppv-stack-costs.h"

/* Cpus with a byte of their own; numbers beyond are compared sample by sample. */
enum { N_USUAL_CPUS = 1024 };

struct _PpvMatcher {
  const PpvSampleSet *set;
  guint8 *stack_passes;  /* by row of the stack table; NULL when all pass */
  guint8 *thread_passes; /* by row of the thread table, then one for none; NULL when all pass */
  guint8 *cpu_passes;    /* by number; NULL when all pass */
  guint32 n_threads;
  gboolean no_cpu_passes;
  GArray *cpu_terms; /* of PpvTerm */
  guint n_ranges;
  PpvTimeRange *ranges;
};

static void
clear_term (gpointer term)
{
  g_free (((PpvTerm *) term)->pattern);
}

static gboolean
matches (const PpvTerm *term, const char *text)
{
  return ppv_pattern_match (term->pattern, text);
}

static gboolean
matches_number (const PpvTerm *term, gint64 number)
{
  char text[32];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
  return matches (term, text);
}

static guint8 *
all_pass (gsize n_rows)
{
  guint8 *passes = g_malloc (MAX (n_rows, 1));

  memset (passes, 1, n_rows);
  return passes;
}

/* --- threads and processes -------------------------------------------------- */

static gboolean
matches_thread (const PpvTerm *term, const PpvProfile *profile, PpvThreadId thread)
{
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);
  const PpvProcessTable *processes = ppv_profile_get_processes (profile);
  PpvProcessId process = threads->process[thread];

  if (term->kind == PPV_TERM_THREAD)
    return matches (term, ppv_profile_get_string (profile, threads->name[thread])) ||
           matches_number (term, threads->tid[thread]);
  return process < processes->n_rows &&
         (matches (term, ppv_profile_get_string (profile, processes->name[process])) ||
          matches_number (term, processes->pid[process]));
}

static void
apply_to_threads (PpvMatcher *self, const PpvProfile *profile, const PpvTerm *term)
{
  self->n_threads = ppv_profile_get_threads (profile)->n_rows;
  if (self->thread_passes == NULL)
    self->thread_passes = all_pass ((gsize) self->n_threads + 1);
  for (PpvThreadId i = 0; i < self->n_threads; i++)
    if (matches_thread (term, profile, i) == term->negated)
      self->thread_passes[i] = FALSE;
  if (!term->negated)
    self->thread_passes[self->n_threads] = FALSE;
}

static gboolean
passes_thread (const PpvMatcher *self, gsize row)
{
  PpvThreadId thread = self->set->thread != NULL ? self->set->thread[row] : PPV_NONE;

  return self->thread_passes[MIN (thread, self->n_threads)];
}

/* --- cpus ------------------------------------------------------------------- */

static void
apply_to_cpus (PpvMatcher *self, const PpvTerm *term)
{
  PpvTerm copy = *term;

  if (self->cpu_passes == NULL)
    self->cpu_passes = all_pass (N_USUAL_CPUS);
  for (guint32 i = 0; i < N_USUAL_CPUS; i++)
    if (matches_number (term, i) == term->negated)
      self->cpu_passes[i] = FALSE;
  if (!term->negated)
    self->no_cpu_passes = FALSE;
  copy.pattern = g_strdup (term->pattern);
  g_array_append_val (self->cpu_terms, copy);
}

static gboolean
passes_cpu (const PpvMatcher *self, gsize row)
{
  guint32 cpu = self->set->cpu != NULL ? self->set->cpu[row] : PPV_NONE;

  if (cpu < N_USUAL_CPUS)
    return self->cpu_passes[cpu];
  if (cpu == PPV_NONE)
    return self->no_cpu_passes;
  for (guint i = 0; i < self->cpu_terms->len; i++)
    {
      const PpvTerm *term = &g_array_index (self->cpu_terms, PpvTerm, i);

      if (matches_number (term, cpu) == term->negated)
        return FALSE;
    }
  return TRUE;
}

/* --- stacks ----------------------------------------------------------------- */

static gboolean
matches_path (const PpvTerm *term, const char *path)
{
  const char *slash = strrchr (path, '/');

  return matches (term, path) || (slash != NULL && matches (term, slash + 1));
}

static guint8 *
match_functions (const PpvTerm *term, const PpvProfile *profile)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  guint8 *hits = g_malloc (MAX (functions->n_rows, 1));

  for (PpvFunctionId i = 0; i < functions->n_rows; i++)
    hits[i] = (guint8) matches (term, ppv_function_name (profile, i));
  return hits;
}

static guint8 *
match_modules (const PpvTerm *term, const PpvProfile *profile)
{
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  guint8 *hits = g_malloc (MAX (modules->n_rows, 1));

  for (PpvModuleId i = 0; i < modules->n_rows; i++)
    hits[i] = (guint8) matches_path (term, ppv_profile_get_string (profile, modules->path[i]));
  return hits;
}

static guint8 *
match_frames (const PpvTerm *term, const PpvProfile *profile)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  gboolean by_module = term->kind == PPV_TERM_MODULE;
  g_autofree guint8 *hits =
      by_module ? match_modules (term, profile) : match_functions (term, profile);
  guint8 *frame_hits = g_malloc (MAX (frames->n_rows, 1));

  for (PpvFrameId i = 0; i < frames->n_rows; i++)
    {
      guint32 key = by_module ? ppv_frame_module (frames, functions, i) : frames->function[i];

      frame_hits[i] = key != PPV_NONE && hits[key];
    }
  return frame_hits;
}

/* A parent has the smaller row: one forward loop hands a match down to all callees. */
static void
apply_to_stacks (PpvMatcher *self, const PpvProfile *profile, const PpvTerm *term)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  g_autofree guint8 *frame_hits = match_frames (term, profile);
  g_autofree guint8 *hits = g_malloc (MAX (stacks->n_rows, 1));

  if (self->stack_passes == NULL)
    self->stack_passes = all_pass (stacks->n_rows);
  for (PpvStackId i = 0; i < stacks->n_rows; i++)
    {
      PpvStackId parent = stacks->parent[i];

      hits[i] = frame_hits[stacks->frame[i]] || (parent != PPV_NONE && hits[parent]);
      if (hits[i] == term->negated)
        self->stack_passes[i] = FALSE;
    }
}

/* --- time ------------------------------------------------------------------- */

/* Where samples stand in groups, the times choose a group instead. */
static void
take_ranges (PpvMatcher *self, const PpvSelection *selection)
{
  const PpvTimeRange *ranges;
  guint n_ranges;

  ranges = ppv_selection_list_times (selection, &n_ranges);
  if (self->set->n_groups > 0 || n_ranges == 0)
    return;
  self->n_ranges = n_ranges;
  self->ranges = g_memdup2 (ranges, n_ranges * sizeof *ranges);
}

static gboolean
passes_time (const PpvMatcher *self, gsize row)
{
  return self->set->time != NULL &&
         ppv_time_in_ranges (self->set->time[row], self->ranges, self->n_ranges);
}

static void
apply_term (PpvMatcher *self, const PpvProfile *profile, const PpvTerm *term)
{
  switch (term->kind)
    {
    case PPV_TERM_PROCESS:
    case PPV_TERM_THREAD:
      apply_to_threads (self, profile, term);
      break;
    case PPV_TERM_CPU:
      apply_to_cpus (self, term);
      break;
    case PPV_TERM_MODULE:
    case PPV_TERM_FUNCTION:
      apply_to_stacks (self, profile, term);
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * ppv_matcher_new: (skip)
 * @profile: a profile
 * @selection: which samples; its metric is not looked at
 * @set: a sample set of @profile; must outlive the matcher
 *
 * What is not known of a sample (its thread, cpu or time) matches no term: a
 * term leaves it out, a negated term lets it pass.  Times are not looked at
 * where the set has groups.
 *
 * Returns: (transfer full): a matcher
 */
PpvMatcher *
ppv_matcher_new (const PpvProfile *profile, const PpvSelection *selection, const PpvSampleSet *set)
{
  const PpvTerm *terms;
  guint n_terms;
  PpvMatcher *self;

  g_return_val_if_fail (profile != NULL && selection != NULL && set != NULL, NULL);

  self = g_new0 (PpvMatcher, 1);
  self->set = set;
  self->no_cpu_passes = TRUE;
  self->cpu_terms = g_array_new (FALSE, FALSE, sizeof (PpvTerm));
  g_array_set_clear_func (self->cpu_terms, clear_term);
  terms = ppv_selection_list_terms (selection, &n_terms);
  for (guint i = 0; i < n_terms; i++)
    apply_term (self, profile, &terms[i]);
  take_ranges (self, selection);
  return self;
}

/**
 * ppv_matcher_free: (skip)
 * @self: (nullable): a matcher
 */
void
ppv_matcher_free (PpvMatcher *self)
{
  if (self == NULL)
    return;
  g_free (self->stack_passes);
  g_free (self->thread_passes);
  g_free (self->cpu_passes);
  g_array_unref (self->cpu_terms);
  g_free (self->ranges);
  g_free (self);
}

/**
 * ppv_matcher_test: (skip)
 * @self: a matcher
 * @row: a row of its set
 *
 * Returns: whether the sample is selected
 */
gboolean
ppv_matcher_test (const PpvMatcher *self, gsize row)
{
  return (self->stack_passes == NULL || self->stack_passes[self->set->stack[row]]) &&
         (self->thread_passes == NULL || passes_thread (self, row)) &&
         (self->cpu_passes == NULL || passes_cpu (self, row)) &&
         (self->n_ranges == 0 || passes_time (self, row));
}
