# SPDX-License-Identifier: LGPL-2.1-or-later
"""B16: peak, leaks and temporary allocations of a large recording of heaptrack."""

import collections
import os
import re
import shutil

import measure
import same


METRICS = ("peak", "leaked", "temporary")
N_FUNCTIONS = 50


def ask_heaptrack(bench, file, metric):
    """Inclusive costs by function, and their sum, of the stacks that heaptrack_print writes."""
    stacks = bench.build / "bench" / "data" / "heaptrack.stacks"
    measure.run(["heaptrack_print", "-f", str(file), "-F", str(stacks),
                 f"--flamegraph-cost-type={metric}"], dict(os.environ, LC_ALL="C"))
    found, total = collections.Counter(), 0
    for line in stacks.read_text(encoding="utf-8", errors="replace").split("\n"):
        frames, _, cost = line.rpartition(" ")
        if not cost:
            continue
        total += int(cost)
        for name in {re.sub(r" \([^()]*\)$", "", frame) for frame in frames.split(";")}:
            found[name] += int(cost)
    stacks.unlink()
    return found, total


def as_heaptrack(bench, file, metric):
    """The sum, and the totals of the functions that both call by the same name."""
    theirs, total = ask_heaptrack(bench, file, metric)
    answer = same.ask(bench, "hotspots", f"--metric={metric}", "--format=json", "-n", "0", file)
    ours = collections.Counter()
    for row in answer["hotspots"]:
        ours[row["function"]] += int(row["total"])
    names = [name for name, _ in theirs.most_common() if name in ours][:N_FUNCTIONS]
    wrong = [name for name in names if ours[name] != theirs[name]]
    if int(answer["total"]) != total or wrong or len(names) < 3:
        raise SystemExit(f"{file}: {metric} is {answer['total']} here and {total} in "
                         f"heaptrack_print; functions that differ: {wrong[:5]}")


def peak_leaks_temporaries(bench):
    file = bench.inputs.heap("heaptrack/python.zst")
    if file is None or shutil.which("heaptrack_print") is None:
        return print("B16  not measured: heaptrack is not installed")
    for metric in METRICS:
        as_heaptrack(bench, file, metric)
    environment = dict(os.environ, LC_ALL="C")
    command = bench.views(f"--metrics={','.join(METRICS)}", file)
    theirs = ["heaptrack_print", "--print-leaks=1", "--print-allocators=0", "-f", str(file)]
    ours, peer, ratio = bench.turns(
        command, lambda: measure.run(theirs, environment)["cpu"], "cpu")
    return bench.add("B16", "peak, leaks, temporaries, CPU, heaptrack is slower",
                     bench.seconds(ours), bench.seconds(peer), 1 / ratio, 4, False)
