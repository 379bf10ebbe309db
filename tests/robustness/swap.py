# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes other recordings of a plain one: shorter, and as a big-endian machine writes it."""

import struct

import fields

# offsets of what is not eight bytes wide in struct perf_event_attr: (offset, bytes)
HALVES = [(0, 4), (4, 4), (48, 4), (52, 4), (88, 4), (92, 4), (104, 4), (108, 2), (110, 2),
          (112, 4), (116, 4)]
FLAGS = 40
# how the fixed part of a record begins, and where its text is, by type
LAYOUTS = {1: ("2I3Q", True), 3: ("2I", True), 4: ("4IQ", False), 7: ("4IQ", False),
           10: ("2I3Q2I2Q2I", True), 68: ("", False)}
TID, TIME, CPU = 2, 4, 0x80
# of the parts before the call chain, two halves each
PAIRS = {TID, CPU}
ORDER_OF_PARTS = [0x10000, 1, TID, TIME, 8, 0x40, 0x200, CPU, 0x100]
# tracing data, build ids, names of events, how it is compressed
KEPT_FEATURES = (1, 2, 12, 27)
ORDER_OF_TRAILER = [TID, TIME, 0x40, 0x200, CPU, 0x10000]


def turn(data, layout):
    """The bytes of @layout, big endian."""
    return struct.pack(">" + layout, *struct.unpack("<" + layout, data))


def layout_of(parts, sample_type):
    return "".join("2I" if part in PAIRS else "Q" for part in parts if sample_type & part)


def turn_attr(attr):
    turned = bytearray(turn(attr[:len(attr) // 8 * 8], f"{len(attr) // 8}Q"))
    for offset, width in HALVES:
        if offset + width <= len(attr):
            turned[offset:offset + width] = attr[offset:offset + width][::-1]
    for at in range(FLAGS, FLAGS + 8):
        turned[at] = int(f"{attr[at]:08b}"[::-1], 2)
    return bytes(turned)


def turn_record(record, kind, sample_type):
    """None for a record that is left out: of those perf itself writes, most are not needed."""
    head, body = turn(record[:4], "I") + turn(record[4:8], "2H"), record[8:]
    trailer = layout_of(ORDER_OF_TRAILER, sample_type)
    if kind == fields.SAMPLE:
        parts = layout_of(ORDER_OF_PARTS, sample_type)
        n_words = (len(body) - struct.calcsize("<" + parts)) // 8
        return head + turn(body, parts + f"{n_words}Q")
    if kind not in LAYOUTS:
        return None
    layout, has_text = LAYOUTS[kind]
    if not layout:
        return head
    fixed, end = struct.calcsize("<" + layout), len(body) - struct.calcsize("<" + trailer)
    text = body[fixed:end] if has_text else b""
    return head + turn(body[:fixed], layout) + text + turn(body[end:], trailer)


def swap(data):
    """A recording with one event and samples no larger than their call chains, big endian."""
    attr_size, attrs = struct.unpack_from("<2Q", data, 16)
    sample_type, = struct.unpack_from("<Q", data, attrs + 24)
    attr = data[attrs:attrs + attr_size - 16]
    ids, n_id_bytes = struct.unpack_from("<2Q", data, attrs + attr_size - 16)
    records = [turn_record(data[at:at + length], kind, sample_type)
               for at, kind, length in fields.list_records(data, *fields.find_data(data))]
    body = b"".join(record for record in records if record is not None)
    place = fields.HEADER_BYTES + attr_size
    header = b"2ELIFREP" + struct.pack(
        ">12Q", fields.HEADER_BYTES, attr_size, fields.HEADER_BYTES, attr_size,
        place + n_id_bytes, len(body), 0, 0, 0, 0, 0, 0)
    section = struct.pack(">2Q", place, n_id_bytes)
    return (header + turn_attr(attr) + section +
            turn(data[ids:ids + n_id_bytes], f"{n_id_bytes // 8}Q") + body)


def list_features(data):
    """(number, contents) of each part that follows the records."""
    order, (_, at) = fields.order(data), fields.find_data(data)
    words = struct.unpack_from(order + "4Q", data, 72)
    for number in range(256):
        if words[number // 64] >> number % 64 & 1:
            offset, size = struct.unpack_from(order + "2Q", data, at)
            at += 16
            yield number, data[offset:offset + size]


def write_features(data, at):
    """Those of KEPT_FEATURES as they stand behind records that end at @at: (bits, bytes)."""
    order = fields.order(data)
    kept = [(number, contents) for number, contents in list_features(data)
            if number in KEPT_FEATURES]
    at += 16 * len(kept)
    table, contents = b"", b""
    for _, part in kept:
        table += struct.pack(order + "2Q", at + len(contents), len(part))
        contents += part
    return sum(1 << number for number, _ in kept), table + contents


def shorten(data, n_samples):
    """The first samples of a recording, and what is needed to understand them."""
    begin, end = fields.find_data(data)
    kept = []
    for at, kind, length in fields.list_records(data, begin, end):
        n_samples -= kind == fields.SAMPLE
        if n_samples >= 0 or kind != fields.SAMPLE:
            kept.append(data[at:at + length])
    body = b"".join(kept)
    if fields.is_pipe(data) or not fields.is_perf(data):
        return data[:begin] + body
    bits, features = write_features(data, begin + len(body))
    return (data[:48] + struct.pack(fields.order(data) + "Q", len(body)) + data[56:72] +
            struct.pack(fields.order(data) + "Q", bits) + bytes(24) +
            data[fields.HEADER_BYTES:begin] + body + features)
