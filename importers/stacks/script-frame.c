/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The lines of a stack, of sample__fprintf_callchain() in tools/perf/util/evsel_fprintf.c,
 * innermost first:
 *
 *             55d spin+0x1d (/usr/bin/spin)
 *       spin.c:12
 *             5a2 twice+0x12 (inlined)
 *
 * With lines of the source "(inlined)" stands behind these, without names of modules
 * there is none, and both symbols and modules may have brackets and blanks.
 */

#include "config.h"

#include <string.h>

#include "ppv-number.h"
#include "script-frame.h"

static const char inlined_mark[] = "(inlined)";
static const char unknown_mark[] = "[unknown]";

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static void
trim (ScriptText *text)
{
  while (text->length > 0 && is_blank (text->text[text->length - 1]))
    text->length--;
  while (text->length > 0 && is_blank (text->text[0]))
    {
      text->text++;
      text->length--;
    }
}

static gboolean
is_text (const ScriptText *text, const char *wanted)
{
  return text->length == strlen (wanted) && memcmp (text->text, wanted, text->length) == 0;
}

static gboolean
begins_with (const ScriptText *text, const char *prefix)
{
  gsize length = strlen (prefix);

  return text->length >= length && memcmp (text->text, prefix, length) == 0;
}

static gboolean
ends_with (const ScriptText *text, const char *suffix)
{
  gsize length = strlen (suffix);

  return text->length >= length && memcmp (text->text + text->length - length, suffix, length) == 0;
}

gboolean
script_frame_is_line (const char *line, gsize length)
{
  gsize at = 0, begin;

  while (at < length && is_blank (line[at]))
    at++;
  begin = at;
  while (at < length && g_ascii_isxdigit (line[at]))
    at++;
  /* two words at least; what is set apart by tabs are instructions */
  return begin > 0 && at > begin && at - begin <= 16 && at < length && line[at] == ' ';
}

/* "spin+0x1d" is in spin. */
static void
cut_offset (ScriptText *name)
{
  const char *plus = memrchr (name->text, '+', name->length);
  gsize at = plus != NULL ? (gsize) (plus - name->text) + 1 : 0;
  guint64 offset;

  if (plus != NULL && name->length - at > 2 && memcmp (plus + 1, "0x", 2) == 0 &&
      ppv_parse_hex (plus + 3, name->length - at - 2, &offset))
    name->length = at - 1;
}

/* Where the bracket opens that the last byte closes, if there is a blank before; else -1. */
static gssize
find_bracket (const ScriptText *text)
{
  gssize last = -1;
  guint depth = 0;

  for (gsize i = text->length; i-- > 0;)
    {
      gboolean is_apart = i == 0 || is_blank (text->text[i - 1]);

      if (text->text[i] == ')')
        depth++;
      else if (text->text[i] == '(' && --depth == 0)
        return is_apart ? (gssize) i : -1;
      else if (text->text[i] == '(' && is_apart && last < 0)
        last = (gssize) i;
    }
  return last;
}

static PpvModuleKind
kind_of_module (const ScriptText *module)
{
  if (begins_with (module, "[guest."))
    return PPV_MODULE_GUEST;
  if (is_text (module, "[vdso]") || is_text (module, "[vdso32]") || is_text (module, "[stack]") ||
      is_text (module, "[heap]") || is_text (module, "[vsyscall]"))
    return PPV_MODULE_USER;
  if (begins_with (module, "//anon") || begins_with (module, "[JIT]") ||
      begins_with (module, "anon") || begins_with (module, "[anon:") ||
      begins_with (module, "/dev/zero") || begins_with (module, "/anon_hugepage") ||
      (begins_with (module, "/tmp/perf-") && ends_with (module, ".map")))
    return PPV_MODULE_JIT;
  if (begins_with (module, "[") || begins_with (module, "bpf_prog_") || ends_with (module, ".ko") ||
      ends_with (module, ".ko.xz") || ends_with (module, ".ko.gz") || ends_with (module, ".ko.zst"))
    return PPV_MODULE_KERNEL;
  return PPV_MODULE_USER;
}

static gboolean
cut_inlined (ScriptText *text)
{
  if (!ends_with (text, inlined_mark))
    return FALSE;
  text->length -= strlen (inlined_mark);
  trim (text);
  return TRUE;
}

/* "(/usr/lib/libc.so.6)", and with --fields=+dsoff "(/usr/lib/libc.so.6+0x1234)". */
static void
take_module (ScriptFrame *self, ScriptText *text)
{
  gssize bracket =
      text->length > 0 && text->text[text->length - 1] == ')' ? find_bracket (text) : -1;

  if (bracket < 0)
    return;
  self->module = (ScriptText){ text->text + bracket + 1, text->length - (gsize) bracket - 2 };
  text->length = (gsize) bracket;
  trim (text);
  cut_offset (&self->module);
  if (is_text (&self->module, unknown_mark))
    self->module.length = 0;
  self->kind = kind_of_module (&self->module);
}

/* "spin.c:12"; ":0" and "??:0" for what is not known, "libc.so.6[29d90]" without debug information.
 */
static void
take_source (ScriptFrame *self, ScriptText text)
{
  const char *colon = memrchr (text.text, ':', text.length);
  gsize before = colon != NULL ? (gsize) (colon - text.text) : 0;
  guint64 line;

  if (before == 0 || begins_with (&text, "??") ||
      !ppv_parse_u64 (colon + 1, text.length - before - 1, &line) || line > G_MAXUINT32)
    return;
  self->file = (ScriptText){ text.text, before };
  self->line = (guint32) line;
}

gboolean
script_frame_parse (ScriptFrame *self, const char *text, gsize length)
{
  const char *second = memchr (text, '\n', length);
  ScriptText rest = { text, second != NULL ? (gsize) (second - text) : length };
  gsize n_digits = 0;

  *self = (ScriptFrame){ .kind = PPV_MODULE_USER };
  if (second != NULL)
    {
      ScriptText source = { second + 1, length - (gsize) (second + 1 - text) };

      trim (&source);
      self->inlined = cut_inlined (&source);
      take_source (self, source);
    }
  trim (&rest);
  while (n_digits < rest.length && g_ascii_isxdigit (rest.text[n_digits]))
    n_digits++;
  if (!ppv_parse_hex (rest.text, n_digits, &self->address))
    return FALSE;
  rest = (ScriptText){ rest.text + n_digits, rest.length - n_digits };
  trim (&rest);
  self->inlined = cut_inlined (&rest) || self->inlined;
  take_module (self, &rest);
  cut_offset (&rest);
  if (!is_text (&rest, unknown_mark))
    self->name = rest;
  return TRUE;
}
