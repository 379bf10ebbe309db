/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-error.h"
#include "ppv-transform-private.h"

/* Each stack is walked from its end; this many steps take some seconds. */
enum { MOST_STEPS = 1 << 28, STACKS_BETWEEN_CHECKS = 1 << 14 };

static void
use (guint8 *used, const PpvStackId *map, PpvStackId stack)
{
  if (stack != PPV_NONE && map[stack] < PPV_STACK_EMPTY)
    used[map[stack]] = TRUE;
}

static guint8 *
find_used (const PpvProfile *profile, const PpvStackId *map, guint32 n_rows)
{
  guint8 *used = g_malloc0 ((gsize) n_rows + 1);
  guint32 n_findings;
  const PpvFinding *findings = ppv_profile_list_findings (profile, &n_findings);

  for (guint32 i = 0; i < ppv_profile_get_n_sets (profile); i++)
    {
      const PpvSampleSet *set = ppv_profile_get_set (profile, i);

      for (gsize row = 0; row < set->n_rows; row++)
        use (used, map, set->stack[row]);
    }
  for (guint32 i = 0; i < n_findings; i++)
    for (guint32 part = 0; part < findings[i].n_parts; part++)
      use (used, map, ppv_profile_list_parts (profile, &findings[i])[part].stack);
  return used;
}

static PpvStackId
invert_row (const PpvStackTable *from, PpvStackId row, PpvStackMaker *to, guint64 *n_steps)
{
  PpvStackId made = PPV_STACK_EMPTY;

  for (; row != PPV_NONE; row = from->parent[row])
    {
      made = ppv_stack_maker_row (to, made, from->frame[row]);
      *n_steps += 1;
    }
  return made;
}

gboolean
ppv_transform_invert (const PpvProfile *profile,
                      const PpvStackTable *from,
                      const PpvStackId *map,
                      PpvStackMaker *to,
                      PpvStackId *rows,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autofree guint8 *used = find_used (profile, map, from->n_rows);
  guint64 n_steps = 0;

  for (PpvStackId i = 0; i < from->n_rows; i++)
    {
      if (i % STACKS_BETWEEN_CHECKS == 0 &&
          g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      rows[i] = used[i] ? invert_row (from, i, to, &n_steps) : PPV_STACK_LEFT_OUT;
      if (n_steps <= MOST_STEPS)
        continue;
      g_set_error_literal (error, PPV_ERROR, PPV_ERROR_LIMIT,
                           _ ("there are too many deep stacks to invert: select fewer samples"));
      return FALSE;
    }
  return TRUE;
}
