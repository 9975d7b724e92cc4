"""Every commit that touched the ledger's files, in one walk: which files came new, and what was changed in the others."""

from __future__ import annotations

import os
import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger import files
from conflict_ledger.history import git
from conflict_ledger.history.git import Unreadable
from conflict_ledger.history.log import Edit, about
from conflict_ledger.history.objects import Objects
from conflict_ledger.yamltext import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from conflict_ledger.history.git import Repository


class Step(NamedTuple):
    """One commit: the paths of files that came with it, and the edits of those that were there. Files that only moved are neither."""

    commit: str
    when: datetime
    subject: str
    added: tuple[str, ...]
    edits: tuple[Edit, ...]


class Journal(NamedTuple):
    """The steps, latest first, and the time of the revision itself; `shallow` tells that earlier ones may be missing from this clone."""

    steps: tuple[Step, ...]
    when: datetime
    shallow: bool


class _Touched(NamedTuple):
    """One file in one commit: its blobs before (for each parent) and after; empty where there is none."""

    path: str
    was: str
    before: tuple[str, ...]
    after: str


def journal(root: Path, revision: str = "HEAD") -> Journal:
    """What became of the ledger's YAML files up to the revision. A merge counts only for what no parent has. Raises Unreadable."""
    here = git.repository(root)
    last = git.resolved(here, revision)
    listed = git.ask(here, "rev-list", "--end-of-options", last, *here.pathspec)
    if listed.returncode:
        raise Unreadable("git cannot list the commits", "git fsck says what is missing")
    commits = listed.stdout.decode().split()
    with Objects(here) as objects:
        told = {commit: about(content) for commit, content in objects.blobs([*commits, last]).items()}
        touched = _touched(here, listed.stdout, {commit: max(len(one[3]), 1) for commit, one in told.items()})
        edited = [one for found in touched.values() for one in found if any(one.before)]
        known = objects.blobs(blob for one in edited for blob in (*one.before, one.after) if blob)
    steps = []
    for commit in commits:
        author, when, subject, _ = told[commit]
        found = touched.get(commit, [])
        edits = tuple(
            Edit(
                commit,
                author,
                when,
                subject,
                one.path,
                one.was,
                tuple(map(known.get, one.before)),
                known.get(one.after),
            )
            for one in found
            if any(one.before)
        )
        added = tuple(one.path for one in found if not any(one.before))
        if added or edits:
            steps.append(Step(commit, when, subject, added, edits))
    return Journal(tuple(steps), told[last][1], git.shallow(here))


def _touched(here: Repository, commits: bytes, parents: dict[str, int]) -> dict[str, list[_Touched]]:
    """For each commit the YAML files that differ from all of its parents."""
    command = ("diff-tree", "--stdin", "-m", "-r", "-z", "--root", "--raw", "-M", "--no-ext-diff", "--no-textconv")
    done = git.ask(here, *command, *here.pathspec, text=commits)
    if done.returncode:
        raise Unreadable("git cannot compare the commits", "git fsck says what is missing")
    found: dict[str, dict[str, list[tuple[str, str, str]]]] = {}
    for commit, path, was, old, new in _entries(here, done.stdout):
        found.setdefault(commit, {}).setdefault(path, []).append((was, old, new))
    return {
        commit: [
            _Touched(path, sides[0][0], tuple(old for _, old, _ in sides), sides[0][2])
            for path, sides in paths.items()
            if len(sides) == parents[commit] and not all(old == new for _, old, new in sides)
        ]
        for commit, paths in found.items()
    }


def _entries(here: Repository, said: bytes) -> Iterator[tuple[str, str, str, str, str]]:
    """Commit, path, path before, blob before and blob after of each entry of `diff-tree --stdin -z --raw`."""
    commit = ""
    fields = iter(said.split(b"\0"))
    for field in fields:
        if not field.startswith(b":"):
            match = re.fullmatch(rb"[0-9a-f]{40,64}", field.strip())
            commit = match[0].decode() if match else commit
            continue
        _, _, old, new, kind = field.decode().split(" ")
        was = path = here.name(os.fsdecode(next(fields)))
        if kind[0] in "RC":
            path = here.name(os.fsdecode(next(fields)))
        if path.endswith(".yaml") and "/." not in path:
            yield commit, path, was, old.strip("0") and old, new.strip("0") and new


def beside(root: Path, name: str, revision: str | None) -> str:
    """The text of a file that stands beside `data/`, as it is or as the revision has it; empty where there is none that can be read."""
    try:
        if revision is None:
            return files.content(root, name).decode("utf-8", "replace")
        here = git.repository(root)
        inside = posixpath.normpath(posixpath.join(here.data or ".", "..", name))
        return git.ask(here, "cat-file", "blob", f"{revision}:{inside}").stdout.decode("utf-8", "replace")
    except (Refusal, Unreadable):
        return ""
