/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * libdebuginfod brings libcurl and all that it needs, which nobody shall wait for who
 * has not asked for the network.  So nothing is linked: it is loaded when it is needed
 * first, and its few functions, whose types its soname vouches for, are looked up.
 */

#include "config.h"

#include <dlfcn.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "ppv-build-id.h"
#include "ppv-download.h"
#include "ppv-error.h"

#define LIBRARY "libdebuginfod.so.1"

enum { SMALL_BYTES = 1024 * 1024 };

typedef struct _Client Client;

/* debuginfod_… of elfutils/debuginfod.h */
typedef struct {
  Client *(*begin) (void);
  void (*end) (Client *client);
  int (*find_executable) (Client *client, const unsigned char *id, int length, char **path);
  int (*find_debuginfo) (Client *client, const unsigned char *id, int length, char **path);
  void (*set_progressfn) (Client *client, int (*progress) (Client *client, long done, long total));
  void (*set_user_data) (Client *client, void *data);
  void *(*get_user_data) (Client *client);
} Library;

struct _PpvDownload {
  GMutex mutex; /* of the client: one file at a time */
  Client *client;
  GCancellable *cancellable;
  guint64 max_bytes;
  guint64 n_bytes; /* that came, of all files */
  gboolean transferring;
  guint n_too_large;
  guint n_failed;
  int failure; /* errno of the first */

  GMutex state; /* of what follows, which is shown while a file comes */
  char *name;
  guint64 n_here;
};

static Library library;

static gboolean
load_library (void)
{
  static gsize done;
  static gboolean loaded;

  if (g_once_init_enter (&done))
    {
      const struct {
        gpointer *function;
        const char *name;
      } functions[] = {
        { (gpointer *) &library.begin, "debuginfod_begin" },
        { (gpointer *) &library.end, "debuginfod_end" },
        { (gpointer *) &library.find_executable, "debuginfod_find_executable" },
        { (gpointer *) &library.find_debuginfo, "debuginfod_find_debuginfo" },
        { (gpointer *) &library.set_progressfn, "debuginfod_set_progressfn" },
        { (gpointer *) &library.set_user_data, "debuginfod_set_user_data" },
        { (gpointer *) &library.get_user_data, "debuginfod_get_user_data" },
      };
      gpointer handle = dlopen (LIBRARY, RTLD_NOW | RTLD_LOCAL);

      loaded = handle != NULL;
      for (guint i = 0; i < G_N_ELEMENTS (functions) && loaded; i++)
        {
          *functions[i].function = dlsym (handle, functions[i].name);
          loaded = *functions[i].function != NULL;
        }
      g_once_init_leave (&done, 1);
    }
  return loaded;
}

PpvDownload *
ppv_download_new (void)
{
  PpvDownload *self = g_new0 (PpvDownload, 1);

  g_mutex_init (&self->mutex);
  g_mutex_init (&self->state);
  return self;
}

void
ppv_download_free (PpvDownload *self)
{
  if (self->client != NULL)
    library.end (self->client);
  g_clear_object (&self->cancellable);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->state);
  g_free (self->name);
  g_free (self);
}

static void
set_state (PpvDownload *self, const char *name, guint64 n_here)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->state);

  if (name == NULL)
    g_clear_pointer (&self->name, g_free);
  else if (self->name == NULL)
    self->name = g_strdup (name);
  self->n_here = n_here;
}

/* Called every now and then; @total is 0 before the file comes, when @done is no number of bytes.
 */
static int
note_progress (Client *client, long done, long total)
{
  PpvDownload *self = library.get_user_data (client);
  guint64 n_here = (guint64) MAX (done, 0);
  guint64 n_left = self->max_bytes - self->n_bytes;

  self->transferring = TRUE;
  if (total > 0)
    {
      G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->state);

      self->n_here = n_here;
    }
  if (n_here > n_left || (guint64) MAX (total, 0) > n_left)
    {
      self->n_too_large++;
      return 1;
    }
  return g_cancellable_is_cancelled (self->cancellable);
}

gboolean
ppv_download_open (PpvDownload *self, guint64 max_bytes, GCancellable *cancellable, GError **error)
{
  const char *servers = g_getenv ("DEBUGINFOD_URLS");

  if (servers == NULL || servers[0] == '\0')
    g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE,
                 _ ("--debuginfod: DEBUGINFOD_URLS does not say which servers to ask"));
  else if (!load_library () || (self->client == NULL && (self->client = library.begin ()) == NULL))
    g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE,
                 _ ("--debuginfod: %s cannot be loaded (Debian: libdebuginfod1)"), LIBRARY);
  else
    {
      self->max_bytes = max_bytes;
      g_set_object (&self->cancellable, cancellable);
      library.set_user_data (self->client, self);
      library.set_progressfn (self->client, note_progress);
      return TRUE;
    }
  return FALSE;
}

/*
 * What came counts, unless it was here from an earlier time: the client does not say
 * so, but it tells of the progress of all that is not small.
 */
static int
take (PpvDownload *self, int fd)
{
  struct stat status;
  guint64 size = 0;
  gboolean known = fstat (fd, &status) == 0;

  if (known && (self->transferring || status.st_size <= SMALL_BYTES))
    size = (guint64) MAX (status.st_size, 0);
  if (known && size <= self->max_bytes - self->n_bytes)
    {
      self->n_bytes += size;
      return fd;
    }
  self->n_too_large += known ? 1 : 0;
  close (fd);
  return -1;
}

static void
note_failure (PpvDownload *self, int failure, guint n_too_large)
{
  if (failure == -ENOENT || self->n_too_large > n_too_large ||
      g_cancellable_is_cancelled (self->cancellable))
    return;
  if (self->n_failed++ == 0)
    self->failure = -failure;
}

int
ppv_download_fetch (PpvDownload *self, PpvDownloadKind kind, const char *build_id, const char *name)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint n_too_large = self->n_too_large;
  g_autofree char *lower = NULL;
  int fd;

  if (self->client == NULL || !ppv_build_id_is_valid (build_id) ||
      g_cancellable_is_cancelled (self->cancellable))
    return -1;
  lower = g_ascii_strdown (build_id, -1);
  self->transferring = FALSE;
  set_state (self, name, 0);
  fd = (kind == PPV_DOWNLOAD_DEBUG ? library.find_debuginfo : library.find_executable) (
      self->client, (const unsigned char *) lower, 0, NULL);
  set_state (self, NULL, 0);
  if (fd >= 0)
    return take (self, fd);
  note_failure (self, fd, n_too_large);
  return -1;
}

char *
ppv_download_dup_state (PpvDownload *self, guint64 *n_bytes)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->state);

  *n_bytes = self->n_here;
  return g_strdup (self->name);
}

void
ppv_download_tell (PpvDownload *self, PpvProfileBuilder *builder)
{
  if (self->n_too_large > 0)
    ppv_profile_builder_warn_many (builder, PPV_NOTE, "download-limit", PPV_NO_ADDRESS,
                                   self->n_too_large,
                                   _ ("Files with symbols were not fetched: all together would be "
                                      "more than %" PRIu64 " bytes (see --limit-download-bytes)"),
                                   self->max_bytes);
  if (self->n_failed > 0)
    ppv_profile_builder_warn_many (
        builder, PPV_NOTE, "download-failed", PPV_NO_ADDRESS, self->n_failed,
        _ ("Files with symbols could not be fetched: %s"), g_strerror (self->failure));
}
