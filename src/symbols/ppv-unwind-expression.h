/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string.h>

#include "ppv-unwind-rules.h"

G_BEGIN_DECLS

/* What is known of the memory of the program: its stack, and the address that was not. */
typedef struct {
  const PpvUnwindStack *stack;
  gboolean              swap;   /* numbers in it are of the other byte order */
  gboolean              missed; /* an address was asked for that is not in the copy */
  guint64               miss;   /* that address */
} PpvUnwindMemory;

/* Whether the 8 bytes at @offset are there, now. */
static inline gboolean
ppv_unwind_stack_has (const PpvUnwindStack *self,
                      guint64               offset)
{
  guint first = (guint) (offset >> PPV_UNWIND_PIECE_BITS);
  guint last = (guint) ((offset + 7) >> PPV_UNWIND_PIECE_BITS);

  return self->absent == NULL ||
         ((!(*self->absent >> first & 1) || self->fetch (self, first)) &&
          (!(*self->absent >> last & 1) || self->fetch (self, last)));
}

static inline gboolean
ppv_unwind_memory_read (PpvUnwindMemory *self,
                        guint64          address,
                        guint64         *value)
{
  guint64 offset = address - self->stack->address;

  if (G_UNLIKELY (self->stack->size < sizeof *value || offset > self->stack->size - sizeof *value ||
                  !ppv_unwind_stack_has (self->stack, offset)))
    {
      self->missed = TRUE;
      self->miss = address;
      return FALSE;
    }
  memcpy (value, self->stack->bytes + offset, sizeof *value);
  if (G_UNLIKELY (self->swap))
    *value = GUINT64_SWAP_LE_BE (*value);
  return TRUE;
}

/*
 * Works out an expression of @rules in the frame of @registers.  @cfa (nullable) is
 * what it begins with.  FALSE when it needs what is not known, or makes no sense.
 */
gboolean ppv_unwind_evaluate (const PpvUnwindRules     *rules,
                              gint32                    expression,
                              const PpvUnwindRegisters *registers,
                              PpvUnwindMemory          *memory,
                              const guint64            *cfa,
                              guint64                  *result);

G_END_DECLS
