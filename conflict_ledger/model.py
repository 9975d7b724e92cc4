"""What a ledger holds: frozen records, each with where it was written.

The annotations direct the reading (`shape`): a field is read by the reader of its type, one without a default must be given.
Where a record stands (`at`) takes no part in equality. `address` names a claim, fact or cell for people and in JSON.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import field

from conflict_ledger import records
from conflict_ledger.dates import When
from conflict_ledger.figures import Figure, figure, share_of
from conflict_ledger.findings import At

Id: TypeAlias = str  # lower-case a-z 0-9 -, starts with a letter
ActorId: TypeAlias = str
DocumentId: TypeAlias = str
Reference: TypeAlias = str  # incident/fact, incident/fact/source or a part of one
Line: TypeAlias = str  # text on one line
Prose: TypeAlias = str  # text on one or more lines
Word: TypeAlias = str  # a label that the writer chooses
Expiry: TypeAlias = When  # the one date that may lie in the future
Group: TypeAlias = str  # a victims word, or women, men, girls, boys, children, adults, identified
Measure: TypeAlias = str
Victims: TypeAlias = str
Denial: TypeAlias = str
Attribution: TypeAlias = str
Scope: TypeAlias = str
Trend: TypeAlias = str
Relation: TypeAlias = str
Precision: TypeAlias = str
ActorKind: TypeAlias = str
Category: TypeAlias = str
Country: TypeAlias = str  # ISO 3166-1 alpha-2
Language: TypeAlias = str  # BCP 47
Url: TypeAlias = str
Digest: TypeAlias = str  # SHA-256, 64 hexadecimal digits
Percent: TypeAlias = str  # 64%, -42%
Flag: TypeAlias = bool
Latitude: TypeAlias = float
Longitude: TypeAlias = float
Share: TypeAlias = Figure | str  # a figure, `some` or `most`

NOWHERE = At("")


class Withdrawn(records.Record, frozen=True, kw_only=True):
    """The desk's act: the record stays, and counts no more from `date` on."""

    date: When
    reason: Prose


class Accepted(records.Record, frozen=True, kw_only=True):
    """The desk's word that what one check finds on this record, or on what is inside it, stays as it is."""

    check: Line
    reason: Prose
    by: Line
    date: When
    until: Expiry | None = None


class Statement(records.Record, frozen=True, kw_only=True):
    """What a claim and a cell of a published table have in common: who asserts it, where it is on record, since when."""

    source: ActorId
    document: DocumentId | None = None
    also_in: tuple[DocumentId, ...] = ()
    id: Id | None = None
    stated: When | None = None
    count: Figure | None = None
    victims: Victims | None = None
    including: dict[Group, Share] = field(default_factory=dict)
    made_of: dict[Word, Figure] = field(default_factory=dict)
    revises: Reference | None = None
    page: Line | None = None
    quote: Prose | None = None
    quote_language: Language | None = None
    translation: Prose | None = None
    note: Prose | None = None
    withdrawn: Withdrawn | None = None
    accepted: tuple[Accepted, ...] = ()
    address: str = ""
    at: At = NOWHERE

    @property
    def who(self) -> Victims:
        """Who all the people counted were: people, where it is not said."""
        return self.victims or "people"

    @property
    def names(self) -> set[str]:
        """What the claim may be called on its own fact: its source, its address, the last part of that, its id."""
        return {self.source, self.address, self.address.rpartition("/")[2], *([self.id] if self.id else [])}

    @property
    def groups(self) -> dict[Group, Figure]:
        """The figure for each group named among the people counted, `some` and `most` worked out."""
        whole = self.count
        if whole is None or not self.including:
            return {}
        shares = self.including.items()
        return {group: share_of(share, whole) if isinstance(share, str) else share for group, share in shares}


class Claim(Statement, frozen=True, kw_only=True):
    """One source's answer to a fact. Exactly one of `count`, `answer`, `denies` and `no_position` is given."""

    answer: Word | None = None
    denies: Denial | None = None
    no_position: Flag = False
    against: tuple[ActorId, ...] = ()
    perpetrator: ActorId | None = None
    alongside: tuple[ActorId, ...] = ()
    scope: Scope | None = None
    attribution: Attribution | None = None
    date: When | None = None

    @property
    def bearing(self) -> Figure | None:
        """The figure as it bears on the whole fact: a part is at least that, what is wider at most that."""
        if self.count is None or self.scope is None:
            return self.count
        low, high = (self.count.low, None) if self.scope == "part" else (0, self.count.high)
        return figure(low, high, approximate=self.count.approximate)


class Cell(Statement, frozen=True, kw_only=True):
    """One cell of a published table. Exactly one of `count`, `trend`, `change` and `share` is given."""

    measure: Measure
    category: Category | None = None
    trend: Trend | None = None
    change: Percent | None = None
    share: Percent | None = None
    since: When | None = None


class Assessment(records.Record, frozen=True, kw_only=True):
    """The desk's own judgement between rival claims."""

    prefer: Reference
    reason: Prose
    by: Line
    date: When


class Fact(records.Record, frozen=True, kw_only=True):
    """One question, its claims the rival answers. Exactly one of `measure` and `question` is given."""

    title: Line | None = None
    measure: Measure | None = None
    question: Line | None = None
    answers: dict[Word, Line] = field(default_factory=dict)
    date: When | None = None
    part_of: Reference | None = None
    claims: tuple[Claim, ...]
    assessment: Assessment | None = None
    note: Prose | None = None
    withdrawn: Withdrawn | None = None
    accepted: tuple[Accepted, ...] = ()
    id: str = ""
    incident: str = ""
    at: At = NOWHERE

    @property
    def address(self) -> str:
        return f"{self.incident}/{self.id}"


class Place(records.Record, frozen=True, kw_only=True):
    """Where. A published total's place may be a whole country or region; an incident's has a name."""

    name: Line | None = None
    aka: tuple[Line, ...] = ()
    country: Country | None = None
    admin1: Line | None = None
    admin2: Line | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    precision: Precision | None = None


class Related(records.Record, frozen=True, kw_only=True):
    incident: Id
    relation: Relation = field(name="as")


class Incident(records.Record, frozen=True, kw_only=True):
    """One incident and its facts, in the order in which they were written."""

    title: Line
    date: When
    place: tuple[Place, ...] = ()
    aka: tuple[Line, ...] = ()
    related: tuple[Related, ...] = ()
    external: dict[Word, Line] = field(default_factory=dict)
    summary: Prose | None = None
    note: Prose | None = None
    facts: dict[Id, Fact]
    withdrawn: Withdrawn | None = None
    accepted: tuple[Accepted, ...] = ()
    id: str = ""
    at: At = NOWHERE

    def when(self, fact: Fact) -> When:
        """The fact's date: its own, or else the incident's."""
        return fact.date or self.date


class PublishedTotal(records.Record, frozen=True, kw_only=True):
    """Figures that a source published for a whole period, each claim one cell of its table."""

    title: Line
    period: When
    place: tuple[Place, ...] = ()
    victims: Victims = "people"
    excludes: tuple[Reference, ...] = ()
    complete: Flag = False
    series: Line | None = None
    note: Prose | None = None
    claims: tuple[Cell, ...]
    withdrawn: Withdrawn | None = None
    accepted: tuple[Accepted, ...] = ()
    id: str = ""
    at: At = NOWHERE


class Actor(records.Record, frozen=True, kw_only=True):
    """Everyone who acts or speaks. `in_text` is how the name stands within a sentence: "the Malian army"."""

    name: Line
    in_text: Line | None = None
    aka: tuple[Line, ...] = ()
    kind: ActorKind
    category: Category | None = None
    country: Country | None = None
    part_of: ActorId | None = None
    url: Url | None = None
    note: Prose | None = None
    accepted: tuple[Accepted, ...] = ()
    id: str = ""
    at: At = NOWHERE


class Dispute(records.Record, frozen=True, kw_only=True):
    """Someone rejects a whole document, without a figure."""

    by: ActorId
    document: DocumentId | None = None
    stated: When | None = None
    quote: Prose | None = None
    note: Prose | None = None


class Document(records.Record, frozen=True, kw_only=True):
    """Where a claim is on record. It is a relay of every source but its publisher."""

    title: Line
    publisher: ActorId
    published: When | None = None
    language: Language | None = None
    url: Url | None = None
    archived: Url | None = None
    accessed: When | None = None
    file: Line | None = None
    sha256: Digest | None = None
    disputed: tuple[Dispute, ...] = ()
    note: Prose | None = None
    accepted: tuple[Accepted, ...] = ()
    id: str = ""
    at: At = NOWHERE


class Settings(records.Record, frozen=True, kw_only=True):
    """`data/ledger.yaml`: what this ledger is."""

    title: Line = "Untitled ledger"
    licence: Line | None = None
    requires: Line | None = None
    categories: dict[Id, Line] = field(default_factory=dict)
    note: Prose | None = None
    at: At = NOWHERE
