"""What the ledger said about one incident, commit by commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflict_ledger.changes.listing import Change, changes
from conflict_ledger.findings import ERROR, Finding
from conflict_ledger.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from conflict_ledger.history import Edit
    from conflict_ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Chapter:
    """One commit and what it changed in meaning; nothing where it changed only layout.

    `unread` is why the file could not be read before or after it: then nothing is compared.
    """

    edit: Edit
    changes: tuple[Change, ...]
    unread: tuple[Finding, ...]


def chronicle(edits: Iterable[Edit], root: Path) -> list[Chapter]:
    """Each edit with its changes. Of a merge only what differs from every parent is its own."""
    return [_chapter(edit, root) for edit in edits]


def _chapter(edit: Edit, root: Path) -> Chapter:
    after = _alone(edit.path, edit.after, root)
    sides = [_alone(edit.was, content, root) for content in edit.before]
    unread = tuple(one for side in (*sides, after) for one in side.findings if one.severity == ERROR)
    if unread:
        return Chapter(edit, (), unread)
    first, *others = (changes(before, after) for before in sides)
    return Chapter(edit, tuple(change for change in first if all(_in(change, other) for other in others)), ())


def _alone(path: str, content: bytes | None, root: Path) -> Ledger:
    """A ledger of this file alone."""
    return read(root, {} if content is None else {path: content})


def _in(change: Change, others: list[Change]) -> bool:
    return any((one.kind, one.address, one.after) == (change.kind, change.address, change.after) for one in others)
