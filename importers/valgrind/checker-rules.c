/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "checker-rules.h"

enum { OBJECT, FUNCTION, FOLDER, FILE_NAME };

/* The most that is kept of a text in pieces, however many there are. */
enum { MOST_TEXT = 1 << 16 };

static void
append (CheckerElements *self, GString *into, const char *separator, const char *text)
{
  gsize length = strlen (text);
  gsize room = MOST_TEXT - into->len;

  if (into->len > 0)
    g_string_append (into, separator);
  g_string_append_len (into, text, (gssize) MIN (length, room));
  if (into->len <= MOST_TEXT && length <= room)
    return;
  g_string_truncate (into, MOST_TEXT);
  ppv_profile_builder_warn (self->builder, PPV_LOSS, "text-too-long", self->offset,
                            _ ("Texts in many pieces were cut because they are too long"));
}

static PpvStringId
add_string (CheckerElements *self, const char *text)
{
  return ppv_profile_builder_string (self->builder, text, -1);
}

/* --- what the file says of itself ---------------------------------------------------- */

static void
close_protocol (CheckerElements *self, const char *text)
{
  ppv_profile_builder_fact (self->builder, "protocol_version", text, -1);
}

static void
close_tool (CheckerElements *self, const char *text)
{
  ppv_profile_builder_fact (self->builder, "tool", text, -1);
}

static void
close_pid (CheckerElements *self, const char *text)
{
  guint64 pid = checker_elements_number (self, text);

  if (pid > 0 && pid <= G_MAXINT32)
    self->findings.process = ppv_profile_builder_process (self->builder, (gint32) pid);
}

static void
close_comment (CheckerElements *self, const char *text)
{
  ppv_profile_builder_fact (self->builder, "comment", text, -1);
}

static void
close_preamble_line (CheckerElements *self, const char *text)
{
  const char *end = strstr (text, " and LibVEX");

  if (g_str_has_prefix (text, "Using Valgrind-") && end != NULL)
    ppv_profile_builder_fact (self->builder, "version", text + strlen ("Using "),
                              end - text - (gssize) strlen ("Using "));
}

static void
close_option (CheckerElements *self, const char *text)
{
  append (self, self->options, " ", text);
}

static void
close_program (CheckerElements *self, const char *text)
{
  const char *slash = strrchr (text, '/');

  if (self->findings.process != PPV_NONE)
    ppv_profile_builder_name_process (self->builder, self->findings.process,
                                      add_string (self, slash != NULL ? slash + 1 : text));
  append (self, self->command, " ", text);
}

static void
close_argument (CheckerElements *self, const char *text)
{
  append (self, self->command, " ", text);
}

static void
close_variable (CheckerElements *self, const char *text)
{
  g_free (self->name);
  self->name = g_strdup (text);
}

static void
close_value (CheckerElements *self, const char *text)
{
  g_autofree char *both = g_strdup_printf ("%s=%s", self->name != NULL ? self->name : "", text);

  ppv_profile_builder_fact (self->builder, "log_file_qualifier", both, -1);
}

static void
close_state (CheckerElements *self, const char *text)
{
  self->is_running |= g_str_equal (text, "RUNNING");
  self->is_finished |= g_str_equal (text, "FINISHED");
}

static void
close_time (CheckerElements *self, const char *text)
{
  g_autofree char *time = g_strstrip (g_strdup (text));

  if (self->is_finished)
    ppv_profile_builder_fact (self->builder, "finished_after", time, -1);
}

static void
close_message (CheckerElements *self, const char *text)
{
  append (self, self->messages, "", text);
  ppv_profile_builder_record (self->builder, "client message", 1);
}

/* --- errors --------------------------------------------------------------------------- */

static void
close_unique (CheckerElements *self, const char *text)
{
  self->unique = checker_elements_hex (self, text);
}

static void
close_tid (CheckerElements *self, const char *text)
{
  self->findings.tid = (gint32) MIN (checker_elements_number (self, text), G_MAXINT32);
}

static void
close_thread_name (CheckerElements *self, const char *text)
{
  self->findings.thread_name = add_string (self, text);
}

static void
close_kind (CheckerElements *self, const char *text)
{
  self->findings.finding.kind = add_string (self, text);
}

static void
close_what (CheckerElements *self, const char *text)
{
  append (self, self->what, "; ", text);
}

static void
close_aux (CheckerElements *self, const char *text)
{
  checker_findings_add_text (&self->findings, text);
}

static void
close_path (CheckerElements *self, const char *text)
{
  g_autofree char *both = g_strconcat ("Path: ", text, NULL);

  if (self->has_path || strstr (self->what->str, text) == NULL)
    checker_findings_add_text (&self->findings, both);
  self->has_path = TRUE;
}

static void
close_mentioned (CheckerElements *self, const char *text)
{
  guint64 thread = checker_elements_number (self, text);

  for (guint i = 0; i < self->mentioned->len; i++)
    if (g_array_index (self->mentioned, guint64, i) == thread)
      return;
  if (self->mentioned->len < CHECKER_MOST_DEPTH)
    g_array_append_val (self->mentioned, thread);
}

static void
close_stack (CheckerElements *self, const char *text)
{
  checker_findings_add_stack (&self->findings, checker_findings_end_stack (&self->findings));
}

/* Where the threads that the error mentions were made, which the file says once. */
static void
add_announced (CheckerElements *self)
{
  for (guint i = 0; i < self->mentioned->len; i++)
    {
      guint64 thread = g_array_index (self->mentioned, guint64, i);
      g_autofree char *text = g_strdup_printf ("Thread #%" G_GUINT64_FORMAT " was created", thread);
      gpointer stack;

      if (!g_hash_table_lookup_extended (self->threads, &thread, NULL, &stack))
        continue;
      checker_findings_add_text (&self->findings, text);
      checker_findings_add_stack (&self->findings, GPOINTER_TO_UINT (stack));
    }
}

void
checker_close_error (CheckerElements *self, const char *text)
{
  add_announced (self);
  self->findings.finding.text = add_string (self, self->what->str);
  if (self->raw->len > 0 || self->suppression->len > 0)
    {
      if (self->raw->len == 0)
        g_string_append (self->suppression, "}");
      self->findings.finding.suppression =
          add_string (self, self->raw->len > 0 ? self->raw->str : self->suppression->str);
    }
  (void) checker_findings_end (&self->findings, self->unique);
  self->in_error = FALSE;
}

static void
close_signal_part (CheckerElements *self, const char *text)
{
  append (self, self->signal, " ", text);
}

static void
close_signal_name (CheckerElements *self, const char *text)
{
  g_autofree char *name = g_strdup_printf ("(%s):", text);

  append (self, self->signal, " ", name);
}

static void
close_signal_address (CheckerElements *self, const char *text)
{
  append (self, self->signal, " at ", text);
}

static void
close_signal (CheckerElements *self, const char *text)
{
  g_autofree char *said =
      g_strconcat ("Process terminating with default action of signal ", self->signal->str, NULL);

  self->findings.finding.kind = add_string (self, "FatalSignal");
  append (self, self->what, "; ", said);
  ppv_profile_builder_fact (self->builder, "fatal_signal", self->signal->str, -1);
  checker_close_error (self, text);
}

/* --- frames --------------------------------------------------------------------------- */

static void
set_frame (CheckerElements *self, guint place, const char *text)
{
  g_free (self->frame[place]);
  self->frame[place] = g_strdup (text);
}

static void
close_address (CheckerElements *self, const char *text)
{
  self->address = checker_elements_hex (self, text);
}

static void
close_object (CheckerElements *self, const char *text)
{
  set_frame (self, OBJECT, text);
}

static void
close_function (CheckerElements *self, const char *text)
{
  set_frame (self, FUNCTION, text);
}

static void
close_folder (CheckerElements *self, const char *text)
{
  set_frame (self, FOLDER, text);
}

static void
close_file (CheckerElements *self, const char *text)
{
  set_frame (self, FILE_NAME, text);
}

static const char *
known (const char *text)
{
  return text != NULL ? text : "";
}

static void
close_frame (CheckerElements *self, const char *text)
{
  const char *name = known (self->frame[FILE_NAME]);
  gboolean joins = self->frame[FOLDER] != NULL && name[0] != '\0' && name[0] != '/';
  g_autofree char *file =
      joins ? g_strconcat (self->frame[FOLDER], "/", name, NULL) : g_strdup (name);
  CheckerFrame frame = { self->address, known (self->frame[FUNCTION]), known (self->frame[OBJECT]),
                         file, self->line };

  checker_findings_add_frame (&self->findings, &frame);
}

/* --- threads that Helgrind announces ---------------------------------------------------- */

static void
close_announced_stack (CheckerElements *self, const char *text)
{
  self->announced = checker_findings_end_stack (&self->findings);
}

static void
close_announcement (CheckerElements *self, const char *text)
{
  if (self->announced != PPV_NONE)
    g_hash_table_insert (self->threads, g_memdup2 (&self->thread, sizeof self->thread),
                         GUINT_TO_POINTER (self->announced));
  ppv_profile_builder_record (self->builder, "thread announcement", 1);
}

/* --- suppressions ----------------------------------------------------------------------- */

static void
close_suppression_name (CheckerElements *self, const char *text)
{
  g_string_append_printf (self->suppression, "{\n   <%s>\n", text);
}

static void
close_suppression_kind (CheckerElements *self, const char *text)
{
  g_string_append_printf (self->suppression, "   %s\n", text);
}

static void
close_suppression_object (CheckerElements *self, const char *text)
{
  g_string_append_printf (self->suppression, "   obj:%s\n", text);
}

static void
close_suppression_function (CheckerElements *self, const char *text)
{
  g_string_append_printf (self->suppression, "   fun:%s\n", text);
}

static void
close_raw (CheckerElements *self, const char *text)
{
  const char *begin = strchr (text, '{');
  const char *end = strrchr (text, '}');

  if (begin != NULL && end != NULL && begin < end)
    g_string_append_len (self->raw, begin, end + 1 - begin);
}

/* --- sums --------------------------------------------------------------------------------- */

static void
close_error_pair (CheckerElements *self, const char *text)
{
  if (self->unique != PPV_NO_ADDRESS && self->count > 0)
    (void) checker_findings_count (&self->findings, self->unique, self->count);
}

static void
close_suppression_pair (CheckerElements *self, const char *text)
{
  g_autofree char *both =
      g_strdup_printf ("%" G_GUINT64_FORMAT " by %s", self->count, known (self->name));

  append (self, self->used, ", ", both);
  ppv_profile_builder_record (self->builder, "suppressed error", self->count);
}

static void
close_allocations (CheckerElements *self, const char *text)
{
  self->summary.allocations = checker_elements_number (self, text);
  self->summary.has_usage = TRUE;
}

static void
close_errors (CheckerElements *self, const char *text)
{
  self->summary.errors = checker_elements_number (self, text);
  self->summary.has_errors = TRUE;
}

#define NUMBER(member) NULL, G_STRUCT_OFFSET (CheckerElements, member)

/* In the order of strcmp(). */
static const CheckerRule rules[] = {
  { "announcethread/hthreadid/", NUMBER (thread) },
  { "announcethread/stack/", close_announced_stack, 0 },
  { "argv/arg/", close_argument, 0 },
  { "argv/exe/", close_program, 0 },
  { "clientmsg/text/", close_message, 0 },
  { "error/auxwhat/", close_aux, 0 },
  { "error/hthreadid/", close_mentioned, 0 },
  { "error/kind/", close_kind, 0 },
  { "error/path/", close_path, 0 },
  { "error/stack/", close_stack, 0 },
  { "error/threadname/", close_thread_name, 0 },
  { "error/tid/", close_tid, 0 },
  { "error/unique/", close_unique, 0 },
  { "error/what/", close_what, 0 },
  { "error_summary/error_contexts/", NUMBER (summary.contexts) },
  { "error_summary/errors/", close_errors, 0 },
  { "error_summary/suppressed/", NUMBER (summary.suppressed) },
  { "error_summary/suppressed_contexts/", NUMBER (summary.suppressed_contexts) },
  { "errorcounts/pair/", close_error_pair, 0 },
  { "fatal_signal/event/", close_signal_part, 0 },
  { "fatal_signal/siaddr/", close_signal_address, 0 },
  { "fatal_signal/signame/", close_signal_name, 0 },
  { "fatal_signal/signo/", close_signal_part, 0 },
  { "fatal_signal/stack/", close_stack, 0 },
  { "fatal_signal/threadname/", close_thread_name, 0 },
  { "fatal_signal/tid/", close_tid, 0 },
  { "frame/dir/", close_folder, 0 },
  { "frame/file/", close_file, 0 },
  { "frame/fn/", close_function, 0 },
  { "frame/ip/", close_address, 0 },
  { "frame/line/", NUMBER (line) },
  { "frame/obj/", close_object, 0 },
  { "logfilequalifier/value/", close_value, 0 },
  { "logfilequalifier/var/", close_variable, 0 },
  { "other_segment_end/stack/", close_stack, 0 },
  { "other_segment_start/stack/", close_stack, 0 },
  { "pair/count/", NUMBER (count) },
  { "pair/name/", close_variable, 0 },
  { "pair/unique/", close_unique, 0 },
  { "preamble/line/", close_preamble_line, 0 },
  { "sframe/fun/", close_suppression_function, 0 },
  { "sframe/obj/", close_suppression_object, 0 },
  { "stack/frame/", close_frame, 0 },
  { "status/state/", close_state, 0 },
  { "status/time/", close_time, 0 },
  { "suppcounts/pair/", close_suppression_pair, 0 },
  { "suppression/rawtext/", close_raw, 0 },
  { "suppression/skaux/", close_suppression_kind, 0 },
  { "suppression/skind/", close_suppression_kind, 0 },
  { "suppression/sname/", close_suppression_name, 0 },
  { "total_heap_usage/allocs/", close_allocations, 0 },
  { "total_heap_usage/bytes_allocated/", NUMBER (summary.allocated_bytes) },
  { "total_heap_usage/frees/", NUMBER (summary.frees) },
  { "valgrindoutput/announcethread/", close_announcement, 0 },
  { "valgrindoutput/error/", checker_close_error, 0 },
  { "valgrindoutput/fatal_signal/", close_signal, 0 },
  { "valgrindoutput/pid/", close_pid, 0 },
  { "valgrindoutput/protocolversion/", close_protocol, 0 },
  { "valgrindoutput/tool/", close_tool, 0 },
  { "valgrindoutput/usercomment/", close_comment, 0 },
  { "vargv/arg/", close_option, 0 },
  { "xauxwhat/hthreadid/", close_mentioned, 0 },
  { "xauxwhat/text/", close_aux, 0 },
  { "xwhat/hthreadid/", close_mentioned, 0 },
  { "xwhat/leakedblocks/", NUMBER (findings.finding.blocks) },
  { "xwhat/leakedbytes/", NUMBER (findings.finding.bytes) },
  { "xwhat/text/", close_what, 0 },
};

static int
compare_rule (gconstpointer key, gconstpointer rule)
{
  return strcmp (key, ((const CheckerRule *) rule)->path);
}

const CheckerRule *
checker_rule_find (const char *path)
{
  return bsearch (path, rules, G_N_ELEMENTS (rules), sizeof rules[0], compare_rule);
}
