/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-elf-maker.h"

enum { N_SEGMENTS = 2, NOTE_OFFSET = 0x180 };

static guint32
add_name (GString *names, const char *name)
{
  guint32 at = (guint32) names->len;

  g_string_append_len (names, name, (gssize) strlen (name) + 1);
  return at;
}

static void
align (GByteArray *bytes)
{
  static const guint8 zeros[16] = { 0 };

  g_byte_array_append (bytes, zeros, (16 - bytes->len % 16) % 16);
}

static guint
put_note (ElfMaker *self, const char *build_id)
{
  const Elf64_Nhdr header = { 4, (guint32) strlen (build_id) / 2, NT_GNU_BUILD_ID };
  guint8 *at = self->bytes->data + NOTE_OFFSET;

  memcpy (at, &header, sizeof header);
  memcpy (at + sizeof header, "GNU", 4);
  for (guint i = 0; i < header.n_descsz; i++)
    at[sizeof header + 4 + i] = (guint8) (g_ascii_xdigit_value (build_id[2 * i]) << 4 |
                                          g_ascii_xdigit_value (build_id[2 * i + 1]));
  return (guint) sizeof header + 4 + header.n_descsz;
}

static void
init_empty (ElfMaker *self, guint16 type, guint n_bytes)
{
  *self = (ElfMaker){ g_byte_array_new (),
                      g_array_new (FALSE, TRUE, sizeof (Elf64_Shdr)),
                      g_array_new (FALSE, TRUE, sizeof (Elf64_Sym)),
                      g_string_new (NULL),
                      g_string_new (NULL),
                      type };
  g_byte_array_set_size (self->bytes, n_bytes);
  memset (self->bytes->data, 0, n_bytes);
  add_name (self->names, "");
  add_name (self->strings, "");
  g_array_set_size (self->headers, 1);
  g_array_set_size (self->symbols, 1);
}

void
elf_maker_init_object (ElfMaker *self)
{
  init_empty (self, ET_REL, sizeof (Elf64_Ehdr));
}

void
elf_maker_init (ElfMaker *self, const char *build_id)
{
  Elf64_Shdr code = { .sh_type = SHT_PROGBITS,
                      .sh_flags = SHF_ALLOC | SHF_EXECINSTR,
                      .sh_addr = ELF_MAKER_ADDRESS,
                      .sh_offset = ELF_MAKER_OFFSET,
                      .sh_size = ELF_MAKER_CODE,
                      .sh_addralign = 16 };
  Elf64_Phdr segments[N_SEGMENTS] = {
    { .p_type = PT_LOAD,
      .p_flags = PF_R | PF_X,
      .p_vaddr = ELF_MAKER_ADDRESS - ELF_MAKER_OFFSET,
      .p_filesz = ELF_MAKER_OFFSET + ELF_MAKER_CODE,
      .p_memsz = ELF_MAKER_OFFSET + ELF_MAKER_CODE },
    { .p_type = build_id != NULL ? PT_NOTE : PT_NULL, .p_offset = NOTE_OFFSET, .p_align = 4 }
  };

  init_empty (self, ET_DYN, ELF_MAKER_OFFSET + ELF_MAKER_CODE);
  if (build_id != NULL)
    segments[1].p_filesz = put_note (self, build_id);
  memcpy (self->bytes->data + sizeof (Elf64_Ehdr), segments, sizeof segments);
  code.sh_name = add_name (self->names, ".text");
  g_array_append_val (self->headers, code);
}

guint16
elf_maker_section (
    ElfMaker *self, const char *name, guint32 type, guint64 flags, const void *bytes, gsize length)
{
  Elf64_Shdr header = { .sh_name = add_name (self->names, name),
                        .sh_type = type,
                        .sh_flags = flags,
                        .sh_size = length,
                        .sh_addralign = 16 };

  align (self->bytes);
  header.sh_offset = self->bytes->len;
  g_byte_array_append (self->bytes, bytes, (guint) length);
  g_array_append_val (self->headers, header);
  return (guint16) (self->headers->len - 1);
}

void
elf_maker_symbol (ElfMaker *self, const char *name, guint64 value, guint64 size, guint16 section)
{
  Elf64_Sym symbol = { .st_name = add_name (self->strings, name),
                       .st_info = ELF64_ST_INFO (STB_GLOBAL, STT_FUNC),
                       .st_shndx = section,
                       .st_value = value,
                       .st_size = size };

  g_array_append_val (self->symbols, symbol);
}

static void
put_symbols (ElfMaker *self, guint32 type)
{
  guint16 strings =
      elf_maker_section (self, ".strings", SHT_STRTAB, 0, self->strings->str, self->strings->len);
  guint16 table = elf_maker_section (self, ".symbols", type, 0, self->symbols->data,
                                     self->symbols->len * sizeof (Elf64_Sym));
  Elf64_Shdr *header = &g_array_index (self->headers, Elf64_Shdr, table);

  header->sh_link = strings;
  header->sh_entsize = sizeof (Elf64_Sym);
}

GBytes *
elf_maker_finish (ElfMaker *self, guint32 table_type)
{
  Elf64_Ehdr header = { .e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
                                     G_BYTE_ORDER == G_BIG_ENDIAN ? ELFDATA2MSB : ELFDATA2LSB,
                                     EV_CURRENT },
                        .e_type = self->type,
                        .e_machine = EM_X86_64,
                        .e_version = EV_CURRENT,
                        .e_phoff = self->type == ET_REL ? 0 : sizeof header,
                        .e_ehsize = sizeof header,
                        .e_phentsize = sizeof (Elf64_Phdr),
                        .e_phnum = self->type == ET_REL ? 0 : N_SEGMENTS,
                        .e_shentsize = sizeof (Elf64_Shdr) };
  guint32 name = add_name (self->names, ".names");

  if (table_type != SHT_NULL)
    put_symbols (self, table_type);
  header.e_shstrndx =
      elf_maker_section (self, "", SHT_STRTAB, 0, self->names->str, self->names->len);
  g_array_index (self->headers, Elf64_Shdr, header.e_shstrndx).sh_name = name;
  align (self->bytes);
  header.e_shoff = self->bytes->len;
  header.e_shnum = (guint16) self->headers->len;
  g_byte_array_append (self->bytes, (const guint8 *) self->headers->data,
                       self->headers->len * (guint) sizeof (Elf64_Shdr));
  memcpy (self->bytes->data, &header, sizeof header);
  g_array_unref (self->headers);
  g_array_unref (self->symbols);
  g_string_free (self->names, TRUE);
  g_string_free (self->strings, TRUE);
  return g_byte_array_free_to_bytes (self->bytes);
}
