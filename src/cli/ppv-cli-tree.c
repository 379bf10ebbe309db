/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cli-head.h"
#include "ppv-cli-tree.h"
#include "ppv-number.h"

/* People read the big branches; programs get all unless they ask for less. */
double
ppv_cli_tree_percent (const PpvCommand *command)
{
  if (command->options.percent_limit >= 0)
    return command->options.percent_limit;
  return ppv_command_is_format (command, "text") ? PPV_USUAL_PERCENT : 0;
}

PpvTreeRows *
ppv_cli_tree_rows (const PpvCommand *command,
                   const PpvProfile *profile,
                   const PpvStackCosts *costs,
                   gboolean inverted)
{
  double percent = ppv_cli_tree_percent (command);
  PpvTreeRows *rows;

  if (inverted)
    rows = ppv_tree_rows_bottom_up (profile, costs, PPV_MERGE_FUNCTIONS, percent);
  else
    rows = ppv_tree_rows_top_down (profile, costs, percent);
  if (command->options.n_rows > 0)
    ppv_tree_rows_keep (rows, (guint) command->options.n_rows);
  return rows;
}

static char *
dup_function (const PpvProfile *profile, const PpvTreeRow *row)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  const char *name = ppv_profile_get_string (profile, functions->name[row->function]);

  if (ppv_profile_get_frames (profile)->inlined[row->frame])
    return g_strdup_printf (_ ("%s (inlined)"), name);
  return g_strdup (name);
}

void
ppv_cli_tree_print_rest (const PpvTreeRows *rows, PpvOutput *output)
{
  g_autofree char *n_hidden = ppv_format_count ((gint64) MIN (rows->n_hidden, G_MAXINT64));

  if (rows->n_hidden > 0)
    ppv_sink_printf (
        output->sink,
        ngettext ("\n%s smaller branch is not shown (--percent-limit=0 shows all)\n",
                  "\n%s smaller branches are not shown (--percent-limit=0 shows all)\n",
                  (gulong) rows->n_hidden),
        n_hidden);
}

void
ppv_cli_tree_print (const PpvCommand *command,
                    const PpvProfile *profile,
                    const PpvStackCosts *costs,
                    const PpvTreeRows *rows,
                    gboolean with_self,
                    PpvOutput *output)
{
  if (costs == NULL || costs->n_samples == 0)
    {
      ppv_head_no_samples (profile, output);
      return;
    }
  ppv_head_print (command, profile, costs, output);
  ppv_tree_rows_print (rows, profile, ppv_head_unit (profile, costs), with_self, dup_function,
                       output);
  ppv_cli_tree_print_rest (rows, output);
}
