/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-interner.h"

G_BEGIN_DECLS

/*
 * TextMap: remembers a 32-bit value for texts of a file, by their bytes.
 *
 * It stands before the builder's tables, which repair and hash a name each time
 * they are asked for it.  It is a cache with a ceiling: when it has grown too
 * large it forgets everything, so a file without repetition costs bounded
 * memory.  Two texts are the same only when all their bytes are.
 */
typedef struct {
  PpvInterner  index;
  GArray      *entries;
  GByteArray  *text;
  guint32      unkept; /* the value of a text too long to be remembered */
} TextMap;

void     text_map_init  (TextMap    *self);
void     text_map_clear (TextMap    *self);
/* The value of @text, PPV_NONE the first time; to be written, and valid until the next call. */
guint32 *text_map_at    (TextMap    *self,
                         const char *text,
                         gsize       length);

G_END_DECLS
