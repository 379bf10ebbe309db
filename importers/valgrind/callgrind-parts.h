/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "callgrind-reader.h"

G_BEGIN_DECLS

/*
 * Reads the other files of the same run, whose names are that of the input and a
 * number: "callgrind.out.8279.1", of a part; "callgrind.out.8266-02", of a thread;
 * "callgrind.out.8266.1-02", of both.
 */
gboolean callgrind_read_parts (CallgrindReader  *self,
                               GError          **error);

G_END_DECLS
