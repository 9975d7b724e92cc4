"""The records of the JSON documents: figures, claims, documents, places in files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_ledger.text.sentences import sentence

if TYPE_CHECKING:
    from conflict_ledger.dates import When
    from conflict_ledger.disputes import Contradiction
    from conflict_ledger.figures import Figure
    from conflict_ledger.findings import At, Finding
    from conflict_ledger.history import Commit
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Actor, Claim, Document, Place, Statement

Json = dict[str, Any]


def head(command: str, ledger: Ledger, commit: Commit | None, rule: str | None = None) -> Json:
    """What every document starts with; `modified` tells that the files differ from the commit."""
    about: Json = {
        "title": ledger.settings.title,
        "commit": commit.id if commit else None,
        "modified": commit.modified if commit else None,
        "as_of": ledger.as_of.isoformat() if ledger.as_of else None,
    }
    return {"format": f"ledger.{command}", "version": 1, "ledger": about | ({"rule": rule} if rule else {})}


def figure(count: Figure | None) -> Json | None:
    """Null is silence, never zero; `high` is null where the figure is open."""
    if count is None:
        return None
    return {"low": count.low, "high": count.high, "about": count.about, "text": count.text}


def when(date: When | None) -> Json | None:
    """Earliest and latest day; `first` is null where the start is open."""
    if date is None:
        return None
    first = None if date.first.year == 1 else date.first.isoformat()
    return {"first": first, "last": date.last.isoformat(), "text": date.text}


def where(at: At, ledger: Ledger) -> Json:
    line, column = ledger.place(at)
    return {"path": at.path, "line": line, "column": column}


def place(one: Place) -> Json:
    keys = ("name", "country", "admin1", "admin2", "latitude", "longitude", "precision")
    return {**{key: getattr(one, key) for key in keys}, "aka": list(one.aka)}


def actor(one: Actor) -> Json:
    keys = ("id", "name", "kind", "category", "country", "part_of")
    return {**{key: getattr(one, key) for key in keys}, "aka": list(one.aka)}


def document(one: Document, ledger: Ledger) -> Json:
    keys = ("id", "title", "publisher", "language", "url", "archived", "file", "sha256")
    disputed = [
        {
            "by": dispute.by,
            "document": dispute.document,
            "stated": when(ledger.disputed(dispute)),
            "quote": dispute.quote,
        }
        for dispute in one.disputed
    ]
    dated = {"published": when(one.published), "accessed": when(one.accessed)}
    return {**{key: getattr(one, key) for key in keys}, **dated, "disputed": disputed, "note": one.note}


def statement(one: Statement, ledger: Ledger) -> Json:
    """What claims and cells have in common, source and documents inline."""
    documents = ledger.documents
    return {
        "address": one.address,
        "source": actor(ledger.actor(one.source)),
        "document": document(found, ledger) if (found := documents.get(one.document or "")) else None,
        "also_in": [document(documents[name], ledger) for name in one.also_in if name in documents],
        "relay": ledger.relay(one),
        "stated": when(ledger.stated(one)),
        "known": when(ledger.known(one)),
        "count": figure(one.count),
        "victims": one.victims,
        "including": {group: figure(share) for group, share in one.groups.items()},
        "made_of": {part: figure(share) for part, share in one.made_of.items()},
        "revises": one.revises,
        "page": one.page,
        "quote": one.quote,
        "quote_language": one.quote_language,
        "translation": one.translation,
        "note": one.note,
        "withdrawn": {"date": when(one.withdrawn.date), "reason": one.withdrawn.reason} if one.withdrawn else None,
        "at": where(one.at, ledger),
    }


def claim(one: Claim, ledger: Ledger) -> Json:
    keys = ("answer", "denies", "no_position", "perpetrator", "scope", "attribution")
    lists = {"against": list(one.against), "alongside": list(one.alongside)}
    return {**statement(one, ledger), **{key: getattr(one, key) for key in keys}, **lists, "date": when(one.date)}


def contradiction(one: Contradiction, ledger: Ledger) -> Json:
    """`fits` is given for drift only: whether every changed number still fits the source's own."""
    return {
        "incident": one.incident,
        "fact": one.fact,
        "kind": one.kind,
        "severity": one.severity,
        "claims": sorted(claim.address for claim in one.claims),
        "pairs": [[mine.address, theirs.address] for mine, theirs in one.pairs],
        "sentence": sentence(one, ledger),
        "approximate": one.approximate,
        "assessed": one.assessed,
        "fits": one.fits,
        "at": [{"address": claim.address, **where(claim.at, ledger)} for claim in one.claims],
    }


def finding(one: Finding) -> Json:
    keys = ("check", "severity", "message", "hint", "path", "line", "column", "address")
    return {key: getattr(one, key) for key in keys}
