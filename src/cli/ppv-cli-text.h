/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  PPV_CUT_END,    /* "a long na…" */
  PPV_CUT_NAME,   /* "visit<…>::call", for functions; where that is too long, as below */
  PPV_CUT_MIDDLE, /* "a lon…name", for names that differ at their ends */
} PpvCut;

/* All take text that has no controls, and count in columns of a terminal. */
guint ppv_text_width (const char *text);
/* @text, shortened with an ellipsis when it is wider than @width; (transfer full). */
char *ppv_text_cut   (const char *text,
                      guint       width,
                      PpvCut      cut);
/* Appends @text, filled up with blanks to @width. */
void  ppv_text_pad   (GString    *into,
                      const char *text,
                      guint       width,
                      gboolean    right);
/* @text in lines of at most @width, each after @indent blanks and with an end; (transfer full). */
char *ppv_text_wrap  (const char *text,
                      guint       width,
                      guint       indent);

/* For cells: like ppv_format_value() but short, the unit being in the heading. */
char *ppv_text_value   (gint64      value,
                        const char *unit);
/* All digits and nothing else, for CSV. */
char *ppv_text_exact   (gint64      value,
                        const char *unit);
/* @part of @whole in percent; 0 of nothing. */
double ppv_percent     (gint64      part,
                        gint64      whole);
char *ppv_text_percent (gint64      part,
                        gint64      whole);
/* What follows the last slash. */
const char *ppv_text_base_name (const char *path);
/* A file's text as terminals may see it; (transfer full). */
char *ppv_text_safe    (const char *text);

G_END_DECLS
