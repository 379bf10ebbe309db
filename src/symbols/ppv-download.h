/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/**
 * PpvDownload: (skip)
 *
 * Files by build id from the servers of DEBUGINFOD_URLS, up to a number of bytes in
 * all.  Nothing else in the library touches the network, and this only when there
 * is one in the options.  Any thread may use it; they wait for each other.
 */
typedef struct _PpvDownload PpvDownload;

typedef enum {
  PPV_DOWNLOAD_EXECUTABLE,
  PPV_DOWNLOAD_DEBUG,
} PpvDownloadKind;

/* It loads and asks nothing yet. */
PpvDownload *ppv_download_new   (void);
void         ppv_download_free  (PpvDownload        *self);
/* FALSE when there is no client or no server to ask. */
gboolean     ppv_download_open  (PpvDownload        *self,
                                 guint64             max_bytes,
                                 GCancellable       *cancellable,
                                 GError            **error);
/*
 * Blocks.  @name is for people.  What comes is a stranger's file, and it may be
 * another one than was asked for.
 * Returns: a descriptor, or -1
 */
int          ppv_download_fetch (PpvDownload        *self,
                                 PpvDownloadKind     kind,
                                 const char         *build_id,
                                 const char         *name);
/* Which file is on its way, or NULL, and how much of it is here. */
char        *ppv_download_dup_state (PpvDownload    *self,
                                 guint64            *n_bytes);
/* Warns of what was not fetched. */
void         ppv_download_tell  (PpvDownload        *self,
                                 PpvProfileBuilder  *builder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvDownload, ppv_download_free)

G_END_DECLS
