"""What git keeps, by id: all from one process of git's, which stays while things are asked of it."""

from __future__ import annotations

import subprocess
import threading
from itertools import islice
from typing import IO, TYPE_CHECKING, Self

from conflict_ledger.history import git
from conflict_ledger.history.git import PATIENCE, Unreadable
from conflict_ledger.yamltext import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflict_ledger.history.git import Repository

_AT_ONCE = 500  # ids: less than a pipe holds, so that neither side ever waits for the other to read


class Objects:
    """The objects of one repository, while it is entered. Git is started at once and is ready when something is asked."""

    def __init__(self, repository: Repository) -> None:
        self._process = subprocess.Popen(
            git.command(repository, "cat-file", "--batch"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=git.environment(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def contents(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Each object's id and content; of one larger than a file may be only so much that it is seen to be.

        Raises Unreadable where one is missing, or git does not answer for a minute.
        """
        waiting = iter(ids)
        while asked := list(islice(waiting, _AT_ONCE)):
            yield from self._answers(asked)

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The blobs by id, each once. Raises Unreadable."""
        return dict(self.contents(dict.fromkeys(ids)))

    def _answers(self, asked: list[str]) -> Iterator[tuple[str, bytes]]:
        told, said = self._process.stdin, self._process.stdout
        assert told is not None
        assert said is not None
        patience = threading.Timer(PATIENCE, self._process.kill)
        patience.start()
        try:
            told.write("".join(f"{one}\n" for one in asked).encode())
            told.flush()
            for one in asked:
                yield one, _content(said, one)
        except OSError:
            raise _missing(asked[0]) from None
        finally:
            patience.cancel()


def _content(said: IO[bytes], one: str) -> bytes:
    """`<id> <kind> <size>`, the content and a line's end; what is more than a file may hold is passed over."""
    head = said.readline().split()
    if len(head) != 3 or head[0] != one.encode():
        raise _missing(one)
    size = int(head[2])
    content = said.read(min(size, MAX_BYTES + 1))
    rest = size + 1 - len(content)
    while rest and (passed := len(said.read(min(rest, MAX_BYTES)))):
        rest -= passed
    if rest:
        raise _missing(one)
    return content


def _missing(blob: str) -> Unreadable:
    return Unreadable(
        f"git has not got the object {blob[:12]}", "get it: git fetch --refetch; git fsck says what else is missing"
    )
