/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>

#include "ppv-error.h"
#include "ppv-unwrap-private.h"

enum { BLOCK_BYTES = 128 * 1024 };

/* The bytes that go into libarchive, and what went wrong in reading them. */
typedef struct {
  PpvStream *stream;
  GError *error;
  guint8 block[BLOCK_BYTES];
} Source;

typedef struct archive Archive;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_read_free)

static const PpvWrapping wrappings[] = {
  { "gzip", "\x1f\x8b", 2, ARCHIVE_FILTER_GZIP, { ".gz" } },
  { "bzip2", "BZh", 3, ARCHIVE_FILTER_BZIP2, { ".bz2", ".bz" } },
  { "xz",
    "\xfd"
    "7zXZ",
    6,
    ARCHIVE_FILTER_XZ,
    { ".xz" } },
  { "zstd", "\x28\xb5\x2f\xfd", 4, ARCHIVE_FILTER_ZSTD, { ".zst", ".zstd" } },
  { "lz4", "\x04\x22\x4d\x18", 4, ARCHIVE_FILTER_LZ4, { ".lz4" } },
  { "UTF-16", "\xff\xfe", 2, ARCHIVE_FILTER_NONE, { NULL } },
  { "UTF-16", "\xfe\xff", 2, ARCHIVE_FILTER_NONE, { NULL } },
};

const PpvWrapping *
ppv_wrapping_find (const guint8 *head, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrappings); i++)
    if (length >= wrappings[i].n_magic &&
        memcmp (head, wrappings[i].magic, wrappings[i].n_magic) == 0)
      return &wrappings[i];
  return NULL;
}

static la_ssize_t
read_block (Archive *archive, void *user_data, const void **block)
{
  Source *source = user_data;
  gsize got;

  *block = source->block;
  if (source->error == NULL &&
      ppv_stream_read (source->stream, source->block, BLOCK_BYTES, &got, &source->error))
    return (la_ssize_t) got;
  archive_set_error (archive, EIO, "%s", source->error->message);
  return -1;
}

/*
 * Exactly the one filter, named and not guessed: guessing would go on with the
 * layers inside.  A filter that warns would run a program; none is run.
 */
static gboolean
set_up (Archive *archive, int filter)
{
  return archive_read_support_filter_by_code (archive, filter) == ARCHIVE_OK &&
         archive_read_append_filter (archive, filter) == ARCHIVE_OK &&
         archive_read_support_format_raw (archive) == ARCHIVE_OK &&
         archive_read_support_format_empty (archive) == ARCHIVE_OK;
}

/* The most bytes that may come out.  What has no size may have no end either. */
static guint64
ceiling_of (const PpvStream *stream, const PpvLimits *limits)
{
  guint64 most;

  if (__builtin_mul_overflow (stream->size, limits->inflate_ratio, &most))
    return G_MAXUINT64;
  return MAX (most, limits->inflate_bytes);
}

gboolean
ppv_unwrap_append (PpvStream *stream,
                   const PpvLimits *limits,
                   PpvSpool *into,
                   const void *block,
                   gsize length,
                   GError **error)
{
  guint64 most = ceiling_of (stream, limits);

  if (g_cancellable_set_error_if_cancelled (stream->cancellable, error))
    return FALSE;
  if (length <= most && into->size <= most - length)
    return ppv_spool_append (into, block, length, error);
  g_set_error (error, PPV_ERROR, PPV_ERROR_LIMIT,
               stream->size == 0 ? _ ("More than %" PRIu64 " bytes came from what has no size; "
                                      "--limit-inflate-bytes=N allows more")
                                 : _ ("The file unpacks to more than %" PRIu64 " bytes; "
                                      "--limit-inflate-bytes=N allows more"),
               most);
  return FALSE;
}

/* Everything up to the end or the damage, which @archive keeps the word of. */
static gboolean
copy_blocks (
    Archive *archive, PpvStream *stream, const PpvLimits *limits, PpvSpool *into, GError **error)
{
  struct archive_entry *entry;
  const void *block;
  gsize length;
  la_int64_t offset;

  if (archive_read_next_header (archive, &entry) != ARCHIVE_OK)
    return TRUE;
  while (archive_read_data_block (archive, &block, &length, &offset) == ARCHIVE_OK)
    if (!ppv_unwrap_append (stream, limits, into, block, length, error))
      return FALSE;
  return TRUE;
}

static char *
describe_damage (Archive *archive, const PpvWrapping *wrapping, const PpvSpool *into)
{
  const char *word = archive_error_string (archive);

  if (word == NULL)
    return NULL;
  return g_strdup_printf (
      _ ("The %s file is cut or damaged: only %" PRIu64 " bytes could be unpacked (%s)"),
      wrapping->name, into->size, word);
}

gboolean
ppv_unwrap (const PpvWrapping *wrapping,
            PpvStream *stream,
            const PpvLimits *limits,
            PpvSpool *into,
            char **damage,
            GError **error)
{
  g_autoptr (Archive) archive = archive_read_new ();
  g_autofree Source *source = g_new0 (Source, 1);

  if (wrapping->filter == ARCHIVE_FILTER_GZIP)
    return ppv_gunzip (stream, limits, into, damage, error);
  if (wrapping->filter == ARCHIVE_FILTER_NONE)
    return ppv_utf16_unwrap (stream, limits, into, damage, error);
  source->stream = stream;
  if (archive == NULL || !set_up (archive, wrapping->filter))
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_UNSUPPORTED,
                   _ ("libarchive was built without %s: unpack the file first"), wrapping->name);
      return FALSE;
    }
  /* a file damaged in its first block opens, with a word about it that reading on would lose */
  if (archive_read_open (archive, source, NULL, read_block, NULL) == ARCHIVE_OK &&
      archive_error_string (archive) == NULL && !copy_blocks (archive, stream, limits, into, error))
    {
      g_clear_error (&source->error);
      return FALSE;
    }
  if (source->error != NULL)
    {
      g_propagate_error (error, source->error);
      return FALSE;
    }
  *damage = describe_damage (archive, wrapping, into);
  return TRUE;
}
