/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-unwind-program.h"

G_BEGIN_DECLS

/* A section of call frame information. */
typedef struct {
  PpvReader bytes;    /* its offset is where the section is loaded */
  gboolean  is_debug; /* .debug_frame, else .eh_frame */
} PpvUnwindSection;

typedef struct {
  GArray *cies; /* PpvUnwindCie */
  GArray *fdes; /* PpvUnwindFde, as in the section */
} PpvUnwindCfi;

/* Reads the entries of a section; those that are damaged are left out. */
void ppv_unwind_cfi_init  (PpvUnwindCfi           *self,
                           const PpvUnwindSection *section,
                           PpvUnwindMachine        machine,
                           PpvUnwindRules         *rules);
void ppv_unwind_cfi_clear (PpvUnwindCfi           *self);

G_END_DECLS
