"""Totals side by side: reported, itemised, not yet itemised; or the ledger's own sum under a rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflict_ledger import dates
from conflict_ledger.text.layout import BAD, CARDS, DIM, HEAD, PLAIN, TITLE, Line, Span, Width, columns, span, wrap
from conflict_ledger.text.phrases import figure, listed, many, name, noun
from conflict_ledger.text.published import clash, printed, recomputed, share, sums
from conflict_ledger.totals import RULES, Account, Tally
from conflict_ledger.totals.tally import BY

if TYPE_CHECKING:
    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.totals import Question, Reported, Residual, Row, Totals
    from conflict_ledger.totals.derived import Derived
    from conflict_ledger.totals.published import Verdict
    from conflict_ledger.totals.tables import Between, Table

_NOTHING = "–"


def totals(found: Totals, ledger: Ledger, width: Width, *, by_rule: bool, by: str = "category") -> list[Line]:
    """One period: the published tables, or where there is none (or `by_rule`) the sum over this ledger's incidents."""
    lines: list[Line] = []
    if not by_rule:
        for table in found.tables:
            lines += ([[]] if lines else []) + _table(table, found.question, ledger, width)
        for one in found.between:
            lines += ([[]] if lines else []) + between(one, found.question, ledger, width)
    return lines or [*_ruled(found.ruled, found.question, ledger, width, by), *_account(found.ruled.account, width)]


def _title(question: Question, width: Width) -> list[Line]:
    what = (
        f"{noun(question.victims).capitalize()} {question.measure.replace('-', ' ')}, {dates.spoken(question.period)}"
    )
    where = "; ".join(
        ", ".join(part for part in (place.name, place.admin2, place.admin1, place.country) if part)
        for place in question.places
    )
    return wrap([span(what, TITLE), span(f" · {where}" if where else "", PLAIN)], width)


def _table(table: Table, question: Question, ledger: Ledger, width: Width) -> list[Line]:
    said = sorted({dates.spoken(when) for one in table.reported if (when := ledger.stated(one.cell))})
    reported = f"reported by {name(table.source, ledger)}{', ' + listed(said) if said else ''} · {table.total.title} [{table.total.id}]"
    lines = _title(replace(question, places=table.total.place), width) + wrap([span(reported, DIM)], width)
    lines += _laid_out(["", "reported", "share", "itemised here", "not yet itemised"], _rows(table, ledger), width)
    lines += _beside(table, ledger, width) + _notes(table, ledger, width)
    return [*lines, *_account(table.itemised.account, width)]


def _rows(table: Table, ledger: Ledger) -> list[list[Span]]:
    """In the order of the table, what is derived behind what is printed, the row over all categories last."""
    residual = {one.category: one for one in table.residual}
    printed = [
        _row(one, table.itemised, residual[one.cell.category], ledger) for one in table.reported if one.cell.category
    ]
    total = [_row(one, table.itemised, residual[None], ledger) for one in table.reported if one.cell.category is None]
    worked = [one for one in table.said.derived if one.category] if table.said else []
    whole = [one for one in table.said.derived if one.category is None] if table.said else []
    rows = [derived_row(one, table.itemised) for one in (*worked, *whole)]
    return [*printed, *rows[: len(worked)], *total, *rows[len(worked) :]]


def _row(one: Reported, itemised: Tally, residual: Residual, ledger: Ledger) -> list[Span]:
    cell = one.cell
    document = ledger.documents.get(cell.document or "")
    via = f" ({name(document.publisher, ledger)})" if one.relay and document else ""
    row = itemised.rows.get(cell.category)
    left = figure(residual.figure) if residual.figure else "more than was reported"
    return [
        span(f"{cell.category or 'total'}{via}", HEAD if cell.category is None else PLAIN),
        span(_said(cell.count)),
        span(share(one.share), DIM),
        span(_said(row.figure if row else None)),
        span(left, PLAIN if residual.figure else BAD),
    ]


def derived_row(one: Derived, itemised: Tally) -> list[Span]:
    """A row that nobody printed says so; bounds within what is not broken down stand below it."""
    row = itemised.rows.get(one.category)
    left = figure(one.residual) if one.residual else "more than is left"
    return [
        span(f"{'of these, ' if one.among else ''}{one.category or 'total'}  derived", DIM),
        span(figure(one.figure), DIM if one.among else PLAIN),
        span(share(one.share), DIM),
        span(_said(row.figure if row else None)),
        span("" if one.among else left, PLAIN if one.residual else BAD),
    ]


def _said(count: Figure | None) -> str:
    return figure(count) if count else _NOTHING


def _laid_out(head: list[str], rows: list[list[Span]], width: Width) -> list[Line]:
    if width is None or width >= CARDS:
        table = columns([[span(word, DIM) for word in head], *rows], "l" + "r" * (len(head) - 1), width)
        return [line for row in table for line in row]
    lines: list[Line] = []
    for label, *cells in rows:
        lines += wrap([label], width)
        for word, cell in zip(head[1:], cells, strict=True):
            if cell[0]:
                lines += wrap([span(f"{word}: ", DIM), cell], width, 2)
    return lines


def _beside(table: Table, ledger: Ledger, width: Width) -> list[Line]:
    """Cells of the same measure over other victims words: never mixed with the table, never lost."""
    lines: list[Line] = []
    for cell in table.beside:
        whom = noun(cell.victims or table.total.victims)
        words = f"{cell.category or 'total'}, {whom}: {_said(cell.count)}"
        quote = f" “{cell.quote.strip()}”" if cell.quote else ""
        lines += wrap([span(f"also published: {words}{quote} [{cell.document}]", DIM)], width, 0, 2)
    return lines


def _notes(table: Table, ledger: Ledger, width: Width) -> list[Line]:
    notes = []
    if any(one.relay for one in table.reported):
        notes.append("in brackets: who relayed the figure where it is not on record with its source")
    if table.total.excludes:
        notes.append(f"left out by the source: {', '.join(table.total.excludes)}")
    notes += [*worked(table, ledger), *straddling(table.itemised)]
    return [line for note in notes for line in wrap([span(note, DIM)], width, 0, 2)]


def worked(table: Table, ledger: Ledger) -> list[str]:
    """What the table says without printing it: on what derived cells rest, which sums come out, which percentages hold."""
    said = table.said
    if said is None:
        return []
    notes = [f"derived {resting(said.derived, ledger)}"] if said.derived else []
    for category, left in said.alone:
        source = name(table.source, ledger)
        notes.append(f"without the relays: {source}'s own documents leave {figure(left)} for {category or 'the total'}")
    for category, left in said.left:
        notes.append(f"the other figures leave {figure(left)} for {category or 'the total'}")
    notes += [f"adds up: {sums(list(one.parts), one.whole, one.total, one.rest)}" for one in said.sums]
    notes += [f"does not add up: {clash(one, ledger)}" for one in said.clashes]
    return [*notes, *(_verdict(one, ledger) for one in said.verdicts)]


def resting(derived: tuple[Derived, ...], ledger: Ledger) -> str:
    documents = {cell.document for one in derived for cell in one.behind if cell.document}
    cells = [cell for one in derived for cell in one.behind if ledger.relay(cell)]
    relays = {name(ledger.documents[cell.document].publisher, ledger) for cell in cells if cell.document}
    resting = f"; rests on a relay: {listed(sorted(relays))}" if relays else ""
    return f"from {', '.join(sorted(documents))}{resting}"


def _verdict(one: Verdict, ledger: Ledger) -> str:
    """ "published +54 % since 2021: does not hold: from 584 to 1277 is +119 %; …"."""
    cell = one.cell
    document = ledger.documents.get(cell.document or "")
    via = f" ({name(document.publisher, ledger)})" if document and ledger.relay(cell) else ""
    since = f" since {dates.short(cell.since)}" if cell.since else ""
    holds = {True: "holds: ", False: "does not hold: ", None: "cannot be checked: "}[one.holds]
    what = {"share": "share ", "trend": "trend ", "change": ""}[one.kind]
    whose = f"{cell.category} " if cell.category else ""
    return f"published {whose}{what}{printed(cell)}{since}{via}: {holds}{recomputed(one)}"


def between(one: Between, question: Question, ledger: Ledger, width: Width) -> list[Line]:
    """A period for which nothing is published, as far as the source's other periods bound it."""
    places = "; ".join(", ".join(part for part in reversed(place) if part) for place in one.scope.where)
    head = f"no such figure published for this period; derived from what {name(one.scope.source, ledger)} published for others{f' · {places}' if places else ''}"
    rows = [[*derived_row(each, Tally("", {}, Account((), {})))[:3]] for each in one.derived]
    lines = _title(replace(question, places=()), width) + wrap([span(head, DIM)], width)
    lines += _laid_out(["", "derived", "share"], rows, width)
    return [*lines, *wrap([span(f"derived {resting(one.derived, ledger)}", DIM)], width, 0, 2)]


def straddling(tally: Tally) -> list[str]:
    facts = dict.fromkeys(fact for row in tally.rows.values() for fact in row.straddling)
    return [f"over the edge of the period, to the upper end only: {', '.join(facts)}"] if facts else []


def _ruled(tally: Tally, question: Question, ledger: Ledger, width: Width, by: str) -> list[Line]:
    lines = _title(question, width)
    what = RULES.get(tally.rule) or f"the claims of {name(tally.rule, ledger)} alone"
    lines += wrap([span(f"this ledger's own incidents, rule {tally.rule}: {what}", DIM)], width, 0, 2)
    if by != "category":
        lines += wrap([span(f"by {by}: {BY[by]}", DIM)], width, 0, 2)
    rows = [_sum(row) for row in sorted(tally.rows.values(), key=lambda row: row.category is None)]
    if not rows:
        return [*lines, *wrap([span("nothing in this ledger")], width)]
    lines += _laid_out(["", "figure", "facts"], rows, width)
    if tally.unassessed:
        lines += wrap([span(f"{many(len(tally.unassessed), 'fact')} without an assessment left out", DIM)], width)
    return [*lines, *(line for note in straddling(tally) for line in wrap([span(note, DIM)], width, 0, 2))]


def _sum(row: Row) -> list[Span]:
    return [
        span(row.category or "total", PLAIN if row.category else HEAD),
        span(figure(row.figure)),
        span(str(len(row.facts)), DIM),
    ]


def _account(account: Account, width: Width) -> list[Line]:
    aside = ", ".join(f"{reason} {len(addresses)}" for reason, addresses in account.aside.items())
    text = (
        f"{many(account.read, 'claim')} read: {len(account.counted)} counted{'; set aside: ' + aside if aside else ''}"
    )
    return wrap([span(text, DIM)], width, 0, 2)
