/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "fixture.h"

static const FixtureStack shares[] = {
  { "main;alpha", 500000000 },
  { "main;alpha;k:beta", 200000000 },
  { "main;beta", 100000000 },
  { "main;beta;beta", 200000000 },
  { NULL, 0 },
};

/* What read-back.py says of @json, or NULL (and the test skipped) without Python. */
static char *
read_back (const char *json)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "exporters", "read-back.py", NULL);
  g_autofree char *path = fixture_write (json, ".json");
  const char *arguments[] = { "python3", script, path, NULL };
  int status = 0;
  char *output = fixture_run (arguments, &status);

  g_unlink (path);
  if (output == NULL)
    g_test_skip ("python3 is not there to read the file");
  else
    g_assert_true (g_spawn_check_wait_status (status, NULL));
  return output;
}

static void
assert_line (const char *output, const char *line)
{
  g_autofree char *whole = g_strconcat ("\n", line, "\n", NULL);
  g_autofree char *text = g_strconcat ("\n", output, NULL);

  if (strstr (text, whole) == NULL)
    g_error ("“%s” is not in:\n%s", line, output);
}

static void
test_everything (void)
{
  g_autoptr (PpvProfile) profile = fixture_profile (shares);
  g_autofree char *json = fixture_export ("json", NULL, profile);
  g_autofree char *output = read_back (json);

  if (output == NULL)
    return;
  assert_line (output, "schema \"perprovis/export/1\"");
  assert_line (output, "file \"folder/recording.data\"");
  assert_line (output, "format \"test\"");
  assert_line (output, "complete true");
  assert_line (output, "metric cpu-clock ns");
  assert_line (output, "sample_count 4");
  assert_line (output, "duration_ns 210000000");
  assert_line (output, "duration_seconds 0.21");
  assert_line (output, "total 1000000000");
  assert_line (output, "flame_graph.value 1000000000");
  assert_line (output, "flame_graph.self_sum 1000000000");
  assert_line (output, "hotspots.self 1000000000");
  assert_line (output, "hotspots.percentage 100");
  assert_line (output, "hotspots.sample_count 4");
  assert_line (output, "time_series 4");
  assert_line (output, "time_series_bucket_ms 100");
  assert_line (output, "memory_usage []");
  assert_line (output, "memory_leaks []");
  assert_line (output, "call_graph {\"main\": [\"alpha\", \"beta\"], \"alpha\": [\"beta\"], "
                       "\"beta\": [\"beta\"]}");
}

static void
test_flame_graph (void)
{
  PpvExportContext context = { .pretty = TRUE };
  g_autoptr (PpvProfile) profile = fixture_profile (shares);
  g_autofree char *json = fixture_export ("flamegraph-json", &context, profile);
  g_autofree char *output = read_back (json);

  g_assert_nonnull (strstr (json, "\n  "));
  if (output == NULL)
    return;
  assert_line (output, "schema \"perprovis/flamegraph/1\"");
  assert_line (output, "total 1000000000");
  assert_line (output, "root.value 1000000000");
  assert_line (output, "root.self_sum 1000000000");
  assert_line (output, "root.nodes 6");
  assert_line (output, "root.depth 3");
}

static void
test_hostile_names (void)
{
  static const char *const ids[] = { "json", "flamegraph-json" };
  g_autoptr (PpvProfile) profile = fixture_named (fixture_hostile_names ());

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *json = fixture_export (ids[i], NULL, profile);
      G_GNUC_UNUSED g_autofree char *output = read_back (json);

      g_assert_null (strstr (json, "</script"));
      g_assert_null (strstr (json, "\xe2\x80\xa8"));
      g_assert_null (strchr (json, '\x1b'));
    }
}

static void
test_node (void)
{
  g_autoptr (PpvProfile) profile = fixture_named (fixture_hostile_names ());
  g_autofree char *json = fixture_export ("json", NULL, profile);
  g_autofree char *path = fixture_write (json, ".json");
  const char *arguments[] = { "node", "-e",
                              "const data = JSON.parse(require('fs').readFileSync("
                              "process.argv[1], 'utf8'));"
                              "console.log(data.total === data.hotspots.reduce("
                              "(sum, row) => sum + row.self, 0));",
                              path, NULL };
  int status = 0;
  g_autofree char *output = fixture_run (arguments, &status);

  g_unlink (path);
  if (output == NULL)
    g_test_skip ("node is not there to read the file");
  else
    g_assert_cmpstr (output, ==, "true\n");
}

static void
test_deep (void)
{
  g_autoptr (PpvProfile) profile = fixture_deep (10000);
  g_autofree char *json = fixture_export ("flamegraph-json", NULL, profile);
  g_autofree char *output = read_back (json);

  if (output == NULL)
    return;
  assert_line (output, "root.depth 10000");
  assert_line (output, "root.self_sum 3");
}

static void
test_heap (void)
{
  g_autoptr (PpvProfile) profile = fixture_heap ();
  g_autofree char *json = fixture_export ("json", NULL, profile);
  g_autofree char *output = read_back (json);

  if (output == NULL)
    return;
  assert_line (output, "metric heap bytes");
  assert_line (output, "memory_usage [1048576, 5242880]");
  assert_line (output, "snapshots 2");
  assert_line (output, "time_unit \"instructions\"");
  assert_line (output, "duration_ns null");
  /* nobody looked for leaks, which is not the same as none */
  assert_line (output, "memory_leaks null");
}

/* Time stamps from a damaged file must not decide how much is written. */
static void
test_far_time (void)
{
  PpvLimits limits;
  g_autoptr (PpvProfileBuilder) builder = NULL;
  g_autoptr (PpvProfile) profile = NULL;
  g_autofree char *json = NULL;
  gint64 weight = 1;
  guint32 set;

  ppv_limits_init (&limits);
  builder = ppv_profile_builder_new (&limits);
  set = ppv_profile_builder_set (builder, PPV_SET_TIME);
  ppv_profile_builder_metric (builder, set, "cycles", "count", PPV_METRIC_FLOW);
  ppv_profile_builder_sample (builder, set, PPV_NONE, 0, PPV_NONE, PPV_NONE, &weight);
  ppv_profile_builder_sample (builder, set, PPV_NONE, G_MAXINT64, PPV_NONE, PPV_NONE, &weight);
  profile = ppv_profile_builder_seal (builder, "far.data", "test");
  json = fixture_export ("json", NULL, profile);
  g_assert_cmpuint (strlen (json), <, 8 << 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export-json/everything-adds-up-to-the-total", test_everything);
  g_test_add_func ("/export-json/a-flame-graph-adds-up-to-the-total", test_flame_graph);
  g_test_add_func ("/export-json/any-name-is-read-back-by-python", test_hostile_names);
  g_test_add_func ("/export-json/any-name-is-read-back-by-node", test_node);
  g_test_add_func ("/export-json/is-as-deep-as-the-stacks", test_deep);
  g_test_add_func ("/export-json/has-memory-where-the-file-has", test_heap);
  g_test_add_func ("/export-json/a-far-time-stamp-does-not-fill-the-disk", test_far_time);
  return g_test_run ();
}
