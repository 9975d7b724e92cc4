"""The work tree beside a commit: which of the ledger's files differ.

What is compared are the files that the ledger looks at: names that start with a dot are none. A file in the work tree is
as it was if git would give it the same id, before or after its CRLF line ends are made LF (`core.autocrlf` writes them, and
they mean the same to the reader). A file too large to be read, a pipe or a device is never taken for unchanged, nor, in a
comparison with a revision, is a link.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflict_ledger import files
from conflict_ledger.history.git import Unreadable, base, checked_out, repository, resolved, tree
from conflict_ledger.yamltext import MAX_BYTES, Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conflict_ledger.history.git import Entry


@dataclass(frozen=True, slots=True)
class Commit:
    """The commit at which a ledger stands, and whether its files differ from it."""

    id: str
    modified: bool


def commit(root: Path) -> Commit | None:
    """The commit at which the ledger stands; None where it is not under git, has no commit, or git is not installed."""
    try:
        here = repository(root)
        head = resolved(here, "HEAD")
        different = _different(tree(here, head), _present(root.resolve(), len(head)))
    except Unreadable:
        return None
    return Commit(head, any(path.endswith(".yaml") for path in different))


def changed(root: Path, revision: str) -> set[str]:
    """The files in data/ that differ between the revision and the work tree: their paths from the ledger's root, with `/`.

    Added, removed and uncommitted ones are among them, and so is a folder that cannot be opened. As a pull request means it, the
    comparison is with the last commit that the revision and what is checked out have in common: what others have done to the
    revision since is not this edit's. Where they have none in common it is with the revision itself. Raises Unreadable.
    """
    here = repository(root)
    wanted = resolved(here, revision)
    checked_out(here)
    return edited(root, tree(here, base(here, wanted)), len(wanted))


def edited(root: Path, committed: Mapping[str, Entry], length: int) -> set[str]:
    """What differs between the files of a commit and the work tree; what a link leads to may have changed too.

    `length` is that of the repository's ids in hexadecimal digits: 40 or 64.
    """
    present = _present(root.resolve(), length)
    return _different(committed, present) | {path for path in present if os.path.islink(root / path)}


def _different(committed: Mapping[str, Entry], present: dict[str, set[str]]) -> set[str]:
    """The paths of what is not the same in both."""
    before = {path: path if path in committed else _composed(path, present) for path in present}
    same = {path for path, ids in present.items() if (found := committed.get(before[path])) and found.blob in ids}
    return (committed.keys() - set(before.values())) | (present.keys() - same)


def _composed(path: str, present: dict[str, set[str]]) -> str:
    """The name that git has for the path: some file systems take accents apart, and git puts them together."""
    composed = unicodedata.normalize("NFC", path)
    return path if composed in present else composed


def _present(root: Path, length: int) -> dict[str, set[str]]:
    """What is in `data/` now, each file with the ids of this length that git could give it; no id for a folder that is shut."""
    shut: list[str] = []
    present = {path: _ids(root, path, length) for path in files.below(root, lambda path, _: shut.append(path))}
    return present | {path: set() for path in shut}


def _ids(root: Path, path: str, length: int) -> set[str]:
    """The ids of the file's text, as it is and with LF line ends; of a link's text; or none."""
    try:
        link = os.path.islink(root / path)
        text = os.fsencode((root / path).readlink()) if link else files.content(root, path)
    except (OSError, Refusal):
        return set()
    if len(text) > MAX_BYTES:
        return set()
    digest = hashlib.sha1 if length == 40 else hashlib.sha256
    return {digest(b"blob %d\0" % len(one) + one).hexdigest() for one in (text, text.replace(b"\r\n", b"\n"))}
