/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is collected of switches, wakeups and system calls while samples are decoded. */

#include "config.h"

#include <string.h>

#include "container/perf-format.h"
#include "perf-sched.h"

enum { MOST_FIELDS = 3 };

/* What samples of an event say. */
typedef enum {
  SAYS_NOTHING,
  SAYS_SWITCH,
  SAYS_WAKEUP,
  SAYS_RAN,
  SAYS_FORK,
  SAYS_ENTER, /* any system call */
  SAYS_EXIT,
  SAYS_ENTER_NAMED, /* one system call */
  SAYS_EXIT_NAMED,
} Says;

typedef struct {
  Says says;
  const char *syscall; /* of a named one, in the event's name */
  PerfTraceField fields[MOST_FIELDS];
} SchedEvent;

struct _PerfSched {
  PerfFile *file;
  GArray *events; /* SchedEvent, by number of the event */
  PerfTaskStates states;
  gboolean any;
  gboolean has_records;
};

/* --- what the events say -------------------------------------------------------------- */

static const struct {
  const char *name;
  gboolean prefix;
  Says says;
  const char *fields[MOST_FIELDS];
} known_events[] = {
  { "sched:sched_switch", FALSE, SAYS_SWITCH, { "prev_pid", "next_pid", "prev_state" } },
  { "sched:sched_waking", FALSE, SAYS_WAKEUP, { "pid" } },
  { "sched:sched_wakeup", FALSE, SAYS_WAKEUP, { "pid" } },
  { "sched:sched_wakeup_new", FALSE, SAYS_WAKEUP, { "pid" } },
  { "sched:sched_stat_runtime", FALSE, SAYS_RAN, { "pid", "runtime" } },
  { "sched:sched_process_fork", FALSE, SAYS_FORK, { "child_pid" } },
  { "raw_syscalls:sys_enter", FALSE, SAYS_ENTER, { "id" } },
  { "raw_syscalls:sys_exit", FALSE, SAYS_EXIT, { "id", "ret" } },
  { "syscalls:sys_enter_", TRUE, SAYS_ENTER_NAMED, { NULL } },
  { "syscalls:sys_exit_", TRUE, SAYS_EXIT_NAMED, { "ret" } },
};

/* Modifiers, as in "sched:sched_switch:u", are part of a name. */
static gboolean
is_called (const char *name, const char *known, gboolean prefix)
{
  gsize length = strlen (known);

  return strncmp (name, known, length) == 0 &&
         (prefix || name[length] == '\0' || name[length] == ':');
}

static SchedEvent
know_event (const PerfTrace *trace, guint32 event, const char *name)
{
  SchedEvent known = { SAYS_NOTHING };

  for (guint i = 0; i < G_N_ELEMENTS (known_events); i++)
    {
      if (!is_called (name, known_events[i].name, known_events[i].prefix))
        continue;
      known.says = known_events[i].says;
      known.syscall = known_events[i].prefix ? name + strlen (known_events[i].name) : NULL;
      for (guint f = 0; f < MOST_FIELDS && known_events[i].fields[f] != NULL; f++)
        if (!perf_trace_find (trace, event, known_events[i].fields[f], &known.fields[f]))
          known.says = SAYS_NOTHING;
    }
  return known;
}

/* Whether every single one is recorded, and tells when it was. */
static gboolean
is_complete (const PerfEvent *event)
{
  return !perf_event_has_flag (event, PERF_ATTR_FREQ) && event->sample_period == 1 &&
         event->sample_type & PERF_SAMPLE_TIME;
}

/*
 * A recording of single processes has no tracepoint of the switch that lets them enter,
 * as that happens in the thread before, but SWITCH records of both; one of all CPUs has
 * SWITCH_CPU_WIDE records, which say no more than the tracepoint.
 */
static gboolean
choose_records (const PerfSched *self, const PerfRecordCounts *counts)
{
  if (counts->kinds[PERF_RECORD_SWITCH] > 0)
    return TRUE;
  if (counts->kinds[PERF_RECORD_SWITCH_CPU_WIDE] == 0)
    return FALSE;
  for (guint32 i = 0; i < self->events->len; i++)
    if (g_array_index (self->events, SchedEvent, i).says == SAYS_SWITCH &&
        is_complete (perf_events_get (&self->file->events, i)))
      return FALSE;
  return TRUE;
}

PerfSched *
perf_sched_new (PerfFile *file, const PerfTrace *trace, const PerfRecordCounts *counts)
{
  PerfSched *self = g_new0 (PerfSched, 1);

  self->file = file;
  self->events = g_array_new (FALSE, TRUE, sizeof (SchedEvent));
  perf_task_states_init (&self->states, NULL);
  for (guint32 i = 0; i < perf_events_count (&file->events); i++)
    {
      const PerfEvent *event = perf_events_get (&file->events, i);
      SchedEvent known = know_event (trace, i, event->name != NULL ? event->name : "");

      if (!(event->sample_type & PERF_SAMPLE_TIME))
        known.says = SAYS_NOTHING;
      if (known.says == SAYS_SWITCH)
        perf_task_states_init (&self->states, perf_trace_get (trace, i));
      self->any |= known.says != SAYS_NOTHING;
      g_array_append_val (self->events, known);
    }
  self->has_records = choose_records (self, counts);
  self->any |= self->has_records;
  return self;
}

void
perf_sched_free (PerfSched *self)
{
  g_array_unref (self->events);
  g_free (self);
}

gboolean
perf_sched_wants (const PerfSched *self, guint32 event)
{
  return self->any && g_array_index (self->events, SchedEvent, event).says != SAYS_NOTHING;
}

const char *
perf_sched_syscall (const PerfSched *self, guint32 event)
{
  return g_array_index (self->events, SchedEvent, event).syscall;
}

const char *
perf_sched_architecture (const PerfSched *self)
{
  return self->file->architecture;
}

gboolean
perf_sched_has_records (const PerfSched *self)
{
  return self->has_records;
}

/* --- samples ------------------------------------------------------------------------------ */

static void
add_switch (const PerfSched *self,
            GArray *rows,
            const SchedEvent *event,
            const PerfSample *sample,
            PpvReader raw,
            PerfSchedRow *row)
{
  guint64 prev, next, state;

  if (!perf_trace_read (&event->fields[0], raw, &prev) ||
      !perf_trace_read (&event->fields[1], raw, &next) ||
      !perf_trace_read (&event->fields[2], raw, &state))
    return;
  row->kind = self->has_records ? PERF_SCHED_STACK : PERF_SCHED_SWITCH;
  row->state = (guint8) perf_task_states_find (&self->states, state);
  /* the sample's own ids are -1 when the thread is about to be buried */
  row->pid = sample->tid == (gint32) prev ? sample->pid : -1;
  row->tid = (gint32) prev;
  row->other = (gint32) next;
  g_array_append_vals (rows, row, 1);
}

/*
 * The kernel also brings the time of a thread of another CPU up to date: that tells
 * nothing.  The sample's own ids are -1 when the thread is about to be buried.
 */
static void
add_ran (GArray *rows,
         const SchedEvent *event,
         const PerfSample *sample,
         PpvReader raw,
         PerfSchedRow *row)
{
  guint64 tid, runtime;

  if (!perf_trace_read (&event->fields[0], raw, &tid) ||
      !perf_trace_read (&event->fields[1], raw, &runtime) ||
      (sample->tid != -1 && (gint32) tid != sample->tid))
    return;
  row->kind = PERF_SCHED_RAN;
  row->tid = (gint32) tid;
  row->other = (gint32) MIN (runtime, G_MAXINT32);
  g_array_append_vals (rows, row, 1);
}

static void
add_other (
    GArray *rows, PerfSchedKind kind, const SchedEvent *event, PpvReader raw, PerfSchedRow *row)
{
  guint64 other;

  if (!perf_trace_read (&event->fields[0], raw, &other))
    return;
  row->kind = (guint8) kind;
  row->other = (gint32) other;
  g_array_append_vals (rows, row, 1);
}

static void
add_syscall (GArray *rows,
             guint32 number,
             const SchedEvent *event,
             const PerfSample *sample,
             PpvReader raw,
             PerfSyscallRow *row)
{
  gboolean is_exit = event->says == SAYS_EXIT || event->says == SAYS_EXIT_NAMED;
  const PerfTraceField *value = &event->fields[event->syscall != NULL ? 0 : 1];
  guint64 read = 0;

  if (event->syscall == NULL)
    {
      if (!perf_trace_read (&event->fields[0], raw, &read))
        return;
      number = (guint32) read;
    }
  if (is_exit && !perf_trace_read (value, raw, &read))
    return;
  row->time = sample->time;
  row->value = is_exit ? (gint64) read : 0;
  row->pid = sample->pid;
  row->tid = sample->tid;
  row->cpu = sample->cpu;
  row->number = number;
  row->is_exit = is_exit ? 1 : 0;
  row->is_named = event->syscall != NULL ? 1 : 0;
  row->is_32_bit = sample->user_regs_abi == 1 ? 1 : 0; /* PERF_SAMPLE_REGS_ABI_32 */
  g_array_append_vals (rows, row, 1);
}

void
perf_sched_note_sample (const PerfSched *self,
                        PerfSchedRows *rows,
                        guint32 event,
                        const PerfSample *sample,
                        PpvStackId stack,
                        PpvStringId fields)
{
  const SchedEvent *known = &g_array_index (self->events, SchedEvent, event);
  guint64 type = perf_events_get (&self->file->events, event)->sample_type;
  PpvReader raw = ppv_reader_over (sample->raw, sample->raw != NULL ? sample->raw_size : 0, 0,
                                   self->file->swap);
  PerfSchedRow row = { .time = sample->time, .pid = sample->pid, .tid = sample->tid };
  PerfSyscallRow syscall = { .stack = stack, .fields = fields };

  row.stack = stack;
  row.cpu = type & PERF_SAMPLE_CPU ? sample->cpu : PPV_NONE;
  switch (known->says)
    {
    case SAYS_NOTHING:
      break;
    case SAYS_SWITCH:
      return add_switch (self, rows->switches, known, sample, raw, &row);
    case SAYS_WAKEUP:
      return add_other (rows->switches, PERF_SCHED_WAKEUP, known, raw, &row);
    case SAYS_RAN:
      return add_ran (rows->switches, known, sample, raw, &row);
    case SAYS_FORK:
      return add_other (rows->switches, PERF_SCHED_FORK, known, raw, &row);
    default:
      return add_syscall (rows->syscalls, event, known, sample, raw, &syscall);
    }
}

/* --- records -------------------------------------------------------------------------------- */

void
perf_sched_note_record (const PerfSched *self, PerfSchedRows *rows, const PerfRecord *record)
{
  PerfSchedRow row = { .stack = PPV_NONE };
  PpvReader body = record->body;
  PerfSampleId id;

  if (!self->any)
    return;
  switch (record->type)
    {
    case PERF_RECORD_SWITCH:
    case PERF_RECORD_SWITCH_CPU_WIDE:
      if (!self->has_records)
        return;
      row.kind = record->misc & PERF_MISC_SWITCH_OUT ? PERF_SCHED_OUT : PERF_SCHED_IN;
      row.state = record->misc & PERF_MISC_SWITCH_PREEMPT ? PERF_TASK_RUNNABLE : PERF_TASK_UNKNOWN;
      break;
    case PERF_RECORD_LOST:
    case PERF_RECORD_LOST_SAMPLES:
      row.kind = PERF_SCHED_LOST;
      break;
    case PERF_RECORD_EXIT:
      if (!self->has_records)
        return;
      G_GNUC_FALLTHROUGH;
    case PERF_RECORD_FORK:
      row.kind = record->type == PERF_RECORD_FORK ? PERF_SCHED_FORK : PERF_SCHED_EXIT;
      ppv_reader_skip (&body, 8);
      row.tid = row.other = (gint32) ppv_reader_u32 (&body);
      break;
    default:
      return;
    }
  id = perf_sample_id (&self->file->events, record->body);
  if (!id.has_time || id.machine != 0 || body.failed)
    return;
  row.time = id.time;
  row.cpu = id.cpu;
  row.pid = -1;
  if (row.kind == PERF_SCHED_OUT || row.kind == PERF_SCHED_IN)
    {
      row.pid = id.pid;
      row.tid = id.tid;
    }
  g_array_append_val (rows->switches, row);
}

/* --- rows ----------------------------------------------------------------------------------- */

void
perf_sched_rows_init (PerfSchedRows *self)
{
  self->switches = g_array_new (FALSE, FALSE, sizeof (PerfSchedRow));
  self->syscalls = g_array_new (FALSE, FALSE, sizeof (PerfSyscallRow));
}

void
perf_sched_rows_clear (PerfSchedRows *self)
{
  g_clear_pointer (&self->switches, g_array_unref);
  g_clear_pointer (&self->syscalls, g_array_unref);
}

static PpvStackId
map_stack (const PpvStackId *stacks, PpvStackId stack)
{
  return stack == PPV_NONE ? PPV_NONE : stacks[stack];
}

void
perf_sched_rows_append (PerfSchedRows *self,
                        const PerfSchedRows *other,
                        const PpvStackId *stacks,
                        const PpvStringId *strings)
{
  guint n_switches = self->switches->len, n_syscalls = self->syscalls->len;

  g_array_append_vals (self->switches, other->switches->data, other->switches->len);
  for (guint i = n_switches; i < self->switches->len; i++)
    {
      PerfSchedRow *row = &g_array_index (self->switches, PerfSchedRow, i);

      row->stack = map_stack (stacks, row->stack);
    }
  g_array_append_vals (self->syscalls, other->syscalls->data, other->syscalls->len);
  for (guint i = n_syscalls; i < self->syscalls->len; i++)
    {
      PerfSyscallRow *row = &g_array_index (self->syscalls, PerfSyscallRow, i);

      row->stack = map_stack (stacks, row->stack);
      row->fields = strings[row->fields];
    }
}
