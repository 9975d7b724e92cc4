"""What nothing uses, and what is still thin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger.checks import known
from conflict_ledger.checks.registry import Problem, check
from conflict_ledger.findings import ERROR, NOTE, WARNING
from conflict_ledger.words import UNATTRIBUTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.ledger import Ledger

_NAMING_DOCUMENTS = frozenset({"document", "also_in"})
_NAMING_ACTORS = frozenset({"source", "perpetrator", "alongside", "against", "publisher", "part_of", "by", "answers"})


@check(ERROR)
def perpetrator_without_category(ledger: Ledger) -> Iterator[Problem]:
    """An actor leads as `perpetrator`, and neither it nor what it is part of has a category.

    Totals are given per category. The people it is said to have killed would be counted as unattributed, though somebody was named.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - {source: un-mission, document: un-report, count: 12, perpetrator: marsh-band}
        # data/actors.yaml
        un-mission: {name: UN Mission, kind: un}
        marsh-band:
          name: Marsh Band   # <- marsh-band is a perpetrator and has no category
          kind: militia

    Good:

          name: Marsh Band
          category: militia
    """
    paths = known.faulty(ledger)
    leads = {claim.perpetrator for _, fact in ledger.facts() for claim in fact.claims if claim.perpetrator}
    for name in sorted(leads & ledger.actors.keys()):
        line = [ledger.actors.get(actor) for actor in ledger.lineage(name)]
        if all(actor and not actor.category and actor.at.path not in paths for actor in line):
            message = f"{name} is a perpetrator and has no category"
            yield Problem(ledger.actors[name].at, message, "give it a `category`, or a `part_of`", "name", name)


@check(WARNING)
def unused_document(ledger: Ledger) -> Iterator[Problem]:
    """A document is listed, and no claim is on record in it.

    Bad:

        # data/documents.yaml
        gazette-report:
          title: Killings in Tindara   # <- no claim names gazette-report
          publisher: gazette

    Good:

        # data/documents.yaml
        gazette-report:
          title: Killings in Tindara
          publisher: gazette
        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - {source: gazette, document: gazette-report, count: 12}
    """
    used = {name for key, name in known.named(ledger) if key in _NAMING_DOCUMENTS}
    for document in ledger.documents.values():
        if document.id not in used and not known.unread(ledger):
            message = f"no claim names {document.id}"
            yield Problem(document.at, message, "record what it says, or remove it", "title", document.id)


@check(WARNING)
def unused_actor(ledger: Ledger) -> Iterator[Problem]:
    """An actor is listed, and nothing names it: no claim, no document, no other actor.

    Bad:

        # data/actors.yaml
        gazette: {name: The Gazette, kind: media}
        un-mission: {name: UN Mission, kind: un}
        kelouma-army: {name: Army of Kelouma, kind: state-forces, category: army}
        marsh-band:
          name: Marsh Band   # <- nothing names marsh-band
          kind: militia

    Good:

        # data/actors.yaml
        gazette: {name: The Gazette, kind: media}
        un-mission: {name: UN Mission, kind: un}
        kelouma-army: {name: Army of Kelouma, kind: state-forces, category: army}
        marsh-band:
          name: Marsh Band
          kind: militia
        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - {source: marsh-band, document: gazette-report, denies: perpetrator}
    """
    used = {name for key, name in known.named(ledger) if key in _NAMING_ACTORS}
    for actor in ledger.actors.values():
        if actor.id not in used and not known.unread(ledger):
            message = f"nothing names {actor.id}"
            yield Problem(actor.at, message, "record what it did or said, or remove it", "name", actor.id)


@check(NOTE)
def one_source(ledger: Ledger) -> Iterator[Problem]:
    """An incident rests on one source.

    Ten documents that relay one note are one source. What only one source says can be true; it cannot be contradicted here.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara   # <- only un-mission speaks of this
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - {source: un-mission, document: un-report, also_in: [gazette-report], count: 12}

    Good:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - {source: un-mission, document: un-report, also_in: [gazette-report], count: 12}
              - {source: kelouma-army, document: army-statement, count: none}
    """
    paths = known.faulty(ledger)
    for incident in ledger.incidents.values():
        facts = [fact for fact in incident.facts.values() if not fact.withdrawn]
        sources = {claim.source for fact in facts for claim in fact.claims if not claim.withdrawn}
        if len(sources) == 1 and not incident.withdrawn and incident.at.path not in paths:
            message = f"only {sources.pop()} speaks of this"
            yield Problem(incident.at, message, "look for what others say", "title", incident.id)


@check(NOTE)
def nobody_named(ledger: Ledger) -> Iterator[Problem]:
    """A claim counts people killed, and says neither by whom nor that this is not said.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - source: un-mission
                document: un-report
                count: 12   # <- no `perpetrator`

    Good:

                count: 12
                perpetrator: unattributed
    """
    for _, fact in ledger.facts():
        for claim in fact.claims:
            counted = fact.measure == "killed" and claim.count and not claim.count.zero
            if counted and not claim.perpetrator:
                hint = f"name it, or write perpetrator: {UNATTRIBUTED} where the source does not say"
                yield Problem(claim.at, "no `perpetrator`", hint, "count", claim.address)
