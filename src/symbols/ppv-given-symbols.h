/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/* Names the frames of @builder whose functions the recording itself has named. */
void ppv_given_symbols_resolve (PpvProfileBuilder *builder);

G_END_DECLS
