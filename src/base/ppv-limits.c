/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-limits.h"

/* The unpacked size is bounded by the ratio for large files and by 256 MiB for small ones. */
static const PpvLimit limits[] = {
  { "inflate-bytes", G_STRUCT_OFFSET (PpvLimits, inflate_bytes), 256u << 20 },
  { "inflate-ratio", G_STRUCT_OFFSET (PpvLimits, inflate_ratio), 200 },
  { "line-bytes", G_STRUCT_OFFSET (PpvLimits, line_bytes), 16u << 20 },
  { "depth", G_STRUCT_OFFSET (PpvLimits, depth), 10000 },
  { "rows", G_STRUCT_OFFSET (PpvLimits, rows), 2000000000 },
  { "text-bytes", G_STRUCT_OFFSET (PpvLimits, text_bytes), 1u << 30 },
  { "download-bytes", G_STRUCT_OFFSET (PpvLimits, download_bytes), 512u << 20 },
  { NULL, 0, 0 },
};

/**
 * ppv_limits_list: (skip)
 *
 * Returns: (transfer none): all limits, ended by a NULL name
 */
const PpvLimit *
ppv_limits_list (void)
{
  return limits;
}

/**
 * ppv_limits_init: (skip)
 * @self: limits to set to their defaults
 */
void
ppv_limits_init (PpvLimits *self)
{
  g_return_if_fail (self != NULL);

  for (const PpvLimit *limit = limits; limit->name != NULL; limit++)
    G_STRUCT_MEMBER (guint64, self, limit->offset) = limit->fallback;
}
