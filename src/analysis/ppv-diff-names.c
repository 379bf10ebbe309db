/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Which function of one profile is which of another.  They are the same by name and
 * module; then names that only one module has on either side, for programs and libraries
 * are renamed from version to version.
 */

#include "config.h"

#include <string.h>

#include "ppv-diff-rows-private.h"
#include "ppv-frames-private.h"

enum { BASE = 1 << PPV_DIFF_BASE, CURRENT = 1 << PPV_DIFF_CURRENT };

/* What compilers add to the name of a function they make another of. */
static const char *const clones[] = { ".constprop", ".part",  ".isra",  ".cold", ".lto_priv",
                                      ".llvm",      ".clone", ".local", ".warm" };

/* The length without one such suffix, and the numbers behind it. */
static gsize
without_clone (const char *name, gsize length)
{
  gsize end = length;

  while (end > 0 && (g_ascii_isdigit (name[end - 1]) || name[end - 1] == '.'))
    end--;
  if (end < length && name[end] != '.')
    end = length; /* digits of the name itself */
  for (guint i = 0; i < G_N_ELEMENTS (clones); i++)
    {
      gsize n = strlen (clones[i]);

      if (end > n && strncmp (name + end - n, clones[i], n) == 0)
        return end - n;
    }
  return length;
}

/* "::h" and 16 digits, as rustc ends names. */
static gsize
without_hash (const char *name, gsize length)
{
  if (length <= 19 || strncmp (name + length - 19, "::h", 3) != 0)
    return length;
  for (gsize i = length - 16; i < length; i++)
    if (!g_ascii_isxdigit (name[i]))
      return length;
  return length - 19;
}

char *
ppv_diff_plain_name (const char *name)
{
  const char *demangled = strstr (name, " [clone ");
  gsize length =
      demangled != NULL && demangled != name ? (gsize) (demangled - name) : strlen (name);
  gsize before;

  do
    {
      before = length;
      length = without_hash (name, without_clone (name, length));
    }
  while (length < before);
  return g_strndup (name, length);
}

static const char *
base_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

/* "libc.so.6" and "libc.so.7" are the same library. */
static char *
plain_module (const char *path)
{
  const char *name = base_name (path);
  const char *version = strstr (name, ".so.");

  return version != NULL ? g_strndup (name, (gsize) (version - name) + 3) : g_strdup (name);
}

typedef struct {
  PpvDiffNames *names;
  GHashTable *rows;   /* name, NUL, module → row */
  GHashTable *builds; /* module → the build id that all profiles agree on, or "" */
  GArray *sides;      /* of each row, BASE and CURRENT */
  GString *key;
} Matching;

static const char *
text_of (const PpvProfile *profile, PpvStringId id)
{
  return ppv_profile_get_string (profile, id);
}

static void
note_builds (Matching *self, const PpvProfile *profile)
{
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);

  for (PpvModuleId i = 0; i < modules->n_rows; i++)
    {
      char *module = plain_module (text_of (profile, modules->path[i]));
      const char *build = text_of (profile, modules->build_id[i]);
      const char *known = g_hash_table_lookup (self->builds, module);

      if (known != NULL && !g_str_equal (known, build))
        build = "";
      g_hash_table_insert (self->builds, module, g_strdup (build));
    }
}

/* Addresses say nothing of another build: all of a module are one row then. */
static char *
name_of (const Matching *self,
         const PpvProfile *profile,
         PpvFunctionId function,
         const char *module)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  const char *name = text_of (profile, functions->name[function]);
  const char *build = module[0] != '\0' ? g_hash_table_lookup (self->builds, module) : NULL;
  gsize n = strcspn (name, "+");

  if (name[n] == '\0' || !g_str_has_prefix (name + n, "+0x") || module[0] == '\0' ||
      strncmp (name, module, strlen (module)) != 0)
    return ppv_diff_plain_name (name);
  return build != NULL && build[0] != '\0' ? g_strdup (name) : g_strdup ("[unknown]");
}

static guint32
find_row (Matching *self, char *name, char *module, const char *shown)
{
  GBytes *key;
  gpointer found;
  guint32 row = self->sides->len;
  guint8 none = 0;

  g_string_assign (self->key, name);
  g_string_append_c (self->key, '\0');
  g_string_append (self->key, module);
  key = g_bytes_new (self->key->str, self->key->len);
  if (g_hash_table_lookup_extended (self->rows, key, NULL, &found))
    {
      g_bytes_unref (key);
      g_free (name);
      return GPOINTER_TO_UINT (found);
    }
  g_hash_table_insert (self->rows, key, GUINT_TO_POINTER (row));
  g_ptr_array_add (self->names->name, name);
  g_ptr_array_add (self->names->module, g_strdup (shown));
  g_array_append_val (self->sides, none);
  return row;
}

static void
match_functions (Matching *self, const PpvProfile *profile, guint8 side, guint32 *rows)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);

  for (PpvFunctionId i = 0; i < functions->n_rows; i++)
    {
      PpvModuleId module = functions->module[i];
      const char *path = module != PPV_NONE ? text_of (profile, modules->path[module]) : "";
      g_autofree char *plain = plain_module (path);

      rows[i] = find_row (self, name_of (self, profile, i, plain), plain, base_name (path));
      g_array_index (self->sides, guint8, rows[i]) |= side;
    }
}

/* Rows of @side only by name; PPV_NONE where several have it. */
static GHashTable *
list_lonely (const Matching *self, guint8 side)
{
  GHashTable *rows = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint32 i = 0; i < self->sides->len; i++)
    {
      char *name = self->names->name->pdata[i];

      if (g_array_index (self->sides, guint8, i) == side)
        g_hash_table_insert (rows, name,
                             GUINT_TO_POINTER (g_hash_table_contains (rows, name) ? PPV_NONE : i));
    }
  return rows;
}

/* What each row is the same as: itself, or a row of the other side in another module. */
static guint32 *
match_modules (const Matching *self)
{
  g_autoptr (GHashTable) base = list_lonely (self, BASE);
  g_autoptr (GHashTable) current = list_lonely (self, CURRENT);
  guint32 *same = g_new (guint32, self->sides->len + 1);
  gpointer found;

  for (guint32 i = 0; i < self->sides->len; i++)
    {
      char *name = self->names->name->pdata[i];

      same[i] = i;
      if (g_array_index (self->sides, guint8, i) == BASE &&
          GPOINTER_TO_UINT (g_hash_table_lookup (base, name)) == i &&
          g_hash_table_lookup_extended (current, name, NULL, &found) &&
          GPOINTER_TO_UINT (found) != PPV_NONE && !g_str_equal (name, "[unknown]"))
        same[i] = GPOINTER_TO_UINT (found);
    }
  return same;
}

/*
 * ppv_diff_names_init:
 * @self: (out): names
 * @inputs: profiles, those of the base first
 * @n_base: how many these are
 * @n_inputs: how many there are in all
 */
void
ppv_diff_names_init (PpvDiffNames *self, const PpvDiffInput *inputs, guint n_base, guint n_inputs)
{
  Matching matching = { .names = self };
  g_autofree guint32 *same = NULL;

  self->n_inputs = n_inputs;
  self->row_of_function = g_new0 (guint32 *, n_inputs);
  self->name = g_ptr_array_new_with_free_func (g_free);
  self->module = g_ptr_array_new_with_free_func (g_free);
  matching.rows =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  matching.builds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  matching.sides = g_array_new (FALSE, FALSE, sizeof (guint8));
  matching.key = g_string_new (NULL);
  for (guint i = 0; i < n_inputs; i++)
    note_builds (&matching, inputs[i].profile);
  for (guint i = 0; i < n_inputs; i++)
    {
      self->row_of_function[i] =
          g_new (guint32, ppv_profile_get_functions (inputs[i].profile)->n_rows + 1);
      match_functions (&matching, inputs[i].profile, i < n_base ? BASE : CURRENT,
                       self->row_of_function[i]);
    }
  same = match_modules (&matching);
  for (guint i = 0; i < n_inputs; i++)
    for (guint32 j = 0; j < ppv_profile_get_functions (inputs[i].profile)->n_rows; j++)
      self->row_of_function[i][j] = same[self->row_of_function[i][j]];
  g_hash_table_unref (matching.rows);
  g_hash_table_unref (matching.builds);
  g_array_unref (matching.sides);
  g_string_free (matching.key, TRUE);
}

void
ppv_diff_names_clear (PpvDiffNames *self)
{
  for (guint i = 0; i < self->n_inputs; i++)
    g_free (self->row_of_function[i]);
  g_free (self->row_of_function);
  g_clear_pointer (&self->name, g_ptr_array_unref);
  g_clear_pointer (&self->module, g_ptr_array_unref);
}

/* --- paths ------------------------------------------------------------------------------ */

void
ppv_diff_paths_init (PpvDiffPaths *self)
{
  ppv_interner_init (&self->index, 0);
  self->function = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->caller = g_array_new (FALSE, FALSE, sizeof (guint32));
}

void
ppv_diff_paths_clear (PpvDiffPaths *self)
{
  if (self->function == NULL)
    return;
  ppv_interner_clear (&self->index);
  g_array_unref (self->function);
  g_array_unref (self->caller);
}

guint32
ppv_diff_paths_add (PpvDiffPaths *self, guint32 caller, guint32 function)
{
  guint32 hash = ppv_hash_pair (caller, function);
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, &self->index, hash,
                     g_array_index (self->function, guint32, slot->row) == function &&
                         g_array_index (self->caller, guint32, slot->row) == caller);
  if (slot->row != PPV_NONE)
    return slot->row;
  g_array_append_val (self->function, function);
  g_array_append_val (self->caller, caller);
  return ppv_interner_insert (&self->index, slot, hash, self->function->len - 1);
}
