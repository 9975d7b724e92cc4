"""One incident, and no more of the ledger than the answer about it rests on: so `show` is as quick in a large ledger.

What is read is what the whole reading would have read of these files, by the same code: the incident, what it names under
`related` and `part_of`, the actors, the documents on which all that rests. Where that cannot be known without the other
files (an id that stands twice, a folder whose name some systems do not have, a file with a fault) the whole is to be read.
"""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

from conflict_ledger import files
from conflict_ledger.readers import bad_id
from conflict_ledger.reading import Reading
from conflict_ledger.yamltext import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.yamltext import Text

_SINGLE = ("data/actors.yaml", "data/documents.yaml", "data/ledger.yaml")


def around(root: Path, incident: str, today: date | None = None) -> Ledger | None:
    """The ledger as far as the answers about the incident need it; None where nothing but the whole ledger can tell."""
    try:
        return _Around(root, today or date.today()).ledger(incident)
    except _Unclear:
        return None


class _Unclear(Exception):  # noqa: N818 - it is not an error of the program
    """Something that only the whole ledger can tell."""


class _Around:
    def __init__(self, root: Path, today: date) -> None:
        self.root, self.today = root, today
        self.folders = list(_folders(root, "data/incidents"))
        if any(map(files.odd, self.folders)) or any(files.alike(self.folders)):
            raise _Unclear
        self.documents = set(self.below("data/documents"))
        self.paths: set[str] = set()  # what is read, whether it could be or not

    def ledger(self, incident: str) -> Ledger:
        ledger = self.extended({*self.incident(incident)}, {})
        while not ledger.findings and (more := {*self.incidents(ledger)} - ledger.texts.keys()):
            ledger = self.extended(more, ledger.texts)
        more = {*(path for path in _SINGLE if os.path.lexists(self.root / path)), *self.below("data/actors")}
        while more := more | self.naming(ledger):
            ledger = self.extended(more, ledger.texts)
            more = set()
        if incident not in ledger.incidents or any(one.path.startswith("data/incidents/") for one in ledger.findings):
            raise _Unclear
        return ledger

    def extended(self, paths: set[str], texts: Mapping[str, Text]) -> Ledger:
        self.paths |= paths
        return Reading(self.root, self.today, texts).ledger(self.paths)

    def below(self, folder: str) -> Iterator[str]:
        """The YAML files of the folder, which need not be there."""
        if os.path.lexists(self.root / folder):
            found = files.below(self.root, self.unopened, folder)
            yield from (path for path in found if path.endswith(".yaml"))

    def unopened(self, *_: str) -> None:
        raise _Unclear

    def incident(self, name: str) -> list[str]:
        """The file of the incident; none where no file has this name."""
        paths = [] if bad_id(name) else [f"{folder}/{name}.yaml" for folder in self.folders]
        found = [path for path in paths if os.path.lexists(self.root / path)]
        if len(found) > 1:
            raise _Unclear
        return found

    def incidents(self, ledger: Ledger) -> Iterator[str]:
        """The files of the incidents that those read so far name."""
        for incident in ledger.incidents.values():
            wholes = (fact.part_of for fact in incident.facts.values() if fact.part_of and "/" in fact.part_of)
            for name in (*(link.incident for link in incident.related), *wholes):
                yield from self.incident(name.partition("/")[0])

    def naming(self, ledger: Ledger) -> set[str]:
        """The files that may hold documents that are named and not yet found."""
        claims = (claim for _, fact in ledger.facts() for claim in fact.claims)
        named = {name for claim in claims for name in (claim.document, *claim.also_in) if name}
        known = [ledger.documents[name] for name in named if name in ledger.documents]
        named |= {dispute.document for document in known for dispute in document.disputed if dispute.document}
        new = [name.encode() for name in named - ledger.documents.keys()]
        unread = self.documents - ledger.texts.keys() - {finding.path for finding in ledger.findings}
        return {path for path in unread if new and self.holds(path, new)}

    def holds(self, path: str, names: list[bytes]) -> bool:
        """Whether one of the ids may stand in the file: as it is, or written with escapes."""
        try:
            data = files.content(self.root, path)
        except Refusal:
            return True
        return b"\\" in data or any(name in data for name in names)


def _folders(root: Path, top: str) -> Iterator[str]:
    """The folder and all folders in it. One that has no name but its own and its parent's for it holds no other."""
    try:
        about = os.lstat(root / top)
        if os.path.islink(root / top.partition("/")[0]) or not os.path.isdir(root / top) or os.path.islink(root / top):
            raise _Unclear
        yield top
        if about.st_nlink != 2 or os.name != "posix":
            with os.scandir(root / top) as entries:
                inner = [one.name for one in entries if one.is_dir(follow_symlinks=False) and one.name[0] != "."]
            for name in sorted(inner):
                yield from _folders(root, f"{top}/{name}")
    except OSError:
        raise _Unclear from None
