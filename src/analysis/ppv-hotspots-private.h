/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-hotspots.h"

/* With @n_rows rows of zeros. */
PpvHotspots *ppv_hotspots_alloc       (PpvHotspotsBy         by,
                                       guint32               n_rows);
/* By thread, process or cpu: a pass over the samples. */
PpvHotspots *ppv_hotspots_of_samples  (const PpvProfile     *profile,
                                       const PpvSelection   *selection,
                                       PpvHotspotsBy         by,
                                       GCancellable         *cancellable,
                                       GError              **error);
