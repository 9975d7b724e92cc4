"""The chart of quarters, and the ledger's own sums over all its years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflict_ledger import dates
from conflict_ledger.dates import EVER, When
from conflict_ledger.site.charts import Bar, bars
from conflict_ledger.totals import Question, tally
from conflict_ledger.totals.rules import RANGE

if TYPE_CHECKING:
    from conflict_ledger.figures import Figure
    from conflict_ledger.site.edition import Edition
    from conflict_ledger.site.sums import Line, Period
    from conflict_ledger.totals import Tally

_QUARTERS = {(1, 3): "Q1", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4"}


@dataclass(frozen=True, slots=True)
class Chart:
    """Quarters in a row: one source's reported totals and the part of each that is itemised."""

    source: str
    bars: list[Bar]
    top: int
    table: list[tuple[Period, Line]]


def quarter(when: When) -> str:
    """Q1 to Q4 where the period is a calendar quarter, or nothing."""
    whole = when.first.year == when.last.year and when.first.day == 1 and when.last.day >= 30
    return _QUARTERS.get((when.first.month, when.last.month), "") if whole else ""


def chart(found: list[Period]) -> Chart | None:
    """Civilians killed by quarter, of the source that has most quarters; quarters without its total stay empty."""
    runs: dict[tuple[str, str], dict[tuple[int, str], tuple[Period, Line]]] = {}
    for period in found:
        if name_of := quarter(period.when):
            for sheet in period.sheets:
                line = next((line for line in sheet.lines if line.category is None and not line.derived), None)
                if line and sheet.title == "Civilians killed":
                    runs.setdefault((sheet.table.source, sheet.place), {}).setdefault(
                        (period.when.first.year, name_of), (period, line)
                    )
    if not runs:
        return None
    (source, _), run = min(runs.items(), key=lambda item: (-len(item[1]), item[0]))
    years = range(min(run)[0], max(run)[0] + 1)
    every = [(year, name_of) for year in years for name_of in _QUARTERS.values()]
    every = [key for key in every if min(run) <= key <= max(run)]
    drawn = [
        (name_of, str(year) if name_of == "Q1" or (year, name_of) == every[0] else "", *_both(run.get((year, name_of))))
        for year, name_of in every
    ]
    made, top = bars(drawn, 56, 160)
    return Chart(source, made, top, [run[key] for key in sorted(run)])


def _both(found: tuple[Period, Line] | None) -> tuple[Figure | None, Figure | None]:
    return (found[1].reported, found[1].itemised) if found else (None, None)


def headline(edition: Edition) -> tuple[str, list[tuple[str, Tally]]] | None:
    """The years that the ledger covers, and its own sums over them under the rule `range`: civilians, and all people killed."""
    days = [one.date for one in edition.incidents if one.date.first != EVER]
    if not days:
        return None
    first, last = min(day.first.year for day in days), max(day.last.year for day in days)
    text = str(first) if first == last else f"{first}/{last}"
    asked = [Question(dates.parse(text), "killed", victims) for victims in ("civilians", "people")]
    return text, [(one.victims, tally(one, RANGE, edition.ledger)) for one in asked]
