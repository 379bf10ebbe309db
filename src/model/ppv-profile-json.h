/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-json-writer.h"
#include "ppv-profile.h"

G_BEGIN_DECLS

/*
 * The parts that our JSON objects share, each written as members of the object
 * that is open in @json.
 */
/* schema, file, format, complete, warnings: how every object of ours begins. */
PPV_PUBLIC void ppv_profile_write_envelope (PpvJsonWriter    *json,
                                            const PpvProfile *profile,
                                            const char       *schema);
/* metric: {name, unit}; null for PPV_NONE. */
PPV_PUBLIC void ppv_profile_write_metric   (PpvJsonWriter    *json,
                                            const PpvProfile *profile,
                                            PpvMetricId       metric);
/* module, file, line: of a function; null where not known. */
PPV_PUBLIC void ppv_profile_write_function (PpvJsonWriter    *json,
                                            const PpvProfile *profile,
                                            PpvFunctionId     function);
/* duration_ns, metrics, processes, threads, records: what is in the file. */
PPV_PUBLIC void ppv_profile_write_spans    (PpvJsonWriter    *json,
                                            const PpvProfile *profile);
PPV_PUBLIC void ppv_profile_write_contents (PpvJsonWriter    *json,
                                            const PpvProfile *profile);

G_END_DECLS
