"""What `ledger validate` is asked to judge and to show: files, changed files, stdin, formats, and what fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from conftest import WriteLedger

LEDGER = str(Path(sys.executable).parent / "ledger")
DEMBARA = """
    title: Killings at Dembara
    date: 2022-06-01
    place: {name: Dembara, country: ML}
    facts:
      deaths:
        measure: killed
        claims:
          - {source: un-mission, document: un-report, count: 3, victims: civilians, perpetrator: hill-rebels}
    """
SLIP = DEMBARA.replace("un-mission", "un-mision").replace("Dembara", "Tindara")
CLEAN = {"data/incidents/dembara.yaml": DEMBARA}
BOTH = {"data/incidents/dembara.yaml": DEMBARA, "data/incidents/tindara.yaml": SLIP}


class Done(NamedTuple):
    code: int
    out: str
    err: str


def validate(root: Path, *arguments: str, said: str | bytes = "", at: str = "", **environment: str) -> Done:
    """Runs `ledger validate` in the ledger, or in its folder `at`, with this on stdin; one line for each finding."""
    form = () if any(one.startswith("--format") for one in arguments) else ("--format", "concise")
    done = subprocess.run(
        [LEDGER, "validate", *form, *arguments],
        cwd=root / at,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"} | environment,
        input=said if isinstance(said, bytes) else dedent(said).lstrip("\n").encode(),
        capture_output=True,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def found(done: Done) -> set[tuple[str, str]]:
    """The file and the check of each finding."""
    return {(line.split(":")[0], line.rpartition("[")[2].rstrip("]")) for line in done.out.splitlines()}


def errors(done: Done) -> set[str]:
    return {line.split(":")[0] for line in done.out.splitlines() if ": error: " in line}


# --- --changed -----------------------------------------------------------------------------------------------------


def git(root: Path, *arguments: str) -> None:
    name = ("-c", "user.name=desk", "-c", "user.email=desk@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *name, *arguments], cwd=root, check=True, capture_output=True)


def committed(root: Path) -> Path:
    git(root, "init", "-q")
    git(root, "add", "--all")
    git(root, "commit", "-q", "-m", "first")
    return root


def test_only_what_changed_is_shown_and_the_rest_is_counted(write_ledger: WriteLedger) -> None:
    root = committed(write_ledger(BOTH))
    assert validate(root, "--changed", "HEAD") == Done(
        0, "", "0 files: 0 errors, 0 warnings, 0 notes\nnote: 1 error in other files, not shown here\n"
    )
    odd = "data/incidents/kélouma.yaml"
    (root / odd).write_text("title: Kelouma\n", encoding="utf-8")
    (root / "data/incidents/dembara.yaml").write_text(dedent(DEMBARA).replace("un-report", "un-reprt").lstrip())
    done = validate(root, "--changed", "HEAD")
    assert done.code == 1
    assert errors(done) == {odd, "data/incidents/dembara.yaml"}
    assert "2 files: " in done.err
    assert "note: 1 error in other files, not shown here" in done.err


def test_what_changed_is_judged_in_the_whole_ledger(write_ledger: WriteLedger) -> None:
    root = committed(write_ledger(CLEAN))
    (root / "data/incidents/tindara.yaml").write_text(dedent(DEMBARA).lstrip(), encoding="utf-8")
    done = validate(root, "--changed", "HEAD", "--fail-on", "warning")
    assert (done.code, found(done) & {("data/incidents/tindara.yaml", "unrelated-neighbours")}) == (
        1,
        {("data/incidents/tindara.yaml", "unrelated-neighbours")},
    )


def test_changed_files_and_files_named_are_those_in_both(write_ledger: WriteLedger) -> None:
    root = committed(write_ledger(CLEAN))
    for name in ("tindara", "oumou"):
        (root / f"data/incidents/{name}.yaml").write_text(dedent(SLIP).lstrip(), encoding="utf-8")
    done = validate(root, "--changed", "HEAD", "data/incidents/oumou.yaml", "data/incidents/dembara.yaml")
    assert errors(done) == {"data/incidents/oumou.yaml"}
    assert "1 file: " in done.err


@pytest.mark.parametrize(
    ("revision", "says"),
    [("nowhere", "no commit nowhere here"), ("--output=x", "is not a revision"), ("", "is not a revision")],
)
def test_a_revision_that_is_none_is_a_mistake(revision: str, says: str, write_ledger: WriteLedger) -> None:
    done = validate(committed(write_ledger(CLEAN)), f"--changed={revision}")
    assert (done.code, done.out) == (2, "")
    error, hint = done.err.splitlines()
    assert error.startswith("error: ")
    assert says in error
    assert hint


def test_without_git_nothing_is_known_of_changes(write_ledger: WriteLedger) -> None:
    done = validate(write_ledger(CLEAN), "--changed", "HEAD")
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        "error: the ledger is not under git, so nothing is known of what changed",
        "make it a repository: git init",
    ]


def test_places_are_from_the_top_of_the_repository(write_ledger: WriteLedger) -> None:
    top = write_ledger(BOTH)
    git(top, "init", "-q")
    inside = top / "records" / "kélouma"
    inside.mkdir(parents=True)
    (top / "data").rename(inside / "data")
    name = "data/incidents/tindara.yaml"
    told = validate(inside, "--format", "github", name).out
    assert {line.split(",")[0].partition("=")[2] for line in told.splitlines()} == {f"records/kélouma/{name}"}
    log = json.loads(validate(inside, "--format", "sarif", name).out)
    places = [one["locations"][0]["physicalLocation"]["artifactLocation"] for one in log["runs"][0]["results"]]
    assert {place["uri"] for place in places} == {f"records/k%C3%A9louma/{name}"}


# --- stdin ---------------------------------------------------------------------------------------------------------


def test_stdin_stands_for_a_file(write_ledger: WriteLedger) -> None:
    root = write_ledger(BOTH)
    path = "data/incidents/tindara.yaml"
    done = validate(root, "-", "--stdin-filename", path, said=DEMBARA.replace("Dembara", "Tindara"))
    assert (done.code, errors(done)) == (0, set())
    done = validate(root, "-", "--stdin-filename", path, said=SLIP.replace("un-report", "un-reprt"))
    assert (done.code, "un-reprt" in done.out, errors(done)) == (1, True, {path})
    assert (root / path).read_text(encoding="utf-8") == dedent(SLIP).lstrip()


def test_stdin_may_stand_for_a_file_that_is_not_there_yet(write_ledger: WriteLedger) -> None:
    root = write_ledger(CLEAN)
    done = validate(root, "-", "--stdin-filename", "oumou.yaml", said=SLIP, at="data/incidents")
    assert errors(done) == {"data/incidents/oumou.yaml"}
    assert not (root / "data/incidents/oumou.yaml").exists()


def test_stdin_changes_how_other_files_are_judged(write_ledger: WriteLedger) -> None:
    root = write_ledger(CLEAN)
    less = "un-mission: {name: UN Mission, kind: un}\n"
    done = validate(root, "-", "data/incidents/dembara.yaml", "--stdin-filename", "data/actors.yaml", said=less)
    assert errors(done) == {"data/incidents/dembara.yaml"}
    assert "no actor is called `hill-rebels`" in done.out


@pytest.mark.parametrize(
    "said", [b"", b"\xff\xfe", b"title: [", b"x" * 3_000_000], ids=["empty", "bytes", "cut", "big"]
)
def test_whatever_comes_on_stdin_is_a_finding(said: bytes, write_ledger: WriteLedger) -> None:
    done = validate(write_ledger(CLEAN), "-", "--stdin-filename", "data/incidents/oumou.yaml", said=said)
    assert (done.code, errors(done)) == (1, {"data/incidents/oumou.yaml"})


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-",), "`-` and --stdin-filename go together"),
        (("--stdin-filename", "data/incidents/dembara.yaml"), "`-` and --stdin-filename go together"),
        (("-", "--stdin-filename", "README.md"), "README.md is not in the ledger's data/ folder"),
        (("-", "--stdin-filename", "data/../README.md"), "is not in the ledger's data/ folder"),
        (("-", "--stdin-filename", "data"), "data is not in the ledger's data/ folder"),
        (("data/../ledger.txt",), "is not in the ledger's data/ folder"),
        (("loop.yaml",), "no file loop.yaml"),
        (("--fail-on", "errors"), "did you mean error?"),
        (("--format", "githib"), "did you mean github?"),
    ],
)
def test_mistakes_are_named(arguments: tuple[str, ...], says: str, write_ledger: WriteLedger) -> None:
    root = write_ledger(CLEAN)
    (root / "ledger.txt").write_text("", encoding="utf-8")
    (root / "loop.yaml").symlink_to("loop.yaml")
    done = validate(root, *arguments)
    assert (done.code, done.out) == (3 if "no file" in says else 2, "")
    assert says in done.err


# --- what is shown, what fails -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "files", "code"),
    [
        ("error", CLEAN, 0),
        ("warning", CLEAN, 0),
        ("note", CLEAN, 1),
        ("error", BOTH, 1),
        ("note", BOTH, 1),
    ],
)
def test_what_fails_is_what_was_asked(level: str, files: dict[str, str], code: int, write_ledger: WriteLedger) -> None:
    done = validate(write_ledger(files), "data/incidents/dembara.yaml", "data/incidents", "--fail-on", level)
    assert done.code == 3
    names = [name for name in files if name.startswith("data/incidents/")]
    assert validate(write_ledger(files), *names, "--fail-on", level).code == code


@pytest.mark.parametrize(
    ("actions", "form", "begins"),
    [("true", "auto", "::notice file="), ("false", "auto", "data/"), ("", "auto", "data/"), ("true", "text", "data/")],
)
def test_auto_is_for_whoever_reads(actions: str, form: str, begins: str, write_ledger: WriteLedger) -> None:
    root = write_ledger(BOTH)
    name = "data/incidents/tindara.yaml"
    done = validate(root, "--format", form, name, GITHUB_ACTIONS=actions)
    assert done.out.startswith(begins)
    if form == "auto" and actions == "true":
        bare = subprocess.run(
            [LEDGER, "validate", name],
            cwd=root,
            env={"PATH": os.environ["PATH"], "GITHUB_ACTIONS": "true"},
            capture_output=True,
        )
        assert bare.stdout.decode() == done.out


def test_errors_elsewhere_are_counted_once_and_only_for_people(write_ledger: WriteLedger) -> None:
    root = write_ledger(BOTH)
    other = "data/incidents/dembara.yaml"
    assert "1 error in other files" in validate(root, other).err
    assert "in other files" not in validate(root).err
    assert validate(root, other, "--format", "json").err == ""
