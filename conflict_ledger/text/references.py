"""References to the documents in which a fact's current claims stand: as footnotes, and as CSL-JSON for a reference manager."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_ledger.dates import EVER
from conflict_ledger.text.cite import LANGUAGES, ordered
from conflict_ledger.text.phrases import name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflict_ledger.dates import When
    from conflict_ledger.history import Commit
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Claim, Document, Fact

    Json = dict[str, Any]

_QUOTES = {"en": "“{}”", "fr": "«\u202f{}\u202f»"}
_SAID = {
    "en": {"archived": "archived at", "accessed": "accessed", "page": "p.", "at": "commit", "as of": "as of"},
    "fr": {"archived": "archivé à", "accessed": "consulté le", "page": "p.", "at": "commit", "as of": "au"},
}
_TYPES = {
    "media": "article-newspaper",
    "un": "report",
    "ngo": "report",
    "government": "report",
    "state-forces": "report",
    "court": "legal_case",
}


def footnotes(facts: Iterable[Fact], ledger: Ledger, language: str, commit: Commit | None) -> list[str]:
    """A footnote for each current claim, and one for the ledger itself."""
    made = [_footnote(claim, document, ledger, language) for claim, document in _cited(facts, ledger)]
    return [*dict.fromkeys(made), _ledger(ledger, language, commit)]


def _cited(facts: Iterable[Fact], ledger: Ledger) -> Iterator[tuple[Claim, Document]]:
    for fact in facts:
        for claim in ordered(fact, ledger):
            if document := ledger.documents.get(claim.document or ""):
                yield claim, document


def _footnote(claim: Claim, document: Document, ledger: Ledger, language: str) -> str:
    """Publisher, title, day, page, address; the source first where somebody else published its words, and its quote."""
    said, quote, speaks = _SAID[language], _QUOTES[language], LANGUAGES[language]
    parts = [name(document.publisher, ledger), quote.format(document.title)]
    if document.published:
        parts.append(speaks.day(document.published))
    if claim.page:
        parts.append(f"{said['page']} {claim.page}")
    if document.url:
        parts.append(document.url)
    if document.archived:
        parts.append(f"{said['archived']} {document.archived}")
    if document.accessed:
        parts.append(f"{said['accessed']} {speaks.day(document.accessed)}")
    quoted = f"{quote.format(claim.quote.strip())}, " if claim.quote else ""
    return (
        f"{name(claim.source, ledger)}: {quoted}{', '.join(parts)}."
        if ledger.relay(claim)
        else f"{quoted}{', '.join(parts)}."
    )


def _ledger(ledger: Ledger, language: str, commit: Commit | None) -> str:
    said = _SAID[language]
    parts = [ledger.settings.title]
    if commit:
        parts.append(f"{said['at']} {commit.id[:12]}{' (+)' if commit.modified else ''}")
    if ledger.as_of:
        parts.append(f"{said['as of']} {ledger.as_of}")
    if ledger.settings.licence:
        parts.append(ledger.settings.licence)
    return f"{', '.join(parts)}."


def csl(facts: Iterable[Fact], ledger: Ledger) -> list[Json]:
    """The documents as CSL-JSON items, each once, by id."""
    documents = {document.id: document for _, document in _cited(facts, ledger)}
    return [_item(documents[key], ledger) for key in sorted(documents)]


def _item(document: Document, ledger: Ledger) -> Json:
    publisher = ledger.actor(document.publisher)
    item: Json = {
        "id": document.id,
        "type": _TYPES.get(publisher.kind, "document"),
        "title": document.title,
        "author": [{"literal": publisher.name}],
        "publisher": publisher.name,
    }
    if document.published:
        item["issued"] = _issued(document.published)
    if document.accessed:
        item["accessed"] = _issued(document.accessed)
    return item | {
        key: value
        for key, value in (
            ("URL", document.url),
            ("language", document.language),
            ("archive_location", document.archived),
        )
        if value
    }


def _issued(when: When) -> Json:
    """A date as CSL has it: no more parts than are known, two dates for a range, `circa` where it is approximate."""
    doubt = {"circa": True} if set("~?") & set(when.text) else {}
    if when.first == EVER:
        return {"literal": when.text}
    if when.first == when.last:
        return {"date-parts": [[when.first.year, when.first.month, when.first.day]], **doubt}
    if len(when.text.rstrip("~?")) == 4:
        return {"date-parts": [[when.first.year]], **doubt}
    if (when.first.year, when.first.month) == (when.last.year, when.last.month) and "/" not in when.text:
        return {"date-parts": [[when.first.year, when.first.month]], **doubt}
    return {"date-parts": [[one.year, one.month, one.day] for one in (when.first, when.last)], **doubt}
