/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Finds, checks and loads plugins; the only place that opens a module. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "ppv-host.h"

struct _PpvHost {
  GArray *plugins;      /* PpvPluginInfo, by path */
  GPtrArray *importers; /* const PpvImporter, by id, ended by NULL */
  GPtrArray *exporters; /* const PpvExporter, by id, ended by NULL */
};

static void
clear_info (PpvPluginInfo *info)
{
  g_free (info->path);
  g_free (info->problem);
}

static gint
compare_importers (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const PpvImporter *const *) a)->id, (*(const PpvImporter *const *) b)->id);
}

static gint
compare_exporters (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const PpvExporter *const *) a)->id, (*(const PpvExporter *const *) b)->id);
}

static gint
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
find_importer (PpvHost *self, const char *id)
{
  for (guint i = 0; i < self->importers->len; i++)
    if (g_str_equal (((const PpvImporter *) self->importers->pdata[i])->id, id))
      return TRUE;
  return FALSE;
}

static gboolean
find_exporter (PpvHost *self, const char *id)
{
  for (guint i = 0; i < self->exporters->len; i++)
    if (g_str_equal (((const PpvExporter *) self->exporters->pdata[i])->id, id))
      return TRUE;
  return FALSE;
}

/* The first folder on the path wins where two plugins bring the same id. */
static void
take_parts (PpvHost *self, const PpvPlugin *plugin)
{
  for (guint i = 0; plugin->importers != NULL && plugin->importers[i] != NULL; i++)
    if (!find_importer (self, plugin->importers[i]->id))
      g_ptr_array_add (self->importers, (gpointer) plugin->importers[i]);
  for (guint i = 0; plugin->exporters != NULL && plugin->exporters[i] != NULL; i++)
    if (!find_exporter (self, plugin->exporters[i]->id))
      g_ptr_array_add (self->exporters, (gpointer) plugin->exporters[i]);
}

static const PpvPlugin *
open_plugin (const char *path, char **problem)
{
  g_autoptr (GError) error = NULL;
  GModule *module = g_module_open_full (path, G_MODULE_BIND_LOCAL, &error);
  gpointer symbol = NULL;
  const PpvPlugin *plugin;

  if (module == NULL)
    {
      *problem = g_strdup (error->message);
      return NULL;
    }
  if (!g_module_symbol (module, PPV_PLUGIN_SYMBOL, &symbol) || symbol == NULL)
    *problem = g_strdup_printf (_ ("it has no symbol %s"), PPV_PLUGIN_SYMBOL);
  else if (((const PpvPlugin *) symbol)->abi != PPV_PLUGIN_ABI)
    *problem = g_strdup_printf (_ ("it was made for plugin interface %u, this program has %u"),
                                ((const PpvPlugin *) symbol)->abi, PPV_PLUGIN_ABI);
  if (*problem != NULL)
    {
      g_module_close (module);
      return NULL;
    }
  /* profiles and error domains may outlive the host */
  g_module_make_resident (module);
  plugin = symbol;
  if (plugin->init != NULL && !plugin->init (&error))
    {
      *problem = g_strdup_printf (_ ("it could not start: %s"),
                                  error != NULL ? error->message : _ ("no reason given"));
      return NULL;
    }
  return plugin;
}

static void
add_file (PpvHost *self, const char *path)
{
  PpvPluginInfo info = { g_strdup (path), NULL, NULL };

  info.plugin = open_plugin (path, &info.problem);
  if (info.plugin != NULL)
    take_parts (self, info.plugin);
  g_array_append_val (self->plugins, info);
}

/* In the order of names, so that the result does not depend on the folder's own order. */
static void
add_folder (PpvHost *self, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, "." G_MODULE_SUFFIX))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_paths);
  for (guint i = 0; i < paths->len; i++)
    add_file (self, g_ptr_array_index (paths, i));
}

/**
 * ppv_host_new: (skip)
 * @folders: (array zero-terminated=1): where to look, the first wins
 *
 * Returns: (transfer full): a host over these folders only
 */
PpvHost *
ppv_host_new (const char *const *folders)
{
  PpvHost *self = g_new0 (PpvHost, 1);

  self->plugins = g_array_new (FALSE, FALSE, sizeof (PpvPluginInfo));
  g_array_set_clear_func (self->plugins, (GDestroyNotify) clear_info);
  self->importers = g_ptr_array_new ();
  self->exporters = g_ptr_array_new ();
  for (guint i = 0; folders[i] != NULL; i++)
    add_folder (self, folders[i]);
  g_ptr_array_sort (self->importers, compare_importers);
  g_ptr_array_sort (self->exporters, compare_exporters);
  g_ptr_array_add (self->importers, NULL);
  g_ptr_array_add (self->exporters, NULL);
  return self;
}

/**
 * ppv_host_free: (skip)
 * @self: (transfer full): a host of ppv_host_new()
 */
void
ppv_host_free (PpvHost *self)
{
  g_array_unref (self->plugins);
  g_ptr_array_unref (self->importers);
  g_ptr_array_unref (self->exporters);
  g_free (self);
}

/*
 * The plugins beside a program that runs from the build tree, where libtool
 * keeps what it links in .libs folders; NULL when it is installed.
 */
static char *
build_tree_path (void)
{
  static const char *const rooms[] = { "importers", "exporters" };
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *libs = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *top = NULL;
  g_autoptr (GString) path = g_string_new (NULL);

  if (libs == NULL || !g_str_has_suffix (libs, "/.libs"))
    return NULL;
  top = g_path_get_dirname (libs);
  for (guint i = 0; i < G_N_ELEMENTS (rooms); i++)
    {
      g_autofree char *room = g_build_filename (top, rooms[i], NULL);
      g_autoptr (GDir) dir = g_dir_open (room, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        g_string_append_printf (path, "%s/%s/.libs" G_SEARCHPATH_SEPARATOR_S, room, name);
    }
  return path->len > 0 ? g_strdup (path->str) : NULL;
}

static char *
default_path (void)
{
  g_autofree char *user = g_build_filename (g_get_user_data_dir (), "perprovis", "plugins", NULL);
  g_autofree char *build_tree = build_tree_path ();

  return g_strjoin (G_SEARCHPATH_SEPARATOR_S, user,
                    build_tree != NULL ? build_tree : PPV_PLUGIN_DIR, NULL);
}

/**
 * ppv_host_get: (skip)
 *
 * Returns: (transfer none): the plugins of this process
 */
const PpvHost *
ppv_host_get (void)
{
  static PpvHost *host;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      const char *set = g_getenv ("PPV_PLUGIN_PATH");
      g_autofree char *path = set != NULL ? g_strdup (set) : default_path ();
      g_auto (GStrv) folders = g_strsplit (path, G_SEARCHPATH_SEPARATOR_S, -1);

      host = ppv_host_new ((const char *const *) folders);
      g_once_init_leave (&once, 1);
    }
  return host;
}

/**
 * ppv_host_list: (skip)
 * @self: a host
 * @n_plugins: (out): how many
 *
 * Returns: (transfer none) (array length=n_plugins): every file looked at
 */
const PpvPluginInfo *
ppv_host_list (const PpvHost *self, guint *n_plugins)
{
  *n_plugins = self->plugins->len;
  return (const PpvPluginInfo *) (void *) self->plugins->data;
}

/**
 * ppv_host_list_importers: (skip)
 * @self: a host
 *
 * Returns: (transfer none) (array zero-terminated=1): all importers, by id
 */
const PpvImporter *const *
ppv_host_list_importers (const PpvHost *self)
{
  return (const PpvImporter *const *) self->importers->pdata;
}

/**
 * ppv_host_list_exporters: (skip)
 * @self: a host
 *
 * Returns: (transfer none) (array zero-terminated=1): all exporters, by id
 */
const PpvExporter *const *
ppv_host_list_exporters (const PpvHost *self)
{
  return (const PpvExporter *const *) self->exporters->pdata;
}

/**
 * ppv_host_get_importer: (skip)
 * @self: a host
 * @id: an importer's id
 *
 * Returns: (transfer none) (nullable): the importer
 */
const PpvImporter *
ppv_host_get_importer (const PpvHost *self, const char *id)
{
  const PpvImporter *const *importers = ppv_host_list_importers (self);

  g_return_val_if_fail (id != NULL, NULL);

  for (; *importers != NULL; importers++)
    if (g_str_equal ((*importers)->id, id))
      return *importers;
  return NULL;
}

/**
 * ppv_host_get_exporter: (skip)
 * @self: a host
 * @id: an exporter's id
 *
 * Returns: (transfer none) (nullable): the exporter
 */
const PpvExporter *
ppv_host_get_exporter (const PpvHost *self, const char *id)
{
  const PpvExporter *const *exporters = ppv_host_list_exporters (self);

  g_return_val_if_fail (id != NULL, NULL);

  for (; *exporters != NULL; exporters++)
    if (g_str_equal ((*exporters)->id, id))
      return *exporters;
  return NULL;
}

/**
 * ppv_host_sniff: (skip)
 * @self: a host
 * @sniff: the beginning of the file
 * @error: set to PPV_ERROR_UNKNOWN_FORMAT when nobody bids
 *
 * Returns: (transfer none) (nullable): the importer with the highest bid; of
 *     equal ones that with the smaller id
 */
const PpvImporter *
ppv_host_sniff (const PpvHost *self, const PpvSniff *sniff, GError **error)
{
  const PpvImporter *const *importers = ppv_host_list_importers (self);
  const PpvImporter *best = NULL;
  guint best_bid = 0;

  for (; *importers != NULL; importers++)
    {
      guint bid = (*importers)->sniff (sniff);

      if (bid > best_bid)
        {
          best = *importers;
          best_bid = bid;
        }
    }
  if (best == NULL)
    g_set_error (error, PPV_ERROR, PPV_ERROR_UNKNOWN_FORMAT,
                 _ ("this is not a profile in a known format (see perprovis formats)"));
  return best;
}
