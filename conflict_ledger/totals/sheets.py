"""Sheets: all that one source published of one place and one victims word, closed. Cells of several files are one sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from conflict_ledger import dates, figures, words
from conflict_ledger.standing import CURRENT, standings_of_cells, where
from conflict_ledger.totals.closing import OPEN, Bound, Clash, Closing, Equation, closed
from conflict_ledger.totals.equations import AFFECTED, TOTAL, Missing, Spot, Table, nothing_else, over_time, within
from conflict_ledger.totals.published import verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflict_ledger.dates import When
    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Cell, PublishedTotal
    from conflict_ledger.totals.published import Verdict

Where = tuple[tuple[str | None, ...], ...]


class Scope(NamedTuple):
    """Whose figures these are, of where, and over whom."""

    source: str
    where: Where
    victims: str
    series: str = ""


@dataclass(slots=True)
class Sheet:
    """`cells` are the current figures by address; `tables` by id, with the periods that were asked for besides."""

    scope: Scope
    cells: dict[str, Cell]
    tables: list[Table]
    closing: Closing = field(default_factory=lambda: Closing({}))
    published: dict[Any, Bound] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)
    percentages: list[tuple[Cell, Table]] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def table(self, total: str) -> Table | None:
        return next((table for table in self.tables if table.id == total), None)

    def of(self, period: When, measure: str) -> Table | None:
        """The table for the period: the one that has the measure, where there are several."""
        found = [table for table in self.tables if table[:2] == (period.first, period.last)]
        return min(found, key=lambda table: (measure not in table.measures, table), default=None)

    def published_in(self, table: Table) -> list[Spot]:
        """Where the table has a figure over the sheet's victims word."""
        return sorted(spot for spot in self.published if isinstance(spot, Spot) and spot.table == table)

    def bound(self, table: Table | None, measure: str, category: str | None) -> Bound:
        return self.closing.of(Spot(table, measure, category or TOTAL)) if table else OPEN

    def behind(self, bound: Bound) -> tuple[Cell, ...]:
        """The published figures on which the bound rests."""
        return tuple(self.cells[address] for address in sorted(bound.by))

    def printed(self, bound: Bound) -> Figure:
        """A published bound in the words in which it was printed."""
        cells = self.behind(bound)
        return cells[0].count if len(cells) == 1 and cells[0].count else self.figure(bound)

    def figure(self, bound: Bound) -> Figure:
        rough = any(cell.count and cell.count.approximate for cell in self.behind(bound))
        return figures.figure(bound.low, bound.high, approximate=rough)


def scopes(ledger: Ledger) -> list[Scope]:
    """Every scope in which something is published."""
    found = {
        scope_of(cell.source, total, cell.victims or total.victims): None
        for total in ledger.totals.values()
        for cell in total.claims
    }
    return sorted(found, key=str)


def scope_of(source: str, total: PublishedTotal, victims: str) -> Scope:
    return Scope(source, where(total.place), victims, total.series or "")


def _scope(cell: Cell, total: PublishedTotal) -> Scope:
    return scope_of(cell.source, total, cell.victims or total.victims)


def sheet(scope: Scope, ledger: Ledger, asked: Iterable[When] = (), *, relays: bool = True) -> Sheet:
    """What the source published within the scope, closed; without `relays` only what its own documents have."""
    totals = [
        total
        for total in ledger.totals.values()
        if (where(total.place), total.series or "") == (scope.where, scope.series)
    ]
    cells = {
        cell.address: (cell, total)
        for total in totals
        for cell in total.claims
        if cell.source == scope.source and (relays or not ledger.relay(cell))
    }
    tables = _tables(scope, totals, asked)
    now = _current([pair for pair in cells.values() if pair[0].count], ledger)
    made = Sheet(scope, {cell.address: cell for cell, _ in now}, list(tables.values()))
    _fill(made, now, tables, ledger)
    made.percentages = [
        (cell, tables[total.id])
        for cell, total in cells.values()
        if not cell.count and _scope(cell, total) == scope and not (cell.withdrawn or total.withdrawn)
    ]
    made.verdicts = list(verdicts(made, ledger))
    return made


def _tables(scope: Scope, totals: Iterable[PublishedTotal], asked: Iterable[When]) -> dict[str, Table]:
    found: dict[str, Table] = {}
    since = []
    for total in totals:
        cells = [cell for cell in total.claims if _scope(cell, total) == scope]
        if cells:
            since += [cell.since for cell in cells if cell.since]
            found[total.id] = Table(
                total.period.first,
                total.period.last,
                total.id,
                tuple(sorted(total.excludes)),
                frozenset(cell.measure for cell in cells),
                frozenset(cell.category for cell in cells if cell.category),
                total.complete,
                not set(total.period.text) & set("~?"),
            )
    periods = {table[:2] for table in found.values()}
    for period in (*asked, *since):
        if period.first != dates.EVER and (period.first, period.last) not in periods:
            periods.add((period.first, period.last))
            found[f"~{period.first}/{period.last}"] = Table(period.first, period.last, "")
    return found


def _current(cells: Iterable[tuple[Cell, PublishedTotal]], ledger: Ledger) -> list[tuple[Cell, PublishedTotal]]:
    """A figure restated in another file revises the earlier one."""
    pairs = {cell.address: (cell, total) for cell, total in cells}
    stand = [one for found in standings_of_cells(pairs.values(), ledger) for one in found]
    return [pairs[one.claim.address] for one in stand if one.state == CURRENT]


def _fill(made: Sheet, now: Iterable[tuple[Cell, PublishedTotal]], tables: dict[str, Table], ledger: Ledger) -> None:
    """Closes the sheet, in two steps: figures that already contradict one another as they stand carry nothing further."""
    known: dict[Any, Bound] = {}
    beside: list[Equation] = []
    for cell, total in now:
        if total.id not in tables or not cell.count:
            continue
        spot: Any = Spot(tables[total.id], cell.measure, cell.category or TOTAL)
        word = cell.victims or total.victims
        if word != made.scope.victims:
            beside += _contained(spot, word, made.scope.victims)
            spot = (word, spot)
        known[spot] = _hull(cell, known.get(spot))
    equations = [*_equations(made, known, ledger), *beside]
    made.published, made.equations = known, equations
    met = {equation: equation.met(known) for equation in equations}
    sound = {name for equation, holds in met.items() if holds for name in equation.names}
    broken = [equation for equation, holds in met.items() if holds is False]
    doubted = {name for equation in broken for name in equation.names} - sound
    made.clashes = closed(known, broken).clashes
    made.closing = closed(
        {name: bound for name, bound in known.items() if name not in doubted},
        (equation for equation in equations if met[equation] is not False),
    )
    made.clashes += made.closing.clashes


def _contained(spot: object, word: str, victims: str) -> Iterator[Equation]:
    """A figure over people bounds that of civilians from above, one of aid workers bounds it from below."""
    if words.contains(word, victims):
        yield Equation(((word, spot),), (spot, Missing((word, spot))))
    elif words.contains(victims, word):
        yield Equation((spot,), ((word, spot), Missing((word, spot))))


def _hull(cell: Cell, other: Bound | None) -> Bound:
    """The figure as a bound; of several who speak at once, whatever one of them allows."""
    count, name = cell.count, frozenset((cell.address,))
    assert count
    if other is None:
        return Bound(
            count.low, count.high, name if count.low else frozenset(), name if count.high is not None else frozenset()
        )
    high = None if count.high is None or other.high is None else max(count.high, other.high)
    return Bound(min(count.low, other.low), high, other.low_by | name, other.high_by | name)


def _equations(made: Sheet, known: dict[Any, Bound], ledger: Ledger) -> Iterator[Equation]:
    tables = sorted(made.tables)
    measures = sorted({measure for table in tables for measure in table.measures}, key=list(words.MEASURES).index)
    categories = sorted({category for table in tables for category in table.categories})
    for table in tables:
        if table.id:
            if table.complete:
                yield from (Equation((spot,), ()) for spot in nothing_else(table, measures, categories))
            yield from within(table, measures, categories, affected=Spot(table, AFFECTED, TOTAL) in known)
    yield from over_time(tables, measures, categories, known, ledger)


class Sheets:
    """The sheets of a ledger, each closed once; `asked` are periods besides those that are published."""

    def __init__(self, ledger: Ledger, asked: Iterable[When] = ()) -> None:
        self.ledger = ledger
        self.asked = tuple(asked)
        self._made: dict[tuple[Scope, bool], Sheet] = {}

    def of(self, scope: Scope, *, relays: bool = True) -> Sheet:
        """The sheet of the scope; without `relays` only what the source's own documents have."""
        key = (scope, relays)
        if key not in self._made:
            self._made[key] = sheet(scope, self.ledger, self.asked, relays=relays)
        return self._made[key]

    def all(self) -> list[Sheet]:
        return [self.of(scope) for scope in scopes(self.ledger)]
