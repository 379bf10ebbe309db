/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The layout of samples, which the event's sample_type decides: the comment at
 * PERF_RECORD_SAMPLE in linux/perf_event.h lists the fields in their order.
 */

#include "config.h"

#include "container/perf-format.h"
#include "perf-sample.h"

enum { BRANCH_ENTRY = 24 };

/* Fields before and behind the copy of the stack. */
#define BEFORE_STACK (PERF_SAMPLE_IDENTIFIER | (PERF_SAMPLE_STACK_USER - 1))
#define BEHIND_STACK (~(BEFORE_STACK | PERF_SAMPLE_STACK_USER))

/* @count items of @size bytes each; NULL, failed and at the end when they are not all there. */
static const guint8 *
take_array (PpvReader *body, guint64 count, gsize size)
{
  guint64 n_bytes;

  if (__builtin_mul_overflow (count, size, &n_bytes))
    n_bytes = G_MAXUINT64;
  return ppv_reader_take (body, n_bytes);
}

static gsize
count_bits (guint64 mask)
{
  return (gsize) __builtin_popcountll (mask);
}

/* Steps over the counter values and remembers where they were. */
static PpvReader
take_read (PpvReader *body, guint64 format)
{
  PpvReader read = *body;
  guint64 n_values = 1;
  gsize words_each = 1 + count_bits (format & (PERF_READ_ID | PERF_READ_LOST));

  if (format & PERF_READ_GROUP)
    n_values = ppv_reader_u64 (body);
  (void) take_array (body, count_bits (format & (PERF_READ_ENABLED | PERF_READ_RUNNING)), 8);
  (void) take_array (body, n_values, words_each * 8);
  read.end = body->at;
  return read;
}

static void
take_branches (PpvReader *body, const PerfEvent *event, PerfSample *sample)
{
  guint64 n_branches = ppv_reader_u64 (body);

  sample->hw_index = G_MAXUINT64;
  if (event->branch_sample_type & PERF_BRANCH_HW_INDEX)
    sample->hw_index = ppv_reader_u64 (body);
  sample->branches = *body;
  if (take_array (body, n_branches, BRANCH_ENTRY) != NULL)
    sample->n_branches = n_branches;
  sample->branches.end = body->at;
  if (!(event->branch_sample_type & PERF_BRANCH_COUNTERS))
    return;
  sample->branch_counters = *body;
  (void) take_array (body, n_branches, 8);
  sample->branch_counters.end = body->at;
}

static guint64
take_registers (PpvReader *body, guint64 mask, const guint8 **registers)
{
  guint64 abi = ppv_reader_u64 (body);

  if (abi != 0)
    *registers = take_array (body, count_bits (mask), 8);
  return abi;
}

static void
take_user_registers (PpvReader *body, guint64 mask, PerfSample *sample)
{
  sample->user_regs_abi = take_registers (body, mask, &sample->user_regs);
  sample->user_regs_mask = sample->user_regs != NULL ? mask : 0;
}

/* The bytes come before the number of those that are valid. */
static void
set_stack (PerfSample *sample, const guint8 *stack, guint64 size, guint64 valid)
{
  sample->stack = stack;
  sample->stack_asked = size;
  sample->stack_size = MIN (size, valid);
  sample->stack_is_whole = valid > 0 && valid < size;
}

static void
take_stack (PpvReader *body, PerfSample *sample)
{
  guint64 size = ppv_reader_u64 (body);
  const guint8 *stack;

  if (size == 0)
    return;
  sample->stack_offset = ppv_reader_offset (body);
  stack = ppv_reader_take (body, size);
  if (stack == NULL)
    return;
  set_stack (sample, stack, size, ppv_reader_u64 (body));
  sample->stack_at_hand = (gsize) sample->stack_size;
}

/* The parts of the struct are where they are in the number, whatever the byte order. */
static void
take_weight (PpvReader *body, const PerfEvent *event, PerfSample *sample)
{
  sample->weight = ppv_reader_u64 (body);
  if (!(event->sample_type & PERF_SAMPLE_WEIGHT_STRUCT))
    return;
  sample->weights[0] = (guint16) (sample->weight >> 32);
  sample->weights[1] = (guint16) (sample->weight >> 48);
  sample->weight &= G_MAXUINT32;
}

/* The fields behind the call chain, which plain recordings do not have. */
static void
decode_rest (PpvReader *body, const PerfEvent *event, guint64 type, PerfSample *sample)
{
  const guint8 *ignored;

  if (type & PERF_SAMPLE_RAW)
    {
      sample->raw_size = ppv_reader_u32 (body);
      sample->raw = ppv_reader_take (body, sample->raw_size);
    }
  if (type & PERF_SAMPLE_BRANCH_STACK)
    take_branches (body, event, sample);
  if (type & PERF_SAMPLE_REGS_USER)
    take_user_registers (body, event->regs_user, sample);
  if (type & PERF_SAMPLE_STACK_USER)
    take_stack (body, sample);
  if (type & (PERF_SAMPLE_WEIGHT | PERF_SAMPLE_WEIGHT_STRUCT))
    take_weight (body, event, sample);
  if (type & PERF_SAMPLE_DATA_SRC)
    sample->data_source = ppv_reader_u64 (body);
  if (type & PERF_SAMPLE_TRANSACTION)
    sample->transaction = ppv_reader_u64 (body);
  if (type & PERF_SAMPLE_REGS_INTR)
    (void) take_registers (body, event->regs_intr, &ignored);
  if (type & PERF_SAMPLE_PHYS_ADDR)
    sample->physical_address = ppv_reader_u64 (body);
  if (type & PERF_SAMPLE_CGROUP)
    sample->cgroup = ppv_reader_u64 (body);
  if (type & PERF_SAMPLE_DATA_PAGE_SIZE)
    sample->data_page_size = ppv_reader_u64 (body);
  if (type & PERF_SAMPLE_CODE_PAGE_SIZE)
    sample->code_page_size = ppv_reader_u64 (body);
  if (type & PERF_SAMPLE_AUX)
    {
      sample->aux_size = ppv_reader_u64 (body);
      (void) ppv_reader_take (body, sample->aux_size);
    }
}

static void
decode (PpvReader *body, const PerfEvent *event, guint64 type, PerfSample *sample)
{
  memset (sample, 0, sizeof *sample);
  if (type & PERF_SAMPLE_IDENTIFIER)
    sample->identifier = ppv_reader_u64 (body);
  if (type & PERF_SAMPLE_IP)
    sample->ip = ppv_reader_u64 (body);
  if (type & PERF_SAMPLE_TID)
    {
      sample->pid = (gint32) ppv_reader_u32 (body);
      sample->tid = (gint32) ppv_reader_u32 (body);
    }
  if (type & PERF_SAMPLE_TIME)
    sample->time = ppv_reader_u64 (body);
  if (type & PERF_SAMPLE_ADDR)
    sample->address = ppv_reader_u64 (body);
  if (type & PERF_SAMPLE_ID)
    sample->id = ppv_reader_u64 (body);
  if (type & PERF_SAMPLE_STREAM_ID)
    sample->stream_id = ppv_reader_u64 (body);
  if (type & PERF_SAMPLE_CPU)
    {
      sample->cpu = ppv_reader_u32 (body);
      ppv_reader_skip (body, 4);
    }
  sample->period = type & PERF_SAMPLE_PERIOD ? ppv_reader_u64 (body) : event->sample_period;
  if (type & PERF_SAMPLE_READ)
    sample->read = take_read (body, event->read_format);
  if (type & PERF_SAMPLE_CALLCHAIN)
    {
      guint64 n_chain = ppv_reader_u64 (body);

      sample->chain = *body;
      if (take_array (body, n_chain, 8) != NULL)
        sample->n_chain = n_chain;
    }
  if (type >> 10 != 0)
    decode_rest (body, event, type, sample);
}

gboolean
perf_sample_decode (PpvReader body, const PerfEvent *event, PerfSample *sample)
{
  decode (&body, event, event->sample_type, sample);
  return !body.failed;
}

gboolean
perf_sample_skim (
    PpvReader body, gsize n_behind, PpvReader tail, const PerfEvent *event, PerfSample *sample)
{
  gsize n_left;
  guint64 size;

  if (!(event->sample_type & PERF_SAMPLE_STACK_USER))
    return FALSE;
  decode (&body, event, event->sample_type & BEFORE_STACK, sample);
  size = ppv_reader_u64 (&body);
  n_left = ppv_reader_left (&body) + n_behind;
  if (body.failed || size > n_left || n_left - size > ppv_reader_left (&tail))
    return FALSE;
  ppv_reader_skip (&tail, ppv_reader_left (&tail) - (n_left - size));
  set_stack (sample, body.at, size, ppv_reader_u64 (&tail));
  sample->stack_offset = ppv_reader_offset (&body);
  sample->stack_at_hand = (gsize) MIN (ppv_reader_left (&body), sample->stack_size);
  decode_rest (&tail, event, event->sample_type & BEHIND_STACK, sample);
  return !tail.failed;
}

/* How many fields of 8 bytes stand before ID. */
static gsize
words_before_id (guint64 type)
{
  return (gsize) __builtin_popcountll (type &
                                       (PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_IP | PERF_SAMPLE_TID |
                                        PERF_SAMPLE_TIME | PERF_SAMPLE_ADDR));
}

guint32
perf_sample_event (PerfEvents *events, PpvReader body)
{
  guint64 type = perf_events_get (events, 0)->sample_type;
  guint64 id;
  const PerfId *known;

  if (perf_events_count (events) == 1)
    return 0;
  if (!(type & (PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_ID)))
    return 0;
  if (!(type & PERF_SAMPLE_IDENTIFIER))
    ppv_reader_skip (&body, words_before_id (type) * 8);
  id = ppv_reader_u64 (&body);
  known = perf_events_find_id (events, id);
  if (known != NULL)
    return known->event;
  return id == 0 ? 0 : PPV_NONE;
}

/* The trailer's event: IDENTIFIER is always its last word, where there is one. */
static const PerfEvent *
trailer_event (PerfEvents *events, const PpvReader *body)
{
  const PerfEvent *first = perf_events_get (events, 0);
  gsize left = ppv_reader_left (body);
  PpvReader last = *body;
  const PerfId *known;

  if (perf_events_count (events) == 1 || !(first->sample_type & PERF_SAMPLE_IDENTIFIER) || left < 8)
    return first;
  ppv_reader_skip (&last, left - 8);
  known = perf_events_find_id (events, ppv_reader_u64 (&last));
  return known != NULL ? perf_events_get (events, known->event) : first;
}

const PerfEvent *
perf_sample_trailer_event (PerfEvents *events, PpvReader body)
{
  return trailer_event (events, &body);
}

PerfSampleId
perf_sample_id (PerfEvents *events, PpvReader body)
{
  const PerfEvent *event = trailer_event (events, &body);
  guint64 type = event->sample_type;
  PerfSampleId id = { .pid = -1, .tid = -1, .cpu = PPV_NONE };
  gsize length =
      8 * count_bits (type & (PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_ID |
                              PERF_SAMPLE_STREAM_ID | PERF_SAMPLE_CPU | PERF_SAMPLE_IDENTIFIER));

  if (!perf_event_has_flag (event, PERF_ATTR_SAMPLE_ID_ALL) || ppv_reader_left (&body) < length)
    return id;
  ppv_reader_skip (&body, ppv_reader_left (&body) - length);
  if (type & PERF_SAMPLE_TID)
    {
      id.pid = (gint32) ppv_reader_u32 (&body);
      id.tid = (gint32) ppv_reader_u32 (&body);
    }
  if (type & PERF_SAMPLE_TIME)
    {
      id.time = ppv_reader_u64 (&body);
      id.has_time = TRUE;
    }
  if (type & PERF_SAMPLE_ID)
    id.id = ppv_reader_u64 (&body);
  if (type & PERF_SAMPLE_STREAM_ID)
    ppv_reader_skip (&body, 8);
  if (type & PERF_SAMPLE_CPU)
    {
      id.cpu = ppv_reader_u32 (&body);
      ppv_reader_skip (&body, 4);
    }
  id.machine = perf_events_get_machine (
      events, type & PERF_SAMPLE_IDENTIFIER ? ppv_reader_u64 (&body) : id.id);
  return id;
}

void
perf_read_values (PpvReader read, guint64 read_format, PerfReadValue callback, gpointer user_data)
{
  guint64 n_values = 1;
  guint64 single = 0;
  gsize n_times = count_bits (read_format & (PERF_READ_ENABLED | PERF_READ_RUNNING));

  if (read_format & PERF_READ_GROUP)
    n_values = ppv_reader_u64 (&read);
  else
    single = ppv_reader_u64 (&read);
  ppv_reader_skip (&read, n_times * 8);
  for (guint64 i = 0; i < n_values && !read.failed; i++)
    {
      guint64 value = read_format & PERF_READ_GROUP ? ppv_reader_u64 (&read) : single;
      guint64 id = read_format & PERF_READ_ID ? ppv_reader_u64 (&read) : 0;

      if (read_format & PERF_READ_LOST)
        ppv_reader_skip (&read, 8);
      if (!read.failed)
        callback (value, id, user_data);
    }
}

/* Counters are switched on and off in turn where the hardware has too few of them. */
static void
note_times (PerfEvents *events, PpvReader *read, guint64 read_format)
{
  guint64 enabled = read_format & PERF_READ_ENABLED ? ppv_reader_u64 (read) : 0;
  guint64 running = read_format & PERF_READ_RUNNING ? ppv_reader_u64 (read) : enabled;

  if (!read->failed && running < enabled - enabled / 100)
    events->n_multiplexed++;
}

void
perf_read_losses (PerfEvents *events, PpvReader read, guint64 read_format)
{
  guint64 n_values = 1;

  if (read_format & PERF_READ_GROUP)
    n_values = ppv_reader_u64 (&read);
  else
    ppv_reader_skip (&read, 8); /* the value */
  note_times (events, &read, read_format);
  for (guint64 i = 0; i < n_values && !read.failed && read_format & PERF_READ_LOST; i++)
    {
      PerfId *id;
      guint64 n_lost;

      if (read_format & PERF_READ_GROUP)
        ppv_reader_skip (&read, 8);
      id = read_format & PERF_READ_ID ? perf_events_find_id (events, ppv_reader_u64 (&read)) : NULL;
      n_lost = ppv_reader_u64 (&read);
      if (id != NULL && !read.failed)
        id->n_lost = MAX (id->n_lost, n_lost);
    }
}
