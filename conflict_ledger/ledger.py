"""A tree of files to one ledger, and every finding met on the way. A bad file never hides the others."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflict_ledger import __version__, model, shape, yamltext
from conflict_ledger.findings import ERROR, WARNING, Finding
from conflict_ledger.readers import FAULT, READERS, Report, bad_id
from conflict_ledger.words import UNATTRIBUTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conflict_ledger.dates import When
    from conflict_ledger.findings import At
    from conflict_ledger.model import Actor, Document, Fact, Incident, PublishedTotal, Settings, Statement

CHECKS = {
    "unreadable": "The file is there and cannot be opened, so nothing in it is counted.",
    "file-name": "Records are read from files that end in `.yaml`, named by their id. Under another name they would be lost.",
    "unread-file": "A YAML file in `data/` that is in none of the folders of the format is read by nothing.",
    "repeated-id": "Ids are unique across sub-folders, so that a name finds one record.",
    "needs-newer-tool": "`requires` in `data/ledger.yaml` names the oldest version of this program that can read the ledger.",
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that was read. Records by id; `texts` by path; `as_of` is the day it is seen from, None for today."""

    root: Path
    settings: Settings
    actors: Mapping[str, Actor]
    documents: Mapping[str, Document]
    incidents: Mapping[str, Incident]
    totals: Mapping[str, PublishedTotal]
    texts: Mapping[str, yamltext.Text]
    findings: tuple[Finding, ...]
    as_of: date | None = None

    def place(self, at: At, key: str | None = None) -> tuple[int, int]:
        """Line and column of the record, or of what it holds under `key`."""
        text = self.texts.get(at.path)
        if text is None:
            return 1, 1
        return text.place(at.route if key is None else (*at.route, *key.split(".")))

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
            if whole is None or whole in chain or whole is fact:
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


def find(start: Path) -> Path | None:
    """The ledger's root: the nearest folder from `start` upwards that has `data/incidents/`."""
    return next((folder for folder in (start, *start.parents) if (folder / "data" / "incidents").is_dir()), None)


def load(root: Path, today: date | None = None) -> Ledger:
    """Reads the ledger in `root`. What a file says wrong is in `findings`, never raised."""
    return _Reading(root, today or date.today()).ledger()


class _Reading:
    """One reading of a tree: what was built so far and what was found wrong."""

    def __init__(self, root: Path, today: date) -> None:
        self.root, self.today = root, today
        self.texts: dict[str, yamltext.Text] = {}
        self.findings: list[Finding] = []

    def ledger(self) -> Ledger:
        files = sorted(self.files())
        settings = next((self.settings(path) for path in files if path == "data/ledger.yaml"), None)
        actors = self.listed(files, "actors", model.Actor)
        documents = self.listed(files, "documents", model.Document)
        incidents = self.records(files, "incidents", model.Incident)
        totals = self.records(files, "totals", model.PublishedTotal)
        findings = tuple(sorted(self.findings, key=lambda finding: finding.order))
        return Ledger(
            self.root, settings or model.Settings(), actors, documents, incidents, totals, self.texts, findings
        )

    def files(self) -> Iterator[str]:
        """The paths, from the root, of the YAML files below `data/`; what is misnamed or misplaced is reported."""
        for folder, folders, names in os.walk(self.root / "data"):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            base = Path(folder).relative_to(self.root).as_posix()
            for name in names:
                if name.lower().endswith((".yaml", ".yml")) and not name.startswith("."):
                    yield from self.named(f"{base}/{name}")

    def named(self, path: str) -> Iterator[str]:
        folder = path.split("/")[1]
        if not path.endswith(".yaml"):
            self.report("file-name", "only files that end in .yaml are read", path, "rename it")
        elif folder in ("incidents", "totals", "actors", "documents") or path in _SINGLE:
            yield path
        else:
            self.report("unread-file", "no command reads this file", path, "move it to data/incidents/", WARNING)

    def report(self, check: str, message: str, path: str, hint: str = "", severity: str = ERROR) -> None:
        self.findings.append(Finding(check, severity, message, path, hint=hint))

    def tree(self, path: str) -> Report | None:
        """A report on the file, with its text, or None where it could not be read."""
        try:
            text = yamltext.read((self.root / path).read_bytes())
        except OSError as error:
            self.report("unreadable", f"cannot be read: {error.strerror}", path, "make the file readable")
        except yamltext.Refusal as no:
            self.findings.append(Finding(no.check, ERROR, no.message, path, no.line, no.column, no.hint))
        else:
            self.texts[path] = text
            return Report(path, text, self.today)
        return None

    def done(self, report: Report) -> None:
        self.findings += report.findings + report.rest()

    def settings(self, path: str) -> Settings | None:
        report = self.tree(path)
        if report is None:
            return None
        settings = shape.record(report, model.Settings, report.text.tree, ())
        self.done(report)
        if settings is FAULT:
            return None
        if not _new_enough(settings.requires or ""):
            message = f"this ledger requires {settings.requires}; this is version {__version__}"
            line, column = report.text.place(("requires",))
            self.findings.append(Finding("needs-newer-tool", ERROR, message, path, line, column, "upgrade the program"))
        return settings if isinstance(settings, model.Settings) else None

    def listed(self, files: list[str], folder: str, kind: type[Any]) -> dict[str, Any]:
        """The records of `data/<folder>.yaml` and `data/<folder>/*.yaml`, each a mapping of ids."""
        found: dict[str, Any] = {}
        for path in files:
            if path != f"data/{folder}.yaml" and not path.startswith(f"data/{folder}/"):
                continue
            if report := self.tree(path):
                self.add(report, kind, found)
                self.done(report)
        return found

    def add(self, report: Report, kind: type[Any], found: dict[str, Any]) -> None:
        tree = report.text.tree
        if not isinstance(tree, dict):
            report.fault("wrong-type", "a list where a mapping of ids belongs", (), "write each record below its id")
            return
        for name, child in tree.items():
            if READERS["Id"](report, name, (name,)) is FAULT:
                continue
            if name in found:
                report.fault(
                    "repeated-id", f"{name} stands also in {found[name].at.path}", (name,), "keep one", key=True
                )
                continue
            record = shape.record(report, kind, child, (name,), id=name)
            if record is not FAULT:
                found[name] = record

    def records(self, files: list[str], folder: str, kind: type[Any]) -> dict[str, Any]:
        """The records of `data/<folder>/**/<id>.yaml`, each in a file of its own."""
        found: dict[str, Any] = {}
        paths: dict[str, str] = {}
        for path in files:
            if not path.startswith(f"data/{folder}/"):
                continue
            name = path.rpartition("/")[2].removesuffix(".yaml")
            if why := bad_id(name):
                self.report("bad-id", why, path, "rename the file")
            elif name in paths:
                self.report("repeated-id", f"{name} stands also in {paths[name]}", path, "rename one of the two files")
            elif report := self.tree(path):
                paths[name] = path
                record = shape.record(report, kind, report.text.tree, (), id=name)
                self.done(report)
                if record is not FAULT:
                    found[name] = record
        return found


_SINGLE = ("data/ledger.yaml", "data/actors.yaml", "data/documents.yaml")


def _new_enough(requires: str) -> bool:
    """Whether this version satisfies `>=X.Y`; anything else that is written is no bound."""
    match = re.fullmatch(r">=\s*([0-9]+(?:\.[0-9]+)*)", requires)
    if not match:
        return True
    needed = [int(part) for part in match[1].split(".")]
    return [int(part) for part in __version__.split(".")][: len(needed)] >= needed


def as_of(ledger: Ledger, day: date) -> Ledger:
    """The ledger as it could have been written on `day`: what was stated by then, in documents published by then.

    Records withdrawn later stand again. The ledger's own prose is left out: it is not dated, and may speak of what came
    after. A document without a date cannot be shown to be known by then.
    """
    documents = {
        name: _then(document, ledger, day)
        for name, document in ledger.documents.items()
        if _by(document.published, day)
    }
    before = replace(ledger, documents=documents, as_of=day)
    incidents = {
        name: _incident_then(incident, before)
        for name, incident in ledger.incidents.items()
        if incident.date.first <= day
    }
    totals = {
        name: _standing(replace(total, note=None, claims=_claims_then(total.claims, before)), day)
        for name, total in ledger.totals.items()
    }
    return replace(before, incidents=incidents, totals=totals)


def _by(when: When | None, day: date) -> bool:
    return when is not None and when.last <= day


def _standing(record: Any, day: date) -> Any:
    """The record, its withdrawal undone where that came later."""
    if record.withdrawn and record.withdrawn.date.first > day:
        return replace(record, withdrawn=None)
    return record


def _then(document: Document, ledger: Ledger, day: date) -> Document:
    disputes = tuple(dispute for dispute in document.disputed if _by(disputed_on(dispute, ledger), day))
    return replace(document, disputed=disputes, note=None)


def disputed_on(dispute: model.Dispute, ledger: Ledger) -> When | None:
    """The day on which the document was rejected: as written, or else when that was printed."""
    document = ledger.documents.get(dispute.document or "")
    return dispute.stated or (document.published if document else None)


def _incident_then(incident: Incident, before: Ledger) -> Incident:
    day = before.as_of or date.max
    facts = {name: _fact_then(fact, before) for name, fact in incident.facts.items()}
    related = tuple(
        link for link in incident.related if (other := before.incidents.get(link.incident)) and other.date.first <= day
    )
    kept = {name: fact for name, fact in facts.items() if fact.claims}
    return _standing(replace(incident, facts=kept, related=related, summary=None, note=None), day)  # type: ignore[no-any-return]


def _fact_then(fact: Fact, before: Ledger) -> Fact:
    day = before.as_of or date.max
    assessment = fact.assessment if fact.assessment and _by(fact.assessment.date, day) else None
    claims = _claims_then(fact.claims, before)
    return _standing(replace(fact, claims=claims, assessment=assessment, note=None), day)  # type: ignore[no-any-return]


def _claims_then(claims: tuple[Any, ...], before: Ledger) -> tuple[Any, ...]:
    day = before.as_of or date.max
    known = [claim for claim in claims if _by(before.known(claim), day) and claim.document in (None, *before.documents)]
    return tuple(_standing(_relays_then(claim, before), day) for claim in known)


def _relays_then(claim: Any, before: Ledger) -> Any:
    relays = tuple(document for document in claim.also_in if document in before.documents)
    return replace(claim, also_in=relays, note=None)
