"""The same work on two cores: a forked child takes every other item, and each leaves the bytes it makes in a file.

Fork and not spawn: a new interpreter takes as long to start as a thousand files to read. Bytes and not pickled objects: these
take longer to send than to make. Files and not pipes: what came of 400 000 items would fill the memory. Threads gain nothing,
for the work holds the interpreter.
"""

from __future__ import annotations

import os
import tempfile
from array import array
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Progress = Callable[[int, int], None]

LEAST = 1500  # items: below that a fork costs more than it saves


class Part:
    """What one process made, one after the other in a file from `start` on, and where in it each ends."""

    def __init__(self, file: IO[bytes] | None = None, start: int = 0, ends: array[int] | None = None) -> None:
        self.file = tempfile.TemporaryFile() if file is None else file  # noqa: SIM115 - open as long as this is there
        self.start, self.ends = start, array("q") if ends is None else ends

    def __del__(self) -> None:
        self.file.close()

    def fill(self, made: Iterable[bytes]) -> None:
        end = 0
        for one in made:
            self.file.write(one)
            self.ends.append(end := end + len(one))
        self.file.flush()

    def one(self, number: int) -> bytes:
        first = self.ends[number - 1] if number else 0
        return _read(self.file, self.start + first, self.ends[number] - first)


class Spool(Sequence[bytes]):
    """What several processes made, by the number of the item: each in turn had the next. Nothing of it is in memory."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts

    @overload
    def __getitem__(self, number: int) -> bytes: ...
    @overload
    def __getitem__(self, number: slice) -> list[bytes]: ...
    def __getitem__(self, number: int | slice) -> bytes | list[bytes]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self.parts[number % len(self.parts)].one(number // len(self.parts))

    def __len__(self) -> int:
        return sum(len(part.ends) for part in self.parts)


def each(items: Sequence[str], work: Callable[[str], bytes], progress: Progress | None = None) -> Sequence[bytes]:
    """What `work` makes of each item, in their order. `progress` is told now and then how many of how many are done."""
    if len(items) < LEAST:
        return list(_worked(items, work, progress, 1))
    parts = [Part() for _ in range(2 if _two_cores() else 1)]
    if len(parts) == 1:
        parts[0].fill(_worked(items, work, progress, 1))
        return Spool(parts)
    child = os.fork()
    if child == 0:
        _answer(items[1::2], work, parts[1])
    try:
        parts[0].fill(_worked(items[::2], work, progress, 2))
        heard = _heard(child, parts[1], len(items[1::2]))
    except BaseException:
        os.kill(child, 9)
        os.waitpid(child, 0)
        raise
    if not heard:  # the child came to grief: its part is done here
        parts[1] = Part()
        parts[1].fill(map(work, items[1::2]))
    return Spool(parts)


def _worked(
    items: Sequence[str], work: Callable[[str], bytes], progress: Progress | None, cores: int
) -> Iterator[bytes]:
    for number, item in enumerate(items):
        if progress and not number % 64:
            progress(number * cores, len(items) * cores)
        yield work(item)
    if progress:
        progress(len(items) * cores, len(items) * cores)


def _two_cores() -> bool:
    return hasattr(os, "fork") and hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1


def _answer(items: Sequence[str], work: Callable[[str], bytes], part: Part) -> None:
    """The child's whole life: what it made, and then where each ends."""
    try:
        part.fill(map(work, items))
        part.file.write(part.ends.tobytes())
        part.file.flush()
        os._exit(0)
    finally:
        os._exit(1)


def _heard(child: int, part: Part, many: int) -> bool:
    """Whether the child made as many as it was to; then it is known where each ends."""
    _, status = os.waitpid(child, 0)
    size = os.fstat(part.file.fileno()).st_size
    if status or size < 8 * many:
        return False
    part.ends.frombytes(_read(part.file, size - 8 * many, 8 * many))
    return len(part.ends) == many and (not many or part.ends[-1] == size - 8 * many)


def _read(file: IO[bytes], start: int, size: int) -> bytes:
    """Part of the file, wherever another process has left off in it."""
    if hasattr(os, "pread"):
        return os.pread(file.fileno(), size, start)
    file.seek(start)
    return file.read(size)
