/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/*
 * The name of a system call, or NULL: @architecture is what uname calls the machine,
 * @is_32_bit for a 32-bit program on a 64-bit one.
 */
const char *perf_syscall_name (const char *architecture,
                               gboolean    is_32_bit,
                               guint32     number);
