/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ppv.h"

G_BEGIN_DECLS

/* Name for people of the importer called @id, or @id itself. */
const char    *ppv_format_name    (const char       *id);
/* Names of all importers, joined by commas; (transfer full). */
char          *ppv_format_list    (void);
/* A filter for open dialogs with what all importers name; (transfer full). */
GtkFileFilter *ppv_format_filter  (void);
/* A warning with its place and count; (transfer full). */
char          *ppv_format_warning (const PpvWarning *warning);

G_END_DECLS
