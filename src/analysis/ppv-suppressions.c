/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Suppressions as Valgrind reads them (manual, "Suppressing errors"): a name, the tool
 * and the kind, for some kinds a line more, and then what each frame must be.
 *
 * Valgrind compares the names that symbols have, while its reports have them for
 * people.  Of "Queue<int>::push(int)" what is sure to be in the symbol's name is the
 * length and the name of the function, "4push", so the rest is a wildcard.
 */

#include "config.h"

#include <string.h>

#include "ppv-findings.h"

/* Valgrind reads no more (VG_DEEPEST_BACKTRACE). */
enum { MOST_FRAMES = 500 };

/* A kind of a report and what suppressions call it. */
static const struct {
  const char *kind;
  const char *tool;
  const char *name; /* NULL for that of the report */
} kinds[] = {
  { "UninitCondition", "Memcheck", "Cond" },
  { "UninitValue", "Memcheck", "Value" },
  { "InvalidRead", "Memcheck", "Addr" },
  { "InvalidWrite", "Memcheck", "Addr" },
  { "InvalidJump", "Memcheck", "Jump" },
  { "SyscallParam", "Memcheck", "Param" },
  { "CoreMemError", "Memcheck", "CoreMem" },
  { "ClientCheck", "Memcheck", "User" },
  { "InvalidFree", "Memcheck", "Free" },
  { "MismatchedFree", "Memcheck", "Free" },
  { "Overlap", "Memcheck", NULL },
  { "InvalidMemPool", "Memcheck", "MemPool" },
  { "FishyValue", "Memcheck", NULL },
  { "ReallocSizeZero", "Memcheck", "ReallocZero" },
  { "Leak_DefinitelyLost", "Memcheck", "Leak" },
  { "Leak_IndirectlyLost", "Memcheck", "Leak" },
  { "Leak_PossiblyLost", "Memcheck", "Leak" },
  { "Leak_StillReachable", "Memcheck", "Leak" },
  { "Race", "Helgrind", NULL },
  { "UnlockUnlocked", "Helgrind", NULL },
  { "UnlockForeign", "Helgrind", NULL },
  { "UnlockBogus", "Helgrind", NULL },
  { "PthAPIerror", "Helgrind", NULL },
  { "LockOrder", "Helgrind", NULL },
  { "Misc", "Helgrind", NULL },
  { "ConflictingAccess", "drd", NULL },
  { "MutexErr", "drd", NULL },
  { "CondErr", "drd", NULL },
  { "CondDestrErr", "drd", NULL },
  { "CondRaceErr", "drd", NULL },
  { "CondWaitErr", "drd", NULL },
  { "SemaphoreErr", "drd", NULL },
  { "BarrierErr", "drd", NULL },
  { "RwlockErr", "drd", NULL },
  { "HoldtimeErr", "drd", NULL },
  { "GenericErr", "drd", NULL },
};

/* --- names of functions -------------------------------------------------------------- */

/* Where the arguments of templates that end at @end begin: the "<" that is closed there. */
static const char *
skip_template (const char *begin, const char *end)
{
  gsize depth = 0;

  if (end == begin || end[-1] != '>')
    return end;
  for (const char *at = end; at-- > begin;)
    {
      depth += *at == '>';
      if (*at == '<' && --depth == 0)
        return at;
    }
  return end;
}

/* Where the name of the function ends: before its arguments, which parentheses hold. */
static const char *
find_end (const char *name)
{
  gsize depth = 0;

  for (const char *at = name; *at != '\0'; at++)
    {
      if (*at == '<' || *at == '{')
        depth++;
      else if ((*at == '>' || *at == '}') && depth > 0)
        depth--;
      else if ((*at == '(' || *at == '[') && depth == 0 && at > name && at[-1] != ':' &&
               at[-1] != ' ')
        return at;
    }
  return name + strlen (name);
}

static gboolean
is_word (char letter)
{
  return g_ascii_isalnum (letter) || letter == '_' || letter == '$' || (letter & 0x80) != 0;
}

/* The last word of a C++ or Rust name as symbols have it: "4push"; NULL when it has none. */
static char *
dup_word (const char *name)
{
  const char *end = skip_template (name, find_end (name));
  const char *begin = end;

  while (begin > name && is_word (begin[-1]))
    begin--;
  if (begin == end || g_ascii_isdigit (begin[0]) || (begin > name && begin[-1] == '~'))
    return NULL;
  return g_strdup_printf ("%d%.*s", (int) (end - begin), (int) (end - begin), begin);
}

/* Those that allocate have a stack in nearly every leak, and a name that tells them. */
static const char *
find_operator (const char *name)
{
  static const char *const operators[][2] = {
    { "operator new[](", "_Zna*" },
    { "operator new(", "_Znw*" },
    { "operator delete[](", "_Zda*" },
    { "operator delete(", "_Zdl*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_str_has_prefix (name, operators[i][0]))
      return operators[i][1];
  return strstr (name, "operator") != NULL ? "_*" : NULL;
}

static gboolean
is_constructor (const char *name, const char *word)
{
  g_autofree char *twice = NULL;

  word += strspn (word, "0123456789");
  twice = g_strdup_printf ("%s::%s", word, word);
  return strstr (name, twice) != NULL || strstr (name, "std::") == name;
}

/* @name is one for people; @inlined functions have no symbol and are called as they read. */
static char *
dup_pattern (const char *name, gboolean inlined)
{
  const char *known = find_operator (name);
  g_autofree char *word = NULL;

  if (name[0] == '(' || (strpbrk (name, "(<:") == NULL && known == NULL))
    return g_strdup (name);
  if (inlined)
    return g_strdup_printf ("%.*s*", (int) strcspn (name, "(<"), name);
  if (known != NULL)
    return g_strdup (known);
  word = dup_word (name);
  if (word == NULL || (is_constructor (name, word) && strchr (name, '<') != NULL))
    return g_strdup ("_*");
  return g_strdup_printf ("_*%s*", word);
}

/* --- one suppression ------------------------------------------------------------------ */

static void
add_frame (GString *text, const PpvProfile *profile, PpvFrameId frame)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  PpvFunctionId function = frames->function[frame];
  PpvModuleId module = frames->module[frame];
  const char *name = ppv_profile_get_string (profile, functions->name[function]);
  const char *raw = ppv_profile_get_string (profile, functions->raw_name[function]);
  g_autofree char *pattern = NULL;

  if (g_str_equal (name, "???"))
    {
      g_string_append_printf (
          text, "   obj:%s\n",
          module != PPV_NONE
              ? ppv_profile_get_string (profile, ppv_profile_get_modules (profile)->path[module])
              : "*");
      return;
    }
  pattern = g_str_equal (name, raw) ? dup_pattern (name, frames->inlined[frame]) : g_strdup (raw);
  g_string_append_printf (text, "   fun:%s\n", pattern);
}

/* The number at the end of "Invalid read of size 4", or "". */
static const char *
find_size (const char *text)
{
  const char *size = strstr (text, " of size ");

  return size != NULL ? size + strlen (" of size ") : "";
}

/* "write(buf)" of "Syscall param write(buf) points to uninitialised byte(s)" */
static char *
dup_parameter (const char *text)
{
  const gsize n = strlen ("Syscall param ");
  const char *end = g_str_has_prefix (text, "Syscall param ") ? strchr (text + n, ' ') : NULL;

  return end != NULL ? g_strndup (text + n, (gsize) (end - text) - n) : NULL;
}

/* "malloc(size)" of "Argument 'size' of function malloc has a fishy (…) value: -1" */
static char *
dup_argument (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, "'", 3);
  const char *function = strstr (text, " of function ");
  gsize length;

  if (function == NULL || g_strv_length (words) != 3)
    return NULL;
  function += strlen (" of function ");
  length = strcspn (function, " ");
  return g_strdup_printf ("%.*s(%s)", (int) length, function, words[1]);
}

/* The line that some kinds have before their frames; FALSE when it is not known. */
static gboolean
add_extra (GString *text, const char *kind, const char *said)
{
  static const char *const leaks[][2] = { { "Leak_DefinitelyLost", "definite" },
                                          { "Leak_IndirectlyLost", "indirect" },
                                          { "Leak_PossiblyLost", "possible" },
                                          { "Leak_StillReachable", "reachable" } };
  gboolean is_parameter = g_str_equal (kind, "SyscallParam");
  g_autofree char *extra = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (leaks); i++)
    if (g_str_equal (kind, leaks[i][0]))
      g_string_append_printf (text, "   match-leak-kinds: %s\n", leaks[i][1]);
  if (!is_parameter && !g_str_equal (kind, "FishyValue"))
    return TRUE;
  extra = is_parameter ? dup_parameter (said) : dup_argument (said);
  if (extra != NULL)
    g_string_append_printf (text, "   %s\n", extra);
  return extra != NULL;
}

static gboolean
add_kind (GString *text, const char *kind, const char *said)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      {
        const char *name = kinds[i].name != NULL ? kinds[i].name : kind;
        gboolean is_sized = g_str_equal (name, "Addr") || g_str_equal (name, "Value");

        g_string_append_printf (text, "   %s:%s%.*s\n", kinds[i].tool, name,
                                is_sized ? (int) strspn (find_size (said), "0123456789") : 0,
                                find_size (said));
        return add_extra (text, kind, said);
      }
  return FALSE;
}

/* The inside of a suppression after its name, or NULL when it cannot be said. */
static char *
dup_made (const PpvProfile *profile, const PpvFinding *finding)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  const PpvFindingPart *parts = ppv_profile_list_parts (profile, finding);
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_frames = 0;

  if (finding->n_parts == 0 || parts[0].text != 0 || parts[0].stack == PPV_NONE ||
      !add_kind (text, ppv_profile_get_string (profile, finding->kind),
                 ppv_profile_get_string (profile, finding->text)))
    return NULL;
  for (PpvStackId stack = parts[0].stack; stack != PPV_NONE && n_frames < MOST_FRAMES;
       stack = stacks->parent[stack], n_frames++)
    add_frame (text, profile, stacks->frame[stack]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What follows the line of the name in what the tool wrote. */
static char *
dup_given (const char *suppression)
{
  const char *name = strchr (suppression, '\n');
  const char *body = name != NULL ? strchr (name + 1, '\n') : NULL;
  const char *end = strrchr (suppression, '}');

  return body != NULL && body < end ? g_strndup (body + 1, (gsize) (end - body - 1)) : NULL;
}

/* Leaks have one kind, whoever found them; sanitizers are told in another way what to hide. */
static gboolean
is_of_valgrind (const char *tool)
{
  return tool == NULL || !g_str_has_suffix (tool, "Sanitizer");
}

/**
 * ppv_findings_write_suppressions: (skip)
 * @self: what was found
 * @profile: the profile it is of
 * @sink: where to write
 *
 * Suppressions that say the same are written once.
 *
 * Returns: how many findings have no stack, or are of a kind that cannot be suppressed
 */
guint32
ppv_findings_write_suppressions (const PpvFindings *self, const PpvProfile *profile, PpvSink *sink)
{
  g_autoptr (GHashTable) written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *tool;
  const PpvFinding *findings;
  guint32 n_findings;
  guint32 n_without = 0;

  g_return_val_if_fail (self != NULL && profile != NULL && sink != NULL, 0);

  tool = ppv_profile_get_fact (profile, "tool");
  findings = ppv_profile_list_findings (profile, &n_findings);
  for (guint32 i = 0; i < self->n_findings; i++)
    {
      const PpvFinding *finding = &findings[self->order[i]];
      char *body = dup_given (ppv_profile_get_string (profile, finding->suppression));

      if (body == NULL)
        body = is_of_valgrind (tool) ? dup_made (profile, finding) : NULL;
      if (body == NULL)
        n_without++;
      else if (!g_hash_table_contains (written, body))
        ppv_sink_printf (sink, "{\n   perprovis-%s-%u\n%s}\n",
                         ppv_profile_get_string (profile, finding->kind), self->order[i] + 1, body);
      if (body != NULL)
        g_hash_table_add (written, body);
    }
  return n_without;
}
