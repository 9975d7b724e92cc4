"""The contradictions of a ledger: each in one sentence, then every claim involved with its file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_ledger import dates
from conflict_ledger.disputes import CONTRADICTION, DRIFT, REVISION
from conflict_ledger.text import published
from conflict_ledger.text.layout import BAD, DIM, HEAD, MARK, PLAIN, Line, Width, apart, span, wrap
from conflict_ledger.text.phrases import many, name, people, what
from conflict_ledger.text.sentences import sentence

if TYPE_CHECKING:
    from conflict_ledger.disputes import Contradiction
    from conflict_ledger.ledger import Ledger

_STYLES = {CONTRADICTION: BAD, DRIFT: MARK, REVISION: DIM}


def listing(found: list[Contradiction], ledger: Ledger, width: Width) -> list[Line]:
    """Incident by incident; published totals last."""
    by_incident: dict[str | None, list[Contradiction]] = {}
    for one in found:
        by_incident.setdefault(one.incident, []).append(one)
    lines: list[Line] = []
    for incident, own in by_incident.items():
        lines += [[]] if lines else []
        lines += _heading(incident, ledger, width)
        for one in own:
            lines += [[], *_one(one, ledger, width)]
    return lines


def _heading(incident: str | None, ledger: Ledger, width: Width) -> list[Line]:
    if incident is None:
        return [[span("Published totals", HEAD)]]
    record = ledger.incidents[incident]
    return apart([span(record.title, HEAD), span(f" [{incident}]", DIM)], [span(dates.spoken(record.date))], width)


def _one(one: Contradiction, ledger: Ledger, width: Width) -> list[Line]:
    fact = ledger.fact(f"{one.incident}/{one.fact}")
    title = (fact.title or fact.question or fact.id) if fact else published.title(one)
    state = " · assessed" if one.assessed else ""
    mark = " ✗" if one.severity == CONTRADICTION else ""
    lines = apart([span(f"  {title}")], [span(f"{one.kind}{mark}{state}", _STYLES[one.severity])], width)
    lines += wrap([span(sentence(one, ledger))], width, 4)
    for claim in one.claims:
        lines += _claim(claim, fact, ledger, width)
    return lines


def _claim(claim: Any, fact: Any, ledger: Ledger, width: Width) -> list[Line]:
    line, _ = ledger.place(claim.at)
    document = ledger.documents.get(claim.document or "")
    when = ledger.known(claim)
    said = what(claim, fact, ledger) if fact else _cell(claim)
    about = [document.id if document else "", dates.spoken(when) if when else "", f"{claim.at.path}:{line}"]
    quote = f" “{claim.quote.strip()}”" if claim.quote else ""
    spans = [
        span(f"{name(claim.source, ledger)}: {said}{quote} "),
        span(" · ".join(part for part in about if part), DIM),
    ]
    return wrap([span("– ", PLAIN), *spans], width, 4, 6)


def _cell(cell: Any) -> str:
    if not hasattr(cell, "measure"):
        return people(cell.count, cell.who)
    return f"{published.printed(cell)} {cell.measure}{f' by {cell.category}' if cell.category else ''}"


def summary(found: list[Contradiction]) -> str:
    """`3 contradictions, 2 changed on the way, 1 revision`, for the margin of the answer."""
    counts = {severity: sum(1 for one in found if one.severity == severity) for severity in _STYLES}
    said = [
        many(counts[CONTRADICTION], "contradiction"),
        f"{counts[DRIFT]} changed on the way",
        many(counts[REVISION], "revision"),
    ]
    return ", ".join(said)
