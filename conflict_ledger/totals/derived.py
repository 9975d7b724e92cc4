"""What a published table says without printing it: cells that its sums force, bounds, and the sums that come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflict_ledger import figures
from conflict_ledger.totals.closing import OPEN, Bound
from conflict_ledger.totals.equations import AFFECTED, OTHERS, TOTAL, Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Cell
    from conflict_ledger.totals.closing import Clash, Equation
    from conflict_ledger.totals.equations import Table
    from conflict_ledger.totals.published import Verdict
    from conflict_ledger.totals.sheets import Sheet
    from conflict_ledger.totals.tally import Tally


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure that the source did not print. `category` is None for the total, OTHERS for what is not broken down.

    `behind` are the published cells on which it rests; `relay` tells that one of them is on record only with a relay.
    `among` marks bounds of people who are counted in what is not broken down.
    """

    category: str | None
    figure: Figure
    behind: tuple[Cell, ...]
    relay: bool
    share: tuple[int, int | None] | None
    residual: Figure | None
    among: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """Published parts that add up to a published whole; `rest` is what they leave of it, None where nothing."""

    whole: Spot
    total: Bound
    parts: tuple[tuple[Spot, Bound], ...]
    rest: Bound | None


@dataclass(frozen=True, slots=True)
class Said:
    """All that a table says without printing it, of one measure. `alone` is what it leaves without the relays' cells, and
    `left` what its other figures leave of a printed one, each by category."""

    derived: tuple[Derived, ...] = ()
    alone: tuple[tuple[str | None, Figure], ...] = ()
    left: tuple[tuple[str | None, Figure], ...] = ()
    sums: tuple[Sum, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    clashes: tuple[Clash, ...] = ()


def said(sheet: Sheet, own: Sheet, table: Table, measure: str, itemised: Tally, ledger: Ledger) -> Said:
    """Of the table and the measure, from the sheet and the one without relays."""
    return Said(
        tuple(derived(sheet, table, measure, itemised, ledger)),
        tuple(left_by_own(sheet, own, table, measure)),
        tuple(left_by_others(sheet, table, measure)),
        tuple(sums(sheet, table, measure)),
        tuple(one for one in sheet.verdicts if one.table == table and one.cell.measure == measure),
        tuple(one for one in sheet.clashes if isinstance(one.name, Spot) and one.name[:2] == (table, measure)),
    )


def derived(sheet: Sheet, table: Table, measure: str, itemised: Tally, ledger: Ledger) -> list[Derived]:
    """The forced cells of the measure, what is not broken down, and within that the bounds of single categories."""
    return list(_Row(sheet, table, measure, itemised, ledger).cells())


@dataclass(frozen=True, slots=True)
class _Row:
    sheet: Sheet
    table: Table
    measure: str
    itemised: Tally
    ledger: Ledger

    def cells(self) -> Iterator[Derived]:
        total = self.bound(TOTAL)
        names = sorted({*self.table.categories, *self.forced_names()})
        open_ = [name for name in names if name and not self.given(name) and self.bound(name).high is not None]
        forced = [name for name in open_ if self.bound(name).exact and self.bound(name).low]
        for name in forced:
            yield self.cell(name, self.bound(name))
        named = [name for name in names if name and (self.given(name) or name in forced)]
        if total.high is not None and named and self.rest(total, named).high:
            yield self.cell(OTHERS, self.rest(total, named))
            for name in open_:
                if name not in forced and self.bound(name).high:
                    yield self.cell(name, self.bound(name), among=True)
        if not self.given(TOTAL) and total.high is not None:
            yield self.cell(None, total)

    def forced_names(self) -> set[str]:
        """Categories that the table does not have, and that it or others leave some people."""
        names = {one.category for one in self.sheet.closing.bounds if isinstance(one, Spot)}
        return {name for name in names if name != OTHERS and self.bound(name).low}

    def given(self, category: str) -> bool:
        return Spot(self.table, self.measure, category) in self.sheet.published

    def bound(self, category: str) -> Bound:
        spot = Spot(self.table, self.measure, category)
        left = self.sheet.closing.of(spot)
        return left if left.by else self.sheet.published.get(spot, OPEN)

    def rest(self, total: Bound, named: list[str]) -> Bound:
        parts = [self.bound(name) for name in named]
        ends = [part.high for part in parts if part.high is not None]
        low = max(0, total.low - sum(ends)) if len(ends) == len(parts) else 0
        high = None if total.high is None else max(0, total.high - sum(part.low for part in parts))
        by = frozenset(name for part in parts for name in part.by) | total.by
        return Bound(low, high, by, by)

    def cell(self, category: str | None, bound: Bound, *, among: bool = False) -> Derived:
        whole = self.bound(TOTAL)
        figure, all_ = self.sheet.figure(bound), self.sheet.figure(whole)
        behind = self.sheet.behind(bound)
        share = figures.percent(figure, all_) if category and whole.by else None
        relay = any(self.ledger.relay(cell) for cell in behind)
        return Derived(category, figure, behind, relay, share, self.residual(category, figure), among)

    def residual(self, category: str | None, figure: Figure) -> Figure | None:
        if category == OTHERS:
            rows = [row for name, row in self.itemised.rows.items() if name and not self.given(name)]
            return figures.difference(figure, figures.total(row.figure for row in rows)) if rows else figure
        row = self.itemised.rows.get(category)
        return figures.difference(figure, row.figure) if row else figure


def sums(sheet: Sheet, table: Table, measure: str) -> list[Sum]:
    """The sums of the table in which the measure takes part, or that its periods make: those that come out, or leave a rest."""
    found: list[Sum] = []
    for equation in sheet.equations:
        if all(isinstance(one, Spot) for one in equation.names) and _concerns(equation, table, measure):
            parts = [(one, sheet.published[one]) for one in equation.right if one in sheet.published]
            whole = equation.left[0]
            if whole in sheet.published and len(parts) > 1 and all(value.exact for _, value in parts):
                found += _sum(whole, sheet.published[whole], parts)
    return found


def _concerns(equation: Equation, table: Table, measure: str) -> bool:
    whole: Spot = equation.left[0]
    if whole.table != table:
        return False
    return whole.measure == measure or (
        whole.measure == AFFECTED and measure in {one.measure for one in equation.right}
    )


def _sum(whole: Spot, total: Bound, parts: list[tuple[Spot, Bound]]) -> Iterator[Sum]:
    made = sum(value.low for _, value in parts)
    if total.exact and made == total.low:
        yield Sum(whole, total, tuple(parts), None)
    elif total.exact and made < total.low and parts[0][0].measure != whole.measure and whole.category == TOTAL:
        yield Sum(whole, total, tuple(parts), Bound(total.low - made, total.low - made))


def left_by_own(sheet: Sheet, own: Sheet, table: Table, measure: str) -> Iterator[tuple[str | None, Figure]]:
    """For each cell that only a relay has: what the source's own documents leave for it, where that is bounded."""
    there = own.table(table.id)
    for spot in sheet.published_in(table):
        if there and spot.measure == measure and spot._replace(table=there) not in own.published:
            left = own.closing.of(spot._replace(table=there))
            if left.by and left.high is not None:
                yield spot.category or None, own.figure(left)


def left_by_others(sheet: Sheet, table: Table, measure: str) -> Iterator[tuple[str | None, Figure]]:
    """For each published cell what the other figures leave of it, where that is less than it says, or something else."""
    for spot in sheet.published_in(table):
        left, given = sheet.closing.of(spot), sheet.published[spot]
        if spot.measure == measure and left.high is not None and (left.low, left.high) != (given.low, given.high):
            yield spot.category or None, sheet.figure(left)
