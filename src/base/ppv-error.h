/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-macros.h"

G_BEGIN_DECLS

/**
 * PpvError:
 * @PPV_ERROR_UNKNOWN_FORMAT: no importer recognised the file
 * @PPV_ERROR_CORRUPT: the file breaks its own format's rules
 * @PPV_ERROR_TRUNCATED: the file ends before anything useful was read
 * @PPV_ERROR_UNSUPPORTED: a valid file uses a feature this version cannot read
 * @PPV_ERROR_LIMIT: a limit of #PpvLimits was reached; the text names the option
 * @PPV_ERROR_PLUGIN: a plugin could not be loaded
 * @PPV_ERROR_USAGE: an option or an expression is not valid
 *
 * Errors of the PPV_ERROR domain.  Failures of the system keep their
 * G_IO_ERROR or G_FILE_ERROR domain; cancellation is always
 * G_IO_ERROR_CANCELLED.
 */
typedef enum {
  PPV_ERROR_UNKNOWN_FORMAT,
  PPV_ERROR_CORRUPT,
  PPV_ERROR_TRUNCATED,
  PPV_ERROR_UNSUPPORTED,
  PPV_ERROR_LIMIT,
  PPV_ERROR_PLUGIN,
  PPV_ERROR_USAGE,
} PpvError;

#define PPV_ERROR (ppv_error_quark ())

PPV_PUBLIC GQuark ppv_error_quark (void);

G_END_DECLS
