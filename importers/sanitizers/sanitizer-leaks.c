/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-number.h"
#include "sanitizer-leaks.h"

static void
add (guint64 *sum, guint64 more)
{
  *sum = more > G_MAXUINT64 - *sum ? G_MAXUINT64 : *sum + more;
}

static void
add_amount (SanitizerAmount *sum, const SanitizerAmount *more)
{
  add (&sum->bytes, more->bytes);
  add (&sum->blocks, more->blocks);
}

/* "300 byte(s) leaked in 3 allocation(s)": two numbers with @between between them. */
static gboolean
parse_amount (SanitizerAmount *amount, const char *text, const char *between)
{
  gsize n_digits = strspn (text, "0123456789");
  const char *second = text + n_digits + strlen (between);

  return g_str_has_prefix (text + n_digits, between) &&
         ppv_parse_u64 (text, n_digits, &amount->bytes) &&
         ppv_parse_u64 (second, strspn (second, "0123456789"), &amount->blocks);
}

gboolean
sanitizer_leaks_begin (SanitizerLeaks *self, const char *text, PpvFinding *finding)
{
  static const char direct[] = "Direct leak of ";
  static const char indirect[] = "Indirect leak of ";
  gboolean is_direct = g_str_has_prefix (text, direct);
  SanitizerAmount amount;

  if ((!is_direct && !g_str_has_prefix (text, indirect)) ||
      !parse_amount (&amount, text + (is_direct ? strlen (direct) : strlen (indirect)),
                     " byte(s) in "))
    return FALSE;
  finding->kind = ppv_profile_builder_string (
      self->builder, is_direct ? "Leak_DefinitelyLost" : "Leak_IndirectlyLost", -1);
  finding->bytes = amount.bytes;
  finding->blocks = MAX (amount.blocks, 1);
  add_amount (&self->report, &amount);
  add_amount (is_direct ? &self->direct : &self->indirect, &amount);
  return TRUE;
}

/*
 * -----------------------------------------------------
 * Suppressions used:
 *   count      bytes template
 *       1         10 keep_this
 * -----------------------------------------------------
 */
gboolean
sanitizer_leaks_suppress (SanitizerLeaks *self, const char *text)
{
  const char *at = text + strspn (text, " ");
  gsize n_digits = strspn (at, "0123456789");
  const char *bytes = at + n_digits + strspn (at + n_digits, " ");
  gsize n_bytes = strspn (bytes, "0123456789");
  SanitizerAmount amount;

  if (g_str_has_prefix (text, "---------") || g_str_has_prefix (text, "Suppressions used:") ||
      g_str_has_prefix (at, "count      bytes template"))
    return TRUE;
  if (at == text || bytes[n_bytes] != ' ' || !ppv_parse_u64 (at, n_digits, &amount.blocks) ||
      !ppv_parse_u64 (bytes, n_bytes, &amount.bytes))
    return FALSE;
  add_amount (&self->suppressed, &amount);
  return TRUE;
}

gboolean
sanitizer_leaks_sum (SanitizerLeaks *self, const char *text, guint64 offset)
{
  SanitizerAmount sum;

  if (!parse_amount (&sum, text, " byte(s) leaked in "))
    return FALSE;
  if (sum.bytes != self->report.bytes || sum.blocks != self->report.blocks)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "summary-differs", offset,
                              _ ("The summary tells of %" PRIu64 " bytes in %" PRIu64
                                 " blocks, the leaks before it of %" PRIu64 " bytes in %" PRIu64),
                              sum.bytes, sum.blocks, self->report.bytes, self->report.blocks);
  self->report = (SanitizerAmount){ 0, 0 };
  return TRUE;
}

static void
tell_amount (const SanitizerLeaks *self, const char *key, const SanitizerAmount *amount)
{
  g_autofree char *value =
      g_strdup_printf ("%" PRIu64 " bytes in %" PRIu64 " blocks", amount->bytes, amount->blocks);

  if (amount->blocks > 0)
    ppv_profile_builder_fact (self->builder, key, value, -1);
}

void
sanitizer_leaks_tell (const SanitizerLeaks *self)
{
  tell_amount (self, "definitely_lost", &self->direct);
  tell_amount (self, "indirectly_lost", &self->indirect);
  tell_amount (self, "suppressed_leaks", &self->suppressed);
}
