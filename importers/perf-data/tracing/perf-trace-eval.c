/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "perf-trace-eval.h"

/* Of the two halves of a place in the data: where it begins, and how long it is. */
enum { PLACE_OFFSET = 0xffff, PLACE_LENGTH_SHIFT = 16 };

const struct tep_format_field *
perf_trace_eval_find (PerfTraceEval *self, const char *name)
{
  const struct tep_format_field *field = NULL;

  if (name != NULL) /* which the library does not change */
    field = tep_find_any_field ((struct tep_event *) self->format, name);
  if (field == NULL || field->offset < 0 || field->size < 0)
    {
      self->failed = TRUE;
      return NULL;
    }
  return field;
}

guint64
perf_trace_eval_atom (const char *atom)
{
  return atom != NULL ? g_ascii_strtoull (atom, NULL, 0) : 0;
}

guint64
perf_trace_eval_field (PerfTraceEval *self, const struct tep_format_field *field)
{
  guint64 number;

  if (!perf_trace_number (self->raw, (guint64) field->offset, (guint) field->size,
                          (field->flags & TEP_FIELD_IS_SIGNED) != 0, &number))
    self->failed = TRUE;
  return number;
}

PpvReader
perf_trace_eval_bytes (PerfTraceEval *self, const struct tep_format_field *field)
{
  guint64 offset = (guint64) MAX (field->offset, 0);
  guint64 length = (guint64) MAX (field->size, 0);
  PpvReader raw = self->raw;
  guint64 place;

  if (field->flags & TEP_FIELD_IS_DYNAMIC)
    {
      if (!perf_trace_number (raw, offset, 4, FALSE, &place))
        self->failed = TRUE;
      if (field->flags & TEP_FIELD_IS_RELATIVE)
        offset += length + (place & PLACE_OFFSET);
      else
        offset = place & PLACE_OFFSET;
      length = place >> PLACE_LENGTH_SHIFT;
    }
  ppv_reader_skip (&raw, offset);
  if (field->size == 0) /* all that is left */
    length = ppv_reader_left (&raw);
  raw = ppv_reader_sub (&raw, length);
  self->failed |= raw.failed;
  return raw;
}

PpvReader
perf_trace_eval_array (PerfTraceEval *self, const struct tep_print_arg *arg)
{
  const struct tep_format_field *field = NULL;

  if (arg->type == TEP_PRINT_FIELD)
    field = perf_trace_eval_find (self, arg->field.name);
  else if (arg->type == TEP_PRINT_DYNAMIC_ARRAY)
    field = arg->dynarray.field;
  if (field != NULL)
    return perf_trace_eval_bytes (self, field);
  self->failed = TRUE;
  return ppv_reader_over (NULL, 0, 0, FALSE);
}

/* --- operators ---------------------------------------------------------------------- */

/* An element of an array that is a field. */
static guint64
eval_element (PerfTraceEval *self, const struct tep_print_arg *arg)
{
  const struct tep_print_arg *array = arg->op.left;
  guint64 at = perf_trace_eval (self, arg->op.right);
  const struct tep_format_field *field;
  PpvReader bytes;
  guint64 number;

  if (array->type == TEP_PRINT_TYPE)
    array = array->typecast.item;
  bytes = perf_trace_eval_array (self, array);
  if (self->failed)
    return 0;
  field = array->type == TEP_PRINT_FIELD ? perf_trace_eval_find (self, array->field.name)
                                         : array->dynarray.field;
  if (at > G_MAXUINT16 || !perf_trace_number (bytes, at * field->elementsize, field->elementsize,
                                              (field->flags & TEP_FIELD_IS_SIGNED) != 0, &number))
    {
      self->failed = TRUE;
      return 0;
    }
  return number;
}

static guint64
shift (guint64 left, guint64 right, gboolean to_left)
{
  if (right >= 64)
    return 0;
  return to_left ? left << right : left >> right;
}

static guint64
divide (PerfTraceEval *self, guint64 left, guint64 right, gboolean rest)
{
  if (right == 0)
    {
      self->failed = TRUE;
      return 0;
    }
  return rest ? left % right : left / right;
}

static gboolean
compare (gint64 left, gint64 right, gboolean less, gboolean or_equal)
{
  if (left == right)
    return or_equal;
  return less ? left < right : left > right;
}

static guint64
eval_pair (PerfTraceEval *self, const char *op, guint64 left, guint64 right)
{
  gboolean twice = op[0] != '\0' && op[1] == op[0];
  gboolean or_equal = op[0] != '\0' && op[1] == '=';

  switch (op[0])
    {
    case '|':
      return twice ? left != 0 || right != 0 : left | right;
    case '&':
      return twice ? left != 0 && right != 0 : left & right;
    case '^':
      return left ^ right;
    case '<':
    case '>':
      return twice ? shift (left, right, op[0] == '<')
                   : (guint64) compare ((gint64) left, (gint64) right, op[0] == '<', or_equal);
    case '=':
      return left == right;
    case '!':
      return left != right;
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
    case '%':
      return divide (self, left, right, op[0] == '%');
    default:
      self->failed = TRUE;
      return 0;
    }
}

static guint64
eval_single (PerfTraceEval *self, const char *op, guint64 right)
{
  switch (op[0])
    {
    case '!':
      return right == 0;
    case '~':
      return ~right;
    case '-':
      return 0 - right;
    case '+':
      return right;
    default:
      self->failed = TRUE;
      return 0;
    }
}

static gboolean
is_single (const struct tep_print_arg *arg)
{
  return arg->op.left == NULL || arg->op.left->type == TEP_PRINT_NULL;
}

static guint64
eval_operator (PerfTraceEval *self, const struct tep_print_arg *arg)
{
  const char *op = arg->op.op != NULL ? arg->op.op : "";
  guint64 left;

  if (arg->op.right == NULL)
    {
      self->failed = TRUE;
      return 0;
    }
  if (g_str_equal (op, "["))
    return eval_element (self, arg);
  if (is_single (arg))
    return eval_single (self, op, perf_trace_eval (self, arg->op.right));
  left = perf_trace_eval (self, arg->op.left);
  if (g_str_equal (op, "?"))
    {
      const struct tep_print_arg *branches = arg->op.right;

      if (branches->type != TEP_PRINT_OP || branches->op.left == NULL || branches->op.right == NULL)
        {
          self->failed = TRUE;
          return 0;
        }
      return perf_trace_eval (self, left != 0 ? branches->op.left : branches->op.right);
    }
  return eval_pair (self, op, left, perf_trace_eval (self, arg->op.right));
}

/* --- casts ---------------------------------------------------------------------------- */

static guint
size_of_type (const PerfTraceEval *self, const char *type)
{
  static const struct {
    const char *word;
    guint size;
  } words[] = { { "long long", 8 }, { "64", 8 }, { "short", 2 }, { "16", 2 },
                { "char", 1 },      { "u8", 1 }, { "s8", 1 },    { "32", 4 } };

  if (strchr (type, '*') != NULL)
    return 8;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (type, words[i].word) != NULL)
      return words[i].size;
  if (strstr (type, "long") != NULL)
    return self->trace->long_size;
  return strstr (type, "int") != NULL ? 4 : 8;
}

static guint64
cast (const PerfTraceEval *self, const char *type, guint64 number)
{
  guint bits = 64 - 8 * size_of_type (self, type);

  /* by way of the highest bits, so that the sign follows when there is one */
  if (type[0] == 'u' || g_str_has_prefix (type, "__u"))
    return number << bits >> bits;
  return (guint64) ((gint64) (number << bits) >> bits);
}

guint64
perf_trace_eval (PerfTraceEval *self, const struct tep_print_arg *arg)
{
  const struct tep_format_field *field;

  switch (arg != NULL ? arg->type : TEP_PRINT_BSTRING)
    {
    case TEP_PRINT_NULL:
      return 0;
    case TEP_PRINT_ATOM:
      return perf_trace_eval_atom (arg->atom.atom);
    case TEP_PRINT_FIELD:
      field = perf_trace_eval_find (self, arg->field.name);
      return field != NULL ? perf_trace_eval_field (self, field) : 0;
    case TEP_PRINT_TYPE:
      return cast (self, arg->typecast.type != NULL ? arg->typecast.type : "",
                   perf_trace_eval (self, arg->typecast.item));
    case TEP_PRINT_DYNAMIC_ARRAY_LEN:
      if (arg->dynarray.field != NULL)
        {
          PpvReader bytes = perf_trace_eval_bytes (self, arg->dynarray.field);

          return ppv_reader_left (&bytes);
        }
      break;
    case TEP_PRINT_OP:
      return eval_operator (self, arg);
    default:
      break;
    }
  self->failed = TRUE;
  return 0;
}
