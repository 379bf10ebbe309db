/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ppv.h"

G_BEGIN_DECLS

#define PPV_TYPE_LOADER (ppv_loader_get_type ())

/**
 * PpvLoader:
 *
 * Reads one file at a time in the background and tells a progress bar.
 *
 * Signals: "progressed" while a load lasts, not before it is worth showing, and
 * "loaded" (#PpvProfile, message) at its end: one of the two is NULL.  A load that
 * was stopped emits neither any more.
 */
G_DECLARE_FINAL_TYPE (PpvLoader, ppv_loader, PPV, LOADER, GObject)

PpvLoader *ppv_loader_new        (GtkProgressBar *progress);
/* A load in progress is stopped; @application stays while the thread runs. */
void       ppv_loader_start      (PpvLoader      *self,
                                  GApplication   *application,
                                  GFile          *file);
void       ppv_loader_stop       (PpvLoader      *self);
gboolean   ppv_loader_is_loading (PpvLoader      *self);
/* The last that was begun, or NULL. */
GFile     *ppv_loader_get_file   (PpvLoader      *self);

G_END_DECLS
