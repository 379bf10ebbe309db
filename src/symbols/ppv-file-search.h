/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-elf-file.h"
#include "ppv-symbolize.h"

G_BEGIN_DECLS

#define PPV_DEBUG_FOLDER "/usr/lib/debug"

/**
 * PpvFileSearch: (skip)
 * @options: where to look
 * @build_id: in hex, what the file must have; "" takes any
 * @crc: (nullable): what a file must add up to where a build id is missing
 * @packed: whether the file may be compressed, as modules of the kernel are
 * @accepts: (nullable): whether a file of the right build is of use
 * @file: (nullable): what was found; nothing more is tried then
 * @state: the best reason why nothing was found
 *
 * A file that is looked for in several places, one after the other.
 */
typedef struct {
  const PpvSymbolOptions *options;
  const char             *build_id;
  const guint32          *crc;
  gboolean                packed;
  gboolean              (*accepts) (const PpvElfFile *file);
  PpvElfFile             *file;
  PpvSymbolState          state;
} PpvFileSearch;

/* What is looked for, which has other names in different folders. */
typedef enum {
  PPV_FILE_CODE,
  PPV_FILE_VDSO,
  PPV_FILE_DEBUG,
} PpvFileKind;

/* @path below @root (NULL for "/"). */
void ppv_file_search_try         (PpvFileSearch *self,
                                  const char    *root,
                                  const char    *path);
/* By the build id in the layout of .build-id below @folder. */
void ppv_file_search_by_build_id (PpvFileSearch *self,
                                  const char    *root,
                                  const char    *folder,
                                  PpvFileKind    kind);
/*
 * In each folder of --symbol-path, which may be laid out as /usr/lib/debug, as
 * perf's cache, as debuginfod's or as "/", or have files in it by their names.
 */
void ppv_file_search_in_folders  (PpvFileSearch *self,
                                  const char    *path,
                                  PpvFileKind    kind);
/* From the servers, if there are any to ask, after all that is local; by build id only. */
void ppv_file_search_download    (PpvFileSearch *self,
                                  const char    *path,
                                  PpvFileKind    kind);
/* perf's copies in ~/.debug, by build id and by @path. */
void ppv_file_search_in_cache    (PpvFileSearch *self,
                                  const char    *path,
                                  PpvFileKind    kind);

G_END_DECLS
