/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the rows of hotspots are called, and how they are sorted. */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-frames-private.h"
#include "ppv-hotspots.h"

/* A name that sorts: by @text, then by @number (a line, an id or a cpu). */
typedef struct {
  const char *text;
  gint64 number;
} Name;

typedef struct {
  const PpvHotspots *hotspots;
  const Name *names;
  PpvHotspotsSort sort;
} Order;

static Name
line_name (const PpvProfile *profile, PpvFrameId frame)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);

  return (Name){ ppv_profile_get_string (profile, frames->file[frame]), frames->line[frame] };
}

static Name
thread_name (const PpvProfile *profile, PpvThreadId thread)
{
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);

  return (Name){ ppv_profile_get_string (profile, threads->name[thread]), threads->tid[thread] };
}

static Name
process_name (const PpvProfile *profile, PpvProcessId process)
{
  const PpvProcessTable *processes = ppv_profile_get_processes (profile);

  return (Name){ ppv_profile_get_string (profile, processes->name[process]),
                 processes->pid[process] };
}

/* What is on top, and then any order that is always the same. */
static Name
stack_name (const PpvProfile *profile, PpvStackId stack)
{
  PpvFrameId frame = ppv_profile_get_stacks (profile)->frame[stack];

  return (Name){ ppv_function_name (profile, ppv_profile_get_frames (profile)->function[frame]),
                 stack };
}

/* "main;run;read", as collapsed stacks have it. */
static char *
dup_stack (const PpvProfile *profile, PpvStackId stack)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (; stack != PPV_NONE; stack = stacks->parent[stack])
    g_ptr_array_add (names, (gpointer) stack_name (profile, stack).text);
  for (guint i = names->len; i-- > 0;)
    {
      g_string_append (text, g_ptr_array_index (names, i));
      g_string_append (text, i > 0 ? ";" : "");
    }
  return g_string_free (text, FALSE);
}

static Name
row_name (const PpvHotspots *self, const PpvProfile *profile, guint32 row)
{
  guint32 key = self->key[row];

  if (key == PPV_NONE)
    return (Name){ "[unknown]", -1 };
  switch (self->by)
    {
    case PPV_BY_FUNCTION:
      return (Name){ ppv_function_name (profile, key), 0 };
    case PPV_BY_MODULE:
      key = ppv_profile_get_modules (profile)->path[key];
      return (Name){ ppv_profile_get_string (profile, key), 0 };
    case PPV_BY_FILE:
      return (Name){ ppv_profile_get_string (profile, key), 0 };
    case PPV_BY_LINE:
      return line_name (profile, key);
    case PPV_BY_THREAD:
      return thread_name (profile, key);
    case PPV_BY_PROCESS:
      return process_name (profile, key);
    case PPV_BY_CPU:
      return (Name){ "", key };
    case PPV_BY_STACK:
      return stack_name (profile, key);
    default:
      g_assert_not_reached ();
    }
}

static int
compare_names (const Order *self, guint32 a, guint32 b)
{
  int order = strcmp (self->names[a].text, self->names[b].text);

  if (order != 0)
    return order;
  return (self->names[a].number > self->names[b].number) -
         (self->names[a].number < self->names[b].number);
}

static int
compare_descending (const gint64 *values, guint32 a, guint32 b)
{
  return (values[a] < values[b]) - (values[a] > values[b]);
}

static int
compare_rows (gconstpointer left, gconstpointer right, gpointer data)
{
  const Order *self = data;
  const PpvHotspots *hotspots = self->hotspots;
  guint32 a = *(const guint32 *) left;
  guint32 b = *(const guint32 *) right;
  gboolean by_total = self->sort == PPV_SORT_TOTAL;
  int order = self->sort == PPV_SORT_NAME ? compare_names (self, a, b) : 0;

  if (order == 0)
    order = compare_descending (by_total ? hotspots->total : hotspots->self, a, b);
  if (order == 0)
    order = compare_descending (by_total ? hotspots->self : hotspots->total, a, b);
  if (order == 0)
    order = compare_names (self, a, b);
  if (order == 0)
    order = hotspots->key[a] < hotspots->key[b] ? -1 : 1;
  return order;
}

static void
permute (gpointer column, gsize size, const guint32 *order, guint32 n_rows)
{
  g_autofree char *old = g_memdup2 (column, n_rows * size);

  for (guint32 i = 0; i < n_rows; i++)
    memcpy ((char *) column + i * size, old + order[i] * size, size);
}

/**
 * ppv_hotspots_sort: (skip)
 * @self: hotspots
 * @profile: their profile
 * @sort: by what; ties go by the other number, then by name
 *
 * Numbers are sorted from the largest, names from the first.
 */
void
ppv_hotspots_sort (PpvHotspots *self, const PpvProfile *profile, PpvHotspotsSort sort)
{
  g_autofree Name *names = NULL;
  g_autofree guint32 *order = NULL;
  Order data;

  g_return_if_fail (self != NULL && profile != NULL);

  names = g_new (Name, self->n_rows);
  order = g_new (guint32, self->n_rows);
  for (guint32 i = 0; i < self->n_rows; i++)
    {
      names[i] = row_name (self, profile, i);
      order[i] = i;
    }
  data = (Order){ self, names, sort };
  if (self->n_rows > 1)
    g_qsort_with_data (order, (gint) self->n_rows, sizeof *order, compare_rows, &data);
  permute (self->key, sizeof *self->key, order, self->n_rows);
  permute (self->self, sizeof *self->self, order, self->n_rows);
  permute (self->total, sizeof *self->total, order, self->n_rows);
  permute (self->samples, sizeof *self->samples, order, self->n_rows);
  permute (self->self_samples, sizeof *self->self_samples, order, self->n_rows);
}

/**
 * ppv_hotspots_dup_label: (skip)
 * @self: hotspots
 * @profile: their profile
 * @row: a row
 *
 * Returns: (transfer full): a name, "file:line", "name (id)", "CPU n" or "caller;callee";
 *     "[unknown]" where the key is PPV_NONE
 */
char *
ppv_hotspots_dup_label (const PpvHotspots *self, const PpvProfile *profile, guint32 row)
{
  Name name;

  g_return_val_if_fail (self != NULL && profile != NULL && row < self->n_rows, NULL);

  name = row_name (self, profile, row);
  if (self->key[row] == PPV_NONE)
    return g_strdup (name.text);
  switch (self->by)
    {
    case PPV_BY_LINE:
      if (name.number == 0)
        return g_strdup_printf ("%s:?", name.text);
      return g_strdup_printf ("%s:%" G_GINT64_FORMAT, name.text, name.number);
    case PPV_BY_THREAD:
    case PPV_BY_PROCESS:
      return g_strdup_printf ("%s (%" G_GINT64_FORMAT ")", name.text, name.number);
    case PPV_BY_CPU:
      return g_strdup_printf (_ ("CPU %" PRId64), name.number);
    case PPV_BY_STACK:
      return dup_stack (profile, self->key[row]);
    case PPV_BY_FUNCTION:
    case PPV_BY_MODULE:
    case PPV_BY_FILE:
    default:
      return g_strdup (name.text);
    }
}
