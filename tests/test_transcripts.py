"""The documentation is executed: every `console` block of the README and of docs/ is replayed and compared.

`pytest --rewrite` writes what the commands print today into the pages instead; read the diff before you commit it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
PROVENANCE = re.compile(r"commit [0-9a-f]{12}(?: with uncommitted edits)? · as of [0-9-]{10}")
WHO = {f"GIT_{who}_{what}": "desk@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
WHEN = {f"GIT_{who}_DATE": "2023-09-01T09:00:00+00:00" for who in ("AUTHOR", "COMMITTER")}
IDENTITY = {**WHO, **WHEN, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
STABLE = "commit 0123456789ab · as of 2026-01-31"


def run(command: str, folder: Path) -> str:
    """What the command prints, as a person in the folder sees it in a terminal of 88 columns without colour."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {
        "PATH": path,
        "HOME": os.environ.get("HOME", "/"),
        "COLUMNS": "88",
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        **IDENTITY,
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.stdout + (f"[exit {done.returncode}]\n" if done.returncode else "")


def replayed(block: str, folder: Path) -> str:
    """The block with the output of each of its commands as it is today; a command that says nothing is followed by the next."""
    commands = [line for line in block.split("\n") if line.startswith("$ ")]
    said = [f"{command}\n{PROVENANCE.sub(STABLE, run(command[2:], folder))}" for command in commands]
    return "".join(one + ("\n" if one.count("\n") > 1 else "") for one in said[:-1]) + said[-1]


def folder_of(page: Path, tmp_path: Path) -> Path:
    """Where a page's commands run: in the repository, or in a copy of the ledger in the folder of its name, once committed."""
    own = page.with_suffix("")
    if not own.is_dir():
        return ROOT
    shutil.copytree(own, tmp_path / own.name)
    for command in ("git init -q -b main", "git add -A", "git commit -q -m 'the record so far'"):
        run(command, tmp_path / own.name)
    return tmp_path / own.name


def blocks() -> list[tuple[str, int]]:
    return [
        (page.name, number) for page in PAGES for number in range(len(BLOCK.findall(page.read_text(encoding="utf-8"))))
    ]


@pytest.mark.parametrize(("page", "number"), blocks())
def test_transcript(page: str, number: int, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    path = next(path for path in PAGES if path.name == page)
    text = path.read_text(encoding="utf-8")
    found = list(BLOCK.finditer(text))[number]
    today = replayed(found[0], folder_of(path, tmp_path))
    if request.config.getoption("--rewrite"):
        path.write_text(text[: found.start()] + today + text[found.end() :], encoding="utf-8")
    else:
        assert found[0] == today


def test_there_are_transcripts() -> None:
    assert len([page for page, _ in blocks() if page == "README.md"]) >= 3


def test_ci_calls_exactly_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^python3 -m venv .*pytest$", readme, re.MULTILINE)
    assert len(commands) == 1
    assert commands[0] in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
