# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the scripts share that compare our answers with those of other tools, by hand."""

import argparse
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "bench"))

import measure  # noqa: E402


class Comparison:
    """A recording, our answers of it, and a line for each figure that is compared."""

    def __init__(self, options, file):
        self.build = options.build.resolve()
        self.tools = measure.Tools(self.build)
        self.options = options
        self.file = file
        self.n_apart = 0
        self.info = self.ask("info")
        self.metrics = {metric["name"]: metric for metric in self.info["metrics"]}

    def ask(self, *arguments):
        """An answer of ours, also of a file that is not whole."""
        command = self.tools.perprovis(*arguments, "--format=json", self.file)
        done = subprocess.run(command, env=self.tools.environment, capture_output=True, text=True,
                              check=False)
        if done.returncode not in (0, 3):
            raise SystemExit(done.stderr)
        return json.loads(done.stdout)

    def say(self, figure, differences, unit, most):
        """Prints the largest of (amount, where)."""
        amount, where = max(differences, default=(0.0, "nothing to compare"))
        apart = amount > most
        self.n_apart += apart
        print(f"{pathlib.Path(self.file).name:24} {figure:22} {len(differences):6} compared, "
              f"{amount:10.3f} {unit:7} {'APART' if apart else 'agree'}  {where[:90]}", flush=True)


def make_parser(description):
    parser = argparse.ArgumentParser(description=description.split("\n", maxsplit=1)[0])
    parser.add_argument("--build", default=".", type=pathlib.Path)
    parser.add_argument("files", nargs="+")
    return parser


def run_all(kind, options):
    """The exit status: 1 when anything is apart."""
    return 1 if sum(kind(options, file).run() for file in options.files) else 0
