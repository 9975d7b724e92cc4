"""A finding: what is wrong with a file, in which line and column, and what to write instead.

Findings are values beside the data: reading never raises for what a file says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)

Key = str | int
Route = tuple[Key, ...]


class At(NamedTuple):
    """Where something stands: the file's path from the ledger's root, with `/`, and the keys that lead to it."""

    path: str
    route: Route = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """`line` and `column` count from 1. `address` names the record (incident/fact/source) where there is one."""

    check: str
    severity: str
    message: str
    path: str
    line: int = 1
    column: int = 1
    hint: str = ""
    address: str | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        return (self.path, self.line, self.column, self.check, self.message)


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the closest known word, or nothing."""
    import difflib

    close = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else ""


def one_of(word: str, known: Iterable[str]) -> str:
    """A hint that names the closest known word, or else all of them."""
    words = list(known)
    return nearest(word, words) or "one of: " + ", ".join(words)
