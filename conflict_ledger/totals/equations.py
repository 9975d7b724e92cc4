"""What must add up in one source's published tables: categories to the total, measures to the affected, periods to longer ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger.dates import When
from conflict_ledger.totals.closing import Equation

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import date

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Fact

TOTAL = ""  # over all categories
OTHERS = "not broken down"  # under no category that the source names
REST = "other harm"  # affected, under no measure that the source names
AFFECTED = "affected"
SUMMED = ("killed", "injured", "abducted", "missing", "arrested", "detained", "tortured", "sexual-violence")
_TILINGS = 64


class Table(NamedTuple):
    """One published table, or a period asked for that has none (`id` empty)."""

    first: date
    last: date
    id: str
    excludes: tuple[str, ...] = ()
    measures: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    complete: bool = False
    dated: bool = True  # its days are certain

    @property
    def period(self) -> When:
        return When(self.first, self.last)


class Spot(NamedTuple):
    """Where a figure stands: a table's row (category) and column (measure)."""

    table: Table
    measure: str
    category: str


class Missing(NamedTuple):
    """What may be missing from one side of an equation, below zero never."""

    of: object


def within(table: Table, measures: Sequence[str], categories: Sequence[str], *, affected: bool) -> Iterator[Equation]:
    """Rows, then columns. A person harmed in two ways counts under one measure, as in the notes of the United Nations.

    Columns are added up only where the table gives those affected in all: else another scope might be meant.
    """
    harms = [measure for measure in measures if measure in SUMMED]
    rows = [*measures, REST] if affected else [measure for measure in measures if measure in table.measures]
    for measure in rows:
        parts = tuple(Spot(table, measure, category) for category in (*categories, OTHERS))
        yield Equation((Spot(table, measure, TOTAL),), parts)
    if affected:
        for category in (TOTAL, *categories, OTHERS):
            parts = tuple(Spot(table, measure, category) for measure in (*harms, REST))
            yield Equation((Spot(table, AFFECTED, category),), parts)


def nothing_else(table: Table, measures: Sequence[str], categories: Sequence[str]) -> Iterator[Spot]:
    """What a complete table leaves no room for: the rest, and the rows and columns that it does not have.

    A table without categories is complete in what happened to people, and says nothing of by whom.
    """
    for measure in (*measures, REST):
        for category in (TOTAL, *categories, OTHERS) if table.categories else (TOTAL,):
            if category == OTHERS or not _has(table, measure, category):
                yield Spot(table, measure, category)


def _has(table: Table, measure: str, category: str) -> bool:
    return measure in table.measures and (category == TOTAL or category in table.categories)


def over_time(
    tables: Iterable[Table], measures: Sequence[str], categories: Sequence[str], known: Container[Spot], ledger: Ledger
) -> Iterator[Equation]:
    """A period's figure is the sum of those of the periods that make it up, in each way in which they do, shortest first.

    Only where the whole, or each of its parts, is published: what is worked out within one table is not carried to others.
    """
    dated = sorted(table for table in tables if table.dated)
    for measure in measures:
        chosen: dict[tuple[date, date], Table] = {}
        for table in sorted(dated, key=lambda one: (measure not in one.measures, one)):
            chosen.setdefault((table.first, table.last), table)
        for whole in sorted(chosen.values(), key=lambda one: (one.last - one.first, one)):
            for parts in tilings(whole, sorted(chosen.values())):
                for category in (TOTAL, *categories):
                    spots = [Spot(part, measure, category) for part in parts]
                    if Spot(whole, measure, category) in known or all(spot in known for spot in spots):
                        yield from _summed(whole, parts, measure, category, ledger)


def tilings(whole: Table, tables: Sequence[Table]) -> list[tuple[Table, ...]]:
    """The ways in which shorter periods make up the whole one without gap or overlap: fewest first, 64 at most."""
    starting: dict[date, list[Table]] = {}
    for table in tables:
        if whole.first <= table.first and table.last <= whole.last and table[:2] != whole[:2]:
            starting.setdefault(table.first, []).append(table)
    ways: list[tuple[Table, ...]] = [()]
    found: list[tuple[Table, ...]] = []
    while ways and len(found) < _TILINGS:
        longer: list[tuple[Table, ...]] = []
        for way in ways:
            after = _next(way[-1].last) if way else whole.first
            for table in starting.get(after, ()):
                target = found if table.last == whole.last else longer
                target.append((*way, table))
        ways = longer[: _TILINGS * 16]
    return found[:_TILINGS]


def _next(day: date) -> date:
    return day.fromordinal(day.toordinal() + 1) if day.toordinal() < day.max.toordinal() else day


def _summed(whole: Table, parts: Sequence[Table], measure: str, category: str, ledger: Ledger) -> Iterator[Equation]:
    """What a side leaves out that the other has may be missing from it; where both do, nothing follows."""
    left_out = {name for part in parts for name in part.excludes}
    fewer = [name for name in left_out - set(whole.excludes) if bears(name, whole, measure, ledger)]
    more = [name for name in set(whole.excludes) - left_out if bears(name, whole, measure, ledger)]
    if fewer and more:
        return
    left: tuple[object, ...] = (Spot(whole, measure, category),)
    right: tuple[object, ...] = tuple(Spot(part, measure, category) for part in parts)
    missing = (Missing((*left, *right)),)
    yield Equation(left + (missing if more else ()), right + (missing if fewer else ()))


def bears(name: str, table: Table, measure: str, ledger: Ledger) -> bool:
    """Whether leaving out this incident or fact can make a difference to the measure in the period."""
    incident = ledger.incidents.get(name.partition("/")[0])
    if incident is None:
        return True
    facts = [fact for fact in incident.facts.values() if name in (incident.id, fact.address)]
    return any(
        _harms(fact, measure) and incident.when(fact).first <= table.last and table.first <= incident.when(fact).last
        for fact in facts
    )


def _harms(fact: Fact, measure: str) -> bool:
    if measure == AFFECTED:
        return fact.measure in (*SUMMED, AFFECTED)
    return fact.measure in (measure, AFFECTED)
