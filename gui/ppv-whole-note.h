/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ppv-session.h"

G_BEGIN_DECLS

#define PPV_TYPE_WHOLE_NOTE (ppv_whole_note_get_type ())

/**
 * PpvWholeNote:
 *
 * Says below the filters that the view in front does not heed them, as Memory, Leaks and
 * Errors are of the whole program.
 */
G_DECLARE_FINAL_TYPE (PpvWholeNote, ppv_whole_note, PPV, WHOLE_NOTE, AdwBin)

void ppv_whole_note_set_session (PpvWholeNote *self,
                                 PpvSession   *session,
                                 AdwViewStack *views);

G_END_DECLS
