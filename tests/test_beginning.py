"""`init`: a ledger that works at once, with CI, hooks and editor settings; a second time it changes nothing."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from test_cli import ROOT, ledger
from test_hooks import BIN, git, run

from conflict_ledger import __version__
from conflict_ledger.checks import findings
from conflict_ledger.contradictions import contradictions
from conflict_ledger.edit.beginning import AROUND, MADE_UP
from conflict_ledger.reading import load

if TYPE_CHECKING:
    from pathlib import Path

WORKFLOW, GITLAB, PRE_COMMIT = ".github/workflows/ledger.yml", ".gitlab-ci.yml", ".pre-commit-config.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    done = ledger("init", "kelouma", at=tmp_path)
    assert done.code == 0, done.err
    return tmp_path / "kelouma"


def texts(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_it_works_at_once(root: Path) -> None:
    assert findings(load(root)) == []
    assert {one.kind for one in contradictions(load(root))} >= {"count", "victims"}
    assert ledger("show", "tindara", at=root).code == 0
    assert ledger("fmt", "--check", at=root).code == 0
    assert set(texts(root)) >= {*MADE_UP, *AROUND, "schemas/incident.json"}


def test_a_second_time_nothing_changes(root: Path) -> None:
    before = texts(root)
    done = ledger("init", at=root)
    assert (done.code, texts(root)) == (0, before)
    assert "wrote" not in done.out


def test_what_is_there_is_never_touched(tmp_path: Path) -> None:
    own = {
        "README.md": b"mine\n",
        "data/ledger.yaml": b"title: Mine\n",
        "data/incidents/place.yaml": b"title: x\ndate: 2022\nfacts: {}\n",
        ".gitlab-ci.yml": b"",
    }
    for path, text in own.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text)
    (tmp_path / ".gitignore").symlink_to("nowhere")
    assert ledger("init", ".", at=tmp_path).code == 0
    found = texts(tmp_path)
    assert {path: found[path] for path in own} == own
    assert not {"data/actors.yaml", "data/incidents/tindara.yaml"} & found.keys()  # no made-up place in a real ledger
    assert (tmp_path / ".gitignore").is_symlink()
    assert WORKFLOW in found


def test_what_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert ledger("init", "file", at=tmp_path).code == 2
    done = ledger("init", "x", "--tool", 'x"; rm -rf /', at=tmp_path)
    assert (done.code, "is nothing that pip can install" in done.err) == (2, True)
    assert not (tmp_path / "x").exists()


def test_what_ci_installs_can_be_named(tmp_path: Path) -> None:
    wanted = f"git+https://example.org/tool@{'0123456789' * 4}"
    assert ledger("init", ".", "--tool", wanted, at=tmp_path).code == 0
    for path in (WORKFLOW, GITLAB):
        assert wanted in (tmp_path / path).read_text()
    assert ledger("init", "other", at=tmp_path).code == 0
    assert f"conflict-ledger=={__version__}" in (tmp_path / "other" / WORKFLOW).read_text()


LINTERS = {
    "actionlint": ["actionlint", "-shellcheck=", "-pyflakes=", WORKFLOW],
    "zizmor": ["zizmor", "--offline", "--persona=auditor", "--no-progress", WORKFLOW, PRE_COMMIT],
    "workflow": ["check-jsonschema", "--builtin-schema=vendor.github-workflows", WORKFLOW],
    "gitlab": ["check-jsonschema", "--builtin-schema=vendor.gitlab-ci", "--data-transform=gitlab-ci", GITLAB],
    "hooks": ["pre-commit", "validate-config", PRE_COMMIT],
    "schema": ["check-jsonschema", "--schemafile", "schemas/incident.json", "data/incidents/tindara.yaml"],
}


@pytest.mark.parametrize("linter", LINTERS)
def test_the_linters_have_nothing_to_say(linter: str, root: Path) -> None:
    git(root, "init", "--quiet")
    program, *options = LINTERS[linter]
    code, printed = run(BIN / program, *options, cwd=root)
    assert code == 0, printed


def test_the_linters_see_a_fault(root: Path) -> None:
    git(root, "init", "--quiet")
    text = (root / WORKFLOW).read_text()
    (root / WORKFLOW).write_text(text.replace("persist-credentials: false", "persist-credentials: true"))
    code, printed = run(BIN / "zizmor", *LINTERS["zizmor"][1:], cwd=root)
    assert (code != 0, "artipacked" in printed) == (True, True)


def test_it_checks_out_as_this_repository_does(root: Path) -> None:
    pin = next(
        line for line in (ROOT / ".github/workflows/ci.yml").read_text().splitlines() if "actions/checkout" in line
    )
    assert pin.strip() in (root / WORKFLOW).read_text()


def test_the_hooks_run_the_ledger_that_is_there(root: Path) -> None:
    git(root, "init", "--quiet")
    git(root, "add", ".")
    code, printed = run(BIN / "pre-commit", "run", "--all-files", cwd=root)
    assert code == 0, printed
    assert printed.count("Passed") == 2
    path = root / "data/incidents/tindara.yaml"
    path.write_text(path.read_text().replace("count: 11", "count: 11+"))
    git(root, "add", ".")
    code, printed = run(BIN / "pre-commit", "run", "--all-files", cwd=root)
    assert code != 0
    assert "write: at least 11" in printed


def test_the_editor_finds_a_schema_for_every_file(root: Path) -> None:
    settings = json.loads((root / ".vscode/settings.json").read_text())
    for schema, _ in settings["yaml.schemas"].items():
        assert json.loads((root / schema).read_text())["$id"].startswith("urn:conflict-ledger:")
    globs = [
        one for paths in settings["yaml.schemas"].values() for one in ([paths] if isinstance(paths, str) else paths)
    ]
    assert all(any(path.match(glob.replace("**/", "")) for glob in globs) for path in (root / "data").rglob("*.yaml"))


def test_the_templates_are_in_the_package() -> None:
    templates = ROOT / "conflict_ledger" / "edit" / "new"
    names = {path.name for path in templates.iterdir() if path.suffix != ".py" and path.name != "__pycache__"}
    assert names == {*MADE_UP.values(), *AROUND.values()}
    assert shutil.which("ledger", path=str(BIN))
