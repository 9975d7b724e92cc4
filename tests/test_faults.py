"""Whatever fails while a file is written, the old one or the new one is there: `reliability`'s scripts, in short."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from conflict_ledger.edit import writing
from reliability import crashes, crowd, edits, faults, scenes

if TYPE_CHECKING:
    from pathlib import Path

strace = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed (apt-get install strace)")


@strace
def test_errors_and_kills_at_system_calls_of_a_write(tmp_path: Path) -> None:
    found: dict[str, Any] = faults.injected(tmp_path, share=53)
    assert found["losses"] == []
    assert found["points"] >= 12
    assert sum(found["faults"].values()) == found["points"]


@strace
def test_the_fault_is_seen_where_one_writes_without_care(tmp_path: Path) -> None:
    """The same point, tried on a writer that fills the file itself: the checker must say that it is torn."""
    origin, ledger = scenes.made(tmp_path / "origin"), tmp_path / "ledger"
    scene = scenes.SCENES[0]
    old, new = scenes.files(scenes.copied(origin, ledger)), scenes.after(scenes.copied(origin, ledger), scene)
    scenes.copied(origin, ledger)
    (ledger / scene.path).write_bytes(new[scene.path][:100])
    assert scenes.wrong(ledger, scene, old, new, done=False) == f"{scene.path}: torn or lost"
    scenes.copied(origin, ledger)
    assert scenes.wrong(ledger, scene, old, new, done=True) == f"{scene.path}: the edit is lost"
    (ledger / "data" / "more.txt").touch()
    assert scenes.wrong(ledger, scene, old, new, done=False) == "data/more.txt is left over"


def test_short_writes_and_a_full_disk(tmp_path: Path) -> None:
    found: dict[str, Any] = faults.short(tmp_path, step=400)
    assert found["losses"] == []
    assert found["limits"] >= 8


@strace
def test_what_a_power_cut_may_leave(tmp_path: Path) -> None:
    found: dict[str, Any] = crashes.crashed(tmp_path)
    assert found["losses"] == []
    assert found["states"] >= 50


@strace
@pytest.mark.parametrize("without", ["forced", "settled"])
def test_a_power_cut_is_felt_where_nothing_is_forced_to_the_disk(tmp_path: Path, without: str) -> None:
    assert crashes.crashed(tmp_path, without=without)["losses"]


def test_kills_at_random_times(tmp_path: Path) -> None:
    found: dict[str, Any] = crowd.killed(tmp_path, 8)
    assert found["losses"] == []
    assert found["written"] + found["cut"] == 8


def test_many_writers_lose_nothing_while_others_read(tmp_path: Path) -> None:
    found: dict[str, Any] = crowd.crowd(tmp_path, 4, 5)
    assert found["acknowledged"] == found["found"] == 20
    assert (found["lost"], found["refused"], found["torn"], found["left_over"]) == (0, 0, 0, [])
    assert found["readings"]


def test_random_documents_keep_every_comment_and_line() -> None:
    found = edits.tried(60, seed=1)
    assert found["comments"] > 100
    for counts in found["edits"].values():
        assert counts.keys() <= {"done", "refused"}
        assert counts.get("refused", 0) <= 1


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (b"a: 1 # c1 x\n", b"a: 1\nb: 2\n", edits.COMMENTS),
        (b"a: 1\nb: 2\nc: 3\n", b"a: 1\nd: 4\nb: 3\nc: 3\n", edits.LINES),
        (b"a: 1\n", b"a: 1\nb: 2\n", edits.MEANING),
    ],
)
def test_the_witnesses_see_what_is_lost(before: bytes, after: bytes, what: str) -> None:
    assert edits.wrong("add", before, after, {"a": "1"}) == what


def test_the_lock_stands_where_nothing_reads_it() -> None:
    assert writing.LOCK.rpartition("/")[2].startswith(".")
    assert scenes.LITTER.fullmatch(writing.LOCK)
