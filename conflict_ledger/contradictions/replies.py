"""Who is accused, who speaks about itself, and what each accused actor has said (page 2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflict_ledger.standing import current
from conflict_ledger.words import UNATTRIBUTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Claim, Fact, Incident

DENIED, REJECTS, ADMITTED, NO_POSITION, SILENT = (
    "denied",
    "rejects the document",
    "admitted",
    "no position",
    "not on record",
)
STATUSES = (DENIED, REJECTS, ADMITTED, NO_POSITION, SILENT)


@dataclass(frozen=True, slots=True)
class Reply:
    """What one accused actor said of itself. `said` pairs each status with the claim, or with document and dispute."""

    actor: str
    said: tuple[tuple[str, Any], ...]

    @property
    def status(self) -> str:
        return self.said[0][0] if self.said else SILENT


def accused(fact: Fact, ledger: Ledger) -> list[str]:
    """The actors that claims on the fact name as lead, alongside, or as the answer; withdrawn claims name nobody."""
    named: dict[str, None] = {}
    for claim in fact.claims:
        if not claim.withdrawn and not claim.denies:
            answer = claim.answer if claim.answer in ledger.actors else None
            named.update(dict.fromkeys(name for name in (claim.perpetrator, *claim.alongside, answer) if name))
    named.pop(UNATTRIBUTED, None)
    return list(named)


def party(claim: Claim, fact: Fact, ledger: Ledger) -> bool:
    """Whether the claim's source is accused itself, or is part or parent of one who is."""
    if ledger.kept is None:
        return any(ledger.same_side(claim.source, actor) for actor in accused(fact, ledger))
    known: tuple[Fact, bool] | None = ledger.kept.get(key := (fact.incident, fact.id, claim.source))
    if known is None or known[0] is not fact:
        accuses = any(ledger.same_side(claim.source, actor) for actor in accused(fact, ledger))
        known = ledger.kept[key] = fact, accuses
    return known[1]


def right_of_reply(incident: Incident, ledger: Ledger) -> list[Reply]:
    """For each actor accused in the incident, what it, its parents and its parts said; firmest status first."""
    facts = [fact for fact in incident.facts.values() if not fact.withdrawn]
    actors = dict.fromkeys(actor for fact in facts for actor in accused(fact, ledger))
    return [Reply(actor, tuple(_said(actor, facts, ledger))) for actor in actors]


def _said(actor: str, facts: list[Fact], ledger: Ledger) -> list[tuple[str, Any]]:
    said = [
        (status, claim)
        for fact in facts
        for claim in current(fact, ledger)
        if ledger.same_side(claim.source, actor)
        if (status := _status(claim, actor, fact, ledger))
    ]
    return sorted([*said, *_rejections(actor, facts, ledger)], key=lambda pair: STATUSES.index(pair[0]))


def _status(claim: Claim, actor: str, fact: Fact, ledger: Ledger) -> str | None:
    """What the claim is as a reply of the actor's side; None where it speaks of something else."""
    if claim.no_position:
        return NO_POSITION
    if claim.denies or (claim.count and claim.count.zero):
        return DENIED
    if claim.answer:
        if claim.answer in ledger.actors and ledger.same_side(claim.answer, actor):
            return ADMITTED
        return DENIED if actor in accused(fact, ledger) and claim.answer in ledger.actors else None
    itself = claim.perpetrator and ledger.same_side(claim.perpetrator, claim.source)
    return ADMITTED if itself or claim.attribution in ("admits", "claims-own") else None


def _rejections(actor: str, facts: list[Fact], ledger: Ledger) -> Iterator[tuple[str, Any]]:
    """The documents that accuse the actor and that its side rejects as a whole."""
    accusing = dict.fromkeys(
        name
        for fact in facts
        for claim in fact.claims
        if not claim.withdrawn and actor in (claim.perpetrator, *claim.alongside, claim.answer)
        for name in (claim.document, *claim.also_in)
    )
    for name in accusing:
        document = ledger.documents.get(name or "")
        for dispute in document.disputed if document else ():
            if ledger.same_side(dispute.by, actor):
                yield REJECTS, (document, dispute)
