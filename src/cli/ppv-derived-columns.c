/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include <glib/gi18n.h>

#include "ppv-derived-columns.h"

static void
refuse_name (const PpvProfile *profile,
             const PpvDerivedList *list,
             const char *name,
             GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < list->n_rows; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", list->rows[i].name);
  if (list->n_rows > 0)
    g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE,
                 _ ("--derived=%s: of this file it can be one of %s, or all"), name, names->str);
  else
    g_set_error (
        error, PPV_ERROR, PPV_ERROR_USAGE,
        _ ("--derived=%s: %s has no two events that belong together (record them with perf "
           "record -e '{cycles,instructions}')"),
        name, ppv_profile_get_file (profile));
}

static void
choose_all (PpvDerivedColumns *self)
{
  self->derived = g_new0 (const PpvDerived *, self->list->n_rows + 1);
  for (; self->n_columns < self->list->n_rows; self->n_columns++)
    self->derived[self->n_columns] = &self->list->rows[self->n_columns];
}

static gboolean
choose (PpvDerivedColumns *self, const PpvProfile *profile, const char *names, GError **error)
{
  g_auto (GStrv) words = g_strsplit (names, ",", -1);

  self->derived = g_new0 (const PpvDerived *, g_strv_length (words) + 1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      const PpvDerived *found = ppv_derived_list_find (self->list, words[i]);

      if (found == NULL)
        {
          refuse_name (profile, self->list, words[i], error);
          return FALSE;
        }
      self->derived[self->n_columns++] = found;
    }
  return TRUE;
}

static gboolean
compute (PpvDerivedColumns *self,
         const PpvCommand *command,
         const PpvProfile *profile,
         const PpvHotspots *hotspots,
         GError **error)
{
  self->total = g_new0 (PpvDerivedValue, self->n_columns + 1);
  self->rows = g_new0 (PpvDerivedValue *, self->n_columns + 1);
  for (guint i = 0; i < self->n_columns; i++)
    {
      if (!ppv_derived_total (self->derived[i], profile, command->rest, &self->total[i],
                              command->cancellable, error))
        return FALSE;
      if (hotspots == NULL)
        continue;
      self->rows[i] = ppv_derived_rows (self->derived[i], profile, command->rest, hotspots,
                                        command->cancellable, error);
      if (self->rows[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

PpvDerivedColumns *
ppv_derived_columns_new (const PpvCommand *command,
                         const PpvProfile *profile,
                         const char *names,
                         const PpvHotspots *hotspots,
                         GError **error)
{
  g_autoptr (PpvDerivedColumns) self = g_new0 (PpvDerivedColumns, 1);

  self->list = ppv_derived_list_new (profile);
  if (self->list->n_rows > 0 && g_strcmp0 (names, "all") == 0)
    choose_all (self);
  else if (names != NULL && !choose (self, profile, names, error))
    return NULL;
  return compute (self, command, profile, hotspots, error) ? g_steal_pointer (&self) : NULL;
}

PpvDerivedColumns *
ppv_derived_columns_new_all (const PpvCommand *command, const PpvProfile *profile, GError **error)
{
  g_autoptr (PpvDerivedColumns) self = g_new0 (PpvDerivedColumns, 1);

  self->list = ppv_derived_list_new (profile);
  choose_all (self);
  return compute (self, command, profile, NULL, error) ? g_steal_pointer (&self) : NULL;
}

void
ppv_derived_columns_free (PpvDerivedColumns *self)
{
  for (guint i = 0; self->rows != NULL && i < self->n_columns; i++)
    g_free (self->rows[i]);
  g_free (self->rows);
  g_free (self->total);
  g_free (self->derived);
  ppv_derived_list_free (self->list);
  g_free (self);
}

/* As many decimals as its error makes sense of, at most three. */
char *
ppv_derived_text (PpvDerivedValue value)
{
  int decimals;

  if (!value.known)
    return g_strdup ("–");
  decimals = value.error > 0 ? 1 - (int) floor (log10 (value.error)) : 2;
  decimals = CLAMP (decimals, 0, 3);
  return g_strdup_printf ("%.*f ±%.*f", decimals, value.value, decimals, value.error);
}

void
ppv_derived_columns_print (const PpvDerivedColumns *self, PpvOutput *output)
{
  const PpvColumn columns[] = { { _ ("derived"), FALSE },
                                { _ ("value"), TRUE },
                                { _ ("meaning"), FALSE, 1, PPV_CUT_END } };
  g_autoptr (PpvTable) table = NULL;

  if (self->n_columns == 0)
    return;
  table = ppv_table_new (columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < self->n_columns; i++)
    {
      ppv_table_add (table, self->derived[i]->name);
      ppv_table_take (table, ppv_derived_text (self->total[i]));
      ppv_table_add (table, self->derived[i]->title);
    }
  ppv_sink_puts (output->sink, "\n");
  ppv_table_print (table, output);
}

static void
write_value (PpvDerivedValue value, PpvJsonWriter *json)
{
  if (value.known)
    {
      ppv_json_double (json, "value", value.value);
      ppv_json_double (json, "error", value.error);
      return;
    }
  ppv_json_null (json, "value");
  ppv_json_null (json, "error");
}

void
ppv_derived_columns_write (const PpvDerivedColumns *self,
                           const PpvProfile *profile,
                           PpvJsonWriter *json)
{
  ppv_json_begin_array (json, "derived");
  for (guint i = 0; i < self->n_columns; i++)
    {
      const PpvDerived *row = self->derived[i];
      const PpvMetric *above = ppv_profile_get_metric (profile, row->numerator);
      const PpvMetric *below = ppv_profile_get_metric (profile, row->denominator);

      ppv_json_begin_object (json, NULL);
      ppv_json_string (json, "name", row->name);
      ppv_json_string (json, "meaning", row->title);
      ppv_json_string (json, "numerator", ppv_profile_get_string (profile, above->name));
      ppv_json_string (json, "denominator", ppv_profile_get_string (profile, below->name));
      ppv_json_double (json, "factor", row->factor);
      write_value (self->total[i], json);
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

void
ppv_derived_columns_write_row (const PpvDerivedColumns *self, guint32 row, PpvJsonWriter *json)
{
  ppv_json_begin_object (json, "derived");
  for (guint i = 0; i < self->n_columns; i++)
    {
      ppv_json_begin_object (json, self->derived[i]->name);
      write_value (self->rows[i][row], json);
      ppv_json_end (json);
    }
  ppv_json_end (json);
}
