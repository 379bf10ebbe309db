# SPDX-License-Identifier: LGPL-2.1-or-later
"""B14: the heap over time, its peak and who holds it then, of many detailed snapshots."""

import os
import shutil
import tempfile

import measure
import same


def run_viewer(*command):
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8", HOME=home)
        return measure.run_until_idle([*map(str, command)], environment)


def snapshots(bench):
    file = bench.inputs.snapshots("valgrind/massif-large.out")
    if file is None or shutil.which("ms_print") is None:
        return print("B14  not measured: needs valgrind and ms_print")
    same.snapshots_as_ms_print(bench, file)
    environment = dict(os.environ, LC_ALL="C")
    command = bench.tools.perprovis("memory", file, "-o", os.devnull)
    ours, peer, ratio = bench.turns(
        command, lambda: measure.run(["ms_print", str(file)], environment)["cpu"], "cpu")
    bench.add("B14", "massif, CPU, ms_print is slower", bench.seconds(ours), bench.seconds(peer),
              1 / ratio, 12, False)
    viewer = shutil.which("massif-visualizer")
    if viewer is not None:
        ours, peer, ratio = bench.turns(
            command, lambda: run_viewer(viewer, file) - run_viewer(viewer), "cpu")
        bench.add("B14", "massif, CPU, massif-visualizer is slower", bench.seconds(ours),
                  bench.seconds(peer), 1 / ratio, 6, False)
    peak = measure.run(command, bench.tools.environment, watch=True)["anonymous"] / 1e6
    return bench.add("B14", "massif, anonymous memory, MB", f"{peak:.0f} MB", "", peak, 100, True)
