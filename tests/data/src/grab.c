/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Some work and some blocks that stay, for the profilers of gperftools. */

#include <stdlib.h>

static void *kept[300];

__attribute__ ((noinline)) static double
inner (int n)
{
  volatile double sum = 0;

  for (int i = 1; i < n; i++)
    sum += 1.0 / i;
  return sum;
}

__attribute__ ((noinline)) static double
twice (int n)
{
  return inner (n) + inner (n);
}

__attribute__ ((noinline)) static void *
grab (size_t size)
{
  return malloc (size);
}

int
main (void)
{
  double sum = 0;

  for (int i = 0; i < 20; i++)
    sum += twice (1000000) + inner (1000000);
  for (int i = 0; i < 300; i++)
    {
      kept[i] = grab (1000);
      if (i % 3 == 0)
        free (kept[i]);
    }
  return sum > 0 ? 0 : 1;
}
