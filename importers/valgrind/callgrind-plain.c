/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Nine of ten lines of a file with instructions are costs of the code itself, "+3 * 1".
 * They are read here without looking for their ends first; whatever is not as plain as
 * that is left to callgrind_read_body().
 */

#include "config.h"

#include "callgrind-reader.h"

/* Numbers of so many digits are less than 2^63. */
enum { MOST_DIGITS = 18 };

/* Digits before @at, which are less than 10 each; NULL when there are none or too many. */
static inline const char *
read_digits (const char *at, guint64 *value)
{
  const char *first = at;
  guint64 sum = 0;

  for (guint digit; (digit = (guint) (*at - '0')) < 10; at++)
    sum = sum * 10 + digit;
  *value = sum;
  return at > first && at - first <= MOST_DIGITS ? at : NULL;
}

/* "+3", "-3", "*" or "3", and the blank after it. */
static inline const char *
read_position (const char *at, guint64 *position)
{
  char sign = *at;
  guint64 value = 0;

  if (sign == '*')
    at++;
  else
    at = read_digits (at + (sign == '+' || sign == '-'), &value);
  if (at == NULL || *at != ' ')
    return NULL;
  if (sign == '+')
    *position += value;
  else if (sign == '-')
    *position -= value;
  else if (sign != '*')
    *position = value;
  return at + 1;
}

/* Up to the end of the line; costs that are not there are 0. */
static inline const char *
read_costs (const char *at, guint n_events, gint64 *costs)
{
  guint64 value;

  for (guint i = 0; i < n_events; i++)
    {
      at = read_digits (at, &value);
      if (at == NULL)
        return NULL;
      costs[i] = (gint64) value;
      if (*at == '\n')
        {
          memset (costs + i + 1, 0, (n_events - i - 1) * sizeof *costs);
          return at + 1;
        }
      if (*at++ != ' ')
        return NULL;
    }
  return NULL;
}

/* The line after the one at @at, or NULL, with nothing done, when that is another line. */
static const char *
read_line (CallgrindReader *self, const char *at)
{
  guint64 position[CALLGRIND_MOST_POSITIONS];
  gint64 *costs = self->line_costs;

  memcpy (position, self->position, sizeof position);
  for (guint i = 0; i < self->n_positions && at != NULL; i++)
    at = read_position (at, &position[i]);
  if (at != NULL)
    at = read_costs (at, self->events.n_events, costs);
  if (at == NULL)
    return NULL;
  memcpy (self->position, position, sizeof position);
  callgrind_add_self (self, costs);
  return at;
}

void
callgrind_read_plain (CallgrindReader *self)
{
  gsize n_bytes;
  const char *begin = ppv_lines_peek (&self->lines, &n_bytes);
  const char *last = memrchr (begin, '\n', n_bytes);
  const char *next = begin;
  const char *at = begin;
  guint64 n_lines = 0;

  /* each loop over digits ends at the last line feed, if not before */
  if (!self->in_body || self->next != CALLGRIND_SELF || last == NULL)
    return;
  while (at <= last && (next = read_line (self, at)) != NULL)
    {
      at = next;
      n_lines++;
    }
  ppv_lines_pass (&self->lines, at, n_lines);
}
