/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What importers leave for ppv_symbolize () and no profile keeps. */

#include "config.h"

#include "ppv-profile-builder-private.h"

/**
 * ppv_profile_builder_module_base: (skip)
 * @self: a builder
 * @module: a kernel or a module of it, or PPV_NONE
 * @symbol: a symbol of its file; row 0 for the beginning of its code
 * @address: where that was; the last one told holds
 */
void
ppv_profile_builder_module_base (PpvProfileBuilder *self,
                                 PpvModuleId module,
                                 PpvStringId symbol,
                                 guint64 address)
{
  const PpvModuleBase base = { symbol, address };

  if (module != PPV_NONE)
    g_hash_table_replace (self->module_bases, GUINT_TO_POINTER (module),
                          g_memdup2 (&base, sizeof base));
}

/**
 * ppv_profile_builder_peek_module_base: (skip)
 * @self: a builder
 * @module: a module
 * @symbol: (out): the symbol whose address is known; row 0 for the beginning of its code
 * @address: (out): its address
 *
 * Returns: whether it is known where the module was loaded
 */
gboolean
ppv_profile_builder_peek_module_base (PpvProfileBuilder *self,
                                      PpvModuleId module,
                                      PpvStringId *symbol,
                                      guint64 *address)
{
  const PpvModuleBase *base = g_hash_table_lookup (self->module_bases, GUINT_TO_POINTER (module));

  if (base == NULL)
    return FALSE;
  *symbol = base->symbol;
  *address = base->address;
  return TRUE;
}

/**
 * ppv_profile_builder_peek_fact: (skip)
 * @self: a builder
 * @key: which fact
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
ppv_profile_builder_peek_fact (PpvProfileBuilder *self, const char *key)
{
  for (guint i = 0; i < self->facts->len; i++)
    if (g_str_equal (g_array_index (self->facts, PpvFact, i).key, key))
      return g_array_index (self->facts, PpvFact, i).value;
  return NULL;
}
