"""The ledger's second clock: git. Read by its plumbing only, and nothing of the checkout is ever run.

In somebody else's checkout `git status` and `git diff` can run programs that the checkout names. So git is asked only for
objects, with an environment built from scratch and the repository named outright; the work tree we read ourselves.

What is compared are the files that the ledger looks at: names that start with a dot are none. A file in the work tree is
as it was if git would give it the same id, before or after its CRLF line ends are made LF (`core.autocrlf` writes them, and
they mean the same to the reader). A file too large to be read, a pipe or a device is never taken for unchanged, nor, in a
comparison with a revision, is a link.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger import files
from conflict_ledger.yamltext import MAX_BYTES, Refusal

if TYPE_CHECKING:
    from pathlib import Path

_ID = re.compile("[0-9a-f]{40,64}")
PATIENCE = 60.0  # seconds for an answer of git

_SAFE = (
    *("-c", "protocol.allow=never"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.warnAmbiguousRefs=true"),
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # unlike protocol.allow, no configuration can weaken it
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "HOME": os.devnull,  # without one a `~` in the repository's configuration ends git
    "LC_ALL": "C",
}


class Unreadable(Exception):  # noqa: N818 - it is not an error of the program
    """What was asked of git cannot be known: why, and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class Commit:
    """The commit that is checked out, and whether the ledger's files differ from it."""

    id: str
    modified: bool


def commit(root: Path) -> Commit | None:
    """The commit at which the ledger stands; None where it is not under git, has no commit, or git is not installed."""
    try:
        repository = _repository(root)
        head = _resolved(repository, "HEAD")
        different = _different(_committed(repository, head), _present(root.resolve(), len(head)))
    except Unreadable:
        return None
    return Commit(head, any(path.endswith(".yaml") for path in different))


def changed(root: Path, revision: str) -> set[str]:
    """The files in data/ that differ between the revision and the work tree: their paths from the ledger's root, with `/`.

    Added, removed and uncommitted ones are among them, and so is a folder that cannot be opened. As a pull request means it, the
    comparison is with the last commit that the revision and what is checked out have in common: what others have done to the
    revision since is not this edit's. Where they have none in common it is with the revision itself. Raises Unreadable.
    """
    repository = _repository(root)
    wanted = _resolved(repository, revision)
    committed, present = _committed(repository, _base(repository, wanted)), _present(root.resolve(), len(wanted))
    links = {path for path in present if os.path.islink(root / path)}  # what they lead to may have changed
    return _different(committed, present) | links


class _Repository(NamedTuple):
    """Git's folder, and where in the repository's tree `data/` stands (empty: it is all of it)."""

    folder: Path
    data: str


def _repository(root: Path) -> _Repository:
    """The repository of `data/`, found by looking for `.git` upwards: `data/` may be one of its own, as a submodule is."""
    data = root.resolve() / "data"
    for top in (data, *data.parents):
        if folder := _git_folder(top):
            return _Repository(folder, "" if top == data else data.relative_to(top).as_posix())
    raise Unreadable(
        "the ledger is not under git, so nothing is known of what changed", "make it a repository: git init"
    )


def _git_folder(top: Path) -> Path | None:
    """`.git`, or the folder that a file of this name points to, as it does in a worktree and in a submodule."""
    dot = top / ".git"
    if dot.is_dir():
        return dot
    if dot.is_file():
        with dot.open("rb") as file:
            match = re.match(rb"gitdir: ([^\r\n\0]+)", file.read(8192))
        return (top / os.fsdecode(match[1])).absolute() if match else None
    return None


def _git(repository: _Repository, *command: str) -> subprocess.CompletedProcess[bytes]:
    """What git says. Raises Unreadable where it is not installed or hangs."""
    path = os.pathsep.join(filter(os.path.isabs, os.environ.get("PATH", os.defpath).split(os.pathsep)))
    git = shutil.which("git", path=path)
    if git is None or not os.path.isabs(git):  # Windows looks in the current folder first, and that is a stranger's
        raise Unreadable("git is not installed, so nothing is known of what changed", "install git")
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    try:
        return subprocess.run(
            [git, *_SAFE, f"--git-dir={repository.folder}", *command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=_ENVIRONMENT | kept | {"PATH": path},
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise Unreadable(
            f"git does not answer: {type(error).__name__}", "git fsck says whether the repository is sound"
        ) from None


def _resolved(repository: _Repository, revision: str) -> str:
    """The id of the commit that the revision names. Raises Unreadable where it names none, or several."""
    if not revision.isprintable() or not revision.strip() or revision.startswith("-") or ".." in revision:
        raise Unreadable(f"{revision!r} is not a revision", "name one commit, branch or tag, such as origin/main")
    done = _git(repository, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    said = done.stderr.decode(errors="replace")
    if " is ambiguous" in said:
        raise Unreadable(
            f"{revision} is ambiguous: it names several things", f"write refs/heads/{revision}, or more of the id"
        )
    if done.returncode == 0 and _ID.fullmatch(found := done.stdout.decode().strip()):
        return found
    if _is(repository, "--is-shallow-repository"):
        raise _shallow(f"no commit {revision} here")
    if _is(repository, "--git-dir") is None:
        raise Unreadable(f"{repository.folder} is not a git repository", "restore it, or clone again")
    raise Unreadable(
        f"no commit {revision} here", "git branch --all lists the branches; git fetch gets those of others"
    )


def _is(repository: _Repository, question: str) -> bool | None:
    """Git's answer to a question about the repository; None where it is none."""
    done = _git(repository, "rev-parse", question)
    return done.stdout.strip() == b"true" if done.returncode == 0 else None


def _shallow(message: str) -> Unreadable:
    return Unreadable(
        f"{message}: this is a shallow clone, which holds only the last commits",
        "get the others: fetch-depth: 0 in actions/checkout, or git fetch --unshallow",
    )


def _base(repository: _Repository, revision: str) -> str:
    """The last commit that the revision and HEAD have in common; the revision itself where there is none."""
    if _is(repository, "--is-bare-repository"):
        raise Unreadable("the repository is bare: no commit is checked out", "use a clone or a worktree of it")
    common = _git(repository, "merge-base", revision, "HEAD").stdout.decode().strip()
    if not common and _is(repository, "--is-shallow-repository"):
        raise _shallow("what the two have in common is not here")
    return common or revision


def _committed(repository: _Repository, revision: str) -> dict[str, str]:
    """The files of `data/` in the revision, from the ledger's root, each with its blob's id."""
    where = ("--", repository.data) if repository.data else ()
    done = _git(repository, "ls-tree", "-r", "-z", "--full-tree", revision, *where)
    if done.returncode:
        raise Unreadable(f"git cannot read the files of {revision}", "git fsck says what is missing")
    committed = {}
    for entry in done.stdout.split(b"\0")[:-1]:
        about, _, path = entry.partition(b"\t")
        _, kind, blob = about.decode().split()
        inside = os.fsdecode(path)
        name = f"data{inside.removeprefix(repository.data)}" if repository.data else f"data/{inside}"
        if kind == "commit":
            raise Unreadable(
                f"{name} is a submodule: its files are in another repository", "keep them in the ledger's own"
            )
        if "/." not in name:
            committed[name] = blob
    return committed


def _different(committed: dict[str, str], present: dict[str, set[str]]) -> set[str]:
    """The paths of what is not the same in both."""
    before = {path: path if path in committed else _composed(path, present) for path in present}
    same = {path for path, ids in present.items() if committed.get(before[path]) in ids}
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
