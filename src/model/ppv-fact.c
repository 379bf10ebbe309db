/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Facts for people: their keys are stable words, and their values as files have them. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-number.h"
#include "ppv-profile.h"

static const struct {
  const char *key;
  const char *label;
} labels[] = {
  { "host", N_ ("Host") },
  { "command", N_ ("Command") },
  { "tool", N_ ("Tool") },
  { "options", N_ ("Options") },
  { "os_release", N_ ("OS release") },
  { "architecture", N_ ("Architecture") },
  { "cpus_online", N_ ("CPUs online") },
  { "cpus_available", N_ ("CPUs available") },
  { "cpu", N_ ("CPU") },
  { "cpu_id", N_ ("CPU identifier") },
  { "total_memory_kb", N_ ("Memory") },
};

/**
 * ppv_fact_dup_label: (skip)
 * @self: a fact
 *
 * Returns: (transfer full): its key in words; "cpu_model" as "Cpu model" where the
 *     key is none that our importers write
 */
char *
ppv_fact_dup_label (const PpvFact *self)
{
  char *label;

  g_return_val_if_fail (self != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (labels[i].key, self->key))
      return g_strdup (_ (labels[i].label));
  label = g_strdelimit (g_strdup (self->key), "_", ' ');
  label[0] = g_ascii_toupper (label[0]);
  return label;
}

/**
 * ppv_fact_dup_value: (skip)
 * @self: a fact
 *
 * Returns: (transfer full): its value, numbers of a unit with it
 */
char *
ppv_fact_dup_value (const PpvFact *self)
{
  gint64 amount;

  g_return_val_if_fail (self != NULL, NULL);

  if (g_str_equal (self->key, "total_memory_kb") &&
      ppv_parse_i64 (self->value, strlen (self->value), &amount) &&
      !__builtin_mul_overflow (amount, 1024, &amount))
    return ppv_format_bytes (amount);
  return g_strdup (self->value);
}

/**
 * ppv_fact_is_evidence: (skip)
 * @self: a fact
 *
 * Returns: whether its key begins with "quality_", as of those that the quality
 *     report puts into words
 */
gboolean
ppv_fact_is_evidence (const PpvFact *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_str_has_prefix (self->key, "quality_");
}
