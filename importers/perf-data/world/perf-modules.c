/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Names in MMAP records that are no files: the kernel, its modules, anonymous
 * memory, which holds generated code that perf looks up in /tmp/perf-PID.map
 * (tools/perf/util/map.c).
 */

#include "config.h"

#include <string.h>

#include "perf-modules.h"
#include "ppv-jit-dump.h"

#define KERNEL_PATH "[kernel.kallsyms]"

void
perf_modules_init (PerfModules *self, PpvProfileBuilder *builder, GHashTable *build_ids)
{
  self->builder = builder;
  self->build_ids = build_ids;
  self->kernel = PPV_NONE;
  self->guest = PPV_NONE;
}

void
perf_modules_clear (PerfModules *self)
{
  self->builder = NULL;
}

static gboolean
begins_with (const PerfMapping *mapping, const char *prefix)
{
  gsize length = strlen (prefix);

  return mapping->path_length >= length && memcmp (mapping->path, prefix, length) == 0;
}

gboolean
perf_modules_is_generated (const PerfMapping *mapping)
{
  return !mapping->kernel && !mapping->guest &&
         (begins_with (mapping, "//anon") || begins_with (mapping, "/dev/zero") ||
          begins_with (mapping, "/anon_hugepage") || begins_with (mapping, "[anon:"));
}

static gboolean
is_kernel_image (const PerfMapping *mapping)
{
  return mapping->kernel &&
         (begins_with (mapping, KERNEL_PATH) || begins_with (mapping, "[kernel.vmlinux]") ||
          begins_with (mapping, "[kernel]"));
}

static PpvStringId
build_id_of (PerfModules *self, const PerfMapping *mapping, const char *path)
{
  const char *known = g_hash_table_lookup (self->build_ids, path);
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < mapping->build_id_length; i++)
    g_string_append_printf (text, "%02x", mapping->build_id[i]);
  return ppv_profile_builder_string (self->builder,
                                     text->len > 0 || known == NULL ? text->str : known, -1);
}

PpvModuleId
perf_modules_kernel (PerfModules *self)
{
  const char *build_id = g_hash_table_lookup (self->build_ids, KERNEL_PATH);

  if (self->kernel == PPV_NONE)
    self->kernel = ppv_profile_builder_module (
        self->builder, ppv_profile_builder_string (self->builder, KERNEL_PATH, -1),
        ppv_profile_builder_string (self->builder, build_id != NULL ? build_id : "", -1),
        PPV_MODULE_KERNEL);
  return self->kernel;
}

PpvModuleId
perf_modules_guest (PerfModules *self)
{
  if (self->guest == PPV_NONE)
    self->guest = ppv_profile_builder_module (
        self->builder, ppv_profile_builder_string (self->builder, "[guest]", -1), 0,
        PPV_MODULE_GUEST);
  return self->guest;
}

/*
 * The name of the kernel's mapping ends with a symbol, "[kernel.kallsyms]_text", whose
 * address is in the place of the offset; 0 when perf was not allowed to see it.
 */
static PpvModuleId
find_kernel (PerfModules *self, const PerfMapping *mapping)
{
  PpvModuleId module = perf_modules_kernel (self);
  const char *name = memchr (mapping->path, ']', mapping->path_length);
  gsize length = name != NULL ? (gsize) (mapping->path + mapping->path_length - ++name) : 0;

  if (length > 0 && mapping->file_offset != 0)
    ppv_profile_builder_module_base (
        self->builder, module, ppv_profile_builder_string (self->builder, name, (gssize) length),
        mapping->file_offset);
  return module;
}

/* A kernel that recorded itself, as perf calls those it knows from outside. */
static PpvModuleId
name_guest (PerfModules *self, gint32 machine)
{
  g_autofree char *path = g_strdup_printf ("[guest.kernel.kallsyms.%d]", machine);

  return ppv_profile_builder_module (
      self->builder, ppv_profile_builder_string (self->builder, path, -1), 0, PPV_MODULE_GUEST);
}

static PpvModuleKind
kind_of (const PerfMapping *mapping, const char *path)
{
  if (mapping->guest)
    return PPV_MODULE_GUEST;
  if (mapping->kernel)
    return PPV_MODULE_KERNEL;
  return ppv_jit_dump_is_path (path) ? PPV_MODULE_JIT : PPV_MODULE_USER;
}

PpvModuleId
perf_modules_find (PerfModules *self, const PerfMapping *mapping)
{
  g_autofree char *path = g_strndup (mapping->path, mapping->path_length);
  PpvStringId name;
  PpvModuleId module;

  if (is_kernel_image (mapping))
    return find_kernel (self, mapping);
  if (mapping->guest && begins_with (mapping, KERNEL_PATH))
    return name_guest (self, mapping->pid);
  if (perf_modules_is_generated (mapping))
    {
      g_autofree char *map_path = g_strdup_printf ("/tmp/perf-%d.map", mapping->pid);

      name = ppv_profile_builder_string (self->builder, map_path, -1);
      return ppv_profile_builder_module (self->builder, name, 0, PPV_MODULE_JIT);
    }
  name = ppv_profile_builder_string (self->builder, path, -1);
  module = ppv_profile_builder_module (self->builder, name, build_id_of (self, mapping, path),
                                       kind_of (mapping, path));
  if (mapping->kernel && !mapping->guest)
    ppv_profile_builder_module_base (self->builder, module, 0, mapping->start);
  return module;
}

/* Addresses of kernels, of virtual machines and of generated code are used as they are, those of
 * files are offsets.
 */
guint64
perf_modules_delta (const PerfMapping *mapping, guint64 start)
{
  if (mapping->kernel || mapping->guest || perf_modules_is_generated (mapping))
    return 0;
  return mapping->file_offset - start;
}
