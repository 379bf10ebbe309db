#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
exec "$top_srcdir/tests/gui/run-with-xvfb" "$top_builddir/tests/gui/test-selection" "$@"
