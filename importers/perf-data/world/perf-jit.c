/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A just-in-time compiler that writes a jitdump maps the first page of it as if it
 * were code, so that the recording has its path.  What perf inject --jit makes files
 * of is put into the address space directly: the module is the dump, and addresses
 * in it are offsets of the bytes of code.
 */

#include "config.h"

#include <time.h>

#include <glib/gi18n-lib.h>

#include "container/perf-format.h"
#include "perf-jit.h"
#include "ppv-jit-dump.h"

enum {
  MAX_DUMPS = 4096,
  MAX_CODES = 1 << 20,
};

typedef struct {
  PerfWorld *world;
  PpvProfileBuilder *builder;
  const PpvSymbolOptions *options;
  gboolean same_clock; /* whether times of the recording are those of dumps */
  guint32 n_codes;     /* of all dumps */
} Learner;

/* With perf record -k 1, or -k mono. */
static gboolean
has_clock_of_dumps (const PerfEvents *events)
{
  for (guint i = 0; i < perf_events_count (events); i++)
    {
      const PerfEvent *event = perf_events_get (events, i);

      if (!perf_event_has_flag (event, PERF_ATTR_USE_CLOCKID) || event->clockid != CLOCK_MONOTONIC)
        return FALSE;
    }
  return TRUE;
}

static void
note_codes (Learner *self, const PpvJitDump *dump, const PerfJitMark *mark)
{
  gboolean timed = self->same_clock && !ppv_jit_dump_has_ticks (dump);
  guint32 n_codes;
  const PpvJitCode *codes = ppv_jit_dump_list (dump, &n_codes);

  if (!timed && n_codes > 0)
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "jit-clock", PPV_NO_ADDRESS,
                              _ ("Generated code is named as it was at the end, because its times "
                                 "are not those of the recording (see perf record -k mono)"));
  for (guint32 i = 0; i < n_codes && self->n_codes < MAX_CODES; i++, self->n_codes++)
    perf_world_note_jit_code (self->world, mark, codes[i].start, codes[i].size, codes[i].offset,
                              timed ? MAX (codes[i].time, mark->order) : mark->order);
  if (self->n_codes == MAX_CODES)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "too-much-jit-code", PPV_NO_ADDRESS,
                              _ ("More code was generated than is looked at"));
}

static void
learn_dump (Learner *self, const PerfJitMark *mark)
{
  const char *path = ppv_profile_builder_peek_string (self->builder, mark->path);
  PpvSymbolState state;
  g_autoptr (PpvJitDump) dump = ppv_jit_dump_open (self->options, path, &state);

  if (dump != NULL)
    note_codes (self, dump, mark);
}

void
perf_jit_learn (PerfWorld *world,
                const PerfEvents *events,
                gboolean timed,
                PpvLoadContext *context,
                PpvProfileBuilder *builder)
{
  Learner self = { world, builder, ppv_load_context_get_symbol_options (context) };
  guint n_marks;
  const PerfJitMark *marks = perf_world_list_jit_marks (world, &n_marks);

  if (n_marks == 0 || !self.options->enabled)
    return;
  self.same_clock = timed && has_clock_of_dumps (events);
  for (guint i = 0; i < MIN (n_marks, MAX_DUMPS); i++)
    learn_dump (&self, &marks[i]);
}
