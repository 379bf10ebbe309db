/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * libFuzzer target for jitdumps: a process has the bytes mapped as one, its code goes
 * into the address space, and all of it is asked for names and lines.
 */

#include "config.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "container/perf-format.h"
#include "ppv-jit-dump.h"
#include "ppv-load-context-private.h"
#include "ppv-symbol-index.h"
#include "world/perf-jit.h"
#include "world/perf-view.h"

enum { PID = 77, N_CODES = 256, N_OFFSETS = 64 };

#define PATH "/jit-77.dump"

extern int LLVMFuzzerInitialize (int *argc, char ***argv);
extern int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Only files are read; this one is overwritten each time. */
static char *folder;
static int dump_fd;

static void
remove_folder (void)
{
  g_autofree char *path = g_build_filename (folder, PATH, NULL);

  g_unlink (path);
  g_rmdir (folder);
  g_free (folder);
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_autofree char *path = NULL;

  folder = g_dir_make_tmp ("fuzz-jit-XXXXXX", NULL);
  g_assert (folder != NULL);
  path = g_build_filename (folder, PATH, NULL);
  dump_fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  g_assert (dump_fd >= 0);
  return atexit (remove_folder);
}

static void
map_dump (PerfWorld *world)
{
  const struct {
    guint32 pid, tid;
    guint64 start, length, offset, identity[3];
    guint32 protection, flags;
    char path[16];
  } body = { PID, PID, 0x7000, 0x1000, 0, { 0 }, PROT_READ | PROT_EXEC, MAP_PRIVATE, PATH };
  const PerfRecord record = { .type = PERF_RECORD_MMAP2,
                              .misc = PERF_CPUMODE_USER,
                              .body = ppv_reader_over (&body, sizeof body, 0, FALSE) };

  perf_world_note (world, &record, 1);
}

/* With the clock of dumps, so that their times count. */
static void
learn (PerfWorld *world, const PpvSymbolOptions *options, PpvProfileBuilder *builder)
{
  PerfEvent event = { .flags = G_GUINT64_CONSTANT (1) << PERF_ATTR_USE_CLOCKID,
                      .clockid = CLOCK_MONOTONIC };
  PpvLoadContext context = { .symbols = options };
  PerfEvents events;

  perf_events_init (&events);
  g_array_append_val (events.events, event);
  map_dump (world);
  perf_jit_learn (world, &events, TRUE, &context, builder);
  perf_world_settle (world);
  perf_events_clear (&events);
}

/* Whatever else was put there: where code is, something must be mapped. */
static void
ask_space (const PerfWorld *world, PpvProfileBuilder *builder, const PpvJitDump *dump)
{
  g_autoptr (PerfView) view = perf_view_new (world, builder);
  guint32 n_codes;
  const PpvJitCode *codes = ppv_jit_dump_list (dump, &n_codes);

  for (guint32 i = 0; i < MIN (n_codes, N_CODES); i++)
    {
      PerfPlace place = perf_view_find (view, PID, PID, MAX (codes[i].time, 1));

      g_assert (perf_view_map (view, place.epoch, codes[i].start) != NULL);
      g_assert (perf_view_frame (view, place.epoch, codes[i].start + codes[i].size - 1) !=
                PPV_NONE);
    }
}

static void
ask_names (const PpvJitDump *dump, gsize size)
{
  g_autoptr (PpvSymbolIndex) index = ppv_jit_dump_make_index (dump);
  guint32 n_codes, line;
  const PpvJitCode *codes = ppv_jit_dump_list (dump, &n_codes);

  for (guint32 i = 0; i < MIN (n_codes, N_CODES); i++)
    {
      g_assert (codes[i].size > 0 && codes[i].offset + codes[i].size <= size);
      (void) ppv_symbol_index_find (index, codes[i].offset);
      (void) ppv_jit_dump_find_line (dump, codes[i].offset + codes[i].size - 1, &line);
    }
  for (guint i = 0; i < N_OFFSETS; i++)
    {
      (void) ppv_symbol_index_find (index, size / N_OFFSETS * i);
      (void) ppv_jit_dump_find_line (dump, size / N_OFFSETS * i, &line);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const PpvSymbolOptions options = { .enabled = TRUE, .sysroot = folder };
  g_autoptr (GHashTable) build_ids = g_hash_table_new (g_str_hash, g_str_equal);
  PpvProfileBuilder *builder = ppv_profile_builder_new (NULL);
  PerfWorld *world = perf_world_new (builder, build_ids);
  g_autoptr (PpvJitDump) dump = NULL;
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  PpvSymbolState state;

  g_assert (ftruncate (dump_fd, 0) == 0 && pwrite (dump_fd, data, size, 0) == (gssize) size);
  learn (world, &options, builder);
  dump = ppv_jit_dump_open (&options, PATH, &state);
  if (dump != NULL)
    {
      ask_space (world, builder, dump);
      ask_names (dump, size);
    }
  profile = ppv_profile_builder_seal (builder, "fuzz", "perf-data");
  if (!ppv_profile_check (profile, &error))
    g_error ("%s", error->message);
  perf_world_free (world);
  ppv_profile_builder_free (builder);
  return 0;
}
