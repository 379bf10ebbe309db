/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-hotspots.h"

/*
 * What the frames are grouped by:
 * @n_keys: number of groups
 * @of_frame: the group of each frame
 * @meaning: of each group, as the key of #PpvHotspots
 */
typedef struct {
  guint32  n_keys;
  guint32 *of_frame;
  guint32 *meaning;
} PpvFrameKeys;

/* @by function, module, file or line. */
void ppv_frame_keys_init  (PpvFrameKeys     *self,
                           const PpvProfile *profile,
                           PpvHotspotsBy     by);
void ppv_frame_keys_clear (PpvFrameKeys     *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PpvFrameKeys, ppv_frame_keys_clear)
