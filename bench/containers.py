# SPDX-License-Identifier: LGPL-2.1-or-later
"""B9 and B10: compressed recordings, and what the scheduler did."""

import os

import measure
import perfparser
import same


def compressed(bench):
    """B9: records in pieces of a zstd stream."""
    file = bench.inputs.compressed("large/zstd-large.data")
    if not bench.tools.perf:
        return print("B9   not measured: perf is not installed")
    same.as_perf(bench, file)
    ours = bench.median(bench.views("--no-inline", file), "cpu")
    peer = bench.peer(bench.perf_children(file), "cpu")
    if peer is not None:
        bench.add("B9", "zstd, all three views, CPU, perf --children is slower",
                  bench.seconds(ours), bench.seconds(peer), peer / ours, 23, False)
    return None


def off_cpu(bench):
    """B10: off-CPU time from tracepoints of the scheduler."""
    program = perfparser.find()
    file = bench.inputs.scheduling("large/sched-large.data")
    if program is None or file is None:
        return print("B10  not measured: needs hotspot-perfparser and the rights to record the "
                     "scheduler")
    written = bench.build / "bench" / "data" / "perfparser.bin"
    written.parent.mkdir(parents=True, exist_ok=True)
    environment = dict(os.environ, LC_ALL="C", QT_QPA_PLATFORM="offscreen")
    parse = perfparser.command(program, file, written)
    measure.run(parse, environment)
    same.events_as_perfparser(bench, file, perfparser.Stream(written))
    if bench.tools.perf:
        same.off_cpu_as_perf(bench, file)
    command = bench.tools.perprovis("hotspots", "--metric=off-cpu", "-n", "0", "-o", os.devnull,
                                    file)
    ours, peer, ratio = bench.turns(
        command, lambda: measure.run(parse, environment)["cpu"], "cpu")
    bench.add("B10", "off-CPU, CPU, perfparser is slower", bench.seconds(ours),
              bench.seconds(peer), 1 / ratio, 15, False)
    return written.unlink(missing_ok=True)
