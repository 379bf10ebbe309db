# SPDX-License-Identifier: LGPL-2.1-or-later
"""B5 to B8: recordings with copies of the stack, to be unwound."""

import os

import measure
import perfparser
import same

LARGER = ("large/dwarf-compile.data", "large/dwarf-huge.data")
# perf ends stacks early in a library that the process had elsewhere before an exec: README.md
WITH_EXEC = ("dwarf-compile",)
N_UNITS = 16


def list_recordings(bench):
    larger = [bench.inputs.find(name) for name in LARGER if bench.inputs.has(name)]
    return [bench.inputs.copied_stacks("large/dwarf-large.data"), *larger]


def without_inlines(bench):
    """B5: as much work as the floor, and names."""
    for file in list_recordings(bench):
        same.as_floor(bench, "floor-unwind", file)
        same.frames_as_floor(bench, file)
        if bench.tools.perf and file.stem in WITH_EXEC:
            same.as_perf(bench, file)
        elif bench.tools.perf:
            same.totals_as_perf(bench, file, inline=False)
        command = bench.tools.perprovis("hotspots", "--no-inline", "-n", "0", "-o", os.devnull, file)
        ours, floor, ratio = bench.turns(command, bench.floor("floor-unwind", file), "cpu")
        bench.add("B5", f"{file.stem}: unwound, CPU, of rows alone", bench.seconds(ours),
                  bench.seconds(floor), ratio, 3.3, True)
        command = bench.views("--no-inline", file)
        ours, floor, ratio = bench.turns(command, bench.floor("floor-unwind", file), "cpu")
        bench.add("B5", f"{file.stem}: all three views, CPU, of rows alone", bench.seconds(ours),
                  bench.seconds(floor), ratio, 3.3, True)


def with_inlines(bench):
    """B6: with lines and inlined functions, as hotspot has them."""
    program = perfparser.find()
    if program is None:
        return print("B6   not measured: hotspot-perfparser is not installed")
    written = bench.build / "bench" / "data" / "perfparser.bin"
    written.parent.mkdir(parents=True, exist_ok=True)
    lines = bench.inputs.many_lines(N_UNITS if bench.inputs.given else 2)
    environment = dict(os.environ, LC_ALL="C", QT_QPA_PLATFORM="offscreen")
    for file in filter(None, [*list_recordings(bench), lines]):
        parse = perfparser.command(program, file, written)
        measure.run(parse, environment)
        stream = perfparser.Stream(written)
        same.samples_as_perfparser(bench, file, stream)
        if file != lines:
            same.totals_as_perfparser(bench, file, stream)
        elif bench.tools.perf:
            # hotspot-perfparser takes functions of one unit for those of another
            same.totals_as_perf(bench, file, inline=False)
        command = bench.tools.perprovis("hotspots", "-n", "0", "-o", os.devnull, file)
        ours, peer, ratio = bench.turns(
            command, lambda parse=parse: measure.run(parse, environment)["cpu"], "cpu")
        bench.add("B6", f"{file.stem}: inlines, CPU, perfparser is slower", bench.seconds(ours),
                  bench.seconds(peer), 1 / ratio, 4, False)
    return written.unlink(missing_ok=True)


def unwinding_alone(bench):
    """B7: nothing but unwinding, tables included."""
    for file in list_recordings(bench):
        same.unwound_as_floor(bench, file)
        figures = [bench.ask_program("unwind", file) for _ in range(bench.options.rounds)]
        floors = [bench.ask_program("floor-unwind", file) for _ in range(bench.options.rounds)]
        ours = min(figure["nanoseconds"] for figure in figures)
        floor = min(1e9 * figure["seconds"] / figure["unwound"] for figure in floors)
        bench.add("B7", f"{file.stem}: unwinding alone, ns a frame", f"{ours:.0f} ns",
                  f"{floor:.0f} ns", ours, 250, True)


def memory(bench):
    """B8: what B5 and B6 allocate."""
    for file in list_recordings(bench):
        for what, options in (("no inlines", ["--no-inline"]), ("inlines", [])):
            command = bench.tools.perprovis("hotspots", *options, "-n", "0", "-o", os.devnull, file)
            peak = measure.run(command, bench.tools.environment, watch=True)["anonymous"] / 1e6
            bench.add("B8", f"{file.stem}: {what}, anonymous memory, MB", f"{peak:.0f} MB", "",
                      peak, 120, True)
