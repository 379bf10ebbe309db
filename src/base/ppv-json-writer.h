/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-sink.h"

G_BEGIN_DECLS

/**
 * PpvJsonWriter: (skip)
 *
 * Writes JSON to a sink as it is told to, holding only the nesting.  In an
 * object each call takes the member's key; in an array @key is NULL.  Text must
 * be valid UTF-8.  Integers beyond 2^53 are written as strings.
 */
typedef struct _PpvJsonWriter PpvJsonWriter;

PPV_PUBLIC PpvJsonWriter *ppv_json_writer_new    (PpvSink       *sink,
                                                  gboolean       pretty);
PPV_PUBLIC void           ppv_json_writer_free   (PpvJsonWriter *self);
PPV_PUBLIC void           ppv_json_begin_object  (PpvJsonWriter *self, const char *key);
PPV_PUBLIC void           ppv_json_begin_array   (PpvJsonWriter *self, const char *key);
/* Ends the innermost object or array. */
PPV_PUBLIC void           ppv_json_end           (PpvJsonWriter *self);
/* NULL @text writes null. */
PPV_PUBLIC void           ppv_json_string        (PpvJsonWriter *self,
                                                  const char    *key,
                                                  const char    *text);
PPV_PUBLIC void           ppv_json_int           (PpvJsonWriter *self,
                                                  const char    *key,
                                                  gint64         value);
/* 375 with two decimals as 3.75, exact; a string of it where a double has too few digits. */
PPV_PUBLIC void           ppv_json_decimal       (PpvJsonWriter *self,
                                                  const char    *key,
                                                  gint64         value,
                                                  guint          decimals);
/* How many decimals the numbers have that ppv_json_cost() writes from now on; at first none. */
PPV_PUBLIC void           ppv_json_set_decimals  (PpvJsonWriter *self,
                                                  guint          decimals);
PPV_PUBLIC void           ppv_json_cost          (PpvJsonWriter *self,
                                                  const char    *key,
                                                  gint64         value);
/* Not finite becomes null. */
PPV_PUBLIC void           ppv_json_double        (PpvJsonWriter *self,
                                                  const char    *key,
                                                  double         value);
PPV_PUBLIC void           ppv_json_bool          (PpvJsonWriter *self,
                                                  const char    *key,
                                                  gboolean       value);
PPV_PUBLIC void           ppv_json_null          (PpvJsonWriter *self, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvJsonWriter, ppv_json_writer_free)

G_END_DECLS
