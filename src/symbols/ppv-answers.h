/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-module-symbols.h"

G_BEGIN_DECLS

/**
 * PpvAnswers: (skip)
 * @builder: whose frames are named
 * @module: of the frames
 * @symbols: what is known of it
 * @functions: by row of the symbols' index: the function + 1, or 0
 *
 * Names frames of one module.
 */
typedef struct {
  PpvProfileBuilder      *builder;
  PpvModuleId             module;
  const PpvModuleSymbols *symbols;
  guint32                *functions;
} PpvAnswers;

void ppv_answers_init  (PpvAnswers             *self,
                        PpvProfileBuilder      *builder,
                        PpvModuleId             module,
                        const PpvModuleSymbols *symbols);
void ppv_answers_clear (PpvAnswers             *self);
/* Says which function @frame is in, at which line, and what is inlined there. */
void ppv_answers_give  (PpvAnswers             *self,
                        PpvFrameId              frame,
                        guint64                 address);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PpvAnswers, ppv_answers_clear)

G_END_DECLS
