# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is measured: recordings of a folder that is given, else small ones made here."""

import os
import pathlib
import random
import shutil
import subprocess
import sys


class Inputs:
    def __init__(self, given, build):
        self.given = pathlib.Path(given) if given else None
        self.build = build
        self.made = build / "bench" / "data"
        if self.given is None:
            print("BENCH_DATA is not set: measuring small inputs made here, "
                  "which flatter nobody and prove little")

    def find(self, name):
        if self.given is not None and (self.given / name).is_file():
            return self.given / name
        file = self.made / name
        file.parent.mkdir(parents=True, exist_ok=True)
        return file

    def has(self, name):
        """Whether a recording too large to be made here was given."""
        return self.given is not None and (self.given / name).is_file()

    def record(self, file, options, command):
        """Whether perf could record it; tracepoints, for one, want the rights of root."""
        if shutil.which("perf") is None:
            raise SystemExit(f"perf is not installed, and BENCH_DATA has no {file.name}")
        done = subprocess.run(["perf", "record", "-q", *options, "-o", str(file), "--", *command],
                              check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if done.returncode != 0:
            file.unlink(missing_ok=True)
        return done.returncode == 0

    def workload(self, seconds):
        return [str(self.build / "bench" / "workload"), str(seconds)]

    def recording(self, name, seconds):
        """A perf.data file with call chains by frame pointer."""
        file = self.find(name)
        frequency = "999" if seconds == 1 else "20000"
        if not file.exists():
            self.record(file, ["-e", "cpu-clock", "-F", frequency, "-g"], self.workload(seconds))
        return file

    def compressed(self, name):
        """The same, in pieces of a zstd stream."""
        file = self.find(name)
        if not file.exists():
            self.record(file, ["-e", "cpu-clock", "-F", "10000", "-g", "-z"], self.workload(3))
        return file

    def copied_stacks(self, name):
        """A perf.data file with copies of the stack, to be unwound."""
        file = self.find(name)
        if not file.exists():
            self.record(file, ["-e", "cpu-clock", "-F", "999", "--call-graph", "dwarf,16384"],
                        self.workload(3))
        return file

    def scheduling(self, name):
        """Switches and wakeups of everything that runs; None when perf may not record them."""
        file = self.find(name)
        events = "sched:sched_switch,sched:sched_wakeup,sched:sched_stat_runtime"
        if not file.exists() and not self.record(file, ["-e", events, "-a", "-g"],
                                                 self.workload(2)):
            return None
        return file

    def snapshots(self, name):
        """A massif file whose snapshots all tell who allocated; None without Valgrind."""
        file = self.find(name)
        if not file.exists() and shutil.which("valgrind") is None:
            return None
        if not file.exists():
            # many call paths, and deep ones: an interpreter that loads its modules
            subprocess.run(["valgrind", "-q", "--tool=massif", f"--massif-out-file={file}",
                            "--detailed-freq=1", "--max-snapshots=100", "--threshold=0.3",
                            "--depth=60", sys.executable, "-c", "import json"],
                           env=dict(os.environ, PYTHONMALLOC="malloc"), check=True)
        return file

    def calls(self, name):
        """A file of callgrind with instructions; None without valgrind."""
        file = self.find(name)
        if not file.exists() and shutil.which("valgrind") is not None:
            subprocess.run(["valgrind", "--quiet", "--tool=callgrind", "--dump-instr=yes",
                            f"--callgrind-out-file={file}", "perl", "-e", "sort map {rand} 1..999"],
                           check=True, stdout=subprocess.DEVNULL)
        return file if file.exists() else None

    def heap(self, name):
        """A recording of heaptrack, unpacked: what is measured is neither's way with zstd."""
        file, unpacked = self.find(name), self.made / "heaptrack.txt"
        if not file.exists() and shutil.which("heaptrack") is not None:
            command = ["perl", "-e", "my %h; $h{$_} = \"v$_\" for 1..99999"]
            subprocess.run(["heaptrack", "-o", str(file.with_suffix("")), *command], check=True,
                           stdout=subprocess.DEVNULL)
        if not file.exists() or shutil.which("zstd") is None:
            return None
        if not unpacked.exists() or unpacked.stat().st_mtime < file.stat().st_mtime:
            unpacked.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["zstd", "-dqf", str(file), "-o", str(unpacked)], check=True)
        return unpacked

    def many_lines(self, n_units):
        """A recording with copied stacks of a program whose debug information is large."""
        file = self.made / f"lines-{n_units}.data"
        if file.exists():
            return file
        if shutil.which("g++") is None:
            return None
        program = self.build_units(n_units)
        self.record(file, ["-e", "cpu-clock", "-F", "999", "--call-graph", "dwarf,8192"],
                    [str(program), "8000"])
        return file

    def build_units(self, n_units):
        """The program of bench/unit.cpp, that many times in one."""
        source = pathlib.Path(__file__).with_name("unit.cpp")
        program = self.made / f"lines-{n_units}"
        compiler = ["g++", "-std=c++17", "-O2", "-g"]
        self.made.mkdir(parents=True, exist_ok=True)
        objects = [self.made / f"unit-{i}.o" for i in range(n_units)]
        for i, made in enumerate(objects):
            subprocess.run([*compiler, f"-DUNIT={i}", "-c", str(source), "-o", str(made)],
                           check=True)
        names = [f"unit_{i}" for i in range(n_units)]
        table = self.made / "entries.cpp"
        table.write_text(
            "#include <cstdint>\n"
            + "".join(f"namespace {name} {{ std::uint64_t run (std::uint64_t); }}\n"
                      for name in names)
            + "extern std::uint64_t (*const entries[]) (std::uint64_t);\n"
              "extern const unsigned n_entries;\n"
            + f"std::uint64_t (*const entries[]) (std::uint64_t) = "
              f"{{ {', '.join(name + '::run' for name in names)} }};\n"
            + f"const unsigned n_entries = {n_units};\n", encoding="ascii")
        subprocess.run([*compiler, "-o", str(program), str(source), str(table),
                        *map(str, objects)], check=True)
        for made in objects:
            made.unlink()
        return program

    def script(self, name):
        """The text of perf script of a recording; None when there is none to be had."""
        file = self.find(name)
        if file.exists():
            return file
        if shutil.which("perf") is None:
            return None
        with open(file, "w", encoding="utf-8") as out:
            subprocess.run(["perf", "script", "--no-inline", "-i",
                            str(self.recording("perf/fp-medium.data", 3))],
                           stdout=out, stderr=subprocess.DEVNULL, check=True)
        return file

    def stacks(self, name, n_lines):
        """Collapsed stacks, the same at every run."""
        file = self.find(name)
        if file.exists():
            return file
        choose = random.Random(name)
        names = [f"{choose.choice('abcdefgh')}_function_{i}" for i in range(400)]
        with open(file, "w", encoding="ascii") as out:
            for _ in range(n_lines):
                depth = choose.randrange(3, 30)
                frames = [names[choose.randrange(1 + min(399, 4 * level))]
                          for level in range(depth)]
                out.write(f"{';'.join(frames)} {choose.randrange(1, 9)}\n")
        return file
