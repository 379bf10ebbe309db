# SPDX-License-Identifier: LGPL-2.1-or-later
"""Options, exit codes and what is said to people."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from command import *  # noqa: E402,F403

FOLDED = 'main;work;inner 70\nmain;work 20\nmain;rest 10\n'
VERBS = ['open', 'info', 'hotspots', 'tree', 'flamegraph', 'memory', 'leaks', 'errors',
         'export', 'formats']
LATER = ['callgraph', 'annotate', 'record']


@test
def help_lists_the_verbs():
    """help lists every verb there is and none that a later version brings"""
    text = succeed('--help')
    listed = [line.split()[0] for line in text.splitlines() if line.startswith('  ')]
    for verb in VERBS:
        assert verb in listed, verb
    for verb in LATER:
        assert verb not in listed, verb
    equal(succeed('help'), text)


@test
def every_verb_has_help():
    """VERB --help and help VERB tell the options and succeed"""
    for verb in VERBS:
        text = succeed(verb, '--help')
        has(text, f'perprovis {verb}')
        equal(succeed('help', verb), text)


@test
def version():
    """--version tells the version in one line"""
    equal(len(succeed('--version').splitlines()), 1)


@test
def later_verbs_are_refused():
    """a verb of a later version is refused in one line"""
    for verb in LATER:
        error = refuse(2, verb, 'perf.data')
        has(error, 'this version does not have', verb)
        equal(len(error.splitlines()), 1)


@test
def wrong_usage_is_2():
    """wrong usage ends with 2 and one line that says what is wrong"""
    file = write('a.folded', FOLDED)
    for arguments in ([], ['nonsense'], ['hotspots'], ['hotspots', file, file],
                      ['hotspots', '--no-such-option', file], ['hotspots', '--by=size', file],
                      ['hotspots', '--sort=size', file], ['hotspots', '--format=xml', file],
                      ['hotspots', '-n', 'many', file], ['hotspots', '--threads=0', file],
                      ['hotspots', '--filter=nonsense', file], ['hotspots', '--from=soon', file],
                      ['hotspots', '--from=2s', '--to=1s', file], ['hotspots', '--to=0', file],
                      ['hotspots', '--filter=time=2s..1s', file],
                      ['hotspots', '--progress=maybe', file], ['hotspots', '--metric=no', file],
                      ['hotspots', '--input-format=no', file],
                      ['hotspots', '--limit-rows=few', file],
                      ['hotspots', '--anonymise', file],
                      ['hotspots', '-n', '-5', file], ['hotspots', '--percent-limit=200', file],
                      ['export', file], ['export', '--to=no', file],
                      ['export', '--to=svg', file, file], ['-x'], [file]):
        error = refuse(2, *arguments)
        equal(len(error.splitlines()), 1)
        assert error.startswith('perprovis: '), error


@test
def a_file_without_a_verb_gets_a_hint():
    """a file without a verb gets a hint"""
    has(refuse(2, write('a.folded', FOLDED)), 'perprovis hotspots a.folded')


@test
def refusals_are_1():
    """what cannot be read ends with 1 and one line that names the file"""
    write('noise', b'\x00\x01\x02noise' * 50)
    write('empty', b'')
    for path in ('missing', 'noise', 'empty', '.'):
        error = refuse(1, 'hotspots', path)
        has(error, path)
        equal(len(error.splitlines()), 1)


@test
def options_take_values_both_ways():
    """options are read with = and with a blank"""
    file = write('a.folded', FOLDED)
    equal(succeed('hotspots', '-n', '1', file), succeed('hotspots', '-n1', file))
    equal(succeed('hotspots', '-n', '1', file), succeed('hotspots', '--rows=1', file))
    equal(succeed('hotspots', '--by', 'module', file), succeed('hotspots', '--by=module', file))


@test
def satisfied_options_are_taken():
    """options that hold by themselves are accepted"""
    file = write('a.folded', FOLDED)
    equal(succeed('hotspots', '--no-inline', '--threads=4', '--no-symbols', file),
          succeed('hotspots', file))


@test
def names_can_be_short():
    """--short-names leaves out template arguments and parameters"""
    file = write('cpp.folded', 'main;std::vector<int, A<int> >::push_back(int&&) 3\n')
    has(succeed('hotspots', '--short-names', file), 'std::vector<…>::push_back(…)')
    has(succeed('hotspots', '--format=json', file), 'std::vector<int, A<int> >::push_back(int&&)')


@test
def limits_are_options():
    """every limit is an option of --help and is applied"""
    text = succeed('hotspots', '--help')
    has(text, '--limit-depth', '--limit-inflate-bytes', '--limit-rows')
    file = write('deep.folded', ';'.join(f'f{i}' for i in range(50)) + ' 5\n')
    done = run('hotspots', '--limit-depth=10', file)
    equal(done.returncode, 3)
    has(done.stderr.decode(), 'limit-depth')


@test
def incomplete_is_3_and_strict_makes_it_1():
    """a damaged file is answered with 3 and a warning, with --strict refused with 1"""
    file = write('cut.folded', FOLDED + 'this line has no number\n' + FOLDED)
    done = run('hotspots', file)
    equal(done.returncode, 3)
    has(done.stdout.decode(), 'inner')
    has(done.stderr.decode(), 'perprovis: warning: cut.folded: ', 'byte')
    has(refuse(1, 'hotspots', '--strict', file), '--strict')
    quiet = run('hotspots', '-q', file)
    equal((quiet.returncode, quiet.stderr), (3, b''))
    has(run('hotspots', '--format=json', file).stdout.decode(), '"complete": false')


@test
def formats_tells_plugins():
    """formats tells what is read and written, and by which file"""
    formats = answer('formats')
    ids = [importer['id'] for importer in formats['importers']]
    assert 'collapsed' in ids and 'massif' in ids and 'perf-data' in ids, ids
    ids = [exporter['id'] for exporter in formats['exporters']]
    assert 'json' in ids and 'svg' in ids, ids
    assert all(os.path.exists(row['plugin']) for row in formats['importers'])
    equal(formats['refused'], [])


@test
def formats_tells_refused_plugins():
    """a bad plugin is told with the reason and stops nothing"""
    os.mkdir('plugins')
    write('plugins/broken.so', 'not a library')
    path = os.environ['PPV_PLUGIN_PATH'] + ':' + os.path.abspath('plugins')
    formats = answer('formats', environment={'PPV_PLUGIN_PATH': path})
    equal([os.path.basename(row['plugin']) for row in formats['refused']], ['broken.so'])
    assert formats['refused'][0]['reason']
    has(succeed('formats', environment={'PPV_PLUGIN_PATH': path}), 'broken.so')
    file = write('a.folded', FOLDED)
    succeed('hotspots', file, environment={'PPV_PLUGIN_PATH': path})


@test
def open_needs_a_display():
    """open says that there is no display, or no viewer"""
    file = write('a.folded', FOLDED)
    error = refuse(1, 'open', file, environment={'DISPLAY': '', 'WAYLAND_DISPLAY': ''})
    assert 'display' in error or 'not installed' in error, error
    has(refuse(1, 'open', 'missing'), 'missing')


main()
