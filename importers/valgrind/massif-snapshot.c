/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "massif-snapshot.h"
#include "ppv-number.h"

typedef struct {
  const char *prefix;
  MassifFigure figure;
} FigureName;

/* mem_heap_admin_B is what Valgrind before 3.4 wrote. */
static const FigureName figure_names[] = {
  { "time=", MASSIF_TIME },
  { "mem_heap_B=", MASSIF_HEAP },
  { "mem_heap_extra_B=", MASSIF_EXTRA },
  { "mem_heap_admin_B=", MASSIF_EXTRA },
  { "mem_stacks_B=", MASSIF_STACKS },
};

static const char *const counter_names[MASSIF_N_FIGURES] = {
  [MASSIF_HEAP] = "heap",
  [MASSIF_EXTRA] = "extra",
  [MASSIF_STACKS] = "stacks",
};

/* A snapshot without these says nothing. */
static const guint needed = 1u << MASSIF_TIME | 1u << MASSIF_HEAP;

void
massif_snapshots_init (MassifSnapshots *self, PpvProfileBuilder *builder)
{
  *self = (MassifSnapshots){ .builder = builder, .usual = needed };
  massif_tree_init (&self->tree, builder);
  massif_categories_init (&self->categories, builder);
}

void
massif_snapshots_clear (MassifSnapshots *self)
{
  massif_tree_clear (&self->tree);
  massif_categories_clear (&self->categories);
}

void
massif_snapshots_recording (MassifSnapshots *self, gboolean is_report, gboolean may_go_on)
{
  self->may_go_on = may_go_on && self->chosen && !self->is_report && !is_report;
  self->is_report = is_report;
  self->chosen = FALSE;
  self->next = 0;
}

/* Of the recordings after the first, metrics and counters have a number behind the name. */
static guint32
add_counter (const MassifSnapshots *self, const char *name)
{
  g_autofree char *numbered = NULL;

  if (self->n_series > 1)
    numbered = g_strdup_printf ("%s (%u)", name, self->n_series);
  return ppv_profile_builder_counter (self->builder, numbered != NULL ? numbered : name, "bytes");
}

static void
begin_series (MassifSnapshots *self)
{
  self->n_series++;
  self->tree.set = ppv_profile_builder_set (self->builder, PPV_SET_PATHS);
  self->tree.categories = NULL;
  ppv_profile_builder_metric (self->builder, self->tree.set, "heap", "bytes", PPV_METRIC_LEVEL);
  for (guint i = MASSIF_HEAP; i < MASSIF_N_FIGURES; i++)
    self->counter[i] = add_counter (self, counter_names[i]);
  self->usual = needed;
  self->last_time = 0;
  self->had_peak = FALSE;
}

/* Once the first snapshot after a header has its figures. */
static void
choose_recording (MassifSnapshots *self)
{
  if (self->chosen)
    return;
  self->chosen = TRUE;
  if (self->may_go_on && self->figure[MASSIF_TIME] >= self->last_time)
    return;
  massif_categories_write (&self->categories);
  self->n_reports += self->is_report ? 1 : 0;
  if (self->is_report)
    self->tree.categories = &self->categories;
  else
    begin_series (self);
}

/* What follows @prefix in the line, or NULL. */
static const char *
value_after (const PpvLines *lines, const char *prefix, gsize *length)
{
  gsize n = strlen (prefix);

  if (lines->cut || lines->length < n || memcmp (lines->line, prefix, n) != 0)
    return NULL;
  *length = lines->length - n;
  return lines->line + n;
}

void
massif_snapshots_begin (MassifSnapshots *self, const PpvLines *lines)
{
  gsize length;
  const char *text = value_after (lines, "snapshot=", &length);
  guint64 number;

  massif_snapshots_end (self, lines->offset);
  if (text == NULL || !ppv_parse_u64 (text, length, &number))
    number = G_MAXUINT64;
  if (number != self->next)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "snapshot-order", lines->offset,
                              _ ("Snapshots are missing or out of order; the first at line "
                                 "%" PRIu64),
                              lines->number);
  self->next = number != G_MAXUINT64 ? number + 1 : self->next + 1;
  self->begun = TRUE;
  self->present = 0;
  self->has_kind = FALSE;
  self->has_tree = FALSE;
  self->is_peak = FALSE;
  self->flags = 0;
  memset (self->figure, 0, sizeof self->figure);
}

static gboolean
add_figure (MassifSnapshots *self, const PpvLines *lines)
{
  for (gsize i = 0; i < G_N_ELEMENTS (figure_names); i++)
    {
      const FigureName *name = &figure_names[i];
      gsize length;
      const char *text = value_after (lines, name->prefix, &length);
      guint64 value;

      if (text == NULL)
        continue;
      if ((self->present & 1u << name->figure) != 0 || !ppv_parse_u64 (text, length, &value))
        return FALSE;
      self->figure[name->figure] = massif_bytes (self->builder, value, lines->offset);
      self->present |= 1u << name->figure;
      return TRUE;
    }
  return FALSE;
}

static gboolean
add_kind (MassifSnapshots *self, const PpvLines *lines)
{
  gsize length;
  const char *text = value_after (lines, "heap_tree=", &length);

  if (text == NULL)
    return FALSE;
  self->is_peak = length == 4 && memcmp (text, "peak", 4) == 0;
  self->has_tree = self->is_peak || (length == 8 && memcmp (text, "detailed", 8) == 0);
  self->has_kind = TRUE;
  choose_recording (self);
  return self->has_tree || (length == 5 && memcmp (text, "empty", 5) == 0);
}

static gboolean
has_what_is_needed (const MassifSnapshots *self)
{
  return (self->present & needed) == needed;
}

gboolean
massif_snapshots_add_line (MassifSnapshots *self, const PpvLines *lines)
{
  if (!self->begun)
    return FALSE;
  if (!self->has_kind)
    return add_kind (self, lines) || add_figure (self, lines);
  /* the tree of a snapshot that is left out goes with it */
  return self->has_tree &&
         (!has_what_is_needed (self) || massif_tree_add_line (&self->tree, lines));
}

gboolean
massif_snapshots_is_complete (const MassifSnapshots *self)
{
  return self->begun && self->has_kind &&
         (!self->has_tree || massif_tree_is_complete (&self->tree));
}

static void
keep_time_in_order (MassifSnapshots *self, guint64 offset)
{
  gint64 *time = &self->figure[MASSIF_TIME];

  if (*time < self->last_time)
    {
      ppv_profile_builder_warn (self->builder, PPV_LOSS, "time-order", offset,
                                _ ("Snapshots are earlier than the one before; they were given "
                                   "its time"));
      *time = self->last_time;
    }
  self->last_time = *time;
}

static void
set_detailed (MassifSnapshots *self, guint64 offset)
{
  if (self->tree.root_bytes != self->figure[MASSIF_HEAP])
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "tree-sum", offset,
                              _ ("A heap tree's sum differs from the heap of its snapshot"));
  if (self->is_report)
    return;
  self->flags = PPV_GROUP_DETAILED;
  if (self->is_peak && self->had_peak)
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "second-peak", offset,
                              _ ("More than one snapshot is marked as the peak; the first one is "
                                 "taken"));
  else if (self->is_peak)
    self->flags |= PPV_GROUP_PEAK;
  self->had_peak |= self->is_peak;
}

static void
emit (MassifSnapshots *self, guint64 offset)
{
  choose_recording (self);
  self->count++;
  if (self->is_report)
    {
      self->n_categories++;
      return;
    }
  keep_time_in_order (self, offset);
  if ((self->usual & ~self->present) != 0)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "missing-figure", offset,
                              _ ("Snapshots lack a figure that others have; it counts as 0"));
  self->usual |= self->present;
  for (guint i = MASSIF_HEAP; i < MASSIF_N_FIGURES; i++)
    ppv_profile_builder_count (self->builder, self->counter[i], self->figure[MASSIF_TIME],
                               self->figure[i]);
  ppv_profile_builder_group (self->builder, self->tree.set, self->figure[MASSIF_TIME], self->flags);
}

void
massif_snapshots_end (MassifSnapshots *self, guint64 offset)
{
  if (!self->begun)
    return;
  self->begun = FALSE;
  if (massif_tree_end (&self->tree, offset))
    set_detailed (self, offset);
  else if (self->has_tree || self->is_report)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "missing-tree", offset,
                              _ ("Snapshots lack the heap tree they announce"));
  if (has_what_is_needed (self))
    emit (self, offset);
  else
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "incomplete-snapshot", offset,
                              _ ("Snapshots without a time or a heap size were left out"));
}

void
massif_snapshots_finish (MassifSnapshots *self, guint64 offset)
{
  massif_snapshots_end (self, offset);
  massif_categories_write (&self->categories);
}
