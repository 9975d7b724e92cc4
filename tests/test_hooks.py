"""The hooks and the action, run: pre-commit on the documented configurations, the action's steps as a runner runs them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from conftest import WriteLedger

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
CI = ".github/workflows/ci.yml"
ACTION = "action.yml"
HOOKS = ".pre-commit-hooks.yaml"
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", (ROOT / "docs" / "ci.md").read_text(encoding="utf-8"), re.M | re.S)
# What a CI or a developer has set must change nothing here; pip keeps its settings.
ENV = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "GIT_", "RUNNER_", "PRE_"))}
ENV |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PATH": f"{BIN}{os.pathsep}{ENV['PATH']}"}
ENV |= {f"GIT_{who}_{what}": "desk@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
ENV.pop("CONFLICT_LEDGER", None)

TINDARA = """
    title: Attack on Tindara
    date: 2022-04-19
    place: {name: Tindara, country: ML, precision: town}
    facts:
      deaths:
        measure: killed
        claims:
          - source: un-mission
            document: un-report
            count: at least 20
            victims: civilians
            perpetrator: kelouma-army
            quote: at least 20 civilians
    """
GOOD = {
    "data/ledger.yaml": "title: Kelouma ledger\nlicence: CC-BY-4.0\ncategories: {army: Army of Kelouma}\n",
    "data/actors.yaml": """
        un-mission: {name: UN Mission in Kelouma, kind: un}
        kelouma-army: {name: Army of Kelouma, kind: state-forces, category: army}
        """,
    "data/documents.yaml": "un-report: {title: Report, publisher: un-mission, published: 2022-08-31, language: en}\n",
    "data/incidents/tindara.yaml": TINDARA,
}
BAD = GOOD | {"data/incidents/tindara.yaml": TINDARA.replace("at least 20\n", "20+\n")}
NOT_A_FIGURE = "'20+' is not a figure"


def run(*command: str | Path, cwd: Path, **more: str) -> tuple[int, str]:
    """The exit code and everything printed."""
    done = subprocess.run(
        command, cwd=cwd, env=ENV | more, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    return done.returncode, done.stdout


def git(root: Path, *words: str) -> str:
    code, printed = run("git", *words, cwd=root)
    assert code == 0, printed
    return printed.strip()


def commit(root: Path) -> str:
    """Commits everything below; the commit's full name."""
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--no-verify", "--message=as it is")
    return git(root, "rev-parse", "HEAD")


def moved(root: Path, folder: str) -> Path:
    """The repository, its ledger in a folder of it."""
    (root / folder).mkdir(exist_ok=True)
    (root / "data").rename(root / folder / "data")
    return root


def block(first: str, **instead: str) -> str:
    """The page's example that begins with these words, its placeholders filled in."""
    (found,) = (text for text in BLOCKS if text.startswith(first))
    for placeholder, value in instead.items():
        assert placeholder in found
        found = found.replace(placeholder, value)
    return found


def read(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)  # all text: `on` is a word here, not a truth value


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of this program as its files are now, tracked or not; the ledger's data in a commit of its own."""
    clone = tmp_path_factory.mktemp("tool")
    files = git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0")
    present = [name for name in files if (ROOT / name).is_file()]
    for of_data in (False, True):
        for name in (name for name in present if name.startswith("data/") is of_data):
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
        commit(clone)
    return clone


# --- pre-commit ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def environments(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where pre-commit installs a hook once for all tests."""
    return str(tmp_path_factory.mktemp("pre-commit"))


def configured(root: Path, tool: Path, first: str) -> Path:
    """The ledger's repository with the page's configuration, committed."""
    text = block(first, URL=str(tool), COMMIT=git(tool, "rev-parse", "HEAD"))
    (root / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    commit(root)
    return root


def hook(root: Path, environments: str, *words: str) -> tuple[int, str]:
    git(root, "add", "--all")
    return run(BIN / "pre-commit", "run", "--color=never", *words, cwd=root, PRE_COMMIT_HOME=environments)


PLAIN = "# .pre-commit-config.yaml\n"
WHOLE = ("ledger-validate-all", "--hook-stage=pre-push")


def test_the_hook_passes_good_files_and_names_what_is_wrong(
    write_ledger: WriteLedger, tool: Path, environments: str
) -> None:
    root = configured(write_ledger(GOOD), tool, PLAIN)
    code, printed = hook(root, environments, "ledger-validate", "--all-files")
    assert (code, printed.split()[-1].endswith("Passed")) == (0, True), printed
    write_ledger(BAD)
    code, printed = hook(root, environments)
    assert code == 1
    assert f"data/incidents/tindara.yaml:10:16: error: {NOT_A_FIGURE} [bad-figure]" in printed
    assert "ledger-validate-all" not in printed  # it waits for the push


def test_one_hook_reports_the_changed_files_the_other_all(
    write_ledger: WriteLedger, tool: Path, environments: str
) -> None:
    root = configured(write_ledger(BAD), tool, PLAIN)
    other = root / "data" / "incidents" / "kelouma.yaml"
    other.write_text((root / "data/incidents/tindara.yaml").read_text(encoding="utf-8").replace("20+", "at least 20"))
    assert hook(root, environments)[0] == 0
    code, printed = hook(root, environments, *WHOLE)
    assert code == 1
    assert NOT_A_FIGURE in printed


def test_what_a_deleted_file_breaks_is_found(write_ledger: WriteLedger, tool: Path, environments: str) -> None:
    root = configured(write_ledger(GOOD), tool, PLAIN)
    (root / "data" / "documents.yaml").unlink()
    code, printed = hook(root, environments)
    assert (code, "Skipped" in printed) == (0, True)
    code, printed = hook(root, environments, *WHOLE)
    assert code == 1
    assert "no document is called `un-report`" in printed


def test_a_link_is_no_way_past_the_hook(write_ledger: WriteLedger, tool: Path, environments: str) -> None:
    root = configured(write_ledger(GOOD), tool, PLAIN)
    (root / "data" / "incidents" / "kelouma.yaml").symlink_to(root / ".pre-commit-config.yaml")
    code, printed = hook(root, environments)
    assert code == 1
    assert "kelouma.yaml" in printed


def test_nothing_runs_for_files_outside_the_data(write_ledger: WriteLedger, tool: Path, environments: str) -> None:
    root = configured(write_ledger(BAD), tool, PLAIN)
    (root / "README.md").write_text("A ledger.\n", encoding="utf-8")
    code, printed = hook(root, environments)
    assert (code, "Skipped" in printed) == (0, True)


def test_a_ledger_may_stand_in_a_folder(write_ledger: WriteLedger, tool: Path, environments: str) -> None:
    root = moved(write_ledger(BAD), "mali")
    configured(root, tool, "# .pre-commit-config.yaml, for a ledger in mali/\n")
    for name in ("ledger-validate", "ledger-validate-all"):
        code, printed = hook(root, environments, name, "--all-files")
        assert code == 1
        assert NOT_A_FIGURE in printed


# --- the action ----------------------------------------------------------------------------------------------------


def step(name: str, tool: Path, root: Path, temporary: Path, **inputs: str) -> tuple[int, str]:
    """Runs one step of the action as a runner does: expressions filled in, then the script in its shell."""
    action = read((tool / ACTION).read_text(encoding="utf-8"))
    known = {f"inputs.{key}": one["default"] for key, one in action["inputs"].items()}
    known |= {f"inputs.{key.replace('_', '-')}": value for key, value in inputs.items()}
    known["github.action_path"] = str(tool)
    (one,) = (one for one in action["runs"]["steps"] if one["name"] == name)

    def filled(text: str) -> str:
        return re.sub(r"\$\{\{ (\S+) \}\}", lambda at: known[at[1]], text)

    given = {key: filled(value) for key, value in one["env"].items()}
    script = temporary / "step.sh"
    script.write_text(filled(one["run"]), encoding="utf-8")
    assert one["shell"] == "bash"
    given |= {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(root), "RUNNER_TEMP": str(temporary)}
    given["GITHUB_STEP_SUMMARY"] = str(temporary / "summary.md")
    (temporary / "summary.md").write_bytes(b"")
    return run("bash", "--noprofile", "--norc", "-eo", "pipefail", script, cwd=root, **given)


@pytest.fixture(scope="module")
def runner(tool: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The runner's temporary folder after the step `Install`, which ran in a checkout that lies in wait for Python."""
    checkout, temporary = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("runner")
    for module in ("venv", "ensurepip", "pip", "hatchling", "sitecustomize", "typing"):
        (checkout / f"{module}.py").write_text(f"raise SystemExit('{module} of a stranger was run')")
    code, printed = step("Install", tool, checkout, temporary, python=sys.executable)
    assert code == 0, printed
    return temporary


def annotations(printed: str) -> list[str]:
    """What GitHub shows beside the lines, notes apart."""
    return [line for line in printed.split("\n") if re.match(r"::(error|warning) ", line)]


def test_the_action_passes_a_good_ledger(write_ledger: WriteLedger, tool: Path, runner: Path) -> None:
    code, printed = step("Validate", tool, write_ledger(GOOD), runner)
    assert (code, annotations(printed)) == (0, []), printed


@pytest.mark.parametrize(("folder", "file"), [(".", "data/"), ("mali", "mali/data/"), ("a:b, c", "a%3Ab%2C c/data/")])
def test_the_action_writes_findings_beside_the_lines(
    folder: str, file: str, write_ledger: WriteLedger, tool: Path, runner: Path
) -> None:
    root = moved(write_ledger(BAD), folder)
    commit(root)
    code, printed = step("Validate", tool, root, runner, ledger=folder)
    (said,) = annotations(printed)
    assert code == 1
    assert said.startswith("::error ")
    assert f"file={file}incidents/tindara.yaml," in said
    assert "line=10," in said
    assert NOT_A_FIGURE in said.partition("::")[2]
    assert "is not a figure" in (runner / "summary.md").read_text(encoding="utf-8")


def test_the_action_fails_on_what_it_is_told_to(write_ledger: WriteLedger, tool: Path, runner: Path) -> None:
    root = write_ledger(GOOD | {"data/incidents/tindara.yaml": TINDARA.replace("at least 20 civ", "at least 30 civ")})
    assert step("Validate", tool, root, runner)[0] == 0
    code, printed = step("Validate", tool, root, runner, fail_on="warning")
    assert code == 1
    assert annotations(printed)[0].startswith("::warning ")


def test_the_action_reports_only_what_changed(
    write_ledger: WriteLedger, tool: Path, runner: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    origin, checkout = write_ledger(BAD), tmp_path_factory.mktemp("shallow")
    commit(origin)
    commit(origin)
    git(origin, "switch", "--quiet", "--create=from-a-stranger")
    write_ledger(BAD | {"data/incidents/kelouma.yaml": TINDARA.replace("at least 20\n", "30+\n")})
    commit(origin)
    git(origin, "switch", "--quiet", "main")
    git(origin, "merge", "--quiet", "--no-ff", "from-a-stranger")
    git(checkout, "clone", "--quiet", "--depth=2", f"file://{origin}", ".")
    code, printed = step("Validate", tool, checkout, runner, changed="HEAD^1")
    (said,) = annotations(printed)
    assert (code, "file=data/incidents/kelouma.yaml," in said) == (1, True)
    assert len(annotations(step("Validate", tool, checkout, runner)[1])) == 2


def test_the_action_says_what_a_pull_request_means(write_ledger: WriteLedger, tool: Path, runner: Path) -> None:
    root = write_ledger(GOOD)
    commit(root)
    write_ledger(GOOD | {"data/incidents/tindara.yaml": TINDARA.replace("at least 20\n", "20\n")})
    code, printed = step("Review", tool, root, runner, review="HEAD")
    assert (code, printed) == (0, "")
    summary = (runner / "summary.md").read_text(encoding="utf-8")
    assert "**ledger diff** · 1 claim revised" in summary
    assert "at least 20 → 20" in summary
    write_ledger(BAD)
    assert step("Review", tool, root, runner, review="HEAD")[0] == 0
    assert "is not a figure" in (runner / "summary.md").read_text(encoding="utf-8")
    assert step("Review", tool, root, runner, review="nowhere")[0] != 0
    assert step("Review", tool, root, runner, review="--output=pwned")[0] != 0


@pytest.mark.parametrize("name", ["ledger", "changed", "fail_on"])
@pytest.mark.parametrize("value", ["$(touch pwned)", '"; touch pwned; "', "`touch pwned`", "--help", "x\ntouch pwned"])
def test_an_input_is_no_command(name: str, value: str, write_ledger: WriteLedger, tool: Path, runner: Path) -> None:
    root = write_ledger(GOOD)
    commit(root)
    code, printed = step("Validate", tool, root, runner, **{name: value})
    assert code in (2, 3), printed
    assert not (root / "pwned").exists()


def test_the_data_of_this_repository_pass_as_in_its_ci(tool: Path, runner: Path) -> None:
    steps = [one for job in read((tool / CI).read_text(encoding="utf-8"))["jobs"].values() for one in job["steps"]]
    (inputs,) = (one["with"] for one in steps if one.get("uses") == "./")
    code, printed = step("Validate", tool, tool, runner, **{key.replace("-", "_"): inputs[key] for key in inputs})
    assert code == 0, printed


def test_the_gitlab_job_gives_log_verdict_and_report(write_ledger: WriteLedger, runner: Path) -> None:
    root, job = write_ledger(BAD), read(block("# .gitlab-ci.yml\n"))["ledger"]
    path = f"{runner / 'conflict-ledger' / 'bin'}{os.pathsep}{ENV['PATH']}"
    code, printed = run("bash", "-ec", "\n".join(job["script"]), cwd=root, PATH=path)
    assert code == 1
    assert NOT_A_FIGURE in printed
    run("bash", "-ec", "\n".join(job["after_script"]), cwd=root, PATH=path)
    report = ElementTree.parse(root / job["artifacts"]["reports"]["junit"])
    assert [NOT_A_FIGURE in failure.attrib["message"] for failure in report.iter("failure")] == [True]
