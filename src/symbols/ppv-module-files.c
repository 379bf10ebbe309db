/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-build-id.h"
#include "ppv-module-files.h"
#include "ppv-recorded-file.h"

#define MAX_FILE_BYTES (G_GUINT64_CONSTANT (8) << 30)
#define DEBUG_FOLDER "/usr/lib/debug"

/* A search goes on until a file is found, and remembers the best reason why not. */
typedef struct {
  const PpvSymbolOptions *options;
  const char *build_id;
  gboolean needs_symbols; /* the file is of no use without .symtab */
  PpvElfFile *file;
  PpvSymbolState state;
} Search;

/* How much a reason tells, when several places were looked at. */
static guint
weight_of (PpvSymbolState state)
{
  switch (state)
    {
    case PPV_SYMBOLS_OTHER_BUILD:
      return 2;
    case PPV_SYMBOLS_NOT_ALLOWED:
      return 1;
    default:
      return 0;
    }
}

static gboolean
is_build (const PpvElfFile *file, const char *build_id)
{
  return build_id[0] == '\0' ||
         (file->build_id != NULL && ppv_build_id_equal (file->build_id, build_id));
}

static gboolean
has_symbols (const PpvElfFile *file)
{
  GElf_Shdr header;

  return ppv_elf_file_find_section (file, SHT_SYMTAB, NULL, &header) != NULL;
}

static void
try_file (Search *search, const char *root, const char *path)
{
  PpvSymbolState state;
  guint64 size;
  g_autoptr (PpvElfFile) file = NULL;
  int fd;

  if (search->file != NULL)
    return;
  fd = ppv_recorded_file_open (root, path, PPV_FILE_DEFAULT, MAX_FILE_BYTES, &size, &state);
  if (fd >= 0)
    {
      state = PPV_SYMBOLS_NO_FILE;
      file = ppv_elf_file_new (fd);
    }
  if (file != NULL && !is_build (file, search->build_id))
    state = PPV_SYMBOLS_OTHER_BUILD;
  else if (file != NULL && (!search->needs_symbols || has_symbols (file)))
    search->file = g_steal_pointer (&file);
  if (search->file == NULL && weight_of (state) > weight_of (search->state))
    search->state = state;
}

/* The file of the build id under @folder, in the layout of /usr/lib/debug/.build-id. */
static void
try_by_build_id (Search *search, const char *root, const char *folder, const char *suffix)
{
  g_autofree char *id_path = NULL;
  g_autofree char *path = NULL;

  if (search->file != NULL || !ppv_build_id_is_valid (search->build_id))
    return;
  id_path = ppv_build_id_path (search->build_id);
  path = g_strconcat (folder, "/.build-id/", id_path, suffix, NULL);
  try_file (search, root, path);
}

/* perf keeps copies of what it has recorded in ~/.debug. */
static void
try_cache (Search *search, const char *suffix)
{
  const char *home = g_getenv ("HOME");
  g_autofree char *folder = NULL;

  if (home == NULL)
    return;
  folder = g_build_filename (home, ".debug", NULL);
  try_by_build_id (search, NULL, folder, suffix);
}

/* By the whole path below each folder, and by the name alone. */
static void
try_symbol_path (Search *search, const char *path)
{
  const char *const *folders = search->options->symbol_path;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *direct = g_strconcat ("/", name, NULL);

  for (guint i = 0; folders != NULL && folders[i] != NULL; i++)
    {
      try_file (search, folders[i], path);
      try_file (search, folders[i], direct);
    }
}

PpvElfFile *
ppv_module_files_open (const PpvSymbolOptions *options,
                       const char *path,
                       const char *build_id,
                       PpvSymbolState *state)
{
  Search search = { options, build_id, FALSE, NULL, PPV_SYMBOLS_NO_FILE };

  if (path[0] == '/' && path[1] != '/')
    {
      try_symbol_path (&search, path);
      try_file (&search, options->sysroot, path);
    }
  else if (strcmp (path, "[vdso]") != 0)
    path = NULL; /* "[heap]", "//anon": memory, not a file */
  if (path != NULL)
    {
      try_cache (&search, "/elf");
      try_cache (&search, "/vdso");
    }
  *state = search.file != NULL ? PPV_SYMBOLS_FOUND : search.state;
  return search.file;
}

/* Beside the file, in .debug below it, and in the mirror of its folder. */
static void
try_debuglink (Search *search, const char *path, const char *name)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *beside = g_strconcat (folder, "/", name, NULL);
  g_autofree char *below = g_strconcat (folder, "/.debug/", name, NULL);
  g_autofree char *mirrored = g_strconcat (DEBUG_FOLDER, beside, NULL);

  try_file (search, search->options->sysroot, beside);
  try_file (search, search->options->sysroot, below);
  try_file (search, search->options->sysroot, mirrored);
}

PpvElfFile *
ppv_module_files_open_debug (const PpvSymbolOptions *options,
                             const char *path,
                             const PpvElfFile *file)
{
  Search search = { options, file->build_id, TRUE, NULL, PPV_SYMBOLS_NO_FILE };
  const char *const *folders = options->symbol_path;
  g_autofree char *link = NULL;

  /* without an id there is no telling whose symbols these are */
  if (file->build_id == NULL)
    return NULL;
  for (guint i = 0; folders != NULL && folders[i] != NULL; i++)
    try_by_build_id (&search, folders[i], "", ".debug");
  try_by_build_id (&search, options->sysroot, DEBUG_FOLDER, ".debug");
  try_cache (&search, "/debug");
  try_cache (&search, "/elf"); /* recorded before it was stripped */
  link = ppv_elf_file_dup_debuglink (file);
  if (link != NULL && path[0] == '/')
    try_debuglink (&search, path, link);
  return search.file;
}
