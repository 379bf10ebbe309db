/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Whether call stacks are what they seem.  A walk by frame pointers through code
 * that keeps none takes whatever is on the stack for a caller: an address in no
 * mapping, or the end.  Both show in the stacks, and which module led there, too.
 */

#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-number.h"
#include "ppv-quality-private.h"

/* Fewer samples with callers than the rest mean that stacks were not asked for. */
#define FLAT_SHARE 0.98

/* What is less common than this is told by no viewer from noise. */
#define LEAST_SHARE 0.005

#define LEAST_CUT_SHARE 0.001

/* sysctl kernel.perf_event_max_stack, unless someone changed it. */
enum { KERNEL_DEPTH = 127 };

/* How many modules a message names. */
enum { NAMES_SHOWN = 3 };

enum { LEAST_COPY = 8192, USUAL_COPY = 32768, LARGEST_COPY = 65528 };

/* Callers that are none. */
typedef enum { CALLER_REAL, CALLER_STRANGE, CALLER_NO_TABLE } Caller;

/*
 * What is known of each stack:
 * @depth: frames but for inlined ones
 * @root: its outermost frame
 * @fault: the innermost of its callers that is none
 * @guilty: the module of the frame inside of that; the number of modules where
 *     that is in no module
 * @called: by function: whether it has a caller in any stack
 * @deepest: of @depth
 */
typedef struct {
  guint32 n_modules;
  guint32 *depth;
  PpvFrameId *root;
  guint8 *fault;
  PpvModuleId *guilty;
  guint8 *called;
  guint32 deepest;
} Shapes;

static void
clear_shapes (Shapes *self)
{
  g_free (self->depth);
  g_free (self->root);
  g_free (self->fault);
  g_free (self->guilty);
  g_free (self->called);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shapes, clear_shapes)

static Caller
caller_of (const PpvProfile *profile, PpvFrameId frame)
{
  if (ppv_quality_is_marker (profile, frame, PPV_MARKER_NO_TABLE))
    return CALLER_NO_TABLE;
  return ppv_quality_is_marker (profile, frame, PPV_MARKER_UNKNOWN) ||
                 ppv_quality_is_marker (profile, frame, PPV_MARKER_BROKEN)
             ? CALLER_STRANGE
             : CALLER_REAL;
}

/* Whose walk led to a caller that is none; the kernel knows how to walk its own stack. */
static PpvModuleId
guilty_module (const PpvProfile *profile, PpvFrameId frame)
{
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  PpvModuleId module = ppv_profile_get_frames (profile)->module[frame];

  if (module == PPV_NONE || modules->kind[module] == PPV_MODULE_KERNEL)
    return modules->n_rows;
  return module;
}

/* Walks go from the innermost frame on: what went wrong there first is to blame. */
static void
shape_callee (Shapes *self,
              const PpvProfile *profile,
              const guint8 *callers,
              PpvStackId stack,
              PpvStackId parent)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  PpvFrameId frame = stacks->frame[stack];
  PpvFrameId caller = stacks->frame[parent];

  self->depth[stack] += self->depth[parent];
  self->root[stack] = self->root[parent];
  self->fault[stack] = self->fault[parent];
  self->guilty[stack] = self->guilty[parent];
  if (callers[caller] == CALLER_REAL)
    {
      if (frames->function[caller] != frames->function[frame])
        self->called[frames->function[frame]] = 1;
      return;
    }
  if (callers[frame] != CALLER_REAL && self->fault[stack] != CALLER_REAL)
    return;
  self->fault[stack] = callers[caller];
  self->guilty[stack] =
      callers[frame] == CALLER_REAL ? guilty_module (profile, frame) : self->n_modules;
}

/* A parent's row is before its children's, so what is known of it can be handed on. */
static void
shape_stack (Shapes *self, const PpvProfile *profile, const guint8 *callers, PpvStackId stack)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  PpvFrameId frame = stacks->frame[stack];

  self->depth[stack] = ppv_profile_get_frames (profile)->inlined[frame] ? 0 : 1;
  self->root[stack] = frame;
  self->guilty[stack] = PPV_NONE;
  if (stacks->parent[stack] != PPV_NONE)
    shape_callee (self, profile, callers, stack, stacks->parent[stack]);
  self->deepest = MAX (self->deepest, self->depth[stack]);
}

static void
init_shapes (Shapes *self, const PpvProfile *profile)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  guint32 n_frames = ppv_profile_get_frames (profile)->n_rows;
  g_autofree guint8 *callers = g_new0 (guint8, n_frames);

  for (PpvFrameId frame = 0; frame < n_frames; frame++)
    callers[frame] = (guint8) caller_of (profile, frame);
  self->n_modules = ppv_profile_get_modules (profile)->n_rows;
  self->depth = g_new0 (guint32, stacks->n_rows);
  self->root = g_new (PpvFrameId, stacks->n_rows);
  self->fault = g_new0 (guint8, stacks->n_rows);
  self->guilty = g_new (PpvModuleId, stacks->n_rows);
  self->called = g_new0 (guint8, ppv_profile_get_functions (profile)->n_rows);
  for (PpvStackId stack = 0; stack < stacks->n_rows; stack++)
    shape_stack (self, profile, callers, stack);
}

static const char *
function_name (const PpvProfile *profile, PpvFrameId frame)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  PpvFunctionId function = ppv_profile_get_frames (profile)->function[frame];

  return ppv_profile_get_string (profile, functions->name[function]);
}

/* Where threads begin; the C library keeps no frame pointers, so that some walks end there. */
static gboolean
is_beginning (const char *name)
{
  static const char *const beginnings[] = {
    "_start",    "main",         "clone",        "clone3",         "__clone", "__clone3",
    "_dl_start", "start_thread", "thread_start", "_dl_start_user", NULL
  };

  return g_strv_contains (beginnings, name) || g_str_has_prefix (name, "__libc_start");
}

/*
 * A stack whose outermost function has callers in other stacks was not walked to
 * its end.  Only user code is judged: in the kernel it depends on how it was entered.
 */
static gboolean
is_short (const Shapes *self, const PpvProfile *profile, PpvStackId stack)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  PpvFrameId root = self->root[stack];
  PpvModuleId module = frames->module[root];

  return module != PPV_NONE && modules->kind[module] == PPV_MODULE_USER &&
         self->called[frames->function[root]] && !is_beginning (function_name (profile, root));
}

static gboolean
is_cut (const Shapes *self, const PpvProfile *profile, PpvStackId stack)
{
  return self->depth[stack] == KERNEL_DEPTH && self->deepest == KERNEL_DEPTH &&
         !is_beginning (function_name (profile, self->root[stack]));
}

/* Recorders that walk stacks themselves: why stacks end early, and what helps. */
typedef struct {
  const char *tool;
  const char *deeper;
  const char *whole;
} Recorder;

#define NUM_CALLERS N_ ("Record more callers, valgrind --num-callers=100")
#define UNWIND_TABLES                                                                              \
  N_ ("Build these modules with -fasynchronous-unwind-tables, by which the recorder walks stacks")

static const Recorder recorders[] = {
  { "heaptrack", N_ ("heaptrack keeps 64 frames of each stack and cannot be told to keep more"),
    UNWIND_TABLES },
  { "memcheck", NUM_CALLERS, UNWIND_TABLES },
  { "helgrind", NUM_CALLERS, UNWIND_TABLES },
  { "drd", NUM_CALLERS, UNWIND_TABLES },
  { "dhat", NUM_CALLERS, UNWIND_TABLES },
  { "xtree", NUM_CALLERS, UNWIND_TABLES },
};

/* NULL for perf and what is like it. */
static const Recorder *
find_recorder (const PpvProfile *profile)
{
  const char *tool = ppv_profile_get_fact (profile, "tool");

  for (guint i = 0; i < G_N_ELEMENTS (recorders); i++)
    if (g_strcmp0 (tool, recorders[i].tool) == 0)
      return &recorders[i];
  return NULL;
}

/* --- what is said ------------------------------------------------------------------ */

static gboolean
has_dwarf (const PpvProfile *profile)
{
  const char *fact = ppv_profile_get_fact (profile, PPV_FACT_CALL_GRAPH);

  return fact != NULL && g_str_has_prefix (fact, "dwarf");
}

/* Without callers there is no tree and no flame graph worth looking at. */
static gboolean
scan_flat (PpvQualityScan *scan)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (scan->profile);
  guint64 n_flat = 0;
  double share;

  if (ppv_profile_get_calls (scan->profile)->n_rows > 0)
    return FALSE;
  for (PpvStackId stack = 0; stack < scan->costs->n_stacks; stack++)
    if (stacks->parent[stack] == PPV_NONE)
      n_flat += scan->costs->samples[stack];
  share = (double) n_flat / (double) scan->costs->n_samples;
  if (share < FLAT_SHARE)
    return FALSE;
  if (ppv_quality_find_warning (scan->profile, "stacks-not-unwound") == NULL)
    ppv_quality_add (
        scan, "no-call-stacks", PPV_QUALITY_INCOMPLETE, n_flat, PPV_SHARE_OF_SAMPLES, share,
        g_strdup (_ ("The samples have no callers: a call tree or flame graph shows nothing more "
                     "than hotspots")),
        g_strdup (_ ("Record with call stacks, perf record -g or --call-graph dwarf")));
  return TRUE;
}

static void
scan_not_unwound (PpvQualityScan *scan)
{
  const PpvWarning *warning = ppv_quality_find_warning (scan->profile, "stacks-not-unwound");
  guint64 n_all = ppv_quality_samples (scan->profile);

  if (warning != NULL)
    ppv_quality_add (scan, "stacks-not-unwound", PPV_QUALITY_INCOMPLETE, warning->count,
                     PPV_SHARE_OF_SAMPLES, (double) warning->count / (double) MAX (n_all, 1),
                     g_strdup (warning->message),
                     g_strdup (_ ("Record with frame pointers, perf record --call-graph fp")));
}

/* The next size of stack copies that is worth a try. */
static guint64
larger_copy (const PpvProfile *profile)
{
  const char *fact = ppv_profile_get_fact (profile, PPV_FACT_CALL_GRAPH);
  const char *comma = fact != NULL ? strchr (fact, ',') : NULL;
  guint64 size = LEAST_COPY;

  if (comma != NULL)
    ppv_parse_u64 (comma + 1, strlen (comma + 1), &size);
  return size < USUAL_COPY ? USUAL_COPY : LARGEST_COPY;
}

/* Copies of the stack that end before the stack does: the importer has seen it. */
static void
scan_truncated_copies (PpvQualityScan *scan)
{
  const PpvWarning *warning = ppv_quality_find_warning (scan->profile, "stack-truncated");
  guint64 n_all = ppv_quality_samples (scan->profile);
  g_autofree char *count = NULL;
  g_autofree char *percent = NULL;
  double share;

  if (warning == NULL)
    return;
  share = (double) warning->count / (double) MAX (n_all, 1);
  count = ppv_quality_count (warning->count);
  percent = ppv_quality_percent (share);
  ppv_quality_add (
      scan, "stack-truncated", PPV_QUALITY_MISLEADING, warning->count, PPV_SHARE_OF_SAMPLES, share,
      g_strdup_printf (
          ngettext ("%s sample (%s) has only a part of its stack: the copy was too "
                    "small for the outer callers",
                    "%s samples (%s) have only a part of their stacks: the copies were "
                    "too small for the outer callers",
                    (gulong) warning->count),
          count, percent),
      g_strdup_printf (_ ("Record larger copies, perf record --call-graph dwarf,%" PRIu64),
                       larger_copy (scan->profile)));
}

static void
scan_cut (PpvQualityScan *scan, const Shapes *shapes)
{
  guint64 n_cut = 0;
  double share;
  g_autofree char *count = NULL;
  g_autofree char *percent = NULL;

  for (PpvStackId stack = 0; stack < scan->costs->n_stacks; stack++)
    if (scan->costs->samples[stack] > 0 && is_cut (shapes, scan->profile, stack))
      n_cut += scan->costs->samples[stack];
  share = (double) n_cut / (double) scan->costs->n_samples;
  if (n_cut == 0 || share < LEAST_CUT_SHARE)
    return;
  count = ppv_quality_count (n_cut);
  percent = ppv_quality_percent (share);
  ppv_quality_add (
      scan, "stack-too-deep", PPV_QUALITY_MISLEADING, n_cut, PPV_SHARE_OF_SAMPLES, share,
      g_strdup_printf (ngettext ("%s sample (%s) has %d frames, the most the kernel collects: its "
                                 "outer callers are missing",
                                 "%s samples (%s) have %d frames, the most the kernel collects: "
                                 "their outer callers are missing",
                                 (gulong) n_cut),
                       count, percent, KERNEL_DEPTH),
      g_strdup (_ ("Before recording: sysctl kernel.perf_event_max_stack=1024")));
}

typedef struct {
  PpvModuleId module;
  guint64 n_samples;
} Guilt;

/* Samples of one fault: how many, and where the walks went wrong. */
typedef struct {
  guint64 n_samples;
  guint64 n_short; /* of these, with an end that is none */
  Guilt *guilt;    /* by module, and one more for none */
} Faults;

static int
compare_guilt (gconstpointer a, gconstpointer b)
{
  const Guilt *one = a, *two = b;

  if (one->n_samples != two->n_samples)
    return one->n_samples > two->n_samples ? -1 : 1;
  return one->module < two->module ? -1 : one->module > two->module;
}

/* "; most often from libc.so.6 (62 %), libm.so.6 (20 %)", or nothing where no module is known. */
static void
append_guilty (GString *message, const PpvProfile *profile, Faults *faults)
{
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  g_autoptr (GString) names = g_string_new (NULL);

  qsort (faults->guilt, modules->n_rows, sizeof *faults->guilt, compare_guilt);
  for (guint i = 0; i < MIN (modules->n_rows, NAMES_SHOWN) && faults->guilt[i].n_samples > 0; i++)
    {
      const char *path = ppv_profile_get_string (profile, modules->path[faults->guilt[i].module]);
      const char *slash = strrchr (path, '/');
      g_autofree char *percent =
          ppv_quality_percent ((double) faults->guilt[i].n_samples / (double) faults->n_samples);

      g_string_append_printf (names, "%s%s (%s)", i > 0 ? ", " : "",
                              slash != NULL && slash[1] != '\0' ? slash + 1 : path, percent);
    }
  if (names->len > 0)
    g_string_append_printf (message, _ ("; most often from %s"), names->str);
}

/* The two ways of being broken, where there are any. */
static void
append_ways (GString *message, guint64 n_strange, guint64 n_short)
{
  g_autofree char *strange = ppv_quality_count (n_strange);
  g_autofree char *cut = ppv_quality_count (n_short);

  if (n_strange > 0)
    g_string_append_printf (message,
                            ngettext ("%s with a caller at an address that is no code",
                                      "%s with callers at addresses that are no code",
                                      (gulong) n_strange),
                            strange);
  if (n_strange > 0 && n_short > 0)
    g_string_append (message, ", ");
  if (n_short > 0)
    g_string_append_printf (message,
                            ngettext ("%s that ends before the thread's beginning",
                                      "%s that end before the thread's beginning",
                                      (gulong) n_short),
                            cut);
}

static void
say_broken (PpvQualityScan *scan, const Recorder *recorder, Faults *faults)
{
  double share = (double) faults->n_samples / (double) scan->costs->n_samples;
  g_autofree char *count = ppv_quality_count (faults->n_samples);
  g_autofree char *percent = ppv_quality_percent (share);
  GString *message;
  const char *advice;

  if (faults->n_samples == 0 || share < LEAST_SHARE)
    return;
  message = g_string_new (NULL);
  g_string_printf (
      message,
      recorder != NULL
          ? ngettext ("%s call path (%s) is broken: ", "%s call paths (%s) are broken: ",
                      (gulong) faults->n_samples)
          : ngettext ("%s sample (%s) has a broken stack: ", "%s samples (%s) have broken stacks: ",
                      (gulong) faults->n_samples),
      count, percent);
  append_ways (message, faults->n_samples - faults->n_short, faults->n_short);
  append_guilty (message, scan->profile, faults);
  if (recorder != NULL)
    advice = _ (recorder->whole);
  else if (has_dwarf (scan->profile))
    advice = _ ("Give the files of these modules as they were recorded with --symbol-path: their "
                "unwind tables do not fit");
  else
    advice = _ ("Record with --call-graph dwarf (or lbr), or build these modules with "
                "-fno-omit-frame-pointer");
  ppv_quality_add (scan, "stack-broken", PPV_QUALITY_MISLEADING, faults->n_samples,
                   PPV_SHARE_OF_SAMPLES, share, g_string_free (message, FALSE), g_strdup (advice));
}

static void
say_no_table (PpvQualityScan *scan, Faults *faults)
{
  double share = (double) faults->n_samples / (double) scan->costs->n_samples;
  g_autofree char *count = ppv_quality_count (faults->n_samples);
  g_autofree char *percent = ppv_quality_percent (share);
  GString *message;

  if (faults->n_samples == 0)
    return;
  message = g_string_new (NULL);
  g_string_printf (message,
                   ngettext ("%s sample (%s) leads to code without unwind tables, where its stack "
                             "ends",
                             "%s samples (%s) lead to code without unwind tables, where their "
                             "stacks end",
                             (gulong) faults->n_samples),
                   count, percent);
  append_guilty (message, scan->profile, faults);
  ppv_quality_add (
      scan, "no-unwind-table", PPV_QUALITY_INCOMPLETE, faults->n_samples, PPV_SHARE_OF_SAMPLES,
      share, g_string_free (message, FALSE),
      g_strdup (
          _ ("Give the folder of the recorded files with --symbol-path or --sysroot; code made "
             "at run time has none")));
}

/* As many frames as the recorder keeps, of which some that only allocate may be left out. */
static gboolean
is_cut_by_recorder (const Shapes *self, PpvStackId stack)
{
  enum { FEWER = 2 };

  return self->depth[stack] + FEWER >= self->deepest;
}

static void
say_cut_by_recorder (PpvQualityScan *scan, const Recorder *recorder, guint64 n_cut)
{
  double share = (double) n_cut / (double) scan->costs->n_samples;
  g_autofree char *count = ppv_quality_count (n_cut);
  g_autofree char *percent = ppv_quality_percent (share);

  if (n_cut == 0 || share < LEAST_SHARE)
    return;
  ppv_quality_add (
      scan, "stack-too-deep", PPV_QUALITY_INCOMPLETE, n_cut, PPV_SHARE_OF_SAMPLES, share,
      g_strdup_printf (ngettext ("%s call path (%s) has as many frames as the recorder keeps: its "
                                 "outer callers are missing",
                                 "%s call paths (%s) have as many frames as the recorder keeps: "
                                 "their outer callers are missing",
                                 (gulong) n_cut),
                       count, percent),
      g_strdup (_ (recorder->deeper)));
}

static void
add_fault (Faults *faults, PpvModuleId module, guint64 n_samples)
{
  faults->guilt[module].n_samples += n_samples;
  faults->n_samples += n_samples;
}

static void
scan_faults (PpvQualityScan *scan, const Shapes *shapes)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (scan->profile);
  g_autofree Guilt *guilt = g_new0 (Guilt, 2 * ((gsize) shapes->n_modules + 1));
  Faults broken = { .guilt = guilt };
  Faults no_table = { .guilt = guilt + shapes->n_modules + 1 };
  const Recorder *recorder = find_recorder (scan->profile);
  guint64 n_cut = 0;

  for (guint32 i = 0; i <= shapes->n_modules; i++)
    broken.guilt[i].module = no_table.guilt[i].module = i;
  for (PpvStackId stack = 0; stack < scan->costs->n_stacks; stack++)
    {
      guint64 n_samples = scan->costs->samples[stack];

      if (n_samples == 0)
        continue;
      if (shapes->fault[stack] == CALLER_NO_TABLE)
        add_fault (&no_table, shapes->guilty[stack], n_samples);
      else if (shapes->fault[stack] == CALLER_STRANGE)
        add_fault (&broken, shapes->guilty[stack], n_samples);
      else if (!is_short (shapes, scan->profile, stack))
        continue;
      else if (recorder != NULL && is_cut_by_recorder (shapes, stack))
        n_cut += n_samples;
      else
        {
          add_fault (&broken, frames->module[shapes->root[stack]], n_samples);
          broken.n_short += n_samples;
        }
    }
  if (recorder != NULL)
    say_cut_by_recorder (scan, recorder, n_cut);
  say_broken (scan, recorder, &broken);
  say_no_table (scan, &no_table);
}

void
ppv_quality_scan_stacks (PpvQualityScan *scan)
{
  g_auto (Shapes) shapes = { 0 };

  if (ppv_profile_get_metric (scan->profile, scan->costs->metric)->kind != PPV_METRIC_FLOW)
    return;
  ppv_quality_checked (scan, _ ("call stacks"));
  scan_not_unwound (scan);
  scan_truncated_copies (scan);
  if (scan_flat (scan))
    return;
  init_shapes (&shapes, scan->profile);
  scan_cut (scan, &shapes);
  scan_faults (scan, &shapes);
}
