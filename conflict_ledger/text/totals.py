"""Totals side by side: reported, itemised, not yet itemised; or the ledger's own sum under a rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflict_ledger import dates
from conflict_ledger.text.layout import BAD, CARDS, DIM, HEAD, PLAIN, TITLE, Line, Span, Width, columns, span, wrap
from conflict_ledger.text.phrases import figure, listed, many, name, noun
from conflict_ledger.totals import RULES

if TYPE_CHECKING:
    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.totals import Account, Question, Reported, Residual, Row, Tally, Totals
    from conflict_ledger.totals.tables import Table

_NOTHING = "–"


def totals(found: Totals, ledger: Ledger, width: Width, *, by_rule: bool) -> list[Line]:
    """One period: the published tables, or where there is none (or `by_rule`) the sum over this ledger's incidents."""
    lines: list[Line] = []
    if not by_rule:
        for table in found.tables:
            lines += ([[]] if lines else []) + _table(table, found.question, ledger, width)
    return lines or [*_ruled(found.ruled, found.question, ledger, width), *_account(found.ruled.account, width)]


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
    residual = {one.category: one for one in table.residual}
    rows = [_row(one, table.itemised, residual[one.cell.category], ledger) for one in _ordered(table.reported)]
    lines += _laid_out(["", "reported", "share", "itemised here", "not yet itemised"], rows, width)
    lines += _beside(table, ledger, width) + _notes(table, ledger, width)
    return [*lines, *_account(table.itemised.account, width)]


def _ordered(reported: tuple[Reported, ...]) -> list[Reported]:
    """In the order of the table, the row over all categories last."""
    return sorted(reported, key=lambda one: one.cell.category is None)


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


def _said(count: Figure | None) -> str:
    return figure(count) if count else _NOTHING


def share(bounds: tuple[int, int | None] | None) -> str:
    """`30 %`; `at least 30 %` where the figure is open; `30 to 41 %`."""
    if bounds is None:
        return ""
    low, high = bounds
    if high is None:
        return f"at least {low} %"
    return f"{low} %" if low == high else f"{low} to {high} %"


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
    notes += _straddling(table.itemised)
    return [line for note in notes for line in wrap([span(note, DIM)], width, 0, 2)]


def _straddling(tally: Tally) -> list[str]:
    facts = dict.fromkeys(fact for row in tally.rows.values() for fact in row.straddling)
    return [f"over the edge of the period, to the upper end only: {', '.join(facts)}"] if facts else []


def _ruled(tally: Tally, question: Question, ledger: Ledger, width: Width) -> list[Line]:
    lines = _title(question, width)
    what = RULES.get(tally.rule) or f"the claims of {name(tally.rule, ledger)} alone"
    lines += wrap([span(f"this ledger's own incidents, rule {tally.rule}: {what}", DIM)], width, 0, 2)
    rows = [_sum(row) for row in sorted(tally.rows.values(), key=lambda row: row.category is None)]
    if not rows:
        return [*lines, *wrap([span("nothing in this ledger")], width)]
    lines += _laid_out(["", "figure", "facts"], rows, width)
    if tally.unassessed:
        lines += wrap([span(f"{many(len(tally.unassessed), 'fact')} without an assessment left out", DIM)], width)
    return [*lines, *(line for note in _straddling(tally) for line in wrap([span(note, DIM)], width, 0, 2))]


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
