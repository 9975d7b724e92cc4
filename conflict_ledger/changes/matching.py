"""Which record is which on the two sides of an edit.

A claim is known by its source, its document and its fact, never by its figure: another number is a revision, not a removal and
an addition. Names are tried from the surest to the loosest, and one serves only where it tells a record from all others on both
sides. So matching does not depend on order, and is the same from either side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from conflict_ledger.changes.keys import content

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from conflict_ledger.model import Cell, Claim, Fact, Incident, PublishedTotal

Record = TypeVar("Record")
Matches = list[tuple[Record | None, Record | None]]


def incidents(before: Iterable[Incident], after: Iterable[Incident]) -> Matches[Incident]:
    """By id; else by what they hold, their sources, or their day and place: a renamed incident is the same incident."""
    return _matched(
        before,
        after,
        [lambda one: one.id],
        ("id", "address", "incident"),
        [
            lambda one: frozenset(
                (fact.id, claim.source, claim.document) for fact in one.facts.values() for claim in fact.claims
            ),
            lambda one: (one.date.first, one.date.last, frozenset(place.name for place in one.place)),
        ],
    )


def facts(before: Iterable[Fact], after: Iterable[Fact]) -> Matches[Fact]:
    """By id; else by their claims, or by who speaks in which document about the same."""
    return _matched(
        before,
        after,
        [lambda one: one.id],
        ("id", "address", "incident"),
        [lambda one: (one.measure, one.question, frozenset((claim.source, claim.document) for claim in one.claims))],
    )


def claims(before: Iterable[Claim], after: Iterable[Claim]) -> Matches[Claim]:
    """By source and own id, or source, document and scope; else by all that they say; else by source and document or day, or
    as the source's only one."""
    return _matched(
        before,
        after,
        [
            lambda one: (one.source, one.id) if one.id else None,
            lambda one: (one.source, one.document, one.scope) if one.document else None,
        ],
        ("address",),
        [
            lambda one: (one.source, one.document) if one.document else None,
            lambda one: (one.source, one.stated.first, one.stated.last) if one.stated else None,
            lambda one: one.source,
        ],
    )


def totals(before: Iterable[PublishedTotal], after: Iterable[PublishedTotal]) -> Matches[PublishedTotal]:
    """By id; else by their cells, or by period, place and who published them."""
    return _matched(
        before,
        after,
        [lambda one: one.id],
        ("id", "address"),
        [
            lambda one: (
                (one.period.first, one.period.last),
                frozenset(content(place) for place in one.place),
                frozenset(cell.source for cell in one.claims),
            )
        ],
    )


def cells(before: Iterable[Cell], after: Iterable[Cell]) -> Matches[Cell]:
    """By which cell of the table it is, who says it and where; else by all that they say; else by less of it."""
    return _matched(
        before,
        after,
        [
            lambda one: (*_cell(one), one.source, one.id) if one.id else None,
            lambda one: (*_cell(one), one.source, one.document),
        ],
        ("address",),
        [
            lambda one: (*_cell(one), one.source),
            lambda one: (one.measure, one.category, one.source, one.document),
        ],
    )


def _cell(one: Cell) -> tuple[Any, ...]:
    says = next((key for key in ("trend", "change", "share") if getattr(one, key) is not None), "count")
    return one.measure, one.category, one.victims, says


def listed(before: Iterable[Any], after: Iterable[Any]) -> Matches[Any]:
    """Actors or documents: by id; else by all that they hold."""
    return _matched(before, after, [lambda one: one.id], ("id",), [])


Name = Callable[[Any], "Hashable | None"]


def _matched(
    before: Iterable[Record],
    after: Iterable[Record],
    sure: Sequence[Name],
    without: tuple[str, ...],
    loose: Sequence[Name],
) -> Matches[Record]:
    """Pairs, then what only one side has. Of several records of equal content there are as many pairs as there can be."""
    left, right = list(before), list(after)
    found: Matches[Record] = []
    same: Name = lambda one: content(one, without=without)  # noqa: E731 - one more of the names
    for name in (*sure, same, *loose):
        if not (left and right):
            break
        mine, theirs = _named(left, name), _named(right, name)
        for key in mine.keys() & theirs.keys():
            if name is same or len(mine[key]) == len(theirs[key]) == 1:
                found += zip(mine[key], theirs[key], strict=False)
        paired = {id(one) for pair in found for one in pair}
        left = [one for one in left if id(one) not in paired]
        right = [one for one in right if id(one) not in paired]
    return [*found, *((one, None) for one in left), *((None, one) for one in right)]


def _named(records: Iterable[Record], name: Callable[[Any], Hashable | None]) -> dict[Hashable, list[Record]]:
    groups: dict[Hashable, list[Record]] = {}
    for one in records:
        if (key := name(one)) is not None:
            groups.setdefault(key, []).append(one)
    return groups
