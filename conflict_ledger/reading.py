"""A tree of files to one ledger, and every finding met on the way. A bad file never hides the others."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from conflict_ledger import __version__, files, model, shape, yamltext
from conflict_ledger.findings import ERROR, Finding
from conflict_ledger.ledger import Ledger
from conflict_ledger.listing import CHECKS, Listing
from conflict_ledger.packed import Known, Outcome, Packed, Recalled, outcome, outcome_of, pack
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
    known: Known | None = None,
    progress: Progress | None = None,
) -> Ledger:
    """Reads the ledger in `root`. What a file says wrong is in `findings`, never raised.

    `overlay` has the bytes that are read in place of files, or as files that are not there yet: by path below `data/`.
    Of many files `known` has what came of those that have not changed (`packed.outcome`), and gets what comes of the others;
    `progress` is told now and then how many of how many are read.
    """
    reading = Reading(root, today or date.today(), overlay or {})
    reading.progress = progress
    if known is not None:
        reading.known, reading.naming = known, False
    return reading.ledger({*files.below(root, reading.unopened), *reading.given})


def read(
    root: Path,
    given: Mapping[str, Given],
    today: date | None = None,
    commit: str | None = None,
    known: Known | None = None,
) -> Ledger:
    """The ledger that these files make, by path below `data/`: as `load`, and nothing is read from disk.

    `commit` is the id of the commit that has them, where one has. `known` is as in `load`, and may have files that are not given.
    """
    reading = Reading(root, today or date.today(), given)
    if known is not None:
        reading.known, reading.naming = known, False
    return replace(reading.ledger({*given, *reading.known}), commit=commit)


KINDS: dict[str, type[Any]] = {
    "actors": model.Actor,
    "documents": model.Document,
    "incidents": model.Incident,
    "totals": model.PublishedTotal,
}
_SETTINGS = "data/ledger.yaml"


class Reading(Listing):
    """One reading of a tree: what was built so far and what was found wrong."""

    def __init__(self, root: Path, today: date, given: Mapping[str, Given]) -> None:
        super().__init__(root, given)
        self.today = today
        self.texts: dict[str, yamltext.Text] = {}
        self.known = Known()
        self.progress: Progress | None = None
        self.others: list[str] = []  # what was read and is no more than packed
        self.naming = True  # whether what they name is noted
        self.mentioned: set[tuple[str, str]] = set()

    def ledger(self, found: set[str]) -> Ledger:
        paths = list(self.named_well(sorted(found)))
        self.foresee(paths)
        settings = self.settings(_SETTINGS) if _SETTINGS in paths else None
        actors, documents = (self.listed(paths, folder) for folder in ("actors", "documents"))
        incidents, totals = (self.records(paths, folder) for folder in ("incidents", "totals"))
        findings = tuple(sorted(self.findings, key=lambda finding: finding.order))
        return Ledger(
            self.root,
            settings or model.Settings(),
            actors,
            documents,
            incidents,
            totals,
            Recalled(
                partial(_again, self.root, self.given), self.texts, self.others, self.mentioned if self.naming else None
            )
            if self.others
            else self.texts,
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
        return _text(self.root, self.given, path)

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

    def listed(self, paths: list[str], folder: str) -> Mapping[str, Any]:
        """The records of `data/<folder>.yaml` and `data/<folder>/*.yaml`, each a mapping of ids."""
        found: dict[str, Any] = {}
        stands: dict[str, str] = {}  # in which file each of them is
        for path in paths:
            if path != f"data/{folder}.yaml" and not path.startswith(f"data/{folder}/"):
                continue
            came = self.came(path)
            if came and not came.records.keys() & found.keys():
                self.taken(path, came)
                found.update(dict.fromkeys(came.records, path))
                stands.update(dict.fromkeys(came.records, path))
            elif report := self.tree(path):
                self.add(report, KINDS[folder], found, stands)
                self.done(report)
        return self.together(found, folder)

    def add(self, report: Report, kind: type[Any], found: dict[str, Any], stands: dict[str, str]) -> None:
        tree = report.text.tree
        if not isinstance(tree, dict):
            message = f"{said(tree)} where a mapping of ids belongs"
            report.fault("wrong-type", message, (), "write each record below its id")
            return
        for name, child in tree.items():
            if READERS["Id"](report, name, (name,)) is FAULT:
                continue
            if name in found:
                report.fault("repeated-id", f"{name} stands also in {stands[name]}", (name,), "keep one", key=True)
                continue
            record = shape.record(report, kind, child, (name,), id=name)
            if record is not FAULT:
                found[name], stands[name] = record, report.path

    def records(self, paths: list[str], folder: str) -> Mapping[str, Any]:
        """The records of `data/<folder>/**/<id>.yaml`, each in a file of its own."""
        found: dict[str, Any] = {}
        read: dict[str, str] = {}
        for path in paths:
            if not path.startswith(f"data/{folder}/"):
                continue
            name = _id(path)
            if why := bad_id(name):
                self.report("bad-id", why, path, "rename the file")
            elif name in read:
                self.report("repeated-id", f"{name} stands also in {read[name]}", path, "rename one of the two files")
            else:
                came = self.came(path)
                if came:
                    self.taken(path, came)
                found.update(dict.fromkeys(came.records, path) if came else self.record(path, KINDS[folder]))
                if came.read if came else path in self.texts:
                    read[name] = path
        return self.together(found, folder)

    def record(self, path: str, kind: type[Any]) -> dict[str, Any]:
        """The file's record by its id, if one could be built."""
        if (report := self.tree(path)) is None:
            return {}
        record = shape.record(report, kind, report.text.tree, (), id=_id(path))
        self.done(report)
        return {} if record is FAULT else {_id(path): record}

    # --- many files: what comes of each is packed -------------------------------------------------------------------

    def foresee(self, paths: list[str]) -> None:
        """Where the files are many: reads those of which it is not known what comes of them."""
        if len(paths) >= LEAST:
            due = [path for path in paths if path not in self.known and self.due(path)]
            self.known.add(due, each(due, self.outcome, self.progress))

    def due(self, path: str) -> bool:
        """Whether the file is one to be read: not the settings, nor one that was."""
        return path != _SETTINGS and isinstance(self.given.get(path, b""), bytes)

    def outcome(self, path: str) -> bytes:
        alone = Reading(self.root, self.today, {path: self.given[path]} if path in self.given else {})
        folder = path.split("/")[1].removesuffix(".yaml")
        if folder in ("incidents", "totals"):
            found = {} if bad_id(_id(path)) else alone.record(path, KINDS[folder])
        else:
            found = dict(alone.listed([path], folder))
        return outcome(found, alone.findings, alone.texts.get(path), naming=self.naming)

    def came(self, path: str) -> Outcome | None:
        return outcome_of(self.known[path]) if path in self.known else None

    def taken(self, path: str, came: Outcome) -> None:
        """Takes over what came of the file but its records."""
        self.findings += came.findings
        self.mentioned.update(came.named)
        if came.read:
            self.others.append(path)

    def together(self, found: dict[str, Any], folder: str) -> Mapping[str, Any]:
        """The records; packed, where some of them are."""
        if not self.known:
            return found
        packed = {name: one if isinstance(one, bytes | str) else pack(one) for name, one in found.items()}
        records = Packed(KINDS[folder], packed, self.known, 1 << 13 if folder == "incidents" else 1 << 15)
        return dict(records) if folder == "actors" else records  # few, and asked for at every turn


def _text(root: Path, given: Mapping[str, Given], path: str) -> yamltext.Text:
    """The file's text, as it was given or else from disk. Raises Refusal."""
    here = given.get(path)
    if isinstance(here, yamltext.Text):
        return here
    if isinstance(here, yamltext.Refusal):
        raise here
    return yamltext.read(files.content(root, path) if here is None else here)


def _again(root: Path, given: Mapping[str, Given], path: str) -> yamltext.Text:
    """The text once more; an empty one where the file is not there any more, or cannot be read any more."""
    try:
        return _text(root, given, path)
    except yamltext.Refusal:
        return yamltext.Text("", None, [])


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
