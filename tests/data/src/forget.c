/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the heaptrack fixtures record: texts that are never freed, blocks that are freed at
 * once, and a list that is freed before the end, with time in between.
 */

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { N_ROUNDS = 6, LENGTH = 400 };

static char *kept[N_ROUNDS];

static void
rest (void)
{
  struct timespec time = { 0, 12000000 };

  nanosleep (&time, NULL);
}

static void
remember (int round)
{
  kept[round] = calloc (1, 100);
}

static void
compute (void)
{
  char *scratch = malloc (LENGTH);

  if (scratch != NULL)
    memset (scratch, 1, LENGTH);
  free (scratch);
}

int
main (void)
{
  char *list[N_ROUNDS];

  for (int i = 0; i < N_ROUNDS; i++)
    {
      list[i] = malloc (1000);
      remember (i);
      compute ();
      rest ();
    }
  for (int i = 0; i < N_ROUNDS; i++)
    free (list[i]);
  rest ();
  return kept[0] == NULL;
}
