/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What was found, for people: for terminals and as Markdown. */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ppv-cli-errors.h"
#include "ppv-cli-table.h"
#include "ppv-number.h"
#include "ppv-text.h"

static gint64
clamp (guint64 value)
{
  return value > G_MAXINT64 ? G_MAXINT64 : (gint64) value;
}

/* The facts that are told above, in this order, where the file has them. */
static const char *const told_facts[] = { "tool",
                                          "command",
                                          "error_summary",
                                          "in_use_at_exit",
                                          "heap_usage",
                                          "definitely_lost",
                                          "indirectly_lost",
                                          "possibly_lost",
                                          "still_reachable",
                                          "suppressed_leaks",
                                          "fatal_signal" };

/* Each as a line: @before, its label and its value. */
static void
print_facts (const PpvErrorReport *self,
             const char *before,
             char *(*escape) (const char *),
             PpvSink *sink)
{
  for (guint i = 0; i < G_N_ELEMENTS (told_facts); i++)
    {
      PpvFact fact = { told_facts[i], ppv_profile_get_fact (self->profile, told_facts[i]) };
      g_autofree char *label = ppv_fact_dup_label (&fact);
      g_autofree char *value = fact.value != NULL ? escape (fact.value) : NULL;

      if (value != NULL)
        ppv_sink_printf (sink, "%s%s: %s\n", before, label, value);
    }
}

static PpvTable *
make_groups (const PpvErrorReport *self, const PpvColumn *columns, guint n_columns)
{
  PpvTable *table = ppv_table_new (columns, n_columns);

  for (guint32 i = 0; i < self->findings->n_groups; i++)
    {
      const PpvFindingGroup *group = &self->findings->groups[i];
      gboolean is_leak = group->blocks > 0;

      ppv_table_add (table, ppv_profile_get_string (self->profile, group->kind));
      ppv_table_take (table, ppv_format_count (group->n_findings));
      ppv_table_take (table, ppv_format_count (clamp (group->count)));
      ppv_table_take (table, is_leak ? ppv_format_count (clamp (group->bytes)) : g_strdup (""));
      ppv_table_take (table, is_leak ? ppv_format_count (clamp (group->blocks)) : g_strdup (""));
    }
  return table;
}

static void
print_groups (const PpvErrorReport *self, PpvOutput *output)
{
  const PpvColumn columns[] = { { _ ("kind"), FALSE },
                                { _ ("places"), TRUE },
                                { _ ("times"), TRUE },
                                { _ ("bytes"), TRUE },
                                { _ ("blocks"), TRUE } };
  g_autoptr (PpvTable) table = make_groups (self, columns, G_N_ELEMENTS (columns));

  ppv_sink_puts (output->sink, "\n");
  ppv_table_print (table, output);
}

char *
ppv_error_frame_dup_place (const PpvErrorFrame *self)
{
  if (self->file[0] != '\0' && self->line > 0)
    return g_strdup_printf ("%s:%u", ppv_text_base_name (self->file), self->line);
  return g_strdup (ppv_text_base_name (self->file[0] != '\0' ? self->file : self->module));
}

static void
print_stack (const PpvProfile *profile, PpvStackId stack, PpvSink *sink)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);

  for (; stack != PPV_NONE; stack = stacks->parent[stack])
    {
      PpvErrorFrame frame = ppv_error_frame (profile, stacks->frame[stack]);
      g_autofree char *name = ppv_text_safe (frame.function);
      g_autofree char *inlined = frame.inlined ? g_strdup_printf (_ ("%s (inlined)"), name) : NULL;
      g_autofree char *place = ppv_error_frame_dup_place (&frame);
      g_autofree char *safe = ppv_text_safe (place);

      ppv_sink_printf (sink, "      %s%s%s\n", inlined != NULL ? inlined : name,
                       safe[0] != '\0' ? "  " : "", safe);
    }
}

static void
print_parts (const PpvProfile *profile, const PpvFinding *finding, PpvSink *sink)
{
  const PpvFindingPart *parts = ppv_profile_list_parts (profile, finding);

  for (guint32 i = 0; i < finding->n_parts; i++)
    {
      g_autofree char *safe = ppv_text_safe (ppv_profile_get_string (profile, parts[i].text));

      if (safe[0] != '\0')
        ppv_sink_printf (sink, "    %s\n", safe);
      print_stack (profile, parts[i].stack, sink);
    }
}

/* "thread 2 (worker), 5 times", of what is worth telling */
static char *
dup_remark (const PpvProfile *profile, const PpvFinding *finding)
{
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);
  g_autofree char *count = ppv_format_count (clamp (finding->count));
  g_autoptr (GString) remark = g_string_new (NULL);

  if (finding->thread != PPV_NONE && threads->tid[finding->thread] > 1)
    {
      const char *name = ppv_profile_get_string (profile, threads->name[finding->thread]);
      g_autofree char *safe = ppv_text_safe (name);

      g_string_append_printf (remark, _ (", thread %d"), threads->tid[finding->thread]);
      if (safe[0] != '\0')
        g_string_append_printf (remark, " (%s)", safe);
    }
  if (finding->count > 1)
    g_string_append_printf (remark, _ (", %s times"), count);
  return g_string_free (g_steal_pointer (&remark), FALSE);
}

static void
print_finding (const PpvErrorReport *self, guint32 i, PpvOutput *output)
{
  guint32 n_findings;
  const PpvFinding *finding =
      &ppv_profile_list_findings (self->profile, &n_findings)[self->findings->order[i]];
  g_autofree char *text = ppv_text_safe (ppv_profile_get_string (self->profile, finding->text));
  g_autofree char *remark = dup_remark (self->profile, finding);

  ppv_sink_printf (output->sink, "\n%u. %s%s%s%s\n", i + 1, ppv_output_bold (output), text,
                   ppv_output_plain (output), remark);
  print_parts (self->profile, finding, output->sink);
}

void
ppv_error_report_print (const PpvErrorReport *self, PpvOutput *output)
{
  g_autofree char *file = ppv_text_safe (ppv_profile_get_file (self->profile));

  ppv_sink_printf (output->sink, _ ("File: %s\n"), file);
  print_facts (self, "", ppv_text_safe, output->sink);
  if (self->findings->n_findings == 0)
    {
      ppv_sink_puts (output->sink, _ ("\nNo error was found.\n"));
      return;
    }
  print_groups (self, output);
  for (guint32 i = 0; i < self->n_shown && !ppv_sink_is_failed (output->sink); i++)
    print_finding (self, i, output);
  if (self->n_shown < self->findings->n_findings)
    ppv_sink_printf (output->sink, _ ("\n%u of %u findings (-n 0 shows all)\n"), self->n_shown,
                     self->findings->n_findings);
}

/* --- Markdown ---------------------------------------------------------------------------- */

/* Text of a file as text of Markdown: what could be markup has a backslash before it. */
static char *
dup_markdown (const char *text)
{
  g_autofree char *safe = ppv_text_safe (text);

  return ppv_escape_dup (ppv_escape_markdown, safe);
}

static void
write_groups (const PpvErrorReport *self, PpvSink *sink)
{
  ppv_sink_printf (sink, "\n| %s | %s | %s | %s | %s |\n|---|--:|--:|--:|--:|\n", _ ("kind"),
                   _ ("places"), _ ("times"), _ ("bytes"), _ ("blocks"));
  for (guint32 i = 0; i < self->findings->n_groups; i++)
    {
      const PpvFindingGroup *group = &self->findings->groups[i];
      g_autofree char *kind = dup_markdown (ppv_profile_get_string (self->profile, group->kind));
      g_autofree char *count = ppv_format_count (clamp (group->count));
      g_autofree char *bytes = ppv_format_count (clamp (group->bytes));
      g_autofree char *blocks = ppv_format_count (clamp (group->blocks));

      ppv_sink_printf (sink, "| %s | %u | %s | %s | %s |\n", kind, group->n_findings, count, bytes,
                       blocks);
    }
}

static void
write_finding (const PpvErrorReport *self, guint32 i, PpvSink *sink)
{
  guint32 n_findings;
  const PpvFinding *finding =
      &ppv_profile_list_findings (self->profile, &n_findings)[self->findings->order[i]];
  g_autofree char *text = dup_markdown (ppv_profile_get_string (self->profile, finding->text));
  g_autofree char *remark = dup_remark (self->profile, finding);
  g_autofree char *escaped = dup_markdown (remark);

  ppv_sink_printf (sink, "\n## %u. %s%s\n", i + 1, text, escaped);
  if (finding->n_parts == 0)
    return;
  /* indented, so that no text in it can end the block */
  ppv_sink_puts (sink, "\n");
  print_parts (self->profile, finding, sink);
}

void
ppv_error_report_write_markdown (const PpvErrorReport *self, PpvSink *sink)
{
  g_autofree char *file = dup_markdown (ppv_profile_get_file (self->profile));

  ppv_sink_printf (sink, _ ("# Errors in %s\n\n"), file);
  print_facts (self, "- ", dup_markdown, sink);
  if (self->findings->n_findings == 0)
    {
      ppv_sink_puts (sink, _ ("\nNo error was found.\n"));
      return;
    }
  write_groups (self, sink);
  for (guint32 i = 0; i < self->n_shown && !ppv_sink_is_failed (sink); i++)
    write_finding (self, i, sink);
  if (self->n_shown < self->findings->n_findings)
    ppv_sink_printf (sink, _ ("\n%u of %u findings\n"), self->n_shown, self->findings->n_findings);
}
