"""The workflow, the action, the hooks and the examples of docs/ci.md, read by actionlint, zizmor and check-jsonschema."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from test_hooks import ACTION, BIN, CI, HOOKS, ROOT, block, git, read, run

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = ".github/workflows/ledger.yml"
GITLAB = ".gitlab-ci.yml"
PRE_COMMIT = ".pre-commit-config.yaml"
LINTERS = {
    "actionlint": (["actionlint", "-shellcheck=", "-pyflakes="], [CI, EXAMPLE]),
    "zizmor": (["zizmor", "--offline", "--persona=auditor", "--no-progress"], [CI, EXAMPLE, ACTION, HOOKS, PRE_COMMIT]),
    "workflow": (["check-jsonschema", "--builtin-schema=vendor.github-workflows"], [CI, EXAMPLE]),
    "action": (["check-jsonschema", "--builtin-schema=vendor.github-actions"], [ACTION]),
    "hooks": (["pre-commit", "validate-manifest"], [HOOKS]),
    "hook settings": (["pre-commit", "validate-config"], [PRE_COMMIT]),
    "gitlab": (["check-jsonschema", "--builtin-schema=vendor.gitlab-ci", "--data-transform=gitlab-ci"], [GITLAB]),
}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A repository with all that the linters read, the page's examples among it."""
    (tmp_path / CI).parent.mkdir(parents=True)
    for name in (CI, ACTION, HOOKS):
        shutil.copy(ROOT / name, tmp_path / name)
    examples = {
        EXAMPLE: block(f"# {EXAMPLE}\n", OWNER="example", COMMIT="0123456789" * 4),
        PRE_COMMIT: block(f"# {PRE_COMMIT}\n", URL="https://example.org/tool", COMMIT="0123456789" * 4),
        GITLAB: block(f"# {GITLAB}\n", URL="https://example.org/tool", COMMIT="0123456789" * 4),
    }
    for name, text in examples.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    return tmp_path


def lint(linter: str, files: Path) -> tuple[int, str]:
    (program, *options), names = LINTERS[linter]
    return run(BIN / program, *options, *names, cwd=files)


@pytest.mark.parametrize("linter", LINTERS)
def test_nothing_to_say(linter: str, files: Path) -> None:
    code, printed = lint(linter, files)
    assert code == 0, printed


FAULTS = [
    ("zizmor", CI, r"@[0-9a-f]{40} # \S+", "@v6", "unpinned-uses"),
    ("zizmor", CI, "persist-credentials: false", "persist-credentials: true", "artipacked"),
    ("zizmor", CI, "pull_request:", "pull_request_target:", "dangerous-triggers"),
    ("zizmor", CI, "contents: read", "contents: write", "excessive-permissions"),
    ("zizmor", ACTION, r"\$FAIL_ON", "${{ inputs.fail-on }}", "template-injection"),
    ("zizmor", EXAMPLE, "@(0123456789){4}", "@main", "unpinned-uses"),
    ("actionlint", CI, "fail-on:", "fail-in:", 'input "fail-in" is not defined'),
    ("actionlint", EXAMPLE, "runs-on:", "run-on:", 'unexpected key "run-on"'),
    ("workflow", CI, "steps:", "step:", "is not valid under any of the given schemas"),
    ("action", ACTION, "shell: bash", "shel: bash", "is not valid under any of the given schemas"),
    ("hooks", HOOKS, "language: python", "language: pythn", "language"),
    ("hook settings", PRE_COMMIT, "rev:", "ref:", "Missing required key: rev"),
    ("gitlab", GITLAB, "before_script:", "before_skript:", "'before_skript' was unexpected"),
]


@pytest.mark.parametrize(("linter", "name", "good", "bad", "said"), FAULTS)
def test_the_linters_see_a_fault(linter: str, name: str, good: str, bad: str, said: str, files: Path) -> None:
    text = (files / name).read_text(encoding="utf-8")
    wrong = re.sub(good, lambda _: bad, text, count=1)
    assert wrong != text
    (files / name).write_text(wrong, encoding="utf-8")
    code, printed = lint(linter, files)
    assert code != 0
    assert said in printed


def test_the_page_has_every_input_of_the_action() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| .* \| (.+) \|$", page.partition("| input |")[2], re.MULTILINE)
    inputs = read((ROOT / ACTION).read_text(encoding="utf-8"))["inputs"]
    without = {"changed": "findings in all files", "review": "no review"}
    defaults = {name: f"`{one['default']}`" if one["default"] else without[name] for name, one in inputs.items()}
    assert dict(rows) == defaults


def test_the_page_has_every_hook() -> None:
    hooks = [one["id"] for one in read((ROOT / HOOKS).read_text(encoding="utf-8"))]
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(ledger-[a-z-]+)` \|", page, re.MULTILINE) == hooks
    assert [hook["id"] for hook in read(block("# .pre-commit-config.yaml\n"))["repos"][0]["hooks"]] == hooks


def test_the_page_and_the_workflow_check_out_alike() -> None:
    pins = [
        re.findall(r"uses: (actions/\S+ # \S+)", text) for text in (block(f"# {EXAMPLE}\n"), (ROOT / CI).read_text())
    ]
    assert {pin for found in pins for pin in found} == set(pins[0])
    assert len(pins[0]) == 1
