/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "container/perf-format.h"
#include "perf-stacks.h"

/* A record has at most 64 KiB, so a chain has fewer entries than this. */
enum { MAX_CHAIN = 8192 };

/* In place of an epoch: the address is a PerfRoot. */
enum { EPOCH_ROOT = PPV_NONE };

/* Whole chains that are remembered, and the most entries such a chain may have. */
enum { CHAIN_BITS = 12, N_CHAINS = 1 << CHAIN_BITS, MOST_KEPT = 59 };

enum { FIRST_SLOT_BITS = 12, FIRST_SLOTS = 1 << FIRST_SLOT_BITS, N_STEPS = 1 << 14 };

/* One address of a chain and the space it is in. */
typedef struct {
  guint64 address;
  guint32 epoch;
} Place;

/* A slot of the table of addresses that were asked for before. */
typedef struct {
  guint64 address;
  guint32 epoch;
  PpvFrameId frame; /* PPV_NONE when the slot is empty */
} KnownFrame;

/* A step that was taken lately: from a stack to a place, and where that led. */
typedef struct {
  Place place;
  PpvStackId parent;
  PpvStackId stack;
} Step;

/* What a recorded chain depends on, and as it was recorded. */
typedef struct {
  guint64 ip;
  guint32 mode;
  guint32 epoch, kernel, guest;
  PpvStackId stack;
  guint32 n_chain; /* 0 in a slot that is empty */
  guint64 chain[MOST_KEPT];
} KnownChain;

struct _PerfStacks {
  PpvProfileBuilder *builder;
  PerfView *view;
  PerfUnwind *unwind;
  KnownFrame *known;
  guint32 known_mask; /* number of slots - 1, a power of two - 1 */
  guint known_shift;  /* 64 - the bits of that */
  guint32 n_known;
  guint64 factors[2]; /* of the hash: odd, and not for a file to know */
  gsize depth_limit;
  gsize n_last;              /* how many of the two below are valid */
  Place last[MAX_CHAIN + 1]; /* the previous chain, the root first */
  PpvStackId last_stack[MAX_CHAIN + 1];
  Place places[MAX_CHAIN + 1]; /* the present one, the leaf first */
  guint64 unwound[MAX_CHAIN];  /* its user part, when that is no part of the recorded one */
  Step steps[N_STEPS];         /* by hash; the newer one stays */
  KnownChain *chains;          /* by hash; the newer one stays */
};

static KnownFrame *
empty_slots (guint32 n_slots)
{
  KnownFrame *slots = g_new (KnownFrame, n_slots);

  for (guint32 i = 0; i < n_slots; i++)
    slots[i].frame = PPV_NONE;
  return slots;
}

PerfStacks *
perf_stacks_new (PpvProfileBuilder *builder, PerfView *view, PerfUnwind *unwind)
{
  PerfStacks *self = g_new (PerfStacks, 1);

  self->builder = builder;
  self->view = view;
  self->unwind = unwind;
  self->known = empty_slots (FIRST_SLOTS);
  self->known_mask = FIRST_SLOTS - 1;
  self->known_shift = 64 - FIRST_SLOT_BITS;
  self->n_known = 0;
  for (guint i = 0; i < G_N_ELEMENTS (self->factors); i++)
    self->factors[i] = (guint64) g_random_int () << 32 | g_random_int () | 1;
  self->depth_limit = (gsize) MIN (ppv_profile_builder_get_limits (builder)->depth, MAX_CHAIN);
  self->n_last = 0;
  for (guint i = 0; i < N_STEPS; i++)
    self->steps[i].stack = PPV_NONE;
  self->chains = g_new0 (KnownChain, N_CHAINS);
  return self;
}

void
perf_stacks_free (PerfStacks *self)
{
  g_free (self->known);
  g_free (self->chains);
  g_free (self);
}

static guint32
epoch_of_mode (PerfCpumode mode, const PerfPlace *where)
{
  switch (mode)
    {
    case PERF_CPUMODE_KERNEL:
    case PERF_CPUMODE_HYPERVISOR:
      return where->kernel;
    case PERF_CPUMODE_GUEST_KERNEL:
    case PERF_CPUMODE_GUEST_USER:
      return where->guest;
    default:
      return where->epoch;
    }
}

/* The mode that a marker in a chain announces for what follows. */
static PerfCpumode
mode_of_marker (guint64 marker)
{
  switch (marker)
    {
    case PERF_CONTEXT_HV:
      return PERF_CPUMODE_HYPERVISOR;
    case PERF_CONTEXT_KERNEL:
      return PERF_CPUMODE_KERNEL;
    case PERF_CONTEXT_GUEST:
    case PERF_CONTEXT_GUEST_KERNEL:
      return PERF_CPUMODE_GUEST_KERNEL;
    case PERF_CONTEXT_GUEST_USER:
      return PERF_CPUMODE_GUEST_USER;
    default:
      return PERF_CPUMODE_USER;
    }
}

/*
 * Addresses of the chain with their spaces into @places, the leaf first; their number.
 * In programs all but the first are where calls return to, and the call is what is
 * before: it may end its function, and begin its line.  (perf leaves them as they are,
 * and so do we those of the kernel, where some are of interrupted code.)
 */
static gsize
read_chain (PerfStacks *self, const PerfSample *sample, PerfCpumode mode, const PerfPlace *where)
{
  gsize n_places = 0;
  guint32 here = epoch_of_mode (mode, where);
  PpvReader chain = sample->chain;
  guint64 back = 0; /* from an address to its place */

  for (guint64 i = 0; i < sample->n_chain && n_places < MAX_CHAIN; i++)
    {
      guint64 address = ppv_reader_u64 (&chain);

      if (G_LIKELY (address < PERF_CONTEXT_MAX))
        {
          self->places[n_places++] = (Place){ address - MIN (address, back), here };
          back = mode == PERF_CPUMODE_USER ? 1 : 0;
        }
      else if (address == PERF_CONTEXT_USER_DEFERRED)
        {
          ppv_reader_skip (&chain, 8); /* a cookie, which is no address */
          i++;
        }
      else
        {
          mode = mode_of_marker (address);
          here = epoch_of_mode (mode, where);
          back = 0;
        }
    }
  return n_places;
}

/*
 * The sampled address is the leaf.  A chain begins with it, but for events whose
 * chain is taken elsewhere (precise events, tracepoints): there it takes the leaf's place.
 */
static gsize
set_leaf (PerfStacks *self,
          const PerfSample *sample,
          PerfCpumode mode,
          const PerfPlace *where,
          gsize n_places)
{
  Place leaf = { sample->ip, epoch_of_mode (mode, where) };

  if (n_places == 0)
    n_places = 1;
  else if (self->places[0].epoch != leaf.epoch || sample->ip == 0)
    return n_places;
  self->places[0] = leaf;
  return n_places;
}

/*
 * Callers are unwound where the recorded chain has none of the user's: behind the
 * kernel's part, which is all there is of it.
 */
static gsize
add_unwound (PerfStacks *self,
             const PerfSample *sample,
             PerfCpumode mode,
             const PerfPlace *where,
             gsize n_places)
{
  guint32 epoch = where->epoch;
  PerfRoot root;
  gsize n_unwound;

  if (n_places == 0 && epoch_of_mode (mode, where) != epoch)
    n_places = set_leaf (self, sample, mode, where, n_places);
  if (n_places > 0 && self->places[n_places - 1].epoch != where->kernel)
    return n_places;
  n_unwound =
      perf_unwind_sample (self->unwind, sample, epoch, self->unwound, MAX_CHAIN - n_places, &root);
  for (gsize i = 0; i < n_unwound; i++)
    self->places[n_places++] = (Place){ self->unwound[i], epoch };
  if (root != PERF_ROOT_REAL)
    self->places[n_places++] = (Place){ root, EPOCH_ROOT };
  return n_places;
}

/*
 * The slot where the search for a place begins.  (Multiply-shift by Dietzfelbinger
 * and others: addresses chosen to meet in one slot would need the factors.)
 */
static guint32
first_slot (const PerfStacks *self, Place place)
{
  guint64 sum = place.address * self->factors[0] + place.epoch * self->factors[1];

  return (guint32) (sum >> self->known_shift);
}

/* The slot where a place is or belongs. */
static KnownFrame *
find_slot (const PerfStacks *self, Place place)
{
  guint32 at = first_slot (self, place);

  while (self->known[at].frame != PPV_NONE &&
         (self->known[at].address != place.address || self->known[at].epoch != place.epoch))
    at = (at + 1) & self->known_mask;
  return &self->known[at];
}

static void
double_slots (PerfStacks *self)
{
  g_autofree KnownFrame *old = self->known;
  guint32 n_old = self->known_mask + 1;

  self->known = empty_slots (n_old * 2);
  self->known_mask = n_old * 2 - 1;
  self->known_shift--;
  for (guint32 i = 0; i < n_old; i++)
    if (old[i].frame != PPV_NONE)
      *find_slot (self, (Place){ old[i].address, old[i].epoch }) = old[i];
}

/*
 * Addresses nobody knows are not kept: there are many and none comes again, so they
 * would only push the others out of the processor's caches.
 */
static PpvFrameId
find_frame (PerfStacks *self, Place place)
{
  KnownFrame *slot = find_slot (self, place);
  PpvFrameId frame = slot->frame;

  if (G_UNLIKELY (place.epoch == EPOCH_ROOT))
    return ppv_profile_builder_marker (self->builder, perf_root_name ((PerfRoot) place.address));
  if (G_LIKELY (frame != PPV_NONE))
    return frame;
  frame = perf_view_frame (self->view, place.epoch, place.address);
  if (frame == PPV_NONE)
    return perf_view_unknown (self->view);
  *slot = (KnownFrame){ place.address, place.epoch, frame };
  if (++self->n_known > self->known_mask / 4 * 3)
    double_slots (self);
  return frame;
}

/*
 * The steps taken lately fit into the processor's second cache and answer three of
 * four questions there; the tables behind them do not.
 */
static PpvStackId
take_step (PerfStacks *self, PpvStackId parent, Place place)
{
  guint32 at = ppv_hash_u64 (place.address ^ ((guint64) parent << 33)) % N_STEPS;
  Step *step = &self->steps[at];

  if (step->place.address != place.address || step->place.epoch != place.epoch ||
      step->parent != parent || step->stack == PPV_NONE)
    *step = (Step){ place, parent,
                    ppv_profile_builder_stack (self->builder, parent, find_frame (self, place)) };
  return step->stack;
}

static void
warn_of_depth (PerfStacks *self, gsize depth)
{
  ppv_profile_builder_warn (
      self->builder, PPV_LOSS, "too-deep", PPV_NO_ADDRESS,
      _ ("A call chain of %" PRIu64 " frames was cut to its outer %" PRIu64 " (see --limit-depth)"),
      (guint64) depth, (guint64) self->depth_limit);
}

static PpvStackId
walk_chain (PerfStacks *self, const PerfSample *sample, PerfCpumode mode, const PerfPlace *where)
{
  gsize n_places = read_chain (self, sample, mode, where);
  gsize depth = 0;
  PpvStackId stack = PPV_NONE;

  if (sample->stack_asked > 0)
    n_places = add_unwound (self, sample, mode, where, n_places);
  n_places = set_leaf (self, sample, mode, where, n_places);
  while (depth < MIN (n_places, self->n_last))
    {
      const Place *place = &self->places[n_places - 1 - depth];

      if (self->last[depth].address != place->address || self->last[depth].epoch != place->epoch)
        break;
      stack = self->last_stack[depth++];
    }
  if (G_UNLIKELY (n_places > self->depth_limit))
    warn_of_depth (self, n_places);
  for (; depth < MIN (n_places, self->depth_limit); depth++)
    {
      self->last[depth] = self->places[n_places - 1 - depth];
      stack = take_step (self, stack, self->last[depth]);
      self->last_stack[depth] = stack;
    }
  self->n_last = depth;
  return stack;
}

/* --- whole chains ---------------------------------------------------------------------- */

/*
 * The slot where the chain of a sample is or belongs, NULL when it is not to be kept:
 * only those of tracepoints, which have raw data, come again as they were.
 */
static KnownChain *
chain_slot (PerfStacks *self, const PerfSample *sample, const PerfPlace *where)
{
  guint64 hash;

  if (sample->raw == NULL || sample->n_chain == 0 || sample->stack_asked > 0 ||
      sample->n_chain > MIN (MOST_KEPT, self->depth_limit))
    return NULL;
  hash = ppv_hash_bytes ((const char *) sample->chain.at, (gsize) sample->n_chain * 8);
  return &self->chains[ppv_hash_u64 (hash ^ where->epoch ^ sample->ip) >> (32 - CHAIN_BITS)];
}

static gboolean
is_known (const KnownChain *known,
          const PerfSample *sample,
          PerfCpumode mode,
          const PerfPlace *where)
{
  return known->n_chain == sample->n_chain && known->ip == sample->ip && known->mode == mode &&
         known->epoch == where->epoch && known->kernel == where->kernel &&
         known->guest == where->guest &&
         memcmp (known->chain, sample->chain.at, (gsize) sample->n_chain * 8) == 0;
}

PpvStackId
perf_stacks_find (PerfStacks *self, const PerfSample *sample, guint16 misc, const PerfPlace *where)
{
  PerfCpumode mode = (PerfCpumode) (misc & PERF_MISC_CPUMODE);
  KnownChain *known = chain_slot (self, sample, where);
  PpvStackId stack;

  if (known != NULL && is_known (known, sample, mode, where))
    return known->stack;
  stack = walk_chain (self, sample, mode, where);
  if (known == NULL)
    return stack;
  known->ip = sample->ip;
  known->mode = mode;
  known->epoch = where->epoch;
  known->kernel = where->kernel;
  known->guest = where->guest;
  known->stack = stack;
  known->n_chain = (guint32) sample->n_chain;
  memcpy (known->chain, sample->chain.at, (gsize) sample->n_chain * 8);
  return stack;
}
