/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/* Valgrind 3.19 writes six. */
enum { MASSIF_MOST_CATEGORIES = 64 };

/*
 * MassifCategories: what Valgrind's execution trees tell (--xtree-memory)
 * @n_categories: so far
 *
 * Such a file looks as massif's do, but its snapshots are no moments: each has the same
 * stacks and another measure of them, as the label of its tree's root says.
 *
 *     n2: 300 totB : total allocated Bytes
 *      n1: 200 0x109170: insert (t.c:3)
 *       n0: 200 0x1091C1: main (t.c:5)
 *      n0: 100 0x10923B: main (t.c:6)
 *
 * They become the metrics of one set.
 */
typedef struct {
  guint              n_categories;

  /*< private >*/
  PpvProfileBuilder *builder;
  char              *label[MASSIF_MOST_CATEGORIES];
  GArray            *values;
} MassifCategories;

void     massif_categories_init  (MassifCategories  *self,
                                  PpvProfileBuilder *builder);
void     massif_categories_clear (MassifCategories  *self);
/* Begins the next one; FALSE, with a warning, when there are too many. */
gboolean massif_categories_begin (MassifCategories  *self,
                                  const char        *label,
                                  gsize              length,
                                  guint64            offset);
/* @value of @stack itself in the category that was begun last. */
void     massif_categories_add   (MassifCategories  *self,
                                  PpvStackId         stack,
                                  gint64             value);
/* Gives all to the builder, and forgets it. */
void     massif_categories_write (MassifCategories  *self);

G_END_DECLS
