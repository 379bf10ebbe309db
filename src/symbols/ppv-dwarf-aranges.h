/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-reader.h"

G_BEGIN_DECLS

/* The unit whose header is at @unit, in .debug_info, has code from @start to before @end. */
typedef void (*PpvDwarfArange) (guint64  unit,
                                guint64  start,
                                guint64  end,
                                gpointer user_data);

/* What .debug_aranges tells, as far as it can be read. */
void ppv_dwarf_aranges_read (PpvReader      section,
                             PpvDwarfArange tell,
                             gpointer       user_data);

G_END_DECLS
