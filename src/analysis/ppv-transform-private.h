/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-selection-private.h"
#include "ppv-stack-draft-private.h"

/*
 * FALSE with G_IO_ERROR_CANCELLED, or with PPV_ERROR_LIMIT when stacks upside down are too
 * many; @self is of no use then.
 */
gboolean ppv_stack_draft_apply   (PpvStackDraft        *self,
                                  const PpvProfile     *profile,
                                  const PpvTransform   *transform,
                                  GCancellable         *cancellable,
                                  GError              **error);

/* A function at which @hits is set and that is called below itself is one call. */
void     ppv_transform_recursion (const PpvProfile     *profile,
                                  const PpvStackTable  *from,
                                  const guint8         *hits,
                                  PpvStackMaker        *to,
                                  PpvStackId           *rows);
/* The stacks that samples and findings have by @map, innermost frame first. */
gboolean ppv_transform_invert    (const PpvProfile     *profile,
                                  const PpvStackTable  *from,
                                  const PpvStackId     *map,
                                  PpvStackMaker        *to,
                                  PpvStackId           *rows,
                                  GCancellable         *cancellable,
                                  GError              **error);
