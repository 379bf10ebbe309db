/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile.h"
#include "script-header.h"

G_BEGIN_DECLS

/*
 * ScriptFrame: a place in the code
 * @address: as it is written
 * @name: of the function, without what was added to it; empty when perf did not know it
 * @module: path or name in brackets; empty when perf did not know it
 * @kind: what kind of module that is
 * @file: source file, empty when not told
 * @line: in it, 0 when not told
 * @inlined: whether it is inlined into the next one
 */
typedef struct {
  guint64       address;
  ScriptText    name;
  ScriptText    module;
  PpvModuleKind kind;
  ScriptText    file;
  guint32       line;
  gboolean      inlined;
} ScriptFrame;

/* Whether a line may be one: blanks, hexadecimal digits, a blank, more. */
gboolean script_frame_is_line (const char  *line,
                               gsize        length);
/* @text may have a second line, with the place in the source. */
gboolean script_frame_parse   (ScriptFrame *self,
                               const char  *text,
                               gsize        length);

G_END_DECLS
