/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * CPU profiles of gperftools (CPUPROFILE=FILE, ProfilerStart()), as
 * docs/cpuprofile-fileformat.html of gperftools 2.10 describes them: words of the size and
 * byte order of the machine.
 *
 *     0  3  0  PERIOD  0           header: words that follow, version, µs between samples
 *     COUNT  N  ADDRESS …          a stack, innermost first
 *     0  1  0                      end; then the text of /proc/self/maps
 */

#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "gperf-stacks.h"
#include "gperf-words.h"
#include "gperftools.h"
#include "ppv-lines.h"

enum { BITS = 48, LEAST_HEADER = 3, RECORDS_BETWEEN_CHECKS = 4096 };

typedef struct {
  PpvLoadContext *context;
  PpvProfileBuilder *builder;
  PpvInput *input;
  GperfWords words;
  GperfStacks stacks;
  guint64 period; /* in µs, 0 when not told */
  guint64 begin;  /* of the first record, in bytes */
  guint64 end;    /* behind the last whole one */
  guint64 n_records;
} Import;

/* Count and depth of a record; FALSE at the end and where the file ends before the record. */
static gboolean
next_record (Import *self, guint64 *count, guint64 *depth, GError **error)
{
  return gperf_words_next (&self->words, count, error) &&
         gperf_words_next (&self->words, depth, error) && !self->words.failed;
}

static gboolean
read_header (Import *self, GError **error)
{
  guint64 n_words, word;
  gsize got;
  const guint8 *head = ppv_input_window (self->input, 0, 5 * sizeof (guint64), &got, error);

  if (head == NULL)
    return FALSE;
  if (!gperf_words_find (&self->words, head, got))
    {
      g_set_error_literal (error, PPV_ERROR, PPV_ERROR_CORRUPT,
                           _ ("it does not begin with the header of a CPU profile"));
      return FALSE;
    }
  gperf_words_seek (&self->words, self->input, self->words.size);
  if (!gperf_words_next (&self->words, &n_words, error) ||
      !gperf_words_next (&self->words, &word, error) ||
      !gperf_words_next (&self->words, &self->period, error))
    return FALSE;
  gperf_words_skip (&self->words, n_words - 2);
  self->begin = self->end = gperf_words_tell (&self->words);
  return TRUE;
}

/* Where the records end, for what they mean is told behind them; FALSE with @error only. */
static gboolean
find_end (Import *self, gboolean *is_whole, GError **error)
{
  GError *failure = NULL;
  guint64 count, depth, first = 0;

  *is_whole = FALSE;
  while (!*is_whole && next_record (self, &count, &depth, &failure))
    {
      if (depth == 1 && count == 0 && !gperf_words_next (&self->words, &first, &failure))
        break;
      *is_whole = depth == 1 && count == 0 && first == 0 && !self->words.failed;
      if (depth != 1 || count != 0)
        gperf_words_skip (&self->words, depth);
      if (self->words.failed)
        break;
      if (!*is_whole)
        self->n_records++;
      if (!*is_whole)
        self->end = gperf_words_tell (&self->words);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
read_maps (Import *self, GError **error)
{
  const PpvLimits *limits = ppv_load_context_get_limits (self->context);
  GError *failure = NULL;
  PpvLines lines;

  ppv_lines_init (&lines, self->input, (gsize) MIN (limits->line_bytes, G_MAXINT32));
  ppv_lines_seek (&lines, gperf_words_tell (&self->words));
  while (ppv_lines_next (&lines, &failure))
    gperf_maps_add_line (&self->stacks.maps, lines.line, lines.length);
  gperf_maps_sort (&self->stacks.maps);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gint64
clamp_product (guint64 a, guint64 b)
{
  gint64 product;

  return __builtin_mul_overflow (a, b, &product) ? G_MAXINT64 : product;
}

static gboolean
add_record (Import *self, guint32 set, GError **error)
{
  guint64 offset = gperf_words_tell (&self->words);
  guint64 count, depth, address;
  gint64 weights[2];

  if (!next_record (self, &count, &depth, error))
    return FALSE;
  gperf_stacks_begin (&self->stacks);
  for (guint64 i = 0; i < depth; i++)
    {
      if (!gperf_words_next (&self->words, &address, error))
        return FALSE;
      gperf_stacks_add (&self->stacks, address);
    }
  weights[0] = clamp_product (count, 1);
  weights[1] = clamp_product (count, self->period <= G_MAXINT64 / 1000 ? self->period * 1000 : 0);
  ppv_profile_builder_sample (self->builder, set, gperf_stacks_end (&self->stacks, FALSE, offset),
                              0, PPV_NONE, PPV_NONE, weights);
  return TRUE;
}

static gboolean
add_records (Import *self, GError **error)
{
  guint64 size = ppv_input_get_size (self->input);
  guint32 set = ppv_profile_builder_set (self->builder, 0);

  ppv_profile_builder_metric (self->builder, set, "samples", "samples", PPV_METRIC_FLOW);
  if (self->period > 0)
    ppv_profile_builder_metric (self->builder, set, "cpu-time", "ns", PPV_METRIC_FLOW);
  gperf_words_seek (&self->words, self->input, self->begin);
  for (guint64 i = 0; i < self->n_records; i++)
    {
      if (!add_record (self, set, error))
        return FALSE;
      if (i % RECORDS_BETWEEN_CHECKS == 0 &&
          !ppv_load_context_advance (self->context, gperf_words_tell (&self->words), size, error))
        return FALSE;
    }
  ppv_profile_builder_record (self->builder, "stack", self->n_records);
  gperf_stacks_tell (&self->stacks);
  return TRUE;
}

static gboolean
read_all (Import *self, GError **error)
{
  gboolean is_whole;

  if (!read_header (self, error) || !find_end (self, &is_whole, error))
    return FALSE;
  if (!is_whole)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "truncated", self->end,
                              _ ("The profile ends within its stacks; what was mapped is missing"));
  if (!is_whole && self->n_records == 0)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_TRUNCATED,
                   _ ("the profile ends after %" PRIu64 " bytes, before its first stack"),
                   ppv_input_get_size (self->input));
      return FALSE;
    }
  return (!is_whole || read_maps (self, error)) && add_records (self, error);
}

static gboolean
load_cpu (PpvLoadContext *context, PpvProfileBuilder *builder, GError **error)
{
  Import import = { .context = context,
                    .builder = builder,
                    .input = ppv_load_context_get_input (context) };
  gboolean done;

  gperf_stacks_init (&import.stacks, builder);
  done = read_all (&import, error);
  gperf_stacks_clear (&import.stacks);
  return done;
}

static guint
sniff_cpu (const PpvSniff *sniff)
{
  GperfWords words;

  return gperf_words_find (&words, sniff->head, sniff->head_length) ? BITS : 0;
}

const PpvImporter gperftools_cpu = {
  .size = sizeof (PpvImporter),
  .id = "gperftools-cpu",
  .name = N_ ("CPU profile of gperftools"),
  .mime_types = (const char *const[]){ "application/x-gperftools-cpu", NULL },
  .suffixes = (const char *const[]){ "*.prof", NULL },
  .sniff = sniff_cpu,
  .load = load_cpu,
};
