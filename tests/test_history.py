"""The ledger under git, with real repositories: the commit at which it stands, and the files that differ from a revision."""

from __future__ import annotations

import os
import subprocess
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_cli import MARKET, TINDARA

from conflict_ledger.history import Commit, Unreadable, changed, commit
from conflict_ledger.history import git as plumbing
from conflict_ledger.yamltext import MAX_BYTES

if TYPE_CHECKING:
    from conftest import WriteLedger

RAID, SOUK, ACTORS = "data/incidents/tindara.yaml", "data/incidents/market.yaml", "data/actors.yaml"
IDENTITY = {f"GIT_{who}_{what}": "desk@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
ENVIRONMENT = {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, **IDENTITY}


def git(folder: Path, *command: str, text: str | None = None) -> str:
    """Runs git in the folder, as somebody does who keeps a ledger, and gives what it says."""
    configured = [
        "git",
        "-c",
        "protocol.file.allow=always",
        "-c",
        "init.defaultBranch=main",
        "-c",
        "advice.detachedHead=0",
    ]
    done = subprocess.run(
        [*configured, *command],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        check=True,
        input=(text or "").encode(),
    )
    return done.stdout.decode().strip()


def committed(folder: Path, message: str = "edit") -> str:
    """Commits all that is in the folder; the commit's id."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def append(path: Path, text: str = "# read again\n") -> None:
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(text)


@pytest.fixture
def root(write_ledger: WriteLedger) -> Path:
    """A ledger of two incidents, committed on the branch main."""
    root = write_ledger({f"ledger/{path}": text for path, text in {RAID: TINDARA, SOUK: MARKET, ACTORS: "{}"}.items()})
    git(root / "ledger", "init", "--quiet")
    committed(root / "ledger")
    return root / "ledger"


def head(root: Path) -> str:
    return git(root, "rev-parse", "HEAD")


# --- the commit at which the ledger stands ---------------------------------------------------------------------------


def test_a_ledger_as_it_was_committed(root: Path) -> None:
    assert commit(root) == Commit(head(root), modified=False)
    (root / "data" / "notes.txt").write_text("no record", encoding="utf-8")
    (root / "data" / "incidents" / ".draft.yaml").write_text("no record", encoding="utf-8")
    (root / "README.md").write_text("no record", encoding="utf-8")
    assert commit(root) == Commit(head(root), modified=False)


@pytest.mark.parametrize("edit", ["edited", "staged", "added", "ignored", "removed", "replaced by a link"])
def test_a_ledger_that_differs_from_its_commit(edit: str, root: Path) -> None:
    if edit in ("removed", "replaced by a link"):
        (root / RAID).unlink()
    if edit == "replaced by a link":
        (root / RAID).symlink_to("market.yaml")
    if edit in ("edited", "staged"):
        append(root / RAID)
    if edit == "staged":
        git(root, "add", "--all")
    if edit in ("added", "ignored"):
        (root / "data" / "incidents" / "gao.yaml").write_text(TINDARA, encoding="utf-8")
    if edit == "ignored":
        (root / ".gitignore").write_text("gao.yaml\n", encoding="utf-8")
    assert commit(root) == Commit(head(root), modified=True)


def test_no_commit(root: Path, write_ledger: WriteLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    assert commit(write_ledger({"elsewhere/data/incidents/tindara.yaml": TINDARA}) / "elsewhere") is None
    git(root.parent, "init", "--quiet", "young")
    assert commit(root.parent / "young") is None
    assert commit(root.parent / "no" / "such" / "folder") is None
    monkeypatch.setenv("PATH", str(root))
    assert commit(root) is None


def test_a_detached_head(root: Path) -> None:
    first = head(root)
    append(root / RAID)
    committed(root)
    git(root, "checkout", "--quiet", "--detach", first)
    assert commit(root) == Commit(first, modified=False)


def test_packed_refs_and_objects(root: Path) -> None:
    git(root, "gc", "--quiet")
    assert (root / ".git" / "packed-refs").is_file()
    assert not (root / ".git" / "refs" / "heads" / "main").exists()
    assert commit(root) == Commit(head(root), modified=False)


def test_a_worktree_has_a_head_of_its_own(root: Path) -> None:
    first = head(root)
    append(root / RAID)
    second = committed(root)
    git(root, "worktree", "add", "--quiet", "--detach", str(root.parent / "tree"), first)
    assert (root.parent / "tree" / ".git").is_file()
    assert commit(root.parent / "tree") == Commit(first, modified=False)
    assert commit(root) == Commit(second, modified=False)


def test_a_ledger_that_is_a_submodule(root: Path) -> None:
    whole = root.parent / "whole"
    git(root.parent, "init", "--quiet", "whole")
    git(whole, "submodule", "--quiet", "add", str(root), "records")
    committed(whole)
    assert (whole / "records" / ".git").read_text(encoding="utf-8").startswith("gitdir: ../")
    assert commit(whole / "records") == Commit(head(root), modified=False)
    append(whole / "records" / RAID)
    assert commit(whole / "records") == Commit(head(root), modified=True)
    assert changed(whole / "records", "HEAD") == {RAID}


def test_records_that_are_a_submodule(root: Path) -> None:
    """The ledger's files are in the repository of `data/`, not in the one around it."""
    records = root.parent / "records"
    git(root, "init", "--quiet", str(records))
    (root / "data" / "incidents").rename(records / "incidents")
    committed(records)
    whole = root.parent / "whole"
    git(root.parent, "init", "--quiet", "whole")
    git(whole, "submodule", "--quiet", "add", str(records), "data")
    committed(whole)
    assert commit(whole) == Commit(head(records), modified=False)
    append(whole / RAID)
    assert commit(whole) == Commit(head(records), modified=True)
    assert changed(whole, "HEAD") == {RAID}


def test_ids_of_sha_256(root: Path) -> None:
    git(root.parent, "init", "--quiet", "--object-format=sha256", "long")
    long = root.parent / "long"
    (root / "data").rename(long / "data")
    committed(long)
    assert len(head(long)) == 64
    assert commit(long) == Commit(head(long), modified=False)
    append(long / RAID)
    assert commit(long) == Commit(head(long), modified=True)
    assert changed(long, "HEAD") == {RAID}


def test_line_ends_that_git_wrote(root: Path) -> None:
    """`core.autocrlf`, as on Windows: in the work tree lines end in CRLF, in the repository in LF."""
    git(root.parent, "clone", "--quiet", "-c", "core.autocrlf=true", str(root), "windows")
    windows = root.parent / "windows"
    assert b"\r\n" in (windows / RAID).read_bytes()
    assert commit(windows) == Commit(head(root), modified=False)
    assert changed(windows, "HEAD") == set()
    append(windows / RAID, "# read again\r\n")
    assert commit(windows) == Commit(head(root), modified=True)
    assert changed(windows, "HEAD") == {RAID}


@pytest.mark.parametrize("inside", ["records", "a b/[c]*", ".hidden/records", ":(top)", "-x"])
def test_a_ledger_in_a_sub_folder(inside: str, root: Path) -> None:
    whole = root.parent / "whole"
    (whole / inside).mkdir(parents=True)
    (whole / "data").mkdir()
    (whole / "data" / "other.yaml").write_text("not of this ledger", encoding="utf-8")
    (root / "data").rename(whole / inside / "data")
    git(root.parent, "init", "--quiet", "whole")
    committed(whole)
    assert commit(whole / inside) == Commit(head(whole), modified=False)
    (whole / "data" / "other.yaml").write_text("edited", encoding="utf-8")
    assert changed(whole / inside, "HEAD") == set()
    append(whole / inside / RAID)
    (whole / inside / SOUK).unlink()
    assert changed(whole / inside, "HEAD") == {RAID, SOUK}


def test_a_root_that_is_named_in_a_roundabout_way(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The repository is that of the folder itself, and not one that stands on the way there."""
    git(root.parent, "init", "--quiet", "wrong")
    committed(root.parent / "wrong")
    (root.parent / "wrong" / "link").symlink_to(root)
    monkeypatch.chdir(root.parent / "wrong")
    for way in (Path.cwd() / ".." / "ledger", Path.cwd() / "link", Path("../ledger")):
        assert commit(way) == Commit(head(root), modified=False)
        assert changed(way, "HEAD") == set()


def test_a_bare_repository_among_the_records_is_not_asked(root: Path) -> None:
    git(root, "clone", "--quiet", "--bare", str(root), str(root / "data" / "incidents" / "hidden"))
    assert (root / "data" / "incidents" / "hidden" / "HEAD").is_file()
    assert commit(root) == Commit(head(root), modified=False)
    assert "data/incidents/hidden/HEAD" in changed(root, "HEAD")


def test_git_folders_that_stand_elsewhere(root: Path) -> None:
    first = head(root)
    (root / ".git").rename(root.parent / "é\u2028 folder")
    for target in (str(root.parent / "é\u2028 folder"), "../é\u2028 folder"):
        (root / ".git").write_text(f"gitdir: {target}\n", encoding="utf-8")
        assert commit(root) == Commit(first, modified=False)


@pytest.mark.parametrize(
    "content", [b"gitdir: /nowhere/at/all\n", b"gitdir: ..\n", b"gitdir: \n", b"", b"\xff\x00", b"gitdir: a\0b"]
)
def test_a_git_file_that_leads_nowhere(content: bytes, root: Path) -> None:
    (root / ".git").rename(root.parent / "elsewhere")
    (root / ".git").write_bytes(content)
    assert commit(root) is None
    with pytest.raises(Unreadable, match=r"is not a git repository$|is not under git"):
        changed(root, "HEAD")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_git_pipe_is_not_opened(root: Path) -> None:
    (root / ".git").rename(root.parent / "elsewhere")
    os.mkfifo(root / ".git")
    assert commit(root) is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a repository away")
def test_a_repository_that_is_somebody_elses(root: Path) -> None:
    """As in a container of a CI service. Plain git refuses it; what is asked of it here cannot run anything."""
    for path in (root, *root.rglob("*")):
        os.chown(path, 65534, 65534)
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "status")
    assert changed(root, "HEAD") == set()
    found = commit(root)
    assert found
    assert not found.modified


@pytest.mark.parametrize(
    "setting", ["core.worktree=/nowhere", "include.path=~/none", "core.excludesFile=~/none", "core.abbrev=4"]
)
def test_settings_that_lead_nowhere(setting: str, root: Path) -> None:
    first = head(root)
    git(root, "config", *setting.split("="))
    assert commit(root) == Commit(first, modified=False)


def test_replaced_objects_are_not_followed(root: Path) -> None:
    first = head(root)
    (root / RAID).unlink()
    second = committed(root)
    git(root, "replace", second, first)
    assert RAID in git(root, "ls-tree", "-r", "--name-only", "HEAD")
    assert commit(root) == Commit(second, modified=False)
    assert changed(root, first) == {RAID}


def test_grafts_are_not_followed(root: Path) -> None:
    """They give a commit other parents, for this clone only."""
    append(root / RAID)
    (root / ".git" / "info" / "grafts").write_text(f"{committed(root)}\n", encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "rev-parse", "--verify", "HEAD~1")
    assert changed(root, "HEAD~1") == {RAID}


# --- what differs from a revision ------------------------------------------------------------------------------------


def test_what_an_edit_changes(root: Path) -> None:
    first = head(root)
    append(root / RAID)
    (root / SOUK).unlink()
    (root / "data" / "incidents" / "2022").mkdir()
    (root / "data" / "incidents" / "2022" / "gao.yml").write_text(TINDARA, encoding="utf-8")
    (root / "README.md").write_text("no record", encoding="utf-8")
    expected = {RAID, SOUK, "data/incidents/2022/gao.yml"}
    assert changed(root, "HEAD") == expected
    git(root, "add", "--all")
    assert changed(root, "HEAD") == expected
    git(root, "commit", "--quiet", "-m", "edit")
    assert changed(root, "HEAD") == set()
    assert [changed(root, one) for one in ("HEAD~1", first, first[:9], "main^", "HEAD@{1}", "@~")] == [expected] * 6
    git(root, "tag", "-a", "v1", "-m", "annotated", first)
    assert changed(root, "v1") == changed(root, "refs/tags/v1") == expected


def test_a_renamed_record_is_two_changes(root: Path) -> None:
    (root / RAID).rename(root / "data/incidents/raid.yaml")
    assert changed(root, "HEAD") == {RAID, "data/incidents/raid.yaml"}


def test_what_others_did_to_the_revision_since_is_not_this_edit(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "edit")
    append(root / RAID)
    committed(root)
    git(root, "checkout", "--quiet", "main")
    append(root / SOUK)
    committed(root)
    git(root, "checkout", "--quiet", "edit")
    assert changed(root, "main") == {RAID}
    git(root, "merge", "--quiet", "-m", "as a service does before it checks", "main")
    assert changed(root, "main") == changed(root, "HEAD^2") == {RAID}


def test_histories_that_have_nothing_in_common(root: Path) -> None:
    git(root, "checkout", "--quiet", "--orphan", "other")
    append(root / RAID)
    committed(root)
    assert changed(root, "main") == {RAID}


def test_a_ledger_that_the_revision_did_not_have(root: Path) -> None:
    """Everything is new, and `data` was something else."""
    git(root, "checkout", "--quiet", "--orphan", "before")
    git(root, "rm", "-r", "--quiet", "--cached", ".")
    for path in (root / "data").rglob("*.yaml"):
        path.unlink()
    first = committed(root)
    git(root, "checkout", "--quiet", "main")
    assert changed(root, first) == {RAID, SOUK, ACTORS}


NAMES = [
    "ménaka.yaml",
    "two words.yaml",
    "line\nend.yaml",
    'quo"te\\.yaml',
    "tab\t.yaml",
    "مالي.yaml",
    "-x.yaml",
    ":(top).yaml",
]


@pytest.mark.skipif(os.name == "nt", reason="no such names here")
@pytest.mark.parametrize("edit", ["added", "edited", "removed", "none"])
def test_odd_names(edit: str, root: Path) -> None:
    names = {f"data/incidents/{name}" for name in (*NAMES, os.fsdecode(b"latin-\xe9.yaml"))}
    for name in names if edit != "added" else ():
        (root / name).write_text(TINDARA, encoding="utf-8")
    committed(root)
    for name in names if edit != "none" else ():
        (root / name).unlink() if edit == "removed" else append(root / name)
    assert changed(root, "HEAD") == (set() if edit == "none" else names)


def test_names_whose_accents_the_file_system_took_apart(root: Path) -> None:
    """What git calls by its composed name is found under the other; a twin beside it is a file of its own."""
    composed = "data/incidents/ménaka.yaml"
    apart = unicodedata.normalize("NFD", composed)
    (root / composed).write_text(TINDARA, encoding="utf-8")
    committed(root)
    if not (root / apart).exists():
        (root / composed).rename(root / apart)
        assert changed(root, "HEAD") == set()
        append(root / apart)
        assert changed(root, "HEAD") == {apart}
        for name in (composed, apart):
            (root / name).write_text(TINDARA, encoding="utf-8")
        assert changed(root, "HEAD") == {apart}


def test_links_are_never_taken_for_unchanged(root: Path) -> None:
    (root / "data" / "incidents" / "other.yaml").symlink_to("tindara.yaml")
    (root / "data" / "incidents" / "folder").symlink_to("../totals")
    committed(root)
    assert commit(root) == Commit(head(root), modified=False)
    assert changed(root, "HEAD") == {"data/incidents/other.yaml", "data/incidents/folder"}
    (root / "data").rename(root / "records")
    (root / "data").symlink_to("records")
    assert changed(root, "HEAD") >= {"data", RAID}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_cannot_be_read_is_never_taken_for_unchanged(root: Path) -> None:
    (root / RAID).write_bytes(b"#" * (MAX_BYTES + 1))
    committed(root)
    assert changed(root, "HEAD") == {RAID}
    os.truncate(root / RAID, 5 << 30)
    (root / SOUK).unlink()
    os.mkfifo(root / SOUK)
    assert changed(root, "HEAD") == {RAID, SOUK}


# --- revisions that cannot be compared with --------------------------------------------------------------------------


def said(root: Path, revision: str) -> tuple[str, str]:
    with pytest.raises(Unreadable) as raised:
        changed(root, revision)
    return raised.value.message, raised.value.hint


@pytest.mark.parametrize(
    "revision",
    ["", " ", "-", "--help", "-x", "--output=/tmp/x", "main..HEAD", "main...HEAD", "a\nb", "a\0b", "\x1b[31m"],
)
def test_what_is_no_revision(revision: str, root: Path) -> None:
    message = f"{revision!r} is not a revision"
    assert said(root, revision) == (message, "name one commit, branch or tag, such as origin/main")


@pytest.mark.parametrize(
    "revision", ["nope", "HEAD~9", "0" * 40, "main:data", "main^{tree}", "^main", "@{u}", "x" * 200_000]
)
def test_what_names_no_commit(revision: str, root: Path) -> None:
    message, hint = said(root, revision)
    if len(revision) > 1000 and message.startswith("git does not answer"):
        return  # the system takes no argument of this length
    assert message == f"no commit {revision} here"
    assert hint == "git branch --all lists the branches; git fetch gets those of others"


def test_a_revision_that_names_two_things(root: Path) -> None:
    git(root, "tag", "main")
    message = "main is ambiguous: it names several things"
    assert said(root, "main") == (message, "write refs/heads/main, or more of the id")
    git(root, "config", "core.warnAmbiguousRefs", "false")
    assert said(root, "main")[0] == message
    assert changed(root, "refs/heads/main") == changed(root, "refs/tags/main") == set()


def test_an_id_that_is_too_short(root: Path) -> None:
    many = (f"commit refs/heads/many\nmark :{n + 1}\ncommitter a <b> {n} +0000\ndata 0\n\n" for n in range(1200))
    git(root, "fast-import", "--quiet", text="".join(many))
    ids = sorted(git(root, "rev-list", "many").split())
    short = next(one[:4] for one, other in pairwise(ids) if one[:4] == other[:4])
    assert said(root, short)[0] == f"{short} is ambiguous: it names several things"


def test_a_ledger_that_is_not_under_git(write_ledger: WriteLedger) -> None:
    root = write_ledger({RAID: TINDARA})
    message = "the ledger is not under git, so nothing is known of what changed"
    assert said(root, "HEAD") == (message, "make it a repository: git init")


def test_git_is_not_installed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    assert said(root, "HEAD") == ("git is not installed, so nothing is known of what changed", "install git")


def test_a_shallow_clone(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "edit")
    append(root / RAID)
    committed(root)
    git(root, "checkout", "--quiet", "main")
    append(root / SOUK)
    committed(root)
    git(root.parent, "clone", "--quiet", "--depth=1", "--branch=edit", f"file://{root}", "shallow")
    shallow = root.parent / "shallow"
    last = "this is a shallow clone, which holds only the last commits"
    hint = "get the others: fetch-depth: 0 in actions/checkout, or git fetch --unshallow"
    for revision in ("origin/main", "HEAD~1"):
        assert said(shallow, revision) == (f"no commit {revision} here: {last}", hint)
    git(shallow, "fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")
    assert said(shallow, "origin/main") == (f"what the two have in common is not here: {last}", hint)
    assert commit(shallow) == Commit(head(shallow), modified=False)
    git(shallow, "fetch", "--quiet", "--unshallow")
    assert changed(shallow, "origin/main") == {RAID}


def test_records_in_another_repository(root: Path) -> None:
    git(root.parent, "init", "--quiet", "part")
    (root.parent / "part" / "gao.yaml").write_text(TINDARA, encoding="utf-8")
    committed(root.parent / "part")
    git(root, "submodule", "--quiet", "add", str(root.parent / "part"), "data/incidents/part")
    committed(root)
    message = "data/incidents/part is a submodule: its files are in another repository"
    assert said(root, "HEAD") == (message, "keep them in the ledger's own")
    assert commit(root) is None


def test_a_bare_repository(root: Path) -> None:
    git(root, "config", "core.bare", "true")
    message = "the repository is bare: no commit is checked out"
    assert said(root, "HEAD") == (message, "use a clone or a worktree of it")


def test_a_repository_with_something_missing(root: Path) -> None:
    tree = git(root, "rev-parse", "HEAD:data")
    (root / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    message = f"git cannot read the files of {head(root)}"
    assert said(root, "HEAD") == (message, "git fsck says what is missing")
    assert commit(root) is None


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands in for git")
def test_a_git_that_hangs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = root.parent / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(plumbing, "PATIENCE", 0.2)
    assert said(root, "HEAD") == (
        "git does not answer: TimeoutExpired",
        "git fsck says whether the repository is sound",
    )
    assert commit(root) is None
