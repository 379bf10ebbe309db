#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares callgrind and cachegrind files with figures that are known.

They are those of EXPECTED.json of a corpus of real files (PPV_CORPUS, or ../shared/corpus
beside the source tree), and what callgrind_annotate and cg_annotate say of every file at hand;
PPV_CALL_FILES adds some.
"""

import collections
import re
import shutil
import subprocess

import figures

ROW = re.compile(r"^ *([\d,]+) +(\S.*?)(?: \[(?!clone )[^][]*\])?$")


def ask(*arguments):
    """Some files lack a part, and are answered from all the same."""
    return figures.ask(*arguments, statuses=(0, 3))


def hotspots(path, metric):
    return ask("hotspots", "--format=json", "-n", "0", "--metric", metric, path)["hotspots"]


def arcs(path):
    return ask("export", "--to=json", path)["arcs"]


def by_name(rows, key):
    sums = collections.Counter()
    for row in rows:
        sums[row["function"]] += row[key]
    return sums


def by_place(rows, key):
    sums = collections.Counter()
    for row in rows:
        sums["%s:%s" % (row["file"] or "???", row["function"])] += row[key]
    return sums


def list_expected(path, kind, expected):
    """Pairs of what was found and what should have been, by name."""
    info = ask("info", "--format=json", path)
    metrics = {metric["name"]: metric["total"] for metric in info["metrics"]}
    records = info["records"]
    yield "events", [metric["name"] for metric in info["metrics"]], expected["events"]
    yield "totals", metrics, expected["self_total" if kind == "callgrind" else "line_total"]
    if "cost_lines" in expected:
        yield "lines with costs", records.get("cost line", 0), expected["cost_lines"]
        yield "calls", records.get("call", 0), expected["call_lines"]
    for key, fact in ("creator", "tool"), ("cmd", "command"):
        if isinstance(expected.get(key), str):
            yield key, info[fact], expected[key]
    if metrics.get(expected["events"][0]):
        own = by_name(hotspots(path, expected["events"][0]), "self")
        for *_, name, cost in expected["top_self"]:
            if kind == "callgrind":
                yield "cost of " + name, own[name], cost
    if expected.get("call_edges"):
        counts = collections.Counter()
        for arc in arcs(path):
            counts[arc["caller"], arc["callee"]] += arc["samples"]
        yield "number of calls", sum(counts.values()), expected["calls_total"]
        for caller, callee, count in expected["top_calls"]:
            yield "calls of %s by %s" % (callee, caller), counts[caller, callee], count


def check_expected(path, entry):
    return figures.compare(list_expected(path, entry["kind"], entry["expect"]))


def annotate(tool, path, metric, *options):
    """The rows of functions, as {"file:function": cost}."""
    run = subprocess.run([tool, "--threshold=" + ("0" if tool == "cg_annotate" else "100"),
                          "--auto=no", "--show-percs=no", "--show=" + metric, *options, path],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    rows, in_functions = collections.Counter(), False
    for line in run.stdout.decode(errors="replace").split("\n"):
        in_functions |= line.rstrip().endswith("file:function")
        row = ROW.match(line.rstrip())
        if in_functions and row:
            rows[row[2]] += int(row[1].replace(",", ""))
    return rows


def split(place):
    """A file has no colon in its name, but functions have."""
    return place.partition(":")[2]


def find_cyclic(calls):
    """The names of functions that can reach themselves."""
    below, above = collections.defaultdict(set), collections.defaultdict(set)
    for call in calls:
        below[call["caller"]].add(call["callee"])
        above[call["callee"]].add(call["caller"])
    left = set(below) & set(above)
    while True:
        ends = {name for name in left
                if not below[name] & left or not above[name] & left}
        if not ends:
            return {name for name in left if reaches(name, below, left)}
        left -= ends


def reaches(name, below, within):
    seen, todo = set(), [name]
    while todo:
        for callee in below[todo.pop()] & within:
            if callee == name:
                return True
            if callee not in seen:
                seen.add(callee)
                todo.append(callee)
    return False


def compare(what, mine, theirs, names):
    return ["%s of %s: %d, not %d" % (what, name, mine[name], theirs[name])
            for name in sorted(names) if mine[name] != theirs[name]]


def check_self(tool, path):
    wrong = []
    for metric in ask("info", "--format=json", path)["metrics"]:
        if not metric["total"]:
            continue
        theirs = collections.Counter()
        for place, cost in annotate(tool, path, metric["name"]).items():
            theirs[split(place)] += cost
        mine = by_name(hotspots(path, metric["name"]), "self")
        wrong += compare(metric["name"], mine, theirs, theirs | mine)
    return wrong


def check_inclusive(path):
    """Outside cycles, and of functions that are called: of others callgrind_annotate has parts."""
    wrong = []
    calls = arcs(path)
    cyclic, called = find_cyclic(calls), {call["callee"] for call in calls}
    n_compared = 0
    for metric in ask("info", "--format=json", path)["metrics"]:
        if not metric["total"]:
            continue
        theirs = annotate("callgrind_annotate", path, metric["name"], "--inclusive=yes")
        mine = by_place(hotspots(path, metric["name"]), "total")
        places = [place for place in mine
                  if split(place) in called - cyclic and place in theirs]
        n_compared += len(places)
        wrong += compare("inclusive " + metric["name"], mine, theirs, places)
    print("# %d totals, %d functions are in cycles" % (n_compared, len(cyclic)))
    return wrong


def list_checks():
    for path, entry in figures.list_corpus("callgrind", "cachegrind"):
        yield path + " has the figures expected", check_expected, (path, entry)
    for path in figures.list_files("*.c*grind", "PPV_CALL_FILES"):
        is_callgrind = ask("info", "--format=json", path)["format"] == "callgrind"
        tool = "callgrind_annotate" if is_callgrind else "cg_annotate"
        if shutil.which(tool) is None:
            continue
        yield "%s is as %s has it" % (path, tool), check_self, (tool, path)
        if is_callgrind:
            yield path + " has the same inclusive costs", check_inclusive, (path,)


def main():
    checks = list(list_checks())
    skips = []
    if not list(figures.list_corpus("callgrind", "cachegrind")):
        skips.append(figures.NO_CORPUS)
    if shutil.which("callgrind_annotate") is None:
        skips.append("files against callgrind_annotate # SKIP it is not installed")
    figures.run(checks, skips)


main()
