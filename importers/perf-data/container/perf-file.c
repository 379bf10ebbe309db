/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The container of perf.data in file mode.  Header and sections are described
 * in tools/perf/Documentation/perf.data-file-format.txt.
 */

#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "perf-file.h"
#include "perf-format.h"

/* Events beyond this many, or ids of one event, are damage and not a recording. */
enum { MAX_EVENTS = 4096, MAX_ID_BYTES = 1 << 26 };

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, PPV_ERROR, PPV_ERROR_UNSUPPORTED, "%s", why);
  return FALSE;
}

static PerfSection
read_section (PpvReader *reader)
{
  PerfSection section;

  section.offset = ppv_reader_u64 (reader);
  section.size = ppv_reader_u64 (reader);
  return section;
}

static guint64
end_of (PerfSection section)
{
  guint64 end;

  return __builtin_add_overflow (section.offset, section.size, &end) ? G_MAXUINT64 : end;
}

void
perf_file_note_section (PerfFile *self, PerfSection section)
{
  if (section.size > 0)
    self->end = MAX (self->end, end_of (section));
}

GBytes *
perf_file_read (PerfFile *self, PerfSection section, gsize limit, GError **error)
{
  gsize wanted = (gsize) MIN (section.size, limit);
  gsize got;
  const guint8 *bytes = ppv_input_window (self->input, section.offset, wanted, &got, error);

  return bytes != NULL ? g_bytes_new (bytes, MIN (got, wanted)) : NULL;
}

static gboolean
check_magic (PerfFile *self, PpvReader *header, GError **error)
{
  const guint8 *magic = ppv_reader_take (header, 8);

  if (magic == NULL)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_TRUNCATED, _ ("offset 0: the header is cut off"));
      return FALSE;
    }
  if (memcmp (magic, "PERFILE2", 8) == 0)
    return TRUE;
  header->swap = self->swap = memcmp (magic, "2ELIFREP", 8) == 0;
  if (self->swap)
    return TRUE;
  if (memcmp (magic, "PERFFILE", 8) == 0)
    return refuse (error, _ ("offset 0: this is a perf.data of version 1, written before Linux "
                             "2.6.34; nothing reads it any more"));
  g_set_error (error, PPV_ERROR, PPV_ERROR_CORRUPT, _ ("offset 0: this is not a perf.data"));
  return FALSE;
}

guint32
perf_file_add_event (PerfFile *self, PpvReader attr)
{
  PerfEvent event = perf_event_read (attr);

  if (event.sample_type & ~PERF_SAMPLE_KNOWN)
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "unknown-sample-fields", attr.offset,
                              _ ("Samples have fields of a newer perf, which are skipped"));
  g_array_append_val (self->events.events, event);
  return perf_events_count (&self->events) - 1;
}

/* The ids of an event, an array of u64 anywhere in the file. */
static gboolean
read_ids (PerfFile *self, PerfSection section, guint32 event, GError **error)
{
  gsize most = (gsize) MIN (self->id_bytes_left, MAX_ID_BYTES);
  g_autoptr (GBytes) bytes = perf_file_read (self, section, most, error);
  gsize length;
  gconstpointer data;
  PpvReader reader;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  self->id_bytes_left -= length;
  if (length < section.size)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "bad-event-ids", section.offset,
                              _ ("The ids of event %u are not all in the file"), event);
  reader = ppv_reader_over (data, length, section.offset, self->swap);
  while (ppv_reader_left (&reader) >= 8)
    perf_events_add_id (&self->events, ppv_reader_u64 (&reader), event);
  return TRUE;
}

/* An entry of the attrs section: perf_event_attr, then the section of its ids. */
static gboolean
read_event (PerfFile *self, PpvReader entry, GError **error)
{
  gsize length = ppv_reader_left (&entry);
  guint32 event =
      perf_file_add_event (self, ppv_reader_sub (&entry, length - sizeof (PerfSection)));
  PerfSection ids = read_section (&entry);

  perf_file_note_section (self, ids);
  return ids.size == 0 || read_ids (self, ids, event, error);
}

static gboolean
read_events (PerfFile *self, PerfSection section, guint64 entry_size, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  gconstpointer data;
  PpvReader reader;

  if (entry_size < PERF_ATTR_SIZE_VER0 + sizeof (PerfSection) || entry_size > 4096)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_CORRUPT,
                   _ ("offset 16: the size of an event is %" PRIu64 " bytes"), entry_size);
      return FALSE;
    }
  bytes = perf_file_read (self, section, (gsize) entry_size * MAX_EVENTS, error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  if (length < section.size || section.size % entry_size != 0)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "bad-events", section.offset,
                              _ ("The table of events is cut off or not whole"));
  reader = ppv_reader_over (data, length, section.offset, self->swap);
  while (ppv_reader_left (&reader) >= entry_size)
    if (!read_event (self, ppv_reader_sub (&reader, entry_size), error))
      return FALSE;
  if (perf_events_count (&self->events) > 0)
    return TRUE;
  g_set_error (error, PPV_ERROR, PPV_ERROR_CORRUPT,
               _ ("offset %" PRIu64 ": the recording has no events"), section.offset);
  return FALSE;
}

static gboolean
read_header (PerfFile *self, PpvReader *header, GError **error)
{
  guint64 header_size, entry_size;
  PerfSection attrs;

  if (!check_magic (self, header, error))
    return FALSE;
  header_size = ppv_reader_u64 (header);
  if (header_size == PERF_PIPE_HEADER_SIZE)
    {
      self->is_pipe = TRUE;
      self->data.offset = PERF_PIPE_HEADER_SIZE;
      self->data.size = ppv_input_get_size (self->input) - PERF_PIPE_HEADER_SIZE;
      return TRUE;
    }
  entry_size = ppv_reader_u64 (header);
  attrs = read_section (header);
  self->data = read_section (header);
  perf_file_note_section (self, attrs);
  perf_file_note_section (self, self->data);
  perf_file_note_section (self, read_section (header)); /* event types, unused since Linux 3.x */
  for (guint i = 0; i < G_N_ELEMENTS (self->features); i++)
    self->features[i] = ppv_reader_u64 (header);
  if (header->failed)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_TRUNCATED,
                   _ ("offset %" PRIu64 ": the header is cut off"),
                   ppv_input_get_size (self->input));
      return FALSE;
    }
  return read_events (self, attrs, entry_size, error);
}

/* What is known of the records' section before any is read. */
static void
warn_of_extent (PerfFile *self)
{
  guint64 size = ppv_input_get_size (self->input);

  if (self->is_pipe)
    return;
  if (self->data.size == 0)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "unfinished", 48,
                              _ ("The recording was not finished: its length and its header "
                                 "sections were never written"));
  else if (self->data.offset > size || self->data.size > size - self->data.offset)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "truncated", size,
                              _ ("The file is cut off: its records should end at byte "
                                 "%" PRIu64),
                              end_of (self->data));
}

gboolean
perf_file_open (PerfFile *self, PpvInput *input, PpvProfileBuilder *builder, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  gconstpointer data;
  PpvReader header;

  self->input = input;
  self->builder = builder;
  self->id_bytes_left = ppv_input_get_size (input);
  perf_events_init (&self->events);
  bytes = perf_file_read (self, (PerfSection){ 0, PERF_FILE_HEADER_SIZE }, PERF_FILE_HEADER_SIZE,
                          error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  header = ppv_reader_over (data, length, 0, FALSE);
  if (!read_header (self, &header, error))
    return FALSE;
  warn_of_extent (self);
  return TRUE;
}

void
perf_file_take_records (PerfFile *self, PpvInput *plain)
{
  g_clear_pointer (&self->plain, ppv_input_free);
  self->plain = plain;
  self->data = (PerfSection){ 0, ppv_input_get_size (plain) };
}

void
perf_file_clear (PerfFile *self)
{
  g_clear_pointer (&self->plain, ppv_input_free);
  g_clear_pointer (&self->tracing, g_bytes_unref);
  perf_events_clear (&self->events);
}

/* Something else may have been written behind it, or the sizes in the header are too small. */
void
perf_file_check_end (PerfFile *self)
{
  guint64 size = ppv_input_get_size (self->input);

  if (!self->is_pipe && self->data.size > 0 && self->end < size)
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "trailing-bytes", self->end,
                              _ ("The last %" PRIu64 " bytes of the file belong to nothing in it"),
                              size - self->end);
}

/* Where the id stands is the same in all samples, or the event has to be known to find it. */
void
perf_file_check_events (PerfFile *self)
{
  guint64 first = perf_events_get (&self->events, 0)->sample_type;
  gboolean clear = (first & (PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_ID)) != 0;

  for (guint i = 1; i < perf_events_count (&self->events); i++)
    {
      guint64 type = perf_events_get (&self->events, i)->sample_type;

      if (clear && (first & type & PERF_SAMPLE_IDENTIFIER ||
                    (type & PERF_SAMPLE_BEFORE_ID) == (first & PERF_SAMPLE_BEFORE_ID)))
        continue;
      ppv_profile_builder_warn (self->builder, PPV_LOSS, "ambiguous-events", PPV_NO_ADDRESS,
                                _ ("Samples do not tell of which event they are; those that may "
                                   "be of several count for the first one"));
      return;
    }
}
