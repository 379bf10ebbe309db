/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What was found, for programs: JSON and CSV, in the order of the file. */

#include "config.h"

#include <string.h>

#include "ppv-cli-errors.h"
#include "ppv-number.h"
#include "ppv-profile-json.h"
#include "ppv-text.h"

static gint64
clamp (guint64 value)
{
  return value > G_MAXINT64 ? G_MAXINT64 : (gint64) value;
}

PpvErrorFrame
ppv_error_frame (const PpvProfile *profile, PpvFrameId frame)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  PpvModuleId module = frames->module[frame];

  return (PpvErrorFrame){
    .function = ppv_profile_get_string (profile, functions->name[frames->function[frame]]),
    .module = module == PPV_NONE ? "" : ppv_profile_get_string (profile, modules->path[module]),
    .file = ppv_profile_get_string (profile, frames->file[frame]),
    .line = frames->line[frame],
    .address = frames->address[frame],
    .inlined = frames->inlined[frame],
  };
}

static void
write_known (PpvJsonWriter *json, const char *key, const char *text)
{
  ppv_json_string (json, key, text[0] != '\0' ? text : NULL);
}

static void
write_frame (PpvJsonWriter *json, const PpvErrorFrame *frame)
{
  char address[32];

  g_snprintf (address, sizeof address, "0x%" G_GINT64_MODIFIER "x", frame->address);
  ppv_json_begin_object (json, NULL);
  ppv_json_string (json, "function", frame->function);
  write_known (json, "file", frame->file);
  if (frame->line > 0)
    ppv_json_int (json, "line", frame->line);
  else
    ppv_json_null (json, "line");
  write_known (json, "module", frame->module);
  ppv_json_string (json, "address", frame->address != PPV_NO_ADDRESS ? address : NULL);
  ppv_json_bool (json, "inlined", frame->inlined);
  ppv_json_end (json);
}

static void
write_stack (PpvJsonWriter *json, const PpvProfile *profile, PpvStackId stack)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);

  ppv_json_begin_array (json, NULL);
  for (; stack != PPV_NONE; stack = stacks->parent[stack])
    {
      PpvErrorFrame frame = ppv_error_frame (profile, stacks->frame[stack]);

      write_frame (json, &frame);
    }
  ppv_json_end (json);
}

/* The stacks in their order, and the texts with the number of the stack that each is of. */
static void
write_parts (PpvJsonWriter *json, const PpvProfile *profile, const PpvFinding *finding)
{
  const PpvFindingPart *parts = ppv_profile_list_parts (profile, finding);
  gint64 n_stacks = 0;

  ppv_json_begin_array (json, "stacks");
  for (guint32 i = 0; i < finding->n_parts; i++)
    if (parts[i].stack != PPV_NONE)
      write_stack (json, profile, parts[i].stack);
  ppv_json_end (json);
  ppv_json_begin_array (json, "parts");
  for (guint32 i = 0; i < finding->n_parts; i++)
    {
      ppv_json_begin_object (json, NULL);
      write_known (json, "text", ppv_profile_get_string (profile, parts[i].text));
      if (parts[i].stack != PPV_NONE)
        ppv_json_int (json, "stack", n_stacks++);
      else
        ppv_json_null (json, "stack");
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

static void
write_thread (PpvJsonWriter *json, const PpvProfile *profile, PpvThreadId thread)
{
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);
  const PpvProcessTable *processes = ppv_profile_get_processes (profile);

  if (thread == PPV_NONE)
    {
      ppv_json_null (json, "pid");
      ppv_json_null (json, "tid");
      ppv_json_null (json, "thread");
      return;
    }
  ppv_json_int (json, "pid", processes->pid[threads->process[thread]]);
  ppv_json_int (json, "tid", threads->tid[thread]);
  write_known (json, "thread", ppv_profile_get_string (profile, threads->name[thread]));
}

static void
write_finding (PpvJsonWriter *json, const PpvProfile *profile, const PpvFinding *finding)
{
  ppv_json_begin_object (json, NULL);
  ppv_json_string (json, "kind", ppv_profile_get_string (profile, finding->kind));
  ppv_json_string (json, "text", ppv_profile_get_string (profile, finding->text));
  ppv_json_int (json, "count", clamp (finding->count));
  ppv_json_int (json, "bytes", clamp (finding->bytes));
  ppv_json_int (json, "indirect_bytes", clamp (finding->indirect_bytes));
  ppv_json_int (json, "blocks", clamp (finding->blocks));
  write_thread (json, profile, finding->thread);
  write_known (json, "suppression", ppv_profile_get_string (profile, finding->suppression));
  write_parts (json, profile, finding);
  ppv_json_end (json);
}

static void
write_groups (PpvJsonWriter *json, const PpvErrorReport *self)
{
  ppv_json_begin_array (json, "kinds");
  for (guint32 i = 0; i < self->findings->n_groups; i++)
    {
      const PpvFindingGroup *group = &self->findings->groups[i];

      ppv_json_begin_object (json, NULL);
      ppv_json_string (json, "kind", ppv_profile_get_string (self->profile, group->kind));
      ppv_json_int (json, "findings", group->n_findings);
      ppv_json_int (json, "count", clamp (group->count));
      ppv_json_int (json, "bytes", clamp (group->bytes));
      ppv_json_int (json, "blocks", clamp (group->blocks));
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

/* "895 bytes in 16 blocks" as numbers. */
static void
write_amount (PpvJsonWriter *json, const char *key, const char *amount)
{
  g_auto (GStrv) words = g_strsplit (amount, " ", 5);
  gint64 bytes = 0;
  gint64 blocks = 0;

  if (g_strv_length (words) < 4 || !ppv_parse_i64 (words[0], strlen (words[0]), &bytes) ||
      !ppv_parse_i64 (words[3], strlen (words[3]), &blocks))
    return;
  ppv_json_begin_object (json, key);
  ppv_json_int (json, "bytes", bytes);
  ppv_json_int (json, "blocks", blocks);
  ppv_json_end (json);
}

/* The sums that the tool itself told. */
static void
write_summary (PpvJsonWriter *json, const PpvProfile *profile)
{
  static const char *const amounts[] = { "definitely_lost", "indirectly_lost",  "possibly_lost",
                                         "still_reachable", "suppressed_leaks", "in_use_at_exit" };

  ppv_json_begin_object (json, "summary");
  for (guint i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      const char *amount = ppv_profile_get_fact (profile, amounts[i]);

      if (amount != NULL)
        write_amount (json, amounts[i], amount);
    }
  ppv_json_string (json, "errors", ppv_profile_get_fact (profile, "error_summary"));
  ppv_json_string (json, "heap", ppv_profile_get_fact (profile, "heap_usage"));
  ppv_json_end (json);
}

void
ppv_error_report_write_json (const PpvErrorReport *self, PpvSink *sink)
{
  g_autoptr (PpvJsonWriter) json = ppv_json_writer_new (sink, TRUE);
  guint32 n_findings;
  const PpvFinding *findings = ppv_profile_list_findings (self->profile, &n_findings);

  ppv_json_begin_object (json, NULL);
  ppv_profile_write_envelope (json, self->profile, "perprovis/errors/1");
  ppv_json_string (json, "tool", ppv_profile_get_fact (self->profile, "tool"));
  ppv_json_string (json, "command", ppv_profile_get_fact (self->profile, "command"));
  write_summary (json, self->profile);
  write_groups (json, self);
  ppv_json_int (json, "findings", n_findings);
  ppv_json_begin_array (json, "errors");
  for (guint32 i = 0; i < self->n_shown && !ppv_sink_is_failed (sink); i++)
    write_finding (json, self->profile, &findings[i]);
  ppv_json_end (json);
  ppv_json_end (json);
}

/* --- CSV ------------------------------------------------------------------------------ */

static void
write_csv_text (PpvSink *sink, const char *text)
{
  ppv_sink_escaped (sink, ppv_escape_csv, text);
  ppv_sink_puts (sink, ",");
}

/* "overrun (t.c:16); main (t.c:18)": where it was found. */
static char *
dup_stack (const PpvProfile *profile, const PpvFinding *finding)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  const PpvFindingPart *parts = ppv_profile_list_parts (profile, finding);
  PpvStackId stack = finding->n_parts > 0 && parts[0].text == 0 ? parts[0].stack : PPV_NONE;
  GString *text = g_string_new (NULL);

  for (; stack != PPV_NONE; stack = stacks->parent[stack])
    {
      PpvErrorFrame frame = ppv_error_frame (profile, stacks->frame[stack]);
      g_autofree char *place = ppv_error_frame_dup_place (&frame);

      g_string_append_printf (text, "%s%s (%s)", text->len > 0 ? "; " : "", frame.function, place);
    }
  return g_string_free (text, FALSE);
}

static void
write_csv_row (PpvSink *sink, const PpvProfile *profile, const PpvFinding *finding)
{
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);
  g_autofree char *stack = dup_stack (profile, finding);

  write_csv_text (sink, ppv_profile_get_string (profile, finding->kind));
  write_csv_text (sink, ppv_profile_get_string (profile, finding->text));
  ppv_sink_printf (sink,
                   "%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT
                   ",%" G_GUINT64_FORMAT ",",
                   finding->count, finding->bytes, finding->indirect_bytes, finding->blocks);
  if (finding->thread != PPV_NONE)
    ppv_sink_printf (sink, "%d", threads->tid[finding->thread]);
  ppv_sink_puts (sink, ",");
  ppv_sink_escaped (sink, ppv_escape_csv, stack);
  ppv_sink_puts (sink, "\r\n");
}

void
ppv_error_report_write_csv (const PpvErrorReport *self, PpvSink *sink)
{
  guint32 n_findings;
  const PpvFinding *findings = ppv_profile_list_findings (self->profile, &n_findings);

  ppv_sink_puts (sink, "kind,text,count,bytes,indirect_bytes,blocks,tid,stack\r\n");
  for (guint32 i = 0; i < self->n_shown && !ppv_sink_is_failed (sink); i++)
    write_csv_row (sink, self->profile, &findings[i]);
}
