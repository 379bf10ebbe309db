/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * AUX and AUXTRACE records (tools/perf/util/auxtrace.h): a processor's own trace of
 * what it executed, which takes the code itself to be read.
 */

#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "container/perf-format.h"
#include "perf-aux.h"
#include "ppv-number.h"

/* enum auxtrace_type */
static const char *const kinds[] = {
  "AUX",     "Intel PT",     "Intel BTS",     "Arm CoreSight ETM",
  "Arm SPE", "s390 CPU-MSF", "HiSilicon PTT", "PowerPC VPA DTL",
};

/* struct perf_record_auxtrace_error */
enum { ERROR_TEXT_OFFSET = 40, ERROR_TEXT_BYTES = 64 };

void
perf_aux_clear (PerfAux *self)
{
  g_clear_pointer (&self->error, g_free);
}

static void
take_error (PerfAux *self, PpvReader body)
{
  gsize length;
  const char *text;

  if (self->n_errors++ > 0)
    return;
  ppv_reader_skip (&body, ERROR_TEXT_OFFSET);
  text = ppv_reader_text (&body, MIN (ppv_reader_left (&body), ERROR_TEXT_BYTES), &length);
  self->error = g_strndup (text, length);
}

void
perf_aux_take (PerfAux *self, const PerfRecord *record)
{
  PpvReader body = record->body;

  switch (record->type)
    {
    case PERF_RECORD_AUX:
      ppv_reader_skip (&body, 16); /* offset and size in the buffer */
      self->n_truncated += ppv_reader_u64 (&body) & PERF_AUX_TRUNCATED;
      break;
    case PERF_RECORD_AUXTRACE_INFO:
      self->kind = ppv_reader_u32 (&body);
      break;
    case PERF_RECORD_AUXTRACE:
      self->n_pieces++;
      self->n_bytes = perf_sum (self->n_bytes, perf_record_payload (record));
      break;
    default:
      take_error (self, body);
    }
}

void
perf_aux_tell (const PerfAux *self, PpvProfileBuilder *builder)
{
  const char *kind = kinds[self->kind < G_N_ELEMENTS (kinds) ? self->kind : 0];
  g_autofree char *size = ppv_format_bytes ((gint64) MIN (self->n_bytes, G_MAXINT64));

  if (self->n_pieces > 0)
    ppv_profile_builder_warn_many (
        builder, PPV_NOTE, "aux-skipped", PPV_NO_ADDRESS, self->n_pieces,
        _ ("Hardware trace data (%s, %s) is not decoded and was skipped"), kind, size);
  if (self->n_truncated > 0)
    ppv_profile_builder_warn_many (builder, PPV_NOTE, "aux-truncated", PPV_NO_ADDRESS,
                                   self->n_truncated,
                                   _ ("The processor had no room for its trace while recording"));
  if (self->n_errors > 0)
    ppv_profile_builder_warn_many (builder, PPV_NOTE, "aux-errors", PPV_NO_ADDRESS, self->n_errors,
                                   _ ("perf found errors in the hardware trace, the first: %s"),
                                   self->error);
}
