/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <fcntl.h>
#include <string.h>

#include "ppv-dwarf-scene.h"
#include "ppv-elf-symbols.h"

gboolean
dwarf_scene_run (SymbolScene *scene, const char *command)
{
  g_auto (GStrv) arguments = NULL;
  g_autofree char *output = NULL;
  g_autofree char *reason = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_assert_true (g_shell_parse_argv (command, NULL, &arguments, &error));
  if (g_spawn_sync (scene->folder, arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &output,
                    &status, &error) &&
      g_spawn_check_wait_status (status, &error))
    return TRUE;
  reason = g_strdup_printf ("%s: %s", arguments[0], error->message);
  g_test_skip (reason);
  return FALSE;
}

static gboolean
compile (SymbolScene *scene, const char *compiler, const char *flags, const char *name)
{
  g_autofree char *source = g_test_build_filename (G_TEST_DIST, "data", "src", name, NULL);
  g_autofree char *quoted = g_shell_quote (source);
  g_autofree char *command = g_strdup_printf ("%s -O2 %s -o places %s", compiler, flags, quoted);

  return dwarf_scene_run (scene, command);
}

gboolean
dwarf_scene_compile (SymbolScene *scene, const char *flags)
{
  const char *compiler = g_getenv ("CC") != NULL ? g_getenv ("CC") : "gcc";

  return compile (scene, compiler, flags, "places.c");
}

gboolean
dwarf_scene_compile_scopes (SymbolScene *scene, const char *flags)
{
  const char *compiler = g_getenv ("CXX") != NULL ? g_getenv ("CXX") : "g++";

  return compile (scene, compiler, flags, "scopes.cpp");
}

PpvElfFile *
dwarf_scene_open (SymbolScene *scene, const char *name)
{
  g_autofree char *path = g_build_filename (scene->folder, name, NULL);
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  return fd >= 0 ? ppv_elf_file_new (fd) : NULL;
}

guint64
dwarf_scene_locate (const PpvElfFile *file, const char *name)
{
  g_autoptr (PpvSymbolIndex) index = ppv_symbol_index_new (0);

  ppv_elf_symbols_add (file, SHT_SYMTAB, index);
  for (guint32 i = 0; i < ppv_symbol_index_get_n (index); i++)
    if (strcmp (ppv_symbol_index_get (index, i)->name, name) == 0)
      return ppv_symbol_index_get (index, i)->start;
  g_assert_not_reached ();
}

char *
dwarf_scene_describe (PpvDwarf *dwarf, const PpvElfFile *file, const char *name)
{
  PpvDwarfFrame frames[8];
  guint n = ppv_dwarf_find (dwarf, dwarf_scene_locate (file, name), frames, G_N_ELEMENTS (frames));
  GString *text = g_string_new (NULL);

  while (n-- > 0)
    {
      const PpvDwarfFrame *frame = &frames[n];

      g_string_append_printf (text, "%s%s:%u", text->len > 0 ? " < " : "",
                              frame->function != NULL ? frame->function->name : "?", frame->line);
      if (frame->file == NULL || !g_str_has_suffix (frame->file, "/tests/data/src/places.c"))
        g_string_append_printf (text, " in %s", frame->file);
    }
  return g_string_free (text, FALSE);
}
