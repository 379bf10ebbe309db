/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/* One conversion of a kernel's format: "%-03lx" and the like. */
typedef struct {
  gboolean left;
  gboolean zero;
  gboolean plus;
  gboolean blank;
  gboolean alternate;
  gboolean width_is_argument;
  gboolean precision_is_argument;
  guint    width;
  int      precision;   /* -1 without */
  int      size;        /* bytes of a number: 0 for those of a long */
  char     conversion;
  char     extension;   /* what follows a %p, or NUL */
} PerfConversion;

/* Reads what stands behind a '%'; what follows, or NULL when it is none we know. */
const char *perf_conversion_read   (PerfConversion       *self,
                                    const char           *at);
void        perf_conversion_number (const PerfConversion *self,
                                    guint64               number,
                                    guint                 long_size,
                                    GString              *text);
void        perf_conversion_text   (const PerfConversion *self,
                                    const char           *bytes,
                                    gsize                 length,
                                    GString              *text);
