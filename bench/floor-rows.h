/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the stack pointer of the caller is found. */
typedef enum {
  ROW_NONE,  /* not described: the end of a stack, or nothing this floor knows */
  ROW_SP,    /* the stack pointer and an offset */
  ROW_BP,    /* the frame pointer and an offset */
  ROW_PLT,   /* an entry of a procedure linkage table, half way through or not */
} RowRule;

/* What holds from an address on, until the next row. */
typedef struct {
  guint32  address;         /* as linked */
  gint16   caller_offset;   /* from the register of the rule to the caller's stack pointer */
  gint16   bp_offset;       /* from there to where the frame pointer was saved */
  guint8   rule;
  guint8   bp_is_saved;
} Row;

/* The rows of one ELF file for x86-64, sorted by address. */
typedef struct {
  GMappedFile  *file;
  GArray       *rows;
} Rows;

/* NULL where the file is gone or not an ELF file of 64 bits. */
Rows       *rows_new      (const char  *path);
void        rows_free     (Rows        *self);
/* What is to be taken off an address to have it as linked, @offset of the file mapped at @start. */
guint64     rows_get_bias (const Rows  *self,
                           guint64      start,
                           guint64      offset);
const Row  *rows_find     (const Rows  *self,
                           guint64      address);

G_END_DECLS
