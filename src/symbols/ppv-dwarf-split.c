/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * libdw finds .dwo files by itself, and opens whatever has their name.  So it is asked
 * for them only when what it would find are regular files.
 */

#include "config.h"

#include <dwarf.h>
#include <unistd.h>

#include "ppv-dwarf-split.h"
#include "ppv-recorded-file.h"

#define MAX_FILE_BYTES (G_GUINT64_CONSTANT (1) << 30)

static const char *
find_text (Dwarf_Die *die, guint name)
{
  Dwarf_Attribute attribute;

  return dwarf_formstring (dwarf_attr (die, name, &attribute));
}

/* @allowed becomes FALSE for what is there and is no file to be read. */
static gboolean
is_there (const char *folder, const char *name, gboolean *allowed)
{
  g_autofree char *path = g_build_filename (name[0] == '/' ? "" : folder, name, NULL);
  PpvSymbolState state;
  guint64 size;
  int fd = ppv_recorded_file_open (NULL, path, PPV_FILE_DEFAULT, MAX_FILE_BYTES, &size, &state);

  if (fd < 0)
    {
      *allowed &= state == PPV_SYMBOLS_NO_FILE;
      return FALSE;
    }
  close (fd);
  return TRUE;
}

/* The folder of the open file, where libdw looks first. */
static char *
dup_own_folder (int fd)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autofree char *path = g_file_read_link (link, NULL);

  return path != NULL ? g_path_get_dirname (path) : NULL;
}

gboolean
ppv_dwarf_split_find (int fd, Dwarf_Die *skeleton, Dwarf_Die *unit)
{
  const char *folder = find_text (skeleton, DW_AT_comp_dir);
  const char *name = find_text (skeleton, DW_AT_dwo_name);
  g_autofree char *own_folder = dup_own_folder (fd);
  gboolean allowed = TRUE;
  gboolean found = FALSE;

  if (name == NULL)
    name = find_text (skeleton, DW_AT_GNU_dwo_name);
  if (name == NULL)
    return FALSE;
  if (own_folder != NULL)
    found |= is_there (own_folder, name, &allowed);
  if (folder != NULL)
    found |= is_there (folder, name, &allowed);
  return found && allowed &&
         dwarf_cu_info (skeleton->cu, NULL, NULL, NULL, unit, NULL, NULL, NULL) == 0 &&
         unit->addr != NULL;
}
