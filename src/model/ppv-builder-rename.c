/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-profile-builder-private.h"

/**
 * ppv_profile_builder_rename_functions: (skip)
 * @self: a builder, to which no functions are added any more
 * @rename: gives what people shall see in the place of a name
 *
 * Changes what functions are called; the raw name is what it was, or the name where
 * there was none.
 */
void
ppv_profile_builder_rename_functions (PpvProfileBuilder *self, char *(*rename) (const char *name))
{
  PpvFunctionRows *rows = &self->functions;

  for (guint32 i = 0; i < rows->n_rows; i++)
    {
      g_autofree char *name = rename (ppv_profile_builder_peek_string (self, rows->name[i]));

      if (rows->raw_name[i] == 0)
        rows->raw_name[i] = rows->name[i];
      rows->name[i] = ppv_profile_builder_string (self, name, -1);
    }
}
