# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is measured: recordings of a folder that is given, else small ones made here."""

import pathlib
import random
import shutil
import subprocess


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

    def recording(self, name, seconds):
        """A perf.data file with call chains by frame pointer."""
        file = self.find(name)
        if file.exists():
            return file
        if shutil.which("perf") is None:
            raise SystemExit("perf is not installed, and BENCH_DATA has no " + name)
        frequency = "999" if seconds == 1 else "20000"
        subprocess.run(["perf", "record", "-q", "-e", "cpu-clock", "-F", frequency, "-g",
                        "-o", str(file), "--", str(self.build / "bench" / "workload"),
                        str(seconds)],
                       check=True, stdout=subprocess.DEVNULL)
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
