/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-symbolize.h"

G_BEGIN_DECLS

/**
 * SymbolScene: (skip)
 * @folder: a temporary folder, with nothing in it at first
 * @builder: what has been recorded
 * @options: of ppv_symbolize(); symbols are looked for
 * @profile: what came out
 *
 * A recording of single addresses, to see what they are called.
 */
typedef struct {
  char              *folder;
  PpvProfileBuilder *builder;
  PpvSymbolOptions   options;
  PpvProfile        *profile;
} SymbolScene;

void           symbol_scene_init   (SymbolScene   *self);
void           symbol_scene_clear  (SymbolScene   *self);
/* Writes @text to @path below the folder, making folders as needed.  Returns: its whole path */
char          *symbol_scene_write  (SymbolScene   *self,
                                    const char    *path,
                                    const char    *text,
                                    gssize         length);
/* Records @address.  Returns: its row for symbol_scene_name() */
PpvFrameId     symbol_scene_record (SymbolScene   *self,
                                    PpvModuleKind  kind,
                                    const char    *path,
                                    const char    *build_id,
                                    guint64        address);
/* Looks symbols up, and seals. */
void           symbol_scene_run    (SymbolScene   *self);
const char    *symbol_scene_name   (SymbolScene   *self,
                                    PpvFrameId     frame);
/* The state of the frame's module. */
PpvSymbolState symbol_scene_state  (SymbolScene   *self,
                                    PpvFrameId     frame);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SymbolScene, symbol_scene_clear)

G_END_DECLS
