"""What the ledger said before, and says now: corrections and the feed of changes, from git."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflict_ledger.changes import ADDED, REMOVED, RENAMED, RESTORED, REVISED, WITHDRAWN
from conflict_ledger.text.edits import details, subject
from conflict_ledger.text.phrases import many

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from conflict_ledger.changes import Change
    from conflict_ledger.site.edition import Edition, Entry

CORRECTING = (REVISED, WITHDRAWN, RESTORED, REMOVED, RENAMED)
PER_PAGE = 500  # rows of a list; a longer one goes on on a second page
_FEED = 50  # entries
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "ledger-changes")
_FOLDERS = {
    "incidents": "incident",
    "totals": "published total",
    "documents": "file of documents",
    "actors": "file of actors",
}


@dataclass(frozen=True, slots=True)
class Corrected:
    """One record that was changed: whose, how, and what each key said and says; `page` is its incident's, or empty."""

    kind: str
    page: str
    about: str
    subject: str
    details: list[str]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class News:
    """One commit as readers are told of it. `day` is that of the commit, in its own time zone."""

    id: str
    page: str
    commit: str
    when: datetime
    day: str
    subject: str
    added: list[tuple[str, str]]  # page and title of incidents that came
    others: list[str]  # what else came, counted
    records: list[Corrected]

    @property
    def corrections(self) -> list[Corrected]:
        return [one for one in self.records if one.kind in CORRECTING]

    @property
    def summary(self) -> str:
        """What the commit did, in numbers."""
        said = [f"{many(len(self.added), 'incident')} added"] if self.added else []
        said += self.others
        for kind in (ADDED, *CORRECTING):
            if count := sum(1 for one in self.records if one.kind == kind):
                said.append(f"{many(count, 'record')} {kind}")
        return ", ".join(said) or "wording or layout only"


def news(edition: Edition) -> list[News]:
    """Every commit on the data, latest first, each with the page that tells it."""
    return [_news(entry, paged("corrections.html", number), edition) for number, entry in enumerate(edition.entries)]


def paged(path: str, number: int) -> str:
    """The page of a list on which its entry of that number stands."""
    page = number // PER_PAGE
    return path if not page else path.replace(".html", f"-{page + 1}.html")


def _news(entry: Entry, page: str, edition: Edition) -> News:
    added, others = _added(entry.added, edition)
    records = [_corrected(change, edition) for chapter in entry.chapters for change in chapter.changes]
    return News(
        id=str(uuid.uuid5(_NAMESPACE, entry.commit)),
        page=f"{page}#c-{entry.commit[:12]}",
        commit=entry.commit,
        when=entry.when,
        day=f"{entry.when:%Y-%m-%d}",
        subject=entry.subject,
        added=added,
        others=others,
        records=records,
    )


def _added(paths: Iterable[str], edition: Edition) -> tuple[list[tuple[str, str]], list[str]]:
    incidents, counts = [], dict[str, int]()
    for path in sorted(paths):
        folder, name = path.split("/")[1], path.rpartition("/")[2].removesuffix(".yaml")
        if folder == "incidents":
            page = f"incidents/{name}.html" if name in edition.titles else ""
            incidents.append((page, edition.titles.get(name, name)))
        elif folder in _FOLDERS:
            counts[_FOLDERS[folder]] = counts.get(_FOLDERS[folder], 0) + 1
    return incidents, [f"{_many(count, what)} added" for what, count in counts.items()]


def _many(count: int, what: str) -> str:
    first, of, rest = what.partition(" of ")
    return f"{many(count, first)}{of}{rest}"


def _corrected(change: Change, edition: Edition) -> Corrected:
    incident = change.address.partition("/")[0]
    page = f"incidents/{incident}.html" if incident in edition.titles else ""
    about = edition.titles.get(incident, change.address)
    ledger = edition.ledger
    return Corrected(change.kind, page, about, subject(change, ledger), details(change, ledger), change.flags)


def of_incident(incident: str, found: Iterable[News]) -> Iterator[tuple[News, list[Corrected]]]:
    """The commits that changed what is said of the incident."""
    page = f"incidents/{incident}.html"
    for one in found:
        if mine := [record for record in one.records if record.page == page]:
            yield one, mine


def feed(found: list[News], edition: Edition) -> dict[str, Any]:
    """What the feed tells; its id stays the same as long as the ledger's first commit does."""
    first = found[-1].commit if found else edition.ledger.settings.title
    return {"news": found[:_FEED], "id": str(uuid.uuid5(_NAMESPACE, f"feed {first}"))}
