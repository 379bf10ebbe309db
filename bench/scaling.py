# SPDX-License-Identifier: LGPL-2.1-or-later
"""B21 and B22: what a second thread saves, and what a larger recording costs a sample."""

import os
import statistics

import measure
import same


def second_thread(bench):
    """B21: B1, B5 and B6 with one thread and with two, wall clock; the answers are equal."""
    chains = bench.inputs.recording("large/fp-large.data", 8)
    stacks = bench.inputs.copied_stacks("large/dwarf-large.data")
    for what, file, options in (("B1", chains, ["--no-inline"]), ("B5", stacks, ["--no-inline"]),
                                ("B6", stacks, [])):
        same.bytes_with_threads(bench, file, *options)
        one = bench.views("--threads=1", *options, file)
        ours, alone, ratio = bench.turns(
            bench.views("--threads=2", *options, file),
            lambda one=one: measure.run(one, bench.tools.environment)["wall"], "wall")
        bench.add("B21", f"{what}: two threads, wall, of one thread's", bench.seconds(ours),
                  bench.seconds(alone), ratio, 0.62, True)


def cost_of_a_sample(bench, file):
    """Microseconds of CPU time."""
    n_samples = int(same.ask(bench, "hotspots", "--format=json", "-n", "1", file)["samples"])
    runs = [measure.run(bench.views("--no-inline", file), bench.tools.environment)["cpu"]
            for _ in range(bench.options.rounds)]
    return 1e6 * statistics.median(runs) / n_samples


def growth(bench):
    """B22: a sample of a large recording costs about as much as one of a middling one."""
    middling = cost_of_a_sample(bench, bench.inputs.recording("perf/fp-medium.data", 3))
    large = cost_of_a_sample(bench, bench.inputs.recording("large/fp-large.data", 8))
    bench.add("B22", "a sample of fp-large, CPU, of one of fp-medium", f"{large:.3f} us",
              f"{middling:.3f} us", large / middling, 1.5, True)
