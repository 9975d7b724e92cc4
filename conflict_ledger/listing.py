"""Which of the paths in `data/` are read, and what is wrong with the names and links among them."""

from __future__ import annotations

import os
import re
from itertools import accumulate
from typing import TYPE_CHECKING

from conflict_ledger import files, yamltext
from conflict_ledger.expressions import Expression
from conflict_ledger.findings import ERROR, WARNING, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

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


_YAML = Expression(r"\.ya?ml[\s.\x00-\x1f\x7f\u200b-\u200f\udc80-\udcff\ufeff]*\Z", re.IGNORECASE)  # what looks like it
_SINGLE = ("data/ledger.yaml", "data/actors.yaml", "data/documents.yaml")


class Listing:
    """The files of one ledger, on disk or `given`, and what was found wrong with them."""

    def __init__(self, root: Path, given: Mapping[str, Given]) -> None:
        self.root, self.given = root, given
        self.findings: list[Finding] = []

    def named_well(self, paths: list[str]) -> Iterator[str]:
        """Of these paths, from the root, the YAML files that are read; what is misnamed, misplaced or a link is reported."""
        for path in paths:
            if path.endswith(".yaml") or _YAML.search(path):
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

    def refused(self, path: str, no: yamltext.Refusal) -> None:
        self.findings.append(Finding(no.check, ERROR, no.message, path, no.line, no.column, no.hint))
