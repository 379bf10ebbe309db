/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "checker-rules.h"
#include "ppv-number.h"

/* Files that were filtered to be compared with each other have "..." where numbers were. */
static void
warn_of_number (CheckerElements *self, const char *text)
{
  if (strstr (text, "...") != NULL)
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "filtered-number", self->offset,
                              _ ("Numbers were taken out of the file"));
  else
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "malformed-number", self->offset,
                              _ ("Something is not a number where one has to be"));
}

guint64
checker_elements_number (CheckerElements *self, const char *text)
{
  guint64 value;

  if (checker_parse_number (text, strlen (text), &value))
    return value;
  warn_of_number (self, text);
  return 0;
}

guint64
checker_elements_hex (CheckerElements *self, const char *text)
{
  guint64 value;

  if (ppv_parse_hex (text, strlen (text), &value))
    return value;
  warn_of_number (self, text);
  return PPV_NO_ADDRESS;
}

static void
begin_error (CheckerElements *self)
{
  checker_findings_begin (&self->findings);
  self->in_error = TRUE;
  self->unique = PPV_NO_ADDRESS;
  self->has_path = FALSE;
  g_array_set_size (self->mentioned, 0);
  g_string_truncate (self->what, 0);
  g_string_truncate (self->suppression, 0);
  g_string_truncate (self->raw, 0);
  g_string_truncate (self->signal, 0);
}

static void
begin_frame (CheckerElements *self)
{
  self->address = PPV_NO_ADDRESS;
  self->line = 0;
  for (guint i = 0; i < G_N_ELEMENTS (self->frame); i++)
    g_clear_pointer (&self->frame[i], g_free);
}

static void
begin_pair (CheckerElements *self)
{
  self->count = 0;
  self->unique = PPV_NO_ADDRESS;
}

static void
begin_announcement (CheckerElements *self)
{
  self->announced = PPV_NONE;
  self->thread = 0;
}

static void
begin_suppression (CheckerElements *self)
{
  g_string_truncate (self->suppression, 0);
  g_string_truncate (self->raw, 0);
}

static void
begin_segment_start (CheckerElements *self)
{
  checker_findings_add_text (&self->findings, "Other segment start");
}

static void
begin_segment_end (CheckerElements *self)
{
  checker_findings_add_text (&self->findings, "Other segment end");
}

static void
begin (CheckerElements *self, const char *name)
{
  static const struct {
    const char *name;
    void (*begin) (CheckerElements *self);
  } beginnings[] = {
    { "error", begin_error },
    { "fatal_signal", begin_error },
    { "frame", begin_frame },
    { "pair", begin_pair },
    { "announcethread", begin_announcement },
    { "suppression", begin_suppression },
    { "other_segment_start", begin_segment_start },
    { "other_segment_end", begin_segment_end },
  };

  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (strcmp (name, beginnings[i].name) == 0)
      beginnings[i].begin (self);
}

gboolean
checker_elements_open (CheckerElements *self, const char *name)
{
  if (self->depth == CHECKER_MOST_DEPTH)
    return FALSE;
  if (self->depth == 0)
    self->has_root |= strcmp (name, "valgrindoutput") == 0;
  self->begins[self->depth++] = self->path->len;
  g_string_append (self->path, name);
  g_string_append_c (self->path, '/');
  g_string_truncate (self->text, 0);
  begin (self, name);
  return TRUE;
}

void
checker_elements_text (CheckerElements *self, const char *text, gsize length)
{
  guint64 most = ppv_profile_builder_get_limits (self->builder)->line_bytes;

  if (length <= most && self->text->len <= most - length)
    g_string_append_len (self->text, text, (gssize) length);
  else
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "line-too-long", self->offset,
                              _ ("Texts were cut because they are too long (--limit-line-bytes)"));
}

/* "definitely_lost/bytes/" and its like; newer protocols call the second number in_blocks. */
static void
close_amount (CheckerElements *self, const char *path)
{
  static const char *const names[CHECKER_N_AMOUNTS] = { "definitely_lost/",      "indirectly_lost/",
                                                        "possibly_lost/",        "still_reachable/",
                                                        "reachable_heuristic/",  "suppressed/",
                                                        "memory_in_use_at_exit/" };

  for (guint i = 0; i < CHECKER_N_AMOUNTS; i++)
    {
      CheckerAmount *amount = &self->summary.amounts[i];
      const char *what = path + strlen (names[i]);

      if (!g_str_has_prefix (path, names[i]))
        continue;
      amount->known = TRUE;
      if (g_str_equal (what, "bytes/"))
        amount->bytes = checker_elements_number (self, self->text->str);
      else if (g_str_equal (what, "blocks/") || g_str_equal (what, "in_blocks/"))
        amount->blocks = checker_elements_number (self, self->text->str);
    }
}

void
checker_elements_close (CheckerElements *self, const char *name, guint64 offset)
{
  const char *path = self->path->str + self->begins[self->depth >= 2 ? self->depth - 2 : 0];
  const CheckerRule *rule = checker_rule_find (path);

  self->offset = offset;
  if (rule == NULL)
    close_amount (self, path);
  else if (rule->close != NULL)
    rule->close (self, self->text->str);
  else
    G_STRUCT_MEMBER (guint64, self, rule->number) = checker_elements_number (self, self->text->str);
  self->depth--;
  g_string_truncate (self->path, self->begins[self->depth]);
  g_string_truncate (self->text, 0);
}

static void
tell (CheckerElements *self, const char *key, const GString *text)
{
  if (text->len > 0)
    ppv_profile_builder_fact (self->builder, key, text->str, (gssize) text->len);
}

/* Keeps what of an unfinished error has a stack, and what the report says of its program. */
static void
end_report (CheckerElements *self)
{
  checker_findings_drop_stack (&self->findings);
  if (self->in_error && self->findings.finding.kind != 0 && self->findings.parts->len > 0)
    checker_close_error (self, "");
  checker_summary_add (&self->all, &self->summary);
  if (self->is_running && !self->is_finished)
    ppv_profile_builder_fact (self->builder, "status", "RUNNING", -1);
  if (self->n_reports > 1)
    return;
  tell (self, "command", self->command);
  tell (self, "options", self->options);
}

void
checker_elements_next (CheckerElements *self)
{
  end_report (self);
  self->n_reports++;
  self->summary = (CheckerSummary){ 0 };
  self->in_error = self->is_running = self->is_finished = FALSE;
  self->depth = 0;
  g_string_truncate (self->path, 0);
  g_hash_table_remove_all (self->threads);
  checker_findings_forget_keys (&self->findings);
}

void
checker_elements_end (CheckerElements *self)
{
  end_report (self);
  checker_findings_finish (&self->findings);
  checker_summary_tell (&self->all, self->builder);
  tell (self, "client_messages", self->messages);
  tell (self, "suppressions_used", self->used);
  if (self->n_reports > 1)
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "several-reports", PPV_NO_ADDRESS,
                              _ ("The file has the reports of %u programs, one after the other; "
                                 "they are shown as one"),
                              self->n_reports);
}

void
checker_elements_init (CheckerElements *self, PpvProfileBuilder *builder)
{
  *self = (CheckerElements){ .builder = builder, .n_reports = 1 };
  checker_findings_init (&self->findings, builder);
  self->path = g_string_new (NULL);
  self->text = g_string_new (NULL);
  self->what = g_string_new (NULL);
  self->suppression = g_string_new (NULL);
  self->raw = g_string_new (NULL);
  self->signal = g_string_new (NULL);
  self->command = g_string_new (NULL);
  self->options = g_string_new (NULL);
  self->messages = g_string_new (NULL);
  self->used = g_string_new (NULL);
  self->mentioned = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->threads = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

void
checker_elements_clear (CheckerElements *self)
{
  GString *texts[] = { self->path,   self->text,    self->what,    self->suppression, self->raw,
                       self->signal, self->command, self->options, self->messages,    self->used };

  checker_findings_clear (&self->findings);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_string_free (texts[i], TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (self->frame); i++)
    g_free (self->frame[i]);
  g_free (self->name);
  g_array_unref (self->mentioned);
  g_hash_table_unref (self->threads);
}
