/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Collapsed stacks: one line a stack, the frames from the root to the leaf
 * joined by ";", a blank and a number, as stackcollapse-perf.pl of FlameGraph
 * (and inferno-collapse-perf) writes them:
 *
 *     main;parse;read_line 42
 *
 * Nothing in such a file says where it should end.  A file cut after a line
 * reads as a whole one; one cut within a line lacks its last line feed, but so
 * do whole files that other tools write, hence that is told as a note only.
 */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "collapsed-line.h"
#include "collapsed-stacks.h"
#include "common/text-lines.h"
#include "stacks.h"

enum { MOST_BITS = 8, LINES_OF_HEAD = 100 };

/* For sniffing. */
enum { LEAST_SEPARATORS = 4, GOOD_FOR_EACH_BAD = 3 };

/* Lines that share an oddity; @offset of the first. */
typedef struct {
  guint64 count;
  guint64 offset;
} Tally;

typedef struct {
  PpvLoadContext *context;
  PpvProfileBuilder *builder;
  PpvLines lines;
  CollapsedStacks stacks;
  gboolean is_differential; /* whether each line has a number for two recordings */
  guint32 set;
  guint64 n_samples;
  guint64 n_empty;
  Tally differential;
  Tally rounded;
  double rounding; /* sum of what was taken away, in samples */
} Import;

/* Lines of the head: well-formed, perhaps a stack, certainly none. */
typedef struct {
  guint n_good;
  guint n_likely;
  guint n_bad;
} Evidence;

static void
tally (Tally *self, guint64 offset)
{
  if (self->count == 0)
    self->offset = offset;
  self->count++;
}

static void
warn_of_bad_line (Import *self)
{
  const PpvLines *lines = &self->lines;

  if (lines->cut)
    ppv_profile_builder_warn (
        self->builder, PPV_LOSS, "line-too-long", lines->offset,
        _ ("Lines were left out because they are too long (--limit-line-bytes); the first is "
           "line %" PRIu64),
        lines->number);
  else if (!lines->ended)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "truncated", lines->offset,
                              _ ("The file ends within line %" PRIu64), lines->number);
  else
    ppv_profile_builder_warn (
        self->builder, PPV_LOSS, "malformed-line", lines->offset,
        _ ("Lines were left out because they do not end in a blank and a number; the first is "
           "line %" PRIu64),
        lines->number);
}

static void
note_oddities (Import *self, const CollapsedLine *line, gboolean cut)
{
  if (G_UNLIKELY (line->differential && !self->is_differential))
    tally (&self->differential, self->lines.offset);
  if (G_UNLIKELY (line->rounding != 0))
    {
      tally (&self->rounded, self->lines.offset);
      self->rounding += line->rounding;
    }
  if (G_UNLIKELY (cut))
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "deep-stack", self->lines.offset,
                              _ ("Stacks lost their inner frames because they are too deep "
                                 "(--limit-depth); the first is in line %" PRIu64),
                              self->lines.number);
}

/* What editors of Windows put before UTF-8. */
static void
skip_mark (const char **line, gsize *length)
{
  if (*length >= 3 && memcmp (*line, "\xef\xbb\xbf", 3) == 0)
    {
      *line += 3;
      *length -= 3;
    }
}

/*
 * Whether the file compares two recordings, as difffolded.pl writes it.  A name may end in
 * a number too, so all lines of the head have to have two.
 */
static gboolean
find_differential (Import *self, gsize limit, GError **error)
{
  PpvLines *lines = &self->lines;
  GError *failure = NULL;
  guint n_lines = 0;

  self->is_differential = TRUE;
  while (n_lines < LINES_OF_HEAD && self->is_differential && ppv_lines_next (lines, &failure))
    {
      CollapsedLine line;

      if (collapsed_line_is_empty (lines->line, lines->length))
        continue;
      n_lines++;
      self->is_differential =
          collapsed_line_parse (&line, lines->line, lines->length) && line.differential;
    }
  self->is_differential = self->is_differential && n_lines > 0;
  if (failure != NULL)
    g_propagate_error (error, failure);
  ppv_lines_init (lines, ppv_load_context_get_input (self->context), limit);
  return failure == NULL;
}

static void
add_metrics (Import *self)
{
  self->set = ppv_profile_builder_set (self->builder, 0);
  ppv_profile_builder_metric (self->builder, self->set, self->is_differential ? "after" : "samples",
                              "samples", PPV_METRIC_FLOW);
  if (self->is_differential)
    ppv_profile_builder_metric (self->builder, self->set, "before", "samples", PPV_METRIC_FLOW);
}

static void
add_line (Import *self)
{
  PpvLines *lines = &self->lines;
  CollapsedLine line;
  gint64 weights[2];
  PpvStackId stack;
  gboolean cut;

  if (G_UNLIKELY (lines->number == 1))
    skip_mark (&lines->line, &lines->length);
  if (collapsed_line_is_empty (lines->line, lines->length))
    {
      self->n_empty++;
      return;
    }
  if (lines->cut || !collapsed_line_parse (&line, lines->line, lines->length) ||
      (self->is_differential && !line.differential))
    {
      warn_of_bad_line (self);
      return;
    }
  stack = collapsed_stacks_find (&self->stacks, lines->line, line.length, &cut);
  weights[0] = line.weight;
  weights[1] = line.before;
  ppv_profile_builder_sample (self->builder, self->set, stack, 0, PPV_NONE, PPV_NONE, weights);
  self->n_samples++;
  note_oddities (self, &line, cut);
  if (!lines->ended)
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "no-final-newline", lines->offset,
                              _ ("The last line has no end; if the file was cut, its number may "
                                 "be too small"));
}

static gboolean
take_line (gpointer self, GError **error)
{
  add_line (self);
  return TRUE;
}

static gboolean
read_lines (Import *self, GError **error)
{
  guint64 size = ppv_input_get_size (ppv_load_context_get_input (self->context));
  TextLines lines = { self->context, &self->lines, 0, size };

  return text_lines_read (&lines, take_line, self, error);
}

static void
tell_tallies (Import *self)
{
  if (self->n_samples > 0)
    ppv_profile_builder_record (self->builder, "line", self->n_samples);
  if (self->n_empty > 0)
    ppv_profile_builder_record (self->builder, "comment or blank line", self->n_empty);
  if (self->differential.count > 0)
    ppv_profile_builder_warn_many (
        self->builder, PPV_NOTE, "two-numbers", self->differential.offset, self->differential.count,
        _ ("Lines end in two numbers, as of a comparison; the last one was taken"));
  if (self->rounded.count > 0)
    ppv_profile_builder_warn_many (
        self->builder, PPV_LOSS, "rounded-weight", self->rounded.offset, self->rounded.count,
        _ ("Weights with a fraction were rounded to whole numbers, by %+.3f in all"),
        -self->rounding);
}

static gboolean
check_result (Import *self, GError **error)
{
  if (self->n_samples > 0)
    return TRUE;
  g_set_error (error, PPV_ERROR, PPV_ERROR_CORRUPT,
               _ ("no line of %" PRIu64 " is a stack and a number"), self->lines.number);
  return FALSE;
}

static gboolean
load_collapsed (PpvLoadContext *context, PpvProfileBuilder *builder, GError **error)
{
  const PpvLimits *limits = ppv_load_context_get_limits (context);
  gsize longest = (gsize) MIN (limits->line_bytes, G_MAXINT32);
  Import import = { .context = context, .builder = builder };
  gboolean done;

  ppv_lines_init (&import.lines, ppv_load_context_get_input (context), longest);
  if (!find_differential (&import, longest, error))
    return FALSE;
  add_metrics (&import);
  collapsed_stacks_init (&import.stacks, builder);
  done = read_lines (&import, error) && check_result (&import, error);
  tell_tallies (&import);
  collapsed_stacks_clear (&import.stacks);
  return done;
}

/* Many frames and no number: a stack whose line is damaged or longer than the head. */
static gboolean
looks_like_stack (const char *line, gsize length)
{
  guint n_separators = 0;

  if (length == 0 || strchr ("{[<", line[0]) != NULL)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (g_ascii_iscntrl (line[i]) && line[i] != '\t')
        return FALSE;
      n_separators += line[i] == ';';
    }
  return n_separators >= LEAST_SEPARATORS;
}

static void
sniff_line (Evidence *evidence, const char *line, gsize length, gboolean ended)
{
  CollapsedLine parsed;

  if (length > 0 && line[length - 1] == '\r')
    length--;
  if (collapsed_line_is_empty (line, length))
    return;
  if (ended && collapsed_line_parse (&parsed, line, length) && !memchr (line, '\0', length))
    evidence->n_good++;
  else if (looks_like_stack (line, length))
    evidence->n_likely++;
  else if (ended)
    evidence->n_bad++;
}

/*
 * The format has no magic: each well-formed line is worth a bit.  Some damage is
 * allowed for, or a file with a damaged head could not be opened at all.
 */
static guint
sniff_collapsed (const PpvSniff *sniff)
{
  const char *line = (const char *) sniff->head;
  const char *end = line + sniff->head_length;
  gboolean whole = sniff->head_length >= sniff->file_size;
  Evidence evidence = { 0 };

  if (sniff->head_length >= 3 && memcmp (line, "\xef\xbb\xbf", 3) == 0)
    line += 3;
  while (line < end)
    {
      const char *stop = memchr (line, '\n', (gsize) (end - line));
      gboolean ended = stop != NULL || whole;

      stop = stop != NULL ? stop : end;
      sniff_line (&evidence, line, (gsize) (stop - line), ended);
      line = stop + 1;
    }
  if (evidence.n_bad * GOOD_FOR_EACH_BAD > evidence.n_good + evidence.n_likely)
    return 0;
  return MIN (evidence.n_good + (evidence.n_likely > 0), MOST_BITS);
}

const PpvImporter stacks_collapsed = {
  .size = sizeof (PpvImporter),
  .id = "collapsed",
  .name = N_ ("Collapsed stacks"),
  .mime_types = (const char *const[]){ "text/x-collapsed-stacks", NULL },
  .suffixes = (const char *const[]){ "*.folded", "*.collapsed", NULL },
  .sniff = sniff_collapsed,
  .load = load_collapsed,
};
