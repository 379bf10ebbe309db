/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <elfutils/libdw.h>

#include "ppv-macros.h"

G_BEGIN_DECLS

/*
 * The unit in a .dwo file that @skeleton, of the file open as @fd, stands for.
 * Returns: FALSE when there is no such file, or none that may be opened
 */
gboolean ppv_dwarf_split_find (int        fd,
                               Dwarf_Die *skeleton,
                               Dwarf_Die *unit);

G_END_DECLS
