/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-file-name.h"
#include "ppv-loader.h"

/* A file that is read in the blink of an eye never tells of its progress. */
enum { POLL_MS = 80 };

struct _PpvLoader {
  GObject parent_instance;

  GtkProgressBar *progress;
  GFile *file;
  PpvLoad *load; /* while loading, else NULL */
  GCancellable *cancellable;
  guint poll_id;
};

enum { PROGRESSED, LOADED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PpvLoader, ppv_loader, G_TYPE_OBJECT)

/*
 * A load on its way; the loader may have left it by the time it comes back.  Until
 * then the application stays, so that nothing is taken from under the thread.
 */
typedef struct {
  GApplication *application;
  PpvLoader *loader;
  PpvLoad *load;
} Arrival;

static Arrival *
new_arrival (PpvLoader *loader, GApplication *application)
{
  Arrival *arrival = g_new0 (Arrival, 1);

  arrival->application = g_object_ref (application);
  g_application_hold (application);
  arrival->loader = g_object_ref (loader);
  arrival->load = ppv_load_ref (loader->load);
  return arrival;
}

static void
free_arrival (Arrival *arrival)
{
  g_object_unref (arrival->loader);
  g_application_release (arrival->application);
  g_object_unref (arrival->application);
  ppv_load_unref (arrival->load);
  g_free (arrival);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Arrival, free_arrival)

static const char *
describe_stage (PpvLoadStage stage)
{
  switch (stage)
    {
    case PPV_LOAD_READING:
      return _ ("Reading the file");
    case PPV_LOAD_SYMBOLS:
      return _ ("Looking for names");
    case PPV_LOAD_OPENING:
    case PPV_LOAD_DONE:
    default:
      return _ ("Opening the file");
    }
}

static gboolean
on_poll (gpointer user_data)
{
  PpvLoader *self = PPV_LOADER (user_data);

  gtk_progress_bar_set_fraction (self->progress, ppv_load_get_fraction (self->load));
  gtk_progress_bar_set_text (self->progress, describe_stage (ppv_load_get_stage (self->load)));
  g_signal_emit (self, signals[PROGRESSED], 0);
  return G_SOURCE_CONTINUE;
}

static void
on_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Arrival) arrival = user_data;
  PpvLoader *self = arrival->loader;
  g_autoptr (GError) error = NULL;
  g_autoptr (PpvProfile) profile = ppv_load_run_finish (arrival->load, result, &error);

  if (arrival->load != self->load)
    return; /* stopped, or replaced by a newer one */
  ppv_loader_stop (self);
  g_signal_emit (self, signals[LOADED], 0, profile, profile == NULL ? error->message : NULL);
}

static void
ppv_loader_dispose (GObject *object)
{
  PpvLoader *self = PPV_LOADER (object);

  ppv_loader_stop (self);
  g_clear_object (&self->file);
  g_clear_object (&self->progress);

  G_OBJECT_CLASS (ppv_loader_parent_class)->dispose (object);
}

static void
ppv_loader_class_init (PpvLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ppv_loader_dispose;
  signals[PROGRESSED] = g_signal_new ("progressed", PPV_TYPE_LOADER, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
  signals[LOADED] = g_signal_new ("loaded", PPV_TYPE_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);
}

static void
ppv_loader_init (PpvLoader *self)
{
}

/**
 * ppv_loader_new:
 * @progress: shows how far a load is
 *
 * Returns: (transfer full): a loader
 */
PpvLoader *
ppv_loader_new (GtkProgressBar *progress)
{
  PpvLoader *self;

  g_return_val_if_fail (GTK_IS_PROGRESS_BAR (progress), NULL);

  self = g_object_new (PPV_TYPE_LOADER, NULL);
  self->progress = g_object_ref (progress);
  return self;
}

/**
 * ppv_loader_start:
 * @self: a loader
 * @application: stays while the file is read
 * @file: a file of this machine, or standard input
 */
void
ppv_loader_start (PpvLoader *self, GApplication *application, GFile *file)
{
  g_return_if_fail (PPV_IS_LOADER (self));
  g_return_if_fail (G_IS_APPLICATION (application));
  g_return_if_fail (G_IS_FILE (file) && g_file_peek_path (file) != NULL);

  ppv_loader_stop (self);
  g_set_object (&self->file, file);
  self->load = ppv_load_new (ppv_file_is_standard_input (file) ? "-" : g_file_peek_path (file));
  self->cancellable = g_cancellable_new ();
  self->poll_id = g_timeout_add (POLL_MS, on_poll, self);
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_progress_bar_set_text (self->progress, describe_stage (PPV_LOAD_OPENING));
  ppv_load_run_async (self->load, self->cancellable, on_finished, new_arrival (self, application));
}

/**
 * ppv_loader_stop:
 * @self: a loader
 *
 * Does nothing when nothing is loading.
 */
void
ppv_loader_stop (PpvLoader *self)
{
  g_return_if_fail (PPV_IS_LOADER (self));

  g_clear_handle_id (&self->poll_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->load, ppv_load_unref);
}

/**
 * ppv_loader_is_loading:
 * @self: a loader
 *
 * Returns: whether a file is being read
 */
gboolean
ppv_loader_is_loading (PpvLoader *self)
{
  g_return_val_if_fail (PPV_IS_LOADER (self), FALSE);

  return self->load != NULL;
}

/**
 * ppv_loader_get_file:
 * @self: a loader
 *
 * Returns: (transfer none) (nullable): the file it reads, or read last
 */
GFile *
ppv_loader_get_file (PpvLoader *self)
{
  g_return_val_if_fail (PPV_IS_LOADER (self), NULL);

  return self->file;
}
