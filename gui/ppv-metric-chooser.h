/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ppv-session.h"

G_BEGIN_DECLS

#define PPV_TYPE_METRIC_CHOOSER (ppv_metric_chooser_get_type ())

/**
 * PpvMetricChooser:
 *
 * The metric of a session as a drop-down; out of sight while there is no choice.
 */
G_DECLARE_FINAL_TYPE (PpvMetricChooser, ppv_metric_chooser, PPV, METRIC_CHOOSER, AdwBin)

void ppv_metric_chooser_set_session (PpvMetricChooser *self,
                                     PpvSession       *session);

G_END_DECLS
