# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rows of the text of perf script."""

import os
import subprocess

import measure


def count(lines):
    """The sum of collapsed stacks."""
    return sum(int(line.rpartition(" ")[2]) for line in lines.splitlines() if line)


def peer_sum(command):
    """What the peer counts, and the CPU time it took."""
    before = os.times()
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=True)
    after = os.times()
    spent = (after.children_user + after.children_system
             - before.children_user - before.children_system)
    return count(done.stdout), spent


def to_collapsed(bench):
    """B13: text of perf script to collapsed stacks, against stackcollapse-perf.pl."""
    file = bench.inputs.script("text/script-medium.txt")
    if file is None:
        return print("B13  not measured: there is no text, and perf is not installed")
    if bench.tools.stackcollapse is None:
        return print("B13  not measured: stackcollapse-perf.pl is not in the PATH, and "
                     "STACKCOLLAPSE does not name it")
    command = bench.tools.perprovis("export", "--to=collapsed", file)
    ours_sum = count(measure.output(command, bench.tools.environment))
    peer = [bench.tools.stackcollapse, str(file)]
    theirs_sum, _ = peer_sum(peer)
    if ours_sum != theirs_sum:
        raise SystemExit(f"{file}: our sum is {ours_sum}, that of the peer {theirs_sum}")
    ours, theirs, ratio = bench.turns([*command, "-o", os.devnull], lambda: peer_sum(peer)[1],
                                      "cpu")
    bench.add("B13", "perf script to collapsed, CPU, peer is slower", bench.seconds(ours),
              bench.seconds(theirs), 1 / ratio, 19, False)
    return None
