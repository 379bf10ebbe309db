/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/*
 * The frame of a tree node's label:
 *
 *     0x1092E2: main (t.c:11)
 *     0x48FD1B5: sqlite3DbStrDup (in /usr/lib/libsqlite3.so.0.8.6)
 *     0x1FFF0009B1: ???
 *
 * What has no address, as the root's label, is a marker with that text; the rests
 * below massif's threshold, whose labels hold figures, are all one marker.
 */
PpvFrameId massif_label_frame    (PpvProfileBuilder *builder,
                                  const char        *label,
                                  gsize              length);
/* Whether a label has what labels have at their ends: a file, an object or a percentage. */
gboolean   massif_label_is_whole (const char        *label,
                                  gsize              length);

G_END_DECLS
