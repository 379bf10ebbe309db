/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-unwind-table.h"

G_BEGIN_DECLS

/*
 * Writes sections of call frame information.  Instructions are given as a text of
 * bytes in hex, with spaces between them: "41 0e 10" is to advance by 1 and to have
 * a CFA offset of 16.
 */

typedef struct {
  GByteArray   *bytes;
  PpvUnwindKind kind;
  gboolean      wide;  /* 64-bit lengths */
  guint64       cie;   /* offset of the last CIE */
} PpvCfi;

void            ppv_cfi_init   (PpvCfi           *self,
                                PpvUnwindKind     kind);
void            ppv_cfi_clear  (PpvCfi           *self);
/* @augmentation as in the section, its data in hex or NULL for none, even of length 0. */
void            ppv_cfi_add_cie (PpvCfi          *self,
                                guint8            version,
                                const char       *augmentation,
                                const char       *data,
                                const char       *code_data_ra,
                                const char       *instructions);
/* Of the last CIE; addresses have 8 bytes.  @augmented: with data, of length 0. */
void            ppv_cfi_add_fde (PpvCfi          *self,
                                guint64           address,
                                guint64           size,
                                gboolean          augmented,
                                const char       *instructions);
void            ppv_cfi_add_hex (GByteArray      *bytes,
                                const char       *hex);
/* The table of what was written; the section is at @address. */
PpvUnwindTable *ppv_cfi_table  (const PpvCfi     *self,
                                guint64           address,
                                PpvUnwindMachine  machine);
/*
 * Of .eh_frame with the usual CIE of @machine, whose rules hold at entry, and one
 * FDE, for 0x1000 to 0x1100.
 */
PpvUnwindTable *ppv_cfi_simple (PpvUnwindMachine  machine,
                                const char       *augmentation,
                                const char       *instructions);
/* What the table says of @offset: "r7+16 r6=[-16] r16=[-8]"; "none" for nothing. */
char           *ppv_cfi_describe (const PpvUnwindTable *table,
                                guint64           offset);

G_END_DECLS
