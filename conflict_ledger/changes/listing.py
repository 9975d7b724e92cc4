"""Every record that an edit adds, removes, revises, withdraws or rewords."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflict_ledger.changes import flags, matching
from conflict_ledger.changes.keys import differing, keys
from conflict_ledger.model import Actor, Cell, Claim, Document, Fact, Incident, PublishedTotal
from conflict_ledger.packed import pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflict_ledger.ledger import Ledger

ADDED, REMOVED, REVISED, WITHDRAWN, RESTORED, REWORDED, RENAMED = KINDS = (
    "added",
    "removed",
    "revised",
    "withdrawn",
    "restored",
    "reworded",
    "renamed",
)
_MIRRORED = {ADDED: REMOVED, REMOVED: ADDED, WITHDRAWN: RESTORED, RESTORED: WITHDRAWN}
_NAMES: dict[type[Any], str] = {
    Claim: "claim",
    Cell: "cell",
    Fact: "fact",
    Incident: "incident",
    PublishedTotal: "total",
    Actor: "actor",
    Document: "document",
}


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one record. `before` is None where it was added, `after` where it was removed.

    `keys` are those of the record that differ; `flags` what a reviewer should look at twice.
    """

    kind: str
    before: Any | None
    after: Any | None
    keys: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def record(self) -> Any:
        """The record as it is now, or as it was where it is no more."""
        return self.before if self.after is None else self.after

    @property
    def what(self) -> str:
        """claim, cell, fact, incident, total, actor, document or ledger."""
        return _NAMES.get(type(self.record), "ledger")

    @property
    def address(self) -> str:
        return address(self.record)

    @property
    def path(self) -> str:
        """The file it stands in."""
        return str(self.record.at.path)

    @property
    def bears(self) -> bool:
        """Whether a total or a contradiction may rest on what changed."""
        return self.kind != REWORDED

    @property
    def order(self) -> tuple[Any, ...]:
        return self.path, self.record.at.route != (), self.address, self.kind

    def mirrored(self) -> tuple[str, Any, Any, tuple[str, ...]]:
        """The same change seen from the other side; flags, which speak of one direction, left out."""
        return _MIRRORED.get(self.kind, self.kind), self.after, self.before, self.keys


def address(record: Any) -> str:
    """incident/fact/source of a claim, the id of what has one; the ledger's own settings are `ledger`."""
    return str(getattr(record, "address", "") or getattr(record, "id", "") or "ledger")


def changes(before: Ledger, after: Ledger) -> list[Change]:
    """What differs, file by file. Equal ledgers give none; the two sides exchanged give the mirror image."""
    return sorted(
        (change for pair in paired(before, after) for change in _between(*pair)), key=lambda change: change.order
    )


def paired(before: Ledger, after: Ledger) -> Iterator[tuple[Any, Any]]:
    """Every record of either side with what it is on the other; None where it is not there."""
    yield before.settings, after.settings
    yield from matching.listed(before.actors.values(), after.actors.values())
    yield from matching.listed(before.documents.values(), after.documents.values())
    for old, new in matching.totals(before.totals.values(), after.totals.values()):
        yield old, new
        yield from matching.cells(old.claims if old else (), new.claims if new else ())
    for incident in matching.incidents(before.incidents.values(), after.incidents.values()):
        yield incident
        yield from _within(*incident)


def _within(old: Incident | None, new: Incident | None) -> Iterator[tuple[Any, Any]]:
    for mine, theirs in matching.facts(old.facts.values() if old else (), new.facts.values() if new else ()):
        yield mine, theirs
        if mine and theirs and pack(mine) == pack(theirs):
            yield from zip(mine.claims, theirs.claims, strict=True)
        else:
            yield from matching.claims(mine.claims if mine else (), theirs.claims if theirs else ())


def _between(old: Any, new: Any) -> Iterator[Change]:
    """The change of one record, if there is one; a record may be withdrawn and worded otherwise at once."""
    if old is None or new is None:
        given = tuple(keys(old or new))
        flagged = flags.removed(old) if new is None else ()
        yield Change(REMOVED if new is None else ADDED, old, new, given, tuple(flagged))
        return
    if pack(old) == pack(new):  # most are, to the letter
        return
    if not isinstance(new, Claim | Cell) and address(old).rpartition("/")[2] != address(new).rpartition("/")[2]:
        yield Change(RENAMED, old, new, ("id",))
    meant, worded = differing(old, new)
    if "withdrawn" in meant:
        meant.remove("withdrawn")
        yield Change(_withdrawal(old, new), old, new, ("withdrawn",))
    if meant:
        yield Change(REVISED, old, new, tuple(meant + worded), tuple(flags.revised(old, new, meant)))
    elif worded:
        yield Change(REWORDED, old, new, tuple(worded))


def _withdrawal(old: Any, new: Any) -> str:
    if new.withdrawn and old.withdrawn:
        return REVISED
    return WITHDRAWN if new.withdrawn else RESTORED


def layout(paths: Iterable[str], found: Iterable[Change]) -> list[str]:
    """Of the files that differ, those in which no record changed."""
    touched = {one.at.path for change in found for one in (change.before, change.after) if one is not None}
    return sorted(set(paths) - touched)
