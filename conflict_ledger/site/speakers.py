"""Pages of sources: who says what, how often contradicted, where a party, on which documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from conflict_ledger import dates
from conflict_ledger.site.corrections import PER_PAGE
from conflict_ledger.site.filters import slug, web
from conflict_ledger.site.incident import title
from conflict_ledger.site.matrix import quote
from conflict_ledger.text.phrases import figure, name, what

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Cell, Claim, Document, PublishedTotal
    from conflict_ledger.site.edition import Edition
    from conflict_ledger.site.matrix import Quote
    from conflict_ledger.sources import Source


class Said(Struct, frozen=True):
    """One claim of a source: on which fact, what, when, and whether others contradict the source there."""

    fact: str
    title: str
    said: str
    quote: Quote | None
    on: str
    contradicted: bool
    party: bool


class Published(Struct, frozen=True):
    """One published figure of a source: in which table, and what it says of whom."""

    total: PublishedTotal
    about: str
    said: str | None
    whom: str


class Row(Struct, frozen=True):
    """One source in the list of all: its page, and how many of what it has said."""

    file: str
    name: str
    kind: str
    claims: int
    cells: int
    incidents: int
    contradicted: int
    party: int
    unarchived: int


def file(source: str) -> str:
    return f"sources/{slug(source)}.html"


def listing(edition: Edition) -> list[Row]:
    """A row for each source, most claims first."""
    return [_row(source, edition.ledger) for source in edition.sources]


def _row(source: Source, ledger: Ledger) -> Row:
    actor = ledger.actor(source.id)
    return Row(
        file=file(source.id),
        name=actor.name,
        kind=actor.kind.replace("-", " "),
        claims=len(source.claims),
        cells=len(source.cells),
        incidents=len(source.incidents),
        contradicted=len(source.contradicted),
        party=len(source.party),
        unarchived=len(_unarchived(source, ledger)),
    )


def _unarchived(source: Source, ledger: Ledger) -> list[Document]:
    used = sorted({one.document for one in (*source.claims, *source.cells) if one.document})
    found = [ledger.documents[key] for key in used if key in ledger.documents]
    return [document for document in found if not document.archived and not document.file]


def view(source: Source, edition: Edition) -> dict[str, Any]:
    """What is said of one source, and in `groups` all that it says: its claims by incident, then its published figures."""
    ledger = edition.ledger
    actor = ledger.actor(source.id)
    groups: dict[str, list[Any]] = {}
    for claim in source.claims:
        groups.setdefault(claim.address.partition("/")[0], []).append(claim)
    return {
        "source": source,
        "edition": edition,
        "groups": [*groups.items(), *((("", source.cells),) if source.cells else ())],
        "actor": actor,
        "row": _row(source, ledger),
        "whole": name(actor.part_of, ledger) if actor.part_of else "",
        "url": web(actor.url),
    }


def part(about: dict[str, Any], groups: Iterable[tuple[str, list[Any]]]) -> dict[str, Any]:
    """The page on some of the groups."""
    source, edition = about["source"], about["edition"]
    shown = [(incident, [_claim(one, source, edition) for one in claims]) for incident, claims in groups if incident]
    cells = [_cell(one, edition.ledger) for incident, cells in groups if not incident for one in cells]
    unarchived = (
        [(one, web(one.url)) for one in _unarchived(source, edition.ledger)] if cells or len(shown) < PER_PAGE else []
    )
    given = {key: about[key] for key in ("actor", "row", "whole", "url")}
    return {**given, "claims": shown, "cells": cells, "unarchived": unarchived}


def _claim(claim: Claim, source: Source, edition: Edition) -> Said:
    ledger = edition.ledger
    fact = ledger.fact(claim.address.rpartition("/")[0])
    assert fact
    known = ledger.known(claim)
    return Said(
        fact=fact.id,
        title=title(fact),
        said=what(claim, fact, ledger),
        quote=quote(claim),
        on=dates.spoken(known) if known else "",
        contradicted=fact.address in source.contradicted,
        party=fact.address in source.party,
    )


def _cell(cell: Cell, ledger: Ledger) -> Published:
    total = ledger.totals[cell.address.partition("/")[0]]
    about = [cell.measure.replace("-", " "), cell.category and f"by {cell.category}"]
    return Published(
        total=total,
        about=" ".join(word for word in about if word),
        said=figure(cell.count) if cell.count else cell.trend or cell.change or cell.share,
        whom=cell.victims or total.victims,
    )
