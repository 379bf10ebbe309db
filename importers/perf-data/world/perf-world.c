/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Processes, threads and address spaces over time. */

#include "config.h"

#include "perf-world-private.h"

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
  self->changes = g_array_new (FALSE, FALSE, sizeof (PerfChange));
  self->jit_marks = g_array_new (FALSE, FALSE, sizeof (PerfJitMark));
  self->jit_known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->jit_pids = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->epochs = g_array_new (FALSE, FALSE, sizeof (PerfSpace));
  self->kinds = g_byte_array_new ();
  self->processes = g_array_new (FALSE, FALSE, sizeof (PerfProcess));
  g_array_set_clear_func (self->processes, (GDestroyNotify) clear_process);
  self->guests = g_hash_table_new (NULL, NULL);
  self->inside = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->pids = g_hash_table_new (NULL, NULL);
  self->threads = g_ptr_array_new_with_free_func ((GDestroyNotify) free_thread);
  self->tids = g_hash_table_new (NULL, NULL);
  /* in the order of PERF_EPOCH_KERNEL, PERF_EPOCH_GUEST, PERF_EPOCH_NOBODY */
  (void) begin_machine (self, PERF_PID_KERNEL, PERF_SPACE_KERNEL);
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
  g_hash_table_unref (self->inside);
  g_hash_table_unref (self->pids);
  g_ptr_array_unref (self->threads);
  g_hash_table_unref (self->tids);
  g_free (self);
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
live_comm (PerfWorld *self, const PerfChange *change)
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
live_birth (PerfWorld *self, const PerfChange *change)
{
  guint32 parent = find_process (self, change->parent_pid, change->order);
  PerfSpace space = PERF_NO_SPACE;

  if (!(change->misc & PERF_MISC_FORK_EXEC))
    space = *space_of (self, current_epoch (get_process (self, parent)));
  get_process (self, parent)->owner = self->n_owners++; /* the nodes are shared from now on */
  return begin_process (self, change->pid, space, change->order);
}

static void
live_fork (PerfWorld *self, const PerfChange *change)
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

/* A process of a machine.  It has a life of its own among those of its pid on the host. */
static guint32
find_inside (PerfWorld *self, gint32 machine, gint32 pid)
{
  guint64 key = perf_world_inside_key (machine, pid);
  guint32 index = GPOINTER_TO_UINT (g_hash_table_lookup (self->inside, &key));

  if (index != 0)
    return index - 1;
  index = begin_machine (self, pid, PERF_SPACE_GUEST);
  get_process (self, index)->life = PERF_LIFE_INSIDE + g_hash_table_size (self->inside);
  g_hash_table_insert (self->inside, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (index + 1));
  return index;
}

static void
live_inside (PerfWorld *self, const PerfChange *change)
{
  guint32 index = find_inside (self, change->machine, change->pid);
  guint32 parent;

  if (change->type == PERF_RECORD_COMM)
    {
      if (change->tid == change->pid)
        get_process (self, index)->name = change->name;
      return;
    }
  if (change->pid == change->parent_pid)
    return;
  parent = find_inside (self, change->machine, change->parent_pid);
  get_process (self, index)->name = get_process (self, parent)->name;
  get_process (self, parent)->owner = self->n_owners++; /* as at any birth */
  (void) add_epoch (self, get_process (self, index),
                    *space_of (self, current_epoch (get_process (self, parent))), change->order);
}

/* Whose mapping it is. */
static guint32
find_owner (PerfWorld *self, const PerfChange *change)
{
  if (change->machine != 0 && (change->misc & PERF_MISC_CPUMODE) == PERF_CPUMODE_GUEST_USER)
    return find_inside (self, change->machine, change->pid);
  if (perf_is_of_guest (change->misc))
    return find_guest (self, change->pid);
  if (change->pid == PERF_PID_KERNEL)
    return PERF_PROCESS_KERNEL;
  return find_process (self, change->pid, change->order);
}

/* Where only generated code of unknown names was, a dump's code has been all along. */
static gboolean
only_tells_more (const PerfWorld *self, PerfSpace space, const PerfChange *change)
{
  const PerfMap *known;

  if (change->code != PERF_CODE_DESCRIBED)
    return FALSE;
  known = perf_maps_find (&self->maps, space, change->map.start);
  return known != NULL && known->delta == 0 &&
         (known->end == 0 || known->end - 1 >= change->map.end - 1);
}

static void
live_mmap (PerfWorld *self, const PerfChange *change)
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
live_through (PerfWorld *self, const PerfChange *change)
{
  if (change->machine != 0 &&
      (change->type == PERF_RECORD_COMM || change->type == PERF_RECORD_FORK))
    return live_inside (self, change);
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
  const PerfChange *one = a, *two = b;

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
      PerfChange *change = &g_array_index (self->changes, PerfChange, i);
      const guint64 *order = g_hash_table_lookup (self->jit_pids, GINT_TO_POINTER (change->pid));

      if (order != NULL && change->code == PERF_CODE_GENERATED)
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
    live_through (self, &g_array_index (self->changes, PerfChange, i));
  g_array_set_size (self->changes, 0);
}
