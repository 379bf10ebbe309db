/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "dhat-results.h"
#include "ppv-number.h"

/* A metric of what figure, and when a file has it. */
typedef struct {
  const char *name;
  const char *unit; /* NULL for that of time */
  DhatFigure figure;
  gboolean of_life;
  gboolean of_accesses;
} Metric;

static const Metric metrics[] = {
  { "allocated", "bytes", DHAT_TOTAL_BYTES, FALSE, FALSE },
  { "allocations", "count", DHAT_TOTAL_BLOCKS, FALSE, FALSE },
  { "peak", "bytes", DHAT_PEAK_BYTES, TRUE, FALSE },
  { "peak blocks", "count", DHAT_PEAK_BLOCKS, TRUE, FALSE },
  { "leaked", "bytes", DHAT_END_BYTES, TRUE, FALSE },
  { "leaked blocks", "count", DHAT_END_BLOCKS, TRUE, FALSE },
  { "lifetime", NULL, DHAT_LIFETIMES, TRUE, FALSE },
  { "reads", "bytes", DHAT_READ_BYTES, FALSE, TRUE },
  { "writes", "bytes", DHAT_WRITTEN_BYTES, FALSE, TRUE },
};

static gboolean
has_metric (const DhatResults *self, const Metric *metric)
{
  return (self->has_lifetimes || !metric->of_life) && (self->has_accesses || !metric->of_accesses);
}

static const DhatPoint *
get_point (const DhatResults *self, guint i)
{
  return &g_array_index (self->points->points, DhatPoint, i);
}

/* From the outermost frame on, as deep as allowed. */
static PpvStackId
make_stack (const DhatResults *self, const DhatPoint *point)
{
  guint64 depth = ppv_profile_builder_get_limits (self->builder)->depth;
  guint32 n_inner = (guint32) (point->n_frames > depth ? point->n_frames - depth : 0);
  PpvStackId stack = PPV_NONE;

  if (n_inner > 0)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "deep-stack", PPV_NO_ADDRESS,
                              _ ("Stacks lost their inner frames because they are too deep "
                                 "(--limit-depth)"));
  for (guint32 i = point->n_frames; i-- > n_inner;)
    {
      guint32 number = g_array_index (self->points->frames, guint32, point->first_frame + i);
      PpvFrameId frame;

      if (number < self->n_names)
        frame = self->names[number];
      else
        frame = ppv_profile_builder_marker (self->builder, "[unknown]");
      stack = ppv_profile_builder_stack (self->builder, stack, frame);
    }
  return stack;
}

static guint32
begin_totals (const DhatResults *self)
{
  gboolean is_copy = g_strcmp0 (self->mode, "copy") == 0;
  guint32 set = ppv_profile_builder_set (
      self->builder, PPV_SET_PATHS | (self->points->details ? PPV_SET_LABEL : 0));

  for (guint i = 0; i < G_N_ELEMENTS (metrics); i++)
    {
      const char *unit = metrics[i].unit != NULL ? metrics[i].unit : self->time_unit;
      const char *name = metrics[i].name;

      if (metrics[i].figure == DHAT_TOTAL_BYTES && self->units != NULL)
        name = unit = self->units;
      else if (metrics[i].figure == DHAT_TOTAL_BLOCKS && self->events != NULL)
        name = self->events;
      else if (metrics[i].figure <= DHAT_TOTAL_BLOCKS && is_copy)
        name = metrics[i].figure == DHAT_TOTAL_BYTES ? "copied" : "copies";
      if (has_metric (self, &metrics[i]))
        ppv_profile_builder_metric (self->builder, set, name, unit, PPV_METRIC_FLOW);
    }
  return set;
}

static void
write_totals (const DhatResults *self, const PpvStackId *stacks)
{
  guint32 set = begin_totals (self);

  for (guint i = 0; i < self->points->points->len; i++)
    {
      const DhatPoint *point = get_point (self, i);
      gint64 weights[G_N_ELEMENTS (metrics)];
      guint n_weights = 0;

      for (guint n = 0; n < G_N_ELEMENTS (metrics); n++)
        if (has_metric (self, &metrics[n]))
          weights[n_weights++] = point->figure[metrics[n].figure];
      ppv_profile_builder_label (self->builder, point->accesses);
      ppv_profile_builder_sample (self->builder, set, stacks[i], 0, PPV_NONE, PPV_NONE, weights);
    }
}

/* The heap at one of the two moments that a file has of it; the sum of it. */
static gint64
write_moment (const DhatResults *self, const PpvStackId *stacks, guint32 set, DhatFigure figure)
{
  gboolean saturated = FALSE;
  gint64 sum = 0;

  for (guint i = 0; i < self->points->points->len; i++)
    {
      gint64 bytes = get_point (self, i)->figure[figure];

      sum = ppv_add_saturating (sum, bytes, &saturated);
      if (bytes > 0)
        ppv_profile_builder_sample (self->builder, set, stacks[i], 0, PPV_NONE, PPV_NONE, &bytes);
    }
  return sum;
}

/* From the start, where nothing is in use, so that times count from there. */
static void
write_moments (const DhatResults *self, const PpvStackId *stacks)
{
  guint32 set = ppv_profile_builder_set (self->builder, PPV_SET_PATHS);
  guint32 heap = ppv_profile_builder_counter (self->builder, "heap", "bytes");
  gint64 end = MAX (self->end_time, self->peak_time);

  ppv_profile_builder_metric (self->builder, set, "heap", "bytes", PPV_METRIC_LEVEL);
  ppv_profile_builder_group (self->builder, set, 0, 0);
  ppv_profile_builder_count (self->builder, heap, 0, 0);
  ppv_profile_builder_count (self->builder, heap, self->peak_time,
                             write_moment (self, stacks, set, DHAT_PEAK_BYTES));
  ppv_profile_builder_group (self->builder, set, self->peak_time,
                             PPV_GROUP_DETAILED | PPV_GROUP_PEAK);
  ppv_profile_builder_count (self->builder, heap, end,
                             write_moment (self, stacks, set, DHAT_END_BYTES));
  ppv_profile_builder_group (self->builder, set, end, PPV_GROUP_DETAILED);
}

static void
add_finding (const DhatResults *self,
             const DhatPoint *point,
             PpvStackId stack,
             const char *kind,
             const char *text)
{
  PpvFinding finding = {
    .kind = ppv_profile_builder_string (self->builder, kind, -1),
    .text = ppv_profile_builder_string (self->builder, text, -1),
    .thread = PPV_NONE,
    .count = 1,
    .bytes = (guint64) point->figure[DHAT_TOTAL_BYTES],
    .blocks = (guint64) point->figure[DHAT_TOTAL_BLOCKS],
  };

  ppv_profile_builder_finding (self->builder, &finding);
  ppv_profile_builder_finding_part (self->builder, 0, stack);
}

static void
find_never_read (const DhatResults *self, const DhatPoint *point, PpvStackId stack)
{
  g_autofree char *bytes = ppv_format_count (point->figure[DHAT_TOTAL_BYTES]);
  g_autofree char *blocks = ppv_format_count (point->figure[DHAT_TOTAL_BLOCKS]);
  g_autofree char *written = ppv_format_count (point->figure[DHAT_WRITTEN_BYTES]);
  g_autofree char *text = NULL;

  if (point->figure[DHAT_READ_BYTES] > 0 || point->figure[DHAT_TOTAL_BYTES] == 0)
    return;
  text = g_strdup_printf (_ ("%s bytes in %s blocks were never read; %s bytes were written to "
                             "them"),
                          bytes, blocks, written);
  add_finding (self, point, stack, "NeverRead", text);
}

/* The tool says how short a life is short. */
static void
find_short_lived (const DhatResults *self, const DhatPoint *point, PpvStackId stack)
{
  gint64 n_blocks = point->figure[DHAT_TOTAL_BLOCKS];
  gint64 mean = n_blocks > 0 ? point->figure[DHAT_LIFETIMES] / n_blocks : 0;
  g_autofree char *bytes = ppv_format_count (point->figure[DHAT_TOTAL_BYTES]);
  g_autofree char *blocks = ppv_format_count (n_blocks);
  g_autofree char *life = ppv_format_value (mean, self->time_unit);
  g_autofree char *text = NULL;

  if (n_blocks == 0 || mean > self->short_time)
    return;
  text = g_strdup_printf (_ ("%s blocks of %s bytes together were freed after %s on average"),
                          blocks, bytes, life);
  add_finding (self, point, stack, "ShortLived", text);
}

static void
write_findings (const DhatResults *self, const PpvStackId *stacks)
{
  for (guint i = 0; i < self->points->points->len; i++)
    {
      const DhatPoint *point = get_point (self, i);

      if (self->has_accesses)
        find_never_read (self, point, stacks[i]);
      if (self->has_lifetimes)
        find_short_lived (self, point, stacks[i]);
    }
}

void
dhat_results_write (const DhatResults *self)
{
  g_autofree PpvStackId *stacks = g_new (PpvStackId, self->points->points->len + 1);

  for (guint i = 0; i < self->points->points->len; i++)
    stacks[i] = make_stack (self, get_point (self, i));
  write_totals (self, stacks);
  if (self->has_lifetimes)
    write_moments (self, stacks);
  write_findings (self, stacks);
}
