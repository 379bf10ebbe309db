/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-module-files.h"
#include "ppv-unwind-private.h"

/* In the order in which they are asked; the others only when the first one has no answer. */
enum { TABLE_EH_FRAME, TABLE_DEBUG_FRAME, N_DEBUG_FILES = PPV_MODULE_FILE_MINI + 1 };
enum { N_TABLES = TABLE_DEBUG_FRAME + N_DEBUG_FILES };

/* More than any _start takes up to its only call. */
enum { ENTRY_BYTES = 64 };

typedef struct {
  char *path; /* NULL for what is no file of a program */
  char *build_id;
  guint64 entry;      /* where it begins, or PPV_NO_ADDRESS */
  GMutex lock;        /* of who reads the tables */
  gint is_read;       /* atomic: TABLE_EH_FRAME is there, if there is one */
  gint is_debug_read; /* atomic: the others are */
  PpvUnwindTable *tables[N_TABLES];
} Module;

struct _PpvUnwinder {
  PpvUnwindMachine machine;
  gboolean swap;
  const PpvSymbolOptions *options;
  guint32 n_modules;
  Module *modules;
};

/**
 * ppv_unwinder_new: (skip)
 * @machine: of the recording
 * @swap: whether its numbers are of the other byte order
 * @builder: has the modules; they are copied
 * @options: where to look for their files; must outlive the unwinder
 *
 * Returns: (transfer full): an unwinder, which has read nothing yet
 */
PpvUnwinder *
ppv_unwinder_new (PpvUnwindMachine machine,
                  gboolean swap,
                  PpvProfileBuilder *builder,
                  const PpvSymbolOptions *options)
{
  const PpvModuleTable *modules;
  PpvUnwinder *self;

  g_return_val_if_fail (builder != NULL && options != NULL, NULL);

  modules = ppv_profile_builder_peek_modules (builder);
  self = g_new0 (PpvUnwinder, 1);
  self->machine = machine;
  self->swap = swap;
  self->options = options;
  self->n_modules = modules->n_rows;
  self->modules = g_new0 (Module, MAX (modules->n_rows, 1));
  for (guint32 i = 0; i < modules->n_rows; i++)
    g_mutex_init (&self->modules[i].lock);
  for (guint32 i = 0; i < modules->n_rows; i++)
    if (modules->kind[i] == PPV_MODULE_USER)
      {
        Module *module = &self->modules[i];

        module->path = g_strdup (ppv_profile_builder_peek_string (builder, modules->path[i]));
        module->build_id =
            g_strdup (ppv_profile_builder_peek_string (builder, modules->build_id[i]));
      }
  return self;
}

PpvUnwinder *
ppv_unwinder_new_over (PpvUnwindMachine machine, gboolean swap, PpvUnwindTable *table)
{
  PpvUnwinder *self = g_new0 (PpvUnwinder, 1);

  self->machine = machine;
  self->swap = swap;
  self->n_modules = 1;
  self->modules = g_new0 (Module, 1);
  self->modules[0].entry = PPV_NO_ADDRESS;
  g_mutex_init (&self->modules[0].lock);
  self->modules[0].tables[TABLE_EH_FRAME] = table;
  return self;
}

/**
 * ppv_unwinder_free: (skip)
 * @self: (transfer full) (nullable): an unwinder without walkers
 */
void
ppv_unwinder_free (PpvUnwinder *self)
{
  if (self == NULL)
    return;
  for (guint32 i = 0; i < self->n_modules; i++)
    {
      for (guint table = 0; table < N_TABLES; table++)
        ppv_unwind_table_free (self->modules[i].tables[table]);
      g_mutex_clear (&self->modules[i].lock);
      g_free (self->modules[i].path);
      g_free (self->modules[i].build_id);
    }
  g_free (self->modules);
  g_free (self);
}

/**
 * ppv_unwinder_get_machine: (skip)
 * @self: an unwinder
 *
 * Returns: the machine it unwinds the stacks of
 */
PpvUnwindMachine
ppv_unwinder_get_machine (const PpvUnwinder *self)
{
  return self->machine;
}

gboolean
ppv_unwinder_get_swap (const PpvUnwinder *self)
{
  return self->swap;
}

/* --- tables --------------------------------------------------------------------- */

/* The offset in the file of the first instruction. */
static guint64
find_entry (const PpvElfFile *file)
{
  GElf_Ehdr header;
  guint64 offset;

  if (gelf_getehdr (file->elf, &header) == NULL || header.e_entry == 0 ||
      !ppv_elf_file_find_offset (file, header.e_entry, &offset))
    return PPV_NO_ADDRESS;
  return offset;
}

static void
read_table (const PpvUnwinder *self, Module *module)
{
  g_autoptr (PpvModuleFiles) files = NULL;
  const PpvElfFile *file = NULL;

  if (module->path != NULL)
    {
      files = ppv_module_files_new (self->options, module->path, module->build_id);
      file = ppv_module_files_get (files, PPV_MODULE_FILE_MAIN);
    }
  module->entry = file != NULL ? find_entry (file) : PPV_NO_ADDRESS;
  if (file != NULL)
    module->tables[TABLE_EH_FRAME] =
        ppv_unwind_table_new (file, file, PPV_UNWIND_EH_FRAME, self->machine);
}

/* Other files are looked for when the program itself does not say enough, which is seldom. */
static void
read_debug_tables (const PpvUnwinder *self, Module *module)
{
  g_autoptr (PpvModuleFiles) files = NULL;
  const PpvElfFile *image = NULL;

  if (module->path != NULL)
    {
      files = ppv_module_files_new (self->options, module->path, module->build_id);
      image = ppv_module_files_get (files, PPV_MODULE_FILE_MAIN);
    }
  for (guint i = 0; image != NULL && i < N_DEBUG_FILES; i++)
    {
      const PpvElfFile *file = ppv_module_files_get (files, (PpvModuleFile) i);

      if (file != NULL)
        module->tables[TABLE_DEBUG_FRAME + i] =
            ppv_unwind_table_new (file, image, PPV_UNWIND_DEBUG_FRAME, self->machine);
    }
}

/* Reads by @read what @is_read says is not read yet; whoever comes meanwhile waits. */
static void
read_once (const PpvUnwinder *self,
           Module *module,
           gint *is_read,
           void (*read) (const PpvUnwinder *self, Module *module))
{
  if (G_LIKELY (g_atomic_int_get (is_read)))
    return;
  g_mutex_lock (&module->lock);
  if (!g_atomic_int_get (is_read))
    {
      read (self, module);
      g_atomic_int_set (is_read, 1);
    }
  g_mutex_unlock (&module->lock);
}

static const PpvUnwindRule *
find_in (const Module *module, guint table, guint64 offset, const PpvUnwindRules **rules)
{
  const PpvUnwindRule *rule;

  if (module->tables[table] == NULL)
    return NULL;
  rule = ppv_unwind_table_find (module->tables[table], offset);
  *rules = &module->tables[table]->rules;
  return rule;
}

const PpvUnwindRule *
ppv_unwinder_find (PpvUnwinder *self, PpvModuleId id, guint64 offset, const PpvUnwindRules **rules)
{
  Module *module;
  const PpvUnwindRule *rule;

  if (id >= self->n_modules)
    return NULL;
  module = &self->modules[id];
  read_once (self, module, &module->is_read, read_table);
  rule = find_in (module, TABLE_EH_FRAME, offset, rules);
  if (G_LIKELY (rule != NULL))
    return rule;
  read_once (self, module, &module->is_debug_read, read_debug_tables);
  for (guint table = TABLE_DEBUG_FRAME; table < N_TABLES && rule == NULL; table++)
    rule = find_in (module, table, offset, rules);
  return rule;
}

gboolean
ppv_unwinder_is_entry (const PpvUnwinder *self, PpvModuleId id, guint64 offset)
{
  if (id >= self->n_modules || self->modules[id].entry == PPV_NO_ADDRESS)
    return FALSE;
  return offset >= self->modules[id].entry && offset - self->modules[id].entry < ENTRY_BYTES;
}

gboolean
ppv_unwinder_is_untold (const PpvUnwinder *self, PpvModuleId id)
{
  const Module *module;

  if (id >= self->n_modules)
    return TRUE;
  module = &self->modules[id];
  for (guint table = 0; table < N_TABLES; table++)
    if (module->tables[table] != NULL && module->tables[table]->n_rows > 0)
      return FALSE;
  return TRUE;
}
