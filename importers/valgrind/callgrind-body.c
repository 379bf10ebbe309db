/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Names, positions, costs, calls and jumps: the lines there are thousands of. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "callgrind-reader.h"
#include "ppv-number.h"

static PpvModuleId
make_object (CallgrindReader *self, CallgrindScan name)
{
  PpvStringId path =
      callgrind_names_take (&self->names, CALLGRIND_OBJECT, name.at, (gsize) (name.end - name.at));

  return path != 0 ? ppv_profile_builder_module (self->builder, path, 0, PPV_MODULE_USER)
                   : PPV_NONE;
}

static PpvStringId
make_name (CallgrindReader *self, CallgrindSpace space, CallgrindScan name)
{
  PpvStringId string =
      callgrind_names_take (&self->names, space, name.at, (gsize) (name.end - name.at));

  if (self->names.unknown)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "unknown-name", self->lines.offset,
                              _ ("Some names are numbers that the file does not explain"));
  if (self->names.too_long)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "name-too-long", self->lines.offset,
                              _ ("Names that are made of others were left as they are written "
                                 "because they get too long"));
  return string;
}

static PpvFunctionId
make_function (CallgrindReader *self, CallgrindScan name, PpvModuleId object, PpvStringId file)
{
  PpvStringId string = make_name (self, CALLGRIND_FUNCTION, name);

  return ppv_profile_builder_function (self->builder, string, string, object, file, 0);
}

static void
set_file (CallgrindReader *self, PpvStringId file)
{
  self->line_file = file;
  self->epoch++;
}

/* The function of the lines that follow, in its own file. */
static void
set_function (CallgrindReader *self, CallgrindScan name)
{
  set_file (self, self->function_file);
  self->function = make_function (self, name, self->object, self->function_file);
}

static void
set_called (CallgrindReader *self, CallgrindScan name)
{
  self->called =
      make_function (self, name, self->has_called_object ? self->called_object : self->object,
                     self->has_called_file ? self->called_file : self->line_file);
}

static gboolean
read_f (CallgrindReader *self, CallgrindScan line)
{
  if (callgrind_scan_prefix (&line, "fn="))
    set_function (self, line);
  else if (callgrind_scan_prefix (&line, "fi=") || callgrind_scan_prefix (&line, "fe="))
    set_file (self, make_name (self, CALLGRIND_FILE, line));
  else if (callgrind_scan_prefix (&line, "fl="))
    {
      self->function_file = make_name (self, CALLGRIND_FILE, line);
      set_file (self, self->function_file);
    }
  else
    return FALSE;
  return TRUE;
}

/* Where a call or a jump leads to is only looked at. */
static gboolean
skip_positions (CallgrindScan line)
{
  const char *word;

  while (callgrind_scan_word (&line, &word) > 0)
    if (strchr ("+-*0123456789", word[0]) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
read_calls (CallgrindReader *self, CallgrindScan line)
{
  if (!callgrind_scan_number (&line, &self->count) || !skip_positions (line))
    return FALSE;
  self->next = CALLGRIND_CALL;
  return TRUE;
}

static gboolean
read_c (CallgrindReader *self, CallgrindScan line)
{
  if (callgrind_scan_prefix (&line, "calls="))
    return read_calls (self, line);
  if (callgrind_scan_prefix (&line, "cfn="))
    set_called (self, line);
  else if (callgrind_scan_prefix (&line, "cfi=") || callgrind_scan_prefix (&line, "cfl="))
    {
      self->called_file = make_name (self, CALLGRIND_FILE, line);
      self->has_called_file = TRUE;
    }
  else if (callgrind_scan_prefix (&line, "cob="))
    {
      self->called_object = make_object (self, line);
      self->has_called_object = TRUE;
    }
  else
    return FALSE;
  return TRUE;
}

/* "jump=3 +5", "jcnd=1/5 +5", and as the manual has it "jcnd=5 1 +5". */
static gboolean
read_j (CallgrindReader *self, CallgrindScan line)
{
  guint64 count;

  if (callgrind_scan_prefix (&line, "jump="))
    self->n_jumps++;
  else if (callgrind_scan_prefix (&line, "jcnd="))
    self->n_conditional++;
  else
    {
      gboolean is_file = callgrind_scan_prefix (&line, "jfi=");

      if (!is_file && !callgrind_scan_prefix (&line, "jfn="))
        return FALSE;
      (void) make_name (self, is_file ? CALLGRIND_FILE : CALLGRIND_FUNCTION, line);
      return TRUE;
    }
  if (!callgrind_scan_number (&line, &count))
    return FALSE;
  if (callgrind_scan_prefix (&line, "/") && !callgrind_scan_number (&line, &count))
    return FALSE;
  self->next = CALLGRIND_JUMP;
  return skip_positions (line);
}

/* "+3", "-1", "*", "12", "0x1f" */
static gboolean
scan_position (CallgrindScan *line, guint64 *position)
{
  guint64 value;
  char first = line->at < line->end ? *line->at : '\0';

  if (first == '*')
    {
      line->at++;
      return TRUE;
    }
  if (first == '+' || first == '-')
    {
      line->at++;
      if (!callgrind_scan_either (line, &value))
        return FALSE;
      *position += first == '+' ? value : -value;
      return TRUE;
    }
  if (!callgrind_scan_either (line, &value))
    return FALSE;
  *position = value;
  return TRUE;
}

static gboolean
scan_positions (CallgrindReader *self, CallgrindScan *line)
{
  guint64 position[CALLGRIND_MOST_POSITIONS];

  for (guint i = 0; i < self->n_positions; i++)
    {
      position[i] = self->position[i];
      if (!scan_position (line, &position[i]) || (line->at < line->end && *line->at != ' '))
        return FALSE;
      callgrind_scan_blanks (line);
    }
  memcpy (self->position, position, self->n_positions * sizeof *position);
  return TRUE;
}

gboolean
callgrind_scan_costs (const CallgrindReader *self, CallgrindScan *line, gint64 *costs)
{
  guint n_costs = 0;
  guint64 value;

  for (callgrind_scan_blanks (line); line->at < line->end; callgrind_scan_blanks (line))
    {
      if (n_costs == self->events.n_events)
        return n_costs == CALLGRIND_MOST_EVENTS;
      value = 0;
      (void) callgrind_scan_prefix (line, "+");
      if (!callgrind_scan_prefix (line, ".") &&
          (!callgrind_scan_number (line, &value) || value > G_MAXINT64))
        return FALSE;
      if (line->at < line->end && *line->at != ' ' && *line->at != '\t')
        return FALSE;
      costs[n_costs++] = (gint64) value;
    }
  memset (costs + n_costs, 0, (self->events.n_events - n_costs) * sizeof *costs);
  return TRUE;
}

static PpvFrameId
make_frame (CallgrindReader *self, guint32 line)
{
  if (self->function == PPV_NONE)
    {
      PpvStringId unknown = ppv_profile_builder_string (self->builder, "[unknown]", -1);

      self->function = ppv_profile_builder_function (self->builder, unknown, unknown, self->object,
                                                     self->function_file, 0);
    }
  return ppv_profile_builder_place (self->builder, self->function, self->object, PPV_NO_ADDRESS,
                                    self->line_file, line, FALSE);
}

/* The place of the current line. */
static PpvFrameId
find_frame (CallgrindReader *self)
{
  guint64 line = self->line_position < self->n_positions ? self->position[self->line_position] : 0;
  CallgrindPlace *place = &self->places[line % CALLGRIND_N_PLACES];

  line = line <= G_MAXUINT32 ? line : 0;
  if (place->epoch != self->epoch || place->line != line)
    *place = (CallgrindPlace){ self->epoch, (guint32) line, make_frame (self, (guint32) line) };
  return place->frame;
}

static void
add_call (CallgrindReader *self, const gint64 *costs)
{
  gint64 values[CALLGRIND_MOST_EVENTS];

  callgrind_events_sort (&self->events, costs, values);
  callgrind_events_derive (&self->events, values);
  ppv_profile_builder_call (self->builder, self->events.set, find_frame (self), self->called,
                            self->count, values);
  self->n_calls++;
  self->has_called_object = self->has_called_file = FALSE;
}

/* Apart from those in order, which are many, so that these need no room for other values. */
static G_GNUC_NO_INLINE void
add_out_of_order (CallgrindReader *self, const gint64 *costs)
{
  gint64 values[CALLGRIND_MOST_EVENTS];

  callgrind_events_sort (&self->events, costs, values);
  callgrind_costs_add (&self->costs, find_frame (self), values);
}

void
callgrind_add_self (CallgrindReader *self, const gint64 *costs)
{
  gint64 any = 0;

  for (guint i = 0; i < self->events.n_events; i++)
    {
      any |= costs[i];
      self->sums[i] = ppv_add_saturating (self->sums[i], costs[i], &self->events.saturated);
    }
  self->n_cost_lines++;
  if (any == 0)
    return;
  if (self->events.in_order)
    callgrind_costs_add (&self->costs, find_frame (self), costs);
  else
    add_out_of_order (self, costs);
}

/* Even when the costs are damaged the call was there. */
static gboolean
read_costs (CallgrindReader *self, CallgrindScan line)
{
  gint64 *costs = self->line_costs;
  CallgrindNext next = self->next;
  gboolean good;

  self->next = CALLGRIND_SELF;
  callgrind_begin_body (self);
  if (self->events.n_events == 0 || !scan_positions (self, &line))
    return FALSE;
  if (next == CALLGRIND_JUMP)
    return TRUE;
  good = callgrind_scan_costs (self, &line, costs);
  if (next == CALLGRIND_CALL)
    {
      if (!good)
        memset (costs, 0, sizeof self->line_costs);
      add_call (self, costs);
    }
  else if (good)
    callgrind_add_self (self, costs);
  return good;
}

gboolean
callgrind_read_body (CallgrindReader *self, CallgrindScan line)
{
  switch (line.at < line.end ? *line.at : '\0')
    {
    case '0' ... '9':
    case '+':
    case '-':
    case '*':
      return read_costs (self, line);
    case 'f':
      return read_f (self, line);
    case 'c':
      return read_c (self, line);
    case 'j':
      return read_j (self, line);
    case 'o':
      if (!callgrind_scan_prefix (&line, "ob="))
        return FALSE;
      self->object = make_object (self, line);
      self->epoch++;
      return TRUE;
    case 'r':
      return callgrind_scan_prefix (&line, "rcalls=") && read_calls (self, line);
    default:
      return FALSE;
    }
}
