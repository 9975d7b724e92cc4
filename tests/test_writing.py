"""The one function that writes: what was read is compared, links and permissions stay, nothing is left behind."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from conflict_ledger.edit import writing
from conflict_ledger.edit.refused import Refused
from conflict_ledger.edit.writing import locked, write

if TYPE_CHECKING:
    from pathlib import Path

PATH = "data/incidents/tindara.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data" / "incidents").mkdir(parents=True)
    (tmp_path / PATH).write_bytes(b"old\n")
    return tmp_path


def everything(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir())


def test_the_new_text_is_there_and_nothing_else(root: Path) -> None:
    with locked(root):
        write(root, PATH, b"new\n", b"old\n")
        write(root, "data/incidents/more.yaml", b"more\n", None)
    assert (root / PATH).read_bytes() == b"new\n"
    assert everything(root) == ["data/incidents/more.yaml", PATH]


def test_what_somebody_changed_meanwhile_stays(root: Path) -> None:
    with pytest.raises(Refused, match="somebody changed the file since it was read"):
        write(root, PATH, b"new\n", b"older\n")
    with pytest.raises(Refused, match="the file is there already"):
        write(root, PATH, b"new\n", None)
    (root / PATH).unlink()
    with pytest.raises(Refused, match="no such file"):
        write(root, PATH, b"new\n", b"old\n")
    assert everything(root) == []


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_permissions_stay(root: Path, mode: int) -> None:
    (root / PATH).chmod(mode)
    write(root, PATH, b"new\n", b"old\n")
    assert stat.S_IMODE((root / PATH).stat().st_mode) == mode


def test_a_new_file_is_as_open_as_the_system_lets_it_be(root: Path) -> None:
    before = os.umask(0o027)
    try:
        write(root, "data/incidents/more.yaml", b"more\n", None)
    finally:
        os.umask(before)
    assert stat.S_IMODE((root / "data/incidents/more.yaml").stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_the_owner_stays(root: Path) -> None:
    os.chown(root / PATH, 12345, 54321)
    write(root, PATH, b"new\n", b"old\n")
    about = (root / PATH).stat()
    assert (about.st_uid, about.st_gid) == (12345, 54321)


def test_a_read_only_file_stays(root: Path) -> None:
    (root / PATH).chmod(0o444)
    with pytest.raises(Refused, match="the file is read-only"):
        write(root, PATH, b"new\n", b"old\n")
    assert (root / PATH).read_bytes() == b"old\n"


def test_a_link_stays_a_link(root: Path) -> None:
    (root / PATH).rename(root / "data" / "true.yaml")
    (root / PATH).symlink_to("../true.yaml")
    write(root, PATH, b"new\n", b"old\n")
    assert (root / PATH).is_symlink()
    assert (root / "data" / "true.yaml").read_bytes() == b"new\n"


def test_a_link_that_leads_out_is_not_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.yaml"
    outside.write_bytes(b"old\n")
    (root / PATH).unlink()
    (root / PATH).symlink_to(outside)
    with pytest.raises(Refused, match="leads out of the ledger"):
        write(root, PATH, b"new\n", b"old\n")
    (root / "data" / "more").symlink_to(outside.parent)
    for path in ("data/more/secret.yaml", "data/../../secret.yaml", "data/more/new.yaml"):
        with pytest.raises(Refused, match="leads out of the ledger"):
            write(root, path, b"new\n", None)
    assert [path.name for path in outside.parent.iterdir()] == ["secret.yaml"]
    assert outside.read_bytes() == b"old\n"


def test_what_a_dead_writer_left_is_removed_and_nothing_else(root: Path) -> None:
    folder = (root / PATH).parent
    for name in (".tindara.yaml.0123abcd.tmp", ".notes.tmp", "x.0123abcd.tmp"):
        (folder / name).write_bytes(b"half")
    (root / "data" / ".lock").touch()
    with locked(root):
        write(root, PATH, b"new\n", b"old\n")
    assert everything(root) == ["data/incidents/.notes.tmp", PATH, "data/incidents/x.0123abcd.tmp"]


def test_writers_wait_for_each_other(root: Path) -> None:
    code = "import sys,time; from pathlib import Path; from conflict_ledger.edit.writing import locked\n"
    code += "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(float(sys.argv[2]))"
    with subprocess.Popen([sys.executable, "-c", code, str(root), "0.4"], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(Refused, match="does not come to an end"), locked(root, patience=0.05):
            pass
        with locked(root):
            assert other.wait() == 0
    assert everything(root) == [PATH]


def test_a_lock_that_is_a_link_is_not_followed(root: Path) -> None:
    (root / "data" / ".lock").symlink_to(root / PATH)
    with pytest.raises(Refused, match=r"data/\.lock: nothing was written, for no lock"), locked(root):
        pass
    assert (root / PATH).read_bytes() == b"old\n"


def test_the_lock_of_a_writer_that_died_is_taken(root: Path) -> None:
    code = "import os,sys; from pathlib import Path; from conflict_ledger.edit.writing import locked\n"
    code += "with locked(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    assert subprocess.run([sys.executable, "-c", code, str(root)], check=False).returncode == -9
    assert "data/.lock" in everything(root)
    start = time.monotonic()
    with locked(root):
        pass
    assert time.monotonic() - start < writing.PATIENCE / 2
    assert everything(root) == [PATH]


def test_folders_are_made(root: Path) -> None:
    writing.folders(root, "data/documents/2024/more.yaml")
    write(root, "data/documents/2024/more.yaml", b"x\n", None)
    assert "data/documents/2024/more.yaml" in everything(root)
    with pytest.raises(Refused, match="could not be written"):
        writing.folders(root, f"{PATH}/x/y.yaml")
