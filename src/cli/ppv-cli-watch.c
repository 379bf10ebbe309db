/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "ppv-cli-text.h"
#include "ppv-cli-watch.h"

/* A load that is over sooner shows nothing. */
#define PATIENCE_US (400 * G_TIME_SPAN_MILLISECOND)

enum { TICK_MS = 100, STATUS_WIDTH = 78 };

static struct {
  GCancellable *cancellable;
  int pipe[2];
  int signal; /* atomic */

  GMutex mutex; /* for what follows */
  PpvLoad *load;
  char *name;
  gint64 since;
  gboolean drawn;
} watch;

/* Only what a signal handler may do: the thread at the other end does the rest. */
static void
on_signal (int number)
{
  int saved = errno;
  char byte = (char) number;
  gssize written = write (watch.pipe[1], &byte, 1);

  (void) written;
  errno = saved;
}

static const char *
stage_text (PpvLoadStage stage)
{
  switch (stage)
    {
    case PPV_LOAD_OPENING:
      return _ ("Opening");
    case PPV_LOAD_READING:
      return _ ("Reading");
    case PPV_LOAD_SYMBOLS:
      return _ ("Looking up symbols of");
    case PPV_LOAD_DONE:
    default:
      return _ ("Finishing");
    }
}

/* The file that comes from a server, when one does. */
static char *
dup_download (void)
{
  guint64 n_bytes;
  g_autofree char *name = ppv_load_dup_download (watch.load, &n_bytes);
  g_autofree char *safe = name != NULL ? ppv_text_safe (name) : NULL;
  g_autofree char *size = NULL;

  if (safe == NULL)
    return NULL;
  size = g_format_size_full (n_bytes, G_FORMAT_SIZE_IEC_UNITS);
  return g_strdup_printf (_ ("Fetching symbols of %s  %s"), safe, size);
}

static void
draw_status (void)
{
  int percent = (int) (CLAMP (ppv_load_get_fraction (watch.load), 0, 1) * 100);
  const char *stage = stage_text (ppv_load_get_stage (watch.load));
  g_autofree char *line = g_strdup_printf ("%s %s  %d %%", stage, watch.name, percent);
  g_autofree char *download = dup_download ();
  g_autofree char *cut =
      ppv_text_cut (download != NULL ? download : line, STATUS_WIDTH, PPV_CUT_MIDDLE);

  g_printerr ("\r\033[K%s", cut);
  watch.drawn = TRUE;
}

static int
tick (void)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&watch.mutex);

  if (watch.load == NULL)
    return -1;
  if (g_get_monotonic_time () - watch.since >= PATIENCE_US)
    draw_status ();
  return TICK_MS;
}

static gpointer
run_watch (gpointer data)
{
  struct pollfd wait = { .fd = watch.pipe[0], .events = POLLIN };
  int timeout = -1;
  char byte;

  for (;;)
    {
      if (poll (&wait, 1, timeout) > 0 && read (watch.pipe[0], &byte, 1) == 1 && byte > 0)
        {
          g_atomic_int_set (&watch.signal, byte);
          g_cancellable_cancel (watch.cancellable);
        }
      timeout = tick ();
    }
  return NULL;
}

/* A second signal of the kind ends the process at once, whatever it is in. */
static void
catch_signal (int number)
{
  struct sigaction action = { .sa_handler = on_signal,
                              .sa_flags = (int) (SA_RESTART | SA_RESETHAND) };

  sigemptyset (&action.sa_mask);
  sigaction (number, &action, NULL);
}

static gboolean
is_ignored (int number)
{
  struct sigaction action;

  return sigaction (number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

void
ppv_watch_signals (GCancellable *cancellable)
{
  if (!g_unix_open_pipe (watch.pipe, FD_CLOEXEC, NULL))
    return;
  watch.cancellable = g_object_ref (cancellable);
  g_thread_unref (g_thread_new ("watch", run_watch, NULL));
  catch_signal (SIGINT);
  if (!is_ignored (SIGTERM))
    catch_signal (SIGTERM);
  if (!is_ignored (SIGHUP)) /* nohup */
    catch_signal (SIGHUP);
}

int
ppv_watch_get_signal (void)
{
  return g_atomic_int_get (&watch.signal);
}

void
ppv_watch_begin_load (PpvLoad *load, const char *name)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&watch.mutex);

  watch.load = ppv_load_ref (load);
  watch.name = ppv_text_safe (name);
  watch.since = g_get_monotonic_time ();
  watch.drawn = FALSE;
  on_signal (0); /* wakes the thread */
}

void
ppv_watch_end_load (void)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&watch.mutex);

  g_clear_pointer (&watch.load, ppv_load_unref);
  g_clear_pointer (&watch.name, g_free);
  if (watch.drawn)
    g_printerr ("\r\033[K");
}
