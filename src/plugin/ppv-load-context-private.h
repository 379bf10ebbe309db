/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ppv-plugin.h"

G_BEGIN_DECLS

struct _PpvLoadContext {
  PpvInput        *input;       /* borrowed */
  const PpvLimits *limits;      /* borrowed */
  GCancellable    *cancellable; /* borrowed, nullable */
  gint            *permille;    /* atomic, nullable: how far the stage is */
  guint            n_threads;   /* 0 for one */
  const PpvSymbolOptions *symbols; /* borrowed, nullable: nowhere */
  gboolean         details;
};

G_END_DECLS
