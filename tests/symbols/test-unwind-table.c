/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is said of code, from the bytes of .eh_frame and .debug_frame. */

#include "config.h"

#include "ppv-cfi-maker.h"

static void
assert_said (const PpvUnwindTable *table, guint64 offset, const char *expected)
{
  g_autofree char *said = ppv_cfi_describe (table, offset);

  g_assert_cmpstr (said, ==, expected);
}

/* Instructions, and what they say of the last byte of the code. */
typedef struct {
  const char *instructions;
  const char *expected;
} Instruction;

static void
assert_instructions (PpvUnwindMachine machine,
                     const char *augmentation,
                     const Instruction *instructions,
                     gsize n_instructions)
{
  for (gsize i = 0; i < n_instructions; i++)
    {
      g_autoptr (PpvUnwindTable) table =
          ppv_cfi_simple (machine, augmentation, instructions[i].instructions);

      assert_said (table, 0x10ff, instructions[i].expected);
      assert_said (table, 0x1100, "none");
      assert_said (table, 0xfff, "none");
    }
}

static void
test_runs_each_instruction (void)
{
  static const Instruction instructions[] = {
    { "", "r7+8 r16=[-8]" },
    { "e 10", "r7+16 r16=[-8]" },            /* def_cfa_offset */
    { "13 7e", "r7+16 r16=[-8]" },           /* def_cfa_offset_sf */
    { "d 6", "r6+8 r16=[-8]" },              /* def_cfa_register */
    { "c 6 90 1", "r6+144 r16=[-8]" },       /* def_cfa */
    { "12 6 7e", "r6+16 r16=[-8]" },         /* def_cfa_sf */
    { "86 2", "r7+8 r6=[-16] r16=[-8]" },    /* offset */
    { "5 6 2", "r7+8 r6=[-16] r16=[-8]" },   /* offset_extended */
    { "11 6 7e", "r7+8 r6=[16] r16=[-8]" },  /* offset_extended_sf */
    { "2f 6 2", "r7+8 r6=[16] r16=[-8]" },   /* GNU_negative_offset_extended */
    { "14 6 2", "r7+8 r6=-16 r16=[-8]" },    /* val_offset */
    { "15 6 7e", "r7+8 r6=16 r16=[-8]" },    /* val_offset_sf */
    { "9 6 3", "r7+8 r6=r3 r16=[-8]" },      /* register */
    { "7 6", "r7+8 r6=undefined r16=[-8]" }, /* undefined */
    { "86 2 8 6", "r7+8 r16=[-8]" },         /* same_value */
    { "86 2 c6", "r7+8 r16=[-8]" },          /* restore, to nothing */
    { "90 2 d0", "r7+8 r16=[-8]" },          /* restore, to the CIE's */
    { "90 2 6 10", "r7+8 r16=[-8]" },        /* restore_extended */
    { "10 6 1 50", "r7+8 r6=[expression] r16=[-8]" },
    { "16 6 1 50", "r7+8 r6=expression r16=[-8]" },
    { "f 2 77 0", "expression r16=[-8]" }, /* def_cfa_expression */
    { "f b 77 8 80 0 3f 1a 3b 2a 33 24 22", "plt 11 r16=[-8]" },
    { "f b 77 8 80 0 3f 1a 3a 2a 33 24 22", "plt 10 r16=[-8]" },
    { "a e 10 86 2 b", "r7+8 r16=[-8]" }, /* remember_state, restore_state */
    { "2e 10 e 10", "r7+16 r16=[-8]" },   /* GNU_args_size */
    { "7 10", "r7+8 r16=undefined bottom" },
    { "b1 1", "r7+8 r16=[-8]" },             /* of a vector register */
    { "41 e 10", "r7+16 r16=[-8]" },         /* advance_loc */
    { "2 80 e 10", "r7+16 r16=[-8]" },       /* advance_loc1 */
    { "3 80 0 e 10", "r7+16 r16=[-8]" },     /* advance_loc2 */
    { "4 80 0 0 0 e 10", "r7+16 r16=[-8]" }, /* advance_loc4 */
    { "1d 80 0 0 0 0 0 0 0 e 10", "r7+16 r16=[-8]" },
    { "1 80 10 0 0 0 0 0 0 e 10", "r7+16 r16=[-8]" }, /* set_loc */
  };

  assert_instructions (PPV_UNWIND_X86_64, "zR", instructions, G_N_ELEMENTS (instructions));
}

static void
test_knows_signed_return_addresses (void)
{
  static const Instruction instructions[] = {
    { "2d", "r31+0 signed" },
    { "2d 2d", "r31+0" },
    { "2c", "r31+0 signed" },
    { "41 2d e 10 9d 2 9e 1", "r31+16 r29=[-16] r30=[-8] signed" },
    { "16 22 1 31", "r31+0 signed" },
    { "16 22 1 31 16 22 1 30", "r31+0" },
  };

  assert_instructions (PPV_UNWIND_AARCH64, "zR", instructions, G_N_ELEMENTS (instructions));
}

static void
test_stops_at_instructions_that_make_no_sense (void)
{
  static const Instruction instructions[] = {
    { "3f", "none" }, /* no instruction */
    { "41 3f", "none" },
    { "b", "none" },                                        /* nothing was remembered */
    { "2d", "none" },                                       /* of another machine */
    { "f 7f 77", "none" },                                  /* longer than there is */
    { "e ff ff ff ff ff ff 0", "none" },                    /* no frame is so large */
    { "d 80 1", "none" },                                   /* no register */
    { "1 0 10 0 0 0 0 0 0 41 1 0 10 0 0 0 0 0 0", "none" }, /* back */
    { "a a a a a a a a a a a a a a a a a", "none" },
  };
  g_autoptr (PpvUnwindTable) table = ppv_cfi_simple (PPV_UNWIND_X86_64, "zR", "41 e 10 41 3f");

  assert_instructions (PPV_UNWIND_X86_64, "zR", instructions, G_N_ELEMENTS (instructions));
  assert_said (table, 0x1000, "r7+8 r16=[-8]");
  assert_said (table, 0x1001, "r7+16 r16=[-8]");
  assert_said (table, 0x1002, "none");
}

static void
test_keeps_what_is_said_of_each_place (void)
{
  g_autoptr (PpvUnwindTable) table =
      ppv_cfi_simple (PPV_UNWIND_X86_64, "zR", "41 e 10 86 2 43 d 6 42 a c 7 8 c6 48 b");

  assert_said (table, 0x1000, "r7+8 r16=[-8]");
  assert_said (table, 0x1001, "r7+16 r6=[-16] r16=[-8]");
  assert_said (table, 0x1003, "r7+16 r6=[-16] r16=[-8]");
  assert_said (table, 0x1004, "r6+16 r6=[-16] r16=[-8]");
  assert_said (table, 0x1006, "r7+8 r16=[-8]");
  assert_said (table, 0x100d, "r7+8 r16=[-8]");
  assert_said (table, 0x100e, "r6+16 r6=[-16] r16=[-8]");
}

static void
test_knows_signal_frames (void)
{
  g_autoptr (PpvUnwindTable) table = ppv_cfi_simple (PPV_UNWIND_X86_64, "zRS", "e 10");

  assert_said (table, 0x1000, "r7+16 r16=[-8] signal");
}

/* Both kinds of section, with lengths of 32 and 64 bits, and all versions. */
static void
test_reads_every_form_of_entry (void)
{
  static const guint8 versions[] = { 1, 3, 4 };

  for (guint form = 0; form < 4; form++)
    for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
      {
        g_autoptr (PpvUnwindTable) table = NULL;
        PpvCfi cfi;

        ppv_cfi_init (&cfi, form & 1 ? PPV_UNWIND_DEBUG_FRAME : PPV_UNWIND_EH_FRAME);
        cfi.wide = form & 2;
        ppv_cfi_add_cie (&cfi, versions[i], "", NULL, "1 78 10", "c 7 8 90 1");
        ppv_cfi_add_fde (&cfi, 0x1000, 0x10, FALSE, "e 10");
        ppv_cfi_add_cie (&cfi, versions[i], "zPLR", "0 0 0 0 0 0 0 0 0 0 0", "1 78 10",
                         "c 6 8 90 1");
        ppv_cfi_add_fde (&cfi, 0x2000, 0x10, TRUE, "e 20");
        table = ppv_cfi_table (&cfi, 0, PPV_UNWIND_X86_64);
        assert_said (table, 0x1000, "r7+16 r16=[-8]");
        assert_said (table, 0x2000, "r6+32 r16=[-8]");
        assert_said (table, 0x1010, "none");
        ppv_cfi_clear (&cfi);
      }
}

/* An address of 4 bytes relative to where it stands, as compilers write them. */
static void
test_reads_relative_addresses (void)
{
  g_autoptr (PpvUnwindTable) table = NULL;
  PpvCfi cfi;

  ppv_cfi_init (&cfi, PPV_UNWIND_EH_FRAME);
  ppv_cfi_add_cie (&cfi, 1, "zR", "1b", "1 78 10", "c 7 8 90 1");
  g_assert_cmpuint (cfi.bytes->len, ==, 0x18);
  ppv_cfi_add_hex (cfi.bytes, "14 0 0 0 1c 0 0 0 e0 ef ff ff 10 0 0 0 0 e 10 0 0 0 0 0");
  table = ppv_cfi_table (&cfi, 0x3000, PPV_UNWIND_X86_64);
  assert_said (table, 0x2000, "r7+16 r16=[-8]");
  assert_said (table, 0x1fff, "none");
  assert_said (table, 0x2010, "none");
  ppv_cfi_clear (&cfi);
}

/* In .debug_frame, that is. */
static void
test_finds_a_cie_behind_its_fdes (void)
{
  g_autoptr (PpvUnwindTable) table = NULL;
  PpvCfi cfi;

  ppv_cfi_init (&cfi, PPV_UNWIND_DEBUG_FRAME);
  cfi.cie = 0x20;
  ppv_cfi_add_fde (&cfi, 0x1000, 0x10, FALSE, "e 10");
  g_assert_cmpuint (cfi.bytes->len, ==, 0x20);
  ppv_cfi_add_cie (&cfi, 3, "", NULL, "1 78 10", "c 7 8 90 1");
  table = ppv_cfi_table (&cfi, 0, PPV_UNWIND_X86_64);
  assert_said (table, 0x1000, "r7+16 r16=[-8]");
  ppv_cfi_clear (&cfi);
}

static void
test_sorts_code_and_cuts_what_overlaps (void)
{
  g_autoptr (PpvUnwindTable) table = NULL;
  PpvCfi cfi;

  ppv_cfi_init (&cfi, PPV_UNWIND_EH_FRAME);
  ppv_cfi_add_cie (&cfi, 1, "zR", "0", "1 78 10", "c 7 8 90 1");
  ppv_cfi_add_fde (&cfi, 0x3000, 0x10, TRUE, "e 30");
  ppv_cfi_add_fde (&cfi, 0x1000, 0x100, TRUE, "e 10 2 90 e 18");
  ppv_cfi_add_fde (&cfi, 0x1080, 0x10, TRUE, "e 20");
  ppv_cfi_add_fde (&cfi, 0x4000, G_MAXUINT64, TRUE, "e 40");
  ppv_cfi_add_fde (&cfi, 0x5000, 0, TRUE, "e 50");
  ppv_cfi_add_fde (&cfi, G_GUINT64_CONSTANT (0x100000000), 0x10, TRUE, "e 60");
  table = ppv_cfi_table (&cfi, 0, PPV_UNWIND_X86_64);
  assert_said (table, 0x107f, "r7+16 r16=[-8]");
  assert_said (table, 0x1080, "r7+32 r16=[-8]");
  assert_said (table, 0x1090, "none");
  assert_said (table, 0x3000, "r7+48 r16=[-8]");
  assert_said (table, 0x4000, "r7+64 r16=[-8]");
  assert_said (table, 0x5000, "r7+64 r16=[-8]");
  assert_said (table, G_GUINT64_CONSTANT (0x100000000), "none");
  ppv_cfi_clear (&cfi);
}

static void
test_leaves_out_what_it_does_not_understand (void)
{
  static const struct {
    guint8 version;
    const char *augmentation;
    const char *data;
    const char *code_data_ra;
  } cies[] = {
    { 2, "zR", "0", "1 78 10" },  { 1, "zX", "0", "1 78 10" },   { 1, "eh", NULL, "1 78 10" },
    { 1, "zR", "30", "1 78 10" }, { 1, "zR", "9b", "1 78 10" },  { 1, "zR", "", "1 78 10" },
    { 1, "zP", "ff", "1 78 10" }, { 3, "zR", "0", "1 78 ff 1" }, { 1, "zR", "f", "1 78 10" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cies); i++)
    {
      g_autoptr (PpvUnwindTable) table = NULL;
      PpvCfi cfi;

      ppv_cfi_init (&cfi, PPV_UNWIND_EH_FRAME);
      ppv_cfi_add_cie (&cfi, cies[i].version, cies[i].augmentation, cies[i].data,
                       cies[i].code_data_ra, "c 7 8 90 1");
      ppv_cfi_add_fde (&cfi, 0x1000, 0x10, TRUE, "e 10");
      cfi.cie = 0x1234; /* where there is none */
      ppv_cfi_add_fde (&cfi, 0x2000, 0x10, TRUE, "e 10");
      ppv_cfi_add_cie (&cfi, 1, "zR", "0", "1 78 10", "c 7 8 90 1");
      ppv_cfi_add_fde (&cfi, 0x3000, 0x10, TRUE, "e 10");
      table = ppv_cfi_table (&cfi, 0, PPV_UNWIND_X86_64);
      assert_said (table, 0x1000, "none");
      assert_said (table, 0x2000, "none");
      assert_said (table, 0x3000, "r7+16 r16=[-8]");
      ppv_cfi_clear (&cfi);
    }
}

/* Cut at every length, and with every byte damaged: anything may be said, and nothing break. */
static void
test_survives_damage (void)
{
  PpvCfi cfi;

  ppv_cfi_init (&cfi, PPV_UNWIND_EH_FRAME);
  ppv_cfi_add_cie (&cfi, 1, "zPLR", "0 0 0 0 0 0 0 0 0 0 0", "1 78 10", "c 7 8 90 1");
  ppv_cfi_add_fde (&cfi, 0x1000, 0x100, TRUE,
                   "41 a e 10 86 2 f 2 77 0 10 3 1 50 41 b 9 6 3 14 3 8");
  ppv_cfi_add_fde (&cfi, 0x1100, 0x100, TRUE,
                   "4 80 0 0 0 e 10 16 6 1 50 2e 10 1 80 11 0 0 0 0 0 0");
  for (guint length = 0; length < cfi.bytes->len; length++)
    for (guint damage = 0; damage < 4; damage++)
      {
        static const guint8 damages[] = { 0x00, 0xff, 0x80, 0x01 };
        guint8 *at = &cfi.bytes->data[length];
        guint8 kept = *at;
        PpvUnwindKind kind = damage & 1 ? PPV_UNWIND_DEBUG_FRAME : PPV_UNWIND_EH_FRAME;
        g_autoptr (PpvUnwindTable) cut = ppv_unwind_table_over (
            ppv_reader_over (cfi.bytes->data, length, 0, FALSE), kind, PPV_UNWIND_X86_64);
        g_autoptr (PpvUnwindTable) damaged = NULL;

        *at ^= damages[damage];
        damaged = ppv_cfi_table (&cfi, 0, PPV_UNWIND_AARCH64);
        *at = kept;
        for (guint64 offset = 0xff0; offset < 0x1210; offset += 7)
          {
            g_autofree char *one = ppv_cfi_describe (cut, offset);
            g_autofree char *two = ppv_cfi_describe (damaged, offset);

            g_assert_true (one != NULL && two != NULL);
          }
      }
  ppv_cfi_clear (&cfi);
}

/* Many entries that refer to one long program cost no more than its length once. */
static void
test_takes_time_by_the_size_of_the_section (void)
{
  g_autofree char *nops = g_strnfill (300000, '0');
  g_autoptr (PpvUnwindTable) table = NULL;
  PpvCfi cfi;

  for (gsize i = 1; i < 300000; i += 2)
    nops[i] = ' ';
  ppv_cfi_init (&cfi, PPV_UNWIND_EH_FRAME);
  ppv_cfi_add_cie (&cfi, 1, "zR", "0", "1 78 10", nops);
  for (guint64 i = 0; i < 20000; i++)
    ppv_cfi_add_fde (&cfi, 0x100000 - i * 16, 0x1000, TRUE, "c 7 10");
  table = ppv_cfi_table (&cfi, 0, PPV_UNWIND_X86_64);
  assert_said (table, 0x100000, "r7+16");
  assert_said (table, 0x100fff, "r7+16");
  ppv_cfi_clear (&cfi);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unwind-table/runs-each-instruction", test_runs_each_instruction);
  g_test_add_func ("/unwind-table/knows-signed-return-addresses",
                   test_knows_signed_return_addresses);
  g_test_add_func ("/unwind-table/stops-at-instructions-that-make-no-sense",
                   test_stops_at_instructions_that_make_no_sense);
  g_test_add_func ("/unwind-table/keeps-what-is-said-of-each-place",
                   test_keeps_what_is_said_of_each_place);
  g_test_add_func ("/unwind-table/knows-signal-frames", test_knows_signal_frames);
  g_test_add_func ("/unwind-table/reads-every-form-of-entry", test_reads_every_form_of_entry);
  g_test_add_func ("/unwind-table/reads-relative-addresses", test_reads_relative_addresses);
  g_test_add_func ("/unwind-table/finds-a-cie-behind-its-fdes", test_finds_a_cie_behind_its_fdes);
  g_test_add_func ("/unwind-table/sorts-code-and-cuts-what-overlaps",
                   test_sorts_code_and_cuts_what_overlaps);
  g_test_add_func ("/unwind-table/leaves-out-what-it-does-not-understand",
                   test_leaves_out_what_it_does_not_understand);
  g_test_add_func ("/unwind-table/survives-damage", test_survives_damage);
  g_test_add_func ("/unwind-table/takes-time-by-the-size-of-the-section",
                   test_takes_time_by_the_size_of_the_section);
  return g_test_run ();
}
