/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The text of perf script: the header of a sample, its stack with the innermost frame
 * first, a blank line.  Samples without callers are one line.  script-header.c and
 * script-frame.c tell what the lines are; which fields they have depends on the events
 * and on --fields.
 *
 * perf ends each stack with a blank line, so a text that was cut after a frame shows,
 * but one that was cut after a sample reads as a whole one.
 */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "common/text-lines.h"
#include "ppv-number.h"
#include "script-comments.h"
#include "script-events.h"
#include "script-frame.h"
#include "script-header.h"
#include "script-stacks.h"
#include "stacks.h"

/* For sniffing: in bits. */
enum { HEAD_BITS = 40, HEADER_BITS = 2, MOST_BITS = 30, GOOD_FOR_EACH_BAD = 3 };

/* The records that perf script can be told to list. */
static const char *const record_names[] = {
  "MMAP",     "LOST",         "COMM",       "EXIT",
  "THROTTLE", "UNTHROTTLE",   "FORK",       "READ",
  "MMAP2",    "AUX",          "SWITCH",     "ITRACE_START",
  "KSYMBOL",  "LOST_SAMPLES", "NAMESPACES", "SWITCH_CPU_WIDE",
  "CGROUP",   "BPF_EVENT",    "TEXT_POKE",
};

typedef enum {
  NO_SAMPLE,
  WITH_CALLERS, /* its frames are the lines that follow */
  WITH_PLACE,   /* its frame is on the line of the header */
} Shape;

typedef struct {
  PpvLoadContext *context;
  PpvProfileBuilder *builder;
  PpvLines lines;
  ScriptEvents events;
  ScriptStacks stacks;
  Shape shape;          /* of the sample that is read */
  gboolean has_headers; /* whether samples have more than names before their stacks */
  gboolean has_blank;   /* whether stacks end in blank lines */
  guint32 set;          /* of it, and its other columns */
  gint64 time;
  PpvThreadId thread;
  guint32 cpu;
  gint64 period;
  PpvStringId label;
  guint64 offset; /* of its header */
  PpvStringId unknown;
  guint64 n_samples;
  guint64 n_comments;
  guint64 n_lost;
  guint64 lost_offset;
  guint64 records[G_N_ELEMENTS (record_names)];
  guint64 n_other_records;
} Import;

static void
end_sample (Import *self)
{
  PpvStackId stack;
  gboolean cut;

  if (self->shape == NO_SAMPLE)
    return;
  self->shape = NO_SAMPLE;
  stack = script_stacks_end (&self->stacks, &cut);
  if (self->label != 0)
    ppv_profile_builder_label (self->builder, self->label);
  ppv_profile_builder_sample (self->builder, self->set, stack, self->time, self->thread, self->cpu,
                              &self->period);
  self->n_samples++;
  if (G_UNLIKELY (cut))
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "deep-stack", self->offset,
                              _ ("Stacks lost their outer frames because they are too deep "
                                 "(--limit-depth)"));
}

static PpvThreadId
find_thread (Import *self, const ScriptHeader *header)
{
  PpvProcessId process = ppv_profile_builder_process (self->builder, header->pid);
  PpvStringId name = header->comm.length > 0
                         ? ppv_profile_builder_string (self->builder, header->comm.text,
                                                       (gssize) header->comm.length)
                         : 0;

  /* without process ids all are of one that nobody knows */
  if (header->pid == -1)
    ppv_profile_builder_name_process (self->builder, process, self->unknown);
  else if (header->pid == header->tid)
    ppv_profile_builder_name_process (self->builder, process, name);
  return ppv_profile_builder_thread (self->builder, process, header->tid, name);
}

static void
begin_sample (Import *self, const ScriptHeader *header)
{
  guint32 set = script_events_find (&self->events, header);
  gboolean has_place = script_header_has_place (header);

  if (set == PPV_NONE)
    {
      ppv_profile_builder_warn (self->builder, PPV_LOSS, "too-many-events", self->lines.offset,
                                _ ("Samples were left out because there are too many events"));
      return;
    }
  self->shape = has_place ? WITH_PLACE : WITH_CALLERS;
  self->set = set;
  self->time = header->time;
  self->thread = find_thread (self, header);
  self->cpu = header->cpu;
  self->period = header->period;
  self->offset = self->lines.offset;
  self->label = self->events.details && !has_place && header->rest.length > 0
                    ? ppv_profile_builder_string (self->builder, header->rest.text,
                                                  (gssize) header->rest.length)
                    : 0;
  script_stacks_begin (&self->stacks, has_place);
  if (has_place)
    script_stacks_add_line (&self->stacks, header->rest.text, header->rest.length);
}

/* "PERF_RECORD_LOST lost 12" says how many. */
static void
note_lost (Import *self, const ScriptText *name)
{
  const char *end = self->lines.line + self->lines.length;
  const char *at = end;
  guint64 count;

  while (at > name->text && g_ascii_isdigit (at[-1]))
    at--;
  if (!ppv_parse_u64 (at, (gsize) (end - at), &count))
    count = 1;
  if (self->n_lost == 0)
    self->lost_offset = self->lines.offset;
  self->n_lost = count > G_MAXUINT64 - self->n_lost ? G_MAXUINT64 : self->n_lost + count;
}

static void
count_record (Import *self, const ScriptText *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (record_names); i++)
    if (strlen (record_names[i]) == name->length &&
        memcmp (record_names[i], name->text, name->length) == 0)
      {
        self->records[i]++;
        if (g_str_has_prefix (record_names[i], "LOST"))
          note_lost (self, name);
        return;
      }
  self->n_other_records++;
}

static gboolean
take_header (Import *self)
{
  ScriptHeader header;
  ScriptText record;

  if (!script_header_parse (&header, self->lines.line, self->lines.length))
    return FALSE;
  end_sample (self);
  self->has_headers = TRUE;
  if (script_header_get_record (&header, &record))
    count_record (self, &record);
  else
    begin_sample (self, &header);
  return TRUE;
}

/* With few --fields a header may be any short text, and there may be none at all. */
static gboolean
take_poor_header (Import *self)
{
  ScriptHeader header = { .pid = -1, .tid = -1, .cpu = PPV_NONE, .period = 1 };
  gboolean is_frame = script_frame_is_line (self->lines.line, self->lines.length);

  if (self->shape == WITH_CALLERS || self->has_headers ||
      (!is_frame && !script_header_parse_names (&header, self->lines.line, self->lines.length)))
    return FALSE;
  end_sample (self);
  begin_sample (self, &header);
  if (is_frame && self->shape == WITH_CALLERS)
    script_stacks_add_line (&self->stacks, self->lines.line, self->lines.length);
  return TRUE;
}

static gboolean
take_frame (Import *self)
{
  if (self->shape != WITH_CALLERS || !script_frame_is_line (self->lines.line, self->lines.length))
    return FALSE;
  script_stacks_add_line (&self->stacks, self->lines.line, self->lines.length);
  return TRUE;
}

/* "  spin.c:12" */
static gboolean
take_source (Import *self)
{
  const PpvLines *lines = &self->lines;

  return self->shape != NO_SAMPLE && lines->length > 2 && lines->line[0] == ' ' &&
         lines->line[1] == ' ' && !g_ascii_isspace (lines->line[2]) &&
         script_stacks_add_source (&self->stacks, lines->line, lines->length);
}

/*
 * Branch stacks, registers, instructions and lines of the source, which stand in and
 * after stacks when they are asked for.
 */
static gboolean
is_extra (const Import *self)
{
  static const char *const marks[] = { "0x", "ABI:", "insn:", "|", "..." };
  const PpvLines *lines = &self->lines;

  if (self->shape == NO_SAMPLE || !g_ascii_isspace (lines->line[0]))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_strstr_len (lines->line, (gssize) lines->length, marks[i]) != NULL)
      return TRUE;
  return FALSE;
}

static void
warn_of_bad_line (Import *self)
{
  const PpvLines *lines = &self->lines;

  if (!text_lines_warn_cut (lines, self->builder))
    ppv_profile_builder_warn (
        self->builder, PPV_LOSS, "malformed-line", lines->offset,
        _ ("Lines were left out because they are no header and no frame of a sample; the first "
           "is line %" PRIu64),
        lines->number);
}

static gboolean
is_blank (const char *line, gsize length)
{
  while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t'))
    length--;
  return length == 0;
}

static void
add_line (Import *self)
{
  const PpvLines *lines = &self->lines;

  if (is_blank (lines->line, lines->length))
    {
      self->has_blank = self->has_blank || self->shape == WITH_CALLERS;
      end_sample (self);
    }
  else if (lines->cut)
    warn_of_bad_line (self);
  else if (lines->line[0] == '\t' && take_frame (self))
    return;
  else if (lines->line[0] == '#')
    {
      script_comments_add (self->builder, lines->line, lines->length);
      self->n_comments++;
    }
  else if (take_header (self) || take_frame (self) || take_source (self))
    return;
  else if (is_extra (self))
    ppv_profile_builder_warn (
        self->builder, PPV_NOTE, "skipped-line", lines->offset,
        _ ("Lines of branch stacks, registers or instructions were skipped; the first is line "
           "%" PRIu64),
        lines->number);
  else if (!take_poor_header (self))
    warn_of_bad_line (self);
}

/*
 * A sample at the end counts even if its stack may lack frames.  Some who shorten such
 * files leave no blank line or no line feed there, hence it is told as a note only.
 */
static void
add_last (Import *self)
{
  const PpvLines *lines = &self->lines;

  if (lines->number > 0 && !lines->ended && lines->length > 0 &&
      lines->line[lines->length - 1] == ')')
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "no-final-newline", lines->offset,
                              _ ("The last line has no end; if the file was cut, its stack may "
                                 "lack outer frames"));
  else if (lines->number > 0 && !lines->ended)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "truncated", lines->offset,
                              _ ("The file ends within line %" PRIu64), lines->number);
  else if (self->shape == WITH_CALLERS && self->has_blank)
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "no-final-blank-line", self->offset,
                              _ ("The last stack is not ended by a blank line; if the file was "
                                 "cut, outer frames may be missing"));
  end_sample (self);
}

static gboolean
take_line (gpointer self, GError **error)
{
  add_line (self);
  return TRUE;
}

static gboolean
read_lines (Import *self, GError **error)
{
  guint64 size = ppv_input_get_size (ppv_load_context_get_input (self->context));
  TextLines lines = { self->context, &self->lines, 0, size };

  if (!text_lines_read (&lines, take_line, self, error))
    return FALSE;
  add_last (self);
  return TRUE;
}

static void
tell_records (Import *self)
{
  if (self->n_samples > 0)
    ppv_profile_builder_record (self->builder, "SAMPLE", self->n_samples);
  for (gsize i = 0; i < G_N_ELEMENTS (record_names); i++)
    if (self->records[i] > 0)
      ppv_profile_builder_record (self->builder, record_names[i], self->records[i]);
  if (self->n_other_records > 0)
    ppv_profile_builder_record (self->builder, "UNKNOWN", self->n_other_records);
  if (self->n_comments > 0)
    ppv_profile_builder_record (self->builder, "comment", self->n_comments);
  if (self->n_lost > 0)
    ppv_profile_builder_warn_many (self->builder, PPV_LOSS, "lost", self->lost_offset, self->n_lost,
                                   _ ("Events were lost while recording"));
}

static gboolean
check_result (Import *self, GError **error)
{
  if (self->n_samples > 0)
    return TRUE;
  g_set_error (error, PPV_ERROR, PPV_ERROR_CORRUPT, _ ("no line of %" PRIu64 " begins a sample"),
               self->lines.number);
  return FALSE;
}

static gboolean
load_perf_script (PpvLoadContext *context, PpvProfileBuilder *builder, GError **error)
{
  const PpvLimits *limits = ppv_load_context_get_limits (context);
  Import import = { .context = context, .builder = builder };
  gboolean done;

  ppv_lines_init (&import.lines, ppv_load_context_get_input (context),
                  (gsize) MIN (limits->line_bytes, G_MAXINT32));
  script_events_init (&import.events, builder, ppv_load_context_get_details (context));
  script_stacks_init (&import.stacks, builder);
  import.unknown = ppv_profile_builder_string (builder, "[unknown]", -1);
  done = read_lines (&import, error) && check_result (&import, error);
  tell_records (&import);
  script_stacks_clear (&import.stacks);
  script_events_clear (&import.events);
  return done;
}

/* Lines of the head: headers, frames, certainly neither. */
typedef struct {
  guint n_headers;
  guint n_frames;
  guint n_bad;
} Evidence;

static void
sniff_line (Evidence *evidence, const char *line, gsize length)
{
  ScriptHeader header;

  if (length > 0 && line[length - 1] == '\r')
    length--;
  if (length == 0 || line[0] == '#')
    return;
  if (script_header_parse (&header, line, length) && memchr (line, '\0', length) == NULL)
    /* a name and a number alone are also a collapsed stack */
    evidence->n_headers += header.has_time || header.event.length > 0;
  else if (script_frame_is_line (line, length) && memchr (line, '\0', length) == NULL)
    evidence->n_frames++;
  else if (length < 2 || line[0] != ' ')
    evidence->n_bad++;
}

/* Each header that has a thread and a time or an event tells it well, frames less so. */
static guint
sniff_perf_script (const PpvSniff *sniff)
{
  static const char begin[] = "# ========\n# captured on";
  const char *line = (const char *) sniff->head;
  const char *end = line + sniff->head_length;
  Evidence evidence = { 0 };
  guint n_good;

  if (sniff->head_length > strlen (begin) && memcmp (line, begin, strlen (begin)) == 0)
    return HEAD_BITS;
  while (line < end)
    {
      const char *stop = memchr (line, '\n', (gsize) (end - line));

      stop = stop != NULL ? stop : end;
      /* the last may be cut */
      if (stop < end || sniff->head_length >= sniff->file_size)
        sniff_line (&evidence, line, (gsize) (stop - line));
      line = stop + 1;
    }
  n_good = evidence.n_headers + evidence.n_frames;
  /* names alone are no evidence, but those of a thread before each stack do no harm */
  if (n_good == 0 || (evidence.n_headers > 0 && evidence.n_bad * GOOD_FOR_EACH_BAD > n_good) ||
      (evidence.n_headers == 0 && evidence.n_bad > evidence.n_frames))
    return 0;
  return MIN (HEADER_BITS * evidence.n_headers + evidence.n_frames, MOST_BITS);
}

const PpvImporter stacks_perf_script = {
  .size = sizeof (PpvImporter),
  .id = "perf-script",
  .name = N_ ("Text of perf script"),
  .mime_types = (const char *const[]){ "text/x-perf-script", NULL },
  .suffixes = (const char *const[]){ "*.perf-script", "*.linux-perf.txt", NULL },
  .sniff = sniff_perf_script,
  .load = load_perf_script,
};
