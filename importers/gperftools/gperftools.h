/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-plugin.h"

/* The importers of this plugin. */
extern const PpvImporter gperftools_cpu;
extern const PpvImporter gperftools_heap;
