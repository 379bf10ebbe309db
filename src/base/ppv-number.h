/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-macros.h"

G_BEGIN_DECLS

/*
 * Numbers as files and users write them: always the C locale, never wrapping.
 * Each reads all of @text (@length bytes, no NUL needed), allows no white space
 * and returns whether it was a number that fits.
 */
PPV_PUBLIC gboolean ppv_parse_u64    (const char *text,
                                      gsize       length,
                                      guint64    *value);
PPV_PUBLIC gboolean ppv_parse_i64    (const char *text,
                                      gsize       length,
                                      gint64     *value);
/* With or without 0x. */
PPV_PUBLIC gboolean ppv_parse_hex    (const char *text,
                                      gsize       length,
                                      guint64    *value);
/* Finite only. */
PPV_PUBLIC gboolean ppv_parse_f64    (const char *text,
                                      gsize       length,
                                      double     *value);
/* "1.5s", "20ms", "3us", "17" or "17ns": @value in nanoseconds. */
PPV_PUBLIC gboolean ppv_parse_time   (const char *text,
                                      gsize       length,
                                      gint64     *value);

/* @sum + @more, stopping at the ends of gint64; @saturated is set then, never reset. */
static inline gint64
ppv_add_saturating (gint64    sum,
                    gint64    more,
                    gboolean *saturated)
{
  gint64 result;

  if (G_LIKELY (!__builtin_add_overflow (sum, more, &result)))
    return result;
  *saturated = TRUE;
  return more > 0 ? G_MAXINT64 : G_MININT64;
}

/* For people: "1.5 MiB", "12.3 ms"; one decimal, never more than 9 characters. */
PPV_PUBLIC char *ppv_format_bytes    (gint64      bytes);
PPV_PUBLIC char *ppv_format_duration (gint64      nanoseconds);
/* 1234567 as "1,234,567", whatever the locale. */
PPV_PUBLIC char *ppv_format_count    (gint64      count);
/* 1234567 with two decimals as "12345.67", exact and without zeros at its end. */
PPV_PUBLIC char *ppv_format_decimal  (gint64      value,
                                      guint       decimals);
/*
 * "0.01 samples" is a unit of which 375 are 3.75 samples, two decimals; most have none.
 * Sets @name, which may be NULL, to what follows.
 */
PPV_PUBLIC guint ppv_unit_decimals   (const char *unit,
                                      const char **name);
/* In the unit's own way: "bytes", "ns", else the count and the unit, unless that is "count". */
PPV_PUBLIC char *ppv_format_value    (gint64      value,
                                      const char *unit);

G_END_DECLS
