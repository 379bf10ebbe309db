# SPDX-License-Identifier: LGPL-2.1-or-later
"""What perprovis errors answers, and whether Valgrind takes its suppressions."""

import csv
import io
import os
import re
import shlex
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from command import *  # noqa: E402,F403

DATA = os.path.join(os.environ.get('top_srcdir', '.'), 'tests', 'data')
MEMCHECK = os.path.join(DATA, 'memcheck.xml')
# how often a race may go another way when it is run again
TRIES = 8

HELGRIND = os.path.join(DATA, 'helgrind.xml')
SUPPRESSED = os.path.join(DATA, 'suppressed.xml')
LEAKS = '--leak-check=full --show-leak-kinds=all --errors-for-leak-kinds=all'.split()


@test
def json_has_all():
    """errors --format=json has every error with its stacks, the innermost frame first"""
    told = answer('errors', MEMCHECK)
    equal(told['schema'], 'perprovis/errors/1')
    equal(len(told['errors']), told['findings'])
    first = told['errors'][0]
    equal((first['kind'], first['count'], first['tid']), ('InvalidWrite', 3, 1))
    equal([frame['function'] for frame in first['stacks'][0]], ['write_behind', 'main'])
    equal([frame['function'] for frame in first['stacks'][1]],
          ['malloc', 'write_behind', 'main'])
    equal(first['parts'][0], {'text': None, 'stack': 0})
    equal(first['parts'][1]['stack'], 1)
    has(first['stacks'][0][0]['file'], 'mistakes.c')


@test
def groups():
    """errors adds up each kind, leaks without what hangs on them"""
    kinds = {kind['kind']: kind for kind in answer('errors', MEMCHECK)['kinds']}
    equal((kinds['Leak_DefinitelyLost']['bytes'], kinds['Leak_DefinitelyLost']['blocks']), (32, 1))
    equal((kinds['Leak_IndirectlyLost']['bytes'], kinds['Leak_IndirectlyLost']['blocks']), (64, 2))
    equal(kinds['InvalidWrite']['count'], 3)


@test
def text():
    """errors tells people the kinds, then each error with its stacks"""
    told = succeed('errors', MEMCHECK)
    has(told, 'InvalidWrite', ', 3 times', 'write_behind  mistakes.c:', "alloc'd")
    assert told.index('Leak_DefinitelyLost') > told.index('InvalidRead')
    has(succeed('errors', '-n1', MEMCHECK), '1 of 10 findings')
    has(succeed('errors', HELGRIND), 'Thread #2 was created')


@test
def clean():
    """errors of a report without any says that there are none"""
    with open(MEMCHECK, encoding='utf-8') as file:
        report = file.read()
    begin, end = report.index('<error>'), report.rindex('</error>') + len('</error>')
    path = write('clean.xml', report[:begin] + report[end:])
    equal(answer('errors', path)['errors'], [])
    succeed('errors', path)


@test
def markdown():
    """errors --format=markdown has a table and a section for each error"""
    told = succeed('errors', '--format=markdown', MEMCHECK)
    has(told, '| Leak\\_DefinitelyLost | 1 | 1 | 32 | 1 |', '\n## 1. Invalid write')
    equal(told.count('\n## '), 10)


@test
def table():
    """errors --format=csv has a row for each error"""
    rows = list(csv.DictReader(io.StringIO(succeed('errors', '--format=csv', MEMCHECK))))
    equal(len(rows), 10)
    has(rows[0]['stack'], 'write_behind (mistakes.c:', '; main (mistakes.c:')


@test
def others():
    """errors refuses recordings of other tools, and selections"""
    has(refuse(1, 'errors', os.path.join(DATA, 'sample.perf.data')), 'looks for errors')
    has(refuse(2, 'errors', '--thread=1', MEMCHECK), 'no selection')


@test
def views():
    """the views of profiles show errors and leaks by stack"""
    spots = answer('hotspots', '-n0', '--metric=leaked', MEMCHECK)
    equal(spots['total'], 228)
    equal(answer('hotspots', MEMCHECK)['metric']['name'], 'errors')
    has(succeed('tree', '--metric=leaked', MEMCHECK), 'make_node')


def build_program():
    compiler = shlex.split(os.environ.get('CC', 'cc'))
    source = os.path.join(os.path.abspath(DATA), 'src', 'mistakes.c')
    if shutil.which('valgrind') is None:
        raise Skipped('valgrind is not installed')
    subprocess.run([*compiler, '-g', '-O0', '-w', '-pthread', '-o', 'mistakes', source],
                   check=True)


def run_valgrind(*options, race=False):
    """What Valgrind says on standard error, and (errors, suppressed ones) of its sum."""
    environment = {key: value for key, value in os.environ.items() if key != 'LD_PRELOAD'}
    done = subprocess.run(['valgrind', *options, './mistakes', *(['race'] if race else [])],
                          capture_output=True, text=True, env=environment)
    found = re.search(r'ERROR SUMMARY: (\d+) errors .*suppressed: (\d+) from', done.stderr)
    if 'FATAL' in done.stderr or 'valgrind: ' in done.stderr:
        raise Skipped('valgrind cannot run programs here: ' + done.stderr.split('\n')[0])
    return done.stderr, found and (int(found[1]), int(found[2]))


def hide(file, *options, race=False):
    """Runs again with the suppressions made of @file; all errors must be hidden."""
    write('made.supp', succeed('errors', '--suppressions', file))
    said, sums = run_valgrind('--suppressions=made.supp', *options, race=race)
    assert sums is not None and sums[0] == 0, said
    return sums[1]


@test
def suppressions_made():
    """Valgrind hides exactly the errors of a report when it is given their suppressions"""
    build_program()
    run_valgrind('--xml=yes', '--xml-file=out.xml', *LEAKS)
    _, before = run_valgrind(*LEAKS)
    assert before[0] > 10
    equal(hide('out.xml', *LEAKS), before[0])
    # those of the others stay
    told = succeed('errors', '--suppressions', 'out.xml').replace('fun:write_behind', 'fun:none')
    write('fewer.supp', told)
    equal(run_valgrind('--suppressions=fewer.supp', *LEAKS)[1][0], 3)


@test
def suppressions_given():
    """errors writes the suppressions that Valgrind wrote, under names of its own"""
    told = succeed('errors', '--suppressions', SUPPRESSED)
    has(told, 'Memcheck:Addr1\n   fun:write_behind\n   fun:main\n}')
    assert 'insert_a' not in told
    build_program()
    run_valgrind('--gen-suppressions=all', '--xml=yes', '--xml-file=out.xml', *LEAKS)
    assert hide('out.xml', *LEAKS) > 10


def hide_race(tool):
    """Whether one of some pairs of runs, which race as they like, ends without an error."""
    for _ in range(TRIES):
        run_valgrind(f'--tool={tool}', '--xml=yes', '--xml-file=out.xml', race=True)
        try:
            return hide('out.xml', f'--tool={tool}', race=True) > 0
        except AssertionError as reason:
            last = reason
    raise last


@test
def suppressions_of_threads():
    """suppressions of Helgrind's and DRD's errors hide exactly them"""
    build_program()
    for tool in ('helgrind', 'drd'):
        _, before = run_valgrind(f'--tool={tool}', race=True)
        assert before[0] > 0
        assert hide_race(tool)
        # those of functions with other names hide nothing
        told = succeed('errors', '--suppressions', 'out.xml')
        write('fewer.supp', told.replace('fun:', 'fun:other_'))
        assert run_valgrind(f'--tool={tool}', '--suppressions=fewer.supp', race=True)[1][0] > 0


main()
