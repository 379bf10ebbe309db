/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-macros.h"

G_BEGIN_DECLS

#define PPV_NONE G_MAXUINT32

/*
 * PpvInterner: an open-addressing index over rows that live elsewhere.
 *
 * A slot holds a row number and the row's hash; the owner keeps the columns and
 * compares keys itself, in an expression the compiler can see through:
 *
 *     PPV_INTERNER_FIND (slot, &index, hash, key[slot->row] == wanted);
 *     if (slot->row != PPV_NONE)
 *       return slot->row;
 *     return ppv_interner_insert (&index, slot, hash, append_row (…));
 *
 * Idea: the columnar interner of fxprof-processed-profile.
 */
typedef struct {
  guint32 row; /* PPV_NONE when empty */
  guint32 hash;
} PpvInternerSlot;

typedef struct {
  PpvInternerSlot *slots;
  guint32          mask;   /* number of slots - 1, a power of two - 1 */
  guint32          n_used;
} PpvInterner;

PPV_PUBLIC void    ppv_interner_init   (PpvInterner     *self,
                          guint32          n_expected);
PPV_PUBLIC void    ppv_interner_clear  (PpvInterner     *self);
/* Puts @row into the empty @slot, unless it is PPV_NONE; slots may move.  Returns @row. */
PPV_PUBLIC guint32 ppv_interner_insert (PpvInterner     *self,
                             PpvInternerSlot *slot,
                             guint32          hash,
                             guint32          row);

static inline PpvInternerSlot *
ppv_interner_first (PpvInterner *self,
                    guint32      hash)
{
  return &self->slots[hash & self->mask];
}

static inline PpvInternerSlot *
ppv_interner_next (PpvInterner     *self,
                   PpvInternerSlot *slot)
{
  return slot == &self->slots[self->mask] ? self->slots : slot + 1;
}

/* Sets @slot to that of the row with @of_hash for which @same holds, or to the empty one for it. */
#define PPV_INTERNER_FIND(slot, index, of_hash, same)                           \
  G_STMT_START                                                                  \
  {                                                                             \
    (slot) = ppv_interner_first ((index), (of_hash));                           \
    while ((slot)->row != PPV_NONE && !((slot)->hash == (of_hash) && (same)))   \
      (slot) = ppv_interner_next ((index), (slot));                             \
  }                                                                             \
  G_STMT_END

/* A 64-bit finaliser (the constant is 2^64 divided by the golden ratio). */
static inline guint32
ppv_hash_u64 (guint64 value)
{
  value = (value ^ (value >> 29)) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return (guint32) (value >> 32);
}

static inline guint32
ppv_hash_pair (guint32 a,
               guint32 b)
{
  return ppv_hash_u64 (((guint64) a << 32) | b);
}

/* @length bytes, eight at a time. */
static inline guint64
ppv_hash_bytes (const char *bytes,
                gsize       length)
{
  guint64 hash = length * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  guint64 word;

  for (; length >= sizeof word; bytes += sizeof word, length -= sizeof word)
    {
      __builtin_memcpy (&word, bytes, sizeof word);
      hash = (hash ^ word) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
      hash ^= hash >> 32;
    }
  word = 0;
  if (length > 0)
    __builtin_memcpy (&word, bytes, length);
  hash = (hash ^ word) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  return hash ^ (hash >> 29);
}

G_END_DECLS
