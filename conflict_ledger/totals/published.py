"""Published trends, changes and shares against the figures on record: does any number that these allow give the printed one?

A printed percentage is taken as rounded, as cut off after its last digit, or as rounded a second time from one more digit
(24.46 to 24.5 to 25): newsrooms do all three. So 64 % is anything from 63.45 to 65.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from conflict_ledger.standing import CURRENT, REVISED, WITHDRAWN, standings_of_cells
from conflict_ledger.totals.closing import OPEN, Bound, Ratio
from conflict_ledger.totals.equations import AFFECTED, SUMMED, TOTAL, Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Cell
    from conflict_ledger.totals.equations import Table
    from conflict_ledger.totals.sheets import Sheet

TREND, CHANGE, SHARE = "trend", "change", "share"
_BELOW, _ABOVE = Fraction(55, 100), 1  # in units of the last printed digit
STABLE = Fraction(1, 10)  # "about as many as before": a tenth either way


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a published trend, change or share `holds`; None where the figures on record leave it open.

    `part` is the figure that it speaks of and `whole` what it is measured by: the earlier figure, or the total, as they
    stand without it; `leaves` is what it leaves of the two where they were open. `would` is the whole that would give
    what is printed; `of_new` tells that the increase is that share of the later figure.
    `elsewhere` says of other measures whether it would hold of them. `current`: no document changed it on the way.
    """

    kind: str
    cell: Cell
    table: Table
    holds: bool | None
    part: Bound
    whole: Bound
    current: bool
    would: Bound = OPEN
    leaves: tuple[Bound, Bound] | None = None
    of_new: bool = False
    elsewhere: dict[str, bool] = field(default_factory=dict)
    shares: tuple[tuple[Bound, Bound], ...] = ()  # of a trend of one category: (part, total) before and now


def verdicts(sheet: Sheet, ledger: Ledger) -> Iterator[Verdict]:
    """Each published percentage and trend; those that hold narrow what is left open in the sheet."""
    tables = {cell.address: table for cell, table in sheet.percentages}
    pairs = [(cell, ledger.totals[table.id]) for cell, table in sheet.percentages]
    found = [
        _verdict(one.claim, tables[one.claim.address], sheet, current=one.state == CURRENT)
        for group in standings_of_cells(pairs, ledger)
        for one in group
        if one.state not in (REVISED, WITHDRAWN)
    ]
    for verdict in found:
        if not _added(verdict, sheet):
            verdict = replace(verdict, holds=False)
        spots = _spots(verdict.cell, verdict.table, sheet, verdict.cell.measure)
        if verdict.holds and spots and not (verdict.part.exact and verdict.whole.exact):
            verdict = replace(verdict, leaves=(sheet.closing.of(spots[0]), sheet.closing.of(spots[1])))
        yield verdict


def kind(cell: Cell) -> str:
    return TREND if cell.trend else CHANGE if cell.change else SHARE


def ratio(cell: Cell) -> tuple[Fraction, Fraction]:
    """Between what and what the figure lies, as a multiple of the one that it is measured by, by the printed percentage."""
    text = (cell.change or cell.share or "").rstrip("%")
    number = Fraction(text.lstrip("+-"))
    unit = Fraction(1, 10 ** len(text.partition(".")[2]))
    low, high = (number - _BELOW * unit) / 100, (number + _ABOVE * unit) / 100
    if cell.share:
        return max(low, Fraction(0)), high
    return (max(1 - high, Fraction(0)), max(1 - low, Fraction(0))) if text.startswith("-") else (1 + low, 1 + high)


def _spots(cell: Cell, table: Table, sheet: Sheet, measure: str) -> tuple[Spot, Spot] | None:
    """Where the figure that it speaks of stands, and the one that it is measured by; None where there is no such place."""
    part = Spot(table, measure, cell.category or TOTAL)
    if cell.share:
        if cell.category:
            return part, Spot(table, measure, TOTAL)
        return (part, Spot(table, AFFECTED, TOTAL)) if measure != AFFECTED else None
    before = sheet.of(cell.since, measure) if cell.since else None
    return (part, Spot(before, measure, cell.category or TOTAL)) if before else None


def _verdict(cell: Cell, table: Table, sheet: Sheet, *, current: bool) -> Verdict:
    spots = _spots(cell, table, sheet, cell.measure)
    part, whole = (sheet.closing.of(spot) for spot in spots) if spots else (OPEN, OPEN)
    holds = _holds(cell, part, whole)
    shares: tuple[tuple[Bound, Bound], ...] = ()
    if cell.trend and spots and cell.category:
        shares = tuple(
            (sheet.closing.of(spot), sheet.closing.of(spot._replace(category=TOTAL))) for spot in spots[::-1]
        )
    would, of_new = OPEN, False
    if not cell.trend and holds is False:
        would = _left(cell, part)
        of_new = bool(cell.change) and _increase_of_new(cell, part, whole)
    elsewhere = dict(_elsewhere(cell, table, sheet)) if not cell.trend else {}
    return Verdict(
        kind(cell),
        cell,
        table,
        holds,
        part,
        whole,
        current,
        would=would,
        of_new=of_new,
        elsewhere=elsewhere,
        shares=shares,
    )


def _holds(cell: Cell, part: Bound, whole: Bound) -> bool | None:
    if not (part.by and whole.by):
        return None
    if cell.trend == "up":
        possible = part.high is None or part.high > whole.low
    elif cell.trend == "down":
        possible = whole.high is None or part.low < whole.high
    else:
        low, high = (1 - STABLE, 1 + STABLE) if cell.trend else ratio(cell)
        possible = not any(
            bound.narrowed(forced).empty
            for bound, (_, forced) in zip(
                (part, whole), Ratio("part", "whole", low, high).forced({"part": part, "whole": whole}), strict=True
            )
        )
    return possible


def _left(cell: Cell, part: Bound) -> Bound:
    """What the printed percentage leaves for the figure that it is measured by."""
    _, (_, would) = Ratio("part", "whole", *ratio(cell)).forced({"part": part})
    return OPEN if would.empty or would.high is None else would


def _increase_of_new(cell: Cell, part: Bound, whole: Bound) -> bool:
    """Whether the printed percentage is the increase as a share of the later figure: a slip that is often made."""
    if not (part.exact and whole.exact and part.low > whole.low):
        return False
    low, high = ratio(cell)
    return low - 1 <= Fraction(part.low - whole.low, part.low) <= high - 1


def _elsewhere(cell: Cell, table: Table, sheet: Sheet) -> Iterator[tuple[str, bool]]:
    for measure in (AFFECTED, *SUMMED):
        there = table if measure in table.measures else sheet.of(table.period, measure)
        spots = _spots(cell, there, sheet, measure) if there and measure != cell.measure else None
        if spots and all(spot in sheet.published for spot in spots):
            part, whole = (sheet.closing.of(spot) for spot in spots)
            if (holds := _holds(cell, part, whole)) is not None:
                yield measure, holds


def _added(verdict: Verdict, sheet: Sheet) -> bool:
    """Lets the percentage bound what has no figure of its own. False where others leave it no room."""
    cell = verdict.cell
    spots = _spots(cell, verdict.table, sheet, cell.measure)
    if cell.trend or not verdict.current or verdict.holds is False or not spots:
        return True
    if not any(sheet.closing.of(spot).by for spot in spots):
        return True
    sheet.cells[cell.address] = cell
    return sheet.closing.add(Ratio(*spots, *ratio(cell), cell.address))
