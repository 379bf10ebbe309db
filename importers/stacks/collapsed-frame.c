/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the names of frames say beside the function, by those who write them:
 *
 *     read_[k]  max_[i]  render_[j]  kick_[w]     flamegraph.pl, stackcollapse-perf.pl --all
 *     main:spin.c:12  main_[k]:spin.c:12          stackcollapse-perf.pl --srcline, --context
 *     handle (app/views.py:12)                    py-spy --format raw
 *     spin.c:12                                   lines alone
 *     --                                          offwaketime, wakeuptime
 */

#include "config.h"

#include <string.h>

#include "collapsed-frame.h"
#include "ppv-number.h"

/* Bytes of "_[k]", and of the longest ending of a name of a file that is one: ".ipynb". */
enum { MARK = 4, LONGEST_ENDING = 6 };

static gboolean
take_mark (CollapsedFrame *self)
{
  static const struct {
    char letter;
    CollapsedKind kind;
  } marks[] = { { 'k', COLLAPSED_KERNEL },
                { 'i', COLLAPSED_INLINED },
                { 'j', COLLAPSED_JIT },
                { 'w', COLLAPSED_WAKER } };
  const char *mark = self->name + self->length - MARK;

  if (self->length <= MARK || mark[0] != '_' || mark[1] != '[' || mark[3] != ']')
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (mark[2] == marks[i].letter)
      {
        self->kind = marks[i].kind;
        self->length -= MARK;
        return TRUE;
      }
  return FALSE;
}

/* A path whose last part has a short ending, as no function has: "spin.c", "a b/views.py". */
static gboolean
is_file (const char *text, gsize length)
{
  const char *dot = memrchr (text, '.', length);
  gsize ending = dot != NULL ? length - (gsize) (dot - text) - 1 : 0;

  if (ending == 0 || ending > LONGEST_ENDING || ending + 1 == length || !g_ascii_isalpha (dot[1]))
    return FALSE;
  for (gsize i = 1; i <= ending; i++)
    if (!g_ascii_isalnum (dot[i]) && dot[i] != '+')
      return FALSE;
  for (gsize i = 0; i < length; i++)
    if (strchr ("()<>", text[i]) != NULL)
      return FALSE;
  return TRUE;
}

/* "views.py:12" from @begin to @end; with a column behind, "app.js:12:34", it is none. */
static gboolean
take_file (CollapsedFrame *self, const char *begin, const char *end)
{
  const char *colon = memrchr (begin, ':', (gsize) (end - begin));
  guint64 line;

  if (colon == NULL || colon == begin ||
      !ppv_parse_u64 (colon + 1, (gsize) (end - colon) - 1, &line) || line == 0 ||
      line > G_MAXUINT32 || !is_file (begin, (gsize) (colon - begin)))
    return FALSE;
  self->file = begin;
  self->file_length = (gsize) (colon - begin);
  self->line = (guint32) line;
  return TRUE;
}

/* The last byte from @end backwards that is @c, or NULL. */
static const char *
find_before (const char *begin, const char *end, char c)
{
  return end > begin ? memrchr (begin, c, (gsize) (end - begin)) : NULL;
}

/* Behind the colon before @end, or all. */
static const char *
find_file_begin (const char *begin, const char *end)
{
  const char *colon = find_before (begin, end, ':');

  return colon != NULL ? colon + 1 : begin;
}

static void
take_place (CollapsedFrame *self)
{
  const char *end = self->name + self->length;
  const char *at;

  if (self->length > 0 && end[-1] == ')')
    {
      at = find_before (self->name, end, '(');
      if (at != NULL && at - self->name >= 2 && at[-1] == ' ' && take_file (self, at + 1, end - 1))
        self->length = (gsize) (at - self->name) - 1;
      return;
    }
  at = find_before (self->name, end, ':');
  /* of V8: "LazyCompile:~parse /app/parser.js:25" */
  if (at == NULL || memchr (self->name, '~', self->length) != NULL ||
      find_before (find_file_begin (self->name, at), at, ' ') != NULL)
    return;
  at = find_before (self->name, at, ':');
  /* "std::sort" has two of them */
  if (at != NULL && at > self->name && at[-1] != ':' && take_file (self, at + 1, end))
    self->length = (gsize) (at - self->name);
  else if (at == NULL)
    take_file (self, self->name, end);
}

void
collapsed_frame_parse (CollapsedFrame *self, const char *text, gsize length)
{
  *self = (CollapsedFrame){ .name = text, .length = length };
  if ((length == 1 && text[0] == '-') || (length == 2 && memcmp (text, "--", 2) == 0))
    {
      self->kind = COLLAPSED_SEPARATOR;
      return;
    }
  if (!take_mark (self))
    {
      take_place (self);
      take_mark (self);
    }
}

/* Where such code comes from; PPV_NONE when the name does not tell. */
static PpvModuleId
make_module (PpvProfileBuilder *builder, CollapsedKind kind)
{
  static const struct {
    const char *name;
    PpvModuleKind kind;
  } modules[] = {
    [COLLAPSED_KERNEL] = { "[kernel]", PPV_MODULE_KERNEL },
    [COLLAPSED_JIT] = { "[jit]", PPV_MODULE_JIT },
    [COLLAPSED_WAKER] = { "[waker]", PPV_MODULE_SYNTHETIC },
  };

  if (kind >= G_N_ELEMENTS (modules) || modules[kind].name == NULL)
    return PPV_NONE;
  return ppv_profile_builder_module (
      builder, ppv_profile_builder_string (builder, modules[kind].name, -1), 0, modules[kind].kind);
}

PpvFrameId
collapsed_frame_make (const CollapsedFrame *self, PpvProfileBuilder *builder, gboolean is_root)
{
  PpvModuleId module = make_module (builder, self->kind);
  PpvStringId file = 0;
  PpvStringId name;
  PpvFunctionId function;

  if (self->length == 0)
    return ppv_profile_builder_marker (builder, "[empty]");
  if (self->kind == COLLAPSED_SEPARATOR)
    return ppv_profile_builder_marker (builder, "--");
  name = ppv_profile_builder_string (builder, self->name, (gssize) self->length);
  if (self->file != NULL)
    file = ppv_profile_builder_string (builder, self->file, (gssize) self->file_length);
  function = ppv_profile_builder_function (builder, name, name, module, file, 0);
  return ppv_profile_builder_frame (builder, function, module, PPV_NO_ADDRESS, self->line,
                                    self->kind == COLLAPSED_INLINED && !is_root);
}

static gboolean
parse_id (const char *text, gsize length, gint32 *id)
{
  guint64 value;

  if (!ppv_parse_u64 (text, length, &value) || value > G_MAXINT32)
    return FALSE;
  *id = (gint32) value;
  return TRUE;
}

gboolean
collapsed_owner_parse (CollapsedOwner *self, const char *text, gsize length)
{
  const char *stop = memchr (text, ';', length);
  const char *end = stop != NULL ? stop : text + length;
  const char *dash = memrchr (text, '-', (gsize) (end - text));
  const char *slash;
  const char *pid_end;

  if (dash == NULL || dash == text)
    return FALSE;
  slash = memchr (dash, '/', (gsize) (end - dash));
  pid_end = slash != NULL ? slash : end;
  *self = (CollapsedOwner){ (gsize) (dash - text), -1, -1 };
  if (!parse_id (dash + 1, (gsize) (pid_end - dash) - 1, &self->pid) &&
      !(pid_end == dash + 2 && dash[1] == '?'))
    return FALSE;
  return slash == NULL || parse_id (slash + 1, (gsize) (end - slash) - 1, &self->tid);
}
