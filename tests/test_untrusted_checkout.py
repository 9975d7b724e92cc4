"""Git in a stranger's checkout. Each trap runs a program when plain git is used there, and never when `ledger` is."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest
from test_cli import TINDARA
from test_history import ENVIRONMENT, RAID, append, committed, git

from conflict_ledger import history
from conflict_ledger.cli.app import app
from conflict_ledger.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import WriteLedger

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the traps are shell scripts")

COMMANDS = (
    *(("validate", "--format", form) for form in ("text", "json")),
    *((name, "--format", "json") for name in ("list", "contradictions", "sources")),
    ("show", "tindara", "--format", "json"),
    ("totals", "2022", "--format", "json"),
    ("show", "tindara", "--at", "HEAD", "--format", "json"),
    ("plot", "claims", "tindara"),
    ("plot", "totals", "2022"),
    ("diff", "--format", "json"),
    ("diff", "HEAD~1..HEAD", "--format", "json"),
    ("history", "tindara", "--format", "json"),
    ("contradictions", "--new-since", "HEAD~1", "--format", "json"),
    ("validate", "--changed", "HEAD"),
    ("export", "jsonl"),
    ("site", "public"),
    ("cite", "tindara"),
    ("cite", "tindara", "--style", "footnote"),
    ("import", "ucdp", __file__, "--release", "23.1"),
    ("fmt", "--check"),
    ("add", "actor", "mayor", "--name", "Mayor", "--kind", "government", "--dry-run"),
    ("withdraw", "tindara", "--reason", "Another day.", "--dry-run"),
)


class Trap(NamedTuple):
    """A ledger whose repository runs `program`, which leaves `marker`, when it can; `environment` is the user's."""

    root: Path
    program: Path
    marker: Path
    environment: dict[str, str]

    def config(self, *settings: str) -> None:
        for setting in settings:
            git(self.root, "config", *setting.split("=", 1))

    def git(self, *command: str, at: Path | None = None) -> None:
        """Plain git, as somebody runs it who trusts the checkout. That it may fail does not matter: the program may run."""
        environment = {name: value for name, value in ENVIRONMENT.items() if name not in self.environment}
        subprocess.run(
            ["git", *command], cwd=at or self.root, env=environment | self.environment, capture_output=True, check=False
        )

    def sprung(self) -> bool:
        found = self.marker.exists()
        self.marker.unlink(missing_ok=True)
        return found


@pytest.fixture
def trap(write_ledger: WriteLedger, tmp_path: Path) -> Trap:
    """Two commits of a ledger, an edit that is not committed, and no trap set yet."""
    write_ledger({f"ledger/{RAID}": TINDARA})
    root, program, marker = tmp_path / "ledger", tmp_path / "program", tmp_path / "marker"
    for name in ("data/ledger.yaml", "data/actors.yaml", "data/documents.yaml"):
        (root / name).write_bytes((tmp_path / name).read_bytes())
    git(root, "init", "--quiet")
    committed(root)
    append(root / RAID)
    committed(root)
    append(root / RAID, "# and once more\n")
    program.write_text(f'#!/bin/sh\ntouch "{marker}"\nexit 1\n', encoding="utf-8")
    program.chmod(0o755)
    return Trap(root, program, marker, {})


# --- each sets a trap, and gives what springs it ---------------------------------------------------------------------


def fsmonitor(trap: Trap) -> None:
    trap.config(f"core.fsmonitor={trap.program}")
    trap.git("status")


def included(trap: Trap) -> None:
    (trap.root / "data" / "settings").write_text(f"[core]\n\tfsmonitor = {trap.program}\n", encoding="utf-8")
    trap.config("include.path=../data/settings")
    trap.git("status")


def safe_directory(trap: Trap) -> None:
    """The repository is somebody else's and says of itself that it is safe."""
    trap.config("safe.directory=*", "safe.bareRepository=all", f"core.fsmonitor={trap.program}")
    if os.geteuid() == 0:
        for path in (trap.root, trap.root / ".git"):
            os.chown(path, 65534, 65534)
    trap.git("-c", "safe.directory=*", "status")


def external_diff(trap: Trap) -> None:
    trap.config(f"diff.external={trap.program}")
    trap.git("diff")


def attributes(trap: Trap, text: str) -> None:
    (trap.root / ".gitattributes").write_text(text, encoding="utf-8")
    (trap.root / "data" / ".gitattributes").write_text(text, encoding="utf-8")


def textconv(trap: Trap) -> None:
    attributes(trap, "*.yaml diff=trap\n")
    trap.config(f"diff.trap.textconv={trap.program}")
    trap.git("log", "-p")


def diff_driver(trap: Trap) -> None:
    attributes(trap, "*.yaml diff=trap\n")
    trap.config(f"diff.trap.command={trap.program}")
    trap.git("diff")


def clean_filter(trap: Trap) -> None:
    attributes(trap, "*.yaml filter=trap\n")
    trap.config(f"filter.trap.clean={trap.program}", f"filter.trap.smudge={trap.program}")
    trap.git("diff")


def filter_process(trap: Trap) -> None:
    attributes(trap, "*.yaml filter=trap\n")
    trap.config(f"filter.trap.process={trap.program}", "filter.trap.required=true")
    trap.git("diff")


def merge_driver(trap: Trap) -> None:
    attributes(trap, "*.yaml merge=trap\n")
    trap.config(f"merge.trap.driver={trap.program}")
    for branch in ("ours", "theirs"):
        trap.git("checkout", "--quiet", "--force", "-b", branch, "HEAD")
        append(trap.root / RAID, f"# {branch}\n")
        trap.git("commit", "--quiet", "--all", "-m", branch)
        trap.git("checkout", "--quiet", "HEAD~1")
    trap.git("checkout", "--quiet", "ours")
    trap.git("merge", "theirs")


HOOKS = (
    "pre-commit",
    "post-checkout",
    "post-index-change",
    "reference-transaction",
    "fsmonitor-watchman",
    "pre-auto-gc",
)


def hooks(trap: Trap) -> None:
    for hook in HOOKS:
        (trap.root / ".git" / "hooks" / hook).write_bytes(trap.program.read_bytes())
        (trap.root / ".git" / "hooks" / hook).chmod(0o755)
    trap.git("commit", "--allow-empty", "-m", "x")


def hooks_path(trap: Trap) -> None:
    for hook in HOOKS:
        (trap.root / "data" / hook).write_bytes(trap.program.read_bytes())
        (trap.root / "data" / hook).chmod(0o755)
    trap.config("core.hooksPath=data")
    trap.git("commit", "--allow-empty", "-m", "x")


def alias(trap: Trap) -> None:
    for name in ("rev-parse", "ls-tree", "merge-base", "cat-file", "x"):
        trap.config(f"alias.{name}=!{trap.program}")
    trap.git("x")


def signature(trap: Trap) -> None:
    body = git(trap.root, "cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n\n", 1
    )
    signed = git(trap.root, "hash-object", "-t", "commit", "-w", "--stdin", text=f"{body}\n")
    git(trap.root, "update-ref", "HEAD", signed)
    trap.config(f"gpg.program={trap.program}", f"gpg.ssh.program={trap.program}", "log.showSignature=true")
    trap.git("log", "-1")


def missing(trap: Trap, *settings: str) -> None:
    """A partial clone: the folder's tree is not there, and git would fetch it from where the repository says."""
    tree = git(trap.root, "rev-parse", "HEAD:data")
    (trap.root / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    trap.config(
        "core.repositoryFormatVersion=1", "extensions.partialClone=origin", "remote.origin.promisor=true", *settings
    )
    trap.config("remote.origin.fetch=+refs/heads/*:refs/remotes/origin/*", "protocol.allow=always")
    trap.git("ls-tree", "-r", "HEAD")


def promised_over_ssh(trap: Trap) -> None:
    missing(
        trap, "remote.origin.url=ssh://host.invalid/x", f"core.sshCommand={trap.program}", "protocol.ssh.allow=always"
    )


def promised_by_a_program(trap: Trap) -> None:
    missing(trap, f"remote.origin.url=ext::{trap.program}", "protocol.ext.allow=always")


def promised_by_a_folder(trap: Trap) -> None:
    url = f"remote.origin.url={trap.root}"
    missing(trap, url, f"remote.origin.uploadpack={trap.program}", "protocol.file.allow=always")


def promised_through_a_proxy(trap: Trap) -> None:
    missing(
        trap, "remote.origin.url=git://host.invalid/x", f"core.gitProxy={trap.program}", "protocol.git.allow=always"
    )


def bare_repository(trap: Trap) -> None:
    """Git that is started in this folder takes it for a repository."""
    bare = trap.root / "data" / "incidents" / "bare"
    git(trap.root, "clone", "--quiet", "--bare", str(trap.root), str(bare))
    git(bare, "config", "core.fsmonitor", str(trap.program))
    git(bare, "config", "core.bare", "false")
    git(bare, "config", "core.worktree", "..")
    trap.git("status", at=bare)


def git_file(trap: Trap) -> None:
    """`.git` is a file that leads to a repository inside the records."""
    (trap.root / ".git").rename(trap.root / "data" / "store")
    (trap.root / ".git").write_text("gitdir: data/store\n", encoding="utf-8")
    trap.config(f"core.fsmonitor={trap.program}")
    trap.git("status")


def variables_that_name_programs(trap: Trap) -> None:
    names = (
        "GIT_EXTERNAL_DIFF",
        "GIT_SSH_COMMAND",
        "GIT_SSH",
        "GIT_PAGER",
        "GIT_EDITOR",
        "GIT_ASKPASS",
        "GIT_PROXY_COMMAND",
    )
    trap.environment.update(dict.fromkeys(names, str(trap.program)))
    trap.git("diff")


def variables_that_configure(trap: Trap) -> None:
    key = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fsmonitor", "GIT_CONFIG_VALUE_0": str(trap.program)}
    trap.environment.update(key, GIT_CONFIG_PARAMETERS=f"'core.fsmonitor'='{trap.program}'")
    trap.git("status")


def variables_that_name_settings(trap: Trap) -> None:
    settings = trap.root / "data" / "settings"
    settings.write_text(f"[core]\n\tfsmonitor = {trap.program}\n", encoding="utf-8")
    trap.environment.update(GIT_CONFIG_GLOBAL=str(settings), GIT_CONFIG_SYSTEM=str(settings), GIT_CONFIG=str(settings))
    trap.git("status")


def variables_that_replace_git(trap: Trap) -> None:
    folder = trap.root / "data" / "programs"
    folder.mkdir()
    for name in ("git", "git-rev-parse", "git-ls-tree", "git-merge-base", "git-x"):
        (folder / name).write_bytes(trap.program.read_bytes())
        (folder / name).chmod(0o755)
    trap.environment.update(GIT_EXEC_PATH=str(folder))
    trap.git("x")


def variables_that_name_another_repository(trap: Trap) -> None:
    """As in a hook, where git itself sets them."""
    other = trap.root.parent / "other"
    git(trap.root, "clone", "--quiet", str(trap.root), str(other))
    git(other, "config", "core.fsmonitor", str(trap.program))
    trap.environment.update(
        GIT_DIR=str(other / ".git"), GIT_WORK_TREE=str(other), GIT_INDEX_FILE=str(other / ".git/index")
    )
    trap.git("status")


def variables_that_trace(trap: Trap) -> None:
    trap.environment.update(
        dict.fromkeys(("GIT_TRACE", "GIT_TRACE2", "GIT_TRACE2_EVENT", "GIT_TRACE_SETUP"), str(trap.marker))
    )
    trap.git("rev-parse", "HEAD")


def git_of_the_current_folder(trap: Trap) -> None:
    (trap.root / "git").write_bytes(trap.program.read_bytes())
    (trap.root / "git").chmod(0o755)
    trap.environment["PATH"] = f".:{ENVIRONMENT['PATH']}"
    subprocess.run(
        ["/bin/sh", "-c", "git status"], cwd=trap.root, env=trap.environment, capture_output=True, check=False
    )


TRAPS: list[Callable[[Trap], None]] = [
    *(fsmonitor, included, safe_directory, external_diff, textconv, diff_driver, clean_filter, filter_process),
    *(
        merge_driver,
        hooks,
        hooks_path,
        alias,
        signature,
        promised_over_ssh,
        promised_by_a_program,
        promised_by_a_folder,
    ),
    *(promised_through_a_proxy, bare_repository, git_file, variables_that_name_programs, variables_that_configure),
    *(variables_that_name_settings, variables_that_replace_git, variables_that_name_another_repository),
    *(variables_that_trace, git_of_the_current_folder),
]


@pytest.mark.parametrize("set_and_spring", TRAPS, ids=lambda one: one.__name__)
def test_no_command_springs_the_trap(
    set_and_spring: Callable[[Trap], None], trap: Trap, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_and_spring(trap)
    assert trap.sprung(), "the trap does not work, so it proves nothing"
    append(trap.root / RAID, "# so that git has to look again\n")
    inside = trap.root / "data" / "incidents" / "bare"
    monkeypatch.chdir(inside if inside.is_dir() else trap.root)
    for name, value in trap.environment.items():
        monkeypatch.setenv(name, value)
    for command in COMMANDS:
        assert main(command) in (0, 1, 2)  # 2 where what changed cannot be known
        assert not trap.sprung(), command
    promised = set_and_spring.__name__.startswith("promised")
    assert (history.commit(trap.root) is None) == promised
    if promised:
        with pytest.raises(history.Unreadable, match="git cannot read the files of"):
            history.changed(trap.root, "HEAD")
    else:
        assert RAID in history.changed(trap.root, "HEAD")
    assert not trap.sprung()


def test_the_commands_are_all_tried_and_do_ask_git(
    trap: Trap, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(trap.root)  # what they write stays there
    named = {one.name or one.callback.__name__ for one in app.registered_commands if one.callback}
    assert named - {command[0] for command in COMMANDS} == {
        *("explain", "schema", "init"),  # they read no ledger
        "serve",  # what `site` builds, until it is stopped
    }
    for command in COMMANDS:
        main(command)
        said = capsys.readouterr().out
        assert (git(trap.root, "rev-parse", "HEAD") in said) == bool({"json", "jsonl"} & {*command})
