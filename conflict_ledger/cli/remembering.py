"""Answers that were given before, to the same question on the same files: said again before anything else is imported.

The question is all that an answer rests on beside the files: the arguments, the day, what git calls HEAD, the terminal and
the environment that the commands read, the program itself. Only a whole ledger's answers are kept, and only where it is large.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger import cache

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMANDS = ("contradictions", "list", "sources", "totals")
_ELSEWHERE = ("--at", "--new-since")  # options whose answers rest on more than the files and HEAD
_READ = ("COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS", "NO_COLOR", "PATH", "TERM", "TZ")


class Asked(NamedTuple):
    """A question whose answer may be kept: where, under which name, and the state of the ledger before it was read."""

    where: str
    question: bytes
    state: bytes

    def answer(self) -> int | None:
        """Says again what was said, and gives the exit code; None where it was not asked before."""
        found = cache.answer(self.where, self.question, self.state)
        if found is None:
            return None
        code, rest = found[0], memoryview(found)[1:]
        while rest:
            stream, size = rest[0], int.from_bytes(rest[1:9], "big")
            out = (sys.stdout if stream == 1 else sys.stderr).buffer
            try:
                out.write(rest[9 : 9 + size])
                out.flush()
            except BrokenPipeError:  # the reader went away: as in `main`
                os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
                return 141
            rest = rest[9 + size :]
        return code

    def remember(self, said: Sequence[tuple[int, str]], code: int) -> None:
        if any(stream == 0 for stream, _ in said):
            return
        parts = [bytes([code])]
        for stream, text in said:
            data = text.encode("utf-8", "backslashreplace")
            parts += [bytes([stream]), len(data).to_bytes(8, "big"), data]
        cache.remember(self.where, self.question, self.state, b"".join(parts))


def asked(arguments: Sequence[str]) -> Asked | None:
    """What is asked, where its answer may be kept."""
    named = os.environ.get("CONFLICT_LEDGER")
    rest = list(arguments)
    if rest[:1] in (["-C"], ["--ledger"]):
        named, rest = rest[1] if len(rest) > 1 else None, rest[2:]
    if not rest or rest[0] not in _COMMANDS or any(one.startswith(_ELSEWHERE) for one in rest) or os.name != "posix":
        return None
    root = _root(named)
    where = cache.folder(root) if root else None
    if root is None or where is None:
        return None
    found = cache.survey(root)
    if len(found.paths) < cache.LEAST or not found.settled:
        return None
    environment = [os.environ.get(name, "") for name in _READ]
    size = os.get_terminal_size() if sys.stdout.isatty() else None
    about = repr((list(arguments), time.strftime("%Y-%m-%d"), size, sys.stderr.isatty(), environment, sys.version))
    question = cache.digest(about.encode("utf-8", "surrogateescape"), cache.program(), head(root))
    return Asked(where, question, found.state)


def _root(named: str | None) -> str | None:
    """The ledger's root, as `session.root` finds it."""
    try:
        here = os.getcwd()
    except OSError:
        return None
    if named:
        return os.path.join(here, named)
    while not os.path.isdir(os.path.join(here, "data", "incidents")):
        if here == os.path.dirname(here):
            return None
        here = os.path.dirname(here)
    return here


def head(root: str) -> bytes:
    """What says which commit is checked out, in whichever way git keeps it; it changes wherever the commit does."""
    here = os.path.join(os.path.realpath(root), "data")
    while not os.path.lexists(os.path.join(here, ".git")):
        if here == os.path.dirname(here):
            return b""
        here = os.path.dirname(here)
    dot = os.path.join(here, ".git")
    if os.path.isfile(dot):
        dot = os.path.join(here, os.fsdecode(_content(dot).removeprefix(b"gitdir: ").strip()))
    shared = os.path.join(dot, os.fsdecode(_content(os.path.join(dot, "commondir")).strip()))
    head = _content(os.path.join(dot, "HEAD"))
    branch = os.fsdecode(head.removeprefix(b"ref:").strip()) if head.startswith(b"ref:") else ""
    names = ("config", "packed-refs", "reftable/tables.list", "shallow", *([branch] if branch else ()))
    states = [_content(os.path.join(top, name)) for top in {dot: 0, shared: 0} for name in names]
    return cache.digest(dot.encode("utf-8", "surrogateescape"), head, *states)


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""
