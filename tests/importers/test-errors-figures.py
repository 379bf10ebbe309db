#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares what is read of checkers' reports with figures that are known.

Three sources: EXPECTED.json of a corpus of real files (PPV_CORPUS, or ../shared/corpus beside the
source tree), the elements of the fixtures as another parser counts them, and the sums that
Valgrind wrote for the same program as text.
"""

import collections
import json
import os
import re
import xml.etree.ElementTree

import figures


def read(path):
    return figures.ask("errors", "--format=json", path)


def add(errors, key):
    sums = collections.Counter()
    for error in errors:
        if error["kind"].startswith("Leak_"):
            sums[error["kind"]] += error[key]
    return dict(sums)


def find(path):
    told = read(path)
    errors = told["errors"]
    first = errors[0] if errors else None
    return {
        "tool": told["tool"],
        "errors": len(errors),
        "kinds": dict(collections.Counter(error["kind"] for error in errors)),
        "leaked_bytes": add(errors, "bytes"),
        "leaked_blocks": add(errors, "blocks"),
        "stacks": sum(len(error["stacks"]) for error in errors),
        "first_error": first and [first["kind"],
                                  *(frame["function"] for frame in first["stacks"][0])],
    }


def check_expected(path, entry):
    found = find(path)
    return figures.compare((key, found[key], entry["expect"].get(key, found[key]))
                           for key in found)


def names(stack):
    return [frame.findtext("fn") or "???" for frame in stack.iter("frame")]


def check_elements(path):
    """Every error of the XML with its count and its stacks."""
    root = xml.etree.ElementTree.parse(path).getroot()
    counts = {pair.findtext("unique"): int(pair.findtext("count"))
              for pair in root.iterfind("errorcounts/pair")}
    expected = collections.Counter()
    for error in root.iterfind("error"):
        text = error.findtext("what") or error.findtext("xwhat/text")
        stacks = json.dumps([names(stack) for stack in error.iterfind("stack")])
        expected[error.findtext("kind"), text, stacks,
                 counts.get(error.findtext("unique"), 1)] += 1
    found = collections.Counter()
    for error in read(path)["errors"]:
        stacks = [[frame["function"] for frame in error["stacks"][part["stack"]]]
                  for part in error["parts"] if part["stack"] is not None
                  and not (part["text"] or "").startswith(("Thread #", "Other segment"))]
        found[error["kind"], error["text"], json.dumps(stacks), error["count"]] += 1
    return ["%r" % (row,) for row in (expected - found) + (found - expected)]


def check_text(path):
    """The sums at the end of Valgrind's text."""
    with open(path[:-4] + ".txt", encoding="utf-8") as stream:
        said = stream.read().replace(",", "")
    told = read(path)
    kinds = {kind["kind"]: kind for kind in told["kinds"]}
    errors = sum(kind["count"] for kind in told["kinds"] if kind["kind"] not in
                 ("Leak_IndirectlyLost", "Leak_StillReachable"))
    wrong = []
    if int(re.search(r"ERROR SUMMARY: (\d+) errors", said)[1]) != errors:
        wrong.append("%d errors" % errors)
    for words, kind in (("definitely lost", "Leak_DefinitelyLost"),
                        ("indirectly lost", "Leak_IndirectlyLost"),
                        ("possibly lost", "Leak_PossiblyLost"),
                        ("still reachable", "Leak_StillReachable")):
        for size, blocks in re.findall(words + r": (\d+) bytes in (\d+) blocks", said):
            row = kinds.get(kind, {"bytes": 0, "blocks": 0})
            if kind in kinds and (row["bytes"], row["blocks"]) != (int(size), int(blocks)):
                wrong.append("%r" % row)
    return wrong


def rows(path):
    """Every error but for what is said between the stacks, which text and XML word differently."""
    return collections.Counter(
        (error["kind"], error["text"], error["bytes"], error["indirect_bytes"], error["blocks"],
         error["suppression"], json.dumps([frame["function"] for frame in error["stacks"][0]]))
        for error in read(path)["errors"])


def check_same(path):
    """The text has the errors of the XML: both are of the same program."""
    text, other = rows(path[:-4] + ".txt"), rows(path)
    return ["%r" % (row,) for row in (text - other) + (other - text)]


def main():
    checks = [(path + " has the figures expected", check_expected, (path, entry))
              for path, entry in figures.list_corpus("memcheck")]
    skips = [] if checks else [figures.NO_CORPUS]
    for name in ("memcheck", "suppressed", "helgrind", "drd"):
        path = os.path.join(figures.data, name + ".xml")
        checks.append((name + ".xml has the errors that another parser finds", check_elements,
                       (path,)))
        checks.append((name + ".txt has the errors of the XML", check_same, (path,)))
        checks.append((name + ".xml has the sums that Valgrind wrote", check_text, (path,)))
    figures.run(checks, skips)


main()
