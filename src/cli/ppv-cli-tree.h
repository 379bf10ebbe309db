/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-cli-output.h"
#include "ppv-tree-rows.h"

G_BEGIN_DECLS

/* Smaller branches are not shown to people unless they ask for them, in percent. */
#define PPV_USUAL_PERCENT 0.5

/* Trees as several verbs show them. */
double       ppv_cli_tree_percent    (const PpvCommand    *command);
PpvTreeRows *ppv_cli_tree_rows       (const PpvCommand    *command,
                                      const PpvProfile    *profile,
                                      const PpvStackCosts *costs,
                                      gboolean             inverted);
void         ppv_cli_tree_print      (const PpvCommand    *command,
                                      const PpvProfile    *profile,
                                      const PpvStackCosts *costs,
                                      const PpvTreeRows   *rows,
                                      gboolean             with_self,
                                      PpvOutput           *output);
/* What to call a row; (transfer full). */
typedef char *(*PpvTreeLabel) (const PpvProfile *profile,
                               const PpvTreeRow *row);

/* As an indented tree; @with_self has a column for it. */
void         ppv_tree_rows_print     (const PpvTreeRows   *self,
                                      const PpvProfile    *profile,
                                      const char          *unit,
                                      gboolean             with_self,
                                      PpvTreeLabel         label,
                                      PpvOutput           *output);
/* Says what was left out. */
void         ppv_cli_tree_print_rest (const PpvTreeRows   *rows,
                                      PpvOutput           *output);

G_END_DECLS
