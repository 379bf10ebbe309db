/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * callgrind.out: who called whom and what it cost, as the chapter "Callgrind Format
 * Specification" of Valgrind's manual defines it; and cachegrind.out, which has a part
 * of that and no calls.  Other tools write the first one too: Valgrind's own
 * --xtree-leak and --xtree-memory (.kcg), xdebug, HHVM, pprof and more.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "callgrind-parts.h"
#include "callgrind-reader.h"
#include "valgrind.h"

static gboolean
load (PpvLoadContext *context, PpvProfileBuilder *builder, gboolean is_cachegrind, GError **error)
{
  CallgrindReader reader;
  gboolean done;

  callgrind_reader_init (&reader, context, builder, is_cachegrind);
  done = callgrind_reader_read (&reader, ppv_load_context_get_input (context), error) &&
         (is_cachegrind || callgrind_read_parts (&reader, error)) &&
         callgrind_reader_finish (&reader, error);
  callgrind_reader_clear (&reader);
  return done;
}

static gboolean
load_callgrind (PpvLoadContext *context, PpvProfileBuilder *builder, GError **error)
{
  return load (context, builder, FALSE, error);
}

static gboolean
load_cachegrind (PpvLoadContext *context, PpvProfileBuilder *builder, GError **error)
{
  return load (context, builder, TRUE, error);
}

/* What the head of a file has, in bits of the fixed text of its lines. */
typedef struct {
  guint n_bits;
  guint n_callgrind; /* of which these are of lines that cachegrind does not write */
  gboolean has_events;
  gboolean has_body;
} Evidence;

typedef enum {
  EITHER,
  EVENTS,
  BODY,
  CALLGRIND,
} Meaning;

static const struct {
  const char *prefix;
  Meaning meaning;
} kinds[] = {
  { "# callgrind format", CALLGRIND },
  { "version: 1", CALLGRIND },
  { "creator: ", CALLGRIND },
  { "pid: ", CALLGRIND },
  { "part: ", CALLGRIND },
  { "positions: ", CALLGRIND },
  { "event: ", CALLGRIND },
  { "totals: ", CALLGRIND },
  { "ob=", CALLGRIND },
  { "cfn=", CALLGRIND },
  { "calls=", CALLGRIND },
  { "desc: ", EITHER },
  { "cmd: ", EITHER },
  { "summary: ", EITHER },
  { "events: ", EVENTS },
  { "fl=", BODY },
  { "fn=", BODY },
};

/* Each kind of line counts once. */
static void
weigh_line (Evidence *self, guint32 *seen, CallgrindScan line)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      CallgrindScan rest = line;
      guint bits = 8 * (guint) strlen (kinds[i].prefix);

      if ((*seen & (1u << i)) != 0 || !callgrind_scan_prefix (&rest, kinds[i].prefix))
        continue;
      *seen |= 1u << i;
      self->n_bits += bits;
      self->n_callgrind += kinds[i].meaning == CALLGRIND ? bits : 0;
      self->has_events |= kinds[i].meaning == EVENTS;
      self->has_body |= kinds[i].meaning == BODY;
      return;
    }
}

static Evidence
weigh (const PpvSniff *sniff)
{
  const char *line = (const char *) sniff->head;
  const char *end = line + sniff->head_length;
  Evidence evidence = { 0 };
  guint32 seen = 0;

  while (line < end)
    {
      const char *stop = memchr (line, '\n', (gsize) (end - line));

      stop = stop != NULL ? stop : end;
      weigh_line (&evidence, &seen, (CallgrindScan){ line, stop });
      line = stop + 1;
    }
  return evidence;
}

/* With a thread in each file, the one without a number is there and empty. */
static gboolean
is_empty_first_part (const PpvSniff *sniff)
{
  return sniff->file_size == 0 && strstr (sniff->name, "callgrind") != NULL;
}

static guint
sniff_callgrind (const PpvSniff *sniff)
{
  enum { LEAST_BITS = 8 * sizeof "events: fn=" - 8 };
  Evidence evidence = weigh (sniff);

  if (is_empty_first_part (sniff))
    return 1;
  return evidence.n_callgrind > 0 && evidence.n_bits >= LEAST_BITS &&
                 (evidence.has_events || evidence.n_callgrind >= LEAST_BITS)
             ? evidence.n_bits
             : 0;
}

/* Files of cachegrind begin so unless --cache-sim=no; what ends soon after is no other file. */
static gboolean
begins_with_cache (const PpvSniff *sniff)
{
  CallgrindScan head = { (const char *) sniff->head,
                         (const char *) sniff->head + sniff->head_length };

  return callgrind_scan_prefix (&head, "desc: I1 cache:");
}

static guint
sniff_cachegrind (const PpvSniff *sniff)
{
  Evidence evidence = weigh (sniff);

  return evidence.n_callgrind == 0 &&
                 ((evidence.has_events && evidence.has_body) || begins_with_cache (sniff))
             ? evidence.n_bits
             : 0;
}

const PpvImporter valgrind_callgrind = {
  .size = sizeof (PpvImporter),
  .id = "callgrind",
  .name = N_ ("Valgrind callgrind"),
  .mime_types = (const char *const[]){ "application/x-kcachegrind", NULL },
  .suffixes = (const char *const[]){ "callgrind.out*", "*.callgrind", "*.kcg", NULL },
  .sniff = sniff_callgrind,
  .load = load_callgrind,
};

const PpvImporter valgrind_cachegrind = {
  .size = sizeof (PpvImporter),
  .id = "cachegrind",
  .name = N_ ("Valgrind cachegrind"),
  .mime_types = (const char *const[]){ "application/x-valgrind-cachegrind", NULL },
  .suffixes = (const char *const[]){ "cachegrind.out*", "*.cgout", NULL },
  .sniff = sniff_cachegrind,
  .load = load_cachegrind,
};
