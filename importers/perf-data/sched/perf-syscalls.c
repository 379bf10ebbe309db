/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "perf-order.h"
#include "perf-syscall-names.h"
#include "perf-syscalls.h"

/* What calls of one number are called. */
typedef struct {
  PpvStringId name;
  PpvFrameId frame;
} Name;

typedef struct {
  const PerfSched *sched;
  PerfView *view;
  PpvProfileBuilder *builder;
  GHashTable *open;  /* tid -> its PerfSyscallRow that was entered */
  GHashTable *index; /* key of a number -> index of its Name, +1 */
  GArray *names;     /* Name */
  PpvStringId category;
  guint32 set;
  guint64 n_unentered;
} Syscalls;

/* --- names ---------------------------------------------------------------------------- */

static char *
dup_name (const Syscalls *self, const PerfSyscallRow *row)
{
  const char *name;

  if (row->is_named)
    return g_strdup (perf_sched_syscall (self->sched, row->number));
  name = perf_syscall_name (perf_sched_architecture (self->sched), row->is_32_bit, row->number);
  return name != NULL ? g_strdup (name) : g_strdup_printf ("syscall %d", (gint32) row->number);
}

static Name
make_name (Syscalls *self, const PerfSyscallRow *row)
{
  g_autofree char *text = dup_name (self, row);
  g_autofree char *leaf = g_strdup_printf ("[syscall: %s]", text);

  return (Name){ ppv_profile_builder_string (self->builder, text, -1),
                 ppv_profile_builder_marker (self->builder, leaf) };
}

/* Numbers are small in all recordings that are not damaged; of the others two may share a name. */
static Name
find_name (Syscalls *self, const PerfSyscallRow *row)
{
  guint key = (row->number << 2) | (guint) row->is_named << 1 | row->is_32_bit;
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->index, GUINT_TO_POINTER (key)));

  if (index == 0)
    {
      Name name = make_name (self, row);

      g_array_append_val (self->names, name);
      index = self->names->len;
      g_hash_table_insert (self->index, GUINT_TO_POINTER (key), GUINT_TO_POINTER (index));
    }
  return g_array_index (self->names, Name, index - 1);
}

/* --- calls ------------------------------------------------------------------------------ */

static void
add_call (Syscalls *self, const PerfSyscallRow *entered, const PerfSyscallRow *left)
{
  Name name = find_name (self, entered);
  gint64 duration = (gint64) MIN (left->time - entered->time, G_MAXINT64);
  PerfPlace place = perf_view_find (self->view, entered->pid, entered->tid, entered->time);
  PpvSpan span = { .thread = place.thread,
                   .start = (gint64) MIN (entered->time, G_MAXINT64),
                   .duration = duration,
                   .category = self->category,
                   .name = name.name,
                   .fields = entered->fields,
                   .value = left->value };
  PpvStackId stack = ppv_profile_builder_stack (self->builder, entered->stack, name.frame);

  ppv_profile_builder_span (self->builder, &span);
  ppv_profile_builder_sample (self->builder, self->set, stack, span.start, place.thread,
                              entered->cpu, &duration);
}

/*
 * Both have the number.  The events of single calls have another one on leaving, so that
 * there the names are compared; the execve of a 32-bit program is left as the 64-bit one.
 */
static gboolean
belongs_to (const Syscalls *self, const PerfSyscallRow *entered, const PerfSyscallRow *left)
{
  if (entered->is_named != left->is_named)
    return FALSE;
  if (entered->is_named)
    return g_str_equal (perf_sched_syscall (self->sched, entered->number),
                        perf_sched_syscall (self->sched, left->number));
  return entered->number == left->number;
}

static void
live_through (Syscalls *self, const PerfSyscallRow *row)
{
  gpointer tid = GINT_TO_POINTER (row->tid);
  const PerfSyscallRow *entered;

  if (!row->is_exit)
    {
      g_hash_table_insert (self->open, tid, (gpointer) row);
      return;
    }
  entered = g_hash_table_lookup (self->open, tid);
  if (entered == NULL || !belongs_to (self, entered, row))
    {
      self->n_unentered++;
      return;
    }
  add_call (self, entered, row);
  g_hash_table_remove (self->open, tid);
}

static void
add_metric (Syscalls *self)
{
  self->set = ppv_profile_builder_set (self->builder, PPV_SET_TIME | PPV_SET_THREAD | PPV_SET_CPU |
                                                          PPV_SET_DERIVED);
  ppv_profile_builder_metric (self->builder, self->set, "syscall-time", "ns", PPV_METRIC_FLOW);
}

static void
tell (const Syscalls *self, guint64 n_entered, guint64 n_calls)
{
  if (self->n_unentered > 0)
    ppv_profile_builder_warn_many (self->builder, PPV_NOTE, "unentered-syscall", PPV_NO_ADDRESS,
                                   self->n_unentered,
                                   _ ("System calls were left whose beginning is not recorded"));
  if (n_entered > n_calls)
    ppv_profile_builder_warn_many (self->builder, PPV_NOTE, "unfinished-syscall", PPV_NO_ADDRESS,
                                   n_entered - n_calls,
                                   _ ("System calls were entered whose end is not recorded"));
}

void
perf_syscalls_settle (const PerfSched *sched,
                      GArray *syscalls,
                      PerfView *view,
                      PpvProfileBuilder *builder)
{
  Syscalls self = { .sched = sched, .view = view, .builder = builder };
  g_autofree guint32 *order = NULL;
  guint64 n_exits = 0;

  if (syscalls->len == 0)
    return;
  self.open = g_hash_table_new (NULL, NULL);
  self.index = g_hash_table_new (NULL, NULL);
  self.names = g_array_new (FALSE, FALSE, sizeof (Name));
  self.category = ppv_profile_builder_string (builder, "syscall", -1);
  add_metric (&self);
  order = perf_order_by_time (syscalls);
  for (guint i = 0; i < syscalls->len; i++)
    {
      const PerfSyscallRow *row = &g_array_index (syscalls, PerfSyscallRow, order[i]);

      n_exits += row->is_exit;
      live_through (&self, row);
    }
  tell (&self, syscalls->len - n_exits, n_exits - self.n_unentered);
  g_hash_table_unref (self.open);
  g_hash_table_unref (self.index);
  g_array_unref (self.names);
}
