"""The claim matrix of one fact: its current claims side by side, each with its words, its relays and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from conflict_ledger import dates
from conflict_ledger.contradictions import party
from conflict_ledger.site.charts import Mark, mark, scale
from conflict_ledger.site.filters import direction
from conflict_ledger.standing import CURRENT, standings
from conflict_ledger.text.claims import HEDGES, STATES, stands_for, whom_of, worded
from conflict_ledger.text.phrases import figure, name, noun, perpetrators, scope, what

if TYPE_CHECKING:
    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Claim, Document, Fact
    from conflict_ledger.standing import Standing


class Quote(Struct, frozen=True):
    """A source's words, in their language and direction."""

    text: str
    language: str
    direction: str
    translation: str


class Record(Struct, frozen=True):
    """Where a claim is on record: who published it and when; `relayed` where that is somebody else than its source."""

    document: str
    publisher: str
    published: str
    relayed: bool


class Other(Struct, frozen=True):
    """A claim that is not current: how it stands, what it says, and in which words and document."""

    state: str
    label: str
    source: str
    said: str
    quote: Quote | None
    record: Record | None
    note: str


class Row(Struct, frozen=True):
    """One current claim."""

    claim: Claim
    source: str
    party: bool
    said: str
    count: Figure | None
    mark: Mark | None
    whom: str
    perpetrator: str
    said_on: str
    record: Record | None
    quote: Quote | None
    relays: list[Record]
    details: list[str]
    note: str
    others: list[Other]


class Matrix(Struct, frozen=True):
    """`top` is the end of the scale on which figures are drawn, 0 where none is; `alone` are claims for which none stands."""

    rows: list[Row]
    top: int
    alone: list[Other]


def matrix(fact: Fact, ledger: Ledger) -> Matrix:
    """The fact's claims in the order of its file."""
    found = standings(fact, ledger)
    shown = [one.claim for one in found if one.state == CURRENT]
    drawn = [claim.count for claim in shown if claim.count]
    top = scale(drawn) if drawn else 0
    below: dict[str, list[Standing]] = {}
    for one in found:
        if one.state != CURRENT:
            stands = stands_for(one, found)
            below.setdefault(stands.address if stands else "", []).append(one)
    rows = [_row(claim, below.get(claim.address, []), top, fact, ledger) for claim in shown]
    return Matrix(rows, top, [_other(one, None, fact, ledger) for one in below.get("", [])])


def _row(claim: Claim, others: list[Standing], top: int, fact: Fact, ledger: Ledger) -> Row:
    count = claim.count
    said_on = ledger.stated(claim)
    relays = [
        _record_of(ledger.documents[name], relayed=False, ledger=ledger)
        for name in claim.also_in
        if name in ledger.documents
    ]
    return Row(
        claim=claim,
        source=name(claim.source, ledger),
        party=party(claim, fact, ledger),
        said=figure(count) + scope(claim) if count else what(claim, fact, ledger),
        count=count,
        mark=mark(count, top) if count else None,
        whom=whom_of(count, claim, fact) if count else "",
        perpetrator=perpetrators(claim, ledger),
        said_on=dates.spoken(said_on) if said_on else "",
        record=_record(claim, ledger),
        quote=quote(claim),
        relays=relays,
        details=_details(claim),
        note=(claim.note or "").strip(),
        others=[_other(one, claim.source, fact, ledger) for one in others],
    )


def quote(claim: Claim) -> Quote | None:
    if not claim.quote:
        return None
    text, language = claim.quote.strip(), claim.quote_language or ""
    return Quote(text, language, direction(language, text), (claim.translation or "").strip())


def _record(claim: Claim, ledger: Ledger) -> Record | None:
    document = ledger.documents.get(claim.document or "")
    return _record_of(document, relayed=document.publisher != claim.source, ledger=ledger) if document else None


def _record_of(document: Document, *, relayed: bool, ledger: Ledger) -> Record:
    published = dates.spoken(document.published) if document.published else "undated"
    return Record(document.id, name(document.publisher, ledger), published, relayed)


def _details(claim: Claim) -> list[str]:
    found = []
    for label, groups in (("including", claim.including), ("made up of", claim.made_of)):
        if groups:
            said = [
                f"{noun(group)} {share if isinstance(share, str) else figure(share)}" for group, share in groups.items()
            ]
            found.append(f"{label} {', '.join(said)}")
    if claim.attribution in HEDGES:
        found.append(f"perpetrator {HEDGES[claim.attribution]}")
    if claim.date:
        found.append(f"dated {dates.spoken(claim.date)}")
    if claim.page:
        found.append(f"page {claim.page}")
    return found


def _other(one: Standing, source: str | None, fact: Fact, ledger: Ledger) -> Other:
    claim = one.claim
    label = STATES[one.state]
    if claim.withdrawn:
        label += f" {dates.spoken(claim.withdrawn.date)}: {claim.withdrawn.reason.strip()}"
    who = "" if source == claim.source else name(claim.source, ledger)
    note = (claim.note or "").strip()
    return Other(one.state, label, who, worded(one, fact, ledger), quote(claim), _record(claim, ledger), note)
