/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * massif.out: Valgrind's heap profiler, as massif/ms_main.c and
 * coregrind/m_xtree.c of Valgrind 3.19 write it.  Three header lines (desc:,
 * cmd:, time_unit:), then snapshots, some with a tree of who allocated.  Reports on
 * execution trees (--xtree-memory=full --xtree-memory-file=x.ms) look the same, but their
 * snapshots are kinds of memory.  Files may have been put behind each other.
 *
 * The file has no end mark.  One that was cut exactly between two snapshots
 * reads as a whole one; any other cut is seen.
 */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "common/text-lines.h"
#include "massif-header.h"
#include "massif-label.h"
#include "massif-snapshot.h"
#include "valgrind.h"

enum {
  /* a command with line feeds in its arguments takes several lines; the kernel allows 2 MiB */
  MOST_HEADER_BYTES = 4 << 20,
  MOST_HEADERS = 256,
};

typedef struct {
  PpvLoadContext *context;
  PpvProfileBuilder *builder;
  PpvLines lines;
  MassifSnapshots snapshots;
  MassifHeader header;
  MassifHeader before;   /* of the recording before */
  guint n_headers;       /* that were read to their ends */
  const char *time_unit; /* of the profile; NULL before the first recording with times */
  gboolean in_header;
  gboolean after_rule; /* whether the last line was one of "#-----------" */
  gboolean cut;        /* whether the last line has no end and was left out */
  gboolean stopped;    /* after too many headers, or too long a one */
} Import;

static gboolean
starts_with (const char *line, gsize length, const char *prefix)
{
  gsize n = strlen (prefix);

  return length >= n && memcmp (line, prefix, n) == 0;
}

static gboolean
line_starts_with (const Import *self, const char *prefix)
{
  return starts_with (self->lines.line, self->lines.length, prefix);
}

static void
warn_of_bad_line (Import *self)
{
  ppv_profile_builder_warn (
      self->builder, PPV_LOSS, "malformed-line", self->lines.offset,
      _ ("Lines were left out because they are not as massif writes them; the first is line "
         "%" PRIu64),
      self->lines.number);
}

static void
warn_of_cut (Import *self, guint64 offset)
{
  ppv_profile_builder_warn (self->builder, PPV_LOSS, "truncated", offset,
                            _ ("The file ends within a snapshot"));
}

static gboolean
read_header_line (Import *self, GError **error)
{
  const PpvLines *lines = &self->lines;

  if (!massif_header_add_line (&self->header, lines->line, lines->length))
    warn_of_bad_line (self);
  if (lines->offset - self->header.offset <= MOST_HEADER_BYTES)
    return TRUE;
  self->stopped = self->n_headers > 0;
  if (self->stopped)
    {
      warn_of_cut (self, lines->offset);
      return TRUE;
    }
  g_set_error (error, PPV_ERROR, PPV_ERROR_CORRUPT,
               _ ("there is no snapshot in the first %d bytes"), MOST_HEADER_BYTES);
  return FALSE;
}

/* A profile's times are all of one unit: that of the first recording. */
static void
tell_unit (Import *self)
{
  const MassifHeader *header = &self->header;
  const char *unit = header->time_unit != NULL ? header->time_unit : "units";

  if (header->time_unit == NULL)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "missing-time-unit", header->offset,
                              _ ("The file does not say what its times are"));
  else if (self->time_unit != NULL && strcmp (self->time_unit, unit) != 0)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "other-time-unit", header->offset,
                              _ ("Recordings count their time in another unit than the first of "
                                 "the file, and are shown as if it were the same"));
  if (self->time_unit != NULL)
    return;
  self->time_unit = unit;
  ppv_profile_builder_time_unit (self->builder, unit);
}

static void
end_header (Import *self)
{
  const MassifHeader *header = &self->header;
  gboolean is_report = massif_header_is_report (header);

  self->in_header = FALSE;
  massif_snapshots_recording (&self->snapshots, is_report,
                              self->n_headers > 0 && massif_header_equal (header, &self->before));
  if (!is_report)
    tell_unit (self);
  if (self->n_headers++ > 0)
    return;
  ppv_profile_builder_fact (self->builder, "tool", is_report ? "xtree" : "massif", -1);
  if (header->has_options)
    ppv_profile_builder_fact (self->builder, "options", header->options->str,
                              (gssize) header->options->len);
  if (header->has_command)
    ppv_profile_builder_fact (self->builder, "command", header->command->str,
                              (gssize) header->command->len);
}

/* Another recording begins, whatever of the one before may be missing. */
static void
begin_header (Import *self)
{
  guint64 offset = self->lines.offset;

  if (!massif_snapshots_is_complete (&self->snapshots))
    warn_of_cut (self, offset);
  massif_snapshots_end (&self->snapshots, offset);
  if (self->n_headers == MOST_HEADERS)
    {
      self->stopped = TRUE;
      ppv_profile_builder_warn (self->builder, PPV_LOSS, "too-many-recordings", offset,
                                _ ("The file has more than %d recordings; the others were left "
                                   "out"),
                                MOST_HEADERS);
      return;
    }
  massif_header_clear (&self->before);
  self->before = self->header;
  massif_header_init (&self->header, offset);
  self->in_header = TRUE;
}

static gboolean
take_line (Import *self, GError **error)
{
  const PpvLines *lines = &self->lines;

  self->after_rule = line_starts_with (self, "#-");
  if (!self->in_header && massif_header_is_line (lines->line, lines->length))
    begin_header (self);
  if (self->stopped)
    return TRUE;
  if (line_starts_with (self, "snapshot="))
    {
      if (self->in_header)
        end_header (self);
      massif_snapshots_begin (&self->snapshots, lines);
    }
  else if (self->in_header)
    return self->after_rule || read_header_line (self, error);
  else if (!self->after_rule && !massif_snapshots_add_line (&self->snapshots, lines))
    warn_of_bad_line (self);
  return TRUE;
}

/* An editor may have taken the last line feed away; a line that was cut may look whole, too. */
static gboolean
is_surely_whole (const Import *self)
{
  static const char empty[] = "heap_tree=empty";
  static const char *const labels[] = { " 0x", " in " };
  const PpvLines *lines = &self->lines;
  const char *label = NULL;

  if (lines->length == strlen (empty) && line_starts_with (self, empty))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (labels) && label == NULL; i++)
    label = memmem (lines->line, lines->length, labels[i], strlen (labels[i]));
  return label != NULL &&
         massif_label_is_whole (label + 1, (gsize) (lines->line + lines->length - label - 1));
}

static gboolean
read_line (gpointer data, GError **error)
{
  Import *self = data;

  if (self->lines.length == 0 || self->stopped)
    return TRUE;
  self->cut = !self->lines.ended && !is_surely_whole (self);
  if (!self->lines.ended && !self->cut)
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "no-final-newline", self->lines.offset,
                              _ ("The last line has no newline"));
  return self->cut || take_line (self, error);
}

static gboolean
read_lines (Import *self, GError **error)
{
  guint64 size = ppv_input_get_size (ppv_load_context_get_input (self->context));
  TextLines lines = { self->context, &self->lines, 0, size };

  return text_lines_read (&lines, read_line, self, error);
}

static void
tell_recordings (Import *self)
{
  const MassifSnapshots *snapshots = &self->snapshots;
  guint n = snapshots->n_series + snapshots->n_reports;

  if (n > 1)
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "several-recordings", PPV_NO_ADDRESS,
                              _ ("The file has %u recordings one behind the other: each has "
                                 "metrics of its own, and memory over time is that of the first"),
                              n);
  if (snapshots->n_categories > 0)
    ppv_profile_builder_record (self->builder, "category", snapshots->n_categories);
  if (snapshots->count > snapshots->n_categories)
    ppv_profile_builder_record (self->builder, "snapshot",
                                snapshots->count - snapshots->n_categories);
}

static gboolean
finish (Import *self, GError **error)
{
  guint64 size = ppv_input_get_size (ppv_load_context_get_input (self->context));

  if (!self->stopped &&
      (self->cut || self->after_rule || !massif_snapshots_is_complete (&self->snapshots)))
    warn_of_cut (self, size);
  massif_snapshots_finish (&self->snapshots, size);
  if (self->snapshots.count == 0)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_TRUNCATED,
                   _ ("the file ends at byte %" PRIu64 " without a whole snapshot"), size);
      return FALSE;
    }
  tell_recordings (self);
  ppv_profile_builder_record (self->builder, "tree node", self->snapshots.tree.n_nodes);
  return TRUE;
}

static gboolean
load_massif (PpvLoadContext *context, PpvProfileBuilder *builder, GError **error)
{
  const PpvLimits *limits = ppv_load_context_get_limits (context);
  Import import = { .context = context, .builder = builder, .in_header = TRUE };
  gboolean done;

  ppv_lines_init (&import.lines, ppv_load_context_get_input (context),
                  (gsize) MIN (limits->line_bytes, G_MAXINT32));
  massif_header_init (&import.header, 0);
  massif_header_init (&import.before, 0);
  massif_snapshots_init (&import.snapshots, builder);
  done = read_lines (&import, error) && finish (&import, error);
  massif_snapshots_clear (&import.snapshots);
  massif_header_clear (&import.header);
  massif_header_clear (&import.before);
  return done;
}

/* What of the header was seen, in bits of its fixed text. */
typedef struct {
  guint n_bits;
  guint n_lines;
  guint n_options;
  gboolean is_massif; /* has what cachegrind, which begins alike, does not have */
} Evidence;

/* FALSE at the end of the header. */
static gboolean
sniff_line (Evidence *self, const char *line, gsize length)
{
  static const char *const prefixes[] = { "desc: ", "cmd: ", "time_unit: ", "snapshot=" };
  enum { OPTIONS, COMMAND, TIME_UNIT, SNAPSHOT };

  self->n_lines++;
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (starts_with (line, length, prefixes[i]))
      {
        self->n_bits += 8 * (guint) strlen (prefixes[i]);
        self->n_options += i == OPTIONS;
        self->is_massif |= i == TIME_UNIT || i == SNAPSHOT;
        return i != SNAPSHOT;
      }
  return TRUE;
}

/*
 * Two of the header's lines are enough, so that damage to one does not hide the
 * rest; a long command may hide those after it.
 */
static guint
sniff_massif (const PpvSniff *sniff)
{
  enum { LEAST_BITS = 8 * sizeof "desc: cmd: " - 8 };
  const char *line = (const char *) sniff->head;
  const char *end = line + sniff->head_length;
  gboolean whole = sniff->head_length >= sniff->file_size;
  Evidence evidence = { 0 };

  while (line < end)
    {
      const char *stop = memchr (line, '\n', (gsize) (end - line));

      stop = stop != NULL ? stop : end;
      if (!sniff_line (&evidence, line, (gsize) (stop - line)))
        break;
      line = stop + 1;
    }
  if (evidence.n_options > 1 || (whole && !evidence.is_massif) || evidence.n_bits < LEAST_BITS)
    return 0;
  return evidence.n_bits;
}

const PpvImporter valgrind_massif = {
  .size = sizeof (PpvImporter),
  .id = "massif",
  .name = N_ ("Valgrind massif"),
  .mime_types = (const char *const[]){ "application/x-valgrind-massif", NULL },
  .suffixes = (const char *const[]){ "massif.out*", "*.massif", "*.ms", NULL },
  .sniff = sniff_massif,
  .load = load_massif,
};
