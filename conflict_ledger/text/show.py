"""One incident for a reader on deadline: the disagreement visible before anything is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_ledger import dates
from conflict_ledger.contradictions import Reply, contradictions, right_of_reply
from conflict_ledger.disputes import CONTRADICTION
from conflict_ledger.standing import CURRENT, REVISED, standings
from conflict_ledger.text.claims import PARTY, claims, counted, marks
from conflict_ledger.text.layout import BAD, DIM, HEAD, PLAIN, TITLE, Line, Width, apart, columns, fits, span, wrap
from conflict_ledger.text.phrases import many, name, what
from conflict_ledger.text.sentences import sentence

if TYPE_CHECKING:
    from conflict_ledger.disputes import Contradiction
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Document, Fact, Incident, Place


def show(incident: Incident, ledger: Ledger, width: Width, *, full: bool = False) -> list[Line]:
    """What is on record about the incident; with `full` the desk's notes, every relay's words and all addresses too."""
    found = contradictions(ledger, incident.id)
    lines = _header(incident, found, ledger, width, full)
    for fact in incident.facts.values():
        own = [contradiction for contradiction in found if contradiction.fact == fact.id]
        lines += [[], *_fact(fact, own, ledger, width, full)]
    for title, body in (
        ("Right of reply", _replies(incident, ledger, width)),
        ("Said when", _timeline(incident, ledger, width)),
        ("Related", _related(incident, ledger, width)),
        ("Documents", _documents(incident, ledger, width, full)),
    ):
        if body:
            lines += [[], [span(title, HEAD)], *body]
    return [*lines, [], *_legend(width, full)]


def _header(incident: Incident, found: list[Contradiction], ledger: Ledger, width: Width, full: bool) -> list[Line]:
    lines = apart([span(incident.title, TITLE)], [span(dates.spoken(incident.date))], width)
    facts = [fact for fact in incident.facts.values() if not fact.withdrawn]
    sources = {claim.source for fact in facts for claim in fact.claims if not claim.withdrawn}
    disputed = {one.fact for one in found if one.severity == CONTRADICTION}
    numbers = f"{many(len(sources), 'source')}, {many(len(used(incident)), 'document')}"
    numbers += f" · {len(disputed)} of {many(len(facts), 'fact')} contradicted"
    places = "; ".join(where(place) for place in incident.place)
    lines += wrap([span(" · ".join(part for part in (places, numbers) if part), DIM)], width)
    if incident.aka:
        lines += wrap([span(f"also called {', '.join(incident.aka)}", DIM)], width)
    if incident.withdrawn:
        lines += wrap(
            [span(f"withdrawn {dates.spoken(incident.withdrawn.date)}: {incident.withdrawn.reason.strip()}", BAD)],
            width,
        )
    if ledger.commit:
        lines += wrap([span(f"as committed in {ledger.commit[:12]}", HEAD)], width)
    if ledger.as_of:
        lines += wrap([span(f"as of {ledger.as_of}: what was said and published by then", HEAD)], width)
    if incident.summary:
        lines += [[], *wrap([span(incident.summary.strip())], width)]
    if incident.note and full:
        lines += wrap([span(f"note: {incident.note.strip()}", DIM)], width)
    return lines


def where(place: Place) -> str:
    return ", ".join(part for part in (place.name, place.admin2, place.admin1, place.country) if part)


def _fact(fact: Fact, found: list[Contradiction], ledger: Ledger, width: Width, full: bool) -> list[Line]:
    against = [one for one in found if one.severity == CONTRADICTION]
    title = fact.title or fact.question or fact.id.replace("-", " ").capitalize()
    when = f" · {dates.spoken(fact.date)}" if fact.date else ""
    lines = apart([span(title, HEAD), span(when)], marks([one.kind for one in against]), width)
    asked = fact.measure.replace("-", " ") if fact.measure else fact.question if fact.title else None
    whole = f"part of {fact.part_of}" if fact.part_of else None
    lines += wrap([span(" · ".join(part for part in (asked, counted(fact), whole) if part), DIM)], width, 2)
    if fact.withdrawn:
        lines += wrap(
            [span(f"withdrawn {dates.spoken(fact.withdrawn.date)}: {fact.withdrawn.reason.strip()}", BAD)], width, 2
        )
    lines += claims(fact, ledger, width, full=full)
    for contradiction in against:
        if not told(contradiction, against):
            lines += wrap([span(sentence(contradiction, ledger), BAD)], width, 2)
    if fact.assessment:
        lines += _assessed(fact, ledger, width)
    if fact.note and full:
        lines += wrap([span(f"note: {fact.note.strip()}", DIM)], width, 2)
    return lines


def told(one: Contradiction, all_: list[Contradiction]) -> bool:
    """Whether the sentence on the figures, which names the victims too, says already what this one would."""
    count = next((other for other in all_ if other.kind == "count"), None)
    return one.kind == "victims" and count is not None and set(_addresses(one)) <= set(_addresses(count))


def _addresses(one: Contradiction) -> list[str]:
    return [claim.address for claim in one.claims]


def _assessed(fact: Fact, ledger: Ledger, width: Width) -> list[Line]:
    judged = fact.assessment
    assert judged
    claim = next((claim for claim in fact.claims if judged.prefer in claim.names), None)
    preferred = f"{name(claim.source, ledger)}, {what(claim, fact, ledger)}" if claim else judged.prefer
    text = f"Assessment ({judged.by}, {dates.spoken(judged.date)}): {preferred}. {judged.reason.strip()}"
    return wrap([span(text, HEAD)], width, 2)


# --- right of reply, timeline, related, documents ------------------------------------------------------------------


def _replies(incident: Incident, ledger: Ledger, width: Width) -> list[Line]:
    lines: list[Line] = []
    for reply in right_of_reply(incident, ledger):
        groups: dict[str, dict[str, None]] = {}
        for status, record in reply.said:
            head, words = reply_said(status, record, reply, incident, ledger)
            groups.setdefault(head, {})[words] = None
        text = "; ".join(f"{head}: {', '.join(words)}" for head, words in groups.items())
        lines += wrap(
            [span(f"{name(reply.actor, ledger)}: "), span(text or reply.status, PLAIN if text else DIM)], width, 2, 6
        )
    return lines


def reply_said(status: str, record: Any, reply: Reply, incident: Incident, ledger: Ledger) -> tuple[str, str]:
    """The status, who spoke and when; and what was said."""
    if isinstance(record, tuple):
        document, dispute = record
        source, when = dispute.by, ledger.disputed(dispute)
        words = f"“{dispute.quote.strip()}”" if dispute.quote else document.title
        status = f"{status} {document.id}"
    else:
        fact = incident.facts[record.address.split("/")[1]]
        source, when = record.source, ledger.known(record)
        words = fact.title or fact.id if record.no_position else said(record, fact, ledger)
    about = [name(source, ledger)] if source != reply.actor else []
    about += [dates.spoken(when)] if when else []
    return f"{status} ({', '.join(about)})" if about else status, words


def _timeline(incident: Incident, ledger: Ledger, width: Width) -> list[Line]:
    rows = [
        [span(day, DIM), span(f"{source}: {'; '.join(words)}")] for day, source, words in timeline(incident, ledger)
    ]
    if rows and fits(rows, width, 2, least=40):
        return [line for row in columns(rows, "ll", width, 2) for line in row]
    return [line for day, words in rows for line in wrap([day, (" ", PLAIN), words], width, 2, 6)]


def timeline(incident: Incident, ledger: Ledger) -> list[tuple[str, str, list[str]]]:
    """Who said what when: one entry for each day and source, earliest first; what relays changed is not said by the source."""
    entries: dict[tuple[Any, str, str], list[str]] = {}
    for fact in incident.facts.values():
        for standing in standings(fact, ledger):
            when = ledger.known(standing.claim)
            if when and standing.state in (CURRENT, REVISED):
                key = ((when.first, when.last), dates.spoken(when), name(standing.claim.source, ledger))
                entries.setdefault(key, []).append(said(standing.claim, fact, ledger))
    for document, dispute in disputes(incident, ledger):
        if when := ledger.disputed(dispute):
            key = ((when.first, when.last), dates.spoken(when), name(dispute.by, ledger))
            entries.setdefault(key, []).append(f"rejects {document.id}")
    return [(day, source, list(dict.fromkeys(words))) for (_, day, source), words in sorted(entries.items())]


def said(claim: Any, fact: Fact, ledger: Ledger) -> str:
    if claim.count is not None:
        return what(claim, fact, ledger)
    return f"{fact.title or fact.question or fact.id}: {what(claim, fact, ledger)}"


def disputes(incident: Incident, ledger: Ledger) -> list[tuple[Document, Any]]:
    found = [ledger.documents[doc] for doc in used(incident) if doc in ledger.documents]
    return [(document, dispute) for document in found for dispute in document.disputed]


def used(incident: Incident) -> dict[str, None]:
    """The documents on which the incident rests, in the order of the file."""
    claims = [claim for fact in incident.facts.values() for claim in fact.claims]
    return {doc: None for claim in claims for doc in (claim.document, *claim.also_in) if doc}


def _related(incident: Incident, ledger: Ledger, width: Width) -> list[Line]:
    lines: list[Line] = []
    for link in incident.related:
        other = ledger.incidents.get(link.incident)
        title = f"{other.title}, {dates.spoken(other.date)}" if other else "not in this ledger"
        lines += wrap([span(f"{link.incident} ({link.relation.replace('-', ' ')}): {title}")], width, 2, 6)
    return lines


def _documents(incident: Incident, ledger: Ledger, width: Width, full: bool) -> list[Line]:
    used = sorted(
        {
            doc
            for fact in incident.facts.values()
            for claim in fact.claims
            for doc in (claim.document, *claim.also_in)
            if doc
        }
    )
    lines: list[Line] = []
    for doc in used:
        document = ledger.documents.get(doc)
        if document is None:
            lines += wrap([span(f"[{doc}] not in this ledger", BAD)], width, 2, 6)
            continue
        when = f", {dates.spoken(document.published)}" if document.published else ""
        lines += wrap(
            [span(f"[{doc}] "), span(f"{name(document.publisher, ledger)}{when}: {document.title}", DIM)], width, 2, 6
        )
        urls = (document.url, document.archived) if full else ()
        lines += [line for url in urls if url for line in wrap([span(url, DIM)], width, 6)]
    return lines


def _legend(width: Width, full: bool) -> list[Line]:
    more = "" if full else " · notes, relays' words and addresses: --full"
    return wrap(
        [span(f"{PARTY} a party: accused, or part of who is · ↳ not current · ✗ contradicted{more}", DIM)], width
    )
