/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "ppv-lines.h"

/* The lines of @bytes as "number@offset:line", one below the other; "!" cut, "~" without an end. */
static char *
draw_input (PpvInput *input, gsize limit)
{
  g_autoptr (GError) error = NULL;
  GString *drawn = g_string_new (NULL);
  PpvLines lines;

  ppv_lines_init (&lines, input, limit);
  while (ppv_lines_next (&lines, &error))
    {
      g_string_append_printf (drawn, "%" G_GUINT64_FORMAT "@%" G_GUINT64_FORMAT ":", lines.number,
                              lines.offset);
      g_string_append_len (drawn, lines.line, (gssize) lines.length);
      g_string_append (drawn, lines.cut ? "!" : "");
      g_string_append (drawn, lines.ended ? "" : "~");
      g_string_append_c (drawn, '\n');
    }
  g_assert_no_error (error);
  return g_string_free (drawn, FALSE);
}

static void
assert_lines (const char *text, gsize limit, const char *expected)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (PpvInput) input = ppv_input_new_bytes (bytes, "text");
  g_autofree char *drawn = draw_input (input, limit);

  g_assert_cmpstr (drawn, ==, expected);
}

static void
test_ends_lines_as_unix_and_dos_do (void)
{
  assert_lines ("a\nbc\r\n\n\r\nd\re\n", 100, "1@0:a\n2@2:bc\n3@6:\n4@7:\n5@9:d\re\n");
}

static void
test_keeps_the_last_line_without_an_end (void)
{
  assert_lines ("a\nb", 100, "1@0:a\n2@2:b~\n");
  assert_lines ("b\r", 100, "1@0:b\r~\n");
}

static void
test_finds_no_lines_in_an_empty_file (void)
{
  assert_lines ("", 100, "");
}

static void
test_gives_long_lines_cut_and_once (void)
{
  assert_lines ("abcd\nabc\r\nabcde\r\nx\nabcdef", 3,
                "1@0:abc!\n2@5:abc\n3@10:abc!\n4@17:x\n5@19:abc!\n");
  assert_lines ("abc\n", 0, "1@0:!\n");
}

static void
test_keeps_nul_bytes (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a\0b\n", 4);
  g_autoptr (PpvInput) input = ppv_input_new_bytes (bytes, "text");
  PpvLines lines;

  ppv_lines_init (&lines, input, 100);
  g_assert_true (ppv_lines_next (&lines, NULL));
  g_assert_true (lines.length == 3 && memcmp (lines.line, "a\0b", 3) == 0);
}

static void
test_goes_on_behind_lines_that_were_read (void)
{
  static const char text[] = "one\n2\n3\nfour\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (PpvInput) input = ppv_input_new_bytes (bytes, "test");
  const char *behind;
  gsize n_bytes;
  PpvLines lines;

  ppv_lines_init (&lines, input, 100);
  g_assert_true (ppv_lines_next (&lines, NULL));
  behind = ppv_lines_peek (&lines, &n_bytes);
  g_assert_true (n_bytes == strlen (text) - 4 && memcmp (behind, text + 4, n_bytes) == 0);
  ppv_lines_pass (&lines, behind + 4, 2);
  g_assert_true (ppv_lines_next (&lines, NULL));
  g_assert_true (lines.length == 4 && memcmp (lines.line, "four", 4) == 0);
  g_assert_cmpuint (lines.number, ==, 4);
  g_assert_cmpuint (lines.offset, ==, 8);
  g_assert_false (ppv_lines_next (&lines, NULL));
}

/* Lines of all lengths around the sizes of windows, in a real file. */
static void
test_joins_lines_across_windows (void)
{
  static const gsize lengths[] = { 0, 1, 65535, 65536, 65537, 1048575, 1048576, 3, 5000000, 17, 0 };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (PpvInput) input = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  PpvLines lines;
  int fd = g_file_open_tmp (NULL, &name, &error);

  g_assert_no_error (error);
  close (fd);
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *line = g_strnfill (lengths[i], (gchar) ('a' + i));

      g_string_append (text, line);
      g_string_append (text, "\r\n");
    }
  g_assert_true (g_file_set_contents (name, text->str, (gssize) text->len, NULL));
  input = ppv_input_open (name, NULL, NULL, &error);
  g_assert_no_error (error);
  g_unlink (name);

  for (gsize limit = 2000000; limit <= 20000000; limit *= 10)
    {
      ppv_lines_init (&lines, input, limit);
      for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
        {
          g_assert_true (ppv_lines_next (&lines, NULL));
          g_assert_cmpuint (lines.length, ==, MIN (lengths[i], limit));
          g_assert_cmpint (lines.cut, ==, lengths[i] > limit);
          g_assert_true (lines.ended);
          g_assert_true (lines.length == 0 || (lines.line[0] == (gchar) ('a' + i) &&
                                               lines.line[lines.length - 1] == (gchar) ('a' + i)));
        }
      g_assert_false (ppv_lines_next (&lines, &error));
      g_assert_no_error (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lines/ends-lines-as-unix-and-dos-do", test_ends_lines_as_unix_and_dos_do);
  g_test_add_func ("/lines/keeps-the-last-line-without-an-end",
                   test_keeps_the_last_line_without_an_end);
  g_test_add_func ("/lines/finds-no-lines-in-an-empty-file", test_finds_no_lines_in_an_empty_file);
  g_test_add_func ("/lines/gives-long-lines-cut-and-once", test_gives_long_lines_cut_and_once);
  g_test_add_func ("/lines/keeps-nul-bytes", test_keeps_nul_bytes);
  g_test_add_func ("/lines/goes-on-behind-lines-that-were-read",
                   test_goes_on_behind_lines_that_were_read);
  g_test_add_func ("/lines/joins-lines-across-windows", test_joins_lines_across_windows);
  return g_test_run ();
}
