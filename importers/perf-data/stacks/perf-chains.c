/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * After sample__merge_deferred_callchain() in tools/perf/util/callchain.c and
 * resolve_lbr_callchain_sample() in tools/perf/util/machine.c.
 */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "container/perf-format.h"
#include "perf-chains.h"

/* Two records' worth: the sample's own part and the one that is put behind it. */
enum { MAX_PLACES = 2 * G_MAXUINT16 / 8 };

/* struct perf_branch_entry */
enum { BRANCH_FLAG_BYTES = 8 };

typedef struct {
  guint64 cookie;
  guint64 offset; /* of the record's body */
  gint32 tid;
  guint32 size; /* of the body */
} Deferred;

struct _PerfDeferred {
  GArray *chains; /* Deferred, by cookie and thread */
};

struct _PerfChains {
  PerfFile *file;
  const PerfDeferred *deferred;
  PpvInput *input; /* a window of its own on the records; NULL until it is needed */
  guint64 n_missing;
  gsize n_places;
  guint64 places[MAX_PLACES];
};

PerfDeferred *
perf_deferred_new (void)
{
  PerfDeferred *self = g_new0 (PerfDeferred, 1);

  self->chains = g_array_new (FALSE, FALSE, sizeof (Deferred));
  return self;
}

void
perf_deferred_free (PerfDeferred *self)
{
  g_array_unref (self->chains);
  g_free (self);
}

void
perf_deferred_take (PerfDeferred *self, const PerfRecord *record, gint32 tid)
{
  PpvReader body = record->body;
  Deferred deferred = { .tid = tid };

  deferred.offset = ppv_reader_offset (&body);
  deferred.size = (guint32) ppv_reader_left (&body);
  deferred.cookie = ppv_reader_u64 (&body);
  if (!body.failed)
    g_array_append_val (self->chains, deferred);
}

static gint
compare (const Deferred *one, const Deferred *two)
{
  if (one->cookie != two->cookie)
    return one->cookie < two->cookie ? -1 : 1;
  return one->tid < two->tid ? -1 : one->tid > two->tid;
}

static gint
compare_chains (gconstpointer a, gconstpointer b)
{
  return compare (a, b);
}

void
perf_deferred_settle (PerfDeferred *self)
{
  g_array_sort (self->chains, compare_chains);
}

static const Deferred *
find_deferred (const PerfDeferred *self, guint64 cookie, gint32 tid)
{
  Deferred wanted = { .cookie = cookie, .tid = tid };
  guint low = 0, high = self->chains->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare (&g_array_index (self->chains, Deferred, middle), &wanted) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == self->chains->len ||
      compare (&g_array_index (self->chains, Deferred, low), &wanted) != 0)
    return NULL;
  return &g_array_index (self->chains, Deferred, low);
}

PerfChains *
perf_chains_new (PerfFile *file, const PerfDeferred *deferred)
{
  PerfChains *self = g_new (PerfChains, 1);

  self->file = file;
  self->deferred = deferred;
  self->input = NULL;
  self->n_missing = 0;
  return self;
}

void
perf_chains_free (PerfChains *self)
{
  ppv_input_free (self->input);
  g_free (self);
}

static void
add_place (PerfChains *self, guint64 address)
{
  if (self->n_places < MAX_PLACES)
    self->places[self->n_places++] = address;
}

/* From now on the sample's chain is the one put together here. */
static void
give_places (PerfChains *self, PerfSample *sample)
{
  sample->n_chain = self->n_places;
  sample->chain = ppv_reader_over (self->places, self->n_places * 8, sample->chain.offset, FALSE);
}

/* The chain up to @marker, that too; FALSE when it is not in there.  @chain is left behind it. */
static gboolean
copy_until (PerfChains *self, const PerfSample *sample, guint64 marker, PpvReader *chain)
{
  *chain = sample->chain;
  self->n_places = 0;
  for (guint64 i = 0; i < sample->n_chain; i++)
    {
      guint64 address = ppv_reader_u64 (chain);

      add_place (self, address);
      if (address == marker)
        return TRUE;
    }
  return FALSE;
}

/* --- deferred chains --------------------------------------------------------------- */

/* The body of a record that was seen in the first pass; failed when it cannot be read. */
static PpvReader
read_again (PerfChains *self, const Deferred *deferred)
{
  gsize got;
  const guint8 *bytes;
  PpvReader body;

  if (self->input == NULL)
    self->input = ppv_input_dup (perf_file_get_records (self->file));
  bytes = ppv_input_window (self->input, deferred->offset, deferred->size, &got, NULL);
  body = ppv_reader_over (bytes, bytes != NULL ? MIN (got, deferred->size) : 0, deferred->offset,
                          self->file->swap);
  ppv_reader_skip (&body, 8); /* the cookie */
  return body;
}

static void
add_deferred (PerfChains *self, const Deferred *deferred)
{
  PpvReader body = read_again (self, deferred);
  guint64 n_places = ppv_reader_u64 (&body);

  add_place (self, PERF_CONTEXT_USER);
  for (guint64 i = 0; i < n_places && ppv_reader_left (&body) >= 8; i++)
    add_place (self, ppv_reader_u64 (&body));
}

static void
join_deferred (PerfChains *self, PerfSample *sample)
{
  const Deferred *deferred;
  PpvReader chain;

  if (!copy_until (self, sample, PERF_CONTEXT_USER_DEFERRED, &chain))
    return;
  self->n_places--; /* the marker gives way to what it stands for */
  deferred = find_deferred (self->deferred, ppv_reader_u64 (&chain), sample->tid);
  if (deferred != NULL)
    add_deferred (self, deferred);
  else
    self->n_missing++;
  give_places (self, sample);
}

/* --- the processor's record of calls ----------------------------------------------- */

/*
 * Branches are the calls that have not returned, the last one first: it went to the
 * function the sample is in, and each was made from the function the next one went to.
 */
static void
join_calls (PerfChains *self, PerfSample *sample)
{
  PpvReader branches = sample->branches;
  PpvReader chain;

  if (!copy_until (self, sample, PERF_CONTEXT_USER, &chain))
    return;
  for (guint64 i = 0; i < sample->n_branches; i++)
    {
      guint64 from = ppv_reader_u64 (&branches);
      guint64 to = ppv_reader_u64 (&branches);

      ppv_reader_skip (&branches, BRANCH_FLAG_BYTES);
      if (branches.failed)
        break;
      if (i == 0)
        add_place (self, to);
      add_place (self,
                 from + 1); /* callers are known by the address behind the call's first byte */
    }
  give_places (self, sample);
}

void
perf_chains_complete (PerfChains *self, const PerfEvent *event, PerfSample *sample)
{
  if (sample->n_chain == 0)
    return;
  if (G_UNLIKELY (event->branch_sample_type & PERF_BRANCH_CALL_STACK && sample->n_branches > 0))
    join_calls (self, sample);
  else if (G_UNLIKELY (perf_event_has_flag (event, PERF_ATTR_DEFER_CALLCHAIN)))
    join_deferred (self, sample);
}

void
perf_chains_merge (PerfChains *self, const PerfChains *later)
{
  self->n_missing += later->n_missing;
}

void
perf_chains_tell (const PerfChains *self, PpvProfileBuilder *builder)
{
  if (self->n_missing > 0)
    ppv_profile_builder_warn_many (builder, PPV_NOTE, "deferred-missing", PPV_NO_ADDRESS,
                                   self->n_missing,
                                   _ ("The user's part of call chains was to be told later and "
                                      "never was"));
}
