"""Totals by period: what sources published, what their own claims here add up to, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflict_ledger import dates
from conflict_ledger.site.charts import scale
from conflict_ledger.site.filters import period as file
from conflict_ledger.text.phrases import figure, listed, name, noun
from conflict_ledger.text.published import share
from conflict_ledger.text.show import where
from conflict_ledger.text.totals import straddling, worked
from conflict_ledger.totals import Question, Sheets
from conflict_ledger.totals import published as tables
from conflict_ledger.totals.near import near, spans
from conflict_ledger.totals.tables import periods
from conflict_ledger.words import MEASURES, VICTIMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.dates import When
    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Cell
    from conflict_ledger.site.edition import Edition
    from conflict_ledger.totals import Reported, Tally
    from conflict_ledger.totals.derived import Derived
    from conflict_ledger.totals.tables import Table

    Given = dict[tuple[str | None, str], Figure]

_WHOM = ["civilians", *(word for word in VICTIMS if word != "civilians")]


@dataclass(frozen=True, slots=True)
class Line:
    """One category of a table: `category` is None for the total; `parts` are the facts in what is itemised, with what each gives."""

    category: str | None
    label: str
    relay: str
    reported: Figure | None
    share: str
    itemised: Figure | None
    residual: Figure | None
    parts: list[tuple[str, str, Figure]]  # address on the site, title, figure
    derived: bool = False  # nobody printed it: the rest of the table forces it
    among: bool = False  # within what is not broken down


@dataclass(frozen=True, slots=True)
class Sheet:
    """One source's table for one measure and victims word."""

    table: Table
    title: str
    place: str
    by: str
    top: int  # the end of the scale on which the lines are drawn
    lines: list[Line]
    notes: list[str]
    account: str


@dataclass(frozen=True, slots=True)
class Period:
    """All that is published for one period; `file` is its page."""

    when: When
    file: str
    spoken: str
    sheets: list[Sheet]
    commands: list[str]


def published(edition: Edition) -> list[Period]:
    """Every period for which something is published, latest first."""
    asked = periods(edition.ledger)
    together, spanned = Sheets(edition.ledger, asked), spans(edition.ledger)
    found = [_period(when, together, near(edition.ledger, spanned, when), edition) for when in asked]
    return sorted(found, key=lambda one: (one.when.last, one.when.first), reverse=True)


def _period(when: When, together: Sheets, ledger: Ledger, edition: Edition) -> Period:
    sheets: list[Sheet] = []
    commands = []
    for measure, victims in _asked(when, ledger):
        question = Question(when, measure, victims)
        known = {sheet.table.total.id for sheet in sheets}
        sheets += [
            _sheet(table, question, ledger, edition, first=table.total.id not in known)
            for table in tables(question, ledger, together)
        ]
        commands.append(f"ledger totals {when.text} --measure {measure} --victims {victims}")
    return Period(when, file(when), dates.spoken(when), sheets, commands)


def _asked(when: When, ledger: Ledger) -> list[tuple[str, str]]:
    """The measures and victims words that are published for the period: the killed first, civilians first."""
    found = {
        (cell.measure, cell.victims or total.victims)
        for total in ledger.totals.values()
        if total.period == when
        for cell in total.claims
        if cell.count
    }
    return sorted(found, key=lambda one: (list(MEASURES).index(one[0]), _WHOM.index(one[1])))


def _sheet(table: Table, asked: Question, ledger: Ledger, edition: Edition, *, first: bool) -> Sheet:
    """The table; the note of what was published stands with the first table of it."""
    said = sorted({dates.spoken(when) for one in table.reported if (when := ledger.stated(one.cell))})
    place = "; ".join(where(one) for one in table.total.place)
    return Sheet(
        table=table,
        title=f"{noun(asked.victims).capitalize()} {asked.measure.replace('-', ' ')}",
        place=place,
        by=f"{name(table.source, ledger)}{', ' + listed(said) if said else ''}",
        top=scale([one.cell.count for one in table.reported if one.cell.count]),
        lines=list(_lines(table, edition)),
        notes=[*_notes(table, ledger), *([table.total.note.strip()] if first and table.total.note else [])],
        account=account(table.itemised),
    )


def _lines(table: Table, edition: Edition) -> Iterator[Line]:
    """In the order of the table, what is derived behind what is printed, the row over all categories last."""
    given = table.itemised.parts
    residual = {one.category: one.figure for one in table.residual}
    printed = [_printed(one, table, given, residual[one.cell.category], edition) for one in table.reported]
    made = [_worked_out(one, table, given, edition) for one in (table.said.derived if table.said else ())]
    for total in (False, True):
        yield from (line for line in (*printed, *made) if (line.category is None) == total)


def _printed(one: Reported, table: Table, given: Given, left: Figure | None, edition: Edition) -> Line:
    ledger, category = edition.ledger, one.cell.category
    document = ledger.documents.get(one.cell.document or "")
    row = table.itemised.rows.get(category)
    return Line(
        category=category,
        label=_label(category, ledger),
        relay=name(document.publisher, ledger) if one.relay and document else "",
        reported=one.cell.count,
        share=share(one.share),
        itemised=row.figure if row else None,
        residual=left,
        parts=[(*_fact(address, edition), given[category, address]) for address in row.facts] if row else [],
    )


def _worked_out(one: Derived, table: Table, given: Given, edition: Edition) -> Line:
    """A row that nobody printed; bounds within what is not broken down leave nothing of their own."""
    row = table.itemised.rows.get(one.category)
    return Line(
        category=one.category,
        label=_label(one.category, edition.ledger),
        relay="",
        reported=one.figure,
        share=share(one.share),
        itemised=row.figure if row else None,
        residual=one.residual,
        parts=[(*_fact(address, edition), given[one.category, address]) for address in row.facts] if row else [],
        derived=True,
        among=one.among,
    )


def _label(category: str | None, ledger: Ledger) -> str:
    return ledger.settings.categories.get(category, category) if category else "All perpetrators"


def _fact(address: str, edition: Edition) -> tuple[str, str]:
    incident, _, fact = address.partition("/")
    record = edition.ledger.fact(address)
    about = record.title or record.id if record else fact
    return f"incidents/{incident}.html#{fact}", f"{edition.titles.get(incident, incident)}: {about}"


def _notes(table: Table, ledger: Ledger) -> list[str]:
    found = [_beside(cell, table) for cell in table.beside]
    if table.total.excludes:
        found.append(f"Left out by the source: {', '.join(table.total.excludes)}.")
    found += [f"{note[:1].upper()}{note[1:]}." for note in (*worked(table, ledger), *straddling(table.itemised))]
    return found


def _beside(cell: Cell, table: Table) -> str:
    said = figure(cell.count) if cell.count else "–"
    quote = f" “{cell.quote.strip()}”" if cell.quote else ""
    return f"Also published: {cell.category or 'total'}, {noun(cell.victims or table.total.victims)}: {said}{quote}."


def account(tally: Tally) -> str:
    """`65 claims read: 3 counted; set aside: …`."""
    found = tally.account
    aside = ", ".join(f"{reason} {len(addresses)}" for reason, addresses in found.aside.items())
    return f"{found.read} claims read: {len(found.counted)} counted{'; set aside: ' + aside if aside else ''}"
