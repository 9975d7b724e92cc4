"""Plots for a terminal: the same ranges and days, drawn with signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger import dates
from conflict_ledger.contradictions import party
from conflict_ledger.standing import CURRENT, REPEATED, WITHDRAWN, standings
from conflict_ledger.text.layout import CARDS, DIM, HEAD, PLAIN, TITLE, Line, Span, Width, columns, span, wrap
from conflict_ledger.text.phrases import name, people, scope, what

if TYPE_CHECKING:
    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Claim, Fact, Incident
    from conflict_ledger.standing import Standing

_ROOM = 28


def claims(incident: Incident, facts: list[Fact], ledger: Ledger, width: Width) -> list[Line]:
    """Each fact's figures from the smallest to the largest number."""
    lines = wrap([span(incident.title, TITLE)], width)
    for fact in facts:
        found = [one for one in standings(fact, ledger) if one.claim.count and one.state not in (WITHDRAWN, REPEATED)]
        if found:
            most = max(1, *(_end(one.claim.count) for one in found))
            lines += [
                [],
                *wrap([span(f"{fact.title or fact.id}: {fact.measure}", HEAD), span(f"  0 to {most}", DIM)], width),
            ]
            ordered = sorted(found, key=lambda one: (one.state != CURRENT, -one.claim.count.low, one.claim.address))
            rows = [
                [
                    span(_who(one, fact, ledger), _style(one)),
                    span(drawn(one.claim.count, most, _ROOM), _style(one)),
                    span(people(one.claim.count, one.claim.who) + scope(one.claim), _style(one)),
                ]
                for one in ordered
            ]
            lines += _laid_out(rows, "lll", width)
    return [
        *lines,
        [],
        *wrap(
            [
                span(
                    "├─┤ from the smallest to the largest number, → no upper end, ● a party; dim: revised, or changed by a relay",
                    DIM,
                )
            ],
            width,
        ),
    ]


def timeline(incident: Incident, facts: list[Fact], ledger: Ledger, width: Width) -> list[Line]:
    """Each fact's claims in the order in which they were said."""
    lines = wrap([span(incident.title, TITLE)], width)
    for fact in facts:
        found = [
            (when, one)
            for one in standings(fact, ledger)
            if one.state != WITHDRAWN and (when := ledger.known(one.claim))
        ]
        if found:
            lines += [[], *wrap([span(fact.title or fact.question or fact.id, HEAD)], width)]
            ordered = sorted(found, key=lambda pair: (pair[0].first, pair[0].last, pair[1].claim.address))
            rows = [
                [
                    span(dates.spoken(when), DIM),
                    span(_who(one, fact, ledger), _style(one)),
                    span(what(one.claim, fact, ledger), _style(one)),
                ]
                for when, one in ordered
            ]
            lines += _laid_out(rows, "rll", width)
    return lines


def _laid_out(rows: list[list[Span]], aligned: str, width: Width) -> list[Line]:
    """In columns, or below 80 columns each row as a card."""
    if width is None or width >= CARDS:
        return [line for row in columns(rows, aligned, width, 2) for line in row]
    return [
        line
        for first, *rest in rows
        for line in (*wrap([first], width, 2, 4), *(each for cell in rest for each in _below(cell, width)))
    ]


def _below(cell: Span, width: int) -> list[Line]:
    """A drawing keeps its blanks."""
    text, style = cell
    return [[("    ", PLAIN), cell]] if text.startswith(" ") or text[:1] in "├●┼" else wrap([(text, style)], width, 4)


def _who(one: Standing, fact: Fact, ledger: Ledger) -> str:
    claim: Claim = one.claim
    document = ledger.documents.get(claim.document or "")
    through = (
        f", in {name(document.publisher, ledger)}" if one.state == "drift" and ledger.relay(claim) and document else ""
    )
    return f"{name(claim.source, ledger)}{through}{' ●' if party(claim, fact, ledger) else ''}"


def _style(one: Standing) -> str:
    return PLAIN if one.state == CURRENT else DIM


def _end(count: Figure) -> int:
    return count.low if count.high is None else count.high


def drawn(count: Figure, most: int, room: int) -> str:
    """`·····├───┤` from low to high, `├───→` where it has no end, `●` for one number."""
    low = round(count.low * (room - 1) / most)
    if count.high is None:
        return " " * low + "├" + "─" * (room - 1 - low) + "→"
    high = round(count.high * (room - 1) / most)
    if count.low == count.high:
        return " " * low + "●"
    return " " * low + ("├" + "─" * (high - low - 1) + "┤" if high > low else "┼")
