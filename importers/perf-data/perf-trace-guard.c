/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "perf-trace-guard.h"

/* Real formats: 30 KiB, 200 characters a field, a dozen operators an expression. */
enum { MAX_FORMAT = 1 << 17, MAX_FIELD = 1024, MAX_NESTING = 64, MAX_OPERATORS = 512 };

/* Operators on the way from the outermost expression to here, by nesting. */
typedef struct {
  guint depth;
  guint n_operators;
  guint by_depth[MAX_NESTING];
} Nesting;

static gboolean
step (Nesting *self, char c)
{
  if (strchr ("([{", c) != NULL)
    {
      if (++self->depth >= MAX_NESTING)
        return FALSE;
      self->by_depth[self->depth] = 0;
    }
  else if (strchr (")]}", c) != NULL)
    {
      if (self->depth == 0)
        return FALSE;
      self->n_operators -= self->by_depth[self->depth--];
    }
  else if (c == ',')
    {
      self->n_operators -= self->by_depth[self->depth];
      self->by_depth[self->depth] = 0;
    }
  else if (strchr ("!~+-*/%&|^<>=?:", c) != NULL)
    {
      self->by_depth[self->depth]++;
      self->n_operators++;
    }
  return self->n_operators < MAX_OPERATORS;
}

/* Expressions: no path into them is deep. */
static gboolean
is_flat (const char *at, const char *end)
{
  Nesting nesting = { 0 };
  char quote = '\0';

  for (; at < end; at++)
    if (quote != '\0')
      {
        if (*at == '\\' && at + 1 < end)
          at++;
        else if (*at == quote)
          quote = '\0';
      }
    else if (*at == '"' || *at == '\'')
      quote = *at;
    else if (!step (&nesting, *at))
      return FALSE;
  return quote == '\0' && nesting.depth == 0;
}

gboolean
perf_trace_is_sane (const char *format, gsize length)
{
  const char *end = format + length;
  const char *print = g_strstr_len (format, (gssize) length, "\nprint fmt:");
  const char *fields_end = print != NULL ? print : end;

  if (length > MAX_FORMAT || memchr (format, '\0', length) != NULL)
    return FALSE;
  for (const char *line = format; line < fields_end;)
    {
      const char *line_end = memchr (line, '\n', (gsize) (fields_end - line));

      line_end = line_end != NULL ? line_end : fields_end;
      if (line_end - line > MAX_FIELD || !is_flat (line, line_end))
        return FALSE;
      line = line_end + 1;
    }
  return print == NULL || is_flat (print, end);
}
