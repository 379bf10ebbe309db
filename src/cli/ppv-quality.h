/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-json-writer.h"
#include "ppv-stack-costs.h"

G_BEGIN_DECLS

/**
 * PpvQuality:
 * @code: stable, e.g. "missing-symbols"
 * @message: a sentence
 * @count: how often
 * @share: of the metric, 0 to 1; negative when it cannot be told
 * @advice: what to do about it
 *
 * Something that makes a profile say less than it could.
 */
typedef struct {
  const char *code;
  char       *message;
  guint64     count;
  double      share;
  char       *advice;
} PpvQuality;

/* (element-type PpvQuality) (transfer full); @costs is NULL when there is no metric. */
GPtrArray *ppv_quality_list  (const PpvProfile    *profile,
                              const PpvStackCosts *costs);
/* The member "quality". */
void       ppv_quality_write (GPtrArray           *list,
                              PpvJsonWriter       *json);

G_END_DECLS
