"""Claims and published cells as tidy tables, with the groups, actors and documents that each names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from conflict_ledger.contradictions import party
from conflict_ledger.export.columns import Column, Of, Table, dated, figure, flag, number, table, text
from conflict_ledger.export.records import Link, withdrawn
from conflict_ledger.standing import standings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Claim, Fact, Statement


class Said(NamedTuple):
    """A claim with its fact, and how it stands."""

    claim: Claim
    fact: Fact
    standing: str
    by: Claim | None


def said(ledger: Ledger) -> list[Said]:
    return [
        Said(standing.claim, fact, standing.state, standing.by)
        for _, fact in ledger.facts()
        for standing in standings(fact, ledger)
    ]


def statements(ledger: Ledger) -> Iterator[Statement]:
    """Every claim and every cell."""
    for _, fact in ledger.facts():
        yield from fact.claims
    for total in ledger.totals.values():
        yield from total.claims


def claims(ledger: Ledger) -> Table:
    columns = (
        text("claim", "the claim's address: incident/fact/source", lambda one: one.claim.address),
        text("fact", "the fact to which it is an answer", lambda one: one.fact.address, "facts"),
        text("incident", "the incident", lambda one: one.fact.incident, "incidents"),
        *_statement(ledger, lambda one: one.claim),
        *_said(ledger),
        text("standing", "current, or why not: withdrawn, revised, drift, repeated", lambda one: one.standing),
        text("instead", "the claim that stands instead of it", lambda one: one.by and one.by.address, "claims"),
        flag("party", "whether the source speaks about itself", lambda one: party(one.claim, one.fact, ledger)),
        text("path", "the file it is written in", lambda one: one.claim.at.path),
        number("line", "and the line", lambda one: ledger.place(one.claim.at)[0]),
    )
    return table(
        "claims",
        "One source's answer a row. Rival claims are never to be added: totals has the sums",
        columns,
        said(ledger),
        ("claim",),
    )


def _said(ledger: Ledger) -> tuple[Column, ...]:
    """The columns that claims alone have: what is said of what happened, and how firmly."""
    return (
        text("answer", "its answer, where the fact is a question", lambda one: one.claim.answer),
        text("denies", "what it denies: event, count, victims, perpetrator or an answer", lambda one: one.claim.denies),
        flag("no_position", "whether it takes none", lambda one: one.claim.no_position),
        text(
            "perpetrator",
            "who leads, by the source: takes the count in totals",
            lambda one: one.claim.perpetrator,
            "actors",
        ),
        text(
            "category",
            "the perpetrator's category; unattributed where nobody is named",
            lambda one: ledger.category(one.claim.perpetrator),
        ),
        text("attribution", "how firmly the perpetrator is named", lambda one: one.claim.attribution),
        text(
            "scope",
            "part: only some of these people; wider: more than these. Never summed",
            lambda one: one.claim.scope,
        ),
        text(
            "date",
            "when, where the source says otherwise than the fact",
            lambda one: one.claim.date and one.claim.date.text,
        ),
    )


def _statement(ledger: Ledger, of: Any) -> tuple[Column, ...]:
    """The columns that claims and published cells have in common."""

    def part(name: str) -> Any:
        return lambda record: getattr(of(record), name)

    return (
        text("source", "who asserts it", part("source"), "actors"),
        text("document", "where it was read", part("document"), "documents"),
        flag("relay", "whether somebody else published that document", lambda one: ledger.relay(of(one))),
        *dated("stated", "when the source said it", lambda one: ledger.stated(of(one))),
        *dated("known", "since when it is on record", lambda one: ledger.known(of(one))),
        *figure(lambda one: of(one).count),
        number(
            "about", "the nominal number of an approximate figure", lambda one: of(one).count and of(one).count.about
        ),
        text("victims", "who all the people counted were; empty where it is not said", part("victims")),
        text("quote", "the source's own words", part("quote")),
        text("quote_language", "the quote's language", part("quote_language")),
        text("translation", "the quote in English", part("translation")),
        text("page", "where in the document", part("page")),
        text("note", "the desk's note", part("note")),
        *(replace(column, of=_through(column.of, of)) for column in withdrawn()),
    )


def _through(first: Of, of: Any) -> Of:
    return lambda record: first(of(record))


def groups(ledger: Ledger) -> Table:
    links = [
        Link(one.address, role, name, None, share)
        for one in statements(ledger)
        for role, shares in (("including", one.groups), ("made_of", one.made_of))
        for name, share in shares.items()
    ]
    columns = (
        text("claim", "the claim or cell", lambda link: link.owner),
        text(
            "role",
            "including: a group among them, which may overlap others; made_of: parts that leave nothing out",
            lambda link: link.role,
        ),
        text("name", "the group or part", lambda link: link.name),
        *figure(lambda link: link.figure),
    )
    return table(
        "claim_groups", "Groups and parts of the people a claim counts", columns, links, ("claim", "role", "name")
    )


def actors(ledger: Ledger) -> Table:
    found = [(claim, fact) for _, fact in ledger.facts() for claim in fact.claims]
    links = [
        Link(claim.address, role, name)
        for claim, _ in found
        for role, names in (("alongside", claim.alongside), ("against", claim.against))
        for name in names
    ]
    columns = (
        text("claim", "the claim", lambda link: link.owner, "claims"),
        text(
            "role", "alongside: took part, never counted twice; against: whose claims it denies", lambda link: link.role
        ),
        text("actor", "the actor", lambda link: link.name, "actors"),
    )
    return table("claim_actors", "Further actors that a claim names", columns, links, ("claim", "role", "actor"))


def documents(ledger: Ledger) -> Table:
    links = [
        Link(one.address, role, name)
        for one in statements(ledger)
        for role, names in (("read in", (one.document,)), ("also in", one.also_in))
        for name in names
        if name
    ]
    columns = (
        text("claim", "the claim or cell", lambda link: link.owner),
        text("role", "read in: where it was read; also in: who relays the very same claim", lambda link: link.role),
        text("document", "the document", lambda link: link.name, "documents"),
    )
    return table("claim_documents", "Where each claim is on record", columns, links, ("claim", "role", "document"))


def cells(ledger: Ledger) -> Table:
    found = [(total, cell) for total in ledger.totals.values() for cell in total.claims]
    columns = (
        text("cell", "the cell's address", lambda one: one[1].address),
        text("total", "the published total", lambda one: one[0].id, "published_totals"),
        text("measure", "what happened to the people who are counted", lambda one: one[1].measure),
        text("category", "the perpetrator category; empty: over all of them", lambda one: one[1].category),
        *_statement(ledger, lambda one: one[1]),
        text("trend", "up, down or stable, where no number is given", lambda one: one[1].trend),
        text("change", "the change in per cent, as printed", lambda one: one[1].change),
        text("share", "the share in per cent, as printed", lambda one: one[1].share),
    )
    return table("cells", "One figure of a published total a row", columns, found, ("cell",))
