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

/*
 * What is known of each stack:
 * @depth: frames but for inlined ones
 * @root: its outermost frame
 * @guilty: the module of the innermost frame whose caller is no code; the number
 *     of modules where that is in none, PPV_NONE for a sound stack
 * @called: by function: whether it has a caller in any stack
 * @deepest: of @depth
 */
typedef struct {
  guint32 n_modules;
  guint32 *depth;
  PpvFrameId *root;
  PpvModuleId *guilty;
  guint8 *called;
  guint32 deepest;
} Shapes;

static void
clear_shapes (Shapes *self)
{
  g_free (self->depth);
  g_free (self->root);
  g_free (self->guilty);
  g_free (self->called);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shapes, clear_shapes)

/* Whose walk led to a caller that is no code; the kernel knows how to walk its own stack. */
static PpvModuleId
guilty_module (const PpvProfile *profile, PpvFrameId frame)
{
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  PpvModuleId module = ppv_profile_get_frames (profile)->module[frame];

  if (module == PPV_NONE || modules->kind[module] == PPV_MODULE_KERNEL)
    return modules->n_rows;
  return module;
}

/* A parent's row is before its children's, so what is known of it can be handed on. */
static void
shape_stack (Shapes *self, const PpvProfile *profile, const guint8 *unknown, PpvStackId stack)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  PpvStackId parent = stacks->parent[stack];
  PpvFrameId frame = stacks->frame[stack];
  PpvFunctionId function = frames->function[frame];

  self->depth[stack] = frames->inlined[frame] ? 0 : 1;
  self->root[stack] = frame;
  self->guilty[stack] = PPV_NONE;
  if (parent != PPV_NONE)
    {
      PpvFrameId caller = stacks->frame[parent];

      self->depth[stack] += self->depth[parent];
      self->root[stack] = self->root[parent];
      self->guilty[stack] = self->guilty[parent];
      if (unknown[caller] && !unknown[frame])
        self->guilty[stack] = guilty_module (profile, frame);
      else if (unknown[caller] && self->guilty[stack] == PPV_NONE)
        self->guilty[stack] = self->n_modules;
      else if (!unknown[caller] && frames->function[caller] != function)
        self->called[function] = TRUE;
    }
  self->deepest = MAX (self->deepest, self->depth[stack]);
}

static void
init_shapes (Shapes *self, const PpvProfile *profile)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  guint32 n_frames = ppv_profile_get_frames (profile)->n_rows;
  g_autofree guint8 *unknown = g_new0 (guint8, n_frames);

  for (PpvFrameId frame = 0; frame < n_frames; frame++)
    unknown[frame] = ppv_quality_is_unknown (profile, frame) ? 1 : 0;
  self->n_modules = ppv_profile_get_modules (profile)->n_rows;
  self->depth = g_new0 (guint32, stacks->n_rows);
  self->root = g_new (PpvFrameId, stacks->n_rows);
  self->guilty = g_new (PpvModuleId, stacks->n_rows);
  self->called = g_new0 (guint8, ppv_profile_get_functions (profile)->n_rows);
  for (PpvStackId stack = 0; stack < stacks->n_rows; stack++)
    shape_stack (self, profile, unknown, stack);
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

static int
compare_guilt (gconstpointer a, gconstpointer b)
{
  const Guilt *one = a, *two = b;

  if (one->n_samples != two->n_samples)
    return one->n_samples > two->n_samples ? -1 : 1;
  return one->module < two->module ? -1 : one->module > two->module;
}

/* "libc.so.6 (62 %), libm.so.6 (20 %)": where the walks went wrong, as shares of @n_broken. */
static char *
name_guilty (const PpvProfile *profile, Guilt *guilt, guint32 n_modules, guint64 n_broken)
{
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  GString *names = g_string_new (NULL);

  qsort (guilt, n_modules, sizeof *guilt, compare_guilt);
  for (guint i = 0; i < MIN (n_modules, NAMES_SHOWN) && guilt[i].n_samples > 0; i++)
    {
      const char *path = ppv_profile_get_string (profile, modules->path[guilt[i].module]);
      const char *slash = strrchr (path, '/');
      g_autofree char *percent =
          ppv_quality_percent ((double) guilt[i].n_samples / (double) n_broken);

      g_string_append_printf (names, "%s%s (%s)", i > 0 ? ", " : "",
                              slash != NULL && slash[1] != '\0' ? slash + 1 : path, percent);
    }
  return g_string_free (names, FALSE);
}

/* The two ways of being broken, where there are any. */
static void
describe_broken (GString *message, guint64 n_strange, guint64 n_short)
{
  g_autofree char *strange = ppv_quality_count (n_strange);
  g_autofree char *cut = ppv_quality_count (n_short);

  if (n_strange > 0)
    g_string_append_printf (message, _ ("%s with callers at addresses that are no code"), strange);
  if (n_strange > 0 && n_short > 0)
    g_string_append (message, ", ");
  if (n_short > 0)
    g_string_append_printf (message, _ ("%s that end before the thread's beginning"), cut);
}

static void
add_broken (PpvQualityScan *scan, guint64 n_broken, guint64 n_short, const char *names)
{
  double share = (double) n_broken / (double) scan->costs->n_samples;
  g_autofree char *count = ppv_quality_count (n_broken);
  g_autofree char *percent = ppv_quality_percent (share);
  GString *message = g_string_new (NULL);
  const char *advice;

  g_string_printf (message,
                   ngettext ("%s sample (%s) has a broken stack: ",
                             "%s samples (%s) have broken stacks: ", (gulong) n_broken),
                   count, percent);
  describe_broken (message, n_broken - n_short, n_short);
  if (*names != '\0')
    g_string_append_printf (message, _ ("; most often from %s"), names);
  if (has_dwarf (scan->profile))
    advice = _ ("Keep the files of these modules as they were recorded, with their unwind tables");
  else
    advice = _ ("Record with --call-graph dwarf (or lbr), or build these modules with "
                "-fno-omit-frame-pointer");
  ppv_quality_add (scan, "stack-broken", PPV_QUALITY_MISLEADING, n_broken, PPV_SHARE_OF_SAMPLES,
                   share, g_string_free (message, FALSE), g_strdup (advice));
}

static void
scan_broken (PpvQualityScan *scan, const Shapes *shapes)
{
  const PpvProfile *profile = scan->profile;
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  g_autofree Guilt *guilt = g_new0 (Guilt, shapes->n_modules + 1);
  g_autofree char *names = NULL;
  guint64 n_broken = 0, n_short = 0;

  for (guint32 i = 0; i <= shapes->n_modules; i++)
    guilt[i].module = i;
  for (PpvStackId stack = 0; stack < scan->costs->n_stacks; stack++)
    {
      guint64 n_samples = scan->costs->samples[stack];
      PpvModuleId module = shapes->guilty[stack];

      if (n_samples == 0)
        continue;
      if (module == PPV_NONE && is_short (shapes, profile, stack))
        {
          module = frames->module[shapes->root[stack]];
          n_short += n_samples;
        }
      if (module == PPV_NONE)
        continue;
      guilt[module].n_samples += n_samples;
      n_broken += n_samples;
    }
  if ((double) n_broken < LEAST_SHARE * (double) scan->costs->n_samples || n_broken == 0)
    return;
  names = name_guilty (profile, guilt, shapes->n_modules, n_broken);
  add_broken (scan, n_broken, n_short, names);
}

static void
scan_unwinding (PpvQualityScan *scan)
{
  const PpvWarning *warning = ppv_quality_find_warning (scan->profile, "no-unwind-table");

  if (warning != NULL)
    ppv_quality_add (
        scan, "no-unwind-table", PPV_QUALITY_INCOMPLETE, warning->count, PPV_SHARE_NONE, -1,
        g_strdup (warning->message),
        g_strdup (_ ("Give the folder of the recorded files with --symbol-path or --sysroot")));
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
  scan_unwinding (scan);
  if (scan_flat (scan))
    return;
  init_shapes (&shapes, scan->profile);
  scan_cut (scan, &shapes);
  scan_broken (scan, &shapes);
}
