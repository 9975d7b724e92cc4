"""The sum over this ledger's own incidents under one rule, by perpetrator category, with every claim accounted for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from conflict_ledger import figures, words
from conflict_ledger.standing import current
from conflict_ledger.totals.account import Account, account
from conflict_ledger.totals.rules import PREFERRED, RANGE, chosen

if TYPE_CHECKING:
    from conflict_ledger.dates import When
    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Claim, Fact, Incident, Place

ALL = None  # the row over all categories


@dataclass(frozen=True, slots=True)
class Question:
    """What is summed: whom (`victims`), what happened to them (`measure`), when, where, and what is left out."""

    period: When
    measure: str = "killed"
    victims: str = "civilians"
    places: tuple[Place, ...] = ()
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One category's sum (`category` None: over all of them), the facts in it, and those that straddle the period."""

    category: str | None
    figure: Figure
    facts: tuple[str, ...]
    straddling: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows by category, the row over all under None; `unassessed` facts had no claim that the rule could prefer.

    `parts` is what each fact gives to a row, by category and the fact's address: they add up to the row.
    """

    rule: str
    rows: dict[str | None, Row]
    account: Account
    unassessed: tuple[str, ...] = ()
    parts: dict[tuple[str | None, str], Figure] = field(default_factory=dict, compare=False, repr=False)


BY = {
    "category": "the perpetrator's category",
    "actor": "the lead perpetrator",
    "source": "each source's own account; accounts are rivals and never added up",
    "place": "the incident's place",
    "month": "calendar months; a fact over the edge of one adds to the upper end only",
    "incident": "the incident",
}


def tally(question: Question, rule: str, ledger: Ledger, by: str = "category") -> Tally:
    """Sums the facts of the period and place under the rule: range, preferred, or a source's id.

    Rows are perpetrator categories, or `by` actor, place or incident: then `category` of a row is the actor's id, the name
    of the place, the incident's id.
    """
    if by == "source":
        return _accounts(question, rule, ledger)
    return _Summing(question, rule, ledger, by).tally()


def _accounts(question: Question, rule: str, ledger: Ledger) -> Tally:
    """Each source's own account of the period, side by side and without a total, for they are rivals."""
    whole = tally(question, rule, ledger)
    counted = {address.rpartition("/")[0] for address in whole.account.counted}
    speaking = {claim.source for _, fact in ledger.facts() if fact.address in counted for claim in fact.claims}
    rows: dict[str | None, Row] = {}
    for source in sorted(speaking):
        if row := tally(question, source, ledger).rows.get(ALL):
            rows[source] = replace(row, category=source)
    return Tally(rule, rows, whole.account, whole.unassessed)


def shares(question: Question, rule: str, ledger: Ledger) -> dict[tuple[str | None, str], Figure]:
    """What each fact gives to the row of each category (None: over all), by category and the fact's address: they add up to the row."""
    return tally(question, rule, ledger).parts


@dataclass
class _Summing:
    question: Question
    rule: str
    ledger: Ledger
    by: str = "category"
    parts: dict[tuple[str | None, str], Figure] = field(default_factory=dict)
    fates: dict[str, str | None] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    straddling: set[str] = field(default_factory=set)

    def tally(self) -> Tally:
        unassessed = []
        for incident, fact in self.ledger.facts():
            if self.concerns(incident, fact):
                self.take(incident, fact)
                if fact.measure == self.question.measure and fact.assessment is None:
                    unassessed.append(fact.address)
        categories = dict.fromkeys(category for category, _ in self.parts)
        rows = {category: self.row(category) for category in sorted(categories, key=str)}
        left_out = tuple(unassessed) if self.rule == PREFERRED else ()
        return Tally(self.rule, rows, account(self.fates), left_out, self.parts)

    def row(self, category: str | None) -> Row:
        parts = {address: figure for (name, address), figure in self.parts.items() if name == category}
        straddling = tuple(address for address in parts if address in self.straddling)
        return Row(category, figures.total(parts.values()), tuple(parts), straddling)

    def concerns(self, incident: Incident, fact: Fact) -> bool:
        """Whether the fact touches the period and the place."""
        return incident.when(fact).meets(self.question.period) and _in(incident.place, self.question.places)

    def take(self, incident: Incident, fact: Fact) -> None:
        """Counts the fact's claims or sets them aside, once; the facts that it is part of come first."""
        if fact.address in self.seen:
            return
        self.seen.add(fact.address)
        wholes = [whole for whole in self.ledger.wholes(fact) if whole.measure == fact.measure]
        for whole in wholes:
            other = self.ledger.incidents[whole.incident]
            if self.concerns(other, whole):
                self.take(other, whole)
        unfit = self.unfit(incident, fact)
        ruled_out = {} if unfit else chosen(fact, self.rule, self.ledger)
        counted = []
        for claim in fact.claims:
            reason = "withdrawn" if claim.withdrawn else unfit
            reason = reason or self.covered(claim, wholes) or ruled_out[claim.address] or self.unsummed(claim)
            self.fates[claim.address] = reason
            if reason is None:
                counted.append(claim)
        self.add(incident, fact, counted, wholes)

    def covered(self, claim: Claim, wholes: list[Fact]) -> str | None:
        """Whether these people are counted already, in the same category, in a fact that theirs is part of."""
        if not wholes:
            return None
        category = self.key(claim) if self.by in ("category", "actor") else ALL
        inside = claim.count and any((category, whole.address) in self.parts for whole in wholes)
        return "part of a counted fact" if inside else None

    def add(self, incident: Incident, fact: Fact, claims: list[Claim], wholes: list[Fact]) -> None:
        """Adds the claims to the row of each one's category, and to the row over all."""
        cells: dict[str | None, list[Claim]] = {}
        for claim in claims:
            cells.setdefault(self.key(claim), []).append(claim)
        if claims and not any((ALL, whole.address) in self.parts for whole in wholes):
            cells[ALL] = claims
        now = current(fact, self.ledger) if cells and self.rule == RANGE else []
        for category, rivals in cells.items():
            self.parts[category, fact.address] = self.sum(incident, fact, category, rivals, now)

    def key(self, claim: Claim) -> str:
        return key_of(claim, self.by, self.ledger)

    def unfit(self, incident: Incident, fact: Fact) -> str | None:
        """Why no claim of the fact can be counted: the first reasons of the list."""
        if fact.withdrawn or incident.withdrawn:
            return "withdrawn"
        if fact.incident in self.question.excludes or fact.address in self.question.excludes:
            return "excluded"
        if fact.question:
            return "question"
        return "other measure" if fact.measure != self.question.measure else None

    def unsummed(self, claim: Claim) -> str | None:
        """Why a claim that the rule takes adds nothing: the last reasons of the list."""
        if claim.scope:
            return "scope"
        if claim.denies:
            return "denial"
        if claim.no_position or claim.count is None:
            return "no position"
        return None if self.counted(claim) else "other victims"

    def counted(self, claim: Claim) -> Figure | None:
        return counted(claim, self.question.victims)

    def sum(
        self, incident: Incident, fact: Fact, category: str | None, claims: list[Claim], now: list[Claim]
    ) -> Figure:
        """What the claims give to the row, as far as all that are current `now` leave it certain."""
        figure = figures.hull(share for claim in claims if (share := self.counted(claim)))
        figure = self.widened(figure, category, claims, now)
        if incident.when(fact) not in self.question.period:
            self.straddling.add(fact.address)
            return figures.figure(0, figure.high, approximate=figure.approximate)
        return figure

    def widened(self, figure: Figure, category: str | None, claims: list[Claim], now: list[Claim]) -> Figure:
        """The sum as far as rivals who give no figure for exactly these people leave it certain."""
        low = 0 if any(self.rivals(claim, category, claims) for claim in now) else figure.low
        high = figure.high
        for claim in now:
            bound = self.counted(claim) if claim.scope else None
            if bound and claim.scope == "wider" and bound.high is not None and bound.high < low:
                low = 0
            if bound and claim.scope == "part" and high is not None and bound.low > high:
                high = None
        if (low, high) == (figure.low, figure.high):
            return figure
        return figures.figure(low, high, approximate=figure.approximate)

    def rivals(self, claim: Claim, category: str | None, counted: list[Claim]) -> bool:
        """Whether the claim puts these people in another category, calls them what excludes them, or denies them all."""
        if claim.denies:
            return claim.denies == "event"
        if claim.count is None:
            return False
        if claim.count.zero:
            return all(words.contains(claim.who, other.who) for other in counted)
        elsewhere = category is not ALL and self.key(claim) != category
        return elsewhere or words.excludes(claim.who, self.question.victims)


def key_of(claim: Claim, by: str, ledger: Ledger) -> str:
    """The row to which the claim's figure goes."""
    if by == "category":
        return ledger.category(claim.perpetrator)
    if by == "actor":
        return claim.perpetrator or words.UNATTRIBUTED
    if by == "source":
        return claim.source
    incident = claim.address.partition("/")[0]
    if by == "incident":
        return incident
    named = [one.name or one.admin2 or one.admin1 or one.country for one in ledger.incidents[incident].place]
    return "; ".join(name for name in named if name) or "no place"


def counted(claim: Claim, victims: str) -> Figure | None:
    """What the claim gives a total over `victims`: its figure, or up to it where they may be among others."""
    figure = claim.count
    if figure and figure.zero and not words.counts_fully(claim.who, victims):
        return None  # nobody of one group says nothing of all
    if figure is None or words.counts_fully(victims, claim.who):
        return figure
    if not words.may_include(victims, claim.who):
        return None
    inner = [
        share for group, share in claim.groups.items() if group in words.VICTIMS and words.counts_fully(victims, group)
    ]
    low = max((share.low for share in inner), default=0)
    high = figures.within(claim.groups.get(victims, figure), figure).high
    return figures.figure(low, high, approximate=figure.approximate)


def _in(places: tuple[Place, ...], wanted: tuple[Place, ...]) -> bool:
    """Whether one of the places lies in one of those wanted; nothing wanted is everywhere."""
    if not wanted:
        return True
    return any(_lies_in(place, whole) for place in places for whole in wanted)


def _lies_in(place: Place, whole: Place) -> bool:
    pairs = (
        (place.country, whole.country),
        (place.admin1, whole.admin1),
        (place.admin2, whole.admin2),
        (place.name, whole.name),
    )
    return all(theirs is None or mine == theirs for mine, theirs in pairs)
