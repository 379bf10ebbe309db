/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "ppv-symbol-scene.h"

void
symbol_scene_init (SymbolScene *self)
{
  g_autoptr (GError) error = NULL;
  PpvLimits limits;

  ppv_limits_init (&limits);
  *self = (SymbolScene){ .options = { .enabled = TRUE, .kernel = TRUE } };
  self->folder = g_dir_make_tmp ("ppv-symbols-XXXXXX", &error);
  g_assert_no_error (error);
  self->builder = ppv_profile_builder_new (&limits);
  /* perf's cache of whoever runs the tests must not matter */
  g_setenv ("HOME", self->folder, TRUE);
}

static void
remove_below (GFile *folder)
{
  g_autoptr (GFileEnumerator) children = NULL;
  GFile *child;

  children = g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                        G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) &&
         child != NULL)
    remove_below (child);
  g_file_delete (folder, NULL, NULL);
}

void
symbol_scene_clear (SymbolScene *self)
{
  g_autoptr (GFile) folder = NULL;

  if (self->folder == NULL)
    return;
  folder = g_file_new_for_path (self->folder);
  remove_below (folder);
  g_free (self->folder);
  g_clear_pointer (&self->builder, ppv_profile_builder_free);
  g_clear_pointer (&self->profile, ppv_profile_unref);
}

char *
symbol_scene_write (SymbolScene *self, const char *path, const char *text, gssize length)
{
  char *whole = g_build_filename (self->folder, path, NULL);
  g_autofree char *parent = g_path_get_dirname (whole);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (whole, text, length, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (whole, 0644), ==, 0);
  return whole;
}

PpvFrameId
symbol_scene_record (
    SymbolScene *self, PpvModuleKind kind, const char *path, const char *build_id, guint64 address)
{
  PpvStringId path_id = ppv_profile_builder_string (self->builder, path, -1);
  PpvStringId build_id_id = ppv_profile_builder_string (self->builder, build_id, -1);
  PpvModuleId module = ppv_profile_builder_module (self->builder, path_id, build_id_id, kind);

  return ppv_profile_builder_frame (self->builder, PPV_NONE, module, address, 0, FALSE);
}

void
symbol_scene_run (SymbolScene *self)
{
  g_autoptr (GError) error = NULL;
  gboolean done = ppv_symbolize (self->builder, &self->options, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (done);
  self->profile = ppv_profile_builder_seal (self->builder, "scene", "test");
  ppv_profile_check (self->profile, &error);
  g_assert_no_error (error);
}

const char *
symbol_scene_name (SymbolScene *self, PpvFrameId frame)
{
  PpvFunctionId function = ppv_profile_get_frames (self->profile)->function[frame];

  return ppv_profile_get_string (self->profile,
                                 ppv_profile_get_functions (self->profile)->name[function]);
}

PpvSymbolState
symbol_scene_state (SymbolScene *self, PpvFrameId frame)
{
  PpvModuleId module = ppv_profile_get_frames (self->profile)->module[frame];

  return ppv_profile_get_modules (self->profile)->symbol_state[module];
}
