/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The records that change the world, as they are read; perf-world.c lives through them. */

#include "config.h"

#include <sys/mman.h>

#include <glib/gi18n-lib.h>

#include "perf-world-private.h"
#include "ppv-jit-dump.h"

static gboolean
read_comm (PerfWorld *self, PpvReader *body, PerfChange *change)
{
  gsize length;
  const char *name;

  change->pid = (gint32) ppv_reader_u32 (body);
  change->tid = (gint32) ppv_reader_u32 (body);
  name = ppv_reader_text (body, ppv_reader_left (body), &length);
  change->name = ppv_profile_builder_string (self->builder, name, (gssize) length);
  return !body->failed;
}

static gboolean
read_task (PpvReader *body, PerfChange *change)
{
  change->pid = (gint32) ppv_reader_u32 (body);
  change->parent_pid = (gint32) ppv_reader_u32 (body);
  change->tid = (gint32) ppv_reader_u32 (body);
  change->parent_tid = (gint32) ppv_reader_u32 (body);
  return !body->failed;
}

static void
set_extent (PerfMap *map, guint64 start, guint64 length)
{
  map->start = start;
  map->end = start + length;
  if (map->end < start) /* up to the end of the address space, or damage */
    map->end = 0;
}

/* Remembers a jitdump, which makes itself known by being mapped like code. */
static void
note_dump (PerfWorld *self, const PerfChange *change, const PerfMapping *mapping)
{
  g_autofree char *path = g_strndup (mapping->path, mapping->path_length);
  PerfJitMark mark = { change->pid, change->order, 0 };
  guint64 key;

  if (!ppv_jit_dump_is_path (path))
    return;
  mark.path = ppv_profile_builder_string (self->builder, path, -1);
  key = (guint64) (guint32) mark.pid << 32 | mark.path;
  if (g_hash_table_add (self->jit_known, g_memdup2 (&key, sizeof key)))
    g_array_append_val (self->jit_marks, mark);
}

/* PERF_RECORD_MMAP2 has the inode or the build id in 24 bytes, protection and flags. */
static gboolean
read_mmap (PerfWorld *self, const PerfRecord *record, PpvReader *body, PerfChange *change)
{
  guint64 start, length;
  gsize path_length;
  gboolean executable = FALSE;
  PerfMapping mapping = { 0 };

  change->pid = (gint32) ppv_reader_u32 (body);
  change->tid = (gint32) ppv_reader_u32 (body);
  start = ppv_reader_u64 (body);
  length = ppv_reader_u64 (body);
  mapping.file_offset = ppv_reader_u64 (body);
  if (record->type == PERF_RECORD_MMAP2)
    {
      const guint8 *identity = ppv_reader_take (body, 24);

      executable = (ppv_reader_u32 (body) & PROT_EXEC) != 0;
      ppv_reader_skip (body, 4); /* MAP_… */
      if (identity != NULL && record->misc & PERF_MISC_MMAP_BUILD_ID)
        {
          mapping.build_id_length = MIN (identity[0], 20);
          mapping.build_id = identity + 4;
        }
    }
  mapping.path = ppv_reader_text (body, ppv_reader_left (body), &path_length);
  mapping.path_length = path_length;
  if (change->machine != 0 && change->pid == PERF_PID_KERNEL)
    change->pid = change->machine;
  mapping.pid = change->pid;
  mapping.start = start;
  mapping.kernel = (record->misc & PERF_MISC_CPUMODE) == PERF_CPUMODE_KERNEL;
  mapping.guest = perf_is_of_guest (record->misc);
  if (body->failed || length == 0)
    return !body->failed;
  set_extent (&change->map, start, length);
  change->map.module = perf_modules_find (&self->modules, &mapping);
  change->map.delta = perf_modules_delta (&mapping, start);
  if (perf_modules_is_generated (&mapping))
    change->code = PERF_CODE_GENERATED;
  if (executable && mapping.file_offset == 0 && !mapping.kernel && !mapping.guest)
    note_dump (self, change, &mapping);
  return TRUE;
}

/* A module of its own, so that code that comes later to the same address is another one. */
static PpvModuleId
name_code (PerfWorld *self, guint64 address, guint64 size, PpvStringId name)
{
  PpvGivenSymbol symbol = { .name = name, .address = address, .size = size };

  symbol.module = ppv_profile_builder_module (self->builder, name, 0, PPV_MODULE_KERNEL);
  ppv_profile_builder_symbol (self->builder, &symbol);
  return symbol.module;
}

/* Code that is gone leaves its map: nobody runs it, and what takes its place has a record. */
static gboolean
read_symbol (PerfWorld *self, PpvReader *body, PerfChange *change)
{
  guint64 address = ppv_reader_u64 (body);
  guint32 size = ppv_reader_u32 (body);
  guint16 flags;
  gsize length;
  const char *name;

  ppv_reader_skip (body, 2); /* the kind: BPF, or other code without a file */
  flags = ppv_reader_u16 (body);
  name = ppv_reader_text (body, ppv_reader_left (body), &length);
  if (body->failed || flags & PERF_KSYMBOL_UNREGISTER || size == 0)
    return !body->failed;
  change->pid = PERF_PID_KERNEL;
  set_extent (&change->map, address, size);
  change->map.module = name_code (
      self, address, size, ppv_profile_builder_string (self->builder, name, (gssize) length));
  return TRUE;
}

static gboolean
read_change (PerfWorld *self, const PerfRecord *record, PerfChange *change)
{
  PpvReader body = record->body;

  switch (record->type)
    {
    case PERF_RECORD_COMM:
      return read_comm (self, &body, change);
    case PERF_RECORD_FORK:
      return read_task (&body, change);
    case PERF_RECORD_KSYMBOL:
      return read_symbol (self, &body, change);
    default:
      return read_mmap (self, record, &body, change);
    }
}

static void
note (PerfWorld *self, const PerfRecord *record, guint64 order, gint32 machine)
{
  PerfChange change = { .order = order,
                        .serial = self->changes->len,
                        .type = (guint16) record->type,
                        .misc = record->misc,
                        .machine = machine,
                        .map = { .module = PPV_NONE } };

  if (record->type != PERF_RECORD_COMM && record->type != PERF_RECORD_FORK &&
      record->type != PERF_RECORD_MMAP && record->type != PERF_RECORD_MMAP2 &&
      record->type != PERF_RECORD_KSYMBOL)
    return;
  if (read_change (self, record, &change))
    g_array_append_val (self->changes, change);
  else
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "short-record", record->offset,
                              _ ("A record is shorter than its kind needs"));
}

void
perf_world_note (PerfWorld *self, const PerfRecord *record, guint64 order)
{
  note (self, record, order, 0);
}

/* Modes as they are from outside; what a machine records of itself has either kind. */
static guint16
misc_outside (guint16 misc)
{
  guint mode = misc & PERF_MISC_CPUMODE;
  guint outside = mode == PERF_CPUMODE_KERNEL || mode == PERF_CPUMODE_GUEST_KERNEL
                      ? PERF_CPUMODE_GUEST_KERNEL
                      : PERF_CPUMODE_GUEST_USER;

  return (guint16) ((misc & ~(guint) PERF_MISC_CPUMODE) | outside);
}

void
perf_world_note_guest (PerfWorld *self, const PerfRecord *record, guint64 order, gint32 machine)
{
  PerfRecord outside = *record;

  if (record->type == PERF_RECORD_KSYMBOL)
    return;
  outside.misc = misc_outside (record->misc);
  note (self, &outside, order, machine);
}

void
perf_world_note_code (
    PerfWorld *self, guint64 address, guint64 size, PpvStringId name, guint64 order)
{
  PerfChange change = { .order = order,
                        .serial = self->changes->len,
                        .type = PERF_RECORD_KSYMBOL,
                        .pid = PERF_PID_KERNEL };

  if (size == 0)
    return;
  set_extent (&change.map, address, size);
  change.map.module = name_code (self, address, size, name);
  g_array_append_val (self->changes, change);
}

const PerfJitMark *
perf_world_list_jit_marks (const PerfWorld *self, guint *n_marks)
{
  *n_marks = self->jit_marks->len;
  return (const PerfJitMark *) (gconstpointer) self->jit_marks->data;
}

void
perf_world_note_jit_code (PerfWorld *self,
                          const PerfJitMark *mark,
                          guint64 start,
                          guint64 size,
                          guint64 offset,
                          guint64 order)
{
  PerfChange change = { .order = order,
                        .serial = self->changes->len,
                        .type = PERF_RECORD_MMAP2,
                        .pid = mark->pid,
                        .tid = mark->pid,
                        .code = PERF_CODE_DESCRIBED };

  set_extent (&change.map, start, size);
  change.map.delta = offset - start;
  change.map.module = ppv_profile_builder_module (self->builder, mark->path, 0, PPV_MODULE_JIT);
  g_array_append_val (self->changes, change);
  if (!g_hash_table_contains (self->jit_pids, GINT_TO_POINTER (mark->pid)))
    g_hash_table_insert (self->jit_pids, GINT_TO_POINTER (mark->pid),
                         g_memdup2 (&mark->order, sizeof mark->order));
}
