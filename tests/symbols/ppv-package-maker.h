/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-dwarf-package.h"

G_BEGIN_DECLS

/**
 * PpvPackageUnit: (skip)
 * @id: of the unit
 * @parts: (array of PpvDwarfPart): the sections of its .dwo file
 */
typedef struct {
  guint64 id;
  GArray *parts;
} PpvPackageUnit;

/*
 * A package of units that share ".debug_str.dwo" of the first one: of DWARF 5, or of the
 * GNU form (version 2).  @like says of what machine it is.
 */
PpvElfFile *ppv_package_maker_make (Elf                  *like,
                                    const PpvPackageUnit *units,
                                    guint                 n_units,
                                    guint                 version,
                                    gsize                *length);

G_END_DECLS
