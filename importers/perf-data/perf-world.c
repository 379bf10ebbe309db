/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Processes, threads and address spaces over time. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "perf-format.h"
#include "perf-world-private.h"

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

PerfWorld *
perf_world_new (PpvProfileBuilder *builder, GHashTable *build_ids)
{
  static const PerfSpace none = PERF_NO_SPACE;
  PerfWorld *self = g_new0 (PerfWorld, 1);

  self->builder = builder;
  perf_modules_init (&self->modules, builder, build_ids);
  perf_maps_init (&self->maps);
  self->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  self->epochs = g_array_new (FALSE, FALSE, sizeof (PerfSpace));
  for (guint i = 0; i < PERF_EPOCH_FIRST; i++)
    g_array_append_val (self->epochs, none);
  self->processes = g_array_new (FALSE, FALSE, sizeof (PerfProcess));
  g_array_set_clear_func (self->processes, (GDestroyNotify) clear_process);
  self->pids = g_hash_table_new (NULL, NULL);
  self->threads = g_ptr_array_new_with_free_func ((GDestroyNotify) free_thread);
  self->tids = g_hash_table_new (NULL, NULL);
  return self;
}

void
perf_world_free (PerfWorld *self)
{
  perf_modules_clear (&self->modules);
  perf_maps_clear (&self->maps);
  g_array_unref (self->changes);
  g_array_unref (self->epochs);
  g_array_unref (self->processes);
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

/* PERF_RECORD_MMAP2 has the inode or the build id in 24 bytes, protection and flags. */
static gboolean
read_mmap (PerfWorld *self, const PerfRecord *record, PpvReader *body, Change *change)
{
  guint64 length;
  gsize path_length;
  PerfMapping mapping = { 0 };

  change->pid = (gint32) ppv_reader_u32 (body);
  change->tid = (gint32) ppv_reader_u32 (body);
  change->map.start = ppv_reader_u64 (body);
  length = ppv_reader_u64 (body);
  mapping.file_offset = ppv_reader_u64 (body);
  if (record->type == PERF_RECORD_MMAP2)
    {
      const guint8 *identity = ppv_reader_take (body, 24);

      ppv_reader_skip (body, 8);
      if (identity != NULL && record->misc & PERF_MISC_MMAP_BUILD_ID)
        {
          mapping.build_id_length = MIN (identity[0], 20);
          mapping.build_id = identity + 4;
        }
    }
  mapping.path = ppv_reader_text (body, ppv_reader_left (body), &path_length);
  mapping.path_length = path_length;
  mapping.pid = change->pid;
  mapping.kernel = (record->misc & PERF_MISC_CPUMODE) == PERF_CPUMODE_KERNEL;
  if (body->failed || length == 0)
    return !body->failed;
  change->map.end = change->map.start + length;
  if (change->map.end < change->map.start) /* up to the end of the address space, or damage */
    change->map.end = 0;
  change->map.module = perf_modules_find (&self->modules, &mapping);
  change->map.delta = perf_modules_delta (&mapping, change->map.start);
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
      record->type != PERF_RECORD_MMAP && record->type != PERF_RECORD_MMAP2)
    return;
  if (read_change (self, record, &change))
    g_array_append_val (self->changes, change);
  else
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "short-record", record->offset,
                              _ ("A record is shorter than its kind needs"));
}

/* --- living ----------------------------------------------------------------------- */

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

static void
live_mmap (PerfWorld *self, const Change *change)
{
  guint32 epoch = PERF_EPOCH_KERNEL;
  guint32 owner = 0;

  if (change->map.module == PPV_NONE)
    return;
  if (change->pid != -1)
    {
      PerfProcess *process = get_process (self, find_process (self, change->pid, change->order));

      epoch = current_epoch (process);
      if (perf_maps_conflicts (&self->maps, *space_of (self, epoch), &change->map))
        epoch = add_epoch (self, process, *space_of (self, epoch), change->order);
      owner = process->owner;
    }
  *space_of (self, epoch) =
      perf_maps_insert (&self->maps, *space_of (self, epoch), &change->map, owner);
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

void
perf_world_settle (PerfWorld *self)
{
  self->n_owners = 1; /* the kernel is 0 */
  g_array_sort (self->changes, compare_changes);
  for (guint i = 0; i < self->changes->len; i++)
    live_through (self, &g_array_index (self->changes, Change, i));
  g_array_set_size (self->changes, 0);
}
