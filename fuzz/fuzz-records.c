/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * libFuzzer target for samples: the first bytes say how an event lays its samples out,
 * the rest is one.  What is decoded must lie within the record.
 */

#include "config.h"

#include "container/perf-format.h"
#include "records/perf-sample.h"
#include "samples/perf-text.h"
#include "stacks/perf-chains.h"

enum { LAYOUT_BYTES = 64, ID = 77 };

extern int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static PerfEvent
read_layout (PpvReader *layout)
{
  PerfEvent event = { .set = 0 };

  event.sample_type = ppv_reader_u64 (layout);
  event.read_format = ppv_reader_u64 (layout);
  event.flags = ppv_reader_u64 (layout);
  event.branch_sample_type = ppv_reader_u64 (layout);
  event.regs_user = ppv_reader_u64 (layout);
  event.regs_intr = ppv_reader_u64 (layout);
  event.sample_period = ppv_reader_u64 (layout);
  return event;
}

static void
assert_inside (const PpvReader *body, const PpvReader *part)
{
  g_assert (part->end == part->at || (part->at >= body->begin && part->end <= body->end));
}

static void
add_value (guint64 value, guint64 id, gpointer user_data)
{
  guint64 *sum = user_data;

  *sum += value ^ id;
}

static void
look_at (PerfEvents *events, const PerfEvent *event, PerfSample *sample, const PpvReader *body)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 sum = 0;

  assert_inside (body, &sample->read);
  assert_inside (body, &sample->branches);
  assert_inside (body, &sample->branch_counters);
  g_assert (sample->n_chain <= (guint64) (body->end - body->begin) / 8);
  g_assert (sample->n_branches <= (guint64) (body->end - body->begin) / 24);
  g_assert (sample->stack_size == 0 || sample->stack + sample->stack_size <= body->end);
  if (event->sample_type & PERF_SAMPLE_READ)
    {
      perf_read_values (sample->read, event->read_format, add_value, &sum);
      perf_read_losses (events, sample->read, event->read_format);
    }
  perf_branch_text (text, sample, 16);
  perf_data_source_text (text, sample->data_source);
}

/* The record is its own deferred chain as well. */
static void
complete (PerfEvents *events, const PerfEvent *event, PerfSample *sample, const PpvReader *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (body->begin, (gsize) (body->end - body->begin));
  g_autoptr (PpvInput) input = ppv_input_new_bytes (bytes, "fuzz");
  PerfFile file = { .input = input, .events = *events, .swap = body->swap };
  PerfRecord record = { .type = PERF_RECORD_DEFERRED, .body = *body };
  PerfDeferred *deferred = perf_deferred_new ();
  PerfChains *chains = perf_chains_new (&file, deferred);
  PpvReader rest;

  perf_deferred_take (deferred, &record, sample->tid);
  perf_deferred_settle (deferred);
  perf_chains_complete (chains, event, sample);
  rest = sample->chain;
  rest.failed = FALSE; /* a field before it was not there */
  for (guint64 i = 0; i < sample->n_chain; i++)
    (void) ppv_reader_u64 (&rest);
  g_assert (!rest.failed);
  perf_chains_free (chains);
  perf_deferred_free (deferred);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  PpvReader input = ppv_reader_over (data, MIN (size, LAYOUT_BYTES + G_MAXUINT16), 0, FALSE);
  PpvReader layout = ppv_reader_sub (&input, LAYOUT_BYTES);
  PerfEvent event = read_layout (&layout);
  guint64 more = ppv_reader_u64 (&layout);
  PpvReader body = ppv_reader_over (input.at, ppv_reader_left (&input), 0, (more & 1) != 0);
  PerfEvents events;
  PerfSample sample;

  if (input.failed)
    return 0;
  perf_events_init (&events);
  for (guint i = 0; i <= (more >> 1 & 1); i++)
    g_array_append_val (events.events, event);
  perf_events_add_id (&events, ID, 0);
  (void) perf_sample_event (&events, body);
  (void) perf_sample_id (&events, body);
  (void) perf_sample_decode (body, &event, &sample);
  look_at (&events, &event, &sample, &body);
  complete (&events, &event, &sample, &body);
  perf_events_clear (&events);
  return 0;
}
