"""A tree of files to one ledger, and every finding met on the way. A bad file never hides the others."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from conflict_ledger import __version__, files, model, shape, yamltext
from conflict_ledger.findings import ERROR, Finding
from conflict_ledger.ledger import Ledger
from conflict_ledger.listing import CHECKS, Listing
from conflict_ledger.packed import Packed, Recalled, outcome, outcome_of, pack
from conflict_ledger.parallel import LEAST, each
from conflict_ledger.readers import FAULT, READERS, Report, bad_id, said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conflict_ledger.listing import Given
    from conflict_ledger.model import Settings
    from conflict_ledger.parallel import Progress


__all__ = ["CHECKS", "Reading", "find", "is_ledger", "load", "read"]


def find(start: Path) -> Path | None:
    """The ledger's root: the nearest folder from `start` upwards that has `data/incidents/`."""
    return next((folder for folder in (start, *start.parents) if is_ledger(folder)), None)


def is_ledger(folder: Path) -> bool:
    """Whether the folder has `data/incidents/`; not where it may not be looked at."""
    return os.path.isdir(folder / "data" / "incidents")


def load(
    root: Path,
    today: date | None = None,
    overlay: Mapping[str, bytes] | None = None,
    known: dict[str, bytes] | None = None,
    progress: Progress | None = None,
) -> Ledger:
    """Reads the ledger in `root`. What a file says wrong is in `findings`, never raised.

    `overlay` has the bytes that are read in place of files, or as files that are not there yet: by path below `data/`.
    Of many files `known` has what came of those that have not changed (`packed.outcome`), and gets what comes of the others;
    `progress` is told now and then how many of how many are read.
    """
    reading = Reading(root, today or date.today(), overlay or {})
    reading.known, reading.progress = {} if known is None else known, progress
    return reading.ledger({*files.below(root, reading.unopened), *reading.given})


def read(root: Path, given: Mapping[str, Given], today: date | None = None, commit: str | None = None) -> Ledger:
    """The ledger that these files make, by path below `data/`: as `load`, and nothing is read from disk.

    `commit` is the id of the commit that has them, where one has.
    """
    return replace(Reading(root, today or date.today(), given).ledger(set(given)), commit=commit)


class Reading(Listing):
    """One reading of a tree: what was built so far and what was found wrong."""

    def __init__(self, root: Path, today: date, given: Mapping[str, Given]) -> None:
        super().__init__(root, given)
        self.today = today
        self.texts: dict[str, yamltext.Text] = {}
        self.known: dict[str, bytes] = {}
        self.progress: Progress | None = None
        self.others: list[str] = []  # what was read and is no more than packed
        self.mentioned: set[tuple[str, str]] = set()  # in those

    def ledger(self, found: set[str]) -> Ledger:
        paths = list(self.named_well(sorted(found)))
        settings = next((self.settings(path) for path in paths if path == "data/ledger.yaml"), None)
        actors = self.listed(paths, "actors", model.Actor)
        documents = self.listed(paths, "documents", model.Document)
        incidents = self.records(paths, "incidents", model.Incident)
        totals = self.records(paths, "totals", model.PublishedTotal)
        findings = tuple(sorted(self.findings, key=lambda finding: finding.order))
        return Ledger(
            self.root,
            settings or model.Settings(),
            actors,
            documents,
            incidents,
            totals,
            Recalled(self.root, self.texts, self.others, self.mentioned) if self.others else self.texts,
            findings,
            self.today,
        )

    def tree(self, path: str) -> Report | None:
        """A report on the file, with its text, or None where it could not be read."""
        try:
            text = self.text(path)
        except yamltext.Refusal as no:
            self.refused(path, no)
        else:
            self.texts[path] = text
            return Report(path, text, self.today)
        return None

    def text(self, path: str) -> yamltext.Text:
        given = self.given.get(path)
        if isinstance(given, yamltext.Text):
            return given
        if isinstance(given, yamltext.Refusal):
            raise given
        return yamltext.read(files.content(self.root, path) if given is None else given)

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

    def listed(self, paths: list[str], folder: str, kind: type[Any]) -> dict[str, Any]:
        """The records of `data/<folder>.yaml` and `data/<folder>/*.yaml`, each a mapping of ids."""
        found: dict[str, Any] = {}
        for path in paths:
            if path != f"data/{folder}.yaml" and not path.startswith(f"data/{folder}/"):
                continue
            if report := self.tree(path):
                self.add(report, kind, found)
                self.done(report)
        return found

    def add(self, report: Report, kind: type[Any], found: dict[str, Any]) -> None:
        tree = report.text.tree
        if not isinstance(tree, dict):
            message = f"{said(tree)} where a mapping of ids belongs"
            report.fault("wrong-type", message, (), "write each record below its id")
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

    def records(self, paths: list[str], folder: str, kind: type[Any]) -> Mapping[str, Any]:
        """The records of `data/<folder>/**/<id>.yaml`, each in a file of its own; of many files packed."""
        paths = [path for path in paths if path.startswith(f"data/{folder}/")]
        known = self.outcomes([path for path in paths if path not in self.given], kind)
        found: dict[str, Any] = {}
        read: dict[str, str] = {}
        for path in paths:
            name = _id(path)
            if why := bad_id(name):
                self.report("bad-id", why, path, "rename the file")
            elif name in read:
                self.report("repeated-id", f"{name} stands also in {read[name]}", path, "rename one of the two files")
            else:
                record = self.taken(path, known[path]) if path in known else self.record(path, kind)
                if record is not None:
                    read[name] = path
                    if record is not FAULT:
                        found[name] = record
        if not known:
            return found
        return Packed(kind, {name: one if isinstance(one, bytes) else pack(one) for name, one in found.items()})

    def record(self, path: str, kind: type[Any]) -> Any:
        """The file's record, FAULT where none could be built, None where the file could not be read."""
        if (report := self.tree(path)) is None:
            return None
        record = shape.record(report, kind, report.text.tree, (), id=_id(path))
        self.done(report)
        return record

    def outcomes(self, paths: list[str], kind: type[Any]) -> dict[str, bytes]:
        """What comes of each of these files, packed, as the cache has it or by reading it; nothing where they are few."""
        if len(paths) < LEAST:
            return {}
        due = [path for path in paths if not bad_id(_id(path)) and path not in self.known]
        made = each(due, lambda path: self.outcome(path, kind), self.progress)
        self.known.update(zip(due, made, strict=True))
        return self.known

    def outcome(self, path: str, kind: type[Any]) -> bytes:
        """As `record`, packed with what was found."""
        alone = Reading(self.root, self.today, {})
        record = alone.record(path, kind)
        return outcome(None if record is FAULT else record, alone.findings, alone.texts.get(path))

    def taken(self, path: str, packed: bytes) -> Any:
        """As `record`, from what `outcome` made; the record stays packed."""
        came = outcome_of(packed)
        self.findings += came.findings
        if not came.read:
            return None
        self.others.append(path)
        self.mentioned.update(came.named)
        return FAULT if came.record is None else bytes(came.record)


def _id(path: str) -> str:
    """The id that the file's name is."""
    return path.rpartition("/")[2].removesuffix(".yaml")


def _new_enough(requires: str) -> bool:
    """Whether this version satisfies `>=X.Y`; anything else that is written is no bound."""
    match = re.fullmatch(r">=\s*([0-9]{1,6}(?:\.[0-9]{1,6}){0,5})", requires)
    if not match:
        return True
    needed = [int(part) for part in match[1].split(".")]
    return [int(part) for part in re.findall("[0-9]+", __version__)][: len(needed)] >= needed
