"""Who says what: every source with its claims, how often it is contradicted, and what is not archived."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_ledger import dates
from conflict_ledger.sources import Source, sources, unarchived
from conflict_ledger.text.claims import PARTY
from conflict_ledger.text.layout import DIM, HEAD, PLAIN, Line, Span, Width, columns, fits, span, wrap
from conflict_ledger.text.phrases import figure, many, name, what

if TYPE_CHECKING:
    from conflict_ledger.ledger import Ledger


def listing(ledger: Ledger, width: Width) -> list[Line]:
    """A line for each source."""
    rows = [_row(source, ledger) for source in sources(ledger)]
    if rows and fits(rows, width):
        return [line for row in columns(rows, "llll", width) for line in row]
    return [line for row in rows for line in (*wrap(row[:1], width), *wrap(_spaced(row[1:]), width, 2))]


def _spaced(row: list[Span]) -> list[Span]:
    return [piece for cell in row if cell[0] for piece in ((" · ", PLAIN), cell)][1:]


def _row(source: Source, ledger: Ledger) -> list[Span]:
    mark = f" {PARTY}" if source.party else ""
    said = [many(len(source.claims), "claim")] if source.claims else []
    said += [many(len(source.cells), "published figure")] if source.cells else []
    notes = [f"contradicted in {many(len(source.contradicted), 'fact')}"] if source.contradicted else []
    notes += [f"party in {len(source.party)}"] if source.party else []
    missing = len(unarchived(source.id, ledger))
    notes += [f"{many(missing, 'document')} not archived"] if missing else []
    return [
        span(source.id + mark, HEAD),
        span(name(source.id, ledger)),
        span(", ".join(said)),
        span(", ".join(notes), DIM),
    ]


def one(source: Source, ledger: Ledger, width: Width) -> list[Line]:
    """All that one source says, by fact, and its documents that are not archived."""
    actor = ledger.actor(source.id)
    about = [actor.kind, *(["party" if source.party else "no party"] if source.claims else [])]
    about.append(f"contradicted in {many(len(source.contradicted), 'fact')}")
    lines = wrap([span(actor.name, HEAD), span(f" [{source.id}] · {' · '.join(about)}", DIM)], width)
    for claim in source.claims:
        fact = ledger.fact("/".join(claim.address.split("/")[:2]))
        if fact:
            lines += _said(claim, f"{fact.address}: {what(claim, fact, ledger)}", ledger, width)
    for cell in source.cells:
        words = figure(cell.count) if cell.count else cell.trend or cell.change or cell.share
        lines += _said(cell, f"{cell.address.rpartition('/')[0]}: {words}", ledger, width)
    if missing := unarchived(source.id, ledger):
        lines += [[], [span("Documents without archive", HEAD)]]
        lines += [
            line for document in missing for line in wrap([span(f"{document.id}: {document.title}", DIM)], width, 2, 4)
        ]
    return lines


def _said(claim: Any, words: str, ledger: Ledger, width: Width) -> list[Line]:
    when = ledger.known(claim)
    about = f" {claim.document or ''}{', ' + dates.spoken(when) if when else ''}"
    return wrap([span(words), span(about, DIM)], width, 2, 4)
