/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-test-recording.h"

G_BEGIN_DECLS

/* Tracepoints in a recording: their formats, as tracefs shows them, and their samples. */
typedef struct {
  PpvTestRecording *recording;  /* borrowed */
  GPtrArray        *formats;    /* GString: system NUL format */
  guint32           n_events;
} PpvTestTracing;

enum {
  PPV_TEST_SWITCH,
  PPV_TEST_WAKEUP,
  PPV_TEST_RUNTIME,
  PPV_TEST_ENTER,
  PPV_TEST_EXIT,
  PPV_TEST_TRACEPOINTS,
};

extern const char *const ppv_test_formats[PPV_TEST_TRACEPOINTS];

void  ppv_test_tracing_init    (PpvTestTracing       *self,
                                PpvTestRecording     *recording);
void  ppv_test_tracing_clear   (PpvTestTracing       *self);
/*
 * Adds an event of the format, which has an "ID: N" line; its number.  Samples have IP,
 * TID, TIME, CPU, PERIOD, RAW and IDENTIFIER, which is the event's number + 1.
 */
guint32 ppv_test_tracing_event (PpvTestTracing       *self,
                                const char           *system,
                                const char           *format);
/* After all events: writes the formats into the recording. */
void  ppv_test_tracing_finish  (PpvTestTracing       *self);
/* Fields from the eighth byte on: numbers of bytes, values, in turn, up to a 0. */
void  ppv_test_tracing_sample  (const PpvTestTracing *self,
                                guint32               event,
                                gint32                tid,
                                guint32               cpu,
                                guint64               time,
                                ...);
/* The profile with the texts of its samples; without symbols, or with those there are. */
PpvProfile *ppv_test_tracing_load (const PpvTestTracing *self);
PpvProfile *ppv_test_tracing_load_with (const PpvTestTracing *self,
                                const PpvSymbolOptions *symbols);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PpvTestTracing, ppv_test_tracing_clear)

G_END_DECLS
