/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile.h"

G_BEGIN_DECLS

/* A profile with other stacks than @base, and of its samples only some. */
PPV_PUBLIC PpvProfile       *ppv_profile_view_new (PpvProfile           *base,
                                                   PpvStackTable         stacks,
                                                   const PpvStackId     *map,
                                                   const guint8 *const  *keep);
/* The profile whose stacks were transformed into those of @self; @self when none were. */
PPV_PUBLIC const PpvProfile *ppv_profile_get_base (const PpvProfile     *self);

G_END_DECLS
