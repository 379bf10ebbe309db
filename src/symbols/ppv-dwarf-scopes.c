/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A DIE does not tell what it is in.  It is found from the unit down: of each DIE on the
 * way the children are listed that functions may be declared in, once, by passing over
 * what is below them, and the last one that begins before the function is entered.
 */

#include "config.h"

#include <dwarf.h>

#include "ppv-dwarf-cursor.h"
#include "ppv-dwarf-scopes.h"

enum {
  MAX_DEPTH = 64,   /* of what functions are declared in */
  MAX_PARTS = 128,  /* of a name, with declarations that are elsewhere */
  MAX_BYTES = 8192, /* of a name */
};

struct _PpvDwarfScopes {
  GHashTable *children; /* place of a DIE in memory -> GArray of those of its children */
  GStringChunk *names;
};

/* A name in the making, the innermost part first. */
typedef struct {
  const char *parts[MAX_PARTS];
  guint n_parts;
  gsize length;
  gboolean failed;
} Name;

PpvDwarfScopes *
ppv_dwarf_scopes_new (void)
{
  PpvDwarfScopes *self = g_new0 (PpvDwarfScopes, 1);

  self->children = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  self->names = g_string_chunk_new (4096);
  return self;
}

void
ppv_dwarf_scopes_free (PpvDwarfScopes *self)
{
  g_hash_table_unref (self->children);
  g_string_chunk_free (self->names);
  g_free (self);
}

gboolean
ppv_dwarf_scopes_wanted (Dwarf_Die *unit)
{
  switch (dwarf_srclang (unit))
    {
    case DW_LANG_C_plus_plus:
    case DW_LANG_ObjC_plus_plus:
    case DW_LANG_C_plus_plus_03:
    case DW_LANG_C_plus_plus_11:
    case DW_LANG_C_plus_plus_14:
    case 0x2b: /* C++17, which older headers of libdw do not name, as the two below */
    case 0x2c: /* C++20 */
    case 0x3a: /* C++23 */
      return TRUE;
    default:
      return FALSE;
    }
}

/* --- finding --------------------------------------------------------------------- */

static gboolean
is_scope (int tag)
{
  switch (tag)
    {
    case DW_TAG_namespace:
    case DW_TAG_structure_type:
    case DW_TAG_class_type:
    case DW_TAG_union_type:
    case DW_TAG_subprogram:
    case DW_TAG_lexical_block:
      return TRUE;
    default:
      return FALSE;
    }
}

static GArray *
list_children (PpvDwarfScopes *self, PpvDwarfContext *context, Dwarf_Die *die, const guint8 *end)
{
  GArray *children = g_hash_table_lookup (self->children, die->addr);
  PpvDwarfCursor at = { 0 };
  gboolean more;

  if (children != NULL)
    return children;
  children = g_array_new (FALSE, FALSE, sizeof (const guint8 *));
  more = context->n_die_bytes > 0 && ppv_dwarf_cursor_init (&at, die, end);
  while (more)
    {
      if (is_scope (dwarf_tag (&at.die)))
        g_array_append_val (children, at.die.addr);
      more = ppv_dwarf_cursor_next (&at, FALSE);
    }
  context->n_die_bytes -= MIN (context->n_die_bytes, ppv_dwarf_cursor_get_bytes (&at));
  g_hash_table_insert (self->children, die->addr, children);
  return children;
}

/* The last one that begins at @place or before, or NULL. */
static const guint8 *
find_child (const GArray *children, const guint8 *place)
{
  guint low = 0, high = children->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (children, const guint8 *, middle) <= place)
        low = middle + 1;
      else
        high = middle;
    }
  return low > 0 ? g_array_index (children, const guint8 *, low - 1) : NULL;
}

/* The part of the file that the unit of @die is in, when its DIEs may be read. */
static PpvDwarfContext *
find_context (PpvDwarfContext *context, Dwarf_Die *die, Dwarf_Die *unit)
{
  Dwarf *dwarf = dwarf_cu_getdwarf (die->cu);
  Dwarf_Off next, abbreviations;
  size_t header_size;

  if (context->shared != NULL && dwarf == context->shared->dwarf)
    context = context->shared;
  if (dwarf != context->dwarf ||
      dwarf_cu_info (die->cu, NULL, NULL, unit, NULL, NULL, NULL, NULL) != 0 ||
      dwarf_next_unit (dwarf, dwarf_dieoffset (unit) - dwarf_cuoffset (unit), &next, &header_size,
                       NULL, &abbreviations, NULL, NULL, NULL, NULL) != 0 ||
      !ppv_dwarf_context_allows (context, abbreviations))
    return NULL;
  return context;
}

/* Fills @path with what @die is in, the outermost first; their number, or -1. */
static int
find_path (PpvDwarfScopes *self,
           PpvDwarfContext *context,
           Dwarf_Die *die,
           Dwarf_Die path[MAX_DEPTH])
{
  Dwarf_Die at;
  const guint8 *end;

  context = find_context (context, die, &at);
  if (context == NULL)
    return -1;
  end = ppv_dwarf_unit_end (&at, context->info_size);
  for (int n = 0; n < MAX_DEPTH; n++)
    {
      const guint8 *child = find_child (list_children (self, context, &at, end), die->addr);

      if (child == NULL)
        return -1;
      if (child == die->addr)
        return n;
      at = (Dwarf_Die){ .addr = (void *) (gsize) child, .cu = die->cu };
      path[n] = at;
    }
  return -1;
}

/* --- names ----------------------------------------------------------------------- */

static void
add_part (Name *name, const char *part)
{
  if (part == NULL || name->n_parts == MAX_PARTS)
    {
      name->failed = TRUE;
      return;
    }
  name->length += strnlen (part, MAX_BYTES) + strlen ("::");
  name->failed |= name->length >= MAX_BYTES;
  name->parts[name->n_parts++] = part;
}

static const char *
find_name (Dwarf_Die *die)
{
  Dwarf_Attribute attribute;

  return dwarf_formstring (dwarf_attr_integrate (die, DW_AT_name, &attribute));
}

/*
 * What has no name is called as demanglers call it, by what is @inside: a type that can
 * be called is one of a lambda, or so rare that it is taken for one.
 */
static const char *
name_scope (Dwarf_Die *die, const char *inside)
{
  const char *name = find_name (die);
  int tag = dwarf_tag (die);

  if (name != NULL || dwarf_hasattr (die, DW_AT_signature))
    return name;
  if (tag == DW_TAG_namespace)
    return "(anonymous namespace)";
  if (g_str_has_prefix (inside, "operator()"))
    return "{lambda}";
  switch (tag)
    {
    case DW_TAG_structure_type:
      return "(anonymous struct)";
    case DW_TAG_class_type:
      return "(anonymous class)";
    case DW_TAG_union_type:
      return "(anonymous union)";
    default:
      return NULL;
    }
}

/* DIEs of types in DWARF 4 may be in a section of their own, which is not read here. */
static gboolean
is_readable (const Dwarf_Die *die)
{
  Dwarf_Half version;
  uint8_t kind;

  return dwarf_cu_info (die->cu, &version, &kind, NULL, NULL, NULL, NULL, NULL) == 0 &&
         (version >= 5 || kind != DW_UT_type);
}

/* Goes where a function or type is declared, if not where @die is: perhaps in a unit of types. */
static gboolean
find_declaration (Dwarf_Die *die)
{
  static const guint references[] = { DW_AT_signature, DW_AT_abstract_origin, DW_AT_specification };
  Dwarf_Attribute attribute;
  Dwarf_Die declaration;
  gboolean moved = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (references); i++)
    if (dwarf_attr (die, references[i], &attribute) != NULL &&
        dwarf_formref_die (&attribute, &declaration) != NULL && is_readable (&declaration))
      {
        *die = declaration;
        moved = TRUE;
      }
  return moved;
}

/* Adds the names of what @die is in; TRUE when one of them is declared in something else. */
static gboolean
add_scopes (PpvDwarfScopes *self, PpvDwarfContext *context, Dwarf_Die *die, Name *name)
{
  Dwarf_Die path[MAX_DEPTH];
  int n_scopes = find_path (self, context, die, path);
  gboolean moved;

  name->failed |= n_scopes < 0;
  while (n_scopes-- > 0 && !name->failed)
    {
      *die = path[n_scopes];
      if (dwarf_tag (die) == DW_TAG_lexical_block)
        continue;
      moved = find_declaration (die);
      add_part (name, name_scope (die, name->parts[name->n_parts - 1]));
      if (moved)
        return TRUE;
    }
  return FALSE;
}

static const char *
join (PpvDwarfScopes *self, const Name *name)
{
  g_autoptr (GString) text = g_string_sized_new (name->length);

  for (guint i = name->n_parts; i > 0; i--)
    g_string_append_printf (text, "%s%s", i < name->n_parts ? "::" : "", name->parts[i - 1]);
  return g_string_chunk_insert_len (self->names, text->str, (gssize) text->len);
}

const char *
ppv_dwarf_scopes_qualify (PpvDwarfScopes *self, PpvDwarfContext *context, Dwarf_Die *die)
{
  Name name = { .n_parts = 0 };
  Dwarf_Die at = *die;

  add_part (&name, find_name (die));
  (void) find_declaration (&at);
  while (!name.failed && add_scopes (self, context, &at, &name))
    continue;
  if (name.failed || name.n_parts == 1 || name.length > context->n_name_bytes)
    return NULL;
  context->n_name_bytes -= name.length;
  return join (self, &name);
}
