/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * struct bpf_prog_info as perf stores it (tools/lib/perf/…/bpf-utils.c: pointers are
 * offsets in the data behind it), and BTF, Documentation/bpf/btf.rst.
 */

#include "config.h"

#include <string.h>

#include "container/perf-format.h"
#include "perf-bpf.h"

/* Which arrays of bpf_prog_info are in the data: enum perf_bpil_array_types. */
enum { HAS_KSYMS = 1 << 3, HAS_LENGTHS = 1 << 4, HAS_FUNCTIONS = 1 << 5 };

/* Programs with more functions than this are damage: the verifier allows 256. */
enum { MAX_FUNCTIONS = 4096, TAG_BYTES = 8, NAME_BYTES = 16, MAX_NAME_BYTES = 512 };

enum { BTF_MAGIC = 0xeb9f, BTF_KIND_FUNC = 12, MAX_KINDS = 20 };

/* Words of four bytes behind struct btf_type, for each kind: fixed ones, and ones for each member.
 */
static const struct {
  guint8 fixed;
  guint8 each;
} btf_words[MAX_KINDS] = {
  [1] = { 1, 0 },  [3] = { 3, 0 },  [4] = { 0, 3 },  [5] = { 0, 3 },  [6] = { 0, 2 },
  [13] = { 0, 2 }, [14] = { 1, 0 }, [15] = { 0, 3 }, [17] = { 1, 0 }, [19] = { 0, 3 },
};

typedef struct {
  guint64 address;
  guint32 size;
  guint32 type; /* of its BTF_KIND_FUNC, 0 when unknown */
} Function;

typedef struct {
  guint32 id;
  guint32 btf;
  char tag[2 * TAG_BYTES + 1];
  char name[NAME_BYTES + 1];
  GArray *functions; /* Function */
} Program;

/* The names are made when a program asks for them. */
typedef struct {
  guint32 id;
  GArray *names; /* of types, by number: offsets in @strings, 0 but for functions */
  GBytes *strings;
} Types;

struct _PerfBpf {
  GArray *programs; /* Program */
  GArray *types;    /* Types */
};

static void
clear_program (Program *program)
{
  g_array_unref (program->functions);
}

static void
clear_types (Types *types)
{
  g_array_unref (types->names);
  g_bytes_unref (types->strings);
}

PerfBpf *
perf_bpf_new (void)
{
  PerfBpf *self = g_new0 (PerfBpf, 1);

  self->programs = g_array_new (FALSE, FALSE, sizeof (Program));
  g_array_set_clear_func (self->programs, (GDestroyNotify) clear_program);
  self->types = g_array_new (FALSE, FALSE, sizeof (Types));
  g_array_set_clear_func (self->types, (GDestroyNotify) clear_types);
  return self;
}

void
perf_bpf_free (PerfBpf *self)
{
  g_array_unref (self->programs);
  g_array_unref (self->types);
  g_free (self);
}

/* --- programs ---------------------------------------------------------------------- */

/* Where the arrays of a program are, in its data. */
typedef struct {
  guint32 n_ksyms, n_lengths, n_functions, function_size;
  guint64 ksyms, lengths, functions;
} Places;

/* What is behind the end of an older kernel's struct reads as 0. */
static Places
read_info (PpvReader info, Program *program)
{
  Places places;
  const guint8 *tag, *name;

  ppv_reader_skip (&info, 4); /* type */
  program->id = ppv_reader_u32 (&info);
  tag = ppv_reader_take (&info, TAG_BYTES);
  for (guint i = 0; tag != NULL && i < TAG_BYTES; i++)
    g_snprintf (program->tag + 2 * i, 3, "%02x", tag[i]);
  ppv_reader_skip (&info, 48); /* lengths of its code, times, maps */
  name = ppv_reader_take (&info, NAME_BYTES);
  if (name != NULL)
    memcpy (program->name, name, NAME_BYTES);
  ppv_reader_skip (&info, 24); /* network device and namespace */
  places.n_ksyms = ppv_reader_u32 (&info);
  places.n_lengths = ppv_reader_u32 (&info);
  places.ksyms = ppv_reader_u64 (&info);
  places.lengths = ppv_reader_u64 (&info);
  program->btf = ppv_reader_u32 (&info);
  places.function_size = ppv_reader_u32 (&info);
  places.functions = ppv_reader_u64 (&info);
  places.n_functions = ppv_reader_u32 (&info);
  return places;
}

/* The array at @offset of @data, or an empty one. */
static PpvReader
array_at (PpvReader data, guint64 offset)
{
  ppv_reader_skip (&data, offset);
  return data;
}

static void
read_functions (PpvReader data, const Places *places, guint64 arrays, Program *program)
{
  PpvReader ksyms = array_at (data, places->ksyms);
  PpvReader lengths = array_at (data, places->lengths);
  PpvReader functions = array_at (data, places->functions);

  if ((arrays & (HAS_KSYMS | HAS_LENGTHS)) != (HAS_KSYMS | HAS_LENGTHS))
    return;
  for (guint32 i = 0; i < MIN (places->n_ksyms, MAX_FUNCTIONS); i++)
    {
      Function function = { .address = ppv_reader_u64 (&ksyms) };

      function.size = ppv_reader_u32 (&lengths);
      if (ksyms.failed || lengths.failed)
        return;
      if (arrays & HAS_FUNCTIONS && i < places->n_functions && places->function_size >= 8)
        {
          ppv_reader_skip (&functions, 4); /* the offset of its first instruction */
          function.type = ppv_reader_u32 (&functions);
          ppv_reader_skip (&functions, places->function_size - 8);
        }
      g_array_append_val (program->functions, function);
    }
}

void
perf_bpf_read_programs (PerfBpf *self, PpvReader *reader)
{
  guint32 n_programs = ppv_reader_u32 (reader);

  for (guint32 i = 0; i < n_programs && !reader->failed; i++)
    {
      guint32 info_size = ppv_reader_u32 (reader);
      guint32 data_size = ppv_reader_u32 (reader);
      guint64 arrays = ppv_reader_u64 (reader);
      PpvReader info = ppv_reader_sub (reader, info_size);
      PpvReader data = ppv_reader_sub (reader, data_size);
      Program program = { .id = 0 };
      Places places;

      if (reader->failed)
        return;
      places = read_info (info, &program);
      program.functions = g_array_new (FALSE, FALSE, sizeof (Function));
      read_functions (data, &places, arrays, &program);
      g_array_append_val (self->programs, program);
    }
}

/* --- types ------------------------------------------------------------------------- */

/* The types in their order; their numbers begin with 1.  FALSE at one of an unknown size. */
static gboolean
read_type (PpvReader *types, GArray *names)
{
  guint32 name = ppv_reader_u32 (types);
  guint32 info = ppv_reader_u32 (types);
  guint32 kind = info >> 24 & 0x1f;
  guint64 n_words;

  ppv_reader_skip (types, 4);
  if (types->failed || kind == 0 || kind >= MAX_KINDS)
    return FALSE;
  n_words = btf_words[kind].fixed + (guint64) btf_words[kind].each * (info & 0xffff);
  ppv_reader_skip (types, 4 * n_words);
  if (kind != BTF_KIND_FUNC)
    name = 0;
  g_array_append_val (names, name);
  return !types->failed;
}

static PpvReader
part_at (PpvReader btf, guint64 offset, guint32 size)
{
  ppv_reader_skip (&btf, offset);
  return ppv_reader_sub (&btf, size);
}

static void
read_btf (PpvReader btf, Types *into)
{
  static const guint32 nothing = 0;
  PpvReader header = btf, types, strings;
  guint16 magic = ppv_reader_u16 (&header);
  guint32 header_size, type_offset, type_size, string_offset, string_size;

  ppv_reader_skip (&header, 2); /* version and flags */
  header_size = ppv_reader_u32 (&header);
  type_offset = ppv_reader_u32 (&header);
  type_size = ppv_reader_u32 (&header);
  string_offset = ppv_reader_u32 (&header);
  string_size = ppv_reader_u32 (&header);
  types = part_at (btf, (guint64) header_size + type_offset, type_size);
  strings = part_at (btf, (guint64) header_size + string_offset, string_size);
  into->names = g_array_new (FALSE, FALSE, sizeof (guint32));
  into->strings = g_bytes_new (strings.at, ppv_reader_left (&strings));
  g_array_append_val (into->names, nothing); /* void */
  if (magic == BTF_MAGIC)
    while (ppv_reader_left (&types) > 0 && read_type (&types, into->names))
      continue;
}

static gint
compare_types (gconstpointer a, gconstpointer b)
{
  const Types *one = a, *two = b;

  return one->id < two->id ? -1 : one->id > two->id;
}

void
perf_bpf_read_types (PerfBpf *self, PpvReader *reader)
{
  guint32 n_types = ppv_reader_u32 (reader);

  for (guint32 i = 0; i < n_types && !reader->failed; i++)
    {
      Types types = { .id = ppv_reader_u32 (reader) };
      guint32 size = ppv_reader_u32 (reader);
      PpvReader btf = ppv_reader_sub (reader, size);

      if (reader->failed)
        break;
      read_btf (btf, &types);
      g_array_append_val (self->types, types);
    }
  g_array_sort (self->types, compare_types);
}

/* --- both -------------------------------------------------------------------------- */

static const Types *
find_types (const PerfBpf *self, guint32 id)
{
  const Types wanted = { .id = id };
  guint at;

  if (id == 0 || !g_array_binary_search (self->types, &wanted, compare_types, &at))
    return NULL;
  return &g_array_index (self->types, Types, at);
}

/* The name of a function by the number of its type; NULL when there is none. */
static char *
dup_type_name (const Types *types, guint32 type)
{
  gsize length;
  const char *strings = g_bytes_get_data (types->strings, &length);
  guint32 offset = type < types->names->len ? g_array_index (types->names, guint32, type) : 0;

  if (offset == 0 || offset >= length || strings[offset] == '\0')
    return NULL;
  return g_strndup (strings + offset, MIN (length - offset, MAX_NAME_BYTES));
}

/* As the kernel and perf name it: the tag, and the function's own name where it has one. */
static char *
dup_name (const Program *program, const Types *types, guint number)
{
  guint32 type = g_array_index (program->functions, Function, number).type;
  g_autofree char *own = types != NULL ? dup_type_name (types, type) : NULL;
  const char *name = program->functions->len == 1 && program->name[0] != '\0' ? program->name : "F";

  return g_strdup_printf ("bpf_prog_%s_%s", program->tag, own != NULL ? own : name);
}

static void
tell_program (const PerfBpf *self,
              const Program *program,
              PpvProfileBuilder *builder,
              PerfWorld *world)
{
  const Types *types = find_types (self, program->btf);

  for (guint i = 0; i < program->functions->len; i++)
    {
      const Function *function = &g_array_index (program->functions, Function, i);
      g_autofree char *name = dup_name (program, types, i);

      perf_world_note_code (world, function->address, function->size,
                            ppv_profile_builder_string (builder, name, -1), 0);
    }
}

void
perf_bpf_tell (const PerfBpf *self, PpvProfileBuilder *builder, PerfWorld *world)
{
  enum { PROGRAMS_TOLD = 64 };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->programs->len; i++)
    {
      const Program *program = &g_array_index (self->programs, Program, i);

      tell_program (self, program, builder, world);
      if (i < PROGRAMS_TOLD)
        g_string_append_printf (text, "%s%u %s", i > 0 ? ", " : "", program->id,
                                program->name[0] != '\0' ? program->name : program->tag);
    }
  if (text->len > 0)
    ppv_profile_builder_fact (builder, "bpf_programs", text->str, (gssize) text->len);
}
