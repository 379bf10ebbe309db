/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "checker-elements.h"

G_BEGIN_DECLS

/* What to do when an element ends that stands in a certain other one. */
typedef struct {
  const char *path; /* both names, each ended by "/" */
  void      (*close) (CheckerElements *self,
                      const char      *text);
  gsize       number; /* without @close: the member that the text is the number of */
} CheckerRule;

/* NULL when there is none. */
const CheckerRule *checker_rule_find   (const char      *path);
/* A number of the file; 0, and PPV_NO_ADDRESS, when it is none, with a warning. */
guint64            checker_elements_number (CheckerElements *self,
                                        const char      *text);
guint64            checker_elements_hex (CheckerElements *self,
                                        const char      *text);
/* The error that was begun is complete. */
void               checker_close_error (CheckerElements *self,
                                        const char      *text);

G_END_DECLS
