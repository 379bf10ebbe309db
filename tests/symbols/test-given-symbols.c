/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-symbolize.h"

static PpvModuleId
add_module (PpvProfileBuilder *builder, const char *path)
{
  return ppv_profile_builder_module (builder, ppv_profile_builder_string (builder, path, -1), 0,
                                     PPV_MODULE_GUEST);
}

static void
give (
    PpvProfileBuilder *builder, PpvModuleId module, guint64 address, guint64 size, const char *name)
{
  ppv_profile_builder_symbol (
      builder,
      &(PpvGivenSymbol){ module, ppv_profile_builder_string (builder, name, -1), address, size });
}

static const char *
name_of (const PpvProfile *profile, PpvFrameId frame)
{
  PpvFunctionId function = ppv_profile_get_frames (profile)->function[frame];

  return ppv_profile_get_string (profile, ppv_profile_get_functions (profile)->name[function]);
}

/* The bounds of each, the module they are of, and the later one of two at one place. */
static void
test_names_what_the_recording_names (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  const PpvSymbolOptions anywhere = { .enabled = TRUE };
  g_autoptr (PpvProfile) profile = NULL;
  PpvModuleId one = add_module (builder, "one");
  PpvModuleId two = add_module (builder, "two");
  static const struct {
    guint module;
    guint64 address;
    const char *name;
  } asked[] = {
    { 0, 0xfff, "one+0xfff" }, { 0, 0x1000, "first" },
    { 0, 0x10ff, "first" },    { 0, 0x1100, "one+0x1100" },
    { 0, 0x2000, "again" },    { 1, 0x1000, "two+0x1000" },
    { 1, 0x3000, "last" },     { 1, 0xfffffff0, "two+0xfffffff0" },
  };

  give (builder, two, 0x3000, 0x10, "last");
  give (builder, one, 0x2000, 0x10, "before");
  give (builder, one, 0x2000, 0x10, "again");
  give (builder, one, 0x1000, 0x100, "first");
  give (builder, PPV_NONE, 0x1000, 0x100, "nowhere");
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    g_assert_cmpuint (ppv_profile_builder_frame (builder, PPV_NONE, asked[i].module ? two : one,
                                                 asked[i].address, 0, FALSE),
                      ==, i);
  g_assert_true (ppv_symbolize (builder, &anywhere, NULL, NULL, NULL, NULL));
  profile = ppv_profile_builder_seal (builder, "file", "test");
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    g_assert_cmpstr (name_of (profile, i), ==, asked[i].name);
  g_assert_cmpuint (ppv_profile_get_modules (profile)->symbol_state[one], ==, PPV_SYMBOLS_FOUND);
}

static void
test_leaves_addresses_when_told_to (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  const PpvSymbolOptions nowhere = { .enabled = FALSE };
  g_autoptr (PpvProfile) profile = NULL;
  PpvModuleId one = add_module (builder, "one");

  give (builder, one, 0x1000, 0x100, "first");
  (void) ppv_profile_builder_frame (builder, PPV_NONE, one, 0x1010, 0, FALSE);
  g_assert_true (ppv_symbolize (builder, &nowhere, NULL, NULL, NULL, NULL));
  profile = ppv_profile_builder_seal (builder, "file", "test");
  g_assert_cmpstr (name_of (profile, 0), ==, "one+0x1010");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/given-symbols/names-what-the-recording-names",
                   test_names_what_the_recording_names);
  g_test_add_func ("/given-symbols/leaves-addresses-when-told-to",
                   test_leaves_addresses_when_told_to);
  return g_test_run ();
}
