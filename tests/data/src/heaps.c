/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * heaps KIND: one kind of heap over time, beside a cache of a fixed size and work that is
 * freed at once.  "leak" loses LOST bytes in each of ROUNDS, "plateau" fills a pool and then
 * uses it, "saw" fills a queue and empties it, again and again.  With a number of
 * milliseconds after it each round takes that long.
 */

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 400, LOST = 160, WORK = 1000, POOL = 100, QUEUE = 110, ITEM = 700, CACHE = 20000 };

static void *kept[ROUNDS];

__attribute__ ((noinline)) static void *
lose (void)
{
  return malloc (LOST);
}

__attribute__ ((noinline)) static void *
fill_pool (void)
{
  return malloc (ITEM);
}

__attribute__ ((noinline)) static void *
push (void)
{
  return malloc (ITEM);
}

__attribute__ ((noinline)) static void *
make_cache (void)
{
  return malloc (CACHE);
}

__attribute__ ((noinline)) static void
work (void)
{
  char *volatile scratch = malloc (WORK);

  free (scratch);
}

static void
empty_queue (void)
{
  for (int i = 0; i < QUEUE; i++)
    {
      free (kept[i]);
      kept[i] = NULL;
    }
}

static void
round_of (const char *kind, int number)
{
  if (strcmp (kind, "leak") == 0)
    kept[number] = lose ();
  else if (strcmp (kind, "plateau") == 0 && number < POOL)
    kept[number] = fill_pool ();
  else if (strcmp (kind, "saw") == 0)
    {
      if (number % QUEUE == 0)
        empty_queue ();
      kept[number % QUEUE] = push ();
    }
  work ();
}

int
main (int argc, char **argv)
{
  struct timespec pause = { 0, argc > 2 ? atoi (argv[2]) * 1000000L : 0 };
  void *volatile cache = make_cache ();

  for (int i = 0; i < ROUNDS; i++)
    {
      round_of (argc > 1 ? argv[1] : "leak", i);
      if (pause.tv_nsec > 0)
        nanosleep (&pause, NULL);
    }
  free (cache);
  return 0;
}
