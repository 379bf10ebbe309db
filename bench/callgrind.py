# SPDX-License-Identifier: LGPL-2.1-or-later
"""B15: functions and calls of a large file of callgrind."""

import collections
import os
import re
import shutil
import subprocess
import tempfile

import measure
import same

N_FUNCTIONS = 100
ROW = re.compile(r" *([\d,]+) +([^:]*:.*?)(?: \[[^][]*\])?$")


def ask_annotate(file, *options):
    """{"file:function": cost} of its rows, and the sum that it tells."""
    command = ["callgrind_annotate", "--threshold=100", "--auto=no", "--show-percs=no", *options]
    text = measure.output([*command, str(file)], dict(os.environ, LC_ALL="C"))
    rows = collections.Counter()
    for line in text.partition("file:function")[2].split("\n"):
        match = ROW.match(line)
        if match:
            rows[match[2]] += int(match[1].replace(",", ""))
    return rows, int(re.search(r"([\d,]+) +PROGRAM TOTALS", text)[1].replace(",", ""))


def list_on_ways(calls):
    """Functions that may be in a cycle: what is left without those that end or begin all ways."""
    left = {call["caller"] for call in calls} & {call["callee"] for call in calls}
    while True:
        within = [call for call in calls if call["caller"] in left and call["callee"] in left]
        inner = {call["caller"] for call in within} & {call["callee"] for call in within}
        if inner == left:
            return left
        left = inner


def compare(file, what, ours, theirs):
    largest = [name for name, _ in theirs.most_common() if name in ours][:N_FUNCTIONS]
    wrong = [name for name in largest if ours[name] != theirs[name]]
    if wrong or not largest:
        raise SystemExit(f"{file}: {what} costs differ from callgrind_annotate: {wrong[:5]}")


def as_annotate(bench, file):
    """The sum, and own and inclusive costs; of cycles callgrind_annotate counts calls twice.

    It has the own cost of a function by file, and inclusive ones only of what is called.
    """
    answer = same.ask(bench, "hotspots", "--format=json", "-n", "0", file)
    calls = same.ask(bench, "export", "--to=json", "-o", "-", file)["arcs"]
    called = {call["callee"] for call in calls} - list_on_ways(calls)
    own, inclusive, theirs = collections.Counter(), collections.Counter(), collections.Counter()
    for row in answer["hotspots"]:
        own[row["function"]] += int(row["self"])
        if row["function"] in called:
            inclusive[f"{row['file'] or '???'}:{row['function']}"] += int(row["total"])
    places, total = ask_annotate(file)
    for place, cost in places.items():
        theirs[place.partition(":")[2]] += cost
    if int(answer["total"]) != total:
        raise SystemExit(f"{file}: all costs {answer['total']} here, {total} in callgrind_annotate")
    compare(file, "own", own, theirs)
    compare(file, "inclusive", inclusive, ask_annotate(file, "--inclusive=yes")[0])


def start_server(command, environment):
    """A server that says in one line where it listens; it is that, and what it said."""
    # both are ended by who started them
    server = subprocess.Popen(command, env=environment,  # pylint: disable=consider-using-with
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return server, server.stdout.readline().strip()


def run_kcachegrind(file, folder):
    """KCachegrind with @file on a screen that nobody sees; it wants a bus of its own to start."""
    environment = dict(os.environ, LC_ALL="C", QT_QPA_PLATFORM="xcb", HOME=folder,
                       XDG_RUNTIME_DIR=folder)
    bus, address = start_server(["dbus-daemon", "--session", "--nofork", "--print-address=1"],
                                environment)
    screen, number = start_server(["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24"],
                                  environment)
    environment |= {"DBUS_SESSION_BUS_ADDRESS": address, "DISPLAY": f":{number}"}
    try:
        return measure.run_until_idle(["kcachegrind", str(file)], environment)
    finally:
        for server in (screen, bus):
            server.terminate()
            server.communicate()


def against_annotate(bench, file, command):
    if shutil.which("callgrind_annotate") is None:
        return print("B15  not measured: callgrind_annotate is not installed")
    as_annotate(bench, file)
    ours = bench.median(command, "cpu")
    peer = bench.peer(["callgrind_annotate", "--inclusive=yes", "--threshold=100", str(file)],
                      "cpu")
    if peer is not None:
        bench.add("B15", "functions and calls, CPU, annotate is slower", bench.seconds(ours),
                  bench.seconds(peer), peer / ours, 15, False)
    return None


def against_kcachegrind(bench, file, command):
    """From the start of each to the functions and calls that it shows."""
    if any(shutil.which(program) is None for program in ("kcachegrind", "dbus-daemon", "Xvfb")):
        return print("B15  not measured: kcachegrind, dbus-daemon or Xvfb is not installed")
    with tempfile.TemporaryDirectory() as folder:
        ours, peer, ratio = bench.turns(command, lambda: run_kcachegrind(file, folder), "cpu")
    bench.add("B15", "functions and calls, CPU, kcachegrind is slower", bench.seconds(ours),
              bench.seconds(peer), 1 / ratio, 5, False)
    return None


def functions_and_calls(bench):
    """B15: 20 MB with --dump-instr=yes."""
    file = bench.inputs.calls("valgrind/callgrind-large.out")
    if file is None:
        return print("B15  not measured: valgrind is not installed")
    command = bench.tools.perprovis("hotspots", "-o", os.devnull, file)
    against_annotate(bench, file, command)
    against_kcachegrind(bench, file, command)
    peak = measure.run(command, bench.tools.environment, watch=True)["anonymous"] / 1e6
    return bench.add("B15", "functions and calls, anonymous memory, MB", f"{peak:.0f} MB", "",
                     peak, 100, True)
