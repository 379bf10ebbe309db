/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-reader.h"
#include "ppv-unwind-rules.h"

G_BEGIN_DECLS

/* A stretch of code begins, which ends where the next one begins. */
typedef struct {
  guint32 start; /* offset in the file */
  guint32 rule;  /* PPV_NONE when nothing is known of the code */
} PpvUnwindRow;

typedef struct {
  PpvUnwindRow *rows;
  guint32       n_rows;
  guint32       n_room;
  gboolean      full;
} PpvUnwindRows;

/* Adds a stretch behind all others. */
void     ppv_unwind_rows_add     (PpvUnwindRows        *self,
                                  guint32               start,
                                  guint32               rule);

/* What the FDEs of a CIE have in common. */
typedef struct {
  guint64          offset;         /* in the section */
  guint64          code_alignment;
  gint64           data_alignment;
  PpvUnwindState   initial;
  PpvUnwindMachine machine;
  guint8           address_bytes;
  guint8           segment_bytes;
  guint8           encoding;       /* of addresses in FDEs */
  gboolean         augmented;      /* FDEs have augmentation data */
  gboolean         swap;           /* numbers are of the other byte order */
} PpvUnwindCie;

/* What says how to leave a stretch of code. */
typedef struct {
  guint64      address;
  guint64      size;
  guint32      cie;      /* index */
  guint32      length;   /* of the program */
  const guint8 *program;
  guint64      program_address;
} PpvUnwindFde;

/* An address in one of the forms of .eh_frame; the reader's offset is where it is loaded. */
gboolean ppv_unwind_read_pointer (PpvReader           *reader,
                                  guint8               encoding,
                                  guint8               address_bytes,
                                  guint64             *value);

/* Runs the program of a CIE, which makes its initial state.  FALSE when it is damaged. */
gboolean ppv_unwind_program_begin (PpvUnwindCie       *cie,
                                   PpvUnwindRules     *rules,
                                   PpvReader           program);
/*
 * Runs the program of an FDE for the first @size bytes of its code, which are at
 * @start of the file, and adds their rows.  What comes behind a damaged instruction
 * has no rule.
 */
void     ppv_unwind_program_run   (const PpvUnwindCie *cie,
                                   PpvUnwindRules     *rules,
                                   const PpvUnwindFde *fde,
                                   guint32             start,
                                   guint32             size,
                                   PpvUnwindRows      *rows);

G_END_DECLS
