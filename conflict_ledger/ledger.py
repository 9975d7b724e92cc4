"""One ledger: every record that was read, and how actors, facts and statements hang together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from conflict_ledger import model
from conflict_ledger.words import UNATTRIBUTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from conflict_ledger.dates import When
    from conflict_ledger.findings import At, Finding
    from conflict_ledger.model import Actor, Dispute, Document, Fact, Incident, PublishedTotal, Settings, Statement
    from conflict_ledger.yamltext import Text


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that was read, on `today`. Records by id; `texts` by path.

    `as_of` is the day it is seen from, None for today; `commit` the one it was read from, None where that is the work tree.
    `kept` is where what was found of facts stays for whoever asks again and again; None where nothing stays.
    """

    root: Path
    settings: Settings
    actors: Mapping[str, Actor]
    documents: Mapping[str, Document]
    incidents: Mapping[str, Incident]
    totals: Mapping[str, PublishedTotal]
    texts: Mapping[str, Text]
    findings: tuple[Finding, ...]
    today: date
    as_of: date | None = None
    commit: str | None = None
    kept: dict[tuple[str, ...], Any] | None = field(default=None, compare=False, repr=False)

    def whole(self) -> Ledger:
        """The same with all its records at hand and what is found of its facts kept, for an answer that asks of all many times."""
        actors, documents = dict(self.actors), dict(self.documents)
        incidents, totals = dict(self.incidents), dict(self.totals)
        return replace(self, actors=actors, documents=documents, incidents=incidents, totals=totals, kept={})

    def place(self, at: At, key: str | None = None) -> tuple[int, int]:
        """Line and column of the record, or of what it holds under `key`: `quote`, or `also_in.0` within a list."""
        text = self.texts.get(at.path)
        if text is None:
            return 1, 1
        steps = key.split(".") if key else []
        return text.place((*at.route, *(int(step) if step.isdecimal() else step for step in steps)))

    def facts(self) -> Iterator[tuple[Incident, Fact]]:
        for incident in self.incidents.values():
            for fact in incident.facts.values():
                yield incident, fact

    def fact(self, reference: str, incident: str = "") -> Fact | None:
        """The fact called `incident/fact`, or `fact` within the incident named."""
        first, slash, second = reference.partition("/")
        found = self.incidents.get(first if slash else incident)
        return found.facts.get(second if slash else first) if found else None

    def wholes(self, fact: Fact) -> list[Fact]:
        """The facts that this one is part of, nearest first, at any depth; a circle ends where it closes."""
        chain: list[Fact] = []
        whole: Fact | None = fact
        while whole and whole.part_of:
            whole = self.fact(whole.part_of, whole.incident)
            if whole is None or whole.address in (fact.address, *(one.address for one in chain)):
                break
            chain.append(whole)
        return chain

    def actor(self, actor: str) -> Actor:
        """The actor, or a nameless one where nothing defines it (a check reports that)."""
        return self.actors.get(actor) or model.Actor(name=actor, kind="other", id=actor)

    def lineage(self, actor: str) -> list[str]:
        """The actor and all it is part of, nearest first; a circle ends where it closes."""
        line = [actor]
        while (found := self.actors.get(line[-1])) and found.part_of and found.part_of not in line:
            line.append(found.part_of)
        return line

    def same_side(self, one: str, other: str) -> bool:
        """True where the two are one actor, or one is part of the other at any depth."""
        return one in self.lineage(other) or other in self.lineage(one)

    def category(self, actor: str | None) -> str:
        """The perpetrator category of the actor, or else of what it is part of."""
        if actor and (own := self.actors.get(actor)) and own.category:
            return own.category
        for name in self.lineage(actor) if actor else ():
            if (found := self.actors.get(name)) and found.category:
                return found.category
        return UNATTRIBUTED

    def relay(self, statement: Statement) -> bool:
        """True where the statement is on record only with somebody who passes it on."""
        document = self.documents.get(statement.document or "")
        return document is not None and document.publisher != statement.source

    def stated(self, statement: Statement) -> When | None:
        """When the source said it: as written, or else the day of its own document. A relay has no default."""
        document = self.documents.get(statement.document or "")
        own = document.published if document and document.publisher == statement.source else None
        return statement.stated or own

    def known(self, statement: Statement) -> When | None:
        """The day from which the statement is known: when it was stated, or else when a relay printed it."""
        document = self.documents.get(statement.document or "")
        return self.stated(statement) or (document.published if document else None)

    def disputed(self, dispute: Dispute) -> When | None:
        """The day on which the document was rejected: as written, or else when that was printed."""
        document = self.documents.get(dispute.document or "")
        return dispute.stated or (document.published if document else None)
