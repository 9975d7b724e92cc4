"""The ledger as of a day: the first of its two clocks (the second is git)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conflict_ledger.dates import When
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Document, Fact, Incident


def as_of(ledger: Ledger, day: date) -> Ledger:
    """The ledger as it could have been written on `day`: what was stated by then, in documents published by then.

    Records withdrawn later stand again. The ledger's own prose is left out: it is not dated, and may speak of what came
    after. A document without a date cannot be shown to be known by then.
    """
    documents = {
        name: _then(document, ledger, day)
        for name, document in ledger.documents.items()
        if _by(document.published, day)
    }
    actors = {name: replace(actor, note=None) for name, actor in ledger.actors.items()}
    settings = replace(ledger.settings, note=None)
    before = replace(ledger, settings=settings, actors=actors, documents=documents, as_of=day)
    incidents = {
        name: _incident_then(incident, before)
        for name, incident in ledger.incidents.items()
        if incident.date.first <= day
    }
    totals = {
        name: _standing(replace(total, note=None, claims=_claims_then(total.claims, before)), day)
        for name, total in ledger.totals.items()
    }
    return replace(before, incidents=incidents, totals=totals)


def _by(when: When | None, day: date) -> bool:
    return when is not None and when.last <= day


def _standing(record: Any, day: date) -> Any:
    """The record, its withdrawal undone where that came later."""
    if record.withdrawn and record.withdrawn.date.first > day:
        return replace(record, withdrawn=None)
    return record


def _then(document: Document, ledger: Ledger, day: date) -> Document:
    disputes = tuple(replace(dispute, note=None) for dispute in document.disputed if _by(ledger.disputed(dispute), day))
    return replace(document, disputed=disputes, note=None)


def _incident_then(incident: Incident, before: Ledger) -> Incident:
    day = before.as_of or date.max
    facts = {name: _fact_then(fact, before) for name, fact in incident.facts.items()}
    related = tuple(
        link for link in incident.related if (other := before.incidents.get(link.incident)) and other.date.first <= day
    )
    kept = {name: fact for name, fact in facts.items() if fact.claims}
    return _standing(replace(incident, facts=kept, related=related, summary=None, note=None), day)  # type: ignore[no-any-return]


def _fact_then(fact: Fact, before: Ledger) -> Fact:
    day = before.as_of or date.max
    assessment = fact.assessment if fact.assessment and _by(fact.assessment.date, day) else None
    claims = _claims_then(fact.claims, before)
    return _standing(replace(fact, claims=claims, assessment=assessment, note=None), day)  # type: ignore[no-any-return]


def _claims_then(claims: tuple[Any, ...], before: Ledger) -> tuple[Any, ...]:
    day = before.as_of or date.max
    known = [
        claim
        for claim in claims
        if _by(before.known(claim), day) and (claim.document is None or claim.document in before.documents)
    ]
    return tuple(_standing(_relays_then(claim, before), day) for claim in known)


def _relays_then(claim: Any, before: Ledger) -> Any:
    relays = tuple(document for document in claim.also_in if document in before.documents)
    return replace(claim, also_in=relays, note=None)
