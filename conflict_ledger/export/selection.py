"""Which of a ledger's incidents are handed on, with all that they name and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conflict_ledger import model
from conflict_ledger.lookup import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from conflict_ledger.dates import When
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Incident, Place


@dataclass(frozen=True, slots=True)
class Selection:
    """What an export is narrowed to; None is everything. Days are those of `start` and `end`, both included."""

    start: When | None = None
    end: When | None = None
    place: str | None = None
    source: str | None = None
    category: str | None = None

    def said(self) -> str:
        """The selection in the words of the command line; empty where it is everything."""
        given = (
            ("from", self.start and self.start.text),
            ("to", self.end and self.end.text),
            ("place", self.place),
            ("source", self.source),
            ("category", self.category),
        )
        return ", ".join(f"{name} {value}" for name, value in given if value)

    def takes(self, incident: Incident, ledger: Ledger) -> bool:
        claims = [claim for fact in incident.facts.values() for claim in fact.claims]
        return (
            (self.start is None or incident.date.last >= self.start.first)
            and (self.end is None or incident.date.first <= self.end.last)
            and (self.place is None or fold(self.place) in _names(incident.place))
            and (self.source is None or self.source in {claim.source for claim in claims})
            and (
                self.category is None
                or self.category in {ledger.category(claim.perpetrator) for claim in claims if claim.count}
            )
        )


def _names(places: Iterable[Place]) -> set[str]:
    named = [(place.name, *place.aka, place.admin1, place.admin2, place.country) for place in places]
    return {fold(name) for names in named for name in names if name}


def selected(ledger: Ledger, wanted: Selection) -> Ledger:
    """The ledger with these incidents alone, the published totals whose period and place the selection touches, and who and what they name.

    An actor or document that is named and defined nowhere is there by its id alone, so that every id leads somewhere.
    """
    incidents = {name: one for name, one in sorted(ledger.incidents.items()) if wanted.takes(one, ledger)}
    totals = {
        name: one
        for name, one in sorted(ledger.totals.items())
        if (wanted.start is None or one.period.last >= wanted.start.first)
        and (wanted.end is None or one.period.first <= wanted.end.last)
        and (wanted.place is None or not one.place or fold(wanted.place) in _names(one.place))
        and (wanted.source is None or wanted.source in {cell.source for cell in one.claims})
        and (wanted.category is None or wanted.category in {cell.category for cell in one.claims})
    }
    return _named(replace(ledger, incidents=incidents, totals=totals), whole=not wanted.said())


def _named(ledger: Ledger, *, whole: bool) -> Ledger:
    """With the actors and documents that are named; all of them too where the whole ledger is wanted."""
    claims: list[Any] = [claim for _, fact in ledger.facts() for claim in fact.claims]
    cells: list[Any] = [cell for total in ledger.totals.values() for cell in total.claims]
    papers = {name for one in (*claims, *cells) for name in (one.document, *one.also_in) if name}
    papers |= set(ledger.documents) if whole else set()
    rejected = [dispute for name in papers if (paper := ledger.documents.get(name)) for dispute in paper.disputed]
    papers |= {dispute.document for dispute in rejected if dispute.document}
    documents = {
        name: ledger.documents.get(name) or model.Document(title=name, publisher=_NOBODY, id=name)
        for name in sorted(papers)
    }
    named = {one.source for one in (*claims, *cells)} | {document.publisher for document in documents.values()}
    named |= {name for claim in claims for name in (claim.perpetrator, *claim.alongside, *claim.against) if name}
    named |= {dispute.by for document in documents.values() for dispute in document.disputed}
    named |= {actor for name in named for actor in ledger.lineage(name)} | (set(ledger.actors) if whole else set())
    named |= {found.part_of for name in named if (found := ledger.actors.get(name)) and found.part_of}
    actors = {name: ledger.actor(name) for name in sorted(named)}
    return replace(ledger, actors=actors, documents=documents)


_NOBODY = "unattributed"
