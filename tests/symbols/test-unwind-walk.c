/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Walks over stacks made by hand.  The program is at 0x1000 to 0x1100 of module 0 and
 * mapped at 0x401000; module 1, at 0x801000, has no tables; the stack is at 0x7000.
 */

#include "config.h"

#include <string.h>

#include "ppv-cfi-maker.h"
#include "ppv-unwind-private.h"

#define CODE G_GUINT64_CONSTANT (0x401000)
#define OTHER_CODE G_GUINT64_CONSTANT (0x801000)
#define STACK G_GUINT64_CONSTANT (0x7000)

enum { FRAME_POINTER = 6, STACK_POINTER = 7, LINK = 30, ARM_STACK_POINTER = 31, MAX_WORDS = 64 };

typedef struct {
  PpvUnwinder *unwinder;
  PpvUnwindWalker *walker;
  PpvUnwindRegisters registers;
  guint64 words[MAX_WORDS];
  PpvUnwindStack stack;
  guint64 frames[MAX_WORDS];
  PpvUnwindWalk walk;
} Scene;

static gboolean
find_map (guint32 space, guint64 address, PpvUnwindMap *map, gpointer user_data)
{
  g_assert_cmpuint (space, ==, 3);
  if (address - CODE < 0x1000)
    *map = (PpvUnwindMap){ 0x1000 - CODE, 0 };
  else if (address - OTHER_CODE < 0x1000)
    *map = (PpvUnwindMap){ 0x1000 - OTHER_CODE, 1 };
  else
    return FALSE;
  return TRUE;
}

static void
set (Scene *scene, guint reg, guint64 value)
{
  scene->registers.value[reg] = value;
  scene->registers.known |= G_GUINT64_CONSTANT (1) << reg;
}

static void
scene_init_with (Scene *scene, PpvUnwindMachine machine, PpvUnwindTable *table)
{
  memset (scene, 0, sizeof *scene);
  scene->unwinder = ppv_unwinder_new_over (machine, FALSE, table);
  scene->walker = ppv_unwind_walker_new (scene->unwinder, find_map, NULL);
  scene->registers.pc = CODE + 0x10;
  set (scene, machine == PPV_UNWIND_X86_64 ? STACK_POINTER : ARM_STACK_POINTER, STACK);
  scene->stack =
      (PpvUnwindStack){ (const guint8 *) scene->words, sizeof scene->words, STACK, FALSE };
}

static void
scene_init (Scene *scene, PpvUnwindMachine machine, const char *instructions)
{
  scene_init_with (scene, machine, ppv_cfi_simple (machine, "zR", instructions));
}

static void
scene_clear (Scene *scene)
{
  ppv_unwind_walker_free (scene->walker);
  ppv_unwinder_free (scene->unwinder);
}

/* Walks, and compares with "10 20": the frames as offsets of the program. */
static void
assert_walk (Scene *scene, const char *expected, PpvUnwindEnd end)
{
  g_autoptr (GString) text = g_string_new (NULL);

  scene->walk = ppv_unwind_walker_walk (scene->walker, 3, &scene->registers, &scene->stack,
                                        scene->frames, G_N_ELEMENTS (scene->frames));
  for (gsize i = 0; i < scene->walk.n_frames; i++)
    g_string_append_printf (text, "%s%" G_GINT64_MODIFIER "x", i > 0 ? " " : "",
                            scene->frames[i] - CODE);
  g_assert_cmpstr (text->str, ==, expected);
  g_assert_cmpint (scene->walk.end, ==, end);
}

/* A frame of 16 bytes: a word of the function's, the return address. */
static void
test_walks_to_the_bottom (void)
{
  Scene scene;

  scene_init (&scene, PPV_UNWIND_X86_64, "e 10 2 80 7 10");
  scene.words[1] = CODE + 0x21;
  scene.words[3] = CODE + 0x31;
  scene.words[5] = CODE + 0x91; /* where the return address is undefined */
  assert_walk (&scene, "10 20 30 90", PPV_UNWIND_COMPLETE);
  scene.words[5] = 0;
  assert_walk (&scene, "10 20 30", PPV_UNWIND_COMPLETE);
  scene.registers.pc = 0;
  assert_walk (&scene, "", PPV_UNWIND_COMPLETE);
  scene_clear (&scene);
}

static void
test_says_why_it_ends (void)
{
  Scene scene;

  scene_init (&scene, PPV_UNWIND_X86_64, "e 10 2 80 e 80 20");
  scene.words[1] = CODE + 0x21;
  scene.words[3] = CODE + 0x91; /* its frame has 4096 bytes */
  assert_walk (&scene, "10 20 90", PPV_UNWIND_TRUNCATED);
  scene.stack.whole = TRUE;
  assert_walk (&scene, "10 20 90", PPV_UNWIND_BROKEN);
  scene.stack.whole = FALSE;
  scene.stack.size = 24;
  assert_walk (&scene, "10 20", PPV_UNWIND_TRUNCATED);
  scene.stack.size = 0;
  assert_walk (&scene, "10", PPV_UNWIND_TRUNCATED);
  scene.stack.size = sizeof scene.words;
  scene.words[3] = CODE + 0x201;
  assert_walk (&scene, "10 20 200", PPV_UNWIND_NO_TABLE);
  scene.words[3] = 0x12345;
  assert_walk (&scene, "10 20 ffffffffffc11344", PPV_UNWIND_NO_MAP);
  scene.registers.known = 0;
  assert_walk (&scene, "10", PPV_UNWIND_BROKEN);
  scene_clear (&scene);
}

static void
test_ends_where_the_room_does (void)
{
  Scene scene;

  scene_init (&scene, PPV_UNWIND_X86_64, "");
  for (guint i = 0; i < MAX_WORDS; i++)
    scene.words[i] = CODE + 0x21;
  scene.walk =
      ppv_unwind_walker_walk (scene.walker, 3, &scene.registers, &scene.stack, scene.frames, 10);
  g_assert_cmpuint (scene.walk.n_frames, ==, 10);
  g_assert_cmpint (scene.walk.end, ==, PPV_UNWIND_LIMIT);
  scene_clear (&scene);
}

/* The frame is where rbp points, which is saved itself. */
static void
test_follows_registers_that_are_saved (void)
{
  Scene scene;

  scene_init (&scene, PPV_UNWIND_X86_64, "e 10 86 2 d 6 2 80 7 10");
  set (&scene, FRAME_POINTER, STACK + 0x20);
  scene.words[4] = STACK + 0x80;
  scene.words[5] = CODE + 0x21;
  scene.words[16] = 0;
  scene.words[17] = CODE + 0x91;
  assert_walk (&scene, "10 20 90", PPV_UNWIND_COMPLETE);
  scene.words[4] = STACK + 0x10; /* inwards */
  scene.words[2] = STACK + 0x10;
  scene.words[3] = CODE + 0x21;
  assert_walk (&scene, "10 20", PPV_UNWIND_BROKEN);
  scene_clear (&scene);
}

/* On the way out rbx is popped: its place is below the stack, and its value right. */
static void
test_keeps_registers_that_are_popped (void)
{
  Scene scene;

  scene_init (&scene, PPV_UNWIND_X86_64, "83 4 2 20 c 3 8 2 60 7 10");
  set (&scene, 3, STACK + 0x40);
  scene.words[0] = CODE + 0x31;
  scene.words[8] = CODE + 0x91;
  assert_walk (&scene, "10 30 90", PPV_UNWIND_COMPLETE);
  scene_clear (&scene);
}

/* Only when it is needed is it bad that a register is not to be had. */
static void
test_does_without_registers_beyond_the_copy (void)
{
  Scene scene;

  scene_init (&scene, PPV_UNWIND_X86_64, "86 7f 11 6 80 7f 2 20 c 6 8 2 60 7 10");
  scene.words[0] = CODE + 0x91;
  assert_walk (&scene, "10 90", PPV_UNWIND_COMPLETE);
  scene.words[0] = CODE + 0x31;
  assert_walk (&scene, "10 30", PPV_UNWIND_BROKEN);
  scene_clear (&scene);
}

static void
test_does_what_rules_say (void)
{
  static const struct {
    const char *instructions;
    const char *frames;
  } rules[] = {
    { "9 10 2 2 80 7 10", "10 90" },           /* in rdx */
    { "f 4 77 0 23 8 2 80 7 10", "10 20 90" }, /* CFA by an expression: rsp + 8 */
    { "10 10 2 77 8 2 80 7 10", "10 90" },     /* the address by an expression */
    { "16 10 3 77 8 6 2 80 7 10", "10 90" },   /* the value by one */
    { "f b 77 8 80 0 3f 1a 3b 2a 33 24 22 2 80 7 10", "10 20 90" }, /* in a PLT */
    { "f b 77 8 80 0 3f 1a 30 2a 33 24 22 2 80 7 10", "10 90" },    /* behind its push */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      Scene scene;

      scene_init (&scene, PPV_UNWIND_X86_64, rules[i].instructions);
      set (&scene, 2, CODE + 0x91);
      scene.words[0] = CODE + 0x21;
      scene.words[1] = CODE + 0x91;
      assert_walk (&scene, rules[i].frames, PPV_UNWIND_COMPLETE);
      scene_clear (&scene);
    }
}

/* Expressions of the CFA and where they lead: 0x7010 has the return address at 0x7008. */
static void
test_works_out_expressions (void)
{
  static const char *const cfas[] = {
    "a 10 70",                    /* const2u */
    "b 10 70",                    /* const2s */
    "c 10 70 0 0",                /* const4u */
    "d 10 70 0 0",                /* const4s */
    "e 10 70 0 0 0 0 0 0",        /* const8u */
    "3 10 70 0 0 0 0 0 0",        /* addr */
    "10 90 e0 1",                 /* constu */
    "11 90 e0 1",                 /* consts */
    "77 10",                      /* breg7 */
    "92 7 10",                    /* bregx */
    "77 0 23 10",                 /* plus_uconst */
    "77 0 40 22",                 /* lit16, plus */
    "77 20 40 1c",                /* minus */
    "a 2 1c 34 1e 38 22",         /* 0x1c02 * 4 + 8 */
    "a 20 e0 32 1b",              /* div */
    "a 11 70 77 0 1d a ff 6f 22", /* mod */
    "a 70 10 8 70 27 a 10 60 27", /* xor */
    "a 8 38 31 24",               /* shl */
    "c 20 e0 0 0 31 25",          /* shr */
    "c 20 e0 0 0 31 26",          /* shra */
    "a ff 70 9 10 a 0 ff 21 1a",  /* or, and */
    "77 10 12 13",                /* dup, drop */
    "77 10 30 14 16 13 16 13",    /* over, swap */
    "30 77 10 15 0 16 13",        /* pick */
    "77 10 30 30 17 17",          /* rot */
    "77 10 1f 1f 20 20 96",       /* neg, not, nop */
    "9 f0 19 77 0 22",            /* abs */
    "31 28 4 0 30 2f 2 0 77 10",  /* bra over a skip, and over nothing */
    "77 18 6",                    /* deref */
    "77 18 94 2",                 /* deref_size */
    "77 10 30 30 29 22 31 1c",    /* eq */
    "77 10 31 30 2b 22 31 1c",    /* gt */
    "77 10 31 30 2a 22 31 1c",    /* ge */
    "77 10 30 31 2d 22 31 1c",    /* lt */
    "77 10 30 31 2c 22 31 1c",    /* le */
    "77 10 30 31 2e 22 31 1c",    /* ne */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cfas); i++)
    {
      g_autofree char *instructions = NULL;
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      Scene scene;

      ppv_cfi_add_hex (bytes, cfas[i]);
      instructions = g_strdup_printf ("f %x %s 2 80 7 10", bytes->len, cfas[i]);
      scene_init (&scene, PPV_UNWIND_X86_64, instructions);
      scene.words[1] = CODE + 0x91;
      scene.words[3] = STACK + 0x10;
      g_test_message ("%s", cfas[i]);
      assert_walk (&scene, "10 90", PPV_UNWIND_COMPLETE);
      scene_clear (&scene);
    }
}

static void
test_refuses_expressions_without_sense (void)
{
  static const char *const cfas[] = {
    "",                     /* nothing */
    "22",                   /* nothing to add */
    "31 30 1b",             /* by zero */
    "31 30 1d", "2f fd ff", /* for ever */
    "2f 10 0",              /* behind the end */
    "2f 0 80",  "73 0",     /* an unknown register */
    "92 40 0",  "50",       /* a register is no place in memory here */
    "13",       "31 94 9",  "9c",    "ff", "a 1",    "31 15 5",
    "31 16",    "31 31 17", "31 14", "1f", "28 0 0",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cfas); i++)
    {
      g_autofree char *instructions = NULL;
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      Scene scene;

      ppv_cfi_add_hex (bytes, cfas[i]);
      instructions =
          g_strdup_printf ("f %x %s%s2 80 7 10", bytes->len, cfas[i], bytes->len > 0 ? " " : "");
      scene_init (&scene, PPV_UNWIND_X86_64, instructions);
      assert_walk (&scene, "10", PPV_UNWIND_BROKEN);
      scene_clear (&scene);
    }
}

/*
 * The frame that a signal handler returns to was not called: it starts at the first byte
 * of its code, and what it interrupted may be the first byte of a function.
 */
static void
test_keeps_addresses_of_signal_frames (void)
{
  PpvUnwindTable *table;
  PpvCfi cfi;
  Scene scene;

  ppv_cfi_init (&cfi, PPV_UNWIND_EH_FRAME);
  ppv_cfi_add_cie (&cfi, 1, "zR", "0", "1 78 10", "c 7 8 90 1");
  ppv_cfi_add_fde (&cfi, 0x1000, 0x40, TRUE, "");
  ppv_cfi_add_fde (&cfi, 0x1080, 0x40, TRUE, "7 10");
  ppv_cfi_add_cie (&cfi, 1, "zRS", "0", "1 78 10", "c 7 0");
  ppv_cfi_add_fde (&cfi, 0x104f, 0x10, TRUE, "f 3 77 10 6 10 10 2 77 8 10 7 2 77 10");
  table = ppv_cfi_table (&cfi, 0, PPV_UNWIND_X86_64);
  ppv_cfi_clear (&cfi);
  scene_init_with (&scene, PPV_UNWIND_X86_64, table);
  scene.words[0] = CODE + 0x50;  /* the handler's return address */
  scene.words[2] = CODE + 0x80;  /* where the signal came, 8 above the stack pointer */
  scene.words[3] = STACK + 0x60; /* and the stack pointer then */
  assert_walk (&scene, "10 50 80", PPV_UNWIND_COMPLETE);
  scene.words[2] = CODE;
  scene.words[3] = STACK; /* where the handler is, so that it goes round and round */
  scene.walk = ppv_unwind_walker_walk (scene.walker, 3, &scene.registers, &scene.stack,
                                       scene.frames, G_N_ELEMENTS (scene.frames));
  g_assert_cmpint (scene.walk.end, ==, PPV_UNWIND_LIMIT);
  scene_clear (&scene);
}

static void
test_walks_aarch64 (void)
{
  Scene scene;

  /* the innermost function has pushed nothing; others x29 and x30; at 0x80 the bottom */
  scene_init (&scene, PPV_UNWIND_AARCH64, "48 e 10 9d 2 9e 1 58 7 1e");
  set (&scene, LINK, CODE + 0x24);
  scene.words[1] = CODE + 0x34;
  scene.words[3] = CODE + 0x84;
  assert_walk (&scene, "10 23 33 83", PPV_UNWIND_COMPLETE);
  scene.words[1] = CODE + 0x14; /* which would return to itself, for ever */
  assert_walk (&scene, "10 23 13", PPV_UNWIND_BROKEN);
  scene_clear (&scene);
}

static void
test_strips_signatures_of_return_addresses (void)
{
  Scene scene;

  scene_init (&scene, PPV_UNWIND_AARCH64, "48 2d e 10 9d 2 9e 1 58 7 1e");
  scene.registers.pc = CODE + 0x30;
  scene.words[1] = (CODE + 0x84) | G_GUINT64_CONSTANT (0x002a) << 48;
  assert_walk (&scene, "30 83", PPV_UNWIND_COMPLETE);
  scene_clear (&scene);
}

/* Code without tables, that keeps a frame pointer as the ABI says. */
static void
test_guesses_by_frame_pointers_what_is_sane (void)
{
  Scene scene;

  scene_init (&scene, PPV_UNWIND_X86_64, "2 80 7 10");
  scene.registers.pc = OTHER_CODE + 0x10;
  set (&scene, FRAME_POINTER, STACK + 0x20);
  scene.words[4] = STACK + 0x80;
  scene.words[5] = CODE + 0x91;
  assert_walk (&scene, "400010 90", PPV_UNWIND_COMPLETE);
  g_assert_cmpuint (scene.walk.n_guessed, ==, 1);
  scene.words[5] = OTHER_CODE + 0x21;
  scene.words[16] = 0;
  scene.words[17] = CODE + 0x91;
  assert_walk (&scene, "400010 400020 90", PPV_UNWIND_COMPLETE);
  g_assert_cmpuint (scene.walk.n_guessed, ==, 2);
  scene.words[4] = STACK + 0x10; /* inwards */
  assert_walk (&scene, "400010", PPV_UNWIND_NO_TABLE);
  scene.words[4] = STACK + 0x80;
  scene.words[5] = CODE + 0x291; /* where its module has no function */
  assert_walk (&scene, "400010", PPV_UNWIND_NO_TABLE);
  scene.words[5] = 0x1234; /* not even a mapping */
  assert_walk (&scene, "400010", PPV_UNWIND_NO_TABLE);
  set (&scene, FRAME_POINTER, STACK + 0x28); /* not where frames are */
  assert_walk (&scene, "400010", PPV_UNWIND_NO_TABLE);
  set (&scene, FRAME_POINTER, STACK - 0x10);
  assert_walk (&scene, "400010", PPV_UNWIND_NO_TABLE);
  scene_clear (&scene);
}

/* Numbers of a recording of a machine with the other byte order. */
static void
test_swaps_bytes_of_the_stack (void)
{
  PpvUnwinder *unwinder = ppv_unwinder_new_over (
      PPV_UNWIND_AARCH64, TRUE, ppv_cfi_simple (PPV_UNWIND_AARCH64, "zR", "e 10 9e 1 60 7 1e"));
  PpvUnwindWalker *walker = ppv_unwind_walker_new (unwinder, find_map, NULL);
  guint64 words[] = { 0, GUINT64_SWAP_LE_BE (CODE + 0x84) };
  PpvUnwindStack stack = { (const guint8 *) words, sizeof words, STACK, FALSE };
  PpvUnwindRegisters registers = { .pc = CODE + 0x10 };
  PpvUnwindWalk walk;
  guint64 frames[4];

  registers.value[ARM_STACK_POINTER] = STACK;
  registers.known = G_GUINT64_CONSTANT (1) << ARM_STACK_POINTER;
  walk = ppv_unwind_walker_walk (walker, 3, &registers, &stack, frames, G_N_ELEMENTS (frames));
  g_assert_cmpuint (walk.n_frames, ==, 2);
  g_assert_cmpint (walk.end, ==, PPV_UNWIND_COMPLETE);
  g_assert_cmphex (frames[1], ==, CODE + 0x83);
  ppv_unwind_walker_free (walker);
  ppv_unwinder_free (unwinder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unwind/walks-to-the-bottom", test_walks_to_the_bottom);
  g_test_add_func ("/unwind/says-why-it-ends", test_says_why_it_ends);
  g_test_add_func ("/unwind/ends-where-the-room-does", test_ends_where_the_room_does);
  g_test_add_func ("/unwind/follows-registers-that-are-saved",
                   test_follows_registers_that_are_saved);
  g_test_add_func ("/unwind/keeps-registers-that-are-popped", test_keeps_registers_that_are_popped);
  g_test_add_func ("/unwind/does-without-registers-beyond-the-copy",
                   test_does_without_registers_beyond_the_copy);
  g_test_add_func ("/unwind/does-what-rules-say", test_does_what_rules_say);
  g_test_add_func ("/unwind/works-out-expressions", test_works_out_expressions);
  g_test_add_func ("/unwind/refuses-expressions-without-sense",
                   test_refuses_expressions_without_sense);
  g_test_add_func ("/unwind/keeps-addresses-of-signal-frames",
                   test_keeps_addresses_of_signal_frames);
  g_test_add_func ("/unwind/walks-aarch64", test_walks_aarch64);
  g_test_add_func ("/unwind/strips-signatures-of-return-addresses",
                   test_strips_signatures_of_return_addresses);
  g_test_add_func ("/unwind/guesses-by-frame-pointers-what-is-sane",
                   test_guesses_by_frame_pointers_what_is_sane);
  g_test_add_func ("/unwind/swaps-bytes-of-the-stack", test_swaps_bytes_of_the_stack);
  return g_test_run ();
}
