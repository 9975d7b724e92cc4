"""The page of one incident: what is known, from whom, what is disputed, and who answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from conflict_ledger import dates
from conflict_ledger.contradictions import right_of_reply
from conflict_ledger.disputes import CONTRADICTION
from conflict_ledger.history import Commit
from conflict_ledger.site.filters import web
from conflict_ledger.site.matrix import Matrix, matrix
from conflict_ledger.text.cite import citable, sentences
from conflict_ledger.text.claims import counted
from conflict_ledger.text.phrases import many, name, what
from conflict_ledger.text.references import footnotes
from conflict_ledger.text.sentences import sentence
from conflict_ledger.text.show import reply_said, timeline, told, used, where

if TYPE_CHECKING:
    from conflict_ledger.disputes import Contradiction
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Document, Fact, Incident
    from conflict_ledger.site.edition import Edition


class Section(Struct, frozen=True):
    """One fact with its matrix, and what contradicts what in it: kind and sentence."""

    fact: Fact
    title: str
    about: list[str]
    whole: tuple[str, str]  # address on the site and title of what it is part of, or empty
    disputed: list[str]
    sentences: list[tuple[str, str]]
    within: list[tuple[str, str]]
    matrix: Matrix
    assessment: str


class Cited(Struct, frozen=True):
    """One document on which the incident rests, and who rejects it in which words; `record` is None where the ledger has it not."""

    id: str
    record: Document | None = None
    publisher: str = ""
    published: str = ""
    url: str | None = None
    archived: str | None = None
    disputed: list[tuple[str, str]] = []


def view(incident: Incident, edition: Edition) -> dict[str, Any]:
    """All that the template shows."""
    ledger = edition.ledger
    found = edition.by_incident.get(incident.id, [])
    facts = [fact for fact in incident.facts.values() if not fact.withdrawn]
    disputed = {one.fact for one in found if one.severity == CONTRADICTION}
    sources = {claim.source for fact in facts for claim in fact.claims if not claim.withdrawn}
    sections = [
        _section(fact, [one for one in found if one.fact == fact.id], ledger) for fact in incident.facts.values()
    ]
    changed, facts_cited = edition.changed.get(incident.at.path), citable(incident, ledger)
    return {
        "incident": incident,
        "when": dates.spoken(incident.date),
        "places": [(where(place), place) for place in incident.place],
        "numbers": f"{many(len(sources), 'source')}, {many(len(used(incident)), 'document')}",
        "contradicted": f"{len(disputed)} of {many(len(facts), 'fact')} contradicted",
        "sections": sections,
        "replies": _replies(incident, ledger),
        "timeline": timeline(incident, ledger),
        "related": [
            (link.incident, link.relation.replace("-", " "), ledger.incidents.get(link.incident))
            for link in incident.related
        ],
        "documents": _documents(incident, ledger),
        "changed": changed,
        "cited": sentences(facts_cited, ledger, "en"),
        "footnotes": footnotes(facts_cited, ledger, "en", Commit(changed.commit, modified=False) if changed else None),
    }


def _section(fact: Fact, found: list[Contradiction], ledger: Ledger) -> Section:
    against = [one for one in found if one.severity == CONTRADICTION]
    asked = fact.measure.replace("-", " ") if fact.measure else fact.question if fact.title else None
    about = [asked, dates.spoken(fact.date) if fact.date else None, counted(fact)]
    return Section(
        fact=fact,
        title=title(fact),
        about=[part for part in about if part],
        whole=_whole(fact, ledger),
        disputed=[one.kind for one in against],
        sentences=[(one.kind, sentence(one, ledger)) for one in against if not told(one, against)],
        within=[(one.kind, sentence(one, ledger)) for one in found if one.severity != CONTRADICTION],
        matrix=matrix(fact, ledger),
        assessment=_assessment(fact, ledger),
    )


def title(fact: Fact) -> str:
    return fact.title or fact.question or fact.id.replace("-", " ").capitalize()


def _whole(fact: Fact, ledger: Ledger) -> tuple[str, str]:
    whole = ledger.fact(fact.part_of, fact.incident) if fact.part_of else None
    if whole is None:
        return ("", fact.part_of or "")
    page = "" if whole.incident == fact.incident else f"{whole.incident}.html"
    return (f"{page}#{whole.id}", title(whole))


def _assessment(fact: Fact, ledger: Ledger) -> str:
    judged = fact.assessment
    if judged is None:
        return ""
    claim = next((claim for claim in fact.claims if judged.prefer in claim.names), None)
    preferred = f"{name(claim.source, ledger)}, {what(claim, fact, ledger)}" if claim else judged.prefer
    return f"{preferred}. {judged.reason.strip()} ({judged.by}, {dates.spoken(judged.date)})"


def _replies(incident: Incident, ledger: Ledger) -> list[tuple[str, str, list[tuple[str, list[str]]]]]:
    """For each accused actor its name, its status, and under each heading what its side said."""
    found = []
    for reply in right_of_reply(incident, ledger):
        groups: dict[str, dict[str, None]] = {}
        for status, record in reply.said:
            head, words = reply_said(status, record, reply, incident, ledger)
            groups.setdefault(head, {})[words] = None
        found.append((name(reply.actor, ledger), reply.status, [(head, list(words)) for head, words in groups.items()]))
    return found


def _documents(incident: Incident, ledger: Ledger) -> list[Cited]:
    return [_cited(key, ledger) for key in sorted(used(incident))]


def _cited(key: str, ledger: Ledger) -> Cited:
    document = ledger.documents.get(key)
    if document is None:
        return Cited(key)
    return Cited(
        key,
        document,
        name(document.publisher, ledger),
        dates.spoken(document.published) if document.published else "undated",
        web(document.url),
        web(document.archived),
        [(name(one.by, ledger), (one.quote or "").strip()) for one in document.disputed],
    )
