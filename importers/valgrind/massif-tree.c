/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "massif-label.h"
#include "massif-tree.h"
#include "ppv-number.h"

typedef struct {
  PpvFrameId frame;
  gint64 bytes;
  gint64 below;       /* bytes of the children */
  guint64 n_children; /* as the node announces */
  guint64 n_seen;     /* as there are */
} Node;

/* A line taken apart: "n<children>: <bytes> <label>" after @level blanks. */
typedef struct {
  gsize level;
  guint64 n_children;
  guint64 bytes;
  const char *label;
  gsize length;
} NodeLine;

void
massif_tree_init (MassifTree *self, PpvProfileBuilder *builder, guint32 set)
{
  self->builder = builder;
  self->set = set;
  text_map_init (&self->frames);
  self->open = g_array_new (FALSE, FALSE, sizeof (Node));
}

void
massif_tree_clear (MassifTree *self)
{
  text_map_clear (&self->frames);
  g_clear_pointer (&self->open, g_array_unref);
}

static Node *
node_at (const MassifTree *self, gsize level)
{
  return &g_array_index (self->open, Node, level);
}

/* The open nodes up to @level are the stack, the last of them its root. */
static void
add_sample (MassifTree *self, gsize level, gint64 bytes)
{
  PpvStackId stack = PPV_NONE;

  for (gsize i = level + 1; i-- > 0;)
    stack = ppv_profile_builder_stack (self->builder, stack, node_at (self, i)->frame);
  ppv_profile_builder_sample (self->builder, self->set, stack, 0, PPV_NONE, PPV_NONE, &bytes);
}

static void
close_node (MassifTree *self, gsize level, guint64 offset)
{
  const Node *node = node_at (self, level);

  if (node->n_seen != node->n_children)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "broken-tree", offset,
                              _ ("A heap tree has not the nodes it announces"));
  if (node->below > node->bytes)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "broken-sum", offset,
                              _ ("The callers in a heap tree have more bytes than what they call"));
  else if (node->n_seen == 0 || node->below < node->bytes)
    add_sample (self, level, node->bytes - node->below);
  g_array_set_size (self->open, (guint) level);
}

static void
close_from (MassifTree *self, gsize level, guint64 offset)
{
  while (self->open->len > level)
    close_node (self, self->open->len - 1, offset);
}

/* Takes the digits before @stop, and @stop with the blank after. */
static gboolean
take_number (const char **at, const char *end, const char *stop, guint64 *value)
{
  const char *begin = *at;
  gsize length = strlen (stop);

  while (*at < end && g_ascii_isdigit (**at))
    (*at)++;
  if (!ppv_parse_u64 (begin, (gsize) (*at - begin), value) || (gsize) (end - *at) < length ||
      memcmp (*at, stop, length) != 0)
    return FALSE;
  *at += length;
  return TRUE;
}

/* Sets the level even when the rest is damaged. */
static gboolean
parse_line (NodeLine *self, const char *line, gsize length)
{
  const char *end = line + length;
  const char *at = line;

  while (at < end && *at == ' ')
    at++;
  self->level = (gsize) (at - line);
  if (at == end || *at++ != 'n' || !take_number (&at, end, ": ", &self->n_children) ||
      !take_number (&at, end, " ", &self->bytes) || at == end)
    return FALSE;
  self->label = at;
  self->length = (gsize) (end - at);
  return self->bytes <= G_MAXINT64;
}

static PpvFrameId
find_frame (MassifTree *self, const NodeLine *line)
{
  PpvFrameId *frame = text_map_at (&self->frames, line->label, line->length);

  if (*frame == PPV_NONE)
    *frame = massif_label_frame (self->builder, line->label, line->length);
  return *frame;
}

static void
open_node (MassifTree *self, const NodeLine *line)
{
  Node node = {
    .frame = find_frame (self, line),
    .bytes = (gint64) line->bytes,
    .n_children = line->n_children,
  };

  if (line->level == 0)
    self->root_bytes = node.bytes;
  g_array_append_val (self->open, node);
}

static void
add_to_parent (MassifTree *self, const NodeLine *line)
{
  gboolean saturated = FALSE;
  Node *parent;

  if (line->level == 0)
    return;
  parent = node_at (self, line->level - 1);
  parent->n_seen++;
  parent->below = ppv_add_saturating (parent->below, (gint64) line->bytes, &saturated);
}

/* What is too deep stays with the deepest node that is kept. */
static gboolean
is_too_deep (MassifTree *self, const NodeLine *line, guint64 offset)
{
  guint64 depth = ppv_profile_builder_get_limits (self->builder)->depth;

  if (line->level < depth)
    return FALSE;
  ppv_profile_builder_warn (self->builder, PPV_LOSS, "deep-stack", offset,
                            _ ("Stacks lost their outer frames because they are too deep "
                               "(--limit-depth)"));
  if (line->level == self->open->len && line->level > 0)
    node_at (self, line->level - 1)->n_seen++;
  return TRUE;
}

gboolean
massif_tree_add_line (MassifTree *self, const PpvLines *lines)
{
  NodeLine line;
  gboolean good = parse_line (&line, lines->line, lines->length) && !lines->cut;

  if (good && is_too_deep (self, &line, lines->offset))
    return TRUE;
  /* whatever a damaged line was, the next ones are not below its elder siblings */
  close_from (self, MAX (line.level, 1), lines->offset);
  if (!good || line.level != self->open->len)
    return FALSE;
  add_to_parent (self, &line);
  open_node (self, &line);
  self->n_nodes++;
  return TRUE;
}

gboolean
massif_tree_is_complete (const MassifTree *self)
{
  for (guint i = 0; i < self->open->len; i++)
    if (node_at (self, i)->n_seen != node_at (self, i)->n_children)
      return FALSE;
  return self->open->len > 0;
}

gboolean
massif_tree_end (MassifTree *self, guint64 offset)
{
  gboolean any = self->open->len > 0;

  close_from (self, 0, offset);
  return any;
}
