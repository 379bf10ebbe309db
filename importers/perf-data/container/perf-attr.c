/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Events, their ids and their names. */

#include "config.h"

#include "perf-attr.h"
#include "perf-format.h"

enum { PERF_SOFTWARE_CPU_CLOCK, PERF_SOFTWARE_TASK_CLOCK };

static const char *const hardware_names[] = {
  "cycles",
  "instructions",
  "cache-references",
  "cache-misses",
  "branches",
  "branch-misses",
  "bus-cycles",
  "stalled-cycles-frontend",
  "stalled-cycles-backend",
  "ref-cycles",
};

static const char *const software_names[] = {
  "cpu-clock",        "task-clock",   "page-faults",  "context-switches",
  "cpu-migrations",   "minor-faults", "major-faults", "alignment-faults",
  "emulation-faults", "dummy",        "bpf-output",   "cgroup-switches",
};

static void
clear_event (PerfEvent *event)
{
  g_free (event->name);
}

void
perf_events_init (PerfEvents *self)
{
  self->events = g_array_new (FALSE, TRUE, sizeof (PerfEvent));
  g_array_set_clear_func (self->events, (GDestroyNotify) clear_event);
  self->ids = g_array_new (FALSE, FALSE, sizeof (PerfId));
  ppv_interner_init (&self->index, 0);
}

void
perf_events_clear (PerfEvents *self)
{
  g_array_unref (self->events);
  g_array_unref (self->ids);
  ppv_interner_clear (&self->index);
}

static guint8
reverse_bits (guint8 byte)
{
  guint8 reversed = 0;

  for (guint i = 0; i < 8; i++)
    reversed |= (guint8) ((byte >> i & 1) << (7 - i));
  return reversed;
}

/* One bit each, which big-endian machines count from the other end of each byte. */
static guint64
read_flags (PpvReader *reader)
{
  const guint8 *bytes = ppv_reader_take (reader, 8);
  guint64 flags = 0;

  for (guint i = 0; bytes != NULL && i < 8; i++)
    flags |= (guint64) (perf_is_big_endian (reader) ? reverse_bits (bytes[i]) : bytes[i])
             << (8 * i);
  return flags;
}

/* struct perf_event_attr; each newer kernel has added members at its end. */
PerfEvent
perf_event_read (PpvReader reader)
{
  PerfEvent event = { .set = PPV_NONE };

  event.type = ppv_reader_u32 (&reader);
  ppv_reader_skip (&reader, 4); /* its own size */
  event.config = ppv_reader_u64 (&reader);
  event.sample_period = ppv_reader_u64 (&reader);
  event.sample_type = ppv_reader_u64 (&reader);
  event.read_format = ppv_reader_u64 (&reader);
  event.flags = read_flags (&reader);
  ppv_reader_skip (&reader, 4 + 4 + 8 + 8); /* wakeup, bp_type, config1, config2 */
  event.branch_sample_type = ppv_reader_u64 (&reader);
  event.regs_user = ppv_reader_u64 (&reader);
  event.stack_user = ppv_reader_u32 (&reader);
  event.clockid = (gint32) ppv_reader_u32 (&reader);
  event.regs_intr = ppv_reader_u64 (&reader);
  return event;
}

/* The slot of @id, or the empty one where it belongs. */
static PpvInternerSlot *
find_slot (PerfEvents *self, guint64 id, guint32 hash)
{
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, &self->index, hash,
                     g_array_index (self->ids, PerfId, slot->row).id == id);
  return slot;
}

void
perf_events_add_id (PerfEvents *self, guint64 id, guint32 event)
{
  PerfId entry = { .id = id, .event = event };
  guint32 hash = ppv_hash_u64 (id);
  PpvInternerSlot *slot = find_slot (self, id, hash);

  if (slot->row != PPV_NONE)
    return;
  g_array_append_val (self->ids, entry);
  ppv_interner_insert (&self->index, slot, hash, self->ids->len - 1);
}

PerfId *
perf_events_find_id (PerfEvents *self, guint64 id)
{
  PpvInternerSlot *slot = find_slot (self, id, ppv_hash_u64 (id));

  return slot->row != PPV_NONE ? &g_array_index (self->ids, PerfId, slot->row) : NULL;
}

void
perf_events_set_machine (PerfEvents *self, guint64 id, gint32 pid)
{
  PerfId *known = perf_events_find_id (self, id);

  if (known == NULL)
    return;
  known->machine = pid;
  self->has_guests |= pid != 0;
}

gint32
perf_events_get_machine (PerfEvents *self, guint64 id)
{
  const PerfId *known = self->has_guests ? perf_events_find_id (self, id) : NULL;

  return known != NULL ? known->machine : 0;
}

void
perf_events_name_pmu (PerfEvents *self, guint32 type, const char *name, gsize length)
{
  for (guint i = 0; i < self->events->len && type > PERF_TYPE_BREAKPOINT; i++)
    {
      PerfEvent *event = perf_events_get (self, i);

      if (event->type == type && event->name == NULL)
        event->name = g_strdup_printf ("%.*s/config=0x%" G_GINT64_MODIFIER "x/",
                                       (int) MIN (length, 256), name, event->config);
    }
}

guint64
perf_events_sum_losses (const PerfEvents *self)
{
  guint64 sum = 0;

  for (guint i = 0; i < self->ids->len; i++)
    sum = perf_sum (sum, g_array_index (self->ids, PerfId, i).n_lost);
  return sum;
}

char *
perf_event_dup_name (const PerfEvent *event)
{
  switch (event->type)
    {
    case PERF_TYPE_HARDWARE:
      if (event->config < G_N_ELEMENTS (hardware_names))
        return g_strdup (hardware_names[event->config]);
      break;
    case PERF_TYPE_SOFTWARE:
      if (event->config < G_N_ELEMENTS (software_names))
        return g_strdup (software_names[event->config]);
      break;
    case PERF_TYPE_TRACEPOINT:
      return g_strdup_printf ("tracepoint:%" G_GUINT64_FORMAT, event->config);
    case PERF_TYPE_HW_CACHE:
      return g_strdup_printf ("cache:0x%" G_GINT64_MODIFIER "x", event->config);
    case PERF_TYPE_RAW:
      return g_strdup_printf ("r%" G_GINT64_MODIFIER "x", event->config);
    case PERF_TYPE_BREAKPOINT:
      return g_strdup ("mem");
    default:
      break;
    }
  return g_strdup_printf ("event-%u:0x%" G_GINT64_MODIFIER "x", event->type, event->config);
}

const char *
perf_event_unit (const PerfEvent *event)
{
  if (event->type == PERF_TYPE_SOFTWARE &&
      (event->config == PERF_SOFTWARE_CPU_CLOCK || event->config == PERF_SOFTWARE_TASK_CLOCK))
    return "ns";
  return event->type == PERF_TYPE_HARDWARE && event->config == 0 ? "cycles" : "count";
}
