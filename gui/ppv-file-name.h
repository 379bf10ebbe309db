/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether @file is the "-" of the command line. */
gboolean  ppv_file_is_standard_input (GFile *file);
/* What to call @file before people; (transfer full). */
char     *ppv_file_dup_name          (GFile *file);

G_END_DECLS
