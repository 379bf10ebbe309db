/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "perf-cgroups.h"
#include "ppv-interner.h"

/* So many names are told; a machine of containers has thousands. */
enum { NAMES_TOLD = 64 };

/* The kinds of namespaces in the order of PERF_RECORD_NAMESPACES. */
static const char *const namespace_kinds[] = {
  "net", "uts", "ipc", "pid", "user", "mnt", "cgroup"
};

typedef struct {
  guint64 id;
  char *path;
} Cgroup;

struct _PerfCgroups {
  GArray *groups; /* Cgroup, in the order they were met */
  PpvInterner index;
  guint64 factor; /* of the hash: odd, and not for a file to know */
};

struct _PerfCgroupCounts {
  const PerfCgroups *groups;
  guint64 *n_samples; /* of each group, and at last of those nobody named */
};

static guint64
random_factor (void)
{
  return (guint64) g_random_int () << 32 | g_random_int () | 1;
}

static void
clear_cgroup (Cgroup *group)
{
  g_free (group->path);
}

PerfCgroups *
perf_cgroups_new (void)
{
  PerfCgroups *self = g_new0 (PerfCgroups, 1);

  self->factor = random_factor ();
  self->groups = g_array_new (FALSE, FALSE, sizeof (Cgroup));
  g_array_set_clear_func (self->groups, (GDestroyNotify) clear_cgroup);
  ppv_interner_init (&self->index, 0);
  return self;
}

void
perf_cgroups_free (PerfCgroups *self)
{
  g_array_unref (self->groups);
  ppv_interner_clear (&self->index);
  g_free (self);
}

/* The slot of the group, or the empty one where it belongs; changes nothing. */
static PpvInternerSlot *
find_slot (const PerfCgroups *self, guint64 id, guint32 hash)
{
  PpvInterner index = self->index;
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, &index, hash, g_array_index (self->groups, Cgroup, slot->row).id == id);
  return slot;
}

/* PERF_RECORD_CGROUP: a number, and where the group is in the hierarchy. */
void
perf_cgroups_take (PerfCgroups *self, const PerfRecord *record)
{
  PpvReader body = record->body;
  guint64 id = ppv_reader_u64 (&body);
  gsize length;
  const char *path = ppv_reader_text (&body, ppv_reader_left (&body), &length);
  guint32 hash = ppv_hash_u64 (id * self->factor);
  PpvInternerSlot *slot = find_slot (self, id, hash);
  Cgroup group = { id, NULL };

  if (body.failed || slot->row != PPV_NONE)
    return;
  group.path = g_strndup (path, length);
  g_array_append_val (self->groups, group);
  ppv_interner_insert (&self->index, slot, hash, self->groups->len - 1);
}

/* --- samples ------------------------------------------------------------------------ */

PerfCgroupCounts *
perf_cgroup_counts_new (const PerfCgroups *groups)
{
  PerfCgroupCounts *self = g_new0 (PerfCgroupCounts, 1);

  self->groups = groups;
  self->n_samples = g_new0 (guint64, groups->groups->len + 1);
  return self;
}

void
perf_cgroup_counts_free (PerfCgroupCounts *self)
{
  g_free (self->n_samples);
  g_free (self);
}

void
perf_cgroup_counts_add (PerfCgroupCounts *self, guint64 id)
{
  const PerfCgroups *groups = self->groups;
  guint32 row = find_slot (groups, id, ppv_hash_u64 (id * groups->factor))->row;

  self->n_samples[MIN (row, groups->groups->len)]++;
}

void
perf_cgroup_counts_merge (PerfCgroupCounts *self, const PerfCgroupCounts *later)
{
  for (guint i = 0; i <= self->groups->groups->len; i++)
    self->n_samples[i] += later->n_samples[i];
}

typedef struct {
  const char *path;
  guint64 n_samples;
} Share;

/* The larger before the smaller. */
static gint
compare_shares (gconstpointer a, gconstpointer b)
{
  const Share *one = a, *two = b;

  if (one->n_samples != two->n_samples)
    return one->n_samples > two->n_samples ? -1 : 1;
  return strcmp (one->path, two->path);
}

void
perf_cgroup_counts_tell (const PerfCgroupCounts *self, PpvProfileBuilder *builder)
{
  const GArray *groups = self->groups->groups;
  g_autoptr (GArray) shares = g_array_new (FALSE, FALSE, sizeof (Share));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i <= groups->len; i++)
    {
      const char *path = i < groups->len ? g_array_index (groups, Cgroup, i).path : "?";
      Share share = { path, self->n_samples[i] };

      if (i < groups->len || share.n_samples > 0)
        g_array_append_val (shares, share);
    }
  g_array_sort (shares, compare_shares);
  for (guint i = 0; i < MIN (shares->len, NAMES_TOLD); i++)
    g_string_append_printf (text, "%s%s: %" G_GUINT64_FORMAT, i > 0 ? ", " : "",
                            g_array_index (shares, Share, i).path,
                            g_array_index (shares, Share, i).n_samples);
  if (shares->len > NAMES_TOLD)
    g_string_append (text, ", …");
  if (text->len > 0)
    ppv_profile_builder_fact (builder, "cgroup_samples", text->str, (gssize) text->len);
}

/* --- namespaces -------------------------------------------------------------------- */

typedef struct {
  guint64 device;
  guint64 inode;
  guint kind;
} Namespace;

struct _PerfNamespaces {
  GArray *seen; /* Namespace */
  PpvInterner index;
  guint64 factor;
  guint n_seen[G_N_ELEMENTS (namespace_kinds)];
};

PerfNamespaces *
perf_namespaces_new (void)
{
  PerfNamespaces *self = g_new0 (PerfNamespaces, 1);

  self->factor = random_factor ();
  self->seen = g_array_new (FALSE, FALSE, sizeof (Namespace));
  ppv_interner_init (&self->index, 0);
  return self;
}

void
perf_namespaces_free (PerfNamespaces *self)
{
  g_array_unref (self->seen);
  ppv_interner_clear (&self->index);
  g_free (self);
}

static void
see (PerfNamespaces *self, Namespace one)
{
  guint32 hash = ppv_hash_u64 ((one.inode * self->factor + one.device) * self->factor + one.kind);
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, &self->index, hash,
                     g_array_index (self->seen, Namespace, slot->row).device == one.device &&
                         g_array_index (self->seen, Namespace, slot->row).inode == one.inode &&
                         g_array_index (self->seen, Namespace, slot->row).kind == one.kind);
  if (slot->row != PPV_NONE)
    return;
  g_array_append_val (self->seen, one);
  ppv_interner_insert (&self->index, slot, hash, self->seen->len - 1);
  self->n_seen[one.kind]++;
}

/* pid, tid, and a device and an inode for each kind. */
void
perf_namespaces_take (PerfNamespaces *self, const PerfRecord *record)
{
  PpvReader body = record->body;
  guint64 n_namespaces;

  ppv_reader_skip (&body, 8);
  n_namespaces = ppv_reader_u64 (&body);
  for (guint i = 0; i < MIN (n_namespaces, G_N_ELEMENTS (namespace_kinds)); i++)
    {
      Namespace one = { .kind = i };

      one.device = ppv_reader_u64 (&body);
      one.inode = ppv_reader_u64 (&body);
      if (body.failed)
        return;
      see (self, one);
    }
}

void
perf_namespaces_tell (const PerfNamespaces *self, PpvProfileBuilder *builder)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->seen->len == 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (namespace_kinds); i++)
    g_string_append_printf (text, "%s%s: %u", i > 0 ? ", " : "", namespace_kinds[i],
                            self->n_seen[i]);
  ppv_profile_builder_fact (builder, "namespaces", text->str, (gssize) text->len);
}
