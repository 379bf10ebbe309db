/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One recording in each form a file of perf may have: the answer is the same. */

#include "config.h"

#include <string.h>

#include <zstd.h>

#include "container/perf-format.h"
#include "ppv-test-recording.h"
#include "ppv.h"

enum { SOFTWARE = 1, USER = PERF_CPUMODE_USER, N_SAMPLES = 500 };

/* How many bytes of records go into a piece of the stream: records are cut by it. */
enum { PIECE_BYTES = 1000 };

static guint64
pair (const PpvTestRecording *self, guint32 first, guint32 second)
{
  return ppv_test_recording_pair (self, first, second);
}

static void
add_sample (PpvTestRecording *self, guint64 number)
{
  guint64 address = 0x1000 + number % 7 * 0x10;
  guint32 pid = (guint32) (1 + number % 2);

  ADD (self, PERF_RECORD_SAMPLE, USER, 100 + number % 3, address, pair (self, pid, pid),
       1000 + number, 10 + number, 3, PERF_CONTEXT_USER, address, 0x1800);
}

/* Two events, two processes that have the same addresses, samples with chains. */
static PpvTestRecording *
record (gboolean big, guint n_samples)
{
  PpvTestRecording *self = ppv_test_recording_new (big);
  GByteArray *host = ppv_test_recording_section (self, PERF_FEATURE_HOSTNAME);

  for (guint i = 0; i < 2; i++)
    ppv_test_recording_event (
        self, &(PpvTestEvent){ .type = SOFTWARE,
                               .config = i * 2,
                               .sample_type = PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_IP |
                                              PERF_SAMPLE_TID | PERF_SAMPLE_TIME |
                                              PERF_SAMPLE_PERIOD | PERF_SAMPLE_CALLCHAIN,
                               .flags = G_GUINT64_CONSTANT (1) << PERF_ATTR_SAMPLE_ID_ALL,
                               .ids = { 100 + i, i == 0 ? 102 : 0 } });
  ppv_test_recording_text (self, host, "host");
  for (guint32 pid = 1; pid <= 2; pid++)
    {
      ADD (self, PERF_RECORD_COMM, 0, pair (self, pid, pid),
           ppv_test_recording_name (self, pid == 1 ? "one" : "two"), pair (self, pid, pid), pid,
           100);
      ADD (self, PERF_RECORD_MMAP, USER, pair (self, pid, pid), 0x1000, 0x1000, 0,
           ppv_test_recording_name (self, pid == 1 ? "/bin/one" : "/bin/two"), 0,
           pair (self, pid, pid), pid, 100);
    }
  for (guint i = 0; i < n_samples; i++)
    add_sample (self, i);
  return self;
}

static void
add_piece (PpvTestRecording *self, guint32 type, const guint8 *bytes, gsize length)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  if (type == PERF_RECORD_COMPRESSED2)
    ppv_test_recording_put (self, body, length, 8);
  g_byte_array_append (body, bytes, (guint) length);
  while (type == PERF_RECORD_COMPRESSED2 && body->len % 8 != 0)
    g_byte_array_append (body, (const guint8 *) "", 1);
  ppv_test_recording_bytes (self, type, 0, body);
}

/* The records become pieces of one stream, as perf record -z writes them. */
static void
compress (PpvTestRecording *self, guint32 type)
{
  g_autoptr (GByteArray) plain = self->records;
  GByteArray *section = ppv_test_recording_section (self, PERF_FEATURE_COMPRESSED);
  ZSTD_CStream *stream = ZSTD_createCStream ();
  guint8 packed[PIECE_BYTES * 2];

  self->records = g_byte_array_new ();
  for (gsize at = 0; at < plain->len; at += PIECE_BYTES)
    {
      ZSTD_inBuffer in = { plain->data + at, MIN (PIECE_BYTES, plain->len - at), 0 };
      ZSTD_outBuffer out = { packed, sizeof packed, 0 };

      g_assert_cmpuint (ZSTD_compressStream2 (stream, &out, &in, ZSTD_e_flush), ==, 0);
      add_piece (self, type, packed, out.pos);
    }
  ZSTD_freeCStream (stream);
  for (guint i = 0; i < 5; i++)
    ppv_test_recording_put (self, section, 1, 4);
}

/* Figures of metrics, threads and functions, and what the header says. */
static char *
dup_answer (const PpvProfile *profile)
{
  static const PpvHotspotsBy rows[] = { PPV_BY_FUNCTION, PPV_BY_THREAD };
  GString *text = g_string_new (ppv_profile_get_fact (profile, "host"));
  g_autoptr (PpvSelection) everything = ppv_selection_new ();

  for (guint i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    {
      const PpvMetric *metric = ppv_profile_get_metric (profile, i);

      g_string_append_printf (text, " %s %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT,
                              ppv_profile_get_string (profile, metric->name), metric->n_samples,
                              metric->total);
    }
  for (guint by = 0; by < G_N_ELEMENTS (rows); by++)
    {
      g_autoptr (PpvHotspots) hotspots =
          ppv_hotspots_new (profile, everything, rows[by], NULL, NULL);

      for (guint32 i = 0; i < hotspots->n_rows; i++)
        {
          g_autofree char *label = ppv_hotspots_dup_label (hotspots, profile, i);

          g_string_append_printf (text, "\n%s %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT, label,
                                  hotspots->self[i], hotspots->samples[i]);
        }
    }
  return g_string_free (text, FALSE);
}

typedef struct {
  const char *name;
  gboolean big;
  gboolean is_pipe;
  guint32 compression; /* the type of its records, or 0 */
} Form;

static const Form forms[] = {
  { "file" },
  { "pipe", .is_pipe = TRUE },
  { "compressed", .compression = PERF_RECORD_COMPRESSED },
  { "compressed-pipe", .is_pipe = TRUE, .compression = PERF_RECORD_COMPRESSED },
  { "compressed-2", .compression = PERF_RECORD_COMPRESSED2 },
  { "compressed-2-pipe", .is_pipe = TRUE, .compression = PERF_RECORD_COMPRESSED2 },
  { "big-endian", .big = TRUE },
  { "big-endian-pipe", .big = TRUE, .is_pipe = TRUE },
  { "big-endian-compressed", .big = TRUE, .compression = PERF_RECORD_COMPRESSED2 },
};

static PpvTestRecording *
record_form (const Form *form, guint n_samples)
{
  PpvTestRecording *recording = record (form->big, n_samples);

  recording->is_pipe = form->is_pipe;
  if (form->compression != 0)
    compress (recording, form->compression);
  return recording;
}

static void
test_answers_alike (gconstpointer form)
{
  g_autoptr (PpvTestRecording) plain = record (FALSE, N_SAMPLES);
  g_autoptr (PpvTestRecording) recording = record_form (form, N_SAMPLES);
  g_autoptr (PpvProfile) wanted = ppv_test_recording_load (plain);
  g_autoptr (PpvProfile) profile = ppv_test_recording_load (recording);
  g_autofree char *wanted_answer = dup_answer (wanted);
  g_autofree char *answer = dup_answer (profile);

  g_assert_cmpstr (answer, ==, wanted_answer);
  g_assert_nonnull (strstr (answer, "host cpu-clock 333 "));
  g_assert_true (ppv_profile_is_complete (profile));
}

static gboolean
may_never_end (const char *bytes, gsize length)
{
  return FALSE;
}

/* A pipe has no end mark. */
static gboolean
may_end_anywhere (const char *bytes, gsize length)
{
  return TRUE;
}

static void
test_survives_every_cut_and_flip (gconstpointer data)
{
  const Form *form = data;
  g_autoptr (PpvTestRecording) recording = record_form (form, 8);
  g_autoptr (GBytes) bytes = ppv_test_recording_finish (recording);

  ppv_test_abuse_bytes ("perf-data", bytes, form->is_pipe ? may_end_anywhere : may_never_end,
                        PPV_LOSS);
}

static void
add (const Form *form, const char *path, void (*test) (gconstpointer))
{
  g_autofree char *name = g_strdup_printf ("/perf-forms/%s/%s", form->name, path);

  g_test_add_data_func (name, form, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      add (&forms[i], "answers-alike", test_answers_alike);
      add (&forms[i], "survives-every-cut-and-flip", test_survives_every_cut_and_flip);
    }
  return g_test_run ();
}
