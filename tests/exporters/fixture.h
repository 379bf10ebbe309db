/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-plugin.h"
#include "ppv-selection.h"

G_BEGIN_DECLS

/* A stack of a profile made by fixture_profile(). */
typedef struct {
  const char *frames; /* separated by ";" */
  gint64      weight; /* in nanoseconds */
} FixtureStack;

/*
 * Samples of the metric "cpu-clock", one every 70 ms, of a thread "worker";
 * frames that begin with "k:" are of the kernel.  Ended by NULL frames.
 */
PpvProfile *fixture_profile       (const FixtureStack      *stacks);
/* The same of one stack for each name: main, the name, the next name. */
PpvProfile *fixture_named         (const char *const       *names);
/* One stack of @depth different functions. */
PpvProfile *fixture_deep          (guint                    depth);
/* Two snapshots of a heap, the second detailed and the peak. */
PpvProfile *fixture_heap          (void);
/* Ten snapshots of a heap at which each name holds more and more, the first most. */
PpvProfile *fixture_heap_named    (const char *const       *names,
                                   const char              *tool);
/* Names that mean something in XML, JavaScript, JSON or a terminal. */
const char *const *fixture_hostile_names (void);
/* What the exporter @id writes; @context NULL for the defaults. */
char       *fixture_export        (const char              *id,
                                   const PpvExportContext  *context,
                                   PpvProfile              *profile);
/* Puts @text into a new file; (transfer full): its path. */
char       *fixture_write         (const char              *text,
                                   const char              *suffix);
/* All kinds of elements and attributes of a document, sorted, one a line; (transfer full). */
char       *fixture_list_markup   (const char              *svg);
void        fixture_assert_well_formed (const char         *svg);
/* Runs a program found in the path; its standard output, or NULL when it is not there. */
char       *fixture_run           (const char *const       *arguments,
                                   int                     *status);

G_END_DECLS
