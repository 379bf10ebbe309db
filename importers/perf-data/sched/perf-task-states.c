/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "perf-task-states.h"
#include "tracing/perf-trace-eval.h"

/* TASK_REPORT of linux/sched.h since Linux 4.14. */
static const struct {
  guint64 bits;
  const char *letter;
} todays[] = { { 0x01, "S" }, { 0x02, "D" }, { 0x04, "T" }, { 0x08, "t" },
               { 0x10, "X" }, { 0x20, "Z" }, { 0x40, "P" }, { 0x80, "I" } };

/* As the kernel, ps and top abbreviate them; K and N come with D, x is an older X. */
static PerfTaskState
state_of_letter (const char *letter)
{
  switch (letter[0])
    {
    case 'S':
      return PERF_TASK_SLEEPING;
    case 'D':
      return PERF_TASK_DISK;
    case 'T':
      return PERF_TASK_STOPPED;
    case 't':
      return PERF_TASK_TRACED;
    case 'X':
    case 'x':
    case 'Z':
      return PERF_TASK_DEAD;
    case 'P':
      return PERF_TASK_PARKED;
    case 'I':
    case 'N':
      return PERF_TASK_IDLE;
    default:
      return PERF_TASK_OTHER;
    }
}

static void
add_state (PerfTaskStates *self, guint64 bits, const char *letter)
{
  if (bits == 0 || self->n_states == PERF_MOST_STATES)
    return;
  self->states[self->n_states].bits = bits;
  self->states[self->n_states++].state = state_of_letter (letter);
}

/* The __print_flags () of a print format; as deep as the guard of formats lets it be. */
static const struct tep_print_arg *
find_flags (const struct tep_print_arg *arg)
{
  const struct tep_print_arg *found = NULL;

  for (; arg != NULL && found == NULL; arg = arg->next)
    if (arg->type == TEP_PRINT_FLAGS)
      found = arg;
    else if (arg->type == TEP_PRINT_OP)
      {
        found = find_flags (arg->op.left);
        if (found == NULL)
          found = find_flags (arg->op.right);
      }
  return found;
}

void
perf_task_states_init (PerfTaskStates *self, const struct tep_event *format)
{
  const struct tep_print_arg *flags = NULL;

  memset (self, 0, sizeof *self);
  if (format != NULL && !(format->flags & (int) TEP_EVENT_FL_FAILED))
    flags = find_flags (format->print_fmt.args);
  if (flags != NULL)
    for (const struct tep_print_flag_sym *flag = flags->flags.flags; flag != NULL;
         flag = flag->next)
      add_state (self, perf_trace_eval_atom (flag->value), flag->str != NULL ? flag->str : "");
  for (guint i = 0; i < G_N_ELEMENTS (todays) && flags == NULL; i++)
    add_state (self, todays[i].bits, todays[i].letter);
}

/* Of several bits the later says more: D with N is idle, D with K a sleep that signals end. */
PerfTaskState
perf_task_states_find (const PerfTaskStates *self, guint64 prev_state)
{
  PerfTaskState state = PERF_TASK_RUNNABLE;

  for (guint i = 0; i < self->n_states; i++)
    if (prev_state & self->states[i].bits &&
        (state == PERF_TASK_RUNNABLE || self->states[i].state != PERF_TASK_OTHER))
      state = self->states[i].state;
  return state;
}

const char *
perf_task_state_frame (PerfTaskState state)
{
  static const char *const frames[] = {
    [PERF_TASK_UNKNOWN] = "[off-cpu]",
    [PERF_TASK_RUNNABLE] = "[run-queue: preempted]",
    [PERF_TASK_SLEEPING] = "[off-cpu: sleeping]",
    [PERF_TASK_DISK] = "[off-cpu: disk sleep]",
    [PERF_TASK_STOPPED] = "[off-cpu: stopped]",
    [PERF_TASK_TRACED] = "[off-cpu: traced]",
    [PERF_TASK_PARKED] = "[off-cpu: parked]",
    [PERF_TASK_IDLE] = "[off-cpu: idle]",
    [PERF_TASK_DEAD] = "[off-cpu: dead]",
    [PERF_TASK_OTHER] = "[off-cpu: other]",
  };

  return frames[state];
}
