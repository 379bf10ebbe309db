/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-input.h"

G_BEGIN_DECLS

/**
 * PpvTestFile: (skip)
 * @folder: a folder of its own
 * @path: of the one file that may be in it
 *
 * A fixture.
 */
typedef struct {
  char *folder;
  char *path;
} PpvTestFile;

void      ppv_test_file_set_up    (PpvTestFile   *self,
                                   gconstpointer  user_data);
void      ppv_test_file_tear_down (PpvTestFile   *self,
                                   gconstpointer  user_data);
void      ppv_test_file_put       (PpvTestFile   *self,
                                   GBytes        *bytes);
PpvInput *ppv_test_file_open      (PpvTestFile   *self);

/* 1.2 MB in which each place is told from each other. */
GBytes   *ppv_test_numbers        (void);
GBytes   *ppv_test_zeros          (gsize          size);
/* @bytes wrapped by @filter, one of libarchive's. */
GBytes   *ppv_test_wrap           (GBytes        *bytes,
                                   int            filter);
/* All bytes, window by window, @want at a time. */
GBytes   *ppv_test_read_all       (PpvInput      *input,
                                   gsize          want);
void      ppv_test_assert_holds   (PpvInput      *input,
                                   GBytes        *expected);

G_END_DECLS
