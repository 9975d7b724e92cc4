"""A tree of files to one ledger, and every finding met on the way. A bad file never hides the others."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from conflict_ledger import __version__, files, model, shape, yamltext
from conflict_ledger.findings import ERROR, WARNING, Finding
from conflict_ledger.ledger import Ledger
from conflict_ledger.readers import FAULT, READERS, Report, bad_id, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from conflict_ledger.model import Settings

    Given = bytes | yamltext.Text | yamltext.Refusal  # a file's content, or as it was read, or why it cannot be

CHECKS = {
    "unreadable": "The file is there and cannot be opened, so nothing in it is counted.",
    "outside-the-ledger": "A link in `data/` may lead to a file in the ledger's folder and nowhere else: what stands elsewhere"
    " is not under review, and may be a secret.",
    "linked-folder": "A folder that is a link is not entered: what is in it would be read twice, or never end.",
    "odd-name": "The name of a folder or file that some system cannot have, shows as another or takes for another: there"
    " records would be lost.",
    "file-name": "Records are read from files that end in `.yaml`, named by their id. Under another name they would be lost.",
    "unread-file": "A YAML file in `data/` that is in none of the folders of the format is read by nothing.",
    "repeated-id": "Ids are unique across sub-folders, so that a name finds one record.",
    "needs-newer-tool": "`requires` in `data/ledger.yaml` names the oldest version of this program that can read the ledger.",
}


def find(start: Path) -> Path | None:
    """The ledger's root: the nearest folder from `start` upwards that has `data/incidents/`."""
    return next((folder for folder in (start, *start.parents) if is_ledger(folder)), None)


def is_ledger(folder: Path) -> bool:
    """Whether the folder has `data/incidents/`; not where it may not be looked at."""
    return os.path.isdir(folder / "data" / "incidents")


def load(root: Path, today: date | None = None, overlay: Mapping[str, bytes] | None = None) -> Ledger:
    """Reads the ledger in `root`. What a file says wrong is in `findings`, never raised.

    `overlay` has the bytes that are read in place of files, or as files that are not there yet: by path below `data/`.
    """
    reading = Reading(root, today or date.today(), overlay or {})
    return reading.ledger({*files.below(root, reading.unopened), *reading.given})


def read(root: Path, given: Mapping[str, Given], today: date | None = None, commit: str | None = None) -> Ledger:
    """The ledger that these files make, by path below `data/`: as `load`, and nothing is read from disk.

    `commit` is the id of the commit that has them, where one has.
    """
    return replace(Reading(root, today or date.today(), given).ledger(set(given)), commit=commit)


class Reading:
    """One reading of a tree: what was built so far and what was found wrong."""

    def __init__(self, root: Path, today: date, given: Mapping[str, Given]) -> None:
        self.root, self.today, self.given = root, today, given
        self.texts: dict[str, yamltext.Text] = {}
        self.findings: list[Finding] = []

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
            self.texts,
            findings,
            self.today,
        )

    def named_well(self, paths: list[str]) -> Iterator[str]:
        """Of these paths, from the root, the YAML files that are read; what is misnamed, misplaced or a link is reported."""
        for path in paths:
            if path.endswith(".yaml") or re.search(_YAML, path):
                yield from self.named(path)
            elif path not in self.given and os.path.islink(self.root / path):
                self.link(path)
        self.odd_names([path for path in paths if path.endswith(".yaml")])

    def unopened(self, path: str, why: str) -> None:
        if path != "data" or os.path.lexists(self.root / path):  # no `data/` at all: a ledger without records
            self.report("unreadable", f"cannot be opened: {why}", path, "make the folder readable")

    def link(self, path: str) -> None:
        try:
            files.target(self.root, path)
        except yamltext.Refusal as no:
            self.refused(path, no)

    def odd_names(self, paths: list[str]) -> None:
        """Reports folders, and files of several records, that not every system can have: each at the first file in it.

        The name of a file of one record is an id, and that is a name everywhere.
        """
        first = {path: path for path in paths if path.startswith(("data/actors/", "data/documents/"))}
        for path in paths:
            for folder in accumulate(path.split("/")[:-1], "{}/{}".format):
                first.setdefault(folder, path)
        for name, path in first.items():
            if why := files.odd(name.rpartition("/")[2]):
                self.report("odd-name", f"the name of {name} {why}", path, "rename it")
        for name, other in files.alike(first):
            self.report(
                "odd-name", f"{name} and {other} are one and the same to some systems", first[name], "rename one"
            )

    def named(self, path: str) -> Iterator[str]:
        """The path, if it is one that is read; what is misnamed or misplaced is reported."""
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

    def refused(self, path: str, no: yamltext.Refusal) -> None:
        self.findings.append(Finding(no.check, ERROR, no.message, path, no.line, no.column, no.hint))

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

    def records(self, paths: list[str], folder: str, kind: type[Any]) -> dict[str, Any]:
        """The records of `data/<folder>/**/<id>.yaml`, each in a file of its own."""
        found: dict[str, Any] = {}
        read: dict[str, str] = {}
        for path in paths:
            if not path.startswith(f"data/{folder}/"):
                continue
            name = path.rpartition("/")[2].removesuffix(".yaml")
            if why := bad_id(name):
                self.report("bad-id", why, path, "rename the file")
            elif name in read:
                self.report("repeated-id", f"{name} stands also in {read[name]}", path, "rename one of the two files")
            elif report := self.tree(path):
                read[name] = path
                record = shape.record(report, kind, report.text.tree, (), id=name)
                self.done(report)
                if record is not FAULT:
                    found[name] = record
        return found


_YAML = r"(?i)\.ya?ml[\s.\x00-\x1f\x7f\u200b-\u200f\udc80-\udcff\ufeff]*\Z"  # what looks like it
_SINGLE = ("data/ledger.yaml", "data/actors.yaml", "data/documents.yaml")


def _new_enough(requires: str) -> bool:
    """Whether this version satisfies `>=X.Y`; anything else that is written is no bound."""
    match = re.fullmatch(r">=\s*([0-9]{1,6}(?:\.[0-9]{1,6}){0,5})", requires)
    if not match:
        return True
    needed = [int(part) for part in match[1].split(".")]
    return [int(part) for part in re.findall("[0-9]+", __version__)][: len(needed)] >= needed
