# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs programs and says what they cost."""

import os
import pathlib
import shutil
import subprocess
import time

WATCH_SECONDS = 0.002
IDLE_SECONDS = 1
LOOK_SECONDS = 0.02


class Tools:
    """Where the programs are: ours as built, without libtool's shell script around it."""

    def __init__(self, build):
        folders = [path for kind in ("importers", "exporters")
                   for path in sorted((build / kind).glob("*/.libs"))]
        self.program = str(build / ".libs" / "perprovis")
        self.environment = dict(os.environ, LC_ALL="C.UTF-8",
                                LD_LIBRARY_PATH=str(build / ".libs"),
                                PPV_PLUGIN_PATH=":".join(map(str, folders)))
        self.perf = shutil.which("perf")
        self.stackcollapse = (os.environ.get("STACKCOLLAPSE")
                              or shutil.which("stackcollapse-perf.pl"))
        self.flamegraph = os.environ.get("FLAMEGRAPH") or shutil.which("flamegraph.pl")

    def perprovis(self, *arguments):
        return [self.program, *map(str, arguments)]


def output(command, environment):
    warm(command)
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True,
                          stdin=subprocess.DEVNULL).stdout


def warm(command):
    """Reads the files a command names: the work is measured, not the disk they come from."""
    for name in command[1:]:
        if os.path.isfile(name):
            with open(name, "rb", buffering=0) as stream:
                while stream.read(1 << 22):
                    pass


def read_anonymous(pid):
    """Bytes of private memory of a process: what it allocated, without files it reads."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    for line in status.split("\n"):
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    return 0


def run(command, environment, watch=False):
    """CPU seconds (with children), wall seconds and, if watched, the peak of anonymous bytes.

    The kernel keeps a high-water mark only for all resident memory, pages of
    the page cache included, so the anonymous part is looked at every 2 ms.
    """
    warm(command)
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    while watch and os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        peak = max(peak, read_anonymous(process.pid))
        time.sleep(WATCH_SECONDS)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"exit status {process.returncode}: {' '.join(command)}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "wall": wall, "anonymous": peak}


def read_cpu(pid):
    """User and system time of a process so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run_until_idle(command, environment):
    """CPU seconds of a viewer that has no end: until it has had nothing to do for a while."""
    warm(command)
    with subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        cpu, idle_since = 0.0, time.monotonic()
        while process.poll() is None and time.monotonic() - idle_since < IDLE_SECONDS:
            time.sleep(LOOK_SECONDS)
            now = read_cpu(process.pid)
            if now > cpu:
                cpu, idle_since = now, time.monotonic()
        died = process.poll() is not None
        process.kill()
    if died:
        raise SystemExit(f"{command[0]} ended by itself")
    return cpu
