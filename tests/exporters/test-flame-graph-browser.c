/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The flame graph in a browser.  Chromium loads the file, lets the script act on
 * the address's fragment and prints the document; a script added to a copy of
 * the file presses keys and clicks.
 */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "fixture.h"

/* Boxes: 0 all, 1 main, 2 alpha, 3 beta, 4 beta of the kernel, 5 beta in beta. */
static const FixtureStack shares[] = {
  { "main;alpha", 500 }, { "main;alpha;k:beta", 200 },
  { "main;beta", 100 },  { "main;beta;beta", 200 },
  { NULL, 0 },
};

static char *
browse (const char *svg, const char *fragment, int *status)
{
  g_autofree char *path = fixture_write (svg, ".svg");
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *address = g_strconcat (uri, "#", fragment, NULL);
  g_autofree char *folder = g_dir_make_tmp ("ppv-browser-XXXXXX", NULL);
  g_autofree char *data_dir = g_strconcat ("--user-data-dir=", folder, NULL);
  const char *arguments[] = { "timeout",
                              "60",
                              g_getenv ("CHROMIUM"),
                              "--headless",
                              "--no-sandbox",
                              "--disable-gpu",
                              "--virtual-time-budget=5000",
                              data_dir,
                              "--dump-dom",
                              address,
                              NULL };
  const char *remove[] = { "rm", "-rf", folder, NULL };
  int remove_status;
  char *document = fixture_run (arguments, status);

  g_free (fixture_run (remove, &remove_status));
  g_unlink (path);
  return document;
}

/* The document of @profile's graph after @script, which may be NULL; NULL and skipped without a
 * browser. */
static char *
show (PpvProfile *profile, const char *fragment, const char *script)
{
  g_autofree char *svg = fixture_export ("svg", NULL, profile);
  const char *chromium = g_getenv ("CHROMIUM");
  char *document;
  int status = 0;

  if (chromium == NULL || g_str_equal (chromium, ":"))
    {
      g_test_skip ("Chromium is not there");
      return NULL;
    }
  if (script != NULL)
    {
      char *end = g_strrstr (svg, "</svg>");
      g_autofree char *begin = g_strndup (svg, (gsize) (end - svg));

      g_free (svg);
      svg = g_strconcat (begin, "<script><![CDATA[", script, "]]></script></svg>", NULL);
    }
  document = browse (svg, fragment, &status);
  if (document == NULL || !g_spawn_check_wait_status (status, NULL) || *document == '\0')
    {
      g_test_skip ("Chromium does not run here");
      g_clear_pointer (&document, g_free);
    }
  return document;
}

static void
assert_shows (const char *document, const char *text)
{
  if (strstr (document, text) == NULL)
    g_error ("“%s” is not in the document:\n%s", text, strstr (document, "<foreignObject"));
}

static guint
count (const char *document, const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint n = 0;

  for (g_regex_match (regex, document, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    n++;
  return n;
}

static void
test_search (void)
{
  g_autoptr (PpvProfile) profile = fixture_profile (shares);
  g_autofree char *beta = show (profile, "search=beta", NULL);
  g_autofree char *either = beta == NULL ? NULL : show (profile, "search=%5Emain%24%7Cbeta", NULL);
  g_autofree char *wrong = beta == NULL ? NULL : show (profile, "search=(", NULL);

  if (beta == NULL || either == NULL || wrong == NULL)
    return;
  assert_shows (beta, ">Matched: 50.0 % of total</output>");
  g_assert_cmpuint (count (beta, "<g class=\"[^\"]*\\bmatch\\b"), ==, 3);
  assert_shows (either, ">Matched: 100.0 % of total</output>");
  assert_shows (wrong, ">Not a regular expression</output>");
}

static void
test_zoom (void)
{
  g_autoptr (PpvProfile) profile = fixture_profile (shares);
  g_autofree char *document = show (profile, "zoom=3", NULL);

  if (document == NULL)
    return;
  assert_shows (document, ">beta (program, user): total 300 ns, 30.0 % of total");
  /* alpha and what it calls are away; all and main stay above */
  g_assert_cmpuint (count (document, "<g class=\"[^\"]*\\baway\\b"), ==, 2);
  g_assert_cmpuint (count (document, "<g class=\"[^\"]*\\babove\\b"), ==, 2);
}

/* Each step of the script waits for the history, then the address is written down. */
#define PRESS                                                                                      \
  "const said = [];"                                                                               \
  "const key = (name, options) => (document.activeElement || document.documentElement)"            \
  "  .dispatchEvent(new KeyboardEvent('keydown',"                                                  \
  "    Object.assign({ key: name, bubbles: true, cancelable: true }, options)));"                  \
  "const click = i => document.querySelectorAll('#boxes > g')[i].querySelector('rect')"            \
  "  .dispatchEvent(new MouseEvent('click', { bubbles: true }));"                                  \
  "function run(steps) {"                                                                          \
  "  if (steps.length === 0) {"                                                                    \
  "    document.documentElement.setAttribute('data-said', said.join(' '));"                        \
  "    return;"                                                                                    \
  "  }"                                                                                            \
  "  steps[0]();"                                                                                  \
  "  setTimeout(() => { said.push(location.hash); run(steps.slice(1)); }, 100);"                   \
  "}"

static void
test_history (void)
{
  g_autoptr (PpvProfile) profile = fixture_profile (shares);
  g_autofree char *document = show (profile, "",
                                    PRESS "run([() => click(2), () => click(4),"
                                          "  () => document.getElementById('back').click(),"
                                          "  () => key('Escape'), () => history.back()]);");

  if (document != NULL)
    assert_shows (document, "data-said=\"#zoom=2 #zoom=4 #zoom=2 #all #zoom=2\"");
}

static void
test_keyboard (void)
{
  g_autoptr (PpvProfile) profile = fixture_profile (shares);
  g_autofree char *document = show (profile, "",
                                    PRESS "run([() => key('ArrowUp'), () => key('ArrowUp'),"
                                          "  () => key('ArrowRight'), () => key('Enter'),"
                                          "  () => key('f', { ctrlKey: true }),"
                                          "  () => said.push(document.activeElement.id)]);");

  if (document == NULL)
    return;
  assert_shows (document, "data-said=\"   #zoom=3 #zoom=3 search #zoom=3\"");
  g_assert_cmpuint (count (document, "<g class=\"[^\"]*\\bfocus\\b"), ==, 1);
}

static void
test_hostile_names (void)
{
  g_autoptr (PpvProfile) profile = fixture_named (fixture_hostile_names ());
  g_autofree char *document =
      show (profile, "search=.",
            PRESS "document.querySelectorAll('#boxes rect').forEach(rect =>"
                  "  rect.dispatchEvent(new MouseEvent('mouseover', { bubbles: true })));"
                  "run([() => click(5)]);");

  if (document == NULL)
    return;
  assert_shows (document, "data-said=\"#zoom=5&amp;search=.\"");
  assert_shows (document, ">Matched: 100.0 % of total</output>");
  g_assert_cmpuint (count (document, "<svg[^>]* data-owned="), ==, 0);
  g_assert_cmpuint (count (document, "<svg[^>]* id="), ==, 0);
  g_assert_cmpuint (count (document, "<script"), ==, 2); /* ours and the test's */
}

/* Nothing that was drawn as text reaches beyond its box. */
static void
test_text_fits (void)
{
  g_autoptr (PpvProfile) profile = fixture_named (fixture_hostile_names ());
  g_autofree char *document =
      show (profile, "",
            "let over = 0; let seen = 0;"
            "document.querySelectorAll('#boxes > g').forEach(g => {"
            "  const text = g.querySelector('text');"
            "  if (!text) return;"
            "  const width = Number(g.querySelector('rect').getAttribute('width'));"
            "  seen++;"
            "  over += text.getComputedTextLength() > width ? 1 : 0;"
            "});"
            "document.documentElement.setAttribute('data-said', over + ' of ' + (seen > 5));");

  if (document != NULL)
    assert_shows (document, "data-said=\"0 of true\"");
}

/* A graph higher than the window shows where its roots are, a moment after it opened. */
static void
test_opens_at_the_roots (void)
{
  g_autoptr (PpvProfile) profile = fixture_deep (200);
  g_autofree char *document =
      show (profile, "",
            "setTimeout(() => {"
            "  const all = document.querySelector('#boxes > g > rect').getBoundingClientRect();"
            "  document.documentElement.setAttribute('data-said',"
            "    (window.scrollY > 0) + ' ' + (all.bottom <= window.innerHeight));"
            "}, 1000);");

  if (document != NULL)
    assert_shows (document, "data-said=\"true true\"");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flame-graph-browser/a-search-counts-each-stack-once", test_search);
  g_test_add_func ("/flame-graph-browser/a-link-zooms", test_zoom);
  g_test_add_func ("/flame-graph-browser/clicks-can-be-taken-back", test_history);
  g_test_add_func ("/flame-graph-browser/keys-move-zoom-and-search", test_keyboard);
  g_test_add_func ("/flame-graph-browser/names-never-run", test_hostile_names);
  g_test_add_func ("/flame-graph-browser/text-stays-inside-its-box", test_text_fits);
  g_test_add_func ("/flame-graph-browser/a-high-graph-opens-at-its-roots", test_opens_at_the_roots);
  return g_test_run ();
}
