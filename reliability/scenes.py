"""What is written while things go wrong: a small ledger, a command, and the files that may come of it."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger.cli.main import main
from conflict_ledger.edit.beginning import begin

if TYPE_CHECKING:
    from pathlib import Path

CLAIM = ["--document", "gazette-2023-05-07", "--count", "31", "--victims", "civilians", "--yes"]
LITTER = re.compile(r"data(/incidents)?/\.(lock|[a-z.-]+\.[0-9a-f]{8}\.tmp)")


class Scene(NamedTuple):
    """A command and the file that it writes, below the ledger."""

    name: str
    arguments: list[str]
    path: str


SCENES = (
    Scene(
        "add claim", ["add", "claim", "tindara/deaths", "--source", "gazette", *CLAIM], "data/incidents/tindara.yaml"
    ),
    Scene(
        "withdraw",
        ["withdraw", "tindara/deaths/residents", "--reason", "Another day.", "--date", "2024-01-01", "--yes"],
        "data/incidents/tindara.yaml",
    ),
    Scene("fmt", ["fmt"], "data/actors.yaml"),
    Scene(
        "add incident",
        ["add", "incident", "sandara", "--title", "Attack on Sandara", "--date", "2024-02-11", "--yes"],
        "data/incidents/sandara.yaml",
    ),
)
UNTIDY = b"un-mission: {name: UN Mission in Kelouma, in_text: the UN mission, kind: un} # kept\n\n\nkelouma-army:\n"


def made(folder: Path) -> Path:
    """A new ledger in the folder, one of its files not in the layout."""
    shutil.rmtree(folder, ignore_errors=True)
    begin(folder, "conflict-ledger")
    for name in ("schemas", ".github", ".vscode", "README.md", "METHODOLOGY.md", "CONTRIBUTING.md"):
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    actors = folder / "data" / "actors.yaml"
    text = actors.read_bytes()
    rest = text.partition(b"kelouma-army:\n")[2]
    actors.write_bytes(UNTIDY + rest)
    return folder


def copied(ledger: Path, folder: Path) -> Path:
    """The ledger once more, in place of what is in the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ledger, folder)
    return folder


def files(ledger: Path) -> dict[str, bytes]:
    """What every file holds."""
    found = (path for path in ledger.rglob("*") if path.is_file())
    return {path.relative_to(ledger).as_posix(): path.read_bytes() for path in found}


def here(ledger: Path, arguments: list[str]) -> tuple[int, str]:
    """The command in this process: its exit code, and what it says on stderr."""
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        code = main(["-C", str(ledger), *arguments])
    return code, said.getvalue()


def command(ledger: Path, arguments: list[str]) -> list[str]:
    return [sys.executable, "-B", "-P", "-m", "conflict_ledger", "-C", str(ledger), *arguments]


def environment() -> dict[str, str]:
    """The same from run to run, so that the n-th call of a kind is the same call."""
    return {"PATH": os.environ["PATH"], "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}


def run(words: list[str], timeout: float = 60) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, env=environment(), capture_output=True, text=True, timeout=timeout, check=False)


def after(ledger: Path, scene: Scene) -> dict[str, bytes]:
    """The ledger's files as the command leaves them where nothing goes wrong."""
    code, said = here(ledger, scene.arguments)
    if code:
        raise AssertionError(f"{scene.name}: {said}")
    return files(ledger)


def wrong(ledger: Path, scene: Scene, old: dict[str, bytes], new: dict[str, bytes], *, done: bool) -> str:
    """What is lost, torn or left over in the ledger, or nothing; `done` where the command said that it has written."""
    found = files(ledger)
    for path in {*old, *new, *found}:
        if path in old or path in new:
            allowed = [new.get(path)] if done else [old.get(path), new.get(path)]
            if found.get(path) not in allowed:
                return f"{path}: {'the edit is lost' if done and found.get(path) == old.get(path) else 'torn or lost'}"
        elif not LITTER.fullmatch(path):
            return f"{path} is left over"
    return ""


def recovers(ledger: Path, scene: Scene, new: dict[str, bytes]) -> str:
    """What keeps the next run from doing the same edit and clearing away what a dead writer left, or nothing."""
    if files(ledger).get(scene.path) != new[scene.path]:
        code, said = here(ledger, scene.arguments)
        if code:
            return f"the next run ends with {code}: {said}"
        if left := files(ledger).keys() - new.keys():
            return f"the next run leaves {', '.join(sorted(left))}"
    return "" if files(ledger)[scene.path] == new[scene.path] else "the next run writes something else"
