/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile-builder.h"
#include "script-header.h"

G_BEGIN_DECLS

/* ScriptEvents: a sample set for each event of a text, with the columns its first sample has. */
typedef struct {
  PpvProfileBuilder *builder;
  gboolean           details; /* whether samples have what their events say */
  GHashTable        *sets;
  GString           *last;    /* name of the event asked for last */
  guint32            last_set;
} ScriptEvents;

void    script_events_init  (ScriptEvents       *self,
                             PpvProfileBuilder  *builder,
                             gboolean            details);
void    script_events_clear (ScriptEvents       *self);
/* The set of the sample's event, or PPV_NONE when there are too many. */
guint32 script_events_find  (ScriptEvents       *self,
                             const ScriptHeader *header);

G_END_DECLS
