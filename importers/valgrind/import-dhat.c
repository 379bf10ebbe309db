/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * DHAT: Valgrind's dynamic heap analysis, version 2 of its JSON as dhat/dh_main.c of
 * Valgrind 3.19 describes and writes it, in its modes heap, copy and ad-hoc, and as the
 * Rust library dhat writes it (rust-heap, rust-ad-hoc).  One object: what was measured,
 * then the points ("pps") with numbers for frames, then the frames' names ("ftbl").
 */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "dhat-results.h"
#include "massif-label.h"
#include "ppv-number.h"
#include "valgrind.h"

enum { FORMAT_VERSION = 2, POINTS_BETWEEN_CHECKS = 4096, NS_PER_US = 1000 };

typedef struct {
  PpvLoadContext *context;
  PpvProfileBuilder *builder;
  PpvJsonReader json;
  DhatPoints points;
  GArray *names; /* of PpvFrameId */
  gint64 version;
  gboolean has_names;
  gboolean is_rust;
  DhatResults results;
  char *mode;
  char *units;
  char *events;
  char *time_unit;
} Import;

static gboolean
check_progress (Import *self, GError **error)
{
  guint64 size = ppv_input_get_size (ppv_load_context_get_input (self->context));

  return ppv_load_context_advance (self->context, self->json.offset, size, error);
}

static gboolean
read_points (Import *self, GError **error)
{
  if (self->json.token != PPV_JSON_ARRAY)
    return ppv_json_reader_skip (&self->json, error);
  while (ppv_json_reader_next (&self->json, error) && self->json.token != PPV_JSON_CLOSE)
    {
      if (self->json.token != PPV_JSON_OBJECT)
        return ppv_json_reader_skip (&self->json, error);
      if (!dhat_points_read (&self->points, &self->json, error))
        return FALSE;
      if (self->points.points->len % POINTS_BETWEEN_CHECKS == 0 && !check_progress (self, error))
        return FALSE;
    }
  return self->json.token == PPV_JSON_CLOSE;
}

/* "(src/main.rs:5:9)" has a column, which other files have not. */
static gsize
without_column (char *name, gsize length)
{
  gsize at = length;

  if (length < 2 || name[length - 1] != ')')
    return length;
  for (at = length - 1; at > 0 && g_ascii_isdigit (name[at - 1]);)
    at--;
  if (at == length - 1 || at < 2 || name[at - 1] != ':' || !g_ascii_isdigit (name[at - 2]))
    return length;
  name[at - 1] = ')';
  return at;
}

static gboolean
read_names (Import *self, GError **error)
{
  if (self->json.token != PPV_JSON_ARRAY)
    return ppv_json_reader_skip (&self->json, error);
  while (ppv_json_reader_next (&self->json, error) && self->json.token != PPV_JSON_CLOSE)
    {
      PpvFrameId frame;
      gsize length;

      if (!ppv_json_reader_skip (&self->json, error))
        return FALSE;
      length = self->json.text->len;
      if (self->json.token != PPV_JSON_STRING)
        frame = ppv_profile_builder_marker (self->builder, "[unknown]");
      else
        {
          if (self->is_rust)
            length = without_column (self->json.text->str, length);
          frame = massif_label_frame (self->builder, self->json.text->str, length);
        }
      g_array_append_val (self->names, frame);
    }
  self->has_names = self->json.token == PPV_JSON_CLOSE;
  return self->has_names;
}

/* Keeps the text of a member of the file's object. */
static gboolean
keep_text (Import *self, const char *key)
{
  const struct {
    const char *key;
    char **text;
  } texts[] = { { "mode", &self->mode },
                { "bsu", &self->units },
                { "bksu", &self->events },
                { "tu", &self->time_unit } };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (key, texts[i].key))
      {
        g_free (*texts[i].text);
        *texts[i].text = g_strdup (self->json.text->str);
        self->is_rust = self->mode != NULL && g_str_has_prefix (self->mode, "rust-");
      }
  if (g_str_equal (key, "cmd"))
    ppv_profile_builder_fact (self->builder, "command", self->json.text->str,
                              (gssize) self->json.text->len);
  return TRUE;
}

static void
keep_number (Import *self, const char *key)
{
  const struct {
    const char *key;
    gint64 *number;
  } numbers[] = { { "dhatFileVersion", &self->version },
                  { "te", &self->results.end_time },
                  { "tg", &self->results.peak_time },
                  { "tuth", &self->results.short_time } };
  gint64 value;

  if (!ppv_parse_i64 (self->json.text->str, self->json.text->len, &value) || value < 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (g_str_equal (key, numbers[i].key))
      *numbers[i].number = value;
}

static gboolean
read_member (Import *self, const char *key, GError **error)
{
  if (!ppv_json_reader_next (&self->json, error))
    return FALSE;
  if (g_str_equal (key, "pps"))
    return read_points (self, error);
  if (g_str_equal (key, "ftbl"))
    return read_names (self, error);
  switch (self->json.token)
    {
    case PPV_JSON_STRING:
      return keep_text (self, key);
    case PPV_JSON_NUMBER:
      keep_number (self, key);
      return TRUE;
    case PPV_JSON_TRUE:
      self->results.has_lifetimes |= g_str_equal (key, "bklt");
      self->results.has_accesses |= g_str_equal (key, "bkacc");
      return TRUE;
    default:
      return ppv_json_reader_skip (&self->json, error);
    }
}

static gboolean
read_object (Import *self, GError **error)
{
  if (!ppv_json_reader_next (&self->json, error) || self->json.token != PPV_JSON_OBJECT)
    return FALSE;
  while (ppv_json_reader_next (&self->json, error) && self->json.token == PPV_JSON_KEY)
    {
      g_autofree char *key = g_strdup (self->json.text->str);

      if (!read_member (self, key, error))
        return FALSE;
    }
  /* to see what is behind the object */
  return self->json.token == PPV_JSON_CLOSE && !ppv_json_reader_next (&self->json, error) &&
         self->json.state == PPV_JSON_SOUND;
}

static void
warn_of_damage (Import *self)
{
  guint64 offset = self->json.offset;

  if (self->json.state == PPV_JSON_TRUNCATED)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "truncated", offset,
                              _ ("The file ends before its object does"));
  else
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "malformed-json", offset,
                              _ ("The file is no JSON from byte %" PRIu64 " on"), offset);
}

/* Microseconds, which the Rust library counts, are shown as all times are. */
static void
convert_times (Import *self)
{
  DhatResults *results = &self->results;
  gint64 *const times[] = { &results->end_time, &results->peak_time, &results->short_time };

  results->time_unit = self->time_unit != NULL ? self->time_unit : "units";
  if (g_str_equal (results->time_unit, "instrs"))
    results->time_unit = "instructions";
  if (g_str_equal (results->time_unit, "µs"))
    {
      results->time_unit = "ns";
      for (guint i = 0; i < G_N_ELEMENTS (times); i++)
        if (__builtin_mul_overflow (*times[i], NS_PER_US, times[i]))
          *times[i] = G_MAXINT64;
      for (guint i = 0; i < self->points.points->len; i++)
        {
          gint64 *lifetimes =
              &g_array_index (self->points.points, DhatPoint, i).figure[DHAT_LIFETIMES];

          if (__builtin_mul_overflow (*lifetimes, NS_PER_US, lifetimes))
            *lifetimes = G_MAXINT64;
        }
    }
  ppv_profile_builder_time_unit (self->builder, results->time_unit);
}

static void
write_results (Import *self)
{
  DhatResults *results = &self->results;

  convert_times (self);
  results->builder = self->builder;
  results->points = &self->points;
  results->names = (const PpvFrameId *) (gpointer) self->names->data;
  results->n_names = self->names->len;
  results->mode = self->mode;
  results->units = self->units;
  results->events = self->events;
  if (!self->has_names && self->points.frames->len > 0)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "no-names", PPV_NO_ADDRESS,
                              _ ("The names of functions are missing: they are at the end of the "
                                 "file"));
  dhat_results_write (results);
  ppv_profile_builder_fact (self->builder, "tool", "dhat", -1);
  if (self->mode != NULL)
    ppv_profile_builder_fact (self->builder, "mode", self->mode, -1);
  ppv_profile_builder_record (self->builder, "program point", self->points.points->len);
}

static gboolean
finish (Import *self, gboolean whole, GError **error)
{
  if (self->version == 0 && self->points.points->len == 0)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_CORRUPT, _ ("there is nothing of DHAT in it"));
      return FALSE;
    }
  if (self->version != 0 && self->version != FORMAT_VERSION)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_UNSUPPORTED,
                   _ ("the file is of version %" PRId64 " of DHAT's format, and only version %d "
                      "can be read"),
                   self->version, FORMAT_VERSION);
      return FALSE;
    }
  if (!whole)
    warn_of_damage (self);
  write_results (self);
  return TRUE;
}

static gboolean
load_dhat (PpvLoadContext *context, PpvProfileBuilder *builder, GError **error)
{
  const PpvLimits *limits = ppv_load_context_get_limits (context);
  Import import = { .context = context, .builder = builder };
  GError *failure = NULL;
  gboolean done;

  ppv_json_reader_init (&import.json, ppv_load_context_get_input (context),
                        (gsize) MIN (limits->line_bytes, G_MAXINT32));
  dhat_points_init (&import.points, builder, ppv_load_context_get_details (context));
  import.names = g_array_new (FALSE, FALSE, sizeof (PpvFrameId));
  done = read_object (&import, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      done = FALSE;
    }
  else
    done = finish (&import, done, error);
  dhat_points_clear (&import.points);
  ppv_json_reader_clear (&import.json);
  g_array_unref (import.names);
  g_free (import.mode);
  g_free (import.units);
  g_free (import.events);
  g_free (import.time_unit);
  return done;
}

/* The key that every file has first. */
static guint
sniff_dhat (const PpvSniff *sniff)
{
  static const char key[] = "\"dhatFileVersion\"";
  const char *at = (const char *) sniff->head;
  const char *end = at + sniff->head_length;

  while (at < end && g_ascii_isspace (*at))
    at++;
  if (at == end || *at++ != '{')
    return 0;
  return memmem (at, (gsize) (end - at), key, strlen (key)) != NULL ? 8 * (guint) strlen (key) : 0;
}

const PpvImporter valgrind_dhat = {
  .size = sizeof (PpvImporter),
  .id = "dhat",
  .name = N_ ("Valgrind DHAT"),
  .mime_types = (const char *const[]){ "application/x-valgrind-dhat", NULL },
  .suffixes = (const char *const[]){ "dhat.out*", "dhat-heap.json", NULL },
  .sniff = sniff_dhat,
  .load = load_dhat,
};
