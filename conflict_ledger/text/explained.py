"""One row of a total with every claim behind it, and every claim set aside with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_ledger import dates
from conflict_ledger.text.layout import DIM, HEAD, PLAIN, TITLE, Line, Width, span, wrap
from conflict_ledger.text.phrases import figure, many, name, what
from conflict_ledger.text.published import printed
from conflict_ledger.totals import REASONS

if TYPE_CHECKING:
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.totals import Question
    from conflict_ledger.totals.explained import Explanation


def explained(found: list[Explanation], row: str, question: Question, ledger: Ledger, width: Width) -> list[Line]:
    """The row, table by table."""
    lines = wrap([span(f"{row}, {question.victims} {question.measure}, {dates.spoken(question.period)}", TITLE)], width)
    for one in found:
        lines += [[], *_one(one, ledger, width)]
    return lines


def _one(one: Explanation, ledger: Ledger, width: Width) -> list[Line]:
    lines: list[Line] = []
    if one.source:
        lines += wrap([span(f"{name(one.source, ledger)} [{one.total}]", HEAD)], width)
        if one.reported is None:
            lines += wrap([span("nothing published for this row")], width, 2)
        else:
            how = "derived" if one.derived else "published"
            lines += wrap(
                [span(f"{how}: {figure(one.reported)}"), span(", from" if one.derived else "", DIM)], width, 2
            )
        for cell in one.cells:
            said = f"{printed(cell)} {cell.measure}{f' by {cell.category}' if cell.category else ''}"
            lines += _claim(said, cell, ledger, width)
    summed = figure(one.itemised) if one.itemised else "–"
    lines += wrap(
        [
            span(f"{'itemised here' if one.source else 'counted'}: {summed}"),
            span(f", {many(len(one.counted), 'claim')}", DIM),
        ],
        width,
        2,
    )
    for claim in one.counted:
        lines += _claim(_what(claim, ledger), claim, ledger, width)
    for reason, claims in one.aside.items():
        lines += wrap(
            [span(f"set aside, {reason}: {REASONS[reason]}"), span(f", {many(len(claims), 'claim')}", DIM)], width, 2
        )
        for claim in claims:
            lines += _claim(_what(claim, ledger), claim, ledger, width)
    return lines


def _what(claim: Any, ledger: Ledger) -> str:
    fact = ledger.fact(claim.address.rpartition("/")[0])
    return what(claim, fact, ledger) if fact else ""


def _claim(said: str, claim: Any, ledger: Ledger, width: Width) -> list[Line]:
    line, _ = ledger.place(claim.at)
    quote = f" “{claim.quote.strip()}”" if claim.quote else ""
    relays = f" + {many(len(claim.also_in), 'relay')}" if claim.also_in else ""
    where = " · ".join(part for part in (claim.document, f"{claim.at.path}:{line}") if part)
    spans = [span(f"{name(claim.source, ledger)}: {said}{quote} "), span(f"{claim.address} · {where}{relays}", DIM)]
    return wrap([span("– ", PLAIN), *spans], width, 4, 6)
