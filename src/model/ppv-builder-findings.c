/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What tools found wrong. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-profile-builder-private.h"

/**
 * ppv_profile_builder_finding: (skip)
 * @self: a builder
 * @finding: what was found; its parts are not looked at
 *
 * Returns: its row, or PPV_NONE when there is no room
 */
guint32
ppv_profile_builder_finding (PpvProfileBuilder *self, const PpvFinding *finding)
{
  PpvFinding row = *finding;

  if (self->findings->len >= self->limits.rows)
    return ppv_profile_builder_full (self, N_ ("findings"));
  row.count = MAX (row.count, 1);
  row.first_part = self->parts->len;
  row.n_parts = 0;
  g_array_append_val (self->findings, row);
  return self->findings->len - 1;
}

/**
 * ppv_profile_builder_finding_part: (skip)
 * @self: a builder
 * @text: what the stack is of, or row 0
 * @stack: the stack, or PPV_NONE
 *
 * Adds a part to the finding added last.
 */
void
ppv_profile_builder_finding_part (PpvProfileBuilder *self, PpvStringId text, PpvStackId stack)
{
  PpvFindingPart part = { text, stack };

  g_return_if_fail (self->findings->len > 0);

  if (self->parts->len >= self->limits.rows)
    {
      (void) ppv_profile_builder_full (self, N_ ("findings"));
      return;
    }
  g_array_append_val (self->parts, part);
  g_array_index (self->findings, PpvFinding, self->findings->len - 1).n_parts++;
}

/**
 * ppv_profile_builder_finding_count: (skip)
 * @self: a builder
 * @finding: a row, or PPV_NONE
 * @count: how often it was seen
 */
void
ppv_profile_builder_finding_count (PpvProfileBuilder *self, guint32 finding, guint64 count)
{
  if (finding < self->findings->len)
    g_array_index (self->findings, PpvFinding, finding).count = MAX (count, 1);
}
