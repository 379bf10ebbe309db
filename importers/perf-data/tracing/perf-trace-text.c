/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Events as the kernel prints them.  libtraceevent parses the print formats; what it
 * made of them is evaluated here and not by tep_print_event (), which trusts the
 * offsets and lengths that stand in the data.
 */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "perf-trace-eval.h"
#include "perf-trace-number.h"
#include "perf-trace-text.h"

/* Of an array only so many elements are shown. */
enum { MOST_ELEMENTS = 64 };

/* --- strings ------------------------------------------------------------------------ */

static void
print_bytes (const PerfConversion *how, PpvReader bytes, GString *text)
{
  gsize length;
  const char *begin = ppv_reader_text (&bytes, ppv_reader_left (&bytes), &length);

  perf_conversion_text (how, begin, length, text);
}

static void
print_atom (const PerfConversion *how, const char *atom, GString *text)
{
  perf_conversion_text (how, atom, strlen (atom), text);
}

/* A pointer to one of the kernel's own strings. */
static void
print_address (PerfTraceEval *self, const PerfConversion *how, guint64 address, GString *text)
{
  const char *known = perf_trace_printk (self->trace, address);
  const PerfConversion hex = { .conversion = 'x', .size = 8, .precision = -1 };

  if (known != NULL)
    print_atom (how, known, text);
  else
    perf_conversion_number (&hex, address, 8, text);
}

static void
print_field_text (PerfTraceEval *self,
                  const struct tep_format_field *field,
                  const PerfConversion *how,
                  GString *text)
{
  if (field == NULL)
    self->failed = TRUE;
  else if (!(field->flags & (TEP_FIELD_IS_ARRAY | TEP_FIELD_IS_DYNAMIC)) &&
           field->size == (int) self->trace->long_size)
    print_address (self, how, perf_trace_eval_field (self, field), text);
  else
    print_bytes (how, perf_trace_eval_bytes (self, field), text);
}

/* FALSE for a name, whose value only the kernel knew: such a flag is none that is looked for. */
static gboolean
read_value (const struct tep_print_flag_sym *flag, guint64 *value)
{
  *value = perf_trace_eval_atom (flag->value);
  return *value != 0 || (flag->value != NULL && g_ascii_isdigit (flag->value[0]));
}

static void
print_flags (PerfTraceEval *self, const struct tep_print_arg_flags *flags, GString *text)
{
  const char *delimiter = flags->delim != NULL ? flags->delim : "";
  guint64 left = perf_trace_eval (self, flags->field);
  gboolean any = FALSE;

  for (const struct tep_print_flag_sym *flag = flags->flags; flag != NULL; flag = flag->next)
    {
      guint64 bits;

      if (!read_value (flag, &bits))
        continue;
      if (left == 0 && bits == 0 && !any)
        {
          g_string_append (text, flag->str);
          return;
        }
      if (bits == 0 || (left & bits) != bits)
        continue;
      g_string_append_printf (text, "%s%s", any ? delimiter : "", flag->str);
      any = TRUE;
      left &= ~bits;
    }
  if (left != 0)
    g_string_append_printf (text, "%s0x%" G_GINT64_MODIFIER "x", any ? delimiter : "", left);
}

static void
print_symbol (PerfTraceEval *self, const struct tep_print_arg_symbol *symbol, GString *text)
{
  guint64 value = perf_trace_eval (self, symbol->field);
  guint64 of_flag;

  for (const struct tep_print_flag_sym *flag = symbol->symbols; flag != NULL; flag = flag->next)
    if (read_value (flag, &of_flag) && of_flag == value)
      {
        g_string_append (text, flag->str);
        return;
      }
  g_string_append_printf (text, "0x%" G_GINT64_MODIFIER "x", value);
}

static void
print_hex (PerfTraceEval *self, const struct tep_print_arg *arg, GString *text)
{
  const char *gap = arg->type == TEP_PRINT_HEX ? " " : "";
  guint64 length = perf_trace_eval (self, arg->hex.size);
  PpvReader bytes = perf_trace_eval_array (self, arg->hex.field);

  for (guint64 i = 0; i < MIN (length, MOST_ELEMENTS) && ppv_reader_left (&bytes) > 0; i++)
    g_string_append_printf (text, "%s%02x", i > 0 ? gap : "", ppv_reader_u8 (&bytes));
}

static void
print_integers (PerfTraceEval *self, const struct tep_print_arg_int_array *array, GString *text)
{
  guint64 n_elements = perf_trace_eval (self, array->count);
  guint64 size = perf_trace_eval (self, array->el_size);
  PpvReader bytes = perf_trace_eval_array (self, array->field);
  guint64 number;

  g_string_append_c (text, '{');
  for (guint64 i = 0; i < MIN (n_elements, MOST_ELEMENTS); i++)
    {
      if (!perf_trace_number (bytes, 0, (guint) MIN (size, 16), FALSE, &number))
        break;
      ppv_reader_skip (&bytes, size);
      g_string_append_printf (text, "%s0x%" G_GINT64_MODIFIER "x", i > 0 ? "," : "", number);
    }
  g_string_append_c (text, '}');
}

/* What a %s shows. */
static void
print_string (PerfTraceEval *self,
              const struct tep_print_arg *arg,
              const PerfConversion *how,
              GString *text)
{
  /* a chain of conditions, as deep as the guard of formats lets them be */
  while (arg != NULL && arg->type == TEP_PRINT_OP && g_strcmp0 (arg->op.op, "?") == 0)
    {
      const struct tep_print_arg *condition = arg->op.left;
      const struct tep_print_arg *branches = arg->op.right;

      arg = NULL;
      if (branches != NULL && branches->type == TEP_PRINT_OP)
        arg = perf_trace_eval (self, condition) != 0 ? branches->op.left : branches->op.right;
    }
  switch (arg != NULL ? arg->type : TEP_PRINT_NULL)
    {
    case TEP_PRINT_ATOM:
      return print_atom (how, arg->atom.atom, text);
    case TEP_PRINT_FIELD:
      return print_field_text (self, perf_trace_eval_find (self, arg->field.name), how, text);
    case TEP_PRINT_STRING:
      return print_field_text (self, perf_trace_eval_find (self, arg->string.string), how, text);
    case TEP_PRINT_FLAGS:
      return print_flags (self, &arg->flags, text);
    case TEP_PRINT_SYMBOL:
      return print_symbol (self, &arg->symbol, text);
    case TEP_PRINT_HEX:
    case TEP_PRINT_HEX_STR:
      return print_hex (self, arg, text);
    case TEP_PRINT_INT_ARRAY:
      return print_integers (self, &arg->int_array, text);
    default:
      self->failed = TRUE;
    }
}

/* --- as the kernel prints it ------------------------------------------------------------ */

static const struct tep_print_arg *
next_argument (PerfTraceEval *self, const struct tep_print_arg **next)
{
  const struct tep_print_arg *arg = *next;

  if (arg == NULL || arg->type == TEP_PRINT_NULL)
    {
      self->failed = TRUE;
      return NULL;
    }
  *next = arg->next;
  return arg;
}

static void
take_widths (PerfTraceEval *self, PerfConversion *how, const struct tep_print_arg **next)
{
  const struct tep_print_arg *arg;

  if (how->width_is_argument && (arg = next_argument (self, next)) != NULL)
    how->width = (guint) MIN (perf_trace_eval (self, arg), 256);
  if (how->precision_is_argument && (arg = next_argument (self, next)) != NULL)
    how->precision = (int) MIN (perf_trace_eval (self, arg), 4096);
}

/* %pI4 and its like are addresses of what is to be shown, which is not in the data. */
static gboolean
is_known (const PerfConversion *how)
{
  return how->extension == '\0' || strchr ("xKsSfFB", how->extension) != NULL;
}

/* A function of the kernel, as %ps has it, or with %pS a place in it; FALSE when it has no name. */
static gboolean
print_function (PerfTraceEval *self, const PerfConversion *how, guint64 address, GString *text)
{
  gboolean with_offset = strchr ("SFB", how->extension) != NULL;
  g_autofree char *place = NULL;
  guint64 offset;
  const char *name;

  if (self->trace->names == NULL || strchr ("sSfFB", how->extension) == NULL)
    return FALSE;
  name = ppv_kernel_names_find (self->trace->names, address, &offset);
  if (name == NULL)
    return FALSE;
  if (with_offset)
    place = g_strdup_printf ("%s+0x%" G_GINT64_MODIFIER "x", name, offset);
  print_atom (how, with_offset ? place : name, text);
  return TRUE;
}

static void
print_number (PerfTraceEval *self, PerfConversion *how, guint64 number, GString *text)
{
  if (how->extension != '\0' && print_function (self, how, number, text))
    return;
  if (how->conversion == 'p')
    how->size = 0;
  perf_conversion_number (how, number, self->trace->long_size, text);
}

static void
print_conversion (PerfTraceEval *self,
                  PerfConversion *how,
                  const struct tep_print_arg **next,
                  GString *text)
{
  const struct tep_print_arg *arg;
  char c;

  take_widths (self, how, next);
  arg = next_argument (self, next);
  if (arg == NULL || !is_known (how))
    self->failed = TRUE;
  else if (how->conversion == 's')
    print_string (self, arg, how, text);
  else if (how->conversion == 'c')
    {
      c = (char) perf_trace_eval (self, arg);
      perf_conversion_text (how, &c, 1, text);
    }
  else
    print_number (self, how, perf_trace_eval (self, arg), text);
}

static const char *
print_escape (const char *at, GString *text)
{
  if (*at == 'n' || *at == 't')
    g_string_append_c (text, ' ');
  else if (*at != '\0')
    g_string_append_c (text, *at);
  return *at != '\0' ? at + 1 : at;
}

static void
print_format (PerfTraceEval *self, GString *text)
{
  const struct tep_print_arg *next = self->format->print_fmt.args;
  PerfConversion how;

  for (const char *at = self->format->print_fmt.format; *at != '\0' && !self->failed;)
    {
      gsize plain = strcspn (at, "%\\");

      g_string_append_len (text, at, (gssize) plain);
      at += plain;
      if (*at == '\\')
        at = print_escape (at + 1, text);
      else if (g_str_has_prefix (at, "%%"))
        {
          g_string_append_c (text, '%');
          at += 2;
        }
      else if (*at == '%')
        {
          at = perf_conversion_read (&how, at + 1);
          if (at == NULL)
            {
              self->failed = TRUE;
              return;
            }
          print_conversion (self, &how, &next, text);
        }
    }
}

/* --- by fields ---------------------------------------------------------------------------- */

static void
print_one (const struct tep_format_field *field, guint size, PpvReader raw, GString *text)
{
  gboolean is_signed = (field->flags & TEP_FIELD_IS_SIGNED) != 0;
  gboolean is_hex = (field->flags & (TEP_FIELD_IS_POINTER | TEP_FIELD_IS_LONG)) != 0 && !is_signed;
  guint64 number;

  if (!perf_trace_number (raw, 0, size, is_signed, &number))
    g_string_append_c (text, '?');
  else if (is_hex)
    g_string_append_printf (text, "0x%" G_GINT64_MODIFIER "x", number);
  else if (is_signed)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, (gint64) number);
  else
    g_string_append_printf (text, "%" G_GUINT64_FORMAT, number);
}

static void
print_elements (const struct tep_format_field *field, PpvReader bytes, GString *text)
{
  guint size = MAX (field->elementsize, 1);

  g_string_append_c (text, '[');
  for (guint i = 0; i < MOST_ELEMENTS && ppv_reader_left (&bytes) >= size; i++)
    {
      g_string_append (text, i > 0 ? ", " : "");
      print_one (field, size, bytes, text);
      ppv_reader_skip (&bytes, size);
    }
  g_string_append (text, ppv_reader_left (&bytes) >= size ? ", …]" : "]");
}

/* The library takes arrays of u8 for text, too. */
static gboolean
is_text (const struct tep_format_field *field)
{
  return field->flags & TEP_FIELD_IS_STRING && strstr (field->type, "char") != NULL;
}

static void
print_fields (PerfTraceEval *self, GString *text)
{
  const PerfConversion plain = { .conversion = 's', .precision = -1 };

  for (const struct tep_format_field *field = self->format->format.fields; field != NULL;
       field = field->next)
    {
      PpvReader bytes = perf_trace_eval_bytes (self, field);

      g_string_append_printf (text, "%s%s=", field != self->format->format.fields ? " " : "",
                              field->name);
      if (is_text (field))
        print_bytes (&plain, bytes, text);
      else if (field->flags & (TEP_FIELD_IS_ARRAY | TEP_FIELD_IS_DYNAMIC))
        print_elements (field, bytes, text);
      else
        print_one (field, (guint) MAX (field->size, 0), bytes, text);
    }
}

void
perf_trace_print (const PerfTrace *self,
                  const struct tep_event *format,
                  PpvReader raw,
                  GString *text)
{
  PerfTraceEval eval = { self, format, raw, FALSE };
  gsize length = text->len;

  if (format->print_fmt.format != NULL && format->print_fmt.format[0] != '\0' &&
      !(format->flags & (int) TEP_EVENT_FL_FAILED))
    print_format (&eval, text);
  else
    eval.failed = TRUE;
  if (!eval.failed)
    return;
  g_string_truncate (text, length);
  print_fields (&eval, text);
}
