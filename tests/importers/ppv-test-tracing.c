/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "container/perf-format.h"
#include "ppv-test-tracing.h"
#include "ppv.h"

enum { TRACEPOINT = 2, TRACING_DATA = 1 };

#define COMMON                                                                                     \
  "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"                           \
  "\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;\n"                           \
  "\tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;\n"                   \
  "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"

/* Of Linux 6.12, without the names of threads. */
const char *const ppv_test_formats[PPV_TEST_TRACEPOINTS] = {
  [PPV_TEST_SWITCH] =
      "name: sched_switch\nID: 372\nformat:\n" COMMON
      "\tfield:pid_t prev_pid;\toffset:8;\tsize:4;\tsigned:1;\n"
      "\tfield:pid_t next_pid;\toffset:12;\tsize:4;\tsigned:1;\n"
      "\tfield:long prev_state;\toffset:16;\tsize:8;\tsigned:1;\n\n"
      "print fmt: \"prev_pid=%d prev_state=%s%s ==> next_pid=%d\", REC->prev_pid, "
      "(REC->prev_state & ((((0x00000000 | 0x00000001 | 0x00000002 | 0x00000004 | 0x00000008 | "
      "0x00000010 | 0x00000020 | 0x00000040) + 1) << 1) - 1)) ? __print_flags(REC->prev_state & "
      "((((0x00000000 | 0x00000001 | 0x00000002 | 0x00000004 | 0x00000008 | 0x00000010 | "
      "0x00000020 | 0x00000040) + 1) << 1) - 1), \"|\", { 0x00000001, \"S\" }, { 0x00000002, "
      "\"D\" }, { 0x00000004, \"T\" }, { 0x00000008, \"t\" }, { 0x00000010, \"X\" }, { 0x00000020, "
      "\"Z\" }, { 0x00000040, \"P\" }, { 0x00000080, \"I\" }) : \"R\", REC->prev_state & "
      "(((0x00000000 | 0x00000001 | 0x00000002 | 0x00000004 | 0x00000008 | 0x00000010 | "
      "0x00000020 | 0x00000040) + 1) << 1) ? \"+\" : \"\", REC->next_pid\n",
  [PPV_TEST_WAKEUP] = "name: sched_wakeup\nID: 374\nformat:\n" COMMON
                      "\tfield:pid_t pid;\toffset:8;\tsize:4;\tsigned:1;\n"
                      "\tfield:int target_cpu;\toffset:12;\tsize:4;\tsigned:1;\n\n"
                      "print fmt: \"pid=%d target_cpu=%03d\", REC->pid, REC->target_cpu\n",
  [PPV_TEST_RUNTIME] = "name: sched_stat_runtime\nID: 363\nformat:\n" COMMON
                       "\tfield:u64 runtime;\toffset:8;\tsize:8;\tsigned:0;\n"
                       "\tfield:pid_t pid;\toffset:16;\tsize:4;\tsigned:1;\n\n"
                       "print fmt: \"pid=%d runtime=%Lu [ns]\", REC->pid, (unsigned long "
                       "long)REC->runtime\n",
  [PPV_TEST_ENTER] = "name: sys_enter\nID: 443\nformat:\n" COMMON
                     "\tfield:long id;\toffset:8;\tsize:8;\tsigned:1;\n"
                     "\tfield:unsigned long args[6];\toffset:16;\tsize:48;\tsigned:0;\n\n"
                     "print fmt: \"NR %ld (%lx, %lx)\", REC->id, REC->args[0], REC->args[1]\n",
  [PPV_TEST_EXIT] = "name: sys_exit\nID: 442\nformat:\n" COMMON
                    "\tfield:long id;\toffset:8;\tsize:8;\tsigned:1;\n"
                    "\tfield:long ret;\toffset:16;\tsize:8;\tsigned:1;\n\n"
                    "print fmt: \"NR %ld = %ld\", REC->id, REC->ret\n",
};

void
ppv_test_tracing_init (PpvTestTracing *self, PpvTestRecording *recording)
{
  self->recording = recording;
  self->formats = g_ptr_array_new_with_free_func (g_free);
  self->n_events = 0;
}

void
ppv_test_tracing_clear (PpvTestTracing *self)
{
  g_ptr_array_unref (self->formats);
}

guint32
ppv_test_tracing_event (PpvTestTracing *self, const char *system, const char *format)
{
  PpvTestEvent event = { .type = TRACEPOINT, .period = 1 };
  const char *id = strstr (format, "ID: ");

  event.config = g_ascii_strtoull (id + 4, NULL, 10);
  event.sample_type = PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_IP | PERF_SAMPLE_TID | PERF_SAMPLE_TIME |
                      PERF_SAMPLE_CPU | PERF_SAMPLE_PERIOD | PERF_SAMPLE_RAW;
  event.flags = G_GUINT64_CONSTANT (1) << PERF_ATTR_SAMPLE_ID_ALL;
  event.ids[0] = self->n_events + 1;
  ppv_test_recording_event (self->recording, &event);
  g_ptr_array_add (self->formats, g_strdup (system));
  g_ptr_array_add (self->formats, g_strdup (format));
  return self->n_events++;
}

static void
put_text (GByteArray *bytes, const char *text)
{
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text) + 1);
}

/* A part that says how long it is. */
static void
put_part (const PpvTestTracing *self, GByteArray *bytes, const char *text)
{
  ppv_test_recording_put (self->recording, bytes, strlen (text), 8);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
}

static void
put_tracing (const PpvTestTracing *self, GByteArray *bytes)
{
  static const char printks[] = "0xffffffff81000010 : \"a string of the kernel\"\n";

  g_byte_array_append (bytes, (const guint8 *) "\x17\x08\x44tracing", 10);
  put_text (bytes, "0.6");
  ppv_test_recording_put (self->recording, bytes, self->recording->big ? 1 : 0, 1);
  ppv_test_recording_put (self->recording, bytes, 8, 1);
  ppv_test_recording_put (self->recording, bytes, 4096, 4);
  put_text (bytes, "header_page");
  put_part (self, bytes, "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n");
  put_text (bytes, "header_event");
  put_part (self, bytes, "# compressed entry header\n");
  ppv_test_recording_put (self->recording, bytes, 0, 4);
  ppv_test_recording_put (self->recording, bytes, self->n_events, 4);
  for (guint i = 0; i < self->formats->len; i += 2)
    {
      put_text (bytes, g_ptr_array_index (self->formats, i));
      ppv_test_recording_put (self->recording, bytes, 1, 4);
      put_part (self, bytes, g_ptr_array_index (self->formats, i + 1));
    }
  ppv_test_recording_put (self->recording, bytes, 0, 4);
  ppv_test_recording_put (self->recording, bytes, strlen (printks), 4);
  g_byte_array_append (bytes, (const guint8 *) printks, (guint) strlen (printks));
  put_part (self, bytes, "1 init\n");
}

/* In a pipe the formats follow a record that tells their length. */
void
ppv_test_tracing_finish (PpvTestTracing *self)
{
  g_autoptr (GByteArray) record = NULL;
  g_autoptr (GByteArray) bytes = NULL;

  if (!self->recording->is_pipe)
    {
      put_tracing (self, ppv_test_recording_section (self->recording, TRACING_DATA));
      return;
    }
  bytes = g_byte_array_new ();
  put_tracing (self, bytes);
  record = g_byte_array_new ();
  ppv_test_recording_put (self->recording, record, bytes->len, 4);
  ppv_test_recording_put (self->recording, record, 0, 4);
  ppv_test_recording_bytes (self->recording, PERF_RECORD_TRACING_DATA, 0, record);
  g_byte_array_set_size (bytes, (bytes->len + 7) & ~7u);
  g_byte_array_append (self->recording->records, bytes->data, bytes->len);
}

void
ppv_test_tracing_sample (
    const PpvTestTracing *self, guint32 event, gint32 tid, guint32 cpu, guint64 time, ...)
{
  const PpvTestRecording *recording = self->recording;
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GByteArray) raw = g_byte_array_new ();
  guint64 head[] = { event + 1,
                     0xffffffff81000000,
                     ppv_test_recording_pair (recording, (guint32) tid, (guint32) tid),
                     time,
                     ppv_test_recording_pair (recording, cpu, 0),
                     1 };
  va_list fields;
  guint n_bytes;

  ppv_test_recording_put (recording, raw, 0, 8);
  va_start (fields, time);
  while ((n_bytes = va_arg (fields, guint)) != 0)
    ppv_test_recording_put (recording, raw, va_arg (fields, guint64), n_bytes);
  va_end (fields);
  while (raw->len % 8 != 4)
    ppv_test_recording_put (recording, raw, 0, 1);
  for (guint i = 0; i < G_N_ELEMENTS (head); i++)
    ppv_test_recording_put (recording, body, head[i], 8);
  ppv_test_recording_put (recording, body, raw->len, 4);
  g_byte_array_append (body, raw->data, raw->len);
  ppv_test_recording_bytes (self->recording, PERF_RECORD_SAMPLE, PERF_CPUMODE_KERNEL, body);
}

PpvProfile *
ppv_test_tracing_load (const PpvTestTracing *self)
{
  return ppv_test_tracing_load_with (self, &(PpvSymbolOptions){ .enabled = FALSE });
}

PpvProfile *
ppv_test_tracing_load_with (const PpvTestTracing *self, const PpvSymbolOptions *symbols)
{
  g_autoptr (GBytes) bytes = ppv_test_recording_finish (self->recording);
  g_autofree char *path = NULL;
  g_autoptr (PpvLoad) loading = NULL;
  g_autoptr (GError) error = NULL;
  PpvProfile *profile;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  int fd = g_file_open_tmp ("tracing-XXXXXX.data", &path, &error);

  g_assert_no_error (error);
  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
  loading = ppv_load_new (path);
  ppv_load_set_symbols (loading, symbols);
  ppv_load_set_details (loading, TRUE);
  profile = ppv_load_run (loading, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ppv_profile_check (profile, &error));
  (void) g_unlink (path);
  return profile;
}
