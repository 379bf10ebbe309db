/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is told of collapsed stacks before they are read, or beside that. */

#include "config.h"

#include <string.h>

#include "collapsed-frame.h"
#include "collapsed-head.h"
#include "collapsed-line.h"

enum { MOST_BITS = 8, LINES_OF_HEAD = 100, BYTES_BETWEEN_CHECKS = 1 << 20 };

/* For sniffing. */
enum { LEAST_SEPARATORS = 4, GOOD_FOR_EACH_BAD = 3 };

/* Sums up to here are sure to fit, whatever was rounded in adding them up. */
static const double largest_sum = 9.2e18;

/* Lines of the head: well-formed, perhaps a stack, certainly none. */
typedef struct {
  guint n_good;
  guint n_likely;
  guint n_bad;
} Evidence;

void
collapsed_skip_mark (const char **line, gsize *length)
{
  if (*length >= 3 && memcmp (*line, "\xef\xbb\xbf", 3) == 0)
    {
      *line += 3;
      *length -= 3;
    }
}

static void
compare_line (CollapsedHead *self, const char *text, gsize length)
{
  CollapsedOwner owner;
  CollapsedLine line;
  gboolean is_line = collapsed_line_parse (&line, text, length);

  self->is_differential = self->is_differential && is_line && line.differential;
  self->has_owners =
      self->has_owners && is_line && collapsed_owner_parse (&owner, text, line.length);
  self->has_threads = self->has_threads && self->has_owners && owner.tid != -1;
}

/*
 * A name may end in a number, too, and that of a thread in the number it has in its
 * process.  So all lines have to agree.
 */
gboolean
collapsed_head_read (CollapsedHead *self, PpvLines *lines, GError **error)
{
  GError *failure = NULL;
  guint n_lines = 0;

  *self = (CollapsedHead){ TRUE, TRUE, TRUE };
  while (n_lines < LINES_OF_HEAD && ppv_lines_next (lines, &failure))
    {
      const char *line = lines->line;
      gsize length = lines->length;

      if (lines->number == 1)
        collapsed_skip_mark (&line, &length);
      if (collapsed_line_is_empty (line, length))
        continue;
      n_lines++;
      compare_line (self, line, length);
    }
  if (n_lines == 0)
    *self = (CollapsedHead){ FALSE, FALSE, FALSE };
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/* The largest sum and the most decimals of a file. */
typedef struct {
  double sum;
  double sum_before;
  guint decimals;
} Extent;

static double
value_of (const CollapsedNumber *number)
{
  double value = (double) number->digits;

  for (guint i = 0; i < number->decimals; i++)
    value /= 10;
  return value;
}

static void
add_to_extent (Extent *self, const char *text, gsize length)
{
  CollapsedLine line;

  if (!collapsed_line_parse (&line, text, length))
    return;
  self->sum += value_of (&line.weight);
  self->sum_before += value_of (&line.before);
  self->decimals = MAX (self->decimals, MAX (line.weight.decimals, line.before.decimals));
}

gboolean
collapsed_find_decimals (
    PpvLoadContext *context, gsize longest_line, guint64 at, guint *decimals, GError **error)
{
  g_autoptr (PpvInput) input = ppv_input_dup (ppv_load_context_get_input (context));
  guint64 size = ppv_input_get_size (input);
  guint64 checked = 0;
  GError *failure = NULL;
  Extent extent = { 0, 0, 0 };
  PpvLines lines;
  double sum;

  ppv_lines_init (&lines, input, longest_line);
  while (ppv_lines_next (&lines, &failure))
    {
      add_to_extent (&extent, lines.line, lines.length);
      if (lines.offset - checked < BYTES_BETWEEN_CHECKS)
        continue;
      checked = lines.offset;
      if (!ppv_load_context_advance (context, at, size, error))
        return FALSE;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  sum = MAX (extent.sum, extent.sum_before);
  for (*decimals = 0; *decimals < extent.decimals && sum * 10 < largest_sum; (*decimals)++)
    sum *= 10;
  return TRUE;
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
guint
collapsed_sniff (const PpvSniff *sniff)
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
