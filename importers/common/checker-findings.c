/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "common/checker-findings.h"
#include "ppv-number.h"

/* What a sample is made of. */
typedef struct {
  guint32 finding;
  PpvStackId stack;
  PpvThreadId thread;
  guint64 errors;
  guint64 bytes;
  guint64 blocks;
} Found;

/* A CheckerFrame with its texts in the builder. */
typedef struct {
  guint64 address;
  PpvStringId function;
  PpvModuleId module;
  PpvStringId file;
  guint32 line;
} Frame;

void
checker_findings_init (CheckerFindings *self, PpvProfileBuilder *builder)
{
  *self = (CheckerFindings){ .builder = builder, .process = PPV_NONE };
  self->most_frames = ppv_profile_builder_get_limits (builder)->depth;
  self->frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  self->parts = g_array_new (FALSE, FALSE, sizeof (PpvFindingPart));
  self->found = g_array_new (FALSE, FALSE, sizeof (Found));
  self->by_key = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

void
checker_findings_clear (CheckerFindings *self)
{
  g_array_unref (self->frames);
  g_array_unref (self->parts);
  g_array_unref (self->found);
  g_hash_table_unref (self->by_key);
}

void
checker_findings_begin (CheckerFindings *self)
{
  self->finding = (PpvFinding){ .thread = PPV_NONE, .count = 1 };
  self->tid = 0;
  self->thread_name = 0;
  self->has_text = FALSE;
  g_array_set_size (self->parts, 0);
  g_array_set_size (self->frames, 0);
}

static void
add_part (CheckerFindings *self, PpvStringId text, PpvStackId stack)
{
  PpvFindingPart part = { text, stack };

  g_array_append_val (self->parts, part);
}

void
checker_findings_add_text (CheckerFindings *self, const char *text)
{
  add_part (self, ppv_profile_builder_string (self->builder, text, -1), PPV_NONE);
  self->has_text = TRUE;
}

void
checker_findings_add_frame (CheckerFindings *self, const CheckerFrame *frame)
{
  PpvProfileBuilder *builder = self->builder;
  Frame row = { .address = frame->address, .module = PPV_NONE };

  if (self->frames->len >= self->most_frames)
    {
      ppv_profile_builder_warn (builder, PPV_LOSS, "deep-stack", PPV_NO_ADDRESS,
                                _ ("Stacks were cut because they are too deep (--limit-depth)"));
      return;
    }
  row.function = ppv_profile_builder_string (
      builder, frame->function[0] != '\0' ? frame->function : "???", -1);
  row.file = ppv_profile_builder_string (builder, frame->file, -1);
  row.line = (guint32) MIN (frame->line, G_MAXUINT32);
  if (frame->object[0] != '\0')
    row.module = ppv_profile_builder_module (
        builder, ppv_profile_builder_string (builder, frame->object, -1), 0, PPV_MODULE_USER);
  g_array_append_val (self->frames, row);
}

static PpvStackId
push (CheckerFindings *self, PpvStackId parent, const Frame *frame, gboolean inlined)
{
  PpvFunctionId function = ppv_profile_builder_function (
      self->builder, frame->function, frame->function, frame->module, frame->file, 0);

  return ppv_profile_builder_stack (self->builder, parent,
                                    ppv_profile_builder_frame (self->builder, function,
                                                               frame->module, frame->address,
                                                               frame->line, inlined));
}

/*
 * Lines with one address are functions inlined into the outermost of them; where that
 * one comes again it called itself from there.
 */
PpvStackId
checker_findings_end_stack (CheckerFindings *self)
{
  PpvStackId stack = PPV_NONE;
  const Frame *outer = NULL;

  for (guint i = self->frames->len; i-- > 0;)
    {
      const Frame *frame = &g_array_index (self->frames, Frame, i);

      if (outer == NULL || frame->address == PPV_NO_ADDRESS || frame->address != outer->address)
        outer = frame;
      stack = push (self, stack, frame, frame->function != outer->function);
    }
  g_array_set_size (self->frames, 0);
  return stack;
}

void
checker_findings_add_stack (CheckerFindings *self, PpvStackId stack)
{
  if (self->has_text)
    g_array_index (self->parts, PpvFindingPart, self->parts->len - 1).stack = stack;
  else
    add_part (self, 0, stack);
  self->has_text = FALSE;
}

void
checker_findings_drop_stack (CheckerFindings *self)
{
  g_array_set_size (self->frames, 0);
}

/* "112 (40 direct, 72 indirect) bytes in 1 blocks are definitely lost in loss record 4 of 9" */
static guint64
find_indirect (const char *text)
{
  const char *begin = strstr (text, " direct, ");
  const char *end = begin != NULL ? strstr (begin, " indirect) ") : NULL;
  g_autoptr (GString) digits = g_string_new (NULL);
  guint64 bytes = 0;

  for (const char *at = begin != NULL ? begin + strlen (" direct, ") : end; at < end; at++)
    if (*at != ',')
      g_string_append_c (digits, *at);
  return ppv_parse_u64 (digits->str, digits->len, &bytes) ? bytes : 0;
}

static gint64
clamp (guint64 value)
{
  return value > G_MAXINT64 ? G_MAXINT64 : (gint64) value;
}

/* What counts as an error in Valgrind's own summary, unless --errors-for-leak-kinds says else. */
static guint64
count_errors (const char *kind)
{
  if (g_str_has_prefix (kind, "Leak_"))
    return g_str_equal (kind, "Leak_DefinitelyLost") || g_str_equal (kind, "Leak_PossiblyLost");
  return !g_str_equal (kind, "FatalSignal");
}

static void
find_thread (CheckerFindings *self)
{
  if (self->tid <= 0)
    return;
  if (self->process == PPV_NONE)
    self->process = ppv_profile_builder_process (self->builder, 0);
  self->finding.thread =
      ppv_profile_builder_thread (self->builder, self->process, self->tid, self->thread_name);
}

guint32
checker_findings_end (CheckerFindings *self, guint64 key)
{
  const char *text = ppv_profile_builder_peek_string (self->builder, self->finding.text);
  const char *kind = ppv_profile_builder_peek_string (self->builder, self->finding.kind);
  const PpvFindingPart *parts = (const PpvFindingPart *) (gconstpointer) self->parts->data;
  gboolean has_stack = self->parts->len > 0 && parts[0].text == 0;
  Found found = { .stack = has_stack ? parts[0].stack : PPV_NONE, .errors = count_errors (kind) };

  if (self->finding.blocks > 0)
    self->finding.indirect_bytes = MIN (find_indirect (text), self->finding.bytes);
  find_thread (self);
  found.thread = self->finding.thread;
  found.bytes = self->finding.bytes - self->finding.indirect_bytes;
  found.blocks = self->finding.blocks;
  found.finding = ppv_profile_builder_finding (self->builder, &self->finding);
  if (found.finding == PPV_NONE)
    return PPV_NONE;
  for (guint i = 0; i < self->parts->len; i++)
    ppv_profile_builder_finding_part (self->builder, parts[i].text, parts[i].stack);
  g_array_append_val (self->found, found);
  if (key != PPV_NO_ADDRESS)
    g_hash_table_insert (self->by_key, g_memdup2 (&key, sizeof key),
                         GUINT_TO_POINTER (self->found->len - 1));
  return self->found->len - 1;
}

gboolean
checker_findings_count (CheckerFindings *self, guint64 key, guint64 count)
{
  gpointer place;
  Found *found;

  if (!g_hash_table_lookup_extended (self->by_key, &key, NULL, &place))
    return FALSE;
  found = &g_array_index (self->found, Found, GPOINTER_TO_UINT (place));
  ppv_profile_builder_finding_count (self->builder, found->finding, count);
  if (found->errors > 0)
    found->errors = count;
  return TRUE;
}

void
checker_findings_forget_keys (CheckerFindings *self)
{
  g_hash_table_remove_all (self->by_key);
  self->process = PPV_NONE;
}

static void
add_samples (CheckerFindings *self, gboolean leaks)
{
  guint32 set = ppv_profile_builder_set (self->builder, PPV_SET_THREAD | PPV_SET_PATHS);

  ppv_profile_builder_metric (self->builder, set, leaks ? "leaked" : "errors",
                              leaks ? "bytes" : "count", PPV_METRIC_FLOW);
  if (leaks)
    ppv_profile_builder_metric (self->builder, set, "leaked blocks", "count", PPV_METRIC_FLOW);
  for (guint i = 0; i < self->found->len; i++)
    {
      const Found *found = &g_array_index (self->found, Found, i);
      gint64 weights[] = { clamp (leaks ? found->bytes : found->errors), clamp (found->blocks) };

      if (leaks ? found->blocks > 0 : found->errors > 0)
        ppv_profile_builder_sample (self->builder, set, found->stack, 0, found->thread, 0, weights);
    }
}

void
checker_findings_finish (CheckerFindings *self)
{
  gboolean has_leaks = FALSE;

  for (guint i = 0; i < self->found->len && !has_leaks; i++)
    has_leaks = g_array_index (self->found, Found, i).blocks > 0;
  add_samples (self, FALSE);
  if (has_leaks)
    add_samples (self, TRUE);
  ppv_profile_builder_record (self->builder, "error", self->found->len);
}
