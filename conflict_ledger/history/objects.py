"""What git keeps, by id: all from one process of git's, which stays while things are asked of it."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from itertools import islice
from typing import IO, TYPE_CHECKING, Self

from conflict_ledger.history import git
from conflict_ledger.history.git import PATIENCE, Unreadable
from conflict_ledger.yamltext import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflict_ledger.history.git import Repository

_PLAIN = re.compile(r"(?!-)[\w/@~^.-]{1,200}", re.ASCII)
_AT_ONCE = 500  # ids: less than a pipe holds, so that neither side ever waits for the other to read


class Objects:
    """The objects of one repository, while it is entered. Git is started at once and is ready when something is asked."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._warned = tempfile.TemporaryFile()  # noqa: SIM115 - closed on leaving
        self._process = subprocess.Popen(
            git.command(repository, "cat-file", "--batch"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._warned,
            env=git.environment(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()
        self._warned.close()

    def commits(self, revisions: list[str]) -> list[str]:
        """The ids of the commits that the revisions name. Raises Unreadable where one names none, or several."""
        found = self._commits(revisions) if all(map(_PLAIN.fullmatch, revisions)) else []
        return found or [git.resolved(self.repository, one) for one in revisions]

    def _commits(self, revisions: list[str]) -> list[str]:
        """The same where git has nothing to say about any; else nothing."""
        with self._asked([f"{one}^{{commit}}" for one in revisions]) as said:
            heads = [_head(said) for _ in revisions]
        plain = all(len(head) == 3 for head in heads) and not os.fstat(self._warned.fileno()).st_size
        return [head[0].decode() for head in heads] if plain else []

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
        with self._asked(asked) as said:
            for one in asked:
                yield one, _content(said, one)

    @contextmanager
    def _asked(self, names: list[str]) -> Iterator[IO[bytes]]:
        """What git says to these names."""
        told, said = self._process.stdin, self._process.stdout
        assert told is not None
        assert said is not None
        patience = threading.Timer(PATIENCE, self._process.kill)
        patience.start()
        try:
            told.write("".join(f"{one}\n" for one in names).encode())
            told.flush()
            yield said
        except OSError:
            raise _missing(names[0]) from None
        finally:
            patience.cancel()


def _head(said: IO[bytes]) -> list[bytes]:
    """`<id> <kind> <size>` of an object that is passed over; fewer words where there is none, or several."""
    head = said.readline().split()
    if len(head) == 3:
        said.read(int(head[2]) + 1)
    return head


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
