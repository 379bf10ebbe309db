/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-json-writer.h"
#include "ppv-profile.h"
#include "ppv-trend.h"

G_BEGIN_DECLS

/**
 * PpvLeak: (skip)
 * @kind: "definite", "indirect", "possible" or "reachable" of what a tool found at the end;
 *     "never-freed" of what was live then; "in-use" of what else was watched over time
 * @verdict: "lost", "possibly-lost", "reachable"; of what was watched over time a word of
 *     ppv_trend_to_text(); else "never-freed", or "suppressed" when the recorder was told
 *     that it is no leak; a stable word
 * @leaky: whether that is a leak
 * @whole: whether it is all memory together, as few moments tell who allocated
 * @site: who allocated, as text for people: "grow (cache.c:12)"
 * @stack: the call path to it, of several the one with most bytes; or PPV_NONE
 * @bytes: lost, not freed, or else in use at the end
 * @indirect_bytes: lost with it, which have rows of their own
 * @blocks: in how many blocks, or -1 when unknown
 * @has_trend: whether it was watched over time; what follows is 0 otherwise
 * @initial_bytes: at the first moment
 * @final_bytes: at the last moment that tells how much it was
 * @growth_bytes: from the first moment to the last
 * @projected_bytes: of leaks, what an hour more would add; where time is not in seconds,
 *     what the same run again would
 * @trend: how it behaves, per second, or per unit of time where that is none
 * @evidence: what the verdict rests on, for people
 *
 * What one place in the code allocated, and whether that is a leak.
 */
typedef struct {
  const char *kind;
  const char *verdict;
  gboolean    leaky;
  gboolean    whole;
  char       *site;
  PpvStackId  stack;
  gint64      bytes;
  gint64      indirect_bytes;
  gint64      blocks;
  gboolean    has_trend;
  gint64      initial_bytes;
  gint64      final_bytes;
  gint64      growth_bytes;
  gint64      projected_bytes;
  PpvTrend    trend;
  char       *evidence;
} PpvLeak;

/**
 * PpvLeaks: (skip)
 * @n_rows: how many places
 * @rows: leaks first, each part by bytes
 * @n_leaky: how many of them are leaks
 * @n_known: how many have a verdict at all
 * @per_second: whether slopes are per second, rather than per unit of the profile's time
 *
 * What a profile of any heap tool tells of leaks.
 */
typedef struct {
  guint32  n_rows;
  PpvLeak *rows;
  guint32  n_leaky;
  guint32  n_known;
  gboolean per_second;
} PpvLeaks;

/* PPV_ERROR_USAGE when the profile is of no tool that tells of leaks. */
PPV_PUBLIC PpvLeaks *ppv_leaks_new         (const PpvProfile  *profile,
                                            GError           **error);
PPV_PUBLIC void      ppv_leaks_free        (PpvLeaks          *self);
/* Does it leak, where, how fast and how sure: a sentence or two; (transfer full). */
PPV_PUBLIC char     *ppv_leaks_dup_answer  (const PpvLeaks    *self,
                                            const PpvProfile  *profile);
/* A slope for people: "1.5 KiB", of which ppv_leaks_dup_scale() says the rest; (transfer full). */
PPV_PUBLIC char     *ppv_leaks_dup_slope   (const PpvLeaks    *self,
                                            double             slope);
/* "per second", "per million instructions"; (transfer full). */
PPV_PUBLIC char     *ppv_leaks_dup_scale   (const PpvLeaks    *self,
                                            const PpvProfile  *profile);
/* Both together: "1.5 KiB/s", "640 B per million instructions"; (transfer full). */
PPV_PUBLIC char     *ppv_leaks_dup_rate    (const PpvLeaks    *self,
                                            const PpvProfile  *profile,
                                            double             slope);
/* time_unit and leaks: members of the object that is open in @json; @n_rows 0 for all. */
PPV_PUBLIC void      ppv_leaks_write       (const PpvLeaks    *self,
                                            const PpvProfile  *profile,
                                            guint32            n_rows,
                                            PpvJsonWriter     *json);
/* Whether it leaks by growing, which has a rate. */
PPV_PUBLIC gboolean  ppv_leak_is_growing   (const PpvLeak     *self);
/* A place as text for people, as #PpvLeak has it: "grow (src/cache.c:12)"; (transfer full). */
PPV_PUBLIC char     *ppv_leaks_dup_place   (const PpvProfile  *profile,
                                            PpvFrameId         frame);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvLeaks, ppv_leaks_free)

G_END_DECLS
