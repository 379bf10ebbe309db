/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Names of events: perf-list(1), tools/perf/util/parse-events.c. */

#include "config.h"

#include <string.h>

#include "ppv-event-name-private.h"

static const struct {
  const char *name;
  PpvEventKind kind;
} names[] = {
  { "cycles", PPV_EVENT_CYCLES },
  { "cpu-cycles", PPV_EVENT_CYCLES },
  { "cpu_cycles", PPV_EVENT_CYCLES }, /* of Arm's PMUs */
  { "instructions", PPV_EVENT_INSTRUCTIONS },
  { "inst_retired", PPV_EVENT_INSTRUCTIONS },
  { "stalled-cycles-frontend", PPV_EVENT_FRONTEND_STALLS },
  { "idle-cycles-frontend", PPV_EVENT_FRONTEND_STALLS },
  { "stalled-cycles-backend", PPV_EVENT_BACKEND_STALLS },
  { "idle-cycles-backend", PPV_EVENT_BACKEND_STALLS },
  { "branches", PPV_EVENT_BRANCHES },
  { "branch-instructions", PPV_EVENT_BRANCHES },
  { "br_retired", PPV_EVENT_BRANCHES },
  { "branch-misses", PPV_EVENT_BRANCH_MISSES },
  { "br_mis_pred_retired", PPV_EVENT_BRANCH_MISSES },
  { "cache-references", PPV_EVENT_CACHE_REFERENCES },
  { "cache-misses", PPV_EVENT_CACHE_MISSES },
  { "L1-dcache-loads", PPV_EVENT_L1D_LOADS },
  { "L1-dcache-load-misses", PPV_EVENT_L1D_MISSES },
  { "L1-icache-load-misses", PPV_EVENT_L1I_MISSES },
  { "LLC-loads", PPV_EVENT_LLC_LOADS },
  { "LLC-load-misses", PPV_EVENT_LLC_MISSES },
  { "dTLB-loads", PPV_EVENT_DTLB_LOADS },
  { "dTLB-load-misses", PPV_EVENT_DTLB_MISSES },
  { "iTLB-loads", PPV_EVENT_ITLB_LOADS },
  { "iTLB-load-misses", PPV_EVENT_ITLB_MISSES },
  { "page-faults", PPV_EVENT_PAGE_FAULTS },
  { "faults", PPV_EVENT_PAGE_FAULTS },
  { "context-switches", PPV_EVENT_CONTEXT_SWITCHES },
  { "cs", PPV_EVENT_CONTEXT_SWITCHES },
};

/* All letters behind a name; those that say where it is counted come first. */
static const char places[] = "ukhGH";
static const char modifiers[] = "ukhGHpPSDIWeb";

/* FALSE when there is anything but modifiers. */
static gboolean
read_modifiers (PpvEventName *self, const char *text)
{
  guint n = 0;

  text += *text == ':' ? 1 : 0;
  if (text[strspn (text, modifiers)] != '\0')
    return FALSE;
  for (guint i = 0; places[i] != '\0'; i++)
    if (strchr (text, places[i]) != NULL)
      self->modifiers[n++] = places[i];
  return TRUE;
}

static gboolean
find_kind (PpvEventName *self, const char *name, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i].name) == length && strncmp (names[i].name, name, length) == 0)
      {
        self->kind = names[i].kind;
        return TRUE;
      }
  return FALSE;
}

gboolean
ppv_event_name_parse (PpvEventName *self, const char *name)
{
  const char *slash = strchr (name, '/');
  const char *end = slash != NULL ? strrchr (slash, '/') : strchr (name, ':');

  *self = (PpvEventName){ .metric = PPV_NONE };
  if (slash == NULL)
    return find_kind (self, name, end != NULL ? (gsize) (end - name) : strlen (name)) &&
           read_modifiers (self, end != NULL ? end : "");
  /* "cpu" is the only one of its machine, and means what no PMU means */
  if (end == slash || slash - name >= (gssize) sizeof self->pmu)
    return FALSE;
  if (strncmp (name, "cpu/", 4) != 0)
    memcpy (self->pmu, name, (gsize) (slash - name));
  return find_kind (self, slash + 1, (gsize) (end - slash - 1)) && read_modifiers (self, end + 1);
}

gboolean
ppv_event_name_is_alike (const PpvEventName *a, const PpvEventName *b)
{
  return g_str_equal (a->pmu, b->pmu) && g_str_equal (a->modifiers, b->modifiers);
}

gboolean
ppv_event_name_is_known (const PpvEventName *events, guint n_events, const PpvEventName *event)
{
  for (guint i = 0; i < n_events; i++)
    if (events[i].kind == event->kind && ppv_event_name_is_alike (&events[i], event))
      return TRUE;
  return FALSE;
}
