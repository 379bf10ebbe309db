/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A thread is on a CPU from the switch to it to the switch from it.  When it did not
 * want to leave it waits in the run queue until it is back; else it is off the CPU until
 * somebody wakes it, and then in the run queue.  Each event closes the interval that the
 * one before has opened, so that nothing is counted twice and nothing is left out.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "perf-offcpu.h"
#include "perf-order.h"

typedef enum {
  PHASE_NONE, /* before the first event of a life */
  PHASE_RUNNING,
  PHASE_OFF,
  PHASE_READY,
  PHASE_LOST, /* events are missing */
} Phase;

typedef struct {
  gint32 tid;
  gint32 pid;
  guint8 phase;
  guint8 state;         /* PerfTaskState: why it left */
  guint8 pending_state; /* why it will leave */
  guint64 since;
  guint32 cpu;
  gboolean unseen;  /* the switch that let it enter is not recorded */
  gint32 waker;     /* -1 for nobody */
  PpvStackId stack; /* where it left, PPV_NONE when not known */
  PpvStackId pending_stack;
} Task;

/* Threads take turns on a CPU, and leave it at few places. */
enum { N_RECENT = 64, N_STEPS = 4096 };

/* From a stack to a leaf. */
typedef struct {
  PpvStackId parent;
  PpvFrameId leaf; /* PPV_NONE for no step */
  PpvStackId stack;
} Step;

typedef enum { SET_ON, SET_OFF, SET_READY, SET_UNKNOWN, N_SETS } Set;

typedef struct {
  PerfView *view;
  PpvProfileBuilder *builder;
  GArray *tasks;          /* Task */
  GHashTable *by_tid;     /* tid -> index, +1 */
  guint recent[N_RECENT]; /* by tid: indices of tasks that were asked for last */
  Step steps[N_STEPS];    /* by stack: those that were taken last */
  GArray *running;        /* gint32: the thread on each CPU, -1 when not known */
  GHashTable *wakers;     /* tid -> PpvStringId: "woken by" it */
  guint32 sets[N_SETS];   /* PPV_NONE until it is needed */
  PpvFrameId state_frames[PERF_TASK_OTHER + 1];
  PpvFrameId on_frame, woken_frame, unknown_frame;
  guint64 n_unmatched;
} OffCpu;

/* CPUs beyond are damage and are not told apart. */
enum { MOST_CPUS = 65536 };

/* --- what comes out ---------------------------------------------------------------------- */

static guint32
get_set (OffCpu *self, Set set)
{
  static const char *const names[] = { "on-cpu", "off-cpu", "run-queue", "unknown-time" };
  static const PpvSetColumns columns =
      PPV_SET_TIME | PPV_SET_THREAD | PPV_SET_CPU | PPV_SET_LABEL | PPV_SET_DERIVED;

  if (self->sets[set] == PPV_NONE)
    {
      self->sets[set] = ppv_profile_builder_set (self->builder, columns);
      ppv_profile_builder_metric (self->builder, self->sets[set], names[set], "ns",
                                  PPV_METRIC_FLOW);
    }
  return self->sets[set];
}

static PpvFrameId
get_frame (OffCpu *self, PpvFrameId *frame, const char *name)
{
  if (*frame == PPV_NONE)
    *frame = ppv_profile_builder_marker (self->builder, name);
  return *frame;
}

static PpvStringId
waker_label (OffCpu *self, gint32 waker, guint64 time)
{
  gpointer known = g_hash_table_lookup (self->wakers, GINT_TO_POINTER (waker));
  PpvStringId name, label;
  g_autofree char *text = NULL;

  if (known != NULL)
    return GPOINTER_TO_UINT (known);
  name = perf_view_name (self->view, waker, time);
  text = g_strdup_printf ("woken by %s %d", ppv_profile_builder_peek_string (self->builder, name),
                          waker);
  label = ppv_profile_builder_string (self->builder, text, -1);
  g_hash_table_insert (self->wakers, GINT_TO_POINTER (waker), GUINT_TO_POINTER (label));
  return label;
}

static PpvStackId
add_leaf (OffCpu *self, PpvStackId stack, PpvFrameId leaf)
{
  Step *step = &self->steps[(stack ^ leaf << 6) % N_STEPS];

  if (step->parent != stack || step->leaf != leaf)
    *step = (Step){ stack, leaf, ppv_profile_builder_stack (self->builder, stack, leaf) };
  return step->stack;
}

/* Who has ended the interval; or that one of its ends was worked out. */
static PpvStringId
label_of (OffCpu *self, const Task *task, Set set, guint64 end)
{
  if (task->unseen && set != SET_UNKNOWN)
    return ppv_profile_builder_string (self->builder, "switch not recorded", -1);
  if (task->waker >= 0 && (set == SET_OFF || set == SET_READY))
    return waker_label (self, task->waker, end);
  return 0;
}

/* The interval from the task's last event to @end. */
static void
add_interval (
    OffCpu *self, const Task *task, Set set, PpvStackId stack, PpvFrameId leaf, guint64 end)
{
  PerfPlace place = perf_view_find (self->view, task->pid, task->tid, task->since);
  gint64 weight = (gint64) MIN (end - task->since, G_MAXINT64);

  stack = add_leaf (self, stack, leaf);
  ppv_profile_builder_label (self->builder, label_of (self, task, set, end));
  ppv_profile_builder_sample (self->builder, get_set (self, set), stack,
                              (gint64) MIN (task->since, G_MAXINT64), place.thread, task->cpu,
                              &weight);
}

static PpvFrameId
leaf_of_state (OffCpu *self, PerfTaskState state)
{
  return get_frame (self, &self->state_frames[state], perf_task_state_frame (state));
}

/* Gives the time since the last event to what the task did, as far as that fits to @fits. */
static void
close_interval (OffCpu *self, Task *task, gboolean fits, PpvStackId left_at, guint64 end)
{
  if (task->phase == PHASE_NONE || end <= task->since)
    return;
  if (!fits || task->phase == PHASE_LOST)
    add_interval (self, task, SET_UNKNOWN, task->stack,
                  get_frame (self, &self->unknown_frame, "[unmatched switch]"), end);
  else if (task->phase == PHASE_RUNNING)
    add_interval (self, task, SET_ON, left_at, get_frame (self, &self->on_frame, "[on-cpu]"), end);
  else if (task->phase == PHASE_OFF)
    add_interval (self, task, SET_OFF, task->stack,
                  leaf_of_state (self, (PerfTaskState) task->state), end);
  else if (task->waker >= 0)
    add_interval (self, task, SET_READY, task->stack,
                  get_frame (self, &self->woken_frame, "[run-queue: woken]"), end);
  else
    add_interval (self, task, SET_READY, task->stack, leaf_of_state (self, PERF_TASK_RUNNABLE),
                  end);
}

/* --- tasks and CPUs -------------------------------------------------------------------------- */

static guint
find_task (OffCpu *self, gint32 tid)
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_tid, GINT_TO_POINTER (tid)));
  Task task = { .tid = tid, .pid = tid, .waker = -1 };

  if (index == 0)
    {
      task.stack = task.pending_stack = PPV_NONE;
      g_array_append_val (self->tasks, task);
      index = self->tasks->len;
      g_hash_table_insert (self->by_tid, GINT_TO_POINTER (tid), GUINT_TO_POINTER (index));
    }
  return index - 1;
}

static Task *
get_task (OffCpu *self, gint32 tid)
{
  guint *recent = &self->recent[(guint32) tid % N_RECENT];

  if (*recent >= self->tasks->len || g_array_index (self->tasks, Task, *recent).tid != tid)
    *recent = find_task (self, tid);
  return &g_array_index (self->tasks, Task, *recent);
}

static gint32 *
get_running (OffCpu *self, guint32 cpu)
{
  static const gint32 nobody = -1;

  if (cpu >= MOST_CPUS)
    return NULL;
  while (self->running->len <= cpu)
    g_array_append_val (self->running, nobody);
  return &g_array_index (self->running, gint32, cpu);
}

/* Nothing is known of a task any more until its next event. */
static void
lose (OffCpu *self, gint32 tid)
{
  Task *task = get_task (self, tid);

  if (task->phase != PHASE_RUNNING)
    return;
  task->phase = PHASE_LOST;
  self->n_unmatched++;
}

/*
 * Who is on the CPU now.  That @before was there is what the event says; when it was
 * somebody else as far as we know, that one's switch is missing.
 */
static void
occupy (OffCpu *self, guint32 cpu, gint32 before, gint32 now)
{
  gint32 *running = get_running (self, cpu);

  if (running == NULL)
    return;
  if (*running > 0 && *running != before)
    lose (self, *running);
  *running = now;
}

/* --- events ---------------------------------------------------------------------------------- */

static void
enter (OffCpu *self, Task *task, guint64 time, guint32 cpu)
{
  gboolean fits = task->phase != PHASE_RUNNING;

  self->n_unmatched += !fits;
  close_interval (self, task, fits, PPV_NONE, time);
  task->phase = PHASE_RUNNING;
  task->unseen = FALSE;
  task->since = time;
  task->cpu = cpu;
  task->waker = -1;
  task->pending_stack = PPV_NONE;
  task->pending_state = PERF_TASK_UNKNOWN;
}

static void
leave (OffCpu *self, Task *task, const PerfSchedRow *row, PerfTaskState state, PpvStackId stack)
{
  gboolean here = task->cpu == row->cpu || row->cpu == PPV_NONE || task->cpu == PPV_NONE;
  gboolean fits = task->phase == PHASE_LOST || (task->phase == PHASE_RUNNING && here);

  self->n_unmatched += !fits && task->phase != PHASE_NONE;
  if (row->pid >= 0)
    task->pid = row->pid;
  close_interval (self, task, fits, stack, row->time);
  task->phase = state == PERF_TASK_RUNNABLE ? PHASE_READY : PHASE_OFF;
  if (state == PERF_TASK_DEAD)
    task->phase = PHASE_NONE;
  task->unseen = FALSE;
  task->state = (guint8) state;
  task->since = row->time;
  task->cpu = row->cpu;
  task->waker = -1;
  task->stack = stack;
}

/*
 * An event of the task itself: it is running, @runtime at least, or G_MAXUINT64 when
 * that is not told.  Where the switch that let it enter is missing, the time from which
 * on it has run for certain is as good as that.
 */
static void
prove_running (OffCpu *self, gint32 tid, guint32 cpu, guint64 time, guint64 runtime)
{
  Task *task;
  guint64 from = time;

  if (tid <= 0 || cpu == PPV_NONE)
    return;
  task = get_task (self, tid);
  if (task->phase == PHASE_NONE || (task->phase == PHASE_RUNNING && task->cpu == cpu))
    return;
  if (task->phase == PHASE_RUNNING)
    task->phase = PHASE_LOST;
  if (runtime <= time)
    from = MAX (time - runtime, task->since);
  self->n_unmatched++;
  task->unseen = TRUE;
  close_interval (self, task, runtime != G_MAXUINT64, PPV_NONE, from);
  occupy (self, cpu, tid, tid);
  task->phase = PHASE_RUNNING;
  task->since = from;
  task->cpu = cpu;
  task->waker = -1;
}

static void
live_switch (OffCpu *self, const PerfSchedRow *row)
{
  occupy (self, row->cpu, row->tid, row->other);
  if (row->tid > 0)
    leave (self, get_task (self, row->tid), row, (PerfTaskState) row->state, row->stack);
  if (row->other > 0)
    enter (self, get_task (self, row->other), row->time, row->cpu);
}

/* The tracepoint of the same switch, where it was recorded, has said why and where. */
static void
live_out (OffCpu *self, const PerfSchedRow *row)
{
  Task *task = get_task (self, row->tid);
  PerfTaskState state = (PerfTaskState) row->state;

  occupy (self, row->cpu, row->tid, -1);
  if (task->pending_state != PERF_TASK_UNKNOWN)
    state = (PerfTaskState) task->pending_state;
  leave (self, task, row, state, task->pending_stack);
}

static void
live_in (OffCpu *self, const PerfSchedRow *row)
{
  Task *task = get_task (self, row->tid);

  occupy (self, row->cpu, row->tid, row->tid);
  if (row->pid >= 0)
    task->pid = row->pid;
  enter (self, task, row->time, row->cpu);
}

/* Who is running or ready needs no waking. */
static void
live_wakeup (OffCpu *self, const PerfSchedRow *row)
{
  Task *task = get_task (self, row->other);

  if (task->phase == PHASE_RUNNING || task->phase == PHASE_READY)
    return;
  task->waker = row->tid;
  close_interval (self, task, TRUE, PPV_NONE, row->time);
  task->phase = PHASE_READY;
  task->since = row->time;
}

static void
live_stack (OffCpu *self, const PerfSchedRow *row)
{
  Task *task = get_task (self, row->tid);

  task->pending_stack = row->stack;
  task->pending_state = row->state;
}

/* A tid that is used again; what it was before has ended with its last event. */
static void
live_fork (OffCpu *self, const PerfSchedRow *row)
{
  Task *task = get_task (self, row->other);

  *task = (Task){ .tid = row->other, .pid = task->pid, .waker = -1 };
  task->stack = task->pending_stack = PPV_NONE;
}

/* The thread's events end with it, before it leaves the CPU for good. */
static void
live_exit (OffCpu *self, const PerfSchedRow *row)
{
  Task *task = get_task (self, row->tid);

  if (task->phase != PHASE_RUNNING)
    return;
  occupy (self, task->cpu, row->tid, -1);
  close_interval (self, task, TRUE, PPV_NONE, row->time);
  task->phase = PHASE_NONE;
}

static void
live_lost (OffCpu *self, const PerfSchedRow *row)
{
  gint32 *running = get_running (self, row->cpu);

  if (running == NULL || *running < 0)
    return;
  if (*running > 0)
    lose (self, *running);
  *running = -1;
}

static void
live_through (OffCpu *self, const PerfSchedRow *row)
{
  switch (row->kind)
    {
    case PERF_SCHED_SWITCH:
      return live_switch (self, row);
    case PERF_SCHED_LOST:
      return live_lost (self, row);
    default:
      break;
    }
  if (row->tid <= 0 && row->kind != PERF_SCHED_WAKEUP)
    return; /* the idle task, or nobody */
  switch (row->kind)
    {
    case PERF_SCHED_OUT:
      return live_out (self, row);
    case PERF_SCHED_IN:
      return live_in (self, row);
    case PERF_SCHED_STACK:
      return live_stack (self, row);
    case PERF_SCHED_WAKEUP:
      prove_running (self, row->tid, row->cpu, row->time, G_MAXUINT64);
      if (row->other > 0)
        live_wakeup (self, row);
      return;
    case PERF_SCHED_RAN:
      return prove_running (self, row->tid, row->cpu, row->time, (guint64) row->other);
    case PERF_SCHED_FORK:
      return live_fork (self, row);
    default:
      return live_exit (self, row);
    }
}

/* Which process a thread is of, before its own samples say so. */
static void
learn_pids (OffCpu *self, GArray *switches, const guint32 *order)
{
  for (guint i = switches->len; i-- > 0;)
    {
      const PerfSchedRow *row = &g_array_index (switches, PerfSchedRow, order[i]);

      if (row->pid >= 0 && row->tid > 0)
        get_task (self, row->tid)->pid = row->pid;
    }
}

static gboolean
has_switches (GArray *switches)
{
  for (guint i = 0; i < switches->len; i++)
    {
      guint8 kind = g_array_index (switches, PerfSchedRow, i).kind;

      if (kind == PERF_SCHED_SWITCH || kind == PERF_SCHED_OUT || kind == PERF_SCHED_IN)
        return TRUE;
    }
  return FALSE;
}

static void
init (OffCpu *self, PerfView *view, PpvProfileBuilder *builder)
{
  self->view = view;
  self->builder = builder;
  self->tasks = g_array_new (FALSE, FALSE, sizeof (Task));
  self->by_tid = g_hash_table_new (NULL, NULL);
  self->running = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->wakers = g_hash_table_new (NULL, NULL);
  self->on_frame = self->woken_frame = self->unknown_frame = PPV_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (self->state_frames); i++)
    self->state_frames[i] = PPV_NONE;
  for (guint i = 0; i < N_SETS; i++)
    self->sets[i] = PPV_NONE;
  for (guint i = 0; i < N_STEPS; i++)
    self->steps[i].leaf = PPV_NONE;
}

static void
clear (OffCpu *self)
{
  g_array_unref (self->tasks);
  g_hash_table_unref (self->by_tid);
  g_array_unref (self->running);
  g_hash_table_unref (self->wakers);
}

void
perf_offcpu_settle (GArray *switches, PerfView *view, PpvProfileBuilder *builder)
{
  OffCpu self = { 0 };
  g_autofree guint32 *order = NULL;

  if (!has_switches (switches))
    return;
  init (&self, view, builder);
  order = perf_order_by_time (switches);
  learn_pids (&self, switches, order);
  for (guint i = SET_ON; i <= SET_READY; i++)
    (void) get_set (&self, (Set) i);
  for (guint i = 0; i < switches->len; i++)
    live_through (&self, &g_array_index (switches, PerfSchedRow, order[i]));
  if (self.n_unmatched > 0)
    ppv_profile_builder_warn_many (
        builder, PPV_NOTE, "unmatched-switch", PPV_NO_ADDRESS, self.n_unmatched,
        _ ("Context switches do not fit together, as others were lost or not recorded: the time "
           "between them is counted as unknown-time"));
  clear (&self);
}
