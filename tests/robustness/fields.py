# SPDX-License-Identifier: LGPL-2.1-or-later
"""Where binary files keep their numbers: what mutate.py lets lie, and where swap.py cuts."""

import struct

HEADER_BYTES = 104
PIPE_HEADER_BYTES = 16
SAMPLE = 9
EVENT = 64
FINISHED_ROUND = 68
COMPRESSED = 81
# words of a sample before its call chain: IP, TID, TIME, ADDR, ID, STREAM_ID, CPU, PERIOD, IDENTIFIER
BEFORE_CHAIN = 0x103CF
CALLCHAIN = 0x20


def is_elf(data):
    return data.startswith(b"\x7fELF")


def is_perf(data):
    return data.startswith((b"PERFILE2", b"2ELIFREP"))


def is_pipe(data):
    return data.startswith(b"PERFILE2") and data[8] == PIPE_HEADER_BYTES


def order(data):
    """Of the bytes of its numbers, as struct has it."""
    return ">" if data.startswith(b"2ELIFREP") else "<"


def list_records(data, at, end):
    """(offset, type, length) of each record that is there as a whole."""
    while at + 8 <= end:
        kind, _, length = struct.unpack_from(order(data) + "IHH", data, at)
        if length < 8 or at + length > end:
            return
        yield at, kind, length
        at += length


def find_data(data):
    """Where the records of a recording begin and end; a member of a folder is records only."""
    if is_pipe(data):
        return PIPE_HEADER_BYTES, len(data)
    if not is_perf(data):
        return 0, len(data)
    begin, size = struct.unpack_from(order(data) + "2Q", data, 40)
    return begin, min(begin + size, len(data))


def list_of_records(data, begin, end, sample_type):
    words = bin(sample_type & BEFORE_CHAIN).count("1")
    for at, kind, length in list_records(data, begin, end):
        yield from ((at, 4), (at + 6, 2))
        if kind == SAMPLE and sample_type & CALLCHAIN and 16 + 8 * words <= length:
            yield at + 8 + 8 * words, 8
        elif kind >= 64:
            # what perf itself writes is full of counts: its first words
            yield from ((at + 8 + 4 * i, 4) for i in range(min(6, length // 4 - 2)))


def list_of_perf(data):
    """Sizes, offsets, counts and layouts of a recording in one file: (offset, bytes)."""
    sizes = struct.unpack_from(order(data) + "5Q", data, 16)
    attr_size, attrs, attrs_size = sizes[:3]
    begin, end = find_data(data)
    found = [(offset, 8) for offset in range(8, 80, 8)]
    sample_type = 0
    for attr in range(attrs, min(attrs + attrs_size, len(data) - 40), max(attr_size, 16)):
        found += [(attr, 4), (attr + 4, 4), (attr + 24, 8), (attr + 32, 8), (attr + 40, 8)]
        sample_type = sample_type or struct.unpack_from(order(data) + "Q", data, attr + 24)[0]
    found += list_of_records(data, begin, end, sample_type)
    # sections of the features follow the records, and they themselves their table
    found += [(offset, 8) for offset in range(end, min(end + 512, len(data) - 8), 8)]
    found += [(offset, 4) for offset in range(end, len(data) - 4, 28)]
    return found


def list_of_elf(data):
    """Header, segments, sections, and numbers in what describes calls and lines."""
    found = [(16, 2), (18, 2)] + [(offset, 8) for offset in (24, 32, 40)]
    found += [(offset, 2) for offset in range(52, 64, 2)]
    segments, sections = struct.unpack_from("<2Q", data, 32)
    _, n_segments, section_size, n_sections, _ = struct.unpack_from("<5H", data, 54)
    for i in range(n_segments):
        found += [(segments + 56 * i + 8 * word, 8) for word in range(7)]
    for i in range(n_sections):
        at = sections + section_size * i
        found += [(at, 4), (at + 4, 4)] + [(at + 16 + 8 * word, 8) for word in range(6)]
        offset, size = struct.unpack_from("<2Q", data, at + 24)
        found += [(offset + place, 4) for place in range(0, min(size, len(data)), 13)]
    return found


def list_all(data):
    if is_elf(data):
        found = list_of_elf(data)
    elif is_perf(data) and not is_pipe(data):
        found = list_of_perf(data)
    else:
        found = list_of_records(data, *find_data(data), 0)
    return [(offset, width) for offset, width in found if 0 <= offset <= len(data) - width]
