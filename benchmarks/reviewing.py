"""Two revisions of a large ledger that differ in 50 files, beside what git itself takes to name and hand over those files."""

from __future__ import annotations

import gc
import os
import re
import shutil
import statistics
import subprocess
import time
from typing import TYPE_CHECKING

from conflict_ledger.changes import changes, review
from conflict_ledger.history import compared

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EDITED = 50
_FIGURE = re.compile(r"(count: [^\d\n]*)(\d)")
_DESK = {f"GIT_{who}_{what}": "desk@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def edited(root: Path, copy: Path) -> Path:
    """A repository of the ledger with two commits, between which a figure changes in each of 50 incidents."""
    if not (copy / ".git").exists():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(root / "data", copy / "data")
        _git(copy, "init", "--quiet")
        _commit(copy)
        paths = sorted((copy / "data" / "incidents").rglob("*.yaml"))
        for path in paths[:: len(paths) // EDITED][:EDITED]:
            path.write_text(_FIGURE.sub(r"\g<1>1\2", path.read_text(encoding="utf-8"), count=1), encoding="utf-8")
        _commit(copy)
    return copy


def costs(copy: Path, rounds: int) -> dict[str, float]:
    """Seconds by the clock, medians, in turn: git alone; what changed; then the whole review. All within this process.

    The collector is off, as it is in the command. The review comes last, for what it leaves in memory makes every process
    that is started after it slower to start.
    """
    gc.disable()
    found = _in_turn(copy, {"git": _bare, "changes": _changes}, 5 * rounds)
    return found | _in_turn(copy, {"review": _review}, rounds)


def _in_turn(copy: Path, tried: dict[str, Callable[[Path], object]], rounds: int) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in tried}
    for _ in range(rounds):
        for name, run in tried.items():
            start = time.perf_counter()
            run(copy)
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def _bare(copy: Path) -> int:
    named = _git(copy, "diff-tree", "-r", "-z", "HEAD~1", "HEAD").split(b"\0")[:-1:2]
    ids = [blob for entry in named for blob in entry.split(b" ")[2:4]]
    return len(_git(copy, "cat-file", "--batch", text=b"\n".join(ids) + b"\n"))


def _changes(copy: Path) -> int:
    found = changes(*compared(copy, "HEAD~1", "HEAD").partly())
    if len(found) != EDITED:
        raise AssertionError(f"{len(found)} changes, not {EDITED}")
    return len(found)


def _review(copy: Path) -> int:
    pair = compared(copy, "HEAD~1", "HEAD")
    return len(review(pair.changed, pair.partly(), pair.whole).effects.totals)


def _git(copy: Path, *command: str, text: bytes = b"") -> bytes:
    done = subprocess.run(
        ["git", *command], cwd=copy, input=text, env=os.environ | _DESK, check=True, stdout=subprocess.PIPE
    )
    return done.stdout


def _commit(copy: Path) -> None:
    _git(copy, "add", "--all")
    _git(copy, "commit", "--quiet", "-m", "edit")
