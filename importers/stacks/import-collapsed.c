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
#include <math.h>

#include <glib/gi18n-lib.h>

#include "collapsed-head.h"
#include "collapsed-line.h"
#include "collapsed-stacks.h"
#include "common/text-lines.h"
#include "stacks.h"

/* Rounding to so many decimals is what writing a double down does, too. */
enum { TINY_DECIMALS = 9 };

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
  CollapsedHead head;
  gsize longest_line;
  guint decimals;         /* of the weights in the builder */
  gboolean has_fractions; /* whether they were looked for */
  guint32 set;
  guint64 n_samples;
  guint64 n_empty;
  Tally differential;
  Tally rounded;
  double rounding; /* sum of what was added to weights to fit, in samples */
} Import;

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

  if (!text_lines_warn_cut (lines, self->builder))
    ppv_profile_builder_warn (
        self->builder, PPV_LOSS, "malformed-line", lines->offset,
        _ ("Lines were left out because they do not end in a blank and a number; the first is "
           "line %" PRIu64),
        lines->number);
}

static void
note_oddities (Import *self, const CollapsedLine *line, gboolean cut)
{
  if (G_UNLIKELY (line->differential && !self->head.is_differential))
    tally (&self->differential, self->lines.offset);
  if (G_UNLIKELY (cut))
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "deep-stack", self->lines.offset,
                              _ ("Stacks lost their inner frames because they are too deep "
                                 "(--limit-depth); the first is in line %" PRIu64),
                              self->lines.number);
}

static void
add_metrics (Import *self)
{
  gboolean is_differential = self->head.is_differential;

  self->set = ppv_profile_builder_set (self->builder, self->head.has_owners ? PPV_SET_THREAD : 0);
  ppv_profile_builder_metric (self->builder, self->set, is_differential ? "after" : "samples",
                              "samples", PPV_METRIC_FLOW);
  if (is_differential)
    ppv_profile_builder_metric (self->builder, self->set, "before", "samples", PPV_METRIC_FLOW);
}

/* The first fraction of the file: all weights are to be kept in units that are small enough. */
static gboolean
find_fractions (Import *self, GError **error)
{
  guint decimals;

  if (!collapsed_find_decimals (self->context, self->longest_line, self->lines.offset, &decimals,
                                error))
    return FALSE;
  self->has_fractions = TRUE;
  if (decimals > 0 && ppv_profile_builder_set_decimals (self->builder, self->set, decimals))
    self->decimals = decimals;
  return TRUE;
}

static gint64
scale_weight (Import *self, const CollapsedNumber *number)
{
  double rounding;
  gint64 weight = collapsed_number_scale (number, self->decimals, &rounding);

  if (G_UNLIKELY (rounding < 0 || rounding > 0))
    {
      tally (&self->rounded, self->lines.offset);
      self->rounding += fabs (rounding);
    }
  return weight;
}

static gboolean
add_stack (Import *self, const CollapsedLine *line, GError **error)
{
  const char *text = self->lines.line;
  PpvThreadId thread = PPV_NONE;
  gint64 weights[2];
  PpvStackId stack;
  gboolean cut;

  if (G_UNLIKELY ((line->weight.decimals > 0 || line->before.decimals > 0) &&
                  !self->has_fractions) &&
      !find_fractions (self, error))
    return FALSE;
  stack = collapsed_stacks_find (&self->stacks, text, line->length, &cut);
  if (self->head.has_owners)
    thread = collapsed_stacks_thread (&self->stacks, text, line->length);
  weights[0] = scale_weight (self, &line->weight);
  weights[1] = self->head.is_differential ? scale_weight (self, &line->before) : 0;
  ppv_profile_builder_sample (self->builder, self->set, stack, 0, thread, PPV_NONE, weights);
  self->n_samples++;
  note_oddities (self, line, cut);
  return TRUE;
}

static gboolean
add_line (Import *self, GError **error)
{
  PpvLines *lines = &self->lines;
  CollapsedLine line;

  if (G_UNLIKELY (lines->number == 1))
    collapsed_skip_mark (&lines->line, &lines->length);
  if (collapsed_line_is_empty (lines->line, lines->length))
    {
      self->n_empty++;
      return TRUE;
    }
  if (lines->cut || !collapsed_line_parse (&line, lines->line, lines->length) ||
      (self->head.is_differential && !line.differential))
    {
      warn_of_bad_line (self);
      return TRUE;
    }
  if (!lines->ended)
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "no-final-newline", lines->offset,
                              _ ("The last line has no end; if the file was cut, its number may "
                                 "be too small"));
  return add_stack (self, &line, error);
}

static gboolean
take_line (gpointer self, GError **error)
{
  return add_line (self, error);
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
        self->builder, self->decimals < TINY_DECIMALS ? PPV_LOSS : PPV_NOTE, "rounded-weight",
        self->rounded.offset, self->rounded.count,
        _ ("Weights were rounded to %u decimals, by %.3g in all, for more would not leave room "
           "for their sum"),
        self->decimals, self->rounding);
}

/* A guess that turned out wrong shall show: what was taken for something else than a name. */
static void
note_kind (Import *self, const char *code, guint64 count, const char *message)
{
  if (count > 0)
    ppv_profile_builder_warn_many (self->builder, PPV_NOTE, code, PPV_NO_ADDRESS, count, "%s",
                                   message);
}

static void
tell_dialect (Import *self)
{
  const guint64 *n_kinds = self->stacks.n_kinds;

  if (self->head.has_owners)
    note_kind (self, "process-frames", 1,
               self->head.has_threads
                   ? _ ("The first frame of each stack, “name-PID/TID”, tells process and thread")
                   : _ ("The first frame of each stack, “name-PID”, tells the process"));
  note_kind (self, "annotated-names",
             n_kinds[COLLAPSED_KERNEL] + n_kinds[COLLAPSED_INLINED] + n_kinds[COLLAPSED_JIT] +
                 n_kinds[COLLAPSED_WAKER],
             _ ("Endings of names tell what kind of code it is: _[k] of the kernel, _[i] inlined, "
                "_[j] generated, _[w] of the thread that woke this one"));
  note_kind (self, "places-in-names", self->stacks.n_places,
             _ ("Names end in a file and a line, which are no part of the function's name"));
  note_kind (self, "separator-frames", n_kinds[COLLAPSED_SEPARATOR],
             _ ("Frames called “--” or “-” are marks between two stacks, and no functions"));
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
  Import import = { .context = context,
                    .builder = builder,
                    .longest_line = (gsize) MIN (limits->line_bytes, G_MAXINT32) };
  gboolean done;

  ppv_lines_init (&import.lines, ppv_load_context_get_input (context), import.longest_line);
  if (!collapsed_head_read (&import.head, &import.lines, error))
    return FALSE;
  ppv_lines_init (&import.lines, ppv_load_context_get_input (context), import.longest_line);
  add_metrics (&import);
  collapsed_stacks_init (&import.stacks, builder, import.head.has_owners);
  done = read_lines (&import, error) && check_result (&import, error);
  tell_tallies (&import);
  tell_dialect (&import);
  collapsed_stacks_clear (&import.stacks);
  return done;
}

const PpvImporter stacks_collapsed = {
  .size = sizeof (PpvImporter),
  .id = "collapsed",
  .name = N_ ("Collapsed stacks"),
  .mime_types = (const char *const[]){ "text/x-collapsed-stacks", NULL },
  .suffixes = (const char *const[]){ "*.folded", "*.collapsed", NULL },
  .sniff = collapsed_sniff,
  .load = load_collapsed,
};
