/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the perf.data fixtures record: a word count.  Without the C library, so
 * that the program is small enough to be committed beside its recordings, and
 * every function has its name on every machine.
 */

enum { N_BYTES = 1 << 14, N_WORDS = 1 << 11, N_SLOTS = 1 << 12 };

typedef struct {
  const char *text;
  unsigned length;
  unsigned count;
} Word;

static char text[N_BYTES];
static Word words[N_WORDS];
static unsigned slots[N_SLOTS];
static unsigned n_words;

static long
system_call (long number, long a, long b, long c)
{
  long result;

  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c)
                   : "rcx", "r11", "memory");
  return result;
}

static void
write_text (unsigned seed)
{
  for (unsigned i = 0; i < N_BYTES; i++)
    {
      seed = seed * 1664525u + 1013904223u;
      text[i] = seed >> 29 == 0 ? ' ' : (char) ('a' + (seed >> 24) % 6);
    }
}

static unsigned
hash_word (const char *word, unsigned length)
{
  unsigned hash = 2166136261u;

  for (unsigned i = 0; i < length; i++)
    hash = (hash ^ (unsigned char) word[i]) * 16777619u;
  return hash;
}

static int
compare_words (const Word *one, const char *word, unsigned length)
{
  for (unsigned i = 0; i < one->length && i < length; i++)
    if (one->text[i] != word[i])
      return one->text[i] - word[i];
  return (int) one->length - (int) length;
}

static void
count_word (const char *word, unsigned length)
{
  unsigned slot = hash_word (word, length) % N_SLOTS;

  while (slots[slot] != 0 && compare_words (&words[slots[slot] - 1], word, length) != 0)
    slot = (slot + 1) % N_SLOTS;
  if (slots[slot] == 0 && n_words < N_WORDS)
    {
      words[n_words] = (Word){ word, length, 0 };
      slots[slot] = ++n_words;
    }
  if (slots[slot] != 0)
    words[slots[slot] - 1].count++;
}

static void
read_words (void)
{
  unsigned begin = 0;

  for (unsigned i = 0; i < N_SLOTS; i++)
    slots[i] = 0;
  n_words = 0;
  for (unsigned i = 0; i < N_BYTES; i++)
    if (text[i] == ' ')
      {
        if (i > begin)
          count_word (text + begin, i - begin);
        begin = i + 1;
      }
}

/* Recursive, for the sake of the recursion in the profile. */
static void
sort_words (Word *first, Word *last)
{
  Word *low = first, *high = last;
  Word pivot;

  if (first >= last)
    return;
  pivot = first[(last - first) / 2];
  while (low <= high)
    {
      while (compare_words (low, pivot.text, pivot.length) < 0)
        low++;
      while (compare_words (high, pivot.text, pivot.length) > 0)
        high--;
      if (low <= high)
        {
          Word swapped = *low;

          *low++ = *high;
          *high-- = swapped;
        }
    }
  sort_words (first, high);
  sort_words (low, last);
}

static unsigned
report (void)
{
  unsigned most = 0;

  for (unsigned i = 0; i < n_words; i++)
    most = words[i].count > most ? words[i].count : most;
  return most;
}

static int
run (unsigned n_rounds)
{
  unsigned most = 0;

  for (unsigned i = 0; i < n_rounds; i++)
    {
      write_text (i);
      read_words ();
      sort_words (words, words + n_words - 1);
      most += report ();
    }
  return most > 0 ? 0 : 1;
}

/* A frame that has no caller, where walks by frame pointers end. */
__asm__(".globl _start\n"
        ".type _start, @function\n"
        "_start:\n"
        "  xor %ebp, %ebp\n"
        "  call main\n"
        "  hlt\n"
        ".size _start, . - _start\n");

/* The one that is built WITH_CHILD forks; its child works and then becomes "sample". */
int
main (void)
{
  enum { SYS_EXIT = 60, SYS_FORK = 57, SYS_EXECVE = 59, SYS_WAIT = 61 };
  long child = 0;
  int is_child = 0;

#ifdef WITH_CHILD
  static char *const arguments[] = { "./sample", (char *) 0 };

  child = system_call (SYS_FORK, 0, 0, 0);
  is_child = child == 0;
#endif
  run (is_child ? 60 : 300);
#ifdef WITH_CHILD
  if (is_child)
    system_call (SYS_EXECVE, (long) "./sample", (long) arguments, 0);
#endif
  if (child > 0)
    system_call (SYS_WAIT, child, 0, 0);
  system_call (SYS_EXIT, 0, 0, 0);
  return 0;
}
