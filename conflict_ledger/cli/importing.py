"""The command `import`: the field's data taken in, shown first, and written only with `--write`."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from conflict_ledger.cli import working
from conflict_ledger.cli.output import note, width, write
from conflict_ledger.cli.placing import written
from conflict_ledger.cli.session import NOTHING, USAGE, root, stop
from conflict_ledger.findings import one_of
from conflict_ledger.reading import load
from conflict_ledger.text.layout import span, wrap
from conflict_ledger.text.phrases import many
from conflict_ledger.ucdp import blocks, rows
from conflict_ledger.ucdp.actors import Actors
from conflict_ledger.ucdp.taking import BY_HAND, NEW, REFUSED, REVISED, SAME, SKIPPED, Taken, Taking

if TYPE_CHECKING:
    from collections.abc import Iterator

    import typer

    from conflict_ledger.ledger import Ledger

SHOWN = 20  # messages of one kind; all are counted
BATCH = 500  # rows that are held at once
GOVERNMENT, NON_STATE = "government", "non-state"
_CATEGORIES = {GOVERNMENT: "Governments (UCDP)", NON_STATE: "Non-state groups (UCDP)"}
_RELEASE = re.compile(r"[0-9]{2}\.[0-9](?:\.[0-9]{1,2}){0,2}")


class Asked(NamedTuple):
    """What `ledger import` is to take in. None is nothing said."""

    what: str
    file: str
    release: str | None
    government: str | None
    non_state: str | None
    writing: bool


def taken_in(context: typer.Context, asked: Asked) -> int:
    if asked.what != "ucdp":
        raise stop(USAGE, f"nothing is known of {asked.what}", one_of(asked.what, ["ucdp"]))
    file = Path(asked.file)
    if not file.is_file():
        raise stop(NOTHING, f"no file {asked.file}")
    release = _release(asked, file)
    ledger = load(root(context), progress=working.progress())
    actors = Actors(ledger, *_categories(asked, ledger))
    taking = Taking(ledger, release, actors)
    try:
        _told(taking, file, ledger, asked)
    except rows.NotGed as no:
        raise stop(USAGE, f"{asked.file}: {no}", no.hint) from None
    except OSError as error:
        raise stop(USAGE, f"{error.filename or asked.file}: {error.strerror}") from None
    return int(taking.counts[REFUSED] > 0)


def _release(asked: Asked, file: Path) -> str:
    found = asked.release or rows.release(file)
    if found is None:
        raise stop(USAGE, f"which release of GED {asked.file} is, neither its name nor its head says", "--release 23.1")
    if not _RELEASE.fullmatch(found):
        raise stop(USAGE, f"--release: {found} is no release of GED", "such as 23.1")
    return found


def _categories(asked: Asked, ledger: Ledger) -> tuple[str, str]:
    """The perpetrator categories of governments and of others. Ends with 2 where the ledger does not have them."""
    wanted = (asked.government or GOVERNMENT, asked.non_state or NON_STATE)
    missing = [name for name in wanted if name not in ledger.settings.categories]
    if missing and _settings(ledger):
        lines = [f"  {name}: {_CATEGORIES.get(name, name)}" for name in missing]
        raise stop(
            USAGE,
            f"data/ledger.yaml has no category {' and no category '.join(missing)}",
            "add to its categories:",
            *lines,
            f"or name two that it has: --government CATEGORY --non-state CATEGORY ({', '.join(ledger.settings.categories) or 'it has none'})",
        )
    return wanted


def _settings(ledger: Ledger) -> bool:
    return (ledger.root / "data" / "ledger.yaml").exists()


def _told(taking: Taking, file: Path, ledger: Ledger, asked: Asked) -> None:
    """Takes the rows batch by batch, writes each where that is asked for, and says what became of them."""
    said = _Messages(asked.file)
    shelf = _Shelf(ledger, taking)
    found = taking.rows(rows.rows(file))
    while batch := list(islice(found, BATCH)):
        for one in batch:
            said.of(one)
        if asked.writing:
            shelf.put(batch)
        working.on(f"{taking.counts.total()} rows")
    said.rest()
    for line in _summary(taking, asked):
        write(wrap([span(line)], width(), 0, 2))


def _summary(taking: Taking, asked: Asked) -> Iterator[str]:
    counts, sums = taking.counts, taking.sums
    took = counts[NEW] + counts[REVISED] + counts[SAME] + counts[BY_HAND]
    yield f"{Path(asked.file).name} · UCDP GED {taking.release} · {many(counts.total(), 'row')}: {took} events, {counts[REFUSED]} not taken, {counts[SKIPPED]} no events"
    yield f"events: {counts[NEW]} new, {counts[REVISED]} revised, {counts[SAME]} on record as they are, {counts[BY_HAND]} left to their writers"
    yield f"killed, by the file: low {sums['low']}, best {sums['best']}, high {sums['high']}"
    yield (
        f"best is made of: side a {sums['deaths_a']}, side b {sums['deaths_b']}, civilians {sums['deaths_civilians']},"
        f" unknown {sums['deaths_unknown']}"
    )
    if taking.disordered:
        yield f"{many(taking.disordered, 'event')} with low, best and high out of order, left as they are"
    if taking.apart:
        yield (
            f"low is above high in some of these, by {taking.apart} together: an interval holds them the other way round, so that the"
            f" ledger's totals are {sums['low'] - taking.apart} to {sums['high'] + taking.apart}"
        )
    for name in sorted(taking.actors.uncategorised):
        yield f"{name} needs a category in the ledger: it is a perpetrator"
    fresh = counts[NEW] + counts[REVISED]
    if asked.writing:
        yield f"{many(fresh, 'file')} written; ledger validate says what they rest on" if fresh else "nothing to write"
    else:
        yield (
            f"nothing is written without --write: {many(fresh, 'incident')}, {many(len(taking.actors.new), 'actor')}"
            if fresh
            else "nothing to write"
        )


class _Messages:
    """What is said of single rows on stderr, with the file's line: the first of each kind, and how many more."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.counts: Counter[str] = Counter()

    def of(self, taken: Taken) -> None:
        if taken.state not in (NEW, SAME):
            self.say(taken.state, taken.line, taken.said)
        for odd in taken.odd:
            self.say("warning", taken.line, odd)

    def say(self, kind: str, line: int, what: str) -> None:
        self.counts[kind] += 1
        if self.counts[kind] <= SHOWN:
            note(f"{self.file}:{line}: {kind}: {what}")

    def rest(self) -> None:
        for kind, count in self.counts.items():
            if count > SHOWN:
                note(f"… and {count - SHOWN} more: {kind}")


class _Shelf:
    """Where records are put: actors and documents before the incidents that name them, so that a stop in between leaves a sound ledger."""

    def __init__(self, ledger: Ledger, taking: Taking) -> None:
        self.ledger, self.taking = ledger, taking
        self.actors: dict[str, Any] = {}
        self.started = False
        self.own = ""  # the one file of this run's actors: written again as they become more

    def put(self, batch: list[Taken]) -> None:
        fresh = [one for one in batch if one.text]
        if not fresh:
            return
        if not self.started:
            self.start()
        if self.actors != self.taking.actors.new:
            self.actors = {name: dict(record) for name, record in self.taking.actors.new.items()}
            self.own = self.own or self.free("actors")
            self.file(self.own, self.actors)
        papers = {name: record for one in fresh for name, record in one.documents.items()}
        if papers:
            self.file(self.free("documents"), papers)
        for one in fresh:
            written(self.ledger.root / one.path, one.text.encode())

    def start(self) -> None:
        """The ledger's settings, where it has none, and the release as a document."""
        if not _settings(self.ledger):
            self.file("data/ledger.yaml", {"title": "Events of UCDP GED", "categories": _CATEGORIES})
        release, name = self.taking.release, self.taking.document
        if name not in self.ledger.documents:
            about = {
                "title": f"UCDP Georeferenced Event Dataset (GED) Global version {release}",
                "publisher": self.taking.actors.ucdp,
                "published": f"20{release[:2]}",
                "language": "en",
                "url": "https://ucdp.uu.se/downloads/",
                "note": "Licence CC BY 4.0. Cite: Sundberg and Melander (2013); Davies, Pettersson and Öberg (2023).",
            }
            self.file(f"data/documents/{name}.yaml", {name: about})
        self.started = True

    def free(self, folder: str) -> str:
        """The next file of this release that is not there yet."""
        here = self.ledger.root / "data" / folder / "ucdp"
        number = len(list(here.glob("*.yaml"))) + 1 if here.is_dir() else 1
        while (here / f"{self.taking.document}-{number:04}.yaml").exists():
            number += 1
        return f"data/{folder}/ucdp/{self.taking.document}-{number:04}.yaml"

    def file(self, path: str, data: dict[str, Any]) -> None:
        written(self.ledger.root / path, blocks.text(data).encode())
