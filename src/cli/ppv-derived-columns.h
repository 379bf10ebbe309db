/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-cli-table.h"
#include "ppv-derived.h"
#include "ppv-json-writer.h"

G_BEGIN_DECLS

/**
 * PpvDerivedColumns:
 * @n_columns: how many were asked for
 * @derived: what they are
 * @total: of all selected samples
 * @rows: for each row of the hotspots
 *
 * Derived metrics beside a table of hotspots; without hotspots the totals only.
 */
typedef struct {
  PpvDerivedList    *list;
  guint              n_columns;
  const PpvDerived **derived;
  PpvDerivedValue   *total;
  PpvDerivedValue  **rows;
} PpvDerivedColumns;

/*
 * @names as --derived has them: names between commas, "all", or NULL for none.
 * @hotspots is NULL when the profile has no metric.
 */
PpvDerivedColumns *ppv_derived_columns_new       (const PpvCommand        *command,
                                                  const PpvProfile        *profile,
                                                  const char              *names,
                                                  const PpvHotspots       *hotspots,
                                                  GError                 **error);
/* All there are, without hotspots. */
PpvDerivedColumns *ppv_derived_columns_new_all   (const PpvCommand        *command,
                                                  const PpvProfile        *profile,
                                                  GError                 **error);
void               ppv_derived_columns_free      (PpvDerivedColumns       *self);
/* Lines of text with name, value and meaning; nothing when there are none. */
void               ppv_derived_columns_print     (const PpvDerivedColumns *self,
                                                  PpvOutput               *output);
/* The member "derived", a list of what they are and their totals. */
void               ppv_derived_columns_write     (const PpvDerivedColumns *self,
                                                  const PpvProfile        *profile,
                                                  PpvJsonWriter           *json);
/* The member "derived" of a row, an object of values by name. */
void               ppv_derived_columns_write_row (const PpvDerivedColumns *self,
                                                  guint32                  row,
                                                  PpvJsonWriter           *json);
/* "0.85 ±0.06", or "–" where there are too few samples; (transfer full). */
char              *ppv_derived_text              (PpvDerivedValue          value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvDerivedColumns, ppv_derived_columns_free)

G_END_DECLS
