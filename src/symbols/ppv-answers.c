/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A function is called what its symbol says, as perf does, for symbol tables also
 * tell clones and parts of a function apart.  Debug information adds where it is,
 * and has the only names of what is inlined.
 */

#include "config.h"

#include <string.h>

#include "ppv-answers.h"
#include "ppv-symbolize.h"

enum {
  MAX_NAME_BYTES = 16 * 1024, /* longer ones are damage, or worse */
  MAX_INLINED = 256,          /* at one address */
};

/* --- looking up ------------------------------------------------------------------- */

/* What a jitdump says of where the code begins, or FALSE. */
static gboolean
find_generated (const PpvModuleSymbols *symbols, guint64 address, PpvDwarfFunction *declared)
{
  if (symbols->dump == NULL)
    return FALSE;
  declared->file = ppv_jit_dump_find_line (symbols->dump, address, &declared->line);
  return declared->file != NULL;
}

void
ppv_found_places_init (PpvFoundPlaces *self, const PpvModuleSymbols *symbols)
{
  self->symbols = symbols;
  self->found = g_array_new (FALSE, FALSE, sizeof (PpvFoundPlace));
  self->places = g_array_new (FALSE, FALSE, sizeof (PpvDwarfFrame));
  self->asked = g_new0 (guint8, ppv_symbol_index_get_n (symbols->index));
}

void
ppv_found_places_clear (PpvFoundPlaces *self)
{
  g_clear_pointer (&self->found, g_array_unref);
  g_clear_pointer (&self->places, g_array_unref);
  g_clear_pointer (&self->asked, g_free);
}

/* The declaration is for whoever names the function; reading it here is what takes time. */
static void
read_declaration (PpvFoundPlaces *self, guint32 symbol)
{
  const PpvModuleSymbols *symbols = self->symbols;

  if (self->asked[symbol] || symbols->dwarf == NULL)
    return;
  self->asked[symbol] = TRUE;
  (void) ppv_dwarf_find_function (symbols->dwarf,
                                  ppv_symbol_index_get (symbols->index, symbol)->start);
}

void
ppv_found_places_add (PpvFoundPlaces *self, guint64 address)
{
  const PpvModuleSymbols *symbols = self->symbols;
  PpvFoundPlace finding = { PPV_NONE, self->places->len, 0 };
  PpvDwarfFrame places[MAX_INLINED];
  PpvDwarfFunction generated = { 0 };

  if (ppv_module_symbols_locate (symbols, &address))
    {
      finding.symbol = ppv_module_symbols_find (symbols, address);
      if (finding.symbol != PPV_NONE)
        read_declaration (self, finding.symbol);
      if (symbols->dwarf != NULL)
        finding.n_places = ppv_dwarf_find (symbols->dwarf, address, places, MAX_INLINED);
      else if (find_generated (symbols, address, &generated))
        places[finding.n_places++] = (PpvDwarfFrame){ NULL, generated.file, generated.line };
    }
  g_array_append_vals (self->places, places, finding.n_places);
  g_array_append_val (self->found, finding);
}

/* --- telling ----------------------------------------------------------------------- */

void
ppv_answers_init (PpvAnswers *self,
                  PpvProfileBuilder *builder,
                  PpvModuleId module,
                  const PpvModuleSymbols *symbols)
{
  self->builder = builder;
  self->module = module;
  self->symbols = symbols;
  self->functions = NULL;
  if (symbols->index != NULL)
    self->functions = g_new0 (guint32, ppv_symbol_index_get_n (symbols->index));
}

void
ppv_answers_clear (PpvAnswers *self)
{
  g_clear_pointer (&self->functions, g_free);
}

static PpvStringId
add_text (PpvAnswers *self, const char *text)
{
  return text != NULL ? ppv_profile_builder_string (self->builder, text, -1) : 0;
}

/* @declared (nullable) says where. */
static PpvFunctionId
add_function (PpvAnswers *self, const char *raw, gboolean mangled, const PpvDwarfFunction *declared)
{
  g_autofree char *demangled = mangled ? ppv_demangle (raw) : NULL;
  PpvStringId raw_name, name, file;

  if (strnlen (raw, MAX_NAME_BYTES) == MAX_NAME_BYTES)
    return PPV_NONE;
  raw_name = add_text (self, raw);
  name = demangled != NULL ? add_text (self, demangled) : raw_name;
  file = declared != NULL ? add_text (self, declared->file) : 0;
  return ppv_profile_builder_function (self->builder, name, raw_name, self->module, file,
                                       declared != NULL ? declared->line : 0);
}

/* The function of a symbol, by the row in the index. */
static PpvFunctionId
function_of_symbol (PpvAnswers *self, guint32 row)
{
  const PpvSymbol *symbol = ppv_symbol_index_get (self->symbols->index, row);
  PpvDwarf *dwarf = self->symbols->dwarf;
  const PpvDwarfFunction *declared = NULL;
  PpvDwarfFunction generated = { 0 };

  if (self->functions[row] != 0)
    return self->functions[row] - 1;
  if (dwarf != NULL)
    declared = ppv_dwarf_find_function (dwarf, symbol->start);
  else if (find_generated (self->symbols, symbol->start, &generated))
    declared = &generated;
  /* PPV_NONE, when the builder is full, becomes 0 and is asked again */
  self->functions[row] = add_function (self, symbol->name, self->symbols->mangled, declared) + 1;
  return self->functions[row] - 1;
}

/* That of debug information. */
static PpvFunctionId
function_of_source (PpvAnswers *self, PpvDwarfFunction *function)
{
  if (function == NULL || function->name == NULL)
    return PPV_NONE;
  if (function->tag == PPV_NONE)
    function->tag = add_function (self, function->name, function->mangled, function);
  return function->tag;
}

void
ppv_answers_give (PpvAnswers *self,
                  PpvFrameId frame,
                  const PpvFoundPlaces *findings,
                  guint32 finding)
{
  const PpvFoundPlace *found = &g_array_index (findings->found, PpvFoundPlace, finding);
  const PpvDwarfFrame *places = &g_array_index (findings->places, PpvDwarfFrame, found->begin);
  PpvFunctionId function = PPV_NONE;

  if (found->symbol != PPV_NONE)
    function = function_of_symbol (self, found->symbol);
  if (found->n_places > 0 && function == PPV_NONE)
    function = function_of_source (self, places[0].function);
  if (function == PPV_NONE)
    return;
  ppv_profile_builder_resolve_frame (self->builder, frame, function,
                                     found->n_places > 0 ? add_text (self, places[0].file) : 0,
                                     found->n_places > 0 ? places[0].line : 0);
  for (guint32 i = 1; i < found->n_places; i++)
    ppv_profile_builder_inline (self->builder, frame, function_of_source (self, places[i].function),
                                add_text (self, places[i].file), places[i].line);
}
