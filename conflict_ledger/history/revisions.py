"""The ledger as a commit has it, and two states of it side by side. Nothing is checked out, and no blob is read twice."""

from __future__ import annotations

import os
import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger import files, reading, yamltext
from conflict_ledger.history import git
from conflict_ledger.history.git import Entry, Unreadable
from conflict_ledger.history.objects import Objects
from conflict_ledger.history.worktree import edited
from conflict_ledger.packed import Known
from conflict_ledger.yamltext import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.listing import Given
    from conflict_ledger.yamltext import Text

_LINK, _SUBMODULE = "120000", "160000"
_ABSENT = "000000"
_REGISTER = re.compile(r"data/(?:ledger\.yaml|actors\.yaml|actors/.*\.yaml)\Z")


def at(root: Path, revision: str) -> Ledger:
    """The ledger as it was committed. Raises Unreadable where the revision, or an object of it, is not to be had."""
    here = git.repository(root)
    found = git.resolved(here, revision)
    entries = git.tree(here, found)
    if not any(path.startswith("data/incidents/") for path in entries):
        raise Unreadable(f"there is no ledger at {revision}", "data/incidents/ came later, or stood elsewhere")
    with Objects(here) as objects:
        given = _contents(objects, entries, entries)
    return reading.read(root, given, commit=found, known=Known())


def common(root: Path, revision: str, other: str) -> str:
    """The id of the last commit that the two have in common. Raises Unreadable."""
    with Objects(git.repository(root)) as objects:
        return sides(objects, f"{revision}...{other}").before


class Sides(NamedTuple):
    """What is compared: two commits by id, or a commit and, where `after` is None, the work tree."""

    before: str
    after: str | None


def compared(root: Path, base: str | None, head: str | None = None) -> Pair:
    """What git compares by these: nothing, `A`, `A B`, `A..B` or `A...B` (since what the two have in common). Raises Unreadable."""
    with Objects(git.repository(root)) as objects:
        return Pair(root, sides(objects, base, head), objects)


def sides(objects: Objects, base: str | None, head: str | None = None) -> Sides:
    """The commits that `compared` compares. Raises Unreadable."""
    first, dots, last = (base or "HEAD").partition("...")
    if not dots:
        first, dots, last = first.partition("..")
    if dots and head is not None:
        raise Unreadable(f"{base} names both sides already", "write A..B, or A B")
    if dots:
        head = last or "HEAD"
    before, *others = objects.commits([first or "HEAD", *([head] if head is not None else [])])
    after = others[0] if others else None
    if after is None:
        git.checked_out(objects.repository)
    return Sides(git.base(objects.repository, before, after) if dots == "..." and after else before, after)


class Pair:
    """The ledger on both sides of an edit. `changed` are the files in data/ that differ, by path from the ledger's root."""

    def __init__(self, root: Path, sides: Sides, objects: Objects) -> None:
        self.root, self.sides, self.here = root, sides, objects.repository
        self.changed = self._between(sides.after) if sides.after else self._since()
        files = [pair for path, pair in self.changed.items() if path.endswith(".yaml")]
        blobs = dict.fromkeys(entry.blob for pair in files for entry in pair if entry.mode != _ABSENT)
        self.texts = {blob: _text(content) for blob, content in objects.contents(blobs)}  # while git gets the next

    def _between(self, after: str) -> dict[str, tuple[Entry, Entry]]:
        """Of each file that differs, what the two commits have; git compares trees, and reads no file for it."""
        command = ("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-ext-diff", "--no-textconv")
        done = git.ask(self.here, *command, self.sides.before, after, *self.here.pathspec)
        if done.returncode:
            raise Unreadable("git cannot compare the two", "git fsck says what is missing")
        fields = done.stdout.split(b"\0")[:-1]
        found = {}
        for about, path in zip(fields[::2], fields[1::2], strict=True):
            old, new, mine, theirs, _ = about.decode().removeprefix(":").split(" ")
            name = self.here.name(os.fsdecode(path))
            if _SUBMODULE in (old, new):
                raise git.submodule(name)
            if "/." not in name:
                found[name] = Entry(old, mine), Entry(new, theirs)
        return found

    def _since(self) -> dict[str, tuple[Entry, Entry]]:
        nothing = Entry(_ABSENT, "")
        committed = git.tree(self.here, self.sides.before)
        paths = edited(self.root, committed, len(self.sides.before))
        return {path: (committed.get(path, nothing), nothing) for path in sorted(paths)}

    def partly(self) -> tuple[Ledger, Ledger]:
        """Both ledgers as far as the files that differ make them: no other file is read."""
        before = {path: old for path, (old, _) in self.changed.items() if old.mode != _ABSENT}
        after = {path: new for path, (_, new) in self.changed.items() if new.mode != _ABSENT}
        if any(entry.mode == _LINK for entry in (*before.values(), *after.values())):
            return self.whole()  # a link may lead to a file that does not differ
        given: list[dict[str, Given]] = [
            {path: self.texts.get(entry.blob, b"") for path, entry in side.items()} for side in (before, after)
        ]
        if self.sides.after is None:
            given[1] = self._present()
        return (
            reading.read(self.root, given[0], commit=self.sides.before),
            reading.read(self.root, given[1], commit=self.sides.after),
        )

    def _present(self) -> dict[str, Given]:
        """The files that differ, as they are in the work tree."""
        return {path: one for path in self.changed if (one := self._now(path)) is not None}

    def _now(self, path: str) -> Given | None:
        """What the file in the work tree holds, or why it cannot be read; None where there is none."""
        try:
            return files.content(self.root, path) if os.path.lexists(self.root / path) else None
        except Refusal as no:
            return no

    def register(self) -> Ledger:
        """The later side's settings and actors alone, for the names of things."""
        if self.sides.after is None:
            present = files.below(self.root, lambda path, why: None)
            given = {path: one for path in present if _REGISTER.match(path) and (one := self._now(path)) is not None}
            return reading.read(self.root, given)
        entries = git.tree(self.here, self.sides.after)
        with Objects(self.here) as objects:
            given = _contents(objects, entries, [path for path in entries if _REGISTER.match(path)])
        return reading.read(self.root, given)

    def whole(self) -> tuple[Ledger, Ledger]:
        """Both ledgers with all their files. What does not differ is read once."""
        came = Known()
        given: dict[str, Given] = {}
        earlier = git.tree(self.here, self.sides.before)
        with Objects(self.here) as objects:
            if self.sides.after is None:
                after = reading.load(self.root, known=came)
            else:
                entries = git.tree(self.here, self.sides.after)
                given = _contents(objects, entries, entries)
                after = reading.read(self.root, given, commit=self.sides.after, known=came)
            same = {path for path in earlier if path not in self.changed and path in after.texts}
            then = _contents(objects, earlier, [path for path in earlier if path not in same])
        then |= {path: after.texts[path] for path in same if path not in came}
        then |= {path: given[path] for path in same if path in came and path in given}
        return reading.read(self.root, then, commit=self.sides.before, known=came.only(same)), after


def _text(content: bytes) -> Text | Refusal:
    try:
        return yamltext.read(content)
    except Refusal as no:
        return no


def _contents(objects: Objects, entries: Mapping[str, Entry], wanted: Iterable[str]) -> dict[str, Given]:
    """What these files of the tree hold; a file that is not YAML is not read, only known to be there."""
    read = [path for path in wanted if path.endswith(".yaml")]
    links = objects.blobs([entries[path].blob for path in read if entries[path].mode == _LINK])
    ends = {path: _end(path, entries, links) for path in read}
    known = objects.blobs([entries[end].blob for end in ends.values() if isinstance(end, str)])
    found: dict[str, Given] = dict.fromkeys(wanted, b"")
    for path, end in ends.items():
        found[path] = known[entries[end].blob] if isinstance(end, str) else end
    return found


def _end(path: str, entries: Mapping[str, Entry], links: Mapping[str, bytes]) -> str | Refusal:
    """The plain file in data/ that the path leads to, through a link or not."""
    seen = set()
    while entries[path].mode == _LINK and path not in seen:
        seen.add(path)
        target = os.fsdecode(links.get(entries[path].blob, b""))
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if path not in entries:
            return Refusal("unreadable", "a link that leads to no file in data/", 1, 1, "put the file itself here")
    if path in seen:
        return Refusal("unreadable", "a link that leads back to itself", 1, 1, "put the file itself here")
    return path
