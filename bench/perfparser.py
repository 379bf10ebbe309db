# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads what hotspot-perfparser writes: enough of it to see whether it found what we find.

The stream is a magic and the version of Qt's data streams, then messages: their
size (little endian) and as many bytes, of which the first says what it is.  The
numbers inside are big endian; -1 is "none".
"""

import collections
import glob
import pathlib
import struct

MAGIC = b"QPERFSTREAM\0"
LOCATION, SYMBOL, STRING, ATTRIBUTES, SAMPLE, TRACEPOINT_SAMPLE = 3, 4, 5, 11, 13, 14
NONE = -1


def find():
    """The program, which is no command for people and in no PATH; None when it is not there."""
    for folder in ("/usr/libexec", "/usr/lib/*/libexec", "/usr/lib*/libexec", "/opt/*/lib*/libexec"):
        for found in glob.glob(f"{folder}/hotspot-perfparser"):
            return found
    return None


def command(program, file, output):
    # a stack may be as deep as ours; its own default is 64
    return [program, "--max-frames", "1024", "--input", str(file), "--output", str(output)]


class Stream:
    """Samples, and self and total cost by name of the first event."""

    def __init__(self, path):
        self.strings = {}
        self.parents = {}
        self.symbols = {}
        self.names = {}
        self.events = []
        self.n_samples = collections.Counter()
        self.total = 0
        self.self_cost = collections.Counter()
        self.total_cost = collections.Counter()
        stacks = collections.Counter()
        for kind, message in self.messages(pathlib.Path(path).read_bytes()):
            self.take(kind, message, stacks)
        for (event, frames), cost in stacks.items():
            if event == 0:
                self.add(frames, cost)

    @staticmethod
    def messages(data):
        if not data.startswith(MAGIC):
            raise SystemExit("this is not what hotspot-perfparser writes")
        at = len(MAGIC) + 4
        while at + 4 <= len(data):
            size, = struct.unpack_from("<I", data, at)
            yield data[at + 4], data[at + 4:at + 4 + size]
            at += 4 + size

    def take(self, kind, message, stacks):
        if kind == STRING:
            number, length = struct.unpack_from(">ii", message, 1)
            self.strings[number] = message[9:9 + max(length, 0)].decode(errors="replace")
        elif kind == LOCATION:
            number, = struct.unpack_from(">i", message, 1)
            self.parents[number], = struct.unpack_from(">i", message, 29)
        elif kind == SYMBOL:
            number, name = struct.unpack_from(">ii", message, 1)
            self.symbols[number] = name
        elif kind == ATTRIBUTES:
            self.events.append(struct.unpack_from(">i", message, 17)[0])
        elif kind in (SAMPLE, TRACEPOINT_SAMPLE):
            self.take_sample(message, stacks)

    def take_sample(self, message, stacks):
        n_frames, = struct.unpack_from(">i", message, 21)
        frames = struct.unpack_from(f">{n_frames}i", message, 25)
        # behind the frames: how many of them were guessed, then pairs of event and value
        event, value = struct.unpack_from(">iQ", message, 25 + 4 * n_frames + 5)
        self.n_samples[event] += 1
        if event == 0:
            self.total += value
        stacks[event, frames] += value

    def name(self, location):
        if location not in self.names:
            symbol = self.symbols.get(location)
            self.names[location] = self.strings.get(symbol, "") if symbol is not None else None
        return self.names[location]

    def expand(self, frame):
        """The names at a frame, what was inlined first; an address has its names at its parents."""
        while frame != NONE:
            name = self.name(frame)
            if name is None:
                frame = self.parents.get(frame, NONE)
                name = self.name(frame)
            yield name or ""
            frame = self.parents.get(frame, NONE)

    def add(self, frames, cost):
        names = [name for frame in frames for name in self.expand(frame)]
        if names:
            self.self_cost[names[0]] += cost
        for name in set(names):
            self.total_cost[name] += cost
