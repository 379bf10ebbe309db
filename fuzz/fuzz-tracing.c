/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * libFuzzer target for tracepoints: a format as the kernel shows it, a NUL, and the raw
 * data of a sample.  What begins as tracing data does is taken for all of that.
 */

#include "config.h"

#include <string.h>

#include "sched/perf-task-states.h"
#include "tracing/perf-trace-text.h"

extern int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);
extern const char *__lsan_default_suppressions (void);

/* The library forgets a few bytes of a format that it gives up. */
const char *
__lsan_default_suppressions (void)
{
  return "leak:libtraceevent";
}

static void
put_text (GByteArray *bytes, const char *text)
{
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text) + 1);
}

static void
put_number (GByteArray *bytes, guint64 number, guint size)
{
  for (guint i = 0; i < size; i++)
    {
      guint8 byte = (guint8) (number >> (8 * i));

      g_byte_array_append (bytes, &byte, 1);
    }
}

/* The smallest tracing data that has the format. */
static GBytes *
wrap (const guint8 *format, gsize length)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) "\x17\x08\x44tracing", 10);
  put_text (bytes, "0.6");
  put_number (bytes, 0, 1);
  put_number (bytes, 8, 1);
  put_number (bytes, 4096, 4);
  put_text (bytes, "header_page");
  put_number (bytes, 0, 8);
  put_text (bytes, "header_event");
  put_number (bytes, 0, 8);
  put_number (bytes, 0, 4);
  put_number (bytes, 1, 4);
  put_text (bytes, "sched");
  put_number (bytes, 1, 4);
  put_number (bytes, length, 8);
  g_byte_array_append (bytes, format, (guint) length);
  put_number (bytes, 0, 4);
  put_number (bytes, 0, 4);
  put_number (bytes, 0, 8);
  return g_byte_array_free_to_bytes (bytes);
}

static void
print (PerfFile *file, const guint8 *raw, gsize size)
{
  g_autoptr (PerfTrace) trace = perf_trace_new (file);
  g_autoptr (GString) text = g_string_new (NULL);
  struct tep_event *format = perf_trace_get (trace, 0);
  PerfTaskStates states;

  if (format == NULL)
    return;
  perf_task_states_init (&states, format);
  perf_trace_print (trace, format, ppv_reader_over (raw, size, 0, FALSE), text);
  perf_trace_print (trace, format, ppv_reader_over (raw, size, 0, TRUE), text);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const guint8 *nul = size > 0 ? memchr (data, 0, size) : NULL;
  gsize length = nul != NULL ? (gsize) (nul - data) : size;
  PerfEvent event = { .type = 2, .config = 372 };
  PerfFile file = { .builder = ppv_profile_builder_new (NULL) };

  file.tracing = size > 0 && data[0] == 23 ? g_bytes_new (data, size) : wrap (data, length);
  perf_events_init (&file.events);
  g_array_append_val (file.events.events, event);
  print (&file, nul != NULL ? nul + 1 : data, nul != NULL ? size - length - 1 : 0);
  g_bytes_unref (file.tracing);
  perf_events_clear (&file.events);
  ppv_profile_builder_free (file.builder);
  return 0;
}
