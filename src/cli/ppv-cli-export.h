/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-cli.h"

G_BEGIN_DECLS

/* The exporter called @id; the error lists those there are. */
const PpvExporter *ppv_export_find    (const char              *id,
                                       GError                 **error);
/* Writes @profile with @exporter to @path; what is NULL in @how gets a default. */
gboolean           ppv_export_write   (const PpvCommand        *command,
                                       const PpvProfile        *profile,
                                       const PpvExporter       *exporter,
                                       const PpvExportContext  *how,
                                       const char              *path,
                                       GError                 **error);
/* The base name of a file that was read, for files made from it. */
char              *ppv_export_stem    (const char              *path);

G_END_DECLS
