/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "script-comments.h"

/* What perf calls it, and the fact that a recording would have of it. */
static const struct {
  const char *name;
  const char *key;
} facts[] = {
  { "hostname", "host" },
  { "os release", "os_release" },
  { "arch", "architecture" },
  { "nrcpus online", "cpus_online" },
  { "nrcpus avail", "cpus_available" },
  { "cpudesc", "cpu" },
  { "cpuid", "cpu_id" },
  { "total memory", "total_memory_kb" },
  { "cmdline", "command" },
  { "captured on", "start_time" },
};

static const char kilobytes[] = " kB";

void
script_comments_add (PpvProfileBuilder *builder, const char *line, gsize length)
{
  g_autofree char *text = g_strndup (line, length);
  char *colon = strstr (text, ": ");
  char *value = colon != NULL ? g_strstrip (colon + 2) : NULL;
  const char *name;

  if (value == NULL)
    return;
  *colon = '\0';
  name = g_strstrip (text + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    if (strcmp (name, facts[i].name) == 0)
      {
        if (g_str_has_suffix (value, kilobytes))
          value[strlen (value) - strlen (kilobytes)] = '\0';
        ppv_profile_builder_fact (builder, facts[i].key, value, -1);
      }
}
