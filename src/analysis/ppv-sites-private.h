/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile.h"

G_BEGIN_DECLS

/* What a frame says of who asked for memory; docs/allocation-sites.md lists them. */
typedef enum {
  PPV_SITE_CODE,      /* it asked for itself */
  PPV_SITE_ALLOCATOR, /* it allocates for whoever calls it */
  PPV_SITE_LIBRARY,   /* it is part of the C++ or Rust standard library */
  PPV_SITE_BEGINNING, /* programs and threads begin here */
} PpvSiteKind;

/*
 * @name: a function, as compilers and tools write it
 * @file: where it is, with or without its folder, or ""
 * @module: the path of the module it is in, or ""
 */
PpvSiteKind ppv_site_kind       (const char          *name,
                                 const char          *file,
                                 const char          *module);

/* Frames without code, such as massif's root and what was too small to be recorded. */
gboolean    ppv_site_is_marker  (const PpvFrameTable *frames,
                                 PpvFrameId           frame);
/* What was too small to be listed, of which nobody knows who asked for it. */
gboolean    ppv_site_is_rest    (const PpvProfile    *profile,
                                 PpvFrameId           frame);
/*
 * The place that asked for the memory, for each stack: the innermost frame that is code of
 * its own.  Frames of one line are one place, whichever the address; the first stands for it.
 */
PpvFrameId *ppv_sites_find      (const PpvProfile    *profile);

G_END_DECLS
