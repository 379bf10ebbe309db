/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile.h"

G_BEGIN_DECLS

/* A sealed sample set.  Of one that shares, only the stacks are its own. */
typedef struct {
  PpvSampleSet  set;
  guint32       default_group;
  gboolean      shares;
} PpvSealedSet;

struct _PpvProfile {
  PpvProfile        *base;          /* whose tables these are but for stacks, or NULL */
  char              *text;          /* every string, NUL-terminated, back to back */
  guint32           *text_offset;   /* n_strings + 1 */
  guint32            n_strings;
  PpvModuleTable     modules;
  PpvFunctionTable   functions;
  PpvFrameTable      frames;
  PpvStackTable      stacks;
  PpvProcessTable    processes;
  PpvThreadTable     threads;
  GArray            *metrics;       /* PpvMetric */
  GArray            *sets;          /* PpvSealedSet */
  PpvSpanTable       spans;
  PpvCallTable       calls;
  GArray            *findings;      /* PpvFinding */
  GArray            *parts;         /* PpvFindingPart */
  GArray            *counters;      /* PpvCounter */
  GArray            *facts;         /* PpvFact */
  GArray            *records;       /* PpvRecordCount */
  GArray            *warnings;      /* PpvWarning */
  char              *time_unit;
  gint64             time_origin;
  gint64             duration;
  char              *file;
  char              *format;
  gboolean           complete;
  gboolean           saturated;
};

/* Fills in the totals of metrics and the default groups. */
void        ppv_profile_sum   (PpvProfile *self);
/* An empty profile with its arrays, for the seal to fill. */
PpvProfile *ppv_profile_alloc (void);

G_END_DECLS
