# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether two programs agree, asked before it is measured which is faster."""

import collections
import json
import os
import re

import measure

N_SYMBOLS = 50
# what perf prints is rounded; where stacks were unwound, two unwinders may differ a little
POINTS = 0.05
POINTS_OF_TOTALS = 0.1
FRAMES = 0.01
# hotspot-perfparser guesses how a stack that was not copied whole goes on
POINTS_OF_GUESSES = 1.0
SHARE_OF_GUESSES = 0.1


def ask(bench, *arguments):
    return json.loads(measure.output(bench.tools.perprovis(*arguments), bench.tools.environment))


def as_floor(bench, program, file):
    """The floor and ours count the same samples with the same sum."""
    floor = bench.ask_program(program, file)
    ours = ask(bench, "hotspots", "--no-inline", "--format=json", "-n", "1", file)
    if int(ours["total"]) != floor["total"]:
        raise SystemExit(f"{file}: our sum is {ours['total']}, the floor's {floor['total']}")
    if "samples" in floor and int(ours["samples"]) != floor["samples"]:
        raise SystemExit(f"{file}: we have {ours['samples']} samples, "
                         f"the floor {floor['samples']}")


def frames_as_floor(bench, file):
    """Unwinding is as deep as the floor's; where a stack was cut, ours has a frame that says so."""
    floor = bench.ask_program("floor-unwind", file)
    ours = json.loads(measure.output(bench.views("--no-inline", file), bench.tools.environment))
    expected = floor["frames"] + floor["truncated"]
    if abs(ours["frames"] - expected) > FRAMES * expected:
        raise SystemExit(f"{file}: our stacks have {ours['frames']} frames, the floor's {expected}")


def cut_parameters(name):
    """Without the parameters at the end, which perf leaves out."""
    name = re.sub(r"( const| volatile| \[clone [^\]]*\])+$", "", name)
    if not name.endswith(")") or name.endswith("operator()"):
        return name
    depth = 0
    for at in range(len(name) - 1, -1, -1):
        depth += (name[at] == ")") - (name[at] == "(")
        if depth == 0:
            return name[:at] or name
    return name


def cut_type(name):
    """Without the type that is returned, which templates have."""
    depth, begin = 0, 0
    if re.search(r"operator( |<|>|-)", name):
        return name
    for at, letter in enumerate(name):
        depth += (letter in "<({[") - (letter in ">)}]")
        if letter == " " and depth == 0:
            begin = at + 1
    return name[begin:]


def plain_name(name):
    return cut_type(cut_parameters(name))


def perf_report(file, *options):
    return ["perf", "report", "-i", str(file), "--stdio", "--max-stack", "1024", *options]


def read_share(text):
    """A percentage; perf has none for callers where it knows of no chains."""
    return 0.0 if text.strip() == "N/A" else float(text.strip().rstrip("%"))


def is_address(name):
    return re.fullmatch(r"(0x)?[0-9a-f]{8,16}", name) is not None


def ask_perf_rows(file, children, inline, event=None):
    """(self, total or 0, whether inlined) of each row of a symbol whose name perf knows.

    Of the first event that has samples, or of @event.
    """
    columns = "overhead,overhead_children,sym" if children else "overhead,sym"
    command = perf_report(file, "--children" if children else "--no-children",
                          "--inline" if inline else "--no-inline", "-g", "none",
                          "--no-group", "--percent-limit", "0", "-F", columns, "-t", "\t")
    found, wanted = collections.defaultdict(list), True
    for line in measure.output(command, dict(os.environ, LC_ALL="C")).split("\n"):
        begin = re.match(r"# Samples: .* of event '(.*)'$", line)
        if begin:
            wanted = begin[1] == event if event else not found
        *shares, symbol = line.split("\t")
        match = re.match(r"\[.\] (.*\S)", symbol)
        if wanted and shares and match and not is_address(match[1]):
            own, *total = map(read_share, shares)
            name = match[1].removesuffix(" (inlined)")
            found[plain_name(name)].append((own, total[0] if total else 0.0, name != match[1]))
    return found


def ask_perf(file, children, inline, event=None):
    """Percent by symbol: (self, total or 0)."""
    return {name: (sum(row[0] for row in rows), sum(row[1] for row in rows))
            for name, rows in ask_perf_rows(file, children, inline, event).items()}


def ask_ours(bench, file, inline):
    options = [] if inline else ["--no-inline"]
    found = {}
    for row in ask(bench, "hotspots", *options, "--format=json", "-n", "0", file)["hotspots"]:
        name = plain_name(row["function"])
        old = found.get(name, (0.0, 0.0))
        found[name] = (old[0] + row["self_percent"], old[1] + row["total_percent"])
    return found


def compare(file, what, ours, theirs, which, points):
    """The largest symbols have their share, within @points."""
    for name in sorted(theirs, key=lambda name: theirs[name][which], reverse=True)[:N_SYMBOLS]:
        share = ours.get(name, (0.0, 0.0))[which]
        if abs(share - theirs[name][which]) > points:
            raise SystemExit(f"{file}: {name} has {share:.2f} % here and "
                             f"{theirs[name][which]:.2f} % in {what}")


def as_perf(bench, file):
    """Self cost, without inlined functions, which perf never gives any."""
    compare(file, "perf report", ask_ours(bench, file, False), ask_perf(file, False, False), 0,
            POINTS)


def totals_as_perf(bench, file, inline):
    """Self and total by function; self only without inlined functions."""
    ours = ask_ours(bench, file, inline)
    if inline:
        return inlined_as_perf(file, ours)
    theirs = ask_perf(file, True, False)
    compare(file, "perf report", ours, theirs, 0, POINTS)
    return compare(file, "perf report --children", ours, theirs, 1, POINTS_OF_TOTALS)


def inlined_as_perf(file, ours):
    """Inlined functions that both name have at least the total that perf has in one row.

    perf splits a function into a row for each place, and addr2line, whom it asks, leaves out
    the innermost function at some places and parts of names: docs/agreement.md.
    """
    for name, rows in ask_perf_rows(file, True, True).items():
        largest = max((total for _, total, inlined in rows if inlined), default=0.0)
        if name in ours and ours[name][1] < largest - POINTS_OF_TOTALS:
            raise SystemExit(f"{file}: {name} has {ours[name][1]:.2f} % here and "
                             f"{largest:.2f} % in perf report --children")


def unwound_as_floor(bench, file):
    """The unwinder alone finds as many frames as the floor."""
    floor, ours = (bench.ask_program(program, file) for program in ("floor-unwind", "unwind"))
    if abs(ours["unwound"] - floor["unwound"]) > FRAMES * floor["unwound"]:
        raise SystemExit(f"{file}: {ours['unwound']} frames are unwound, {floor['unwound']} by "
                         "the floor")


def events_as_perfparser(bench, file, stream):
    """Each event has as many samples."""
    ours = {metric["name"]: metric["samples"]
            for metric in ask(bench, "info", "--format=json", file)["metrics"]}
    for number, count in stream.n_samples.items():
        name = stream.strings[stream.events[number]]
        if ours.get(name) != count:
            raise SystemExit(f"{file}: {name} has {ours.get(name)} samples here and {count} in "
                             "hotspot-perfparser")


def ask_timehist(file):
    """Milliseconds off the CPU by thread id: asleep, waiting for a disk, pushed off."""
    lines = measure.output(["perf", "sched", "-i", str(file), "timehist", "-s", "--state"],
                           dict(os.environ, LC_ALL="C")).split("\n")
    found = {}
    for line in lines:
        match = re.match(r".*\[(\d+)(?:/\d+)?\]\s+-?\d+\s+\d+((?:\s+[0-9.]+){5})\s*$", line)
        if match:
            _, *off, _ = map(float, match[2].split())
            found[int(match[1])] = sum(off)
    return found


def off_cpu_as_perf(bench, file):
    """The time between two turns of a thread, ready or not, is that of perf sched timehist.

    perf leaves out the wait for the first turn.  Where switches are missing, each of us guesses
    in another way; then it is held to a twentieth.
    """
    theirs, ours = ask_timehist(file), collections.Counter()
    metrics = {metric["name"] for metric in ask(bench, "info", "--format=json", file)["metrics"]}
    for metric in ("off-cpu", "run-queue"):
        for row in ask(bench, "hotspots", f"--metric={metric}", "--by=thread", "-n", "0",
                       "--format=json", file)["hotspots"]:
            ours[int(re.search(r"(\d+)\W*$", row["thread"])[1])] += int(row["total"]) / 1e6
    share = 0.05 if "unknown-time" in metrics else 0.001
    for tid, milliseconds in theirs.items():
        if abs(ours[tid] - milliseconds) > max(share * milliseconds, 1):
            raise SystemExit(f"{file}: thread {tid} was off the CPU for {ours[tid]:.3f} ms here and "
                             f"{milliseconds:.3f} ms in perf sched timehist")


def ask_ms_print(file):
    """The rows of the table, and the number of the snapshot that is the peak."""
    rows, peak = [], None
    for line in measure.output(["ms_print", str(file)], dict(os.environ, LC_ALL="C")).split("\n"):
        row = re.fullmatch(r" *\d+(?: +[\d,]+){5}", line)
        if row:
            rows.append([int(figure.replace(",", "")) for figure in line.split()])
        marked = re.search(r"(\d+) \(peak\)", line)
        peak = int(marked[1]) if marked else peak
    return rows, peak


def snapshots_as_ms_print(bench, file):
    """Each snapshot has the figures that ms_print has, and the peak is the same one."""
    rows, peak = ask_ms_print(file)
    ours = ask(bench, "memory", "--format=json", file)
    found = [[row["index"], int(row["time"]), sum(sizes), *sizes] for row in ours["snapshots"]
             for sizes in [[int(row[f"{part}_bytes"]) for part in ("heap", "extra", "stacks")]]]
    first = rows[0][1]
    found = [[row[0], row[1] + first, *row[2:]] for row in found]
    for mine, theirs in zip(found, rows):
        if mine != theirs:
            raise SystemExit(f"{file}: a snapshot is {mine} here and {theirs} in ms_print")
    if len(found) != len(rows) or (ours["peak"] or {}).get("index") != peak:
        raise SystemExit(f"{file}: ms_print has {len(rows)} snapshots, the peak is {peak}")


def samples_as_perfparser(bench, file, stream):
    ours = ask(bench, "hotspots", "--format=json", "-n", "1", file)
    if (int(ours["samples"]), int(ours["total"])) != (stream.n_samples[0], stream.total):
        raise SystemExit(f"{file}: we have {ours['samples']} samples of {ours['total']}, "
                         f"hotspot-perfparser {stream.n_samples[0]} of {stream.total}")


def totals_as_perfparser(bench, file, stream):
    """Nearly all totals of what both know by name."""
    found, theirs = ask_ours(bench, file, True), collections.Counter()
    for full, cost in stream.total_cost.items():
        theirs[plain_name(full)] += 100 * cost / stream.total
    known = [(name, total) for name, total in theirs.most_common(N_SYMBOLS) if name in found]
    apart = [name for name, total in known if abs(found[name][1] - total) > POINTS_OF_GUESSES]
    if len(apart) > SHARE_OF_GUESSES * max(len(known), 1) or not known:
        raise SystemExit(f"{file}: of {len(known)} functions, {len(apart)} have another total in "
                         f"hotspot-perfparser: {', '.join(apart[:5])}")


def bytes_with_threads(bench, file, *options):
    """One thread and two give the same bytes, in tables, trees and everything at once."""
    for question in (["hotspots", "-n", "0", "--format=json"], ["flamegraph", "--format=json"],
                     ["export", "--to=json", "-o", "-"]):
        answers = [measure.output(bench.tools.perprovis(*question, *options, f"--threads={n}",
                                                        file), bench.tools.environment)
                   for n in (1, 2)]
        if answers[0] != answers[1]:
            raise SystemExit(f"{file}: {question[0]} of one thread and of two differ")
