/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "text-lines.h"

enum { BYTES_BETWEEN_CHECKS = 1 << 18 };

gboolean
text_lines_read (const TextLines *self, TextLineFunc take, gpointer user_data, GError **error)
{
  guint64 checked = 0;
  GError *failure = NULL;

  while (ppv_lines_next (self->lines, &failure))
    {
      if (!take (user_data, error))
        return FALSE;
      if (self->lines->offset - checked < BYTES_BETWEEN_CHECKS)
        continue;
      checked = self->lines->offset;
      if (!ppv_load_context_advance (self->context, self->bytes_before + checked, self->bytes_total,
                                     error))
        return FALSE;
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
text_lines_warn_cut (const PpvLines *lines, PpvProfileBuilder *builder)
{
  if (lines->cut)
    ppv_profile_builder_warn (
        builder, PPV_LOSS, "line-too-long", lines->offset,
        _ ("Lines were left out because they are too long (--limit-line-bytes); the first is "
           "line %" PRIu64),
        lines->number);
  else if (!lines->ended)
    ppv_profile_builder_warn (builder, PPV_LOSS, "truncated", lines->offset,
                              _ ("The file ends within line %" PRIu64), lines->number);
  return lines->cut || !lines->ended;
}
