/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-sink.h"
#include "ppv-profile.h"

G_BEGIN_DECLS

/**
 * PpvFindingGroup: (skip)
 * @kind: what its findings share
 * @first: the first of them in the order of #PpvFindings
 * @n_findings: how many
 * @count: how often they were seen
 * @bytes: of leaks, without what has findings of its own
 * @blocks: of leaks
 */
typedef struct {
  PpvStringId kind;
  guint32     first;
  guint32     n_findings;
  guint64     count;
  guint64     bytes;
  guint64     blocks;
} PpvFindingGroup;

/**
 * PpvFindings: (skip)
 * @n_findings: how many there are
 * @order: (array length=n_findings): rows of ppv_profile_list_findings(), by group; the
 *     most frequent first, leaks by size
 * @n_groups: how many kinds there are
 * @groups: (array length=n_groups): errors in the order of the file, then leaks, the
 *     surest first
 *
 * What a tool found, by kind.
 */
typedef struct {
  guint32          n_findings;
  guint32         *order;
  guint32          n_groups;
  PpvFindingGroup *groups;
} PpvFindings;

/* PPV_ERROR_USAGE when the file is none of a tool that finds errors. */
PPV_PUBLIC PpvFindings *ppv_findings_new  (const PpvProfile *profile,
                                           GError          **error);
PPV_PUBLIC void         ppv_findings_free (PpvFindings      *self);
/* Whether it is memory that was not freed. */
PPV_PUBLIC gboolean     ppv_finding_is_leak (const PpvFinding *self);
/*
 * What would hide each finding, in the format of Valgrind's suppression files: as
 * the tool wrote it where it did, else made from the frames.
 * Returns: for how many nothing could be written
 */
PPV_PUBLIC guint32      ppv_findings_write_suppressions (const PpvFindings *self,
                                           const PpvProfile *profile,
                                           PpvSink          *sink);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvFindings, ppv_findings_free)

G_END_DECLS
