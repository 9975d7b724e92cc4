"""Who asserts what: every source with its claims, how often it is contradicted, and where it speaks about itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conflict_ledger.contradictions import contradictions, party
from conflict_ledger.disputes import CONTRADICTION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_ledger.disputes import Contradiction
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Cell, Claim, Document, Statement


@dataclass(slots=True)
class Source:
    """One source's record: its claims and cells, the facts in which it is contradicted, and those in which it is a party."""

    id: str
    claims: list[Claim] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    incidents: dict[str, None] = field(default_factory=dict)
    contradicted: dict[str, None] = field(default_factory=dict)
    party: dict[str, None] = field(default_factory=dict)


def sources(ledger: Ledger, disputed: Iterable[Contradiction] | None = None) -> list[Source]:
    """Every source that asserts something, most claims first. `disputed` are the ledger's contradictions where they are at hand."""
    found: dict[str, Source] = {}
    for _, fact in ledger.facts():
        for claim in fact.claims:
            source = found.setdefault(claim.source, Source(claim.source))
            source.claims.append(claim)
            source.incidents[fact.incident] = None
            if party(claim, fact, ledger):
                source.party[fact.address] = None
    for total in ledger.totals.values():
        for cell in total.claims:
            found.setdefault(cell.source, Source(cell.source)).cells.append(cell)
    for one in contradictions(ledger) if disputed is None else disputed:
        if one.severity == CONTRADICTION and one.fact:
            for claim in one.claims:
                found[claim.source].contradicted[f"{one.incident}/{one.fact}"] = None
    return sorted(found.values(), key=lambda source: (-len(source.claims) - len(source.cells), source.id))


def unarchived(source: str, ledger: Ledger) -> list[Document]:
    """The documents on which the source's claims rest that have neither an archived copy nor a file."""
    said: list[Statement] = [claim for _, fact in ledger.facts() for claim in fact.claims]
    said += [cell for total in ledger.totals.values() for cell in total.claims]
    used = sorted({one.document for one in said if one.source == source and one.document})
    found = [ledger.documents[doc] for doc in used if doc in ledger.documents]
    return [document for document in found if not document.archived and not document.file]
