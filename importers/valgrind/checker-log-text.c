/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "checker-log-text.h"
#include "ppv-number.h"

/* How texts begin, or what is in them after "*"; the first that fits holds. */
static const char *const kinds[][2] = {
  { "*are definitely lost in loss record", "Leak_DefinitelyLost" },
  { "*are indirectly lost in loss record", "Leak_IndirectlyLost" },
  { "*are possibly lost in loss record", "Leak_PossiblyLost" },
  { "*are still reachable in loss record", "Leak_StillReachable" },
  { "Invalid read of size", "InvalidRead" },
  { "Invalid write of size", "InvalidWrite" },
  { "Jump to the invalid address", "InvalidJump" },
  { "Conditional jump or move depends on", "UninitCondition" },
  { "Use of uninitialised value", "UninitValue" },
  { "Syscall param ", "SyscallParam" },
  { "Invalid free()", "InvalidFree" },
  { "Mismatched free()", "MismatchedFree" },
  { "Source and destination overlap", "Overlap" },
  { "Illegal memory pool address", "InvalidMemPool" },
  { "*has a fishy (possibly negative) value", "FishyValue" },
  { "realloc() with size 0", "ReallocSizeZero" },
  { "*found during client check request", "ClientCheck" },
  { "Process terminating with", "FatalSignal" },
  { "Open ", "FdNotClosed" },
  { "Possible data race", "Race" },
  { "*lock order \"", "LockOrder" },
  { "*unlocked a not-locked lock", "UnlockUnlocked" },
  { "*currently held by thread", "UnlockForeign" },
  { "*unlocked an invalid lock", "UnlockBogus" },
  { "*'s call to ", "PthAPIerror" },
  { "Thread #", "Misc" },
  { "Conflicting ", "ConflictingAccess" },
  { "Probably a race condition", "CondRaceErr" },
  { "Mutex ", "MutexErr" },
  { "The object at address", "MutexErr" },
  { "Destroying locked mutex", "MutexErr" },
  { "Recursive locking not allowed", "MutexErr" },
  { "Condition variable", "CondErr" },
  { "Semaphore", "SemaphoreErr" },
  { "Barrier", "BarrierErr" },
  { "Reader-writer lock", "RwlockErr" },
  { "Acquired at", "HoldtimeErr" },
};

/* "00:00:00:01.134 12047", with --time-stamp=yes, or the number alone. */
static gboolean
parse_pid (const char *text, gsize length, guint64 *pid)
{
  const char *blank = memrchr (text, ' ', length);

  if (blank == NULL)
    return ppv_parse_u64 (text, length, pid);
  return text[2] == ':' && ppv_parse_u64 (blank + 1, length - (gsize) (blank + 1 - text), pid);
}

gboolean
checker_line_parse (CheckerLine *self, const char *line, gsize length)
{
  enum { MOST_PREFIX = 40 };
  const char *end;
  gsize n;

  if (length < strlen ("==1==") || line[0] != line[1] || strchr ("=-*", line[0]) == NULL ||
      line[0] == '\0')
    return FALSE;
  end = memmem (line + 2, MIN (length - 2, MOST_PREFIX), line, 2);
  if (end == NULL || !parse_pid (line + 2, (gsize) (end - line) - 2, &self->pid))
    return FALSE;
  n = (gsize) (end + 2 - line);
  n += n < length && line[n] == ' ';
  self->mark = line[0];
  self->text = line + n;
  self->length = length - n;
  return TRUE;
}

const char *
checker_log_kind (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i][0][0] == '*' ? strstr (text, kinds[i][0] + 1) != NULL
                              : g_str_has_prefix (text, kinds[i][0]))
      return kinds[i][1];
  return "Error";
}

gboolean
checker_log_is_frame (const char *text)
{
  return g_str_has_prefix (text, "   at 0x") || g_str_has_prefix (text, "   by 0x");
}

/* Where the parenthesis that is closed at the end opens, after a blank; NULL when none is. */
static char *
find_place (char *text)
{
  gsize depth = 0;
  gsize length = strlen (text);

  if (length == 0 || text[length - 1] != ')')
    return NULL;
  for (char *at = text + length; at-- > text;)
    {
      depth += *at == ')';
      if (*at == '(' && --depth == 0)
        return at >= text + 2 && at[-1] == ' ' ? at : NULL;
    }
  return NULL;
}

/* "in /usr/lib/libc.so.6" or "mistakes.c:66"; FALSE when it is neither. */
static gboolean
take_place (CheckerFrame *frame, char *place)
{
  char *colon = strrchr (place, ':');

  place[strlen (place) - 1] = '\0';
  if (g_str_has_prefix (place, "in "))
    frame->object = place + strlen ("in ");
  else if (colon != NULL && ppv_parse_u64 (colon + 1, strlen (colon + 1), &frame->line))
    {
      *colon = '\0';
      frame->file = place;
    }
  else
    return FALSE;
  return TRUE;
}

void
checker_log_add_frame (const char *text, CheckerFindings *findings)
{
  g_autofree char *copy = g_strdup (text + strlen ("   at "));
  CheckerFrame frame = { PPV_NO_ADDRESS, "", "", "", 0 };
  char *colon = strstr (copy, ": ");
  char *name = colon != NULL ? colon + 2 : copy + strlen (copy);
  char *place = find_place (name);
  gsize length = strlen (name);

  (void) ppv_parse_hex (copy, colon != NULL ? (gsize) (colon - copy) : strlen (copy),
                        &frame.address);
  if (place != NULL && take_place (&frame, place + 1))
    length = (gsize) (place - 1 - name);
  else if (place != NULL)
    name[strlen (name)] = ')';
  name[length] = '\0';
  frame.function = g_str_equal (name, "???") ? "" : name;
  checker_findings_add_frame (findings, &frame);
}

/* The number before @word in @text, which the text itself may end. */
static gboolean
find_number (const char *text, const char *word, guint64 *value)
{
  const char *end = strstr (text, word);
  const char *begin = end;

  while (begin != NULL && begin > text && (g_ascii_isdigit (begin[-1]) || begin[-1] == ','))
    begin--;
  return begin != NULL && checker_parse_number (begin, (gsize) (end - begin), value);
}

void
checker_log_find_leak (const char *text, PpvFinding *finding)
{
  gsize length = strspn (text, "0123456789,");

  if (strstr (text, " in loss record ") != NULL &&
      checker_parse_number (text, length, &finding->bytes))
    (void) find_number (text, " blocks", &finding->blocks);
}

static gboolean
read_amount (const char *text, CheckerAmount *amount)
{
  if (!find_number (text, " bytes in ", &amount->bytes) ||
      !find_number (text, " blocks", &amount->blocks))
    return FALSE;
  amount->known = TRUE;
  return TRUE;
}

/* "ERROR SUMMARY: 8 errors from 6 contexts (suppressed: 0 from 0)" */
static gboolean
read_errors (const char *text, CheckerSummary *summary)
{
  const char *suppressed = strstr (text, "(suppressed: ");

  summary->has_errors = suppressed != NULL && find_number (text, " errors", &summary->errors) &&
                        find_number (text, " contexts", &summary->contexts) &&
                        find_number (suppressed, " from ", &summary->suppressed) &&
                        find_number (suppressed, ")", &summary->suppressed_contexts);
  return summary->has_errors;
}

gboolean
checker_log_sum (const char *text, CheckerSummary *summary)
{
  static const char *const amounts[CHECKER_N_AMOUNTS] = {
    "definitely lost: ", "indirectly lost: ", "possibly lost: ", "still reachable: ", NULL,
    "suppressed: ",      "in use at exit: ",
  };

  text += strspn (text, " ");
  for (guint i = 0; i < CHECKER_N_AMOUNTS; i++)
    if (amounts[i] != NULL && g_str_has_prefix (text, amounts[i]))
      return read_amount (text, &summary->amounts[i]);
  if (g_str_has_prefix (text, "ERROR SUMMARY: "))
    return read_errors (text, summary);
  if (!g_str_has_prefix (text, "total heap usage: "))
    return FALSE;
  summary->has_usage = find_number (text, " allocs", &summary->allocations) &&
                       find_number (text, " frees", &summary->frees) &&
                       find_number (text, " bytes allocated", &summary->allocated_bytes);
  return summary->has_usage;
}
