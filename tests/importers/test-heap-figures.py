#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares what is read of heap profiles with figures that are known.

Three sources: EXPECTED.json of a corpus of real files (PPV_CORPUS, or ../shared/corpus beside the
source tree); heaptrack_print for every file of it at hand (PPV_HEAPTRACK_FILES adds some); and
for those of DHAT (PPV_DHAT_FILES) what Python's JSON has, added up as dh_view does.
"""

import collections
import json
import re
import shutil
import subprocess
import tempfile

import figures

# how heaptrack_print calls the totals
TOTALS = {"calls to allocation functions": "allocations",
          "temporary memory allocations": "temporary",
          "peak heap memory consumption": "peak",
          "total memory leaked": "leaked"}


def read(path):
    return figures.read("heap-figures", path)


def size(number):
    """Bytes as heaptrack_print writes them: 996.97K, 0B."""
    scale = sum(number > 1000 ** n for n in range(1, 5))
    return "%dB" % number if scale == 0 else "%.2f%s" % (number / 1000 ** scale, "BKMGT"[scale])


def list_totals(found, expected):
    """Pairs of what was found and what heaptrack_print says, by name."""
    for theirs, ours in TOTALS.items():
        total = found["metrics"][ours]["total"]
        is_bytes = ours in ("peak", "leaked")
        yield theirs, size(total) if is_bytes else str(total), expected[theirs].split(" ")[0]
    suppressed = found["facts"].get("suppressed_leak_bytes")
    yield ("suppressed leaks", size(int(suppressed)) if suppressed else None,
           expected.get("suppressed leaks"))
    rss = "peak RSS (including heaptrack overhead)"
    yield rss, size(int(found["facts"]["peak_rss_bytes"])), expected[rss]


def check_heaptrack(path, expected):
    return figures.compare(list_totals(read(path), expected))


def run_print(path, *options):
    run = subprocess.run(["heaptrack_print", *options, path], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, check=True)
    return run.stdout.decode(errors="replace")


def list_costs(path, kind):
    """What heaptrack_print counts for each call stack, sorted."""
    with tempfile.NamedTemporaryFile("r", errors="replace") as file:
        run_print(path, "-a0", "-p0", "-T0", "--flamegraph-cost-type", kind, "-F", file.name)
        return sorted(cost for line in file if (cost := int(line.rsplit(" ", 1)[1])) != 0)


def count_calls(text):
    """Calls by the function they are from, in the list of the top allocators."""
    calls = collections.Counter()
    for number, name in re.findall(r"^(\d+) calls to allocation functions .*\n(.*)$", text, re.M):
        calls[name] += int(number)
    return calls


def check_print(path):
    """Totals, the cost of every stack in each metric, and calls by function."""
    found = read(path)
    text = run_print(path, "-n1000000", "-p0", "-T0", "-t0")
    expected = dict(re.findall(r"^([^:\n]*): ([^\n]*?)\.?$", text[text.rindex("total runtime"):],
                               re.M))
    wrong = figures.compare(list_totals(found, expected))
    for kind in ("allocations", "temporary", "leaked", "peak"):
        mine = sorted(sample[0] for sample in found["metrics"][kind]["samples"] if sample[0] != 0)
        if mine != list_costs(path, kind):
            wrong.append("%s of the %d stacks that have them" % (kind, len(mine)))
    mine = collections.Counter()
    for calls, name in found["metrics"]["allocations"]["samples"]:
        mine[name] += calls
    theirs = count_calls(text)
    wrong += figures.compare((name, mine[name], calls) for name, calls in theirs.items()
                             if not name.startswith("0x"))
    return wrong


# the keys of a point in a DHAT file, how EXPECTED.json calls their sums, and the metrics
POINTS = {"tb": ("total_bytes", "allocated"), "tbk": ("total_blocks", "allocations"),
          "gb": ("at_tgmax_bytes", "peak"), "gbk": ("at_tgmax_blocks", "peak blocks"),
          "eb": ("at_end_bytes", "leaked"), "ebk": ("at_end_blocks", "leaked blocks"),
          "rb": ("reads", "reads"), "wb": ("writes", "writes"), "tl": (None, "lifetime")}


def check_dhat_expected(path, expected):
    found = read(path)
    samples = found["metrics"]["allocated"]["samples"]
    pairs = [("points", len(samples), expected["pps"])]
    pairs += [(key, found["metrics"][metric]["total"], expected[key])
              for key, metric in POINTS.values() if key]
    top3 = sorted((bytes_ for bytes_, _ in samples), reverse=True)[:len(expected["top"])]
    pairs.append(("largest points", top3, [point["tb"] for point in expected["top"]]))
    pairs += [("leaf of a largest point", [point["tb"], leaf] in samples, True)
              for point in expected["top"]
              for leaf in re.findall(r"^0x[0-9A-F]+: (.*) \(", point["leaf"])]
    return figures.compare(pairs + [("complete", found["complete"], True)])


def check_dhat(path):
    with open(path, encoding="utf-8") as stream:
        file = json.load(stream)
    names = {metric: metric for _, metric in POINTS.values()}
    if file["mode"] == "copy":
        names.update(allocated="copied", allocations="copies")
    elif "bsu" in file:
        names.update(allocated=file["bsu"], allocations=file["bksu"])
    found = read(path)["metrics"]
    return figures.compare((metric, [weight for weight, _ in found[names[metric]]["samples"]],
                            [point[key] for point in file["pps"]])
                           for key, (_, metric) in POINTS.items() if key in file["pps"][0])


def main():
    checks, skips = [], []
    files = figures.list_files("forget.heaptrack.gz", "PPV_HEAPTRACK_FILES")
    for path, entry in figures.list_corpus("heaptrack"):
        checks.append((path + " has the figures expected", check_heaptrack,
                       (path, entry["expect"])))
        files.append(path)
    dhat = figures.list_files("*.dhat", "PPV_DHAT_FILES")
    for path, entry in figures.list_corpus("dhat"):
        checks.append((path + " has the figures expected", check_dhat_expected,
                       (path, entry["expect"])))
        dhat.append(path)
    if not checks:
        skips.append(figures.NO_CORPUS)
    checks += [(path + " has every figure of its points", check_dhat, (path,)) for path in dhat]
    if shutil.which("heaptrack_print"):
        checks += [(path + " is as heaptrack_print has it", check_print, (path,)) for path in files]
    else:
        skips.append("heaptrack files # SKIP heaptrack_print is not installed")
    figures.run(checks, skips)


main()
