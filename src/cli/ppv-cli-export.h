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
/* Whether @width may be that of a picture, in pixels; 0 is its own. */
gboolean           ppv_export_check_width (int                   width,
                                       GError                  **error);
/* Writes @profile with the exporter called @id where the command wants its answer. */
gboolean           ppv_export_write_picture (const PpvCommand  *command,
                                       const PpvProfile        *profile,
                                       const char              *id,
                                       const PpvExportContext  *how,
                                       GError                 **error);
/* The base name of a file that was read, for files made from it. */
char              *ppv_export_stem    (const char              *path);

G_END_DECLS
