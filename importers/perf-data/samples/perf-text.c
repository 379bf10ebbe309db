/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Words for the numbers of linux/perf_event.h; not translated, as events' fields are not. */

#include "config.h"

#include <inttypes.h>

#include "container/perf-format.h"
#include "perf-text.h"

/* --- branches ---------------------------------------------------------------------- */

enum { BRANCH_TYPE_EXTENDED = 15 };

/* PERF_BR_… */
static const char *const branch_types[] = {
  "",       "COND",      "UNCOND",   "IND",  "CALL", "IND_CALL", "RET",   "SYSCALL",
  "SYSRET", "COND_CALL", "COND_RET", "ERET", "IRQ",  "SERROR",   "NO_TX", "EXTENDED",
};

/* PERF_BR_NEW_… */
static const char *const branch_new_types[] = {
  "FAULT_ALGN", "FAULT_DATA", "FAULT_INST", "ARCH_1", "ARCH_2", "ARCH_3", "ARCH_4", "ARCH_5",
};

static const char *const speculations[] = { "", "SPEC_WRONG_PATH", "NON_SPEC_CORRECT_PATH",
                                            "SPEC_CORRECT_PATH" };
static const char *const privileges[] = { "", "USER", "KERNEL", "HV" };

/*
 * The field of @n_bits that begins with bit @at.  There is one declaration of these
 * fields for all machines, so those of big-endian ones begin at the other end.
 */
static guint
branch_field (guint64 flags, guint at, guint n_bits, gboolean big_endian)
{
  guint shift = big_endian ? 64 - at - n_bits : at;

  return (guint) (flags >> shift & ((1u << n_bits) - 1));
}

gboolean
perf_branch_next (PpvReader *branches, PerfBranch *branch)
{
  gboolean big_endian = perf_is_big_endian (branches);
  guint64 flags;

  branch->from = ppv_reader_u64 (branches);
  branch->to = ppv_reader_u64 (branches);
  flags = ppv_reader_u64 (branches);
  branch->mispredicted = (gboolean) branch_field (flags, 0, 1, big_endian);
  branch->predicted = (gboolean) branch_field (flags, 1, 1, big_endian);
  branch->in_transaction = (gboolean) branch_field (flags, 2, 1, big_endian);
  branch->aborted = (gboolean) branch_field (flags, 3, 1, big_endian);
  branch->cycles = (guint16) branch_field (flags, 4, 16, big_endian);
  branch->type = (guint8) branch_field (flags, 20, 4, big_endian);
  branch->speculation = (guint8) branch_field (flags, 24, 2, big_endian);
  branch->new_type = (guint8) branch_field (flags, 26, 4, big_endian);
  branch->privilege = (guint8) branch_field (flags, 30, 3, big_endian);
  return !branches->failed;
}

/* "-" for what the processor does not tell. */
static const char *
word_of (const char *const *words, gsize n_words, guint number)
{
  return number < n_words && *words[number] != '\0' ? words[number] : "-";
}

static const char *
type_of (const PerfBranch *branch)
{
  if (branch->type == BRANCH_TYPE_EXTENDED)
    return word_of (branch_new_types, G_N_ELEMENTS (branch_new_types), branch->new_type);
  return word_of (branch_types, G_N_ELEMENTS (branch_types), branch->type);
}

static void
add_branch (GString *text, const PerfBranch *branch)
{
  g_string_append_printf (text, "%s0x%" PRIx64 "/0x%" PRIx64 "/%s/%s/%s/%u/%s",
                          text->len > 0 ? " " : "", branch->from, branch->to,
                          branch->mispredicted ? "M"
                          : branch->predicted  ? "P"
                                               : "-",
                          branch->in_transaction ? "X" : "-", branch->aborted ? "A" : "-",
                          branch->cycles, type_of (branch));
  if (branch->speculation != 0)
    g_string_append_printf (text, "/%s", speculations[branch->speculation]);
  if (branch->privilege != 0)
    g_string_append_printf (text, "/%s",
                            word_of (privileges, G_N_ELEMENTS (privileges), branch->privilege));
}

void
perf_branch_text (GString *text, const PerfSample *sample, guint n_most)
{
  PpvReader branches = sample->branches;
  PerfBranch branch;

  for (guint64 i = 0; i < MIN (sample->n_branches, n_most); i++)
    if (perf_branch_next (&branches, &branch))
      add_branch (text, &branch);
  if (sample->n_branches > n_most)
    g_string_append (text, " …");
}

/* --- memory ------------------------------------------------------------------------ */

/* A bit of a field, and its word. */
typedef struct {
  guint bit;
  const char *word;
} Bit;

static const Bit operations[] = {
  { 1 << 1, "load" }, { 1 << 2, "store" }, { 1 << 3, "prefetch" }, { 1 << 4, "execute" }, { 0 }
};
static const Bit levels[] = {
  { 1 << 3, "L1" },
  { 1 << 4, "LFB" },
  { 1 << 5, "L2" },
  { 1 << 6, "L3" },
  { 1 << 7, "local RAM" },
  { 1 << 8, "remote RAM (1 hop)" },
  { 1 << 9, "remote RAM (2 hops)" },
  { 1 << 10, "remote cache (1 hop)" },
  { 1 << 11, "remote cache (2 hops)" },
  { 1 << 12, "I/O" },
  { 1 << 13, "uncached" },
  { 0 },
};
static const Bit snoops[] = { { 1 << 1, "no snoop" },
                              { 1 << 2, "snoop hit" },
                              { 1 << 3, "snoop miss" },
                              { 1 << 4, "snoop hit modified" },
                              { 0 } };
static const Bit more_snoops[] = { { 1 << 0, "forwarded" }, { 1 << 1, "from a peer" }, { 0 } };
static const Bit tlbs[] = {
  { 1 << 3, "L1" }, { 1 << 4, "L2" }, { 1 << 5, "walker" }, { 1 << 6, "fault" }, { 0 }
};
static const Bit blocks[] = { { 1 << 1, "blocked by data" },
                              { 1 << 2, "blocked by address" },
                              { 0 } };

/* PERF_MEM_LVLNUM_…, the form that newer kernels use. */
static const char *const level_numbers[16] = {
  [1] = "L1",         [2] = "L2",   [3] = "L3",       [4] = "L4",    [5] = "L2 MHB",
  [6] = "MSC",        [7] = "L0",   [8] = "uncached", [9] = "CXL",   [10] = "I/O",
  [11] = "any cache", [12] = "LFB", [13] = "RAM",     [14] = "PMEM",
};

static const char *const hops[] = { "", "remote core", "remote node", "remote socket",
                                    "remote board" };

enum { HIT = 1 << 1, MISS = 1 << 2 };

static guint
field (guint64 source, guint at, guint n_bits)
{
  return (guint) (source >> at & ((1u << n_bits) - 1));
}

static void
add_word (GString *text, const char *word)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", word);
}

/* Words of all bits that are set, with @between. */
static void
add_bits (GString *text, const Bit *bits, guint value, const char *between)
{
  gboolean first = TRUE;

  for (; bits->bit != 0; bits++)
    if (value & bits->bit)
      {
        g_string_append_printf (text, "%s%s", first ? "" : between, bits->word);
        first = FALSE;
      }
}

static void
add_part (GString *text, const Bit *bits, guint value, const char *between)
{
  g_autoptr (GString) part = g_string_new (NULL);

  add_bits (part, bits, value, between);
  if (part->len == 0)
    return;
  add_word (text, part->str);
}

static const char *
outcome (guint value)
{
  return value & HIT ? " hit" : value & MISS ? " miss" : "";
}

/* Where the data was: by number on newer kernels, else by bits. */
static void
add_level (GString *text, guint64 source)
{
  const char *number = level_numbers[field (source, 33, 4)];
  guint bits = field (source, 5, 14);
  guint distance = field (source, 43, 3);
  g_autoptr (GString) level = g_string_new (NULL);

  if (field (source, 37, 1))
    g_string_append (level, "remote ");
  if (number != NULL)
    g_string_append (level, number);
  else
    add_bits (level, levels, bits, " or ");
  if (level->len == 0)
    return;
  g_string_append (level, outcome (bits));
  if (distance > 0 && distance < G_N_ELEMENTS (hops))
    g_string_append_printf (level, " (%s)", hops[distance]);
  add_word (text, level->str);
}

static void
add_tlb (GString *text, guint64 source)
{
  guint value = field (source, 26, 7);
  g_autoptr (GString) tlb = g_string_new (NULL);

  add_bits (tlb, tlbs, value, " or ");
  if (tlb->len == 0)
    return;
  g_string_prepend (tlb, "TLB ");
  g_string_append (tlb, outcome (value));
  add_word (text, tlb->str);
}

/* Unlike branches, these fields are declared so that numbers are the same on all machines. */
void
perf_data_source_text (GString *text, guint64 data_source)
{
  g_autoptr (GString) words = g_string_new (NULL);
  guint region = field (data_source, 46, 5);

  add_part (words, operations, field (data_source, 0, 5), " or ");
  add_level (words, data_source);
  add_part (words, snoops, field (data_source, 19, 5), " or ");
  add_part (words, more_snoops, field (data_source, 38, 2), " and ");
  add_tlb (words, data_source);
  if (field (data_source, 24, 2) & 1 << 1)
    add_word (words, "locked");
  add_part (words, blocks, field (data_source, 40, 3), " and ");
  if (region != 0)
    g_string_append_printf (words, "%sregion %u", words->len > 0 ? ", " : "", region);
  g_string_append (text, words->len > 0 ? words->str : "unknown");
}
