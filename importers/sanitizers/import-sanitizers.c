/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reports of AddressSanitizer and LeakSanitizer, which programs built with
 * -fsanitize=address or =leak write to standard error among their own output, as
 * compiler-rt of LLVM 14 (asan_report.cpp, lsan_common.cpp) and GCC's copy do.  Those of
 * MemorySanitizer and ThreadSanitizer have the same form and are read along.
 *
 * A report begins with "==PID==ERROR: AddressSanitizer: " and ends with its "SUMMARY: ".
 * Between are stacks, each after a text that says what it is of.
 */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "common/text-lines.h"
#include "ppv-number.h"
#include "sanitizer-frame.h"
#include "sanitizer-leaks.h"

enum { BITS = 40 };

typedef struct {
  PpvLoadContext *context;
  PpvProfileBuilder *builder;
  PpvLines lines;
  CheckerFindings findings;
  SanitizerLeaks leaks;
  GString *name; /* of a frame */
  GString *said; /* what is wrong, as far as it was read */
  char *tool;
  gboolean in_report;
  gboolean in_finding;
  gboolean is_leaks;  /* whether the report is of leaks, each a finding */
  gboolean has_stack; /* whether the finding has one already */
  guint64 next_frame; /* number of the frame that has to follow; 0 between stacks */
  guint64 n_reports;
  guint64 n_other; /* lines of the program */
} Import;

static PpvStringId
add_text (Import *self, const char *text, gssize length)
{
  return ppv_profile_builder_string (self->builder, text, length);
}

/* --- a finding ------------------------------------------------------------------------- */

static void
end_stack (Import *self)
{
  PpvStackId stack;

  if (self->next_frame == 0)
    return;
  self->next_frame = 0;
  stack = checker_findings_end_stack (&self->findings);
  if (!self->in_finding)
    return;
  checker_findings_add_stack (&self->findings, stack);
  self->has_stack = TRUE;
}

static void
end_finding (Import *self)
{
  end_stack (self);
  if (!self->in_finding)
    return;
  self->in_finding = FALSE;
  self->findings.finding.text = add_text (self, self->said->str, (gssize) self->said->len);
  (void) checker_findings_end (&self->findings, PPV_NO_ADDRESS);
}

static void
begin_finding (Import *self)
{
  end_finding (self);
  checker_findings_begin (&self->findings);
  g_string_truncate (self->said, 0);
  self->in_finding = TRUE;
  self->has_stack = FALSE;
}

/* "READ of size 1 at 0x602000000013 thread T2": the main thread, T0, is left out. */
static void
find_thread (Import *self, const char *text)
{
  const char *at = strstr (text, "thread T");
  gsize n_digits = at != NULL ? strspn (at + 8, "0123456789") : 0;
  guint64 tid;

  if (n_digits == 0 || self->findings.tid > 0 || !ppv_parse_u64 (at + 8, n_digits, &tid) ||
      tid > G_MAXINT32)
    return;
  self->findings.tid = (gint32) tid;
  self->findings.thread_name = add_text (self, at + 7, (gssize) n_digits + 1);
}

static void
add_frame (Import *self, char *line, guint64 number)
{
  CheckerFrame frame;

  if (number == 0)
    end_stack (self);
  if (number != self->next_frame)
    ppv_profile_builder_warn (
        self->builder, PPV_LOSS, "mixed-stacks", self->lines.offset,
        _ ("Frames are missing, or several processes wrote at once; the first such stack is in "
           "line %" PRIu64),
        self->lines.number);
  self->next_frame = number + 1;
  sanitizer_frame_parse (&frame, line, self->name);
  checker_findings_add_frame (&self->findings, &frame);
}

/* What the stack that follows is of; before the first, what is wrong. */
static void
say (Import *self, char *text)
{
  gsize length;

  end_stack (self);
  if (!self->in_finding)
    return;
  g_strstrip (text);
  length = strlen (text);
  if (length > 0 && text[length - 1] == ':')
    text[length - 1] = '\0';
  find_thread (self, text);
  if (self->has_stack)
    checker_findings_add_text (&self->findings, text);
  else
    g_string_append_printf (self->said, "; %s", text);
}

/* "*" stands for any bytes.  GLib's patterns are for valid UTF-8 only, which a program need not
 * write. */
static gboolean
matches (const char *pattern, const char *text)
{
  const char *star = strchrnul (pattern, '*');
  gsize length = (gsize) (star - pattern);

  if (strncmp (text, pattern, length) != 0)
    return FALSE;
  text += length;
  while (*star != '\0')
    {
      const char *part = star + 1;
      gsize left = strlen (text);

      star = strchrnul (part, '*');
      length = (gsize) (star - part);
      if (*star == '\0')
        return left >= length && memcmp (text + left - length, part, length) == 0;
      text = memmem (text, left, part, length);
      if (text == NULL)
        return FALSE;
      text += length;
    }
  return *text == '\0';
}

/* Every text that compiler-rt has; others may be the program's. */
static gboolean
is_known (const char *text)
{
  static const char *const patterns[] = {
    "READ of size *",
    "WRITE of size *",
    "ACCESS of size *",
    "* is located *",
    "* by thread T*here:",
    "allocated by *here:",
    "Thread T* created by *",
    "  This frame has *",
    "    [*) '*",
    "HINT: *",
    "*The signal is caused by *",
    "*Hint: *",
    "*Register values:",
    "  Uninitialized value was *",
    "  Memory was *",
    "  ORIGIN: *",
    "* is a wild pointer *",
    "  *of size * by *:",
    "  Previous *",
    "  Location is *",
    "  Mutex M* created at:",
    "  Thread T*",
    "  As if synchronized *",
    "  '*' of size * declared *",
    "  #* registered at:",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    if (matches (patterns[i], text))
      return TRUE;
  return FALSE;
}

/* --- a report -------------------------------------------------------------------------- */

static void
end_report (Import *self)
{
  if (self->in_report)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "truncated", self->lines.offset,
                              _ ("A report ends without its summary"));
  end_finding (self);
  self->in_report = FALSE;
}

/* "==27864==", which stands before the lines that begin something. */
static const char *
skip_pid (const char *line, guint64 *pid)
{
  gsize n_digits = g_str_has_prefix (line, "==") ? strspn (line + 2, "0123456789") : 0;

  if (n_digits == 0 || !g_str_has_prefix (line + 2 + n_digits, "==") ||
      !ppv_parse_u64 (line + 2, n_digits, pid))
    return line;
  return line + 2 + n_digits + 2;
}

/* Behind "ERROR: AddressSanitizer: "; NULL for lines that begin no report. */
static const char *
find_title (const char *text, const char **tool, gsize *tool_length)
{
  static const char *const severities[] = { "ERROR: ", "WARNING: " };
  const char *end;

  for (gsize i = 0; i < G_N_ELEMENTS (severities); i++)
    if (g_str_has_prefix (text, severities[i]))
      {
        *tool = text + strlen (severities[i]);
        *tool_length = strcspn (*tool, ": ");
        end = *tool + *tool_length;
        if (*tool_length > 9 && memcmp (end - 9, "Sanitizer", 9) == 0 &&
            g_str_has_prefix (end, ": "))
          return end + 2;
      }
  return NULL;
}

/* The address is another one in each run, and so are the registers. */
static char *
dup_title (const char *title)
{
  const char *end = strstr (title, " at pc 0x");

  if (end == NULL)
    end = strstr (title, " (pc 0x");
  return end != NULL ? g_strndup (title, (gsize) (end - title)) : g_strdup (title);
}

/* "attempting double-free on 0x…" is a "double-free"; the summary may know better. */
static void
set_kind (Import *self, const char *text)
{
  const char *end;

  if (g_str_has_prefix (text, "attempting "))
    text += strlen ("attempting ");
  end = strstr (text, " (");
  if (!g_str_has_prefix (text, "data race") || end == NULL)
    end = text + strcspn (text, " ");
  self->findings.finding.kind = add_text (self, text, end - text);
}

static gboolean
begin_report (Import *self, const char *text, guint64 pid)
{
  const char *tool;
  gsize tool_length;
  const char *title = find_title (text, &tool, &tool_length);
  g_autofree char *said = NULL;

  if (title == NULL)
    return FALSE;
  end_report (self);
  self->in_report = TRUE;
  self->n_reports++;
  if (self->tool == NULL)
    self->tool = g_strndup (tool, tool_length);
  self->findings.process =
      ppv_profile_builder_process (self->builder, (gint32) MIN (pid, G_MAXINT32));
  self->is_leaks = g_str_has_prefix (title, "detected memory leaks");
  self->leaks.report = (SanitizerAmount){ 0, 0 };
  if (self->is_leaks)
    return TRUE;
  begin_finding (self);
  said = dup_title (title);
  set_kind (self, title);
  g_string_append (self->said, said);
  find_thread (self, title);
  return TRUE;
}

static gboolean
read_summary (Import *self, const char *text)
{
  const char *rest = strstr (text, "Sanitizer: ");

  if (!g_str_has_prefix (text, "SUMMARY: ") || rest == NULL)
    return FALSE;
  rest += strlen ("Sanitizer: ");
  if (sanitizer_leaks_sum (&self->leaks, rest, self->lines.offset))
    end_finding (self);
  else if (self->in_finding && !self->is_leaks)
    set_kind (self, rest);
  self->in_report = FALSE;
  end_finding (self);
  return TRUE;
}

static gboolean
begin_leak (Import *self, const char *text)
{
  PpvFinding finding = { .thread = PPV_NONE, .count = 1 };
  g_autofree char *said = NULL;

  if (!sanitizer_leaks_begin (&self->leaks, text, &finding))
    return FALSE;
  begin_finding (self);
  self->findings.finding = finding;
  said = g_str_has_suffix (text, " allocated from:")
             ? g_strndup (text, strlen (text) - strlen (" allocated from:"))
             : g_strdup (text);
  g_string_append (self->said, said);
  return TRUE;
}

/* What stands there for people to see that it is a report, or lists what is told elsewhere. */
static gboolean
is_ornament (const Import *self, const char *text)
{
  return g_str_has_prefix (text, "====") || g_str_has_prefix (text, "Objects leaked above:") ||
         (self->is_leaks && g_str_has_prefix (text, "0x")) ||
         (self->is_leaks && g_str_has_prefix (text, "The ")) ||
         (self->is_leaks && g_str_has_prefix (text, "Omitting ")) ||
         g_str_has_prefix (text, "AddressSanitizer can not provide additional info");
}

static void
read_report (Import *self, char *text)
{
  guint64 number;

  if (text[strspn (text, " \t")] == '\0')
    end_stack (self);
  else if (sanitizer_frame_number (text, &number))
    add_frame (self, text, number);
  else if (read_summary (self, text) || begin_leak (self, text) ||
           (self->is_leaks && sanitizer_leaks_suppress (&self->leaks, text)) ||
           is_ornament (self, text))
    return;
  else if (is_known (text))
    say (self, text);
  else
    self->n_other++;
}

static void
read_line (Import *self)
{
  const PpvLines *lines = &self->lines;
  g_autofree char *line = NULL;
  const char *text;
  guint64 pid = 0;

  if (lines->cut)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "line-too-long", lines->offset,
                              _ ("Texts were cut because they are too long (--limit-line-bytes)"));
  line = g_strndup (lines->line, lines->length);
  text = skip_pid (line, &pid);
  if (begin_report (self, text, pid))
    return;
  if (self->in_report)
    read_report (self, line + (text - line));
  else
    self->n_other++;
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
  if (self->n_reports == 0)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_CORRUPT,
                   _ ("no line of %" PRIu64 " begins a report of a sanitizer"), self->lines.number);
      return FALSE;
    }
  end_report (self);
  if (!self->lines.ended)
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "no-final-newline", self->lines.offset,
                              _ ("The last line has no end; if the file was cut, reports may be "
                                 "missing"));
  ppv_profile_builder_fact (self->builder, "tool", self->tool, -1);
  sanitizer_leaks_tell (&self->leaks);
  checker_findings_finish (&self->findings);
  ppv_profile_builder_record (self->builder, "report", self->n_reports);
  if (self->n_other > 0)
    ppv_profile_builder_record (self->builder, "other line", self->n_other);
  return TRUE;
}

static gboolean
load_reports (PpvLoadContext *context, PpvProfileBuilder *builder, GError **error)
{
  const PpvLimits *limits = ppv_load_context_get_limits (context);
  Import import = { .context = context, .builder = builder, .leaks = { .builder = builder } };
  gboolean done;

  ppv_lines_init (&import.lines, ppv_load_context_get_input (context),
                  (gsize) MIN (limits->line_bytes, G_MAXINT32));
  checker_findings_init (&import.findings, builder);
  import.name = g_string_new (NULL);
  import.said = g_string_new (NULL);
  done = read_lines (&import, error) && finish (&import, error);
  g_string_free (import.said, TRUE);
  g_string_free (import.name, TRUE);
  g_free (import.tool);
  checker_findings_clear (&import.findings);
  return done;
}

/* One line that begins a report is enough, wherever in the head it stands. */
static guint
sniff_reports (const PpvSniff *sniff)
{
  g_autofree char *head = g_strndup ((const char *) sniff->head, sniff->head_length);
  guint64 pid;

  for (char *line = head; line != NULL;)
    {
      char *stop = strchr (line, '\n');
      const char *tool;
      gsize tool_length;

      if (stop != NULL)
        *stop++ = '\0';
      if (find_title (skip_pid (line, &pid), &tool, &tool_length) != NULL)
        return BITS;
      line = stop;
    }
  return 0;
}

static const PpvImporter sanitizer = {
  .size = sizeof (PpvImporter),
  .id = "sanitizer",
  .name = N_ ("Reports of AddressSanitizer and LeakSanitizer"),
  .mime_types = (const char *const[]){ "text/x-sanitizer-report", NULL },
  .suffixes = (const char *const[]){ "*.asan.txt", "*.lsan.txt", NULL },
  .sniff = sniff_reports,
  .load = load_reports,
};

G_MODULE_EXPORT const PpvPlugin ppv_plugin = {
  .abi = PPV_PLUGIN_ABI,
  .version = PACKAGE_VERSION,
  .license = "LGPL-2.1-or-later",
  .domain = GETTEXT_PACKAGE,
  .importers = (const PpvImporter *const[]){ &sanitizer, NULL },
};
