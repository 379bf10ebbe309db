/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Something to record: for some seconds, walks trees of calls of which most
 * stacks differ.  bench/run records it where no recordings are given to it.
 */

#include "config.h"

#include <stdlib.h>

#include <glib.h>

enum { MAX_DEPTH = 24 };

typedef guint64 (*Step) (guint64 state, guint depth);

static guint64 step_left (guint64 state, guint depth);
static guint64 step_middle (guint64 state, guint depth);
static guint64 step_right (guint64 state, guint depth);

static guint64
mix (guint64 state)
{
  for (guint i = 0; i < 64; i++)
    state = (state ^ state >> 13) * 0x9e3779b97f4a7c15u + i;
  return state;
}

static guint64
descend (guint64 state, guint depth)
{
  static const Step steps[] = { step_left, step_middle, step_right };

  if (depth >= MAX_DEPTH || state % 16 == 0)
    return mix (state);
  return steps[state % G_N_ELEMENTS (steps)](mix (state), depth + 1) + 1;
}

static guint64
step_left (guint64 state, guint depth)
{
  return descend (state, depth) ^ 1;
}

static guint64
step_middle (guint64 state, guint depth)
{
  return descend (state * 3, depth) ^ 2;
}

static guint64
step_right (guint64 state, guint depth)
{
  return descend (state * 5, depth) ^ 3;
}

int
main (int argc, char **argv)
{
  gint64 seconds = argc > 1 ? g_ascii_strtoll (argv[1], NULL, 10) : 2;
  gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  guint64 state = 1;

  while (g_get_monotonic_time () < end)
    for (guint i = 0; i < 1000; i++)
      state = descend (state + i, 0);
  return state == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
