/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Lines "address type name[\tmodule]", some 120 000 of them, so nothing is
 * allocated or copied for a line.
 */

#include "config.h"

#include <string.h>

#include "ppv-kallsyms.h"

enum {
  LINE_BYTES = 40, /* of a usual line; a few less than there are */
  MAX_EXPECTED = 1 << 20,
};

/* The value of each hex digit, and 16 for all else. */
static guint8 digit_value[256];

static void
init_digits (void)
{
  static gsize done;

  if (!g_once_init_enter (&done))
    return;
  for (guint c = 0; c < G_N_ELEMENTS (digit_value); c++)
    digit_value[c] = g_ascii_isxdigit (c) ? (guint8) g_ascii_xdigit_value ((char) c) : 16;
  g_once_init_leave (&done, 1);
}

/* Code, and as perf has it also data, which ends the code before it. */
static gboolean
is_wanted (char type)
{
  switch (type | 0x20)
    {
    case 't':
    case 'w':
    case 'd':
    case 'b':
      return TRUE;
    default:
      return FALSE;
    }
}

static PpvSymbolRank
rank_of (char type)
{
  if (type == 'W')
    return PPV_SYMBOL_WEAK;
  return g_ascii_isupper (type) ? PPV_SYMBOL_GLOBAL : PPV_SYMBOL_LOCAL;
}

typedef struct {
  PpvSymbolIndex *index;
  const char *module; /* of the line before: "" for the kernel itself */
  guint32 area;       /* counts the modules */
  gboolean any_address;
} Parser;

/* The text from the module's "[" on, which the name is cut off before. */
static const char *
cut_module (char *name, const char *end)
{
  char *tab = end[-1] == ']' ? strchr (name, '\t') : NULL;

  if (tab == NULL)
    return "";
  *tab = '\0';
  return tab + 1;
}

static void
add_line (Parser *parser, char *line, const char *end)
{
  guint64 address = 0;
  const char *module;

  for (; digit_value[(guint8) *line] < 16; line++)
    address = address << 4 | digit_value[(guint8) *line];
  parser->any_address |= address != 0;
  if (line[0] != ' ' || !is_wanted (line[1]) || line[2] != ' ' || line[3] == '\0' ||
      line[3] == '$') /* a mark of ARM's, not a name */
    return;
  module = cut_module (line + 3, end);
  if (module != parser->module && strcmp (module, parser->module) != 0)
    parser->area++;
  parser->module = module;
  ppv_symbol_index_add (parser->index, address, 0, line + 3, rank_of (line[1]), parser->area);
}

PpvSymbolIndex *
ppv_kallsyms_parse (char *text, gsize length)
{
  Parser parser = { ppv_symbol_index_new ((guint32) MIN (length / LINE_BYTES, MAX_EXPECTED)), "", 0,
                    FALSE };

  init_digits ();
  ppv_symbol_index_keep (parser.index, text, g_free);
  for (char *line = text, *end = text + length; line < end;)
    {
      char *newline = memchr (line, '\n', (gsize) (end - line));

      if (newline == NULL)
        newline = end;
      *newline = '\0';
      add_line (&parser, line, newline);
      line = newline + 1;
    }
  if (!parser.any_address)
    g_clear_pointer (&parser.index, ppv_symbol_index_free);
  else
    ppv_symbol_index_finish (parser.index);
  return parser.index;
}
