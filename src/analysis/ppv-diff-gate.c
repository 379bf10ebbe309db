/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Conditions of --fail-if.  They are asked of one row at a time:
 *
 *     either   = all { "or" all }
 *     all      = one { "and" one }
 *     one      = "not" one | "(" either ")" | compare
 *     compare  = ( "self" | "total" ) "(" pattern ")" op number [ "%" | "points" ]
 *              | "q" op number
 *     op       = "<" | "<=" | ">" | ">="
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-diff.h"
#include "ppv-error.h"
#include "ppv-number.h"

enum { MOST_LEVELS = 32 };

typedef enum { AND, OR, NOT, SELF, TOTAL, Q } Kind;
typedef enum { LESS, AT_MOST, MORE, AT_LEAST } Operator;
typedef enum { RELATIVE, POINTS, PLAIN } Measure;

struct _PpvDiffGate {
  Kind kind;
  PpvDiffGate *left;
  PpvDiffGate *right;
  GPatternSpec *pattern;
  Operator operator;
  Measure measure;
  double number;
  gboolean of_total; /* Q: of which difference */
};

typedef struct {
  const char *text;
  const char *at;
  guint level;
  GError **error;
} Reader;

static PpvDiffGate *read_either (Reader *self);

void
ppv_diff_gate_free (PpvDiffGate *self)
{
  if (self == NULL)
    return;
  ppv_diff_gate_free (self->left);
  ppv_diff_gate_free (self->right);
  g_clear_pointer (&self->pattern, g_pattern_spec_free);
  g_free (self);
}

static gpointer
refuse (const Reader *self, const char *what)
{
  g_set_error (self->error, PPV_ERROR, PPV_ERROR_USAGE, _ ("column %ld: %s"),
               g_utf8_pointer_to_offset (self->text, self->at) + 1, what);
  return NULL;
}

static void
skip_blanks (Reader *self)
{
  while (g_ascii_isspace (*self->at))
    self->at++;
}

static gboolean
take (Reader *self, const char *token)
{
  gsize length = strlen (token);

  skip_blanks (self);
  if (strncmp (self->at, token, length) != 0 ||
      (g_ascii_isalpha (token[0]) && g_ascii_isalnum (self->at[length])))
    return FALSE;
  self->at += length;
  return TRUE;
}

/* Names have parentheses of their own: it ends at the one that closes nothing in it. */
static gboolean
read_pattern (Reader *self, PpvDiffGate *gate)
{
  g_autofree char *pattern = NULL;
  const char *begin;
  guint depth = 0;

  if (!take (self, "("))
    return refuse (self, _ ("a function in parentheses is missing")) != NULL;
  begin = self->at;
  for (; *self->at != '\0' && (*self->at != ')' || depth > 0); self->at++)
    depth += *self->at == '(' ? 1 : *self->at == ')' ? (guint) -1 : 0;
  if (*self->at == '\0' || self->at == begin)
    return refuse (self, _ ("a function in parentheses is missing")) != NULL;
  pattern = g_strndup (begin, (gsize) (self->at - begin));
  gate->pattern = g_pattern_spec_new (g_strstrip (pattern));
  self->at++;
  return TRUE;
}

static gboolean
read_operator (Reader *self, PpvDiffGate *gate)
{
  if (take (self, "<="))
    gate->operator= AT_MOST;
  else if (take (self, ">="))
    gate->operator= AT_LEAST;
  else if (take (self, "<"))
    gate->operator= LESS;
  else if (take (self, ">"))
    gate->operator= MORE;
  else
    return refuse (self, _ ("one of < <= > >= is missing")) != NULL;
  return TRUE;
}

static gboolean
read_number (Reader *self, PpvDiffGate *gate)
{
  gsize length;

  skip_blanks (self);
  if (*self->at == '+')
    self->at++;
  length = strspn (self->at, "0123456789.-eE");
  if (!ppv_parse_f64 (self->at, length, &gate->number))
    return refuse (self, _ ("a number is missing")) != NULL;
  self->at += length;
  gate->measure = PLAIN;
  if (gate->kind == Q)
    return TRUE;
  if (take (self, "%"))
    gate->measure = RELATIVE;
  else if (take (self, "points"))
    gate->measure = POINTS;
  return TRUE;
}

static PpvDiffGate *
read_compare (Reader *self)
{
  g_autoptr (PpvDiffGate) gate = g_new0 (PpvDiffGate, 1);

  if (take (self, "self"))
    gate->kind = SELF;
  else if (take (self, "total"))
    gate->kind = TOTAL;
  else if (take (self, "q"))
    gate->kind = Q;
  else
    return refuse (self, _ ("self(FUNCTION), total(FUNCTION) or q is missing"));
  if ((gate->kind != Q && !read_pattern (self, gate)) || !read_operator (self, gate) ||
      !read_number (self, gate))
    return NULL;
  return g_steal_pointer (&gate);
}

static PpvDiffGate *
read_one (Reader *self)
{
  g_autoptr (PpvDiffGate) gate = NULL;

  if (self->level >= MOST_LEVELS)
    return refuse (self, _ ("too many parentheses"));
  self->level++;
  if (take (self, "not"))
    {
      gate = g_new0 (PpvDiffGate, 1);
      gate->kind = NOT;
      gate->left = read_one (self);
      if (gate->left == NULL)
        return NULL;
    }
  else if (take (self, "("))
    {
      gate = read_either (self);
      if (gate == NULL)
        return NULL;
      if (!take (self, ")"))
        return refuse (self, _ (") is missing"));
    }
  else
    gate = read_compare (self);
  self->level--;
  return g_steal_pointer (&gate);
}

static PpvDiffGate *
join (Kind kind, PpvDiffGate *left, PpvDiffGate *right)
{
  PpvDiffGate *gate = g_new0 (PpvDiffGate, 1);

  gate->kind = kind;
  gate->left = left;
  gate->right = right;
  return gate;
}

static PpvDiffGate *
read_joined (Reader *self, Kind kind)
{
  g_autoptr (PpvDiffGate) gate = kind == OR ? read_joined (self, AND) : read_one (self);

  while (gate != NULL && take (self, kind == OR ? "or" : "and"))
    {
      PpvDiffGate *right = kind == OR ? read_joined (self, AND) : read_one (self);

      if (right == NULL)
        return NULL;
      gate = join (kind, g_steal_pointer (&gate), right);
    }
  return g_steal_pointer (&gate);
}

static PpvDiffGate *
read_either (Reader *self)
{
  return read_joined (self, OR);
}

static gboolean
has_kind (const PpvDiffGate *self, Kind kind)
{
  return self != NULL &&
         (self->kind == kind || has_kind (self->left, kind) || has_kind (self->right, kind));
}

static void
set_of_total (PpvDiffGate *self, gboolean of_total)
{
  if (self == NULL)
    return;
  self->of_total = of_total;
  set_of_total (self->left, of_total);
  set_of_total (self->right, of_total);
}

/**
 * ppv_diff_gate_new: (skip)
 * @text: a condition, such as "self(parse*) > +3% and q < 0.05"
 * @error: PPV_ERROR_USAGE, naming the column
 *
 * Returns: (transfer full): the condition
 */
PpvDiffGate *
ppv_diff_gate_new (const char *text, GError **error)
{
  Reader reader = { .text = text, .at = text, .error = error };
  g_autoptr (PpvDiffGate) gate = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  gate = read_either (&reader);
  if (gate == NULL)
    return NULL;
  skip_blanks (&reader);
  if (*reader.at != '\0')
    return refuse (&reader, _ ("and, or or the end is missing"));
  if (!has_kind (gate, SELF) && !has_kind (gate, TOTAL))
    {
      reader.at = text;
      return refuse (&reader, _ ("self(FUNCTION) or total(FUNCTION) is missing: self(*) is all"));
    }
  set_of_total (gate, !has_kind (gate, SELF));
  return g_steal_pointer (&gate);
}

static gboolean
holds (const PpvDiffGate *self, double value)
{
  switch (self->operator)
    {
    case LESS:
      return value < self->number;
    case AT_MOST:
      return value <= self->number;
    case MORE:
      return value > self->number;
    case AT_LEAST:
    default:
      return value >= self->number;
    }
}

/* Of what did not cost anything before, any more is infinitely more. */
static double
measure (const PpvDiffGate *self, const PpvDiff *diff, const PpvDifference *difference)
{
  double base = difference->value[PPV_DIFF_BASE];
  double whole = (diff->whole[0] + diff->whole[1]) / 2;

  if (self->measure == PLAIN)
    return difference->difference;
  if (self->measure == POINTS)
    return whole > 0 ? 100 * difference->difference / whole : 0;
  if (difference->cost[0] == difference->cost[1] && difference->cost[0] == 0)
    return 0;
  return base > 0 ? 100 * difference->difference / base : (double) INFINITY;
}

/**
 * ppv_diff_gate_test: (skip)
 * @self: a condition
 * @diff: differences
 * @row: one of them
 *
 * Returns: whether it holds
 */
gboolean
ppv_diff_gate_test (const PpvDiffGate *self, const PpvDiff *diff, const PpvDiffRow *row)
{
  g_return_val_if_fail (self != NULL && diff != NULL && row != NULL, FALSE);

  switch (self->kind)
    {
    case AND:
      return ppv_diff_gate_test (self->left, diff, row) &&
             ppv_diff_gate_test (self->right, diff, row);
    case OR:
      return ppv_diff_gate_test (self->left, diff, row) ||
             ppv_diff_gate_test (self->right, diff, row);
    case NOT:
      return !ppv_diff_gate_test (self->left, diff, row);
    case Q:
      if (diff->evidence == PPV_EVIDENCE_COUNTED) /* exact: there is nothing to doubt */
        return holds (self, 0);
      return holds (self, self->of_total ? row->total.q_value : row->self.q_value);
    case SELF:
    case TOTAL:
    default:
      return g_pattern_spec_match_string (self->pattern, row->function) &&
             holds (self, measure (self, diff, self->kind == TOTAL ? &row->total : &row->self));
    }
}
