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
  gint64 bytes;
  const char *label;
  gsize length;
} NodeLine;

void
massif_tree_init (MassifTree *self, PpvProfileBuilder *builder)
{
  *self = (MassifTree){ .builder = builder, .set = PPV_NONE };
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
  gsize root = self->categories != NULL ? 1 : 0;
  PpvStackId stack = PPV_NONE;

  if (self->left_out)
    return;
  for (gsize i = level + 1; i-- > root;)
    stack = ppv_profile_builder_stack (self->builder, stack, node_at (self, i)->frame);
  if (self->categories != NULL)
    massif_categories_add (self->categories, stack, bytes);
  else
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

gint64
massif_bytes (PpvProfileBuilder *builder, guint64 bytes, guint64 offset)
{
  if (bytes <= G_MAXINT64)
    return (gint64) bytes;
  ppv_profile_builder_warn (builder, PPV_LOSS, "saturated", offset,
                            _ ("Figures of 2^63 and more are shown as 2^63 - 1"));
  return G_MAXINT64;
}

/* Sets the level even when the rest is damaged. */
static gboolean
parse_line (const MassifTree *self, NodeLine *line, const PpvLines *lines)
{
  const char *end = lines->line + lines->length;
  const char *at = lines->line;
  guint64 bytes;

  while (at < end && *at == ' ')
    at++;
  line->level = (gsize) (at - lines->line);
  if (lines->cut || at == end || *at++ != 'n' || !take_number (&at, end, ": ", &line->n_children) ||
      !take_number (&at, end, " ", &bytes) || at == end)
    return FALSE;
  line->bytes = massif_bytes (self->builder, bytes, lines->offset);
  line->label = at;
  line->length = (gsize) (end - at);
  return TRUE;
}

static PpvFrameId
find_frame (MassifTree *self, const NodeLine *line)
{
  PpvFrameId *frame = text_map_at (&self->frames, line->label, line->length);

  if (*frame == PPV_NONE)
    *frame = massif_label_frame (self->builder, line->label, line->length);
  return *frame;
}

/* The root of an execution tree only tells the category. */
static void
open_root (MassifTree *self, const NodeLine *line, Node *node, guint64 offset)
{
  self->root_bytes = node->bytes;
  if (self->categories == NULL)
    node->frame = find_frame (self, line);
  else
    self->left_out = !massif_categories_begin (self->categories, line->label, line->length, offset);
}

static void
open_node (MassifTree *self, const NodeLine *line, guint64 offset)
{
  Node node = {
    .frame = PPV_NONE,
    .bytes = line->bytes,
    .n_children = line->n_children,
  };

  if (line->level == 0)
    open_root (self, line, &node, offset);
  else
    node.frame = find_frame (self, line);
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
  parent->below = ppv_add_saturating (parent->below, line->bytes, &saturated);
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
  gboolean good = parse_line (self, &line, lines);

  if (good && is_too_deep (self, &line, lines->offset))
    return TRUE;
  /* whatever a damaged line was, the next ones are not below its elder siblings */
  close_from (self, MAX (line.level, 1), lines->offset);
  if (!good || line.level != self->open->len)
    return FALSE;
  add_to_parent (self, &line);
  open_node (self, &line, lines->offset);
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
