/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "dhat-points.h"
#include "ppv-number.h"

/* The longest text of accesses: heap blocks beyond 1024 bytes have none in Valgrind 3.19. */
enum { MOST_ACCESS_BYTES = 1 << 14 };

void
dhat_points_init (DhatPoints *self, PpvProfileBuilder *builder, gboolean details)
{
  self->builder = builder;
  self->details = details;
  self->points = g_array_new (FALSE, FALSE, sizeof (DhatPoint));
  self->frames = g_array_new (FALSE, FALSE, sizeof (guint32));
}

void
dhat_points_clear (DhatPoints *self)
{
  g_clear_pointer (&self->points, g_array_unref);
  g_clear_pointer (&self->frames, g_array_unref);
}

static void
warn_of_bad_value (const DhatPoints *self, guint64 offset)
{
  ppv_profile_builder_warn (self->builder, PPV_LOSS, "malformed-value", offset,
                            _ ("Values were left out because they are not as DHAT writes them"));
}

/* The current token as a number; FALSE, and 0, when it is something else. */
static gboolean
take_number (const DhatPoints *self, const PpvJsonReader *json, gint64 *value)
{
  if (json->token == PPV_JSON_NUMBER && ppv_parse_i64 (json->text->str, json->text->len, value))
    return TRUE;
  *value = 0;
  warn_of_bad_value (self, json->offset);
  return FALSE;
}

static gboolean
read_frames (DhatPoints *self, PpvJsonReader *json, DhatPoint *point, GError **error)
{
  if (!ppv_json_reader_next (json, error))
    return FALSE;
  if (json->token != PPV_JSON_ARRAY)
    {
      warn_of_bad_value (self, json->offset);
      return ppv_json_reader_skip (json, error);
    }
  point->first_frame = self->frames->len;
  while (ppv_json_reader_next (json, error) && json->token != PPV_JSON_CLOSE)
    {
      gint64 number;
      guint32 frame;

      if (!ppv_json_reader_skip (json, error))
        return FALSE;
      if (!take_number (self, json, &number) || number < 0 || number >= PPV_NONE)
        number = PPV_NONE;
      frame = (guint32) number;
      g_array_append_val (self->frames, frame);
    }
  point->n_frames = self->frames->len - point->first_frame;
  return json->token == PPV_JSON_CLOSE;
}

static void
add_run (GString *text, gint64 begin, gint64 n_bytes, gint64 n_accesses)
{
  if (text->len >= MOST_ACCESS_BYTES)
    return;
  g_string_append_printf (text, "%s%" PRId64, text->len > 0 ? ", " : "", begin);
  if (n_bytes > 1)
    g_string_append_printf (text, "-%" PRId64, begin + n_bytes - 1);
  g_string_append_printf (text, ": %" PRId64, n_accesses);
}

/* "[-8, 3500, 12]": 3500 accesses to each of 8 bytes, 12 to the next; as "0-7: 3500, 8: 12". */
static gboolean
read_accesses (DhatPoints *self, PpvJsonReader *json, DhatPoint *point, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 begin = 0;
  gint64 n_bytes = 1;
  gint64 number;

  if (!ppv_json_reader_next (json, error))
    return FALSE;
  if (json->token != PPV_JSON_ARRAY || !self->details)
    return ppv_json_reader_skip (json, error);
  while (ppv_json_reader_next (json, error) && json->token != PPV_JSON_CLOSE)
    {
      if (!ppv_json_reader_skip (json, error))
        return FALSE;
      if (!take_number (self, json, &number) || number <= -G_MAXINT32)
        continue;
      if (number < 0)
        {
          n_bytes = -number;
          continue;
        }
      add_run (text, begin, n_bytes, number);
      begin = MIN (begin + n_bytes, G_MAXINT64 / 2);
      n_bytes = 1;
    }
  point->accesses = ppv_profile_builder_string (self->builder, text->str, (gssize) text->len);
  return json->token == PPV_JSON_CLOSE;
}

static gboolean
read_figure (DhatPoints *self, PpvJsonReader *json, DhatPoint *point, GError **error)
{
  static const char *const keys[DHAT_N_FIGURES] = {
    [DHAT_TOTAL_BYTES] = "tb",  [DHAT_TOTAL_BLOCKS] = "tbk", [DHAT_LIFETIMES] = "tl",
    [DHAT_MOST_BYTES] = "mb",   [DHAT_MOST_BLOCKS] = "mbk",  [DHAT_PEAK_BYTES] = "gb",
    [DHAT_PEAK_BLOCKS] = "gbk", [DHAT_END_BYTES] = "eb",     [DHAT_END_BLOCKS] = "ebk",
    [DHAT_READ_BYTES] = "rb",   [DHAT_WRITTEN_BYTES] = "wb",
  };

  for (guint i = 0; i < DHAT_N_FIGURES; i++)
    if (g_str_equal (json->text->str, keys[i]))
      {
        if (!ppv_json_reader_next (json, error) || !ppv_json_reader_skip (json, error))
          return FALSE;
        if (!take_number (self, json, &point->figure[i]) || point->figure[i] >= 0)
          return TRUE;
        point->figure[i] = 0;
        warn_of_bad_value (self, json->offset);
        return TRUE;
      }
  return ppv_json_reader_skip (json, error);
}

gboolean
dhat_points_read (DhatPoints *self, PpvJsonReader *json, GError **error)
{
  DhatPoint point = { .first_frame = self->frames->len };

  while (ppv_json_reader_next (json, error) && json->token == PPV_JSON_KEY)
    {
      const char *key = json->text->str;
      gboolean done = g_str_equal (key, "fs")    ? read_frames (self, json, &point, error)
                      : g_str_equal (key, "acc") ? read_accesses (self, json, &point, error)
                                                 : read_figure (self, json, &point, error);

      if (!done)
        return FALSE;
    }
  if (json->token != PPV_JSON_CLOSE)
    return FALSE;
  /* what tells nothing costs nothing */
  if (point.n_frames > 0 || point.figure[DHAT_TOTAL_BLOCKS] > 0)
    g_array_append_val (self->points, point);
  return TRUE;
}
