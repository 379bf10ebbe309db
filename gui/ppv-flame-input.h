/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-flame-canvas.h"

G_BEGIN_DECLS

/* The keys of all canvases. */
void ppv_flame_input_add_keys    (GtkWidgetClass *widget_class);
/* The pointer on one of them. */
void ppv_flame_input_add_pointer (PpvFlameCanvas *canvas);

G_END_DECLS
