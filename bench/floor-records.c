/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The floor under reading a perf.data file: one pass over its records that
 * touches every word of every call chain and keeps nothing.  Prints one line
 * of JSON, with the CPU time so far.  Only for files as bench/run records them:
 * little endian, not compressed, no part of the sample layout but those below.
 */

#include "config.h"

#include <stdio.h>
#include <time.h>

#include <glib.h>

enum {
  RECORD_SAMPLE = 9,
  SAMPLE_PERIOD = 1 << 8,
  SAMPLE_CALLCHAIN = 1 << 5,
  /* IP, TID, TIME, ADDR, ID, STREAM_ID, CPU, PERIOD and IDENTIFIER, a word each */
  WORDS_BEFORE_CHAIN =
      1 << 0 | 1 << 1 | 1 << 2 | 1 << 3 | 1 << 6 | 1 << 9 | 1 << 7 | 1 << 8 | 1 << 16,
};

typedef struct {
  guint64 n_records;
  guint64 n_samples;
  guint64 n_frames;
  guint64 period;
  guint64 hash;
} Totals;

static void
add_sample (Totals *totals, const guint64 *words, gsize n_words, guint64 sample_type)
{
  gsize chain = (gsize) __builtin_popcountll (sample_type & WORDS_BEFORE_CHAIN);

  totals->n_samples++;
  if (chain >= n_words)
    return;
  if (sample_type & SAMPLE_PERIOD)
    totals->period += words[chain - 1];
  if (!(sample_type & SAMPLE_CALLCHAIN) || words[chain] > n_words - chain - 1)
    return;
  totals->n_frames += words[chain];
  for (guint64 i = 1; i <= words[chain]; i++)
    totals->hash = (totals->hash ^ words[chain + i]) * 0x9e3779b97f4a7c15u;
}

static Totals
walk (const guint8 *at, const guint8 *end, guint64 sample_type)
{
  Totals totals = { 0 };

  while (end - at >= 8)
    {
      guint32 type = *(const guint32 *) (gconstpointer) at;
      guint16 size = *(const guint16 *) (gconstpointer) (at + 6);

      if (size < 8 || size > end - at)
        break;
      totals.n_records++;
      if (type == RECORD_SAMPLE)
        add_sample (&totals, (const guint64 *) (gconstpointer) (at + 8), size / 8 - 1, sample_type);
      at += size;
    }
  return totals;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMappedFile) file = NULL;
  const guint64 *header;
  const guint8 *bytes;
  gsize size;
  Totals totals;

  if (argc != 2 || (file = g_mapped_file_new (argv[1], FALSE, &error)) == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "usage: floor-records FILE");
      return 2;
    }
  bytes = (const guint8 *) g_mapped_file_get_contents (file);
  size = g_mapped_file_get_length (file);
  header = (const guint64 *) (gconstpointer) bytes;
  /* words of the header: 3 where the attributes are, 5 and 6 where the data is */
  if (size < 104 || header[3] > size - 32 || header[5] > size || header[6] > size - header[5])
    return 1;
  totals = walk (bytes + header[5], bytes + header[5] + header[6],
                 *(const guint64 *) (gconstpointer) (bytes + header[3] + 24));
  printf ("{\"records\": %" G_GUINT64_FORMAT ", \"samples\": %" G_GUINT64_FORMAT
          ", \"frames\": %" G_GUINT64_FORMAT ", \"total\": %" G_GUINT64_FORMAT
          ", \"hash\": %" G_GUINT64_FORMAT ", \"seconds\": %.4f}\n",
          totals.n_records, totals.n_samples, totals.n_frames, totals.period, totals.hash,
          (double) clock () / CLOCKS_PER_SEC);
  return 0;
}
