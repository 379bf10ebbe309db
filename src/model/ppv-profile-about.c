/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a profile says of itself: where it is from, and what became of that on the way. */

#include "config.h"

#include "ppv-profile-private.h"

/**
 * ppv_profile_get_time_unit: (skip)
 * @self: a profile
 *
 * Returns: (transfer none): "ns", "instructions", "ms" or "bytes"
 */
const char *
ppv_profile_get_time_unit (const PpvProfile *self)
{
  return self->time_unit;
}

/**
 * ppv_profile_get_time_origin: (skip)
 * @self: a profile
 *
 * Returns: the first time stamp in the recording's own clock
 */
gint64
ppv_profile_get_time_origin (const PpvProfile *self)
{
  return self->time_origin;
}

/**
 * ppv_profile_get_duration: (skip)
 * @self: a profile
 *
 * Returns: from the first time stamp to the last, in the profile's time unit
 */
gint64
ppv_profile_get_duration (const PpvProfile *self)
{
  return self->duration;
}

/**
 * ppv_profile_get_file: (skip)
 * @self: a profile
 *
 * Returns: (transfer none): the path as it was given
 */
const char *
ppv_profile_get_file (const PpvProfile *self)
{
  return self->file;
}

/**
 * ppv_profile_get_format: (skip)
 * @self: a profile
 *
 * Returns: (transfer none): the importer's id
 */
const char *
ppv_profile_get_format (const PpvProfile *self)
{
  return self->format;
}

/**
 * ppv_profile_get_fact: (skip)
 * @self: a profile
 * @key: a fact's key
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
ppv_profile_get_fact (const PpvProfile *self, const char *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  for (guint i = 0; i < self->facts->len; i++)
    if (g_str_equal (g_array_index (self->facts, PpvFact, i).key, key))
      return g_array_index (self->facts, PpvFact, i).value;
  return NULL;
}

/**
 * ppv_profile_list_facts: (skip)
 * @self: a profile
 * @n_facts: (out): how many
 *
 * Returns: (transfer none) (array length=n_facts): what the file says of itself
 */
const PpvFact *
ppv_profile_list_facts (const PpvProfile *self, guint32 *n_facts)
{
  *n_facts = self->facts->len;
  return (const PpvFact *) (void *) self->facts->data;
}

/**
 * ppv_profile_list_records: (skip)
 * @self: a profile
 * @n_records: (out): how many
 *
 * Returns: (transfer none) (array length=n_records): the kinds of records of the file
 */
const PpvRecordCount *
ppv_profile_list_records (const PpvProfile *self, guint32 *n_records)
{
  *n_records = self->records->len;
  return (const PpvRecordCount *) (void *) self->records->data;
}

/**
 * ppv_profile_list_warnings: (skip)
 * @self: a profile
 * @n_warnings: (out): how many
 *
 * Returns: (transfer none) (array length=n_warnings): what is missing or worth knowing
 */
const PpvWarning *
ppv_profile_list_warnings (const PpvProfile *self, guint32 *n_warnings)
{
  *n_warnings = self->warnings->len;
  return (const PpvWarning *) (void *) self->warnings->data;
}

/**
 * ppv_profile_is_complete: (skip)
 * @self: a profile
 *
 * Returns: whether all of the file is in the profile
 */
gboolean
ppv_profile_is_complete (const PpvProfile *self)
{
  return self->complete;
}

/**
 * ppv_profile_is_saturated: (skip)
 * @self: a profile
 *
 * Returns: whether a sum ran into the end of 64 bits
 */
gboolean
ppv_profile_is_saturated (const PpvProfile *self)
{
  return self->saturated;
}
