/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "common/checker-findings.h"
#include "checker-summary.h"

G_BEGIN_DECLS

/* Real files are nested 6 deep. */
enum { CHECKER_MOST_DEPTH = 64 };

/*
 * CheckerElements: what the XML elements of a checker's file say
 *
 * They are told in the order of the file; the text of the innermost one is collected.
 */
typedef struct {
  PpvProfileBuilder *builder;
  CheckerFindings    findings;
  CheckerSummary     summary;  /* of this report */
  CheckerSummary     all;      /* of those before */
  guint              n_reports;
  gboolean           has_root; /* whether the root element is that of Valgrind */

  /*< private >*/
  GString           *path;     /* names of the open elements, each ended by "/" */
  gsize              begins[CHECKER_MOST_DEPTH]; /* of the names in @path */
  guint              depth;
  GString           *text;
  guint64            offset;   /* where the element ends, for warnings */
  gboolean           in_error;
  guint64            unique;
  GString           *what;     /* what is wrong */
  gboolean           has_path; /* whether it has told which file it is about */
  char              *frame[4]; /* object, function, folder and file of a frame */
  guint64            address;
  guint64            line;
  guint64            count;    /* of a pair */
  char              *name;     /* of a pair, or of a variable */
  PpvStackId         announced; /* the stack that made a thread */
  guint64            thread;   /* Helgrind's number of it */
  GHashTable        *threads;  /* these numbers to stacks */
  GArray            *mentioned; /* these numbers in the error */
  GString           *suppression;
  GString           *raw;      /* the suppression as Valgrind would have it */
  GString           *signal;
  GString           *command;
  GString           *options;
  GString           *messages; /* of the program to Valgrind's log */
  GString           *used;     /* suppressions */
  gboolean           is_running;
  gboolean           is_finished;
} CheckerElements;

void     checker_elements_init  (CheckerElements   *self,
                                 PpvProfileBuilder *builder);
void     checker_elements_clear (CheckerElements   *self);
/* FALSE when it is nested too deeply. */
gboolean checker_elements_open  (CheckerElements   *self,
                                 const char        *name);
void     checker_elements_text  (CheckerElements   *self,
                                 const char        *text,
                                 gsize              length);
/* @offset of its end in the file. */
void     checker_elements_close (CheckerElements   *self,
                                 const char        *name,
                                 guint64            offset);
/* Another report begins, after what is there of this one. */
void     checker_elements_next  (CheckerElements   *self);
/* The file ends here: keeps what of an unfinished error has a stack, and tells the sums. */
void     checker_elements_end   (CheckerElements   *self);

G_END_DECLS
