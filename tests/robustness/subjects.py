# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is damaged: the fixtures by kind of container, and some made of them here."""

import collections
import shutil

import fields
import swap

LARGEST = 4 << 20
SHORT_SAMPLES = 3
TRACING_DATA = 1
COPIED_STACKS = 1 << 13

# @place: the file that is damaged; @read: what is given to the command, itself, the folder it is
# in or, for a program, a recording; @options: for the command
Subject = collections.namedtuple("Subject", "kind place read options")


def list_kinds(data):
    """The kinds that a recording in one file belongs to."""
    packed = any(kind == fields.COMPRESSED
                 for _, kind, _ in fields.list_records(data, *fields.find_data(data)))
    if fields.is_pipe(data):
        return ["perf-packed-pipe" if packed else "perf-pipe"]
    _, attrs = swap.struct.unpack_from("<2Q", data, 16)
    sample_type, = swap.struct.unpack_from("<Q", data, attrs + 24)
    if packed:
        return ["perf-packed"]
    kinds = ["perf-file"]
    if sample_type & COPIED_STACKS:
        kinds.append("perf-stacks")
    if any(number == TRACING_DATA for number, _ in swap.list_features(data)):
        kinds.append("perf-tracepoints")
    return kinds


def list_files(folder):
    for file in sorted(folder.rglob("*")):
        if file.is_file() and 0 < file.stat().st_size <= LARGEST:
            yield file


def list_given(fixtures):
    """Subjects as they are in tests/data."""
    for file in list_files(fixtures):
        data = file.read_bytes()
        if file.parent.name.endswith(".perf.data"):
            yield Subject("perf-folder", file, file.parent, [])
        elif data.startswith(b"PERFILE2"):
            yield from (Subject(kind, file, file, []) for kind in list_kinds(data))
        elif file.suffix in (".callgrind", ".cachegrind", ".kcg"):
            yield Subject(file.suffix[1:].replace("kcg", "callgrind"), file, file, [])
        elif data.startswith(b"desc: "):
            yield Subject("massif", file, file, [])
        elif file.suffix == ".dhat":
            yield Subject("dhat", file, file, [])
        elif file.suffix == ".heaptrack":
            raw = b"\nm " in data
            yield Subject("heaptrack-raw" if raw else "heaptrack", file, file, [])
        elif file.name.endswith((".heaptrack.gz", ".heaptrack.zst")):
            yield Subject("heaptrack-packed", file, file, [])
        elif b"<valgrindoutput>" in data[:4096]:
            yield Subject("memcheck", file, file, [])
        elif file.name in ("grab.prof", "grab.heap"):
            yield Subject("gperftools-" + ("heap" if file.suffix == ".heap" else "cpu"), file, file,
                          [])
        elif file.name.endswith(".asan.txt"):
            yield Subject("sanitizer", file, file, [])
        elif data.startswith(b"==") and file.suffix == ".txt":
            yield Subject("memcheck-log", file, file, [])
        elif file.name.endswith((".folded", ".collapsed")):
            yield Subject("collapsed", file, file, [])
        elif file.name.endswith(".perf-script"):
            yield Subject("perf-script", file, file, [])


def list_programs(fixtures):
    """Programs, each with the recordings that have it."""
    for program in list_files(fixtures / "programs"):
        name = program.name.encode() + b"\0"
        for file in sorted(fixtures.glob("*.perf.data")):
            if file.is_file() and b"/" + name in file.read_bytes():
                yield Subject("program", program, file, ["--symbol-path", program.parent])


def make_swapped(fixtures, folder):
    """A big-endian recording: there is no such machine to record it on."""
    made = folder / "swapped.perf.data"
    made.write_bytes(swap.swap((fixtures / "sample.perf.data").read_bytes()))
    return Subject("perf-swapped", made, made, [])


def list_all(fixtures, folder):
    found = collections.defaultdict(list)
    for subject in [*list_given(fixtures), make_swapped(fixtures, folder),
                    *list_programs(fixtures)]:
        found[subject.kind].append(subject)
    return found


def shorten(subject, folder):
    """The same with few samples, to be cut at every byte."""
    data = subject.place.read_bytes()
    if fields.is_perf(data) or subject.kind == "perf-folder":
        data = swap.shorten(data, SHORT_SAMPLES)
    return replace(subject, folder, data, "short")


def replace(subject, folder, data, name):
    """The subject with other bytes in place of its own, in a new place below @folder."""
    if subject.kind == "perf-folder":
        copy = folder / f"{name}-{subject.place.name}.perf.data"
        shutil.copytree(subject.read, copy)
        (copy / subject.place.name).write_bytes(data)
        return subject._replace(place=copy / subject.place.name, read=copy)
    if subject.kind == "program":
        path = folder / name
        path.mkdir()
        (path / subject.place.name).write_bytes(data)
        return subject._replace(place=path / subject.place.name,
                                options=["--symbol-path", path])
    place = folder / f"{name}{subject.place.suffix}"
    place.write_bytes(data)
    return subject._replace(place=place, read=place)


def remove(subject):
    """Takes away what replace() made."""
    if subject.kind == "perf-folder":
        shutil.rmtree(subject.read)
    elif subject.kind == "program":
        shutil.rmtree(subject.place.parent)
    else:
        subject.place.unlink()
