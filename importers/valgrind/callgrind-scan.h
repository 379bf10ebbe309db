/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

/* What is left of a line to be read; not terminated. */
typedef struct {
  const char *at;
  const char *end;
} CallgrindScan;

static inline gboolean
callgrind_scan_prefix (CallgrindScan *self,
                       const char    *prefix)
{
  gsize n = strlen (prefix);

  if ((gsize) (self->end - self->at) < n || memcmp (self->at, prefix, n) != 0)
    return FALSE;
  self->at += n;
  return TRUE;
}

static inline void
callgrind_scan_blanks (CallgrindScan *self)
{
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\t'))
    self->at++;
}

/* Digits; FALSE when there are none or too many for 64 bits. */
static inline gboolean
callgrind_scan_number (CallgrindScan *self,
                       guint64       *value)
{
  const char *first = self->at;
  guint64 sum = 0;

  while (self->at < self->end && *self->at >= '0' && *self->at <= '9')
    if (__builtin_mul_overflow (sum, 10, &sum) ||
        __builtin_add_overflow (sum, (guint64) (*self->at++ - '0'), &sum))
      return FALSE;
  *value = sum;
  return self->at > first;
}

static inline gboolean
callgrind_scan_hex (CallgrindScan *self,
                    guint64       *value)
{
  const char *first = self->at;
  guint64 sum = 0;
  int digit;

  while (self->at < self->end && (digit = g_ascii_xdigit_value (*self->at)) >= 0)
    {
      if (sum >> 60 != 0)
        return FALSE;
      sum = sum << 4 | (guint64) digit;
      self->at++;
    }
  *value = sum;
  return self->at > first;
}

/* Digits, or 0x and hexadecimal ones. */
static inline gboolean
callgrind_scan_either (CallgrindScan *self,
                       guint64       *value)
{
  return callgrind_scan_prefix (self, "0x") ? callgrind_scan_hex (self, value)
                                            : callgrind_scan_number (self, value);
}

/* All up to a blank or the end, and blanks after it; its length, 0 at the end. */
static inline gsize
callgrind_scan_word (CallgrindScan *self,
                     const char   **word)
{
  gsize length;

  callgrind_scan_blanks (self);
  *word = self->at;
  while (self->at < self->end && *self->at != ' ' && *self->at != '\t')
    self->at++;
  length = (gsize) (self->at - *word);
  callgrind_scan_blanks (self);
  return length;
}

G_END_DECLS
