/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Selections made at random, carried out by the library and by a slow and obvious
 * reference: each sample is a list of names here, and every condition and transform does
 * with it what its documentation says.  The costs of whole stacks have to be equal.
 */

#include "config.h"

#include <fnmatch.h>
#include <string.h>

#include "ppv-test-profile.h"

enum { MOST_FRAMES = 7, N_FUNCTIONS = 5, N_MODULES = 3, N_SAMPLES = 40 };

typedef struct {
  gint32 pid;
  gint32 tid;
  guint32 cpu;
  gint64 time;
  gint64 weight;
  guint n_frames;
  guint function[MOST_FRAMES]; /* outermost first; each is in the module function % N_MODULES */
} Sample;

static const char *const functions[N_FUNCTIONS] = { "alpha", "beta", "alphabet", "(gamma)", "d e" };
static const char *const modules[N_MODULES] = { "/bin/x", "/lib/liby.so", "/lib/libz.so" };
static const char *const function_globs[] = { "alpha", "al*", "*a", "b?ta", "d e", "*", "none" };
static const char *const function_regexes[] = { "^alpha$", "et", "[()]" };
static const char *const module_globs[] = { "x", "/lib/*", "lib?.so" };

/* --- samples ---------------------------------------------------------------------- */

static Sample
random_sample (gsize index)
{
  Sample sample = { .pid = g_test_rand_int_range (1, 3),
                    .cpu = (guint32) g_test_rand_int_range (0, 3),
                    .time = g_test_rand_int_range (0, 10),
                    .weight = G_GINT64_CONSTANT (1) << index };

  sample.tid = sample.pid * 10 + g_test_rand_int_range (0, 2);
  sample.n_frames = (guint) g_test_rand_int_range (1, MOST_FRAMES + 1);
  for (guint i = 0; i < sample.n_frames; i++)
    sample.function[i] = (guint) g_test_rand_int_range (0, N_FUNCTIONS);
  return sample;
}

static PpvThreadId
thread_of (PpvProfileBuilder *builder, const Sample *sample)
{
  PpvProcessId process = ppv_profile_builder_process (builder, sample->pid);
  g_autofree char *process_name = g_strdup_printf ("p%d", sample->pid);
  g_autofree char *thread_name = g_strdup_printf ("t%d", sample->tid);

  ppv_profile_builder_name_process (builder, process,
                                    ppv_profile_builder_string (builder, process_name, -1));
  return ppv_profile_builder_thread (builder, process, sample->tid,
                                     ppv_profile_builder_string (builder, thread_name, -1));
}

static PpvProfile *
profile_of (const Sample *samples)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  guint32 set = ppv_profile_builder_set (builder, PPV_SET_TIME | PPV_SET_THREAD | PPV_SET_CPU);

  ppv_profile_builder_metric (builder, set, "cost", "count", PPV_METRIC_FLOW);
  ppv_profile_builder_time_unit (builder, "instructions");
  for (gsize i = 0; i < N_SAMPLES; i++)
    {
      PpvStackId stack = PPV_NONE;

      for (guint j = 0; j < samples[i].n_frames; j++)
        {
          guint function = samples[i].function[j];
          g_autofree char *cell =
              g_strconcat (functions[function], "@", modules[function % N_MODULES], NULL);

          stack = ppv_profile_builder_stack (builder, stack, ppv_test_frame (builder, cell));
        }
      ppv_profile_builder_sample (builder, set, stack, samples[i].time,
                                  thread_of (builder, &samples[i]), samples[i].cpu,
                                  &samples[i].weight);
    }
  return ppv_test_seal (builder);
}

/* --- the reference: terms --------------------------------------------------------- */

typedef enum { GLOB, REGEX } Way;

static const char *
pick (const char *const *from, gsize n)
{
  return from[g_test_rand_int_range (0, (gint32) n)];
}

static gboolean
name_matches (const char *pattern, Way way, const char *name)
{
  return way == GLOB ? fnmatch (pattern, name, 0) == 0
                     : g_regex_match_simple (pattern, name, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT);
}

static gboolean
module_matches (const char *pattern, Way way, guint function)
{
  const char *path = modules[function % N_MODULES];

  return name_matches (pattern, way, path) || name_matches (pattern, way, strrchr (path, '/') + 1);
}

/* A term of frames: which function it is of, at random, and what it says of each. */
typedef struct {
  const char *kind;
  const char *pattern;
  Way way;
  gboolean negated;
} FrameTerm;

static FrameTerm
random_frame_term (gboolean with_modules)
{
  FrameTerm term = { .kind = "function", .negated = g_test_rand_int_range (0, 4) == 0 };

  term.way = g_test_rand_int_range (0, 4) == 0 ? REGEX : GLOB;
  if (with_modules && g_test_rand_int_range (0, 3) == 0)
    {
      term.kind = "module";
      term.way = GLOB;
      term.pattern = pick (module_globs, G_N_ELEMENTS (module_globs));
    }
  else if (term.way == REGEX)
    term.pattern = pick (function_regexes, G_N_ELEMENTS (function_regexes));
  else
    term.pattern = pick (function_globs, G_N_ELEMENTS (function_globs));
  return term;
}

static void
write_frame_term (GString *into, const FrameTerm *term, const char *kind)
{
  g_string_append_printf (into, "%s%s%s\"%s\"", kind, term->negated ? "!" : "",
                          term->way == REGEX ? "~" : "=", term->pattern);
}

static gboolean
frame_holds (const FrameTerm *term, guint function)
{
  gboolean matches = g_str_equal (term->kind, "module")
                         ? module_matches (term->pattern, term->way, function)
                         : name_matches (term->pattern, term->way, functions[function]);

  return matches != term->negated;
}

static gboolean
any_frame_matches (const FrameTerm *term, const Sample *sample)
{
  FrameTerm plain = *term;

  plain.negated = FALSE;
  for (guint i = 0; i < sample->n_frames; i++)
    if (frame_holds (&plain, sample->function[i]))
      return TRUE;
  return FALSE;
}

/* --- the reference: conditions ---------------------------------------------------- */

/* Writes a condition and tells, sample by sample, for which it holds. */
static void write_condition (GString *into, const Sample *samples, guint depth, gboolean *holds);

static void
write_frames (GString *into, const Sample *samples, gboolean *holds)
{
  FrameTerm term = random_frame_term (TRUE);
  gboolean self = g_str_equal (term.kind, "function") && g_test_rand_bit ();

  write_frame_term (into, &term, self ? "self" : term.kind);
  for (gsize i = 0; i < N_SAMPLES; i++)
    holds[i] = self ? frame_holds (&term, samples[i].function[samples[i].n_frames - 1])
                    : any_frame_matches (&term, &samples[i]) != term.negated;
}

/* Whether @path, of two functions, is somewhere in the stack. */
static gboolean
has_path (const Sample *sample, const guint *path, gboolean from_root, gboolean at_end)
{
  for (guint i = 0; i + 1 < sample->n_frames; i++)
    if (sample->function[i] == path[0] && sample->function[i + 1] == path[1] &&
        (!from_root || i == 0) && (!at_end || i + 2 == sample->n_frames))
      return TRUE;
  return FALSE;
}

static void
write_path (GString *into, const Sample *samples, gboolean *holds)
{
  guint path[2] = { (guint) g_test_rand_int_range (0, N_FUNCTIONS),
                    (guint) g_test_rand_int_range (0, N_FUNCTIONS) };
  gboolean from_root = g_test_rand_bit ();
  gboolean at_end = g_test_rand_bit ();

  g_string_append_printf (into, "stack=\"%s%s;%s%s\"", from_root ? "^" : "", functions[path[0]],
                          functions[path[1]], at_end ? "$" : "");
  for (gsize i = 0; i < N_SAMPLES; i++)
    holds[i] = has_path (&samples[i], path, from_root, at_end);
}

static void
write_number (GString *into, const Sample *samples, gboolean *holds)
{
  static const char *const kinds[] = { "process", "thread", "cpu", "time" };
  gint32 kind = g_test_rand_int_range (0, 4);
  gint32 low = g_test_rand_int_range (0, 10);
  gint32 high = low + g_test_rand_int_range (0, 5);
  gint32 wanted = kind == 0   ? g_test_rand_int_range (1, 3)
                  : kind == 1 ? g_test_rand_int_range (1, 3) * 10 + g_test_rand_int_range (0, 2)
                              : g_test_rand_int_range (0, 3);
  const char *letter = kind > 1 || g_test_rand_bit () ? "" : kind == 0 ? "p" : "t";

  if (kind == 3)
    g_string_append_printf (into, "time=%d..%d", low, high);
  else
    g_string_append_printf (into, "%s=%s%d", kinds[kind], letter, wanted);
  for (gsize i = 0; i < N_SAMPLES; i++)
    holds[i] = kind == 0   ? samples[i].pid == wanted
               : kind == 1 ? samples[i].tid == wanted
               : kind == 2 ? samples[i].cpu == (guint32) wanted
                           : (low <= samples[i].time || low == 0) && samples[i].time < high;
}

static void
write_group (GString *into, const Sample *samples, guint depth, gboolean *holds)
{
  gboolean all = g_test_rand_bit ();
  gboolean more[N_SAMPLES];

  g_string_append_c (into, '(');
  write_condition (into, samples, depth + 1, holds);
  g_string_append (into, all ? " and " : " or ");
  write_condition (into, samples, depth + 1, more);
  g_string_append_c (into, ')');
  for (gsize i = 0; i < N_SAMPLES; i++)
    holds[i] = all ? holds[i] && more[i] : holds[i] || more[i];
}

static void
write_condition (GString *into, const Sample *samples, guint depth, gboolean *holds)
{
  switch (g_test_rand_int_range (depth < 3 ? 0 : 2, 5))
    {
    case 0:
      write_group (into, samples, depth, holds);
      break;
    case 1:
      g_string_append (into, "not ");
      write_condition (into, samples, depth + 1, holds);
      for (gsize i = 0; i < N_SAMPLES; i++)
        holds[i] = !holds[i];
      break;
    case 2:
      write_path (into, samples, holds);
      break;
    case 3:
      write_number (into, samples, holds);
      break;
    default:
      write_frames (into, samples, holds);
    }
}

/* --- the reference: transforms ---------------------------------------------------- */

static void
cut (Sample *sample, guint begin, guint n)
{
  memmove (&sample->function[begin], &sample->function[begin + n],
           (sample->n_frames - begin - n) * sizeof *sample->function);
  sample->n_frames -= n;
}

static void
focus (Sample *sample, const FrameTerm *term)
{
  guint first = 0;

  while (first < sample->n_frames && !frame_holds (term, sample->function[first]))
    first++;
  cut (sample, 0, first);
}

static void
focus_self (Sample *sample, const FrameTerm *term)
{
  if (sample->n_frames == 0 || !frame_holds (term, sample->function[sample->n_frames - 1]))
    sample->n_frames = 0;
  else
    cut (sample, 0, sample->n_frames - 1);
}

static void
hide (Sample *sample, const FrameTerm *term)
{
  for (guint i = sample->n_frames; i-- > 0;)
    if (frame_holds (term, sample->function[i]))
      cut (sample, i, 1);
}

static void
collapse (Sample *sample, const FrameTerm *term)
{
  gboolean by_module = g_str_equal (term->kind, "module");

  for (guint i = 0; i < sample->n_frames; i++)
    {
      guint function = sample->function[i];

      if (!frame_holds (term, function))
        continue;
      while (i + 1 < sample->n_frames &&
             (!by_module || sample->function[i + 1] % N_MODULES == function % N_MODULES))
        cut (sample, i + 1, 1);
    }
}

static void
collapse_direct (Sample *sample, const FrameTerm *term)
{
  (void) term;
  for (guint i = sample->n_frames; i-- > 1;)
    if (sample->function[i] == sample->function[i - 1])
      cut (sample, i, 1);
}

/* A function that is met again takes all from its first call on. */
static void
collapse_recursion (Sample *sample, const FrameTerm *term)
{
  for (guint i = 1; i < sample->n_frames; i++)
    for (guint above = 0; frame_holds (term, sample->function[i]) && above < i; above++)
      if (sample->function[above] == sample->function[i])
        {
          cut (sample, above + 1, i - above);
          i = above;
        }
}

static void
drop (Sample *sample, const FrameTerm *term)
{
  if (any_frame_matches (term, sample) != term->negated)
    sample->n_frames = 0;
}

static void
invert (Sample *sample, const FrameTerm *term)
{
  (void) term;
  for (guint i = 0; i < sample->n_frames / 2; i++)
    {
      guint other = sample->n_frames - 1 - i;
      guint function = sample->function[i];

      sample->function[i] = sample->function[other];
      sample->function[other] = function;
    }
}

static const struct {
  const char *text;
  const char *kind; /* NULL without a term; "any" for functions and modules */
  void (*apply) (Sample *sample, const FrameTerm *term);
} transforms[] = {
  { "focus", "any", focus },
  { "focus", "self", focus_self },
  { "hide", "any", hide },
  { "collapse", "any", collapse },
  { "collapse recursion", NULL, collapse_direct },
  { "collapse recursion", "function", collapse_recursion },
  { "drop", "any", drop },
  { "invert", NULL, invert },
};

static void
write_transform (GString *into, Sample *samples)
{
  gint32 i = g_test_rand_int_range (0, G_N_ELEMENTS (transforms));
  FrameTerm term = random_frame_term (g_strcmp0 (transforms[i].kind, "any") == 0);

  g_string_append_printf (into, " | %s ", transforms[i].text);
  if (transforms[i].kind != NULL)
    write_frame_term (into, &term,
                      g_str_equal (transforms[i].kind, "any") ? term.kind : transforms[i].kind);
  for (gsize j = 0; j < N_SAMPLES; j++)
    transforms[i].apply (&samples[j], &term);
}

/* --- comparing -------------------------------------------------------------------- */

static void
add_cost (GHashTable *costs, const char *stack, gint64 cost)
{
  gsize sum = GPOINTER_TO_SIZE (g_hash_table_lookup (costs, stack)) + (gsize) cost;

  g_hash_table_insert (costs, g_strdup (stack), GSIZE_TO_POINTER (sum));
}

static GHashTable *
costs_of_samples (const Sample *samples, const gboolean *holds)
{
  GHashTable *costs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < N_SAMPLES; i++)
    {
      g_autoptr (GString) stack = g_string_new (NULL);

      for (guint j = 0; j < samples[i].n_frames; j++)
        g_string_append_printf (stack, ";%s", functions[samples[i].function[j]]);
      if (holds[i] && samples[i].n_frames > 0)
        add_cost (costs, stack->str, samples[i].weight);
    }
  return costs;
}

static char *
stack_text (const PpvProfile *profile, PpvStackId stack)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *table = ppv_profile_get_functions (profile);
  GString *text = g_string_new (NULL);

  for (; stack != PPV_NONE; stack = stacks->parent[stack])
    {
      PpvFunctionId function = frames->function[stacks->frame[stack]];

      g_string_prepend (text, ppv_profile_get_string (profile, table->name[function]));
      g_string_prepend_c (text, ';');
    }
  return g_string_free (text, FALSE);
}

static GHashTable *
costs_of_library (const PpvProfile *profile, const PpvSelection *rest)
{
  GHashTable *costs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PpvStackCosts) found = ppv_stack_costs_new (profile, rest, NULL, &error);

  g_assert_no_error (error);
  for (PpvStackId i = 0; i < found->n_stacks; i++)
    {
      g_autofree char *text = stack_text (profile, i);

      if (found->self[i] != 0)
        add_cost (costs, text, found->self[i]);
    }
  return costs;
}

static void
assert_equal (GHashTable *costs, GHashTable *expected)
{
  GHashTableIter iter;
  gpointer stack, cost;

  g_hash_table_iter_init (&iter, expected);
  while (g_hash_table_iter_next (&iter, &stack, &cost))
    {
      if (g_hash_table_lookup (costs, stack) != cost)
        g_test_message ("%s", (const char *) stack);
      g_assert_true (g_hash_table_lookup (costs, stack) == cost);
    }
  g_assert_cmpuint (g_hash_table_size (costs), ==, g_hash_table_size (expected));
}

static void
compare (const Sample *samples, const gboolean *holds, PpvProfile *profile, const char *text)
{
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (PpvSelection) rest = NULL;
  g_autoptr (PpvProfile) view = NULL;
  g_autoptr (GHashTable) expected = costs_of_samples (samples, holds);
  g_autoptr (GHashTable) costs = NULL;
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", text);
  ppv_selection_parse (selection, text, &error);
  g_assert_no_error (error);
  view = ppv_selection_apply (selection, profile, &rest, NULL, &error);
  g_assert_no_error (error);
  ppv_profile_check (view, &error);
  g_assert_no_error (error);
  costs = costs_of_library (view, rest);
  assert_equal (costs, expected);
}

static void
test_conditions (void)
{
  for (guint round = 0; round < 400; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (PpvProfile) profile = NULL;
      Sample samples[N_SAMPLES];
      gboolean holds[N_SAMPLES];

      for (gsize i = 0; i < N_SAMPLES; i++)
        samples[i] = random_sample (i);
      profile = profile_of (samples);
      write_condition (text, samples, 0, holds);
      compare (samples, holds, profile, text->str);
    }
}

static void
test_transforms (void)
{
  for (guint round = 0; round < 800; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (PpvProfile) profile = NULL;
      Sample samples[N_SAMPLES];
      gboolean holds[N_SAMPLES];

      for (gsize i = 0; i < N_SAMPLES; i++)
        samples[i] = random_sample (i);
      profile = profile_of (samples);
      write_condition (text, samples, 1, holds);
      for (gint32 i = g_test_rand_int_range (1, 4); i > 0; i--)
        write_transform (text, samples);
      compare (samples, holds, profile, text->str);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/selection-reference/conditions", test_conditions);
  g_test_add_func ("/selection-reference/transforms", test_transforms);
  return g_test_run ();
}
