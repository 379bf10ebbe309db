/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ppv-cli-errors.h"
#include "ppv-cli-leaks.h"
#include "ppv-cli-table.h"
#include "ppv-number.h"
#include "ppv-text.h"

enum { MOST_CALLERS = 12, INDENT = 4 };

/* --- for all forms ------------------------------------------------------------------ */

static gboolean
is_judged (const PpvLeak *leak)
{
  return leak->has_trend && leak->trend.verdict != PPV_TREND_UNKNOWN;
}

/* Of what stays, or comes and goes, no rate tells anything. */
static gboolean
has_rate (const PpvLeak *leak)
{
  return leak->has_trend && (leak->trend.slope > 0 || leak->trend.slope < 0) &&
         (leak->trend.verdict == PPV_TREND_GROWS || leak->trend.verdict == PPV_TREND_STEPS ||
          leak->trend.verdict == PPV_TREND_SHRINKS);
}

static guint
columns_of (const PpvLeak *leak)
{
  guint columns = 1u << PPV_LEAKS_BYTES | 1u << PPV_LEAKS_VERDICT | 1u << PPV_LEAKS_SITE;

  if (leak->blocks >= 0)
    columns |= 1u << PPV_LEAKS_BLOCKS;
  if (is_judged (leak))
    columns |= 1u << PPV_LEAKS_GROWTH;
  if (has_rate (leak))
    columns |= 1u << PPV_LEAKS_RATE;
  return columns;
}

void
ppv_leaks_report_init (PpvLeaksReport *self,
                       const PpvProfile *profile,
                       const PpvLeaks *leaks,
                       guint32 n_shown)
{
  *self = (PpvLeaksReport){ .profile = profile, .leaks = leaks, .n_shown = n_shown };
  for (guint32 i = 0; i < n_shown; i++)
    self->columns |= columns_of (&leaks->rows[i]);
}

gboolean
ppv_leaks_report_has (const PpvLeaksReport *self, PpvLeaksColumn column)
{
  return (self->columns & 1u << column) != 0;
}

char *
ppv_leaks_report_title (const PpvLeaksReport *self, PpvLeaksColumn column)
{
  const char *const titles[] = { _ ("bytes"), _ ("blocks"),  _ ("growth"),
                                 NULL,        _ ("verdict"), _ ("allocated by") };

  if (column == PPV_LEAKS_RATE)
    return ppv_leaks_dup_scale (self->leaks, self->profile);
  return g_strdup (titles[column]);
}

/* What is below the site only says what everyone knows: that memory was allocated. */
static PpvStackId
find_site (const PpvLeaksReport *self, const PpvLeak *leak)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (self->profile);

  for (PpvStackId at = leak->stack; at != PPV_NONE; at = stacks->parent[at])
    {
      g_autofree char *place = ppv_leaks_dup_place (self->profile, stacks->frame[at]);

      if (g_str_equal (place, leak->site) || (leak->whole && *place != '('))
        return at;
    }
  return leak->stack;
}

/* The place without folders, for where there is little room. */
static char *
dup_short_place (const PpvLeaksReport *self, PpvFrameId frame)
{
  PpvErrorFrame parts = ppv_error_frame (self->profile, frame);
  g_autofree char *place = ppv_error_frame_dup_place (&parts);

  if (*place == '\0' || (*parts.function == '[' && *parts.file == '\0'))
    return g_strdup (parts.function);
  return g_strdup_printf ("%s (%s)", parts.function, place);
}

static char *
dup_short_site (const PpvLeaksReport *self, const PpvLeak *leak)
{
  PpvStackId site = leak->whole ? PPV_NONE : find_site (self, leak);
  g_autofree char *text =
      site != PPV_NONE ? dup_short_place (self, ppv_profile_get_stacks (self->profile)->frame[site])
                       : g_strdup (leak->site);

  return ppv_text_safe (text);
}

char *
ppv_leaks_report_cell (const PpvLeaksReport *self, const PpvLeak *leak, PpvLeaksColumn column)
{
  switch (column)
    {
    case PPV_LEAKS_BYTES:
      return ppv_format_bytes (leak->bytes);
    case PPV_LEAKS_BLOCKS:
      return leak->blocks >= 0 ? ppv_format_count (leak->blocks) : g_strdup ("");
    case PPV_LEAKS_GROWTH:
      return is_judged (leak) ? ppv_format_bytes (leak->growth_bytes) : g_strdup ("");
    case PPV_LEAKS_RATE:
      return has_rate (leak) ? ppv_leaks_dup_slope (self->leaks, leak->trend.slope) : g_strdup ("");
    case PPV_LEAKS_VERDICT:
      if (g_str_equal (leak->kind, "indirect"))
        return g_strdup_printf (_ ("%s (indirectly)"), leak->verdict);
      return g_strdup (leak->verdict);
    case PPV_LEAKS_SITE:
    case PPV_LEAKS_N_COLUMNS:
    default:
      return dup_short_site (self, leak);
    }
}

char **
ppv_leaks_report_path (const PpvLeaksReport *self, const PpvLeak *leak, gboolean is_short)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (self->profile);
  g_autoptr (GPtrArray) path = g_ptr_array_new_with_free_func (g_free);
  guint n_left = 0;

  for (PpvStackId at = find_site (self, leak); at != PPV_NONE; at = stacks->parent[at])
    if (path->len < MOST_CALLERS)
      g_ptr_array_add (path, is_short ? dup_short_place (self, stacks->frame[at])
                                      : ppv_leaks_dup_place (self->profile, stacks->frame[at]));
    else
      n_left++;
  if (n_left > 0)
    g_ptr_array_add (
        path, g_strdup_printf (ngettext ("… %u more caller", "… %u more callers", n_left), n_left));
  g_ptr_array_add (path, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&path), FALSE);
}

char *
ppv_leaks_report_rest (const PpvLeaksReport *self)
{
  if (self->n_shown == self->leaks->n_rows)
    return NULL;
  return g_strdup_printf (_ ("%u of %u places (-n 0 shows all)"), self->n_shown,
                          self->leaks->n_rows);
}

gboolean
ppv_leaks_report_has_details (const PpvLeaksReport *self, guint32 row)
{
  const PpvLeak *leak = &self->leaks->rows[row];

  return leak->leaky || (row == 0 && self->leaks->n_known == 0);
}

/* --- text --------------------------------------------------------------------------- */

static void
print_wrapped (const char *text, guint indent, PpvOutput *output)
{
  g_autofree char *safe = ppv_text_safe (text);
  g_autofree char *wrapped = ppv_text_wrap (safe, output->width, indent);

  ppv_sink_puts (output->sink, wrapped);
}

static void
print_head (const PpvLeaksReport *self, PpvOutput *output)
{
  const char *command = ppv_profile_get_fact (self->profile, "command");
  g_autofree char *answer = ppv_leaks_dup_answer (self->leaks, self->profile);
  g_autofree char *file = ppv_text_safe (ppv_profile_get_file (self->profile));

  ppv_sink_puts (output->sink, ppv_output_bold (output));
  print_wrapped (answer, 0, output);
  ppv_sink_puts (output->sink, ppv_output_plain (output));
  ppv_sink_printf (output->sink, _ ("\nFile: %s\n"), file);
  if (command != NULL)
    {
      g_autofree char *safe = ppv_text_safe (command);

      ppv_sink_printf (output->sink, _ ("Command: %s\n"), safe);
    }
}

/* What rates are by is told below where it is long. */
static char *
dup_title (const PpvLeaksReport *self, PpvLeaksColumn column)
{
  if (column == PPV_LEAKS_RATE && !self->leaks->per_second)
    return g_strdup (_ ("rate"));
  return ppv_leaks_report_title (self, column);
}

static void
print_scale (const PpvLeaksReport *self, PpvOutput *output)
{
  g_autofree char *scale = ppv_leaks_dup_scale (self->leaks, self->profile);

  if (ppv_leaks_report_has (self, PPV_LEAKS_RATE) && !self->leaks->per_second)
    ppv_sink_printf (output->sink, _ ("\nRates are %s.\n"), scale);
}

static void
print_table (const PpvLeaksReport *self, PpvOutput *output)
{
  g_auto (GStrv) titles = g_new0 (char *, PPV_LEAKS_N_COLUMNS + 1);
  PpvColumn columns[PPV_LEAKS_N_COLUMNS] = { { NULL } };
  g_autoptr (PpvTable) table = NULL;
  guint n_columns = 0;

  for (PpvLeaksColumn i = 0; i < PPV_LEAKS_N_COLUMNS; i++)
    if (ppv_leaks_report_has (self, i))
      {
        titles[n_columns] = dup_title (self, i);
        columns[n_columns] = (PpvColumn){ titles[n_columns], i < PPV_LEAKS_VERDICT,
                                          i == PPV_LEAKS_SITE ? 1 : 0, PPV_CUT_NAME };
        n_columns++;
      }
  table = ppv_table_new (columns, n_columns);
  for (guint32 i = 0; i < self->n_shown; i++)
    for (PpvLeaksColumn j = 0; j < PPV_LEAKS_N_COLUMNS; j++)
      if (ppv_leaks_report_has (self, j))
        ppv_table_take (table, ppv_leaks_report_cell (self, &self->leaks->rows[i], j));
  ppv_sink_puts (output->sink, "\n");
  ppv_table_print (table, output);
  print_scale (self, output);
}

static void
print_leak (const PpvLeaksReport *self, const PpvLeak *leak, PpvOutput *output)
{
  g_auto (GStrv) path = ppv_leaks_report_path (self, leak, TRUE);
  g_autofree char *verdict = ppv_leaks_report_cell (self, leak, PPV_LEAKS_VERDICT);
  g_autofree char *title = g_strdup_printf ("%s: %s", leak->site, verdict);

  ppv_sink_puts (output->sink, "\n");
  ppv_sink_puts (output->sink, ppv_output_bold (output));
  print_wrapped (title, 0, output);
  ppv_sink_puts (output->sink, ppv_output_plain (output));
  print_wrapped (leak->evidence, INDENT / 2, output);
  for (guint i = 0; path[i] != NULL; i++)
    {
      g_autofree char *safe = ppv_text_safe (path[i]);
      g_autofree char *cut = ppv_text_cut (safe, output->width - INDENT, PPV_CUT_NAME);

      ppv_sink_printf (output->sink, "%*s%s\n", INDENT, "", cut);
    }
}

void
ppv_leaks_report_print (const PpvLeaksReport *self, PpvOutput *output)
{
  g_autofree char *rest = ppv_leaks_report_rest (self);

  print_head (self, output);
  if (self->leaks->n_rows == 0)
    return;
  print_table (self, output);
  if (rest != NULL)
    ppv_sink_printf (output->sink, "\n%s\n", rest);
  for (guint32 i = 0; i < self->n_shown && !ppv_sink_is_failed (output->sink); i++)
    if (ppv_leaks_report_has_details (self, i))
      print_leak (self, &self->leaks->rows[i], output);
}

/* --- markdown ----------------------------------------------------------------------- */

static void
write_row (const PpvLeaksReport *self, const PpvLeak *leak, PpvSink *sink)
{
  ppv_sink_puts (sink, "|");
  for (PpvLeaksColumn i = 0; i < PPV_LEAKS_N_COLUMNS; i++)
    if (ppv_leaks_report_has (self, i))
      {
        g_autofree char *cell =
            leak != NULL ? ppv_leaks_report_cell (self, leak, i) : ppv_leaks_report_title (self, i);

        ppv_sink_puts (sink, " ");
        ppv_sink_escaped (sink, ppv_escape_markdown, cell);
        ppv_sink_puts (sink, " |");
      }
  ppv_sink_puts (sink, "\n");
}

static void
write_rows (const PpvLeaksReport *self, PpvSink *sink)
{
  g_autofree char *rest = ppv_leaks_report_rest (self);

  ppv_sink_puts (sink, "\n");
  write_row (self, NULL, sink);
  for (PpvLeaksColumn i = 0; i < PPV_LEAKS_N_COLUMNS; i++)
    if (ppv_leaks_report_has (self, i))
      ppv_sink_puts (sink, i < PPV_LEAKS_VERDICT ? "|--:" : "|---");
  ppv_sink_puts (sink, "|\n");
  for (guint32 i = 0; i < self->n_shown; i++)
    write_row (self, &self->leaks->rows[i], sink);
  if (rest != NULL)
    ppv_sink_printf (sink, "\n%s\n", rest);
}

/* The path is indented code, in which nothing is markup. */
static void
write_details (const PpvLeaksReport *self, const PpvLeak *leak, PpvSink *sink)
{
  g_auto (GStrv) path = ppv_leaks_report_path (self, leak, FALSE);
  g_autofree char *verdict = ppv_leaks_report_cell (self, leak, PPV_LEAKS_VERDICT);

  ppv_sink_puts (sink, "\n## ");
  ppv_sink_escaped (sink, ppv_escape_markdown, leak->site);
  ppv_sink_printf (sink, ": %s\n\n", verdict);
  ppv_sink_escaped (sink, ppv_escape_markdown, leak->evidence);
  ppv_sink_puts (sink, path[0] != NULL ? "\n\n" : "\n");
  for (guint i = 0; path[i] != NULL; i++)
    {
      ppv_sink_puts (sink, "    ");
      ppv_sink_escaped (sink, ppv_escape_terminal, path[i]);
      ppv_sink_puts (sink, "\n");
    }
}

static void
write_markdown_head (const PpvLeaksReport *self, PpvSink *sink)
{
  const char *command = ppv_profile_get_fact (self->profile, "command");
  g_autofree char *answer = ppv_leaks_dup_answer (self->leaks, self->profile);
  g_autoptr (GString) file = g_string_new (NULL);

  ppv_text_repair (file, ppv_profile_get_file (self->profile),
                   strlen (ppv_profile_get_file (self->profile)));
  ppv_sink_puts (sink, "# ");
  ppv_sink_puts (sink, _ ("Leaks"));
  ppv_sink_puts (sink, "\n\n**");
  ppv_sink_escaped (sink, ppv_escape_markdown, answer);
  ppv_sink_puts (sink, "**\n\n- ");
  ppv_sink_puts (sink, _ ("File"));
  ppv_sink_puts (sink, ": ");
  ppv_sink_escaped (sink, ppv_escape_markdown, file->str);
  if (command != NULL)
    {
      ppv_sink_printf (sink, "\n- %s: ", _ ("Command"));
      ppv_sink_escaped (sink, ppv_escape_markdown, command);
    }
  ppv_sink_puts (sink, "\n");
}

void
ppv_leaks_report_write_markdown (const PpvLeaksReport *self, PpvSink *sink)
{
  write_markdown_head (self, sink);
  if (self->leaks->n_rows > 0)
    write_rows (self, sink);
  for (guint32 i = 0; i < self->n_shown; i++)
    if (ppv_leaks_report_has_details (self, i))
      write_details (self, &self->leaks->rows[i], sink);
}

/* --- csv ---------------------------------------------------------------------------- */

static void
write_double (PpvSink *sink, double value, gboolean known)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  ppv_sink_puts (sink, ",");
  if (known)
    ppv_sink_puts (sink, g_ascii_dtostr (number, sizeof number, value));
}

static void
write_int (PpvSink *sink, gint64 value, gboolean known)
{
  ppv_sink_puts (sink, ",");
  if (known)
    ppv_sink_printf (sink, "%" G_GINT64_FORMAT, value);
}

static void
write_stack (const PpvLeaksReport *self, const PpvLeak *leak, PpvSink *sink)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (self->profile);
  g_autoptr (GString) text = g_string_new (NULL);

  for (PpvStackId at = leak->stack; at != PPV_NONE; at = stacks->parent[at])
    {
      g_autofree char *place = ppv_leaks_dup_place (self->profile, stacks->frame[at]);

      g_string_append_printf (text, "%s%s", text->len > 0 ? " < " : "", place);
    }
  ppv_sink_escaped (sink, ppv_escape_csv, text->str);
}

static void
write_csv_row (const PpvLeaksReport *self, const PpvLeak *leak, PpvSink *sink)
{
  gboolean judged = is_judged (leak);

  ppv_sink_escaped (sink, ppv_escape_csv, leak->site);
  ppv_sink_printf (sink, ",%s", leak->kind);
  write_int (sink, leak->bytes, TRUE);
  write_int (sink, leak->blocks, leak->blocks >= 0);
  write_int (sink, leak->initial_bytes, leak->has_trend);
  write_int (sink, leak->final_bytes, leak->has_trend);
  write_int (sink, leak->growth_bytes, leak->has_trend);
  write_double (sink, leak->trend.slope, judged);
  write_double (sink, leak->trend.low, judged);
  write_double (sink, leak->trend.high, judged);
  ppv_sink_printf (sink, ",%s,", leak->verdict);
  ppv_sink_escaped (sink, ppv_escape_csv, leak->evidence);
  ppv_sink_puts (sink, ",");
  write_stack (self, leak, sink);
  ppv_sink_puts (sink, "\r\n");
}

void
ppv_leaks_report_write_csv (const PpvLeaksReport *self, PpvSink *sink)
{
  ppv_sink_printf (sink,
                   "site,kind,bytes,blocks,initial_bytes,final_bytes,growth_bytes,%s,"
                   "interval_low,interval_high,verdict,evidence,stack\r\n",
                   self->leaks->per_second ? "growth_per_s" : "growth_per_unit");
  for (guint32 i = 0; i < self->n_shown; i++)
    write_csv_row (self, &self->leaks->rows[i], sink);
}
