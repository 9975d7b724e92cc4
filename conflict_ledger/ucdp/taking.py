"""A file of events set against the ledger: what is new, what a newer release revised, what is on record as it is.

Nothing is written here. A file that the import wrote and nobody changed by hand, or changed only in the same layout, is written again with a
claim added; any other is left to its writers, and what would be added is said.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conflict_ledger import files, yamltext
from conflict_ledger.ucdp import blocks
from conflict_ledger.ucdp.events import DEATHS, Event, NotAnEvent, event
from conflict_ledger.ucdp.incidents import FACT, claim, day, document, document_id, incident, path, reports

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Claim, Incident
    from conflict_ledger.ucdp.actors import Actors
    from conflict_ledger.ucdp.rows import Row

    Data = dict[str, Any]

NEW, SAME, REVISED, BY_HAND, REFUSED, SKIPPED = (
    "new",
    "on record as it is",
    "revised",
    "by hand",
    "not taken",
    "no event",
)
SUMS = ("low", "best", "high", *DEATHS)
_COMPARED = ("count", "victims", "including", "made_of", "perpetrator", "alongside")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one row. `text` is the file to write at `path`, if any; `said` is for the reader, `odd` what to look at."""

    line: int
    state: str
    path: str = ""
    text: str = ""
    said: str = ""
    odd: tuple[str, ...] = ()
    documents: dict[str, Any] = field(default_factory=dict)


class Taking:
    """One reading of a file of events of one release; `counts` and `sums` grow as rows are taken."""

    def __init__(self, ledger: Ledger, release: str, actors: Actors) -> None:
        self.ledger, self.release, self.actors = ledger, release, actors
        self.document = f"ucdp-ged-{release.replace('.', '-')}"
        self.counts: Counter[str] = Counter()
        self.sums: Counter[str] = Counter()
        self.disordered = 0
        self.apart = 0  # by how much low is above high, over all events where it is
        self.known = {one.external["ucdp"]: one for one in ledger.incidents.values() if "ucdp" in one.external}
        self.papers = set(ledger.documents)
        self.seen: set[int] = set()

    def rows(self, found: Iterable[Row]) -> Iterator[Taken]:
        """What became of each row, in the order of the file."""
        for row in found:
            taken = self.row(row)
            self.counts[taken.state] += 1
            yield taken

    def row(self, row: Row) -> Taken:
        if row.wrong:
            return Taken(row.line, REFUSED, said=row.wrong)
        if not row.cells.get("id", "").strip() and any(cell.startswith("#") for cell in row.cells.values()):
            return Taken(row.line, SKIPPED, said="a row of HXL tags")
        try:
            one = event(row.cells)
        except NotAnEvent as no:
            return Taken(row.line, REFUSED, said=str(no))
        if int(one.id) in self.seen:
            return Taken(row.line, REFUSED, said=f"event {one.id} stands in the file twice")
        self.seen.add(int(one.id))
        self.sums.update(dict(zip(SUMS, (one.low, one.best, one.high, *one.deaths), strict=True)))
        return self.placed(row.line, one, tuple(filter(None, (row.odd, *self.odd(one)))))

    def odd(self, one: Event) -> Iterator[str]:
        if not one.ordered:
            self.disordered += 1
            self.apart += max(0, one.low - one.high)
            yield (
                f"event {one.id}: low {one.low}, best {one.best}, high {one.high} do not stand in that order; it is left as it is"
                " (codebook, 5.5: an aggregate spread over events)"
            )
        if sum(one.deaths) != one.best:
            yield f"event {one.id}: best {one.best} is not the sum of its parts, {sum(one.deaths)}"

    def placed(self, line: int, one: Event, odd: tuple[str, ...]) -> Taken:
        known = self.known.get(one.id)
        if known is None:
            data = incident(one, self.document, self.release, self.actors)
            papers = {document_id(paper): document(paper, self.actors) for paper in reports(one)}
            fresh = {name: record for name, record in papers.items() if name not in self.papers}
            self.papers.update(fresh)
            return Taken(line, NEW, path(one), blocks.text(data), odd=odd, documents=fresh)
        return self.again(line, one, known, odd)

    def again(self, line: int, one: Event, known: Incident, odd: tuple[str, ...]) -> Taken:
        """The event is on record: as it is, as an earlier or later release had it, or as somebody wrote it."""
        fact = known.facts.get(FACT)
        own = [said for said in fact.claims if said.source == self.actors.ucdp] if fact else []
        if not own:
            return Taken(
                line, BY_HAND, said=f"event {one.id} is on record as {known.id}, without a claim of UCDP's", odd=odd
            )
        fresh = claim(one, self.document, self.release, self.actors)
        if day(one) != known.date.text:
            fresh["date"] = day(one)
        before = self.beside(own)
        if before.document == self.document:
            changes = differences(before, fresh, known)
            if not changes:
                return Taken(line, SAME, odd=odd)
            return Taken(line, BY_HAND, said=f"{known.id}: not as it was taken from this release: {changes}", odd=odd)
        changes = differences(before, fresh, known)
        return self.revised(line, known, fresh, changes, odd) if changes else Taken(line, SAME, odd=odd)

    def beside(self, own: list[Claim]) -> Claim:
        """The claim with which this release's is compared: its own, else the last one before it, else the first one after it."""
        ordered = sorted(own, key=lambda said: _order(said.document or ""))
        before = [said for said in ordered if _order(said.document or "") <= _order(self.document)]
        return before[-1] if before else ordered[0]

    def revised(self, line: int, known: Incident, fresh: Data, changes: str, odd: tuple[str, ...]) -> Taken:
        said = f"{known.id}: {changes}"
        written = files.content(self.ledger.root, known.at.path)
        tree: Any = yamltext.read(written).tree
        if blocks.text(tree).encode() != written:
            return Taken(line, BY_HAND, said=f"{said}; its file was edited by hand, so add the claim there", odd=odd)
        facts = dict(tree["facts"])
        facts[FACT] = {**facts[FACT], "claims": [*facts[FACT]["claims"], fresh]}
        return Taken(line, REVISED, known.at.path, blocks.text({**tree, "facts": facts}), said, odd)


def _order(document: str) -> tuple[int, ...]:
    """Releases in their order: ucdp-ged-19-1 is before ucdp-ged-23-1."""
    return tuple(int(part) for part in document.split("-") if part.isdecimal())


def differences(before: Claim, fresh: Data, known: Incident) -> str:
    """What the release says otherwise than the claim does; empty where nothing."""
    had: Data = {
        "count": before.count.text if before.count else "",
        "victims": before.who,
        "including": {
            name: share if isinstance(share, str) else share.text for name, share in before.including.items()
        },
        "made_of": {name: share.text for name, share in before.made_of.items()},
        "perpetrator": before.perpetrator,
        "alongside": list(before.alongside),
        "date": (before.date or known.date).text,
    }
    now = {"including": {}, "alongside": [], "date": known.date.text, **fresh}
    return "; ".join(
        f"{key} {_worded(had[key])} → {_worded(now[key])}" for key in (*_COMPARED, "date") if had[key] != now[key]
    )


def _worded(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {figure}" for name, figure in value.items()) or "nothing"
    return ", ".join(value) or "nobody" if isinstance(value, list) else str(value)
