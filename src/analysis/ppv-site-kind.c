/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Which functions allocate for others.  docs/allocation-sites.md has the same groups and
 * says why each is there; tests/tree compares the two.
 */

#include "config.h"

#include <string.h>

#include "ppv-sites-private.h"

/* Names of functions, or with a star at their end how they begin; of files, their base names. */
typedef struct {
  PpvSiteKind kind;
  gboolean is_file;
  const char *const *names;
} Group;

#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const Group groups[] = {
  /* the C library */
  { PPV_SITE_ALLOCATOR, FALSE,
    NAMES ("malloc",
           "calloc",
           "realloc",
           "reallocarray",
           "memalign",
           "aligned_alloc",
           "valloc",
           "pvalloc",
           "posix_memalign",
           "strdup",
           "__strdup",
           "strndup",
           "__strndup",
           "wcsdup",
           "asprintf",
           "__asprintf_chk",
           "vasprintf",
           "__vasprintf_chk",
           "_int_malloc",
           "_int_realloc",
           "_int_memalign",
           "sysmalloc",
           "tcache_init",
           "ptmalloc_init",
           "__libc_malloc*",
           "__libc_calloc*",
           "__libc_realloc*",
           "__libc_memalign*",
           "__GI___libc_*") },
  /* the operating system */
  { PPV_SITE_ALLOCATOR, FALSE,
    NAMES ("mmap", "mmap64", "__mmap", "__mmap64", "mremap", "brk", "__brk", "sbrk", "__sbrk") },
  /* what takes the C library's place */
  { PPV_SITE_ALLOCATOR, FALSE,
    NAMES ("__interceptor_*",
           "je_malloc",
           "je_calloc",
           "je_realloc",
           "je_mallocx",
           "tc_malloc",
           "tc_calloc",
           "tc_realloc",
           "tc_memalign",
           "tc_new*",
           "mi_malloc*",
           "mi_calloc*",
           "mi_zalloc*",
           "mi_realloc*",
           "mi_new*",
           "mi_heap_*",
           "scalable_malloc",
           "scalable_calloc",
           "scalable_realloc") },
  { PPV_SITE_ALLOCATOR, TRUE, NAMES ("vg_replace_malloc.c") },
  /* C++ */
  { PPV_SITE_ALLOCATOR, FALSE, NAMES ("operator new*", "__builtin_new", "__builtin_vec_new") },
  { PPV_SITE_LIBRARY, FALSE, NAMES ("std::*", "__gnu_cxx::*", "__gnu_debug::*", "__cxxabiv1::*") },
  { PPV_SITE_LIBRARY, TRUE,
    NAMES ("new_allocator.h",
           "malloc_allocator.h",
           "allocator.h",
           "alloc_traits.h",
           "allocated_ptr.h",
           "stl_*",
           "vector.tcc",
           "deque.tcc",
           "list.tcc",
           "forward_list.h",
           "forward_list.tcc",
           "basic_string.h",
           "basic_string.tcc",
           "cow_string.h",
           "hashtable.h",
           "hashtable_policy.h",
           "unordered_map.h",
           "unordered_set.h",
           "shared_ptr.h",
           "shared_ptr_base.h",
           "unique_ptr.h",
           "std_function.h",
           "ptr_traits.h",
           "char_traits.h",
           "fstream.tcc",
           "sstream.tcc",
           "ostream_insert.h",
           "invoke.h",
           "refwrap.h",
           "std_thread.h",
           "vector",
           "string",
           "deque",
           "list",
           "map",
           "memory",
           "sstream",
           "fstream",
           "ostream",
           "istream",
           "functional",
           "thread",
           "future",
           "any",
           "optional",
           "variant",
           "tuple") },
  /* Rust */
  { PPV_SITE_ALLOCATOR, FALSE,
    NAMES ("__rust_alloc*",
           "__rust_realloc",
           "__rdl_alloc*",
           "__rdl_realloc",
           "__rg_alloc*",
           "__rg_realloc") },
  { PPV_SITE_LIBRARY, FALSE,
    NAMES ("alloc::alloc::*",
           "alloc::boxed::*",
           "alloc::collections::*",
           "alloc::fmt::*",
           "alloc::raw_vec::*",
           "alloc::rc::*",
           "alloc::slice::*",
           "alloc::str::*",
           "alloc::string::*",
           "alloc::sync::*",
           "alloc::vec::*",
           "core::alloc::*",
           "core::iter::*",
           "core::ops::*",
           "hashbrown::*",
           "<alloc::*",
           "<core::*",
           "<hashbrown::*",
           "<std::*") },
  /* GLib */
  { PPV_SITE_ALLOCATOR, FALSE,
    NAMES ("g_malloc",
           "g_malloc0",
           "g_malloc_n",
           "g_malloc0_n",
           "g_realloc",
           "g_realloc_n",
           "g_try_malloc*",
           "g_try_realloc*",
           "g_aligned_alloc*",
           "g_slice_alloc",
           "g_slice_alloc0",
           "g_slice_copy",
           "g_memdup",
           "g_memdup2",
           "g_strdup",
           "g_strndup",
           "g_strdupv",
           "g_strdup_printf",
           "g_strdup_vprintf",
           "g_vasprintf") },
  /* Python */
  { PPV_SITE_ALLOCATOR, FALSE,
    NAMES ("PyMem_*",
           "_PyMem_*",
           "PyObject_Malloc",
           "_PyObject_Malloc",
           "PyObject_Calloc",
           "_PyObject_Calloc",
           "PyObject_Realloc",
           "_PyObject_Realloc",
           "_PyObject_New",
           "_PyObject_NewVar",
           "_PyObject_GC_*",
           "_PyObject_Arena*",
           "PyType_GenericAlloc",
           "_PyType_AllocNoTrack",
           "pymalloc_alloc",
           "allocate_from_new_pool",
           "new_arena",
           "gc_alloc") },
  /* Qt */
  { PPV_SITE_ALLOCATOR, FALSE,
    NAMES ("QArrayData::allocate*",
           "QArrayData::reallocateUnaligned",
           "QListData::detach*",
           "QListData::realloc*",
           "QHashData::allocateNode",
           "QMapDataBase::create*") },
  /* programs' own */
  { PPV_SITE_ALLOCATOR, FALSE,
    NAMES ("xmalloc",
           "xmallocz",
           "xcalloc",
           "xzalloc",
           "xnmalloc",
           "xrealloc",
           "xnrealloc",
           "xreallocarray",
           "xstrdup",
           "xstrndup",
           "xmemdup",
           "xasprintf",
           "xvasprintf",
           "safe_malloc",
           "safe_calloc",
           "safe_realloc",
           "safe_strdup",
           "checked_malloc",
           "emalloc",
           "ecalloc",
           "erealloc",
           "estrdup") },
  /* the beginnings of programs and threads */
  { PPV_SITE_BEGINNING, FALSE,
    NAMES ("_start",
           "clone",
           "clone3",
           "__clone",
           "__clone3",
           "start_thread",
           "thread_start",
           "execute_native_thread_routine",
           "_dl_start",
           "_dl_start_user",
           "(below main)",
           "__libc_start_*") },
};

static gboolean
begins_operator (const char *name, const char *at)
{
  return g_str_has_prefix (at, "operator") && (at == name || at[-1] == ':' || at[-1] == ' ');
}

/*
 * Where its own name begins: behind the type it returns, which templates are written with.
 * An operator new of a class is like the one of all.
 */
static const char *
own_name (const char *name)
{
  const char *own = name;
  guint depth = 0;

  for (const char *at = name; *at != '\0'; at++)
    {
      if (depth == 0 && begins_operator (name, at))
        return g_str_has_prefix (at, "operator new") ? at : own;
      if (depth == 0 && *at == '(' && !g_str_has_prefix (at, "(anonymous namespace)"))
        break;
      if (*at == '<' || *at == '(')
        depth++;
      else if ((*at == '>' || *at == ')') && depth > 0)
        depth--;
      else if (*at == ' ' && depth == 0)
        own = at + 1;
    }
  return own;
}

static gboolean
is_like (const char *pattern, const char *name)
{
  gsize length = strlen (pattern);

  if (length > 0 && pattern[length - 1] == '*')
    return strncmp (pattern, name, length - 1) == 0;
  return strcmp (pattern, name) == 0;
}

static gboolean
is_in (const Group *group, const char *name)
{
  for (guint i = 0; group->names[i] != NULL; i++)
    if (is_like (group->names[i], name))
      return TRUE;
  return FALSE;
}

/* C++ libraries have their headers in folders of their own. */
static gboolean
is_library_header (const char *file)
{
  return strstr (file, "/include/c++/") != NULL || strstr (file, "/libstdc++-v3/") != NULL;
}

PpvSiteKind
ppv_site_kind (const char *name, const char *file, const char *module)
{
  const char *slash = strrchr (file, '/');
  const char *base = slash != NULL ? slash + 1 : file;
  const char *own = *name == '(' ? name : own_name (name);

  if (strstr (module, "/vgpreload_") != NULL)
    return PPV_SITE_ALLOCATOR;
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (is_in (&groups[i], groups[i].is_file ? base : own))
      return groups[i].kind;
  return is_library_header (file) ? PPV_SITE_LIBRARY : PPV_SITE_CODE;
}
