/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Frames as sanitizer_stacktrace_printer.cpp of LLVM's compiler-rt writes them, also in
 * GCC's copy of it:
 *
 *     #1 0x55691bc9718b in make(unsigned long) /src/leak.cc:11:17
 *     #0 0x55691bc5c14e in __interceptor_malloc (/src/leak+0xa414e) (BuildId: a8133dd8)
 *     #2 0x564689bcf027  (/src/leak+0x2027)
 *     #0 set(void*) /src/race.cc:7:10 (race+0xd1a52)       ThreadSanitizer
 */

#include "config.h"

#include <string.h>

#include "ppv-number.h"
#include "sanitizer-frame.h"

static const char *
skip_blanks (const char *at)
{
  return at + strspn (at, " \t");
}

gboolean
sanitizer_frame_number (const char *line, guint64 *number)
{
  const char *at = skip_blanks (line);
  gsize n_digits;

  if (at == line || at[0] != '#')
    return FALSE;
  n_digits = strspn (++at, "0123456789");
  return (at[n_digits] == ' ' || at[n_digits] == '\0') && ppv_parse_u64 (at, n_digits, number);
}

/* Cuts the last bracket off, "(/src/leak+0xa414e)", and gives what is in it; NULL without one. */
static char *
cut_bracket (char *text)
{
  gsize length = strlen (text);
  char *open = length > 0 && text[length - 1] == ')' ? strrchr (text, '(') : NULL;

  if (open == NULL || (open > text && open[-1] != ' '))
    return NULL;
  text[length - 1] = '\0';
  *open = '\0';
  g_strchomp (text);
  return open + 1;
}

/* "/src/leak+0xa414e", of macOS "libfoo.dylib:x86_64+0x1c4e" */
static gboolean
is_module (const char *text)
{
  const char *plus = strrchr (text, '+');

  return plus != NULL && g_str_has_prefix (plus, "+0x");
}

/* The digits behind the last colon, which are cut off; FALSE when there are none. */
static gboolean
cut_number (char *text, guint64 *number)
{
  char *colon = strrchr (text, ':');

  if (colon == NULL || colon == text || !ppv_parse_u64 (colon + 1, strlen (colon + 1), number))
    return FALSE;
  *colon = '\0';
  return TRUE;
}

/* Where the file begins: at the first path that is not in brackets, else with the last word. */
static char *
find_file (char *text)
{
  guint depth = 0;

  for (char *at = text; *at != '\0'; at++)
    {
      depth += strchr ("([<", *at) != NULL;
      depth -= depth > 0 && strchr (")]>", *at) != NULL;
      if (depth == 0 && at[0] == ' ' && at[1] == '/')
        return at + 1;
    }
  text = strrchr (text, ' ');
  return text != NULL ? text + 1 : NULL;
}

/* "make(int) /src/leak.cc:11:17": a number behind the file is its line, a second one the column. */
static void
take_source (CheckerFrame *frame, char *text)
{
  char *file = find_file (text);
  guint64 first, second;

  if (file == NULL)
    return;
  if (g_str_equal (file, "<null>") || g_str_has_prefix (file, "??:"))
    {
      file[-1] = '\0';
      return;
    }
  if (!cut_number (file, &first))
    {
      /* a path without a line; a last word that is none belongs to the name */
      if (file[0] != '/')
        return;
      first = 0;
    }
  frame->line = cut_number (file, &second) ? second : first;
  frame->file = file;
  file[-1] = '\0';
}

static char *
take_address (CheckerFrame *frame, char *at)
{
  gsize length = strcspn (at, " ");

  if (g_str_has_prefix (at, "0x") && ppv_parse_hex (at, length, &frame->address))
    at += length;
  at += strspn (at, " ");
  return g_str_has_prefix (at, "in ") ? at + 3 : at;
}

/* What has no symbol is called as everywhere: "leak+0x2027". */
static void
take_module (CheckerFrame *frame, char *at, GString *name)
{
  char *open = strrchr (at, '(');
  char *module = open != NULL && is_module (open) ? cut_bracket (at) : NULL;
  const char *base;

  if (module == NULL)
    return;
  base = strrchr (module, '/');
  g_string_assign (name, base != NULL ? base + 1 : module);
  *strrchr (module, '+') = '\0';
  frame->object = module;
}

void
sanitizer_frame_parse (CheckerFrame *frame, char *line, GString *name)
{
  char *at = strchr (line, '#');
  char *build_id;

  *frame = (CheckerFrame){ PPV_NO_ADDRESS, "", "", "", 0 };
  g_string_truncate (name, 0);
  g_strchomp (line);
  at += strcspn (at, " ");
  at = take_address (frame, at + strspn (at, " "));
  build_id = g_strrstr (at, " (BuildId: ");
  if (build_id != NULL)
    *build_id = '\0';
  take_module (frame, at, name);
  take_source (frame, at);
  if (*at != '\0' && !g_str_equal (at, "(<unknown module>)"))
    g_string_assign (name, at);
  frame->function = name->str;
}
