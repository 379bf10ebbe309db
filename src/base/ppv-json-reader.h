/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-input.h"

G_BEGIN_DECLS

typedef enum {
  PPV_JSON_NOTHING, /* before the first token, and behind the last one */
  PPV_JSON_OBJECT,
  PPV_JSON_ARRAY,
  PPV_JSON_CLOSE,   /* of the innermost object or array */
  PPV_JSON_KEY,
  PPV_JSON_STRING,
  PPV_JSON_NUMBER,
  PPV_JSON_TRUE,
  PPV_JSON_FALSE,
  PPV_JSON_NULL,
} PpvJsonToken;

typedef enum {
  PPV_JSON_SOUND,
  PPV_JSON_TRUNCATED, /* the file ends within the value */
  PPV_JSON_MALFORMED, /* it is no JSON from here on */
} PpvJsonState;

/* How deep objects and arrays may be in each other. */
#define PPV_JSON_MOST_LEVELS 256

/**
 * PpvJsonReader: (skip)
 * @token: the current token
 * @text: of a key, string or number, without escapes; ends with a NUL that is not counted
 * @offset: where the token begins in the file
 * @depth: how many objects and arrays are open, the one just opened among them
 * @state: whether all was well so far; it sticks at the first mistake
 *
 * Reads a JSON file token by token, whatever its size: no tree is made, and nothing but
 * the current text is kept.  Control characters are let pass in strings, for tools write
 * commands as they are; half of a surrogate pair becomes U+FFFD.
 */
typedef struct {
  PpvJsonToken token;
  GString     *text;
  guint64      offset;
  guint        depth;
  PpvJsonState state;

  /*< private >*/
  PpvInput    *input;
  gsize        limit;    /* of texts, in bytes */
  const char  *at;
  const char  *end;      /* of the window */
  guint64      next;     /* where the window ends in the file */
  guint        expected;
  gboolean     is_object[PPV_JSON_MOST_LEVELS];
} PpvJsonReader;

/* Texts of more than @limit bytes are malformed. */
PPV_PUBLIC void     ppv_json_reader_init  (PpvJsonReader  *self,
                                           PpvInput       *input,
                                           gsize           limit);
PPV_PUBLIC void     ppv_json_reader_clear (PpvJsonReader  *self);
/* FALSE behind the last token and at a mistake (see @state), or with @error of the system. */
PPV_PUBLIC gboolean ppv_json_reader_next  (PpvJsonReader  *self,
                                           GError        **error);
/* To the end of the value whose key or first token is the current one. */
PPV_PUBLIC gboolean ppv_json_reader_skip  (PpvJsonReader  *self,
                                           GError        **error);

G_END_DECLS
