/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-plugin.h"

G_BEGIN_DECLS

/**
 * PpvPluginInfo: (skip)
 * @path: the file it was loaded from, or would have been
 * @plugin: (nullable): its description, NULL when refused
 * @problem: (nullable): why it was refused, a sentence
 */
typedef struct {
  char            *path;
  const PpvPlugin *plugin;
  char            *problem;
} PpvPluginInfo;

/**
 * PpvHost: (skip)
 *
 * The plugins of this process, found once at the first ppv_host_get():
 * PPV_PLUGIN_PATH (when set, instead of all others), else the user's folder
 * (XDG_DATA_HOME/perprovis/plugins) and the installed one.  Never the current
 * folder.  A bad plugin is listed with its problem and changes nothing else.
 * Immutable afterwards; any thread.
 */
typedef struct _PpvHost PpvHost;

PPV_PUBLIC const PpvHost       *ppv_host_get            (void);
/* A host over @folders only, for tests; (transfer full), free with ppv_host_free(). */
PPV_PUBLIC PpvHost             *ppv_host_new            (const char *const *folders);
PPV_PUBLIC void                 ppv_host_free           (PpvHost           *self);
/* Every file looked at, by path. */
PPV_PUBLIC const PpvPluginInfo *ppv_host_list           (const PpvHost     *self,
                                                         guint             *n_plugins);
/* By id, ascending; NULL-terminated. */
PPV_PUBLIC const PpvImporter *const *ppv_host_list_importers (const PpvHost *self);
PPV_PUBLIC const PpvExporter *const *ppv_host_list_exporters (const PpvHost *self);
PPV_PUBLIC const PpvImporter   *ppv_host_get_importer   (const PpvHost     *self,
                                                         const char        *id);
PPV_PUBLIC const PpvExporter   *ppv_host_get_exporter   (const PpvHost     *self,
                                                         const char        *id);
/* The importer with the highest bid, or PPV_ERROR_UNKNOWN_FORMAT. */
PPV_PUBLIC const PpvImporter   *ppv_host_sniff          (const PpvHost     *self,
                                                         const PpvSniff    *sniff,
                                                         GError           **error);

G_END_DECLS
