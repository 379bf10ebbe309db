/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * massif.out: Valgrind's heap profiler, as massif/ms_main.c and
 * coregrind/m_xtree.c of Valgrind 3.19 write it.  Three header lines (desc:,
 * cmd:, time_unit:), then snapshots, some with a tree of who allocated.
 *
 * The file has no end mark.  One that was cut exactly between two snapshots
 * reads as a whole one; any other cut is seen.
 */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "common/text-lines.h"
#include "massif-snapshot.h"
#include "valgrind.h"

/* A command with line feeds in its arguments takes several lines; the kernel allows 2 MiB. */
enum { MOST_HEADER_BYTES = 4 << 20 };

typedef struct {
  PpvLoadContext *context;
  PpvProfileBuilder *builder;
  PpvLines lines;
  MassifSnapshots snapshots;
  GString *command;
  gboolean in_header;
  gboolean has_command;
  gboolean has_unit;
  gboolean after_rule; /* whether the last line was one of "#-----------" */
  gboolean cut;        /* whether the last line has no end */
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

static gboolean
read_options (Import *self, GError **error)
{
  gsize n = strlen ("desc: ");

  if (line_starts_with (self, "desc: xtree"))
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_UNSUPPORTED,
                   _ ("this is an execution tree report of Valgrind (--xtree-memory); its parts "
                      "are kinds of memory, not moments, and cannot be read yet"));
      return FALSE;
    }
  ppv_profile_builder_fact (self->builder, "options", self->lines.line + n,
                            (gssize) (self->lines.length - n));
  return TRUE;
}

static void
read_time_unit (Import *self)
{
  static const char *const units[][2] = { { "i", "instructions" },
                                          { "ms", "ms" },
                                          { "B", "bytes" } };
  gsize n = strlen ("time_unit: ");
  g_autofree char *unit = g_strndup (self->lines.line + n, self->lines.length - n);

  for (gsize i = 0; i < G_N_ELEMENTS (units) && !self->has_unit; i++)
    if (strcmp (unit, units[i][0]) == 0)
      {
        ppv_profile_builder_time_unit (self->builder, units[i][1]);
        self->has_unit = TRUE;
      }
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

static gboolean
read_header_line (Import *self, GError **error)
{
  const PpvLines *lines = &self->lines;

  if (!self->has_command && line_starts_with (self, "desc: "))
    return read_options (self, error);
  if (!self->has_unit && line_starts_with (self, "time_unit: "))
    read_time_unit (self);
  else if (!self->has_command && line_starts_with (self, "cmd: "))
    {
      self->has_command = TRUE;
      g_string_append_len (self->command, lines->line + 5, (gssize) lines->length - 5);
    }
  else if (self->has_command && !self->has_unit)
    {
      g_string_append_c (self->command, '\n');
      g_string_append_len (self->command, lines->line, (gssize) lines->length);
    }
  else
    warn_of_bad_line (self);
  if (lines->offset <= MOST_HEADER_BYTES)
    return TRUE;
  g_set_error (error, PPV_ERROR, PPV_ERROR_CORRUPT,
               _ ("there is no snapshot in the first %d bytes"), MOST_HEADER_BYTES);
  return FALSE;
}

static void
end_header (Import *self)
{
  self->in_header = FALSE;
  if (self->has_command)
    ppv_profile_builder_fact (self->builder, "command", self->command->str,
                              (gssize) self->command->len);
  if (self->has_unit)
    return;
  ppv_profile_builder_time_unit (self->builder, "units");
  ppv_profile_builder_warn (self->builder, PPV_LOSS, "missing-time-unit", 0,
                            _ ("The file does not say what its times are"));
}

static gboolean
read_line (gpointer data, GError **error)
{
  Import *self = data;
  const PpvLines *lines = &self->lines;

  self->cut = !lines->ended;
  if (self->cut || lines->length == 0)
    return TRUE;
  self->after_rule = line_starts_with (self, "#-");
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

static gboolean
read_lines (Import *self, GError **error)
{
  guint64 size = ppv_input_get_size (ppv_load_context_get_input (self->context));
  TextLines lines = { self->context, &self->lines, 0, size };

  return text_lines_read (&lines, read_line, self, error);
}

static gboolean
finish (Import *self, GError **error)
{
  guint64 size = ppv_input_get_size (ppv_load_context_get_input (self->context));

  if (self->cut || self->after_rule || !massif_snapshots_is_complete (&self->snapshots))
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "truncated", size,
                              _ ("The file ends within a snapshot"));
  massif_snapshots_end (&self->snapshots, size);
  if (self->snapshots.count == 0)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_TRUNCATED,
                   _ ("the file ends at byte %" PRIu64 " without a whole snapshot"), size);
      return FALSE;
    }
  ppv_profile_builder_fact (self->builder, "tool", "massif", -1);
  ppv_profile_builder_record (self->builder, "snapshot", self->snapshots.count);
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
  import.command = g_string_new (NULL);
  massif_snapshots_init (&import.snapshots, builder);
  done = read_lines (&import, error) && finish (&import, error);
  massif_snapshots_clear (&import.snapshots);
  g_string_free (import.command, TRUE);
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
  .suffixes = (const char *const[]){ "massif.out*", "*.massif", NULL },
  .sniff = sniff_massif,
  .load = load_massif,
};
