"""Which facts an edit bears on: those it changed, and those that rest on what it changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conflict_ledger.changes.listing import Change, address
from conflict_ledger.model import Actor, Document, Incident, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflict_ledger.dates import When
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Fact


@dataclass(frozen=True, slots=True)
class Touched:
    """`facts` of either side with their dates, `totals` by id; `everything` where an actor or the settings changed.

    `assessed` tells whether the desk has judged one of the facts.
    """

    facts: tuple[tuple[Fact, When], ...]
    totals: frozenset[str]
    everything: bool

    @property
    def assessed(self) -> bool:
        return any(fact.assessment for fact, _ in self.facts)

    def part(self, ledger: Ledger) -> Ledger:
        """The ledger's incidents that have such a fact, and its totals."""
        named = {fact.incident for fact, _ in self.facts}
        return replace(
            ledger,
            actors={},
            documents={},
            incidents={name: one for name, one in ledger.incidents.items() if name in named},
        )


def touched(found: Iterable[Change], before: Ledger, after: Ledger) -> Touched:
    """What the changes bear on, by name, on both sides."""
    records = [one for change in found for one in (change.before, change.after) if one is not None]
    everything = any(isinstance(one, Actor | Settings) for one in records)
    names = {address(one) for one in records if not isinstance(one, Actor | Settings | Document)}
    documents = {one.id for one in records if isinstance(one, Document)}
    facts = tuple(
        (fact, incident.when(fact))
        for side in (before, after)
        for incident, fact in _touched(side, names, documents, everything=everything)
    )
    totals = {name.partition("/")[0] for name in names}
    totals |= {
        total.id
        for side in (before, after)
        for total in side.totals.values()
        if documents & {cell.document for cell in total.claims}
    }
    return Touched(facts, frozenset(totals), everything)


def _touched(ledger: Ledger, names: set[str], documents: set[str], *, everything: bool) -> list[tuple[Incident, Fact]]:
    facts = list(ledger.facts())
    if everything:
        return facts
    named = {"/".join(name.split("/")[:2]) for name in names}
    hit = {
        fact.address
        for _, fact in facts
        if {fact.incident, fact.address} & named or (documents and documents & set(_read_in(fact)))
    }
    wholes = {fact.address: {whole.address for whole in ledger.wholes(fact)} for _, fact in facts if fact.part_of}
    near = {part for part, found in wholes.items() if found & hit}
    near |= {whole for part in hit for whole in wholes.get(part, ())}
    return [(incident, fact) for incident, fact in facts if fact.address in hit | near]


def _read_in(fact: Fact) -> Iterator[str]:
    for claim in fact.claims:
        yield from (claim.document or "", *claim.also_in)
