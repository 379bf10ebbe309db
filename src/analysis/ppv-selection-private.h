/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-condition-private.h"

typedef enum {
  PPV_TRANSFORM_FOCUS,    /* stacks begin at what matches; others are left out */
  PPV_TRANSFORM_HIDE,     /* frames that match go; their cost is their callers' */
  PPV_TRANSFORM_MERGE,    /* the same at one place of the tree */
  PPV_TRANSFORM_COLLAPSE, /* what matching frames call becomes their own cost */
  PPV_TRANSFORM_DROP,     /* samples with what matches are left out */
  PPV_TRANSFORM_INVERT,   /* callees first */
} PpvTransformKind;

/**
 * PpvTransform: (skip)
 * @kind: what is done with the stacks
 * @is_recursion: for COLLAPSE, whether what calls itself is collapsed
 * @has_term: whether @term says of what; FALSE for all of it
 * @term: of kind FUNCTION, MODULE, SELF or STACK
 */
typedef struct {
  PpvTransformKind kind;
  gboolean         is_recursion;
  gboolean         has_term;
  PpvTerm          term;
} PpvTransform;

/* Adds what @text says to @self, which is half done when it returns FALSE. */
gboolean             ppv_selection_read            (PpvSelection        *self,
                                                    const char          *text,
                                                    GError             **error);
/* Takes @condition, whose parts become clauses when all of them must hold. */
void                 ppv_selection_take_condition  (PpvSelection        *self,
                                                    PpvCondition        *condition);
/* Takes what @transform has. */
void                 ppv_selection_take_transform  (PpvSelection        *self,
                                                    PpvTransform         transform);
/* For what is left of @whole when most is done: its text is then that of @whole. */
void                 ppv_selection_set_whole       (PpvSelection        *self,
                                                    const PpvSelection  *whole);
/* The text of that, or NULL. */
const char          *ppv_selection_get_whole       (const PpvSelection  *self);
/* (element-type PpvCondition): all of which must hold. */
const GPtrArray     *ppv_selection_get_conditions  (const PpvSelection  *self);
/* (element-type PpvTransform): in their order. */
const GArray        *ppv_selection_get_transforms  (const PpvSelection  *self);

char                *ppv_condition_to_text         (const PpvCondition  *self);
char                *ppv_transform_to_text         (const PpvTransform  *self);
