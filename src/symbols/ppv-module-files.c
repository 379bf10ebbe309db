/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-elf-links.h"
#include "ppv-file-search.h"
#include "ppv-module-files.h"

struct _PpvModuleFiles {
  const PpvSymbolOptions *options;
  char *path;
  char *build_id;
  PpvSymbolState state;
  gboolean tried[PPV_N_MODULE_FILES];
  PpvElfFile *files[PPV_N_MODULE_FILES];
};

PpvModuleFiles *
ppv_module_files_new (const PpvSymbolOptions *options, const char *path, const char *build_id)
{
  PpvModuleFiles *self = g_new0 (PpvModuleFiles, 1);

  self->options = options;
  self->path = g_strdup (path);
  self->build_id = g_strdup (build_id);
  self->state = PPV_SYMBOLS_NO_FILE;
  return self;
}

void
ppv_module_files_free (PpvModuleFiles *self)
{
  for (guint i = 0; i < PPV_N_MODULE_FILES; i++)
    g_clear_pointer (&self->files[i], ppv_elf_file_free);
  g_free (self->path);
  g_free (self->build_id);
  g_free (self);
}

static gboolean
has_section (const PpvElfFile *file, guint32 type, const char *name)
{
  GElf_Shdr header;

  return ppv_elf_file_find_section (file, type, name, &header) != NULL;
}

static gboolean
is_debug_file (const PpvElfFile *file)
{
  return has_section (file, SHT_SYMTAB, NULL) || has_section (file, SHT_PROGBITS, ".debug_info");
}

static gboolean
is_dwarf_file (const PpvElfFile *file)
{
  return has_section (file, SHT_PROGBITS, ".debug_info");
}

/* "[heap]" and "//anon" are memory; of "[vdso]" perf keeps a copy. */
static gboolean
is_file_path (const char *path)
{
  return path[0] == '/' && path[1] != '/' && path[1] != '\0';
}

static PpvElfFile *
find_main (PpvModuleFiles *self)
{
  PpvFileSearch search = { .options = self->options, .build_id = self->build_id };

  search.state = PPV_SYMBOLS_NO_FILE;
  if (is_file_path (self->path))
    {
      ppv_file_search_in_folders (&search, self->path, PPV_FILE_CODE);
      ppv_file_search_try (&search, self->options->sysroot, self->path);
      ppv_file_search_in_cache (&search, self->path, PPV_FILE_CODE);
      ppv_file_search_by_build_id (&search, self->options->sysroot, PPV_DEBUG_FOLDER,
                                   PPV_FILE_CODE);
    }
  else if (strcmp (self->path, "[vdso]") == 0)
    {
      ppv_file_search_in_folders (&search, self->path, PPV_FILE_VDSO);
      ppv_file_search_in_cache (&search, self->path, PPV_FILE_VDSO);
      ppv_file_search_in_cache (&search, self->path, PPV_FILE_CODE);
    }
  if (is_file_path (self->path))
    ppv_file_search_download (&search, self->path, PPV_FILE_CODE);
  self->state = search.file != NULL ? PPV_SYMBOLS_FOUND : search.state;
  return search.file;
}

/* Beside the file, in .debug below it, and in the mirror of its folder. */
static void
try_debuglink (PpvFileSearch *search, const char *path, const char *name)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *beside = g_build_filename (folder, name, NULL);
  g_autofree char *below = g_build_filename (folder, ".debug", name, NULL);
  g_autofree char *mirrored = g_strconcat (PPV_DEBUG_FOLDER, beside, NULL);

  ppv_file_search_in_folders (search, beside, PPV_FILE_DEBUG);
  if (!is_file_path (path))
    return;
  ppv_file_search_try (search, search->options->sysroot, beside);
  ppv_file_search_try (search, search->options->sysroot, below);
  ppv_file_search_try (search, search->options->sysroot, mirrored);
}

static PpvElfFile *
find_debug (PpvModuleFiles *self, const PpvElfFile *file)
{
  PpvFileSearch search = { .options = self->options, .accepts = is_debug_file };
  g_autofree char *usual_name = NULL;
  g_autofree char *link = NULL;
  guint32 crc;

  link = ppv_elf_file_dup_debuglink (file, &crc);
  search.crc = link != NULL ? &crc : NULL;
  search.build_id = file->build_id != NULL ? file->build_id : "";
  /* without an id and a sum there is no telling whose symbols these are */
  if (search.build_id[0] == '\0' && link == NULL)
    return NULL;
  if (link == NULL)
    {
      g_autofree char *base = g_path_get_basename (self->path);

      link = g_strconcat (base, ".debug", NULL);
    }
  ppv_file_search_by_build_id (&search, self->options->sysroot, PPV_DEBUG_FOLDER, PPV_FILE_DEBUG);
  ppv_file_search_in_cache (&search, self->path, PPV_FILE_DEBUG);
  try_debuglink (&search, self->path, link);
  /* recorded before it was stripped */
  ppv_file_search_in_cache (&search, self->path, PPV_FILE_CODE);
  ppv_file_search_download (&search, self->path, PPV_FILE_DEBUG);
  return search.file;
}

/* Its path may be relative to the real folder of the file that names it. */
static void
try_altlink (PpvFileSearch *search, const PpvElfFile *from, const char *link)
{
  const char *root = search->options->sysroot;
  g_autofree char *here = ppv_elf_file_dup_path (from, root);
  g_autofree char *folder = here != NULL ? g_path_get_dirname (here) : NULL;
  g_autofree char *path = NULL;

  if (link[0] != '/' && folder == NULL)
    return;
  path = g_canonicalize_filename (link, folder != NULL ? folder : "/");
  ppv_file_search_try (search, root, path);
}

static PpvElfFile *
find_alt (PpvModuleFiles *self)
{
  PpvFileSearch search = { .options = self->options, .accepts = is_dwarf_file };
  PpvElfFile *from = ppv_module_files_get (self, PPV_MODULE_FILE_DEBUG);
  g_autofree char *build_id = NULL;
  g_autofree char *link = NULL;

  if (from == NULL || !is_dwarf_file (from))
    from = ppv_module_files_get (self, PPV_MODULE_FILE_MAIN);
  link = from != NULL ? ppv_elf_file_dup_altlink (from, &build_id) : NULL;
  if (link == NULL)
    return NULL;
  search.build_id = build_id;
  ppv_file_search_by_build_id (&search, self->options->sysroot, PPV_DEBUG_FOLDER, PPV_FILE_DEBUG);
  ppv_file_search_in_folders (&search, link, PPV_FILE_DEBUG);
  try_altlink (&search, from, link);
  ppv_file_search_download (&search, link, PPV_FILE_DEBUG);
  return search.file;
}

static PpvElfFile *
find_file (PpvModuleFiles *self, PpvModuleFile which)
{
  PpvElfFile *main_file;

  if (which == PPV_MODULE_FILE_MAIN)
    return find_main (self);
  main_file = ppv_module_files_get (self, PPV_MODULE_FILE_MAIN);
  if (main_file == NULL)
    return NULL;
  switch (which)
    {
    case PPV_MODULE_FILE_DEBUG:
      return find_debug (self, main_file);
    case PPV_MODULE_FILE_MINI:
      return ppv_elf_file_open_mini (main_file);
    default:
      return find_alt (self);
    }
}

PpvElfFile *
ppv_module_files_get (PpvModuleFiles *self, PpvModuleFile which)
{
  if (!self->tried[which])
    {
      self->tried[which] = TRUE;
      self->files[which] = find_file (self, which);
    }
  return self->files[which];
}

PpvSymbolState
ppv_module_files_get_state (PpvModuleFiles *self)
{
  (void) ppv_module_files_get (self, PPV_MODULE_FILE_MAIN);
  return self->state;
}
