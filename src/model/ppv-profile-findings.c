/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What only some tools tell: what they found, and who called whom. */

#include "config.h"

#include "ppv-profile-private.h"

/**
 * ppv_profile_get_calls: (skip)
 * @self: a profile
 *
 * Returns: (transfer none): the table of calls
 */
const PpvCallTable *
ppv_profile_get_calls (const PpvProfile *self)
{
  return &self->calls;
}

/**
 * ppv_profile_list_findings: (skip)
 * @self: a profile
 * @n_findings: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_findings): what was found, in the order of the file
 */
const PpvFinding *
ppv_profile_list_findings (const PpvProfile *self, guint32 *n_findings)
{
  *n_findings = self->findings->len;
  return (const PpvFinding *) (gconstpointer) self->findings->data;
}

/**
 * ppv_profile_list_parts: (skip)
 * @self: a profile
 * @finding: one of its findings
 *
 * Returns: (transfer none) (array): its @n_parts parts, the first where it was found
 */
const PpvFindingPart *
ppv_profile_list_parts (const PpvProfile *self, const PpvFinding *finding)
{
  return &g_array_index (self->parts, PpvFindingPart, finding->first_part);
}
