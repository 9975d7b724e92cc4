"""Git by its plumbing: only objects are asked for, and nothing of the checkout is ever run.

In somebody else's checkout `git status` and `git diff` can run programs that the checkout names. So git is asked only for
objects, with an environment built from scratch and the repository named outright; the work tree we read ourselves.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ID = re.compile("[0-9a-f]{40,64}")
PATIENCE = 60.0  # seconds for an answer of git

_SAFE = (
    *("-c", "protocol.allow=never"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.warnAmbiguousRefs=true"),
    *("-c", "advice.graftFileDeprecated=false"),  # it is said of GIT_GRAFT_FILE too
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


class Repository(NamedTuple):
    """Git's folder, and where in the repository's tree `data/` stands (empty: it is all of it)."""

    folder: Path
    data: str

    def name(self, inside: str) -> str:
        """The path from the ledger's root of what stands at this path in the repository."""
        return f"data{inside.removeprefix(self.data)}" if self.data else f"data/{inside}"

    def inside(self, name: str) -> str:
        """The path in the repository of what has this path from the ledger's root."""
        below = name.removeprefix("data")
        return f"{self.data}{below}" if self.data else below.removeprefix("/")

    @property
    def pathspec(self) -> tuple[str, ...]:
        return ("--", self.data) if self.data else ()


class Entry(NamedTuple):
    """A file as a commit has it: git's mode (120000 is a link) and the id of its blob."""

    mode: str
    blob: str


def repository(root: Path) -> Repository:
    """The repository of `data/`, found by looking for `.git` upwards: `data/` may be one of its own, as a submodule is."""
    data = root.resolve() / "data"
    for top in (data, *data.parents):
        if folder := _git_folder(top):
            return Repository(folder, "" if top == data else data.relative_to(top).as_posix())
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


def ask(repository: Repository, *words: str, text: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """What git says to the command, `text` on its stdin. Raises Unreadable where it is not installed or hangs."""
    try:
        with _told(text) as told:
            return subprocess.run(
                command(repository, *words),
                stdin=told,
                capture_output=True,
                env=environment(),
                timeout=PATIENCE,
                check=False,
            )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise Unreadable(
            f"git does not answer: {type(error).__name__}", "git fsck says whether the repository is sound"
        ) from None


@contextmanager
def _told(text: bytes) -> Iterator[IO[bytes] | int]:
    """What git reads: a file and not a pipe, for git answers before it has read all."""
    if not text:
        yield subprocess.DEVNULL
        return
    with tempfile.TemporaryFile() as told:
        told.write(text)
        told.seek(0)
        yield told


def command(repository: Repository, *words: str) -> list[str]:
    """What starts git with these words. Raises Unreadable where it is not installed."""
    path = _path()
    git = shutil.which("git", path=path)
    if git is None or not os.path.isabs(git):  # Windows looks in the current folder first, and that is a stranger's
        raise Unreadable("git is not installed, so nothing is known of what changed", "install git")
    return [git, *_SAFE, f"--git-dir={repository.folder}", *words]


def _path() -> str:
    return os.pathsep.join(filter(os.path.isabs, os.environ.get("PATH", os.defpath).split(os.pathsep)))


def environment() -> dict[str, str]:
    """All that git gets of the environment."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return _ENVIRONMENT | kept | {"PATH": _path()}


def resolved(repository: Repository, revision: str) -> str:
    """The id of the commit that the revision names. Raises Unreadable where it names none, or several."""
    if not revision.isprintable() or not revision.strip() or revision.startswith("-") or ".." in revision:
        raise Unreadable(f"{revision!r} is not a revision", "name one commit, branch or tag, such as origin/main")
    done = ask(repository, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    said = done.stderr.decode(errors="replace")
    if " is ambiguous" in said:
        raise Unreadable(
            f"{revision} is ambiguous: it names several things", f"write refs/heads/{revision}, or more of the id"
        )
    if done.returncode == 0 and _ID.fullmatch(found := done.stdout.decode().strip()):
        return found
    if shallow(repository):
        raise _shallow(f"no commit {revision} here")
    if _is(repository, "--git-dir") is None:
        raise Unreadable(f"{repository.folder} is not a git repository", "restore it, or clone again")
    raise Unreadable(
        f"no commit {revision} here", "git branch --all lists the branches; git fetch gets those of others"
    )


def _is(repository: Repository, question: str) -> bool | None:
    """Git's answer to a question about the repository; None where it is none."""
    done = ask(repository, "rev-parse", question)
    return done.stdout.strip() == b"true" if done.returncode == 0 else None


def shallow(repository: Repository) -> bool:
    """Whether only the last commits are here."""
    return bool(_is(repository, "--is-shallow-repository"))


def _shallow(message: str) -> Unreadable:
    return Unreadable(
        f"{message}: this is a shallow clone, which holds only the last commits",
        "get the others: fetch-depth: 0 in actions/checkout, or git fetch --unshallow",
    )


def checked_out(repository: Repository) -> None:
    """Raises Unreadable where the repository has no work tree."""
    if _is(repository, "--is-bare-repository"):
        raise Unreadable("the repository is bare: no commit is checked out", "use a clone or a worktree of it")


def base(repository: Repository, revision: str, other: str = "HEAD") -> str:
    """The last commit that the two have in common; the revision itself where there is none."""
    common = ask(repository, "merge-base", revision, other).stdout.decode().strip()
    if not common and shallow(repository):
        raise _shallow("what the two have in common is not here")
    return common or revision


def tree(repository: Repository, revision: str) -> dict[str, Entry]:
    """The files of `data/` in the revision by their paths from the ledger's root; names that start with a dot are left out."""
    done = ask(repository, "ls-tree", "-r", "-z", "--full-tree", revision, *repository.pathspec)
    if done.returncode:
        raise Unreadable(f"git cannot read the files of {revision}", "git fsck says what is missing")
    found = {}
    for entry in done.stdout.split(b"\0")[:-1]:
        about, _, path = entry.partition(b"\t")
        mode, kind, blob = about.decode().split()
        name = repository.name(os.fsdecode(path))
        if kind == "commit":
            raise submodule(name)
        if "/." not in name:
            found[name] = Entry(mode, blob)
    return found


def submodule(name: str) -> Unreadable:
    return Unreadable(f"{name} is a submodule: its files are in another repository", "keep them in the ledger's own")
