/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "ppv-recorded-file.h"

static void
close_descriptor (int *fd)
{
  if (*fd >= 0)
    close (*fd);
}

typedef int Descriptor;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Descriptor, close_descriptor)

/* glibc has no function for it. */
static int
open_at (int folder, const char *path, guint64 flags, guint64 resolve)
{
  struct open_how how = { .flags = flags | O_CLOEXEC, .resolve = resolve };

  return (int) syscall (SYS_openat2, folder, path, &how, sizeof how);
}

/* A handle to @path that has not opened it: no driver, FIFO or link has noticed. */
static int
locate (const char *root, const char *path, PpvFileFlags flags)
{
  g_auto (Descriptor) folder = -1;
  guint64 how = O_PATH | (flags & PPV_FILE_OWN_ONLY ? O_NOFOLLOW : 0);

  if (root == NULL)
    return open_at (AT_FDCWD, path, how, RESOLVE_NO_MAGICLINKS);
  folder = open (root, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0)
    return -1;
  return open_at (folder, path + 1, how, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
}

/* File systems whose regular files are the kernel's doing, and may act or never end. */
static gboolean
is_virtual (int fd)
{
  struct statfs system;

  if (fstatfs (fd, &system) != 0)
    return TRUE;
  switch ((guint64) system.f_type)
    {
    case PROC_SUPER_MAGIC:
    case SYSFS_MAGIC:
    case DEBUGFS_MAGIC:
    case TRACEFS_MAGIC:
    case SECURITYFS_MAGIC:
    case CGROUP_SUPER_MAGIC:
    case CGROUP2_SUPER_MAGIC:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_allowed (int fd, PpvFileFlags flags, guint64 max_bytes, guint64 *size)
{
  struct stat status;

  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode) || is_virtual (fd))
    return FALSE;
  if (flags & PPV_FILE_OWN_ONLY &&
      (status.st_uid != geteuid () || status.st_mode & (S_IWGRP | S_IWOTH)))
    return FALSE;
  *size = (guint64) MAX (status.st_size, 0);
  return *size <= max_bytes;
}

/* An absolute path that does not climb. */
static gboolean
is_plain_path (const char *path)
{
  return path[0] == '/' && path[1] != '\0' && strstr (path, "/../") == NULL &&
         !g_str_has_suffix (path, "/..");
}

int
ppv_recorded_file_open (const char *root,
                        const char *path,
                        PpvFileFlags flags,
                        guint64 max_bytes,
                        guint64 *size,
                        PpvSymbolState *state)
{
  g_auto (Descriptor) handle = -1;
  char reopen[64];

  *state = PPV_SYMBOLS_NOT_ALLOWED;
  if (!is_plain_path (path))
    return -1;
  handle = locate (root, path, flags);
  if (handle < 0)
    {
      if (errno != EACCES && errno != EPERM && errno != ELOOP)
        *state = PPV_SYMBOLS_NO_FILE;
      return -1;
    }
  if (!is_allowed (handle, flags, max_bytes, size))
    return -1;
  g_snprintf (reopen, sizeof reopen, "/proc/self/fd/%d", handle);
  return open (reopen, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

char *
ppv_recorded_file_read (int fd, guint64 size, guint64 max_bytes, gsize *length)
{
  g_auto (Descriptor) owned = fd;
  gsize room = (gsize) MIN (size, max_bytes) + 1;
  g_autofree char *text = g_try_malloc (room + 1);
  gssize got;

  *length = 0;
  while (text != NULL)
    {
      do
        got = read (owned, text + *length, room - *length);
      while (got < 0 && errno == EINTR);
      if (got < 0 || *length + (gsize) got > max_bytes)
        return NULL;
      *length += (gsize) got;
      if (got == 0)
        break;
      if (*length == room)
        {
          char *more;

          room = MAX (2 * room, 65536);
          more = g_try_realloc (text, room + 1);
          if (more == NULL)
            return NULL;
          text = more;
        }
    }
  if (text != NULL)
    text[*length] = '\0';
  return g_steal_pointer (&text);
}

char *
ppv_read_kernel_file (const char *path, guint64 max_bytes, gsize *length)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  return fd >= 0 ? ppv_recorded_file_read (fd, 0, max_bytes, length) : NULL;
}
