/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-macros.h"

G_BEGIN_DECLS

/*
 * Bytes of a file as valid UTF-8 without NUL: what is not UTF-8 becomes %XX,
 * byte by byte.  Appends to @into.
 */
PPV_PUBLIC void     ppv_text_repair (GString    *into,
                                     const char *bytes,
                                     gsize       length);

/*
 * One escaper for each language we write.  Each takes valid UTF-8 (@length in
 * bytes, or -1 when NUL-terminated), appends to @into, and makes text that
 * reads as the very name inside that language and can be nothing else.
 */
/* XML character data and attribute values in either quote; illegal controls become U+FFFD. */
PPV_PUBLIC void     ppv_escape_xml      (GString *into, const char *text, gssize length);
/* The inside of a JSON string; also safe in a <script> element (no "</", no U+2028/9). */
PPV_PUBLIC void     ppv_escape_json     (GString *into, const char *text, gssize length);
/* A whole CSV field, quoted when needed (RFC 4180), with ' before = + - @ TAB CR. */
PPV_PUBLIC void     ppv_escape_csv      (GString *into, const char *text, gssize length);
/* The inside of a quoted DOT string, also for record labels. */
PPV_PUBLIC void     ppv_escape_dot      (GString *into, const char *text, gssize length);
/* Markdown within a line, in table cells too. */
PPV_PUBLIC void     ppv_escape_markdown (GString *into, const char *text, gssize length);
/* Controls, DEL, C1 and bidirectional overrides as \xNN or \u{NNNN}. */
PPV_PUBLIC void     ppv_escape_terminal (GString *into, const char *text, gssize length);
/* Pango markup: XML, and controls as in the terminal. */
PPV_PUBLIC void     ppv_escape_pango    (GString *into, const char *text, gssize length);

/* The same, as a new string. */
typedef void (*PpvEscape) (GString *into, const char *text, gssize length);
PPV_PUBLIC char    *ppv_escape_dup      (PpvEscape escape, const char *text);

G_END_DECLS
