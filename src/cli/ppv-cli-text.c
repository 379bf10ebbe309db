/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "ppv-cli-text.h"
#include "ppv-number.h"
#include "ppv-text.h"

/* Digits behind the point in a cell. */
enum { CELL_DECIMALS = 3 };

#define ELLIPSIS "…"

static guint
character_width (gunichar character)
{
  if (g_unichar_iszerowidth (character))
    return 0;
  return g_unichar_iswide (character) ? 2 : 1;
}

guint
ppv_text_width (const char *text)
{
  guint width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    width += character_width (g_utf8_get_char (at));
  return width;
}

/* The end of the longest beginning of @text that fits into @width. */
static const char *
beginning (const char *text, guint width)
{
  const char *at = text;
  guint used = 0;

  while (*at != '\0')
    {
      used += character_width (g_utf8_get_char (at));
      if (used > width)
        break;
      at = g_utf8_next_char (at);
    }
  return at;
}

/* Where the longest end of @text that fits into @width begins. */
static const char *
ending (const char *text, guint width)
{
  const char *start = text + strlen (text);
  guint used = 0;

  for (const char *at = start; at > text;)
    {
      guint more;

      at = g_utf8_prev_char (at);
      more = character_width (g_utf8_get_char (at));
      if (used + more > width)
        break;
      used += more;
      if (more > 0)
        start = at; /* a combining mark stays with the letter before it */
    }
  return start;
}

/* Whether a template's arguments begin at @at; "operator<" and Rust's "<T as Trait>" begin none. */
static gboolean
begins_arguments (const char *name, const char *at)
{
  static const char *const operators[] = { "operator", "operator<" };

  if (*at != '<' || at == name || !(g_ascii_isalnum (at[-1]) || strchr ("_<}", at[-1]) != NULL))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      gsize length = strlen (operators[i]);

      if ((gsize) (at - name) >= length && strncmp (at - length, operators[i], length) == 0)
        return FALSE;
    }
  return TRUE;
}

/* @name without the arguments of templates, NULL when they do not end: what is called is outside.
 */
static char *
fold_arguments (const char *name)
{
  g_autoptr (GString) folded = g_string_new (NULL);
  guint depth = 0;

  for (const char *at = name; *at != '\0'; at++)
    if (depth > 0)
      {
        depth += *at == '<';
        depth -= *at == '>' && at[-1] != '-';
      }
    else if (begins_arguments (name, at))
      {
        g_string_append (folded, "<" ELLIPSIS ">");
        depth = 1;
      }
    else
      g_string_append_c (folded, *at);
  return depth == 0 ? g_string_free (g_steal_pointer (&folded), FALSE) : NULL;
}

char *
ppv_text_cut (const char *text, guint width, PpvCut cut)
{
  g_autofree char *folded = NULL;
  guint last;
  const char *end;

  if (ppv_text_width (text) <= width)
    return g_strdup (text);
  if (cut == PPV_CUT_NAME && (folded = fold_arguments (text)) != NULL)
    return ppv_text_cut (folded, width, PPV_CUT_MIDDLE);
  if (width < 2)
    return g_strdup (width == 0 ? "" : ELLIPSIS);
  last = cut != PPV_CUT_END ? (width - 1) / 2 : 0;
  end = beginning (text, width - 1 - last);
  return g_strdup_printf ("%.*s" ELLIPSIS "%s", (int) (end - text), text, ending (text, last));
}

void
ppv_text_pad (GString *into, const char *text, guint width, gboolean right)
{
  guint own = ppv_text_width (text);
  guint blanks = own < width ? width - own : 0;

  if (!right)
    g_string_append (into, text);
  for (guint i = 0; i < blanks; i++)
    g_string_append_c (into, ' ');
  if (right)
    g_string_append (into, text);
}

/* Where the next line ends: at the last blank that fits, else within a word. */
static const char *
end_of_line (const char *text, guint width)
{
  const char *most = beginning (text, MAX (width, 2));
  const char *blank = most;

  if (*most == '\0')
    return most;
  while (blank > text && *blank != ' ')
    blank--;
  return blank > text ? blank : most;
}

char *
ppv_text_wrap (const char *text, guint width, guint indent)
{
  GString *lines = g_string_new (NULL);

  while (*text != '\0')
    {
      const char *end = end_of_line (text, width > indent ? width - indent : 0);

      g_string_append_printf (lines, "%s%*s", lines->len > 0 ? "\n" : "", (int) indent, "");
      g_string_append_len (lines, text, end - text);
      text = *end == ' ' ? end + 1 : end;
    }
  g_string_append_c (lines, '\n');
  return g_string_free (lines, FALSE);
}

/* The heading has the exact sum; in cells the points stand below each other. */
static char *
short_fraction (gint64 value, guint decimals)
{
  guint dropped = decimals > CELL_DECIMALS ? decimals - CELL_DECIMALS : 0;
  gint64 scale = 1;
  g_autofree char *whole = NULL;

  for (guint i = 0; i < dropped; i++)
    value = value / 10 + (i + 1 == dropped ? value % 10 / 5 : 0);
  for (guint i = dropped; i < decimals; i++)
    scale *= 10;
  whole = ppv_format_count (value / scale);
  return g_strdup_printf ("%s%s.%0*" PRId64, value < 0 && value > -scale ? "-" : "", whole,
                          (int) (decimals - dropped), ABS (value % scale));
}

/* Counts are exact as long as they are short; then they get a prefix. */
static char *
short_count (gint64 count, guint decimals)
{
  const char *prefixes = "MGTPE";
  double scaled = (double) count / pow (10, 6.0 + decimals);

  if (fabs (scaled) < 10)
    return decimals > 0 ? short_fraction (count, decimals) : ppv_format_count (count);
  for (; fabs (scaled) >= 999.95 && prefixes[1] != '\0'; prefixes++)
    scaled /= 1000;
  return g_strdup_printf ("%.*f %c", fabs (scaled) < 99.995 ? 2 : 1, scaled, prefixes[0]);
}

char *
ppv_text_value (gint64 value, const char *unit)
{
  if (g_str_equal (unit, "bytes"))
    return ppv_format_bytes (value);
  if (g_str_equal (unit, "ns"))
    return ppv_format_duration (value);
  return short_count (value, ppv_unit_decimals (unit, NULL));
}

char *
ppv_text_exact (gint64 value, const char *unit)
{
  return ppv_format_decimal (value, ppv_unit_decimals (unit, NULL));
}

double
ppv_percent (gint64 part, gint64 whole)
{
  return whole == 0 ? 0 : 100.0 * (double) part / (double) whole;
}

char *
ppv_text_percent (gint64 part, gint64 whole)
{
  return g_strdup_printf ("%.2f", ppv_percent (part, whole));
}

const char *
ppv_text_base_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

char *
ppv_text_safe (const char *text)
{
  g_autoptr (GString) valid = g_string_new (NULL);

  ppv_text_repair (valid, text, strlen (text));
  return ppv_escape_dup (ppv_escape_terminal, valid->str);
}
