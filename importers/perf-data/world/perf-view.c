/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "perf-view.h"
#include "perf-world-private.h"

/* A thread without a record of its own.  The samples alone say whose it is. */
typedef struct {
  gint32 pid;
  gint32 tid;
  PpvThreadId row;
} Stranger;

/* A stretch of time, its end left out. */
typedef struct {
  guint64 from;
  guint64 until;
} Period;

/* Where all samples of a thread belong for a while. */
typedef struct {
  gint32 pid;
  gint32 tid;
  Period period;
  PerfPlace place;
} KnownPlace;

/* Threads take turns on a CPU, and few of them do most of the work. */
enum { N_KNOWN = 64 };

struct _PerfView {
  const PerfWorld *world;
  PpvProfileBuilder *builder;
  PerfModules modules;
  PpvProcessId *process_rows; /* of the world's processes; PPV_NONE until a sample is of it */
  PpvThreadId *thread_rows;   /* of the world's thread spans, likewise */
  KnownPlace known[N_KNOWN];  /* by tid: those that were asked for last */
  GArray *strangers;          /* Stranger */
  PpvInterner stranger_index;
  PpvFrameId unknown; /* PPV_NONE until it is needed */
};

static guint32 *
new_rows (gsize n_rows)
{
  guint32 *rows = g_new (guint32, MAX (n_rows, 1));

  for (gsize i = 0; i < n_rows; i++)
    rows[i] = PPV_NONE;
  return rows;
}

PerfView *
perf_view_new (const PerfWorld *world, PpvProfileBuilder *builder)
{
  PerfView *self = g_new0 (PerfView, 1);

  self->world = world;
  self->builder = builder;
  perf_modules_init (&self->modules, builder, world->modules.build_ids);
  self->process_rows = new_rows (world->processes->len);
  self->thread_rows = new_rows (world->n_spans);
  self->strangers = g_array_new (FALSE, FALSE, sizeof (Stranger));
  ppv_interner_init (&self->stranger_index, 0);
  self->unknown = PPV_NONE;
  return self;
}

void
perf_view_free (PerfView *self)
{
  perf_modules_clear (&self->modules);
  g_free (self->process_rows);
  g_free (self->thread_rows);
  g_array_unref (self->strangers);
  ppv_interner_clear (&self->stranger_index);
  g_free (self);
}

/* Spans of processes and of threads begin with it. */
static guint64
order_of (GArray *spans, guint i)
{
  guint64 order;

  memcpy (&order, spans->data + (gsize) i * g_array_get_element_size (spans), sizeof order);
  return order;
}

/*
 * The last span that begins at or before @order, else the first; @period is cut to
 * the time for which it is the answer.
 */
static guint
span_at (GArray *spans, guint64 order, Period *period)
{
  guint low = 0, high = spans->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (order_of (spans, middle) <= order)
        low = middle;
      else
        high = middle;
    }
  if (low > 0)
    period->from = MAX (period->from, order_of (spans, low));
  if (high < spans->len)
    period->until = MIN (period->until, order_of (spans, high));
  return low;
}

static const PerfThreadSpan *
thread_span_at (const PerfThread *thread, guint64 order, Period *period)
{
  return &g_array_index (thread->spans, PerfThreadSpan, span_at (thread->spans, order, period));
}

static guint32
epoch_at (const PerfProcess *process, guint64 order, Period *period)
{
  return g_array_index (process->spans, PerfEpochSpan, span_at (process->spans, order, period))
      .epoch;
}

/* The index of the newest process of @pid, or PPV_NONE. */
static guint32
newest_process (const PerfView *self, gint32 pid)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->world->pids, GINT_TO_POINTER (pid))) - 1;
}

static PpvStringId
name_of (PerfView *self, const PerfProcess *process)
{
  return process->name != PPV_NONE ? process->name
                                   : perf_world_name_stranger (self->builder, process->pid);
}

/* Only processes and threads that have samples become rows of the profile. */
static PpvProcessId
process_row (PerfView *self, guint32 index)
{
  const PerfProcess *process = perf_world_process (self->world, index);
  PpvProcessId *row = &self->process_rows[index];

  if (*row != PPV_NONE)
    return *row;
  *row = ppv_profile_builder_process_life (self->builder, process->pid, process->life);
  ppv_profile_builder_name_process (self->builder, *row, name_of (self, process));
  return *row;
}

/* The name of a process in a machine says which machine. */
static PpvProcessId
inside_row (PerfView *self, gint32 machine, guint32 index)
{
  const PerfProcess *process = perf_world_process (self->world, index);
  gboolean is_new = self->process_rows[index] == PPV_NONE;
  PpvProcessId row = process_row (self, index);
  g_autofree char *name = NULL;

  if (!is_new)
    return row;
  name = g_strdup_printf ("[guest/%d] %s", machine,
                          ppv_profile_builder_peek_string (self->builder, name_of (self, process)));
  ppv_profile_builder_name_process (self->builder, row,
                                    ppv_profile_builder_string (self->builder, name, -1));
  return row;
}

static PpvThreadId
thread_row (PerfView *self, const PerfThread *thread, const PerfThreadSpan *span)
{
  PpvThreadId *row = &self->thread_rows[span->serial];

  if (G_UNLIKELY (*row == PPV_NONE))
    *row = ppv_profile_builder_thread (self->builder, process_row (self, span->process),
                                       thread->tid, span->name);
  return *row;
}

static PpvThreadId
new_stranger_row (PerfView *self, const PerfThread *thread, gint32 pid, gint32 tid)
{
  guint32 index = newest_process (self, pid);
  PpvStringId name = thread != NULL ? thread->name : perf_world_name_stranger (self->builder, tid);
  PpvProcessId process;

  if (index != PPV_NONE)
    return ppv_profile_builder_thread (self->builder, process_row (self, index), tid, name);
  process = ppv_profile_builder_process_life (self->builder, pid, 0);
  ppv_profile_builder_name_process (self->builder, process,
                                    perf_world_name_stranger (self->builder, pid));
  return ppv_profile_builder_thread (self->builder, process, tid, name);
}

/* @thread is NULL, or known without a span. */
static PpvThreadId
stranger_row (PerfView *self, const PerfThread *thread, gint32 pid, gint32 tid)
{
  guint32 hash = ppv_hash_pair ((guint32) pid, (guint32) tid);
  GArray *strangers = self->strangers;
  PpvInternerSlot *slot;
  Stranger stranger;

  PPV_INTERNER_FIND (slot, &self->stranger_index, hash,
                     g_array_index (strangers, Stranger, slot->row).pid == pid &&
                         g_array_index (strangers, Stranger, slot->row).tid == tid);
  if (slot->row != PPV_NONE)
    return g_array_index (strangers, Stranger, slot->row).row;
  stranger = (Stranger){ pid, tid, new_stranger_row (self, thread, pid, tid) };
  g_array_append_val (strangers, stranger);
  ppv_interner_insert (&self->stranger_index, slot, hash, strangers->len - 1);
  return stranger.row;
}

static guint32
epoch_of_pid (const PerfView *self, gint32 pid, guint64 order, Period *period)
{
  guint32 index = newest_process (self, pid);

  if (index == PPV_NONE)
    return PERF_EPOCH_NOBODY;
  return epoch_at (perf_world_process (self->world, index), order, period);
}

static const PerfThread *
find_thread (const PerfView *self, gint32 tid)
{
  return g_hash_table_lookup (self->world->tids, GINT_TO_POINTER (tid));
}

/* The virtual machine that @pid runs, else the one perf takes for all when it knows of no other. */
static guint32
guest_of_pid (const PerfView *self, gint32 pid, guint64 order, Period *period)
{
  GHashTable *guests = self->world->guests;
  guint32 index = GPOINTER_TO_UINT (g_hash_table_lookup (guests, GINT_TO_POINTER (pid)));

  if (index == 0)
    index = GPOINTER_TO_UINT (g_hash_table_lookup (guests, GINT_TO_POINTER (0)));
  if (index == 0)
    return PERF_EPOCH_GUEST;
  return epoch_at (perf_world_process (self->world, index - 1), order, period);
}

/* Where the kernel and the virtual machine are for a sample of @pid. */
static void
find_machines (const PerfView *self, gint32 pid, guint64 order, PerfPlace *place, Period *period)
{
  place->kernel = epoch_at (perf_world_process (self->world, PERF_PROCESS_KERNEL), order, period);
  place->guest = PERF_EPOCH_GUEST;
  if (G_UNLIKELY (g_hash_table_size (self->world->guests) > 0))
    place->guest = guest_of_pid (self, pid, order, period);
}

static PerfPlace
find_place (PerfView *self, gint32 pid, gint32 tid, guint64 order, Period *period)
{
  const PerfThread *thread = find_thread (self, tid);
  PerfPlace place;
  const PerfThreadSpan *span;
  const PerfProcess *process;

  find_machines (self, pid, order, &place, period);
  if (thread == NULL || thread->spans->len == 0)
    {
      place.thread = stranger_row (self, thread, pid, tid);
      place.epoch = epoch_of_pid (self, pid, order, period);
      return place;
    }
  span = thread_span_at (thread, order, period);
  process = perf_world_process (self->world, span->process);
  place.epoch = process->pid == pid ? epoch_at (process, order, period)
                                    : epoch_of_pid (self, pid, order, period);
  place.thread = thread_row (self, thread, span);
  return place;
}

PerfPlace
perf_view_find (PerfView *self, gint32 pid, gint32 tid, guint64 order)
{
  KnownPlace *known = &self->known[(guint32) tid % N_KNOWN];

  if (known->tid != tid || known->pid != pid || order < known->period.from ||
      order >= known->period.until)
    {
      *known = (KnownPlace){ pid, tid, { 0, G_MAXUINT64 }, { 0 } };
      known->place = find_place (self, pid, tid, order, &known->period);
    }
  return known->place;
}

/* A process it has told nothing of is taken for the one that runs the machine. */
PerfPlace
perf_view_find_inside (PerfView *self, gint32 machine, gint32 pid, gint32 tid, guint64 order)
{
  guint64 key = perf_world_inside_key (machine, pid);
  guint32 index = GPOINTER_TO_UINT (g_hash_table_lookup (self->world->inside, &key));
  PerfPlace place = perf_view_find (self, machine, machine, order);
  Period ignored = { 0, G_MAXUINT64 };
  const PerfProcess *process;

  place.kernel = place.epoch = place.guest;
  if (index == 0)
    return place;
  process = perf_world_process (self->world, index - 1);
  place.epoch = epoch_at (process, order, &ignored);
  place.thread = ppv_profile_builder_thread (self->builder, inside_row (self, machine, index - 1),
                                             tid, name_of (self, process));
  return place;
}

PerfPlace
perf_view_nobody (const PerfView *self, guint64 order)
{
  PerfPlace place = { .thread = PPV_NONE, .epoch = PERF_EPOCH_NOBODY };
  Period ignored = { 0, G_MAXUINT64 };

  find_machines (self, 0, order, &place, &ignored);
  return place;
}

PpvStringId
perf_view_name (PerfView *self, gint32 tid, guint64 order)
{
  const PerfThread *thread = find_thread (self, tid);
  Period ignored = { 0, G_MAXUINT64 };

  if (thread == NULL)
    return perf_world_name_stranger (self->builder, tid);
  return thread->spans->len == 0 ? thread->name : thread_span_at (thread, order, &ignored)->name;
}

const PerfMap *
perf_view_map (const PerfView *self, guint32 epoch, guint64 address)
{
  const PerfSpace *space = &g_array_index (self->world->epochs, PerfSpace, epoch);

  return perf_maps_find (&self->world->maps, *space, address);
}

PpvFrameId
perf_view_frame (PerfView *self, guint32 epoch, guint64 address)
{
  const PerfMap *map = perf_view_map (self, epoch, address);
  PpvModuleId module;

  if (map != NULL)
    {
      module = map->module;
      address += map->delta;
    }
  else if (self->world->kinds->data[epoch] == PERF_SPACE_KERNEL)
    module = perf_modules_kernel (&self->modules);
  else if (self->world->kinds->data[epoch] == PERF_SPACE_GUEST)
    module = perf_modules_guest (&self->modules);
  else
    return PPV_NONE;
  return ppv_profile_builder_frame (self->builder, PPV_NONE, module, address, 0, FALSE);
}

PpvFrameId
perf_view_unknown (PerfView *self)
{
  if (self->unknown == PPV_NONE)
    self->unknown = ppv_profile_builder_marker (self->builder, "[unknown]");
  return self->unknown;
}
