/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The interned tables.  Each look-up compares the columns themselves: the hash of
 * a row is made of its values, a row that is not there is appended.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-columns-private.h"
#include "ppv-profile-builder-private.h"

/* A table that cannot take another row: the limit, the memory, or 32 bits. */
static gboolean
is_full (PpvProfileBuilder *self,
         guint32 n_rows,
         gsize *n_room,
         const PpvColumn *columns,
         guint n_columns)
{
  if (G_UNLIKELY (n_rows >= MIN (self->limits.rows, PPV_NONE - 1)))
    return TRUE;
  return n_rows == *n_room && !ppv_columns_grow (n_room, columns, n_columns);
}

static guint32
append_module (PpvProfileBuilder *self, PpvStringId path, PpvStringId build_id, guint8 kind)
{
  PpvModuleRows *rows = &self->modules;
  PpvColumn columns[] = { PPV_COLUMN (rows->path), PPV_COLUMN (rows->build_id),
                          PPV_COLUMN (rows->kind), PPV_COLUMN (rows->symbol_state) };

  if (is_full (self, rows->n_rows, &rows->n_room, columns, G_N_ELEMENTS (columns)))
    return ppv_profile_builder_full (self, N_ ("modules"));
  rows->path[rows->n_rows] = path;
  rows->build_id[rows->n_rows] = build_id;
  rows->kind[rows->n_rows] = kind;
  rows->symbol_state[rows->n_rows] = PPV_SYMBOLS_NOT_TRIED;
  return rows->n_rows++;
}

/**
 * ppv_profile_builder_module: (skip)
 * @self: a builder
 * @path: as the recording names it
 * @build_id: lower-case hex, or ""
 * @kind: what its addresses mean; the first one given for the key stays
 *
 * Returns: the row of (@path, @build_id), added when it is new
 */
PpvModuleId
ppv_profile_builder_module (PpvProfileBuilder *self,
                            PpvStringId path,
                            PpvStringId build_id,
                            PpvModuleKind kind)
{
  PpvModuleRows *rows = &self->modules;
  guint32 hash = ppv_hash_pair (path, build_id);
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, &rows->index, hash,
                     rows->path[slot->row] == path && rows->build_id[slot->row] == build_id);
  if (slot->row != PPV_NONE)
    return slot->row;
  return ppv_interner_insert (&rows->index, slot, hash,
                              append_module (self, path, build_id, (guint8) kind));
}

static guint32
append_function (PpvProfileBuilder *self,
                 PpvStringId name,
                 PpvStringId raw_name,
                 PpvModuleId module,
                 PpvStringId file,
                 guint32 line)
{
  PpvFunctionRows *rows = &self->functions;
  PpvColumn columns[] = { PPV_COLUMN (rows->name), PPV_COLUMN (rows->raw_name),
                          PPV_COLUMN (rows->module), PPV_COLUMN (rows->file),
                          PPV_COLUMN (rows->line) };

  if (is_full (self, rows->n_rows, &rows->n_room, columns, G_N_ELEMENTS (columns)))
    return ppv_profile_builder_full (self, N_ ("functions"));
  rows->name[rows->n_rows] = name;
  rows->raw_name[rows->n_rows] = raw_name;
  rows->module[rows->n_rows] = module;
  rows->file[rows->n_rows] = file;
  rows->line[rows->n_rows] = line;
  return rows->n_rows++;
}

/**
 * ppv_profile_builder_function: (skip)
 * @self: a builder
 * @name: for people
 * @raw_name: as the symbol table has it
 * @module: its module, or PPV_NONE
 * @file: source file, or row 0
 * @line: its first line, or 0
 *
 * Returns: the row of all of these together, added when it is new
 */
PpvFunctionId
ppv_profile_builder_function (PpvProfileBuilder *self,
                              PpvStringId name,
                              PpvStringId raw_name,
                              PpvModuleId module,
                              PpvStringId file,
                              guint32 line)
{
  PpvFunctionRows *rows = &self->functions;
  guint32 hash = ppv_hash_pair (ppv_hash_pair (name, module),
                                ppv_hash_pair (ppv_hash_pair (raw_name, file), line));
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, &rows->index, hash,
                     rows->name[slot->row] == name && rows->raw_name[slot->row] == raw_name &&
                         rows->module[slot->row] == module && rows->file[slot->row] == file &&
                         rows->line[slot->row] == line);
  if (slot->row != PPV_NONE)
    return slot->row;
  return ppv_interner_insert (&rows->index, slot, hash,
                              append_function (self, name, raw_name, module, file, line));
}

static guint32
append_frame (PpvProfileBuilder *self,
              PpvFunctionId function,
              PpvModuleId module,
              guint64 address,
              PpvStringId file,
              guint32 line,
              guint8 inlined)
{
  PpvFrameRows *rows = &self->frames;
  PpvColumn columns[] = { PPV_COLUMN (rows->function), PPV_COLUMN (rows->module),
                          PPV_COLUMN (rows->address),  PPV_COLUMN (rows->file),
                          PPV_COLUMN (rows->line),     PPV_COLUMN (rows->inlined) };

  if (is_full (self, rows->n_rows, &rows->n_room, columns, G_N_ELEMENTS (columns)))
    return ppv_profile_builder_full (self, N_ ("frames"));
  rows->function[rows->n_rows] = function;
  rows->module[rows->n_rows] = module;
  rows->address[rows->n_rows] = address;
  rows->file[rows->n_rows] = file;
  rows->line[rows->n_rows] = line;
  rows->inlined[rows->n_rows] = inlined;
  return rows->n_rows++;
}

/* The file of a place in @function whose line's own file, or row 0, is @file. */
static PpvStringId
file_of_place (const PpvProfileBuilder *self, PpvFunctionId function, PpvStringId file)
{
  return file != 0 || function == PPV_NONE ? file : self->functions.file[function];
}

/**
 * ppv_profile_builder_place: (skip)
 * @self: a builder
 * @function: a function, or PPV_NONE when only the address is known
 * @module: its module, or PPV_NONE
 * @address: in the module, or PPV_NO_ADDRESS
 * @file: the file of @line, or row 0 for that of @function
 * @line: the line, or 0
 * @inlined: whether the function is inlined into the frame that calls it
 *
 * Returns: the row of all of these together, added when it is new
 */
PpvFrameId
ppv_profile_builder_place (PpvProfileBuilder *self,
                           PpvFunctionId function,
                           PpvModuleId module,
                           guint64 address,
                           PpvStringId file,
                           guint32 line,
                           gboolean inlined)
{
  PpvFrameRows *rows = &self->frames;
  guint8 flag = inlined ? 1 : 0;
  PpvInternerSlot *slot;
  guint32 hash;

  file = file_of_place (self, function, file);
  hash = ppv_hash_u64 (address ^ ((guint64) ppv_hash_pair (function, module) << 16) ^
                       ((guint64) ppv_hash_pair (file, line) << 32) ^ flag);
  PPV_INTERNER_FIND (slot, &rows->index, hash,
                     rows->address[slot->row] == address && rows->function[slot->row] == function &&
                         rows->module[slot->row] == module && rows->file[slot->row] == file &&
                         rows->line[slot->row] == line && rows->inlined[slot->row] == flag);
  if (slot->row != PPV_NONE)
    return slot->row;
  return ppv_interner_insert (&rows->index, slot, hash,
                              append_frame (self, function, module, address, file, line, flag));
}

/**
 * ppv_profile_builder_frame: (skip)
 * @self: a builder
 * @function: its function, or PPV_NONE where only the address is known
 * @module: its module, or PPV_NONE
 * @address: in the sense of the module's kind, or PPV_NO_ADDRESS
 * @line: line of the function's file, or 0
 * @inlined: whether the function is inlined into the frame that calls it
 *
 * Returns: the row of all of these together, added when it is new
 */
PpvFrameId
ppv_profile_builder_frame (PpvProfileBuilder *self,
                           PpvFunctionId function,
                           PpvModuleId module,
                           guint64 address,
                           guint32 line,
                           gboolean inlined)
{
  return ppv_profile_builder_place (self, function, module, address, 0, line, inlined);
}

/**
 * ppv_profile_builder_marker: (skip)
 * @self: a builder
 * @name: what to call it, e.g. "[unknown]"
 *
 * Returns: the frame of a function without module and address
 */
PpvFrameId
ppv_profile_builder_marker (PpvProfileBuilder *self, const char *name)
{
  PpvStringId text = ppv_profile_builder_string (self, name, -1);
  PpvFunctionId function = ppv_profile_builder_function (self, text, text, PPV_NONE, 0, 0);

  return ppv_profile_builder_frame (self, function, PPV_NONE, PPV_NO_ADDRESS, 0, FALSE);
}

static guint32
append_stack (PpvProfileBuilder *self, PpvStackId parent, PpvFrameId frame)
{
  PpvStackRows *rows = &self->stacks;
  PpvColumn columns[] = { PPV_COLUMN (rows->pair) };

  if (is_full (self, rows->n_rows, &rows->n_room, columns, G_N_ELEMENTS (columns)))
    return ppv_profile_builder_full (self, N_ ("stacks"));
  rows->pair[rows->n_rows] = (PpvStackPair){ parent, frame };
  return rows->n_rows++;
}

/**
 * ppv_profile_builder_stack: (skip)
 * @self: a builder
 * @parent: the caller's stack, or PPV_NONE for a root
 * @frame: the frame on top; PPV_NONE gives @parent
 *
 * Returns: the stack's row, added when it is new; @parent when the table is full
 */
PpvStackId
ppv_profile_builder_stack (PpvProfileBuilder *self, PpvStackId parent, PpvFrameId frame)
{
  PpvStackRows *rows = &self->stacks;
  guint32 hash = ppv_hash_pair (parent, frame);
  PpvInternerSlot *slot;
  guint32 row;

  if (G_UNLIKELY (frame == PPV_NONE))
    return parent;
  PPV_INTERNER_FIND (slot, &rows->index, hash,
                     rows->pair[slot->row].parent == parent &&
                         rows->pair[slot->row].frame == frame);
  if (slot->row != PPV_NONE)
    return slot->row;
  row = ppv_interner_insert (&rows->index, slot, hash, append_stack (self, parent, frame));
  return row != PPV_NONE ? row : parent;
}

static guint32
append_process (PpvProfileBuilder *self, gint32 pid, guint32 life)
{
  PpvProcessRows *rows = &self->processes;
  PpvColumn columns[] = { PPV_COLUMN (rows->pid), PPV_COLUMN (rows->life),
                          PPV_COLUMN (rows->name) };

  if (is_full (self, rows->n_rows, &rows->n_room, columns, G_N_ELEMENTS (columns)))
    return ppv_profile_builder_full (self, N_ ("processes"));
  rows->pid[rows->n_rows] = pid;
  rows->life[rows->n_rows] = life;
  rows->name[rows->n_rows] = 0;
  return rows->n_rows++;
}

/**
 * ppv_profile_builder_process: (skip)
 * @self: a builder
 * @pid: a process id
 *
 * Returns: the row of the first process with @pid, added when there is none
 */
PpvProcessId
ppv_profile_builder_process (PpvProfileBuilder *self, gint32 pid)
{
  return ppv_profile_builder_process_life (self, pid, 0);
}

/**
 * ppv_profile_builder_process_life: (skip)
 * @self: a builder
 * @pid: a process id, which may be used again
 * @life: how many processes had it before
 *
 * Returns: the row of that process, added when there is none
 */
PpvProcessId
ppv_profile_builder_process_life (PpvProfileBuilder *self, gint32 pid, guint32 life)
{
  PpvProcessRows *rows = &self->processes;
  guint32 hash = ppv_hash_pair ((guint32) pid, life);
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, &rows->index, hash,
                     rows->pid[slot->row] == pid && rows->life[slot->row] == life);
  if (slot->row != PPV_NONE)
    return slot->row;
  return ppv_interner_insert (&rows->index, slot, hash, append_process (self, pid, life));
}

/**
 * ppv_profile_builder_name_process: (skip)
 * @self: a builder
 * @process: a row, or PPV_NONE
 * @name: its name from now on
 */
void
ppv_profile_builder_name_process (PpvProfileBuilder *self, PpvProcessId process, PpvStringId name)
{
  if (process != PPV_NONE)
    self->processes.name[process] = name;
}

static guint32
append_thread (PpvProfileBuilder *self, PpvProcessId process, gint32 tid, PpvStringId name)
{
  PpvThreadRows *rows = &self->threads;
  PpvColumn columns[] = { PPV_COLUMN (rows->tid), PPV_COLUMN (rows->process),
                          PPV_COLUMN (rows->name) };

  if (is_full (self, rows->n_rows, &rows->n_room, columns, G_N_ELEMENTS (columns)))
    return ppv_profile_builder_full (self, N_ ("threads"));
  rows->tid[rows->n_rows] = tid;
  rows->process[rows->n_rows] = process;
  rows->name[rows->n_rows] = name;
  return rows->n_rows++;
}

/**
 * ppv_profile_builder_thread: (skip)
 * @self: a builder
 * @process: its process; PPV_NONE gives PPV_NONE
 * @tid: thread id
 * @name: its name
 *
 * Returns: the row of all of these together, added when it is new
 */
PpvThreadId
ppv_profile_builder_thread (PpvProfileBuilder *self,
                            PpvProcessId process,
                            gint32 tid,
                            PpvStringId name)
{
  PpvThreadRows *rows = &self->threads;
  guint32 hash = ppv_hash_pair (ppv_hash_pair (process, (guint32) tid), name);
  PpvInternerSlot *slot;

  if (process == PPV_NONE)
    return PPV_NONE;
  PPV_INTERNER_FIND (slot, &rows->index, hash,
                     rows->process[slot->row] == process && rows->tid[slot->row] == tid &&
                         rows->name[slot->row] == name);
  if (slot->row != PPV_NONE)
    return slot->row;
  return ppv_interner_insert (&rows->index, slot, hash, append_thread (self, process, tid, name));
}

/**
 * ppv_profile_builder_peek_modules: (skip)
 * @self: a builder
 *
 * Returns: (transfer none): the modules so far, valid until the next is added
 */
const PpvModuleTable *
ppv_profile_builder_peek_modules (PpvProfileBuilder *self)
{
  PpvModuleRows *rows = &self->modules;

  rows->peeked =
      (PpvModuleTable){ rows->n_rows, rows->path, rows->build_id, rows->kind, rows->symbol_state };
  return &rows->peeked;
}

/**
 * ppv_profile_builder_peek_frames: (skip)
 * @self: a builder
 *
 * Returns: (transfer none): the frames so far, valid until the next is added
 */
const PpvFrameTable *
ppv_profile_builder_peek_frames (PpvProfileBuilder *self)
{
  PpvFrameRows *rows = &self->frames;

  rows->peeked = (PpvFrameTable){ rows->n_rows, rows->function, rows->module, rows->address,
                                  rows->file,   rows->line,     rows->inlined };
  return &rows->peeked;
}

/**
 * ppv_profile_builder_symbol: (skip)
 * @self: a builder
 * @symbol: a function the recording names; copied
 */
void
ppv_profile_builder_symbol (PpvProfileBuilder *self, const PpvGivenSymbol *symbol)
{
  if (symbol->module == PPV_NONE)
    return;
  if (self->symbols->len < MIN (self->limits.rows, PPV_NONE - 1))
    g_array_append_val (self->symbols, *symbol);
  else
    ppv_profile_builder_full (self, N_ ("functions"));
}

/**
 * ppv_profile_builder_peek_symbols: (skip)
 * @self: a builder
 * @n_symbols: (out): how many there are
 *
 * Returns: (transfer none): what ppv_profile_builder_symbol() was given, in that order
 */
const PpvGivenSymbol *
ppv_profile_builder_peek_symbols (PpvProfileBuilder *self, guint32 *n_symbols)
{
  *n_symbols = self->symbols->len;
  return (const PpvGivenSymbol *) (gconstpointer) self->symbols->data;
}

/**
 * ppv_profile_builder_resolve_frame: (skip)
 * @self: a builder
 * @frame: a frame without a function
 * @function: the function found for it
 * @file: the file of @line, or row 0 for that of @function
 * @line: the line, or 0
 *
 * Changes what the row is unique by: only inlined frames may be added after this.
 */
void
ppv_profile_builder_resolve_frame (PpvProfileBuilder *self,
                                   PpvFrameId frame,
                                   PpvFunctionId function,
                                   PpvStringId file,
                                   guint32 line)
{
  g_return_if_fail (frame < self->frames.n_rows && function < self->functions.n_rows);

  self->frames.function[frame] = function;
  self->frames.file[frame] = file_of_place (self, function, file);
  self->frames.line[frame] = line;
}

/**
 * ppv_profile_builder_symbol_state: (skip)
 * @self: a builder
 * @module: a module
 * @state: how looking for its symbols went
 */
void
ppv_profile_builder_symbol_state (PpvProfileBuilder *self, PpvModuleId module, PpvSymbolState state)
{
  g_return_if_fail (module < self->modules.n_rows);

  self->modules.symbol_state[module] = (guint8) state;
}
