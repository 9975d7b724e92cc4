"""The same work on two cores: a forked child takes its share of the items, and each leaves the bytes it makes in a file.

Fork and not spawn: a new interpreter takes as long to start as a thousand files to read. Bytes and not pickled objects: these
take longer to send than to make. Files and not pipes: what comes of 400 000 items would fill the memory. Threads gain nothing,
for the work holds the interpreter. Whoever is free takes the next few items, for neither the items nor the cores are equally
quick.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import IO, TYPE_CHECKING, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Progress = Callable[[int, int], None]
    Worked = Iterator[tuple[int, list[bytes]]]  # the number of a block of items, and what became of each item

Made = TypeVar("Made")

LEAST = 1500  # items: below that a fork costs more than it saves
_FEW, _BLOCKS = 64, 1000  # items taken at a time, and how often at most
_SIZE = 4  # bytes of a number: a page of memory, the least that a pipe holds, is enough for all


class Share:
    """What one process made: in a file, one after the other; where each ends, and of which blocks they are."""

    def __init__(self, file: IO[bytes] | None = None) -> None:
        import tempfile  # one that reads few files needs none

        self.file = tempfile.TemporaryFile() if file is None else file  # noqa: SIM115 - open as long as this is there
        self.ends, self.blocks = array("q"), array("q")

    def __del__(self) -> None:
        with suppress(OSError):  # no room for what was still to be written
            self.file.close()

    def fill(self, worked: Worked) -> None:
        end = self.ends[-1] if self.ends else 0
        for number, made in worked:
            self.blocks.append(number)
            for one in made:
                self.file.write(one)
                self.ends.append(end := end + len(one))
        self.file.flush()

    def close(self) -> None:
        """Leaves behind what was made where the ends and the blocks are written, and how many there are of each."""
        counts = array("q", [len(self.ends), len(self.blocks)])
        self.file.write(self.ends.tobytes() + self.blocks.tobytes() + counts.tobytes())
        self.file.flush()

    def opened(self) -> None:
        """Reads what another process left there."""
        end = os.fstat(self.file.fileno()).st_size
        ends, blocks = array("q", _read(self.file, end - 16, 16))
        numbers = array("q", _read(self.file, end - 16 - 8 * (ends + blocks), 8 * (ends + blocks)))
        self.ends, self.blocks = numbers[:ends], numbers[ends:]


class Spool(Sequence[bytes]):
    """What several processes made, by the number of the item. Nothing of it is in memory but where it is."""

    def __init__(self, shares: Sequence[Share], count: int) -> None:
        self._shares = shares
        self._places = array("q", bytes(24 * count))  # for each item the share, where it starts in its file, its size

    def put(self, share: int, items: Iterable[int], start: int = 0) -> None:
        """Notes that these items are what the share holds, from `start` on in its file."""
        first = 0
        for item, end in zip(items, self._shares[share].ends, strict=True):
            self._places[3 * item : 3 * item + 3] = array("q", [share, start + first, end - first])
            first = end

    @overload
    def __getitem__(self, number: int) -> bytes: ...
    @overload
    def __getitem__(self, number: slice) -> list[bytes]: ...
    def __getitem__(self, number: int | slice) -> bytes | list[bytes]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        share, start, size = self._places[3 * number : 3 * number + 3]
        return _read(self._shares[share].file, start, size)

    def __len__(self) -> int:
        return len(self._places) // 3


def each(
    items: Sequence[str], work: Callable[[str], bytes], progress: Progress | None = None, together: int = 0
) -> Sequence[bytes]:
    """What `work` makes of each item, in their order. `progress` is told now and then how many of how many are done.

    The first `together` of them are left to one process: what they share is worked out once.
    """
    blocks = _blocks(len(items), together)

    def worked(numbers: Iterable[int], progress: Progress | None = None) -> Worked:
        for number in numbers:
            if progress:
                progress(blocks[number].start, len(items))
            yield number, [work(items[item]) for item in blocks[number]]
        if progress:
            progress(len(items), len(items))

    if len(items) < LEAST:
        return [one for _, made in worked(range(len(blocks)), progress) for one in made]
    shares = [Share(), Share()]
    if _two_cores():
        _both(shares, worked, len(blocks), progress)
    done = {*shares[0].blocks, *shares[1].blocks}
    shares[0].fill(worked((number for number in range(len(blocks)) if number not in done), progress))
    spool = Spool(shares, len(items))
    for number, share in enumerate(shares):
        spool.put(number, (item for block in share.blocks for item in blocks[block]))
    return spool


def meanwhile(aside: Callable[[], int], here: Callable[[], Made]) -> tuple[int, Made]:
    """What both return. A child does the first; this process does it where there is no second core, or the child comes to grief."""

    def worked() -> Worked:
        yield 0, [str(aside()).encode()]

    share = Share()
    with _child(share, worked()) if _two_cores() else nullcontext():
        made = here()
    return int(_read(share.file, 0, share.ends[0])) if share.ends else aside(), made


def _both(shares: list[Share], worked: Callable[..., Worked], many: int, progress: Progress | None) -> None:
    """Fills the first share in this process and the second in a child."""
    with open(_queue(many), "rb", buffering=0) as numbers, _child(shares[1], worked(_taken(numbers))):
        shares[0].fill(worked(_taken(numbers), progress))


@contextmanager
def _child(share: Share, worked: Worked) -> Iterator[None]:
    """Fills the share in a child while the block runs; of a child that comes to grief nothing is left."""
    child = os.fork()
    if child == 0:
        _answer(share, worked)
    try:
        yield
        _, status = os.waitpid(child, 0)
    except BaseException:
        os.kill(child, 9)
        os.waitpid(child, 0)
        raise
    if status == 0:
        share.opened()


def _answer(share: Share, worked: Worked) -> None:
    """The child's whole life."""
    try:
        share.fill(worked)
        share.close()
        os._exit(0)
    finally:
        os._exit(1)


def _blocks(count: int, together: int) -> list[range]:
    few = max(_FEW, count // _BLOCKS + 1)
    starts = [0, *range(together or few, count, few)]
    return [range(*ends) for ends in zip(starts, [*starts[1:], count], strict=True)]


def _queue(count: int) -> int:
    """The end of a pipe from which either process takes the number of the next block."""
    end, start = os.pipe()
    os.write(start, b"".join(number.to_bytes(_SIZE, "little") for number in range(count)))
    os.close(start)
    return end


def _taken(numbers: IO[bytes]) -> Iterator[int]:
    while taken := numbers.read(_SIZE):
        yield int.from_bytes(taken, "little")


def _two_cores() -> bool:
    return hasattr(os, "fork") and hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1


def _read(file: IO[bytes], start: int, size: int) -> bytes:
    """Part of the file, wherever another process has left off in it."""
    if hasattr(os, "pread"):
        return os.pread(file.fileno(), size, start)
    file.seek(start)
    return file.read(size)
