/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-symbolize.h"

G_BEGIN_DECLS

/**
 * PpvKernelNames: (skip)
 *
 * Names for addresses of the recorded kernel that are in what its events say, not in
 * stacks.  The kernel's symbols are opened when the first of them is asked for.  Any
 * number of threads may ask.
 */
typedef struct _PpvKernelNames PpvKernelNames;

PPV_PUBLIC PpvKernelNames *ppv_kernel_names_new  (PpvProfileBuilder *builder,
                                                  const PpvSymbolOptions  *options);
PPV_PUBLIC void            ppv_kernel_names_free (PpvKernelNames          *self);
PPV_PUBLIC const char     *ppv_kernel_names_find (PpvKernelNames          *self,
                                                  guint64                  address,
                                                  guint64                 *offset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvKernelNames, ppv_kernel_names_free)

G_END_DECLS
