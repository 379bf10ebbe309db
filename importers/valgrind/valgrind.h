/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-plugin.h"

/* The importers of this plugin. */
extern const PpvImporter valgrind_cachegrind;
extern const PpvImporter valgrind_callgrind;
extern const PpvImporter valgrind_dhat;
extern const PpvImporter valgrind_massif;
extern const PpvImporter valgrind_memcheck;
extern const PpvImporter valgrind_memcheck_log;
