/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * White box: writes samples of random layouts, field by field in the order of
 * linux/perf_event.h, and wants every field back.
 */

#include "config.h"

#include "container/perf-format.h"
#include "records/perf-sample.h"

enum { N_LAYOUTS = 3000 };

static guint64
next_value (guint64 *counter)
{
  *counter += G_GUINT64_CONSTANT (0x1111111100000001);
  return *counter;
}

static void
put (GByteArray *record, guint64 value)
{
  g_byte_array_append (record, (const guint8 *) &value, sizeof value);
}

static void
put_pair (GByteArray *record, guint32 low, guint32 high)
{
  put (record, ((guint64) high << 32) | low);
}

/* Appends a field of one word where the layout has it, and remembers its value. */
static void
put_word (
    GByteArray *record, const PerfEvent *event, guint64 bit, guint64 *counter, guint64 *wanted)
{
  if (!(event->sample_type & bit))
    return;
  *wanted = next_value (counter);
  put (record, *wanted);
}

static void
put_read (GByteArray *record, const PerfEvent *event)
{
  guint n_values = event->read_format & PERF_READ_GROUP ? 3 : 1;

  if (!(event->sample_type & PERF_SAMPLE_READ))
    return;
  put (record, event->read_format & PERF_READ_GROUP ? n_values : 1000);
  if (event->read_format & PERF_READ_ENABLED)
    put (record, 1);
  if (event->read_format & PERF_READ_RUNNING)
    put (record, 1);
  for (guint i = 0; i < n_values; i++)
    {
      if (event->read_format & PERF_READ_GROUP)
        put (record, 1000 + i);
      if (event->read_format & PERF_READ_ID)
        put (record, 70 + i);
      if (event->read_format & PERF_READ_LOST)
        put (record, 5);
    }
}

static void
put_branches (GByteArray *record, const PerfEvent *event, PerfSample *wanted)
{
  if (!(event->sample_type & PERF_SAMPLE_BRANCH_STACK))
    return;
  wanted->n_branches = 2;
  put (record, 2);
  if (event->branch_sample_type & PERF_BRANCH_HW_INDEX)
    put (record, 0);
  for (guint i = 0; i < 6; i++)
    put (record, 0xb0 + i);
  for (guint i = 0; i < 2 && event->branch_sample_type & PERF_BRANCH_COUNTERS; i++)
    put (record, 0);
}

static void
put_registers (GByteArray *record, guint64 mask)
{
  put (record, 2);
  for (; mask != 0; mask &= mask - 1)
    put (record, 0x4e6);
}

static void
put_front (GByteArray *record, const PerfEvent *event, guint64 *counter, PerfSample *wanted)
{
  put_word (record, event, PERF_SAMPLE_IDENTIFIER, counter, &wanted->identifier);
  put_word (record, event, PERF_SAMPLE_IP, counter, &wanted->ip);
  if (event->sample_type & PERF_SAMPLE_TID)
    {
      wanted->pid = 10;
      wanted->tid = 11;
      put_pair (record, 10, 11);
    }
  put_word (record, event, PERF_SAMPLE_TIME, counter, &wanted->time);
  put_word (record, event, PERF_SAMPLE_ADDR, counter, &wanted->address);
  put_word (record, event, PERF_SAMPLE_ID, counter, &wanted->id);
  put_word (record, event, PERF_SAMPLE_STREAM_ID, counter, &wanted->stream_id);
  if (event->sample_type & PERF_SAMPLE_CPU)
    {
      wanted->cpu = 3;
      put_pair (record, 3, 0);
    }
  wanted->period = event->sample_period;
  put_word (record, event, PERF_SAMPLE_PERIOD, counter, &wanted->period);
  put_read (record, event);
  if (event->sample_type & PERF_SAMPLE_CALLCHAIN)
    {
      wanted->n_chain = 3;
      put (record, 3);
      for (guint i = 0; i < 3; i++)
        put (record, 0xc0 + i);
    }
}

static void
put_rest (GByteArray *record, const PerfEvent *event, guint64 *counter, PerfSample *wanted)
{
  if (event->sample_type & PERF_SAMPLE_RAW)
    {
      wanted->raw_size = 12;
      put_pair (record, 12, 0xaaaaaaaa);
      put (record, 0);
    }
  put_branches (record, event, wanted);
  if (event->sample_type & PERF_SAMPLE_REGS_USER)
    {
      wanted->user_regs_abi = 2;
      put_registers (record, event->regs_user);
    }
  if (event->sample_type & PERF_SAMPLE_STACK_USER)
    {
      wanted->stack_size = 8;
      put (record, 16);
      put (record, 0);
      put (record, 0);
      put (record, 8);
    }
  put_word (record, event, PERF_SAMPLE_WEIGHT, counter, &wanted->weight);
  put_word (record, event, PERF_SAMPLE_DATA_SRC, counter, &wanted->data_source);
  put_word (record, event, PERF_SAMPLE_TRANSACTION, counter, &wanted->transaction);
  if (event->sample_type & PERF_SAMPLE_REGS_INTR)
    put_registers (record, event->regs_intr);
  put_word (record, event, PERF_SAMPLE_PHYS_ADDR, counter, &wanted->physical_address);
  put_word (record, event, PERF_SAMPLE_CGROUP, counter, &wanted->cgroup);
  put_word (record, event, PERF_SAMPLE_DATA_PAGE_SIZE, counter, &wanted->data_page_size);
  put_word (record, event, PERF_SAMPLE_CODE_PAGE_SIZE, counter, &wanted->code_page_size);
  if (event->sample_type & PERF_SAMPLE_AUX)
    {
      wanted->aux_size = 8;
      put (record, 8);
      put (record, 0);
    }
}

static GByteArray *
encode (const PerfEvent *event, PerfSample *wanted)
{
  GByteArray *record = g_byte_array_new ();
  guint64 counter = 0;

  memset (wanted, 0, sizeof *wanted);
  put_front (record, event, &counter, wanted);
  put_rest (record, event, &counter, wanted);
  return record;
}

static PerfEvent
random_event (void)
{
  PerfEvent event = { .sample_period = 4000 };

  event.sample_type = (guint64) (guint32) g_test_rand_int () & PERF_SAMPLE_KNOWN;
  event.sample_type &= ~PERF_SAMPLE_WEIGHT_STRUCT; /* in the place of WEIGHT */
  event.read_format = (guint64) g_test_rand_int_range (0, 32);
  event.branch_sample_type = g_test_rand_bit () ? PERF_BRANCH_HW_INDEX | PERF_BRANCH_COUNTERS : 0;
  event.regs_user = (guint32) g_test_rand_int ();
  event.regs_intr = (guint32) g_test_rand_int ();
  return event;
}

static void
assert_same (const PerfSample *got, const PerfSample *wanted)
{
  g_assert_cmphex (got->identifier, ==, wanted->identifier);
  g_assert_cmphex (got->ip, ==, wanted->ip);
  g_assert_cmpint (got->pid, ==, wanted->pid);
  g_assert_cmpint (got->tid, ==, wanted->tid);
  g_assert_cmphex (got->time, ==, wanted->time);
  g_assert_cmphex (got->address, ==, wanted->address);
  g_assert_cmphex (got->id, ==, wanted->id);
  g_assert_cmphex (got->stream_id, ==, wanted->stream_id);
  g_assert_cmpuint (got->cpu, ==, wanted->cpu);
  g_assert_cmphex (got->period, ==, wanted->period);
  g_assert_cmpuint (got->n_chain, ==, wanted->n_chain);
  g_assert_cmpuint (got->raw_size, ==, wanted->raw_size);
  g_assert_cmpuint (got->n_branches, ==, wanted->n_branches);
  g_assert_cmpuint (got->user_regs_abi, ==, wanted->user_regs_abi);
  g_assert_cmpuint (got->stack_size, ==, wanted->stack_size);
  g_assert_cmphex (got->weight, ==, wanted->weight);
  g_assert_cmphex (got->data_source, ==, wanted->data_source);
  g_assert_cmphex (got->transaction, ==, wanted->transaction);
  g_assert_cmphex (got->physical_address, ==, wanted->physical_address);
  g_assert_cmphex (got->cgroup, ==, wanted->cgroup);
  g_assert_cmphex (got->data_page_size, ==, wanted->data_page_size);
  g_assert_cmphex (got->code_page_size, ==, wanted->code_page_size);
  g_assert_cmpuint (got->aux_size, ==, wanted->aux_size);
}

static void
test_finds_every_field_in_every_layout (void)
{
  for (guint i = 0; i < N_LAYOUTS; i++)
    {
      PerfEvent event = random_event ();
      PerfSample wanted, got;
      g_autoptr (GByteArray) record = encode (&event, &wanted);

      g_assert_true (
          perf_sample_decode (ppv_reader_over (record->data, record->len, 0, FALSE), &event, &got));
      assert_same (&got, &wanted);
    }
}

static void
test_notices_a_sample_that_is_cut (void)
{
  for (guint i = 0; i < N_LAYOUTS; i++)
    {
      PerfEvent event = random_event ();
      PerfSample wanted, got;
      g_autoptr (GByteArray) record = encode (&event, &wanted);
      guint length;

      if (record->len == 0)
        continue;
      length = (guint) g_test_rand_int_range (0, (gint) record->len);
      g_assert_false (
          perf_sample_decode (ppv_reader_over (record->data, length, 0, FALSE), &event, &got));
      g_assert_cmpuint (got.n_chain, <=, 3);
    }
}

/* As much of the beginning and the end as chance has it: the same fields, or none. */
static void
test_skims_what_it_would_decode (void)
{
  guint n_skimmed = 0;

  for (guint i = 0; i < N_LAYOUTS * 4; i++)
    {
      PerfEvent event = random_event ();
      PerfSample wanted, got;
      g_autoptr (GByteArray) record = encode (&event, &wanted);
      gint32 length = (gint32) record->len;
      gsize n_head = (gsize) g_test_rand_int_range (0, length + 1);
      gsize n_tail = (gsize) g_test_rand_int_range (0, length + 1);
      PpvReader head = ppv_reader_over (record->data, n_head, 70, FALSE);
      PpvReader tail = ppv_reader_over (record->data + record->len - n_tail, n_tail, 0, FALSE);

      if (!perf_sample_skim (head, record->len - n_head, tail, &event, &got))
        continue;
      n_skimmed++;
      assert_same (&got, &wanted);
      g_assert_cmpuint (got.stack_at_hand, <=, got.stack_size);
      g_assert_true (got.stack + got.stack_at_hand <= head.end);
      g_assert_true (got.stack == record->data + (got.stack_offset - 70));
    }
  g_assert_cmpuint (n_skimmed, >, N_LAYOUTS / 10);
}

static void
add_value (guint64 value, guint64 id, gpointer user_data)
{
  guint64 *sum = user_data;

  *sum = *sum * 10000 + value;
  g_assert_true (id == 0 || (id >= 70 && id < 73));
}

static void
test_reads_the_counters_of_a_group (void)
{
  for (guint64 format = 0; format < 32; format++)
    {
      PerfEvent event = { .sample_type = PERF_SAMPLE_READ, .read_format = format };
      PerfSample wanted, got;
      g_autoptr (GByteArray) record = encode (&event, &wanted);
      guint64 sum = 0;

      g_assert_true (
          perf_sample_decode (ppv_reader_over (record->data, record->len, 0, FALSE), &event, &got));
      perf_read_values (got.read, format, add_value, &sum);
      g_assert_cmpuint (sum, ==,
                        format & PERF_READ_GROUP ? G_GUINT64_CONSTANT (100010011002) : 1000);
    }
}

static void
test_refuses_counts_that_cannot_be (void)
{
  PerfEvent event = { .sample_type = PERF_SAMPLE_CALLCHAIN };
  static const guint64 counts[] = { 2, G_GUINT64_CONSTANT (0x2000000000000001), G_MAXUINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      guint64 words[] = { counts[i], 7 };
      PerfSample sample;

      g_assert_false (
          perf_sample_decode (ppv_reader_over (words, sizeof words, 0, FALSE), &event, &sample));
      g_assert_cmpuint (sample.n_chain, ==, 0);
    }
}

static void
test_tells_events_apart_by_their_ids (void)
{
  PerfEvents events;
  PerfEvent event = { .sample_type = PERF_SAMPLE_IP | PERF_SAMPLE_ID };
  guint64 body[] = { 0x1000, 22 };

  perf_events_init (&events);
  g_array_append_val (events.events, event);
  g_assert_cmpuint (perf_sample_event (&events, ppv_reader_over (body, 16, 0, FALSE)), ==, 0);
  g_array_append_val (events.events, event);
  perf_events_add_id (&events, 21, 0);
  perf_events_add_id (&events, 22, 1);
  g_assert_cmpuint (perf_sample_event (&events, ppv_reader_over (body, 16, 0, FALSE)), ==, 1);
  body[1] = 99;
  g_assert_cmpuint (perf_sample_event (&events, ppv_reader_over (body, 16, 0, FALSE)), ==,
                    PPV_NONE);
  perf_events_clear (&events);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/perf-sample/finds-every-field-in-every-layout",
                   test_finds_every_field_in_every_layout);
  g_test_add_func ("/perf-sample/notices-a-sample-that-is-cut", test_notices_a_sample_that_is_cut);
  g_test_add_func ("/perf-sample/skims-what-it-would-decode", test_skims_what_it_would_decode);
  g_test_add_func ("/perf-sample/reads-the-counters-of-a-group",
                   test_reads_the_counters_of_a_group);
  g_test_add_func ("/perf-sample/refuses-counts-that-cannot-be",
                   test_refuses_counts_that_cannot_be);
  g_test_add_func ("/perf-sample/tells-events-apart-by-their-ids",
                   test_tells_events_apart_by_their_ids);
  return g_test_run ();
}
