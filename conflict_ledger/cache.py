"""What came of files that have not changed since, kept between runs: outcomes of files, and whole answers.

A file is taken for unchanged where its size, both its times, and its inode are what they were before it was read. One that
was changed within the two seconds before (clocks are coarse) or lies in the future is read again: git's rule for what may
have changed within one tick. Only what had no finding is kept, and nothing that a link leads to. All of it is in a folder of
the user's own, outside the ledger, that nobody else can write; each file starts with a digest of the rest and names the
program, its libraries and its format. What is torn, foreign, older or of another version counts as not there, and is
replaced in silence. Nothing here can change an answer but by being wrong about a file that the clock, the inode and the size
call unchanged; `validate`, which decides what is merged, does not use it.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from array import array
from itertools import chain
from operator import le
from typing import IO, TYPE_CHECKING, NamedTuple

from conflict_ledger import __version__

if TYPE_CHECKING:
    import hashlib
    from collections.abc import Iterable, Iterator, Mapping

    from conflict_ledger.packed import Known, Shelf
    from conflict_ledger.parallel import Spool

LEAST = 1500  # files: fewer are read as quickly
FORMAT = 2
_TICK = 2_000_000_000  # nanoseconds: the coarsest clock of a file system that is still met
_MARK = b"conflict-ledger cache\n"
_SIZE = 16  # of a digest
_MOST = 48  # answers kept for one ledger
_ANSWER = "answer-"


class Survey(NamedTuple):
    """The files of `data/`: their paths from the root, four numbers for each (size, times, inode), and what they say together.

    `settled` tells that each of them can be trusted to be what it is by these numbers; `young` are the paths that cannot.
    """

    paths: list[str]
    numbers: array[int]
    young: set[str]
    settled: bool

    @property
    def state(self) -> bytes:
        return digest("\0".join(self.paths).encode("utf-8", "surrogateescape"), self.numbers.tobytes())


def survey(root: str) -> Survey:
    """Lists the files below `data/`, names that start with a dot left out. What cannot be listed makes it unsettled."""
    paths: list[str] = []
    numbers = array("q")
    young: set[str] = set()
    settled = not os.path.islink(os.path.join(root, "data"))
    before = time.time_ns() - _TICK
    waiting = ["data"]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(os.path.join(root, folder)) as entries:
                for entry in entries:
                    name = entry.name
                    if name[0] == ".":
                        continue
                    about = entry.stat(follow_symlinks=False)
                    mode, size, mtime, ctime = about.st_mode, about.st_size, about.st_mtime_ns, about.st_ctime_ns
                    if stat.S_ISDIR(mode):
                        waiting.append(f"{folder}/{name}")
                        continue
                    path = f"{folder}/{name}"
                    paths.append(path)
                    numbers.extend((size, mtime, ctime, about.st_ino & 0x7FFFFFFFFFFFFFFF))
                    if mtime >= before or ctime >= before or not stat.S_ISREG(mode):
                        young.add(path)
        except OSError:
            settled = False
    return Survey(paths, numbers, young, settled and not young)


def folder(root: str) -> str | None:
    """The folder of this ledger's cache, which need not be there; None where none is to be used.

    `CONFLICT_LEDGER_CACHE` names another place, or is `off`. Where `CI` is set, what is there may be a stranger's: none.
    """
    named = os.environ.get("CONFLICT_LEDGER_CACHE", "")
    if named == "off" or (not named and os.environ.get("CI")):
        return None
    base = named or os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")
    if not os.path.isabs(base):
        return None
    here = digest(os.fsencode(os.path.realpath(root))).hex()
    return os.path.join(base, "conflict-ledger", here)


# --- outcomes of files -----------------------------------------------------------------------------------------------


def known(where: str, found: Survey, day: str) -> Known:
    """What came of the files that are as they were. `day` is today, as 2026-11-25."""
    from conflict_ledger.packed import Known

    everything = Known()
    opened = _shelf(os.path.join(where, "records"))
    if opened is None or opened[0].program != program().hex() or opened[0].day > day:
        return everything
    shelf, spool = opened
    everything.add(shelf.paths, spool)
    if shelf.paths == found.paths and shelf.numbers == found.numbers.tobytes() and not found.young:
        return everything
    then = dict(zip(shelf.paths, _fours(shelf.numbers), strict=True))
    now = zip(found.paths, _fours(found.numbers.tobytes()), strict=True)
    return everything.only(path for path, about in now if then.get(path) == about and path not in found.young)


def _shelf(path: str) -> tuple[Shelf, Spool] | None:
    """The shelf and what is on it, which stays in the file; None where the file is not whole, or not the user's own."""
    from conflict_ledger.packed import kept
    from conflict_ledger.parallel import Share, Spool

    file = _open(path)
    if file is None:
        return None
    shelf = kept(file.read(int.from_bytes(file.read(8), "little")))
    ends = array("q", shelf.ends if shelf else b"")
    start, size = file.tell(), file.seek(0, os.SEEK_END)
    if shelf and all(map(le, chain([0], ends), ends)) and start + (ends[-1] if ends else 0) == size:
        share = Share(file)
        share.ends = ends
        spool = Spool([share], len(ends))
        spool.put(0, range(len(ends)), start)
        return shelf, spool
    file.close()
    return None


def keep(where: str, found: Survey, outcomes: Mapping[str, bytes], day: str) -> None:
    """Keeps what came of the files. What had a finding is not kept: on another day it may have none."""
    from conflict_ledger.packed import Shelf, clean, pack

    paths, numbers, ends = [], array("q"), array("q", [0])
    for number, path in enumerate(found.paths):
        if path not in outcomes or path in found.young or not path.isprintable():
            continue
        if clean(outcome := outcomes[path]):
            paths.append(path)
            numbers.extend(found.numbers[4 * number : 4 * number + 4])
            ends.append(ends[-1] + len(outcome))
    shelf = pack(Shelf(program().hex(), day, paths, numbers.tobytes(), ends[1:].tobytes()))
    head = len(shelf).to_bytes(8, "little") + shelf
    _write(where, "records", len(head) + ends[-1], chain([head], map(outcomes.__getitem__, paths)))


def _fours(numbers: bytes) -> Iterator[bytes]:
    return (numbers[start : start + 32] for start in range(0, len(numbers), 32))


# --- whole answers ---------------------------------------------------------------------------------------------------


def answer(where: str, question: bytes, state: bytes) -> bytes | None:
    """What was answered to the question when the ledger was in this state."""
    found = _read(os.path.join(where, _ANSWER + question.hex()))
    return found[_SIZE:] if found and found[:_SIZE] == state else None


def remember(where: str, question: bytes, state: bytes, said: bytes) -> None:
    """Keeps the answer; of the older ones not too many."""
    _write(where, _ANSWER + question.hex(), len(state) + len(said), [state, said])
    with contextlib.suppress(OSError):
        answers = [one for one in os.scandir(where) if one.name.startswith(_ANSWER)]
        for old in sorted(answers, key=lambda one: -one.stat().st_mtime_ns)[_MOST:]:
            os.unlink(old.path)


# --- files -----------------------------------------------------------------------------------------------------------


def digest(*parts: bytes) -> bytes:
    """One digest of all the parts, each told from the next."""
    made = _hasher()
    for part in parts:
        made.update(b"%d\n" % len(part))
        made.update(part)
    return made.digest()


def _hasher(start: bytes = b"") -> hashlib.blake2b:
    import hashlib  # most answers keep nothing

    return hashlib.blake2b(start, digest_size=_SIZE)


def program() -> bytes:
    """What this program is: its version and, for one that is worked on, its files; the libraries that read; the interpreter."""
    import platform
    from importlib.machinery import PathFinder

    here = os.path.dirname(__file__)
    parts = [f"{FORMAT} {__version__} {platform.python_version()}"]
    places = [spec.origin for name in ("yaml", "msgspec") if (spec := PathFinder.find_spec(name)) and spec.origin]
    for top, folders, names in os.walk(here):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        places += [os.path.join(top, name) for name in sorted(names)]
    for place in places:
        about = os.stat(place)
        parts.append(f"{place} {about.st_size} {about.st_mtime_ns}")
    return digest("\n".join(parts).encode("utf-8", "surrogateescape"))


def _read(path: str) -> bytes | None:
    """What the file holds below its digest; None where it is not whole, or not the user's own."""
    file = _open(path)
    if file is None:
        return None
    with file:
        return file.read()


def _open(path: str) -> IO[bytes] | None:
    """The file, read as far as what is below its digest; None where it is not whole, or not the user's own."""
    try:
        file = open(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb")  # noqa: SIM115 - whoever asked closes it
    except OSError:
        return None
    start = len(_MARK) + _SIZE
    with contextlib.suppress(OSError):
        about = os.fstat(file.fileno())
        ours = stat.S_ISREG(about.st_mode) and _own(about)
        if ours and file.read(start) == _MARK + _digest(file, about.st_size - start):
            file.seek(start)
            return file
    file.close()
    return None


def _digest(file: IO[bytes], size: int) -> bytes:
    """The digest of the rest of the file, which is to have that size; piece by piece, for it may be large."""
    made = _hasher(b"%d\n" % size)
    while piece := file.read(1 << 20):
        made.update(piece)
    return made.digest()


def _write(where: str, name: str, size: int, body: Iterable[bytes]) -> None:
    """Puts the file in its place whole, or not at all; what cannot be kept is not. `size` is that of all of the body."""
    temporary = os.path.join(where, f".{name}-{os.getpid()}-{time.time_ns()}")
    try:
        os.makedirs(where, mode=0o700, exist_ok=True)
        if not _own(os.lstat(where)) or not stat.S_ISDIR(os.lstat(where).st_mode):
            return
        try:
            with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                made = _hasher(b"%d\n" % size)
                file.write(_MARK + bytes(_SIZE))
                for piece in body:
                    made.update(piece)
                    file.write(piece)
                file.seek(len(_MARK))
                file.write(made.digest())
            os.replace(temporary, os.path.join(where, name))
        finally:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
    except OSError:
        return


def _own(about: os.stat_result) -> bool:
    """Whether it belongs to the user, and nobody else can write it."""
    return not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o022)
