/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-selection.h"

/* A condition nested deeper, or with more terms, is refused. */
enum { PPV_MOST_NESTED = 32, PPV_MOST_TERMS = 1000 };

/**
 * PpvTimeRange: (skip)
 * @from: first moment, in the profile's time unit; 0 for the beginning
 * @to: the moment after the last; G_MAXINT64 for the end
 * @has_unit: whether it was given in seconds or parts of them, so that it is in
 *     nanoseconds and fits no other profile
 */
typedef struct {
  gint64   from;
  gint64   to;
  gboolean has_unit;
} PpvTimeRange;

/**
 * PpvTerm: (skip)
 * @kind: what is compared
 * @negated: whether it holds for samples that do not match
 * @is_regex: whether @pattern is a regular expression, found anywhere in a name
 * @pattern: else compared whole; "*" and "?" are wildcards, but not after a "\\", which
 *     also makes another "\\" plain; NULL for times
 * @range: for times
 */
typedef struct {
  PpvTermKind  kind;
  gboolean     negated;
  gboolean     is_regex;
  char        *pattern;
  PpvTimeRange range;
} PpvTerm;

typedef enum {
  PPV_CONDITION_TERM,
  PPV_CONDITION_NOT, /* of one part that is no term, for terms can be negated */
  PPV_CONDITION_AND, /* of at least two parts that are no AND */
  PPV_CONDITION_OR,  /* of at least two parts that are no OR */
} PpvConditionKind;

/* What holds for a sample or not: a tree of at most PPV_MOST_NESTED levels. */
typedef struct _PpvCondition PpvCondition;

struct _PpvCondition {
  PpvConditionKind  kind;
  PpvTerm           term;  /* of a TERM */
  GPtrArray        *parts; /* PpvCondition, of the others */
};

typedef enum {
  PPV_DOES_NOT_HOLD,
  PPV_HOLDS,
  PPV_MAY_HOLD,
} PpvHolds;

/* Takes @term with all it has. */
PpvCondition *ppv_condition_new_term (PpvTerm             term);
/* Takes @part. */
PpvCondition *ppv_condition_negate   (PpvCondition       *part);
/* Takes both; either may be NULL. */
PpvCondition *ppv_condition_join     (PpvConditionKind    kind,
                                      PpvCondition       *left,
                                      PpvCondition       *right);
PpvCondition *ppv_condition_copy     (const PpvCondition *self);
void          ppv_condition_free     (PpvCondition       *self);
/* A bit (1 << PpvTermKind) for each kind of term in it. */
guint         ppv_condition_kinds    (const PpvCondition *self);
/* What is to be said when only the time is known. */
PpvHolds      ppv_condition_at_time  (const PpvCondition *self,
                                      gint64              time);
/* Whether a time in it has a unit. */
gboolean      ppv_condition_has_unit (const PpvCondition *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvCondition, ppv_condition_free)

/* Whether @time is in the range; the ends of time are in open ranges. */
static inline gboolean
ppv_time_in_range (gint64              time,
                   const PpvTimeRange *range)
{
  return (range->from <= time || range->from == 0) &&
         (time < range->to || range->to == G_MAXINT64);
}
