"""The same work on two cores: a forked child takes its share of the items, and sends back bytes.

Fork and not spawn: a new interpreter takes as long to start as a thousand files to read. Bytes and not pickled objects: these
take longer to send than to make. Threads gain nothing, for the work holds the interpreter. Whoever is free takes the next few
items, for neither the items nor the cores are equally quick.
"""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import IO

    Progress = Callable[[int, int], None]

    Done = dict[int, list[bytes]]  # what became of each part, by its number

LEAST = 1500  # items: below that a fork costs more than it saves
_FEW, _PARTS = 64, 1000  # items taken at a time, and how often at most
_SIZE = 4  # bytes of a number: a page of memory, the least that a pipe holds, is enough for all


def each(
    items: Sequence[str], work: Callable[[str], bytes], progress: Progress | None = None, together: int = 0
) -> list[bytes]:
    """What `work` makes of each item, in their order. `progress` is told now and then how many of how many are done.

    The first `together` of them are left to one process: what they share is worked out once.
    """
    parts = _parts(len(items), together)
    if len(items) < LEAST or not _two_cores():
        return _joined(parts, dict(_worked(range(len(parts)), parts, items, work, progress)))
    queue = _queue(len(parts))
    with tempfile.TemporaryFile() as told, open(queue, "rb", buffering=0) as numbers:
        child = os.fork()
        if child == 0:
            _answer(_worked(_taken(numbers), parts, items, work), told)
        try:
            done = dict(_worked(_taken(numbers), parts, items, work, progress)) | _heard(child, told)
        except BaseException:
            os.kill(child, 9)
            os.waitpid(child, 0)
            raise
    left = (number for number in range(len(parts)) if number not in done)  # the child came to grief
    return _joined(parts, done | dict(_worked(left, parts, items, work)))


def _parts(count: int, together: int) -> list[slice]:
    few = max(_FEW, count // _PARTS + 1)
    starts = [0, *range(together or few, count, few)]
    return [slice(*ends) for ends in zip(starts, [*starts[1:], count], strict=True)]


def _joined(parts: Sequence[slice], done: Done) -> list[bytes]:
    return [one for number in range(len(parts)) for one in done[number]]


def _worked(
    numbers: Iterable[int],
    parts: Sequence[slice],
    items: Sequence[str],
    work: Callable[[str], bytes],
    progress: Progress | None = None,
) -> Iterator[tuple[int, list[bytes]]]:
    for number in numbers:
        if progress:
            progress(parts[number].start, len(items))
        yield number, [work(item) for item in items[parts[number]]]
    if progress:
        progress(len(items), len(items))


def _queue(count: int) -> int:
    """The end of a pipe from which either process takes the number of the next part."""
    end, start = os.pipe()
    os.write(start, b"".join(number.to_bytes(_SIZE, "little") for number in range(count)))
    os.close(start)
    return end


def _taken(numbers: IO[bytes]) -> Iterator[int]:
    while taken := numbers.read(_SIZE):
        yield int.from_bytes(taken, "little")


def _two_cores() -> bool:
    return hasattr(os, "fork") and hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1


def _answer(worked: Iterable[tuple[int, list[bytes]]], told: IO[bytes]) -> None:
    """The child's whole life."""
    try:
        told.write(msgspec.msgpack.encode(dict(worked)))
        told.flush()
        os._exit(0)
    finally:
        os._exit(1)


def _heard(child: int, told: IO[bytes]) -> Done:
    """What the child sends; nothing where it failed."""
    _, status = os.waitpid(child, 0)
    if status:
        return {}
    told.seek(0)
    return msgspec.msgpack.decode(told.read(), type=dict[int, list[bytes]])
