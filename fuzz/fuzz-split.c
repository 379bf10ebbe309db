/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * libFuzzer target for split debug information: the bytes are both the .dwo file and the
 * package (.dwp) of programs that are sound, one for each form of it, and stand in the
 * folder FUZZ_PROGRAMS.
 */

#include "config.h"

#include <fcntl.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "ppv-dwarf.h"

enum { CODE_BYTES = 8192, STEP = 8, N_FRAMES = 256 };

static const char *const names[] = { "dwarf-4", "dwarf-5" };

extern int LLVMFuzzerInitialize (int *argc, char ***argv);
extern int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static PpvElfFile *programs[G_N_ELEMENTS (names)];
static int split_fd; /* the file, which has four names */

static void
link_split (const char *split, const char *program, const char *suffix)
{
  g_autofree char *path = g_strconcat (program, suffix, NULL);

  g_unlink (path);
  g_assert (link (split, path) == 0);
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  const char *folder = g_getenv ("FUZZ_PROGRAMS");
  g_autofree char *split = NULL;

  if (folder == NULL)
    g_error ("FUZZ_PROGRAMS is not set");
  split = g_build_filename (folder, "split", NULL);
  split_fd = open (split, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  g_assert (split_fd >= 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      programs[i] = ppv_elf_file_new (open (path, O_RDONLY | O_CLOEXEC));
      g_assert (programs[i] != NULL);
      link_split (split, path, ".dwo");
      link_split (split, path, ".dwp");
    }
  return 0;
}

static void
ask (const PpvElfFile *program)
{
  g_autoptr (PpvDwarf) dwarf = ppv_dwarf_new (program, NULL, NULL);
  PpvDwarfFrame frames[N_FRAMES];
  guint64 address;

  for (guint64 offset = 0; offset < CODE_BYTES; offset += STEP)
    if (ppv_elf_file_find_address (program, offset, &address))
      {
        g_assert (ppv_dwarf_find (dwarf, address, frames, N_FRAMES) <= N_FRAMES);
        ppv_dwarf_find_function (dwarf, address);
      }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_assert (ftruncate (split_fd, 0) == 0 && pwrite (split_fd, data, size, 0) == (gssize) size);
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    ask (programs[i]);
  return 0;
}
