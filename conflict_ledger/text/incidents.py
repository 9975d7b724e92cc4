"""The list of incidents, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger import dates
from conflict_ledger.contradictions import contradictions
from conflict_ledger.disputes import CONTRADICTION
from conflict_ledger.text.layout import BAD, DIM, HEAD, PLAIN, Line, Span, Width, columns, fits, span, wrap
from conflict_ledger.text.phrases import many

if TYPE_CHECKING:
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Incident


def incidents(found: list[Incident], ledger: Ledger, width: Width) -> list[Line]:
    """Earliest first: when, id, title, how many sources, which kinds of contradiction."""
    rows = [_row(incident, ledger) for incident in found]
    if rows and fits(rows, width):
        return [line for row in columns(rows, "lllll", width) for line in row]
    return [line for row in rows for line in _card(row, width)]


def _row(incident: Incident, ledger: Ledger) -> list[Span]:
    sources = {claim.source for fact in incident.facts.values() for claim in fact.claims if not claim.withdrawn}
    kinds = dict.fromkeys(one.kind for one in contradictions(ledger, incident.id) if one.severity == CONTRADICTION)
    return [
        span(dates.spoken(incident.date), DIM),
        span(incident.id, HEAD),
        span(incident.title),
        span(many(len(sources), "source"), DIM),
        span(" · ".join(kinds) + " ✗" if kinds else "", BAD),
    ]


def _card(row: list[Span], width: Width) -> list[Line]:
    when, name, title, sources, kinds = row
    rest = [piece for cell in (title, when, sources, kinds) if cell[0] for piece in ((" · ", PLAIN), cell)]
    return [*wrap([name], width), *wrap(rest[1:], width, 2)]
