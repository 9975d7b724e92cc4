"""A tree of files to one ledger, and every finding met on the way. A bad file never hides the others."""

from __future__ import annotations

import errno
import os
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflict_ledger import __version__, model, shape, yamltext
from conflict_ledger.findings import ERROR, WARNING, Finding
from conflict_ledger.ledger import Ledger
from conflict_ledger.readers import FAULT, READERS, Report, bad_id, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.model import Settings

CHECKS = {
    "unreadable": "The file is there and cannot be opened, so nothing in it is counted.",
    "file-name": "Records are read from files that end in `.yaml`, named by their id. Under another name they would be lost.",
    "unread-file": "A YAML file in `data/` that is in none of the folders of the format is read by nothing.",
    "repeated-id": "Ids are unique across sub-folders, so that a name finds one record.",
    "needs-newer-tool": "`requires` in `data/ledger.yaml` names the oldest version of this program that can read the ledger.",
}


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

    def files(self) -> Iterator[str]:
        """The paths, from the root, of the YAML files below `data/`; what is misnamed or misplaced is reported."""
        for folder, folders, names in os.walk(self.root / "data", onerror=self.unopened):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            base = Path(folder).relative_to(self.root).as_posix()
            for name in names:
                if name.lower().endswith((".yaml", ".yml")) and not name.startswith("."):
                    yield from self.named(f"{base}/{name}")

    def unopened(self, error: OSError) -> None:
        if isinstance(error, FileNotFoundError):  # no `data/` at all: a ledger without records
            return
        path = Path(error.filename).relative_to(self.root).as_posix()
        self.report("unreadable", f"cannot be opened: {error.strerror}", path, "make the folder readable")

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
            with _regular(self.root / path).open("rb") as file:
                text = yamltext.read(file.read(yamltext.MAX_BYTES + 1))
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


def _regular(path: Path) -> Path:
    """The path of a file. A pipe or a device never ends, and is none."""
    if not path.is_file():
        raise OSError(errno.ENOENT, "no such file, or not a plain one")
    return path


_SINGLE = ("data/ledger.yaml", "data/actors.yaml", "data/documents.yaml")


def _new_enough(requires: str) -> bool:
    """Whether this version satisfies `>=X.Y`; anything else that is written is no bound."""
    match = re.fullmatch(r">=\s*([0-9]{1,6}(?:\.[0-9]{1,6}){0,5})", requires)
    if not match:
        return True
    needed = [int(part) for part in match[1].split(".")]
    return [int(part) for part in re.findall("[0-9]+", __version__)][: len(needed)] >= needed
