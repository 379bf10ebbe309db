/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-error-list.h"
#include "ppv-figures.h"
#include "ppv-stack-list.h"
#include "ppv-stack-search.h"

static void
clear_list (gpointer data)
{
  PpvErrorList *self = data;

  ppv_findings_free (self->findings);
  g_free (self->frame);
  ppv_profile_unref (self->profile);
}

/* Valgrind's own malloc() and the like stand on top of the program's frames. */
static gboolean
is_of_tool (const PpvProfile *profile, PpvFrameId frame)
{
  const char *path = ppv_figure_frame_module (profile, frame);
  g_autofree char *name = g_path_get_basename (path);

  return g_str_has_prefix (name, "vgpreload_");
}

/* The first frame with a source line, else the first that is not of the tool. */
static PpvFrameId
find_frame (const PpvProfile *profile, const PpvFinding *finding)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFindingPart *parts = ppv_profile_list_parts (profile, finding);
  PpvStackId top = finding->n_parts > 0 ? parts[0].stack : PPV_NONE;
  PpvFrameId first = PPV_NONE;

  for (PpvStackId at = top; at != PPV_NONE; at = stacks->parent[at])
    {
      PpvFrameId frame = stacks->frame[at];

      if (is_of_tool (profile, frame))
        continue;
      if (frames->file[frame] != 0)
        return frame;
      if (first == PPV_NONE)
        first = frame;
    }
  return first != PPV_NONE || top == PPV_NONE ? first : stacks->frame[top];
}

/**
 * ppv_error_list_new: (skip)
 * @profile: a profile
 * @error: PPV_ERROR_USAGE when it is not of a tool that looks for errors
 *
 * Returns: (transfer full) (nullable): what was found
 */
PpvErrorList *
ppv_error_list_new (PpvProfile *profile, GError **error)
{
  PpvFindings *findings;
  PpvErrorList *self;

  g_return_val_if_fail (profile != NULL, NULL);

  findings = ppv_findings_new (profile, error);
  if (findings == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (PpvErrorList);
  self->profile = ppv_profile_ref (profile);
  self->findings = findings;
  self->frame = g_new (PpvFrameId, findings->n_findings + 1);
  for (guint32 i = 0; i < findings->n_findings; i++)
    self->frame[i] = find_frame (profile, ppv_error_list_get (self, i));
  return self;
}

/**
 * ppv_error_list_ref: (skip)
 * @self: a list
 *
 * Returns: (transfer full): @self
 */
PpvErrorList *
ppv_error_list_ref (PpvErrorList *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * ppv_error_list_unref: (skip)
 * @self: (transfer full): a list
 */
void
ppv_error_list_unref (PpvErrorList *self)
{
  g_atomic_rc_box_release_full (self, clear_list);
}

/**
 * ppv_error_list_get: (skip)
 * @self: a list
 * @row: of a finding, in the order of the file
 *
 * Returns: the finding
 */
const PpvFinding *
ppv_error_list_get (const PpvErrorList *self, guint32 row)
{
  guint32 n_findings;

  return &ppv_profile_list_findings (self->profile, &n_findings)[row];
}

static void
append_leak (GString *text, const PpvFinding *finding)
{
  g_autofree char *bytes = ppv_format_bytes ((gint64) MIN (finding->bytes, G_MAXINT64));
  g_autofree char *blocks = ppv_format_count ((gint64) MIN (finding->blocks, G_MAXINT64));

  if (ppv_finding_is_leak (finding))
    /* Translators: size of a leak, and in how many blocks of memory */
    g_string_append_printf (text, ngettext ("%s in %s block", "%s in %s blocks", finding->blocks),
                            bytes, blocks);
}

static void
append_comma (GString *text)
{
  if (text->len > 0)
    g_string_append (text, ", ");
}

/**
 * ppv_error_list_dup_remark: (skip)
 * @self: a list
 * @row: of a finding
 *
 * Returns: (transfer full): size, thread and number of times where they say something
 */
char *
ppv_error_list_dup_remark (const PpvErrorList *self, guint32 row)
{
  const PpvFinding *finding = ppv_error_list_get (self, row);
  const PpvThreadTable *threads = ppv_profile_get_threads (self->profile);
  g_autofree char *count = ppv_format_count ((gint64) MIN (finding->count, G_MAXINT64));
  GString *text = g_string_new (NULL);

  append_leak (text, finding);
  if (finding->count > 1)
    {
      append_comma (text);
      g_string_append_printf (text, _ ("seen %s times"), count);
    }
  if (finding->thread != PPV_NONE && threads->tid[finding->thread] > 1)
    {
      const char *name = ppv_profile_get_string (self->profile, threads->name[finding->thread]);

      append_comma (text);
      g_string_append_printf (text, _ ("thread %d"), threads->tid[finding->thread]);
      if (*name != '\0')
        g_string_append_printf (text, " (%s)", name);
    }
  return g_string_free (text, FALSE);
}

/**
 * ppv_error_list_dup_text: (skip)
 * @self: a list
 * @row: of a finding
 *
 * Returns: (transfer full): text, remark and stacks of it
 */
char *
ppv_error_list_dup_text (const PpvErrorList *self, guint32 row)
{
  const PpvFinding *finding = ppv_error_list_get (self, row);
  const PpvFindingPart *parts = ppv_profile_list_parts (self->profile, finding);
  g_autofree char *remark = ppv_error_list_dup_remark (self, row);
  g_autofree char *stacks = ppv_stack_list_dup_text (self->profile, parts, finding->n_parts);

  return g_strdup_printf (*remark != '\0' ? "%s (%s)\n%s" : "%s%s\n%s",
                          ppv_profile_get_string (self->profile, finding->text), remark, stacks);
}

/**
 * ppv_error_list_dup_suppression: (skip)
 * @self: a list
 * @row: of a finding
 *
 * Returns: (transfer full) (nullable): for Valgrind's --suppressions; NULL when there
 *     are none for its kind or it has no stack
 */
char *
ppv_error_list_dup_suppression (const PpvErrorList *self, guint32 row)
{
  PpvFindings one = { .n_findings = 1, .order = &row };
  g_autoptr (PpvSink) sink = ppv_sink_new_memory ();

  if (ppv_findings_write_suppressions (&one, self->profile, sink) > 0)
    return NULL;
  return g_strdup (ppv_sink_get_text (sink));
}

/* --- search ---- */

static gboolean
finding_matches (const PpvProfile *profile,
                 const PpvFinding *finding,
                 const PpvSearch *search,
                 const gboolean *stacks)
{
  const PpvFindingPart *parts = ppv_profile_list_parts (profile, finding);

  if (ppv_search_matches (search, ppv_profile_get_string (profile, finding->text)) ||
      ppv_search_matches (search, ppv_profile_get_string (profile, finding->kind)))
    return TRUE;
  for (guint32 i = 0; i < finding->n_parts; i++)
    if ((parts[i].stack != PPV_NONE && stacks[parts[i].stack]) ||
        ppv_search_matches (search, ppv_profile_get_string (profile, parts[i].text)))
      return TRUE;
  return FALSE;
}

/**
 * ppv_error_order_new: (skip)
 * @list: a list
 * @kind: of the findings, or PPV_NONE for any
 * @search: what to look for, or ""
 *
 * Returns: (transfer full): the findings to show
 */
PpvErrorOrder *
ppv_error_order_new (PpvErrorList *list, PpvStringId kind, const char *search)
{
  g_autoptr (PpvSearch) wanted = ppv_search_new (search);
  g_autofree gboolean *stacks = wanted != NULL ? ppv_stack_search (list->profile, wanted) : NULL;
  PpvErrorOrder *self = g_new0 (PpvErrorOrder, 1);

  self->list = ppv_error_list_ref (list);
  self->rows = g_new (guint32, list->findings->n_findings + 1);
  for (guint32 i = 0; i < list->findings->n_findings; i++)
    {
      guint32 row = list->findings->order[i];
      const PpvFinding *finding = ppv_error_list_get (list, row);

      if ((kind != PPV_NONE && finding->kind != kind) ||
          (wanted != NULL && !finding_matches (list->profile, finding, wanted, stacks)))
        continue;
      self->has_leaks |= ppv_finding_is_leak (finding);
      self->rows[self->n_rows++] = row;
    }
  return self;
}

/**
 * ppv_error_order_free: (skip)
 * @self: an order
 */
void
ppv_error_order_free (PpvErrorOrder *self)
{
  ppv_error_list_unref (self->list);
  g_free (self->rows);
  g_free (self);
}
