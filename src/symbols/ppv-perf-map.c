/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Documented in tools/perf/Documentation/jit-interface.txt of Linux.  Code that
 * is thrown away leaves its line behind, so a later line hides an earlier one.
 */

#include "config.h"

#include <string.h>

#include "ppv-number.h"
#include "ppv-recorded-file.h"
#include "ppv-perf-map.h"
#include "ppv-symbol-layers.h"

#define MAP_PREFIX "/tmp/perf-"
#define MAP_SUFFIX ".map"
#define MAX_MAP_BYTES (G_GUINT64_CONSTANT (256) << 20)

/* The word at @text, and where the one after it begins; NULL when it is the last. */
static char *
next_word (char *text, gsize *length)
{
  *length = strcspn (text, " ");
  return text[*length] != '\0' ? text + *length + 1 : NULL;
}

static void
add_line (PpvSymbolIndex *layers, char *line, guint32 number)
{
  gsize start_length, size_length;
  guint64 start, size;
  char *size_text = next_word (line, &start_length);
  char *name = size_text != NULL ? next_word (size_text, &size_length) : NULL;

  if (name == NULL || *name == '\0' || !ppv_parse_hex (line, start_length, &start) ||
      !ppv_parse_hex (size_text, size_length, &size) || size == 0)
    return;
  g_strchomp (name);
  ppv_symbol_index_add (layers, start, size, name, PPV_SYMBOL_GLOBAL, number);
}

PpvSymbolIndex *
ppv_perf_map_parse (char *text, gsize length)
{
  g_autoptr (PpvSymbolIndex) layers = ppv_symbol_index_new (0);
  PpvSymbolIndex *index = ppv_symbol_index_new (0);

  ppv_symbol_index_keep (index, text, g_free);
  for (char *line = text, *end = text + length; line < end;)
    {
      char *newline = memchr (line, '\n', (gsize) (end - line));

      if (newline == NULL)
        newline = end;
      *newline = '\0';
      add_line (layers, line, ppv_symbol_index_get_n (layers));
      line = newline + 1;
    }
  ppv_symbol_index_finish (layers);
  ppv_symbol_layers_flatten (layers, index);
  ppv_symbol_index_finish (index);
  return index;
}

/* "/tmp/perf-", digits, ".map". */
static gboolean
is_map_path (const char *path)
{
  gsize digits;

  if (!g_str_has_prefix (path, MAP_PREFIX))
    return FALSE;
  path += strlen (MAP_PREFIX);
  digits = strspn (path, "0123456789");
  return digits > 0 && strcmp (path + digits, MAP_SUFFIX) == 0;
}

PpvSymbolIndex *
ppv_perf_map_open (const char *root, const char *path, PpvSymbolState *state)
{
  guint64 size = 0;
  gsize length = 0;
  char *text;
  int fd;

  *state = PPV_SYMBOLS_NO_FILE;
  if (!is_map_path (path))
    return NULL;
  fd = ppv_recorded_file_open (root, path, PPV_FILE_OWN_ONLY, MAX_MAP_BYTES, &size, state);
  if (fd < 0)
    return NULL;
  text = ppv_recorded_file_read (fd, size, MAX_MAP_BYTES, &length);
  *state = text != NULL ? PPV_SYMBOLS_FOUND : PPV_SYMBOLS_NOT_ALLOWED;
  return text != NULL ? ppv_perf_map_parse (text, length) : NULL;
}
