"""Edits that are made but not written: the files as they would be, the ledger that they make, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger import files
from conflict_ledger.checks import findings
from conflict_ledger.edit import writing
from conflict_ledger.edit.refused import Refused
from conflict_ledger.edit.splice import Edit, spliced
from conflict_ledger.reading import load
from conflict_ledger.yamltext import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conflict_ledger.findings import Finding
    from conflict_ledger.ledger import Ledger


class Change(NamedTuple):
    """One file; `before` is None where there was none."""

    path: str
    before: bytes | None
    after: bytes


class Draft:
    """What is to be written to the ledger in `root`. Nothing is, until `write`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.before: dict[str, bytes | None] = {}
        self.after: dict[str, bytes] = {}
        self.start: Ledger | None = None
        self.read: Ledger | None = None

    @property
    def changes(self) -> list[Change]:
        """The files in the order in which they are written: what others refer to comes first."""
        order = ("data/ledger", "data/actors", "data/documents")
        rank = {path: next((n for n, top in enumerate(order) if path.startswith(top)), 9) for path in self.after}
        paths = sorted(self.after, key=lambda path: rank[path])
        return [Change(path, self.before[path], self.after[path]) for path in paths]

    def ledger(self) -> Ledger:
        """The ledger as it would be."""
        if self.read is None:
            self.read = load(self.root, overlay=self.after) if self.after else self.original()
        return self.read

    def original(self) -> Ledger:
        """The ledger as it is."""
        if self.start is None:
            self.start = load(self.root)
        return self.start

    def text(self, path: str) -> bytes | None:
        """The file as it would be, None where there is none. Raises Refused where it cannot be read."""
        if path not in self.after and (self.root / path).exists():
            try:
                return files.content(self.root, path)
            except Refusal as no:
                raise Refused(path, no.message, no.hint) from None
        return self.after.get(path)

    def put(self, path: str, text: bytes) -> None:
        """The file with this text."""
        old = self.text(path)
        self.before.setdefault(path, old)
        self.after[path] = text
        self.read = None

    def insert(self, path: str, edit: Edit) -> None:
        """The edit in a file that is there. Raises Refused."""
        self.put(path, spliced(self.text(path) or b"", edit, path))

    def reset(self, before: dict[str, bytes | None], after: dict[str, bytes]) -> None:
        """The draft as it was when it had these texts."""
        self.before, self.after, self.read = before, after, None

    def findings(self) -> list[Finding]:
        """What is wrong with the ledger that was not wrong before, wherever it stands."""
        found = findings(self.ledger())
        if not found:
            return []
        old = Counter(map(_said, findings(self.original())))
        new = []
        for one in found:
            old[_said(one)] -= 1
            if old[_said(one)] < 0:
                new.append(one)
        return new

    def write(self, done: Callable[[str], None]) -> None:
        """Writes every file, and tells `done` of each; the lock must be held. Raises Refused at the first that cannot be written."""
        for change in self.changes:
            if change.before is None:
                writing.folders(self.root, change.path)
            if change.after != change.before:
                writing.write(self.root, change.path, change.after, change.before)
                done(change.path)


def _said(finding: Finding) -> tuple[str, str, str, str | None]:
    """The finding without its line, which an edit above it moves."""
    return finding.check, finding.path, finding.message, finding.address
