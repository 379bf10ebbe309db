/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-json-writer.h"
#include "ppv-load.h"

/* Writes the members of an object. */
typedef gboolean (*PpvTestFiguresFunc) (const PpvProfile  *profile,
                                        PpvJsonWriter     *json,
                                        GError           **error);

/*
 * The main function of a program that prints an object of JSON about the file that is
 * its only argument, for tests that compare it with what is known.
 */
int ppv_test_figures (int                     argc,
                      char                  **argv,
                      const PpvSymbolOptions *symbols,
                      PpvTestFiguresFunc      write);
