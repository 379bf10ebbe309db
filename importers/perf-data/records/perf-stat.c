/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Records 73 to 79 of tools/lib/perf/include/perf/event.h. */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "container/perf-format.h"
#include "perf-stat.h"

/* So many processes or ranges of processors are told. */
enum { NAMES_TOLD = 64 };

enum { CPU_MAP_LIST, CPU_MAP_MASK, CPU_MAP_RANGE };
enum { CPU_LIMIT = 1 << 16 };

/* What the counters of an event say together. */
typedef struct {
  double sum;      /* of the round, scaled to all the time the counter was wanted */
  double last;     /* of the round before */
  double scale;    /* to the unit */
  char *unit;      /* for people, NULL for a count */
  guint32 counter; /* in the builder, PPV_NONE until there is a value */
} Tally;

struct _PerfStat {
  PerfFile *file;
  GArray *tallies; /* of events, Tally */
  guint64 n_values;
  guint64 n_rounds;
  guint64 n_unscaled; /* values of counters that never ran */
  guint64 n_strangers;
  guint64 last_time;
  gboolean open; /* values have come since the last round */
};

static void
clear_tally (Tally *tally)
{
  g_free (tally->unit);
}

PerfStat *
perf_stat_new (PerfFile *file)
{
  PerfStat *self = g_new0 (PerfStat, 1);

  self->file = file;
  self->tallies = g_array_new (FALSE, TRUE, sizeof (Tally));
  g_array_set_clear_func (self->tallies, (GDestroyNotify) clear_tally);
  return self;
}

void
perf_stat_free (PerfStat *self)
{
  g_array_unref (self->tallies);
  g_free (self);
}

/* Events are all known by the time of the first record. */
static Tally *
tally_of (PerfStat *self, guint32 event)
{
  while (self->tallies->len < perf_events_count (&self->file->events))
    {
      Tally tally = { .scale = 1, .counter = PPV_NONE };

      g_array_append_val (self->tallies, tally);
    }
  return &g_array_index (self->tallies, Tally, event);
}

/* --- values ------------------------------------------------------------------------ */

/* Counters that share the hardware ran for a part of the time: perf scales what they say. */
static void
take_value (PerfStat *self, PpvReader body)
{
  const PerfId *id = perf_events_find_id (&self->file->events, ppv_reader_u64 (&body));
  guint64 value, enabled, running;

  ppv_reader_skip (&body, 8); /* processor and thread, by their places in the maps */
  value = ppv_reader_u64 (&body);
  enabled = ppv_reader_u64 (&body);
  running = ppv_reader_u64 (&body);
  self->n_values++;
  self->open = TRUE;
  if (body.failed || id == NULL)
    self->n_strangers++;
  else if (running == 0)
    self->n_unscaled++;
  else
    tally_of (self, id->event)->sum += (double) value * ((double) enabled / (double) running);
}

static void
end_round (PerfStat *self, guint64 time)
{
  PpvProfileBuilder *builder = self->file->builder;

  for (guint i = 0; i < self->tallies->len; i++)
    {
      Tally *tally = &g_array_index (self->tallies, Tally, i);
      const PerfEvent *event = perf_events_get (&self->file->events, i);
      g_autofree char *name =
          event->name != NULL ? g_strdup (event->name) : perf_event_dup_name (event);
      double value = CLAMP (tally->sum, 0, 9e18);

      if (tally->counter == PPV_NONE)
        tally->counter = ppv_profile_builder_counter (builder, name, perf_event_unit (event));
      if (tally->counter != PPV_NONE)
        ppv_profile_builder_count (builder, tally->counter, (gint64) MIN (time, G_MAXINT64),
                                   (gint64) (value + 0.5));
      tally->last = tally->sum;
      tally->sum = 0;
    }
  self->n_rounds++;
  self->last_time = time;
  self->open = FALSE;
}

static void
take_round (PerfStat *self, PpvReader body)
{
  ppv_reader_skip (&body, 8); /* whether it is the last one */
  end_round (self, ppv_reader_u64 (&body));
}

/* --- what was watched -------------------------------------------------------------- */

static void
add_range (GString *text, guint64 first, guint64 last)
{
  g_string_append_printf (text, "%s%" PRIu64, text->len > 0 ? "," : "", first);
  if (last > first)
    g_string_append_printf (text, "-%" PRIu64, last);
}

/* Processors in ranges, as in “0-3,8”; a map may name them in any of three ways. */
static void
end_ranges (GString *text, const guint8 *cpus)
{
  guint n_ranges = 0;

  for (guint i = 0; i < CPU_LIMIT && n_ranges < NAMES_TOLD; i++)
    {
      guint first = i;

      if (!cpus[i])
        continue;
      while (i + 1 < CPU_LIMIT && cpus[i + 1])
        i++;
      add_range (text, first, i);
      n_ranges++;
    }
}

static void
read_mask (PpvReader *body, guint8 *cpus)
{
  guint16 n_words = ppv_reader_u16 (body);
  guint16 word_size = ppv_reader_u16 (body);

  if (word_size == 8)
    ppv_reader_skip (body, 4); /* for the sake of old readers */
  for (guint i = 0; i < n_words && !body->failed; i++)
    {
      guint64 word = word_size == 8 ? ppv_reader_u64 (body) : ppv_reader_u32 (body);

      for (guint bit = 0; bit < word_size * 8u && word_size <= 8; bit++)
        if (word >> bit & 1 && i * word_size * 8u + bit < CPU_LIMIT)
          cpus[i * word_size * 8u + bit] = 1;
    }
}

static void
read_list (PpvReader *body, guint8 *cpus)
{
  guint16 n_cpus = ppv_reader_u16 (body);

  for (guint i = 0; i < n_cpus; i++)
    {
      guint16 cpu = ppv_reader_u16 (body);

      if (!body->failed)
        cpus[cpu] = 1;
    }
  cpus[G_MAXUINT16] = 0; /* any */
}

static void
read_range (PpvReader *body, guint8 *cpus)
{
  guint first, last;

  ppv_reader_skip (body, 2); /* whether any will do, too */
  first = ppv_reader_u16 (body);
  last = ppv_reader_u16 (body);
  for (guint i = first; i <= last && !body->failed; i++)
    cpus[i] = 1;
}

static void
take_cpus (PerfStat *self, PpvReader body)
{
  g_autofree guint8 *cpus = g_malloc0 (CPU_LIMIT);
  g_autoptr (GString) text = g_string_new (NULL);

  switch (ppv_reader_u16 (&body))
    {
    case CPU_MAP_LIST:
      read_list (&body, cpus);
      break;
    case CPU_MAP_MASK:
      read_mask (&body, cpus);
      break;
    case CPU_MAP_RANGE:
      read_range (&body, cpus);
      break;
    default:
      return;
    }
  end_ranges (text, cpus);
  if (text->len > 0)
    ppv_profile_builder_fact (self->file->builder, "cpus_recorded", text->str, (gssize) text->len);
}

/* A number and a name of 16 bytes each; -1 stands for all of the machine. */
static void
take_threads (PerfStat *self, PpvReader body)
{
  guint64 n_threads = ppv_reader_u64 (&body);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint64 i = 0; i < MIN (n_threads, NAMES_TOLD); i++)
    {
      gint64 tid = (gint64) ppv_reader_u64 (&body);
      gsize length;
      const char *name = ppv_reader_text (&body, 16, &length);

      if (body.failed || tid < 0)
        break;
      g_string_append_printf (text, "%s%.*s%s%" PRId64, text->len > 0 ? ", " : "", (int) length,
                              name, length > 0 ? " " : "", tid);
    }
  if (text->len > 0)
    ppv_profile_builder_fact (self->file->builder, "threads_recorded", text->str,
                              (gssize) text->len);
}

static void
take_update (PerfStat *self, PpvReader body)
{
  guint64 kind = ppv_reader_u64 (&body);
  const PerfId *id = perf_events_find_id (&self->file->events, ppv_reader_u64 (&body));
  gsize length;
  const char *text;

  if (id == NULL || body.failed)
    return;
  if (kind == PERF_UPDATE_UNIT)
    {
      text = ppv_reader_text (&body, ppv_reader_left (&body), &length);
      g_free (tally_of (self, id->event)->unit);
      tally_of (self, id->event)->unit = length > 0 ? g_strndup (text, length) : NULL;
    }
  else if (kind == PERF_UPDATE_SCALE)
    {
      guint64 bits = ppv_reader_u64 (&body);
      double scale;

      memcpy (&scale, &bits, sizeof scale);
      if (!body.failed && scale > 0 && scale < 1e18)
        tally_of (self, id->event)->scale = scale;
    }
}

/* How times of hardware traces become those of the records. */
static void
take_conversion (PerfStat *self, PpvReader body)
{
  guint64 shift = ppv_reader_u64 (&body);
  guint64 factor = ppv_reader_u64 (&body);
  guint64 zero = ppv_reader_u64 (&body);
  g_autofree char *text =
      g_strdup_printf ("zero %" PRIu64 ", factor %" PRIu64 ", shift %" PRIu64, zero, factor, shift);

  if (!body.failed)
    ppv_profile_builder_fact (self->file->builder, "time_conversion", text, -1);
}

/* Tags with a value each. */
static void
take_config (PerfStat *self, PpvReader body)
{
  static const char *const modes[] = { "none",     "all",    "sockets", "dies",
                                       "clusters", "caches", "cores",   "threads" };
  enum { TAG_MODE, TAG_INTERVAL };
  guint64 n_tags = ppv_reader_u64 (&body);

  for (guint64 i = 0; i < n_tags && !body.failed; i++)
    {
      guint64 tag = ppv_reader_u64 (&body);
      guint64 value = ppv_reader_u64 (&body);
      g_autofree char *number = g_strdup_printf ("%" PRIu64, value);

      if (body.failed)
        break;
      if (tag == TAG_MODE && value < 2)
        ppv_profile_builder_fact (self->file->builder, "stat_summed_over", modes[value], -1);
      if (tag == TAG_INTERVAL && value > 0)
        ppv_profile_builder_fact (self->file->builder, "stat_interval_ms", number, -1);
    }
}

void
perf_stat_take (PerfStat *self, const PerfRecord *record)
{
  switch (record->type)
    {
    case PERF_RECORD_THREAD_MAP:
      return take_threads (self, record->body);
    case PERF_RECORD_CPU_MAP:
      return take_cpus (self, record->body);
    case PERF_RECORD_STAT_CONFIG:
      return take_config (self, record->body);
    case PERF_RECORD_STAT:
      return take_value (self, record->body);
    case PERF_RECORD_STAT_ROUND:
      return take_round (self, record->body);
    case PERF_RECORD_EVENT_UPDATE:
      return take_update (self, record->body);
    case PERF_RECORD_TIME_CONV:
      return take_conversion (self, record->body);
    default:
      return;
    }
}

void
perf_stat_tell (PerfStat *self, PpvProfileBuilder *builder)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->open)
    end_round (self, self->last_time);
  for (guint i = 0; i < self->tallies->len && self->n_values > 0; i++)
    {
      const Tally *tally = &g_array_index (self->tallies, Tally, i);
      const PerfEvent *event = perf_events_get (&self->file->events, i);

      g_string_append_printf (text, "%s%s: ", i > 0 ? ", " : "", event->name);
      if (tally->unit != NULL)
        g_string_append_printf (text, "%.2f %s", tally->last * tally->scale, tally->unit);
      else
        g_string_append_printf (text, "%.0f", tally->last * tally->scale);
    }
  if (text->len > 0)
    ppv_profile_builder_fact (builder, "counts", text->str, (gssize) text->len);
  if (self->n_unscaled > 0)
    ppv_profile_builder_warn_many (builder, PPV_NOTE, "not-counted", PPV_NO_ADDRESS,
                                   self->n_unscaled,
                                   _ ("Counters never had the hardware to themselves and counted "
                                      "nothing"));
  if (self->n_strangers > 0)
    ppv_profile_builder_warn_many (builder, PPV_LOSS, "unknown-event", PPV_NO_ADDRESS,
                                   self->n_strangers,
                                   _ ("Values of counters are of no known "
                                      "event"));
}
