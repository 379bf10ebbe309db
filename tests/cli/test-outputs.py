# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files that are written, streams that are closed, and runs that are stopped."""

import errno
import os
import pty
import signal
import subprocess
import sys
import time
import xml.dom.minidom

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from command import *  # noqa: E402,F403

FOLDED = 'main;work;inner 70\nmain;work 20\nmain;rest 10\n'


@test
def output_goes_to_a_file():
    """-o writes a file and nothing else"""
    file = write('a.folded', FOLDED)
    equal(succeed('hotspots', '-o', 'answer', file), '')
    with open('answer') as written:
        equal(written.read(), succeed('hotspots', file))
    equal(sorted(os.listdir()), ['a.folded', 'answer'])


@test
def flamegraph_is_svg():
    """flamegraph writes an SVG, to standard output unless it is a terminal"""
    file = write('a.folded', FOLDED)
    picture = succeed('flamegraph', '--title=<Title>', file)
    xml.dom.minidom.parseString(picture)
    has(picture, '&lt;Title&gt;', 'inner')
    succeed('flamegraph', '-o', 'f.svg', file)
    assert os.path.getsize('f.svg') > 1000
    equal(answer('flamegraph', file)['value'], 100)
    has(succeed('flamegraph', '--format=text', file), 'inner')


def read_to_the_end(terminal):
    output = b''
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError as error:
            if error.errno != errno.EIO:  # which is how Linux says that nobody writes any more
                raise
            part = b''
        if not part:
            return output.decode()
        output += part


def tell_what_hangs(group):
    """What each process of the group waits for, and the files it has open."""
    for pid in filter(str.isdigit, os.listdir('/proc')):
        if os.getpgid(int(pid)) != group:
            continue
        with open(f'/proc/{pid}/stat') as stat, open(f'/proc/{pid}/wchan') as wchan:
            print('#', stat.read().split()[:5], wchan.read())
        folder = f'/proc/{pid}/fd'
        print('#', {fd: os.readlink(f'{folder}/{fd}') for fd in os.listdir(folder)})


def on_terminal(arguments, environment=None, command=(PROGRAM,)):
    """What the program writes when standard output is a terminal, and its exit code."""
    master, slave = pty.openpty()
    env = {**os.environ, 'PAGER': 'cat', 'TERM': 'xterm', **(environment or {})}
    process = subprocess.Popen([*command, *arguments], stdin=slave, stdout=slave, stderr=slave,
                               env=env, start_new_session=True)
    os.close(slave)
    try:
        return read_to_the_end(master), process.wait(TIMEOUT)
    except (TimeoutError, subprocess.TimeoutExpired):
        tell_what_hangs(process.pid)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    finally:
        os.close(master)


@test
def flamegraph_on_a_terminal():
    """a flame graph made in a terminal becomes a file beside, and that is said"""
    write('a.folded', FOLDED)
    text, code = on_terminal(['flamegraph', 'a.folded'])
    equal(code, 0)
    has(text, 'wrote a.folded.svg')
    assert os.path.exists('a.folded.svg')


@test
def colour_only_on_terminals():
    """colour is for terminals, and not with NO_COLOR"""
    write('a.folded', FOLDED)
    assert '\x1b' not in succeed('hotspots', 'a.folded')
    has(on_terminal(['hotspots', 'a.folded'])[0], '\x1b[1m')
    assert '\x1b' not in on_terminal(['hotspots', 'a.folded'], {'NO_COLOR': '1'})[0]


@test
def a_pager_shows_the_answer():
    """on a terminal the pager gets the answer"""
    write('a.folded', FOLDED)
    has(on_terminal(['hotspots', 'a.folded'], {'PAGER': 'sed s/inner/paged/'})[0], 'paged')
    has(on_terminal(['hotspots', 'a.folded'], {'PAGER': '/nonexistent/pager'})[0], 'inner')


@test
def a_pager_needs_no_open_files():
    """the pager ends also when standard input and standard error are closed"""
    write('a.folded', FOLDED)
    for closed in ('<&-', '2>&-', '<&- 2>&-'):
        shell = ['sh', '-c', f'exec "$0" "$@" {closed}', PROGRAM]
        text, code = on_terminal(['hotspots', 'a.folded'], {'PAGER': 'sed s/inner/paged/'}, shell)
        has(text, 'paged')
        equal(code, 0)


@test
def export_a_batch():
    """export writes several files in several formats into a folder"""
    write('a.folded', FOLDED)
    write('b.folded', FOLDED)
    succeed('export', 'a.folded', 'b.folded', '--to=svg,json', '-o', 'out')
    equal(sorted(os.listdir('out')),
          ['a.folded.json', 'a.folded.svg', 'b.folded.json', 'b.folded.svg'])
    with open('out/a.folded.json') as file:
        equal(json.load(file)['sample_count'], 100)


@test
def one_bad_file_leaves_the_others():
    """one bad file of a batch leaves the others, and the exit code tells"""
    write('a.folded', FOLDED)
    done = run('export', 'missing', 'a.folded', '--to=json', '-o', 'out')
    equal(done.returncode, 1)
    has(done.stderr.decode(), 'missing', '1 of 2')
    equal(os.listdir('out'), ['a.folded.json'])


@test
def names_of_a_batch_do_not_clash():
    """files of one name in two folders are both kept"""
    for folder in ('x', 'y'):
        os.mkdir(folder)
        write(f'{folder}/a.folded', FOLDED)
    succeed('export', 'x/a.folded', 'y/a.folded', '--to=json', '-o', 'out')
    equal(sorted(os.listdir('out')), ['a.folded-2.json', 'a.folded.json'])


@test
def output_never_replaces_the_input():
    """an output that is the input is refused, by whatever name"""
    write('a.folded', FOLDED)
    os.link('a.folded', 'b.folded')
    os.symlink('a.folded', 'c.folded')
    for output in ('a.folded', 'b.folded', 'c.folded', './a.folded'):
        has(refuse(1, 'export', '--to=json', 'a.folded', '-o', output), 'would replace the input')
        refuse(1, 'hotspots', 'a.folded', '-o', output)
    with open('a.folded') as file:
        equal(file.read(), FOLDED)


@test
def unwritable_outputs_are_told():
    """an output that cannot be written ends with 1 and leaves nothing"""
    write('a.folded', FOLDED)
    has(refuse(1, 'hotspots', 'a.folded', '-o', 'no/folder/here'), 'no/folder/here')
    if os.path.exists('/dev/full'):
        with open('/dev/full', 'w') as full:
            done = subprocess.run([PROGRAM, 'hotspots', 'a.folded'], stdout=full,
                                  stderr=subprocess.PIPE, timeout=TIMEOUT)
        equal(done.returncode, 1)
        assert done.stderr, 'nothing was said'


@test
def closed_standard_output():
    """a closed standard output ends with 1 and a message"""
    write('a.folded', FOLDED)
    done = subprocess.run(['sh', '-c', f'"{PROGRAM}" hotspots a.folded >&-'],
                          stderr=subprocess.PIPE, timeout=TIMEOUT)
    equal(done.returncode, 1)
    assert done.stderr, 'nothing was said'
    with open('a.folded') as file:
        equal(file.read(), FOLDED)


@test
def broken_pipe_is_silent():
    """a reader that goes away ends the run with 1 and no message"""
    write('a.folded', ''.join(f'main;function_number_{i} 1\n' for i in range(40000)))
    process = subprocess.Popen([PROGRAM, 'hotspots', '-n', '0', 'a.folded'],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    error = process.stderr.read()
    equal((process.wait(TIMEOUT), error), (1, b''))


def start_reading_a_pipe(*arguments, **options):
    """A run that waits for its input, which is never ended."""
    process = subprocess.Popen([PROGRAM, *arguments, '-'], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    process.stdin.write(FOLDED.encode() * 1000)
    process.stdin.flush()
    time.sleep(1)
    return process


@test
def interrupting_leaves_nothing():
    """SIGINT ends a load with 130 and leaves no file"""
    write('old.svg', 'old')
    process = start_reading_a_pipe('flamegraph', '-o', 'old.svg')
    process.send_signal(signal.SIGINT)
    equal(process.wait(TIMEOUT), 130)
    equal((process.stdout.read(), process.stderr.read()), (b'', b''))
    equal(os.listdir(), ['old.svg'])
    with open('old.svg') as file:
        equal(file.read(), 'old')


@test
def progress_when_asked():
    """progress is shown when asked for, and never on a standard error that is no terminal"""
    for option, shown in (('--progress=always', True), ('--progress=auto', False),
                          ('--progress=never', False)):
        process = start_reading_a_pipe('hotspots', option)
        process.stdin.close()
        process.wait(TIMEOUT)
        equal(b'%' in process.stderr.read(), shown)


@test
def environment_does_not_change_numbers():
    """the locale does not change how numbers are written"""
    file = write('a.folded', FOLDED)
    equal(succeed('hotspots', file, environment={'LC_ALL': 'de_DE.UTF-8', 'LANGUAGE': 'C'}),
          succeed('hotspots', file))


main()
