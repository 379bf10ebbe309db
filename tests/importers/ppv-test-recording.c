/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-recording.h"

enum { HEADER_BYTES = 104, PIPE_HEADER_BYTES = 16, ATTR_BYTES = 112 };

enum { RECORD_ATTR = 64, RECORD_ROUND = 68, RECORD_FEATURE = 80 };

PpvTestRecording *
ppv_test_recording_new (gboolean big)
{
  PpvTestRecording *self = g_new0 (PpvTestRecording, 1);

  self->big = big;
  self->attrs = g_byte_array_new ();
  self->ids = g_byte_array_new ();
  self->n_ids = g_array_new (FALSE, FALSE, sizeof (guint));
  self->records = g_byte_array_new ();
  return self;
}

void
ppv_test_recording_free (PpvTestRecording *self)
{
  g_byte_array_unref (self->attrs);
  g_byte_array_unref (self->ids);
  g_array_unref (self->n_ids);
  g_byte_array_unref (self->records);
  for (guint i = 0; i < G_N_ELEMENTS (self->sections); i++)
    g_clear_pointer (&self->sections[i], g_byte_array_unref);
  g_free (self);
}

void
ppv_test_recording_put (const PpvTestRecording *self,
                        GByteArray *bytes,
                        guint64 value,
                        guint n_bytes)
{
  for (guint i = 0; i < n_bytes; i++)
    {
      guint at = self->big ? n_bytes - 1 - i : i;

      g_byte_array_append (bytes, &(guint8){ (guint8) (value >> (8 * at)) }, 1);
    }
}

void
ppv_test_recording_text (const PpvTestRecording *self, GByteArray *bytes, const char *text)
{
  guint length = (guint) strlen (text) + 1;
  guint padded = (length + 63) / 64 * 64;

  ppv_test_recording_put (self, bytes, padded, 4);
  g_byte_array_append (bytes, (const guint8 *) text, length);
  for (; length < padded; length++)
    g_byte_array_append (bytes, (const guint8 *) "", 1);
}

/* The first flag is the first bit, and bits are counted from the end that bytes are. */
static guint64
order_flags (const PpvTestRecording *self, guint64 flags)
{
  guint64 ordered = 0;

  for (guint i = 0; i < 64; i++)
    ordered |= (flags >> i & 1) << (self->big ? 63 - i : i);
  return ordered;
}

void
ppv_test_recording_event (PpvTestRecording *self, const PpvTestEvent *event)
{
  GByteArray *attrs = self->attrs;
  guint64 words[] = { event->config, event->period, event->sample_type, event->read_format };
  guint n_ids = 0;

  ppv_test_recording_put (self, attrs, event->type, 4);
  ppv_test_recording_put (self, attrs, ATTR_BYTES, 4);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    ppv_test_recording_put (self, attrs, words[i], 8);
  ppv_test_recording_put (self, attrs, order_flags (self, event->flags), 8);
  for (guint i = 0; i < 3; i++)
    ppv_test_recording_put (self, attrs, 0, 8);
  ppv_test_recording_put (self, attrs, event->branch_sample_type, 8);
  ppv_test_recording_put (self, attrs, event->regs_user, 8);
  ppv_test_recording_put (self, attrs, 0, 4);
  ppv_test_recording_put (self, attrs, event->clockid, 4);
  for (guint i = 0; i < 2; i++)
    ppv_test_recording_put (self, attrs, 0, 8);
  for (; n_ids < G_N_ELEMENTS (event->ids) && event->ids[n_ids] != 0; n_ids++)
    ppv_test_recording_put (self, self->ids, event->ids[n_ids], 8);
  g_array_append_val (self->n_ids, n_ids);
}

static void
begin_record (
    const PpvTestRecording *self, GByteArray *into, guint32 type, guint16 misc, gsize size)
{
  ppv_test_recording_put (self, into, type, 4);
  ppv_test_recording_put (self, into, misc, 2);
  ppv_test_recording_put (self, into, size + 8, 2);
}

void
ppv_test_recording_record (
    PpvTestRecording *self, guint32 type, guint16 misc, const guint64 *words, gsize n_words)
{
  begin_record (self, self->records, type, misc, n_words * 8);
  for (gsize i = 0; i < n_words; i++)
    ppv_test_recording_put (self, self->records, words[i], 8);
}

void
ppv_test_recording_bytes (PpvTestRecording *self,
                          guint32 type,
                          guint16 misc,
                          const GByteArray *body)
{
  begin_record (self, self->records, type, misc, body->len);
  g_byte_array_append (self->records, body->data, body->len);
}

GByteArray *
ppv_test_recording_section (PpvTestRecording *self, guint feature)
{
  if (self->sections[feature] == NULL)
    self->sections[feature] = g_byte_array_new ();
  return self->sections[feature];
}

guint64
ppv_test_recording_pair (const PpvTestRecording *self, guint32 first, guint32 second)
{
  return self->big ? (guint64) first << 32 | second : (guint64) second << 32 | first;
}

guint64
ppv_test_recording_name (const PpvTestRecording *self, const char *text)
{
  gsize length = strlen (text);
  guint64 word = 0;

  for (gsize i = 0; i < MIN (length, 8); i++)
    word |= (guint64) (guint8) text[i] << (8 * (self->big ? 7 - i : i));
  return word;
}

/* Header, events, ids, records, the list of sections, sections. */
static void
write_header (const PpvTestRecording *self, GByteArray *file)
{
  gsize attrs_size = self->n_ids->len * (ATTR_BYTES + 16);
  guint64 words[] = { HEADER_BYTES,
                      ATTR_BYTES + 16,
                      HEADER_BYTES,
                      attrs_size,
                      HEADER_BYTES + attrs_size + self->ids->len,
                      self->records->len,
                      0,
                      0 };
  guint64 features[4] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (self->sections); i++)
    if (self->sections[i] != NULL)
      features[i / 64] |= G_GUINT64_CONSTANT (1) << (i % 64);
  g_byte_array_append (file, (const guint8 *) (self->big ? "2ELIFREP" : "PERFILE2"), 8);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    ppv_test_recording_put (self, file, words[i], 8);
  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    ppv_test_recording_put (self, file, features[i], 8);
}

static void
write_events (const PpvTestRecording *self, GByteArray *file)
{
  guint64 ids = HEADER_BYTES + self->n_ids->len * (ATTR_BYTES + 16);

  for (guint i = 0; i < self->n_ids->len; i++)
    {
      guint64 size = g_array_index (self->n_ids, guint, i) * 8;

      g_byte_array_append (file, self->attrs->data + i * ATTR_BYTES, ATTR_BYTES);
      ppv_test_recording_put (self, file, ids, 8);
      ppv_test_recording_put (self, file, size, 8);
      ids += size;
    }
  g_byte_array_append (file, self->ids->data, self->ids->len);
}

static void
write_sections (const PpvTestRecording *self, GByteArray *file)
{
  guint n_sections = 0;
  guint64 at;

  for (guint i = 0; i < G_N_ELEMENTS (self->sections); i++)
    n_sections += self->sections[i] != NULL;
  at = file->len + n_sections * 16;
  for (guint i = 0; i < G_N_ELEMENTS (self->sections); i++)
    if (self->sections[i] != NULL)
      {
        ppv_test_recording_put (self, file, at, 8);
        ppv_test_recording_put (self, file, self->sections[i]->len, 8);
        at += self->sections[i]->len;
      }
  for (guint i = 0; i < G_N_ELEMENTS (self->sections); i++)
    if (self->sections[i] != NULL)
      g_byte_array_append (file, self->sections[i]->data, self->sections[i]->len);
}

/* The same as records, before all others. */
static void
write_pipe (const PpvTestRecording *self, GByteArray *file)
{
  const guint8 *ids = self->ids->data;

  g_byte_array_append (file, (const guint8 *) (self->big ? "2ELIFREP" : "PERFILE2"), 8);
  ppv_test_recording_put (self, file, PIPE_HEADER_BYTES, 8);
  for (guint i = 0; i < self->n_ids->len; i++)
    {
      guint size = g_array_index (self->n_ids, guint, i) * 8;

      begin_record (self, file, RECORD_ATTR, 0, ATTR_BYTES + size);
      g_byte_array_append (file, self->attrs->data + i * ATTR_BYTES, ATTR_BYTES);
      g_byte_array_append (file, ids, size);
      ids += size;
    }
  for (guint i = 0; i < G_N_ELEMENTS (self->sections); i++)
    if (self->sections[i] != NULL)
      {
        begin_record (self, file, RECORD_FEATURE, 0, 8 + self->sections[i]->len);
        ppv_test_recording_put (self, file, i, 8);
        g_byte_array_append (file, self->sections[i]->data, self->sections[i]->len);
      }
  g_byte_array_append (file, self->records->data, self->records->len);
  begin_record (self, file, RECORD_ROUND, 0, 0);
}

GBytes *
ppv_test_recording_finish (const PpvTestRecording *self)
{
  GByteArray *file = g_byte_array_new ();

  if (self->is_pipe)
    {
      write_pipe (self, file);
      return g_byte_array_free_to_bytes (file);
    }
  write_header (self, file);
  write_events (self, file);
  g_byte_array_append (file, self->records->data, self->records->len);
  write_sections (self, file);
  return g_byte_array_free_to_bytes (file);
}

PpvProfile *
ppv_test_recording_load (const PpvTestRecording *self)
{
  g_autoptr (GBytes) bytes = ppv_test_recording_finish (self);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  PpvProfile *profile = ppv_test_import ("perf-data", data, length, NULL, &error);

  g_assert_no_error (error);
  return profile;
}
