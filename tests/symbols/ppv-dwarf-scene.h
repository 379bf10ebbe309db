/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-dwarf.h"
#include "ppv-symbol-scene.h"

G_BEGIN_DECLS

/* tests/data/src/places.c as "places" in the folder; FALSE, with a skip, when it does not build. */
gboolean dwarf_scene_compile  (SymbolScene      *scene,
                               const char       *flags);
/* The same with tests/data/src/scopes.cpp. */
gboolean dwarf_scene_compile_scopes (SymbolScene *scene,
                               const char       *flags);
/* Runs a command in the folder; FALSE, with a skip, when it is not there or says no. */
gboolean dwarf_scene_run      (SymbolScene      *scene,
                               const char       *command);
/* An ELF file in the folder. */
PpvElfFile *dwarf_scene_open  (SymbolScene      *scene,
                               const char       *name);
/* Where the symbol @name of @file is. */
guint64  dwarf_scene_locate   (const PpvElfFile *file,
                               const char       *name);
/* What is at a symbol of "places", such as "inner:15 < outer:37"; (transfer full). */
char    *dwarf_scene_describe (PpvDwarf         *dwarf,
                               const PpvElfFile *file,
                               const char       *name);

G_END_DECLS
