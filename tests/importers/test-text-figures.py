#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares what the importers read with figures that are known.

Two sources: EXPECTED.json of a corpus of real files (PPV_CORPUS, or ../shared/corpus beside the
source tree), and ms_print for every file of massif and every report on an execution tree (*.ms) at
hand (PPV_MASSIF_FILES adds some).
"""

import collections
import re
import shutil
import subprocess

import figures

UNITS = {"i": "instructions", "ms": "ms", "B": "bytes"}
REST = "[below massif's threshold]"


def read(path):
    return figures.read("text-figures", path)


def top5(counts):
    return [list(item) for item in sorted(counts.items(), key=lambda x: (-x[1], x[0]))[:5]]


def collapsed_figures(profile):
    own, inclusive, stacks = collections.Counter(), collections.Counter(), set()
    for weight, *names in profile["samples"]:
        own[names[0]] += weight
        stacks.add(tuple(names))
        for name in set(names):
            inclusive[name] += weight
    return {
        "lines": len(profile["samples"]),
        "malformed_lines": 0 if profile["complete"] else None,
        "unique_stacks": len(stacks),
        "total_weight": sum(own.values()),
        "unique_frames": len(inclusive),
        "max_depth": max(map(len, stacks)),
        "top_self": top5(own),
        "top_inclusive": top5(inclusive),
    }


def script_figures(profile):
    """Samples of all events; periods and depth, with the thread as the root, of the first one.

    The other figures are of texts that another tool collapsed, with its annotations.
    """
    names = {metric[0]: metric[1] for metric in profile["metrics"]}
    weights = [metric[2] for metric in profile["metrics"]]
    return {
        "event_names": names,
        "header_lines": sum(names.values()),
        "total_weight": weights[0],
        "max_depth": max(len(frames) for weight, *frames in profile["samples"]) + 1,
    }


def snapshot_figures(profile, n, expected):
    """Of children with equal bytes any may be named the largest, so the expected one if it is."""
    if n < 0:
        return None
    snapshot = dict(profile["snapshots"][n])
    tree = snapshot.pop("tree", [])
    children = [node[1:] for node in tree if node[0] == 1 and node[2] != REST]
    largest = [child for child in children if child[0] == children[0][0]]
    named = (expected or {}).get("largest_child")
    snapshot["n"] = n
    snapshot["tree_nodes"] = len(tree)
    snapshot["tree_maxdepth"] = max((node[0] for node in tree), default=None)
    snapshot["root_bytes"] = tree[0][1] if tree else None
    snapshot["largest_child"] = named if named in largest else next(iter(largest), None)
    return snapshot


def massif_figures(profile, expected):
    snapshots = profile["snapshots"]
    sums = [s["mem_heap_B"] + s["mem_heap_extra_B"] + s["mem_stacks_B"] for s in snapshots]
    return {
        "snapshots": len(snapshots),
        "detailed": [i for i, s in enumerate(snapshots) if "tree" in s],
        "peak": snapshot_figures(profile, profile["peak"], expected["peak"]),
        "desc": profile["desc"],
        "cmd": profile["cmd"],
        "time_unit": profile["time_unit"],
        "last": snapshot_figures(profile, len(snapshots) - 1, expected["last"]),
        "max_total_snapshot": profile["highest"],
        "max_total_bytes": max(sums),
        "tree_nodes_all": sum(len(s.get("tree", [])) for s in snapshots),
    }


def check_expected(path, entry):
    expected = dict(entry["expect"])
    if entry["kind"] == "massif":
        expected["time_unit"] = UNITS[expected["time_unit"]]
        found = massif_figures(read(path), expected)
    elif entry["kind"] == "perfscript":
        found = script_figures(read(path))
        expected = {key: expected[key] for key in found}
    else:
        found = collapsed_figures(read(path))
    return figures.compare((key, found.get(key), expected[key]) for key in expected)


def read_ms_print(path):
    """The table and the trees of ms_print: [n, time, total, heap, extra, stacks] and nodes."""
    run = subprocess.run(["ms_print", "--threshold=0", path], stdout=subprocess.PIPE, check=True)
    rows, trees = [], {}
    for line in run.stdout.decode(errors="replace").split("\n"):
        row = re.fullmatch(r" *(\d+)((?: +[\d,]+){5})", line)
        node = re.fullmatch(r"([| ]*)(?:->)?\d+\.\d+% \(([\d,]+)B\) (.*)", line)
        if row:
            rows.append([int(x.replace(",", "")) for x in line.split()])
        elif node:
            depth = len(node[1]) // 2 + ("->" in line[: len(node[1]) + 2])
            label = REST if re.match(r"in \d+ place", node[3]) else node[3]
            trees.setdefault(rows[-1][0], []).append([depth, int(node[2].replace(",", "")), label])
    return rows, trees


def paths(nodes):
    """The nodes with all that is above them: siblings of equal bytes have no order."""
    above, found = [], collections.Counter()
    for depth, size, label in nodes:
        del above[depth:]
        above.append((size, label))
        found[tuple(above)] += 1
    return found


def check_ms_print(path):
    rows, trees = read_ms_print(path)
    snapshots = read(path)["snapshots"]
    wrong = []
    for n, (row, snapshot) in enumerate(zip(rows, snapshots)):
        heap, extra, stacks = (
            snapshot[key] for key in ("mem_heap_B", "mem_heap_extra_B", "mem_stacks_B")
        )
        mine = [n, snapshot["time"], heap + extra + stacks, heap, extra, stacks]
        if row != mine:
            wrong.append("row %r, ms_print has %r" % (mine, row))
        if heap > 0 and paths(snapshot.get("tree", [])) != paths(trees.get(n, [])):
            wrong.append("the tree of snapshot %d" % n)
    if len(rows) != len(snapshots):
        wrong.append("%d snapshots, ms_print has %d" % (len(snapshots), len(rows)))
    return wrong


# what the categories of Valgrind's execution trees are called
CATEGORIES = {"curB": "leaked", "curBk": "leaked blocks", "totB": "allocated",
              "totBk": "allocations", "totFdB": "freed", "totFdBk": "frees"}


def own_values(nodes):
    """What each node has more than those below it, with the function next to the root."""
    above, found = [], []
    for depth, size, label in nodes:
        del above[depth:]
        name = above[1][1] if depth > 1 else re.sub(r"^0x[0-9A-F]+: (.*?)( \([^()]*\))?$", r"\1", label)
        above.append([len(found), name])
        if depth > 0:
            found[above[depth - 1][0]][0] -= size
        found.append([size, name])
    return collections.Counter((size, name) for size, name in found if size)


def check_report(path):
    """A report looks as if it were massif's, so ms_print has its figures, with a row a category."""
    rows, trees = read_ms_print(path)
    metrics = figures.read("heap-figures", path)["metrics"]
    names = [line.split()[2] for line in open(path, encoding="utf-8")
             if re.match(r"n\d+: \d+ \w+ : ", line)]
    wrong = [] if len(names) == len(rows) else ["%d categories" % len(rows)]
    for name, (n, _, total, *_) in zip(names, rows):
        metric = metrics[CATEGORIES[name]]
        mine = collections.Counter((size, leaf) for size, leaf in metric["samples"] if size)
        if metric["total"] != total:
            wrong.append("%s is %d, ms_print has %d" % (name, metric["total"], total))
        if mine != own_values(trees.get(n, [])):
            wrong.append("the values of %s" % name)
    return wrong


def main():
    checks = []
    massif = figures.list_files("*.massif", "PPV_MASSIF_FILES") + figures.list_files("*.ms")
    for path, entry in figures.list_corpus("collapsed", "massif", "perfscript"):
        checks.append((path + " has the figures expected", check_expected, (path, entry)))
        if entry["kind"] == "massif":
            massif.append(path)
    skips = [] if checks else [figures.NO_CORPUS]
    if shutil.which("ms_print"):
        for path in massif:
            check = check_report if path.endswith(".ms") else check_ms_print
            checks.append((path + " is as ms_print has it", check, (path,)))
    else:
        skips.append("massif files against ms_print # SKIP ms_print is not installed")
    figures.run(checks, skips)


main()
