/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ppv.h"

G_BEGIN_DECLS

/**
 * PpvLeakList:
 * @profile: what it was made from
 * @leaks: a row for each place that allocated
 * @answer: does it leak, where, how fast and how sure
 *
 * Leaks with what is needed to list them: reference counted and immutable, so that
 * a thread can search what the window shows.
 */
typedef struct {
  PpvProfile *profile;
  PpvLeaks   *leaks;
  char       *answer;
} PpvLeakList;

/**
 * PpvLeakOrder:
 * @list: whose rows these are
 * @rows: those to show, in the order of display
 * @n_rows: how many there are
 * @has_blocks: whether it is known of any of them how many blocks it has
 * @has_rate: whether any of them grows or shrinks
 */
typedef struct {
  PpvLeakList *list;
  guint32     *rows;
  guint32      n_rows;
  gboolean     has_blocks;
  gboolean     has_rate;
} PpvLeakOrder;

PpvLeakList   *ppv_leak_list_new       (PpvProfile         *profile,
                                        GError            **error);
PpvLeakList   *ppv_leak_list_ref       (PpvLeakList        *self);
void           ppv_leak_list_unref     (PpvLeakList        *self);
const PpvLeak *ppv_leak_list_get       (const PpvLeakList  *self,
                                        guint32             row);
/* The verdict in words, and the name of an icon for it. */
const char    *ppv_leak_verdict        (const PpvLeak      *leak);
const char    *ppv_leak_icon           (const PpvLeak      *leak);
/* "1.5 KiB (1.4 KiB to 1.6 KiB)", or "" where it neither grows nor shrinks; (transfer full). */
char          *ppv_leak_list_dup_rate  (const PpvLeakList  *self,
                                        guint32             row);
/* Everything about a leak, for the clipboard; (transfer full). */
char          *ppv_leak_list_dup_text  (const PpvLeakList  *self,
                                        guint32             row);
/* Rows in which @search is found: in the verdict, the place or the stack. */
PpvLeakOrder  *ppv_leak_order_new      (PpvLeakList        *list,
                                        const char         *search);
void           ppv_leak_order_free     (PpvLeakOrder       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvLeakList, ppv_leak_list_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvLeakOrder, ppv_leak_order_free)

G_END_DECLS
