/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "svg-axis.h"
#include "svg-page.h"

typedef struct {
  double scale;
  const char *name;
} Unit;

static const Unit bytes[] = { { 1, "B" },
                              { 1024.0, "KiB" },
                              { 1024.0 * 1024, "MiB" },
                              { 1024.0 * 1024 * 1024, "GiB" },
                              { 1024.0 * 1024 * 1024 * 1024, "TiB" } };
static const Unit nanoseconds[] = { { 1, "ns" }, { 1e3, "µs" }, { 1e6, "ms" }, { 1e9, "s" } };
static const Unit milliseconds[] = { { 1, "ms" }, { 1e3, "s" } };
static const Unit instructions[] = { { 1, N_ ("instructions") },
                                     { 1e3, N_ ("thousand instructions") },
                                     { 1e6, N_ ("million instructions") },
                                     { 1e9, N_ ("billion instructions") } };

static const Unit *
list_units (const char *unit, guint *n)
{
  static const struct {
    const char *unit;
    const Unit *units;
    guint n;
  } lists[] = { { "bytes", bytes, G_N_ELEMENTS (bytes) },
                { "ns", nanoseconds, G_N_ELEMENTS (nanoseconds) },
                { "ms", milliseconds, G_N_ELEMENTS (milliseconds) },
                { "instructions", instructions, G_N_ELEMENTS (instructions) } };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (g_str_equal (unit, lists[i].unit))
      {
        *n = lists[i].n;
        return lists[i].units;
      }
  *n = 0;
  return NULL;
}

/* The largest unit of which @high is one or more. */
static void
choose_unit (SvgAxis *self, double high, const char *unit)
{
  guint n;
  const Unit *units = list_units (unit, &n);

  self->scale = 1;
  if (units == NULL)
    {
      self->unit = *unit != '\0' ? g_strdup (unit) : NULL;
      return;
    }
  while (n > 1 && units[n - 1].scale > high)
    n--;
  self->scale = units[n - 1].scale;
  self->unit = g_strdup (_ (units[n - 1].name));
}

/* 1, 2 or 5 times a power of ten, at least @least. */
static double
round_step (double least)
{
  double power = pow (10, floor (log10 (least)));
  double digit = least / power;

  return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
}

void
svg_axis_init (SvgAxis *self, double low, double high, const char *unit, guint n)
{
  double span = MAX (high - low, 1);

  *self = (SvgAxis){ 0 };
  choose_unit (self, high, unit);
  /* nothing is measured in parts of the smallest unit */
  self->step = MAX (round_step (span / self->scale / n), 1 / self->scale) * self->scale;
  self->first = ceil (low / self->step) * self->step;
  self->n_ticks = high >= self->first ? (guint) ((high - self->first) / self->step + 1e-9) + 1 : 0;
}

void
svg_axis_clear (SvgAxis *self)
{
  g_clear_pointer (&self->unit, g_free);
}

double
svg_axis_get (const SvgAxis *self, guint tick)
{
  return self->first + tick * self->step;
}

char *
svg_axis_dup_label (const SvgAxis *self, guint tick)
{
  double value = svg_axis_get (self, tick) / self->scale;
  g_autofree char *format = NULL;
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  guint n_decimals = 0;

  for (double step = self->step / self->scale; step < 0.999 && n_decimals < 6; step *= 10)
    n_decimals++;
  format = g_strdup_printf ("%%.%uf", n_decimals);
  return g_strdup (g_ascii_formatd (digits, sizeof digits, format, value));
}
