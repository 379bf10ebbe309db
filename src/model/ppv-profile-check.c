/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The invariants of ppv-profile.h, one check a table. */

#include "config.h"

#include "ppv-error.h"
#include "ppv-profile-private.h"

static gboolean
broken (GError **error, const char *table, guint64 row, const char *rule)
{
  g_set_error (error, PPV_ERROR, PPV_ERROR_CORRUPT, "%s row %" G_GUINT64_FORMAT ": %s", table, row,
               rule);
  return FALSE;
}

static gboolean
below_or_none (guint32 row, guint32 n_rows)
{
  return row == PPV_NONE || row < n_rows;
}

static gboolean
check_strings (const PpvProfile *self, GError **error)
{
  if (self->n_strings == 0 || *ppv_profile_get_string (self, 0) != '\0')
    return broken (error, "strings", 0, "is not empty");
  for (guint32 i = 0; i < self->n_strings; i++)
    if (!g_utf8_validate (ppv_profile_get_string (self, i), -1, NULL))
      return broken (error, "strings", i, "is not UTF-8");
  return TRUE;
}

static gboolean
check_modules (const PpvProfile *self, GError **error)
{
  const PpvModuleTable *modules = &self->modules;

  for (guint32 i = 0; i < modules->n_rows; i++)
    {
      if (modules->path[i] >= self->n_strings || modules->build_id[i] >= self->n_strings)
        return broken (error, "modules", i, "names a string that is not there");
      if (modules->kind[i] > PPV_MODULE_IMAGE)
        return broken (error, "modules", i, "is of no kind");
    }
  return TRUE;
}

static gboolean
check_functions (const PpvProfile *self, GError **error)
{
  const PpvFunctionTable *functions = &self->functions;

  for (guint32 i = 0; i < functions->n_rows; i++)
    {
      if (functions->name[i] >= self->n_strings || functions->raw_name[i] >= self->n_strings ||
          functions->file[i] >= self->n_strings)
        return broken (error, "functions", i, "names a string that is not there");
      if (!below_or_none (functions->module[i], self->modules.n_rows))
        return broken (error, "functions", i, "is of a module that is not there");
    }
  return TRUE;
}

static gboolean
check_frames (const PpvProfile *self, GError **error)
{
  const PpvFrameTable *frames = &self->frames;

  for (guint32 i = 0; i < frames->n_rows; i++)
    {
      if (frames->function[i] >= self->functions.n_rows)
        return broken (error, "frames", i, "is of a function that is not there");
      if (!below_or_none (frames->module[i], self->modules.n_rows))
        return broken (error, "frames", i, "is of a module that is not there");
      if (frames->file[i] >= self->n_strings)
        return broken (error, "frames", i, "names a string that is not there");
    }
  return TRUE;
}

static gboolean
check_stacks (const PpvProfile *self, GError **error)
{
  const PpvStackTable *stacks = &self->stacks;

  for (guint32 i = 0; i < stacks->n_rows; i++)
    {
      if (stacks->parent[i] != PPV_NONE && stacks->parent[i] >= i)
        return broken (error, "stacks", i, "does not come after its parent");
      if (stacks->frame[i] >= self->frames.n_rows)
        return broken (error, "stacks", i, "has a frame that is not there");
      if (stacks->parent[i] == PPV_NONE && self->frames.inlined[stacks->frame[i]])
        return broken (error, "stacks", i, "is inlined into nothing");
    }
  return TRUE;
}

static gboolean
check_threads (const PpvProfile *self, GError **error)
{
  const PpvThreadTable *threads = &self->threads;

  for (guint32 i = 0; i < self->processes.n_rows; i++)
    if (self->processes.name[i] >= self->n_strings)
      return broken (error, "processes", i, "names a string that is not there");
  for (guint32 i = 0; i < threads->n_rows; i++)
    {
      if (threads->name[i] >= self->n_strings)
        return broken (error, "threads", i, "names a string that is not there");
      if (threads->process[i] >= self->processes.n_rows)
        return broken (error, "threads", i, "is of a process that is not there");
    }
  return TRUE;
}

static gboolean
check_groups (const PpvSampleSet *set, GError **error)
{
  if (set->n_groups == 0)
    return TRUE;
  if (set->group_begin[0] != 0 || set->group_begin[set->n_groups] != set->n_rows)
    return broken (error, "groups", 0, "do not cover the samples");
  for (guint32 i = 0; i < set->n_groups; i++)
    if (set->group_begin[i] > set->group_begin[i + 1])
      return broken (error, "groups", i, "ends before it begins");
  return TRUE;
}

static gboolean
check_set (const PpvProfile *self, const PpvSampleSet *set, GError **error)
{
  for (gsize i = 0; i < set->n_rows; i++)
    {
      if (set->stack[i] >= self->stacks.n_rows)
        return broken (error, "samples", i, "has a stack that is not there");
      if (set->thread != NULL && !below_or_none (set->thread[i], self->threads.n_rows))
        return broken (error, "samples", i, "is of a thread that is not there");
      if (set->time != NULL && (set->time[i] < 0 || set->time[i] > self->duration))
        return broken (error, "samples", i, "is outside the profile's time");
      if (set->label != NULL && set->label[i] >= self->n_strings)
        return broken (error, "samples", i, "has a label that is not there");
    }
  for (guint32 i = 0; i < set->n_metrics; i++)
    if (set->metric[i] >= self->metrics->len)
      return broken (error, "sets", i, "has a metric that is not there");
  return check_groups (set, error);
}

static gboolean
check_spans (const PpvProfile *self, GError **error)
{
  const PpvSpanTable *spans = &self->spans;

  for (gsize i = 0; i < spans->n_rows; i++)
    {
      if (!below_or_none (spans->thread[i], self->threads.n_rows))
        return broken (error, "spans", i, "is of a thread that is not there");
      if (spans->start[i] < 0 || spans->duration[i] < 0 ||
          spans->duration[i] > self->duration - spans->start[i])
        return broken (error, "spans", i, "is outside the profile's time");
      if (spans->category[i] >= self->n_strings || spans->name[i] >= self->n_strings ||
          spans->fields[i] >= self->n_strings)
        return broken (error, "spans", i, "names a string that is not there");
    }
  return TRUE;
}

static gboolean
check_calls (const PpvProfile *self, GError **error)
{
  const PpvCallTable *calls = &self->calls;

  if (calls->n_rows > 0 && calls->set >= self->sets->len)
    return broken (error, "calls", 0, "are of a set that is not there");
  for (gsize i = 0; i < calls->n_rows; i++)
    if (calls->caller[i] >= self->frames.n_rows || calls->callee[i] >= self->functions.n_rows)
      return broken (error, "calls", i, "names code that is not there");
  return TRUE;
}

static gboolean
check_parts (const PpvProfile *self, const PpvFinding *finding, GError **error)
{
  const PpvFindingPart *parts = ppv_profile_list_parts (self, finding);

  for (guint32 i = 0; i < finding->n_parts; i++)
    if (parts[i].text >= self->n_strings || !below_or_none (parts[i].stack, self->stacks.n_rows))
      return broken (error, "parts", finding->first_part + i,
                     "has a text or a stack that is not there");
  return TRUE;
}

static gboolean
check_findings (const PpvProfile *self, GError **error)
{
  guint32 n_findings;
  const PpvFinding *findings = ppv_profile_list_findings (self, &n_findings);

  for (guint32 i = 0; i < n_findings; i++)
    {
      if (findings[i].kind >= self->n_strings || findings[i].text >= self->n_strings ||
          findings[i].suppression >= self->n_strings ||
          !below_or_none (findings[i].thread, self->threads.n_rows))
        return broken (error, "findings", i, "has a text or a thread that is not there");
      if (findings[i].count == 0 ||
          (guint64) findings[i].first_part + findings[i].n_parts > self->parts->len)
        return broken (error, "findings", i, "was never seen, or has parts that are not there");
      if (!check_parts (self, &findings[i], error))
        return FALSE;
    }
  return TRUE;
}

/**
 * ppv_profile_check: (skip)
 * @self: a profile
 * @error: set to PPV_ERROR_CORRUPT, naming table, row and rule
 *
 * Returns: whether every invariant holds
 */
gboolean
ppv_profile_check (const PpvProfile *self, GError **error)
{
  if (!check_strings (self, error) || !check_modules (self, error) ||
      !check_functions (self, error) || !check_frames (self, error) ||
      !check_stacks (self, error) || !check_threads (self, error) || !check_spans (self, error) ||
      !check_calls (self, error) || !check_findings (self, error))
    return FALSE;
  for (guint32 i = 0; i < self->sets->len; i++)
    if (!check_set (self, ppv_profile_get_set (self, i), error))
      return FALSE;
  return TRUE;
}
