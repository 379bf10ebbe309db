/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Places in code by name: tests compile this file with each kind of debug information
 * and ask for the addresses of the labels.  The lines are part of the tests.
 */

#define PLACE(name) __asm__ volatile(".globl place_" #name "\nplace_" #name ": nop")
#define INLINE static inline __attribute__ ((always_inline))
#define APART __attribute__ ((noinline))

volatile int sink;

INLINE void
inner (int a)
{
  PLACE (inner);
  sink += a;
}

INLINE void
middle (int a)
{
  sink -= a;
  inner (a);
}

APART void
outer (int a)
{
  sink *= a;
  {
    int b = sink;

    if (b > 0)
      {
        middle (b);
      }
  }
  PLACE (outer);
}

#ifdef __clang__
APART int
around (int a)
{
  PLACE (nested);
  return a;
}
#else
APART int
around (int a)
{
  APART int nested (int b)
  {
    PLACE (nested);
    return a + b;
  }
  sink = nested (a);
  return nested (2 * a);
}
#endif

int
main (void)
{
  outer (3);
  PLACE (main);
  return around (sink);
}
