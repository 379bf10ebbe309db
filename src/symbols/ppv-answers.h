/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-module-symbols.h"

G_BEGIN_DECLS

/* What was found at an address: a row of the module's symbols, or PPV_NONE, and places. */
typedef struct {
  guint32 symbol;
  guint32 begin;    /* of the places */
  guint32 n_places; /* the function first, then what is inlined, each into the one before */
} PpvFoundPlace;

/**
 * PpvFoundPlaces: (skip)
 * @symbols: (nullable): where it was found
 * @found: of #PpvFoundPlace
 * @places: of #PpvDwarfFrame
 * @asked: by row of the symbols' index: whether its declaration was looked up
 *
 * What the files of a module say of addresses, without a builder: in any one thread.
 */
typedef struct {
  const PpvModuleSymbols *symbols;
  GArray                 *found;
  GArray                 *places;
  guint8                 *asked;
} PpvFoundPlaces;

void ppv_found_places_init  (PpvFoundPlaces         *self,
                             const PpvModuleSymbols *symbols);
void ppv_found_places_clear (PpvFoundPlaces         *self);
void ppv_found_places_add   (PpvFoundPlaces         *self,
                             guint64                 address);

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
                        const PpvFoundPlaces   *findings,
                        guint32                 finding);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PpvAnswers, ppv_answers_clear)

G_END_DECLS
