/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-kernel-names.h"
#include "ppv-kernel-symbols.h"

struct _PpvKernelNames {
  const PpvSymbolOptions *options;
  char *build_id;
  char *release;
  char *symbol;
  guint64 address; /* of the symbol */
  GMutex lock;     /* of what follows: an index remembers what it has chosen */
  gboolean tried;
  PpvModuleSymbols symbols;
};

/**
 * ppv_kernel_names_new: (skip)
 * @builder: knows the kernel's mapping and release by now
 * @options: where symbols may be looked for; borrowed
 *
 * Returns: (transfer full): names of the kernel that was recorded
 */
PpvKernelNames *
ppv_kernel_names_new (PpvProfileBuilder *builder, const PpvSymbolOptions *options)
{
  PpvKernelNames *self = g_new0 (PpvKernelNames, 1);
  PpvKernel kernel = ppv_kernel_of_builder (builder);

  self->options = options;
  self->build_id = g_strdup (kernel.build_id);
  self->release = g_strdup (kernel.release);
  self->symbol = g_strdup (kernel.symbol);
  self->address = kernel.address;
  g_mutex_init (&self->lock);
  return self;
}

/**
 * ppv_kernel_names_free: (skip)
 * @self: (nullable) (transfer full): names that nobody uses any more
 */
void
ppv_kernel_names_free (PpvKernelNames *self)
{
  if (self == NULL)
    return;
  ppv_module_symbols_clear (&self->symbols);
  g_mutex_clear (&self->lock);
  g_free (self->build_id);
  g_free (self->release);
  g_free (self->symbol);
  g_free (self);
}

static const PpvSymbol *
find_symbol (PpvKernelNames *self, guint64 *address)
{
  PpvKernel kernel = { self->build_id, self->release, self->symbol, self->address };
  guint32 row;

  if (!self->tried && self->options->enabled)
    ppv_kernel_symbols_open (&self->symbols, self->options, &kernel);
  self->tried = TRUE;
  if (!ppv_module_symbols_locate (&self->symbols, address))
    return NULL;
  row = ppv_module_symbols_find (&self->symbols, *address);
  return row != PPV_NONE ? ppv_symbol_index_get (self->symbols.index, row) : NULL;
}

/**
 * ppv_kernel_names_find: (skip)
 * @self: names
 * @address: of the recording
 * @offset: (out): how far behind the beginning of the symbol it is
 *
 * Returns: (transfer none) (nullable): the symbol's name, of @self; NULL where there is none
 */
const char *
ppv_kernel_names_find (PpvKernelNames *self, guint64 address, guint64 *offset)
{
  const PpvSymbol *symbol;

  g_return_val_if_fail (self != NULL && offset != NULL, NULL);

  g_mutex_lock (&self->lock);
  symbol = find_symbol (self, &address);
  g_mutex_unlock (&self->lock);
  *offset = symbol != NULL ? address - symbol->start : 0;
  return symbol != NULL ? symbol->name : NULL;
}
