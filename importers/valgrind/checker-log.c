/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What memcheck, Helgrind and DRD write for people, with --log-file or to a terminal,
 * as Valgrind 3.19 and the ones around it do.  Each line begins with "==PID== "; others
 * are the program's.
 *
 * An error is a text, then the frames where it was found, then more texts with frames.
 * An empty line ends it, but for Helgrind's, which go on after some.
 */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "checker-log-text.h"
#include "common/text-lines.h"
#include "ppv-number.h"
#include "valgrind.h"

typedef struct {
  PpvLoadContext *context;
  PpvProfileBuilder *builder;
  PpvLines lines;
  CheckerFindings findings;
  CheckerSummary summary;
  GString *title;       /* of the error that may begin with the next frame */
  GString *remark;      /* between a title and its frames: what locks are held */
  GString *suppression; /* empty outside of one */
  GHashTable *threads;  /* Helgrind's numbers to the stacks that made them */
  GArray *mentioned;
  guint64 pid;
  guint64 repeated;  /* how often the error that follows was seen: it is told again */
  guint64 announced; /* the number of the thread whose stack follows */
  guint64 n_lines;   /* of Valgrind */
  gint32 tid;
  gboolean in_error;
  gboolean has_frames; /* whether frames wait for the end of their stack */
  gboolean after_blank;
  gboolean has_begin; /* whether Valgrind said who it is, and so will say its sums */
  gboolean has_end;
  gboolean cut;
} Import;

/* --- an error ------------------------------------------------------------------------- */

static void
mention (Import *self, const char *text)
{
  const char *at = text;

  while ((at = strstr (at, "hread #")) != NULL && self->mentioned->len < 16)
    {
      guint64 thread = 0;
      gboolean is_known = FALSE;

      at += strlen ("hread #");
      if (!ppv_parse_u64 (at, strspn (at, "0123456789"), &thread))
        continue;
      for (guint i = 0; i < self->mentioned->len; i++)
        is_known |= g_array_index (self->mentioned, guint64, i) == thread;
      if (!is_known)
        g_array_append_val (self->mentioned, thread);
    }
}

static void
end_stack (Import *self)
{
  PpvStackId stack;

  if (!self->has_frames)
    return;
  self->has_frames = FALSE;
  stack = checker_findings_end_stack (&self->findings);
  if (self->announced > 0)
    g_hash_table_insert (self->threads, g_memdup2 (&self->announced, sizeof self->announced),
                         GUINT_TO_POINTER (stack));
  self->announced = 0;
  if (!self->in_error)
    return;
  checker_findings_add_stack (&self->findings, stack);
  if (self->remark->len > 0)
    {
      checker_findings_add_text (&self->findings, self->remark->str);
      self->findings.has_text = FALSE;
    }
  g_string_truncate (self->remark, 0);
}

static void
add_announced (Import *self)
{
  for (guint i = 0; i < self->mentioned->len; i++)
    {
      guint64 thread = g_array_index (self->mentioned, guint64, i);
      g_autofree char *text = g_strdup_printf ("Thread #%" PRIu64 " was created", thread);
      gpointer stack;

      if (!g_hash_table_lookup_extended (self->threads, &thread, NULL, &stack))
        continue;
      checker_findings_add_text (&self->findings, text);
      checker_findings_add_stack (&self->findings, GPOINTER_TO_UINT (stack));
    }
}

static void
end_error (Import *self)
{
  const GArray *parts = self->findings.parts;
  guint64 key;

  end_stack (self);
  if (!self->in_error)
    return;
  self->in_error = FALSE;
  key = parts->len > 0 ? g_array_index (parts, PpvFindingPart, 0).stack : PPV_NONE;
  key |= (guint64) self->findings.finding.text << 32;
  if (self->repeated > 0 && checker_findings_count (&self->findings, key, self->repeated))
    return;
  add_announced (self);
  (void) checker_findings_end (&self->findings, key);
}

static void
begin_error (Import *self)
{
  PpvFinding *finding = &self->findings.finding;

  checker_findings_begin (&self->findings);
  g_array_set_size (self->mentioned, 0);
  self->in_error = TRUE;
  self->findings.tid = self->tid;
  finding->kind =
      ppv_profile_builder_string (self->builder, checker_log_kind (self->title->str), -1);
  finding->text = ppv_profile_builder_string (self->builder, self->title->str, -1);
  checker_log_find_leak (self->title->str, finding);
  mention (self, self->title->str);
  g_string_truncate (self->title, 0);
}

static void
add_frame (Import *self, const char *text)
{
  if (self->title->len > 0)
    {
      end_error (self);
      begin_error (self);
    }
  self->has_frames = TRUE;
  self->after_blank = FALSE;
  checker_log_add_frame (text, &self->findings);
}

/* --- other lines ------------------------------------------------------------------------- */

/* What Helgrind says after an empty line of the same error. */
static gboolean
goes_on (const char *text)
{
  static const char *const words[] = { " ", "This conflicts with a previous",
                                       "Required order was established" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (text, words[i]))
      return TRUE;
  return FALSE;
}

static gboolean
read_thread (Import *self, const char *text)
{
  gsize n = strlen ("Thread ");
  gsize n_digits = g_str_has_prefix (text, "Thread ") ? strspn (text + n, "0123456789") : 0;
  guint64 tid;

  if (n_digits == 0 || !ppv_parse_u64 (text + n, n_digits, &tid) || tid > G_MAXINT32 ||
      text[strlen (text) - 1] != ':')
    return FALSE;
  self->tid = (gint32) tid;
  return TRUE;
}

/* "---Thread-Announcement---" and what follows: "Thread #2 was created". */
static gboolean
read_announcement (Import *self, const char *text)
{
  gsize n = strlen ("Thread #");
  gsize n_digits = g_str_has_prefix (text, "Thread #") ? strspn (text + n, "0123456789") : 0;

  if (n_digits == 0 || (!g_str_equal (text + n + n_digits, " was created") &&
                        !g_str_equal (text + n + n_digits, " is the program's root thread")))
    return FALSE;
  end_error (self);
  if (g_str_has_suffix (text, "was created"))
    (void) ppv_parse_u64 (text + n, n_digits, &self->announced);
  return TRUE;
}

/* "3 errors in context 4 of 6:" */
static gboolean
read_context (Import *self, const char *text)
{
  gsize n_digits = strspn (text, "0123456789,");
  guint64 count;

  if (n_digits == 0 || !g_str_has_prefix (text + n_digits, " errors in context ") ||
      !checker_parse_number (text, n_digits, &count))
    return FALSE;
  end_error (self);
  self->repeated = count;
  self->has_end = FALSE;
  return TRUE;
}

static void
read_tool (Import *self, const char *text)
{
  static const char *const tools[][2] = {
    { "Memcheck,", "memcheck" }, { "Helgrind,", "helgrind" }, { "drd,", "drd" }, { "DRD,", "drd" }
  };
  const char *end = strstr (text, " and LibVEX");

  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    if (g_str_has_prefix (text, tools[i][0]) && strstr (text, "error detector") != NULL)
      {
        ppv_profile_builder_fact (self->builder, "tool", tools[i][1], -1);
        self->has_begin = TRUE;
      }
  if (g_str_has_prefix (text, "Using Valgrind-") && end != NULL)
    ppv_profile_builder_fact (self->builder, "version", text + strlen ("Using "),
                              end - text - (gssize) strlen ("Using "));
  else if (g_str_has_prefix (text, "Command: "))
    ppv_profile_builder_fact (self->builder, "command", text + strlen ("Command: "), -1);
}

/* Between a text and its frames Helgrind says what was locked, or in which order. */
static gboolean
is_before_frames (const Import *self, const char *text)
{
  return g_str_has_prefix (text, "Locks held:") ||
         (self->title->len > 0 && g_str_has_prefix (text, "Observed (incorrect) order"));
}

/* A line that is no frame: more of the error, or a text that may be that of the next. */
static void
read_text (Import *self, const char *text)
{
  gboolean is_more = self->in_error && (!self->after_blank || goes_on (text));

  self->after_blank = FALSE;
  if (is_before_frames (self, text))
    g_string_assign (self->remark, text);
  else if (is_more)
    {
      end_stack (self);
      checker_findings_add_text (&self->findings, text + strspn (text, " "));
      mention (self, text);
    }
  else if (self->title->len > 0 && text[0] == ' ')
    g_string_append_printf (self->title, ":%s", text);
  else
    {
      end_error (self);
      g_string_assign (self->title, text);
    }
}

static void
read_blank (Import *self)
{
  end_stack (self);
  self->after_blank = TRUE;
  if (!g_str_has_suffix (self->title->str, " violated"))
    g_string_truncate (self->title, 0);
}

static void
read_report (Import *self, const char *text)
{
  if (text[0] == '\0')
    read_blank (self);
  else if (checker_log_is_frame (text))
    add_frame (self, text);
  else if (g_str_has_prefix (text, "Warning: ") || g_str_has_prefix (text, "---"))
    end_error (self);
  else if (checker_log_sum (text, &self->summary))
    {
      end_error (self);
      self->has_end |= g_str_has_prefix (text, "ERROR SUMMARY");
    }
  else if (!read_thread (self, text) && !read_announcement (self, text) &&
           !read_context (self, text))
    {
      read_tool (self, text);
      read_text (self, text);
    }
}

/* Suppressions (--gen-suppressions) stand between the lines, after their error. */
static void
read_other (Import *self, const char *text)
{
  gboolean is_begin = g_str_equal (text, "{");

  if (is_begin)
    g_string_truncate (self->suppression, 0);
  else if (self->suppression->len == 0)
    return;
  if (self->suppression->len < ppv_profile_builder_get_limits (self->builder)->line_bytes)
    g_string_append_printf (self->suppression, is_begin ? "%s" : "\n%s", text);
  if (!g_str_equal (text, "}"))
    return;
  if (self->in_error)
    self->findings.finding.suppression = ppv_profile_builder_string (
        self->builder, self->suppression->str, (gssize) self->suppression->len);
  g_string_truncate (self->suppression, 0);
}

static void
change_process (Import *self, guint64 pid)
{
  end_error (self);
  g_string_truncate (self->title, 0);
  self->pid = pid;
  self->tid = 1;
  self->repeated = 0;
  self->findings.process =
      ppv_profile_builder_process (self->builder, (gint32) MIN (pid, G_MAXINT32));
}

static void
read_line (Import *self)
{
  const PpvLines *lines = &self->lines;
  g_autofree char *text = NULL;
  CheckerLine line;

  self->cut = !lines->ended;
  if (lines->cut)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "line-too-long", lines->offset,
                              _ ("Texts were cut because they are too long (--limit-line-bytes)"));
  if (self->cut)
    return;
  if (!checker_line_parse (&line, lines->line, lines->length))
    {
      text = g_strndup (lines->line, lines->length);
      read_other (self, text);
      return;
    }
  self->n_lines++;
  if (line.mark != '=')
    return;
  if (line.pid != self->pid)
    change_process (self, line.pid);
  text = g_strndup (line.text, line.length);
  read_report (self, text);
}

static gboolean
take_line (gpointer self, GError **error)
{
  read_line (self);
  return TRUE;
}

static gboolean
read_lines (Import *self, GError **error)
{
  guint64 size = ppv_input_get_size (ppv_load_context_get_input (self->context));
  TextLines lines = { self->context, &self->lines, 0, size };

  return text_lines_read (&lines, take_line, self, error);
}

static gboolean
finish (Import *self, GError **error)
{
  guint64 size = ppv_input_get_size (ppv_load_context_get_input (self->context));

  if (self->n_lines == 0)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_TRUNCATED,
                   _ ("there is no report of Valgrind in its %" PRIu64 " bytes"), size);
      return FALSE;
    }
  end_error (self);
  if (self->cut || (self->has_begin && !self->has_end))
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "truncated", size,
                              _ ("The file ends before the report does"));
  checker_findings_finish (&self->findings);
  checker_summary_tell (&self->summary, self->builder);
  return TRUE;
}

static gboolean
load_log (PpvLoadContext *context, PpvProfileBuilder *builder, GError **error)
{
  const PpvLimits *limits = ppv_load_context_get_limits (context);
  Import import = { .context = context, .builder = builder, .tid = 1 };
  gboolean done;

  ppv_lines_init (&import.lines, ppv_load_context_get_input (context),
                  (gsize) MIN (limits->line_bytes, G_MAXINT32));
  checker_findings_init (&import.findings, builder);
  import.title = g_string_new (NULL);
  import.remark = g_string_new (NULL);
  import.suppression = g_string_new (NULL);
  import.mentioned = g_array_new (FALSE, FALSE, sizeof (guint64));
  import.threads = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  done = read_lines (&import, error) && finish (&import, error);
  g_hash_table_unref (import.threads);
  g_array_unref (import.mentioned);
  g_string_free (import.suppression, TRUE);
  g_string_free (import.remark, TRUE);
  g_string_free (import.title, TRUE);
  checker_findings_clear (&import.findings);
  return done;
}

/* Two lines of Valgrind are enough; the program's may stand between them. */
static guint
sniff_log (const PpvSniff *sniff)
{
  enum { LEAST_LINES = 2, MOST_LINES = 8, BITS_OF_LINE = 16 };
  const char *line = (const char *) sniff->head;
  const char *end = line + sniff->head_length;
  guint n_lines = 0;

  while (line < end && n_lines < MOST_LINES)
    {
      const char *stop = memchr (line, '\n', (gsize) (end - line));
      CheckerLine parsed;

      stop = stop != NULL ? stop : end;
      if (checker_line_parse (&parsed, line, (gsize) (stop - line)))
        n_lines++;
      line = stop + 1;
    }
  return n_lines >= LEAST_LINES ? n_lines * BITS_OF_LINE : 0;
}

const PpvImporter valgrind_memcheck_log = {
  .size = sizeof (PpvImporter),
  .id = "memcheck-log",
  .name = N_ ("Valgrind memcheck, Helgrind and DRD (text)"),
  .mime_types = (const char *const[]){ "text/x-valgrind-errors", NULL },
  .suffixes = (const char *const[]){ "*.memcheck.log", "*.helgrind.log", "*.drd.log", NULL },
  .sniff = sniff_log,
  .load = load_log,
};
