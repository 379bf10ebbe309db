/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-input.h"
#include "ppv-reader.h"

G_BEGIN_DECLS

/* GperfWords: the numbers of a CPU profile, each as large as an address was. */
typedef struct {
  PpvInput  *input;
  PpvReader  window;
  gsize      size;    /* bytes of a word: 4 or 8 */
  gboolean   swap;
  gboolean   failed;  /* whether a word was not there */
} GperfWords;

/* Finds size and byte order by the two words that all files begin with; FALSE for others. */
gboolean gperf_words_find (GperfWords   *self,
                           const guint8 *head,
                           gsize         length);
void     gperf_words_seek (GperfWords   *self,
                           PpvInput     *input,
                           guint64       offset);
/* In bytes of the file. */
guint64  gperf_words_tell (const GperfWords *self);
/* Passes over @n_words, which may not be there: then @failed is set. */
void     gperf_words_skip (GperfWords   *self,
                           guint64       n_words);
/* The next word; 0 with @failed set at the end.  FALSE with @error only when reading fails. */
gboolean gperf_words_next (GperfWords   *self,
                           guint64      *word,
                           GError      **error);

G_END_DECLS
