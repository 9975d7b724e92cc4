"""An edit as a whole, as a reviewer looks at it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from conflict_ledger.changes.effects import Effects, effects
from conflict_ledger.changes.listing import Change, changes, layout
from conflict_ledger.findings import ERROR, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from conflict_ledger.ledger import Ledger

    Both = tuple[Ledger, Ledger]

_READ_ALL_THE_SAME = ("odd-name", "needs-newer-tool")  # errors that keep nothing from being read


@dataclass(frozen=True, slots=True)
class Review:
    """What an edit changes, what that moves, and the files in which it changes nothing but layout.

    `unread` are errors in files that differ, each with whether it is `before` or `after` that could not be read: what such
    a file says is compared on neither side.
    """

    changes: tuple[Change, ...]
    effects: Effects
    layout: tuple[str, ...]
    unread: tuple[tuple[str, Finding], ...]
    before: Ledger
    after: Ledger

    @property
    def bears(self) -> bool:
        """Whether a total or a contradiction may rest on what changed."""
        return any(change.bears for change in self.changes)

    def named(self, register: Ledger) -> Review:
        """The same with a ledger's title, and with the names of its actors."""
        sides = {"before": self.before, "after": self.after}
        known = {side: replace(one, settings=register.settings, actors=register.actors) for side, one in sides.items()}
        return replace(self, before=known["before"], after=known["after"])


def review(paths: Iterable[str], partly: Both, whole: Callable[[], Both]) -> Review:
    """Reviews an edit of the files in `paths`.

    `partly` are the two ledgers as far as these files make them; `whole` reads all, and is asked only where a change bears on
    totals or contradictions: what an edit cannot move is not read.
    """
    unread = _unread(partly)
    before, after = _readable(partly, unread)
    found = changes(before, after)
    moved = Effects()
    if any(change.bears for change in found):
        both = whole()
        unread += tuple(one for one in _unread(both) if one[1].path in set(paths) and one not in unread)
        found = changes(*_readable(partly, unread))
        before, after = _readable(both, unread)
        moved = effects(found, before, after)
    yaml = {path for path in paths if path.endswith(".yaml")}
    bare = tuple(layout(yaml - {one.path for _, one in unread}, found))
    return Review(tuple(found), moved, bare, unread, before, after)


def _unread(both: Both) -> tuple[tuple[str, Finding], ...]:
    """The errors that keep what a file says from being read, or some of it."""
    sides = zip(("before", "after"), both, strict=True)
    found = ((side, one) for side, ledger in sides for one in ledger.findings if one.severity == ERROR)
    return tuple((side, one) for side, one in found if one.check not in _READ_ALL_THE_SAME)


def _readable(both: Both, unread: Iterable[tuple[str, Finding]]) -> Both:
    before, after = (_without(ledger, {one.path for _, one in unread}) for ledger in both)
    return before, after


def _without(ledger: Ledger, paths: set[str]) -> Ledger:
    """The ledger without the records of these files."""
    if not paths:
        return ledger

    def kept(records: Mapping[str, Any]) -> dict[str, Any]:
        return {name: one for name, one in records.items() if one.at.path not in paths}

    return replace(
        ledger,
        actors=kept(ledger.actors),
        documents=kept(ledger.documents),
        incidents=kept(ledger.incidents),
        totals=kept(ledger.totals),
    )
