"""One edition of the ledger: what all pages are made from, worked out once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from conflict_ledger.contradictions import contradictions
from conflict_ledger.disputes import CONTRADICTION
from conflict_ledger.sources import sources
from conflict_ledger.totals import contradicted

if TYPE_CHECKING:
    from datetime import date, datetime

    from conflict_ledger.changes import Chapter
    from conflict_ledger.disputes import Contradiction
    from conflict_ledger.history import Commit
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Incident
    from conflict_ledger.sources import Source


@dataclass(frozen=True)
class Entry:
    """One commit on the data: the files that came with it, and what it changed in those that were there."""

    commit: str
    when: datetime
    subject: str
    added: tuple[str, ...]
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class Edition:
    """A ledger at its commit, with what git knows of it, latest first. `day` is that of the commit, None where there is none.

    `methodology` is the ledger's own page in Markdown, `style` its additions to the style sheet, `downloads` are formats of `ledger export`, `base_url` where the site will stand, with a final
    slash, or empty where that is not known. `shallow` tells that earlier commits may be missing.
    """

    ledger: Ledger
    commit: Commit | None = None
    day: date | None = None
    entries: tuple[Entry, ...] = ()
    shallow: bool = False
    methodology: str = ""
    style: str = ""
    base_url: str = ""
    downloads: tuple[str, ...] = ()

    @cached_property
    def incidents(self) -> list[Incident]:
        """Latest first."""
        return sorted(self.ledger.incidents.values(), key=lambda one: (one.date.first, one.id), reverse=True)

    @cached_property
    def titles(self) -> dict[str, str]:
        return {one.id: one.title for one in self.incidents}

    @cached_property
    def disputes(self) -> list[Contradiction]:
        """Those of the incidents and of the published totals, as `ledger contradictions` lists them."""
        return sorted([*contradictions(self.ledger), *contradicted(self.ledger)], key=lambda one: one.order)

    @cached_property
    def severities(self) -> Counter[str]:
        """How many of each there are."""
        return Counter(one.severity for one in self.disputes)

    @cached_property
    def by_incident(self) -> dict[str | None, list[Contradiction]]:
        found: dict[str | None, list[Contradiction]] = {}
        for one in self.disputes:
            found.setdefault(one.incident, []).append(one)
        return found

    def kinds(self, incident: str) -> list[str]:
        """The kinds of contradiction between the incident's sources, each once."""
        found = self.by_incident.get(incident, ())
        return list(dict.fromkeys(one.kind for one in found if one.severity == CONTRADICTION))

    @cached_property
    def sources(self) -> list[Source]:
        return sources(self.ledger, self.disputes)

    @cached_property
    def changed(self) -> dict[str, Entry]:
        """For each file the last commit that touched it."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            for path in (*entry.added, *(chapter.edit.path for chapter in entry.chapters)):
                found.setdefault(path, entry)
        return found

    @cached_property
    def provenance(self) -> str:
        """What is printed with every total: the commit, and the day from which it is seen."""
        if self.commit is None:
            return f"not under git{f' · as of {self.ledger.as_of}' if self.ledger.as_of else ''}"
        edits = " with uncommitted edits" if self.commit.modified else ""
        return f"commit {self.commit.id[:12]}{edits} · as of {self.ledger.as_of or self.day}"
