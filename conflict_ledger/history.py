"""The ledger's second clock: git. Read by its plumbing only, and nothing of the checkout is ever run.

In somebody else's checkout `git status` and `git diff` can run programs that the checkout names. So git is asked only for
objects, with an environment built from scratch and the repository named outright; the work tree we read ourselves.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SAFE = ("-c", "protocol.allow=never", "-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false")
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


@dataclass(frozen=True, slots=True)
class Commit:
    """The commit that is checked out, and whether the ledger's files differ from it."""

    id: str
    modified: bool


def commit(root: Path) -> Commit | None:
    """The commit at which the ledger stands; None where it is not under git, has no commit, or git is not installed."""
    found = _repository(root)
    if found is None:
        return None
    top, folder = found
    head = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}").strip().decode()
    if not head:
        return None
    return Commit(head, _committed(folder, head, root.relative_to(top).as_posix()) != _present(root, len(head)))


def _repository(root: Path) -> tuple[Path, Path] | None:
    """The top of the work tree and its git folder, found by looking for `.git` upwards."""
    for top in (root, *root.parents):
        dot = top / ".git"
        if dot.is_dir():
            return top, dot
        if dot.is_file() and (match := re.match(r"gitdir: (.+)", dot.read_text(errors="replace"))):
            return top, (top / match[1].strip()).resolve()
    return None


def _git(folder: Path, *command: str) -> bytes:
    """What git prints, or nothing where it fails, is not installed or hangs."""
    git = shutil.which("git")
    if git is None:
        return b""
    environment = _ENVIRONMENT | {"PATH": os.environ.get("PATH", os.defpath)}
    try:
        done = subprocess.run(
            [git, *_SAFE, f"--git-dir={folder}", *command],
            capture_output=True,
            env=environment,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""


def _committed(folder: Path, revision: str, inside: str) -> dict[str, str]:
    """The ledger's YAML files in the revision, from the ledger's root, each with its blob's id."""
    prefix = "" if inside == "." else f"{inside}/"
    listed = _git(folder, "ls-tree", "-r", "-z", "--full-tree", revision, "--", f"{prefix}data/")
    files = {}
    for entry in listed.split(b"\0")[:-1]:
        about, _, path = entry.partition(b"\t")
        name = os.fsdecode(path).removeprefix(prefix)
        if name.endswith(".yaml"):
            files[name] = about.split()[2].decode()
    return files


def _present(root: Path, length: int) -> dict[str, str]:
    """The ledger's YAML files as they are now, each with the id that git would give it."""
    digest = hashlib.sha1 if length == 40 else hashlib.sha256
    files = {}
    for path in (root / "data").rglob("*.yaml"):
        if path.is_file():
            content = path.read_bytes()
            files[path.relative_to(root).as_posix()] = digest(b"blob %d\0" % len(content) + content).hexdigest()
    return files
