#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Says how far leaks and totals are from what the tools themselves say: one line a figure.

    tests/compare-with-heap-tools.py --build=build FILE...

By hand.  Reports of memcheck (text, or XML that has one) are compared with their own leak
summary, files of heaptrack with heaptrack_print, files of DHAT with the sums of their points
as Python's JSON has them.  Differences make the exit status 1.
"""

import json
import os
import re
import subprocess
import sys

import comparing

KINDS = {"definitely": "definite", "indirectly": "indirect", "possibly": "possible",
         "still": "reachable"}
TEXT = re.compile(r"(definitely|indirectly|possibly|still) (?:lost|reachable): "
                  r"([\d,]+) bytes in ([\d,]+) blocks")
XML = re.compile(r"<(definitely|indirectly|possibly|still)_(?:lost|reachable)>\s*"
                 r"<bytes>(\d+)</bytes>\s*<in_blocks>(\d+)</in_blocks>")
PRINTED = {"allocations": r"calls to allocation functions: (\d+)",
           "temporary": r"temporary memory allocations: (\d+)",
           "peak": r"peak heap memory consumption: ([\d.]+[BKMGT])",
           "leaked": r"total memory leaked: ([\d.]+[BKMGT])"}
POINTS = {"tb": "allocated", "tbk": "allocations", "gb": "peak", "gbk": "peak blocks",
          "eb": "leaked", "ebk": "leaked blocks"}


def number(text):
    return int(text.replace(",", ""))


def printed_size(n_bytes):
    """As heaptrack_print writes it: 996.97K, 0B."""
    scale = sum(n_bytes > 1000 ** n for n in range(1, 5))
    return f"{n_bytes}B" if scale == 0 else f"{n_bytes / 1000 ** scale:.2f}{'BKMGT'[scale]}"


class Comparison(comparing.Comparison):
    def __init__(self, options, file):
        super().__init__(options, file)
        self.leaks = self.ask("leaks", "-n", "0")["leaks"]

    def total(self, name):
        return int(self.metrics[name]["total"])

    def sum_of(self, kind, key):
        return sum(row[key] or 0 for row in self.leaks if row["kind"] == kind)

    def compare(self, figure, pairs):
        """Pairs of (what it is, ours, theirs); equal texts are as good as equal numbers."""
        self.say(figure, [(float(ours != theirs), f"{what}: {theirs}, ours {ours}")
                          for what, ours, theirs in pairs], "differ", 0)

    def memcheck(self):
        with open(self.file, encoding="utf-8", errors="replace") as stream:
            said = stream.read()
        found = TEXT.findall(said) + XML.findall(said)
        if not found:
            print(f"{os.path.basename(self.file):24} has no leak summary: nothing to compare")
        for word, n_bytes, n_blocks in found:
            kind = KINDS[word]
            # records of a kind are only written when --show-leak-kinds asks for them
            if self.sum_of(kind, "blocks") or number(n_blocks) == 0 or kind == "definite":
                self.compare(f"{kind} leaks", [("bytes", self.sum_of(kind, "bytes"),
                                                number(n_bytes)),
                                               ("blocks", self.sum_of(kind, "blocks"),
                                                number(n_blocks))])

    def heaptrack(self):
        done = subprocess.run(["heaptrack_print", self.file], capture_output=True, text=True,
                              errors="replace", check=True)
        pairs = []
        for name, pattern in PRINTED.items():
            ours = self.total(name)
            theirs = re.findall(pattern, done.stdout)[-1]
            pairs.append((name, str(ours) if theirs.isdigit() else printed_size(ours), theirs))
        self.compare("totals", pairs)
        self.compare("leaks by place", [("bytes", self.sum_of("never-freed", "bytes"),
                                         self.total("leaked"))])

    def dhat(self):
        with open(self.file, encoding="utf-8") as stream:
            points = json.load(stream)["pps"]
        sums = {key: sum(point[key] for point in points) for key in POINTS}
        self.compare("totals", [(name, self.total(name), sums[key])
                                for key, name in POINTS.items()])
        self.compare("leaks by place",
                     [("bytes", self.sum_of("never-freed", "bytes"), sums["eb"]),
                      ("blocks", self.sum_of("never-freed", "blocks"), sums["ebk"])])

    def run(self):
        kinds = {"memcheck": self.memcheck, "memcheck-log": self.memcheck,
                 "heaptrack": self.heaptrack, "dhat": self.dhat}
        kind = self.info["format"]
        if kind in kinds:
            kinds[kind]()
        else:
            print(f"{os.path.basename(self.file):24} is of {kind}: nothing to compare")
        return self.n_apart


sys.exit(comparing.run_all(Comparison, comparing.make_parser(__doc__).parse_args()))
