"""The layout of many files: each one's, and the proof that the ledger they make is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger.edit.draft import Draft
from conflict_ledger.edit.layout import laid_out
from conflict_ledger.edit.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from conflict_ledger.ledger import Ledger


class Laid(NamedTuple):
    """The files that change, those that are refused and why, and how many were looked at."""

    draft: Draft
    refused: list[Refused]
    read: int


def laid(root: Path, paths: Iterable[str] | None = None) -> Laid:
    """The files in the layout, all where no paths are given. Raises Refused where the ledger would not be the same."""
    draft = Draft(root)
    refused: list[Refused] = []
    before = draft.original()
    listed = sorted({*before.texts, *(one.path for one in before.findings)}) if paths is None else list(paths)
    read = 0
    for path in listed:
        try:
            old = draft.text(path)
            if old is None or not path.endswith(".yaml") or (root / path).is_symlink():  # its file is laid out itself
                continue
            read += 1
            new = laid_out(old, path)
        except Refused as no:
            refused.append(no)
        else:
            if new != old:
                draft.put(path, new)
    if draft.after and not _same(before, draft.ledger()):
        raise Refused("data", "it cannot be shown that the ledger would be the same; nothing was changed")
    return Laid(draft, refused, read)


def _same(one: Ledger, other: Ledger) -> bool:
    """Whether both hold the same records in the same order, and as much is wrong with them."""
    for name in ("settings", "actors", "documents", "incidents", "totals"):
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine != theirs or (isinstance(mine, dict) and list(mine) != list(theirs)):
            return False
    told = [sorted((found.check, found.path, found.message) for found in ledger.findings) for ledger in (one, other)]
    facts = [[list(incident.facts) for incident in ledger.incidents.values()] for ledger in (one, other)]
    return told[0] == told[1] and facts[0] == facts[1]
