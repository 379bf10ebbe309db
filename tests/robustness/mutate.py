# SPDX-License-Identifier: LGPL-2.1-or-later
"""Damaged variants of a file: the same for the same file, kind and number.

Four kinds, after how profiles go wrong in practice: bits that flipped, files
that were cut (killed recorders, full disks), lengths and counts that lie, and
blocks or lines that are missing, doubled or zeroed.
"""

import random
import re

import fields

EXTREMES = [0, 1, 7, 8, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF8,
            0xFFFFFFFF, 1 << 32, 0x1FFFFFFFFFFFFFFF, (1 << 61) + 1, (1 << 63) - 1, 1 << 63,
            (1 << 64) - 8, (1 << 64) - 1]
NUMBERS = [b"0", b"-1", b"", b"nan", b"1e308", b"0x", b"4294967296", b"9223372036854775807",
           b"-9223372036854775808", b"18446744073709551616", b"9" * 40, b"1" * 5000]
BITS = [1, 2, 4, 8, 16]


def flip_bits(data, choose, number):
    """Some bits, in every other variant those of the first bytes, where the lengths are."""
    changed = bytearray(data)
    reach = min(512, len(data)) if number % 2 else len(data)
    for _ in range(choose.choice(BITS)):
        changed[choose.randrange(reach)] ^= 1 << choose.randrange(8)
    return bytes(changed), f"bits flipped in the first {reach} bytes"


def cut(data, choose, number, n_variants):
    """Cuts spread over the file, the very ends among them."""
    ends = [0, 1, 7, 8, len(data) - 1]
    if number < len(ends):
        at = ends[number]
    else:
        at = (number - len(ends) + 1) * len(data) // (n_variants - len(ends) + 1)
    return data[:at], f"cut at {at} of {len(data)}"


def lie_in_binary(data, choose, number):
    known = fields.list_all(data)
    if not known:
        return flip_bits(data, choose, number)
    # the header and the attributes are few and matter most: every other variant
    offset, width = known[number // 2 % min(24, len(known))] if number % 2 else choose.choice(known)
    value = choose.choice(EXTREMES) & ((1 << 8 * width) - 1)
    order = "big" if fields.order(data) == ">" else "little"
    changed = data[:offset] + value.to_bytes(width, order) + data[offset + width:]
    return changed, f"{value:#x} in the {width} bytes at {offset}"


def lie_in_text(data, choose, number):
    found = list(re.finditer(rb"[0-9]+", data))
    match = found[choose.randrange(min(60, len(found)))] if number % 2 else choose.choice(found)
    value = choose.choice(NUMBERS)
    changed = data[:match.start()] + value + data[match.end():]
    return changed, f"{value[:24].decode()!r} for the number at {match.start()}"


def move_block(data, choose, number):
    size = choose.choice([1, 3, 8, 64, 511, 4096])
    at = choose.randrange(max(1, len(data) - size))
    block = data[at:at + size]
    middle = [b"", block + block, bytes(len(block))][number % 3]
    what = ["missing", "doubled", "zeroed"][number % 3]
    return data[:at] + middle + data[at + size:], f"{size} bytes at {at} {what}"


def move_line(data, choose, number):
    lines = data.split(b"\n")
    at = choose.randrange(len(lines))
    line = lines[at]
    half = len(line) // 2
    changes = [("missing", []), ("doubled", [line, line]), ("with a NUL", [line[:half] + b"\0" + line[half:]]),
               ("not UTF-8", [line[:half] + b"\xff\xc0\x80" + line[half:]]),
               ("very long", [line[:half] + b"A" * 1_000_000 + line[half:]]),
               ("indented", [b" " * 5000 + line]), ("20000 times", [line] * 20_000),
               ("with an escape", [line[:half] + b"\x1b]52;c;eA==\x07" + line[half:]])]
    what, lines[at:at + 1] = changes[number % len(changes)]
    return b"\n".join(lines), f"line {at + 1} {what}"


def vary(data, kind, number, n_variants, is_text):
    """Variant @number of @n_variants of its kind, and what was done to it."""
    choose = random.Random(f"{kind}/{number}/{len(data)}")
    if kind == "bits":
        return flip_bits(data, choose, number)
    if kind == "cut":
        return cut(data, choose, number, n_variants)
    if kind == "lengths":
        return (lie_in_text if is_text else lie_in_binary)(data, choose, number)
    return (move_line if is_text else move_block)(data, choose, number)


KINDS = ("bits", "cut", "lengths", "blocks")
