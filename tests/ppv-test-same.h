/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile.h"

/* Both have the same rows, in the same order, in all tables. */
void ppv_test_assert_same (const PpvProfile *one, const PpvProfile *two);
