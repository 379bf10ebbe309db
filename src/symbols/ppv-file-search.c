/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <unistd.h>

#include "ppv-build-id.h"
#include "ppv-download.h"
#include "ppv-elf-links.h"
#include "ppv-file-search.h"
#include "ppv-recorded-file.h"
#include "ppv-unpack.h"

#define MAX_FILE_BYTES (G_GUINT64_CONSTANT (8) << 30)

enum {
  MAGIC_BYTES = 8,
  MAX_PACKED_BYTES = 64 * 1024 * 1024, /* of one of the kernel's modules */
  MAX_UNPACKED_BYTES = 256 * 1024 * 1024,
};

/* By PpvFileKind: after the build id, in perf's cache, in debuginfod's. */
static const struct {
  const char *suffix;
  const char *in_perf;
  const char *in_debuginfod;
} names[] = {
  [PPV_FILE_CODE] = { "", "elf", "executable" },
  [PPV_FILE_VDSO] = { "", "vdso", "executable" },
  [PPV_FILE_DEBUG] = { ".debug", "debug", "debuginfo" },
};

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

static void
note_reason (PpvFileSearch *self, PpvSymbolState state)
{
  if (self->file == NULL && weight_of (state) > weight_of (self->state))
    self->state = state;
}

/* A build id decides; where one of the two is missing, the sum of the bytes may. */
static gboolean
is_build (const PpvFileSearch *self, PpvElfFile *file)
{
  if (self->crc != NULL && (self->build_id[0] == '\0' || file->build_id == NULL))
    return ppv_elf_file_has_crc (file, *self->crc);
  return self->build_id[0] == '\0' ||
         (file->build_id != NULL && ppv_build_id_equal (file->build_id, self->build_id));
}

/* Takes @fd. */
static PpvElfFile *
open_elf (int fd, guint64 size, gboolean packed)
{
  g_autofree char *bytes = NULL;
  char magic[MAGIC_BYTES];
  guint8 *unpacked;
  gsize length = 0;

  if (!packed || pread (fd, magic, MAGIC_BYTES, 0) != MAGIC_BYTES ||
      !ppv_is_packed (magic, MAGIC_BYTES))
    return ppv_elf_file_new (fd);
  bytes = ppv_recorded_file_read (fd, size, MAX_PACKED_BYTES, &length);
  if (bytes == NULL)
    return NULL;
  unpacked = ppv_unpack (bytes, length, MAX_UNPACKED_BYTES, &length);
  return unpacked != NULL ? ppv_elf_file_new_from_memory (unpacked, length) : NULL;
}

/* Takes @fd. */
static void
look_at (PpvFileSearch *self, int fd, guint64 size)
{
  g_autoptr (PpvElfFile) file = open_elf (fd, size, self->packed);
  PpvSymbolState state = PPV_SYMBOLS_NO_FILE;

  if (file != NULL && !is_build (self, file))
    state = PPV_SYMBOLS_OTHER_BUILD;
  else if (file != NULL && (self->accepts == NULL || self->accepts (file)))
    self->file = g_steal_pointer (&file);
  note_reason (self, state);
}

void
ppv_file_search_try (PpvFileSearch *self, const char *root, const char *path)
{
  PpvSymbolState state;
  guint64 size;
  int fd;

  if (self->file != NULL)
    return;
  fd = ppv_recorded_file_open (root, path, PPV_FILE_DEFAULT, MAX_FILE_BYTES, &size, &state);
  if (fd >= 0)
    look_at (self, fd, size);
  else
    note_reason (self, state);
}

void
ppv_file_search_download (PpvFileSearch *self, const char *path, PpvFileKind kind)
{
  PpvDownload *download = self->options->download;
  g_autofree char *name = NULL;
  int fd;

  if (self->file != NULL || download == NULL || !ppv_build_id_is_valid (self->build_id))
    return;
  name = g_path_get_basename (path);
  fd = ppv_download_fetch (download,
                           kind == PPV_FILE_DEBUG ? PPV_DOWNLOAD_DEBUG : PPV_DOWNLOAD_EXECUTABLE,
                           self->build_id, name);
  if (fd >= 0)
    look_at (self, fd, MAX_PACKED_BYTES);
}

static void
try_build_id (
    PpvFileSearch *self, const char *root, const char *folder, const char *slash, const char *name)
{
  g_autofree char *id_path = NULL;
  g_autofree char *path = NULL;

  if (self->file != NULL || !ppv_build_id_is_valid (self->build_id))
    return;
  id_path = ppv_build_id_path (self->build_id);
  path = g_strconcat (folder, "/.build-id/", id_path, slash, name, NULL);
  ppv_file_search_try (self, root, path);
}

void
ppv_file_search_by_build_id (PpvFileSearch *self,
                             const char *root,
                             const char *folder,
                             PpvFileKind kind)
{
  try_build_id (self, root, folder, "", names[kind].suffix);
}

static void
try_kept (PpvFileSearch *self, const char *root, const char *folder, const char *name)
{
  g_autofree char *path = NULL;

  if (self->file != NULL || !ppv_build_id_is_valid (self->build_id))
    return;
  path = g_strconcat (folder, "/", self->build_id, "/", name, NULL);
  ppv_file_search_try (self, root, path);
}

static void
try_folder (PpvFileSearch *self, const char *folder, const char *path, PpvFileKind kind)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *direct = g_strconcat ("/", base, NULL);

  try_build_id (self, folder, "", "", names[kind].suffix);
  try_build_id (self, folder, "", "/", names[kind].in_perf);
  try_kept (self, folder, "", names[kind].in_debuginfod);
  if (path[0] == '/')
    ppv_file_search_try (self, folder, path);
  ppv_file_search_try (self, folder, direct);
}

void
ppv_file_search_in_folders (PpvFileSearch *self, const char *path, PpvFileKind kind)
{
  const char *const *folders = self->options->symbol_path;

  for (guint i = 0; folders != NULL && folders[i] != NULL; i++)
    try_folder (self, folders[i], path, kind);
}

void
ppv_file_search_in_cache (PpvFileSearch *self, const char *path, PpvFileKind kind)
{
  const char *home = g_getenv ("HOME");
  g_autofree char *cache = NULL;
  g_autofree char *by_path = NULL;

  if (home == NULL)
    return;
  cache = g_build_filename (home, ".debug", NULL);
  by_path = g_build_filename (cache, path, NULL);
  try_build_id (self, NULL, cache, "/", names[kind].in_perf);
  try_kept (self, NULL, by_path, names[kind].in_perf);
}
