"""What an edit moves: totals, published and by rule, and contradictions opened and closed.

Only what can move is asked for: the facts that the edit bears on, the quarters that these touch, and the published tables of
such periods. Every figure is the one that `totals` gives for the whole ledger on that side.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, product
from typing import TYPE_CHECKING, Any

from conflict_ledger import dates
from conflict_ledger.changes.bearing import touched
from conflict_ledger.changes.keys import meaning
from conflict_ledger.changes.listing import address, paired
from conflict_ledger.contradictions.listing import of_fact, of_tables
from conflict_ledger.totals import Question, contradicted, tally, totals
from conflict_ledger.totals.near import near, spans
from conflict_ledger.totals.rules import PREFERRED, RANGE
from conflict_ledger.words import MEASURES, VICTIMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from conflict_ledger.changes.bearing import Touched
    from conflict_ledger.changes.listing import Change
    from conflict_ledger.dates import When
    from conflict_ledger.disputes import Contradiction
    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.totals import Totals

_WHOM = ["civilians", *(word for word in VICTIMS if word != "civilians")]  # as `totals` asks where nothing is said
REPORTED, ITEMISED, RESIDUAL = "reported", "itemised", "not yet itemised"


@dataclass(frozen=True, slots=True)
class Moved:
    """One cell of a total before and after: None where there is no such row.

    `how` is reported, itemised or not yet itemised, of the table `total` that `source` published; or the rule.
    """

    question: Question
    how: str
    source: str | None
    total: str | None
    category: str | None
    before: Figure | None
    after: Figure | None


@dataclass(frozen=True, slots=True)
class Effects:
    """What follows from the changes of records."""

    totals: tuple[Moved, ...] = ()
    opened: tuple[Contradiction, ...] = ()
    closed: tuple[Contradiction, ...] = ()


def effects(found: Iterable[Change], before: Ledger, after: Ledger) -> Effects:
    """What the changes move and open. `before` and `after` are the whole ledgers: totals need every incident."""
    before, after = before.whole(), after.whole()
    hit = touched([change for change in found if change.bears], before, after)
    opened, closed = _disputes(hit, before, after)
    return Effects(tuple(_moved(hit, before, after)), opened, closed)


# --- totals ----------------------------------------------------------------------------------------------------------


def _moved(hit: Touched, before: Ledger, after: Ledger) -> Iterator[Moved]:
    spanned = [(side, spans(side)) for side in (before, after)]
    for period, asked in groupby(_questions(hit, before, after), key=lambda question: question.period):
        sides = [near(side, days, period) for side, days in spanned]
        for question in asked:
            yield from _between(question, *sides, assessed=hit.assessed)


def _between(question: Question, before: Ledger, after: Ledger, *, assessed: bool) -> Iterator[Moved]:
    mine, theirs = (_cells(question, side, assessed=assessed) for side in (before, after))
    for key in dict.fromkeys([*mine, *theirs]):
        one, other = mine.get(key), theirs.get(key)
        if meaning(one) != meaning(other):
            yield Moved(question, *key, one, other)


def _questions(hit: Touched, before: Ledger, after: Ledger) -> list[Question]:
    """What may move: quarters for the rules, and the periods of published tables; earliest first."""
    days = [incident.when(fact).first for side in (before, after) for incident, fact in side.facts()]
    start = min((day for day in days if day != dates.EVER), default=dates.EVER)
    asked = {
        (quarter.first, quarter.last, measure, victims): Question(quarter, measure, victims)
        for fact, when in hit.facts
        for quarter in _quarters(when, start)
        for measure, victims in product([fact.measure], ("civilians", "people"))
        if measure
    }
    for total in (*before.totals.values(), *after.totals.values()):
        if hit.everything or total.id in hit.totals or any(when.meets(total.period) for _, when in hit.facts):
            for measure, victims in {(cell.measure, cell.victims or total.victims) for cell in total.claims}:
                key = (total.period.first, total.period.last, measure, victims)
                asked.setdefault(key, Question(total.period, measure, victims))
    return sorted(asked.values(), key=_order)


def _order(question: Question) -> tuple[Any, ...]:
    words = list(MEASURES).index(question.measure), _WHOM.index(question.victims)
    return question.period.first, question.period.last, *words


def _quarters(when: When, start: date) -> Iterator[When]:
    """The quarters that a date touches; where its start is open, from the first day on record."""
    first = min(start if start != dates.EVER else when.last, when.last) if when.first == dates.EVER else when.first
    year, quarter = first.year, (first.month + 2) // 3
    while (year, quarter) <= (when.last.year, (when.last.month + 2) // 3):
        yield dates.parse(f"{year:04}-Q{quarter}")
        year, quarter = (year, quarter + 1) if quarter < 4 else (year + 1, 1)


_Key = tuple[str, str | None, str | None, str | None]


def _cells(question: Question, ledger: Ledger, *, assessed: bool) -> dict[_Key, Figure | None]:
    """Every figure of `ledger totals` for the question: of each published table, and under the rules."""
    found = totals(question, RANGE, ledger)
    cells = dict(_published(found))
    cells.update({(RANGE, None, None, row.category): row.figure for row in found.ruled.rows.values()})
    if assessed:
        rows = tally(question, PREFERRED, ledger).rows.values()
        cells.update({(PREFERRED, None, None, row.category): row.figure for row in rows})
    return cells


def _published(found: Totals) -> Iterator[tuple[_Key, Figure | None]]:
    for table in found.tables:
        where = (table.source, table.total.id)
        for one in table.reported:
            yield (REPORTED, *where, one.cell.category), one.cell.count
        for row in table.itemised.rows.values():
            yield (ITEMISED, *where, row.category), row.figure
        for residual in table.residual:
            yield (RESIDUAL, *where, residual.category), residual.figure


# --- contradictions --------------------------------------------------------------------------------------------------


def _disputes(
    hit: Touched, before: Ledger, after: Ledger
) -> tuple[tuple[Contradiction, ...], tuple[Contradiction, ...]]:
    """Those that only the one side has. A contradiction that another claim joins is opened again, with all its claims."""
    names = {address(old): address(new) for old, new in paired(hit.part(before), hit.part(after)) if old and new}
    mine, theirs = _listed(hit, before), _listed(hit, after)
    then = {link for one in mine for link in _links(one, names)}
    now = {link for one in theirs for link in _links(one, {})}
    opened = tuple(one for one in theirs if not _links(one, {}) <= then)
    return opened, tuple(one for one in mine if not _links(one, names) <= now)


def _listed(hit: Touched, ledger: Ledger) -> list[Contradiction]:
    facts = (ledger.fact(name) for name in dict.fromkeys(fact.address for fact, _ in hit.facts))
    found = [one for fact in facts if fact for one in of_fact(fact, ledger)]
    return sorted([*found, *of_tables(ledger), *contradicted(ledger)], key=lambda one: one.order)


def _links(one: Contradiction, names: dict[str, str]) -> set[tuple[str, frozenset[str]]]:
    """Which claims contradict which, by what they are called after the edit."""
    pairs: Iterable[tuple[Any, ...]] = one.pairs or [one.claims]
    return {(one.kind, frozenset(names.get(address(claim), address(claim)) for claim in pair)) for pair in pairs}
