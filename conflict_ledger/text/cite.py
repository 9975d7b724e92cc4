"""Sentences to paste: what each source says of one fact, with its qualifier, its source and its day, and nothing beyond that.

One fact is one sentence, because its claims are rival answers: there they stand beside each other and cannot be added. Only current
claims are in it. A source that speaks about itself is called a party, and a source that is on record only with somebody who passes its
words on is cited through them. Names are as the ledger has them, whatever the language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_ledger import dates
from conflict_ledger.contradictions import party
from conflict_ledger.standing import current
from conflict_ledger.text import french
from conflict_ledger.text.phrases import counted, in_text, listed, name, people, what

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    from conflict_ledger.dates import When
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Claim, Fact, Incident

    class Language(Protocol):
        """What a language has its own words for."""

        joined: str

        def day(self, when: When) -> str: ...
        def whole(self, claim: Claim, fact: Fact, ledger: Ledger) -> str: ...
        def short(self, claim: Claim, fact: Fact, ledger: Ledger) -> str: ...
        def source(self, claim: Claim, fact: Fact, ledger: Ledger) -> str: ...
        def first(self, said: str, sources: list[str]) -> str: ...
        def further(self, said: str, sources: list[str]) -> str: ...
        def own(self, said: str, source: str, day: str) -> str: ...
        def other(self, claim: Claim, fact: Fact, ledger: Ledger) -> str: ...


_PARTIAL = {"part": " (a partial count)", "wider": " (a wider count)"}
_OWNING = (None, "states", "admits", "claims-own")


def citable(incident: Incident, ledger: Ledger) -> list[Fact]:
    """The facts on people killed; where there are none, all that count people; where there are none, all.

    Without those whose people are in another fact of the same measure.
    """
    spoken = [fact for fact in incident.facts.values() if current(fact, ledger) and not _inside(fact, ledger)]
    killed = [fact for fact in spoken if fact.measure == "killed"]
    return killed or [fact for fact in spoken if fact.measure] or spoken or list(incident.facts.values())


def _inside(fact: Fact, ledger: Ledger) -> bool:
    return any(whole.measure == fact.measure for whole in ledger.wholes(fact))


def sentences(facts: Iterable[Fact], ledger: Ledger, language: str) -> list[str]:
    """One sentence for each fact on which somebody is on record."""
    return [sentence(fact, ledger, LANGUAGES[language]) for fact in facts if current(fact, ledger)]


def sentence(fact: Fact, ledger: Ledger, language: Language) -> str:
    """All that the fact's current claims say, those that say the same together, parties last."""
    claims = ordered(fact, ledger)
    groups: dict[str, list[Claim]] = {}
    others: list[str] = []
    for claim in claims:
        if claim.count or claim.answer:
            groups.setdefault(language.whole(claim, fact, ledger), []).append(claim)
        else:
            others.append(language.other(claim, fact, ledger))
    said = [_said(number, words, group, fact, ledger, language) for number, (words, group) in enumerate(groups.items())]
    text = language.joined.join([*said, *others])
    start = f"{fact.question} " if fact.question and groups else ""
    return f"{start}{text[:1].upper()}{text[1:]}."


def _said(number: int, words: str, group: list[Claim], fact: Fact, ledger: Ledger, language: Language) -> str:
    claim = group[0]
    if len(group) == 1 and number and _owns(claim, fact):
        when = ledger.known(claim)
        return language.own(
            language.short(claim, fact, ledger),
            _named(claim, fact, ledger, language),
            language.day(when) if when else "",
        )
    sources = [_named(one, fact, ledger, language) + _day(one, ledger, language) for one in group]
    if not number or fact.question:
        return language.first(words, sources)
    return language.further(language.short(claim, fact, ledger), sources)


def ordered(fact: Fact, ledger: Ledger) -> list[Claim]:
    """The current claims: figures for exactly these people before others, parties last, then the latest first; never by their place in the file."""

    def key(claim: Claim) -> tuple[Any, ...]:
        when = ledger.known(claim)
        silent = claim.count.unknown if claim.count else not claim.answer
        return (
            not (claim.count or claim.answer),
            silent,
            party(claim, fact, ledger),
            -when.last.toordinal() if when else 0,
            claim.address,
        )

    return sorted(current(fact, ledger), key=key)


def _owns(claim: Claim, fact: Fact) -> bool:
    """Whether the source says of itself, and as a fact, that it killed."""
    figured = claim.count is not None and not claim.count.zero and not claim.count.unknown
    return (
        fact.measure == "killed"
        and figured
        and claim.perpetrator == claim.source
        and claim.attribution in _OWNING
        and not claim.scope
    )


def _named(claim: Claim, fact: Fact, ledger: Ledger, language: Language) -> str:
    return language.source(claim, fact, ledger)


def _day(claim: Claim, ledger: Ledger, language: Language) -> str:
    when = ledger.known(claim)
    return f" ({language.day(when)})" if when else ""


def relay(claim: Claim, ledger: Ledger) -> str | None:
    """Who passes the claim on, where it is on record with nobody else."""
    document = ledger.documents.get(claim.document or "")
    return document.publisher if document and ledger.relay(claim) else None


class English:
    """The words of page 2, with numbers as English has them."""

    joined = "; "

    def day(self, when: When) -> str:
        return dates.spoken(when)

    def whole(self, claim: Claim, fact: Fact, ledger: Ledger) -> str:
        if claim.count is None:
            return what(claim, fact, ledger)
        return grouped(counted(claim.count, claim.who, fact.measure or "", verb=True), ",") + _PARTIAL.get(
            claim.scope or "", ""
        )

    def short(self, claim: Claim, fact: Fact, ledger: Ledger) -> str:
        count = claim.count
        if count is None:
            return what(claim, fact, ledger)
        return grouped(
            counted(count, claim.who, "bodies") if fact.measure == "bodies" else people(count, claim.who), ","
        ) + _PARTIAL.get(claim.scope or "", "")

    def source(self, claim: Claim, fact: Fact, ledger: Ledger) -> str:
        by = relay(claim, ledger)
        through = f", relayed by {in_text(by, ledger)}" if by else ""
        return in_text(claim.source, ledger) + (", a party" if party(claim, fact, ledger) else "") + through

    def first(self, said: str, sources: list[str]) -> str:
        return f"{said}, according to {listed(sources)}"

    def further(self, said: str, sources: list[str]) -> str:
        return f"according to {listed(sources)}, {said}"

    def own(self, said: str, source: str, day: str) -> str:
        return f"{source}, reported killing {said}" + (f" ({day})" if day else "")

    def other(self, claim: Claim, fact: Fact, ledger: Ledger) -> str:
        return f"{self.source(claim, fact, ledger)}{_day(claim, ledger, self)} {what(claim, fact, ledger)}"


class French:
    """The words of `french`; names stand as the ledger has them, without an article."""

    joined = " ; "

    def day(self, when: When) -> str:
        return french.day(when)

    def whole(self, claim: Claim, fact: Fact, ledger: Ledger) -> str:
        if claim.count is None:
            return what(claim, fact, ledger)
        return grouped(french.clause(claim.count, claim.who, fact.measure or ""), "\u202f") + french.scope(claim.scope)

    def short(self, claim: Claim, fact: Fact, ledger: Ledger) -> str:
        if claim.count is None:
            return what(claim, fact, ledger)
        whom = "bodies" if fact.measure == "bodies" else claim.who
        return grouped(french.people(claim.count, whom), "\u202f") + french.scope(claim.scope)

    def source(self, claim: Claim, fact: Fact, ledger: Ledger) -> str:
        by = relay(claim, ledger)
        through = f", via {name(by, ledger)}" if by else ""
        return name(claim.source, ledger) + (", partie en cause" if party(claim, fact, ledger) else "") + through

    def first(self, said: str, sources: list[str]) -> str:
        return f"{said}, selon {listed(sources, 'et')}"

    def further(self, said: str, sources: list[str]) -> str:
        return f"selon {listed(sources, 'et')}, {said}"

    def own(self, said: str, source: str, day: str) -> str:
        return f"selon {source}" + (f" ({day})" if day else "") + f", qui s'en attribue la mort, {said}"

    def other(self, claim: Claim, fact: Fact, ledger: Ledger) -> str:
        said = french.refused(
            claim.denies, claim.victims or "civilians", name(claim.perpetrator or claim.source, ledger)
        )
        return f"{self.source(claim, fact, ledger)}{_day(claim, ledger, self)} : {said}"


def grouped(text: str, mark: str) -> str:
    """The text with the thousands of its numbers apart: 1500 is 1,500."""
    return " ".join(f"{int(word):,}".replace(",", mark) if word.isdecimal() else word for word in text.split(" "))


LANGUAGES: dict[str, Language] = {"en": English(), "fr": French()}
