"""Of a large ledger: the cache never changes an answer, whatever happened to the files or to it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from array import array
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from conftest import DEFAULTS, TODAY

from conflict_ledger import cache, packed, parallel, reading
from conflict_ledger.checks import judged
from conflict_ledger.packed import Known, Packed, Recalled
from conflict_ledger.reading import load

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = cache.LEAST
QUESTION = ("totals", "2022", "--rule", "range")
TICK = 2.2  # seconds after which a file that was written is old enough to be kept


def incident(number: int, count: int = 3) -> str:
    day = f"2022-{1 + number % 12:02}-{1 + number % 28:02}"
    claim = (
        f"{{source: un-mission, document: un-report, count: {count}, victims: civilians, perpetrator: kelouma-army}}"
    )
    rival = "{source: kelouma-army, document: army-statement, count: 9, victims: fighters, perpetrator: kelouma-army}"
    claims = f"[{claim}, {rival}]" if number % 100 == 0 else f"[{claim}]"
    return f"title: Raid no. {number}\ndate: {day}\nfacts:\n  deaths: {{measure: killed, claims: {claims}}}\n"


def written(root: Path) -> Path:
    for number in range(SIZE):
        path = root / "data" / "incidents" / f"{number % 30:02}" / f"tindara-{number}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(incident(number), encoding="utf-8")
    for name, text in DEFAULTS.items():
        (root / name).write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = written(tmp_path_factory.mktemp("large"))
    time.sleep(TICK)
    return root


@pytest.fixture(scope="module")
def filled(large: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that knows the ledger and the answer."""
    place = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONFLICT_LEDGER_CACHE", str(place))
        assert asked(large) == asked(large) == asked(large, "--no-cache")
    return place


@pytest.fixture
def kept(large: Path, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of such a cache, for one test; what the test does to the ledger is undone."""
    shutil.copytree(filled, tmp_path / "cache")
    monkeypatch.setenv("CONFLICT_LEDGER_CACHE", str(tmp_path / "cache"))
    before = {path: path.read_bytes() for path in (large / "data" / "incidents" / "00").iterdir()}
    yield Path(cache.folder(str(large)) or "")
    changed = [path for path, data in before.items() if path.read_bytes() != data or path.stat().st_mtime > time.time()]
    for path in changed:
        path.write_bytes(before[path])
    if changed:
        time.sleep(TICK)


def asked(root: Path, *before: str) -> tuple[int, bytes, bytes]:
    command = [sys.executable, "-m", "conflict_ledger", "-C", str(root), *before, *QUESTION]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "COLUMNS": "100"}, check=False)
    assert done.returncode == 0, done.stderr
    return done.returncode, done.stdout, done.stderr


def files(where: Path) -> list[Path]:
    found = sorted(where.iterdir())
    assert [path.name.partition("-")[0] for path in found] == ["answer", "records"]
    return found


# --- what was changed ------------------------------------------------------------------------------------------------


def one(root: Path) -> Path:
    return root / "data" / "incidents" / "00" / "tindara-30.yaml"


def test_a_changed_file_is_read(large: Path, kept: Path) -> None:
    before = asked(large)
    one(large).write_text(incident(30, 7000), encoding="utf-8")
    after = asked(large)
    assert after == asked(large, "--no-cache")
    assert after != before
    time.sleep(TICK)
    assert asked(large) == asked(large) == after  # kept by now


def test_size_and_time_may_be_as_they_were(large: Path, kept: Path) -> None:
    before, about = asked(large), one(large).stat()
    one(large).write_text(incident(30, 8), encoding="utf-8")
    os.utime(one(large), ns=(about.st_atime_ns, about.st_mtime_ns))
    assert one(large).stat().st_size == about.st_size
    assert one(large).stat().st_mtime_ns == about.st_mtime_ns
    assert asked(large) == asked(large, "--no-cache") != before


def test_a_file_from_the_future_is_never_kept(large: Path, kept: Path) -> None:
    ahead = time.time() + 1e6
    for count in (4, 5):
        one(large).write_text(incident(30, count), encoding="utf-8")
        os.utime(one(large), (ahead, ahead))
        found = cache.survey(str(large))
        assert not found.settled
        assert found.young == {"data/incidents/00/tindara-30.yaml"}
        assert asked(large) == asked(large, "--no-cache")
        assert "data/incidents/00/tindara-30.yaml" not in cache.known(str(kept), found, date.today().isoformat())


def test_a_removed_and_an_added_file_are_seen(large: Path, kept: Path) -> None:
    before = asked(large)
    away = large / "tindara-30.yaml"
    one(large).rename(away)
    gone = asked(large)
    away.rename(one(large))
    assert gone != before
    assert asked(large) == before


def test_a_fault_is_found_again_and_again(large: Path, kept: Path) -> None:
    one(large).write_text("title: [", encoding="utf-8")
    command = [sys.executable, "-m", "conflict_ledger", "-C", str(large), *QUESTION]
    told = [subprocess.run(command, capture_output=True, check=False) for _ in range(2)]
    assert [(one.returncode, one.stdout, one.stderr) for one in told[:1]] == [
        (one.returncode, one.stdout, one.stderr) for one in told[1:]
    ]
    assert told[0].returncode == 1


# --- what was done to the cache --------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [0.0, 0.5, 0.999])
def test_torn(large: Path, kept: Path, part: float) -> None:
    right = asked(large)
    for path in files(kept):
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    assert asked(large) == right
    assert asked(large) == right


@pytest.mark.parametrize("place", [0.0, 0.0005, 0.4, 0.9999])
def test_one_bit_is_another(large: Path, kept: Path, place: float) -> None:
    right = asked(large)
    for path in files(kept):
        data = bytearray(path.read_bytes())
        data[int(len(data) * place)] ^= 1 << 3
        path.write_bytes(data)
    assert asked(large) == right


def test_of_another_ledger(large: Path, kept: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(large, other)
    for number in range(0, SIZE, 3):
        path = other / "data" / "incidents" / f"{number % 30:02}" / f"tindara-{number}.yaml"
        path.write_text(incident(number, 8), encoding="utf-8")
    right = asked(other, "--no-cache")
    shutil.copytree(kept, cache.folder(str(other)) or "")
    assert asked(other) == right != asked(large)


def test_of_another_program(large: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found, today = cache.survey(str(large)), date.today().isoformat()
    assert len(cache.known(str(kept), found, today)) >= SIZE
    assert cache.known(str(kept), found, "1999-01-01") == {}  # the clock went back: a date may lie in the future again
    monkeypatch.setattr(cache, "__version__", "0.0.9")
    assert cache.known(str(kept), found, today) == {}


def test_a_digest_is_no_proof_of_its_parts(large: Path, kept: Path) -> None:
    found, today = cache.survey(str(large)), date.today().isoformat()
    about = {"program": cache.program().hex(), "day": today, "paths": ["data/x"], "numbers": bytes(32)}
    one = array("q", [1]).tobytes()
    good = packed.pack(packed.Shelf(**about, ends=one))
    for head, rest in (
        (b"", b""),
        (b"\xc1", b""),
        (packed.pack(["x"]), b""),
        (packed.pack(packed.Shelf(**about, ends=b"")), b""),
        (packed.pack(packed.Shelf(**{**about, "numbers": b""}, ends=one)), b"x"),
        (packed.pack(packed.Shelf(**about, ends=array("q", [-1]).tobytes())), b"x"),
        (
            packed.pack(
                packed.Shelf(**{**about, "paths": ["a", "b"], "numbers": bytes(64)}, ends=array("q", [2, 1]).tobytes())
            ),
            b"x",
        ),
        (good, b""),
        (good, b"xy"),
    ):
        shelf = len(head).to_bytes(8, "little") + head + rest
        cache._write(str(kept), "records", len(shelf), [shelf])
        assert cache._read(str(kept / "records")) == shelf
        assert cache._shelf(str(kept / "records")) is None
        assert cache.known(str(kept), found, today) == {}
    shelf = len(good).to_bytes(8, "little") + good + b"x"
    cache._write(str(kept), "records", len(shelf), [shelf])
    assert cache._shelf(str(kept / "records")) is not None  # so it is for each of these that it was refused


def test_what_others_can_write_is_not_used(large: Path, kept: Path) -> None:
    found, today = cache.survey(str(large)), date.today().isoformat()
    (kept / "records").chmod(0o666)
    assert cache.known(str(kept), found, today) == {}
    (kept / "records").chmod(0o600)
    (kept / "records").rename(kept.parent / "records")
    (kept / "records").symlink_to(kept.parent / "records")
    assert cache.known(str(kept), found, today) == {}
    kept.chmod(0o777)
    cache._write(str(kept), "other", 0, [])
    assert not (kept / "other").exists()


def test_nobody_else_can_read_it(kept: Path) -> None:
    assert kept.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in files(kept)} == {0o600}


def test_two_at_once(large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFLICT_LEDGER_CACHE", str(tmp_path))
    command = [sys.executable, "-m", "conflict_ledger", "-C", str(large), *QUESTION]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    said = [one.communicate()[0] for one in both]
    assert said[0] == said[1]
    where = cache.folder(str(large)) or ""
    assert len(cache.known(where, cache.survey(str(large)), date.today().isoformat())) == SIZE + 2
    assert len(files(Path(where))) == 2


def test_where_there_is_none(large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("CONFLICT_LEDGER_CACHE", raising=False)
    monkeypatch.setenv("CI", "true")
    asked(large)
    monkeypatch.delenv("CI")
    assert Path(cache.folder(str(large)) or "").is_relative_to(tmp_path)
    monkeypatch.setenv("CONFLICT_LEDGER_CACHE", "off")
    asked(large)
    assert list(tmp_path.iterdir()) == []
    assert not (large / ".cache").exists()


# --- packed, in two processes, and plain -----------------------------------------------------------------------------

ODD = {
    "data/incidents/00/tindara-1.yaml": incident(1),  # stands also in 01
    "data/incidents/00/Odd.yaml": incident(2),
    "data/incidents/07/syntax.yaml": "title: [",
    "data/incidents/07/no-title.yaml": "date: 2022-04-19\nfacts: {}\n",
    "data/incidents/07/half.yaml": incident(3).replace("count: 3", "count: three"),
    "data/incidents/07/unknown.yaml": incident(4).replace("un-mission", "un-misson"),
    "data/documents/more.yaml": "un-report: {title: A second, publisher: un-mission}\nnew: {title: New, publisher: gazette}\n",
    "data/documents/wrong.yaml": "bad: {title: B}\nGOOD: {title: G, publisher: gazette}\n",
    "data/totals/empty.yaml": "",
}


def test_two_processes_read_what_one_reads(large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(large, tmp_path, dirs_exist_ok=True)
    for name, text in ODD.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "data" / "incidents" / "07" / "away.yaml").symlink_to("/etc/passwd")
    both = load(tmp_path, TODAY)
    monkeypatch.setattr(parallel, "_two_cores", lambda: False)
    alone = load(tmp_path, TODAY)
    known = Known()
    filled = load(tmp_path, TODAY, known=known)
    warm = load(tmp_path, TODAY, known=known)
    monkeypatch.setattr(reading, "LEAST", 10**9)
    plain = load(tmp_path, TODAY)
    assert len(plain.findings) > 8
    for other in (both, alone, filled, warm):
        assert isinstance(other.incidents, Packed)
        assert isinstance(other.texts, Recalled)
        for field in ("actors", "documents", "incidents", "totals"):
            assert list(getattr(other, field).items()) == list(getattr(plain, field).items())
        assert (other.findings, other.settings) == (plain.findings, plain.settings)
        assert set(other.texts) == set(plain.texts)
        assert [one.at for one in other.incidents.values()] == [one.at for one in plain.incidents.values()]
        assert judged(other) == judged(plain)


def test_a_child_that_dies_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child dies on its first item, and until then this process works on nothing but its own first."""
    items = [str(number) for number in range(SIZE)]
    parent, waited = os.getpid(), []

    def work(item: str) -> bytes:
        if os.getpid() != parent:
            os.kill(os.getpid(), 9)
        if not waited:
            waited.append(os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT).si_status)
        return item.encode()

    monkeypatch.setattr(parallel, "_two_cores", lambda: True)
    assert list(parallel.each(items, work)) == [item.encode() for item in items]
    assert waited == [9]


def test_what_belongs_together_is_left_to_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the rest is shared: each process waits in its first item until the other has one too."""
    items = [str(number) for number in range(SIZE)]
    here, there = (os.pipe() for _ in range(2))
    parent, met = os.getpid(), []

    def work(item: str) -> bytes:
        if not met:
            ours, theirs = (here, there) if os.getpid() == parent else (there, here)
            os.write(ours[1], b"x")
            met.append(os.read(theirs[0], 1))
        return f"{item} {os.getpid()}".encode()

    monkeypatch.setattr(parallel, "_two_cores", lambda: True)
    done = [one.decode().split() for one in parallel.each(items, work, together=500)]
    assert [item for item, _ in done] == items
    assert len({process for _, process in done[:500]}) == 1
    assert len({process for _, process in done}) == 2


@pytest.mark.parametrize(("cores", "dies", "where"), [(2, False, "child"), (2, True, "here"), (1, False, "here")])
def test_two_things_are_done_meanwhile(
    cores: int, dies: bool, where: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What the child leaves half done is done again; what this process does waits until the child has ended."""
    parent, done = os.getpid(), tmp_path / "done"

    def aside() -> int:
        done.write_text("here" if os.getpid() == parent else "child")
        if dies and os.getpid() != parent:
            os.kill(os.getpid(), 9)
        return 7

    def here() -> str:
        if cores == 2:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        return "made"

    monkeypatch.setattr(parallel, "_two_cores", lambda: cores == 2)
    assert parallel.meanwhile(aside, here) == (7, "made")
    assert done.read_text() == where


def test_an_interrupt_leaves_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    def work(item: str) -> bytes:
        if item == "1000":
            raise KeyboardInterrupt
        return b""

    monkeypatch.setattr(parallel, "_two_cores", lambda: True)
    with pytest.raises(KeyboardInterrupt):
        parallel.each([str(number) for number in range(SIZE)], work)
    with pytest.raises(KeyboardInterrupt):
        parallel.meanwhile(lambda: time.sleep(60) or 1, interrupted)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
