/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-load.h"

G_BEGIN_DECLS

/*
 * Imports bytes and checks the profile's invariants.
 * Returns: (transfer full) (nullable): NULL with @error
 */
PpvProfile *ppv_test_import        (const char       *importer_id,
                                    const char       *bytes,
                                    gsize             length,
                                    const PpvLimits  *limits,
                                    GError          **error);
/* The same for text that must be readable. */
PpvProfile *ppv_test_import_text   (const char       *importer_id,
                                    const char       *text);
/* A file of tests/data. */
GBytes     *ppv_test_read_data     (const char       *name);
PpvProfile *ppv_test_import_data   (const char       *importer_id,
                                    const char       *name);
/* The bid of the importer for @text as a whole file. */
guint       ppv_test_sniff         (const char       *importer_id,
                                    const char       *text);
/* How often the profile warns of @code; 0 when it does not. */
guint64     ppv_test_warned        (const PpvProfile *profile,
                                    const char       *code);
/* The weight of the first metric in the samples whose stack reads "root;…;leaf", -1 for none. */
gint64      ppv_test_stack_weight  (const PpvProfile *profile,
                                    const char       *stack);

/* Whether a file of the format may end after these bytes. */
typedef gboolean (*PpvTestMayEnd) (const char *bytes, gsize length);

/*
 * Imports the file cut at every length, and with every byte damaged: each time
 * there must be a sound profile or an error, and a cut that the format can show
 * must be told, at least with @severity.
 */
void        ppv_test_abuse         (const char       *importer_id,
                                    const char       *name,
                                    PpvTestMayEnd     may_end,
                                    PpvSeverity       severity);
/* The same with a file that was made by the test. */
void        ppv_test_abuse_bytes   (const char       *importer_id,
                                    GBytes           *bytes,
                                    PpvTestMayEnd     may_end,
                                    PpvSeverity       severity);

G_END_DECLS
