"""The commits that changed one file, renames followed, and who made them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger import files
from conflict_ledger.history import git
from conflict_ledger.history.git import Unreadable
from conflict_ledger.history.objects import Objects
from conflict_ledger.yamltext import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conflict_ledger.history.git import Repository


@dataclass(frozen=True, slots=True)
class Edit:
    """One commit that changed the file: what it held in each parent, and after; None where there was no file.

    `commit` is empty where the edit is not committed yet. `when` is the author's own time, with the offset from UTC that it was written with. `path` is from the ledger's root, and
    `was` the same before a renaming.
    """

    commit: str
    author: str
    when: datetime
    subject: str
    path: str
    was: str
    before: tuple[bytes | None, ...]
    after: bytes | None


class Log(NamedTuple):
    """The edits, latest first; `shallow` tells that earlier ones may be missing from this clone."""

    edits: list[Edit]
    shallow: bool


def log(root: Path, path: str, revision: str = "HEAD") -> Log:
    """What became of the file up to the revision. A merge is an edit only where it has what no parent has. Raises Unreadable."""
    here = git.repository(root)
    start = git.resolved(here, revision)
    with Objects(here) as objects:
        found = list(_edits(here, objects, path, start))
    return Log(found, git.shallow(here))


def uncommitted(root: Path, path: str) -> list[Edit]:
    """The edit of the file that is in the work tree and in no commit yet, if there is one. Raises Unreadable."""
    here = git.repository(root)
    committed = git.tree(here, git.resolved(here, "HEAD")).get(path)
    with Objects(here) as objects:
        then = objects.blobs([committed.blob])[committed.blob] if committed else None
    try:
        now = files.content(root, path) if os.path.lexists(root / path) else None
    except Refusal:
        now = b""
    if then == now or (then is not None and now is not None and then == now.replace(b"\r\n", b"\n")):
        return []
    return [Edit("", "", datetime.now(UTC), "", path, path, (then,), now)]


def _edits(here: Repository, objects: Objects, path: str, start: str) -> Iterator[Edit]:
    while start:
        earlier = ""
        for commit, blobs in _changes(here, path, start):
            author, when, subject, parents = about(objects.blobs([commit])[commit])
            was = path
            if all(old == "" for old, _ in blobs) and parents and (renamed := _renamed(here, parents[0], commit, path)):
                was, old = renamed
                blobs = [(old, blobs[0][1])]
                earlier = parents[0]
            known = objects.blobs(blob for pair in blobs for blob in pair if blob)
            before = tuple(known.get(old) for old, _ in blobs)
            yield Edit(commit, author, when, subject, path, was, before, known.get(blobs[0][1]))
            if earlier:
                path = was
                break
        start = earlier


def _changes(here: Repository, path: str, start: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The commits that changed the path, latest first, each with the blobs before and after, for each parent."""
    inside = here.inside(path)
    listed = git.ask(here, "rev-list", "--end-of-options", start, "--", inside)
    if listed.returncode:
        raise Unreadable("git cannot list the commits", "git fsck says what is missing")
    command = ("diff-tree", "--stdin", "-m", "-r", "-z", "--root", "--raw", "--no-renames", "--", inside)
    found: dict[str, list[tuple[str, str]]] = {}
    commit = ""
    for field in git.ask(here, *command, text=listed.stdout).stdout.split(b"\0"):
        if re.fullmatch(rb"[0-9a-f]{40,64}", field):
            commit = field.decode()
        elif field.startswith(b":"):
            _, _, old, new, _ = field.decode().split(" ")
            found.setdefault(commit, []).append((old.strip("0") and old, new.strip("0") and new))
    yield from found.items()


def _renamed(here: Repository, parent: str, commit: str, path: str) -> tuple[str, str] | None:
    """The path that the file had in the parent, and its blob there; None where git finds none that is like it."""
    command = ("diff-tree", "-r", "-z", "--raw", "-M", "--diff-filter=R", "--no-ext-diff", parent, commit)
    fields = git.ask(here, *command, *here.pathspec).stdout.split(b"\0")[:-1]
    for about, old, new in zip(fields[::3], fields[1::3], fields[2::3], strict=False):
        if here.name(os.fsdecode(new)) == path:
            return here.name(os.fsdecode(old)), about.decode().split(" ")[2]
    return None


_AUTHOR = re.compile(r"(.*) <[^<>]*> ([0-9]+) ([+-])([01][0-9]|2[0-3])([0-5][0-9])")


def about(content: bytes) -> tuple[str, datetime, str, list[str]]:
    """Author, time, subject and parents, from what git keeps of a commit."""
    head, _, message = content.decode("utf-8", "replace").partition("\n\n")
    lines = dict.fromkeys(head.splitlines())
    author = next((line.removeprefix("author ") for line in lines if line.startswith("author ")), "")
    parents = [line.removeprefix("parent ") for line in lines if line.startswith("parent ")]
    name, when = author, datetime.fromtimestamp(0, UTC)
    if match := _AUTHOR.fullmatch(author):
        offset = timedelta(hours=int(match[4]), minutes=int(match[5]))
        zone = timezone(-offset if match[3] == "-" else offset)
        name, when = match[1], datetime.fromtimestamp(min(int(match[2]), 253402214400), zone)
    return name, when, message.partition("\n")[0], parents
