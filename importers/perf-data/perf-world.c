/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Processes, threads and address spaces over time. */

#include "config.h"

#include <sys/mman.h>

#include <glib/gi18n-lib.h>

#include "perf-format.h"
#include "perf-world-private.h"
#include "ppv-jit-dump.h"

/* The process of mappings that all processes have. */
enum { PID_KERNEL = -1 };

/* How much is known of what is mapped. */
typedef enum {
  CODE_OF_FILE,
  CODE_GENERATED, /* without a file */
  CODE_DESCRIBED, /* generated, and told of by a jitdump */
} CodeKind;

/* A record that changes the world, with what of it is needed later. */
typedef struct {
  guint64 order;
  guint32 serial; /* of equal orders the one that came first in the file */
  guint16 type;
  guint16 misc;
  gint32 pid;
  gint32 tid;
  gint32 parent_pid;
  gint32 parent_tid;
  PpvStringId name; /* of COMM */
  PerfMap map;      /* of MMAP and MMAP2 */
  CodeKind code;    /* of them too */
} Change;

static void
clear_process (PerfProcess *process)
{
  g_array_unref (process->spans);
}

static void
free_thread (PerfThread *thread)
{
  g_array_unref (thread->spans);
  g_free (thread);
}

static PerfProcess *
get_process (PerfWorld *self, guint32 index)
{
  return &g_array_index (self->processes, PerfProcess, index);
}

static guint32
add_epoch (PerfWorld *self, PerfProcess *process, PerfSpace space, guint64 order)
{
  PerfEpochSpan span = { order, self->epochs->len };

  g_array_append_val (self->epochs, space);
  g_byte_array_append (self->kinds, &process->kind, 1);
  g_array_append_val (process->spans, span);
  process->owner = self->n_owners++;
  return span.epoch;
}

static guint32
current_epoch (const PerfProcess *process)
{
  return g_array_index (process->spans, PerfEpochSpan, process->spans->len - 1).epoch;
}

static PerfSpace *
space_of (PerfWorld *self, guint32 epoch)
{
  return &g_array_index (self->epochs, PerfSpace, epoch);
}

/* The kernel or a virtual machine. */
static guint32
begin_machine (PerfWorld *self, gint32 pid, PerfSpaceKind kind)
{
  PerfProcess machine = { .pid = pid, .kind = (guint8) kind, .name = PPV_NONE };
  guint32 index = self->processes->len;

  machine.spans = g_array_new (FALSE, FALSE, sizeof (PerfEpochSpan));
  g_array_append_val (self->processes, machine);
  (void) add_epoch (self, get_process (self, index), PERF_NO_SPACE, 0);
  return index;
}

static void
add_fixed_epoch (PerfWorld *self, PerfSpaceKind kind)
{
  PerfSpace none = PERF_NO_SPACE;

  g_array_append_val (self->epochs, none);
  g_byte_array_append (self->kinds, &(guint8){ (guint8) kind }, 1);
}

PerfWorld *
perf_world_new (PpvProfileBuilder *builder, GHashTable *build_ids)
{
  PerfWorld *self = g_new0 (PerfWorld, 1);

  self->builder = builder;
  perf_modules_init (&self->modules, builder, build_ids);
  perf_maps_init (&self->maps);
  self->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  self->jit_marks = g_array_new (FALSE, FALSE, sizeof (PerfJitMark));
  self->jit_known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->jit_pids = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->epochs = g_array_new (FALSE, FALSE, sizeof (PerfSpace));
  self->kinds = g_byte_array_new ();
  self->processes = g_array_new (FALSE, FALSE, sizeof (PerfProcess));
  g_array_set_clear_func (self->processes, (GDestroyNotify) clear_process);
  self->guests = g_hash_table_new (NULL, NULL);
  self->pids = g_hash_table_new (NULL, NULL);
  self->threads = g_ptr_array_new_with_free_func ((GDestroyNotify) free_thread);
  self->tids = g_hash_table_new (NULL, NULL);
  /* in the order of PERF_EPOCH_KERNEL, PERF_EPOCH_GUEST, PERF_EPOCH_NOBODY */
  (void) begin_machine (self, PID_KERNEL, PERF_SPACE_KERNEL);
  add_fixed_epoch (self, PERF_SPACE_GUEST);
  add_fixed_epoch (self, PERF_SPACE_PROCESS);
  return self;
}

void
perf_world_free (PerfWorld *self)
{
  perf_modules_clear (&self->modules);
  perf_maps_clear (&self->maps);
  g_array_unref (self->changes);
  g_array_unref (self->jit_marks);
  g_hash_table_unref (self->jit_known);
  g_hash_table_unref (self->jit_pids);
  g_array_unref (self->epochs);
  g_byte_array_unref (self->kinds);
  g_array_unref (self->processes);
  g_hash_table_unref (self->guests);
  g_hash_table_unref (self->pids);
  g_ptr_array_unref (self->threads);
  g_hash_table_unref (self->tids);
  g_free (self);
}

/* --- reading ------------------------------------------------------------------ */

static gboolean
read_comm (PerfWorld *self, PpvReader *body, Change *change)
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
read_task (PpvReader *body, Change *change)
{
  change->pid = (gint32) ppv_reader_u32 (body);
  change->parent_pid = (gint32) ppv_reader_u32 (body);
  change->tid = (gint32) ppv_reader_u32 (body);
  change->parent_tid = (gint32) ppv_reader_u32 (body);
  return !body->failed;
}

static gboolean
is_of_guest (guint16 misc)
{
  guint mode = misc & PERF_MISC_CPUMODE;

  return mode == PERF_CPUMODE_GUEST_KERNEL || mode == PERF_CPUMODE_GUEST_USER;
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
note_dump (PerfWorld *self, const Change *change, const PerfMapping *mapping)
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
read_mmap (PerfWorld *self, const PerfRecord *record, PpvReader *body, Change *change)
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
  mapping.pid = change->pid;
  mapping.start = start;
  mapping.kernel = (record->misc & PERF_MISC_CPUMODE) == PERF_CPUMODE_KERNEL;
  mapping.guest = is_of_guest (record->misc);
  if (body->failed || length == 0)
    return !body->failed;
  set_extent (&change->map, start, length);
  change->map.module = perf_modules_find (&self->modules, &mapping);
  change->map.delta = perf_modules_delta (&mapping, start);
  if (perf_modules_is_generated (&mapping))
    change->code = CODE_GENERATED;
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
read_symbol (PerfWorld *self, PpvReader *body, Change *change)
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
  change->pid = PID_KERNEL;
  set_extent (&change->map, address, size);
  change->map.module = name_code (
      self, address, size, ppv_profile_builder_string (self->builder, name, (gssize) length));
  return TRUE;
}

static gboolean
read_change (PerfWorld *self, const PerfRecord *record, Change *change)
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

void
perf_world_note (PerfWorld *self, const PerfRecord *record, guint64 order)
{
  Change change = { .order = order,
                    .serial = self->changes->len,
                    .type = (guint16) record->type,
                    .misc = record->misc,
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
perf_world_note_code (
    PerfWorld *self, guint64 address, guint64 size, PpvStringId name, guint64 order)
{
  Change change = {
    .order = order, .serial = self->changes->len, .type = PERF_RECORD_KSYMBOL, .pid = PID_KERNEL
  };

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
  Change change = { .order = order,
                    .serial = self->changes->len,
                    .type = PERF_RECORD_MMAP2,
                    .pid = mark->pid,
                    .tid = mark->pid,
                    .code = CODE_DESCRIBED };

  set_extent (&change.map, start, size);
  change.map.delta = offset - start;
  change.map.module = ppv_profile_builder_module (self->builder, mark->path, 0, PPV_MODULE_JIT);
  g_array_append_val (self->changes, change);
  if (!g_hash_table_contains (self->jit_pids, GINT_TO_POINTER (mark->pid)))
    g_hash_table_insert (self->jit_pids, GINT_TO_POINTER (mark->pid),
                         g_memdup2 (&mark->order, sizeof mark->order));
}

/* --- living ----------------------------------------------------------------------- */

/* The pid's first life, or its next one. */
static guint32
begin_process (PerfWorld *self, gint32 pid, PerfSpace space, guint64 order)
{
  guint32 before = GPOINTER_TO_UINT (g_hash_table_lookup (self->pids, GINT_TO_POINTER (pid)));
  PerfProcess process = { .pid = pid, .name = PPV_NONE };
  guint32 index = self->processes->len;

  if (before != 0)
    process.life = get_process (self, before - 1)->life + 1;
  process.spans = g_array_new (FALSE, FALSE, sizeof (PerfEpochSpan));
  g_array_append_val (self->processes, process);
  (void) add_epoch (self, get_process (self, index), space, before != 0 ? order : 0);
  g_hash_table_insert (self->pids, GINT_TO_POINTER (pid), GUINT_TO_POINTER (index + 1));
  return index;
}

static guint32
find_process (PerfWorld *self, gint32 pid, guint64 order)
{
  guint32 index = GPOINTER_TO_UINT (g_hash_table_lookup (self->pids, GINT_TO_POINTER (pid)));

  return index != 0 ? index - 1 : begin_process (self, pid, PERF_NO_SPACE, order);
}

static void
add_thread_span (PerfWorld *self, PerfThread *thread, guint32 process, guint64 order)
{
  PerfThreadSpan span = { order, thread->name, process, self->n_spans++ };

  g_array_append_val (thread->spans, span);
  if (thread->tid == get_process (self, process)->pid)
    get_process (self, process)->name = thread->name;
}

/* As perf calls those it knows no name of. */
PpvStringId
perf_world_name_stranger (PpvProfileBuilder *builder, gint32 tid)
{
  char name[16];

  g_snprintf (name, sizeof name, ":%d", tid);
  return ppv_profile_builder_string (builder, tid == 0 ? "swapper" : name, -1);
}

static PerfThread *
find_thread (PerfWorld *self, gint32 tid)
{
  PerfThread *thread = g_hash_table_lookup (self->tids, GINT_TO_POINTER (tid));

  if (thread != NULL)
    return thread;
  thread = g_new0 (PerfThread, 1);
  thread->tid = tid;
  thread->name = perf_world_name_stranger (self->builder, tid);
  thread->spans = g_array_new (FALSE, FALSE, sizeof (PerfThreadSpan));
  g_ptr_array_add (self->threads, thread);
  g_hash_table_insert (self->tids, GINT_TO_POINTER (tid), thread);
  return thread;
}

/*
 * A new image.  The old mappings stay until new ones replace them, as in perf: samples
 * taken late inside execve still have the old image's addresses.
 */
static void
live_exec (PerfWorld *self, PerfProcess *process, guint64 order)
{
  (void) add_epoch (self, process, *space_of (self, current_epoch (process)), order);
}

static void
live_comm (PerfWorld *self, const Change *change)
{
  guint32 process = find_process (self, change->pid, change->order);
  PerfThread *thread = find_thread (self, change->tid);

  if (change->misc & PERF_MISC_COMM_EXEC)
    live_exec (self, get_process (self, process), change->order);
  thread->name = change->name;
  add_thread_span (self, thread, process, change->order);
}

/* A new process sees its parent's mappings until it makes its own. */
static guint32
live_birth (PerfWorld *self, const Change *change)
{
  guint32 parent = find_process (self, change->parent_pid, change->order);
  PerfSpace space = PERF_NO_SPACE;

  if (!(change->misc & PERF_MISC_FORK_EXEC))
    space = *space_of (self, current_epoch (get_process (self, parent)));
  get_process (self, parent)->owner = self->n_owners++; /* the nodes are shared from now on */
  return begin_process (self, change->pid, space, change->order);
}

static void
live_fork (PerfWorld *self, const Change *change)
{
  guint32 process;
  PerfThread *thread = find_thread (self, change->tid);

  if (change->pid != change->parent_pid)
    process = live_birth (self, change);
  else
    process = find_process (self, change->pid, change->order);
  if (change->parent_tid != change->tid)
    thread->name = find_thread (self, change->parent_tid)->name;
  add_thread_span (self, thread, process, change->order);
}

static guint32
find_guest (PerfWorld *self, gint32 pid)
{
  guint32 index = GPOINTER_TO_UINT (g_hash_table_lookup (self->guests, GINT_TO_POINTER (pid)));

  if (index != 0)
    return index - 1;
  index = begin_machine (self, pid, PERF_SPACE_GUEST);
  g_hash_table_insert (self->guests, GINT_TO_POINTER (pid), GUINT_TO_POINTER (index + 1));
  return index;
}

/* Whose mapping it is. */
static guint32
find_owner (PerfWorld *self, const Change *change)
{
  if (is_of_guest (change->misc))
    return find_guest (self, change->pid);
  if (change->pid == PID_KERNEL)
    return PERF_PROCESS_KERNEL;
  return find_process (self, change->pid, change->order);
}

/* Where only generated code of unknown names was, a dump's code has been all along. */
static gboolean
only_tells_more (const PerfWorld *self, PerfSpace space, const Change *change)
{
  const PerfMap *known;

  if (change->code != CODE_DESCRIBED)
    return FALSE;
  known = perf_maps_find (&self->maps, space, change->map.start);
  return known != NULL && known->delta == 0 &&
         (known->end == 0 || known->end - 1 >= change->map.end - 1);
}

static void
live_mmap (PerfWorld *self, const Change *change)
{
  PerfProcess *process;
  guint32 epoch;

  if (change->map.module == PPV_NONE)
    return;
  process = get_process (self, find_owner (self, change));
  epoch = current_epoch (process);
  if (perf_maps_conflicts (&self->maps, *space_of (self, epoch), &change->map) &&
      !only_tells_more (self, *space_of (self, epoch), change))
    epoch = add_epoch (self, process, *space_of (self, epoch), change->order);
  *space_of (self, epoch) =
      perf_maps_insert (&self->maps, *space_of (self, epoch), &change->map, process->owner);
}

static void
live_through (PerfWorld *self, const Change *change)
{
  switch (change->type)
    {
    case PERF_RECORD_COMM:
      return live_comm (self, change);
    case PERF_RECORD_FORK:
      return live_fork (self, change);
    default:
      return live_mmap (self, change);
    }
}

static gint
compare_changes (gconstpointer a, gconstpointer b)
{
  const Change *one = a, *two = b;

  if (one->order != two->order)
    return one->order < two->order ? -1 : 1;
  return one->serial < two->serial ? -1 : one->serial > two->serial;
}

/*
 * A compiler that protects its memory maps it again and again: its mappings are
 * taken as made when its first dump was, before all code of dumps.
 */
static void
hasten_generated (PerfWorld *self)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      Change *change = &g_array_index (self->changes, Change, i);
      const guint64 *order = g_hash_table_lookup (self->jit_pids, GINT_TO_POINTER (change->pid));

      if (order != NULL && change->code == CODE_GENERATED)
        change->order = MIN (change->order, *order);
    }
}

void
perf_world_settle (PerfWorld *self)
{
  if (g_hash_table_size (self->jit_pids) > 0)
    hasten_generated (self);
  g_array_sort (self->changes, compare_changes);
  for (guint i = 0; i < self->changes->len; i++)
    live_through (self, &g_array_index (self->changes, Change, i));
  g_array_set_size (self->changes, 0);
}
