/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "checker-summary.h"
#include "ppv-number.h"

#define U64 "%" G_GUINT64_FORMAT

static const char *const amount_keys[CHECKER_N_AMOUNTS] = {
  [CHECKER_DEFINITELY_LOST] = "definitely_lost",
  [CHECKER_INDIRECTLY_LOST] = "indirectly_lost",
  [CHECKER_POSSIBLY_LOST] = "possibly_lost",
  [CHECKER_STILL_REACHABLE] = "still_reachable",
  [CHECKER_REACHABLE_HEURISTIC] = "reachable_by_heuristic",
  [CHECKER_SUPPRESSED] = "suppressed_leaks",
  [CHECKER_IN_USE_AT_EXIT] = "in_use_at_exit",
};

gboolean
checker_parse_number (const char *text, gsize length, guint64 *value)
{
  char digits[32];
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == ',' && n > 0)
        continue;
      if (n == sizeof digits)
        return FALSE;
      digits[n++] = text[i];
    }
  return ppv_parse_u64 (digits, n, value);
}

static void
add (guint64 *sum, guint64 more)
{
  *sum = *sum > G_MAXUINT64 - more ? G_MAXUINT64 : *sum + more;
}

void
checker_summary_add (CheckerSummary *self, const CheckerSummary *more)
{
  for (guint i = 0; i < CHECKER_N_AMOUNTS; i++)
    {
      self->amounts[i].known |= more->amounts[i].known;
      add (&self->amounts[i].bytes, more->amounts[i].bytes);
      add (&self->amounts[i].blocks, more->amounts[i].blocks);
    }
  self->has_usage |= more->has_usage;
  add (&self->allocations, more->allocations);
  add (&self->frees, more->frees);
  add (&self->allocated_bytes, more->allocated_bytes);
  self->has_errors |= more->has_errors;
  add (&self->errors, more->errors);
  add (&self->contexts, more->contexts);
  add (&self->suppressed, more->suppressed);
  add (&self->suppressed_contexts, more->suppressed_contexts);
}

static void
tell (PpvProfileBuilder *builder, const char *key, char *value)
{
  ppv_profile_builder_fact (builder, key, value, -1);
  g_free (value);
}

void
checker_summary_tell (const CheckerSummary *self, PpvProfileBuilder *builder)
{
  if (self->has_errors)
    tell (builder, "error_summary",
          g_strdup_printf (U64 " errors from " U64 " contexts (suppressed: " U64 " from " U64 ")",
                           self->errors, self->contexts, self->suppressed,
                           self->suppressed_contexts));
  if (self->has_usage)
    tell (builder, "heap_usage",
          g_strdup_printf (U64 " allocs, " U64 " frees, " U64 " bytes allocated", self->allocations,
                           self->frees, self->allocated_bytes));
  for (guint i = 0; i < CHECKER_N_AMOUNTS; i++)
    if (self->amounts[i].known)
      tell (builder, amount_keys[i],
            g_strdup_printf (U64 " bytes in " U64 " blocks", self->amounts[i].bytes,
                             self->amounts[i].blocks));
}
