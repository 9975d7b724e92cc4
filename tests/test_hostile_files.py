"""Files that no ledger should hold: each a located finding, the others read, nothing followed out of the ledger, no hang."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import socket
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from conftest import DEFAULTS, TODAY
from test_cli import MARKET, TINDARA

from conflict_ledger.checks import findings
from conflict_ledger.cli.main import main
from conflict_ledger.files import MAX_FOLDERS, content
from conflict_ledger.reading import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import WriteLedger

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no such files there")

RAID, ODD = "data/incidents/tindara.yaml", "data/incidents/odd.yaml"
SECRET = "s3cr3t-of-the-machine"
COMMANDS = (
    *(("validate", "--format", form) for form in ("text", "concise", "json")),
    *((name,) for name in ("list", "contradictions", "sources")),
    ("show", "odd"),
    ("totals", "2022"),
)


class Said(NamedTuple):
    code: int
    out: str
    err: str


def run(root: Path, *command: str) -> Said:
    """A command on the ledger. Fails where it takes a second, or hangs."""

    def hung(*_: object) -> None:
        raise TimeoutError(f"{command} hangs")

    before = signal.signal(signal.SIGALRM, hung)
    signal.setitimer(signal.ITIMER_REAL, 10)
    out, err = io.StringIO(), io.StringIO()
    start = time.process_time()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["-C", str(root), *command])
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert time.process_time() - start < 1
    return Said(code, out.getvalue(), err.getvalue())


def found(root: Path) -> list[tuple[str, str, str]]:
    """Check, path and message of each error of the reading."""
    return [(one.check, one.path, one.message) for one in load(root, TODAY).findings if one.severity == "error"]


@pytest.fixture
def root(write_ledger: WriteLedger, tmp_path: Path) -> Path:
    """A ledger of one incident; beside its folder there are a record and a text of somebody else's."""
    write_ledger({f"ledger/{path}": text for path, text in {**DEFAULTS, RAID: TINDARA}.items()})
    for name in ("beside", "ledger-beside"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "odd.yaml").write_text(f"title: {SECRET}\n{SECRET}: 1\n", encoding="utf-8")
        (tmp_path / name / "report.txt").write_text(f"{SECRET}\n", encoding="utf-8")
    return tmp_path / "ledger"


# --- what may stand where a record belongs ---------------------------------------------------------------------------


def pipe(path: Path) -> None:
    os.mkfifo(path)


def bound_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(path.name)
    os.chdir(here)


def device(path: Path) -> None:
    try:
        os.mknod(path, 0o666 | 0o020000, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root makes devices")


def sparse(path: Path) -> None:
    path.write_bytes(b"title: Raid\n")
    os.truncate(path, 5 << 30)


def link(target: str, *more: tuple[str, str]) -> Callable[[Path], None]:
    """A link to the target, and other links beside it."""

    def make(path: Path) -> None:
        path.symlink_to(target)
        for name, to in more:
            (path.parent / name).symlink_to(to)

    return make


OUT, PLAIN, NOWHERE = "a link that leads out of the ledger", "it is no plain file", "the link leads nowhere"
RECORDS: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "a pipe": (pipe, "unreadable", f"cannot be read: {PLAIN}"),
    "a socket": (bound_socket, "unreadable", f"cannot be read: {PLAIN}"),
    "a device": (device, "unreadable", f"cannot be read: {PLAIN}"),
    "5 GiB of nothing": (sparse, "too-large", "the file has more than 1048576 bytes"),
    "an empty file": (Path.touch, "empty-file", "the file is empty"),
    "a link to a device": (link("/dev/zero"), "outside-the-ledger", OUT),
    "a link to a process": (link("/proc/self/environ"), "outside-the-ledger", OUT),
    "a link to an open file": (link("/proc/self/fd/0"), "outside-the-ledger", OUT),
    "a link to the root": (link("/"), "outside-the-ledger", OUT),
    "a link out": (link("../../../beside/odd.yaml"), "outside-the-ledger", OUT),
    "a link to a folder of a like name": (link("../../../ledger-beside/odd.yaml"), "outside-the-ledger", OUT),
    "a link to a folder outside": (link("../../../beside"), "outside-the-ledger", OUT),
    "a link to nothing outside": (link("/nowhere/at/all.yaml"), "outside-the-ledger", OUT),
    "a link out by two steps": (link("step.txt", ("step.txt", "/etc/hostname")), "outside-the-ledger", OUT),
    "a link out by a folder": (link("by/odd.yaml", ("by", "../../../beside")), "outside-the-ledger", OUT),
    "a link that goes out and comes back": (
        link("../../../beside/../ledger-beside/odd.yaml"),
        "outside-the-ledger",
        OUT,
    ),
    "a link to the ledger": (link("../.."), "outside-the-ledger", OUT),
    "a link to a folder": (link("../totals/../incidents"), "linked-folder", "a link to a folder is not followed"),
    "a link to nothing": (link("nowhere.yaml"), "unreadable", f"cannot be read: {NOWHERE}"),
    "a link to itself": (link("odd.yaml"), "unreadable", f"cannot be read: {NOWHERE}"),
    "two links to each other": (link("b.txt", ("b.txt", "odd.yaml")), "unreadable", f"cannot be read: {NOWHERE}"),
    "a link below a file": (link("tindara.yaml/x.yaml"), "unreadable", f"cannot be read: {NOWHERE}"),
    "a link to a pipe": (
        lambda path: (pipe(path.parent / "p"), link("p")(path))[1],
        "unreadable",
        f"cannot be read: {PLAIN}",
    ),
}


@pytest.mark.parametrize("name", RECORDS)
def test_what_stands_where_a_record_belongs(name: str, root: Path) -> None:
    make, check, message = RECORDS[name]
    (root / "data/totals").mkdir(exist_ok=True)
    make(root / ODD)
    assert (check, ODD, message) in found(root)
    assert set(load(root, TODAY).incidents) == {"tindara"}
    shown = run(root, "validate", "--format", "concise")
    assert shown.code == 1
    assert f"{ODD}:1:1: error: {message}" in shown.out
    assert {one["check"] for one in json.loads(run(root, "validate", "--format", "json").out)["findings"]} >= {check}
    for command in COMMANDS:
        said = run(root, *command)
        assert said.code in (1, 3), said
        assert SECRET not in said.out + said.err
        assert "bug" not in said.err


@pytest.mark.parametrize("target", ["tindara.yaml", "../../store/odd.yaml", "step"])
def test_a_link_within_the_ledger_is_read(target: str, root: Path) -> None:
    (root / "store").mkdir()
    (root / "store" / "odd.yaml").write_bytes((root / RAID).read_bytes())
    (root / "data/incidents/step").symlink_to(root / "store" / "odd.yaml")
    (root / ODD).symlink_to(target)
    assert found(root) == []
    assert set(load(root, TODAY).incidents) == {"tindara", "odd"}


def test_a_ledger_below_a_link_is_read(root: Path) -> None:
    (root.parent / "way").symlink_to(root)
    (root / ODD).symlink_to(root / RAID)
    assert found(root.parent / "way") == []
    assert found(root.parent / "way" / ".." / "ledger") == []


@pytest.mark.parametrize(
    "path", ["data/ledger.yaml", "data/actors.yaml", "data/documents/more.yaml", "data/totals/odd.yaml"]
)
def test_every_file_of_the_ledger_stays_within(path: str, root: Path) -> None:
    (root / path).unlink(missing_ok=True)
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).symlink_to(root.parent / "beside" / "odd.yaml")
    assert ("outside-the-ledger", path, OUT) in found(root)
    assert SECRET not in run(root, "validate").out


def test_little_is_read_of_a_file_that_is_too_large(root: Path) -> None:
    for number in range(5):
        sparse(root / f"data/incidents/odd-{number}.yaml")
    tracemalloc.start()
    assert len(found(root)) == 5
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 << 20


# --- folders ---------------------------------------------------------------------------------------------------------

FOLDER = "a link to a folder is not followed"


@pytest.mark.parametrize(
    ("path", "target", "check", "message"),
    [
        ("data/incidents/2022", "../../../beside", "outside-the-ledger", OUT),
        ("data/incidents/2022", "/proc/self", "outside-the-ledger", OUT),
        ("data/incidents/2022", "../../../ledger-beside", "outside-the-ledger", OUT),
        ("data/incidents/2022", "..", "linked-folder", FOLDER),
        ("data/incidents/2022", ".", "linked-folder", FOLDER),
        ("data/incidents/2022", "2022", "unreadable", f"cannot be read: {NOWHERE}"),
        ("data/incidents/2022", "2023", "unreadable", f"cannot be read: {NOWHERE}"),
        ("data/totals", "incidents", "linked-folder", FOLDER),
        ("data/documents", "../../beside", "outside-the-ledger", OUT),
        ("data/incidents/notes.txt", "../../../beside/report.txt", "outside-the-ledger", OUT),
    ],
)
def test_folders_that_are_links(path: str, target: str, check: str, message: str, root: Path) -> None:
    (root / path).symlink_to(target)
    assert found(root) == [(check, path, message)]
    assert set(load(root, TODAY).incidents) == {"tindara"}
    assert f"{path}:1:1: error: {message} [{check}]" in run(root, "validate", "--format", "concise").out.replace(
        " (put the folder itself here)", ""
    ).replace(" (put the file itself here)", "")


@pytest.mark.parametrize(("inside", "check"), [(True, "linked-folder"), (False, "outside-the-ledger")])
@pytest.mark.parametrize("path", ["data", "data/incidents"])
def test_the_ledgers_own_folders_are_no_links(path: str, inside: bool, check: str, root: Path) -> None:
    store = (root if inside else root.parent) / "store"
    (root / path).rename(store)
    (root / path).symlink_to(store)
    assert [one[:2] for one in found(root)] == [(check, path)]
    assert load(root, TODAY).incidents == {}
    assert run(root, "list").code == 1


@pytest.fixture
def abyss(root: Path) -> Iterator[Callable[[int], None]]:
    """Makes so many folders one in another; they are taken away again, for what clears up after the tests would founder there."""
    top = root / "data/incidents"

    def deepen(levels: int) -> None:
        here = os.open(top, os.O_RDONLY)
        for _ in range(levels):
            os.mkdir("a", dir_fd=here)
            below = os.open("a", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
        os.close(here)

    yield deepen
    while (top / "a" / "a").exists():
        (top / "a" / "a").rename(top / "b")
        (top / "a").rmdir()
        (top / "b").rename(top / "a")


@pytest.mark.parametrize("levels", [MAX_FOLDERS + 4, 1500])
def test_folders_without_end(levels: int, root: Path, abyss: Callable[[int], None]) -> None:
    abyss(levels)
    ((check, path, message),) = found(root)
    assert (check, path) == ("unreadable", "data/incidents" + "/a" * MAX_FOLDERS)
    assert message == "cannot be opened: more than 32 folders stand one in another"
    assert run(root, "list").code == 1


def test_the_most_folders(root: Path) -> None:
    deep = root / ("data/incidents" + "/a" * (MAX_FOLDERS - 1))
    deep.mkdir(parents=True)
    (root / RAID).rename(deep / "tindara.yaml")
    assert found(root) == []
    assert set(load(root, TODAY).incidents) == {"tindara"}


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("line\nend", "contains U+000A"),
        ("\x1b[31mred", "contains U+001B"),
        ("\u202egpj", "contains U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("no\u00a0break", "contains U+00A0 NO-BREAK SPACE"),
        (os.fsdecode(b"latin-\xe9"), "is not UTF-8"),
        ("2022.", "starts or ends with a blank, or ends with a dot"),
        ("2022 ", "starts or ends with a blank, or ends with a dot"),
        (" 2022", "starts or ends with a blank, or ends with a dot"),
        ("CON", "is reserved on Windows"),
        ("lpt1.d", "is reserved on Windows"),
        ("a:b", "contains :, which Windows does not allow"),
        ("a\\b", "contains \\, which Windows does not allow"),
        ("what?", "contains ?, which Windows does not allow"),
    ],
)
def test_names_that_some_system_cannot_have(name: str, why: str, root: Path) -> None:
    """Once for a folder, at the first file in it, however many stand there; in files of several records for each."""
    for file in ("gao.yaml", "sub/hombori.yaml"):
        path = root / "data/incidents" / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(MARKET, encoding="utf-8")
    first = f"data/incidents/{name}/gao.yaml"
    assert found(root) == [("odd-name", first, f"the name of data/incidents/{name} {why}")]
    assert set(load(root, TODAY).incidents) == {"tindara", "gao", "hombori"}
    for command in COMMANDS:
        said = run(root, *command)
        assert said.code in (1, 3), said
        assert "\x1b" not in said.out + said.err
        assert "\u202e" not in said.out + said.err if "json" not in command else json.loads(said.out)


@pytest.mark.parametrize("name", ["con", "line\nend", "a:b", " a", os.fsdecode(b"\xff")])
def test_names_of_files_of_several_records(name: str, root: Path) -> None:
    path = f"data/actors/{name}.yaml"
    (root / path).parent.mkdir()
    (root / path).write_text("wagner: {name: Wagner, kind: company}\n", encoding="utf-8")
    assert [one[:2] for one in found(root)] == [("odd-name", path)]
    assert "wagner" in load(root, TODAY).actors


@pytest.mark.parametrize("name", ["2022", "Ménaka", "مالي", "two words", "a.b", "-x", "conx", "com"])
def test_names_that_every_system_can_have(name: str, root: Path) -> None:
    path = root / "data/incidents" / name / "gao.yaml"
    path.parent.mkdir()
    path.write_text(MARKET, encoding="utf-8")
    assert found(root) == []


@pytest.mark.parametrize(
    ("one", "other"), [("Gao", "gao"), ("GAO", "gao"), ("Ménaka", "Me\u0301naka"), ("Straße", "strasse")]
)
def test_folders_that_some_system_takes_for_one(one: str, other: str, root: Path) -> None:
    """At the first file of each, so that the one that is new is always among them."""
    for name, folder in {"gao": one, "hombori": other}.items():
        path = root / "data/incidents" / folder / f"{name}.yaml"
        path.parent.mkdir()
        path.write_text(MARKET, encoding="utf-8")
    paths = {f"data/incidents/{one}/gao.yaml", f"data/incidents/{other}/hombori.yaml"}
    assert {path for check, path, _ in found(root) if check == "odd-name"} == paths
    first, second = sorted(("data/incidents/" + one, "data/incidents/" + other))
    messages = {message for _, _, message in found(root)}
    assert messages == {
        f"{a} and {b} are one and the same to some systems" for a, b in ((first, second), (second, first))
    }


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("x" * 250 + ".yaml", "bad-id"),
        ("Tindara.yaml", "bad-id"),
        ("con.yaml", "bad-id"),
        ("a\nb.yaml", "bad-id"),
        ("\x1b[2J.yaml", "bad-id"),
        (os.fsdecode(b"\xe9.yaml"), "bad-id"),
        ("gao .yaml", "bad-id"),
        ("gao.YAML", "file-name"),
        ("gao.yml", "file-name"),
        ("gao.yaml ", "file-name"),
        ("gao.yaml.", "file-name"),
        ("gao.yaml\n", "file-name"),
        ("gao.yaml\u200b", "file-name"),
        (os.fsdecode(b"gao.yaml\xff"), "file-name"),
    ],
)
def test_names_of_records(name: str, check: str, root: Path) -> None:
    (root / "data/incidents" / name).write_text(MARKET, encoding="utf-8")
    assert [one[:2] for one in found(root)] == [(check, f"data/incidents/{name}")]
    assert set(load(root, TODAY).incidents) == {"tindara"}
    shown = run(root, "validate", "--format", "concise")
    assert shown.code == 1
    assert len(shown.out.splitlines()) == len(findings(load(root)))
    assert "\x1b" not in shown.out


@pytest.mark.parametrize("name", [".odd.yaml", "#odd.yaml#", "odd.yaml~", "odd.yaml.swp", "odd.txt"])
def test_names_that_are_no_record(name: str, root: Path) -> None:
    (root / "data/incidents" / name).write_text("not: read", encoding="utf-8")
    assert found(root) == []


# --- permissions -----------------------------------------------------------------------------------------------------


@pytest.fixture
def shared() -> Iterator[Path]:
    """A ledger that any user may read: a folder of a test is its owner's only."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in {**DEFAULTS, RAID: TINDARA, "data/incidents/2022/gao.yaml": MARKET}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(
                text.replace("\n        ", "\n").lstrip() if path in DEFAULTS else text, encoding="utf-8"
            )
        for path in (root, *root.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        yield root
        for path in (root / "data", root / "data/incidents", root / "data/incidents/2022"):
            path.chmod(0o755)


def unprivileged(work: Callable[[], object]) -> Any:
    """What the work gives in a process of a user who is not root."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            os.write(writing, json.dumps(work()).encode())
        except BaseException as error:
            os.write(writing, json.dumps(f"raised {error!r}").encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return json.loads(said)


def test_this_user_does_not_read_everything(shared: Path) -> None:
    """Or else the tests below would prove nothing."""
    (shared / RAID).chmod(0)
    assert "PermissionError" in str(unprivileged((shared / RAID).read_text))


@pytest.mark.parametrize(
    ("path", "mode", "at", "message"),
    [
        ("data/incidents/2022/gao.yaml", 0, "data/incidents/2022/gao.yaml", "cannot be read: Permission denied"),
        ("data/incidents/2022", 0, "data/incidents/2022", "cannot be opened: Permission denied"),
        ("data/incidents/2022", 0o300, "data/incidents/2022", "cannot be opened: Permission denied"),
        ("data/incidents/2022", 0o444, "data/incidents/2022/gao.yaml", "cannot be read: Permission denied"),
    ],
)
def test_what_may_not_be_read(path: str, mode: int, at: str, message: str, shared: Path) -> None:
    (shared / "data/incidents/2022/link").symlink_to("gao.yaml")
    (shared / path).chmod(mode)
    if mode == 0o300 and os.geteuid() == 0:
        os.chown(shared / path, 65534, 65534)
    errors, read, code = unprivileged(lambda: [found(shared), sorted(load(shared).incidents), run(shared, "list").code])
    assert ["unreadable", at, message] in errors
    assert read == ["tindara"]
    assert code == 1


def test_records_that_may_not_be_listed(shared: Path) -> None:
    (shared / "data/incidents").chmod(0)
    message = "data/incidents:1:1: error: cannot be opened: Permission denied (make the folder readable) [unreadable]"
    code, out, _ = unprivileged(lambda: run(shared, "validate", "--format", "concise"))
    assert code == 1
    assert message in out


@pytest.mark.parametrize("where", ["data", "."])
def test_a_ledger_that_may_not_be_looked_at(where: str, shared: Path) -> None:
    (shared / where).chmod(0)
    code, _, err = unprivileged(lambda: run(shared, "list"))
    assert (code, err.splitlines()[0]) == (3, f"error: no ledger in {shared}")


def test_a_current_folder_that_is_gone(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = root.parent / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert main(["list"]) == 3
    assert capsys.readouterr().err.startswith("error: the current folder is not there any more\n")


# --- texts in place of files -----------------------------------------------------------------------------------------


def test_texts_in_place_of_files(root: Path) -> None:
    text = (root / RAID).read_bytes()
    ledger = load(root, TODAY, {RAID: text.replace(b"Raid on", b"Attack on"), "data/incidents/new/gao.yaml": text})
    assert {name: one.title for name, one in ledger.incidents.items()} == {
        "tindara": "Attack on Tindara",
        "gao": "Raid on Tindara",
    }
    assert ledger.findings == ()
    assert load(root, TODAY).incidents["tindara"].title == "Raid on Tindara"


def test_a_text_is_judged_as_a_file_is(root: Path) -> None:
    overlay = {
        RAID: b"title: [",
        "data/incidents/gao.yml": b"",
        "data/incidents/Gao.yaml": b"",
        "data/incidents/con/a.yaml": b"\xff",
    }
    checks = {(one.check, one.path) for one in load(root, TODAY, overlay).findings}
    assert checks == {
        ("yaml-syntax", RAID),
        ("file-name", "data/incidents/gao.yml"),
        ("bad-id", "data/incidents/Gao.yaml"),
        ("odd-name", "data/incidents/con/a.yaml"),
        ("encoding", "data/incidents/con/a.yaml"),
    }


def test_a_text_takes_the_place_of_what_cannot_be_read(root: Path) -> None:
    pipe(root / ODD)
    (root / "data/incidents/out.yaml").symlink_to("/dev/zero")
    text = (root / RAID).read_bytes()
    ledger = load(root, TODAY, {ODD: text, "data/incidents/out.yaml": text})
    assert ledger.findings == ()
    assert set(ledger.incidents) == {"tindara", "odd", "out"}


# --- copies of documents ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "file",
    [
        "../beside/report.txt",
        "evidence/../../beside/report.txt",
        "evidence/link.txt",
        "evidence/step.txt",
        "evidence/folder/report.txt",
        "evidence/loop.txt",
        "evidence/pipe.txt",
        "evidence/zero.txt",
        "evidence",
        "/proc/self/environ",
        "../ledger-beside/report.txt",
        "~/report.txt",
    ],
)
def test_copies_stay_within_the_ledger(file: str, root: Path) -> None:
    evidence = root / "evidence"
    evidence.mkdir()
    (evidence / "link.txt").symlink_to("../../beside/report.txt")
    (evidence / "step.txt").symlink_to("link.txt")
    (evidence / "folder").symlink_to("../../beside")
    (evidence / "loop.txt").symlink_to("loop.txt")
    (evidence / "zero.txt").symlink_to("/dev/zero")
    pipe(evidence / "pipe.txt")
    record = (
        f"  title: Human rights\n  publisher: un-mission\n  published: 2022-08-31\n  language: en\n  file: {file}\n"
    )
    (root / "data/documents.yaml").write_text(f"un-report:\n{record}", encoding="utf-8")
    judged = json.loads(run(root, "validate", "--format", "json").out)["findings"]
    assert [one["message"] for one in judged if one["check"] == "copy-missing"] == [f"there is no file {file}"]
    assert not any("sha256: " in one["hint"] for one in judged)


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="no such files here")
def test_a_file_that_holds_more_than_its_size_says() -> None:
    """As one does that grows while it is read: the kernel's own say that they are empty."""
    assert os.stat("/proc/self/status").st_size == 0
    assert content(Path("/proc/self"), "status").splitlines()[-1].startswith(b"nonvoluntary_ctxt_switches:")
