"""Everything that speaks against a published total: the source's own figures, its incidents, and other sources' tables."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from conflict_ledger import figures
from conflict_ledger.disputes import CONTRADICTION, Contradiction
from conflict_ledger.standing import CURRENT, standings_of_cells, where
from conflict_ledger.totals.equations import Table, bears
from conflict_ledger.totals.sheets import Sheets
from conflict_ledger.totals.tables import exceeded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Cell, PublishedTotal


def contradicted(ledger: Ledger, sheets: Sheets | None = None) -> list[Contradiction]:
    """All contradictions of published tables: of kind totals, trend, change and share. A pure function of the ledger."""
    sheets = sheets or Sheets(ledger)
    return [*exceeded(ledger), *_unclosed(sheets), *_rivals(ledger), *_unborne(sheets)]


def _unclosed(sheets: Sheets) -> Iterator[Contradiction]:
    """Figures of one source that no table can have together."""
    told: set[frozenset[str]] = set()
    for sheet in sheets.all():
        for clash in sheet.clashes:
            names = clash.stands.by | clash.leaves.by
            if names not in told:
                told.add(names)
                cells = tuple(sheet.cells[name] for name in sorted(names))
                yield Contradiction("totals", CONTRADICTION, None, None, cells, because=clash)


def _unborne(sheets: Sheets) -> Iterator[Contradiction]:
    """Trends, changes and shares that no number within the figures on record gives."""
    for sheet in sheets.all():
        for verdict in sheet.verdicts:
            if verdict.holds is False:
                behind = [*sheet.behind(verdict.part), *sheet.behind(verdict.whole)]
                cells = {cell.address: cell for cell in (verdict.cell, *behind)}
                claims = tuple(cells[name] for name in sorted(cells))
                yield Contradiction(verdict.kind, CONTRADICTION, None, None, claims, because=verdict)


def _rivals(ledger: Ledger) -> Iterator[Contradiction]:
    """Different sources' figures for one spot that have no number in common; what one leaves out is allowed for."""
    cells = [
        (cell, total)
        for total in ledger.totals.values()
        for cell in total.claims
        if cell.count and total.series is None and not set(total.period.text) & set("~?")
    ]
    owners = {cell.address: total for cell, total in cells}
    now = [one.claim for found in standings_of_cells(cells, ledger) for one in found if one.state == CURRENT]
    spots: dict[object, list[Cell]] = {}
    for cell in now:
        total = owners[cell.address]
        key = (total.period, where(total.place), cell.victims or total.victims, cell.measure, cell.category)
        spots.setdefault(key, []).append(cell)
    for group in spots.values():
        pairs = [
            pair
            for pair in combinations(sorted(group, key=lambda one: one.address), 2)
            if _apart(*pair, owners, ledger)
        ]
        if pairs:
            yield Contradiction("totals", CONTRADICTION, None, None, _each(pairs), tuple(pairs))


def _apart(one: Cell, other: Cell, owners: dict[str, PublishedTotal], ledger: Ledger) -> bool:
    if one.source == other.source or not one.count or not other.count or figures.meet(one.count, other.count):
        return False
    lower, higher = (one, other) if one.count.low < other.count.low else (other, one)
    left_out = set(owners[lower.address].excludes) - set(owners[higher.address].excludes)
    period = owners[one.address].period
    return not any(bears(name, Table(period.first, period.last, ""), one.measure, ledger) for name in left_out)


def _each(pairs: Iterable[tuple[Cell, Cell]]) -> tuple[Cell, ...]:
    cells = {cell.address: cell for pair in pairs for cell in pair}
    return tuple(cells[name] for name in sorted(cells))
