/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

#include "fixture.h"
#include "ppv-host.h"

enum { MILLISECOND = 1000000 };

static PpvFrameId
add_frame (PpvProfileBuilder *builder, const char *text)
{
  gboolean kernel = g_str_has_prefix (text, "k:");
  PpvStringId name = ppv_profile_builder_string (builder, kernel ? text + 2 : text, -1);
  PpvStringId path =
      ppv_profile_builder_string (builder, kernel ? "[kernel.kallsyms]" : "/usr/bin/program", -1);
  PpvModuleId module =
      ppv_profile_builder_module (builder, path, 0, kernel ? PPV_MODULE_KERNEL : PPV_MODULE_USER);
  PpvStringId file = ppv_profile_builder_string (builder, "program.c", -1);

  return ppv_profile_builder_frame (
      builder, ppv_profile_builder_function (builder, name, name, module, file, 7), module,
      PPV_NO_ADDRESS, 0, FALSE);
}

static PpvStackId
add_stack (PpvProfileBuilder *builder, const char *frames)
{
  g_auto (GStrv) parts = g_strsplit (frames, ";", -1);
  PpvStackId stack = PPV_NONE;

  for (guint i = 0; parts[i] != NULL; i++)
    stack = ppv_profile_builder_stack (builder, stack, add_frame (builder, parts[i]));
  return stack;
}

static PpvProfileBuilder *
begin_profile (guint32 *set, PpvThreadId *thread)
{
  PpvLimits limits;
  PpvProfileBuilder *builder;
  PpvProcessId process;

  ppv_limits_init (&limits);
  limits.depth = 20000;
  builder = ppv_profile_builder_new (&limits);
  *set = ppv_profile_builder_set (builder, PPV_SET_TIME | PPV_SET_THREAD | PPV_SET_CPU);
  ppv_profile_builder_metric (builder, *set, "cpu-clock", "ns", PPV_METRIC_FLOW);
  process = ppv_profile_builder_process (builder, 42);
  *thread = ppv_profile_builder_thread (builder, process, 43,
                                        ppv_profile_builder_string (builder, "worker", -1));
  ppv_profile_builder_fact (builder, "command", "program --fast", -1);
  ppv_profile_builder_fact (builder, "host", "workstation", -1);
  return builder;
}

PpvProfile *
fixture_profile (const FixtureStack *stacks)
{
  guint32 set;
  PpvThreadId thread;
  g_autoptr (PpvProfileBuilder) builder = begin_profile (&set, &thread);

  for (guint i = 0; stacks[i].frames != NULL; i++)
    ppv_profile_builder_sample (builder, set, add_stack (builder, stacks[i].frames),
                                (gint64) i * 70 * MILLISECOND, thread, 0, &stacks[i].weight);
  return ppv_profile_builder_seal (builder, "folder/recording.data", "test");
}

PpvProfile *
fixture_named (const char *const *names)
{
  guint32 set;
  PpvThreadId thread;
  g_autoptr (PpvProfileBuilder) builder = begin_profile (&set, &thread);
  guint n_names = g_strv_length ((char **) names);

  for (guint i = 0; i < n_names; i++)
    {
      PpvStackId stack = add_stack (builder, "main");
      gint64 weight = (gint64) (i + 1) * MILLISECOND;

      stack = ppv_profile_builder_stack (builder, stack, add_frame (builder, names[i]));
      stack =
          ppv_profile_builder_stack (builder, stack, add_frame (builder, names[(i + 1) % n_names]));
      ppv_profile_builder_sample (builder, set, stack, (gint64) i * 70 * MILLISECOND, thread, 0,
                                  &weight);
    }
  return ppv_profile_builder_seal (builder, "folder/recording.data", "test");
}

PpvProfile *
fixture_deep (guint depth)
{
  guint32 set;
  PpvThreadId thread;
  g_autoptr (PpvProfileBuilder) builder = begin_profile (&set, &thread);
  PpvStackId stack = PPV_NONE;
  gint64 weight = 3;

  for (guint i = 0; i < depth; i++)
    {
      g_autofree char *name = g_strdup_printf ("level_%u", i);

      stack = ppv_profile_builder_stack (builder, stack, add_frame (builder, name));
    }
  ppv_profile_builder_sample (builder, set, stack, 0, thread, 0, &weight);
  return ppv_profile_builder_seal (builder, "deep.data", "test");
}

PpvProfile *
fixture_heap_named (const char *const *names, const char *tool)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  guint32 set = ppv_profile_builder_set (builder, 0);
  guint32 heap = ppv_profile_builder_counter (builder, "heap", "bytes");
  guint32 extra = ppv_profile_builder_counter (builder, "extra", "bytes");
  guint n_names = g_strv_length ((char **) names);

  ppv_profile_builder_time_unit (builder, "ms");
  ppv_profile_builder_fact (builder, "tool", tool, -1);
  ppv_profile_builder_metric (builder, set, "heap", "bytes", PPV_METRIC_LEVEL);
  for (guint i = 0; i < 10; i++)
    {
      gint64 sum = 0;

      for (guint j = 0; j < n_names && i > 0; j++)
        {
          g_autofree char *path = g_strdup_printf ("main;%s", names[j]);
          gint64 bytes = (gint64) i * 10240 * (n_names - j);

          sum += bytes;
          ppv_profile_builder_sample (builder, set, add_stack (builder, path), 0, PPV_NONE,
                                      PPV_NONE, &bytes);
        }
      ppv_profile_builder_count (builder, heap, i * 1000, sum);
      ppv_profile_builder_count (builder, extra, i * 1000, i * 1024);
      ppv_profile_builder_group (builder, set, i * 1000,
                                 i == 9  ? PPV_GROUP_DETAILED | PPV_GROUP_PEAK
                                 : i > 0 ? PPV_GROUP_DETAILED
                                         : 0);
    }
  return ppv_profile_builder_seal (builder, "massif.out.1", "massif");
}

PpvProfile *
fixture_heap (void)
{
  PpvLimits limits;
  g_autoptr (PpvProfileBuilder) builder = NULL;
  guint32 set;
  guint32 counter;
  gint64 weight = 5 << 20;

  ppv_limits_init (&limits);
  builder = ppv_profile_builder_new (&limits);
  ppv_profile_builder_time_unit (builder, "instructions");
  set = ppv_profile_builder_set (builder, 0);
  ppv_profile_builder_metric (builder, set, "heap", "bytes", PPV_METRIC_LEVEL);
  counter = ppv_profile_builder_counter (builder, "heap", "bytes");
  ppv_profile_builder_count (builder, counter, 100, 1 << 20);
  ppv_profile_builder_group (builder, set, 100, 0);
  ppv_profile_builder_count (builder, counter, 200, weight);
  ppv_profile_builder_sample (builder, set, add_stack (builder, "main;build"), 0, PPV_NONE,
                              PPV_NONE, &weight);
  ppv_profile_builder_group (builder, set, 200, PPV_GROUP_DETAILED | PPV_GROUP_PEAK);
  return ppv_profile_builder_seal (builder, "massif.out.1", "massif");
}

const char *const *
fixture_hostile_names (void)
{
  static char *long_name;
  static const char *names[] = {
    "</script><script>document.documentElement.setAttribute('data-owned','1')</script>",
    "]]></style><g onload=\"x()\">",
    "\" onload=\"document.documentElement.id='owned'\" x=\"",
    "' onclick='x()' y='",
    "operator&& <int>",
    "&lt;b&gt; &#0; &nbsp;",
    "<!--",
    "-->",
    "<?xml ?>",
    "\x1b[31mred\x1b[0m",
    "line\nbreak\ttab\rreturn",
    "\xe2\x80\xa8line\xe2\x80\xa9separators",
    "\xe2\x80\xae"
    "evil_si\xe2\x80\xac",
    "\xef\xbf\xbe noncharacter \xef\xbf\xbf",
    "\x7f\xc2\x9b",
    "back\\slash \\u003cscript\\u003e",
    "{\"key\": [1, 2",
    "javascript:alert(1)",
    "%s%n %1$s $& $1",
    "日本語の関数名::メソッド",
    "مرحبا",
    "👩‍👩‍👧 family",
    "",
    " ",
    "__proto__",
    "constructor",
    "[unknown]",
    "program+0x1f3",
    "k:do_syscall_64",
    NULL,
    NULL,
  };

  if (long_name == NULL)
    {
      long_name = g_strnfill (10000, '<');
      names[G_N_ELEMENTS (names) - 2] = long_name;
    }
  return names;
}

char *
fixture_export (const char *id, const PpvExportContext *context, PpvProfile *profile)
{
  static const PpvExportContext fallback;
  const PpvExporter *exporter = ppv_host_get_exporter (ppv_host_get (), id);
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (PpvSink) sink = ppv_sink_new_memory ();
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (exporter);
  exporter->write (context != NULL ? context : &fallback, profile, selection, sink, &error);
  g_assert_no_error (error);
  return g_strdup (ppv_sink_get_text (sink));
}

char *
fixture_write (const char *text, const char *suffix)
{
  g_autofree char *template = g_strconcat ("ppv-export-XXXXXX", suffix, NULL);
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp (template, &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

char *
fixture_run (const char *const *arguments, int *status)
{
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  if (!g_spawn_sync (NULL, (char **) arguments, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL,
                     status, &error))
    {
      /* not there, or in a folder of the PATH that is closed to this user */
      if (!g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_ACCES))
        g_assert_error (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
      return NULL;
    }
  return output;
}

/* Notes "element" and "element@attribute" for all there are. */
static void
note_element (GMarkupParseContext *context,
              const char *element,
              const char **names,
              const char **values,
              gpointer seen,
              GError **error)
{
  g_hash_table_add (seen, g_strdup (element));
  for (guint i = 0; names[i] != NULL; i++)
    g_hash_table_add (seen, g_strconcat (element, "@", names[i], NULL));
}

static int
compare_texts (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
fixture_list_markup (const char *svg)
{
  static const GMarkupParser parser = { .start_element = note_element };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GMarkupParseContext) context =
      g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, seen, NULL);
  g_autofree char **names = NULL;
  guint n_names;
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, svg, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  names = (char **) g_hash_table_get_keys_as_array (seen, &n_names);
  qsort (names, n_names, sizeof *names, compare_texts);
  return g_strjoinv ("\n", names);
}

void
fixture_assert_well_formed (const char *svg)
{
  const char *xmllint = g_getenv ("XMLLINT");
  const char *arguments[] = { xmllint != NULL ? xmllint : "xmllint", "--noout", "--nonet", NULL,
                              NULL };
  g_autofree char *path = fixture_write (svg, ".svg");
  g_autofree char *output = NULL;
  int status = 0;

  arguments[3] = path;
  output = fixture_run (arguments, &status);
  if (output == NULL || g_str_equal (arguments[0], ":"))
    g_test_message ("xmllint is not there; only GMarkup read the file");
  else
    g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_unlink (path);
}
