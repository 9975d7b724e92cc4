"""How claims contradict, each contradiction in one plain sentence that names every claim involved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_ledger import dates
from conflict_ledger.contradictions import party
from conflict_ledger.text.phrases import figure, in_text, listed, noun, people, scope, what
from conflict_ledger.words import VICTIMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conflict_ledger.disputes import Contradiction
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Claim, Fact

    Say = Callable[[Any], str]


def sentence(contradiction: Contradiction, ledger: Ledger) -> str:
    """The contradiction in one plain sentence."""
    fact = ledger.fact(f"{contradiction.incident}/{contradiction.fact}")
    text = _SENTENCES[contradiction.kind](contradiction, fact, ledger)
    return text[:1].upper() + text[1:]


def _clauses(claims: Iterable[Any], fact: Fact | None, ledger: Ledger, first: Say, say: Say | None = None) -> str:
    """Who said what, those who said the same together, parties last: "A and B said X; C, a party, said Y"."""
    groups: dict[str, list[Any]] = {}
    for claim in sorted(claims, key=lambda claim: _party(claim, fact, ledger)):
        groups.setdefault((say or first)(claim), []).append(claim)
    said = [
        (_who(group, fact, ledger), first(group[0]) if not number else words)
        for number, (words, group) in enumerate(groups.items())
    ]
    return "; ".join(f"{who} said {words}" for who, words in said)


def _party(claim: Any, fact: Fact | None, ledger: Ledger) -> bool:
    return fact is not None and party(claim, fact, ledger)


def _who(claims: Iterable[Any], fact: Fact | None, ledger: Ledger) -> str:
    """The sources as a subject: "the Malian army, a party,"; "A, B and C"."""
    names: dict[str, None] = {}
    for claim in claims:
        names[in_text(claim.source, ledger) + (" (a party)" if _party(claim, fact, ledger) else "")] = None
    if len(names) == 1:
        return next(iter(names)).replace(" (a party)", ", a party,")
    return listed(list(names))


def _count(found: Contradiction, fact: Fact, ledger: Ledger) -> str:
    said = _clauses(
        found.claims,
        fact,
        ledger,
        lambda claim: what(claim, fact, ledger, verb=True),
        lambda claim: people(claim.count, claim.who) + scope(claim),
    )
    if len(found.claims) == 2:
        return f"{said}; both cannot be true, and the two must not be added."
    return f"{said}; these cannot all be true, and must not be added."


def _among(claim: Claim) -> str:
    """Who was among the victims, after a comma: ", most of them civilians and some of them fighters"."""
    shares = [(group, share) for group, share in claim.including.items() if group in VICTIMS]
    said = [f"{share if isinstance(share, str) else figure(share)} of them {noun(group)}" for group, share in shares]
    return f", {listed(said)}" if said else ""


def _whom(claim: Claim) -> str:
    return f"the victims were {noun(claim.who)}{_among(claim)}"


def _victims(found: Contradiction, fact: Fact, ledger: Ledger) -> str:
    return (
        _clauses(found.claims, fact, ledger, _whom, lambda claim: _whom(claim).removeprefix("the victims were ")) + "."
    )


def _perpetrator(found: Contradiction, fact: Fact, ledger: Ledger) -> str:
    return (
        _clauses(found.claims, fact, ledger, lambda claim: f"it was {in_text(claim.perpetrator or '', ledger)}") + "."
    )


def _date(found: Contradiction, fact: Fact, ledger: Ledger) -> str:
    return _clauses(found.claims, fact, ledger, lambda claim: f"it was on {dates.spoken(claim.date)}") + "."


def _answer(found: Contradiction, fact: Fact, ledger: Ledger) -> str:
    groups: dict[str, list[Any]] = {}
    for claim in found.claims:
        groups.setdefault(what(claim, fact, ledger), []).append(claim)
    said = [
        f"{_who(group, fact, ledger).replace(', a party,', ' (a party)')}: {words}" for words, group in groups.items()
    ]
    text = "; ".join(said)
    return f"{fact.question} {text[:1].upper()}{text[1:]}."


def _denial(found: Contradiction, fact: Fact, ledger: Ledger) -> str:
    zeros = [claim for claim in found.claims if claim.count and claim.count.zero]
    denying = [claim for claim in found.claims if claim.denies]
    affirming = [claim for claim in found.claims if claim not in zeros and claim not in denying]
    said = [
        _clauses(
            group,
            fact,
            ledger,
            lambda claim: _affirmed(claim, fact, ledger),
            lambda claim: _short(claim, fact, ledger) + _among(claim),
        )
        for group in (affirming, zeros)
        if group
    ]
    return (
        "; ".join([*said, *(f"{_who([claim], fact, ledger)} {what(claim, fact, ledger)}" for claim in denying)]) + "."
    )


def _affirmed(claim: Claim, fact: Fact, ledger: Ledger) -> str:
    return what(claim, fact, ledger, verb=True) + _among(claim) if claim.count else f"“{what(claim, fact, ledger)}”"


def _parts(found: Contradiction, fact: Fact, ledger: Ledger) -> str:
    paired = {claim.address for pair in found.pairs for claim in pair}
    said = [_sum(claim, ledger) for claim in found.claims if claim.address not in paired]
    for part, whole in found.pairs:
        source = in_text(part.source, ledger)
        said.append(f"{source} said {figure(part.count)} of a part and {figure(whole.count)} of the whole")
    return "; ".join(said) + "; these figures cannot be right together."


def _sum(claim: Claim, ledger: Ledger) -> str:
    parts = claim.made_of or claim.groups
    named = listed([f"{figure(share)} {noun(part)}" for part, share in parts.items()])
    whole = figure(claim.count) if claim.count else ""
    joined = "made of" if claim.made_of else "including"
    return f"{in_text(claim.source, ledger)}, as {_where(claim, ledger)} has it, said {whole}, {joined} {named}"


def _drift(found: Contradiction, fact: Fact | None, ledger: Ledger) -> str:
    """Grouped by what was said: where A said X, B and C have Y, D has Z."""
    changed: dict[str, dict[str, list[str]]] = {}
    for claim, own in found.pairs:
        through = f", as {_where(own, ledger)} has it," if ledger.relay(own) else ""
        words, said_before = _apart(claim, own, fact, ledger)
        before = f"{in_text(own.source, ledger)}{through} said {said_before}"
        where = _where(claim, ledger)
        changed.setdefault(before, {}).setdefault(words, []).append("it also" if before.startswith(where) else where)
    said = [
        f"where {before}, {'; '.join(_has(who, words) for words, who in after.items())}"
        for before, after in changed.items()
    ]
    return f"{'; '.join(said)}. {_fitting(found)}"


def _apart(claim: Any, own: Any, fact: Fact | None, ledger: Ledger) -> tuple[str, str]:
    """The two in words that tell them apart: with the victims word where either has one, and by whom where that differs."""
    if claim.count is None or own.count is None or not (claim.victims or own.victims):
        return _short(claim, fact, ledger), _short(own, fact, ledger)
    words = [people(one.count, one.who) + scope(one) for one in (claim, own)]
    leads = [getattr(one, "perpetrator", None) for one in (claim, own)]
    if words[0] == words[1] and leads[0] != leads[1]:
        words = [
            f"{said} by {in_text(lead, ledger) if lead else 'nobody named'}"
            for said, lead in zip(words, leads, strict=True)
        ]
    return words[0], words[1]


def _has(who: list[str], words: str) -> str:
    names = list(dict.fromkeys(who))
    return f"{listed(names)} {'have' if len(names) > 1 else 'has'} {words}"


def _fitting(found: Contradiction) -> str:
    if found.fits is None:
        return ""
    if found.fits:
        return "The number itself fits."
    return "The number itself does not fit." if len(found.pairs) == 1 else "Not every number fits."


def _revision(found: Contradiction, fact: Fact | None, ledger: Ledger) -> str:
    said = [
        f"{in_text(own.source, ledger)} said {_short(own, fact, ledger)}{_on(own, ledger)} after {_short(claim, fact, ledger)}{_on(claim, ledger)}"
        for claim, own in found.pairs
    ]
    return "; ".join(said) + "."


def _published(found: Contradiction, _: Fact | None, ledger: Ledger) -> str:
    from conflict_ledger.text import published  # incidents are shown without the room of the totals

    return published.totals(found, ledger) if found.kind == "totals" else published.unborne(found, ledger)


def _short(claim: Any, fact: Fact | None, ledger: Ledger) -> str:
    if claim.count is None:
        return f"“{what(claim, fact, ledger)}”" if fact else str(claim.trend or claim.change or claim.share)
    said = people(claim.count, claim.who) if claim.victims else figure(claim.count)
    return said + scope(claim)


def _where(claim: Any, ledger: Ledger) -> str:
    document = ledger.documents.get(claim.document or "")
    return in_text(document.publisher, ledger) if document else "a document"


def _on(claim: Any, ledger: Ledger) -> str:
    when = ledger.known(claim)
    return f" ({dates.spoken(when)})" if when else ""


_SENTENCES: dict[str, Callable[[Contradiction, Any, Ledger], str]] = {
    "count": _count,
    "victims": _victims,
    "perpetrator": _perpetrator,
    "date": _date,
    "answer": _answer,
    "denial": _denial,
    "parts": _parts,
    "drift": _drift,
    "revision": _revision,
    "totals": _published,
    "trend": _published,
    "change": _published,
    "share": _published,
}
