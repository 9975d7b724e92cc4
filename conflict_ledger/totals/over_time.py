"""Several periods as a table over time: each publisher's figures, printed or derived, or the sums under a rule. Gaps stay gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflict_ledger import figures
from conflict_ledger.totals.equations import OTHERS, TOTAL, Spot
from conflict_ledger.totals.sheets import scopes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflict_ledger.dates import When
    from conflict_ledger.figures import Figure
    from conflict_ledger.totals.sheets import Scope, Sheet, Sheets
    from conflict_ledger.totals.tables import Totals


@dataclass(frozen=True, slots=True)
class Point:
    """One period's figure, None where there is none; `share` is its part of the same period's total, in per cent."""

    period: When
    figure: Figure | None = None
    derived: bool = False
    relay: bool = False
    share: tuple[int, int | None] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One row (a category, or None for the total) over all the periods."""

    row: str | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """One publisher's figures over time, or where `scope` is None the sums under the rule. `besides` are periods for which
    the source published the total over other victims only: (period, victims word, figure)."""

    scope: Scope | None
    runs: tuple[Run, ...]
    besides: tuple[tuple[When, str, Figure], ...] = ()

    @property
    def known(self) -> list[tuple[str | None, Point]]:
        """What is printed, or worked out to one number: row and point."""
        return [
            (run.row, point)
            for run in self.runs
            for point in run.points
            if point.figure and not (point.derived and point.figure.low != point.figure.high)
        ]

    @property
    def filled(self) -> int:
        """For how many periods there is anything of that kind."""
        return len({point.period for _, point in self.known})


def published(periods: Sequence[When], measure: str, victims: str, sheets: Sheets) -> list[Course]:
    """What each source has for the periods, in one place; those with most periods first."""
    found = []
    for scope in scopes(sheets.ledger):
        if scope.victims == victims:
            sheet = sheets.of(scope)
            names = [None, *sorted({name for table in sheet.tables for name in table.categories})]
            runs = [_run(name, periods, measure, sheet, sheets) for name in names]
            kept = tuple(run for run in runs if any(point.figure for point in run.points))
            course = Course(scope, kept, tuple(_besides(periods, measure, scope, sheets)))
            if course.filled:
                found.append(course)
    return sorted(found, key=lambda course: (-course.filled, str(course.scope)))


def _run(name: str | None, periods: Sequence[When], measure: str, sheet: Sheet, sheets: Sheets) -> Run:
    return Run(name, tuple(_point(name, period, measure, sheet, sheets) for period in periods))


def _point(name: str | None, period: When, measure: str, sheet: Sheet, sheets: Sheets) -> Point:
    table = sheet.of(period, measure)
    if table is None:
        return Point(period)
    spot = Spot(table, measure, name or TOTAL)
    given = spot in sheet.published
    bound = sheet.published[spot] if given else sheet.closing.of(spot)
    told = bound.low or name in table.categories or name is None
    if not given and (bound.high is None or not bound.high or not told):
        return Point(period)
    figure = sheet.printed(bound) if given else sheet.figure(bound)
    whole = sheet.published.get(spot._replace(category=TOTAL)) or sheet.closing.of(spot._replace(category=TOTAL))
    certain = given or bound.exact
    share = figures.percent(figure, sheet.figure(whole)) if name and whole.by and certain else None
    relay = any(sheets.ledger.relay(cell) for cell in sheet.behind(bound))
    return Point(period, figure, not given, relay, share)


def _besides(periods: Sequence[When], measure: str, scope: Scope, sheets: Sheets) -> Iterator[tuple[When, str, Figure]]:
    for other in scopes(sheets.ledger):
        if other._replace(victims=scope.victims) == scope and other != scope:
            sheet = sheets.of(other)
            for period in periods:
                table = sheet.of(period, measure)
                bound = sheet.published.get(Spot(table, measure, TOTAL)) if table else None
                if bound:
                    yield period, other.victims, sheet.figure(bound)


def ruled(found: Sequence[Totals]) -> Course:
    """The sums under the rule, row by row."""
    names = dict.fromkeys(name for one in found for name in one.ruled.rows)
    return Course(None, tuple(Run(name, tuple(_sum(name, one) for one in found)) for name in _ordered(names)))


def _sum(name: str | None, one: Totals) -> Point:
    row, whole = one.ruled.rows.get(name), one.ruled.rows.get(None)
    share = figures.percent(row.figure, whole.figure) if row and whole and name else None
    return Point(one.question.period, row.figure if row else None, share=share)


def _ordered(names: dict[str | None, None]) -> list[str | None]:
    """The total first, what is not broken down last."""
    return sorted(names, key=lambda name: (name is not None, name == OTHERS, name or ""))
