/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-call-tree.h"
#include "ppv-json-writer.h"

G_BEGIN_DECLS

/* What a flame graph's root is called where the shape wants a name. */
#define JSON_ROOT_NAME "all"

/*
 * Members of the open object, which becomes the root: name, value, self and
 * children[], each child {name, value, self, module, file, line, children[]}.
 * Values are in the metric's unit.  As deep as the stacks are.
 */
void json_flame_graph_write (PpvJsonWriter      *json,
                             const PpvProfile   *profile,
                             const PpvCallTree  *tree);

G_END_DECLS
