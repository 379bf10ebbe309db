/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What conditions say of stacks and of threads is worked out once for each row of their
 * tables; for a sample it is then looked up.  A condition of stacks alone, however large,
 * becomes one array of bytes.
 */

#include "config.h"

#include "ppv-selection-private.h"
#include "ppv-stack-costs.h"
#include "ppv-term-rows-private.h"

/* Cpus with a byte of their own; numbers beyond are compared sample by sample. */
enum { N_USUAL_CPUS = 1024 };

enum {
  OF_THREADS = 1 << PPV_TERM_PROCESS | 1 << PPV_TERM_THREAD,
  OF_STACKS =
      1 << PPV_TERM_MODULE | 1 << PPV_TERM_FUNCTION | 1 << PPV_TERM_SELF | 1 << PPV_TERM_STACK,
};

typedef enum { TEST_STACK, TEST_THREAD, TEST_CPU, TEST_TIME, TEST_NOT, TEST_AND, TEST_OR } TestKind;

/* A condition made ready for samples. */
typedef struct {
  TestKind kind;
  PpvTerm term; /* of a CPU or TIME; its pattern is the test's own */
  PpvTermNames names;
  guint8 *holds;    /* by row of a table; by number for usual cpus */
  GPtrArray *parts; /* Test */
} Test;

struct _PpvMatcher {
  const PpvProfile *profile;
  const PpvSampleSet *set;
  guint32 n_threads;
  GPtrArray *tests; /* Test; all have to hold */
};

static void
test_free (Test *self)
{
  ppv_term_names_clear (&self->names);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_free (self->term.pattern);
  g_free (self->holds);
  g_free (self);
}

static Test *
test_new (TestKind kind)
{
  Test *self = g_new0 (Test, 1);

  self->kind = kind;
  return self;
}

/* --- arrays of bytes -------------------------------------------------------- */

static guint8 *
fold_term (const PpvMatcher *self, const PpvTerm *term)
{
  if (OF_STACKS & 1 << term->kind)
    return ppv_term_holds_stacks (term, self->profile, ppv_profile_get_stacks (self->profile));
  return ppv_term_holds_threads (term, self->profile);
}

/* What @condition, all of stacks or all of threads, says of each of @n_rows. */
static guint8 *
fold (const PpvMatcher *self, const PpvCondition *condition, gsize n_rows)
{
  guint8 *holds;

  if (condition->kind == PPV_CONDITION_TERM)
    return fold_term (self, &condition->term);
  holds = fold (self, condition->parts->pdata[0], n_rows);
  for (gsize row = 0; condition->kind == PPV_CONDITION_NOT && row < n_rows; row++)
    holds[row] ^= 1;
  for (guint i = 1; i < condition->parts->len; i++)
    {
      g_autofree guint8 *more = fold (self, condition->parts->pdata[i], n_rows);

      for (gsize row = 0; row < n_rows; row++)
        holds[row] =
            condition->kind == PPV_CONDITION_AND ? holds[row] & more[row] : holds[row] | more[row];
    }
  return holds;
}

static Test *
fold_to_test (const PpvMatcher *self, const PpvCondition *condition, TestKind kind)
{
  Test *test = test_new (kind);
  gsize n_rows = kind == TEST_STACK ? ppv_profile_get_stacks (self->profile)->n_rows
                                    : (gsize) self->n_threads + 1;

  test->holds = fold (self, condition, n_rows);
  return test;
}

/* --- conditions ------------------------------------------------------------- */

static Test *
prepare_cpus (const PpvTerm *term)
{
  Test *test = test_new (TEST_CPU);

  test->term = *term;
  test->term.pattern = g_strdup (term->pattern);
  ppv_term_names_init (&test->names, &test->term);
  test->holds = g_malloc (N_USUAL_CPUS);
  for (guint32 i = 0; i < N_USUAL_CPUS; i++)
    test->holds[i] = ppv_term_names_number (&test->names, i) != term->negated;
  return test;
}

static Test *
prepare_times (const PpvTerm *term)
{
  Test *test = test_new (TEST_TIME);

  test->term = *term;
  return test;
}

static Test *
prepare (const PpvMatcher *self, const PpvCondition *condition)
{
  guint kinds = ppv_condition_kinds (condition);
  Test *test;

  if ((kinds & ~(guint) OF_STACKS) == 0)
    return fold_to_test (self, condition, TEST_STACK);
  if ((kinds & ~(guint) OF_THREADS) == 0)
    return fold_to_test (self, condition, TEST_THREAD);
  if (condition->kind == PPV_CONDITION_TERM)
    return condition->term.kind == PPV_TERM_CPU ? prepare_cpus (&condition->term)
                                                : prepare_times (&condition->term);
  test = test_new (condition->kind == PPV_CONDITION_NOT   ? TEST_NOT
                   : condition->kind == PPV_CONDITION_AND ? TEST_AND
                                                          : TEST_OR);
  test->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) test_free);
  for (guint i = 0; i < condition->parts->len; i++)
    g_ptr_array_add (test->parts, prepare (self, condition->parts->pdata[i]));
  return test;
}

/**
 * ppv_matcher_new: (skip)
 * @profile: a profile; must outlive the matcher
 * @selection: which samples; its metric and transforms are not looked at
 * @set: a sample set of @profile
 *
 * What is not known of a sample (its thread, cpu or time) matches nothing: such a
 * term leaves it out, a negated one lets it pass.  Samples of a group have its time.
 *
 * Returns: (transfer full): a matcher
 */
PpvMatcher *
ppv_matcher_new (const PpvProfile *profile, const PpvSelection *selection, const PpvSampleSet *set)
{
  const GPtrArray *conditions;
  PpvMatcher *self;

  g_return_val_if_fail (profile != NULL && selection != NULL && set != NULL, NULL);

  self = g_new0 (PpvMatcher, 1);
  self->profile = profile;
  self->set = set;
  self->n_threads = ppv_profile_get_threads (profile)->n_rows;
  self->tests = g_ptr_array_new_with_free_func ((GDestroyNotify) test_free);
  conditions = ppv_selection_get_conditions (selection);
  for (guint i = 0; i < conditions->len; i++)
    g_ptr_array_add (self->tests, prepare (self, conditions->pdata[i]));
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
  g_ptr_array_unref (self->tests);
  g_free (self);
}

/* --- samples ---------------------------------------------------------------- */

static gboolean
test_cpu (const Test *test, const PpvSampleSet *set, gsize row)
{
  guint32 cpu = set->cpu != NULL ? set->cpu[row] : PPV_NONE;

  if (cpu < N_USUAL_CPUS)
    return test->holds[cpu];
  if (cpu == PPV_NONE)
    return test->term.negated;
  return ppv_term_names_number (&test->names, cpu) != test->term.negated;
}

/* The group of a row: the last that begins at it or before. */
static guint32
find_group (const PpvSampleSet *set, gsize row)
{
  guint32 low = 0;
  guint32 high = set->n_groups;

  while (high - low > 1)
    {
      guint32 middle = low + (high - low) / 2;

      if (set->group_begin[middle] <= row)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static gboolean
test_time (const Test *test, const PpvSampleSet *set, gsize row)
{
  gint64 time;

  if (set->n_groups > 0)
    time = set->group_time[find_group (set, row)];
  else if (set->time != NULL)
    time = set->time[row];
  else
    return test->term.negated;
  return ppv_time_in_range (time, &test->term.range) != test->term.negated;
}

static gboolean
test_sample (const PpvMatcher *self, const Test *test, gsize row)
{
  PpvThreadId thread;

  switch (test->kind)
    {
    case TEST_STACK:
      return test->holds[self->set->stack[row]];
    case TEST_THREAD:
      thread = self->set->thread != NULL ? self->set->thread[row] : PPV_NONE;
      return test->holds[MIN (thread, self->n_threads)];
    case TEST_CPU:
      return test_cpu (test, self->set, row);
    case TEST_TIME:
      return test_time (test, self->set, row);
    case TEST_NOT:
      return !test_sample (self, test->parts->pdata[0], row);
    case TEST_AND:
    case TEST_OR:
    default:
      for (guint i = 0; i < test->parts->len; i++)
        if (test_sample (self, test->parts->pdata[i], row) == (test->kind == TEST_OR))
          return test->kind == TEST_OR;
      return test->kind == TEST_AND;
    }
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
  for (guint i = 0; i < self->tests->len; i++)
    if (!test_sample (self, self->tests->pdata[i], row))
      return FALSE;
  return TRUE;
}
