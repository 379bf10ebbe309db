/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-frames-private.h"
#include "ppv-selection-private.h"
#include "ppv-stack-path-private.h"

/* One bit of a word for each pattern. */
enum { MOST_PATTERNS = 64 };

typedef struct {
  GPtrArray *patterns;
  gboolean from_root;
  gboolean at_end;
} Path;

static gboolean
is_escaped (const char *at)
{
  return at[0] == '\\' && at[1] != '\0' && strchr (";^$", at[1]) != NULL;
}

static void
path_init (Path *self, const char *text)
{
  GString *pattern = g_string_new (NULL);

  *self = (Path){ g_ptr_array_new_with_free_func (g_free), *text == '^', FALSE };
  for (const char *at = text + (self->from_root ? 1 : 0); *at != '\0'; at++)
    if (is_escaped (at))
      g_string_append_c (pattern, *++at);
    else if (at[0] == '$' && at[1] == '\0')
      self->at_end = TRUE;
    else if (*at == ';')
      {
        g_ptr_array_add (self->patterns, g_string_free (pattern, FALSE));
        pattern = g_string_new (NULL);
      }
    else
      g_string_append_c (pattern, *at);
  g_ptr_array_add (self->patterns, g_string_free (pattern, FALSE));
}

static void
path_clear (Path *self)
{
  g_ptr_array_unref (self->patterns);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Path, path_clear)

gboolean
ppv_stack_path_check (const char *path)
{
  g_auto (Path) self;

  path_init (&self, path);
  for (guint i = 0; i < self.patterns->len; i++)
    if (*(const char *) self.patterns->pdata[i] == '\0')
      return FALSE;
  return self.patterns->len <= MOST_PATTERNS;
}

/* For each function a bit for each pattern that its name matches. */
static guint64 *
match_functions (const Path *self, const PpvProfile *profile)
{
  guint32 n_functions = ppv_profile_get_functions (profile)->n_rows;
  guint64 *matches = g_new0 (guint64, n_functions + 1);

  for (PpvFunctionId i = 0; i < n_functions; i++)
    for (guint j = 0; j < self->patterns->len; j++)
      if (ppv_pattern_match (self->patterns->pdata[j], ppv_function_name (profile, i)))
        matches[i] |= G_GUINT64_CONSTANT (1) << j;
  return matches;
}

/*
 * The bits of a row say which beginnings of the path end there: those of its caller moved
 * by one, and the first pattern anew (R. Baeza-Yates and G. Gonnet 1992).
 */
guint8 *
ppv_stack_path_find (const PpvProfile *profile,
                     const PpvStackTable *stacks,
                     const char *path,
                     gboolean *at_end)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  g_auto (Path) self;
  g_autofree guint64 *matches = NULL;
  g_autofree guint64 *bits = g_new (guint64, (gsize) stacks->n_rows + 1);
  guint8 *ends = g_malloc ((gsize) stacks->n_rows + 1);

  path_init (&self, path);
  matches = match_functions (&self, profile);
  for (PpvStackId i = 0; i < stacks->n_rows; i++)
    {
      PpvStackId parent = stacks->parent[i];
      guint64 begun = parent == PPV_NONE || !self.from_root ? 1 : 0;
      guint64 before = parent == PPV_NONE ? 0 : bits[parent] << 1;

      bits[i] = (before | begun) & matches[frames->function[stacks->frame[i]]];
      ends[i] = bits[i] >> (self.patterns->len - 1) & 1;
    }
  *at_end = self.at_end;
  return ends;
}
