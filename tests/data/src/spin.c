/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the fixtures of sampled stacks record: one hot function reached on two
 * ways, and one that calls itself.
 */

#include <stdlib.h>

static volatile unsigned sink;

static __attribute__ ((noinline)) void
work (unsigned n)
{
  for (unsigned i = 0; i < n; i++)
    sink += i * i;
}

static __attribute__ ((noinline)) void
parse (unsigned n)
{
  work (2 * n);
  sink++;
}

static __attribute__ ((noinline)) void
print (unsigned n)
{
  work (n);
  sink++;
}

static __attribute__ ((noinline)) void
descend (unsigned depth, unsigned n)
{
  work (n / 4);
  if (depth > 0)
    descend (depth - 1, n);
  sink++;
}

int
main (int argc, char **argv)
{
  unsigned rounds = argc > 1 ? (unsigned) atoi (argv[1]) : 100;

  for (unsigned i = 0; i < rounds; i++)
    {
      parse (100000);
      print (100000);
      descend (5, 100000);
    }
  return 0;
}
