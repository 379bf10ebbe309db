/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The feature sections of perf.data: tools/perf/util/header.c. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "container/perf-format.h"
#include "perf-features.h"
#include "perf-topology.h"
#include "tracing/perf-trace.h"

/* A section of more than this is not read: the largest we need, build ids, have 100 bytes each. */
enum { MAX_FEATURE_BYTES = 1 << 26 };

void
perf_features_init (PerfFeatures *self, PerfFile *file)
{
  self->file = file;
  self->build_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->bpf = perf_bpf_new ();
}

void
perf_features_clear (PerfFeatures *self)
{
  g_clear_pointer (&self->build_ids, g_hash_table_unref);
  g_clear_pointer (&self->bpf, perf_bpf_free);
}

static void
read_fact (PerfFeatures *self, PpvReader *reader, const char *key)
{
  gsize length;
  const char *text = perf_header_text (reader, &length);

  ppv_profile_builder_fact (self->file->builder, key, text, (gssize) length);
}

static void
read_architecture (PerfFeatures *self, PpvReader *reader)
{
  PpvReader again = *reader;
  gsize length;
  const char *text = perf_header_text (&again, &length);

  read_fact (self, reader, "architecture");
  g_snprintf (self->file->architecture, sizeof self->file->architecture, "%.*s",
              (int) MIN (length, sizeof self->file->architecture), text);
}

static void
read_version (PerfFeatures *self, PpvReader *reader)
{
  gsize length;
  const char *text = perf_header_text (reader, &length);
  g_autofree char *tool = g_strdup_printf ("perf %.*s", (int) MIN (length, 256), text);

  ppv_profile_builder_fact (self->file->builder, "tool", tool, -1);
}

static void
add_number (PerfFeatures *self, const char *key, guint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  ppv_profile_builder_fact (self->file->builder, key, text, -1);
}

static void
read_cpus (PerfFeatures *self, PpvReader *reader)
{
  self->file->n_cpus_available = ppv_reader_u32 (reader);
  add_number (self, "cpus_available", self->file->n_cpus_available);
  self->file->n_cpus = ppv_reader_u32 (reader);
  add_number (self, "cpus_online", self->file->n_cpus);
}

/* The arguments, those with blanks in quotes as a shell wants them. */
static void
read_command (PerfFeatures *self, PpvReader *reader)
{
  g_autoptr (GString) command = g_string_new (NULL);
  guint32 n_words = ppv_reader_u32 (reader);

  for (guint32 i = 0; i < n_words && !reader->failed; i++)
    {
      gsize length;
      const char *text = perf_header_text (reader, &length);
      g_autofree char *word = g_strndup (text, length);
      g_autofree char *quoted =
          strpbrk (word, " \t\n'\"\\$`") != NULL ? g_shell_quote (word) : g_strdup (word);

      g_string_append_printf (command, "%s%s", i > 0 ? " " : "", quoted);
    }
  ppv_profile_builder_fact (self->file->builder, "command", command->str, (gssize) command->len);
}

/* Names of the events, in their order; the attrs themselves were read from the header. */
static void
read_event_names (PerfFeatures *self, PpvReader *reader)
{
  PerfEvents *events = &self->file->events;
  guint32 n_events = ppv_reader_u32 (reader);
  guint32 attr_size = ppv_reader_u32 (reader);

  for (guint32 i = 0; i < n_events && !reader->failed; i++)
    {
      guint32 n_ids;
      gsize length;
      const char *name;

      ppv_reader_skip (reader, attr_size);
      n_ids = ppv_reader_u32 (reader);
      name = perf_header_text (reader, &length);
      if (!reader->failed && i < perf_events_count (events) && length > 0)
        {
          g_free (perf_events_get (events, i)->name);
          perf_events_get (events, i)->name = g_strndup (name, length);
        }
      for (guint32 id = 0; id < n_ids && !reader->failed; id++)
        if (i < perf_events_count (events))
          perf_events_add_id (events, ppv_reader_u64 (reader), i);
        else
          ppv_reader_skip (reader, 8);
    }
}

static char *
hex (const guint8 *bytes, gsize length)
{
  GString *text = g_string_sized_new (length * 2);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

/* struct perf_record_header_build_id: header, pid, 20 bytes and their number, path. */
static void
read_build_ids (PerfFeatures *self, PpvReader *reader)
{
  while (ppv_reader_left (reader) > PERF_RECORD_HEADER && !reader->failed)
    {
      guint16 misc, size;
      PpvReader entry;
      const guint8 *id;
      const char *path;
      gsize id_length = 20, length;

      ppv_reader_skip (reader, 4);
      misc = ppv_reader_u16 (reader);
      size = ppv_reader_u16 (reader);
      entry = ppv_reader_sub (reader, size < PERF_RECORD_HEADER ? 0 : size - PERF_RECORD_HEADER);
      ppv_reader_skip (&entry, 4);
      id = ppv_reader_take (&entry, 24);
      path = ppv_reader_text (&entry, ppv_reader_left (&entry), &length);
      if (size < PERF_RECORD_HEADER || id == NULL)
        {
          reader->failed = TRUE;
          return;
        }
      if (misc & PERF_MISC_BUILD_ID_SIZE)
        id_length = MIN (id[20], 20);
      g_hash_table_replace (self->build_ids, g_strndup (path, length), hex (id, id_length));
    }
}

static void
read_feature (PerfFeatures *self, guint feature, PpvReader *reader)
{
  switch (feature)
    {
    case PERF_FEATURE_BUILD_ID:
      return read_build_ids (self, reader);
    case PERF_FEATURE_HOSTNAME:
      return read_fact (self, reader, "host");
    case PERF_FEATURE_OSRELEASE:
      return read_fact (self, reader, "os_release");
    case PERF_FEATURE_VERSION:
      return read_version (self, reader);
    case PERF_FEATURE_ARCH:
      return read_architecture (self, reader);
    case PERF_FEATURE_NRCPUS:
      return read_cpus (self, reader);
    case PERF_FEATURE_CPUDESC:
      return read_fact (self, reader, "cpu");
    case PERF_FEATURE_CPUID:
      return read_fact (self, reader, "cpu_id");
    case PERF_FEATURE_TOTAL_MEM:
      return add_number (self, "total_memory_kb", ppv_reader_u64 (reader));
    case PERF_FEATURE_CMDLINE:
      return read_command (self, reader);
    case PERF_FEATURE_EVENT_DESC:
      return read_event_names (self, reader);
    case PERF_FEATURE_BPF_PROG_INFO:
      return perf_bpf_read_programs (self->bpf, reader);
    case PERF_FEATURE_BPF_BTF:
      return perf_bpf_read_types (self->bpf, reader);
    default:
      return perf_topology_read (self->file, feature, reader);
    }
}

static gboolean
is_wanted (guint feature)
{
  return feature >= PERF_FEATURE_BUILD_ID && feature <= PERF_FEATURE_LAST_KNOWN;
}

void
perf_features_read_one (PerfFeatures *self, guint feature, PpvReader *reader)
{
  guint64 offset = ppv_reader_offset (reader);

  read_feature (self, feature, reader);
  if (reader->failed)
    ppv_profile_builder_warn (self->file->builder, PPV_LOSS, "bad-feature", offset,
                              _ ("Header section %u is damaged"), feature);
}

static gboolean
read_section (PerfFeatures *self, guint feature, PerfSection section, GError **error)
{
  guint64 size = ppv_input_get_size (self->file->input);
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  gconstpointer data;
  PpvReader reader;

  perf_file_note_section (self->file, section);
  if (section.offset > size || section.size > size - section.offset)
    ppv_profile_builder_warn (self->file->builder, PPV_LOSS, "truncated-feature", section.offset,
                              _ ("Header section %u lies beyond the end of the file"), feature);
  if (feature >= PERF_FEATURE_SIMPLEPERF_FIRST && feature <= PERF_FEATURE_SIMPLEPERF_LAST)
    ppv_profile_builder_warn (self->file->builder, PPV_NOTE, "simpleperf-section", section.offset,
                              _ ("Header section %u is of simpleperf and was skipped"), feature);
  else if (feature > PERF_FEATURE_LAST_KNOWN)
    ppv_profile_builder_warn (self->file->builder, PPV_NOTE, "unknown-feature", section.offset,
                              _ ("Header section %u is of a newer perf and was skipped"), feature);
  if (feature == PERF_FEATURE_TRACING_DATA)
    return perf_trace_keep (self->file, section, error);
  if (!is_wanted (feature))
    return TRUE;
  bytes = perf_file_read (self->file, section, MAX_FEATURE_BYTES, error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  reader = ppv_reader_over (data, length, section.offset, self->file->swap);
  perf_features_read_one (self, feature, &reader);
  return TRUE;
}

/* One section for each bit that is set. */
static gboolean
read_listed (PerfFeatures *self, PpvReader *list, GError **error)
{
  for (guint feature = 0; feature < PERF_FEATURE_LIMIT; feature++)
    {
      PerfSection section;

      if (!perf_file_has_feature (self->file, feature))
        continue;
      section.offset = ppv_reader_u64 (list);
      section.size = ppv_reader_u64 (list);
      if (list->failed)
        {
          ppv_profile_builder_warn (self->file->builder, PPV_LOSS, "truncated-features",
                                    list->offset, _ ("The list of header sections is cut off"));
          return TRUE;
        }
      if (!read_section (self, feature, section, error))
        return FALSE;
    }
  perf_file_note_section (self->file,
                          (PerfSection){ list->offset, (guint64) (list->at - list->begin) });
  perf_file_check_end (self->file);
  return TRUE;
}

/* The sections are listed right behind the records. */
gboolean
perf_features_read (PerfFeatures *self, GError **error)
{
  PerfFile *file = self->file;
  PerfSection list = { file->data.offset + file->data.size,
                       PERF_FEATURE_LIMIT * sizeof (PerfSection) };
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  gconstpointer data;
  PpvReader reader;

  if (file->is_pipe || list.offset < file->data.offset || file->data.size == 0)
    return TRUE; /* not finished, or impossible: said by the walk over the records */
  bytes = perf_file_read (file, list, (gsize) list.size, error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  reader = ppv_reader_over (data, length, list.offset, file->swap);
  return read_listed (self, &reader, error);
}
