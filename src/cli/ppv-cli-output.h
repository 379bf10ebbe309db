/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-cli.h"

G_BEGIN_DECLS

/**
 * PpvOutput:
 * @sink: where to write
 * @width: columns of the terminal, or 80
 * @colour: whether SGR sequences may be written
 *
 * Where a verb's answer goes: the file of -o, else standard output, through a
 * pager when a person reads it.
 */
typedef struct {
  PpvSink *sink;
  guint    width;
  gboolean colour;

  /*< private >*/
  GCancellable *cancellable;
  GPid          pager; /* 0 when there is none */
} PpvOutput;

/* Answers in text are paged and may be coloured. */
PpvOutput  *ppv_output_new      (const PpvCommand  *command,
                                 GError           **error);
/* The same, to @path instead of what -o says. */
PpvOutput  *ppv_output_new_file (const PpvCommand  *command,
                                 const char        *path,
                                 GError           **error);
/* Writes what is left; FALSE when something could not be written. */
gboolean    ppv_output_commit   (PpvOutput         *self,
                                 GError           **error);
/* Without a commit before it, nothing is left of a file. */
void        ppv_output_free     (PpvOutput         *self);
/* SGR sequences, or "". */
const char *ppv_output_bold     (const PpvOutput   *self);
const char *ppv_output_plain    (const PpvOutput   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvOutput, ppv_output_free)

G_END_DECLS
