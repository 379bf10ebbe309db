/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Functions that stand in the recording and in no file. */

#include "config.h"

#include <string.h>

#include "ppv-given-symbols.h"

static gint
compare_symbols (gconstpointer a, gconstpointer b)
{
  const PpvGivenSymbol *one = a, *two = b;

  if (one->module != two->module)
    return one->module < two->module ? -1 : 1;
  return one->address < two->address ? -1 : one->address > two->address;
}

/* The last one of the module that begins at or before @address, or NULL. */
static const PpvGivenSymbol *
find (const GArray *symbols, PpvModuleId module, guint64 address)
{
  PpvGivenSymbol wanted = { .module = module, .address = address };
  const PpvGivenSymbol *symbol;
  guint low = 0, high = symbols->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare_symbols (&g_array_index (symbols, PpvGivenSymbol, middle), &wanted) <= 0)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == 0)
    return NULL;
  symbol = &g_array_index (symbols, PpvGivenSymbol, low - 1);
  return symbol->module == module && address - symbol->address < symbol->size ? symbol : NULL;
}

static void
name_frame (PpvProfileBuilder *builder, PpvFrameId frame, const PpvGivenSymbol *symbol)
{
  PpvStringId no_file = ppv_profile_builder_string (builder, "", 0);
  PpvFunctionId function = ppv_profile_builder_function (builder, symbol->name, symbol->name,
                                                         symbol->module, no_file, 0);

  if (function == PPV_NONE)
    return;
  ppv_profile_builder_resolve_frame (builder, frame, function, 0, 0);
  ppv_profile_builder_symbol_state (builder, symbol->module, PPV_SYMBOLS_FOUND);
}

void
ppv_given_symbols_resolve (PpvProfileBuilder *builder)
{
  const PpvFrameTable *frames = ppv_profile_builder_peek_frames (builder);
  g_autoptr (GArray) symbols = g_array_new (FALSE, FALSE, sizeof (PpvGivenSymbol));
  guint32 n_symbols;
  const PpvGivenSymbol *given = ppv_profile_builder_peek_symbols (builder, &n_symbols);

  if (n_symbols == 0)
    return;
  g_array_append_vals (symbols, given, n_symbols);
  /* stable: of equal addresses the last one stays last */
  g_array_sort (symbols, compare_symbols);
  for (guint32 i = 0; i < frames->n_rows; i++)
    {
      const PpvGivenSymbol *symbol;

      if (frames->function[i] != PPV_NONE || frames->module[i] == PPV_NONE)
        continue;
      symbol = find (symbols, frames->module[i], frames->address[i]);
      if (symbol != NULL)
        name_frame (builder, i, symbol);
    }
}
