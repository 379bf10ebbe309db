/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Names as perf report prints them: no parameters, no return type, no hash of
 * Rust, and the version or "@plt" after the name kept.
 */

#include "config.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <libiberty/demangle.h>

#include "ppv-symbolize.h"

enum {
  /* Back references let a short name stand for an endless one. */
  MAX_DEMANGLED_BYTES = 64 * 1024,
  /* The other demanglers limit themselves. */
  MAX_D_BYTES = 1024,
};

typedef int (*Demangler) (const char *mangled,
                          int options,
                          demangle_callbackref callback,
                          void *opaque);

typedef struct {
  GString *text;
  jmp_buf too_long;
} Output;

static void
append (const char *text, size_t length, void *opaque)
{
  Output *output = opaque;

  if (length > MAX_DEMANGLED_BYTES - output->text->len)
    longjmp (output->too_long, 1);
  g_string_append_len (output->text, text, (gssize) length);
}

/* Whether @demangler knows the name; leaving it by a jump is its only way to stop. */
static gboolean
try_demangler (Demangler demangler, const char *mangled, GString *text)
{
  Output output = { .text = text };

  if (setjmp (output.too_long) == 0 && demangler (mangled, DMGL_NO_OPTS, append, &output) != 0)
    return TRUE;
  g_string_truncate (text, 0);
  return FALSE;
}

static gboolean
try_d (const char *mangled, GString *text)
{
  char *demangled;

  if (!g_str_has_prefix (mangled, "_D") || strlen (mangled) > MAX_D_BYTES)
    return FALSE;
  demangled = dlang_demangle (mangled, DMGL_NO_OPTS);
  if (demangled == NULL)
    return FALSE;
  g_string_append (text, demangled);
  free (demangled);
  return TRUE;
}

static gboolean
try_all (const char *mangled, GString *text)
{
  return try_demangler (rust_demangle_callback, mangled, text) ||
         try_demangler (cplus_demangle_v3_callback, mangled, text) || try_d (mangled, text);
}

/**
 * ppv_demangle:
 * @raw: a name as a symbol table has it
 *
 * Finds the name people know a function by.
 *
 * Returns: (transfer full): the name in its language for C++, Rust (both
 *     manglings) and D, else @raw
 */
char *
ppv_demangle (const char *raw)
{
  g_autoptr (GString) text = NULL;
  g_autofree char *mangled = NULL;
  const char *suffix;

  g_return_val_if_fail (raw != NULL, NULL);

  if (raw[0] != '_')
    return g_strdup (raw);
  suffix = raw + strcspn (raw, "@");
  mangled = g_strndup (raw, (gsize) (suffix - raw));
  text = g_string_new (NULL);
  if (!try_all (mangled, text))
    return g_strdup (raw);
  g_string_append (text, suffix);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
