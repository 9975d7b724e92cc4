"""Where records name other records by id."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger.checks.known import statements
from conflict_ledger.words import UNATTRIBUTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflict_ledger.findings import At
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Claim


class Use(NamedTuple):
    """The record at `at`, whose address is `address`, names `name` under `key`."""

    at: At
    key: str
    name: str
    address: str


def sources(ledger: Ledger) -> Iterator[Use]:
    for claim in statements(ledger):
        yield Use(claim.at, "source", claim.source, claim.address)


def actors(ledger: Ledger) -> Iterator[Use]:
    """Everywhere but as a claim's source."""
    for _, fact in ledger.facts():
        for claim in fact.claims:
            yield from _accused(claim)
    for actor in ledger.actors.values():
        if actor.part_of:
            yield Use(actor.at, "part_of", actor.part_of, actor.id)
    for document in ledger.documents.values():
        yield Use(document.at, "publisher", document.publisher, document.id)
        for number, dispute in enumerate(document.disputed):
            yield Use(document.at, f"disputed.{number}.by", dispute.by, document.id)


def _accused(claim: Claim) -> Iterator[Use]:
    if claim.perpetrator and claim.perpetrator != UNATTRIBUTED:
        yield Use(claim.at, "perpetrator", claim.perpetrator, claim.address)
    for key, names in (("alongside", claim.alongside), ("against", claim.against)):
        yield from _each(claim.at, key, names, claim.address)


def documents(ledger: Ledger) -> Iterator[Use]:
    for claim in statements(ledger):
        if claim.document:
            yield Use(claim.at, "document", claim.document, claim.address)
        yield from _each(claim.at, "also_in", claim.also_in, claim.address)
    for document in ledger.documents.values():
        for number, dispute in enumerate(document.disputed):
            if dispute.document:
                yield Use(document.at, f"disputed.{number}.document", dispute.document, document.id)


def categories(ledger: Ledger) -> Iterator[Use]:
    for actor in ledger.actors.values():
        if actor.category:
            yield Use(actor.at, "category", actor.category, actor.id)
    for total in ledger.totals.values():
        for cell in total.claims:
            if cell.category:
                yield Use(cell.at, "category", cell.category, cell.address)


def incidents(ledger: Ledger) -> Iterator[Use]:
    """By id, or as the first part of incident/fact."""
    for incident in ledger.incidents.values():
        for number, link in enumerate(incident.related):
            yield Use(incident.at, f"related.{number}.incident", link.incident, incident.id)
    for total in ledger.totals.values():
        yield from _each(total.at, "excludes", total.excludes, total.id)
    yield from wholes(ledger)


def facts(ledger: Ledger) -> Iterator[Use]:
    """As incident/fact, however they are written."""
    yield from wholes(ledger)
    for total in ledger.totals.values():
        yield from (use for use in _each(total.at, "excludes", total.excludes, total.id) if "/" in use.name)


def wholes(ledger: Ledger) -> Iterator[Use]:
    """The facts that others are part of, as incident/fact."""
    for incident, fact in ledger.facts():
        if fact.part_of:
            whole = fact.part_of if "/" in fact.part_of else f"{incident.id}/{fact.part_of}"
            yield Use(fact.at, "part_of", whole, fact.address)


def _each(at: At, key: str, names: Iterable[str], address: str) -> Iterator[Use]:
    for number, name in enumerate(names):
        yield Use(at, f"{key}.{number}", name, address)
