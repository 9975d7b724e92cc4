"""The ledger's records as tidy tables: one row is one thing, and ids lead from table to table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from conflict_ledger.export.columns import NUMBER, Column, Table, dated, flag, joined, number, table, text

if TYPE_CHECKING:
    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Fact, Incident, Place

RADIUS = {"exact": 1, "town": 5, "district": 50, "region": 150}  # kilometres; a whole country has none

_COUNTRY = "ISO 3166-1 alpha-2"


class Spot(NamedTuple):
    """One place of an incident or of a published total."""

    owner: str
    number: int
    place: Place


class Link(NamedTuple):
    """One thing named by a record: `role` says as what; `figure` and `words` are what is said of it."""

    owner: str
    role: str
    name: str
    words: str | None = None
    figure: Figure | None = None


def _spots(of: Any) -> tuple[Column, ...]:
    """The columns of a place; `of` takes a record to its place, or to None."""

    def part(name: str) -> Any:
        return lambda record: getattr(found, name) if (found := of(record)) else None

    return (
        text("place", "the place's name", part("name")),
        text("country", f"country of the place, {_COUNTRY}", part("country")),
        text("admin1", "first administrative division", part("admin1")),
        text("admin2", "second administrative division", part("admin2")),
        Column("latitude", NUMBER, "degrees north (WGS 84)", part("latitude")),
        Column("longitude", NUMBER, "degrees east (WGS 84)", part("longitude")),
        text(
            "precision", "exact, town, district, region or country: how closely the place is known", part("precision")
        ),
    )


def withdrawn() -> tuple[Column, ...]:
    def of(take: Any) -> Any:
        return lambda record: take(record.withdrawn) if record.withdrawn else None

    return (
        text(
            "withdrawn", "the day on which the desk withdrew it; empty where it stands", of(lambda one: one.date.text)
        ),
        text("withdrawn_reason", "why the desk withdrew it", of(lambda one: one.reason)),
    )


def incidents(ledger: Ledger) -> Table:
    columns = (
        text("incident", "the incident's id", lambda one: one.id),
        text("title", "its title", lambda one: one.title),
        *dated("date", "when it happened", lambda one: one.date),
        *_spots(lambda one: one.place[0] if one.place else None),
        number(
            "places",
            "how many places it names; the columns above are the first (table places has all)",
            lambda one: len(one.place),
        ),
        number("facts", "how many facts", lambda one: len(one.facts)),
        number("sources", "how many sources assert something", lambda one: len(_speakers(one))),
        text("aka", "other names", lambda one: joined(one.aka)),
        text("summary", "the ledger's own words", lambda one: one.summary),
        text("note", "the desk's note", lambda one: one.note),
        *withdrawn(),
        text("path", "the file it is written in", lambda one: one.at.path),
    )
    return table("incidents", "One incident a row", columns, ledger.incidents.values(), ("incident",))


def _speakers(incident: Incident) -> set[str]:
    return {claim.source for fact in incident.facts.values() for claim in fact.claims if not claim.withdrawn}


def places(ledger: Ledger) -> Table:
    spots = [
        Spot(one.id, count, place)
        for one in ledger.incidents.values()
        for count, place in enumerate(one.place, start=1)
    ]
    columns = (
        text("incident", "the incident", lambda spot: spot.owner, "incidents"),
        number("number", "first, second … of the incident's places", lambda spot: spot.number),
        *_spots(lambda spot: spot.place),
        text("aka", "other names of the place", lambda spot: joined(spot.place.aka)),
        number(
            "radius_km",
            "how far from the point it may be, for drawing; empty for a country",
            lambda spot: radius(spot.place),
        ),
    )
    return table("places", "The places of each incident", columns, spots, ("incident", "number"))


def radius(place: Place) -> int | None:
    """Kilometres around the point; the precision is that of a town where none is given. None where only the country is known."""
    return RADIUS.get(place.precision or "town")


def facts(ledger: Ledger) -> Table:
    when = {fact.address: incident.when(fact) for incident, fact in ledger.facts()}
    columns = (
        text("fact", "the fact's address: incident/fact", lambda one: one.address),
        text("incident", "the incident", lambda one: one.incident, "incidents"),
        text("title", "its title", lambda one: one.title),
        text(
            "measure",
            "what happened to the people who are counted; empty where the fact is a question",
            lambda one: one.measure,
        ),
        text("question", "the question, where nobody is counted", lambda one: one.question),
        *dated("date", "when: the fact's own date, or else the incident's", lambda one: when[one.address]),
        text("part_of", "the fact in which its people are contained", lambda one: _whole(one, ledger), "facts"),
        number(
            "sources",
            "how many sources assert something",
            lambda one: len({c.source for c in one.claims if not c.withdrawn}),
        ),
        text(
            "prefers", "the claim or source that the desk prefers", lambda one: one.assessment and one.assessment.prefer
        ),
        text("prefers_reason", "why the desk prefers it", lambda one: one.assessment and one.assessment.reason),
        text("note", "the desk's note", lambda one: one.note),
        *withdrawn(),
    )
    return table(
        "facts",
        "One question a row: its claims are the rival answers",
        columns,
        (fact for _, fact in ledger.facts()),
        ("fact",),
    )


def _whole(fact: Fact, ledger: Ledger) -> str | None:
    whole = ledger.fact(fact.part_of, fact.incident) if fact.part_of else None
    return whole.address if whole else None


def answers(ledger: Ledger) -> Table:
    links = [Link(fact.address, "", name, label) for _, fact in ledger.facts() for name, label in fact.answers.items()]
    columns = (
        text("fact", "the question", lambda link: link.owner, "facts"),
        text("answer", "an answer that may be given", lambda link: link.name),
        text("label", "in words", lambda link: link.words),
    )
    return table("answers", "The answers that a question may have", columns, links, ("fact", "answer"))


def related(ledger: Ledger) -> Table:
    links = [
        Link(one.id, f"related: {other.relation}", other.incident)
        for one in ledger.incidents.values()
        for other in one.related
    ]
    links += [Link(one.id, name, value) for one in ledger.incidents.values() for name, value in one.external.items()]
    columns = (
        text("incident", "the incident", lambda link: link.owner, "incidents"),
        text("role", "related: follows, separate or see-also; or the name of another database", lambda link: link.role),
        text("name", "the other incident, or the event's id in that database", lambda link: link.name),
    )
    return table(
        "related",
        "Other incidents, and the same event in other databases",
        columns,
        links,
        ("incident", "role", "name"),
    )


def published(ledger: Ledger) -> Table:
    spots = {one.id: one.place[0] if one.place else None for one in ledger.totals.values()}
    columns = (
        text("total", "the published total's id", lambda one: one.id),
        text("title", "its title", lambda one: one.title),
        *dated("period", "the period", lambda one: one.period),
        *_spots(lambda one: spots[one.id])[:4],
        text("victims", "whom it counts, where a cell does not say otherwise", lambda one: one.victims),
        text("excludes", "incidents and facts that the source left out", lambda one: joined(one.excludes)),
        flag("complete", "whether its cells are all there are", lambda one: one.complete),
        text("note", "the desk's note", lambda one: one.note),
        *withdrawn(),
        text("path", "the file it is written in", lambda one: one.at.path),
    )
    return table(
        "published_totals", "Totals that a source published for a period", columns, ledger.totals.values(), ("total",)
    )


def actors(ledger: Ledger) -> Table:
    columns = (
        text("actor", "the actor's id", lambda one: one.id),
        text("name", "its name", lambda one: one.name),
        text("aka", "other names", lambda one: joined(one.aka)),
        text("kind", "what kind of actor", lambda one: one.kind),
        text("category", "the perpetrator category that it is given itself", lambda one: one.category),
        text("country", f"its country, {_COUNTRY}", lambda one: one.country),
        text("part_of", "what it is part of", lambda one: one.part_of, "actors"),
        text("url", "its address", lambda one: one.url),
        text("note", "the desk's note", lambda one: one.note),
    )
    return table("actors", "Everyone who acts or speaks", columns, ledger.actors.values(), ("actor",))


def documents(ledger: Ledger) -> Table:
    columns = (
        text("document", "the document's id", lambda one: one.id),
        text("title", "its title", lambda one: one.title),
        text("publisher", "who published it", lambda one: one.publisher, "actors"),
        *dated("published", "when", lambda one: one.published),
        text("language", "its language", lambda one: one.language),
        text("url", "its address", lambda one: one.url),
        text("archived", "an archived copy's address", lambda one: one.archived),
        text("accessed", "when it was read", lambda one: one.accessed and one.accessed.text),
        text("file", "a copy in the ledger's folder", lambda one: one.file),
        text("sha256", "that copy's digest", lambda one: one.sha256),
        text("note", "the desk's note", lambda one: one.note),
    )
    return table("documents", "Where claims are on record", columns, ledger.documents.values(), ("document",))


def disputes(ledger: Ledger) -> Table:
    found = [(document.id, dispute) for document in ledger.documents.values() for dispute in document.disputed]
    columns = (
        text("document", "the document that is rejected", lambda one: one[0], "documents"),
        text("rejected_by", "who rejects it", lambda one: one[1].by, "actors"),
        text("on_record_in", "where the rejection is on record", lambda one: one[1].document, "documents"),
        *dated("stated", "when", lambda one: ledger.disputed(one[1])),
        text("quote", "in whose own words", lambda one: one[1].quote),
    )
    return table("disputes", "Who rejects a whole document, without a figure", columns, found)
