/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-arcs.h"
#include "ppv-call-tree.h"
#include "ppv-error.h"
#include "ppv-flame-layout.h"
#include "ppv-host.h"
#include "ppv-hotspots.h"
#include "ppv-inverted-tree.h"
#include "ppv-json-writer.h"
#include "ppv-lines.h"
#include "ppv-load.h"
#include "ppv-memory.h"
#include "ppv-number.h"
#include "ppv-profile-builder.h"
#include "ppv-profile.h"
#include "ppv-reader.h"
#include "ppv-text.h"
