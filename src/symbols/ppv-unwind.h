/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-symbolize.h"

G_BEGIN_DECLS

/*
 * Unwinding of copies of user stacks by the call frame information (CFI) of the
 * programs: DWARF 5 section 6.4, the x86-64 psABI, the LSB's .eh_frame, and the
 * AArch64 DWARF ABI (aadwarf64).
 */

typedef enum {
  PPV_UNWIND_X86_64,
  PPV_UNWIND_AARCH64,
} PpvUnwindMachine;

/* Why a walk ended where it did. */
typedef enum {
  PPV_UNWIND_COMPLETE,  /* at the bottom: the last frame has no caller */
  PPV_UNWIND_TRUNCATED, /* the caller is beyond the copied part of the stack */
  PPV_UNWIND_NO_TABLE,  /* nothing says how to leave the code of the last frame */
  PPV_UNWIND_NO_MAP,    /* the last frame is in no mapping */
  PPV_UNWIND_BROKEN,    /* what was found cannot be a caller */
  PPV_UNWIND_LIMIT,     /* there is no room for another frame */
} PpvUnwindEnd;

/* Enough for x86-64 (0-15, the return address 16) and AArch64 (x0-x30, sp 31). */
enum { PPV_UNWIND_N_REGISTERS = 32 };

/**
 * PpvUnwindRegisters: (skip)
 * @pc: address of the instruction
 * @value: of each register, by its number in DWARF
 * @known: bit n: whether the value of register n is known
 */
typedef struct {
  guint64 pc;
  guint64 value[PPV_UNWIND_N_REGISTERS];
  guint64 known;
} PpvUnwindRegisters;

/* A stack may come in pieces of so many bytes, and has at most 64 of them then. */
enum { PPV_UNWIND_PIECE_BITS = 10, PPV_UNWIND_PIECE = 1 << PPV_UNWIND_PIECE_BITS };

typedef struct _PpvUnwindStack PpvUnwindStack;

/**
 * PpvUnwindStack: (skip)
 * @bytes: borrowed
 * @size: their number
 * @address: of the first one
 * @whole: whether the stack ends where the copy does
 * @absent: (nullable): bit n: piece n of @bytes is not there yet; NULL when all are
 * @fetch: brings the piece with this number, and clears its bit, or says that it cannot
 * @user_data: for @fetch
 *
 * A copy of the inner part of a stack.
 */
struct _PpvUnwindStack {
  const guint8 *bytes;
  gsize         size;
  guint64       address;
  gboolean      whole;
  guint64      *absent;
  gboolean    (*fetch) (const PpvUnwindStack *self, guint piece);
  gpointer      user_data;
};

/**
 * PpvUnwindMap: (skip)
 * @delta: address + @delta (modulo 2^64) is the address in the module
 * @module: whose code is there
 */
typedef struct {
  guint64     delta;
  PpvModuleId module;
} PpvUnwindMap;

/* What is mapped at @address of @space, a number of the caller's for an address space. */
typedef gboolean (*PpvUnwindFindMap) (guint32       space,
                                      guint64       address,
                                      PpvUnwindMap *map,
                                      gpointer      user_data);

/**
 * PpvUnwindWalk: (skip)
 * @end: why it ended
 * @n_frames: how many frames were found
 * @n_guessed: how many callers were found by a frame pointer for want of a table
 */
typedef struct {
  PpvUnwindEnd end;
  gsize        n_frames;
  gsize        n_guessed;
} PpvUnwindWalk;

/**
 * PpvUnwinder: (skip)
 *
 * The tables of all modules, each made when it is needed first.  Any number of
 * threads may walk by one unwinder at a time.
 */
typedef struct _PpvUnwinder PpvUnwinder;

/**
 * PpvUnwindWalker: (skip)
 *
 * Walks stacks in one thread, and remembers what it has looked up.
 */
typedef struct _PpvUnwindWalker PpvUnwindWalker;

PPV_PUBLIC PpvUnwinder     *ppv_unwinder_new         (PpvUnwindMachine          machine,
                                                      gboolean                  swap,
                                                      PpvProfileBuilder        *builder,
                                                      const PpvSymbolOptions   *options);
PPV_PUBLIC void             ppv_unwinder_free        (PpvUnwinder              *self);

PPV_PUBLIC PpvUnwindMachine ppv_unwinder_get_machine (const PpvUnwinder        *self);

PPV_PUBLIC PpvUnwindWalker *ppv_unwind_walker_new    (PpvUnwinder              *unwinder,
                                                      PpvUnwindFindMap          find_map,
                                                      gpointer                  user_data);
PPV_PUBLIC void             ppv_unwind_walker_free   (PpvUnwindWalker          *self);
PPV_PUBLIC PpvUnwindWalk    ppv_unwind_walker_walk   (PpvUnwindWalker          *self,
                                                      guint32                   space,
                                                      const PpvUnwindRegisters *registers,
                                                      const PpvUnwindStack     *stack,
                                                      guint64                  *frames,
                                                      gsize                     n_room);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvUnwinder, ppv_unwinder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvUnwindWalker, ppv_unwind_walker_free)

G_END_DECLS
