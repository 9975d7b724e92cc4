"""Totals as tables: as a source reported them, as its claims itemise them, and as the rule sums this ledger's incidents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from conflict_ledger import dates, figures, words
from conflict_ledger.dates import EVER, When
from conflict_ledger.export.columns import Column, Table, figure, flag, joined, table, text
from conflict_ledger.totals import Question, Sheets, shares, tally, totals
from conflict_ledger.totals.near import near, spans
from conflict_ledger.totals.tables import periods as published

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger

SUMMED = ("civilians", "people")  # the victims words over which a ledger is summed, whatever its claims say


class Sum(NamedTuple):
    """One cell of a total. `basis` says what it is: reported, itemised, not yet itemised, or summed under the rule."""

    period: When
    measure: str
    victims: str
    basis: str
    category: str | None
    figure: Figure | None
    total: str | None = None
    source: str | None = None
    relay: bool | None = None
    facts: tuple[str, ...] = ()
    straddling: tuple[str, ...] = ()


def periods(ledger: Ledger) -> list[When]:
    """The quarters in which a fact begins or ends, the years of these, and the periods for which a total is published."""
    days = {
        day
        for incident, fact in ledger.facts()
        for day in (incident.when(fact).first, incident.when(fact).last)
        if day != EVER
    }
    named = sorted({f"{day.year:04}-Q{(day.month + 2) // 3}" for day in days} | {f"{day.year:04}" for day in days})
    found = {(one.first, one.last): one for one in (*map(dates.parse, named), *reversed(published(ledger)))}
    return [found[key] for key in sorted(found)]


def tables(ledger: Ledger, whole: Ledger, rule: str) -> list[Table]:
    """The totals of the ledger under the rule; published ones beside what the whole ledger itemises of them."""
    found = [*_published(ledger, whole, rule), *_ruled(ledger, rule)]
    return [_long(found), _wide(found, ledger)]


def _published(ledger: Ledger, whole: Ledger, rule: str) -> Iterator[Sum]:
    sheets = Sheets(whole, published(whole))
    for period in published(ledger):
        asked = {
            (cell.measure, cell.victims or total.victims)
            for total in ledger.totals.values()
            if total.period == period
            for cell in total.claims
        }
        for measure, victims in sorted(asked):
            for one in totals(Question(period, measure, victims), rule, whole, sheets=sheets).tables:
                if one.total.id in ledger.totals:
                    yield from _table(one, Sum(period, measure, victims, "", None, None, one.total.id, one.source))


def _table(one: Any, start: Sum) -> Iterator[Sum]:
    for reported in one.reported:
        cell = reported.cell
        yield start._replace(basis="reported", category=cell.category, figure=cell.count, relay=reported.relay)
    worked = [derived for derived in one.said.derived if not derived.among] if one.said else []
    for derived in worked:
        yield start._replace(basis="derived", category=derived.category, figure=derived.figure, relay=derived.relay)
    for row in one.itemised.rows.values():
        yield start._replace(
            basis="itemised", category=row.category, figure=row.figure, facts=row.facts, straddling=row.straddling
        )
    for category, left in (
        *((left.category, left.figure) for left in one.residual),
        *((derived.category, derived.residual) for derived in worked),
    ):
        yield start._replace(basis="not yet itemised", category=category, figure=left)


def _ruled(ledger: Ledger, rule: str) -> Iterator[Sum]:
    measures = sorted({fact.measure for _, fact in ledger.facts() if fact.measure})
    for period, nearby in _nearby(ledger):
        for measure in measures:
            for victims in SUMMED:
                for row in tally(Question(period, measure, victims), rule, nearby).rows.values():
                    yield Sum(
                        period,
                        measure,
                        victims,
                        rule,
                        row.category,
                        row.figure,
                        None,
                        None,
                        None,
                        row.facts,
                        row.straddling,
                    )


def _nearby(ledger: Ledger) -> Iterator[tuple[When, Ledger]]:
    """Each period with the part of the ledger that counts in it."""
    spanned = spans(ledger)
    for period in periods(ledger):
        yield period, near(ledger, spanned, period)


def _long(found: list[Sum]) -> Table:
    columns = (
        text("period", "the period", lambda one: one.period.text),
        *_days(lambda one: one.period),
        text("measure", "what happened to the people who are counted", lambda one: one.measure),
        text("victims", "who they were", lambda one: one.victims),
        text(
            "basis",
            "reported: as the source published it; derived: what its other figures leave; itemised: the sum of that source's claims here; not yet itemised: what is"
            " left; else the rule under which this ledger's incidents are summed",
            lambda one: one.basis,
        ),
        text(
            "category",
            "the perpetrator category; empty: over all of them, which is no sum of the rows",
            lambda one: one.category,
        ),
        *figure(lambda one: one.figure),
        text("total", "the published total", lambda one: one.total, "published_totals"),
        text("source", "who published it", lambda one: one.source, "actors"),
        flag("relay", "whether the figure is on record only with somebody who passes it on", lambda one: one.relay),
        text("facts", "the facts that are summed", lambda one: joined(one.facts)),
        text(
            "straddling",
            "those of them that lie across the period's edge: in the upper end only",
            lambda one: joined(one.straddling),
        ),
    )
    return table(
        "totals",
        "How many, by whom: one cell a row. Rows of one period are never to be added to those of another that meets it",
        columns,
        found,
    )


def _days(of: Any) -> tuple[Column, ...]:
    def day(value: date) -> date | None:
        return None if value == EVER else value

    return (
        Column("first_day", "date", "its first day; empty where the start is open", lambda one: day(of(one).first)),
        Column("last_day", "date", "its last day", lambda one: of(one).last),
    )


def _wide(found: list[Sum], ledger: Ledger) -> Table:
    """One row for each question, total, source and basis; a low and a high column for each category, `all` over all."""
    rows: dict[tuple[Any, ...], dict[str | None, Sum]] = {}
    for one in found:
        rows.setdefault((one.period.text, one.measure, one.victims, one.basis, one.total, one.source), {})[
            one.category
        ] = one
    categories: list[str | None] = [None, *ledger.settings.categories, words.UNATTRIBUTED]
    categories += sorted({one.category for one in found} - set(categories), key=str)

    def of(category: str | None) -> Any:
        return lambda row: cell.figure if (cell := row[1].get(category)) else None

    def asked(place: int) -> Any:
        return lambda row: row[0][place]

    names = ("period", "measure", "victims", "basis", "total", "source")
    columns = [text(name, f"as in table totals: {name}", asked(place)) for place, name in enumerate(names)]
    for category in categories:
        name, what = re.sub("[ -]", "_", category or "all"), f"category {category}" if category else "all categories"
        columns += [
            column for column in figure(of(category), f"{name}_", what) if not column.name.endswith("approximate")
        ]
    return table("totals_wide", "The same totals with a column for each category", tuple(columns), list(rows.items()))


def contributions(ledger: Ledger, rule: str, victims: str) -> dict[str, Figure]:
    """What each incident gives to the total of people killed over all categories: these add up to the ledger's."""
    ever = When(EVER, max((span.last for span in spans(ledger).values()), default=EVER))
    found: dict[str, list[Figure]] = {}
    for (category, fact), given in shares(Question(ever, "killed", victims), rule, ledger).items():
        if category is None:
            found.setdefault(fact.partition("/")[0], []).append(given)
    return {incident: figures.total(given) for incident, given in found.items()}
