"""The claims of one fact, laid out side by side: rival figures aligned, each with its words and where it is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger import dates
from conflict_ledger.contradictions import party
from conflict_ledger.standing import CURRENT, DRIFT, REPEATED, REVISED, WITHDRAWN, standings
from conflict_ledger.text.layout import BAD, DIM, HEAD, MARK, PLAIN, Line, Span, Width, columns, fits, span, wrap
from conflict_ledger.text.phrases import figure, many, name, noun, people, perpetrators, scope, what, whom

if TYPE_CHECKING:
    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Claim, Fact
    from conflict_ledger.standing import Standing

PARTY = "●"
_CAP = 26  # cells of a source or figure; what is longer wraps
HEDGES = {
    "suspects": "suspected",
    "alleges": "alleged",
    "reasonable-grounds": "on reasonable grounds",
    "admits": "admitted by itself",
    "claims-own": "claimed by itself",
}
STATES = {DRIFT: "changed on the way", REPEATED: "said again", REVISED: "revised since", WITHDRAWN: "withdrawn"}


def claims(fact: Fact, ledger: Ledger, width: Width, *, full: bool) -> list[Line]:
    """Each current claim, its details below it, then what its source said before and what relays made of it."""
    found = standings(fact, ledger)
    shown = [standing.claim for standing in found if standing.state == CURRENT]
    if not shown:
        return _others(found, None, fact, ledger, width, full)
    heads = _heads(shown, fact, ledger, width)
    lines: list[Line] = []
    for claim, head in zip(shown, heads, strict=True):
        below = [one for one in found if stands_for(one, found) is claim]
        lines += head + _details(claim, ledger, width, full) + _others(below, claim.source, fact, ledger, width, full)
    alone = [one for one in found if stands_for(one, found) is None]
    return lines + _others(alone, None, fact, ledger, width, full)


def stands_for(one: Standing, found: list[Standing]) -> Claim | None:
    """The current claim that stands instead of this one, through whatever came between; None where none does."""
    by = {other.claim.address: other.by for other in found}
    claim = one.by
    while claim is not None and by.get(claim.address) is not None:
        claim = by[claim.address]
    return None if one.state == CURRENT else claim


def _heads(shown: list[Claim], fact: Fact, ledger: Ledger, width: Width) -> list[list[Line]]:
    """The first line of each claim: columns where they fit, else cards."""
    rows = [_row(claim, fact, ledger) for claim in shown]
    if fits(rows, width, 2, _CAP):
        return columns(rows, "lrll" if fact.measure else "ll", width, 2, _CAP)
    return [_card(row, width) for row in rows]


def _card(row: list[Span], width: Width) -> list[Line]:
    source, *rest = row
    said: list[Span] = []
    for text, style in rest:
        if text:
            said += [(" ", PLAIN), (text, style)] if said else [(text, style)]
    return [*wrap([source], width, 2), *wrap(said, width, 4)]


def _row(claim: Claim, fact: Fact, ledger: Ledger) -> list[Span]:
    mark = f" {PARTY}" if party(claim, fact, ledger) else ""
    source = span(name(claim.source, ledger) + mark, PLAIN)
    if fact.question:
        return [source, span(what(claim, fact, ledger), HEAD)]
    if claim.count is None:
        return [source, span(""), span(""), span(what(claim, fact, ledger), HEAD)]
    count = span(figure(claim.count) + scope(claim), HEAD)
    return [source, count, span(whom_of(claim.count, claim, fact)), span(perpetrators(claim, ledger))]


def whom_of(count: Figure, claim: Claim, fact: Fact) -> str:
    """The victims word as it stands after the figure; bodies of whom it is not said are bodies."""
    return whom(count, "bodies" if fact.measure == "bodies" and claim.who == "people" else claim.who)


def _details(claim: Claim, ledger: Ledger, width: Width, full: bool) -> list[Line]:
    """Below a claim: its words, where they are on record, and what else it says."""
    indent = 6
    lines = wrap([*_quoted(claim), *_recorded(claim, ledger)], width, indent)
    for label, groups in (("including", claim.including), ("made up of", claim.made_of)):
        if groups:
            said = [
                f"{noun(group)} {share if isinstance(share, str) else figure(share)}" for group, share in groups.items()
            ]
            lines += wrap([span(f"{label} {', '.join(said)}", DIM)], width, indent)
    if claim.attribution in HEDGES:
        lines += wrap([span(f"perpetrator: {HEDGES[claim.attribution]}", DIM)], width, indent)
    if claim.date:
        lines += wrap([span(f"dated {dates.spoken(claim.date)}", DIM)], width, indent)
    if claim.note and full:
        lines += wrap([span(f"note: {claim.note.strip()}", DIM)], width, indent)
    return lines


def _quoted(claim: Claim) -> list[Span]:
    if not claim.quote:
        return []
    translated = f" [{claim.translation}]" if claim.translation else ""
    return [span(f"“{claim.quote.strip()}”"), span(f"{translated} ", DIM)]


def _recorded(claim: Claim, ledger: Ledger) -> list[Span]:
    """`said 5 April 2022; AFP, 31 August 2022 [afp-2022-08-31]; also in …`."""
    document = ledger.documents.get(claim.document or "")
    spans: list[Span] = []
    if document:
        when = f", {dates.spoken(document.published)}" if document.published else ", undated"
        relayed = "relayed by " if document.publisher != claim.source else ""
        spans.append(span(f"{relayed}{name(document.publisher, ledger)}{when} [{document.id}]", DIM))
    stated = claim.stated
    if stated and not (document and document.published == stated):
        spans.append(span(f", said {dates.spoken(stated)}", DIM))
    if claim.also_in:
        relays = [name(other.publisher, ledger) for relay in claim.also_in if (other := ledger.documents.get(relay))]
        count = len(claim.also_in)
        spans.append(span(f" + {count} relay{'s' if count > 1 else ''}: {', '.join(relays)}", DIM))
    return spans


def _others(
    found: list[Standing], source: str | None, fact: Fact, ledger: Ledger, width: Width, full: bool
) -> list[Line]:
    """Those of the claims that are not current: what was said before, what relays made of it; named where `source` differs."""
    others = [one for one in found if one.state != CURRENT]
    folded = [] if full else [one for one in others if one.state in (DRIFT, REPEATED)]
    lines = [line for one in others if one not in folded for line in _other(one, source, fact, ledger, width, full)]
    for state in (DRIFT, REPEATED):
        if said := [one for one in folded if one.state == state]:
            words = f"{STATES[state]}: {_folded(said, fact, ledger)}"
            lines += wrap([span("↳ ", DIM), span(words, MARK if state == DRIFT else DIM)], width, 6, 8)
    return lines


def _folded(found: list[Standing], fact: Fact, ledger: Ledger) -> str:
    """What relays have, those who have the same together: "50 civilians (A, B); dozens of people (C)"."""
    groups: dict[str, dict[str, None]] = {}
    for one in found:
        document = ledger.documents.get(one.claim.document or "")
        relay = name(document.publisher, ledger) if document else "no document"
        groups.setdefault(worded(one, fact, ledger), {})[relay] = None
    return "; ".join(f"{words} ({', '.join(relays)})" for words, relays in groups.items())


def worded(one: Standing, fact: Fact, ledger: Ledger) -> str:
    claim = one.claim
    words = what(claim, fact, ledger) if claim.count is None else people(claim.count, claim.who) + scope(claim)
    by = perpetrators(claim, ledger) if one.state == DRIFT and _differs(one) else ""
    return f"{words}, {by}" if by else words


def _other(one: Standing, source: str | None, fact: Fact, ledger: Ledger, width: Width, full: bool) -> list[Line]:
    claim = one.claim
    state = STATES[one.state]
    if claim.withdrawn:
        state = f"withdrawn {dates.spoken(claim.withdrawn.date)} ({claim.withdrawn.reason.strip().rstrip('.')})"
    who = "" if source == claim.source else f"{name(claim.source, ledger)}, "
    said = [
        span("↳ ", DIM),
        span(f"{who}{state}: ", MARK if one.state == DRIFT else DIM),
        span(f"{worded(one, fact, ledger)} "),
    ]
    lines = wrap([*said, *_quoted(claim), *_recorded(claim, ledger)], width, 6, 8)
    return lines + (wrap([span(f"note: {claim.note.strip()}", DIM)], width, 8) if full and claim.note else [])


def _differs(standing: Standing) -> bool:
    return bool(standing.by and standing.claim.perpetrator != standing.by.perpetrator)


def marks(kinds: list[str]) -> list[Span]:
    """The kinds of contradiction of a fact, for the right-hand end of its heading."""
    return [span(f"{' · '.join(kinds)} ✗", BAD)] if kinds else []


def counted(fact: Fact) -> str:
    """`4 sources, 11 documents`: who asserts, and in how many documents that is on record."""
    sources = {claim.source for claim in fact.claims if not claim.withdrawn}
    documents = {name for claim in fact.claims for name in (claim.document, *claim.also_in) if name}
    return f"{many(len(sources), 'source')}, {many(len(documents), 'document')}"
