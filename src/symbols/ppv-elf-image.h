/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gelf.h>

#include "ppv-macros.h"

G_BEGIN_DECLS

/**
 * PpvElfPart: (skip)
 * @name: of a section
 * @size: of it, in bytes
 * @bytes: (out): where they belong
 */
typedef struct {
  char    name[64];
  gsize   size;
  guint8 *bytes;
} PpvElfPart;

/*
 * An ELF file in memory, of the machine of @like, with the sections @parts and nothing
 * else.  Their contents are for the caller to put where @bytes of each says.
 * Returns: (transfer full) (nullable): NULL when that is more than there is memory for, or
 *     @like is not 64-bit and in the byte order of this machine
 */
guint8 *ppv_elf_image_new (Elf        *like,
                           PpvElfPart *parts,
                           guint       n_parts,
                           gsize      *size);

G_END_DECLS
