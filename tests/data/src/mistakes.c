/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * One of most mistakes that memcheck tells of, and leaks of each kind; with "race",
 * those of threads.  Built without optimisation.
 */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Node {
  struct Node *next;
  char text[24];
} Node;

Node *reachable;
char *inside;
static int counter;
static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t second = PTHREAD_MUTEX_INITIALIZER;

static Node *
make_node (Node *next)
{
  Node *node = malloc (sizeof *node);

  node->next = next;
  return node;
}

static void
lose_list (void)
{
  Node *list = make_node (make_node (make_node (NULL)));

  list->text[0] = 'x';
}

static void
keep (void)
{
  reachable = make_node (NULL);
  inside = malloc (100);
  inside += 10;
}

static int
read_freed (void)
{
  int *values = malloc (4 * sizeof *values);

  values[0] = 1;
  free (values);
  return values[0];
}

static void
write_behind (int n)
{
  char *bytes = malloc ((size_t) n);

  for (int i = 0; i < 3; i++)
    bytes[n] = 'x';
  free (bytes);
}

static void
decide (const int *value)
{
  if (*value > 3)
    puts ("large");
}

static void
free_twice (void)
{
  char *bytes = malloc (8);

  free (bytes);
  free (bytes);
}

static void
write_unset (void)
{
  char bytes[4];
  int ends[2];

  if (pipe (ends) == 0 && write (ends[1], bytes, sizeof bytes) < 0)
    perror ("write");
}

static void *
count (void *unused)
{
  pthread_mutex_lock (&first);
  pthread_mutex_lock (&second);
  pthread_mutex_unlock (&second);
  pthread_mutex_unlock (&first);
  counter++;
  return unused;
}

static void
race (void)
{
  pthread_t thread;

  pthread_create (&thread, NULL, count, NULL);
  counter++;
  pthread_join (thread, NULL);
  pthread_mutex_lock (&second);
  pthread_mutex_lock (&first);
  pthread_mutex_unlock (&first);
  pthread_mutex_unlock (&second);
}

int
main (int argc, char **argv)
{
  int unset;

  if (argc > 1 && strcmp (argv[1], "race") == 0)
    {
      race ();
      return 0;
    }
  lose_list ();
  keep ();
  write_behind (10);
  decide (&unset);
  free_twice ();
  write_unset ();
  return read_freed () > 1;
}
