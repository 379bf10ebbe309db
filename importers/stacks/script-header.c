/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What perf script writes before the stack of a sample, in the order of
 * perf_sample__fprintf_start() and process_event() of tools/perf/builtin-script.c:
 *
 *     V8 Worker 1234/1240 [003] U 506.063765:   50000 cycles:u:  text of a tracepoint
 *
 * Names of threads have blanks and digits, so where the name ends is found by trying:
 * it ends before the first word from which on all is as it should be.
 */

#include "config.h"

#include <string.h>

#include "ppv-interner.h"
#include "ppv-number.h"
#include "script-header.h"

/* A name has 15 bytes; more blanks than that may stand around it. */
enum { MOST_COMM = 15, MOST_MISC = 8, RECORD_PREFIX = 12 };

/* From "event:" to the end of the address: two blanks and 16 places. */
enum { PLACE_END = 18 };

typedef struct {
  const char *at;
  const char *end;
} Cursor;

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static void
skip_blanks (Cursor *cursor)
{
  while (cursor->at < cursor->end && is_blank (*cursor->at))
    cursor->at++;
}

static ScriptText
peek_word (const Cursor *cursor)
{
  const char *stop = cursor->at;

  while (stop < cursor->end && !is_blank (*stop))
    stop++;
  return (ScriptText){ cursor->at, (gsize) (stop - cursor->at) };
}

static void
skip_word (Cursor *cursor, const ScriptText *word)
{
  cursor->at = word->text + word->length;
  skip_blanks (cursor);
}

static gboolean
parse_id (const char *text, gsize length, gint32 *value)
{
  gint64 number;

  if (!ppv_parse_i64 (text, length, &number) || number < -1 || number > G_MAXINT32)
    return FALSE;
  *value = (gint32) number;
  return TRUE;
}

/* "1240" or "1234/1240" */
static gboolean
take_thread (ScriptHeader *self, Cursor *cursor)
{
  ScriptText word = peek_word (cursor);
  const char *slash;
  gsize before;

  if (word.length == 0 || !(g_ascii_isdigit (word.text[0]) || word.text[0] == '-'))
    return FALSE;
  slash = memchr (word.text, '/', word.length);
  before = slash != NULL ? (gsize) (slash - word.text) : 0;
  if (slash != NULL ? !parse_id (word.text, before, &self->pid) ||
                          !parse_id (slash + 1, word.length - before - 1, &self->tid)
                    : !parse_id (word.text, word.length, &self->tid))
    {
      self->pid = self->tid = -1;
      return FALSE;
    }
  skip_word (cursor, &word);
  return TRUE;
}

/* Guests are told as "VM:1234" and "VCPU:001". */
static void
skip_guest (Cursor *cursor)
{
  ScriptText word = peek_word (cursor);

  while ((word.length >= 3 && memcmp (word.text, "VM:", 3) == 0) ||
         (word.length >= 5 && memcmp (word.text, "VCPU:", 5) == 0))
    {
      gboolean is_padded = word.text[word.length - 1] == ':';

      skip_word (cursor, &word);
      word = peek_word (cursor);
      if (is_padded)
        {
          skip_word (cursor, &word);
          word = peek_word (cursor);
        }
    }
}

static gboolean
take_cpu (ScriptHeader *self, Cursor *cursor)
{
  ScriptText word = peek_word (cursor);
  guint64 cpu;

  if (word.length < 3 || word.text[0] != '[' || word.text[word.length - 1] != ']')
    return FALSE;
  if (!ppv_parse_u64 (word.text + 1, word.length - 2, &cpu))
    /* samples of no CPU have [-01] */
    cpu = PPV_NONE;
  self->cpu = (guint32) MIN (cpu, PPV_NONE);
  skip_word (cursor, &word);
  return TRUE;
}

static gboolean
parse_time (const ScriptText *word, gint64 *time)
{
  const char *dot = memchr (word->text, '.', word->length);
  gsize n_places;
  guint64 seconds, fraction;

  if (dot == NULL || word->text[word->length - 1] != ':')
    return FALSE;
  n_places = word->length - (gsize) (dot - word->text) - 2;
  if (n_places == 0 || n_places > 9 ||
      !ppv_parse_u64 (word->text, (gsize) (dot - word->text), &seconds) ||
      !ppv_parse_u64 (dot + 1, n_places, &fraction) || seconds > G_MAXINT64 / 1000000000 - 1)
    return FALSE;
  for (; n_places < 9; n_places++)
    fraction *= 10;
  *time = (gint64) (seconds * 1000000000 + fraction);
  return TRUE;
}

static gboolean
take_time (ScriptHeader *self, Cursor *cursor)
{
  ScriptText word = peek_word (cursor);

  if (word.length < 3 || !parse_time (&word, &self->time))
    return FALSE;
  self->has_time = TRUE;
  skip_word (cursor, &word);
  return TRUE;
}

/* Letters of --fields=+misc that say in which mode the CPU was, before the time. */
static void
skip_misc (Cursor *cursor)
{
  Cursor rest = *cursor;
  ScriptText word = peek_word (&rest);
  gint64 time;

  for (gsize i = 0; i < word.length; i++)
    if (!g_ascii_isalpha (word.text[i]))
      return;
  if (word.length > MOST_MISC)
    return;
  skip_word (&rest, &word);
  word = peek_word (&rest);
  if (word.length >= 3 && parse_time (&word, &time))
    *cursor = rest;
}

static gboolean
take_event (ScriptHeader *self, Cursor *cursor)
{
  ScriptText word = peek_word (cursor);

  if (word.length < 2 || word.text[word.length - 1] != ':' || g_ascii_isdigit (word.text[0]))
    return FALSE;
  self->event = (ScriptText){ word.text, word.length - 1 };
  cursor->at = word.text + word.length;
  return TRUE;
}

static void
take_period (ScriptHeader *self, Cursor *cursor)
{
  ScriptText word = peek_word (cursor);
  guint64 period;

  if (word.length == 0 || !ppv_parse_u64 (word.text, word.length, &period))
    return;
  self->has_period = TRUE;
  self->period = (gint64) MIN (period, (guint64) G_MAXINT64);
  skip_word (cursor, &word);
}

static gboolean
is_record (const Cursor *cursor)
{
  return cursor->end - cursor->at > RECORD_PREFIX &&
         memcmp (cursor->at, "PERF_RECORD_", RECORD_PREFIX) == 0;
}

/* All from a word on that may be the first after the name. */
static gboolean
take_fields (ScriptHeader *self, Cursor *cursor)
{
  gboolean has_thread = take_thread (self, cursor);

  skip_guest (cursor);
  take_cpu (self, cursor);
  skip_misc (cursor);
  take_time (self, cursor);
  if (!has_thread && !self->has_time)
    return FALSE;
  if (is_record (cursor))
    return TRUE;
  take_period (self, cursor);
  return take_event (self, cursor) || (cursor->at == cursor->end && !self->has_period);
}

static void
reset (ScriptHeader *self)
{
  *self = (ScriptHeader){ .pid = -1, .tid = -1, .cpu = PPV_NONE, .period = 1 };
}

static void
finish (ScriptHeader *self, const char *comm, const char *comm_end, const Cursor *cursor)
{
  while (comm_end > comm && is_blank (comm_end[-1]))
    comm_end--;
  self->comm = (ScriptText){ comm, (gsize) (comm_end - comm) };
  self->rest = (ScriptText){ cursor->at, (gsize) (cursor->end - cursor->at) };
}

gboolean
script_header_parse (ScriptHeader *self, const char *line, gsize length)
{
  Cursor word = { line, line + length };
  const char *comm;

  skip_blanks (&word);
  comm = word.at;
  while (word.at < word.end && word.at - comm <= 2 * MOST_COMM)
    {
      Cursor cursor = word;
      ScriptText text = peek_word (&word);

      reset (self);
      if (take_fields (self, &cursor))
        {
          finish (self, comm, word.at, &cursor);
          return TRUE;
        }
      skip_word (&word, &text);
    }
  return FALSE;
}

gboolean
script_header_parse_names (ScriptHeader *self, const char *line, gsize length)
{
  Cursor word = { line, line + length };
  const char *comm;

  skip_blanks (&word);
  comm = word.at;
  reset (self);
  while (word.at < word.end && word.at - comm <= MOST_COMM + 1)
    {
      Cursor cursor = word;
      ScriptText text = peek_word (&word);

      take_period (self, &cursor);
      if (take_event (self, &cursor))
        {
          finish (self, comm, word.at, &cursor);
          skip_blanks (&cursor);
          return cursor.at == cursor.end || script_header_has_place (self);
        }
      reset (self);
      skip_word (&word, &text);
    }
  finish (self, comm, word.end, &word);
  return word.at == word.end && self->comm.length > 0 && self->comm.length <= MOST_COMM &&
         comm == line;
}

gboolean
script_header_has_place (const ScriptHeader *self)
{
  const char *text = self->rest.text;
  gsize at = 0;

  while (at < self->rest.length && is_blank (text[at]))
    at++;
  if (at == self->rest.length || !g_ascii_isxdigit (text[at]))
    return FALSE;
  while (at < self->rest.length && g_ascii_isxdigit (text[at]))
    at++;
  return at >= PLACE_END && (at == self->rest.length || is_blank (text[at]));
}

gboolean
script_header_get_record (const ScriptHeader *self, ScriptText *name)
{
  Cursor cursor = { self->rest.text, self->rest.text + self->rest.length };

  if (self->event.length > RECORD_PREFIX)
    cursor = (Cursor){ self->event.text, self->event.text + self->event.length };
  if (!is_record (&cursor))
    return FALSE;
  cursor.at += RECORD_PREFIX;
  name->text = cursor.at;
  while (cursor.at < cursor.end &&
         (g_ascii_isupper (*cursor.at) || g_ascii_isdigit (*cursor.at) || *cursor.at == '_'))
    cursor.at++;
  name->length = (gsize) (cursor.at - name->text);
  return TRUE;
}
