/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <gmodule.h>

#include "ppv-plugin.h"

/* Two importers that claim the same file: the higher bid must win, then the smaller id. */

static guint
bid_by_first_byte (const PpvSniff *sniff)
{
  return sniff->head_length > 0 ? sniff->head[0] : 0;
}

static guint
bid_seven (const PpvSniff *sniff)
{
  return 7;
}

static gboolean
load_nothing (PpvLoadContext *context, PpvProfileBuilder *builder, GError **error)
{
  return ppv_load_context_advance (context, 1, 1, error);
}

static const PpvImporter first = {
  sizeof first, "a-first-byte", "First byte", NULL, NULL, bid_by_first_byte, load_nothing,
};

static const PpvImporter seven = {
  sizeof seven, "b-seven", "Seven", NULL, NULL, bid_seven, load_nothing,
};

G_MODULE_EXPORT const PpvPlugin ppv_plugin = {
  .abi = PPV_PLUGIN_ABI,
  .version = "1",
  .license = "LGPL-2.1-or-later",
  .domain = GETTEXT_PACKAGE,
  .importers = (const PpvImporter *const[]){ &seven, &first, NULL },
};
