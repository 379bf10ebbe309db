/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Which of several names an address gets follows perf report (tools/perf/util/symbol.c
 * of Linux 6.1), so that the two tools print the same.
 */

#include "config.h"

#include <string.h>

#include "ppv-symbol-index.h"
#include "ppv-symbolize.h"

enum {
  PAGE_BYTES = 4096,
  /* How many symbols before an address may be asked whether they enclose it:
   * labels inside a function, with no quadratic work for a hostile file. */
  ENCLOSING_STEPS = 32,
  /* How many names of one address are compared, and how much of each. */
  MAX_ALIASES = 64,
  MAX_NAME_BYTES = 16 * 1024,
  MAX_AREA = (1 << 29) - 1,
};

typedef struct {
  gpointer memory;
  GDestroyNotify destroy;
} Kept;

struct _PpvSymbolIndex {
  GArray *symbols; /* of PpvSymbol */
  GArray *kept;    /* of Kept */
  guint32 *chosen; /* by first row of an address: the row that won + 1, or 0 */
  gboolean sorted;
  gboolean any_sized;
};

static void
clear_kept (gpointer data)
{
  Kept *kept = data;

  kept->destroy (kept->memory);
}

PpvSymbolIndex *
ppv_symbol_index_new (guint32 n_expected)
{
  PpvSymbolIndex *self = g_new0 (PpvSymbolIndex, 1);

  self->symbols = g_array_sized_new (FALSE, FALSE, sizeof (PpvSymbol), n_expected);
  self->kept = g_array_new (FALSE, FALSE, sizeof (Kept));
  g_array_set_clear_func (self->kept, clear_kept);
  self->sorted = TRUE;
  return self;
}

void
ppv_symbol_index_free (PpvSymbolIndex *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->symbols);
  g_array_unref (self->kept);
  g_free (self->chosen);
  g_free (self);
}

void
ppv_symbol_index_keep (PpvSymbolIndex *self, gpointer memory, GDestroyNotify destroy)
{
  Kept kept = { memory, destroy };

  g_array_append_val (self->kept, kept);
}

static guint64
add_capped (guint64 a, guint64 b)
{
  return a > G_MAXUINT64 - b ? G_MAXUINT64 : a + b;
}

void
ppv_symbol_index_add (PpvSymbolIndex *self,
                      guint64 start,
                      guint64 size,
                      const char *name,
                      PpvSymbolRank rank,
                      guint32 area)
{
  PpvSymbol symbol = { .start = start, .end = add_capped (start, size), .name = name };

  if (self->symbols->len >= MAX_AREA)
    return;
  symbol.rank = rank & 3u;
  symbol.sized = size > 0;
  self->any_sized |= size > 0;
  symbol.area = MIN (area, (guint32) MAX_AREA) & MAX_AREA;
  if (self->symbols->len > 0)
    self->sorted &= start >= g_array_index (self->symbols, PpvSymbol, self->symbols->len - 1).start;
  g_array_append_val (self->symbols, symbol);
}

guint32
ppv_symbol_index_get_n (const PpvSymbolIndex *self)
{
  return self->symbols->len;
}

const PpvSymbol *
ppv_symbol_index_get (const PpvSymbolIndex *self, guint32 row)
{
  return &g_array_index (self->symbols, PpvSymbol, row);
}

/* One pass of a radix sort, by the byte of the start at @shift.  Returns: whether it moved any. */
static gboolean
sort_by_byte (const PpvSymbol *from, PpvSymbol *to, guint32 n, guint shift)
{
  guint32 place[256] = { 0 };
  guint32 sum = 0;

  for (guint32 i = 0; i < n; i++)
    place[(from[i].start >> shift) & 0xff]++;
  if (place[(from[0].start >> shift) & 0xff] == n)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (place); i++)
    {
      guint32 count = place[i];

      place[i] = sum;
      sum += count;
    }
  for (guint32 i = 0; i < n; i++)
    to[place[(from[i].start >> shift) & 0xff]++] = from[i];
  return TRUE;
}

/* By start; those of one start stay in the order they were added in. */
static void
sort_symbols (PpvSymbolIndex *self)
{
  guint32 n = self->symbols->len;
  g_autoptr (GArray) spare = NULL;

  if (self->sorted)
    return;
  spare = g_array_sized_new (FALSE, FALSE, sizeof (PpvSymbol), n);
  g_array_set_size (spare, n);
  for (guint shift = 0; shift < 64; shift += 8)
    if (sort_by_byte ((PpvSymbol *) (gpointer) self->symbols->data,
                      (PpvSymbol *) (gpointer) spare->data, n, shift))
      {
        GArray *sorted = spare;

        spare = self->symbols;
        self->symbols = sorted;
      }
  self->sorted = TRUE;
}

static guint64
page_after (guint64 address)
{
  return add_capped (address, PAGE_BYTES - 1) & ~(guint64) (PAGE_BYTES - 1);
}

/*
 * Of several symbols with one start and no size only the last one reaches to
 * the next address, and thereby wins: that is how perf comes to its names for
 * the kernel's aliases.
 */
static void
extend_symbols (PpvSymbol *symbols, guint32 n)
{
  for (guint32 i = 0; i < n; i++)
    {
      PpvSymbol *symbol = &symbols[i];

      symbol->first = i > 0 && symbols[i - 1].start == symbol->start ? symbols[i - 1].first : i;
      if (symbol->end != symbol->start)
        continue;
      if (i + 1 == n)
        symbol->end = add_capped (page_after (symbol->start), PAGE_BYTES);
      else if (symbols[i + 1].area == symbol->area)
        symbol->end = symbols[i + 1].start;
      else
        symbol->end = page_after (add_capped (symbol->start, PAGE_BYTES));
    }
}

void
ppv_symbol_index_finish (PpvSymbolIndex *self)
{
  sort_symbols (self);
  extend_symbols ((PpvSymbol *) (gpointer) self->symbols->data, self->symbols->len);
  g_free (self->chosen);
  self->chosen = g_new0 (guint32, self->symbols->len);
}

/* A name as it counts among aliases; only mangled ones differ from what the table has. */
static void
measure_name (const char *raw, gsize *n_underscores, gsize *length)
{
  g_autofree char *demangled = NULL;
  const char *name = raw;

  *length = strnlen (raw, MAX_NAME_BYTES);
  if (raw[0] == '_' && *length < MAX_NAME_BYTES)
    {
      name = demangled = ppv_demangle (raw);
      *length = strlen (name);
    }
  *n_underscores = strspn (name, "_");
}

/* Whether @next takes the place of its alias @current, which comes before it. */
static gboolean
is_better (const PpvSymbol *next, const PpvSymbol *current)
{
  gboolean next_empty = next->end == next->start;
  gsize next_underscores, next_length;
  gsize underscores, length;

  if (next_empty != (current->end == current->start))
    return !next_empty;
  if (next->rank != current->rank)
    return next->rank > current->rank;
  measure_name (next->name, &next_underscores, &next_length);
  measure_name (current->name, &underscores, &length);
  if (next_underscores != underscores)
    return next_underscores < underscores;
  return next_length > length;
}

/* The name of an address among those that begin at one: rows @first to @last. */
static guint32
choose (PpvSymbolIndex *self, guint32 first, guint32 last)
{
  if (self->chosen[first] == 0)
    {
      guint32 best = first;

      /* the last ones, as only the last of those without a size has got one */
      if (last - first >= MAX_ALIASES)
        best = last - MAX_ALIASES + 1;
      for (guint32 row = best + 1; row <= last; row++)
        if (is_better (ppv_symbol_index_get (self, row), ppv_symbol_index_get (self, best)))
          best = row;
      self->chosen[first] = best + 1;
    }
  return self->chosen[first] - 1;
}

/* The number of symbols that start at @address or before. */
static guint32
count_up_to (const PpvSymbolIndex *self, guint64 address)
{
  guint32 low = 0;
  guint32 high = self->symbols->len;

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;

      if (ppv_symbol_index_get (self, middle)->start <= address)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/*
 * A label in a function whose size is known is not what people call that code:
 * the function around it goes first.
 */
guint32
ppv_symbol_index_find (PpvSymbolIndex *self, guint64 address)
{
  guint32 end = count_up_to (self, address);
  guint32 found = PPV_NONE;

  for (guint step = 0; step < ENCLOSING_STEPS && end > 0; step++)
    {
      guint32 first = ppv_symbol_index_get (self, end - 1)->first;
      guint32 row = choose (self, first, end - 1);
      const PpvSymbol *symbol = ppv_symbol_index_get (self, row);

      if (address < symbol->end && (found == PPV_NONE || symbol->sized))
        found = row;
      if (found != PPV_NONE && (!self->any_sized || ppv_symbol_index_get (self, found)->sized))
        break;
      end = first;
    }
  return found;
}
