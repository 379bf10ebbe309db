/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The tracing data of a recording: tools/perf/util/trace-event-read.c has its layout,
 * which is that of trace-cmd's files, version 0.6.  Formats of events are what the
 * kernel shows in tracefs, and libtraceevent parses them.
 */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "container/perf-format.h"
#include "perf-trace-guard.h"
#include "perf-trace.h"

/* PERF_TYPE_TRACEPOINT of linux/perf_event.h */
enum { TYPE_TRACEPOINT = 2 };

/* All formats of a kernel and its symbols are some 20 MiB, its strings some 100 KiB. */
enum { MAX_TRACING_BYTES = 1 << 26, MAX_PRINTK_BYTES = 1 << 22 };

/* libtraceevent keeps what it is parsing in variables of its own. */
G_LOCK_DEFINE_STATIC (parser);

/* Where the tracing data is read, and what for. */
typedef struct {
  PerfTrace *trace;
  PerfFile *file;
  PpvReader reader;
  GHashTable *wanted; /* id -> number of its first event, +1 */
} Reading;

gboolean
perf_trace_keep (PerfFile *file, PerfSection section, GError **error)
{
  g_clear_pointer (&file->tracing, g_bytes_unref);
  file->tracing = perf_file_read (file, section, MAX_TRACING_BYTES, error);
  file->tracing_offset = section.offset;
  return file->tracing != NULL;
}

/* --- names and numbers -------------------------------------------------------------- */

struct tep_event *
perf_trace_get (const PerfTrace *self, guint event)
{
  return event < self->formats->len ? g_ptr_array_index (self->formats, event) : NULL;
}

gboolean
perf_trace_find (const PerfTrace *self, guint event, const char *name, PerfTraceField *field)
{
  struct tep_event *format = perf_trace_get (self, event);
  const struct tep_format_field *found = format != NULL ? tep_find_any_field (format, name) : NULL;

  *field = (PerfTraceField){ 0 };
  if (found == NULL || found->offset < 0 || found->size <= 0)
    return FALSE;
  field->offset = (guint32) found->offset;
  field->size = (guint32) found->size;
  field->is_signed = (found->flags & TEP_FIELD_IS_SIGNED) != 0;
  return TRUE;
}

gboolean
perf_trace_number (PpvReader raw, guint64 offset, guint size, gboolean is_signed, guint64 *number)
{
  ppv_reader_skip (&raw, offset);
  switch (size)
    {
    case 1:
      *number = ppv_reader_u8 (&raw);
      if (is_signed)
        *number = (guint64) (gint8) *number;
      break;
    case 2:
      *number = ppv_reader_u16 (&raw);
      if (is_signed)
        *number = (guint64) (gint16) *number;
      break;
    case 4:
      *number = ppv_reader_u32 (&raw);
      if (is_signed)
        *number = (guint64) (gint32) *number;
      break;
    case 8:
      *number = ppv_reader_u64 (&raw);
      break;
    default:
      *number = 0;
      return FALSE;
    }
  return !raw.failed;
}

static gint
compare_printks (gconstpointer a, gconstpointer b)
{
  const PerfTracePrintk *one = a, *two = b;

  return one->address < two->address ? -1 : one->address > two->address;
}

const char *
perf_trace_printk (const PerfTrace *self, guint64 address)
{
  PerfTracePrintk wanted = { address, NULL };
  guint at;

  if (!g_array_binary_search (self->printks, &wanted, compare_printks, &at))
    return NULL;
  return g_array_index (self->printks, PerfTracePrintk, at).text;
}

/* --- reading -------------------------------------------------------------------------- */

/* The bytes of a part that says how many it has; a reader of nothing when they are cut off. */
static PpvReader
take_part (PpvReader *reader)
{
  return ppv_reader_sub (reader, ppv_reader_u64 (reader));
}

/* A text that ends with a NUL. */
static const char *
take_text (PpvReader *reader)
{
  gsize left = ppv_reader_left (reader);
  const guint8 *nul = memchr (reader->at, 0, left);
  gsize length = nul != NULL ? (gsize) (nul - reader->at) : left;
  const guint8 *text = ppv_reader_take (reader, (guint64) length + 1);

  return text != NULL ? (const char *) text : "";
}

static void
note_bad_format (Reading *self, guint64 offset)
{
  ppv_profile_builder_warn (self->file->builder, PPV_NOTE, "bad-event-format", offset,
                            _ ("The format of a tracepoint cannot be used: its fields are not "
                               "shown"));
}

/* "ID: 372" on a line of its own. */
static gboolean
find_id (const char *format, gsize length, guint64 *id)
{
  const char *line = g_strstr_len (format, (gssize) length, "\nID:");
  gsize left = line != NULL ? length - (gsize) (line - format) : 0;
  char digits[24] = "";

  if (left < 6)
    return FALSE;
  memcpy (digits, line + 4, MIN (left - 4, sizeof digits - 1));
  *id = g_ascii_strtoull (digits, NULL, 10);
  return *id != 0;
}

static gboolean
parse_format (PerfTrace *trace, const char *bytes, gsize length, const char *system)
{
  g_autofree char *format = perf_trace_guard (bytes, length);

  return trace->tep != NULL && format != NULL &&
         tep_parse_event (trace->tep, format, strlen (format), system) == TEP_ERRNO__SUCCESS;
}

/* Only formats that a sample can have are parsed. */
static void
read_format (Reading *self, const char *system)
{
  PpvReader part = take_part (&self->reader);
  gsize length = ppv_reader_left (&part);
  guint64 id;

  if (part.failed || !find_id ((const char *) part.at, length, &id) ||
      !g_hash_table_contains (self->wanted, GUINT_TO_POINTER ((guint) id)))
    return;
  if (!parse_format (self->trace, (const char *) part.at, length, system))
    note_bad_format (self, part.offset);
}

static void
read_systems (Reading *self)
{
  guint32 n_systems = ppv_reader_u32 (&self->reader);

  for (guint32 i = 0; i < n_systems && !self->reader.failed; i++)
    {
      const char *system = take_text (&self->reader);
      guint32 n_formats = ppv_reader_u32 (&self->reader);

      for (guint32 j = 0; j < n_formats && !self->reader.failed; j++)
        read_format (self, system);
    }
}

/* A line of the kernel's strings: 0xffffffff8281972f : "thaw_processes" */
static void
read_printk_line (PerfTrace *trace, char *line)
{
  char *colon = strchr (line, ':');
  char *begin = colon != NULL ? strchr (colon, '"') : NULL;
  char *end = begin != NULL ? strrchr (begin + 1, '"') : NULL;
  PerfTracePrintk printk = { g_ascii_strtoull (line, NULL, 16), NULL };

  if (end == NULL)
    return;
  printk.text = begin + 1;
  *end = '\0';
  g_array_append_val (trace->printks, printk);
}

static void
read_printks (Reading *self)
{
  PpvReader part = ppv_reader_sub (&self->reader, ppv_reader_u32 (&self->reader));
  gsize length = MIN (ppv_reader_left (&part), MAX_PRINTK_BYTES);
  char *rest, *line;

  self->trace->printk_text = g_strndup ((const char *) part.at, length);
  for (rest = self->trace->printk_text; rest != NULL;)
    {
      line = rest;
      rest = strchr (line, '\n');
      if (rest != NULL)
        *rest++ = '\0';
      read_printk_line (self->trace, line);
    }
  g_array_sort (self->trace->printks, compare_printks);
}

/* The formats of the ring buffer, which perf.data has none of. */
static void
skip_page_formats (Reading *self)
{
  static const char *const names[] = { "header_page", "header_event" };
  guint32 n_ftrace;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (!g_str_equal (take_text (&self->reader), names[i]))
        self->reader.failed = TRUE;
      (void) take_part (&self->reader);
    }
  n_ftrace = ppv_reader_u32 (&self->reader);
  for (guint32 i = 0; i < n_ftrace && !self->reader.failed; i++)
    (void) take_part (&self->reader);
}

static gboolean
read_head (Reading *self, gboolean *has_commands)
{
  static const guint8 magic[] = { 23, 8, 68, 't', 'r', 'a', 'c', 'i', 'n', 'g' };
  const guint8 *bytes = ppv_reader_take (&self->reader, sizeof magic);
  gboolean big;

  if (bytes == NULL || memcmp (bytes, magic, sizeof magic) != 0)
    return FALSE;
  *has_commands = g_ascii_strtod (take_text (&self->reader), NULL) >= 0.6;
  big = ppv_reader_u8 (&self->reader) != 0;
  self->reader.swap = big != (G_BYTE_ORDER == G_BIG_ENDIAN);
  self->trace->long_size = ppv_reader_u8 (&self->reader);
  ppv_reader_skip (&self->reader, 4); /* size of a page */
  if (self->trace->long_size != 4 && self->trace->long_size != 8)
    return FALSE;
  if (self->trace->tep != NULL)
    {
      tep_set_file_bigendian (self->trace->tep, big ? TEP_BIG_ENDIAN : TEP_LITTLE_ENDIAN);
      tep_set_long_size (self->trace->tep, (int) self->trace->long_size);
    }
  return !self->reader.failed;
}

static void
read_tracing (Reading *self)
{
  guint64 offset = self->reader.offset;
  gboolean has_commands = FALSE;

  if (!read_head (self, &has_commands))
    self->reader.failed = TRUE;
  skip_page_formats (self);
  read_systems (self);
  ppv_reader_skip (&self->reader, ppv_reader_u32 (&self->reader)); /* symbols of the kernel */
  read_printks (self);
  if (has_commands)
    (void) take_part (&self->reader); /* names of threads, which records tell better */
  if (self->reader.failed)
    ppv_profile_builder_warn (self->file->builder, PPV_NOTE, "bad-tracing-data", offset,
                              _ ("The formats of the tracepoints are damaged or cut off"));
}

/* --- events ----------------------------------------------------------------------------- */

static GHashTable *
list_wanted (PerfEvents *events)
{
  GHashTable *wanted = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < perf_events_count (events); i++)
    {
      const PerfEvent *event = perf_events_get (events, i);

      if (event->type == TYPE_TRACEPOINT && event->config <= G_MAXINT)
        g_hash_table_add (wanted, GUINT_TO_POINTER ((guint) event->config));
    }
  return wanted;
}

static void
take_formats (PerfTrace *self, PerfEvents *events)
{
  for (guint i = 0; i < perf_events_count (events); i++)
    {
      PerfEvent *event = perf_events_get (events, i);
      struct tep_event *format = NULL;

      if (self->tep != NULL && event->type == TYPE_TRACEPOINT && event->config <= G_MAXINT)
        format = tep_find_event (self->tep, (int) event->config);
      g_ptr_array_add (self->formats, format);
      if (format != NULL && event->name == NULL)
        event->name = g_strconcat (format->system, ":", format->name, NULL);
    }
}

PerfTrace *
perf_trace_new (PerfFile *file)
{
  PerfTrace *self = g_new0 (PerfTrace, 1);
  Reading reading = { .trace = self, .file = file };
  gsize length;
  gconstpointer bytes;

  self->formats = g_ptr_array_new ();
  self->printks = g_array_new (FALSE, FALSE, sizeof (PerfTracePrintk));
  self->swap = file->swap;
  self->long_size = 8;
  if (file->tracing != NULL)
    {
      G_LOCK (parser);
      tep_set_loglevel (TEP_LOG_NONE);
      self->tep = tep_alloc ();
      reading.wanted = list_wanted (&file->events);
      bytes = g_bytes_get_data (file->tracing, &length);
      reading.reader = ppv_reader_over (bytes, length, file->tracing_offset, file->swap);
      read_tracing (&reading);
      g_hash_table_unref (reading.wanted);
      G_UNLOCK (parser);
    }
  take_formats (self, &file->events);
  return self;
}

void
perf_trace_name_functions (PerfTrace *self,
                           PpvProfileBuilder *builder,
                           const PpvSymbolOptions *options)
{
  self->names = ppv_kernel_names_new (builder, options);
}

void
perf_trace_free (PerfTrace *self)
{
  if (self->tep != NULL)
    tep_free (self->tep);
  ppv_kernel_names_free (self->names);
  g_ptr_array_unref (self->formats);
  g_array_unref (self->printks);
  g_free (self->printk_text);
  g_free (self);
}
