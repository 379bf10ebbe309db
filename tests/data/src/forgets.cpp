/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Leaks whose sizes are known, for all tools that see memory: each function named lose_… or
 * keep_… leaves what its comment says, tidy() nothing.  Built without optimisation, and
 * 64-bit: the sizes are those of its pointers, std::string and std::vector.
 */

#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

struct Node
{
  Node *next;
  char text[40];
};

void *kept;
static char *inside;

/* 3 blocks of 1000 bytes */
static void
lose_blocks ()
{
  for (int i = 0; i < 3; i++)
    std::memset (std::malloc (1000), i, 1000);
}

/* 48 bytes, and 3 × 48 that hang on them */
static void
lose_list ()
{
  Node *list = nullptr;

  for (int i = 0; i < 4; i++)
    list = new Node{ list, "" };
  list->text[0] = 'x';
}

/* 24 bytes, and 1000 that hang on them */
static void
lose_vector ()
{
  auto *numbers = new std::vector<int> (250);

  numbers->front () = 1;
}

/* 32 bytes, and 201 that hang on them */
static void
lose_string ()
{
  auto *text = new std::string (200, 'x');

  text->front () = 'y';
}

/* 2 blocks of 321 bytes */
static void
lose_in_thread ()
{
  for (int i = 0; i < 2; i++)
    std::memset (std::malloc (321), i, 321);
}

/* 500 bytes, of which only the middle is pointed to */
static void
keep_inside ()
{
  inside = static_cast<char *> (std::malloc (500));
  inside += 100;
}

/* 700 bytes that can be reached */
static void
keep_block ()
{
  kept = std::malloc (700);
}

/* nothing */
static void
tidy ()
{
  std::vector<std::string> texts;

  for (int i = 0; i < 20; i++)
    texts.push_back (std::string (100, 'a'));
  std::free (std::malloc (5000));
}

/* So that no pointer is left where a function had it. */
static int
wipe (int n)
{
  volatile char room[4096];

  for (auto &byte : room)
    byte = static_cast<char> (n);
  return room[n];
}

int
main ()
{
  lose_blocks ();
  lose_list ();
  lose_vector ();
  lose_string ();
  std::thread (lose_in_thread).join ();
  keep_inside ();
  keep_block ();
  tidy ();
  return wipe (0) + inside[0] * 0;
}
