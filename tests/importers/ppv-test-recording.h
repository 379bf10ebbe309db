/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-test-import.h"

G_BEGIN_DECLS

/*
 * A perf.data in the making, for what no perf at hand records: events, records, header
 * sections, in either byte order.
 */
typedef struct {
  gboolean    big;      /* the highest byte of a number comes first */
  gboolean    is_pipe;  /* events and sections are records */
  GByteArray *attrs;
  GByteArray *ids;
  GArray     *n_ids;    /* guint, of each event */
  GByteArray *records;
  GByteArray *sections[256]; /* NULL where the header does not have one */
} PpvTestRecording;

/* What differs between events. */
typedef struct {
  guint32 type;
  guint64 config;
  guint64 period;
  guint64 sample_type;
  guint64 read_format;
  guint64 flags;        /* bits of perf_event_attr as on machines of the usual order */
  guint64 branch_sample_type;
  guint64 regs_user;
  guint32 clockid;
  guint64 ids[4];       /* up to the first 0 */
} PpvTestEvent;

PpvTestRecording *ppv_test_recording_new     (gboolean                big);
void              ppv_test_recording_free    (PpvTestRecording       *self);
void              ppv_test_recording_event   (PpvTestRecording       *self,
                                              const PpvTestEvent     *event);
/* A number of @n_bytes at the end of @bytes, in the recording's order. */
void              ppv_test_recording_put     (const PpvTestRecording *self,
                                              GByteArray             *bytes,
                                              guint64                 value,
                                              guint                   n_bytes);
/* A string as header sections have it: its padded length, then its bytes. */
void              ppv_test_recording_text    (const PpvTestRecording *self,
                                              GByteArray             *bytes,
                                              const char             *text);
void              ppv_test_recording_record  (PpvTestRecording       *self,
                                              guint32                 type,
                                              guint16                 misc,
                                              const guint64          *words,
                                              gsize                   n_words);
/* A record of bytes made with the two above. */
void              ppv_test_recording_bytes   (PpvTestRecording       *self,
                                              guint32                 type,
                                              guint16                 misc,
                                              const GByteArray       *body);
/* The header section of a feature, to be filled. */
GByteArray       *ppv_test_recording_section (PpvTestRecording       *self,
                                              guint                   feature);
/* Two numbers of four bytes in a word. */
guint64           ppv_test_recording_pair    (const PpvTestRecording *self,
                                              guint32                 first,
                                              guint32                 second);
/* The first eight bytes of @text in a word. */
guint64           ppv_test_recording_name    (const PpvTestRecording *self,
                                              const char             *text);
GBytes           *ppv_test_recording_finish  (const PpvTestRecording *self);
/* The profile; it must be readable. */
PpvProfile       *ppv_test_recording_load    (const PpvTestRecording *self);

#define ADD(self, type, misc, ...)                                                                 \
  ppv_test_recording_record (self, type, misc, (guint64[]){ __VA_ARGS__ },                         \
                             G_N_ELEMENTS (((guint64[]){ __VA_ARGS__ })))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvTestRecording, ppv_test_recording_free)

G_END_DECLS
