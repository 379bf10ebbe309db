/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ppv.h"

G_BEGIN_DECLS

/**
 * PpvErrorList:
 * @profile: what it was made from
 * @findings: what was found, by kind
 * @frame: (array): for each finding the first frame that is of the program and not
 *     of the tool, or PPV_NONE
 *
 * What a tool found with what is needed to list it: reference counted and
 * immutable, so that a thread can search what the window shows.
 */
typedef struct {
  PpvProfile  *profile;
  PpvFindings *findings;
  PpvFrameId  *frame;
} PpvErrorList;

/**
 * PpvErrorOrder:
 * @list: whose findings these are
 * @rows: those to show, in the order of display
 * @n_rows: how many there are
 * @has_leaks: whether any of them is of memory that was not freed
 */
typedef struct {
  PpvErrorList *list;
  guint32      *rows;
  guint32       n_rows;
  gboolean      has_leaks;
} PpvErrorOrder;

PpvErrorList     *ppv_error_list_new             (PpvProfile         *profile,
                                                  GError            **error);
PpvErrorList     *ppv_error_list_ref             (PpvErrorList       *self);
void              ppv_error_list_unref           (PpvErrorList       *self);
const PpvFinding *ppv_error_list_get             (const PpvErrorList *self,
                                                  guint32             row);
/* Everything about a finding, for the clipboard; (transfer full). */
char             *ppv_error_list_dup_text        (const PpvErrorList *self,
                                                  guint32             row);
/* What hides it in another run of Valgrind, or NULL; (transfer full). */
char             *ppv_error_list_dup_suppression (const PpvErrorList *self,
                                                  guint32             row);
/* "thread 2 (worker), 5 times", of what is worth telling, or ""; (transfer full). */
char             *ppv_error_list_dup_remark      (const PpvErrorList *self,
                                                  guint32             row);
/*
 * Findings of @kind, or of all for PPV_NONE, in which @search is found: in their
 * texts or in functions, files and modules of their stacks.
 */
PpvErrorOrder    *ppv_error_order_new            (PpvErrorList       *list,
                                                  PpvStringId         kind,
                                                  const char         *search);
void              ppv_error_order_free           (PpvErrorOrder      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvErrorList, ppv_error_list_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvErrorOrder, ppv_error_order_free)

G_END_DECLS
