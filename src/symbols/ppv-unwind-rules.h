/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-interner.h"
#include "ppv-unwind.h"

G_BEGIN_DECLS

/* Where a register of the caller is to be found. */
typedef enum {
  PPV_UNWIND_SAVED,          /* in memory, at CFA + value */
  PPV_UNWIND_OFFSET,         /* it is CFA + value */
  PPV_UNWIND_IN_REGISTER,    /* in the register value */
  PPV_UNWIND_UNDEFINED,      /* nowhere */
  PPV_UNWIND_EXPRESSION,     /* in memory, where the expression at value says */
  PPV_UNWIND_VAL_EXPRESSION, /* it is what the expression at value says */
} PpvUnwindHow;

typedef struct {
  gint32  value;
  guint8  how; /* PpvUnwindHow */
  guint8  reg;
  guint16 unused;
} PpvUnwindSave;

/* What stands for a register in PpvUnwindRule.cfa. */
enum {
  PPV_UNWIND_CFA_EXPRESSION = 253, /* value: of the expression */
  PPV_UNWIND_CFA_PLT        = 254, /* rsp + 8, and + 8 from byte value of a PLT entry on */
  PPV_UNWIND_CFA_NONE       = 255,
};

enum {
  PPV_UNWIND_SIGNAL = 1 << 0, /* the caller was interrupted, it did not call */
  PPV_UNWIND_SIGNED = 1 << 1, /* the return address carries a signature */
  PPV_UNWIND_PLAIN  = 1 << 2, /* CFA = register + value, and every save is PPV_UNWIND_SAVED */
  PPV_UNWIND_BOTTOM = 1 << 3, /* the return address is undefined: there is no caller */
  PPV_UNWIND_KEPT   = 1 << 4, /* the return address is still where it was at entry */
};

/* How to get from a place in the code to the caller; @n_saves PpvUnwindSave follow. */
typedef struct {
  gint32        cfa_value;
  guint8        cfa; /* register, or one of the above */
  guint8        n_saves;
  guint8        flags;
  guint8        ra;  /* the return address's register */
  PpvUnwindSave saves[];
} PpvUnwindRule;

/* A rule in the making: room for all registers. */
typedef struct {
  gint32        cfa_value;
  guint8        cfa;
  guint8        n_saves;
  guint8        flags;
  guint8        ra;
  PpvUnwindSave saves[PPV_UNWIND_N_REGISTERS];
} PpvUnwindState;

/*
 * PpvUnwindRules: each different rule of a module once, and the expressions they
 * need: a program has thousands of functions and hundreds of rules.
 */
typedef struct {
  guint64    *words;
  guint32     n_words;
  guint32     n_room;
  guint64     factor;      /* of hashes */
  PpvInterner index;
  GByteArray *expressions; /* 2 bytes of length and the operations, each once */
  PpvInterner expression_index;
} PpvUnwindRules;

void    ppv_unwind_rules_init       (PpvUnwindRules       *self);
void    ppv_unwind_rules_clear      (PpvUnwindRules       *self);
/* Ends filling: gives back what only that needed. */
void    ppv_unwind_rules_finish     (PpvUnwindRules       *self);
/* The number of the rule that @state is; PPV_NONE when there are too many. */
guint32 ppv_unwind_rules_add        (PpvUnwindRules       *self,
                                     PpvUnwindState       *state);
/* The number of an expression; -1 when there are too many, or it is too long. */
gint32  ppv_unwind_rules_expression (PpvUnwindRules       *self,
                                     const guint8         *operations,
                                     gsize                 length);

static inline const PpvUnwindRule *
ppv_unwind_rules_get (const PpvUnwindRules *self,
                      guint32               rule)
{
  return (const PpvUnwindRule *) (self->words + rule);
}

/* The rule of @reg in @state, or NULL: then the register is as it was. */
PpvUnwindSave *ppv_unwind_state_find (PpvUnwindState      *state,
                                      guint64              reg);
void           ppv_unwind_state_set  (PpvUnwindState      *state,
                                      guint64              reg,
                                      PpvUnwindHow         how,
                                      gint64               value);
void           ppv_unwind_state_keep (PpvUnwindState      *state,
                                      guint64              reg);

G_END_DECLS
