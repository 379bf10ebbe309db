# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the built perprovis and reports in TAP; what the tests of the command share."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback

PROGRAM = os.path.join(os.environ.get('top_builddir', '.'), 'perprovis')
TIMEOUT = 120  # seconds; a test in which nothing ends for longer hangs

tests = []


class Skipped(Exception):
    """A test cannot run here; the text says why."""


def test(function):
    """Its docstring is the test's name: a sentence."""
    tests.append(function)
    return function


def run(*arguments, stdin=b'', environment=None, **options):
    env = {**os.environ, 'COLUMNS': '80', **(environment or {})}
    signal.alarm(TIMEOUT)
    return subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True, env=env,
                          timeout=TIMEOUT, **options)


def succeed(*arguments, **options):
    """Standard output of a run that must end with 0 and say nothing else."""
    done = run(*arguments, **options)
    assert done.returncode == 0, f'{arguments}: exit {done.returncode}: {done.stderr!r}'
    return done.stdout.decode()


def answer(*arguments, **options):
    return json.loads(succeed(*arguments, '--format=json', **options))


def refuse(code, *arguments, **options):
    """Standard error of a run that must end with @code and answer nothing."""
    done = run(*arguments, **options)
    assert done.returncode == code, f'{arguments}: exit {done.returncode}: {done.stderr!r}'
    assert done.stdout == b'', f'{arguments}: {done.stdout!r}'
    return done.stderr.decode()


def write(name, text):
    """A file in the test's own folder, which is the current one."""
    with open(name, 'wb') as file:
        file.write(text if isinstance(text, bytes) else text.encode())
    return name


def equal(got, expected):
    assert got == expected, f'{got!r} is not {expected!r}'


def has(text, *parts):
    for part in parts:
        assert part in text, f'{part!r} is not in {text!r}'


def stop_waiting(*_):
    raise TimeoutError(f'nothing happened for {TIMEOUT} seconds')


def run_one(number, function):
    name = function.__doc__.strip()
    home = os.getcwd()
    signal.signal(signal.SIGALRM, stop_waiting)
    signal.alarm(TIMEOUT)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            function()
            print(f'ok {number} {name}')
        except Skipped as reason:
            print(f'ok {number} {name} # SKIP {reason}')
        except Exception:
            for line in traceback.format_exc().splitlines():
                print('#', line)
            print(f'not ok {number} {name}')
        finally:
            signal.alarm(0)
            os.chdir(home)
            sys.stdout.flush()


def main():
    """Ends with 0 also when tests fail: automake would count an exit status as one failure more."""
    print(f'1..{len(tests)}')
    for number, function in enumerate(tests, 1):
        run_one(number, function)
