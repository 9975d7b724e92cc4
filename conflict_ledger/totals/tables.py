"""Published totals beside what the same source's claims on incidents add up to, and the difference between the two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conflict_ledger import figures
from conflict_ledger.disputes import CONTRADICTION, Contradiction
from conflict_ledger.standing import CURRENT, standings_of, where
from conflict_ledger.totals.account import Account, account
from conflict_ledger.totals.derived import derived, said
from conflict_ledger.totals.near import near, spans
from conflict_ledger.totals.sheets import scope_of, scopes
from conflict_ledger.totals.tally import ALL, Question, Tally, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflict_ledger.dates import When
    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Cell, Claim, PublishedTotal
    from conflict_ledger.totals.derived import Derived, Said
    from conflict_ledger.totals.sheets import Scope, Sheets


@dataclass(frozen=True, slots=True)
class Reported:
    """One cell as published. `share` is its part of the same table's total, in per cent from lowest to highest."""

    cell: Cell
    relay: bool
    share: tuple[int, int | None] | None


@dataclass(frozen=True, slots=True)
class Residual:
    """What a category's reported figure leaves when the itemised is taken off; None where that exceeds it."""

    category: str | None
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Table:
    """One source's published table for the period, beside what its claims in this ledger add up to."""

    total: PublishedTotal
    source: str
    reported: tuple[Reported, ...]
    beside: tuple[Cell, ...]  # cells of the same measure over other victims words
    itemised: Tally
    residual: tuple[Residual, ...]
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """A period for which the source published nothing, and which its other periods bound."""

    scope: Scope
    derived: tuple[Derived, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """The answer for one period, measure and victims word. `ruled` sums the incidents over all sources under the rule."""

    question: Question
    tables: tuple[Table, ...]
    ruled: Tally
    account: Account
    between: tuple[Between, ...] = ()


def totals(
    question: Question,
    rule: str,
    ledger: Ledger,
    *,
    by_rule: bool = False,
    sheets: Sheets | None = None,
    by: str = "category",
) -> Totals:
    """The tables published for exactly the period (and place, where one is asked for), fullest first; the sum under the rule.

    Of the ledger no more is asked than the part `near` the period, which in a large one is much sooner gone through.
    The account is that of the itemised sums, or of the rule where no table is published or `by_rule` is asked for. With
    `sheets` (of several questions at once), what the tables say without printing it. `by` is for the sum under the rule.
    """
    tables = published(question, ledger, sheets)
    ruled = tally(question, rule, ledger, by)
    together = ruled.account if by_rule or not tables else _together([table.itemised.account for table in tables])
    between = tuple(_between(question, sheets, ledger)) if sheets and not by_rule else ()
    return Totals(question, tables, ruled, together, between)


def published(question: Question, ledger: Ledger, sheets: Sheets | None = None) -> tuple[Table, ...]:
    """The tables published for exactly the period and place, fullest first; with `sheets`, what they say without printing it."""
    found = [table for total in ledger.totals.values() for table in _tables(total, question, ledger)]
    if sheets:
        found = [replace(table, said=_said(table, question, sheets, ledger)) for table in found]
    return tuple(sorted(found, key=lambda table: (-len(table.total.claims), table.total.id)))


def _said(table: Table, question: Question, sheets: Sheets, ledger: Ledger) -> Said | None:
    scope = scope_of(table.source, table.total, question.victims)
    sheet, own = sheets.of(scope), sheets.of(scope, relays=False)
    place = sheet.table(table.total.id)
    return said(sheet, own, place, question.measure, table.itemised, ledger) if place else None


def _between(question: Question, sheets: Sheets, ledger: Ledger) -> Iterator[Between]:
    """What sources leave for a period for which they published no such figure, between longer ones and their other parts."""
    for scope in scopes(ledger):
        if scope.victims == question.victims and (not question.places or scope.where == where(question.places)):
            sheet = sheets.of(scope)
            place = sheet.of(question.period, question.measure)
            if place and question.measure not in {spot.measure for spot in sheet.published_in(place)}:
                tally_ = tally(question, scope.source, ledger)
                if found := derived(sheet, place, question.measure, tally_, ledger):
                    yield Between(scope, tuple(found))


def periods(ledger: Ledger) -> list[When]:
    """The periods for which a total is published, earliest first."""
    found = {(total.period.first, total.period.last): total.period for total in ledger.totals.values()}
    return [found[key] for key in sorted(found)]


def exceeded(ledger: Ledger) -> Iterator[Contradiction]:
    """A source whose claims on incidents must add up to more than it published for the whole period."""
    days = spans(ledger) if ledger.totals else {}
    for total in ledger.totals.values():
        here = near(ledger, days, total.period)
        words = {(cell.measure, cell.victims or total.victims) for cell in total.claims}
        for measure, victims in sorted(words):
            for table in _tables(total, Question(total.period, measure, victims), here):
                yield from _exceeded(table, here)


def _exceeded(table: Table, ledger: Ledger) -> Iterator[Contradiction]:
    cells = {reported.cell.category: reported.cell for reported in table.reported}
    for residual in table.residual:
        if residual.figure is None:
            row = table.itemised.rows[residual.category]
            claims = [cells[residual.category], *_claims_in(row.facts, table.itemised.account, ledger)]
            yield Contradiction("totals", CONTRADICTION, None, None, tuple(claims), added=row.figure)


def _claims_in(facts: Iterable[str], counted: Account, ledger: Ledger) -> list[Claim]:
    found = [claim for address in facts if (fact := ledger.fact(address)) for claim in fact.claims]
    return sorted((claim for claim in found if claim.address in counted.counted), key=lambda claim: claim.address)


def _tables(total: PublishedTotal, question: Question, ledger: Ledger) -> Iterator[Table]:
    """The table of each source that published this measure and victims word for exactly this period."""
    if total.period != question.period or (question.places and total.place != question.places):
        return
    asked = [cell for cell in total.claims if cell.measure == question.measure and cell.count]
    now = _current(asked, total, ledger)
    for source in dict.fromkeys(cell.source for cell in now):
        own = [cell for cell in now if cell.source == source]
        cells = [cell for cell in own if (cell.victims or total.victims) == question.victims]
        if cells:
            beside = tuple(cell for cell in own if cell not in cells)
            yield _table(
                total, source, cells, beside, replace(question, places=total.place, excludes=total.excludes), ledger
            )


def _current(cells: list[Cell], total: PublishedTotal, ledger: Ledger) -> list[Cell]:
    rivals: dict[tuple[str | None, str], list[Cell]] = {}
    for cell in cells:
        rivals.setdefault((cell.category, cell.victims or total.victims), []).append(cell)
    withdrawn = total.withdrawn is not None
    found = [standing for group in rivals.values() for standing in standings_of(group, ledger, withdrawn=withdrawn)]
    return [standing.claim for standing in found if standing.state == CURRENT]


def _table(
    total: PublishedTotal, source: str, cells: list[Cell], beside: tuple[Cell, ...], question: Question, ledger: Ledger
) -> Table:
    whole = next((cell.count for cell in cells if cell.category is ALL), None)
    reported = tuple(Reported(cell, ledger.relay(cell), _share(cell, whole)) for cell in cells)
    itemised = tally(question, source, ledger)
    return Table(total, source, reported, beside, itemised, tuple(_residuals(cells, itemised)))


def _residuals(cells: list[Cell], itemised: Tally) -> Iterator[Residual]:
    counts = ((cell.category, cell.count) for cell in cells if cell.count)
    for category, count in counts:
        row = itemised.rows.get(category)
        yield Residual(category, figures.difference(count, row.figure) if row else count)


def _share(cell: Cell, whole: Figure | None) -> tuple[int, int | None] | None:
    if whole is None or cell.count is None or cell.count.unknown or cell.category is ALL:
        return None
    return figures.percent(cell.count, whole)


def _together(accounts: list[Account]) -> Account:
    """One account of several: a claim counted in one of them is counted, else the first table's reason stands."""
    fates: dict[str, str | None] = {}
    for one in accounts:
        for reason, addresses in one.aside.items():
            for address in addresses:
                fates.setdefault(address, reason)
    fates.update({address: None for one in accounts for address in one.counted})
    return account(fates)
