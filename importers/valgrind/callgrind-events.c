/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "callgrind-events.h"
#include "ppv-number.h"

typedef struct {
  gint64 factor;
  char *event;
  guint32 column; /* of the event, once there are columns */
} Term;

typedef struct {
  char *name;
  char *long_name; /* nullable */
  GArray *terms;   /* of Term; empty when the line only tells the long name */
} Formula;

static void
clear_term (gpointer term)
{
  g_free (((Term *) term)->event);
}

static void
formula_free (gpointer formula)
{
  Formula *self = formula;

  g_free (self->name);
  g_free (self->long_name);
  g_array_unref (self->terms);
  g_free (self);
}

void
callgrind_events_init (CallgrindEvents *self, PpvProfileBuilder *builder)
{
  *self = (CallgrindEvents){ .builder = builder, .set = PPV_NONE };
  self->formulas = g_ptr_array_new_with_free_func (formula_free);
}

static void
forget_events (CallgrindEvents *self)
{
  for (guint i = 0; i < self->n_events; i++)
    g_free (self->event[i]);
  self->n_events = 0;
}

void
callgrind_events_clear (CallgrindEvents *self)
{
  forget_events (self);
  for (guint i = 0; i < self->n_columns; i++)
    g_free (self->column_name[i]);
  g_ptr_array_unref (self->formulas);
}

static guint32
find_column (const CallgrindEvents *self, const char *name)
{
  for (guint32 i = 0; i < self->n_columns; i++)
    if (g_str_equal (self->column_name[i], name))
      return i;
  return PPV_NONE;
}

static void
warn_of_more (CallgrindEvents *self, guint64 offset)
{
  ppv_profile_builder_warn (self->builder, PPV_LOSS, "too-many-events", offset,
                            _ ("The file counts more than %d events; the others were left out"),
                            CALLGRIND_MOST_EVENTS);
}

/* Where the events of this part go, once there are metrics. */
static void
find_columns (CallgrindEvents *self, guint64 offset)
{
  self->in_order = self->n_events == self->n_recorded;
  for (guint i = 0; i < self->n_events; i++)
    {
      self->column[i] = find_column (self, self->event[i]);
      self->in_order &= self->column[i] == i;
      if (self->column[i] == PPV_NONE)
        ppv_profile_builder_warn (self->builder, PPV_LOSS, "new-event", offset,
                                  _ ("Events that the first part does not have were left out; the "
                                     "first is %s"),
                                  self->event[i]);
    }
}

void
callgrind_events_list (CallgrindEvents *self, CallgrindScan text, guint64 offset)
{
  const char *word;
  gsize length;

  forget_events (self);
  while ((length = callgrind_scan_word (&text, &word)) > 0)
    {
      if (self->n_events == CALLGRIND_MOST_EVENTS)
        {
          warn_of_more (self, offset);
          break;
        }
      self->event[self->n_events++] = g_strndup (word, length);
    }
  if (self->set != PPV_NONE)
    find_columns (self, offset);
}

/* "10 L1m", "10*L1m", "L1m"; FALSE when it is no such thing. */
static gboolean
take_term (Formula *self, CallgrindScan *text)
{
  Term term = { .factor = 1, .column = PPV_NONE };
  guint64 factor;
  gboolean is_minus = FALSE;
  const char *word;

  callgrind_scan_blanks (text);
  for (; text->at < text->end && (*text->at == '+' || *text->at == '-'); text->at++)
    is_minus = *text->at == '-';
  callgrind_scan_blanks (text);
  if (!callgrind_scan_number (text, &factor))
    factor = 1;
  callgrind_scan_blanks (text);
  (void) callgrind_scan_prefix (text, "*");
  callgrind_scan_blanks (text);
  word = text->at;
  while (text->at < text->end && (g_ascii_isalnum (*text->at) || *text->at == '_'))
    text->at++;
  if (text->at == word || factor > G_MAXINT64)
    return FALSE;
  term.factor = is_minus ? -(gint64) factor : (gint64) factor;
  term.event = g_strndup (word, (gsize) (text->at - word));
  g_array_append_val (self->terms, term);
  callgrind_scan_blanks (text);
  return TRUE;
}

gboolean
callgrind_events_define (CallgrindEvents *self, CallgrindScan text)
{
  const char *word;
  gsize length;
  Formula *formula;
  gboolean good = TRUE;

  callgrind_scan_blanks (&text);
  for (word = text.at; text.at < text.end && strchr (" \t=:", *text.at) == NULL;)
    text.at++;
  length = (gsize) (text.at - word);
  if (length == 0 || self->formulas->len >= CALLGRIND_MOST_EVENTS)
    return FALSE;
  formula = g_new0 (Formula, 1);
  formula->name = g_strndup (word, length);
  formula->terms = g_array_new (FALSE, FALSE, sizeof (Term));
  g_array_set_clear_func (formula->terms, clear_term);
  g_ptr_array_add (self->formulas, formula);
  callgrind_scan_blanks (&text);
  if (callgrind_scan_prefix (&text, "="))
    do
      good = take_term (formula, &text);
    while (good && formula->terms->len < CALLGRIND_MOST_EVENTS && text.at < text.end &&
           *text.at != ':');
  if (callgrind_scan_prefix (&text, ":"))
    {
      callgrind_scan_blanks (&text);
      formula->long_name = g_strndup (text.at, (gsize) (text.end - text.at));
    }
  if (!good)
    g_array_set_size (formula->terms, 0);
  return good;
}

/* What is counted, as far as names tell. */
static const char *
find_unit (const CallgrindEvents *self, const char *name)
{
  const char *long_name = "";

  for (guint i = 0; i < self->formulas->len; i++)
    {
      const Formula *formula = g_ptr_array_index (self->formulas, i);

      if (g_str_equal (formula->name, name) && formula->long_name != NULL)
        long_name = formula->long_name;
    }
  if (g_str_equal (name, "Ir"))
    return "instructions";
  if (strstr (long_name, "Bytes") != NULL || strstr (long_name, "bytes") != NULL)
    return "bytes";
  if (strstr (long_name, "Blocks") != NULL || strstr (long_name, "blocks") != NULL)
    return "blocks";
  return "count";
}

static void
add_column (CallgrindEvents *self, const char *name)
{
  (void) ppv_profile_builder_metric (self->builder, self->set, name, find_unit (self, name),
                                     PPV_METRIC_FLOW);
  self->column_name[self->n_columns++] = g_strdup (name);
}

/* Whether all events of the sum are there, so that it can be worked out. */
static gboolean
bind_formula (CallgrindEvents *self, Formula *formula)
{
  gboolean bound = formula->terms->len > 0;

  for (guint i = 0; i < formula->terms->len && bound; i++)
    {
      Term *term = &g_array_index (formula->terms, Term, i);

      term->column = find_column (self, term->event);
      bound = term->column != PPV_NONE;
    }
  return bound && find_column (self, formula->name) == PPV_NONE;
}

void
callgrind_events_begin (CallgrindEvents *self, PpvSetColumns columns, guint64 offset)
{
  if (self->set != PPV_NONE)
    return;
  self->set = ppv_profile_builder_set (self->builder, columns | PPV_SET_PLACES);
  for (guint i = 0; i < self->n_events; i++)
    if (find_column (self, self->event[i]) == PPV_NONE)
      add_column (self, self->event[i]);
  self->n_recorded = self->n_columns;
  for (guint i = 0; i < self->formulas->len;)
    {
      Formula *formula = g_ptr_array_index (self->formulas, i);

      if (self->n_columns < CALLGRIND_MOST_EVENTS && bind_formula (self, formula))
        {
          add_column (self, formula->name);
          i++;
        }
      else
        g_ptr_array_remove_index (self->formulas, i);
    }
  find_columns (self, offset);
}

void
callgrind_events_sort (CallgrindEvents *self, const gint64 *costs, gint64 *values)
{
  memset (values, 0, self->n_columns * sizeof *values);
  for (guint i = 0; i < self->n_events; i++)
    if (self->column[i] != PPV_NONE)
      values[self->column[i]] =
          ppv_add_saturating (values[self->column[i]], costs[i], &self->saturated);
}

static gint64
multiply (CallgrindEvents *self, gint64 value, gint64 factor)
{
  gint64 product;

  if (G_LIKELY (!__builtin_mul_overflow (value, factor, &product)))
    return product;
  self->saturated = TRUE;
  return (value > 0) == (factor > 0) ? G_MAXINT64 : G_MININT64;
}

void
callgrind_events_derive (CallgrindEvents *self, gint64 *values)
{
  for (guint i = self->n_recorded; i < self->n_columns; i++)
    {
      const Formula *formula = g_ptr_array_index (self->formulas, i - self->n_recorded);

      values[i] = 0;
      for (guint j = 0; j < formula->terms->len; j++)
        {
          const Term *term = &g_array_index (formula->terms, Term, j);

          values[i] = ppv_add_saturating (
              values[i], multiply (self, values[term->column], term->factor), &self->saturated);
        }
    }
}
