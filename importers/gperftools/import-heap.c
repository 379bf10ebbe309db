/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Heap profiles of gperftools (HEAPPROFILE=PREFIX) and of what samples allocations as it
 * does, as WriteHeapProfile() of gperftools 2.10 and its pprof have them:
 *
 *     heap profile:    668:   670168 [  1002:  1004168] @ heapprofile
 *        666:   666000 [  1000:  1000000] @ 0x5630b2c241e7 0x5630b2c24254
 *
 *     MAPPED_LIBRARIES:
 *     5630b2c24000-5630b2c25000 r-xp 00001000 00:00 12230989    /usr/bin/spin
 *
 * Blocks and bytes in use, and in brackets all that were allocated.  The word at the end
 * tells what kind of profile it is, with "/" and a number of bytes how far apart samples are.
 */

#include "config.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "common/text-lines.h"
#include "gperf-stacks.h"
#include "gperftools.h"
#include "ppv-number.h"

enum { BITS = 48 };

static const char begin[] = "heap profile:";

typedef enum { EVERY_BLOCK, SAMPLED_V1, SAMPLED_V2 } Sampling;

enum { USED_BLOCKS, USED_BYTES, ALL_BLOCKS, ALL_BYTES, N_AMOUNTS };

typedef struct {
  PpvLoadContext *context;
  PpvProfileBuilder *builder;
  PpvLines lines;
  GperfStacks stacks;
  Sampling sampling;
  double interval;   /* between samples, in bytes */
  gboolean is_level; /* whether there is only what is in use: growth and fragmentation */
  gboolean in_maps;
  guint32 set;
  guint64 said[N_AMOUNTS]; /* by the header */
  guint64 sums[N_AMOUNTS];
  guint64 n_stacks;
} Import;

static const char *
skip_blanks (const char *at, const char *end)
{
  while (at < end && (*at == ' ' || *at == '\t'))
    at++;
  return at;
}

/* "666:   666000 [  1000:  1000000] @": what stands behind it, or NULL. */
static const char *
parse_amounts (const char *at, const char *end, guint64 amounts[N_AMOUNTS])
{
  static const char *const separators[N_AMOUNTS] = { ":", "[", ":", "]" };

  for (guint i = 0; i < N_AMOUNTS; i++)
    {
      const char *digits = skip_blanks (at, end);

      at = digits;
      while (at < end && g_ascii_isdigit (*at))
        at++;
      if (!ppv_parse_u64 (digits, (gsize) (at - digits), &amounts[i]))
        return NULL;
      at = skip_blanks (at, end);
      if (at == end || *at++ != separators[i][0])
        return NULL;
    }
  at = skip_blanks (at, end);
  return at < end && *at == '@' ? skip_blanks (at + 1, end) : NULL;
}

static gboolean
word_contains (const char *word, gsize length, const char *part)
{
  return g_strstr_len (word, (gssize) length, part) != NULL;
}

/* "heapprofile", "heap_v2/524288", "growthz"; without a word it is the first. */
static void
set_kind (Import *self, const char *word, const char *end)
{
  const char *slash = memchr (word, '/', (gsize) (end - word));
  gsize length = (gsize) ((slash != NULL ? slash : end) - word);
  guint64 interval = 0;

  if (slash != NULL && !ppv_parse_u64 (slash + 1, (gsize) (end - slash) - 1, &interval))
    interval = 0;
  self->interval = (double) interval;
  self->is_level =
      word_contains (word, length, "growth") || word_contains (word, length, "fragmentation");
  if (word_contains (word, length, "heap") && !word_contains (word, length, "heapprofile") &&
      interval > 1)
    self->sampling = word_contains (word, length, "_v2") ? SAMPLED_V2 : SAMPLED_V1;
  /* the first version tells twice of what it means */
  if (self->sampling == SAMPLED_V1)
    self->interval /= 2;
  if (length > 0)
    ppv_profile_builder_fact (self->builder, "profile_kind", word, end - word);
}

static void
add_metrics (Import *self, const char *word, gsize length)
{
  const char *name = "in use";
  const char *names[N_AMOUNTS / 2];

  if (self->is_level)
    name = word_contains (word, length, "growth") ? "growth" : "fragmentation";
  names[0] = name;
  names[1] = "allocated";
  self->set = ppv_profile_builder_set (self->builder, 0);
  for (guint i = 0; i < (self->is_level ? 1 : G_N_ELEMENTS (names)); i++)
    {
      g_autofree char *blocks = g_strconcat (names[i], " blocks", NULL);

      ppv_profile_builder_metric (self->builder, self->set, names[i], "bytes", PPV_METRIC_FLOW);
      ppv_profile_builder_metric (self->builder, self->set, blocks, "count", PPV_METRIC_FLOW);
    }
}

static gboolean
read_header (Import *self, GError **error)
{
  GError *failure = NULL;
  const char *rest = NULL;
  const char *end;

  if (ppv_lines_next (&self->lines, &failure) && self->lines.length > strlen (begin) &&
      memcmp (self->lines.line, begin, strlen (begin)) == 0)
    rest = parse_amounts (self->lines.line + strlen (begin), self->lines.line + self->lines.length,
                          self->said);
  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (rest == NULL)
    g_set_error_literal (error, PPV_ERROR, PPV_ERROR_CORRUPT,
                         _ ("it does not begin with the header of a heap profile"));
  if (rest == NULL)
    return FALSE;
  end = self->lines.line + self->lines.length;
  set_kind (self, rest, end);
  add_metrics (self, rest, (gsize) (end - rest));
  return TRUE;
}

static gboolean
begins_maps (const PpvLines *lines)
{
  static const char *const marks[] = { "MAPPED_LIBRARIES:", "--- Memory map:" };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (lines->length >= strlen (marks[i]) &&
        memcmp (lines->line, marks[i], strlen (marks[i])) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
take_map (gpointer user_data, GError **error)
{
  Import *self = user_data;

  if (begins_maps (&self->lines))
    self->in_maps = TRUE;
  else if (self->in_maps)
    gperf_maps_add_line (&self->stacks.maps, self->lines.line, self->lines.length);
  return TRUE;
}

/* What a sample of so many blocks and bytes stands for. */
static double
find_factor (const Import *self, guint64 blocks, guint64 bytes)
{
  double ratio;

  if (self->sampling == EVERY_BLOCK || blocks == 0 || bytes == 0)
    return 1;
  ratio = (double) bytes / (double) blocks / self->interval;
  if (self->sampling == SAMPLED_V2)
    return 1 / (1 - exp (-ratio));
  return ratio < 1 ? 1 / ratio : 1;
}

static gint64
scale (guint64 amount, double factor)
{
  double scaled = round ((double) amount * factor);

  if (factor <= 1)
    return amount > G_MAXINT64 ? G_MAXINT64 : (gint64) amount;
  return scaled < 9.2e18 ? (gint64) scaled : G_MAXINT64;
}

static void
warn_of_bad_line (Import *self)
{
  if (!self->lines.ended)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "truncated", self->lines.offset,
                              _ ("The file ends within line %" PRIu64), self->lines.number);
  else
    ppv_profile_builder_warn (
        self->builder, PPV_LOSS, "malformed-line", self->lines.offset,
        _ ("Lines were left out because they are no stack of a heap profile; the first is line "
           "%" PRIu64),
        self->lines.number);
}

/* The addresses of "0x5630b2c241e7 0x5630b2c24254"; FALSE when there is anything else. */
static gboolean
take_addresses (Import *self, const char *at, const char *end)
{
  gperf_stacks_begin (&self->stacks);
  while (at < end)
    {
      const char *word = at;
      guint64 address;

      while (at < end && *at != ' ')
        at++;
      if (!ppv_parse_hex (word, (gsize) (at - word), &address))
        return FALSE;
      gperf_stacks_add (&self->stacks, address);
      at = skip_blanks (at, end);
    }
  return TRUE;
}

static void
add_stack (Import *self, const guint64 amounts[N_AMOUNTS])
{
  double used = find_factor (self, amounts[USED_BLOCKS], amounts[USED_BYTES]);
  double all = find_factor (self, amounts[ALL_BLOCKS], amounts[ALL_BYTES]);
  gint64 weights[] = { scale (amounts[USED_BYTES], used), scale (amounts[USED_BLOCKS], used),
                       scale (amounts[ALL_BYTES], all), scale (amounts[ALL_BLOCKS], all) };
  PpvStackId stack = gperf_stacks_end (&self->stacks, TRUE, self->lines.offset);

  ppv_profile_builder_sample (self->builder, self->set, stack, 0, PPV_NONE, PPV_NONE, weights);
  self->n_stacks++;
  for (guint i = 0; i < N_AMOUNTS; i++)
    self->sums[i] += amounts[i];
}

static gboolean
take_stack (gpointer user_data, GError **error)
{
  Import *self = user_data;
  const PpvLines *lines = &self->lines;
  const char *end = lines->line + lines->length;
  const char *at = skip_blanks (lines->line, end);
  guint64 amounts[N_AMOUNTS];

  self->in_maps = self->in_maps || begins_maps (lines);
  /* the first line was read */
  if (self->in_maps || at == end || lines->offset == 0)
    return TRUE;
  while (end > at && (end[-1] == ' ' || end[-1] == '\t'))
    end--;
  at = parse_amounts (at, end, amounts);
  if (lines->cut || !lines->ended || at == NULL || !take_addresses (self, at, end))
    warn_of_bad_line (self);
  else
    add_stack (self, amounts);
  return TRUE;
}

/* From the begin of the file, as the stacks can be made only when all mappings are known. */
static gboolean
read_lines (Import *self, TextLineFunc take, guint64 bytes_before, GError **error)
{
  guint64 size = ppv_input_get_size (ppv_load_context_get_input (self->context));
  TextLines lines = { self->context, &self->lines, bytes_before, 2 * size };

  self->in_maps = FALSE;
  ppv_lines_seek (&self->lines, 0);
  return text_lines_read (&lines, take, self, error);
}

static void
tell (Import *self)
{
  ppv_profile_builder_record (self->builder, "stack", self->n_stacks);
  if (memcmp (self->said, self->sums, sizeof self->said) != 0)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "summary-differs", 0,
                              _ ("The header tells of %" PRIu64 " bytes in use, the stacks of "
                                 "%" PRIu64),
                              self->said[USED_BYTES], self->sums[USED_BYTES]);
  if (!self->in_maps)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "truncated",
                              ppv_input_get_size (ppv_load_context_get_input (self->context)),
                              _ ("The file ends before what was mapped"));
  if (self->sampling != EVERY_BLOCK)
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "sampled", PPV_NO_ADDRESS,
                              _ ("Not every block was recorded: figures are estimates of what the "
                                 "samples stand for"));
  gperf_stacks_tell (&self->stacks);
}

static gboolean
load_heap (PpvLoadContext *context, PpvProfileBuilder *builder, GError **error)
{
  const PpvLimits *limits = ppv_load_context_get_limits (context);
  guint64 size = ppv_input_get_size (ppv_load_context_get_input (context));
  Import import = { .context = context, .builder = builder };
  gboolean done;

  ppv_lines_init (&import.lines, ppv_load_context_get_input (context),
                  (gsize) MIN (limits->line_bytes, G_MAXINT32));
  gperf_stacks_init (&import.stacks, builder);
  done = read_header (&import, error) && read_lines (&import, take_map, 0, error);
  gperf_maps_sort (&import.stacks.maps);
  done = done && read_lines (&import, take_stack, size, error);
  if (done)
    tell (&import);
  gperf_stacks_clear (&import.stacks);
  return done;
}

static guint
sniff_heap (const PpvSniff *sniff)
{
  return sniff->head_length > strlen (begin) && memcmp (sniff->head, begin, strlen (begin)) == 0
             ? BITS
             : 0;
}

const PpvImporter gperftools_heap = {
  .size = sizeof (PpvImporter),
  .id = "gperftools-heap",
  .name = N_ ("Heap profile of gperftools"),
  .mime_types = (const char *const[]){ "text/x-gperftools-heap", NULL },
  .suffixes = (const char *const[]){ "*.heap", NULL },
  .sniff = sniff_heap,
  .load = load_heap,
};
