/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What memcheck, Helgrind and DRD write with --xml=yes: protocols 4 to 6, as
 * docs/internals/xml-output-protocol4.txt and its successors in Valgrind say.
 *
 * The file is given to expat window by window.  A program that is killed leaves it
 * without its end; a document type, and with it entities, is refused.  Files of several
 * programs, put one after the other, are read one after the other.
 */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <expat.h>
#include <glib/gi18n-lib.h>

#include "checker-elements.h"
#include "ppv-text.h"
#include "valgrind.h"

/* A piece of the file, and the longest tag, which expat scans again with each piece. */
enum { PIECE = 1 << 17, LONGEST_TAG = 1 << 20 };

typedef enum { GOING, ENDED, REFUSED, TOO_DEEP, MALFORMED } State;

typedef struct {
  PpvLoadContext *context;
  PpvProfileBuilder *builder;
  CheckerElements elements;
  XML_Parser parser;
  State state;
  guint64 given;  /* bytes that the parser was given of this report */
  guint64 begin;  /* of this report in the file */
  gulong n_lines; /* before it */
  guint64 offset; /* where the piece in the parser begins in the file */
  GString *repaired;
} Import;

static void
stop (Import *self, State state)
{
  self->state = state;
  XML_StopParser (self->parser, XML_FALSE);
}

static void XMLCALL
open_element (void *data, const XML_Char *name, const XML_Char **attributes)
{
  Import *self = data;

  if (!checker_elements_open (&self->elements, name))
    stop (self, TOO_DEEP);
}

/* Where the parser is in the file. */
static guint64
find_offset (const Import *self)
{
  return self->begin + (guint64) MAX (XML_GetCurrentByteIndex (self->parser), 0);
}

static void XMLCALL
close_element (void *data, const XML_Char *name)
{
  Import *self = data;

  checker_elements_close (&self->elements, name, find_offset (self));
  if (self->elements.depth == 0)
    self->state = ENDED;
}

static void XMLCALL
add_text (void *data, const XML_Char *text, int length)
{
  Import *self = data;

  checker_elements_text (&self->elements, text, (gsize) length);
}

static void XMLCALL
refuse (void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public, int own)
{
  stop (data, REFUSED);
}

static gboolean
is_clean (const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guint8) bytes[i] < ' ' && strchr ("\t\r\n", bytes[i]) == NULL)
      return FALSE;
  return g_utf8_validate (bytes, (gssize) length, NULL);
}

/* Names of files and functions are whatever bytes they are, and XML has no place for some. */
static const char *
repair (Import *self, const char *bytes, gsize *length)
{
  if (is_clean (bytes, *length) && memchr (bytes, '\0', *length) == NULL)
    return bytes;
  g_string_truncate (self->repaired, 0);
  ppv_text_repair (self->repaired, bytes, *length);
  for (gsize i = 0; i < self->repaired->len; i++)
    if ((guint8) self->repaired->str[i] < ' ' && strchr ("\t\r\n", self->repaired->str[i]) == NULL)
      self->repaired->str[i] = '?';
  *length = self->repaired->len;
  return self->repaired->str;
}

/* Up to the end of the last line, so that no character is cut in two. */
static gsize
find_end (const guint8 *bytes, gsize length, gboolean is_last)
{
  const guint8 *end = is_last ? NULL : memrchr (bytes, '\n', length);

  return end != NULL ? (gsize) (end + 1 - bytes) : length;
}

static void
parse (Import *self, const guint8 *bytes, gsize length)
{
  const char *piece = repair (self, (const char *) bytes, &length);

  if (XML_Parse (self->parser, piece, (int) length, XML_FALSE) == XML_STATUS_ERROR)
    {
      if (self->state == GOING)
        self->state = MALFORMED;
      return;
    }
  self->given += length;
  if (self->state == GOING &&
      self->given - (guint64) MAX (XML_GetCurrentByteIndex (self->parser), 0) > LONGEST_TAG)
    self->state = MALFORMED;
}

static void
set_handlers (Import *self)
{
  XML_SetUserData (self->parser, self);
  XML_SetElementHandler (self->parser, open_element, close_element);
  XML_SetCharacterDataHandler (self->parser, add_text);
  XML_SetStartDoctypeDeclHandler (self->parser, refuse);
}

/* At @offset of the file; what was before it is whole when its root was closed. */
static void
begin_report (Import *self, guint64 offset, const guint8 *gap, gsize gap_length)
{
  if (self->state == GOING)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "truncated", offset,
                              _ ("A report ends where the next one begins"));
  self->n_lines += XML_GetCurrentLineNumber (self->parser) - 1;
  for (gsize i = 0; i < gap_length; i++)
    self->n_lines += gap[i] == '\n';
  checker_elements_next (&self->elements);
  XML_ParserReset (self->parser, "UTF-8");
  set_handlers (self);
  self->state = GOING;
  self->begin = offset;
  self->given = 0;
}

static gboolean
begins_with (const guint8 *bytes, gsize length, const char *text)
{
  return length >= strlen (text) && memcmp (bytes, text, strlen (text)) == 0;
}

/* How many bytes are of the report that is being read: up to its end, or to the next one's. */
static gsize
find_boundary (const Import *self, const guint8 *bytes, gsize length)
{
  static const char end[] = "</valgrindoutput>", declaration[] = "<?xml ";

  /* whichever comes first, so that many small reports are not looked through again and again */
  for (gsize at = self->given == 0 ? MIN (length, strlen (declaration)) : 0; at < length; at++)
    {
      const guint8 *found = memchr (bytes + at, '<', length - at);

      at = found != NULL ? (gsize) (found - bytes) : length;
      if (begins_with (bytes + at, length - at, declaration))
        return at;
      if (begins_with (bytes + at, length - at, end))
        return at + strlen (end);
    }
  return length;
}

/* Where the next report begins, or all bytes. */
static gsize
find_next (const guint8 *bytes, gsize length)
{
  for (gsize at = 0; at < length; at++)
    {
      const guint8 *found = memchr (bytes + at, '<', length - at);

      at = found != NULL ? (gsize) (found - bytes) : length;
      if (at < length && (begins_with (found, length - at, "<?xml ") ||
                          begins_with (found, length - at, "<valgrindoutput>")))
        return at;
    }
  return length;
}

/* A piece may have the end of a report and the beginning of the next. */
static void
read_piece (Import *self, const guint8 *bytes, gsize length)
{
  gsize at = 0;

  while (at < length && (self->state == GOING || self->state == ENDED))
    {
      gboolean is_ended = self->state == ENDED;
      gsize n_bytes = is_ended ? find_next (bytes + at, length - at)
                               : find_boundary (self, bytes + at, length - at);

      if (!is_ended && n_bytes > 0)
        parse (self, bytes + at, n_bytes);
      else if (at + n_bytes < length)
        begin_report (self, self->offset + at + n_bytes, bytes + at, n_bytes);
      at += n_bytes;
    }
}

static gboolean
read_pieces (Import *self, GError **error)
{
  PpvInput *input = ppv_load_context_get_input (self->context);
  guint64 size = ppv_input_get_size (input);

  while ((self->state == GOING || self->state == ENDED) && self->offset < size)
    {
      gsize got;
      const guint8 *bytes = ppv_input_window (input, self->offset, PIECE, &got, error);

      if (bytes == NULL)
        return FALSE;
      if (got == 0)
        break;
      got = MIN (got, PIECE);
      got = find_end (bytes, got, self->offset + got >= size);
      read_piece (self, bytes, got);
      self->offset += got;
      if (!ppv_load_context_advance (self->context, self->offset, size, error))
        return FALSE;
    }
  return TRUE;
}

static void
warn_of_end (Import *self)
{
  guint64 at = find_offset (self);

  if (self->state == TOO_DEEP)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "too-deep", at,
                              _ ("Elements are nested too deeply; the rest was not read"));
  else if (self->state == MALFORMED)
    ppv_profile_builder_warn (
        self->builder, PPV_LOSS, "malformed-xml", at,
        _ ("The file is not well-formed; nothing was read from line %lu on (%s)"),
        self->n_lines + XML_GetCurrentLineNumber (self->parser),
        XML_ErrorString (XML_GetErrorCode (self->parser)));
  else if (self->state == GOING)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "truncated", self->offset,
                              _ ("The file ends before the report does"));
}

static gboolean
finish (Import *self, GError **error)
{
  if (self->state == REFUSED)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_CORRUPT,
                   _ ("line %lu: a document type is declared, which Valgrind does not do"),
                   self->n_lines + XML_GetCurrentLineNumber (self->parser));
      return FALSE;
    }
  if (!self->elements.has_root)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_TRUNCATED,
                   _ ("there is no report of Valgrind in its %" PRIu64 " bytes"), self->offset);
      return FALSE;
    }
  warn_of_end (self);
  checker_elements_end (&self->elements);
  return TRUE;
}

static gboolean
load_checker_xml (PpvLoadContext *context, PpvProfileBuilder *builder, GError **error)
{
  Import import = { .context = context, .builder = builder };
  gboolean done;

  import.repaired = g_string_new (NULL);
  import.parser = XML_ParserCreate ("UTF-8");
  set_handlers (&import);
  checker_elements_init (&import.elements, builder);
  done = read_pieces (&import, error) && finish (&import, error);
  checker_elements_clear (&import.elements);
  XML_ParserFree (import.parser);
  g_string_free (import.repaired, TRUE);
  return done;
}

static guint
sniff_checker_xml (const PpvSniff *sniff)
{
  static const char root[] = "<valgrindoutput>";
  const void *found = memmem (sniff->head, sniff->head_length, root, strlen (root));

  return found != NULL ? 8 * (guint) strlen (root) : 0;
}

const PpvImporter valgrind_memcheck = {
  .size = sizeof (PpvImporter),
  .id = "memcheck",
  .name = N_ ("Valgrind memcheck, Helgrind and DRD (XML)"),
  .mime_types = (const char *const[]){ "application/x-valgrind-errors+xml", NULL },
  .suffixes = (const char *const[]){ "*.memcheck.xml", "*.helgrind.xml", "*.drd.xml", NULL },
  .sniff = sniff_checker_xml,
  .load = load_checker_xml,
};
