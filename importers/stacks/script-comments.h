/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/* Takes what a line of perf script --header tells of the machine, "# hostname : vm". */
void script_comments_add (PpvProfileBuilder *builder,
                          const char        *line,
                          gsize              length);

G_END_DECLS
