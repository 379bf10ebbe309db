# SPDX-License-Identifier: LGPL-2.1-or-later
"""B14: the heap over time, its peak and who holds it then, of many detailed snapshots."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import measure
import same

IDLE_SECONDS = 1
LOOK_SECONDS = 0.02


def read_cpu(pid):
    """User and system time of a process so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run_viewer(program, *files):
    """CPU seconds of a viewer that has no end: until it has had nothing to do for a while."""
    measure.warm([program, *map(str, files)])
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8", HOME=home)
        process = subprocess.Popen([program, *map(str, files)], env=environment,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        cpu, idle_since = 0, time.monotonic()
        while process.poll() is None and time.monotonic() - idle_since < IDLE_SECONDS:
            time.sleep(LOOK_SECONDS)
            now = read_cpu(process.pid)
            if now > cpu:
                cpu, idle_since = now, time.monotonic()
        died = process.poll() is not None
        process.kill()
        process.wait()
    if died:
        raise SystemExit(f"{program} ended by itself")
    return cpu


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
