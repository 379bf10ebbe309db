#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the verb diff answers."""

from command import answer, main, refuse, run, succeed, test, write

BASE = 'main;parse 10\nmain;draw 30\nmain;old 5\n'
CURRENT = 'main;parse 14\nmain;draw 30\nmain;added 5\n'


def sides():
    return write('base.folded', BASE), '--', write('current.folded', CURRENT)


@test
def both_sides_keep_their_files_and_totals():
    """diff: both sides keep their files and totals"""
    got = answer('diff', *sides())
    assert got['schema'] == 'perprovis/diff/1'
    assert got['base']['files'] == ['base.folded'] and got['base']['total'] == 45, got
    assert got['current']['total'] == 49, got
    assert sum(row['current'] - row['base'] for row in got['differences']) == 4, got


@test
def samples_without_times_prove_nothing():
    """diff: samples without times prove nothing"""
    got = answer('diff', *sides())
    assert got['evidence'] == 'none', got
    assert {row['status'] for row in got['differences']} == {'unclear'}, got
    assert {row['q_value'] for row in got['differences']} == {None}, got


@test
def every_form_has_what_is_gone():
    """diff: every form has what is gone"""
    for form in 'text', 'markdown', 'csv', 'html', 'json':
        for by in 'function', 'stack':
            text = succeed('diff', *sides(), f'--format={form}', f'--by={by}')
            assert 'old' in text and 'added' in text, (form, by, text)


@test
def a_condition_that_holds_ends_with_4():
    """diff: a condition that holds ends with 4"""
    done = run('diff', *sides(), '--normalise=none', '--fail-if=self(parse) > +30%')
    assert done.returncode == 4, done
    assert b'parse' in done.stderr and b'parse' in done.stdout, done
    succeed('diff', *sides(), '--normalise=none', '--fail-if=self(parse) > +50%')
    succeed('diff', *sides(), '--fail-if=self(parse) > +1% and q < 0.05')


@test
def wrong_use_is_refused():
    """diff: wrong use is refused"""
    base, _, current = sides()
    assert '--' in refuse(2, 'diff', base, current, current)
    assert 'column 9' in refuse(2, 'diff', base, '--', current, '--fail-if=self(f) 3')
    refuse(2, 'diff', base, '--', current, '--normalise=luck')
    refuse(2, 'diff', base, '--', current, '--normalise=time')


main()
